//! Between which characters a line may break: 避头尾, numbers with their units, marks beside letters and digits.

use std::collections::BTreeSet;

use crate::document::layout::{LineBreaking, LineEndMarks, Words};
use crate::render::fonts::is_in_both_fonts;

use super::glyph::Glyph;

/// The switches of `换行`, made quick to ask.
pub struct Breaks {
    not_at_start: BTreeSet<char>,
    not_at_end: BTreeSet<char>,
    units: Vec<Vec<char>>,
    /// Characters of the longest unit.
    longest_unit: usize,
    /// Words that labels keep whole.
    pub(super) words: Words,
    hanging: bool,
    binds_marks: bool,
}

/// What a break parts that should stand together, the worse the later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Parted {
    Nothing,
    /// 财教 and 〔2025〕, 2025年 and 12月, 附件 and 3.
    Loose,
    /// A mark and the letter or digit beside it.
    Mark,
    /// A number and its unit.
    Quantity,
    /// 〔2025〕 and 92号.
    DocumentNumber,
    /// 92 and 号 of 〔2025〕92号.
    Serial,
}

/// Who fills lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filler {
    /// We, where quantities are kept whole whatever the line looks like.
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
const CLOSING: [char; 12] = ['，', '。', '、', '）', '〕', '】', '》', '〉', '」', '』', '’', '”'];
const OPENING: [char; 9] = ['（', '〔', '【', '《', '〈', '「', '『', '‘', '“'];

/// Signs that belong to the letters and digits beside them.
const SIGNS: [char; 13] = ['±', '×', '÷', '≈', '≠', '→', '＋', '－', '＝', '＜', '＞', '≥', '≤'];

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
            words: Words::new(&switches.label_words),
            hanging: switches.line_end_marks == LineEndMarks::Hanging,
            binds_marks: switches.binds_marks,
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
        if before.character == ' ' {
            return true;
        }
        // Those that lay the .docx out end lines after a hyphen, whatever follows (LibreOffice 7.4: measured by us).
        let after_hyphen = before.character == '-' && !self.may_not_start(after.character);
        match filler {
            Filler::Units => !after.bound && !self.in_quantity(glyphs, index),
            Filler::Word | Filler::SqueezingWord | Filler::OnlyOffice => !after.bound || after_hyphen,
            Filler::LibreOffice if after.bound => after_hyphen || self.parted_by_libre_office(before, after),
            Filler::LibreOffice => {
                !beside_mark(before.character, after.character) && !quotes_after_latin(glyphs, index)
            }
        }
    }

    /// Does LibreOffice part what we do not? It goes by lists of its own, which do not have all marks of ours, nor a rule
    /// for dashes (7.4, each mark measured by us).
    fn parted_by_libre_office(&self, before: Glyph, after: Glyph) -> bool {
        let begins = matches!(after.character, '—' | '…' | '～' | '＞' | '＜' | '＝' | '＋' | '－')
            || !before.latin && matches!(after.character, '％' | '‰' | '℃' | '°' | '²' | '³' | '%' | '/' | '］');
        let ends = matches!(before.character, '＞' | '＜' | '＝' | '＋' | '－')
            || before.character == '/' && after.character.is_ascii_alphabetic()
            || !after.latin && matches!(before.character, '≥' | '≤' | '≈' | '±' | '＄' | '№' | '<' | '=' | '>' | '$');
        before.character != after.character
            && (begins || ends)
            && (begins || !self.may_not_start(after.character))
            && (ends || !self.not_at_end.contains(&before.character))
    }

    /// Does LibreOffice break before glyph `index` only where it is told that the glyph is Chinese? The language of what no
    /// longer fits decides by which rules it looks for a break: a Latin letter or digit, or a mark after one, stays with
    /// the mark before it by Unicode's (UAX #14, LB24 to LB30), by the Chinese ones it does not (7.4, measured by us).
    pub(super) fn needs_telling(&self, glyphs: &[Glyph], index: usize) -> bool {
        let (before, after) = (glyphs[index - 1], glyphs[index]);
        if is_chinese(after) || after.character == ' ' || matches!(before.character, ' ' | '-') {
            return false;
        }
        // ± × ÷ are Latin there.
        if after.character < '\u{100}' || after.latin {
            return !(before.letter && is_chinese(before));
        }
        // A mark of both scripts is of the one before it.
        let script = glyphs[..index].iter().rev().find(|glyph| is_chinese(**glyph) || glyph.latin && glyph.letter);
        script.is_some_and(|glyph| glyph.latin)
    }

    /// What a break before glyph `index` parts; `None` where none may be. Quantities and document numbers are parted
    /// only where a line would be worse without it.
    pub(super) fn parts(&self, glyphs: &[Glyph], index: usize) -> Option<Parted> {
        let (before, after) = (glyphs[index - 1], glyphs[index]);
        if before.character == ' ' {
            return Some(Parted::Nothing);
        }
        if after.bound {
            return None;
        }
        let (before, after) = (before.character, after.character);
        Some(if before == '〕' && (after.is_ascii_digit() || after == '第') {
            Parted::DocumentNumber
        } else if is_serial(glyphs, index) {
            Parted::Serial
        } else if self.in_quantity(glyphs, index) {
            Parted::Quantity
        } else if self.binds_marks && beside_mark(before, after) {
            Parted::Mark
        } else if after == '〔' && before.is_alphanumeric()
            || after.is_ascii_digit() && matches!(before, '年' | '月' | '件' | '表' | '第')
        {
            Parted::Loose
        } else {
            Parted::Nothing
        })
    }

    /// By 避头尾, or inside a word.
    pub(super) fn forbidden(&self, before: Glyph, after: Glyph) -> bool {
        let latin = before.latin && after.latin;
        let (before, after) = (before.character, after.character);
        // A hyphenated word may be parted after its hyphen: Word does so too.
        let within_word = latin && !(before == '-' && after.is_ascii_alphabetic());
        let within_dash = before == after && matches!(before, '—' | '…');
        // 380V±5% is one word to those that lay the .docx out.
        let beside_sign = before.is_ascii_alphanumeric() && SIGNS.contains(&after)
            || SIGNS.contains(&before) && after.is_ascii_alphanumeric();
        within_word
            || within_dash
            || beside_sign
            || self.not_at_start.contains(&after)
            || self.not_at_end.contains(&before)
    }

    /// Does `index` stand between a number and its unit, or inside that unit, or in 2—3篇 or 〔2024〕2号?
    fn in_quantity(&self, glyphs: &[Glyph], index: usize) -> bool {
        let is_digit = |place: usize| glyphs[place].character.is_ascii_digit();
        let before = glyphs[index - 1].character;
        let in_range = matches!(before, '—' | '～' | '－') && index > 1 && is_digit(index - 2);
        if (in_range || before == '〕') && is_digit(index) {
            return true;
        }
        (0..=2 * self.longest_unit).any(|offset| {
            let Some(start) = index.checked_sub(offset).filter(|&start| start > 0) else { return false };
            // 万人, 亿立方米
            let power = usize::from(matches!(glyphs[start].character, '万' | '亿' | '千' | '百'));
            let length =
                || (0..=power).filter_map(|before| Some(before + self.unit_at(&glyphs[start + before..])?)).max();
            is_digit(start - 1) && length().is_some_and(|length| offset < length)
        })
    }

    /// How long the unit is that begins here, with what it is for each of: 元/平方米, 元/页.
    fn unit_at(&self, glyphs: &[Glyph]) -> Option<usize> {
        let longest = |glyphs: &[Glyph]| {
            let here = |unit: &&Vec<char>| {
                glyphs.len() >= unit.len() && glyphs.iter().zip(*unit).all(|(glyph, wanted)| glyph.character == *wanted)
            };
            self.units.iter().filter(here).map(Vec::len).max()
        };
        let unit = longest(glyphs)?;
        let each = glyphs.get(unit + 1..).filter(|_| matches!(glyphs[unit].character, '/' | '／'));
        let of_each = each.filter(|each| !each.is_empty()).map(|each| 1 + longest(each).unwrap_or(1));
        Some(unit + of_each.unwrap_or_default())
    }
}

/// Does `index` stand between a closing and an opening mark, one of them a quotation mark, after a Latin letter or digit:
/// 8’‘ or 8，“? There LibreOffice does not break (7.4, measured by us); it does in 8）（.
fn quotes_after_latin(glyphs: &[Glyph], index: usize) -> bool {
    let (before, after) = (glyphs[index - 1].character, glyphs[index].character);
    let quoted = matches!(before, '’' | '”') || matches!(after, '‘' | '“');
    quoted
        && CLOSING.contains(&before)
        && OPENING.contains(&after)
        && index.checked_sub(2).and_then(|at| glyphs.get(at)).is_some_and(|glyph| glyph.latin)
}

/// Does `index` stand inside 第92号 of 〔2025〕第92号?
fn is_serial(glyphs: &[Glyph], index: usize) -> bool {
    let mut before = glyphs[..index].iter().rev().map(|glyph| glyph.character).peekable();
    while before.peek().is_some_and(char::is_ascii_digit) {
        before.next();
    }
    if before.peek() == Some(&'第') {
        before.next();
    }
    let after = glyphs[index].character;
    before.next() == Some('〕') && (after.is_ascii_digit() || after == '号')
}

/// Between a mark and a letter or digit beside it: ，2025 or 2（. LibreOffice follows Unicode's rule there.
fn beside_mark(before: char, after: char) -> bool {
    let closed = after.is_ascii_alphanumeric() && CLOSING.contains(&before);
    let opened = (before.is_ascii_alphanumeric() || matches!(before, '±' | '×' | '÷')) && OPENING.contains(&after);
    closed || opened
}

/// Of the Chinese script, whatever stands beside it.
fn is_chinese(glyph: Glyph) -> bool {
    !glyph.latin && !is_in_both_fonts(glyph.character)
}
