//! The table of documents that hand the money down.

use rust_decimal::Decimal;

use crate::document::Date;
use crate::model::budget::{AllocationDocument, AllocationLevel};
use crate::model::place::Sourced;

use super::fault::Fault;
use super::money::amount;
use super::projects::tidy;
use super::recognise::{Recognition, half_width, head_key, meaning};
use super::workbook::CellValue;
use super::{Faults, Table};

pub(crate) fn read(table: &Table<'_>, recognition: &Recognition, faults: &mut Faults) -> Vec<AllocationDocument> {
    let mut documents = Vec::new();
    for row in table.rows() {
        let level = table.head.column("层级").map_or_else(String::new, |column| table.sheet.words(row, column));
        // 合计 under the documents: what it sums up is checked against the budget.
        if recognition.total_rows.iter().any(|total| head_key(total) == head_key(&level)) {
            continue;
        }
        documents.extend(document(table, row, recognition, faults));
    }
    documents
}

fn document(table: &Table<'_>, row: u32, recognition: &Recognition, faults: &mut Faults) -> Option<AllocationDocument> {
    let mut words = |field: &str| {
        let column = table.head.column(field)?;
        let place = table.sheet.place(row, column);
        let text = tidy(&table.sheet.words(row, column));
        if text.is_empty() {
            faults.add(&place, Fault::Blank { what: field.to_string() });
            return None;
        }
        Some(Sourced::new(text, place))
    };
    let (level, title, number) = (words("层级"), words("文件名称"), words("文号"));
    let level = level.and_then(|level| match meaning(&recognition.levels, &level.value) {
        Some("中央") => Some(Sourced::new(AllocationLevel::Central, level.place)),
        Some(_) => Some(Sourced::new(AllocationLevel::Provincial, level.place)),
        None => {
            let expected = "中央、省级".to_string();
            faults.add(&level.place, Fault::WrongCell { what: "层级".into(), expected, actual: level.value });
            None
        }
    });
    let given = |field: &str| table.head.column(field).filter(|column| table.sheet.get(row, *column).is_some());
    let date = given("印发日期").and_then(|column| date(table, row, column, faults));
    let amount = given("金额").and_then(|column| amount(table, row, column, "金额", faults));
    let title = title?.map(|title| title.trim_start_matches('《').trim_end_matches('》').to_string());
    Some(AllocationDocument { level: level?, title, number: number?, date, amount })
}

fn date(table: &Table<'_>, row: u32, column: u32, faults: &mut Faults) -> Option<Sourced<Date>> {
    let place = table.sheet.place(row, column);
    let value = table.sheet.get(row, column)?;
    let date = match value {
        CellValue::Date(date) => Some(*date),
        CellValue::Number(days) => of_serial(*days),
        other => parse_date(&other.words()),
    };
    if date.is_none() {
        let expected = "日期，如 2025年5月19日".to_string();
        let fault =
            value.fault().unwrap_or(Fault::WrongCell { what: "印发日期".into(), expected, actual: value.words() });
        faults.add(&place, fault);
    }
    date.map(|date| Sourced::new(date, place))
}

/// 2025年5月19日, 2025/5/19, 2025-05-19, 2025.5.19.
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
    let text: String = text.chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
    let text = text.strip_suffix('日').unwrap_or(&text);
    let parts: Vec<&str> = text.split(['年', '月', '/', '-', '.']).collect();
    let [year, month, day] = parts.as_slice() else { return None };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_that_lost_their_format() {
        assert_eq!(of_serial(Decimal::from(32_874)), Date::new(1990, 1, 1));
        assert_eq!(of_serial(Decimal::from(45_796)), Date::new(2025, 5, 19));
        assert_eq!(of_serial(Decimal::from(45_716)), Date::new(2025, 2, 28));
        assert_eq!(of_serial(Decimal::from(7)), None);
    }

    #[test]
    fn dates_as_people_type_them() {
        for text in ["2025年5月19日", "2025/5/19", "2025-05-19", "2025.05.19", "２０２５年５月１９日"] {
            assert_eq!(parse_date(text), Date::new(2025, 5, 19), "{text}");
        }
        for text in ["2025年2月30日", "5月19日", "2025年5月", "去年"] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }
}
