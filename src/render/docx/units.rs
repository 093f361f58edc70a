//! Lengths as Word counts them.

use crate::document::layout::MM_PER_PT;

/// Points to twentieths.
pub fn twips(points: f64) -> i64 {
    (points * 20.0).round() as i64
}

/// Millimetres to twentieths of a point.
pub fn mm(millimetres: f64) -> i64 {
    twips(millimetres / MM_PER_PT)
}
