//! Codes of a font to text and widths.

use std::collections::BTreeMap;

use encoding_rs::{Encoding, GBK, UTF_16BE, WINDOWS_1252};
use lopdf::{Dictionary, Document, Object};

use super::character_map::character_map;
use super::dictionary::name_of;

pub(super) struct Font {
    unicode: BTreeMap<u32, String>,
    codes: Codes,
    /// By code, in thousandths of the size.
    widths: BTreeMap<u32, f64>,
    usual_width: f64,
}

/// How codes are cut, and what they stand for where the font has no map.
#[derive(Clone, Copy, PartialEq)]
enum Codes {
    /// One byte each, letters of Western Europe.
    Single,
    /// Two bytes each; nobody knows what for.
    Double,
    /// In an encoding that has a name; one or two bytes.
    Named(&'static Encoding),
}

/// What was shown at once.
pub(super) struct Shown {
    pub text: String,
    /// In thousandths of the size.
    pub width: f64,
    pub codes: usize,
    /// Blanks, which may be wider.
    pub blanks: usize,
    pub unknown: bool,
}

impl Font {
    pub fn of(document: &Document, dictionary: &Dictionary) -> Font {
        let map = dictionary.get_deref(b"ToUnicode", document).and_then(Object::as_stream).ok();
        let map = map.and_then(|stream| stream.get_plain_content().ok()).unwrap_or_default();
        let composite = name_of(dictionary, b"Subtype") == "Type0";
        let encoding = name_of(dictionary, b"Encoding");
        let codes = match () {
            () if !composite => Codes::Single,
            () if encoding.starts_with("GBK") || encoding.starts_with("GB-EUC") => Codes::Named(GBK),
            () if encoding.starts_with("UniGB-U") => Codes::Named(UTF_16BE),
            () => Codes::Double,
        };
        let mut unicode = character_map(&String::from_utf8_lossy(&map));
        let mut widths = BTreeMap::new();
        let mut usual_width = 1000.0;
        if composite {
            let descendant = dictionary.get_deref(b"DescendantFonts", document).and_then(Object::as_array).ok();
            let descendant = descendant.and_then(|list| document.dereference(list.first()?).ok()?.1.as_dict().ok());
            if let Some(descendant) = descendant {
                usual_width = number(descendant.get_deref(b"DW", document).ok()).unwrap_or(1000.0);
                if let Ok(list) = descendant.get_deref(b"W", document).and_then(Object::as_array) {
                    read_widths(document, list, &mut widths);
                }
            }
        } else {
            let first = number(dictionary.get_deref(b"FirstChar", document).ok()).unwrap_or(0.0) as u32;
            let list = dictionary.get_deref(b"Widths", document).and_then(Object::as_array).ok();
            let list = list.into_iter().flatten().map(|width| number(document.dereference(width).ok().map(|(_, o)| o)));
            widths.extend((first..).zip(list).filter_map(|(code, width)| Some((code, width?))));
            usual_width = 500.0;
            if let Ok(encoding) = dictionary.get_deref(b"Encoding", document).and_then(Object::as_dict) {
                named_glyphs(document, encoding, &mut unicode);
            }
        }
        Font { unicode, codes, widths, usual_width }
    }

    pub fn decode(&self, bytes: &[u8]) -> Shown {
        let mut shown = Shown { text: String::new(), width: 0.0, codes: 0, blanks: 0, unknown: false };
        let mut rest = bytes;
        while let Some(&first) = rest.first() {
            let length = match self.codes {
                Codes::Single => 1,
                Codes::Named(encoding) if encoding == GBK && first < 0x80 => 1,
                _ => 2,
            };
            let (bytes, after) = rest.split_at(length.min(rest.len()));
            rest = after;
            let code = bytes.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
            match self.unicode.get(&code) {
                Some(words) => shown.text.push_str(words),
                None => match self.codes {
                    Codes::Single => shown.text.push_str(&WINDOWS_1252.decode_without_bom_handling(bytes).0),
                    Codes::Named(encoding) => shown.text.push_str(&encoding.decode_without_bom_handling(bytes).0),
                    Codes::Double => {
                        shown.text.push(char::REPLACEMENT_CHARACTER);
                        shown.unknown = true;
                    }
                },
            }
            let is_narrow = matches!(self.codes, Codes::Named(_)) && code < 0x80;
            let usual = if is_narrow { self.usual_width / 2.0 } else { self.usual_width };
            shown.width += self.widths.get(&code).copied().unwrap_or(usual);
            shown.codes += 1;
            shown.blanks += usize::from(length == 1 && code == 32);
        }
        shown
    }
}

fn number(object: Option<&Object>) -> Option<f64> {
    object?.as_float().ok().map(f64::from)
}

/// first [width width …] or first last width.
fn read_widths(document: &Document, list: &[Object], widths: &mut BTreeMap<u32, f64>) {
    let mut rest = list.iter().filter_map(|object| document.dereference(object).ok().map(|(_, object)| object));
    while let (Some(first), Some(second)) = (number(rest.next()), rest.next()) {
        let first = first.max(0.0) as u32;
        if let Ok(own) = second.as_array() {
            widths.extend((first..).zip(own.iter().map(|width| number(Some(width)).unwrap_or(1000.0))));
        } else {
            let last = number(Some(second)).unwrap_or_default().clamp(0.0, 65535.0) as u32;
            let Some(width) = number(rest.next()) else { return };
            widths.extend((first..=last).map(|code| (code, width)));
        }
    }
}

/// `Differences`: glyphs by name.
fn named_glyphs(document: &Document, encoding: &Dictionary, unicode: &mut BTreeMap<u32, String>) {
    let Ok(list) = encoding.get_deref(b"Differences", document).and_then(Object::as_array) else { return };
    let mut code = 0u32;
    for entry in list {
        match entry {
            Object::Name(name) => {
                if let Some(character) = glyph(&String::from_utf8_lossy(name)) {
                    unicode.entry(code).or_insert_with(|| character.to_string());
                }
                code = code.saturating_add(1);
            }
            number => code = number.as_i64().ok().and_then(|code| u32::try_from(code).ok()).unwrap_or(code),
        }
    }
}

fn glyph(name: &str) -> Option<char> {
    const NAMES: [(&str, char); 32] = [
        ("space", ' '),
        ("zero", '0'),
        ("one", '1'),
        ("two", '2'),
        ("three", '3'),
        ("four", '4'),
        ("five", '5'),
        ("six", '6'),
        ("seven", '7'),
        ("eight", '8'),
        ("nine", '9'),
        ("period", '.'),
        ("comma", ','),
        ("hyphen", '-'),
        ("minus", '-'),
        ("percent", '%'),
        ("parenleft", '('),
        ("parenright", ')'),
        ("colon", ':'),
        ("semicolon", ';'),
        ("slash", '/'),
        ("plus", '+'),
        ("equal", '='),
        ("greaterequal", '≥'),
        ("lessequal", '≤'),
        ("multiply", '×'),
        ("divide", '÷'),
        ("quotedblleft", '“'),
        ("quotedblright", '”'),
        ("endash", '–'),
        ("emdash", '—'),
        ("bullet", '•'),
    ];
    let code = || u32::from_str_radix(name.strip_prefix("uni").or_else(|| name.strip_prefix('u'))?.get(..4)?, 16).ok();
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => Some(letter),
        _ => NAMES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c).or_else(|| char::from_u32(code()?)),
    }
}
