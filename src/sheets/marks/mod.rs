//! What an .ods says of its cells besides their values, and calamine does not tell: which are shown as
//! percentages, which rows and columns are hidden. On the way it is seen whether reading the values would fill the
//! memory: these passes hold one element or record at a time.

mod archive;
mod extent;
mod ods;
pub(super) mod sheet_marks;

use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::fault::Fault;
use super::limits::LARGEST;
use archive::Archive;
use sheet_marks::Marks;

/// The marks of each sheet by its name; none where the format tells nothing more.
///
/// # Errors
/// A password, more than the memory should hold, damage that would keep the reader of values busy for ever.
pub(crate) fn marks(bytes: &[u8]) -> Result<HashMap<String, Marks>, Fault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::Damaged)?;
    ods::marks(&mut archive)
}

/// A zipped part can say that it is small and unpack to a thousand times its length.
///
/// # Errors
/// More than the memory should hold, or no archive at all.
pub(crate) fn check_sizes(bytes: &[u8]) -> Result<(), Fault> {
    const MOST_PER_BYTE: u64 = 1032;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::Damaged)?;
    let (archive, packed) = (&mut archive, bytes.len());
    let stated = |archive: &mut Archive<'_>| {
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
