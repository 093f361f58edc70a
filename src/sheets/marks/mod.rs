//! What a workbook says of its cells besides their values, and the reader of values does not tell: which are shown as
//! percentages, which rows and columns are hidden. On the way it is seen whether reading the values would fill the
//! memory: these passes hold one element or record at a time.

mod ods;
mod xls;
mod xlsx;

use std::collections::{BTreeSet, HashMap};
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::fault::Fault;
use super::sheet::{Area, Position, address};

/// Of one sheet; rows and columns count from 0.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Marks {
    pub percentages: BTreeSet<Position>,
    pub hidden_rows: BTreeSet<u32>,
    pub hidden_columns: BTreeSet<u32>,
    /// Where the reader of values does not tell them.
    pub merges: Vec<Area>,
}

/// Bytes of all parts together; the largest honest workbook (a million rows) stays below.
pub(crate) const LARGEST: u64 = 512 << 20;
/// Cells of a workbook that hold something. A table of this report has some thousands.
pub(crate) const MOST_CELLS: u64 = 5_000_000;
/// Cells from the first to the last that holds something, where the reader of values makes room for all of them.
const LARGEST_RANGE: u64 = 8_000_000;
/// Bytes of all texts together.
pub(crate) const MOST_TEXT: u64 = 256 << 20;
/// Excel has no more columns.
const LAST_COLUMN: u32 = 16_383;

/// The marks of each sheet by its name; none where the format tells nothing more.
///
/// # Errors
/// A password, more than the memory should hold, damage that would keep the reader of values busy for ever.
pub(crate) fn marks(bytes: &[u8]) -> Result<HashMap<String, Marks>, Fault> {
    if bytes.starts_with(&xls::SIGNATURE) {
        return xls::marks(bytes);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::Damaged)?;
    check_sizes(&mut archive, bytes.len())?;
    if archive.index_for_name("content.xml").is_some() {
        return ods::marks(&mut archive);
    }
    xlsx::check_shared_texts(&mut archive)?;
    Ok(xlsx::marks(&mut archive).unwrap_or_default())
}

/// A zipped part can say that it is small and unpack to a thousand times its length.
fn check_sizes(archive: &mut ZipArchive<Cursor<&[u8]>>, packed: usize) -> Result<(), Fault> {
    const MOST_PER_BYTE: u64 = 1032;
    let stated = |archive: &mut ZipArchive<Cursor<&[u8]>>| {
        (0..archive.len())
            .filter_map(|index| Some(archive.by_index_raw(index).ok()?.size()))
            .fold(0, u64::saturating_add)
    };
    if stated(archive) > LARGEST {
        return Err(Fault::TooLarge);
    }
    if (packed as u64).saturating_mul(MOST_PER_BYTE) <= LARGEST {
        return Ok(());
    }
    let mut unpacked = 0;
    let mut buffer = vec![0; 1 << 16];
    for index in 0..archive.len() {
        let Ok(mut part) = archive.by_index(index) else { continue };
        // A part that breaks off is for the reader of values to complain about.
        while let Ok(length @ 1..) = part.read(&mut buffer) {
            unpacked += length as u64;
            if unpacked > LARGEST {
                return Err(Fault::TooLarge);
            }
        }
    }
    Ok(())
}

/// The rectangle of a sheet's cells that hold something.
#[derive(Default)]
struct Extent(Option<((u64, u64), (u64, u64))>);

impl Extent {
    fn include(&mut self, rows: (u64, u64), columns: (u64, u64)) {
        let (first, last) = self.0.unwrap_or(((rows.0, columns.0), (rows.1, columns.1)));
        let first = (first.0.min(rows.0), first.1.min(columns.0));
        let last = (last.0.max(rows.1), last.1.max(columns.1));
        self.0 = Some((first, last));
    }

    /// # Errors
    /// The reader of values would make room for more cells than it should.
    fn check(&self, sheet: &str) -> Result<(), Fault> {
        let Some((first, last)) = self.0 else { return Ok(()) };
        let cells = (last.0 - first.0 + 1).saturating_mul(last.1 - first.1 + 1);
        if cells <= LARGEST_RANGE {
            return Ok(());
        }
        let number = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        Err(Fault::FarCell { sheet: sheet.to_string(), cell: address(number(last.0), number(last.1)) })
    }
}
