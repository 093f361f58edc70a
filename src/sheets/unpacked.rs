//! What a zipped file unpacks to.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::fault::Fault;
use super::limits::LARGEST;

/// A zipped part can say that it is small and unpack to a thousand times its length.
///
/// # Errors
/// More than the memory should hold, or no archive at all.
pub(crate) fn check_sizes(bytes: &[u8]) -> Result<(), Fault> {
    const MOST_PER_BYTE: u64 = 1032;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::Damaged)?;
    let (archive, packed) = (&mut archive, bytes.len());
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
