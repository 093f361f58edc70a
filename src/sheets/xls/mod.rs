//! .xls and .et of Excel 5 to 2003 (BIFF5 and BIFF8, [MS-XLS]): cells as they are shown, from one pass over the stream.

mod cells;
mod formula;
mod globals;
mod protection;
mod records;
mod texts;

use std::io::{Cursor, Read};
use std::sync::Arc;

use super::fault::Fault;
use super::gathered::Room;
use super::sheet::Sheet;
use globals::Globals;
use records::word;

/// The first record of Excel 2, 3 and 4, which stand in no compound file.
const TOO_OLD: [u16; 3] = [0x0009, 0x0209, 0x0409];

/// A sheet by itself, as Excel 2 to 4 wrote them.
pub(crate) fn is_too_old(bytes: &[u8]) -> bool {
    let (kind, length, sheet) = (word(bytes, 0), word(bytes, 2), word(bytes, 6));
    let fits = length.is_some_and(|length| (4..=16).contains(&length)) && sheet.is_some_and(|sheet| sheet <= 0x0100);
    fits && kind.is_some_and(|kind| TOO_OLD.contains(&kind))
}

/// The sheets, and whether the file holds macros.
///
/// # Errors
/// A password, a version before Excel 5, damage, more than the memory should hold.
pub(crate) fn open(file: &Arc<str>, bytes: &[u8]) -> Result<(Vec<Sheet>, bool), Fault> {
    let stream = protection::without_default_password(stream(bytes)?)?;
    let globals = Globals::read(&stream)?;
    let mut room = Room::default();
    let mut sheets = Vec::new();
    for listed in &globals.sheets {
        let part = stream.get(listed.start..).unwrap_or_default();
        let mut gathered = cells::read(part, &globals, &mut room)?;
        gathered.hidden = listed.hidden;
        sheets.push(gathered.into_sheet(file, &listed.name)?);
    }
    Ok((sheets, holds(bytes, "_VBA_PROJECT")))
}

/// Names of streams stand in UTF-16.
fn holds(bytes: &[u8], name: &str) -> bool {
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

fn stream(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    // Excel wraps an encrypted .xlsx in a compound file with a stream of this name.
    let broken = || if holds(bytes, "EncryptedPackage") { Fault::Encrypted } else { Fault::Damaged };
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| broken())?;
    // A stream that says it is longer than its file would be read round and round.
    if file.walk().any(|entry| entry.is_stream() && entry.len() > bytes.len() as u64) {
        return Err(Fault::Damaged);
    }
    if file.is_stream("/WordDocument") {
        return Err(Fault::OtherKind { what: " Word 文件（.doc）" });
    }
    if file.is_stream("/PowerPoint Document") {
        return Err(Fault::OtherKind { what: " PowerPoint 文件（.ppt）" });
    }
    // Excel 97 also saves for Excel 95, with both streams.
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name)).ok_or(Fault::Damaged)?;
    let mut stream = Vec::new();
    file.open_stream(name).and_then(|mut part| part.read_to_end(&mut stream)).map_err(|_| Fault::Damaged)?;
    Ok(stream)
}
