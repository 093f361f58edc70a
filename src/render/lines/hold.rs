//! Lines held where they end. Word, WPS, LibreOffice and ONLYOFFICE lay the .docx out anew; they know neither of
//! quantities nor of lone characters, and each spaces Chinese and Latin in a way of its own. Where one of them would end
//! a line of justified text elsewhere, its characters are spaced a little wider or narrower, in both formats, so that
//! what shall stand on the line fits and what shall not does not. The line is justified, so nobody sees it.

use crate::document::{Paragraph, Spaced};

use super::breaking::Filler;
use super::glyph::{Glyph, is_portion_end};
use super::setter::LineSetter;

/// Word counts character spacing in twentieths of a point.
pub(super) const TWIP: f64 = 0.05;
/// What typesetters may differ by in a line through rounding, in points.
const MARGIN: f64 = 0.3;
/// What a held line keeps of that at least.
pub(super) const ROUNDING: f64 = 0.1;
/// How many times as far as lines are squeezed to hold more LibreOffice is asked to squeeze them, because it does not
/// squeeze all characters: they are justified, so nobody sees it.
pub(super) const UNSEEN: f64 = 2.0;

/// Who must not get more onto a line than we do, in the order in which they count where not all can be held.
const READERS: [Reader; 5] = [
    Reader { filler: Filler::Word, hangs: false, must: true },
    Reader { filler: Filler::SqueezingWord, hangs: false, must: true },
    Reader { filler: Filler::LibreOffice, hangs: false, must: false },
    // LibreOffice reads `w:overflowPunct` inverted (7.4, 25.2): it lets a mark stand beyond the margin, where it is not
    // drawn.
    Reader { filler: Filler::LibreOffice, hangs: true, must: false },
    Reader { filler: Filler::OnlyOffice, hangs: false, must: false },
];

#[derive(Clone, Copy)]
struct Reader {
    filler: Filler,
    /// Does a mark hang beyond the edge?
    hangs: bool,
    /// Is a line that cannot be held for it made as full as it can be?
    must: bool,
}

impl LineSetter<'_> {
    pub(super) fn hold_lines(&self, paragraph: &mut Paragraph, width: f64) {
        let measure = self.measure(paragraph, width);
        // The blanks of a 落款 are as wide as they were set.
        if !measure.justified() && !paragraph.spaced.is_empty() {
            return;
        }
        let (mut spaced, mut told) = (Vec::new(), Vec::new());
        let mut before = 0;
        let text = paragraph.text();
        let ranges = self.all_ranges(paragraph, measure, &text);
        for (part, (text, ranges)) in text.split('\n').zip(ranges).enumerate() {
            let glyphs = self.glyphs(paragraph, text, measure.size);
            let is_told =
                |place: usize| (1..glyphs.len()).contains(&place) && self.breaks.needs_telling(&glyphs, place);
            for range in ranges {
                let line = Held {
                    setter: self,
                    glyphs: &glyphs[range.start..],
                    end: range.len(),
                    room: measure.room(part == 0 && range.start == 0),
                    tracking: measure.tracking,
                    told: [is_told(range.start), is_told(range.end)],
                };
                let (start, end) = (before + range.start, before + range.end);
                told.extend(line.told[0].then_some(start));
                let points = if measure.justified() { line.spacing() } else { line.least_spacing() };
                spaced.extend(points.map(|points| Spaced { start, end, points }));
            }
            before += glyphs.len() + 1;
        }
        (paragraph.spaced, paragraph.told) = (spaced, told);
    }
}

/// A line and the text after it.
struct Held<'a, 'b> {
    setter: &'a LineSetter<'b>,
    /// From the line's start.
    glyphs: &'a [Glyph],
    end: usize,
    room: f64,
    tracking: f64,
    /// Is LibreOffice told that the line's first character is Chinese, and that the next line's is?
    told: [bool; 2],
}

impl Held<'_, '_> {
    /// Points for each character of a justified line, so that every reader ends it where we do, however we chose to end
    /// it; `None` where they do so unspaced.
    fn spacing(&self) -> Option<f64> {
        if self.end == 0 {
            return None;
        }
        let tightest = -(self.setter.layout.line_breaking.narrowing / TWIP).round();
        let [word, libre_office] =
            [Filler::Word, Filler::LibreOffice].map(|filler| (self.widest(filler, ROUNDING) / TWIP).floor());
        let word = word.max(tightest);
        let widest = if libre_office < tightest * UNSEEN { word } else { word.min(libre_office) };
        let mut narrowest = tightest.min(widest);
        let mut unspaced = [Filler::Word, Filler::LibreOffice].iter().all(|&filler| self.widest(filler, MARGIN) >= 0.0);
        let pieces = self.pieces();
        if pieces.is_empty() {
            // The last line is squeezed where it must be, never widened.
            return (widest < 0.0).then_some(widest * TWIP);
        }
        for (reader, piece) in pieces {
            let least = (self.narrowest(reader, piece, ROUNDING) / TWIP).ceil();
            if least <= widest {
                narrowest = narrowest.max(least);
                unspaced &= self.narrowest(reader, piece, MARGIN) <= 0.0;
            } else if reader.must {
                // As full as can be.
                narrowest = widest;
                unspaced = false;
            }
        }
        // Halfway between the bounds.
        let twips = ((narrowest + widest) / 2.0).floor();
        (!unspaced && twips != 0.0).then_some(twips * TWIP)
    }

    /// The same of a line that is not justified, where spacing is seen: as little as the most readers need.
    fn least_spacing(&self) -> Option<f64> {
        if self.end == 0 {
            return None;
        }
        let widest = [Filler::Word, Filler::LibreOffice].map(|filler| self.widest(filler, ROUNDING));
        let widest = (widest[0].min(widest[1]) / TWIP).floor();
        let loosest = (self.setter.layout.line_breaking.ragged_widening / TWIP).round().min(widest);
        let least = |(reader, piece)| (self.narrowest(reader, piece, MARGIN) / TWIP).ceil();
        let needed = self.pieces().into_iter().map(least).filter(|least| *least <= loosest);
        let twips = needed.fold(widest.min(0.0), f64::max);
        (twips != 0.0).then_some(twips * TWIP)
    }

    /// What each reader must not get onto the line.
    fn pieces(&self) -> Vec<(Reader, usize)> {
        READERS.iter().filter_map(|&reader| Some((reader, self.next_piece(reader)?))).collect()
    }

    /// The widest spacing with which the line fits. Programs differ in whether they count the spacing after a line's last
    /// character.
    fn widest(&self, filler: Filler, margin: f64) -> f64 {
        // A mark that hangs beyond the edge needs no room.
        let inside = self.end - usize::from(self.setter.breaks.hangs(self.glyphs[self.end - 1].character));
        let line = &self.glyphs[..inside];
        let places = inside.saturating_sub(1) as f64;
        // LibreOffice does not squeeze the last character of a portion.
        let is_rigid = |pair: &&[Glyph]| filler == Filler::LibreOffice && is_portion_end(pair[0], pair[1]);
        let told = filler == Filler::LibreOffice && self.told[0] && inside > 1 && !is_portion_end(line[0], line[1]);
        let rigid = (line.windows(2).filter(is_rigid).count() + usize::from(told)) as f64;
        let blank = self.room - margin - self.setter.width(line, 0.0, filler);
        blank / if blank < 0.0 { (places - rigid).max(1.0) } else { places + 1.0 } - self.tracking
    }

    /// The narrowest spacing of the line with which the piece is too long for `reader`.
    fn narrowest(&self, reader: Reader, piece: usize, margin: f64) -> f64 {
        let places = piece.saturating_sub(1).max(1);
        let natural = self.setter.width(&self.glyphs[..piece], self.tracking, reader.filler) + self.tracking.min(0.0);
        (self.room + margin - natural) / places.min(self.end) as f64
    }

    /// How much of the text `reader` must not get onto the line: to the next place where it may break, or before the next
    /// mark that would hang there, or space that would vanish. `None` on the last line.
    fn next_piece(&self, reader: Reader) -> Option<usize> {
        let (glyphs, breaks) = (self.glyphs, &self.setter.breaks);
        let spaces = glyphs[self.end..].iter().take_while(|glyph| glyph.character == ' ').count();
        let start = self.end + spaces;
        if reader.filler == Filler::LibreOffice && self.told[1] {
            return Some(start + 1);
        }
        let hangs = |character| breaks.hangs(character) || reader.hangs && breaks.may_not_start(character);
        let ends = |&index: &usize| {
            let next = glyphs[index].character;
            next == ' ' || hangs(next) || breaks.may_end(reader.filler, glyphs, index)
        };
        (start < glyphs.len()).then(|| (start + 1..glyphs.len()).find(ends).unwrap_or(glyphs.len()))
    }
}
