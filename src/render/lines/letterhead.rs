//! Where a letter's red head and foot stand (GB/T 9704-2012, 10.1).

use crate::document::layout::{Layout, MM_PER_PT};
use crate::document::{Paragraph, Style};

use super::measure::SIZE_STEP;
use super::setter::LineSetter;

/// Word draws the light rule of a double one, and the blank between the two, in this weight: points.
const LIGHT: f64 = 0.75;

/// Lengths in points from the type area's top left corner; what stands above or to the left of it is negative.
#[derive(Debug, Clone, PartialEq)]
pub struct LetterHead {
    pub left: f64,
    pub width: f64,
    /// Top of 发文机关标志.
    pub mark: f64,
    /// The double rule below it: heavy, then light.
    pub rules: [HorizontalRule; 2],
    /// Where the text begins.
    pub text: f64,
    /// The double rule at the page's foot: light, then heavy.
    pub foot: [HorizontalRule; 2],
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HorizontalRule {
    pub top: f64,
    pub weight: f64,
}

impl LetterHead {
    /// `pitch`: the height of 发文机关标志.
    pub fn new(layout: &Layout, pitch: f64) -> LetterHead {
        let (page, look) = (&layout.portrait, &layout.letter);
        let points = |millimetres: f64| millimetres / MM_PER_PT;
        let mark = points(look.top - page.top);
        let heavy = mark + pitch + points(look.rule_below);
        let light = heavy + look.heavy + LIGHT;
        // The distance is to the characters, which stand in the middle of their line.
        let body = layout.style(Style::Body).size;
        let text = light + LIGHT + look.text_below * body - (layout.grid.line_pitch - body) / 2.0;
        let bottom = points(page.height - page.top - look.foot);
        LetterHead {
            left: points((page.width - look.rule_length) / 2.0 - page.left),
            width: points(look.rule_length),
            mark,
            rules: [HorizontalRule { top: heavy, weight: look.heavy }, HorizontalRule { top: light, weight: LIGHT }],
            text: text.max(0.0),
            foot: [
                HorizontalRule { top: bottom - look.heavy - 2.0 * LIGHT, weight: LIGHT },
                HorizontalRule { top: bottom - look.heavy, weight: look.heavy },
            ],
        }
    }
}

impl LineSetter<'_> {
    /// A mark longer than the rule below it is shrunk to the rule's length.
    pub(super) fn fit_mark(&self, paragraph: &mut Paragraph) {
        if paragraph.style == Style::LetterMark {
            let room = self.layout.letter.rule_length / MM_PER_PT;
            let (size, width) = (self.layout.style(Style::LetterMark).size, self.natural_width(paragraph));
            if width > room {
                paragraph.size = Some((size * room / width / SIZE_STEP).floor() * SIZE_STEP);
            }
        }
    }
}
