//! The execution table: budget and payments by source of funds. What it leaves blank is added up from the units' forms.

use std::collections::BTreeMap;

use crate::model::aggregation;
use crate::model::budget::{Aggregated, Execution, ExecutionLine, FundSource};
use crate::model::number::Money;
use crate::model::place::{Place, Sourced};
use crate::model::unit_form::{FormMoney, UnitForm};

use super::fault::Fault;
use super::head_words::head_key;
use super::money::amount;
use super::recognise::Recognition;
use super::sheet::CellValue;
use super::{Faults, Table};

/// `None` for the total's row.
type Row = Option<FundSource>;

pub(crate) fn read(
    table: &Table<'_>,
    forms: &[UnitForm],
    recognition: &Recognition,
    faults: &mut Faults,
) -> Option<Execution> {
    let mut rows: Vec<(Row, u32)> = Vec::new();
    let mut first: BTreeMap<&str, Place> = BTreeMap::new();
    for row in table.rows() {
        let Some((column, word)) = source(table, row, recognition) else {
            unknown(table, row, recognition, faults);
            continue;
        };
        let place = table.sheet.place(row, column);
        match first.get(word) {
            Some(first) => faults.add(&place, Fault::GivenTwice { what: format!("“{word}”"), first: first.clone() }),
            None => drop(first.insert(word, place)),
        }
        rows.push((FundSource::ALL.into_iter().find(|source| source.name() == word), row));
    }
    let lines = Lines { table, forms, rows };
    let parts = FundSource::ALL.map(|source| lines.line(source, faults));
    // A total over cells that the forms make says nothing of them.
    let made = parts.iter().flatten().any(|line| line.aggregated != Aggregated::default());
    let stated_total = lines.row(None).filter(|_| !made).and_then(|row| lines.total(row, faults));
    let [central, local, other] = parts;
    Some(Execution { stated_total, central: central?, local: local?, other: other? })
}

/// The execution that the forms alone make.
pub(crate) fn of_forms(forms: &[UnitForm], folder: &Place, faults: &mut Faults) -> Option<Execution> {
    let lines = FundSource::ALL.map(|source| {
        let budget = summed(forms, source, |line| line.budget.as_ref(), folder);
        let executed = summed(forms, source, |line| line.executed.as_ref(), folder);
        // No form has money of this source.
        let nothing = || Sourced::new(Money::ZERO, folder.clone());
        let aggregated = Aggregated { budget: true, executed: true };
        match (budget, executed) {
            (None, None) if source != FundSource::Central => {
                Some(ExecutionLine { budget: nothing(), executed: nothing(), aggregated })
            }
            (Some(budget), Some(executed)) => Some(ExecutionLine { budget, executed, aggregated }),
            _ => {
                let what = format!("各单位自评表的“{}”（预算数和执行数）", source.name());
                faults.add(folder, Fault::BlankAmount { what });
                None
            }
        }
    });
    let [central, local, other] = lines;
    Some(Execution { stated_total: None, central: central?, local: local?, other: other? })
}

fn summed(
    forms: &[UnitForm],
    source: FundSource,
    column: impl Fn(&FormMoney) -> Option<&Sourced<Money>>,
    place: &Place,
) -> Option<Sourced<Money>> {
    aggregation::money(forms, source, column).map(|(sum, _)| Sourced::new(sum, place.clone()))
}

/// The rows of the table, with the forms behind them.
struct Lines<'a> {
    table: &'a Table<'a>,
    forms: &'a [UnitForm],
    rows: Vec<(Row, u32)>,
}

impl Lines<'_> {
    fn row(&self, source: Row) -> Option<u32> {
        self.rows.iter().rev().find(|(known, _)| *known == source).map(|(_, row)| *row)
    }

    fn total(&self, row: u32, faults: &mut Faults) -> Option<ExecutionLine> {
        let (a, b) = (self.table.head.column("预算数")?, self.table.head.column("执行数")?);
        let budget = amount(self.table, row, a, "全年预算数", faults);
        let executed = amount(self.table, row, b, "全年执行数", faults);
        Some(ExecutionLine { budget: budget?, executed: executed?, aggregated: Aggregated::default() })
    }

    fn line(&self, source: FundSource, faults: &mut Faults) -> Option<ExecutionLine> {
        let Some(row) = self.row(Some(source)) else {
            let what = format!("资金执行表的“{}”一行", source.name());
            faults.add(&self.table.sheet.place(self.table.head.body, 0), Fault::BlankAmount { what });
            return None;
        };
        let mut read = |field: &str, what: &str, of: fn(&FormMoney) -> Option<&Sourced<Money>>| {
            let column = self.table.head.column(field)?;
            if self.table.sheet.get(row, column).is_none() {
                let place = self.table.sheet.place(row, column);
                if let Some(sum) = summed(self.forms, source, of, &place) {
                    return Some((sum, true));
                }
            }
            Some((amount(self.table, row, column, what, faults)?, false))
        };
        let budget = read("预算数", "全年预算数", |line| line.budget.as_ref());
        let executed = read("执行数", "全年执行数", |line| line.executed.as_ref());
        let ((budget, a), (executed, b)) = (budget?, executed?);
        Some(ExecutionLine { budget, executed, aggregated: Aggregated { budget: a, executed: b } })
    }
}

/// What the row's label says, and its column: the label may stand anywhere beside the amounts.
fn source<'a>(table: &Table<'_>, row: u32, recognition: &'a Recognition) -> Option<(u32, &'a str)> {
    table.sheet.row(row).find_map(|(column, value)| {
        let label = head_key(&value.words());
        let label = label.strip_prefix("其中").unwrap_or(&label);
        Some((column, recognition.fund_rows.meaning(label)?))
    })
}

/// A row of amounts that belongs to no source must not vanish in silence.
fn unknown(table: &Table<'_>, row: u32, recognition: &Recognition, faults: &mut Faults) {
    let amounts = ["预算数", "执行数"].map(|field| table.head.column(field));
    let number =
        |column: u32| matches!(table.sheet.get(row, column), Some(CellValue::Number(number)) if !number.is_zero());
    let label = table.sheet.row(row).find(|(column, _)| !amounts.contains(&Some(*column)));
    match label {
        Some((column, label)) if amounts.into_iter().flatten().any(number) => faults.add(
            &table.sheet.place(row, column),
            Fault::UnknownRow { label: label.words(), expected: recognition.fund_rows.list() },
        ),
        _ => table.note_skipped(row, faults),
    }
}
