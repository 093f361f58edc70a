//! Between which characters a line may break: 避头尾, numbers with their units, marks beside letters and digits.

use std::collections::BTreeSet;

use crate::layout::{LineBreaking, LineEndMarks};

use super::Glyph;

/// The switches of `换行`, made quick to ask.
pub struct Breaks {
    not_at_start: BTreeSet<char>,
    not_at_end: BTreeSet<char>,
    units: Vec<Vec<char>>,
    /// Characters of the longest unit.
    longest_unit: usize,
    hanging: bool,
}

/// Who fills lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filler {
    /// We, in running text: numbers stay with their units, and with the marks beside them.
    Bound,
    /// We, where a bound mark would tear the line open, or where marks are not bound.
    Units,
    /// Word: every break that is not forbidden. So we fill narrow cells.
    Word,
    /// Word in compatibility mode 15 where it squeezes a justified line.
    SqueezingWord,
    /// LibreOffice follows Unicode's rule that a mark and the letter or digit beside it are not parted.
    LibreOffice,
    /// ONLYOFFICE breaks as Word does.
    OnlyOffice,
}

/// Marks that Unicode's rule (UAX #14, LB30) keeps with a letter or digit after them, and before them.
const CLOSING: &str = "，。、）〕】》〉」』’”";
const OPENING: &str = "（〔【《〈「『‘“";

/// Marks that may hang beyond the edge: stops and commas.
const HANGING: [char; 4] = ['。', '，', '、', '；'];

impl Breaks {
    pub fn new(switches: &LineBreaking) -> Breaks {
        let units: Vec<Vec<char>> = switches.units.iter().map(|unit| unit.chars().collect()).collect();
        Breaks {
            not_at_start: switches.not_at_start.chars().collect(),
            not_at_end: switches.not_at_end.chars().collect(),
            longest_unit: units.iter().map(Vec::len).max().unwrap_or(0),
            units,
            hanging: switches.line_end_marks == LineEndMarks::Hanging,
        }
    }

    pub(super) fn hangs(&self, character: char) -> bool {
        self.hanging && HANGING.contains(&character)
    }

    pub(super) fn may_not_start(&self, character: char) -> bool {
        self.not_at_start.contains(&character)
    }

    /// Does `filler` end a line before glyph `index` where it has to?
    pub(super) fn may_end(&self, filler: Filler, glyphs: &[Glyph], index: usize) -> bool {
        let (before, after) = (glyphs[index - 1], glyphs[index]);
        // LibreOffice knows no rule for a dash or an ellipsis at a line's start.
        let before_dash = matches!(after.character, '—' | '…') && before.character != after.character;
        if before.character == ' ' || filler == Filler::LibreOffice && before_dash {
            return true;
        }
        if self.forbidden(before, after) {
            return false;
        }
        match filler {
            Filler::Bound => !beside_mark(before.character, after.character) && !self.in_quantity(glyphs, index),
            Filler::Units => !self.in_quantity(glyphs, index),
            Filler::Word | Filler::SqueezingWord | Filler::OnlyOffice => true,
            Filler::LibreOffice => !beside_mark(before.character, after.character),
        }
    }

    /// By 避头尾, or inside a word.
    fn forbidden(&self, before: Glyph, after: Glyph) -> bool {
        let latin = before.latin && after.latin;
        let (before, after) = (before.character, after.character);
        // A hyphenated word may be parted after its hyphen: Word does so too.
        let within_word = latin && !(before == '-' && after.is_ascii_alphabetic());
        let within_dash = before == after && matches!(before, '—' | '…');
        within_word || within_dash || self.not_at_start.contains(&after) || self.not_at_end.contains(&before)
    }

    /// Does `index` stand between a number and its unit, or inside that unit, or in 〔2024〕2号?
    fn in_quantity(&self, glyphs: &[Glyph], index: usize) -> bool {
        if glyphs[index - 1].character == '〕' && glyphs[index].character.is_ascii_digit() {
            return true;
        }
        (0..self.longest_unit).any(|offset| {
            let Some(start) = index.checked_sub(offset).filter(|&start| start > 0) else { return false };
            let is_here = |unit: &Vec<char>| {
                let here = glyphs[start..].iter().map(|glyph| glyph.character).take(unit.len());
                offset < unit.len() && here.eq(unit.iter().copied())
            };
            glyphs[start - 1].character.is_ascii_digit() && self.units.iter().any(is_here)
        })
    }
}

/// Between a mark and a letter or digit beside it: ，2025 or 2（.
fn beside_mark(before: char, after: char) -> bool {
    let closed = after.is_ascii_alphanumeric() && CLOSING.contains(before);
    let opened = before.is_ascii_alphanumeric() && OPENING.contains(after);
    closed || opened
}
