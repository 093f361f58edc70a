//! Digits, numerals and units as text writes them: full width, with commas, in Chinese.

use rust_decimal::Decimal;

use crate::base::number::MAX_MAGNITUDE;
use crate::model::number::{half_unit, round};

/// What may stand behind a number; the longest that fits is meant.
pub(super) const UNITS: [&str; 54] = [
    "万元/公里",
    "万元/亩",
    "万元/人",
    "万元/个",
    "元/人次",
    "元/亩",
    "元/人",
    "立方米",
    "公顷",
    "万亩",
    "万人",
    "万户",
    "万人次",
    "工作日",
    "个工作日",
    "万元",
    "亿元",
    "人次",
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
    "座",
    "处",
    "所",
];

/// A number of running text, within what is reckoned with ([`MAX_MAGNITUDE`]): no product of two of them is more than a
/// `Decimal` holds. `None` for what is larger, which states no figure; decimals beyond [`DECIMALS`] are rounded off.
pub(super) fn number(digits: &str) -> Option<Decimal> {
    let value = digits.parse::<Decimal>().ok()?;
    let value = if value.scale() > DECIMALS { round(value, DECIMALS) } else { value };
    (value.abs() < Decimal::from(MAX_MAGNITUDE / 100)).then_some(value)
}

/// No figure that anybody states has more.
const DECIMALS: u32 = 12;

/// Half a unit of the last digit that is not 0: 50 for 8700, 0.05 for 80.5.
pub(super) fn last_significant(value: Decimal) -> Decimal {
    let mut unit = half_unit(value.scale());
    let mut rest = value.normalize();
    if rest.scale() > 0 {
        return half_unit(rest.scale());
    }
    while !rest.is_zero() && (rest % Decimal::TEN).is_zero() {
        rest /= Decimal::TEN;
        unit = half_unit(0).max(unit) * Decimal::TEN;
    }
    unit
}

pub(super) fn digit(character: char) -> Option<char> {
    match character {
        '0'..='9' => Some(character),
        '０'..='９' => char::from_u32(u32::from(character) - u32::from('０') + u32::from('0')),
        _ => None,
    }
}

/// A comma between one to three digits and exactly three more.
pub(super) fn groups_thousands(characters: &[(usize, char)], comma: usize, start: usize) -> bool {
    let is_digit = |index: usize| characters.get(index).is_some_and(|(_, character)| digit(*character).is_some());
    let before = (start..comma).rev().take_while(|&index| is_digit(index)).count();
    (1..=3).contains(&before) && (1..=3).all(|step| is_digit(comma + step)) && !is_digit(comma + 4)
}
