//! Dates as people type them: 2025年5月19日, 2025/5/19, 2025-05-19, 2025.5.19, 20250519, and the day's number of a cell
//! that lost its format.

use rust_decimal::Decimal;

use crate::base::date::Date;
use crate::base::place::{Place, Sourced};
use crate::base::text_part::TextPart;

use super::faults::Faults;
use super::normalisation::NormalisationKind as Kind;
use crate::base::characters::bare;
use crate::base::chinese_number::chinese_number;
use crate::sheets::fault::Fault;
use crate::sheets::sheet::CellValue;

/// The date of a cell that holds something; what is none, or could be two, is a fault.
pub(crate) fn read(value: &CellValue, place: &Place, faults: &mut Faults) -> Option<Sourced<Date>> {
    let words = value.words();
    let date = match value {
        CellValue::Date(date) => Some(*date),
        CellValue::Number(days) => of_serial(*days).or_else(|| parse_date(&words)),
        _ => parse_date(&words),
    };
    if let Some(date) = date {
        if parse_date(&words) != Some(date) || !words.contains('年') {
            faults.read_as(place, Kind::Date, &words, &date.to_string());
        }
        return Some(Sourced::new(date, place.clone()));
    }
    let expected = "日期，如 2025年5月19日".to_string();
    let wrong = Fault::WrongCell { what: "印发日期".into(), expected, actual: words.clone() };
    faults.add(place, incomplete(&words).or_else(|| value.fault()).unwrap_or(wrong));
    None
}

/// 5月8日, in the year of the document's number, which is asked about.
pub(crate) fn of_year(
    value: &CellValue,
    year: Option<u16>,
    place: &Place,
    faults: &mut Faults,
) -> Option<Sourced<Date>> {
    let words = bare(&value.words());
    let is_day = words.contains('月') && !words.contains('年');
    let date = year.filter(|_| is_day).and_then(|year| parse_date(&format!("{year}年{words}")));
    let Some(date) = date else { return read(value, place, faults) };
    faults.add(
        place,
        Fault::Ambiguous {
            what: "印发日期没有写年份，".into(),
            actual: words.to_string(),
            readings: [format!("{date}（文号的年份）"), "别的年份".into()],
            taken: true,
            hint: "照原文件补上年份，如 2025年5月19日。".into(),
        },
    );
    Some(Sourced::new(date, place.clone()))
}

/// 2025.05 and 2025年5月: a month without a day.
fn incomplete(words: &str) -> Option<Fault> {
    let text = bare(words);
    let (year, month) = text.trim_end_matches('月').split_once(['年', '.', '/', '-'])?;
    let (year, number): (u16, u8) = (year.parse().ok()?, month.parse().ok()?);
    let known = (1990..2100).contains(&year) && (1..=12).contains(&number);
    // A cell that holds a number has lost the last nought of 2025.10.
    let tenth = known && month == "1" && text.contains('.');
    known.then(|| Fault::DateWithoutDay {
        actual: words.to_string(),
        readings: if tenth { vec![(year, 1), (year, 10)] } else { vec![(year, number)] },
    })
}

/// A date whose cell lost its format: days since 30 December 1899, from 1990 to 2100.
fn of_serial(days: Decimal) -> Option<Date> {
    let days = i64::try_from(days).ok().filter(|_| days.is_integer())?;
    let mut rest = days - DAYS_TO_1990;
    for year in 1990..2100 {
        for month in 1..=12 {
            let length = (28..=31).rev().find(|&day| Date::new(year, month, day).is_some()).unwrap_or(28);
            if (0..i64::from(length)).contains(&rest) {
                return Date::new(year, month, u8::try_from(rest + 1).ok()?);
            }
            rest -= i64::from(length);
        }
    }
    None
}

/// 1 January 1990 as Excel counts.
const DAYS_TO_1990: i64 = 32_874;

pub(crate) fn parse_date(text: &str) -> Option<Date> {
    let text = bare(without_time(text)).trim_matches(['(', ')', '\'', '’']).to_string();
    if text.len() == 8 && text.bytes().all(|c| c.is_ascii_digit()) {
        return Date::new(text.part(..4).parse().ok()?, text.part(4..6).parse().ok()?, text.part(6..).parse().ok()?);
    }
    let text = text.strip_suffix('日').or_else(|| text.strip_suffix('号')).unwrap_or(&text);
    let parts: Vec<&str> = text.split(['年', '月', '/', '-', '.']).collect();
    let [year, month, day] = parts.as_slice() else { return None };
    // 25/5/19 may be a day, a month or a year first.
    if year.chars().count() != 4 {
        return None;
    }
    let small = |text: &str| u8::try_from(number(text)?).ok();
    Date::new(number(year)?, small(month)?, small(day)?)
}

/// 2025, 二〇二五, 十九.
fn number(text: &str) -> Option<u16> {
    let each = |c: char| if c == '○' { Some(0) } else { chinese_number(&c.to_string()).filter(|digit| *digit < 10) };
    let digits = || text.chars().map(each).try_fold(0, |sum, digit| u16::try_from(digit?).ok()?.checked_add(sum * 10));
    let in_words = || u16::try_from(chinese_number(text)?).ok();
    text.parse().ok().or_else(|| if text.chars().count() == 4 { digits() } else { in_words() })
}

/// 2025/5/19 0:00:00, 2025-05-19T00:00:00: as web systems export a day.
fn without_time(text: &str) -> &str {
    let text = text.trim();
    let is_time = |time: &str| time.contains(':') && time.chars().all(|c| c.is_ascii_digit() || ":.Z".contains(c));
    text.split_once([' ', 'T', '\u{A0}']).filter(|(_, time)| is_time(time.trim())).map_or(text, |(day, _)| day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_that_lost_their_format() {
        assert_eq!(of_serial(Decimal::from(32_874)), Date::new(1990, 1, 1));
        assert_eq!(of_serial(Decimal::from(45_796)), Date::new(2025, 5, 19));
        assert_eq!(of_serial(Decimal::from(45_716)), Date::new(2025, 2, 28));
        assert_eq!(of_serial(Decimal::from(7)), None);
    }

    #[test]
    fn dates_as_people_type_them() {
        for text in [
            "2025年5月19日",
            "2025/5/19",
            "2025-05-19",
            "2025.05.19",
            "２０２５年５月１９日",
            "20250519",
            "2025年5月19号",
            "2025/5/19 0:00:00",
            "2025-05-19T00:00:00",
            "二〇二五年五月十九日",
            "二○二五年五月十九日",
            "（2025年5月19日）",
        ] {
            assert_eq!(parse_date(text), Date::new(2025, 5, 19), "{text}");
        }
        for text in [
            "2025年2月30日",
            "5月19日",
            "2025年5月",
            "去年",
            "25/5/19",
            "19/5/2025",
            "20251301",
            "二五年五月十九日",
            "2025年5月19日 下午",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn a_month_lacks_its_day() {
        let readings = |text: &str| match incomplete(text) {
            Some(Fault::DateWithoutDay { readings, .. }) => Some(readings),
            _ => None,
        };
        assert_eq!(readings("2025.05"), Some(vec![(2025, 5)]));
        assert_eq!(readings("2025.1"), Some(vec![(2025, 1), (2025, 10)]));
        assert_eq!(readings("2025年1月"), Some(vec![(2025, 1)]));
        assert_eq!((readings("2025.13"), readings("12.5")), (None, None));
    }

    proptest! {
        #[test]
        fn a_printed_date_reads_back(year in 1990u16..2100, month in 1u8..=12, day in 1u8..=31) {
            if let Some(date) = Date::new(year, month, day) {
                prop_assert_eq!(parse_date(&date.to_string()), Some(date));
            }
        }
    }
}
