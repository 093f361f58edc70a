//! Where the lines of a justified paragraph break: of all ways to set it, the one that is stretched least.
//!
//! Filling each line as far as it goes leaves it to chance what the next one has to be stretched by. Here every way to
//! set the paragraph has a cost (Knuth and Plass, Breaking Paragraphs into Lines, 1981), and the cheapest is taken; of
//! equally cheap ones the one whose lines end first. A line holds few characters, so the time grows with the paragraph's
//! length only.

use std::ops::Range;

use super::breaking::{Filler, Parted};
use super::glyph::{Glyph, is_portion_end, stretches};
use super::hold::{ROUNDING, TWIP, UNSEEN};
use super::measure::{Measure, TOLERANCE};
use super::setter::LineSetter;

/// A line as far stretched as it may be costs this much, one stretched half as far a quarter of it.
const STRETCHED: f64 = 1.0;
/// Each limit's worth of stretch beyond the limit.
const TORN: f64 = 1000.0;
/// Each line: of two ways that are alike the shorter one.
const LINE: f64 = 0.1;
/// A line whose characters are squeezed as far as they may be; one squeezed half as far a quarter of it.
const SQUEEZED: f64 = 20.0;
/// A line that other programs end elsewhere unless their spacing is told, one that LibreOffice does even so, and one that
/// Word does, or where some program does not break at all.
const HELD: f64 = 0.02;
const HELD_FOR_WORD: f64 = 10.0;
const NOT_HELD: f64 = 20.0;
/// A last line that holds too few characters, and one that is a single number or word.
const LONE: f64 = 300.0;
const TOKEN: f64 = 2.0;
/// A word that is longer than a line is broken somewhere.
const WITHIN_WORD: f64 = 1e6;
/// Breaks that leave more than this share of a line blank are looked at only where there is no other.
const FILLED: f64 = 0.75;

/// Those whose own line breaking is reckoned with, besides ours.
const ENGINES: &[Filler] = &[Filler::Word, Filler::SqueezingWord, Filler::LibreOffice];

fn cost_of(parted: Parted) -> f64 {
    match parted {
        Parted::Nothing => 0.0,
        Parted::Loose => 0.3,
        Parted::Mark => 3.0,
        Parted::Quantity => 30.0,
        Parted::DocumentNumber => 60.0,
        Parted::Serial => 120.0,
    }
}

fn cost_of_stretch(stretch: f64) -> f64 {
    if stretch > 1.0 { STRETCHED + TORN * stretch } else { STRETCHED * stretch * stretch }
}

/// The cheapest way to set what stands before a place.
#[derive(Debug, Clone)]
struct Way {
    cost: f64,
    line: Range<usize>,
}

impl LineSetter<'_> {
    pub(super) fn total_fit(&self, glyphs: &[Glyph], measure: Measure, first: bool) -> Vec<Range<usize>> {
        if glyphs.is_empty() {
            return std::iter::once(0..0).collect();
        }
        let text = Text::new(self, glyphs, measure);
        let mut ways: Vec<Option<Way>> = vec![None; glyphs.len() + 1];
        for start in 0..glyphs.len() {
            let before = match &ways[start] {
                Some(way) => way.cost,
                None if start == 0 => 0.0,
                None => continue,
            };
            let room = measure.room(first && start == 0);
            text.each_end(start, room, |end, parting| {
                // Spaces at a break stay behind, beyond the edge.
                let next = end + glyphs[end..].iter().take_while(|glyph| glyph.character == ' ').count();
                let known = ways[next].as_ref().map_or(f64::INFINITY, |known| known.cost);
                if before + parting + text.least_cost(start, end, room) > known {
                    return;
                }
                let cost = before + parting + text.cost(start, end, room);
                if ways[next].as_ref().is_none_or(|known| cost < known.cost) {
                    ways[next] = Some(Way { cost, line: start..end });
                }
            });
        }
        text.lines(&ways)
    }
}

/// A paragraph's glyphs on one endless line.
struct Text<'t, 'a> {
    setter: &'t LineSetter<'a>,
    glyphs: &'t [Glyph],
    /// The first is Word, whose spacing is ours.
    engines: Vec<Engine>,
    tracking: f64,
    /// From one full-width character to the next.
    pitch: f64,
    /// For each glyph, how many gaps before it are stretched where a line is.
    gaps: Vec<usize>,
    /// For each place, what a break there parts.
    parted: Vec<Option<Parted>>,
    /// For each place, whether LibreOffice is told that what follows is Chinese where a line ends there.
    told: Vec<bool>,
    /// For each place, where a line that ends there ends without the blanks at its end and a mark that hangs beyond the
    /// edge.
    inside: Vec<usize>,
}

/// How one program spaces the glyphs, and where it may break.
struct Engine {
    word: bool,
    /// Of each glyph.
    left: Vec<f64>,
    right: Vec<f64>,
    /// For each place, whether it may break there, and the first place after it where it may.
    may_end: Vec<bool>,
    next: Vec<usize>,
    /// For each glyph, how many before it keep their spacing where others are squeezed.
    rigid: Vec<usize>,
}

impl Engine {
    fn new(setter: &LineSetter, glyphs: &[Glyph], tracking: f64, filler: Filler) -> Engine {
        let (mut left, mut right) = (Vec::with_capacity(glyphs.len()), Vec::with_capacity(glyphs.len()));
        let mut x = 0.0;
        for (index, glyph) in glyphs.iter().enumerate() {
            if index > 0 {
                x += tracking + setter.autospace(*glyph, filler);
            }
            left.push(x);
            x += glyph.advance;
            right.push(x);
        }
        let inside = (1..glyphs.len()).map(|index| setter.breaks.may_end(filler, glyphs, index));
        let may_end: Vec<bool> = [true].into_iter().chain(inside).chain([true]).collect();
        let mut next = vec![glyphs.len(); glyphs.len() + 1];
        for index in (0..glyphs.len()).rev() {
            next[index] = if may_end[index + 1] { index + 1 } else { next[index + 1] };
        }
        // LibreOffice does not squeeze the last character of a portion.
        let is_rigid = |pair: &[Glyph]| filler == Filler::LibreOffice && is_portion_end(pair[0], pair[1]);
        let mut rigid = vec![0; glyphs.len()];
        for (index, pair) in glyphs.windows(2).enumerate() {
            rigid[index + 1] = rigid[index] + usize::from(is_rigid(pair));
        }
        Engine { word: filler != Filler::LibreOffice, left, right, may_end, next, rigid }
    }

    fn width(&self, line: Range<usize>) -> f64 {
        if line.is_empty() { 0.0 } else { self.right[line.end - 1] - self.left[line.start] }
    }
}

impl<'t, 'a> Text<'t, 'a> {
    fn new(setter: &'t LineSetter<'a>, glyphs: &'t [Glyph], measure: Measure) -> Text<'t, 'a> {
        let Measure { tracking, size, .. } = measure;
        let mut gaps = vec![0; glyphs.len()];
        for (index, pair) in glyphs.windows(2).enumerate() {
            gaps[index + 1] = gaps[index] + usize::from(stretches(pair[0], pair[1]));
        }
        let engines = ENGINES.iter().map(|&filler| Engine::new(setter, glyphs, tracking, filler)).collect();
        let inside = (1..glyphs.len()).map(|place| setter.breaks.parts(glyphs, place));
        let ends = [Some(Parted::Nothing)];
        let parted = ends.into_iter().chain(inside).chain(ends).collect();
        let inside = (1..glyphs.len()).map(|place| setter.breaks.needs_telling(glyphs, place));
        let told = [false].into_iter().chain(inside).chain([false]).collect();
        let mut inside = vec![0; glyphs.len() + 1];
        let mut solid = 0;
        for (index, glyph) in glyphs.iter().enumerate() {
            if glyph.character != ' ' {
                solid = index + 1;
            }
            inside[index + 1] = solid - usize::from(solid > 0 && setter.breaks.hangs(glyphs[solid - 1].character));
        }
        Text { setter, glyphs, engines, tracking, pitch: size + tracking, gaps, parted, told, inside }
    }

    fn width(&self, engine: &Engine, start: usize, end: usize) -> f64 {
        engine.width(start..self.inside[end].max(start))
    }

    /// Calls `take` with the places where a line from `start` may end, and what a break there parts. What does not fit
    /// even squeezed is left out, and what leaves much of the line blank, unless there is nothing else.
    fn each_end(&self, start: usize, room: f64, mut take: impl FnMut(usize, f64)) {
        let narrowing = self.setter.layout.line_breaking.narrowing;
        let mut fallback = None;
        let mut taken = false;
        let Engine { left, right, .. } = &self.engines[0];
        let is_short = |right: &f64| right - left[start] < FILLED * room;
        let short = start + right[start..].partition_point(is_short);
        let mut fitting = short.max(start + 1);
        for end in (short + 1).min(self.glyphs.len())..=self.glyphs.len() {
            let width = self.width(&self.engines[0], start, end);
            let last = end == self.glyphs.len();
            let squeezed = narrowing * (end - start).saturating_sub(1) as f64;
            if width > room + TOLERANCE {
                // A mark that may not begin a line, and blanks, may follow.
                if width > room + squeezed + TOLERANCE {
                    break;
                }
            } else {
                fitting = end;
            }
            let Some(parted) = self.parted[end] else { continue };
            if width > room + TOLERANCE && !self.holds(self.bounds(start, end, room, |engine| engine.word), 1.0) {
                continue;
            }
            if last || width >= FILLED * room {
                taken = true;
                take(end, cost_of(parted));
            } else {
                fallback = Some((end, cost_of(parted)));
            }
        }
        // The next legal place may lie beyond marks that keep together: what was last seen is all there is.
        if !taken {
            let short = (start + 1..=short).rev().find_map(|end| Some((end, cost_of(self.parted[end]?))));
            let (end, cost) = fallback.or(short).unwrap_or((fitting, WITHIN_WORD));
            take(end, cost);
        }
    }

    /// Points for each character with which these programs end the line at `end`: above the first, up to the second.
    /// As [`hold`](super::hold) reckons it, in a moment.
    fn bounds(&self, start: usize, end: usize, room: f64, wanted: impl Fn(&Engine) -> bool) -> (f64, f64) {
        let count = end - start;
        let (mut least, mut most) = (f64::NEG_INFINITY, f64::INFINITY);
        for engine in self.engines.iter().filter(|engine| self.ends(engine, end) && wanted(engine)) {
            let told = |place: usize| !engine.word && self.told[place];
            if end < self.glyphs.len() {
                let next = if told(end) { end + 1 } else { engine.next[end] };
                let blank = room + ROUNDING - self.width(engine, start, next) - self.tracking.min(0.0);
                least = least.max(blank / (next - start - 1).min(count).max(1) as f64);
            }
            let blank = room - ROUNDING - self.width(engine, start, end);
            let rigid = engine.rigid[end - 1] - engine.rigid[start] + usize::from(told(start));
            let places = if blank < 0.0 { (count - 1).saturating_sub(rigid) } else { count };
            most = most.min(blank / places.max(1) as f64);
        }
        (least, most)
    }

    /// Does the program end a line there?
    fn ends(&self, engine: &Engine, end: usize) -> bool {
        engine.may_end[end] || !engine.word && self.told[end]
    }

    /// Is there a spacing within these bounds that is not tighter than so many times what lines may be squeezed?
    fn holds(&self, (least, most): (f64, f64), squeezed: f64) -> bool {
        let breaking = &self.setter.layout.line_breaking;
        let points = (most.min(breaking.widening) / TWIP).floor() * TWIP;
        points >= least && points >= -breaking.narrowing * squeezed
    }

    /// What [`Text::cost`] is not less than, known without asking how the line is held.
    fn least_cost(&self, start: usize, end: usize, room: f64) -> f64 {
        let stretch = self.stretch(start, end, room);
        if end == self.glyphs.len() || stretch < 0.0 { 0.0 } else { cost_of_stretch(stretch) }
    }

    /// By how much of their pitch full-width characters come apart, in shares of what they may.
    fn stretch(&self, start: usize, end: usize, room: f64) -> f64 {
        let slack = room - self.width(&self.engines[0], start, end);
        let gaps = (self.gaps[end - 1] - self.gaps[start]).max(1) as f64;
        slack / gaps / self.pitch / (self.setter.layout.line_breaking.stretch / 100.0)
    }

    fn cost(&self, start: usize, end: usize, room: f64) -> f64 {
        let breaking = &self.setter.layout.line_breaking;
        let width = self.width(&self.engines[0], start, end);
        let all = self.bounds(start, end, room, |_| true);
        let (least, most) = all;
        let squeeze =
            ((width - room) / (end - start).saturating_sub(1).max(1) as f64).max(0.0) / breaking.narrowing.max(TWIP);
        let squeezed = SQUEEZED * squeeze * squeeze;
        if end == self.glyphs.len() {
            return LINE + squeezed + if start > 0 { self.cost_of_last(start, width, room) } else { 0.0 };
        }
        let held = if !self.engines.iter().all(|engine| self.ends(engine, end)) {
            NOT_HELD
        } else if least < 0.0 && most >= 0.0 {
            0.0
        } else if self.holds(all, UNSEEN) {
            HELD
        } else if self.holds(self.bounds(start, end, room, |engine| engine.word), 1.0) {
            HELD_FOR_WORD
        } else {
            NOT_HELD
        };
        let stretch = self.stretch(start, end, room);
        let shape = if stretch >= 0.0 { cost_of_stretch(stretch) } else { squeezed };
        LINE + held + shape
    }

    fn cost_of_last(&self, start: usize, width: f64, room: f64) -> f64 {
        let letters = self.glyphs[start..].iter().filter(|glyph| glyph.letter).count();
        let whole = |place: usize| matches!(self.parted[place], None | Some(Parted::Quantity));
        if letters < self.setter.layout.line_breaking.last_line as usize {
            LONE
        } else if width < room / 4.0 && (start + 1..self.glyphs.len()).all(whole) {
            TOKEN
        } else {
            0.0
        }
    }

    fn lines(&self, ways: &[Option<Way>]) -> Vec<Range<usize>> {
        let mut lines = Vec::new();
        let mut place = self.glyphs.len();
        while place > 0
            && let Some(way) = &ways[place]
        {
            lines.push(way.line.clone());
            place = way.line.start;
        }
        lines.reverse();
        lines
    }
}
