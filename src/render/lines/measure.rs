//! Lengths that lines are set by.

use crate::document::layout::Align;

/// What of a paragraph's look its lines depend on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    /// From the column's left edge to the right indent.
    pub(super) width: f64,
    pub(super) size: f64,
    pub(super) tracking: f64,
    /// Of the first line and of all lines.
    pub(super) first: f64,
    pub(super) left: f64,
    pub(super) align: Align,
}

impl Measure {
    pub(super) fn justified(&self) -> bool {
        self.align == Align::Justify
    }

    /// What the indents leave of a line.
    pub(super) fn room(&self, first: bool) -> f64 {
        self.width - self.left - if first { self.first } else { 0.0 }
    }
}

/// What rounding may make a line seem longer, in points.
pub(super) const TOLERANCE: f64 = 0.01;

/// Sizes are tried in these steps, in points: what Word offers.
pub(super) const SIZE_STEP: f64 = 0.5;
