//! Digits, numerals and units as text writes them: full width, with commas, in Chinese.

use rust_decimal::Decimal;

use crate::base::number::MAX_MAGNITUDE;
use crate::base::text_part::TextPart;
use crate::model::number::{half_unit, round};

/// What may stand behind a number; the longest that fits is meant.
const UNITS: [&str; 92] = [
    "立方米",
    "美元",
    "欧元",
    "港元",
    "标箱",
    "公顷",
    "工作日",
    "个工作日",
    "万元",
    "亿元",
    "人次",
    "亩次",
    "公里",
    "平方米",
    "㎡",
    "㎥",
    "百分点",
    "元",
    "%",
    "％",
    "﹪",
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
    "个百分点",
    "微克",
    "毫克",
    "克",
    "千克",
    "公斤",
    "千瓦",
    "千瓦时",
    "兆瓦",
    "米",
    "平方公里",
    "平方千米",
    "头",
    "只",
    "株",
    "台",
    "辆",
    "艘",
    "册",
    "例",
    "起",
    "宗",
    "场次",
    "台次",
    "车次",
    "学时",
    "课时",
    "小时",
    "分钟",
    "床",
    "盏",
    "栋",
    "幢",
    "张",
    "台（套）",
    "部",
    "间",
    "棵",
    "毫米",
    "厘米",
    "剂次",
    "人日",
    "项次",
];
/// These may stand behind a stroke only: 元/月.
const FOR_EACH: [&str; 6] = ["月", "年", "季", "学期", "学年", "生"];

/// How long the unit is that a text begins with: 万元, 亿亩, 微克/立方米.
pub(super) fn unit_length(text: &str) -> Option<usize> {
    let longest = |text: &str| UNITS.into_iter().filter(|unit| text.starts_with(unit)).map(str::len).max();
    let scaled = text.strip_prefix(['万', '亿']).and_then(|rest| {
        let unit =
            longest(rest).filter(|_| !rest.starts_with(['元', '年', '月', '日', '号', '分', '%', '％', '﹪', '百']))?;
        Some(text.len() - rest.len() + unit)
    });
    let rate = || text.strip_prefix(['/', '／']).and_then(of_hundred_thousand).map(|_| 0);
    let length = longest(text).max(scaled).or_else(rate)?;
    let rest = text.part(length..);
    let each = rest.strip_prefix(['/', '／']).and_then(|rest| {
        let for_each = FOR_EACH.into_iter().filter(|unit| rest.starts_with(unit)).map(str::len).max();
        Some(rest.len()).zip(longest(rest).or(unit_of_ten_thousand(rest)).or(of_hundred_thousand(rest)).max(for_each))
    });
    Some(each.map_or(length, |(left, unit)| text.len() - left + unit))
}

/// 10.3/10万, 14例/10万人
fn of_hundred_thousand(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("10万")?;
    let unit = UNITS.into_iter().filter(|unit| rest.starts_with(unit)).map(str::len).max();
    Some(text.len() - rest.len() + unit.unwrap_or_default())
}

/// 吨标准煤/万元 is read up to what it is for each of.
fn unit_of_ten_thousand(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('万')?;
    let unit = UNITS.into_iter().filter(|unit| rest.starts_with(unit)).map(str::len).max()?;
    Some(text.len() - rest.len() + unit)
}

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

/// A comma, or the blank of GB/T 15835 (8 744), between one to three digits and exactly three more. Two years, a label
/// and its number (表1 200个) are two numbers.
pub(super) fn groups_thousands(characters: &[(usize, char)], mark: usize, start: usize) -> bool {
    let at = |index: usize| characters.get(index).map(|(_, character)| *character);
    let is_digit = |index: usize| at(index).and_then(digit).is_some();
    let before = (start..mark).rev().take_while(|&index| is_digit(index)).count();
    let grouped = (1..=3).contains(&before) && (1..=3).all(|step| is_digit(mark + step)) && !is_digit(mark + 4);
    if !grouped || !at(mark).is_some_and(is_thin_blank) {
        return grouped;
    }
    let is_label = start.checked_sub(1).and_then(at).is_some_and(|c| "第表图注件号条款".contains(c));
    let begins_with_zero = at(start).and_then(digit) == Some('0');
    let same_marks = (start..mark).all(|index| is_digit(index) || at(index).is_some_and(is_thin_blank));
    !is_label && !begins_with_zero && same_marks
}

/// A blank that may stand inside a number.
pub(super) fn is_thin_blank(character: char) -> bool {
    matches!(character, ' ' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}')
}
