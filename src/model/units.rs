//! Units that are one another times a power of ten: 人 and 万人, 元 and 亿元, 米 and 公里, 千克 and 吨.

use rust_decimal::Decimal;

/// Names of a unit by the smallest of its kind, and how many zeros it has more.
const SIZES: [(&str, &str, u32); 53] = [
    ("毫米", "毫米", 0),
    ("厘米", "毫米", 1),
    ("米", "毫米", 3),
    ("千米", "毫米", 6),
    ("公里", "毫米", 6),
    ("毫克", "毫克", 0),
    ("克", "毫克", 3),
    ("千克", "毫克", 6),
    ("公斤", "毫克", 6),
    ("吨", "毫克", 9),
    ("瓦", "瓦", 0),
    ("千瓦", "瓦", 3),
    ("兆瓦", "瓦", 6),
    ("千瓦时", "千瓦时", 0),
    ("度", "千瓦时", 0),
    ("毫升", "毫升", 0),
    ("升", "毫升", 3),
    ("平方米", "平方米", 0),
    ("平方公里", "平方米", 6),
    ("平方千米", "平方米", 6),
    ("立方米", "立方米", 0),
    ("方", "立方米", 0),
    ("立方", "立方米", 0),
    ("m³", "立方米", 0),
    ("㎥", "立方米", 0),
    ("m3", "立方米", 0),
    ("平方", "平方米", 0),
    ("m²", "平方米", 0),
    ("㎡", "平方米", 0),
    ("m2", "平方米", 0),
    ("km²", "平方米", 6),
    ("km2", "平方米", 6),
    ("m", "毫米", 3),
    ("km", "毫米", 6),
    ("kg", "毫克", 6),
    ("t", "毫克", 9),
    ("小时", "小时", 0),
    ("h", "小时", 0),
    ("公顷", "公顷", 0),
    ("hm²", "公顷", 0),
    ("吨标准煤", "毫克", 9),
    ("吨标煤", "毫克", 9),
    ("tce", "毫克", 9),
    ("天", "天", 0),
    ("日", "天", 0),
    ("工作日", "工作日", 0),
    ("个工作日", "工作日", 0),
    ("人", "人", 0),
    ("名", "人", 0),
    ("场", "场", 0),
    ("场次", "场", 0),
    ("台套", "台套", 0),
    ("台（套）", "台套", 0),
];

/// Before a unit of any kind.
const POWERS: [(&str, u32); 2] = [("万", 4), ("亿", 8)];

/// How many of the unit `to` one of `from` is; `None` where they are not of one kind.
pub fn factor(from: &str, to: &str) -> Option<Decimal> {
    if from == to {
        return Some(Decimal::ONE);
    }
    let (from, to) = (parts(from), parts(to));
    if from.per != to.per || from.of.is_empty() || from.of != to.of {
        return None;
    }
    let power = |zeros: u32| Decimal::from(10_u64.pow(zeros));
    power(from.zeros.saturating_sub(to.zeros)).checked_div(power(to.zeros.saturating_sub(from.zeros)))
}

/// A unit by the smallest of its kind: 万元/公里 is 元 with four zeros, per 公里.
#[derive(PartialEq)]
struct Parts<'a> {
    of: &'a str,
    zeros: u32,
    per: &'a str,
}

fn parts(unit: &str) -> Parts<'_> {
    let end = unit.find(['/', '／', '·']).unwrap_or(unit.len());
    let (counted, per) = unit.split_at(end);
    let power = POWERS.iter().find_map(|(word, zeros)| Some((*zeros, counted.strip_prefix(word)?)));
    let (zeros, bare) = power.filter(|(_, bare)| !bare.is_empty()).unwrap_or((0, counted));
    match SIZES.iter().find(|(name, ..)| *name == bare) {
        Some((_, of, own)) => Parts { of, zeros: zeros + own, per },
        None => Parts { of: bare, zeros, per },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(from: &str, to: &str, wanted: Option<&str>) {
        assert_eq!(factor(from, to).map(|factor| factor.normalize().to_string()).as_deref(), wanted, "{from} {to}");
    }

    #[test]
    fn a_unit_with_another_power_of_ten_is_the_same_unit() {
        case("人", "万人", Some("0.0001"));
        case("万人次", "人次", Some("10000"));
        case("亿元", "万元", Some("10000"));
        case("元", "亿元", Some("0.00000001"));
        case("公里", "米", Some("1000"));
        case("千克", "吨", Some("0.001"));
        case("万吨", "公斤", Some("10000000"));
        case("万元/公里", "元/公里", Some("10000"));
        case("万m³", "万立方米", Some("1"));
        case("km", "m", Some("1000"));
        case("hm²", "公顷", Some("1"));
        case("万tce", "万吨标准煤", Some("1"));
        case("名", "万人", Some("0.0001"));
        case("日", "天", Some("1"));
        case("件（套）", "件（套）", Some("1"));
    }

    #[test]
    fn another_kind_is_another_unit() {
        for (from, to) in [
            ("人", "人次"),
            ("个", "项"),
            ("%", "‰"),
            ("", "万"),
            ("亩", "公顷"),
            ("元/吨", "元/公里"),
            ("万元", "%"),
            ("件", "件（套）"),
            ("米", "平方米"),
            ("m²", "m³"),
            ("km²", "公顷"),
        ] {
            case(from, to, None);
            case(to, from, None);
        }
    }
}
