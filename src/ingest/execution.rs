//! The execution table: budget and payments by source of funds.

use crate::model::budget::{Execution, ExecutionLine};
use crate::model::place::Place;

use super::fault::Fault;
use super::money::amount;
use super::recognise::{Recognition, head_key, meaning};
use super::sheet::CellValue;
use super::{Faults, Table};

/// A source's amounts, where both could be read, and its row.
type Slot = (Option<ExecutionLine>, Place);

pub(crate) fn read(table: &Table<'_>, recognition: &Recognition, faults: &mut Faults) -> Option<Execution> {
    let (budget, executed) = (table.head.column("预算数")?, table.head.column("执行数")?);
    let [mut total, mut central, mut local, mut other]: [Option<Slot>; 4] = [const { None }; 4];
    for row in table.rows() {
        let Some((column, source)) = source(table, row, recognition) else {
            unknown(table, row, [budget, executed], recognition, faults);
            continue;
        };
        let slot = match source {
            "年度资金总额" => &mut total,
            "中央财政资金" => &mut central,
            "地方资金" => &mut local,
            _ => &mut other,
        };
        let a = amount(table, row, budget, "全年预算数", faults);
        let b = amount(table, row, executed, "全年执行数", faults);
        let place = table.sheet.place(row, column);
        if let Some((_, first)) = slot {
            let first = first.clone();
            faults.add(&place, Fault::GivenTwice { what: format!("“{source}”"), first });
        }
        *slot = Some((a.zip(b).map(|(budget, executed)| ExecutionLine { budget, executed }), place));
    }
    let mut line = |slot: Option<Slot>, what: &str| {
        if slot.is_none() {
            let what = format!("资金执行表的“{what}”一行");
            faults.add(&table.sheet.place(table.head.body, 0), Fault::Blank { what });
        }
        slot.and_then(|(line, _)| line)
    };
    let (central, local, other) = (line(central, "中央财政资金"), line(local, "地方资金"), line(other, "其他资金"));
    let stated_total = total.and_then(|(line, _)| line);
    Some(Execution { stated_total, central: central?, local: local?, other: other? })
}

/// What the row's label says, and its column: the label may stand anywhere beside the amounts.
fn source<'a>(table: &Table<'_>, row: u32, recognition: &'a Recognition) -> Option<(u32, &'a str)> {
    table.sheet.row(row).find_map(|(column, value)| {
        let label = head_key(&value.words());
        let label = label.strip_prefix("其中").unwrap_or(&label);
        Some((column, meaning(&recognition.fund_rows, label)?))
    })
}

/// A row of amounts that belongs to no source must not vanish in silence.
fn unknown(table: &Table<'_>, row: u32, amounts: [u32; 2], recognition: &Recognition, faults: &mut Faults) {
    let number =
        |column: u32| matches!(table.sheet.get(row, column), Some(CellValue::Number(number)) if !number.is_zero());
    let label = table.sheet.row(row).find(|(column, _)| !amounts.contains(column));
    match label {
        Some((column, label)) if amounts.into_iter().any(number) => faults.add(
            &table.sheet.place(row, column),
            Fault::UnknownRow { label: label.words(), expected: recognition.fund_rows.list() },
        ),
        _ => table.note_skipped(row, faults),
    }
}
