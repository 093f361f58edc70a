//! Text files of an office.

use crate::base::characters::is_han;

/// Text of an office: UTF-8, UTF-16, else GB18030.
pub(crate) fn decode_text(bytes: &[u8]) -> Option<String> {
    let marked = encoding_rs::Encoding::for_bom(bytes).map(|(encoding, length)| (encoding, &bytes[length..]));
    let (encoding, bytes) = marked.unwrap_or((encoding_rs::UTF_8, bytes));
    let whole = |encoding: &'static encoding_rs::Encoding| {
        let (text, faulty) = encoding.decode_without_bom_handling(bytes);
        (!faulty).then(|| text.into_owned())
    };
    if marked.is_none()
        && let Some(text) = unmarked_utf16(bytes)
    {
        return Some(text);
    }
    whole(encoding).or_else(|| marked.is_none().then(|| whole(encoding_rs::GB18030)).flatten())
}

/// UTF-16 without its mark: blanks, commas and ends of lines have a zero byte, which no other text has.
fn unmarked_utf16(bytes: &[u8]) -> Option<String> {
    if !bytes.contains(&0) {
        return None;
    }
    let decoded = [encoding_rs::UTF_16LE, encoding_rs::UTF_16BE].into_iter().filter_map(|encoding| {
        let (text, faulty) = encoding.decode_without_bom_handling(bytes);
        let is_text = |c: char| !c.is_control() || c.is_whitespace();
        (!faulty && text.contains('\n') && text.contains([',', '\t', ';', ' ', ':']) && text.chars().all(is_text))
            .then(|| text.into_owned())
    });
    // Read the wrong way round, a text is full of characters of nowhere.
    decoded.max_by_key(|text| text.chars().filter(|c| c.is_ascii() || is_han(*c)).count())
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
        }
        assert_eq!(decode_text(&[0x81, 0x20, 0xFF]), None);
    }
}
