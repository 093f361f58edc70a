//! What a workbook may hold: more would fill the memory.

/// Bytes of all parts together; the largest honest workbook (a million rows) stays below.
pub(crate) const LARGEST: u64 = 512 << 20;
/// Cells of a workbook that hold something. A table of this report has some thousands.
pub(crate) const MOST_CELLS: u64 = 5_000_000;
/// Bytes of all texts together.
pub(crate) const MOST_TEXT: u64 = 256 << 20;
/// Excel has no more columns.
pub(crate) const LAST_COLUMN: u32 = 16_383;
