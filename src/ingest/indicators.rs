//! The indicator table: labels merged downwards, targets and actuals as people type them.

use crate::model::indicator::{Actual, Dimension, Explanation, Indicator, Target};
use crate::model::place::{Place, Sourced};

use super::fault::Fault;
use super::projects::tidy;
use super::quantity;
use super::recognise::{Recognition, head_key};
use super::workbook::CellValue;
use super::{Faults, Table};

pub(crate) fn read(table: &Table<'_>, recognition: &Recognition, faults: &mut Faults) -> Vec<Indicator> {
    let mut indicators = Vec::new();
    for row in table.rows() {
        let blank = |field: &str| {
            table.head.column(field).is_none_or(|column| table.sheet.words(row, column).trim().is_empty())
        };
        // A row without an indicator and its values is a blank row or a note under the table.
        if blank("三级指标") && blank("指标值") && blank("实际完成值") {
            continue;
        }
        if let Some(indicator) = indicator(table, row, recognition, faults) {
            indicators.push(indicator);
        }
    }
    indicators
}

fn indicator(table: &Table<'_>, row: u32, recognition: &Recognition, faults: &mut Faults) -> Option<Indicator> {
    // A column of units goes with bare numbers.
    let unit = table.head.column("计量单位").map_or_else(String::new, |column| tidy(&table.sheet.words(row, column)));
    let with_unit = |text: String| if text.ends_with(|c: char| c.is_ascii_digit()) { text + &unit } else { text };
    let dimension = dimension(table, row, faults);
    let category = words(table, label_row(table, row, "二级指标"), "二级指标", faults);
    let name = words(table, row, "三级指标", faults).map(|name| name.map(without_number));
    let target = words(table, row, "指标值", faults).map(|text| text.map(|text| quantity::target(&with_unit(text))));
    let actual =
        words(table, row, "实际完成值", faults).map(|text| text.map(|text| quantity::actual(&with_unit(text))));
    let explanation = table.head.column("说明").and_then(|column| {
        let text = tidy(&table.sheet.words(row, column));
        let blank = text.is_empty() || recognition.blanks.contains(&text);
        (!blank).then(|| Sourced::new(explanation(text, recognition), table.sheet.place(row, column)))
    });
    let (target, actual): (Sourced<Target>, Sourced<Actual>) = (target?, actual?);
    Some(Indicator {
        dimension: dimension?,
        category: category?,
        name: name?,
        target,
        actual,
        explanation,
        stated_completion: None,
    })
}

fn dimension(table: &Table<'_>, row: u32, faults: &mut Faults) -> Option<Sourced<Dimension>> {
    let words = words(table, label_row(table, row, "一级指标"), "一级指标", faults)?;
    // The unit form writes 产出指标（50分）.
    let key = head_key(&words.value);
    match Dimension::ALL
        .into_iter()
        .find(|dimension| dimension.name() == key || key == format!("服务对象{}", dimension.name()))
    {
        Some(dimension) => Some(Sourced::new(dimension, words.place)),
        None => {
            let expected = Dimension::ALL.map(Dimension::name).join("、");
            faults.add(&words.place, Fault::WrongCell { what: "一级指标".into(), expected, actual: words.value });
            None
        }
    }
}

/// 指标1：培训人数 → 培训人数
pub(super) fn without_number(name: String) -> String {
    let rest = name.strip_prefix("指标").map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let bare = rest.and_then(|rest| rest.strip_prefix(['：', ':', '.', '、']));
    bare.filter(|bare| !bare.is_empty()).map(str::to_string).unwrap_or(name)
}

/// The row above or here that holds the label of this row: where labels are not merged downwards (.csv, .ods, or typed
/// so), a blank one is the one above. A new 一级指标 needs its own 二级指标.
fn label_row(table: &Table<'_>, row: u32, field: &str) -> u32 {
    let holds = |row: u32, field: &str| {
        table.head.column(field).is_some_and(|column| table.sheet.merged(row, column).0.is_some())
    };
    let begins = |row: u32| {
        holds(row, field) || table.head.column("一级指标").is_some_and(|c| table.sheet.get(row, c).is_some())
    };
    (table.head.body..=row).rev().find(|&row| begins(row)).unwrap_or(row)
}

/// The cell's words, from the merged area that covers it, without blanks and line breaks.
fn words(table: &Table<'_>, row: u32, field: &str, faults: &mut Faults) -> Option<Sourced<String>> {
    let column = table.head.column(field)?;
    let (value, place): (Option<&CellValue>, Place) = table.sheet.merged(row, column);
    if let Some(fault) = value.and_then(CellValue::fault) {
        faults.add(&place, fault);
        return None;
    }
    let text: String = value.map(CellValue::words).unwrap_or_default().split_whitespace().collect();
    if text.is_empty() {
        faults.add(&place, Fault::Blank { what: field.to_string() });
        return None;
    }
    Some(Sourced::new(text, place))
}

/// Splits where a clause begins with one of the words that announce measures.
fn explanation(text: String, recognition: &Recognition) -> Explanation {
    let starts = text.char_indices().filter(|(index, _)| {
        let before = text[..*index].chars().next_back();
        before.is_none_or(|c| "；;。，,：: ".contains(c))
    });
    let split = starts
        .map(|(index, _)| index)
        .find(|&index| recognition.measure_words.iter().any(|word| text[index..].starts_with(word.as_str())));
    let (reason, measures) = text.split_at(split.unwrap_or(text.len()));
    Explanation { reason: reason.trim().to_string(), measures: measures.trim().to_string(), text: text.clone() }
}
