//! XML, event by event.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::sheets::fault::Fault;
use crate::sheets::xml::{entity, local};

pub(crate) struct XmlReader<R> {
    reader: Reader<R>,
    buffer: Vec<u8>,
}

/// What opens and closes, or what was made of it; the rest is asked for by [`XmlReader::text`].
pub(crate) enum Tag<T = BytesStart<'static>> {
    Open(T),
    Close,
    End,
}

/// A part of an element's content.
pub(crate) enum Piece<'a> {
    Open(&'a BytesStart<'a>),
    Close,
    Text(&'a str),
}

impl<R: BufRead> XmlReader<R> {
    pub fn new(xml: R) -> XmlReader<R> {
        let mut reader = Reader::from_reader(xml);
        reader.config_mut().expand_empty_elements = true;
        XmlReader { reader, buffer: Vec::new() }
    }

    pub fn next(&mut self) -> Result<Tag, Fault> {
        self.next_as(|tag| tag.to_owned())
    }

    /// The next tag, of which only what `look` makes of it is kept.
    pub fn next_as<T>(&mut self, look: impl Fn(&BytesStart) -> T) -> Result<Tag<T>, Fault> {
        loop {
            self.buffer.clear();
            match self.reader.read_event_into(&mut self.buffer).map_err(|_| Fault::Damaged)? {
                Event::Start(tag) => return Ok(Tag::Open(look(&tag))),
                Event::End(_) => return Ok(Tag::Close),
                Event::Eof => return Ok(Tag::End),
                _ => {}
            }
        }
    }

    /// The text of the element that is open, without that of elements in it; the element is closed.
    pub fn text(&mut self) -> Result<String, Fault> {
        let mut text = String::new();
        let mut depth = 0usize;
        loop {
            self.buffer.clear();
            match self.reader.read_event_into(&mut self.buffer).map_err(|_| Fault::Damaged)? {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => return Ok(text),
                Event::End(_) => depth -= 1,
                Event::Text(piece) if depth == 0 => text.push_str(&piece.xml10_content()),
                Event::CData(piece) if depth == 0 => text.push_str(&piece.xml10_content()),
                Event::GeneralRef(piece) if depth == 0 => push_reference(&piece, &mut text),
                Event::Eof => return Err(Fault::Damaged),
                _ => {}
            }
        }
    }

    /// The text of the element that is open, with the tags in it; the element is closed.
    pub fn pieces(&mut self, mut take: impl FnMut(Piece<'_>)) -> Result<(), Fault> {
        let mut depth = 0usize;
        loop {
            self.buffer.clear();
            match self.reader.read_event_into(&mut self.buffer).map_err(|_| Fault::Damaged)? {
                Event::Start(tag) => {
                    depth += 1;
                    take(Piece::Open(&tag));
                }
                Event::End(_) if depth == 0 => return Ok(()),
                Event::End(_) => {
                    depth -= 1;
                    take(Piece::Close);
                }
                Event::Text(piece) => take(Piece::Text(&piece.xml10_content())),
                Event::CData(piece) => take(Piece::Text(&piece.xml10_content())),
                Event::GeneralRef(piece) => {
                    let mut text = String::new();
                    push_reference(&piece, &mut text);
                    take(Piece::Text(&text));
                }
                Event::Eof => return Err(Fault::Damaged),
                _ => {}
            }
        }
    }

    /// Closes the element that is open.
    pub fn skip(&mut self) -> Result<(), Fault> {
        self.text().map(drop)
    }

    /// Every tag within the element that is open, which is closed then. `look` takes what it wants to the end of the
    /// tag that it is given, and says whether it did.
    pub fn within(
        &mut self,
        mut look: impl FnMut(&mut Self, &str, &BytesStart) -> Result<bool, Fault>,
    ) -> Result<(), Fault> {
        let mut depth = 0usize;
        loop {
            let tag = match self.next()? {
                Tag::Open(tag) => tag,
                Tag::Close if depth == 0 => return Ok(()),
                Tag::Close => {
                    depth -= 1;
                    continue;
                }
                Tag::End => return Err(Fault::Damaged),
            };
            if !look(self, local(&tag), &tag)? {
                depth += 1;
            }
        }
    }

    /// The name of the outermost element, opened.
    pub fn root(&mut self) -> Result<String, Fault> {
        match self.next()? {
            Tag::Open(tag) => Ok(local(&tag).to_string()),
            _ => Err(Fault::Damaged),
        }
    }
}

fn push_reference(reference: &BytesRef, text: &mut String) {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => text.push(character),
        _ => text.push_str(&entity(reference)),
    }
}

/// `1` or `true`.
pub(crate) fn is_true(value: &str) -> bool {
    matches!(value.trim(), "1" | "true")
}
