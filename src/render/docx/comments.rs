//! 批注: a draft's annotations as Word shows them.

use crate::document::{Annotation, Document};

use super::element::{Element, is_xml};
use super::namespaces::root;

/// Who comments; `absorb` passes over what this author wrote.
pub const AUTHOR: &str = "自评核对";

/// The comments' part; none in a document without annotations. Dated like everything else: 成文日期.
pub fn part(document: &Document) -> Option<Element> {
    let annotations = document.annotations();
    let date = document.properties.date;
    let stamp = format!("{:04}-{:02}-{:02}T00:00:00Z", date.year, date.month, date.day);
    (!annotations.is_empty()).then(|| root("w:comments").all(annotations.into_iter().map(|one| comment(one, &stamp))))
}

fn comment(annotation: &Annotation, date: &str) -> Element {
    let note = &annotation.note;
    let lines = [
        format!("［{}］{}：{}", note.number, note.head, note.problem),
        if note.place.is_empty() { String::new() } else { format!("位置：{}", note.place) },
        if note.remedy.is_empty() { String::new() } else { format!("改法：{}", note.remedy) },
    ];
    Element::new("w:comment")
        .with("w:id", annotation.id)
        .with("w:author", AUTHOR)
        .with("w:date", date)
        .with("w:initials", "核")
        .all(lines.iter().filter(|line| !line.is_empty()).map(|line| paragraph(line)))
}

fn paragraph(line: &str) -> Element {
    let line: String = line.chars().map(|c| if c == '\n' { ' ' } else { c }).filter(|&c| is_xml(c)).collect();
    let text = Element::new("w:t").with("xml:space", "preserve").text(&line);
    Element::new("w:p").child(Element::new("w:r").child(text))
}
