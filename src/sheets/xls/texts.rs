//! Texts: in two bytes a character and with runs of fonts (BIFF8), in the bytes of a code page (BIFF5).

use encoding_rs::Encoding;

use crate::sheets::fault::Fault;
use crate::sheets::limits::MOST_TEXT;

use super::records::word;

/// A text and where in it (in UTF-16) other fonts begin.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Text {
    pub units: Vec<u16>,
    pub fonts: Vec<(u16, u16)>,
}

impl Text {
    pub fn of(text: &str) -> Text {
        Text { units: text.encode_utf16().collect(), fonts: Vec::new() }
    }

    pub fn words(&self) -> String {
        String::from_utf16_lossy(&self.units)
    }
}

/// Bytes that run on from record to record.
pub(super) struct Parts<'a> {
    parts: Vec<&'a [u8]>,
    part: usize,
    at: usize,
}

impl<'a> Parts<'a> {
    pub fn new(parts: Vec<&'a [u8]>, at: usize) -> Parts<'a> {
        Parts { parts, part: 0, at }
    }

    fn here(&self) -> &'a [u8] {
        self.parts.get(self.part).and_then(|part| part.get(self.at..)).unwrap_or_default()
    }

    fn next_part(&mut self) -> Option<()> {
        self.part += 1;
        self.at = 0;
        (self.part < self.parts.len()).then_some(())
    }

    fn byte(&mut self) -> Option<u8> {
        while self.here().is_empty() {
            self.next_part()?;
        }
        let byte = *self.here().first()?;
        self.at += 1;
        Some(byte)
    }

    fn word(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn double_word(&mut self) -> Option<u32> {
        Some(u32::from(self.word()?) | u32::from(self.word()?) << 16)
    }

    fn skip(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > 0 {
            if self.here().is_empty() {
                self.next_part()?;
                continue;
            }
            let now = self.here().len().min(bytes);
            self.at += now;
            bytes -= now;
        }
        Some(())
    }

    /// Where fonts begin, behind a text that does not hold them itself.
    pub fn fonts(&mut self) -> Option<Vec<(u16, u16)>> {
        let count = self.word()?;
        (0..count).map(|_| Some((self.word()?, self.word()?))).collect()
    }

    /// A text of BIFF8: its length, a byte of flags, characters, fonts. Where characters run on, the next record begins
    /// with a byte that says how wide they are.
    pub fn text(&mut self, length_bytes: usize) -> Option<Text> {
        let length = if length_bytes == 1 { usize::from(self.byte()?) } else { usize::from(self.word()?) };
        let mut flags = self.byte()?;
        let fonts = if flags & 8 != 0 { usize::from(self.word()?) } else { 0 };
        let phonetic = if flags & 4 != 0 { usize::try_from(self.double_word()?).ok()? } else { 0 };
        let mut text = Text::default();
        while text.units.len() < length {
            if self.here().is_empty() {
                self.next_part()?;
                flags = self.byte()?;
                continue;
            }
            let unit = if flags & 1 != 0 { self.word()? } else { u16::from(self.byte()?) };
            text.units.push(unit);
        }
        for _ in 0..fonts {
            text.fonts.push((self.word()?, self.word()?));
        }
        self.skip(phonetic)?;
        Some(text)
    }
}

/// The texts that cells share.
///
/// # Errors
/// More of them than the memory should hold.
pub(super) fn shared(parts: Vec<&[u8]>) -> Result<Vec<Text>, Fault> {
    let mut parts = Parts::new(parts, 8);
    let mut texts = Vec::new();
    let mut room = 0u64;
    while let Some(text) = parts.text(2) {
        room += 2 * text.units.len() as u64 + 4 * text.fonts.len() as u64;
        if room > MOST_TEXT {
            return Err(Fault::TooLarge);
        }
        texts.push(text);
    }
    Ok(texts)
}

/// A text of BIFF5: its length, then bytes.
pub(super) fn bytes_text(data: &[u8], at: usize, length_bytes: usize, encoding: &'static Encoding) -> Option<String> {
    let length = if length_bytes == 1 { usize::from(*data.get(at)?) } else { usize::from(word(data, at)?) };
    let start = at + length_bytes;
    let bytes = data.get(start..start + length)?;
    Some(encoding.decode_without_bom_handling(bytes).0.into_owned())
}

/// By the number of a code page. Without one, an office of the mainland has written it.
pub(super) fn encoding(page: u16) -> &'static Encoding {
    match page {
        1200 => encoding_rs::UTF_16LE,
        932 | 10001 => encoding_rs::SHIFT_JIS,
        949 | 10003 => encoding_rs::EUC_KR,
        950 | 10002 => encoding_rs::BIG5,
        65001 => encoding_rs::UTF_8,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1252 | 367 | 32769 => encoding_rs::WINDOWS_1252,
        _ => encoding_rs::GB18030,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_texts_run_on_into_the_next_record() {
        // Two characters a byte each; then four, two of them wide in the next record; then one with a font.
        let first = [0; 8].into_iter().chain([2, 0, 0, b'a', b'b', 4, 0, 0, b'c', b'd']).collect::<Vec<u8>>();
        let second = [1, b'e', 0, b'f', 0, 1, 0, 8, 1, 0, b'g', 3, 0];
        let third = [7, 0];
        let texts = shared(vec![&first, &second, &third]).unwrap_or_default();
        assert_eq!(texts.iter().map(Text::words).collect::<Vec<_>>(), ["ab", "cdef", "g"]);
        assert_eq!(texts[2].fonts, [(3, 7)]);
    }
}
