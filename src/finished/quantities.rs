//! Quantities in running text: where a number stands, what it counts, what was said before it.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::model::number::in_ten_thousands;

/// A number in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Bytes of the sentence: number and unit.
    pub range: Range<usize>,
    /// Money in 万元, whatever it was written in; a percentage as its number (80 for 80％); 2.19 for 1：2.19.
    pub amount: Decimal,
    /// 万元, %, 个, 项, …; empty where none follows.
    pub unit: String,
    /// Half a unit of the last digit written: what rounding may have hidden.
    pub precision: Decimal,
    /// Written as 1：2.19.
    pub ratio: bool,
}

impl Mention {
    /// The same quantity within what rounding hides.
    pub fn agrees(&self, other: Decimal) -> bool {
        (self.amount - other).abs() <= self.precision
    }
}

/// Longest first.
const UNITS: [&str; 37] = [
    "万人次",
    "人次",
    "万元",
    "亿元",
    "亩次",
    "公里",
    "平方米",
    "万吨",
    "百分点",
    "元",
    "%",
    "％",
    "个",
    "项",
    "家",
    "人",
    "名",
    "次",
    "分",
    "年",
    "月",
    "日",
    "号",
    "倍",
    "批",
    "份",
    "件",
    "篇",
    "条",
    "亩",
    "吨",
    "天",
    "套",
    "场",
    "期",
    "匹",
    "户",
];

/// The quantities of a sentence, from left to right. Dates, document numbers, ordinals and parts of names (AL5, JN28) are
/// none; ranges (2-3篇) are none either, because they state no single number.
pub fn mentions(sentence: &str) -> Vec<Mention> {
    let characters: Vec<(usize, char)> = sentence.char_indices().collect();
    let mut found: Vec<Mention> = Vec::new();
    let mut index = 0;
    while index < characters.len() {
        if digit(characters[index].1).is_none() {
            index += 1;
            continue;
        }
        let start = index;
        let mut digits = String::new();
        while let Some((_, character)) = characters.get(index) {
            let next = characters.get(index + 1).and_then(|(_, character)| digit(*character));
            match digit(*character) {
                Some(digit) => digits.push(digit),
                None if ".．".contains(*character) && next.is_some() && !digits.contains('.') => digits.push('.'),
                None if ",，".contains(*character) && groups_thousands(&characters, index, start) => {}
                None => break,
            }
            index += 1;
        }
        let before = start.checked_sub(1).map(|at| characters[at].1);
        let from = characters[start].0;
        let to = characters.get(index).map_or(sentence.len(), |(at, _)| *at);
        // 33 项: a blank before the unit.
        let after_blanks = sentence[to..].trim_start_matches([' ', '\u{3000}', '\u{A0}']);
        let unit_of = |rest: &str| UNITS.into_iter().find(|unit| rest.starts_with(unit));
        let rest = if unit_of(after_blanks).is_some() { after_blanks } else { &sentence[to..] };
        let unit = unit_of(rest).unwrap_or_default();
        let after = rest.chars().next();
        let ratio = ends_ratio(&characters[..start]);
        let named = before.is_some_and(|c| c.is_ascii_alphabetic() || "第〔[【-—～~".contains(c))
            || after.is_some_and(|c| c.is_ascii_alphabetic() || "〕]】-—～~：:".contains(c))
            || matches!(unit, "年" | "月" | "日" | "号")
            || unit.is_empty() && after.is_some_and(|c| ".．、）)".contains(c)) && is_label(&characters, start);
        if let (false, Ok(value)) = (named, digits.parse::<Decimal>()) {
            let last = Decimal::new(5, value.scale() + 1);
            let (scale, shown) = match (in_ten_thousands(unit), unit) {
                (Some(scale), _) => (scale, "万元"),
                (None, "万人次") => (Decimal::from(10_000), "人次"),
                (None, "％") => (Decimal::ONE, "%"),
                (None, other) => (Decimal::ONE, other),
            };
            if let (Some(amount), Some(precision)) = (value.checked_mul(scale), last.checked_mul(scale)) {
                let range = from..sentence.len() - rest.len() + unit.len();
                found.push(Mention { range, amount, unit: shown.to_string(), precision, ratio });
            }
        }
    }
    found
}

fn digit(character: char) -> Option<char> {
    match character {
        '0'..='9' => Some(character),
        '０'..='９' => char::from_u32(u32::from(character) - u32::from('０') + u32::from('0')),
        _ => None,
    }
}

/// A comma between one to three digits and exactly three more.
fn groups_thousands(characters: &[(usize, char)], comma: usize, start: usize) -> bool {
    let is_digit = |index: usize| characters.get(index).is_some_and(|(_, character)| digit(*character).is_some());
    let before = (start..comma).rev().take_while(|&index| is_digit(index)).count();
    (1..=3).contains(&before) && (1..=3).all(|step| is_digit(comma + step)) && !is_digit(comma + 4)
}

/// …1： before the number.
fn ends_ratio(before: &[(usize, char)]) -> bool {
    matches!(before, [.., (_, '1' | '１'), (_, '：' | ':' | '∶')])
}

/// 1. and （1） at a sentence's start number what follows.
fn is_label(characters: &[(usize, char)], start: usize) -> bool {
    characters[..start].iter().all(|(_, character)| "（( ".contains(*character))
        || start.checked_sub(1).is_some_and(|at| "（(".contains(characters[at].1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(sentence: &str) -> Vec<(String, String)> {
        mentions(sentence).into_iter().map(|found| (found.amount.normalize().to_string(), found.unit)).collect()
    }

    fn pair(amount: &str, unit: &str) -> (String, String) {
        (amount.into(), unit.into())
    }

    #[test]
    fn quantities_are_found_with_their_units() {
        assert_eq!(
            read("共下达资金10,930万元，支出８７４４万元，执行率80.5％。"),
            [pair("10930", "万元"), pair("8744", "万元"), pair("80.5", "%")]
        );
        assert_eq!(read("投入1.5亿元，其中35000元"), [pair("15000", "万元"), pair("3.5", "万元")]);
        assert_eq!(read("带动比例为1：2.19"), [pair("2.19", "")]);
        assert_eq!(read("培训7776人次，满意度98%"), [pair("7776", "人次"), pair("98", "%")]);
    }

    #[test]
    fn what_names_something_is_no_quantity() {
        for sentence in [
            "2025年12月31日",
            "财教〔2024〕232号",
            "第3条",
            "AL5高强导线",
            "发表论文2-3篇",
            "（1）数量指标",
            "1.产出指标",
        ] {
            assert_eq!(read(sentence), [], "{sentence}");
        }
    }

    #[test]
    fn a_mention_agrees_within_its_rounding() {
        let [whole, exact] = mentions("完成率110%，即109.5%").try_into().unwrap();
        assert!(whole.agrees(Decimal::new(1095, 1)) && !whole.agrees(Decimal::new(1094, 1)));
        assert!(exact.agrees(Decimal::new(1095, 1)) && !exact.agrees(Decimal::new(1096, 1)));
    }
}
