//! The bounds of numbers, and the one way to show them.

use rust_decimal::Decimal;

/// Every number that enters is smaller than this in magnitude and has at most `MAX_SCALE` decimals (the
/// readers refuse others), so sums over any workbook stay far inside what a `Decimal` holds.
pub const MAX_MAGNITUDE: i64 = 1_000_000_000_000_000;
const MAX_SCALE: u32 = 8;

/// The bounds that [`MAX_MAGNITUDE`] promises to the rest of the program.
pub(crate) fn within_bounds(number: Decimal) -> bool {
    number.abs() < Decimal::from(MAX_MAGNITUDE) && number.normalize().scale() <= MAX_SCALE
}

/// The shortest text of a number: 10930, 29442.78; no thousands separators, no trailing zeros, never `-0`.
pub fn plain(value: Decimal) -> String {
    let value = value.normalize();
    if value.is_zero() { "0".to_string() } else { value.to_string() }
}
