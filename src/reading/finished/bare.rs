//! Words as they are compared.

use crate::base::characters::half_width;

/// A cell's words without blanks, half width.
pub fn bare(cell: &str) -> String {
    cell.chars().map(half_width).filter(|c| !c.is_whitespace()).collect()
}
