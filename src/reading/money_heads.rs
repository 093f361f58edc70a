//! Money whose head stands over its parts: 全年预算数 over 上年结转 | 当年下达, which are its sum; 预算数 and 执行数 over 总额 | 财政拨款 |
//! 其他资金, whose rows are tasks and whose sources stand in the head.

use rust_decimal::Decimal;

use super::faults::Faults;
use super::fields::{Table, tidy};
use super::head_words::{Column, row_keys};
use super::normalisation::NormalisationKind as Kind;
use super::recognise::{Recognition, TableKind};
use super::{execution, sub_columns};
use crate::base::number::{plain, within_bounds};
use crate::model::notation;
use crate::sheets::fault::Fault;
use crate::sheets::sheet::{CellValue, Position, Sheet};

/// A head stands in the first rows.
const HEAD_ROWS: u32 = 20;
/// Of one part nothing is summed up.
const FEWEST: usize = 2;
const FIELDS: [&str; 2] = ["预算数", "执行数"];

/// A head of 预算数 or 执行数 with the heads right below it.
struct Over {
    field: &'static str,
    at: Position,
    parts: Vec<(u32, String)>,
}

/// The heads of a row that stand over others; none where the row is another table's.
fn heads_over(sheet: &Sheet, row: u32, recognition: &Recognition) -> Vec<Over> {
    let columns = recognition.columns(TableKind::Execution);
    let over = |(column, key): (u32, String)| {
        let field = FIELDS.into_iter().find(|field| columns.field(&key) == Some(*field))?;
        let parts = sub_columns::parts(sheet, Column::at(row, column));
        (parts.len() >= FEWEST).then_some(Over { field, at: (row, column), parts })
    };
    row_keys(sheet, row).into_iter().filter_map(over).collect()
}

fn number(value: Option<&CellValue>) -> Option<Decimal> {
    match value? {
        CellValue::Number(number) => Some(*number),
        CellValue::Text(text) => notation::money(text).filter(|(_, unit)| unit.is_empty()).map(|(number, _)| number),
        _ => None,
    }
}

fn sum(numbers: impl Iterator<Item = Option<Decimal>>) -> Option<Decimal> {
    let mut all = numbers.flatten().peekable();
    all.peek()?;
    all.try_fold(Decimal::ZERO, Decimal::checked_add).filter(|sum| within_bounds(*sum))
}

/// Puts beside the table what 上年结转 and 当年下达 come to, under the head that stood over both.
pub(super) fn add_sums(sheet: &mut Sheet, recognition: &Recognition, faults: &mut Faults) {
    let rows: Vec<u32> = sheet.rows_from(0).take_while(|row| *row < HEAD_ROWS).collect();
    let columns = recognition.columns(TableKind::Execution);
    for row in rows {
        if row_keys(sheet, row).iter().any(|(_, key)| columns.excludes(key)) {
            continue;
        }
        for Over { at, parts, .. } in heads_over(sheet, row, recognition) {
            if !parts.iter().all(|(_, key)| recognition.money_parts.fit(key)) {
                continue;
            }
            let head = tidy(&sheet.words(at.0, at.1));
            let lower = sub_columns::below(sheet, Column::at(at.0, at.1));
            let names: Vec<String> = parts.iter().map(|(column, _)| tidy(&sheet.words(lower, *column))).collect();
            let (actual, readings) =
                (names.join("、"), ["几栏相加".into(), format!("只是“{}”", names[names.len() - 1])]);
            let hint = "加一栏“合计”；只算其中一栏的，只留那一栏。".into();
            let fault =
                Fault::Ambiguous {
                    what: format!("“{head}”下面没有合计，"), actual, readings, taken: true, hint
                };
            faults.add(&sheet.place(at.0, at.1), fault);
            let beside = sheet.width();
            let body: Vec<u32> = sheet.rows_from(lower + 1).collect();
            sheet.shift(at, (at.0, beside));
            for row in body {
                let cells: Vec<Position> = parts.iter().map(|(column, _)| (row, *column)).collect();
                if let Some(sum) = sum(cells.iter().map(|(row, column)| number(sheet.get(*row, *column)))) {
                    sheet.make((row, beside), CellValue::Number(sum), cells);
                }
            }
        }
    }
}

/// The table of money by source that a table of tasks holds, where no other is: its total, else what its rows come to.
pub(super) fn by_sources(sheets: &[Sheet], recognition: &Recognition, faults: &mut Faults) -> Option<Sheet> {
    let (sheet, over) = sheets.iter().find_map(|sheet| Some((sheet, sources_over(sheet, recognition)?)))?;
    let is_money = |sheet: &Sheet| {
        let tables = recognition.recognise(sheet).unwrap_or_default();
        let mut money = tables.into_iter().filter(|(kind, _)| *kind == TableKind::Execution);
        money.any(|(_, head)| execution::names_sources(&Table { sheet, head }, recognition))
    };
    if sheets.iter().any(is_money) {
        return None;
    }
    let [budget, executed] = &over;
    let lower = sub_columns::below(sheet, Column::at(budget.at.0, budget.at.1));
    let first = budget.at.1;
    let labels = |row: u32| sheet.row(row).filter(move |(column, _)| *column < first).map(|(_, value)| value.words());
    let is_total = |row: &u32| labels(*row).any(|label| recognition.is_total(&label));
    let holds = |row: &u32| budget.parts.iter().any(|(column, _)| number(sheet.get(*row, *column)).is_some());
    let block: Vec<u32> = sheet.rows_from(lower + 1).take_while(holds).collect();
    let total = block.iter().position(is_total);
    let tasks: Vec<u32> = block.iter().take(total.unwrap_or(block.len())).copied().collect();
    let head = |over: &Over| (CellValue::Text(sheet.words(over.at.0, over.at.1)), vec![over.at]);
    let mut made: Vec<(Position, (CellValue, Vec<Position>))> = vec![((0, 1), head(budget)), ((0, 2), head(executed))];
    let sources = budget.parts.iter().filter(|(_, key)| recognition.money_row(key).is_some());
    for (row, (column, key)) in (1..).zip(sources) {
        let beside = executed.parts.iter().find(|(_, own)| own == key)?;
        made.push(((row, 0), (CellValue::Text(sheet.words(lower, *column)), vec![(lower, *column)])));
        for (place, column) in [(1, *column), (2, beside.0)] {
            let of_tasks: Vec<Position> = tasks.iter().map(|row| (*row, column)).collect();
            let comes_to = sum(of_tasks.iter().map(|(row, column)| number(sheet.get(*row, *column))));
            let stated = total.map(|at| (block[at], column));
            let amount = stated.map_or(comes_to, |(row, column)| number(sheet.get(row, column)));
            if let (Some(at), Some(amount), Some(sum)) = (stated, amount, comes_to.filter(|sum| Some(*sum) != amount)) {
                let (what, expected) = (format!("“{key}”的合计"), format!("各行相加 {}", plain(sum)));
                let fault = Fault::WrongCell { what, expected, actual: plain(amount) };
                faults.add(&sheet.place(at.0, at.1), fault);
            }
            made.extend(
                amount.map(|sum| ((row, place), (CellValue::Number(sum), stated.map_or(of_tasks, |at| vec![at])))),
            );
        }
    }
    faults.read_as(&sheet.place(budget.at.0, budget.at.1), Kind::SubColumn, "各栏", "资金来源");
    let mut derived = sheet.blank();
    let above = sheet.rows_from(0).take_while(|row| *row < budget.at.0).flat_map(|row| sheet.row(row));
    derived.around.extend(above.map(|(_, value)| value.words()));
    made.into_iter().for_each(|(at, (value, of))| derived.make(at, value, of));
    Some(derived)
}

/// The heads of both fields in one row, with sources of money below each.
fn sources_over(sheet: &Sheet, recognition: &Recognition) -> Option<[Over; 2]> {
    let names_sources = |over: &Over| {
        let sources = over.parts.iter().filter(|(_, key)| recognition.money_row(key).is_some());
        sources.count() >= FEWEST && over.parts.iter().any(|(_, key)| recognition.money_row(key).flatten().is_some())
    };
    sheet.rows_from(0).take_while(|row| *row < HEAD_ROWS).find_map(|row| {
        let mut over = heads_over(sheet, row, recognition);
        over.retain(names_sources);
        let executed = over.iter().position(|own| own.field == FIELDS[1]).map(|at| over.remove(at))?;
        let budget = over.iter().position(|own| own.field == FIELDS[0]).map(|at| over.remove(at))?;
        Some([budget, executed])
    })
}
