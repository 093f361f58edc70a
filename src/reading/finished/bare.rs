//! Words as they are compared.

use crate::base::characters;

/// A cell's words as they are seen, without blanks, half width.
pub fn bare(cell: &str) -> String {
    characters::bare(cell)
}
