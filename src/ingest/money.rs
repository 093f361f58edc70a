//! Amounts of money, in the unit that the cell, its head or the line above the table names.

use rust_decimal::Decimal;

use crate::model::number::{Money, in_ten_thousands};
use crate::model::place::Sourced;

use super::fault::Fault;
use super::quantity;
use super::workbook::{CellValue, within_bounds};
use super::{Faults, Table};

/// 元 is a part of the others' names and is looked for last.
const UNITS: [&str; 3] = ["万元", "亿元", "元"];

/// An amount in 万元; blank is a fault, never a zero.
pub(super) fn amount(
    table: &Table<'_>,
    row: u32,
    column: u32,
    what: &str,
    faults: &mut Faults,
) -> Option<Sourced<Money>> {
    let place = table.sheet.place(row, column);
    let read = |number: Decimal, own: Option<Decimal>| {
        let number = number.checked_mul(own.unwrap_or_else(|| unit(table, column)))?.normalize();
        within_bounds(number).then_some(number)
    };
    let value = table.sheet.get(row, column);
    let number = match value {
        Some(CellValue::Number(number)) => read(*number, None),
        Some(CellValue::Text(text)) => {
            quantity::money(text).and_then(|(number, unit)| read(number, in_ten_thousands(&unit)))
        }
        _ => None,
    };
    if let Some(number) = number {
        return Some(Sourced::new(Money(number), place));
    }
    let wrong = |value: &CellValue| Fault::WrongCell {
        what: what.to_string(),
        expected: "一个数，单位万元".into(),
        actual: value.words(),
    };
    faults.add(
        &place,
        match value {
            None => Fault::Blank { what: what.to_string() },
            Some(value) => value.fault().unwrap_or_else(|| wrong(value)),
        },
    );
    None
}

/// 万元 that one of the column counts: by its head (安排资金（元）), else by 单位：元 above the table; 万元 where neither
/// says.
fn unit(table: &Table<'_>, column: u32) -> Decimal {
    let of = |text: &str| UNITS.into_iter().find(|unit| text.contains(unit)).and_then(in_ten_thousands);
    let heads = (table.head.top..table.head.body).map(|row| table.sheet.words(row, column));
    let in_brackets = |head: String| head.split_once(['（', '(']).and_then(|(_, unit)| of(unit));
    let above = || {
        let rows = table.sheet.rows_from(0).take_while(|row| *row < table.head.top);
        let words: Vec<String> =
            rows.flat_map(|row| table.sheet.row(row).map(|(_, value)| value.words()).collect::<Vec<_>>()).collect();
        words.iter().rev().find_map(|text| text.split_once("单位").and_then(|(_, unit)| of(unit)))
    };
    heads.filter_map(in_brackets).next().or_else(above).unwrap_or(Decimal::ONE)
}
