//! Text files of an office.

use std::ops::Range;

use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use crate::base::characters::is_han;

/// Text of an office: UTF-8, UTF-16, else GB18030.
pub(crate) fn decode_text(bytes: &[u8]) -> Option<String> {
    decoded(bytes).map(|(text, ..)| text)
}

/// The file with these bytes of its text replaced by other words, in its own encoding; `None` where it has no such characters,
/// or where anything else of the file would be written otherwise than it is.
pub(crate) fn with_words(bytes: &[u8], range: Range<usize>, words: &str) -> Option<Vec<u8>> {
    let (text, encoding, mark) = decoded(bytes)?;
    let (mark, body) = bytes.split_at_checked(mark)?;
    let (before, after) = (text.get(..range.start)?, text.get(range.end..)?);
    // Programs that do not know GB18030 know GBK: a file that they can read stays one.
    let encodings = if encoding == GB18030 { vec![GBK, GB18030] } else { vec![encoding] };
    let encoding = encodings.into_iter().find(|encoding| encoded(&text, encoding).is_some())?;
    let [before, words, after] = [before, words, after].map(|part| encoded(part, encoding));
    let (before, words, after) = (before?, words?, after?);
    let stays = before.len() + after.len() <= body.len() && body.starts_with(&before) && body.ends_with(&after);
    stays.then(|| [mark, &before, &words, &after].concat())
}

fn encoded(text: &str, encoding: &'static Encoding) -> Option<Vec<u8>> {
    let units = |bytes: fn(u16) -> [u8; 2]| Some(text.encode_utf16().flat_map(bytes).collect());
    match encoding {
        encoding if encoding == UTF_16LE => units(u16::to_le_bytes),
        encoding if encoding == UTF_16BE => units(u16::to_be_bytes),
        encoding => {
            let (bytes, _, faulty) = encoding.encode(text);
            (!faulty).then(|| bytes.into_owned())
        }
    }
}

/// The text, its encoding, and how many bytes stand before it to mark that.
fn decoded(bytes: &[u8]) -> Option<(String, &'static Encoding, usize)> {
    let marked = Encoding::for_bom(bytes);
    let whole = |encoding: &'static Encoding, mark: usize| {
        let (text, faulty) = encoding.decode_without_bom_handling(bytes.get(mark..)?);
        (!faulty).then(|| (text.into_owned(), encoding, mark))
    };
    match marked {
        Some((encoding, mark)) => whole(encoding, mark),
        None => unmarked_utf16(bytes).or_else(|| whole(UTF_8, 0)).or_else(|| whole(GB18030, 0)),
    }
}

/// UTF-16 without its mark: blanks, commas and ends of lines have a zero byte, which no other text has.
fn unmarked_utf16(bytes: &[u8]) -> Option<(String, &'static Encoding, usize)> {
    if !bytes.contains(&0) {
        return None;
    }
    let decoded = [UTF_16LE, UTF_16BE].into_iter().filter_map(|encoding| {
        let (text, faulty) = encoding.decode_without_bom_handling(bytes);
        let is_text = |c: char| !c.is_control() || c.is_whitespace();
        (!faulty && text.contains('\n') && text.contains([',', '\t', ';', ' ', ':']) && text.chars().all(is_text))
            .then(|| (text.into_owned(), encoding, 0))
    });
    // Read the wrong way round, a text is full of characters of nowhere.
    decoded.max_by_key(|(text, ..)| text.chars().filter(|c| c.is_ascii() || is_han(*c)).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_of_an_office_is_read() {
        let words = "绩效，金额,1\n";
        let utf16 = |unit: fn(u16) -> [u8; 2], mark: [u8; 2]| -> Vec<u8> {
            mark.into_iter().chain(words.encode_utf16().flat_map(unit)).collect()
        };
        let cases = [
            words.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", words.as_bytes()].concat(),
            encoding_rs::GB18030.encode(words).0.into_owned(),
            utf16(u16::to_le_bytes, [0xFF, 0xFE]),
            utf16(u16::to_be_bytes, [0xFE, 0xFF]),
            utf16(u16::to_le_bytes, [0xFF, 0xFE]).split_off(2),
            utf16(u16::to_be_bytes, [0xFE, 0xFF]).split_off(2),
        ];
        for bytes in cases {
            assert_eq!(decode_text(&bytes).as_deref(), Some(words), "{bytes:?}");
            let at = words.find("金额").unwrap();
            let written = with_words(&bytes, at..at + "金额".len(), "资金数").unwrap();
            assert_eq!(decode_text(&written).as_deref(), Some("绩效，资金数,1\n"));
            assert_eq!(with_words(&written, at..at + "资金数".len(), "金额"), Some(bytes), "nothing else changes");
        }
        assert_eq!(decode_text(&[0x81, 0x20, 0xFF]), None);
        // What the file's own programs could not read.
        let gbk = GBK.encode(words).0.into_owned();
        assert_eq!(with_words(&gbk, 0..3, "\u{20000}"), None);
    }
}
