//! Numbers in Chinese numerals.

pub(crate) fn is_chinese_numeral(character: char) -> bool {
    "零〇一二两三四五六七八九十百千万".contains(character)
}

/// 一、甲: the words as the section of this index, from 0.
pub(crate) fn numbered(index: usize, words: &str) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = ((index + 1) / 10, (index + 1) % 10);
    let tens = match tens {
        0 => String::new(),
        1 => "十".to_string(),
        tens => format!("{}十", DIGITS.get(tens).unwrap_or(&"…")),
    };
    format!("{tens}{}、{words}", DIGITS[ones])
}

/// 八十五, 一百二十, 三点五, 壹亿零玖佰叁拾万; `None` for what is no number.
pub(crate) fn chinese_number(text: &str) -> Option<u64> {
    let text = text.split('点').next()?;
    let digit = |character: char| {
        let plain = || "零一二三四五六七八九".chars().position(|c| c == character);
        let capital = || "零壹贰叁肆伍陆柒捌玖".chars().position(|c| c == character);
        plain().or_else(capital).or(match character {
            '〇' => Some(0),
            '两' => Some(2),
            _ => None,
        })
    };
    let (mut total, mut section, mut last) = (0u64, 0u64, None::<u64>);
    for character in text.chars() {
        let power = match character {
            '十' | '拾' => 10,
            '百' | '佰' => 100,
            '千' | '仟' => 1000,
            '万' => {
                total = total.checked_add(section.checked_add(last.take().unwrap_or(0))?.checked_mul(10_000)?)?;
                section = 0;
                continue;
            }
            '亿' => {
                let before = total.checked_add(section)?.checked_add(last.take().unwrap_or(0))?;
                (total, section) = (before.checked_mul(100_000_000)?, 0);
                continue;
            }
            other => {
                if last.is_some_and(|last| last != 0) {
                    return None;
                }
                last = Some(digit(other)? as u64);
                continue;
            }
        };
        section = section.checked_add(last.take().unwrap_or(1).checked_mul(power)?)?;
    }
    total.checked_add(section)?.checked_add(last.unwrap_or(0))
}
