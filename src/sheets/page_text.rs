//! Words of a page's head and foot: `&L&"宋体"&12单位：元&R第 &P 页`.

use crate::base::text_part::TextPart;

/// The words without the codes; each of the three parts is a line.
pub(crate) fn words(code: &str) -> String {
    let mut words = String::new();
    let mut rest = code;
    while let Some(at) = rest.find('&') {
        words.push_str(rest.part(..at));
        let behind = rest.part(at + 1..);
        let Some(sign) = behind.chars().next() else { return words };
        rest = behind.part(sign.len_utf8()..);
        match sign {
            '&' => words.push('&'),
            'L' | 'C' | 'R' => words.push('\n'),
            '"' => rest = rest.split_once('"').map_or("", |(_, rest)| rest),
            // A colour: six digits, or a colour of the theme and its shade.
            'K' => {
                let colour = rest.char_indices().nth(6).map_or(rest.len(), |(at, _)| at);
                rest = rest.part(colour..);
            }
            '0'..='9' => rest = rest.trim_start_matches(|c: char| c.is_ascii_digit()),
            _ => {}
        }
    }
    words + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_no_words() {
        assert_eq!(words("&L&\"宋体,常规\"&12单位：元&R第 &P 页"), "\n单位：元\n第  页");
        assert_eq!((words("&C&K01+000单位：万元"), words("甲&&乙&")), ("\n单位：万元".into(), "甲&乙".into()));
        assert_eq!((words("单位：元"), words("&\"")), ("单位：元".into(), String::new()));
    }
}
