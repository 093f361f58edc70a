//! The rectangle of a sheet's cells that hold something.

use crate::sheets::fault::Fault;
use crate::sheets::limits::LARGEST_RANGE;
use crate::sheets::sheet::address;

#[derive(Default)]
pub(crate) struct Extent(Option<((u64, u64), (u64, u64))>);

impl Extent {
    pub fn include(&mut self, rows: (u64, u64), columns: (u64, u64)) {
        let (first, last) = self.0.unwrap_or(((rows.0, columns.0), (rows.1, columns.1)));
        let first = (first.0.min(rows.0), first.1.min(columns.0));
        let last = (last.0.max(rows.1), last.1.max(columns.1));
        self.0 = Some((first, last));
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// # Errors
    /// The reader of values would make room for more cells than it should.
    pub fn check(&self, sheet: &str) -> Result<(), Fault> {
        let Some((first, last)) = self.0 else { return Ok(()) };
        let cells = (last.0 - first.0 + 1).saturating_mul(last.1 - first.1 + 1);
        if cells <= LARGEST_RANGE {
            return Ok(());
        }
        let number = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        Err(Fault::FarCell { sheet: sheet.to_string(), cell: address(number(last.0), number(last.1)) })
    }
}
