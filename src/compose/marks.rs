//! Where each character of a composed text comes from.
//!
//! A template has a mark before each piece of its own words and before each placeholder; the formatter brackets what a
//! placeholder shows, and a figure or name brackets itself. Marks are private-use characters, with digits between them for
//! what they mean: they travel with the text through loops, filters and tables, and are read when paragraphs are made of it.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::base::place::Place;
use crate::base::text_part::TextPart;
use crate::document::{Named, Origin, Placeholder, Source};
use crate::model::marked::{MarkedLine, MarkedText};

use super::inked::Inked;
use super::operators::{DEEP, PLAIN, next_tag, operands_plain, tag_end};

/// Between these two, the number of a piece.
const PIECE: char = '\u{100000}';
/// Between these two, the number of a figure or name, which goes on to [`VALUE_END`].
const NAMED: char = '\u{100001}';
const NUMBER_END: char = '\u{100002}';
/// Bracket what a placeholder shows.
pub(super) const VALUE_START: char = '\u{100003}';
pub(super) const VALUE_END: char = '\u{100004}';

/// What a composition's marks mean.
#[derive(Debug, Default)]
pub struct Marks {
    pieces: RefCell<Vec<Piece>>,
    named: RefCell<Vec<Arc<Named>>>,
    /// Where words were read that hold marks themselves.
    refused: RefCell<BTreeSet<Place>>,
}

/// A run of words between placeholders, or a placeholder.
#[derive(Debug, Clone)]
struct Piece {
    source: Arc<Source>,
    /// Bytes of the source.
    range: Range<usize>,
    placeholder: bool,
}

impl Marks {
    pub(super) fn refuse(&self, place: &Place) {
        self.refused.borrow_mut().insert(place.clone());
    }

    pub(super) fn refused(&self) -> BTreeSet<Place> {
        self.refused.borrow().clone()
    }

    /// A rendered text line by line, with the bytes that values gave.
    pub(super) fn written(&self, rendered: &str, place: &Place, heading: String) -> MarkedText {
        let lines = (0..).zip(rendered.lines()).map(|(index, line)| {
            let line = self.read(line).trimmed(char::is_whitespace);
            let hashes = line.characters().iter().take_while(|character| **character == '#').count();
            let bare = line.after(hashes).trimmed(char::is_whitespace).cleaned();
            let place = match place {
                Place::Line { file, line } => Place::line(file, line + index),
                other => other.clone(),
            };
            MarkedLine { text: bare.text(), sourced: bare.shown(), heading: hashes > 0, place }
        });
        MarkedText { headings: vec![heading], lines: lines.collect() }
    }

    /// A name by which [`around`] marks a figure.
    pub(super) fn number(&self, named: Named) -> usize {
        let mut all = self.named.borrow_mut();
        all.push(Arc::new(named));
        all.len() - 1
    }

    /// The source's text with marks in it. A text that quotes placeholders (`raw`) stays without.
    pub(super) fn mark(&self, text: &str, place: &Place) -> String {
        if quotes_tags(text) {
            return text.to_string();
        }
        let source = Arc::new(Source { place: place.clone(), text: text.to_string() });
        let mut marked = String::with_capacity(text.len() * 2);
        let mut at = 0;
        while at < text.len() {
            match tag_end(text.part(at..)) {
                Some(length) => {
                    let tag = at..at + length;
                    if text.part(at..).starts_with("{{") {
                        self.push(&source, tag.clone(), true, &mut marked);
                    }
                    marked += &operands_plain(text.part(tag));
                    at += length;
                }
                None => {
                    let end = next_tag(text.part(at..)).map_or(text.len(), |length| at + length);
                    self.mark_words(&source, at..end, &mut marked);
                    at = end;
                }
            }
        }
        marked
    }

    /// Words up to the next tag: a mark at their beginning and on each new line, behind what makes a line a heading or
    /// a directive and behind blanks at which a template may be trimmed.
    fn mark_words(&self, source: &Arc<Source>, words: Range<usize>, marked: &mut String) {
        let text = source.text.as_str();
        let mut at = words.start;
        for line in text.part(words.clone()).split_inclusive('\n') {
            let before = text.part(..at);
            let skipped = match structure(line) {
                _ if before.is_empty() || before.ends_with('\n') => structure(line),
                // A line may begin behind a block tag.
                length if before.ends_with("%}") && line.trim_start().starts_with(['#', '@']) => length,
                _ if before.ends_with("-%}") || before.ends_with("-}}") => line.len() - line.trim_start().len(),
                _ => 0,
            };
            if !line.part(skipped..).trim_end_matches('\n').is_empty() {
                *marked += line.part(..skipped);
                self.push(source, at + skipped..at + line.len(), false, marked);
                *marked += line.part(skipped..);
            } else {
                *marked += line;
            }
            at += line.len();
        }
    }

    fn push(&self, source: &Arc<Source>, range: Range<usize>, placeholder: bool, marked: &mut String) {
        let mut pieces = self.pieces.borrow_mut();
        marked.push(PIECE);
        *marked += &pieces.len().to_string();
        marked.push(NUMBER_END);
        pieces.push(Piece { source: Arc::clone(source), range, placeholder });
    }

    /// A rendered text by its marks.
    pub(super) fn read(&self, rendered: &str) -> Inked {
        let (pieces, named) = (self.pieces.borrow(), self.named.borrow());
        let mut inked = Inked::default();
        // One level for each value inside a value: what it is in, and the placeholder that was announced.
        let mut levels: Vec<(Origin, Option<Placeholder>)> = vec![(Origin::Fixed, None)];
        let mut characters = rendered.chars();
        while let Some(character) = characters.next() {
            let last = levels.len() - 1;
            let (current, announced) = &mut levels[last];
            match character {
                PIECE => {
                    let Some(piece) = number(&mut characters).and_then(|number| pieces.get(number)) else { continue };
                    let source = Arc::clone(&piece.source);
                    match piece.placeholder {
                        true => *announced = Some(Placeholder { source, range: piece.range.clone() }),
                        false => *current = Origin::Typed { source, at: piece.range.start },
                    }
                }
                NAMED => {
                    let named = number(&mut characters).and_then(|number| named.get(number)).cloned();
                    let placeholder = match current {
                        Origin::Shown { placeholder, .. } => placeholder.clone(),
                        _ => None,
                    };
                    levels.push((Origin::Shown { placeholder, named }, None));
                }
                VALUE_START => {
                    let placeholder = announced.take();
                    levels.push((Origin::Shown { placeholder, named: None }, None));
                }
                VALUE_END if last > 0 => drop(levels.pop()),
                VALUE_END | NUMBER_END => {}
                character => {
                    inked.push(character, current.clone());
                    if let Origin::Typed { at, .. } = current {
                        *at += character.len_utf8();
                    }
                }
            }
        }
        inked
    }
}

/// A text whose marks would be shown.
pub(super) fn quotes_tags(text: &str) -> bool {
    text.contains("raw") && text.contains("{%")
}

/// What a figure or name shows, under its number.
pub(super) fn around(number: usize, shown: &str) -> String {
    format!("{NAMED}{number}{NUMBER_END}{shown}{VALUE_END}")
}

fn number(characters: &mut std::str::Chars<'_>) -> Option<usize> {
    let digits: String = characters.take_while(|character| *character != NUMBER_END).collect();
    digits.parse().ok()
}

/// Planes 15 and 16 hold nothing that a report could print: what stands there in an input would be read as a mark.
pub(super) fn is_mark(character: char) -> bool {
    matches!(character, PIECE..=VALUE_END)
}

pub(super) fn holds_marks(text: &str) -> bool {
    text.contains(|character| is_mark(character) || matches!(character, PLAIN | DEEP))
}

/// The text without marks.
pub(super) fn unmarked(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            PIECE | NAMED => drop(number(&mut characters)),
            PLAIN | DEEP => drop(bare.pop()),
            character if is_mark(character) => {}
            character => bare.push(character),
        }
    }
    bare
}

/// Bytes at a line's beginning that are no text: blanks, `### `, `@标题 `; all of `@` where its name goes on in a tag.
fn structure(line: &str) -> usize {
    let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
    let rest = line.part(blanks..);
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    let head = match () {
        () if hashes > 0 && rest.part(hashes..).starts_with(' ') => hashes + 1,
        () if rest.starts_with('@') => rest.find(' ').map_or(rest.len(), |at| at + 1),
        () => 0,
    };
    let after = rest.part(head..);
    blanks + head + (after.len() - after.trim_start_matches([' ', '\t']).len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(marks: &Marks) -> Arc<Source> {
        Arc::clone(&marks.pieces.borrow()[0].source)
    }

    #[test]
    fn marks_tell_typed_words_from_shown_ones() {
        let marks = Marks::default();
        let marked = marks.mark("支持{{ 数量 }}个", &Place::file("文字.yaml"));
        let text = marked.replace("{{ 数量 }}", &format!("{VALUE_START}137{VALUE_END}"));
        let read = marks.read(&text);
        let source = source(&marks);
        assert_eq!(read.text(), "支持137个");
        assert_eq!(read.origins()[1], Origin::Typed { source: Arc::clone(&source), at: 3 });
        let placeholder = Some(Placeholder { source: Arc::clone(&source), range: 6..18 });
        assert_eq!(read.origins()[2], Origin::Shown { placeholder, named: None });
        assert_eq!(read.origins()[5], Origin::Typed { source, at: 18 });
    }

    #[test]
    fn structure_stays_before_the_marks() {
        for (line, shown) in [("### 1.重点。", "1.重点。"), ("@标题 年度报告", "年度报告"), ("  正文", "正文")]
        {
            let marks = Marks::default();
            let marked = marks.mark(line, &Place::file("文字.yaml"));
            assert!(marked.starts_with(&line[..line.len() - shown.len()]), "{marked:?}");
            assert!(marks.read(&marked).text().ends_with(shown));
            assert_eq!(unmarked(&marked), line);
        }
    }

    /// There is no last mark.
    #[test]
    fn a_hundred_thousand_pieces_keep_their_origins() {
        let marks = Marks::default();
        let text = "甲{{ 数 }}".repeat(60_000);
        let marked = marks.mark(&text, &Place::file("文字.yaml"));
        let read = marks.read(&marked.replace("{{ 数 }}", &format!("{VALUE_START}5{VALUE_END}")));
        let last = read.origins().last().unwrap();
        assert!(
            matches!(last, Origin::Shown { placeholder: Some(placeholder), .. } if placeholder.range.end == text.len())
        );
    }

    #[test]
    fn quoted_braces_do_not_end_a_tag() {
        assert_eq!(tag_end("{{ \"}}\" }}后"), Some(10));
        assert_eq!(tag_end("{# 注 #}后"), Some(9));
        assert_eq!(tag_end("正文"), None);
    }
}
