//! Days that indicators of time name: 2025年11月底前, done on 2025年10月28日. A day that is named by its month or its part is
//! all its days; where one of them is too late and another is not, nobody knows.

use crate::base::characters::bare;
use crate::base::date::Date;
use crate::base::text_part::TextPart;

/// Was it done in time? `None` where the texts name no days, or none that tell.
pub(crate) fn in_time(wanted: &str, reached: &str) -> Option<bool> {
    let (wanted, reached) = (days(wanted)?, days(reached)?);
    // 10月31日前, done on 10月18日: of one year.
    let year = wanted.year.or(reached.year).unwrap_or(LEAP);
    let [first, last] = wanted.dates(wanted.year.unwrap_or(year))?;
    let [done_first, done_last] = reached.dates(reached.year.unwrap_or(year))?;
    match () {
        () if done_last <= first || wanted.is_whole && done_last <= last => Some(true),
        () if done_first > last => Some(false),
        () => None,
    }
}

/// Any year that has all days.
const LEAP: u16 = 2000;

/// The days that a text names.
struct Days {
    year: Option<u16>,
    first: (u8, u8),
    last: (u8, u8),
    /// 底前, 内: any of these days is in time.
    is_whole: bool,
}

impl Days {
    fn dates(&self, year: u16) -> Option<[Date; 2]> {
        let date = |(month, day): (u8, u8)| (day.min(28)..=day).rev().find_map(|day| Date::new(year, month, day));
        Some([date(self.first)?, date(self.last)?])
    }
}

/// The one day or month or year of a text that says nothing else in digits, and nothing of what was not done.
fn days(text: &str) -> Option<Days> {
    const LAST: u8 = 31;
    let text = bare(text);
    let undone = ["未", "没", "尚", "预计", "计划", "拟", "以后", "之后", "后"];
    if undone.iter().any(|word| text.contains(word)) {
        return None;
    }
    if let Some(quarter) = quarter(&text) {
        return Some(quarter);
    }
    if ["年底", "年末", "年内", "当年底", "本年底"].iter().any(|word| text.starts_with(word)) {
        let first = if text.starts_with("年内") { (1, 1) } else { (12, LAST) };
        return Some(Days { year: None, first, last: (12, LAST), is_whole: true }).filter(|_| !has_digits(&text));
    }
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let mut rest = text.part(start..);
    let (mut year, mut month, mut day) = (None, None, None);
    while let Some((number, mark, behind)) = numbered(rest) {
        match mark {
            '年' | '-' | '/' | '.' if year.is_none() && month.is_none() && number > 1000 => year = Some(number),
            '月' | '-' | '/' | '.' if month.is_none() => month = Some(number),
            '日' | '号' if day.is_none() && month.is_some() => day = Some(number),
            _ => return None,
        }
        rest = behind;
    }
    if let (Some(_), None, Ok(number)) = (month, day, rest.parse::<u16>()) {
        // 2025-10-28.
        (day, rest) = (Some(number), "");
    }
    if rest.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let month = month.map(u8::try_from).transpose().ok()?;
    let day = day.map(u8::try_from).transpose().ok()?;
    let begins = |words: &[&str]| words.iter().any(|word| rest.starts_with(word));
    let (first, last, part) = match (month, day) {
        (Some(month), Some(day)) => ((month, day), (month, day), true),
        (Some(month), None) if begins(&["底", "末"]) => ((month, LAST), (month, LAST), true),
        (Some(month), None) if begins(&["上旬"]) => ((month, 1), (month, 10), true),
        (Some(month), None) if begins(&["中旬"]) => ((month, 11), (month, 20), true),
        (Some(month), None) if begins(&["下旬"]) => ((month, 21), (month, LAST), true),
        (Some(month), None) => ((month, 1), (month, LAST), false),
        (None, None) if begins(&["底", "末"]) => ((12, LAST), (12, LAST), true),
        (None, None) => ((1, 1), (12, LAST), false),
        (None, Some(_)) => return None,
    };
    year.is_some().then_some(()).or(month.map(|_| ()))?;
    let before = rest.contains('前') && !part;
    Some(Days { year, first, last, is_whole: !before })
}

fn has_digits(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

/// 2025年第三季度: its days.
fn quarter(text: &str) -> Option<Days> {
    let (before, after) = text.split_once("季度")?;
    let (last, nth) = (3_u8..).step_by(3).zip(["一", "二", "三", "四"]).find(|(_, nth)| before.ends_with(nth))?;
    let before = before.strip_suffix(nth)?.trim_end_matches('第');
    let year = match before.strip_suffix('年') {
        Some(year) => Some(year.parse().ok().filter(|year| *year > 1000)?),
        None if before.is_empty() => None,
        None => return None,
    };
    let is_whole = !after.contains('前') || after.starts_with(['底', '末']);
    (!has_digits(after)).then_some(Days { year, first: (last - 2, 1), last: (last, 31), is_whole })
}

/// 2025年, 11月, 30日 at the text's start: the number, its mark, what follows.
fn numbered(text: &str) -> Option<(u16, char, &str)> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let mark = text.part(digits..).chars().next()?;
    let number = text.part(..digits).parse().ok()?;
    matches!(mark, '年' | '月' | '日' | '号' | '-' | '/' | '.')
        .then(|| (number, mark, text.part(digits + mark.len_utf8()..)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_by_its_day_is_in_time() {
        for (wanted, reached, shown) in [
            ("2025年11月底前", "2025年10月28日", Some(true)),
            ("2025年11月底前", "2025年11月30日", Some(true)),
            ("2025年11月30日前", "2025年12月20日", Some(false)),
            ("11月30日前", "2025年12月20日", Some(false)),
            ("2025年12月31日前完成", "2025年12月完成验收", Some(true)),
            ("2025年底前", "2025-12-05", Some(true)),
            ("2025年底前", "2026年1月", Some(false)),
            ("2025年6月前", "2025年5月", Some(true)),
            ("2025年6月前", "2025年6月10日", None),
            ("2025年6月前", "2025年7月1日", Some(false)),
            ("2025年6月", "2025年6月10日", Some(true)),
            ("10月31日前", "10月18日", Some(true)),
            ("10月31日前", "11月2日", Some(false)),
            ("10月底前", "10月底", Some(true)),
            ("年底前", "12月20日", Some(true)),
            ("第三季度", "9月20日", Some(true)),
            ("2025年第三季度", "2025年10月8日", Some(false)),
            ("第三季度前", "8月", None),
            ("不晚于2025年9月上旬", "2025年9月8日", Some(true)),
            ("2025年11月15日前", "2025年11月", None),
            ("2025年11月底前", "尚未完成，预计2026年3月", None),
            ("2025年1月至11月", "2025年10月", None),
            ("2025年11月底前", "已完成", None),
            ("稳步提升", "2025年10月", None),
            ("2025年13月底前", "2025年10月", None),
        ] {
            assert_eq!(in_time(wanted, reached), shown, "{wanted} {reached}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(one in "[0-9年月日底前上旬./ -]{0,12}", other in "[0-9年月日底末]{0,12}") {
            let _ = in_time(&one, &other);
        }
    }
}
