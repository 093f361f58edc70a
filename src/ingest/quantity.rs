//! Numbers as people type them: ≥ 65项, 29442.78万元, 不低于90%, 1：2.19, ２，０００人次.

use rust_decimal::Decimal;

use crate::model::figure::Quantity;
use crate::model::indicator::{Actual, Comparator, Measure, Target};
use crate::model::number::{Money, Rate};

use super::recognise::half_width;
use super::workbook::within_bounds;

/// Longest first: ">=" must not be read as ">" and "=".
const COMPARATORS: [(&str, Comparator); 16] = [
    ("大于等于", Comparator::AtLeast),
    ("大于或等于", Comparator::AtLeast),
    ("小于等于", Comparator::AtMost),
    ("小于或等于", Comparator::AtMost),
    ("不低于", Comparator::AtLeast),
    ("不少于", Comparator::AtLeast),
    ("不高于", Comparator::AtMost),
    ("不超过", Comparator::AtMost),
    (">=", Comparator::AtLeast),
    ("<=", Comparator::AtMost),
    ("≥", Comparator::AtLeast),
    ("≧", Comparator::AtLeast),
    ("≤", Comparator::AtMost),
    ("≦", Comparator::AtMost),
    ("等于", Comparator::Exactly),
    ("=", Comparator::Exactly),
];

/// A target: what has no number in front is qualitative.
pub(crate) fn target(text: &str) -> Target {
    let plain = tidy(text);
    let (comparator, rest) = COMPARATORS
        .iter()
        .find_map(|(sign, comparator)| Some((*comparator, plain.strip_prefix(sign)?)))
        .unwrap_or((Comparator::Exactly, plain.as_str()));
    match measure(rest) {
        Some(measure) => Target::Quantitative { comparator, measure },
        None => Target::Qualitative(words(text)),
    }
}

pub(crate) fn actual(text: &str) -> Actual {
    measure(&tidy(text)).map_or_else(|| Actual::Described(words(text)), Actual::Measured)
}

/// 65项, 90%, 2; a ratio 1:2.19 is 2.19.
pub(crate) fn measure(text: &str) -> Option<Measure> {
    let text = tidy(text);
    let text = text.strip_prefix("1:").unwrap_or(&text);
    let (value, unit) = leading_number(text)?;
    // 2—3篇 or 2025年5月 is no single number.
    let unit = unit.trim();
    let single = !unit.chars().any(|c| c.is_ascii_digit() || "-—~～:".contains(c));
    (single && unit.chars().count() <= 6).then(|| Measure { value, unit: unit.to_string() })
}

/// A bare number, thousands separators allowed; 万元 after it where the text is an amount.
pub(crate) fn amount(text: &str) -> Option<Decimal> {
    money(text).filter(|(_, unit)| matches!(unit.as_str(), "" | "万元")).map(|(value, _)| value)
}

/// An amount and the unit written after it: empty, 元, 万元 or 亿元.
pub(crate) fn money(text: &str) -> Option<(Decimal, String)> {
    let text = tidy(text);
    let (value, unit) = leading_number(&text)?;
    ["", "元", "万元", "亿元"].contains(&unit).then(|| (value, unit.to_string()))
}

/// A value of 数据 in the YAML.
pub(crate) fn quantity(text: &str) -> Quantity {
    match measure(text) {
        Some(Measure { value, unit }) => match unit.as_str() {
            "万元" => Quantity::Money(Money(value)),
            "%" => Quantity::Rate(Rate(value / Decimal::ONE_HUNDRED)),
            "" => match u32::try_from(value) {
                Ok(count) if value.is_integer() && !tidy(text).contains(':') => Quantity::Count(count),
                _ => Quantity::Words(text.trim().to_string()),
            },
            _ => Quantity::Measure(Measure { value, unit }),
        },
        None => Quantity::Words(text.trim().to_string()),
    }
}

/// A percentage: 90%.
pub(crate) fn rate(text: &str) -> Option<Rate> {
    let measure = measure(text)?;
    (measure.unit == "%").then(|| Rate(measure.value / Decimal::ONE_HUNDRED))
}

/// The number at the text's start and what follows it.
fn leading_number(text: &str) -> Option<(Decimal, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',' || c == '-')).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let well_grouped = |digits: &str| {
        let mut groups = digits.trim_start_matches('-').split('.').next().unwrap_or_default().split(',');
        let first = groups.next().unwrap_or_default().len();
        let mut rest = groups.peekable();
        rest.peek().is_none() || ((1..=3).contains(&first) && rest.all(|group| group.len() == 3))
    };
    if !number.starts_with(|c: char| c.is_ascii_digit() || c == '-') || number.ends_with('.') || !well_grouped(number) {
        return None;
    }
    let value: Decimal = number.replace(',', "").parse().ok()?;
    within_bounds(value).then(|| (value.normalize(), rest))
}

/// Half-width, without blanks.
fn tidy(text: &str) -> String {
    text.chars().map(half_width).filter(|c| !c.is_whitespace()).map(|c| if c == '，' { ',' } else { c }).collect()
}

/// Words without line breaks and outer blanks.
fn words(text: &str) -> String {
    text.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn case(text: &str, shown: &str) {
        let target = target(text);
        assert!(matches!(target, Target::Quantitative { .. }), "{target:?}");
        assert_eq!(target.to_string(), shown);
    }

    #[test]
    fn targets_as_people_type_them() {
        case("≥ 65项", "≥65项");
        case("＞＝９０％", "≥90%");
        case("不低于2", "≥2");
        case("≥28166万元", "≥28166万元");
        case("不超过1,200.50元", "≤1200.5元");
        case("75%", "75%");
        case("≧1：2.19", "≥2.19");
        assert_eq!(target("稳步\n提升"), Target::Qualitative("稳步提升".into()));
        assert_eq!(actual("29442.78万元").to_string(), "29442.78万元");
        assert_eq!(amount("84万元"), Some(Decimal::from(84)));
        for wrong in ["八十四", "84.5.1", "8,4", "84元整", ""] {
            assert_eq!(amount(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn data_of_the_yaml() {
        assert_eq!(quantity("473"), Quantity::Count(473));
        assert_eq!(quantity("39685万元").to_string(), "39685");
        assert_eq!(quantity("82%").to_string(), "82%");
        assert_eq!(quantity("2：1").to_string(), "2：1");
        assert_eq!(quantity("1年").to_string(), "1年");
    }

    proptest! {
        #[test]
        fn a_printed_target_reads_back(value in -1_000_000_000_000i64..1_000_000_000_000, scale in 0u32..8, sign in 0usize..3, unit in "(项|万元|%|人次||家)") {
            let comparator = [Comparator::AtLeast, Comparator::AtMost, Comparator::Exactly][sign];
            let wanted = Target::Quantitative { comparator, measure: Measure { value: Decimal::new(value, scale).normalize(), unit } };
            prop_assert_eq!(target(&wanted.to_string()), wanted);
        }
    }
}
