//! Text files of an office, and tables kept in them: .csv.

use std::sync::Arc;

use super::fault::Fault;
use super::sheet::{CellValue, Cells, Sheet};

/// Text of an office: UTF-8, UTF-16 with its mark, else GB18030.
pub(crate) fn decode_text(bytes: &[u8]) -> Option<String> {
    let marked = encoding_rs::Encoding::for_bom(bytes).map(|(encoding, length)| (encoding, &bytes[length..]));
    let (encoding, bytes) = marked.unwrap_or((encoding_rs::UTF_8, bytes));
    let whole = |encoding: &'static encoding_rs::Encoding| {
        let (text, faulty) = encoding.decode_without_bom_handling(bytes);
        (!faulty).then(|| text.into_owned())
    };
    whole(encoding).or_else(|| marked.is_none().then(|| whole(encoding_rs::GB18030)).flatten())
}

/// A table of text fields, separated by commas, semicolons or tabs.
pub(crate) fn open_csv(file: &Arc<str>, text: &str) -> Result<Vec<Sheet>, Fault> {
    // What no text has: the file is something else.
    if text.contains('\0') {
        return Err(Fault::Damaged);
    }
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    // The separator that the first line has most of.
    let separator = [',', '\t', ';'].into_iter().rev().max_by_key(|separator| first.matches(*separator).count());
    let separator = u8::try_from(separator.unwrap_or(',')).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut cells = Cells::new();
    for (row, record) in (0u32..).zip(reader.records()) {
        let record = record.map_err(|_| Fault::Damaged)?;
        for (column, field) in (0u32..).zip(record.iter()) {
            if let Some(value) = CellValue::typed(field) {
                cells.entry(row).or_default().insert(column, value);
            }
        }
    }
    Ok(vec![Sheet::new(file, "", cells)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_of_an_office_is_read() {
        let words = "绩效，金额";
        let utf16 = |unit: fn(u16) -> [u8; 2], mark: [u8; 2]| -> Vec<u8> {
            mark.into_iter().chain(words.encode_utf16().flat_map(unit)).collect()
        };
        let cases = [
            words.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", words.as_bytes()].concat(),
            encoding_rs::GB18030.encode(words).0.into_owned(),
            utf16(u16::to_le_bytes, [0xFF, 0xFE]),
            utf16(u16::to_be_bytes, [0xFE, 0xFF]),
        ];
        for bytes in cases {
            assert_eq!(decode_text(&bytes).as_deref(), Some(words), "{bytes:?}");
        }
        assert_eq!(decode_text(&[0x81, 0x20, 0xFF]), None);
    }
}
