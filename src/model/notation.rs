//! Numbers as people type them: ≥ 65项, 29442.78万元, 不低于90%, 1：2.19, ２，０００人次.

use rust_decimal::Decimal;

use crate::model::figure::Quantity;
use crate::model::measure::{Actual, Comparator, Measure, Target};
use crate::model::number::{Money, Rate};

use crate::base::characters::bare;
use crate::base::number::within_bounds;

/// Before the number, longest first: ">=" must not be read as ">" and "=".
const BEFORE: [(&str, Comparator); 28] = [
    ("大于或等于", Comparator::AtLeast),
    ("小于或等于", Comparator::AtMost),
    ("大于等于", Comparator::AtLeast),
    ("小于等于", Comparator::AtMost),
    ("不低于", Comparator::AtLeast),
    ("不少于", Comparator::AtLeast),
    ("不小于", Comparator::AtLeast),
    ("不高于", Comparator::AtMost),
    ("不超过", Comparator::AtMost),
    ("不多于", Comparator::AtMost),
    ("不大于", Comparator::AtMost),
    ("至少", Comparator::AtLeast),
    ("达到", Comparator::AtLeast),
    ("至多", Comparator::AtMost),
    ("最多", Comparator::AtMost),
    ("控制在", Comparator::AtMost),
    (">=", Comparator::AtLeast),
    ("=>", Comparator::AtLeast),
    ("<=", Comparator::AtMost),
    ("=<", Comparator::AtMost),
    ("≥", Comparator::AtLeast),
    ("≧", Comparator::AtLeast),
    ("⩾", Comparator::AtLeast),
    ("≤", Comparator::AtMost),
    ("≦", Comparator::AtMost),
    ("⩽", Comparator::AtMost),
    ("等于", Comparator::Exactly),
    ("=", Comparator::Exactly),
];

/// Behind the number; 以上, 以下, 以内 include it (民法典第一千二百五十九条).
const BEHIND: [(&str, Comparator); 6] = [
    ("及以上", Comparator::AtLeast),
    ("以上", Comparator::AtLeast),
    ("及以下", Comparator::AtMost),
    ("以下", Comparator::AtMost),
    ("及以内", Comparator::AtMost),
    ("以内", Comparator::AtMost),
];

/// These leave the number itself out; a target of a report is met by reaching it. Read like their neighbours, and the
/// clerk is asked.
const STRICT: [(&str, Comparator); 10] = [
    ("大于", Comparator::AtLeast),
    ("高于", Comparator::AtLeast),
    ("多于", Comparator::AtLeast),
    ("超过", Comparator::AtLeast),
    (">", Comparator::AtLeast),
    ("小于", Comparator::AtMost),
    ("低于", Comparator::AtMost),
    ("少于", Comparator::AtMost),
    ("不足", Comparator::AtMost),
    ("<", Comparator::AtMost),
];

/// A target: what has no number is qualitative.
pub(crate) fn target(text: &str) -> Target {
    let plain = tidy(text);
    let (comparator, rest) = compared(&plain);
    match measure(rest) {
        Some(measure) => Target::Quantitative { comparator, measure },
        None => Target::Qualitative(words(text)),
    }
}

/// The comparator before or behind, and what is left of the text.
fn compared(plain: &str) -> (Comparator, &str) {
    let before =
        BEFORE.iter().chain(&STRICT).find_map(|(sign, comparator)| Some((*comparator, plain.strip_prefix(sign)?)));
    let rest = before.map_or(plain, |(_, rest)| rest);
    let behind = BEHIND.iter().find_map(|(sign, comparator)| Some((*comparator, rest.strip_suffix(sign)?)));
    let comparator = before.or(behind).map_or(Comparator::Exactly, |(comparator, _)| comparator);
    (comparator, behind.map_or(rest, |(_, rest)| rest))
}

/// Whether the target's comparator leaves the number itself out: ＞65项.
pub(crate) fn is_strict(text: &str) -> bool {
    let plain = tidy(text);
    let begins = |list: &[(&str, Comparator)]| list.iter().any(|(sign, _)| plain.starts_with(sign));
    !begins(&BEFORE) && begins(&STRICT)
}

/// A comparator stands before or behind the number.
pub(crate) fn is_compared(text: &str) -> bool {
    let plain = tidy(text);
    let (_, rest) = compared(&plain);
    rest.len() < plain.len() && measure(rest).is_some()
}

/// 1：2.19.
pub(crate) fn is_ratio(text: &str) -> bool {
    let plain = tidy(text);
    compared(&plain).1.starts_with("1:") && measure(compared(&plain).1).is_some()
}

pub(crate) fn actual(text: &str) -> Actual {
    measure(&tidy(text)).map_or_else(|| Actual::Described(words(text)), Actual::Measured)
}

/// 65项, 90%, 2; a ratio 1:2.19 is 2.19.
pub(crate) fn measure(text: &str) -> Option<Measure> {
    let text = tidy(text);
    let text = text.strip_prefix("1:").unwrap_or(&text);
    let (value, unit) = leading_number(text)?;
    // 2—3篇, 2025年5月, 100多项, 98%以上 say no single number.
    let unit = unit.trim();
    let vague = unit.starts_with(['余', '多', '来', '几'])
        || ["以上", "以下", "以内", "左右"].iter().any(|word| unit.contains(word));
    let single = !vague && !unit.chars().any(|c| c.is_ascii_digit() || "-—~～:".contains(c));
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
    bare(text)
}

/// Words without line breaks and outer blanks.
fn words(text: &str) -> String {
    text.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::number::Score;
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
        case("65项以上", "≥65项");
        case("10%及以内", "≤10%");
        case("控制在10%以内", "≤10%");
        case("⩾65项", "≥65项");
        case("不大于3起", "≤3起");
        case("＞65项", "≥65项");
        assert_eq!(target("稳步\n提升"), Target::Qualitative("稳步提升".into()));
        for vague in ["98%以上", "100多项", "90%左右", "2—3篇"] {
            assert!(matches!(actual(vague), Actual::Described(_)), "{vague}");
        }
        assert_eq!(actual("29442.78万元").to_string(), "29442.78万元");
        assert_eq!(amount("84万元"), Some(Decimal::from(84)));
        for wrong in ["八十四", "84.5.1", "8,4", "84元整", ""] {
            assert_eq!(amount(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_leaves_the_number_out_is_known() {
        for strict in ["＞65项", "超过65项", "低于3起", "<3"] {
            assert!(is_strict(strict), "{strict}");
        }
        for other in ["≥65项", "不超过65项", "＞＝65项", "小于等于3", "65项以上", "65项"] {
            assert!(!is_strict(other), "{other}");
        }
        assert!(is_compared("≥98%") && is_compared("98%以上") && !is_compared("98%") && !is_compared("不断提高"));
        assert!(is_ratio("≥1：2") && is_ratio("1:2.19") && !is_ratio("2：1") && !is_ratio("2.19"));
    }

    #[test]
    fn data_of_the_yaml() {
        assert_eq!(quantity("473"), Quantity::Count(473));
        assert_eq!(quantity("39685万元").to_string(), "39685");
        assert_eq!(quantity("82%").to_string(), "82%");
        assert_eq!(quantity("2：1").to_string(), "2：1");
        assert_eq!(quantity("1年").to_string(), "1年");
    }

    fn numbers() -> impl Strategy<Value = Decimal> {
        (-999_999_999_999_999i64..999_999_999_999_999, 0u32..=8)
            .prop_map(|(digits, scale)| Decimal::new(digits, scale).normalize())
    }

    fn units() -> impl Strategy<Value = String> {
        proptest::sample::select(vec![
            "", "项", "个", "家", "人次", "%", "元", "万元", "亿元", "人", "件", "公里", "分",
        ])
        .prop_map(str::to_string)
    }

    proptest! {
        #[test]
        fn a_printed_target_reads_back(value in numbers(), unit in units(), sign in 0usize..3) {
            let comparator = [Comparator::AtLeast, Comparator::AtMost, Comparator::Exactly][sign];
            let wanted = Target::Quantitative { comparator, measure: Measure { value, unit } };
            prop_assert_eq!(target(&wanted.to_string()), wanted);
        }

        #[test]
        fn a_printed_result_reads_back(value in numbers(), unit in units()) {
            let wanted = Measure { value, unit };
            prop_assert_eq!(actual(&wanted.to_string()), Actual::Measured(wanted.clone()));
            prop_assert_eq!(measure(&wanted.to_string()), Some(wanted));
        }

        #[test]
        fn a_printed_amount_reads_back(value in numbers()) {
            let shown = Money(value).to_string();
            prop_assert_eq!(amount(&shown), Some(value));
            prop_assert_eq!(money(&format!("{shown}万元")), Some((value, "万元".to_string())));
            prop_assert_eq!(quantity(&format!("{shown}万元")), Quantity::Money(Money(value)));
        }

        // A rate and a score are printed with two decimals: that is what can be read back.
        #[test]
        fn a_printed_rate_reads_back(hundredths in -1_000_000_000i64..1_000_000_000) {
            let wanted = Rate(Decimal::new(hundredths, 4).normalize());
            prop_assert_eq!(rate(&wanted.to_string()), Some(wanted));
        }

        #[test]
        fn a_printed_score_reads_back(hundredths in 0i64..10_000) {
            let wanted = Score(Decimal::new(hundredths, 2).normalize());
            let read = measure(&wanted.to_string()).map(|measure| Score(measure.value));
            prop_assert_eq!(read, Some(wanted));
        }

        #[test]
        fn a_printed_count_reads_back(count: u32) {
            let wanted = Quantity::Count(count);
            prop_assert_eq!(quantity(&wanted.to_string()), wanted);
        }

        #[test]
        fn the_same_number_in_other_writing_reads_the_same(value in 0i64..1_000_000_000_000, scale in 0u32..3) {
            let number = Decimal::new(value, scale).normalize();
            let shown = number.to_string();
            let wide: String = shown.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
            let (whole, rest) = shown.split_once('.').map_or((shown.as_str(), None), |(whole, rest)| (whole, Some(rest)));
            let grouped = whole.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap());
            let grouped = grouped.collect::<Vec<_>>().join(",") + &rest.map_or(String::new(), |rest| format!(".{rest}"));
            for text in [wide, grouped.clone(), grouped.replace(',', "，"), format!(" {shown} ")] {
                prop_assert_eq!(amount(&text), Some(number), "{}", text);
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "[0-9０-９.,，:：%％≥＞=＝<不低于超过以上万亿元项次 \\-—~]{0,14}") {
            let _ = (target(&text), actual(&text), quantity(&text), money(&text), rate(&text));
            let _ = (is_strict(&text), is_compared(&text), is_ratio(&text));
        }
    }
}
