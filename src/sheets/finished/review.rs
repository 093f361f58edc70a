//! What a reviewer left in a Word document besides its text: comments, and who made the tracked changes.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::sheets::xml::{attribute, entity};

use super::docx::LARGEST_PART;

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Review {
    /// In the order in which their words stand in the document.
    pub comments: Vec<Comment>,
    /// Authors of tracked insertions and deletions.
    pub authors: Vec<String>,
}

/// 批注
#[derive(Debug, Clone, PartialEq)]
pub struct Comment {
    pub author: String,
    pub words: String,
    /// The words that are commented on.
    pub anchor: String,
    /// The paragraph or cell in which they end.
    pub paragraph: String,
}

/// Reads a .docx; a document without comments has none.
pub(crate) fn read(bytes: &[u8]) -> Result<Review, quick_xml::Error> {
    let document = part(bytes, "word/document.xml").unwrap_or_default();
    let words = written(&part(bytes, "word/comments.xml").unwrap_or_default())?;
    anchored(&document, words)
}

fn part(bytes: &[u8], name: &str) -> Option<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut text = String::new();
    archive.by_name(name).ok()?.take(LARGEST_PART).read_to_string(&mut text).ok()?;
    Some(text)
}

/// Author and words of each comment, by its id.
fn written(xml: &str) -> Result<BTreeMap<String, (String, String)>, quick_xml::Error> {
    let mut reader = Reader::from_str(xml);
    let mut comments: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut open = String::new();
    let mut in_text = false;
    loop {
        match reader.read_event()? {
            Event::Start(start) => match start.name().as_ref() {
                "w:comment" => {
                    open = attribute(&start, "w:id");
                    comments.insert(open.clone(), (attribute(&start, "w:author"), String::new()));
                }
                "w:t" => in_text = true,
                "w:p" => {
                    if let Some((_, words)) = comments.get_mut(&open).filter(|(_, words)| !words.is_empty()) {
                        words.push('\n');
                    }
                }
                _ => {}
            },
            Event::End(end) if end.name().as_ref() == "w:t" => in_text = false,
            Event::Eof => return Ok(comments),
            event => {
                if let (true, Some(text), Some((_, words))) = (in_text, text(&event), comments.get_mut(&open)) {
                    words.push_str(&text);
                }
            }
        }
    }
}

/// The comments with the words that they stand on.
fn anchored(xml: &str, mut written: BTreeMap<String, (String, String)>) -> Result<Review, quick_xml::Error> {
    let mut reader = Reader::from_str(xml);
    let mut review = Review::default();
    let mut authors = BTreeSet::new();
    let (mut in_text, mut deleted) = (false, 0usize);
    let mut paragraph = String::new();
    // Words of the ranges that are open, and of those that were closed but not yet referred to.
    let mut open: BTreeMap<String, String> = BTreeMap::new();
    let mut closed: BTreeMap<String, String> = BTreeMap::new();
    let mut referred: Vec<String> = Vec::new();
    loop {
        let event = reader.read_event()?;
        let empty = matches!(event, Event::Empty(_));
        match &event {
            Event::Start(start) | Event::Empty(start) => match start.name().as_ref() {
                "w:t" => in_text = !empty,
                "w:ins" | "w:del" => {
                    authors.insert(attribute(start, "w:author"));
                    deleted += usize::from(!empty && start.name().as_ref() == "w:del");
                }
                "w:commentRangeStart" => drop(open.insert(attribute(start, "w:id"), String::new())),
                "w:commentRangeEnd" => {
                    let id = attribute(start, "w:id");
                    closed.extend(open.remove(&id).map(|words| (id, words)));
                }
                "w:commentReference" => referred.push(attribute(start, "w:id")),
                _ => {}
            },
            Event::End(end) => match end.name().as_ref() {
                "w:t" => in_text = false,
                "w:del" => deleted = deleted.saturating_sub(1),
                "w:p" => {
                    for id in std::mem::take(&mut referred) {
                        if let Some((author, words)) = written.remove(&id) {
                            let anchor = closed.remove(&id).unwrap_or_default();
                            review.comments.push(Comment { author, words, anchor, paragraph: paragraph.clone() });
                        }
                    }
                    paragraph.clear();
                }
                _ => {}
            },
            Event::Eof => break,
            event => {
                if let (true, 0, Some(text)) = (in_text, deleted, text(event)) {
                    paragraph.push_str(&text);
                    open.values_mut().for_each(|words| words.push_str(&text));
                }
            }
        }
    }
    authors.remove("");
    review.authors = authors.into_iter().collect();
    Ok(review)
}

fn text(event: &Event<'_>) -> Option<String> {
    match event {
        Event::Text(text) => Some(text.to_string()),
        Event::GeneralRef(name) => Some(entity(name)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_know_their_words_and_place() {
        let comments = "<w:comments><w:comment w:id=\"3\" w:author=\"张&amp;处\"><w:p><w:r><w:t>再核</w:t></w:r></w:p>\
                        <w:p><w:r><w:t>一次</w:t></w:r></w:p></w:comment></w:comments>";
        let document = "<w:p><w:r><w:t>支出</w:t></w:r><w:commentRangeStart w:id=\"3\"/><w:r><w:t>8744</w:t></w:r>\
                        <w:del w:author=\"李\"><w:r><w:delText>x</w:delText></w:r></w:del>\
                        <w:commentRangeEnd w:id=\"3\"/><w:r><w:commentReference w:id=\"3\"/></w:r>\
                        <w:r><w:t>万元</w:t></w:r></w:p>";
        let review = anchored(document, written(comments).unwrap()).unwrap();
        let comment = Comment {
            author: "张&处".into(),
            words: "再核\n一次".into(),
            anchor: "8744".into(),
            paragraph: "支出8744万元".into(),
        };
        assert_eq!(review, Review { comments: vec![comment], authors: vec!["李".into()] });
    }
}
