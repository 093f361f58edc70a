//! Numbers as people type them: 65项, 29442.78万元, 90%, 1：2.19, ２，０００人次.

use rust_decimal::Decimal;

use crate::model::figure::Quantity;
use crate::model::measure::{Actual, Measure};
use crate::model::money_unit::{in_ten_thousands, money_unit};
use crate::model::number::{Money, Rate};

use crate::base::characters::{as_seen, half_width, is_han, without_blanks};
use crate::base::chinese_number::chinese_decimal;
use crate::base::name_marks::is_note_mark;
use crate::base::number::within_bounds;
use crate::base::text_part::TextPart;

pub(crate) fn actual(text: &str) -> Actual {
    let plain = tidy(text);
    let reached = measure(&plain).or_else(|| measure(DONE.iter().find_map(|word| plain.strip_prefix(word))?));
    reached.map_or_else(|| Actual::Described(without_blanks(text)), Actual::Measured)
}

/// 约21亩: a result of which nobody says how much it is.
pub(crate) fn about(text: &str) -> Option<Measure> {
    let plain = tidy(text);
    measure(["大约", "大概", "约"].iter().find_map(|word| plain.strip_prefix(word))?)
}

/// Words before a result that say no more than that it is one, longest first.
const DONE: [&str; 12] =
    ["实际完成", "累计完成", "已经完成", "共完成", "已完成", "已达到", "完成", "实际", "达到", "累计", "共计", "共"];

/// What may stand in brackets behind a unit: 件（套）, 人（次）.
const COUNTERS: &str =
    "套件处个座次只头户家台辆组批场份篇项人名间栋条部册株亩张支口眼艘架幅匹羽尾期孔段片盏根桶袋箱种类宗所院村块棵幢";

/// 65项, 90%, 2; a ratio 1:2.19 is 2.19.
pub(crate) fn measure(text: &str) -> Option<Measure> {
    let text = tidy(text);
    let text = text.strip_prefix("1:").unwrap_or(&text);
    let (value, unit) = leading_number(text)?;
    // 29442.78（万元）, 82（项）
    let bracketed = unit.strip_prefix('(').and_then(|unit| unit.strip_suffix(')'));
    let is_counter = |unit: &str| unit == "%" || COUNTERS.contains(unit) || money_unit(unit).is_some();
    let unit = bracketed.filter(|unit| !unit.is_empty() && is_counter(unit)).unwrap_or(unit);
    let raised =
        [("m2", "m²"), ("m3", "m³")].iter().fold(unit.to_string(), |unit, (flat, raised)| unit.replace(flat, raised));
    Some(Measure::new(value, spelled_unit(unit_of(&raised)?)))
}

/// What words say of a number of the unit, and whether it is reckoned: 一个, 两个 and 无 are what they are, 每月1次 makes 12次
/// in a year.
pub(crate) fn in_words(text: &str, unit: &str) -> Option<(Decimal, bool)> {
    const OFTEN: [(&str, u32); 8] = [
        ("每半年", 2),
        ("每季度", 4),
        ("每季", 4),
        ("每个月", 12),
        ("每月", 12),
        ("每周", 52),
        ("每年", 1),
        ("每年度", 1),
    ];
    let text = tidy(text);
    if ["无", "没有", "未发生", "没有发生", "未出现"].contains(&text.as_str()) {
        return Some((Decimal::ZERO, false));
    }
    let counted = text.strip_suffix(unit).filter(|_| !unit.is_empty())?;
    // 二亿九千四百四十二万元: 万 is of the number, and of the unit.
    let in_unit = |text: &str| match unit.strip_prefix('万').filter(|_| text.contains('亿')) {
        Some(_) => chinese_decimal(&format!("{text}万"))?.checked_div(Decimal::from(10_000)),
        None => chinese_decimal(text),
    };
    let number = |text: &str| chinese_decimal(text).or_else(|| text.parse().ok());
    let often =
        OFTEN.iter().find_map(|(word, times)| number(counted.strip_prefix(word)?)?.checked_mul((*times).into()));
    often.map(|times| (times, true)).or_else(|| Some((in_unit(counted).filter(|_| !counted.is_empty())?, false)))
}

/// What may stand behind a number as its unit: nothing, 项, %, 吨标准煤/万元, 次/人·年. 2—3篇, 2025年5月, 100多项, 98%以上 and 9O%
/// say no single number.
pub(super) fn unit_of(unit: &str) -> Option<&str> {
    // 1.6:1, 38/10万
    let per = unit.split_once("/10万").filter(|(counted, _)| !counted.contains('/'));
    if unit == ":1" || per.is_some_and(|(counted, rest)| counted.chars().chain(rest.chars()).all(is_han)) {
        return Some(unit);
    }
    let counter = |part: &str| {
        let short = (1..=2).contains(&part.chars().count());
        short && part.chars().all(|c| COUNTERS.contains(c))
    };
    let both = unit.strip_suffix(')').and_then(|unit| unit.split_once('('));
    // 万头(只、羽)
    let bare = |one: &str| one.trim_start_matches(['万', '亿']).to_string();
    if both.is_some_and(|(one, other)| counter(&bare(one)) && other.split(['、', '/']).all(counter)) {
        return Some(unit);
    }
    const LONGEST: usize = 16;
    const LONGEST_PART: usize = 6;
    let vague = unit.starts_with(['余', '多', '来', '几', 'O', 'o', '〇', '○', '零'])
        || ["以上", "以下", "以内", "之内", "左右", "上下"].iter().any(|word| unit.contains(word));
    let mark = |c: char| {
        is_note_mark(c) && !"¹²³⁴⁵⁶⁷⁸⁹".contains(c)
            || c.is_ascii_digit()
            || c.is_ascii_punctuation() && !"%/".contains(c)
            || "，。、；：！？—–…～×≥≤“”《》".contains(c)
    };
    let mut parts = unit.split(['/', '·']);
    let part = |part: &str| {
        // 5G基站, 3A级: a name.
        let named = part.starts_with(|c: char| c.is_ascii_uppercase()) && part.contains(is_han);
        let share = part.strip_prefix(['%', '‰']);
        let whole = share.map_or(!part.contains('%'), str::is_empty);
        !part.is_empty() && !named && whole && part.chars().count() <= LONGEST_PART
    };
    let fits = !vague && !unit.contains(mark) && unit.chars().count() <= LONGEST;
    (unit.is_empty() || fits && parts.all(part)).then_some(unit)
}

/// A unit as it is printed: 件(套) is 件（套）, ％ and 百分比 are %, 1.6:1 is 1.6：1.
pub(crate) fn spelled_unit(unit: &str) -> String {
    let unit = unit.replace('(', "（").replace(')', "）").replace('％', "%");
    match unit.as_str() {
        "百分比" => "%".to_string(),
        ":1" => "：1".to_string(),
        _ => unit,
    }
}

/// A bare number, thousands separators allowed; 万元 after it where the text is an amount.
pub(crate) fn amount(text: &str) -> Option<Decimal> {
    money(text).filter(|(_, unit)| matches!(*unit, "" | "万元")).map(|(value, _)| value)
}

/// An amount and the unit written after it, which may be none: ￥500, 人民币10930万元整, 1亿930万元, 1.093E4, 壹佰万元整.
pub(crate) fn money(text: &str) -> Option<(Decimal, &'static str)> {
    let text = tidy(text);
    let text = text.trim_start_matches(BEFORE_AN_AMOUNT);
    let text = ["人民币", "RMB", "CNY"].iter().find_map(|own| text.strip_prefix(own)).unwrap_or(text);
    let text = text.trim_start_matches([':', '￥', '¥']).trim_end_matches(['整', '正', '。', '.']);
    in_numerals(text).map(|value| (value, "元")).or_else(|| in_digits(text))
}

/// 294427.8千元, 29442.78万元整 in the money that the unit is of.
pub(crate) fn money_in(text: &str, unit: &str) -> Option<Measure> {
    let own = in_ten_thousands(money_unit(unit)?)?;
    let (value, stated) = money(text).filter(|(_, stated)| !stated.is_empty())?;
    let value = value.checked_mul(in_ten_thousands(stated)?)?.checked_div(own)?;
    within_bounds(value).then(|| Measure::new(value.normalize(), unit))
}

/// ￥500, ＝891; an apostrophe keeps a number from being one in a spreadsheet.
const BEFORE_AN_AMOUNT: [char; 7] = ['￥', '¥', '=', '\'', '‘', '’', '`'];

/// 壹亿零玖佰叁拾万元, 八十四万元: an amount of 元 in words.
fn in_numerals(text: &str) -> Option<Decimal> {
    let number = text.strip_suffix(['元', '圆'])?;
    let begins = number.starts_with(|c: char| "一二三四五六七八九十两壹贰叁肆伍陆柒捌玖拾".contains(c));
    let value = chinese_decimal(number).filter(|_| begins)?;
    within_bounds(value).then_some(value)
}

/// 10930万元, 1.093E4, 1亿930万元.
fn in_digits(text: &str) -> Option<(Decimal, &'static str)> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || ".eE+-".contains(c))).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let power = number.contains(['e', 'E']) && number.starts_with(|c: char| c.is_ascii_digit());
    let (value, rest) = match Decimal::from_scientific(number).ok().filter(|value| power && within_bounds(*value)) {
        Some(value) => (value.normalize(), unit),
        None => leading_number(text)?,
    };
    if rest.is_empty() {
        return Some((value, ""));
    }
    money_unit(rest).map(|unit| (value, unit)).or_else(|| {
        let (scale, rest) = [("亿", 10_000), ("万", 1)].iter().find_map(|(power, wan)| {
            Some((
                Decimal::from(*wan),
                rest.strip_prefix(power)?.trim_start_matches('元').trim_start_matches(['零', '又']),
            ))
        })?;
        let (less, unit) = in_digits(rest).filter(|(_, unit)| !unit.is_empty())?;
        let less =
            less.checked_mul(in_ten_thousands(unit)?).filter(|less| *less < scale && !less.is_sign_negative())?;
        let sum = value.checked_mul(scale)?.checked_add(less)?.normalize();
        (value.is_integer() && within_bounds(sum)).then_some((sum, "万元"))
    })
}

/// A value of 数据 in the YAML.
pub(crate) fn quantity(text: &str) -> Quantity {
    // 0101 is a code.
    let is_code =
        |text: &str| text.len() > 1 && text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    // 2：1 is said as it is.
    let is_ratio = tidy(text).contains(':');
    match measure(text).filter(|_| !is_code(text.trim()) && !is_ratio) {
        Some(Measure { value, unit, .. }) => match unit.as_str() {
            "万元" => Quantity::Money(Money(value)),
            "%" => Quantity::Rate(Rate(value / Decimal::ONE_HUNDRED)),
            "" => match u32::try_from(value) {
                Ok(count) if value.is_integer() => Quantity::Count(count),
                _ => Quantity::Words(text.trim().to_string()),
            },
            _ => Quantity::Measure(Measure::new(value, unit)),
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
pub(crate) fn leading_number(text: &str) -> Option<(Decimal, &str)> {
    let sign = usize::from(text.starts_with('-'));
    // 10’930 is grouped as 10,930 is.
    let digits = text.part(sign..).find(|c: char| !(c.is_ascii_digit() || ".,'’".contains(c)));
    let (number, rest) = text.split_at(digits.map_or(text.len(), |digits| sign + digits));
    let number = number.replace(['\'', '’'], ",");
    let well_grouped = |digits: &str| {
        let (whole, fraction) = digits.trim_start_matches('-').split_once('.').unwrap_or((digits, ""));
        if fraction.contains(',') {
            return false;
        }
        let mut groups = whole.trim_start_matches('-').split(',');
        let first = groups.next().unwrap_or_default().len();
        let mut rest = groups.peekable();
        rest.peek().is_none() || ((1..=3).contains(&first) && rest.all(|group| group.len() == 3))
    };
    if !number.starts_with(|c: char| c.is_ascii_digit() || c == '-') || number.ends_with('.') || !well_grouped(&number)
    {
        return None;
    }
    let value: Decimal = number.replace(',', "").parse().ok()?;
    within_bounds(value).then(|| (value.normalize(), rest))
}

/// Half-width, without blanks but those between two numbers.
pub(super) fn tidy(text: &str) -> String {
    without_blanks(&as_seen(text)).chars().map(half_width).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::measure::{Comparator, Target};
    use crate::model::number::Score;
    use crate::model::stated_target::target;
    use proptest::prelude::*;

    #[test]
    fn numbers_as_people_type_them() {
        for vague in ["98%以上", "100多项", "90%左右", "2—3篇"] {
            assert!(matches!(actual(vague), Actual::Described(_)), "{vague}");
        }
        assert_eq!(actual("29442.78万元").to_string(), "29442.78万元");
        for (typed, shown) in [
            ("已完成21亩", "21亩"),
            ("实际完成 1,200人次", "1200人次"),
            ("完成95%", "95%"),
            ("420件（套）", "420件（套）"),
            ("12台(套)", "12台（套）"),
            ("860万头（只、羽）", "860万头（只、羽）"),
            ("82（项）", "82项"),
            ("82km²", "82km²"),
        ] {
            assert_eq!(actual(typed), Actual::Measured(measure(shown).unwrap()), "{typed}");
            assert_eq!(measure(shown).unwrap().to_string(), shown);
        }
        for words in
            ["65项（累计）", "12个（含子公司）", "基本完成95%", "未完成21亩", "新建2座、改造3座", "约21亩", "82项①"]
        {
            assert!(matches!(actual(words), Actual::Described(_)), "{words}");
        }
        assert_eq!(about("约21亩").map(|it| it.to_string()).as_deref(), Some("21亩"));
        assert_eq!((quantity("0101").to_string(), quantity("101")), ("0101".to_string(), Quantity::Count(101)));
        assert_eq!(quantity("0.5万元").to_string(), "0.5");
        assert_eq!(amount("84万元"), Some(Decimal::from(84)));
        for wrong in ["八十四", "84.5.1", "8,4", "84元整", ""] {
            assert_eq!(amount(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn amounts_as_people_type_them() {
        for (typed, wan) in [
            ("'10930", "10930"),
            ("1.093亿", "10930"),
            ("1亿930万元", "10930"),
            ("1亿元930万元", "10930"),
            ("3万5000元", "3.5"),
            ("壹亿零玖佰叁拾万元整", "10930"),
            ("叁万贰仟圆整", "3.2"),
            ("八十四万元", "84"),
            ("10930万", "10930"),
            ("1.0930E4", "10930"),
            ("1.093e+4万元", "10930"),
            ("10930（万元）", "10930"),
            ("10930万元整", "10930"),
            ("¥10930", "10930"),
            ("人民币：￥10930万元", "10930"),
            ("10930.", "10930"),
            ("10930。", "10930"),
            ("109300千元", "10930"),
            ("109.3百万元", "10930"),
            ("10’930", "10930"),
            ("-84万元", "-84"),
        ] {
            let read = money(typed).map(|(value, unit)| match in_ten_thousands(unit) {
                Some(scale) => (value * scale).normalize().to_string(),
                None => value.to_string(),
            });
            assert_eq!(read.as_deref(), Some(wan), "{typed}");
        }
        for wrong in [
            "万元",
            "千元",
            "亿",
            "10930/8744",
            "10930（含上年200）",
            "10930万美元",
            "1亿930",
            "1亿20000万元",
            "1.5亿930万元",
            "约10930",
            "10'93",
            "1E99",
            "E4",
            "元",
            "整",
            "-",
        ] {
            assert_eq!(money(wrong), None, "{wrong}");
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
            let wanted = Target::Quantitative { comparator, measure: Measure::new(value, unit) };
            prop_assert_eq!(target(&wanted.to_string()), wanted);
        }

        #[test]
        fn a_printed_result_reads_back(value in numbers(), unit in units()) {
            let wanted = Measure::new(value, unit);
            prop_assert_eq!(actual(&wanted.to_string()), Actual::Measured(wanted.clone()));
            prop_assert_eq!(measure(&wanted.to_string()), Some(wanted));
        }

        #[test]
        fn a_printed_amount_reads_back(value in numbers()) {
            let shown = Money(value).to_string();
            prop_assert_eq!(amount(&shown), Some(value));
            prop_assert_eq!(money(&format!("{shown}万元")), Some((value, "万元")));
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
        fn no_text_makes_it_panic(text in "[0-9０-９.,，:：%％≥＞=＝<不低于超过以上万亿元项次壹拾千E'’ \\-—~]{0,14}") {
            let _ = (actual(&text), quantity(&text), money(&text), rate(&text));
        }
    }
}
