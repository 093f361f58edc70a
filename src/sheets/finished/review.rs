//! What a reviewer left in a Word document besides its text: comments, and who made the tracked changes.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::made_from::{self, Mark};

use super::docx::markup::{Element, Markup, Piece, Space};
use super::docx::package::Package;

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
    let Some((package, main)) = Package::open(bytes).and_then(|package| package.main().map(|main| (package, main)))
    else {
        return Ok(Review::default());
    };
    let relations = package.relations(&main);
    let led = relations.iter().find(|relation| relation.is("comments")).map(|comments| comments.target.clone());
    // Beside the document, where nothing leads there.
    let usual = || main.rsplit_once('/').map(|(folder, _)| format!("{folder}/comments.xml"));
    let comments = led.or_else(usual).and_then(|comments| package.text(&comments)).unwrap_or_default();
    anchored(&package.text(&main).unwrap_or_default(), written(&comments)?)
}

/// What a document that was made here was made from; nothing of anybody else's.
pub(crate) fn made_from(bytes: &[u8]) -> Vec<Mark> {
    let Some(package) = Package::open(bytes) else { return Vec::new() };
    let relations = package.main().map(|main| package.relations(&main)).unwrap_or_default();
    let data = relations.iter().filter(|relation| relation.is("customXml"));
    let own = data.filter_map(|data| Element::of(&package.text(&data.target)?)).find(|own| own.name() == "madeFrom");
    own.map(|own| made_from::read(&own.text)).unwrap_or_default()
}

/// Author and words of each comment, by its id.
fn written(xml: &str) -> Result<BTreeMap<String, (String, String)>, quick_xml::Error> {
    let mut markup = Markup::new(xml);
    let mut comments: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut open = String::new();
    let mut in_text = false;
    while let Some(piece) = markup.next()? {
        match piece {
            Piece::Start(tag) if tag.space == Space::Word => match tag.name.as_str() {
                "comment" => {
                    open = tag.attribute("id").unwrap_or_default().to_string();
                    let author = tag.attribute("author").unwrap_or_default().to_string();
                    comments.insert(open.clone(), (author, String::new()));
                }
                "t" => in_text = true,
                "p" => {
                    if let Some((_, words)) = comments.get_mut(&open).filter(|(_, words)| !words.is_empty()) {
                        words.push('\n');
                    }
                }
                _ => {}
            },
            Piece::End(Space::Word, name) if name == "t" => in_text = false,
            Piece::Text(text) if in_text => {
                if let Some((_, words)) = comments.get_mut(&open) {
                    words.push_str(&text);
                }
            }
            _ => {}
        }
    }
    Ok(comments)
}

/// The comments with the words that they stand on.
fn anchored(xml: &str, mut written: BTreeMap<String, (String, String)>) -> Result<Review, quick_xml::Error> {
    let mut markup = Markup::new(xml);
    let mut review = Review::default();
    let mut authors = BTreeSet::new();
    let (mut in_text, mut deleted) = (false, 0usize);
    let mut paragraph = String::new();
    // Words of the ranges that are open, and of those that were closed but not yet referred to.
    let mut open: BTreeMap<String, String> = BTreeMap::new();
    let mut closed: BTreeMap<String, String> = BTreeMap::new();
    let mut referred: Vec<String> = Vec::new();
    while let Some(piece) = markup.next()? {
        match piece {
            Piece::Start(tag) if tag.space == Space::Word => {
                let value = |name: &str| tag.attribute(name).unwrap_or_default().to_string();
                match tag.name.as_str() {
                    "t" => in_text = true,
                    "ins" | "del" => {
                        authors.insert(value("author"));
                        deleted += usize::from(tag.name == "del");
                    }
                    "commentRangeStart" => drop(open.insert(value("id"), String::new())),
                    "commentRangeEnd" => closed.extend(open.remove(&value("id")).map(|words| (value("id"), words))),
                    "commentReference" => referred.push(value("id")),
                    _ => {}
                }
            }
            Piece::End(Space::Word, name) => match name.as_str() {
                "t" => in_text = false,
                "del" => deleted = deleted.saturating_sub(1),
                "p" => {
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
            Piece::Text(text) if in_text && deleted == 0 => {
                paragraph.push_str(&text);
                open.values_mut().for_each(|words| words.push_str(&text));
            }
            _ => {}
        }
    }
    authors.remove("");
    review.authors = authors.into_iter().collect();
    Ok(review)
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
