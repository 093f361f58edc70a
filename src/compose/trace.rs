//! Where each character of a composed text comes from.
//!
//! A traced template has a mark before each piece of its own words and before each placeholder; the formatter brackets
//! what a placeholder shows. The marks are private-use characters that travel with the text through loops, filters and
//! tables, and are read back from the composed paragraphs. An ordinary composition has none of them.

use std::ops::Range;

use crate::base::place::Place;
use crate::base::text_part::TextPart;

/// Mark 0; the planes behind it hold nothing that a report could print.
const FIRST_MARK: u32 = 0xF0000;
const LAST_MARK: u32 = 0xFFFFD;
/// Bracket what a placeholder shows.
pub(super) const VALUE_START: char = '\u{100000}';
pub(super) const VALUE_END: char = '\u{100001}';

/// A text with placeholders: a section of the YAML, or a file of `layouts/`.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Its first line.
    pub place: Place,
    pub text: String,
}

/// What a composition's marks mean.
#[derive(Debug, Default)]
pub struct Trace {
    pub sources: Vec<Source>,
    pieces: Vec<Piece>,
}

/// A run of words between placeholders, or a placeholder.
#[derive(Debug, Clone)]
struct Piece {
    source: usize,
    /// Bytes of the source.
    range: Range<usize>,
    placeholder: bool,
}

/// What a character is.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    /// Typed: byte `at` of a source.
    Typed { source: usize, at: usize },
    /// Shown by the placeholder that stands there in a source.
    Shown { source: usize, placeholder: Range<usize> },
    /// Neither: words of a table's description, a value of theirs.
    Fixed,
}

/// A paragraph or cell with the origin of each of its characters.
#[derive(Debug, Clone, PartialEq)]
pub struct Traced {
    pub characters: Vec<char>,
    pub origins: Vec<Origin>,
}

impl Traced {
    pub fn text(&self) -> String {
        self.characters.iter().collect()
    }
}

impl Trace {
    /// The source's text with marks in it. A text that quotes placeholders (`raw`) stays without.
    pub(super) fn mark(&mut self, text: &str, place: &Place) -> String {
        let source = self.sources.len();
        self.sources.push(Source { place: place.clone(), text: text.to_string() });
        if text.contains("raw") && text.contains("{%") || text.chars().any(is_mark) {
            return text.to_string();
        }
        let mut marked = String::new();
        let mut at = 0;
        while at < text.len() {
            match tag_end(text.part(at..)) {
                Some(length) => {
                    let tag = at..at + length;
                    if text.part(at..).starts_with("{{") {
                        self.push(Piece { source, range: tag.clone(), placeholder: true }, &mut marked);
                    }
                    marked += text.part(tag);
                    at += length;
                }
                None => {
                    let end = next_tag(text.part(at..)).map_or(text.len(), |length| at + length);
                    self.mark_words(source, text, at..end, &mut marked);
                    at = end;
                }
            }
        }
        marked
    }

    /// Words up to the next tag: a mark at their beginning and on each new line, behind what makes a line a heading or
    /// a directive and behind blanks at which a template may be trimmed.
    fn mark_words(&mut self, source: usize, text: &str, words: Range<usize>, marked: &mut String) {
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
                self.push(Piece { source, range: at + skipped..at + line.len(), placeholder: false }, marked);
                *marked += line.part(skipped..);
            } else {
                *marked += line;
            }
            at += line.len();
        }
    }

    fn push(&mut self, piece: Piece, marked: &mut String) {
        let number = u32::try_from(self.pieces.len()).unwrap_or(u32::MAX).saturating_add(FIRST_MARK);
        if let Some(mark) = char::from_u32(number).filter(|_| number <= LAST_MARK) {
            marked.push(mark);
            self.pieces.push(piece);
        }
    }

    /// Reads a composed paragraph's marks.
    pub fn read(&self, composed: &str) -> Traced {
        let mut traced = Traced { characters: Vec::new(), origins: Vec::new() };
        // One level for each value inside a value: what it is in, and the placeholder that was announced.
        let mut levels: Vec<(Origin, Origin)> = vec![(Origin::Fixed, Origin::Fixed)];
        for character in composed.chars() {
            let last = levels.len() - 1;
            let (current, announced) = &mut levels[last];
            if let Some(piece) = self.piece(character) {
                if piece.placeholder {
                    *announced = Origin::Shown { source: piece.source, placeholder: piece.range.clone() };
                } else {
                    *current = Origin::Typed { source: piece.source, at: piece.range.start };
                }
            } else if character == VALUE_START {
                let shown = std::mem::replace(announced, Origin::Fixed);
                levels.push((shown, Origin::Fixed));
            } else if character == VALUE_END {
                if last > 0 {
                    levels.pop();
                }
            } else {
                traced.characters.push(character);
                traced.origins.push(current.clone());
                if let Origin::Typed { at, .. } = current {
                    *at += character.len_utf8();
                }
            }
        }
        traced
    }

    fn piece(&self, character: char) -> Option<&Piece> {
        let index = u32::from(character).checked_sub(FIRST_MARK)?;
        self.pieces.get(usize::try_from(index).ok()?)
    }
}

pub(super) fn is_mark(character: char) -> bool {
    u32::from(character) >= FIRST_MARK
}

/// The text without marks.
pub(super) fn unmarked(text: &str) -> String {
    text.chars().filter(|&character| !is_mark(character)).collect()
}

/// Length of the tag that the text begins with.
pub(super) fn tag_end(text: &str) -> Option<usize> {
    let closing = match text.get(..2)? {
        "{{" => "}}",
        "{%" => "%}",
        "{#" => return Some(text.find("#}").map_or(text.len(), |end| end + 2)),
        _ => return None,
    };
    let mut quote = None;
    for (at, character) in text.char_indices().skip(2) {
        match quote {
            Some(open) => quote = (character != open).then_some(open),
            None if character == '"' || character == '\'' => quote = Some(character),
            None if text.part(at..).starts_with(closing) => return Some(at + 2),
            None => {}
        }
    }
    Some(text.len())
}

fn next_tag(text: &str) -> Option<usize> {
    ["{{", "{%", "{#"].iter().filter_map(|open| text.find(open)).min()
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

    fn traced(template: &str, composed: impl Fn(String) -> String) -> (Trace, Traced) {
        let mut trace = Trace::default();
        let marked = trace.mark(template, &Place::file("文字.yaml"));
        let read = trace.read(&composed(marked));
        (trace, read)
    }

    #[test]
    fn words_know_their_byte_and_values_their_placeholder() {
        let template = "支持{{ 数量 }}个\n";
        let value = format!("{VALUE_START}137{VALUE_END}");
        let (_, read) = traced(template, |marked| marked.replace("{{ 数量 }}", &value).replace('\n', ""));
        assert_eq!(read.text(), "支持137个");
        assert_eq!(read.origins[1], Origin::Typed { source: 0, at: 3 });
        assert_eq!(read.origins[2], Origin::Shown { source: 0, placeholder: 6..18 });
        assert_eq!(read.origins[5], Origin::Typed { source: 0, at: 18 });
    }

    #[test]
    fn structure_stays_before_the_marks() {
        for (line, shown) in [("### 1.重点。", "1.重点。"), ("@标题 年度报告", "年度报告"), ("  正文", "正文")]
        {
            let mut trace = Trace::default();
            let marked = trace.mark(line, &Place::file("文字.yaml"));
            assert!(marked.starts_with(&line[..line.len() - shown.len()]), "{marked:?}");
            let read = trace.read(&marked);
            assert!(read.text().ends_with(shown));
            assert_eq!(unmarked(&marked), line);
        }
    }

    #[test]
    fn quoted_braces_do_not_end_a_tag() {
        assert_eq!(tag_end("{{ \"}}\" }}后"), Some(10));
        assert_eq!(tag_end("{# 注 #}后"), Some(9));
        assert_eq!(tag_end("正文"), None);
    }
}
