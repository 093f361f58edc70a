//! Between which characters a line may break: 避头尾, numbers with their units, marks beside letters and digits.

use std::collections::BTreeSet;

use crate::layout::{LineBreaking, LineEndMarks};

use super::Glyph;

/// The switches of `换行`, made quick to ask.
pub struct Breaks {
    not_at_start: BTreeSet<char>,
    not_at_end: BTreeSet<char>,
    units: Vec<Vec<char>>,
    hanging: bool,
}

/// What stands between two characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    /// By 避头尾, or inside a word.
    forbidden: bool,
    /// Between a number and its unit.
    in_quantity: bool,
    /// Between a mark and a letter or digit beside it: ，2025 or 2（.
    beside_mark: bool,
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
    /// LibreOffice follows Unicode's rule that a mark and the letter or digit beside it are not parted.
    LibreOffice,
}

impl Break {
    pub fn is_taken(self, filler: Filler) -> bool {
        !self.forbidden
            && match filler {
                Filler::Bound => !self.in_quantity && !self.beside_mark,
                Filler::Units => !self.in_quantity,
                Filler::Word => true,
                Filler::LibreOffice => !self.beside_mark,
            }
    }
}

/// Marks that Unicode's rule (UAX #14, LB30) keeps with a letter or digit after them, and before them.
const CLOSING: &str = "，。、）〕】》〉」』’”";
const OPENING: &str = "（〔【《〈「『‘“";

/// Marks that may hang beyond the edge: stops and commas.
const HANGING: [char; 4] = ['。', '，', '、', '；'];

impl Breaks {
    pub fn new(switches: &LineBreaking) -> Breaks {
        Breaks {
            not_at_start: switches.not_at_start.chars().collect(),
            not_at_end: switches.not_at_end.chars().collect(),
            units: switches.units.iter().map(|unit| unit.chars().collect()).collect(),
            hanging: switches.line_end_marks == LineEndMarks::Hanging,
        }
    }

    pub(super) fn hangs(&self, character: char) -> bool {
        self.hanging && HANGING.contains(&character)
    }

    /// May the line break before glyph `index`?
    pub(super) fn between(&self, glyphs: &[Glyph], index: usize) -> Break {
        let (before, after) = (glyphs[index - 1].character, glyphs[index].character);
        if before == ' ' {
            return Break { forbidden: false, in_quantity: false, beside_mark: false };
        }
        let latin = glyphs[index - 1].latin && glyphs[index].latin;
        // A hyphenated word may be parted after its hyphen: Word does so too.
        let within_word = latin && !(before == '-' && after.is_ascii_alphabetic());
        let within_dash = before == after && matches!(before, '—' | '…');
        let edge = self.not_at_start.contains(&after) || self.not_at_end.contains(&before);
        let closed = CLOSING.contains(before) && after.is_ascii_alphanumeric();
        let opened = before.is_ascii_alphanumeric() && OPENING.contains(after);
        Break {
            forbidden: within_word || within_dash || edge,
            in_quantity: self.in_quantity(glyphs, index),
            beside_mark: closed || opened,
        }
    }

    /// Does `index` stand between a number and its unit, or inside that unit, or in 〔2024〕2号?
    fn in_quantity(&self, glyphs: &[Glyph], index: usize) -> bool {
        if glyphs[index - 1].character == '〕' && glyphs[index].character.is_ascii_digit() {
            return true;
        }
        self.units.iter().any(|unit| {
            (0..unit.len()).any(|offset| {
                let Some(start) = index.checked_sub(offset).filter(|&start| start > 0) else { return false };
                let follows_number = glyphs[start - 1].character.is_ascii_digit();
                let here = glyphs[start..].iter().map(|glyph| glyph.character).take(unit.len());
                follows_number && here.eq(unit.iter().copied())
            })
        })
    }
}
