//! Rows of a list of projects that are none: 总计, 小计, 一、 directions, （一） groups, by what they say.

use crate::base::place::Place;
use crate::sheets::sheet::CellValue;

use super::fields::{Table, tidy};
use super::head_words::head_key;
use super::recognise::Recognition;

pub(super) enum Section {
    Total,
    Subtotal,
    Direction(String),
    Group,
}

/// The text of a section row and where it stands: rows of projects have a unit and a way of support, section rows have
/// neither, only their text and perhaps a sum.
pub(super) fn label(table: &Table<'_>, row: u32, recognition: &Recognition) -> (String, Place) {
    let (sheet, amount) = (table.sheet, table.head.column("安排资金"));
    let is_text = |(column, value): &(u32, &CellValue)| matches!(value, CellValue::Text(_)) && Some(*column) != amount;
    let Some((column, value)) = sheet.row(row).find(is_text) else { return (String::new(), sheet.place(row, 0)) };
    let own = sheet.holder(row, column);
    let others = ["单位", "支持方式"].into_iter().filter_map(|field| table.head.column(field));
    let is_project =
        others.map(|column| sheet.holder(row, column)).any(|at| at != own && sheet.get(at.0, at.1).is_some());
    // 总计 | | 137项: in place of a number, whatever stands beside it.
    let is_total = || Some(column) == table.head.column("序号") && recognition.is_total(&value.words());
    let mut label = if is_project && !is_total() { String::new() } else { tidy(&value.words()) };
    // 一 | 甲, 第一类 | 甲: the number in a cell of its own.
    let behind = sheet.row(row).filter(is_text).find(|(next, _)| sheet.holder(row, *next) != own && *next > column);
    if let (Some(ordinal), Some((_, name))) = (ordinal(&label), behind) {
        label = format!("{ordinal}{}", tidy(&name.words()));
    }
    (label, sheet.place(row, column))
}

const NUMERALS: &str = "一二三四五六七八九十";

fn is_numeral(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| NUMERALS.contains(c))
}

/// 一 and 第一类 as 一、; （一） as it is.
fn ordinal(label: &str) -> Option<String> {
    let bare = label.trim_end_matches(['、', '.', '．']);
    let counted = bare.strip_prefix('第').map(|rest| rest.trim_end_matches(|c| !NUMERALS.contains(c)));
    let inner = bare.strip_prefix(['（', '(']).and_then(|inner| inner.strip_suffix(['）', ')']));
    match (counted, inner) {
        (Some(counted), _) if is_numeral(counted) && label.chars().count() <= 5 => Some(format!("{counted}、")),
        (_, Some(inner)) if is_numeral(inner) => Some(format!("（{inner}）")),
        _ if is_numeral(bare) => Some(format!("{bare}、")),
        _ => None,
    }
}

pub(super) fn section(label: &str, recognition: &Recognition) -> Option<Section> {
    if recognition.is_subtotal(label) || recognition.is_page_sum(label) {
        return Some(Section::Subtotal);
    }
    if recognition.is_total(label) {
        return Some(Section::Total);
    }
    if let Some((numeral, name)) = label.split_once(['、', '.', '．'])
        && is_numeral(numeral.trim())
    {
        return Some(Section::Direction(name.trim().to_string()));
    }
    let inner = label.strip_prefix('（').or_else(|| label.strip_prefix('('));
    let numbered = inner.is_some_and(|inner| inner.split(['）', ')']).next().is_some_and(is_numeral));
    (numbered || recognition.status(&head_key(label)).is_some()).then_some(Section::Group)
}
