//! What a cell of 指标值 says: ≥ 65项, 不低于90%, 65项以上, 稳步提升. What has digits and is no plain number is asked about or
//! told; it is never taken for words in silence.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::base::characters::{is_han, without_blanks};
use crate::base::chinese_number::{chinese_decimal, is_chinese_numeral};
use crate::base::name_marks::is_note_mark;
use crate::base::text_part::TextPart;

use super::measure::{Comparator, Measure, Target};
use super::notation::{self, leading_number, measure, spelled_unit, unit_of};

/// How a target is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stated {
    /// One number, or words in which none is.
    Known(Target),
    /// Read so; it may be meant otherwise.
    Likely { target: Target, other: String, hint: String },
    /// Nothing speaks for one of the two.
    Either { readings: [String; 2], hint: String },
    /// Digits that make no number.
    Unreadable,
}

/// Before the number, longest first: ">=" must not be read as ">" and "=".
const BEFORE: [(&str, Comparator); 37] = [
    ("大于或等于", Comparator::AtLeast),
    ("高于或等于", Comparator::AtLeast),
    ("小于或等于", Comparator::AtMost),
    ("低于或等于", Comparator::AtMost),
    ("大于等于", Comparator::AtLeast),
    ("高于等于", Comparator::AtLeast),
    ("小于等于", Comparator::AtMost),
    ("低于等于", Comparator::AtMost),
    ("不得低于", Comparator::AtLeast),
    ("不得少于", Comparator::AtLeast),
    ("不得高于", Comparator::AtMost),
    ("不得超过", Comparator::AtMost),
    ("不低于", Comparator::AtLeast),
    ("不少于", Comparator::AtLeast),
    ("不小于", Comparator::AtLeast),
    ("不高于", Comparator::AtMost),
    ("不超过", Comparator::AtMost),
    ("不多于", Comparator::AtMost),
    ("不大于", Comparator::AtMost),
    ("控制在", Comparator::AtMost),
    ("至少", Comparator::AtLeast),
    ("最少", Comparator::AtLeast),
    ("最低", Comparator::AtLeast),
    ("最高", Comparator::AtMost),
    ("达到", Comparator::AtLeast),
    ("至多", Comparator::AtMost),
    ("最多", Comparator::AtMost),
    ("等于", Comparator::Exactly),
    (">=", Comparator::AtLeast),
    ("=>", Comparator::AtLeast),
    ("<=", Comparator::AtMost),
    ("=<", Comparator::AtMost),
    ("≥=", Comparator::AtLeast),
    ("≤=", Comparator::AtMost),
    ("≥", Comparator::AtLeast),
    ("≤", Comparator::AtMost),
    ("=", Comparator::Exactly),
];

/// Behind the number; 以上, 以下, 以内 include it (民法典第一千二百五十九条).
const BEHIND: [(&str, Comparator); 7] = [
    ("及以上", Comparator::AtLeast),
    ("以上", Comparator::AtLeast),
    ("及以下", Comparator::AtMost),
    ("以下", Comparator::AtMost),
    ("及以内", Comparator::AtMost),
    ("以内", Comparator::AtMost),
    ("之内", Comparator::AtMost),
];

/// These leave the number itself out; a target of a report is met by reaching it. Read like their neighbours, and the
/// clerk is asked.
const STRICT: [(&str, Comparator); 11] = [
    ("大于", Comparator::AtLeast),
    ("高于", Comparator::AtLeast),
    ("多于", Comparator::AtLeast),
    ("超过", Comparator::AtLeast),
    ("超", Comparator::AtLeast),
    (">", Comparator::AtLeast),
    ("小于", Comparator::AtMost),
    ("低于", Comparator::AtMost),
    ("少于", Comparator::AtMost),
    ("不足", Comparator::AtMost),
    ("<", Comparator::AtMost),
];

/// That say that the number is not to be taken exactly.
const ABOUT: [&str; 7] = ["大约", "大概", "接近", "将近", "约", "近", "≈"];
const ROUGHLY: [&str; 2] = ["左右", "上下"];

/// What is counted with a single numeral: 三家, never 一流.
const COUNTERS: [&str; 24] = [
    "项", "个", "家", "件", "次", "人", "名", "篇", "条", "台", "套", "场", "期", "种", "部", "份", "户", "座", "处",
    "年", "天", "人次", "万元", "亿元",
];

/// The target where it is plain enough; else words.
pub(crate) fn target(text: &str) -> Target {
    match stated(text) {
        Stated::Known(target) | Stated::Likely { target, .. } => target,
        Stated::Either { .. } | Stated::Unreadable => qualitative(text),
    }
}

pub(crate) fn stated(text: &str) -> Stated {
    let typed = tidy(text);
    let spelled = in_digits(&typed);
    let plain = spelled.as_deref().unwrap_or(&typed);
    let Compared { comparator, strict, found, rest } = compared(plain);
    if names_a_day(plain, found) {
        return Stated::Known(qualitative(text));
    }
    if let Some(measure) = measure(rest) {
        return exact(comparator, strict, measure, spelled.is_some());
    }
    if let Some([low, high]) = range(rest) {
        return Stated::Either {
            readings: [format!("≥{low}"), format!("≤{high}")],
            hint: format!("完成率按一个数算：至少要到{low}的，写成 ≥{low}；不能超过{high}的，写成 ≤{high}。"),
        };
    }
    let inexact = about(rest).map(|(own, measure)| (if found { comparator } else { own }, measure));
    if let Some((comparator, measure)) = inexact {
        let target = Target::Quantitative { comparator, measure };
        let hint = format!("写成准数，如 {target}。");
        return Stated::Likely { target, other: format!("大约的数（{}）", text.trim()), hint };
    }
    if let Some(measure) = with_remark(rest) {
        let target = Target::Quantitative { comparator, measure };
        let hint = format!("只写 {target}，别的话写到说明栏或指标名称里。");
        return Stated::Likely { target, other: format!("文字“{}”", text.trim()), hint };
    }
    let has_digits = plain.chars().any(|c| c.is_numeric());
    match () {
        () if several(plain).is_some() => Stated::Known(qualitative(text)),
        () if is_share_in_numerals(rest) || found && is_large_numeral(rest) => Stated::Unreadable,
        () if !has_digits => Stated::Known(qualitative(text)),
        () if found || is_number_like(rest) => Stated::Unreadable,
        () => behind_words(text, plain),
    }
}

fn exact(comparator: Comparator, strict: bool, measure: Measure, spelled: bool) -> Stated {
    let (at, beyond) = match comparator {
        Comparator::AtMost => ("≤", "小于"),
        _ => ("≥", "大于"),
    };
    // ＞0: any at all.
    let measure = match strict && comparator == Comparator::AtLeast && measure.value.is_zero() {
        true if COUNTERS.contains(&measure.unit.as_str()) => Measure { value: Decimal::ONE, ..measure },
        true => return Stated::Unreadable,
        false => measure,
    };
    if strict {
        let other = format!("{beyond}{measure}，不含本数");
        let hint = format!("达到本数就算完成的，写成 {at}{measure}；不算的，写成下一个数。");
        return Stated::Likely { target: Target::Quantitative { comparator, measure }, other, hint };
    }
    let target = Target::Quantitative { comparator, measure };
    match spelled {
        true => {
            let hint = format!("写成 {target}。");
            Stated::Likely { target, other: "文字".into(), hint }
        }
        false => Stated::Known(target),
    }
}

/// 较上年增长不低于5%, 新增50项, 建成2个平台：a number behind words.
fn behind_words(text: &str, plain: &str) -> Stated {
    let signs = || BEFORE.iter().chain(&STRICT).filter_map(|(sign, _)| plain.find(sign));
    let compared_at = signs().min().map(|at| compared(plain.part(at..)));
    if let Some(Compared { comparator, rest, .. }) = compared_at
        && let Some(measure) = measure(rest)
    {
        let target = Target::Quantitative { comparator, measure };
        let hint = format!("要算完成率的，只写 {target}；前面的话写到指标名称里。");
        return Stated::Likely { target, other: format!("文字“{}”", text.trim()), hint };
    }
    let digit = plain.find(|c: char| c.is_ascii_digit()).unwrap_or(plain.len());
    let number = measure(compared(plain.part(digit..)).rest).map_or_else(|| "里面的数".into(), |m| m.to_string());
    Stated::Likely {
        target: qualitative(text),
        other: number,
        hint: "是数的，只写比较符号、数和单位，如 ≥65项；是文字的，可以接受。".into(),
    }
}

/// The comparator before or behind, and what is left of the text.
struct Compared<'a> {
    comparator: Comparator,
    strict: bool,
    found: bool,
    rest: &'a str,
}

fn compared(plain: &str) -> Compared<'_> {
    let of = |list: &[(&str, Comparator)], text: &str| {
        list.iter().find_map(|(sign, comparator)| Some((*comparator, text.strip_prefix(sign)?.len())))
    };
    let usual = of(&BEFORE, plain);
    let strict = if usual.is_none() { of(&STRICT, plain) } else { None };
    let before = usual.or(strict);
    let rest = before.map_or(plain, |(_, left)| plain.part(plain.len() - left..));
    let behind = BEHIND.iter().find_map(|(sign, comparator)| Some((*comparator, rest.strip_suffix(sign)?)));
    // 5个工作日内, but no 市内.
    let within = || {
        let term = rest.strip_suffix('内').filter(|term| term.ends_with(['日', '天', '月', '年', '时', '周']));
        term.map(|term| (Comparator::AtMost, term))
    };
    let behind = behind.or_else(within).filter(|(_, rest)| rest.starts_with(|c: char| c.is_ascii_digit() || c == '-'));
    let comparator = before.map(|(comparator, _)| comparator).or(behind.map(|(comparator, _)| comparator));
    Compared {
        comparator: comparator.unwrap_or(Comparator::Exactly),
        strict: strict.is_some(),
        found: comparator.is_some(),
        rest: behind.map_or(rest, |(_, rest)| rest),
    }
}

/// What changes, and by how much behind it.
const CHANGES: [&str; 12] =
    ["增长", "增加", "增幅", "提高", "提升", "上升", "下降", "降低", "减少", "节约", "新增", "新建"];

/// 增长10%以上 and 同比增长12.6%: what stands behind the same word of change, where both are numbers then.
pub(crate) fn of_one_change<'a>(wanted: &'a str, reached: &'a str) -> Option<(&'a str, &'a str)> {
    fn split<'a>(text: &'a str, word: &str) -> Option<&'a str> {
        let (before, rest) = text.split_once(word)?;
        before.chars().all(is_han).then_some(rest)
    }
    let both = CHANGES.iter().find_map(|word| Some((split(wanted, word)?, split(reached, word)?)))?;
    let is_number = matches!(stated(both.0), Stated::Known(Target::Quantitative { .. }));
    (is_number && measure(&tidy(both.1)).is_some()).then_some(both)
}

/// 收到文件后30日内, done in 28日: the number behind words that the result is of.
pub(crate) fn number_behind_words<'a>(wanted: &'a str, reached: &str) -> Option<&'a str> {
    let words = wanted.part(..wanted.find(|c: char| c.is_ascii_digit())?);
    let signs = BEFORE.iter().chain(&STRICT);
    let signed = signs.filter_map(|(sign, _)| words.strip_suffix(sign)).min_by_key(|rest| rest.len());
    let start = signed.unwrap_or(words).len();
    let rest = wanted.part(start..);
    let Stated::Known(Target::Quantitative { measure: wanted, .. }) = stated(rest) else { return None };
    let same = measure(&tidy(reached))?.in_unit(&wanted.unit).filter(|_| !wanted.unit.is_empty());
    let is_vague = ABOUT.iter().any(|about| words.ends_with(about));
    (start > 0 && words.chars().all(is_han) && !is_vague && same.is_some()).then_some(rest)
}

/// A comparator stands before or behind the number.
pub(crate) fn is_compared(text: &str) -> bool {
    let plain = tidy(text);
    let compared = compared(&plain);
    compared.found && measure(compared.rest).is_some()
}

/// 1：2.19.
pub(crate) fn is_ratio(text: &str) -> bool {
    let plain = tidy(text);
    let rest = compared(&plain).rest;
    rest.starts_with("1:") && measure(rest).is_some()
}

/// 86座/3,440延米, ≥5个村、3个社区: several numbers in one, each of a unit of its own.
fn several(plain: &str) -> Option<Vec<(Comparator, Measure)>> {
    let first = compared(plain).comparator;
    let parts = plain.split(['/', '、', ';', '；']).map(|part| {
        let own = compared(part);
        let comparator = if own.found { own.comparator } else { first };
        measure(own.rest).filter(|measure| !measure.unit.is_empty()).map(|measure| (comparator, measure))
    });
    let parts: Vec<(Comparator, Measure)> = parts.collect::<Option<_>>()?;
    let units: BTreeSet<&str> = parts.iter().map(|(_, measure)| measure.unit.as_str()).collect();
    (parts.len() > 1 && units.len() == parts.len()).then_some(parts)
}

/// Of several numbers in one: was each of them reached?
pub(crate) fn reaches_each(wanted: &str, reached: &str) -> bool {
    let (Some(wanted), Some(reached)) = (several(&tidy(wanted)), several(&tidy(reached))) else { return false };
    wanted.len() == reached.len()
        && wanted.iter().all(|(comparator, wanted)| {
            let own = reached.iter().find_map(|(_, reached)| reached.in_unit(&wanted.unit));
            own.is_some_and(|own| match comparator {
                Comparator::AtMost => own.value <= wanted.value,
                Comparator::AtLeast | Comparator::Exactly => own.value >= wanted.value,
            })
        })
}

/// 5-8项, 80%~90%, 3至5个.
fn range(rest: &str) -> Option<[Measure; 2]> {
    let (low, after) = leading_number(rest)?;
    let at = after.find(['-', '—', '–', '~', '至', '到'])?;
    let (own, rest) = (after.part(..at), after.part(at..).trim_start_matches(['-', '—', '–', '~', '至', '到']));
    let (high, unit) = leading_number(rest)?;
    let unit = unit_of(unit)?;
    let fits = (own.is_empty() || own == unit) && low < high;
    fits.then(|| [low, high].map(|value| Measure::new(value, spelled_unit(unit))))
}

/// 约50项, 100余项, 90%左右: the number, and how it is to be compared.
fn about(rest: &str) -> Option<(Comparator, Measure)> {
    let begun = ABOUT.iter().find_map(|word| rest.strip_prefix(word));
    let bare = begun.unwrap_or(rest);
    let ended = ROUGHLY.iter().find_map(|word| bare.strip_suffix(word));
    let bare = ended.unwrap_or(bare);
    if let Some(measure) = measure(bare).filter(|_| begun.is_some() || ended.is_some()) {
        return Some((Comparator::Exactly, measure));
    }
    let (value, unit) = leading_number(bare)?;
    let unit = unit_of(unit.strip_prefix(['余', '多', '几', '来'])?)?;
    Some((Comparator::AtLeast, Measure::new(value, spelled_unit(unit))))
}

/// The number of a result with a remark or the mark of a note: 98.0%（抽查50户）, 82项①.
pub(crate) fn remarked(text: &str) -> Option<Measure> {
    with_remark(&tidy(text))
}

/// ≥95%（较上年）, 100%覆盖, 90%①: a number with words or the mark of a note behind its unit.
fn with_remark(rest: &str) -> Option<Measure> {
    if let Some(measure) = without_mark(rest).and_then(measure) {
        return Some(measure);
    }
    if let Some(measure) = rest.strip_suffix(')').and_then(|rest| measure(rest.split_once('(')?.0)) {
        return Some(measure);
    }
    let (value, words) = leading_number(rest)?;
    let words = words.strip_prefix('%').filter(|words| words.chars().all(is_han))?;
    (!words.is_empty()).then(|| Measure::new(value, "%"))
}

/// 90%*, 90%¹, 90%[1], 90%。
fn without_mark(rest: &str) -> Option<&str> {
    let marked = rest.trim_end_matches(['。', ';', '；', ',', '、']).trim_end_matches(is_note_mark);
    let numbered = || {
        let (bare, note) = marked.strip_suffix([']', '〕'])?.rsplit_once(['[', '〔'])?;
        let note = note.trim_start_matches('注');
        note.chars().all(|c| c.is_ascii_digit()).then_some(bare)
    };
    Some(numbered().unwrap_or(marked)).filter(|bare| bare.len() < rest.len())
}

/// 90。5%, 90.5.1%, 9O%: meant as a number. 5A级景区 is not.
fn is_number_like(rest: &str) -> bool {
    let of_number = |c: char| c.is_ascii_digit() || ".,。、·'’`;:-+/*×Oo〇○ ⏎第".contains(c);
    let end = rest.find(|c: char| !of_number(c)).unwrap_or(rest.len());
    let (number, unit) = rest.split_at(end);
    number.starts_with(|c: char| c.is_ascii_digit() || ".,。-+".contains(c))
        && (unit.is_empty() || unit_of(unit).is_some())
}

/// 2025年12月底前, 12月31日, 2025.12: a time, which no rate is reckoned of.
fn names_a_day(plain: &str, compared: bool) -> bool {
    let mut rest = plain;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let digits: String = rest.part(start..).chars().take_while(char::is_ascii_digit).collect();
        let after = rest.part(start + digits.len()..);
        let number: u32 = digits.parse().unwrap_or_default();
        let is_year = digits.len() == 4 && (1990..2100).contains(&number);
        let separated = || {
            let next: String = after.part(1..).chars().take_while(char::is_ascii_digit).collect();
            next.parse::<u32>().is_ok_and(|month| (1..=12).contains(&month)) && next.len() <= 2
        };
        let of_year = is_year && (after.starts_with('年') || after.starts_with(['-', '/', '.']) && separated());
        let of_month = after.strip_prefix('月').is_some_and(|rest| {
            let day = rest.starts_with(|c: char| c.is_ascii_digit());
            let part = ["底", "末", "初", "份", "前", "上旬", "中旬", "下旬"].iter().any(|word| rest.starts_with(word));
            (1..=12).contains(&number) && (day || part || rest.is_empty() && !compared)
        });
        if of_year || of_month {
            return true;
        }
        rest = after;
    }
    false
}

/// 三十项, 不少于三家, 百分之九十, 九成: the same in digits; `None` where there are none to be put.
fn in_digits(plain: &str) -> Option<String> {
    let sign = BEFORE.iter().chain(&STRICT).find(|(sign, _)| plain.starts_with(sign)).map_or(0, |(sign, _)| sign.len());
    let (head, rest) = plain.split_at(sign);
    let share = SHARES.iter().find_map(|(word, sign)| Some((*sign, rest.strip_prefix(word)?)));
    let (share, rest) = share.map_or((None, rest), |(sign, rest)| (Some(sign), rest));
    let length: usize = rest.chars().take_while(|c| is_of_numeral(*c)).map(char::len_utf8).sum();
    let (mut numeral, mut unit) = rest.split_at(length);
    // 三百万元 counts 万元.
    if share.is_none() && unit.starts_with(['元', '人', '户', '吨', '亩']) && numeral.ends_with('万') {
        numeral = numeral.part(..numeral.len() - '万'.len_utf8());
        unit = rest.part(numeral.len()..);
    }
    let value = chinese_decimal(numeral).filter(|_| !numeral.is_empty() && !numeral.starts_with('万'))?;
    let behind = BEHIND.iter().find_map(|(sign, _)| unit.strip_suffix(sign)).unwrap_or(unit);
    let digits = match (share, behind.strip_prefix('成')) {
        (Some(sign), _) => format!("{value}{sign}{unit}"),
        // 九成, 九成八
        (None, Some(part)) if value >= Decimal::ONE && value <= Decimal::TEN => {
            let part = if part.is_empty() {
                Decimal::ZERO
            } else {
                chinese_decimal(part).filter(|part| *part < Decimal::TEN)?
            };
            let sign = unit.part(behind.len()..);
            format!("{}%{sign}", (value * Decimal::TEN + part).normalize())
        }
        _ => {
            let several = numeral.chars().nth(1).is_some() && numeral.contains(['十', '百', '千', '点']);
            let counted = COUNTERS.contains(&behind) && value > Decimal::ONE;
            let fits = !behind.is_empty() && unit_of(behind).is_some();
            if !fits || !(counted || several) {
                return None;
            }
            format!("{value}{unit}")
        }
    };
    Some(format!("{head}{digits}"))
}

/// 百分之九十, 百分百, 千分之五.
const SHARES: [(&str, &str); 3] = [("百分之", "%"), ("百分", "%"), ("千分之", "‰")];

fn is_of_numeral(c: char) -> bool {
    is_chinese_numeral(c) || c == '点'
}

/// 九八%, 百分之九八, 九成几: a share in numerals that make no number.
fn is_share_in_numerals(rest: &str) -> bool {
    let share = SHARES.iter().find_map(|(word, _)| rest.strip_prefix(word));
    let all = |text: &str| {
        text.starts_with(is_chinese_numeral) && text.chars().all(|c| is_of_numeral(c) || "成%‰".contains(c))
    };
    share.is_some_and(all) || all(rest) && rest.contains(['成', '%', '‰', '点'])
}

/// 一百五项, which may be 150: counted in numerals that are no number. 一流 and 二级 are words.
fn is_large_numeral(rest: &str) -> bool {
    let numeral: String = rest.chars().take_while(|c| is_of_numeral(*c)).collect();
    numeral.chars().count() > 2 && numeral.contains(['百', '千', '万'])
}

/// Half-width, without blanks, without （含）.
fn tidy(text: &str) -> String {
    notation::tidy(text).replace("(含本数)", "").replace("(含)", "")
}

fn qualitative(text: &str) -> Target {
    Target::Qualitative(without_blanks(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn known(text: &str, shown: &str) {
        let Stated::Known(target @ Target::Quantitative { .. }) = stated(text) else {
            panic!("{text}: {:?}", stated(text))
        };
        assert_eq!(target.to_string(), shown, "{text}");
    }

    #[track_caller]
    fn likely(text: &str, shown: &str) {
        let Stated::Likely { target, .. } = stated(text) else { panic!("{text}: {:?}", stated(text)) };
        assert_eq!(target.to_string(), shown, "{text}");
    }

    #[test]
    fn targets_as_people_type_them() {
        for (text, shown) in [
            ("≥ 65项", "≥65项"),
            ("＞＝９０％", "≥90%"),
            ("不低于2", "≥2"),
            ("≥28166万元", "≥28166万元"),
            ("不超过1,200.50元", "≤1200.5元"),
            ("75%", "75%"),
            ("≧1：2.19", "≥2.19"),
            ("65项以上", "≥65项"),
            ("90%（含）以上", "≥90%"),
            ("10%及以内", "≤10%"),
            ("控制在10%以内", "≤10%"),
            ("5个工作日内", "≤5个工作日"),
            ("⩾65项", "≥65项"),
            ("≥90﹪", "≥90%"),
            ("不大于3起", "≤3起"),
            ("不得少于3家", "≥3家"),
            ("最少3家", "≥3家"),
            ("最高10%", "≤10%"),
            ("≥29442.78（万元）", "≥29442.78万元"),
            ("≥82（项）", "≥82项"),
            ("≤0.35吨标准煤/万元", "≤0.35吨标准煤/万元"),
            ("≥2次/人·年", "≥2次/人·年"),
            ("≥1.5万人次", "≥1.5万人次"),
            ("≤300元/平方米", "≤300元/平方米"),
            ("≥-5%", "≥-5%"),
            ("≥95‰", "≥95‰"),
            ("≥420件（套）", "≥420件（套）"),
            ("≤3个(处)", "≤3个（处）"),
            ("≤38/10万", "≤38/10万"),
            ("不高于14人/10万", "≤14人/10万"),
            ("≤1.6：1", "≤1.6：1"),
        ] {
            known(text, shown);
        }
    }

    #[test]
    fn what_may_be_meant_otherwise_is_asked_about() {
        for (text, shown) in [
            ("＞65项", "≥65项"),
            ("大于65项", "≥65项"),
            ("超65项", "≥65项"),
            ("低于3起", "≤3起"),
            ("约50项", "50项"),
            ("90%左右", "90%"),
            ("100余项", "≥100项"),
            ("≥100多项", "≥100项"),
            ("三十项", "30项"),
            ("不少于三家", "≥3家"),
            ("百分之九十以上", "≥90%"),
            ("九成以上", "≥90%"),
            ("三百万元", "300万元"),
            ("≥九成八", "≥98%"),
            ("九成八以上", "≥98%"),
            ("≥九十八点五%", "≥98.5%"),
            ("百分之九十八点五", "98.5%"),
            ("≥百分百", "≥100%"),
            ("≥九点八成", "≥98%"),
            ("≥千分之九百八十", "≥980‰"),
            ("≥六十五点五项", "≥65.5项"),
            ("≥95%（较上年）", "≥95%"),
            ("≥90%①", "≥90%"),
            ("≥90%*", "≥90%"),
            ("≥90%[1]", "≥90%"),
            ("≥90%。", "≥90%"),
            ("100%覆盖", "100%"),
            ("≥65项（累计）", "≥65项"),
            ("较上年增长≥5%", "≥5%"),
            ("新增50项", "新增50项"),
            ("建成2个平台，培训3批", "建成2个平台，培训3批"),
            ("5A级景区", "5A级景区"),
        ] {
            likely(text, shown);
        }
        for text in ["5-8项", "80%~90%", "80%—90%", "5至8项", "控制在5—8%", "5～8"] {
            assert!(matches!(stated(text), Stated::Either { .. }), "{text}: {:?}", stated(text));
        }
    }

    #[test]
    fn digits_that_make_no_number_are_told() {
        for text in [
            "≥90。5%",
            "90。5%",
            "90.5.1%",
            "≥9O%",
            "≥1,00项",
            "90.%",
            "≥５。５项",
            "≥5项且≤8项",
            "90·5%",
            "≥九八%",
            "≥百分之九八",
            "≥40 42项",
            "29442.78,5万元",
            "1. 82项",
        ] {
            assert_eq!(stated(text), Stated::Unreadable, "{text}");
        }
    }

    #[test]
    fn a_number_behind_words_counts_where_the_result_is_of_its_unit() {
        for (wanted, reached, number) in [
            ("收到中央文件后30日内", "28日", Some("30日内")),
            ("新增不少于50项", "52项", Some("不少于50项")),
            ("新增50项", "已新增", None),
            ("新增50项", "52家", None),
            ("2025年12月31日前", "20日", None),
            ("30日内", "28日", None),
            ("大约50项", "52项", None),
            ("大于65项", "82项", None),
            ("超65项", "82项", None),
        ] {
            assert_eq!(number_behind_words(wanted, reached), number, "{wanted} {reached}");
        }
    }

    #[test]
    fn several_numbers_in_one_are_reached_each() {
        for (wanted, reached, all) in [
            ("86座/3,440延米", "86座/3,512延米", true),
            ("86座/3,440延米", "85座/3,512延米", false),
            ("≥5个村、3个社区", "5个村、4个社区", true),
            ("≤5起、3天", "6起、2天", false),
            ("86座/3,440延米", "86座", false),
            ("0.5元/户", "0.6元/户", false),
        ] {
            assert_eq!(reaches_each(wanted, reached), all, "{wanted} {reached}");
        }
        let words = Target::Qualitative("86座/3440延米".into());
        assert_eq!(stated("86座/3440延米"), Stated::Known(words));
        likely("＞0件", "≥1件");
        assert_eq!(stated("＞0%"), Stated::Unreadable);
    }

    #[test]
    fn words_and_times_stay_words() {
        for text in [
            "稳步提升",
            "不低于上年",
            "2025年12月31日前",
            "2025年底前完成",
            "12月底前",
            "十二月底前",
            "2025.12",
            "十分满意",
            "国内一流",
            "一批",
            "不断提高",
            "一成不变",
            "不低于一流水平",
            "达到二级",
            "百分点",
        ] {
            let words = Target::Qualitative(text.into());
            assert_eq!(stated(text), Stated::Known(words), "{text}");
        }
    }

    #[test]
    fn results_that_are_compared_or_ratios_are_known() {
        assert!(is_compared("≥98%") && is_compared("98%以上") && !is_compared("98%") && !is_compared("不断提高"));
        assert!(is_ratio("≥1：2") && is_ratio("1:2.19") && !is_ratio("2：1") && !is_ratio("2.19"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[0-9０-９.,，。:：%％≥＞=＝<不低于超过以上约余内万亿元项次三十百成年月日()（含） \\-—~至]{0,14}") {
            let _ = (target(&text), is_compared(&text), is_ratio(&text));
        }

        // What has digits is words only where it is a time, or where that is asked about.
        #[test]
        fn digits_are_never_words_in_silence(text in "[0-9.,。%≥≤以上项个]{1,8}") {
            if let Stated::Known(Target::Qualitative(words)) = stated(&text) {
                proptest::prop_assert!(!words.contains(|c: char| c.is_ascii_digit()), "{}", words);
            }
        }
    }
}
