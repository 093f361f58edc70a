//! ToUnicode maps: what the codes of a font stand for.

use std::collections::BTreeMap;

/// The `bfchar` and `bfrange` entries of a ToUnicode map.
pub(super) fn character_map(map: &str) -> BTreeMap<u32, String> {
    let mut found = BTreeMap::new();
    let sections = |begin: &'static str, end: &'static str| {
        map.split(begin).skip(1).filter_map(move |rest| Some(rest.split(end).next()?.to_string())).collect::<Vec<_>>()
    };
    let code = |token: &str| u32::from_str_radix(token, 16).ok();
    for section in sections("beginbfchar", "endbfchar") {
        for pair in hexadecimals(&section).chunks_exact(2) {
            if let Some(code) = code(&pair[0]) {
                found.insert(code, utf16(&pair[1]));
            }
        }
    }
    for section in sections("beginbfrange", "endbfrange") {
        let mut rest = section.as_str();
        // <first> <last> <text>, or <first> <last> [<text> …]
        while let Some((first, after)) = hexadecimal(rest) {
            let Some((last, after)) = hexadecimal(after) else { break };
            let (Some(first), Some(last)) = (code(first), code(last)) else { break };
            let after = after.trim_start();
            if let Some(list) = after.strip_prefix('[') {
                let (list, after) = list.split_once(']').unwrap_or((list, ""));
                found.extend((first..).zip(hexadecimals(list).iter().map(|text| utf16(text))));
                rest = after;
            } else {
                let Some((text, after)) = hexadecimal(after) else { break };
                let text: Vec<char> = utf16(text).chars().collect();
                if let Some((end, start)) = text.split_last() {
                    for (offset, code) in (first..=last.min(first.saturating_add(0xFFFF))).enumerate() {
                        let character = char::from_u32(u32::from(*end) + u32::try_from(offset).unwrap_or_default());
                        found.insert(code, start.iter().copied().chain(character).collect());
                    }
                }
                rest = after;
            }
        }
    }
    found
}

/// The next <…> and what follows it.
fn hexadecimal(text: &str) -> Option<(&str, &str)> {
    text.split_once('<')?.1.split_once('>')
}

fn hexadecimals(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((token, after)) = hexadecimal(rest) {
        found.push(token.split_whitespace().collect());
        rest = after;
    }
    found
}

fn utf16(hexadecimal: &str) -> String {
    let digits: Vec<u32> = hexadecimal.chars().filter_map(|c| c.to_digit(16)).collect();
    let units: Vec<u16> =
        digits.chunks_exact(4).map(|four| four.iter().fold(0, |unit, digit| unit << 4 | *digit as u16)).collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn character_maps_are_read_in_all_their_forms() {
        let map = character_map(
            "1 beginbfchar <0001> <4E00> endbfchar 2 beginbfrange\n<0002> <0004> <4E8C>\n<05> <06> [<0041> <00420043>] endbfrange",
        );
        let read: Vec<(u32, &str)> = map.iter().map(|(code, text)| (*code, text.as_str())).collect();
        assert_eq!(read, [(1, "一"), (2, "二"), (3, "亍"), (4, "于"), (5, "A"), (6, "BC")]);
    }
}
