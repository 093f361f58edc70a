//! Percentages and hidden rows and columns of an .xls or .et (BIFF8, [MS-XLS]).

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::{Cursor, Read};

use crate::sheets::fault::Fault;
use crate::sheets::limits::{MOST_CELLS, MOST_TEXT};

use super::extent::Extent;
use super::sheet_marks::Marks;

/// Old workbooks, and encrypted new ones, are files of this kind: streams in a compound file.
pub(crate) const SIGNATURE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

pub(crate) fn marks(bytes: &[u8]) -> Result<HashMap<String, Marks>, Fault> {
    // Excel wraps an encrypted .xlsx in a compound file with a stream of this name (UTF-16).
    let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(encrypted.len()).any(|window| window == encrypted) {
        return Err(Fault::Encrypted);
    }
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| Fault::Damaged)?;
    // A stream that says it is longer than its file would be read round and round.
    if file.walk().any(|entry| entry.is_stream() && entry.len() > bytes.len() as u64) {
        return Err(Fault::Damaged);
    }
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name)).ok_or(Fault::Damaged)?;
    let mut stream = Vec::new();
    file.open_stream(name).and_then(|mut part| part.read_to_end(&mut stream)).map_err(|_| Fault::Damaged)?;
    workbook(&stream)
}

/// A record: its kind and what it holds. A damaged one ends the stream.
fn records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream;
    std::iter::from_fn(move || {
        let (kind, length) = (word(rest, 0)?, usize::from(word(rest, 2)?));
        let data = rest.get(4..4 + length)?;
        rest = &rest[4 + length..];
        Some((kind, data))
    })
}

fn word(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(data.get(at..at + 2)?.try_into().ok()?))
}

fn double_word(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(data.get(at..at + 4)?.try_into().ok()?))
}

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const SHARED_TEXTS: u16 = 0x00FC;
const CONTINUED: u16 = 0x003C;

fn workbook(stream: &[u8]) -> Result<HashMap<String, Marks>, Fault> {
    let mut percent_formats: HashSet<u16> = HashSet::from([9, 10]);
    let mut styles: Vec<u16> = Vec::new();
    let mut sheets: Vec<(usize, String)> = Vec::new();
    let mut shared: Vec<&[u8]> = Vec::new();
    let mut before = 0;
    for (kind, data) in records(stream) {
        match kind {
            0x002F if word(data, 0) != Some(0) => return Err(Fault::Encrypted),
            0x041E => {
                let shown = unicode(data, 2, 2).unwrap_or_default();
                if let (Some(id), true) = (word(data, 0), shown.split('"').step_by(2).any(|part| part.contains('%'))) {
                    percent_formats.insert(id);
                }
            }
            0x00E0 => styles.push(word(data, 2).unwrap_or_default()),
            0x0085 => {
                let start = double_word(data, 0).and_then(|start| usize::try_from(start).ok());
                sheets.push((start.unwrap_or(usize::MAX), unicode(data, 6, 1).unwrap_or_default()));
            }
            // The texts that cells share, and the records that go on with them.
            SHARED_TEXTS => shared.push(data),
            CONTINUED if before == SHARED_TEXTS => {
                shared.push(data);
                continue;
            }
            EOF => break,
            _ => {}
        }
        before = kind;
    }
    let percent: Vec<bool> = styles.iter().map(|format| percent_formats.contains(format)).collect();
    let mut found = HashMap::new();
    let mut room = Room { lengths: SharedTexts { parts: shared, at: 8 }.collect(), ..Room::default() };
    for (start, name) in sheets {
        let marks = sheet(stream.get(start..).unwrap_or_default(), &name, &percent, &mut room)?;
        found.insert(name, marks);
    }
    Ok(found)
}

/// What the whole workbook makes the reader of values hold.
#[derive(Default)]
struct Room {
    /// Characters of each of the texts that cells share.
    lengths: Vec<u16>,
    cells: u64,
    text: u64,
}

impl Room {
    fn add(&mut self, shared: Option<u32>) -> Result<(), Fault> {
        self.cells += 1;
        if let Some(shared) = shared {
            // A character may take three bytes.
            let length = usize::try_from(shared).ok().and_then(|index| self.lengths.get(index));
            self.text += 3 * u64::from(length.copied().unwrap_or(u16::MAX));
        }
        if self.cells > MOST_CELLS || self.text > MOST_TEXT { Err(Fault::TooLarge) } else { Ok(()) }
    }
}

/// The lengths of the shared texts. They run on from record to record; where characters do, the next record begins
/// with a byte that says how wide they are.
struct SharedTexts<'a> {
    parts: Vec<&'a [u8]>,
    at: usize,
}

impl SharedTexts<'_> {
    fn skip(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > 0 {
            let left = self.parts.first()?.len().saturating_sub(self.at);
            let now = left.min(bytes);
            self.at += now;
            bytes -= now;
            if bytes > 0 {
                self.next_part()?;
            }
        }
        Some(())
    }

    fn next_part(&mut self) -> Option<()> {
        self.at = 0;
        if self.parts.is_empty() {
            return None;
        }
        self.parts.remove(0);
        (!self.parts.is_empty()).then_some(())
    }
}

impl Iterator for SharedTexts<'_> {
    type Item = u16;

    fn next(&mut self) -> Option<u16> {
        if self.parts.first()?.len() <= self.at {
            self.next_part()?;
        }
        let part = *self.parts.first()?;
        let (length, mut flags) = (word(part, self.at)?, *part.get(self.at + 2)?);
        self.at += 3;
        let (formatted, phonetic) = (flags & 8 != 0, flags & 4 != 0);
        let mut extra = 0;
        if formatted {
            extra += 4 * usize::from(word(part, self.at)?);
            self.at += 2;
        }
        if phonetic {
            extra += usize::try_from(double_word(part, self.at)?).ok()?;
            self.at += 4;
        }
        let mut left = usize::from(length);
        while left > 0 {
            let width = if flags & 1 != 0 { 2 } else { 1 };
            let here = self.parts.first()?.len().saturating_sub(self.at) / width;
            let now = here.min(left);
            self.at += now * width;
            left -= now;
            if left > 0 {
                self.next_part()?;
                flags = *self.parts.first()?.first()?;
                self.at = 1;
            }
        }
        self.skip(extra)?;
        Some(length)
    }
}

fn sheet(stream: &[u8], name: &str, percent: &[bool], room: &mut Room) -> Result<Marks, Fault> {
    let mut marks = Marks::default();
    let mut extent = Extent::default();
    let mut depth = 0u32;
    for (kind, data) in records(stream) {
        // A chart on the sheet is a stream within the stream; its cells are not the sheet's.
        match kind {
            BOF => depth += 1,
            EOF if depth <= 1 => break,
            EOF => depth -= 1,
            _ if depth > 1 => {}
            0x0200 => dimensions(data)?,
            0x0208 if word(data, 12).is_some_and(|flags| flags & 0x20 != 0) => {
                marks.hidden_rows.extend(word(data, 0).map(u32::from));
            }
            0x007D if word(data, 8).is_some_and(|flags| flags & 1 != 0) => {
                if let (Some(first), Some(last)) = (word(data, 0), word(data, 2)) {
                    marks.hidden_columns.extend(u32::from(first)..=u32::from(last.min(0xFF)));
                }
            }
            // Number, label, formatted label, truth, RK, shared text, formula.
            0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x027E | 0x00FD | 0x0006 => {
                let (Some(row), Some(column), Some(style)) = (word(data, 0), word(data, 2), word(data, 4)) else {
                    continue;
                };
                room.add(if kind == 0x00FD { double_word(data, 6) } else { None })?;
                cell(row, column, style, percent, &mut marks.percentages, &mut extent);
            }
            // Several RK numbers side by side.
            0x00BD => {
                let (Some(row), Some(first)) = (word(data, 0), word(data, 2)) else { continue };
                let styles = data.get(4..data.len().saturating_sub(2)).unwrap_or_default().chunks_exact(6);
                for (column, one) in (first..).zip(styles) {
                    room.add(None)?;
                    let style = word(one, 0).unwrap_or_default();
                    cell(row, column, style, percent, &mut marks.percentages, &mut extent);
                }
            }
            _ => {}
        }
    }
    extent.check(name)?;
    Ok(marks)
}

fn cell(
    row: u16,
    column: u16,
    style: u16,
    percent: &[bool],
    percentages: &mut BTreeSet<(u32, u32)>,
    extent: &mut Extent,
) {
    let (row, column) = (u32::from(row), u32::from(column));
    extent.include((row.into(), row.into()), (column.into(), column.into()));
    if percent.get(usize::from(style)) == Some(&true) {
        percentages.insert((row, column));
    }
}

/// The reader of values makes room for as many cells as this record says; a sheet has 65,536 rows and 256 columns.
fn dimensions(data: &[u8]) -> Result<(), Fault> {
    let sides = match data.len() {
        10 => word(data, 2).map(u32::from).zip(word(data, 6)),
        _ => double_word(data, 4).zip(word(data, 10)),
    };
    match sides {
        Some((rows, columns)) if rows > 1 << 16 || columns > 1 << 8 => Err(Fault::Damaged),
        _ => Ok(()),
    }
}

/// A text of BIFF8: its length, a byte that says whether characters take two bytes, then they.
fn unicode(data: &[u8], at: usize, length_bytes: usize) -> Option<String> {
    let length = match length_bytes {
        1 => usize::from(*data.get(at)?),
        _ => usize::from(word(data, at)?),
    };
    let at = at + length_bytes;
    let wide = data.get(at)? & 1 != 0;
    let units: Vec<u16> = if wide {
        data.get(at + 1..at + 1 + 2 * length)?
            .chunks_exact(2)
            .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
            .collect()
    } else {
        data.get(at + 1..at + 1 + length)?.iter().map(|byte| u16::from(*byte)).collect()
    };
    Some(String::from_utf16_lossy(&units))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_texts_run_on_into_the_next_record() {
        // Two characters a byte each; then four, two of them wide in the next record; then one with 4 bytes of format.
        let first = [0; 8].into_iter().chain([2, 0, 0, b'a', b'b', 4, 0, 0, b'c', b'd']).collect::<Vec<u8>>();
        let second = [1, b'e', 0, b'f', 0, 1, 0, 8, 1, 0, b'g', 9, 9];
        let third = [9, 9];
        let lengths: Vec<u16> = SharedTexts { parts: vec![&first, &second, &third], at: 8 }.collect();
        assert_eq!(lengths, [2, 4, 1]);
    }
}
