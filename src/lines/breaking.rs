//! Between which characters a line may break: 避头尾 and numbers with their units.

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
pub enum Break {
    Allowed,
    /// A number and its unit: broken only where nothing else holds.
    InQuantity,
    Forbidden,
}

impl Break {
    /// `bound`: numbers stay with their units.
    pub fn allowed(self, bound: bool) -> bool {
        self == Break::Allowed || self == Break::InQuantity && !bound
    }
}

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
            return Break::Allowed;
        }
        let latin = glyphs[index - 1].latin && glyphs[index].latin;
        // A hyphenated word may be parted after its hyphen: Word does so too.
        let within_word = latin && !(before == '-' && after.is_ascii_alphabetic());
        let within_dash = before == after && matches!(before, '—' | '…');
        let edge = self.not_at_start.contains(&after) || self.not_at_end.contains(&before);
        match () {
            () if within_word || within_dash || edge => Break::Forbidden,
            () if self.in_quantity(glyphs, index) => Break::InQuantity,
            () => Break::Allowed,
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
