//! XML as Word writes it, whatever prefixes and generation of namespaces (transitional, strict) it has.

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, QName, ResolveResult};
use quick_xml::{NsReader, escape};

use crate::sheets::xml::entity;

/// Whose element it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Space {
    Word,
    Math,
    Compatibility,
    Drawing,
    /// Word's additions, pictures, parts of other kinds.
    #[default]
    Other,
}

impl Space {
    fn of(namespace: &ResolveResult, name: QName) -> Space {
        let prefix = || name.prefix().map_or("", |prefix| prefix.into_inner());
        match namespace {
            ResolveResult::Bound(Namespace(uri)) => match uri.trim_end_matches('/') {
                "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
                | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Space::Word,
                "http://schemas.openxmlformats.org/officeDocument/2006/math"
                | "http://purl.oclc.org/ooxml/officeDocument/math" => Space::Math,
                "http://schemas.openxmlformats.org/markup-compatibility/2006" => Space::Compatibility,
                "http://schemas.openxmlformats.org/drawingml/2006/main"
                | "http://purl.oclc.org/ooxml/drawingml/main" => Space::Drawing,
                _ => Space::Other,
            },
            // A prefix that nobody declared is meant as everybody uses it.
            _ => match prefix() {
                "w" => Space::Word,
                "m" => Space::Math,
                "mc" => Space::Compatibility,
                "a" => Space::Drawing,
                _ => Space::Other,
            },
        }
    }
}

/// An element's beginning.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tag {
    pub space: Space,
    pub name: String,
    /// By their local names.
    attributes: Vec<(String, String)>,
}

impl Tag {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub fn is(&self, space: Space, name: &str) -> bool {
        self.space == space && self.name == name
    }
}

/// What comes next in a part.
pub(crate) enum Piece {
    Start(Tag),
    End(Space, String),
    Text(String),
}

pub(crate) struct Markup<'a> {
    reader: NsReader<&'a [u8]>,
}

impl<'a> Markup<'a> {
    pub fn new(xml: &'a str) -> Markup<'a> {
        let mut reader = NsReader::from_str(xml);
        reader.config_mut().expand_empty_elements = true;
        Markup { reader }
    }

    /// Where the reader stands, in bytes.
    pub fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    /// `None` at the end.
    pub fn next(&mut self) -> Result<Option<Piece>, quick_xml::Error> {
        loop {
            let (namespace, event) = self.reader.read_resolved_event()?;
            return Ok(Some(match event {
                Event::Start(start) | Event::Empty(start) => {
                    Piece::Start(tag(Space::of(&namespace, start.name()), &start))
                }
                Event::End(end) => {
                    let name = end.name();
                    Piece::End(Space::of(&namespace, name), name.local_name().into_inner().to_string())
                }
                Event::Text(text) => Piece::Text(text.to_string()),
                Event::CData(text) => Piece::Text(text.to_string()),
                Event::GeneralRef(name) => Piece::Text(entity(&name)),
                Event::Eof => return Ok(None),
                _ => continue,
            }));
        }
    }

    /// The rest of an element that was begun is passed over.
    pub fn skip(&mut self) -> Result<(), quick_xml::Error> {
        let mut depth = 1usize;
        while depth > 0 {
            match self.next()? {
                Some(Piece::Start(_)) => depth += 1,
                Some(Piece::End(..)) => depth -= 1,
                Some(Piece::Text(_)) => {}
                None => break,
            }
        }
        Ok(())
    }

    /// The rest of an element that was begun, as a tree.
    pub fn element(&mut self, tag: Tag) -> Result<Element, quick_xml::Error> {
        let mut stack = vec![Element { tag, ..Element::default() }];
        let (mut beyond, mut kept) = (0usize, 0usize);
        loop {
            match self.next()? {
                Some(Piece::Start(_)) if beyond > 0 || stack.len() >= DEEPEST || kept >= MOST => beyond += 1,
                Some(Piece::Start(tag)) => {
                    kept += 1;
                    stack.push(Element { tag, ..Element::default() });
                }
                Some(Piece::End(..)) if beyond > 0 => beyond -= 1,
                Some(Piece::Text(text)) => {
                    if let Some(open) = stack.last_mut().filter(|_| beyond == 0) {
                        open.text.push_str(&text);
                    }
                }
                Some(Piece::End(..)) | None => {
                    let Some(done) = stack.pop() else { return Ok(Element::default()) };
                    match stack.last_mut() {
                        Some(parent) => parent.kids.push(done),
                        None => return Ok(done),
                    }
                }
            }
        }
    }
}

fn tag(space: Space, start: &BytesStart) -> Tag {
    let attributes = start.attributes().flatten().map(|attribute| {
        let value = escape::unescape(&attribute.value).map(|value| value.into_owned());
        (attribute.key.local_name().into_inner().to_string(), value.unwrap_or_default())
    });
    Tag { space, name: start.name().local_name().into_inner().to_string(), attributes: attributes.collect() }
}

/// The deepest an honest part goes, and the most elements that it has; what is more is not kept.
const DEEPEST: usize = 128;
const MOST: usize = 400_000;

/// A small tree: properties, a formula, a part that is no text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Element {
    pub tag: Tag,
    pub kids: Vec<Element>,
    /// Its own text, without that of its kids.
    pub text: String,
}

impl Element {
    /// A whole part: its outermost element.
    pub fn of(xml: &str) -> Option<Element> {
        let mut markup = Markup::new(xml);
        while let Some(piece) = markup.next().ok()? {
            if let Piece::Start(tag) = piece {
                return markup.element(tag).ok();
            }
        }
        None
    }

    pub fn name(&self) -> &str {
        &self.tag.name
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.tag.attribute(name)
    }

    pub fn kid(&self, name: &str) -> Option<&Element> {
        self.kids.iter().find(|kid| kid.name() == name)
    }

    pub fn all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a Element> + use<'a, 'n> {
        self.kids.iter().filter(move |kid| kid.name() == name)
    }

    /// The `val` of the kid of this name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.kid(name)?.attribute("val")
    }

    /// A property that is there and not switched off.
    pub fn switch(&self, name: &str) -> Option<bool> {
        self.kid(name).map(|kid| !matches!(kid.attribute("val"), Some("0" | "false" | "off" | "none")))
    }
}
