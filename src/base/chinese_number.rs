//! Numbers in Chinese numerals.

use rust_decimal::Decimal;

pub(crate) fn is_chinese_numeral(character: char) -> bool {
    "零〇一二两三四五六七八九十百千万".contains(character)
}

/// Of an amount written in words, in either set of digits: 一亿零九百四十万, 壹亿零玖佰肆拾万, 三点五万.
pub(crate) fn is_chinese_digit(character: char) -> bool {
    is_chinese_numeral(character) || "亿点壹贰叁肆伍陆柒捌玖拾佰仟".contains(character)
}

/// 一、甲: the words as the section of this index, from 0.
pub(crate) fn numbered(index: usize, words: &str) -> String {
    format!("{}、{words}", in_chinese(index + 1))
}

/// 1 to 99: 八, 十五, 八十五.
pub(crate) fn in_chinese(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let tens = match number / 10 {
        0 => String::new(),
        1 => "十".to_string(),
        tens => format!("{}十", DIGITS.get(tens).unwrap_or(&"…")),
    };
    format!("{tens}{}", DIGITS[number % 10])
}

fn digit(character: char) -> Option<u8> {
    let at = |digits: &str| digits.chars().position(|c| c == character).and_then(|digit| u8::try_from(digit).ok());
    at("零一二三四五六七八九").or_else(|| at("零壹贰叁肆伍陆柒捌玖")).or(match character {
        '〇' => Some(0),
        '两' => Some(2),
        _ => None,
    })
}

/// 三点五, 八千七百四十四点五万, 八十五; `None` for what is no number.
pub(crate) fn chinese_decimal(text: &str) -> Option<Decimal> {
    const LONGEST: usize = 12;
    let Some((whole, rest)) = text.split_once('点') else { return chinese_number(text).map(Decimal::from) };
    let digits: Vec<u8> = rest.chars().map_while(digit).collect();
    let power = rest.chars().skip(digits.len()).collect::<String>();
    if whole.is_empty() || digits.is_empty() || digits.len() > LONGEST {
        return None;
    }
    let fraction = digits.iter().rev().fold(Decimal::ZERO, |sum, digit| (sum + Decimal::from(*digit)) / Decimal::TEN);
    let power = if power.is_empty() { 1 } else { chinese_number(&format!("一{power}"))? };
    Decimal::from(chinese_number(whole)?)
        .checked_add(fraction)?
        .checked_mul(power.into())
        .map(|number| number.normalize())
}

/// 八十五, 一百二十, 壹亿零玖佰叁拾万, 二万九千四百四十二万; `None` for what is no number.
pub(crate) fn chinese_number(text: &str) -> Option<u64> {
    const YI: u64 = 100_000_000;
    // 一百五 may be 105 or 150.
    let mut behind = text.chars().rev();
    if let (Some(ones), Some(power)) = (behind.next(), behind.next())
        && digit(ones).is_some_and(|ones| ones > 0)
        && "百佰千仟万亿".contains(power)
    {
        return None;
    }
    let (mut total, mut section, mut last) = (0u64, 0u64, None::<u64>);
    for character in text.chars() {
        let power = match character {
            '十' | '拾' => 10,
            '百' | '佰' => 100,
            '千' | '仟' => 1000,
            '万' => {
                // 二万九千万: what is below 亿 is counted in 万 once more.
                let below = total % YI;
                let own = below.checked_add(section)?.checked_add(last.take().unwrap_or(0))?.checked_mul(10_000)?;
                (total, section) = ((total - below).checked_add(own)?, 0);
                continue;
            }
            '亿' => {
                let before = total.checked_add(section)?.checked_add(last.take().unwrap_or(0))?;
                (total, section) = (before.checked_mul(YI)?, 0);
                continue;
            }
            other => {
                if last.is_some_and(|last| last != 0) {
                    return None;
                }
                last = Some(digit(other)?.into());
                continue;
            }
        };
        section = section.checked_add(last.take().unwrap_or(1).checked_mul(power)?)?;
    }
    total.checked_add(section)?.checked_add(last.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words() {
        for (words, number) in [
            ("八十五", "85"),
            ("壹亿零玖佰叁拾万", "109300000"),
            ("二亿九千四百四十二万", "294420000"),
            ("二万九千四百四十二万", "294420000"),
            ("九十八点五", "98.5"),
            ("贰万玖仟肆佰肆拾贰点柒捌", "29442.78"),
            ("八千七百四十四点五万", "87445000"),
            ("一点零九三亿", "109300000"),
            ("零点零五", "0.05"),
        ] {
            assert_eq!(chinese_decimal(words).map(|number| number.to_string()).as_deref(), Some(number), "{words}");
        }
        for words in ["一百五", "两千三", "一万三", "九八", "三点", "点五", "三点五个", "三点五点", "三点十"]
        {
            assert_eq!(chinese_decimal(words), None, "{words}");
        }
        assert_eq!(chinese_number("三点五"), None);
    }
}
