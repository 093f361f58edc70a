//! The execution table: budget and payments by source of funds. What it leaves blank is added up from the units' forms.

use std::collections::BTreeMap;

use crate::base::place::{Place, Sourced};
use crate::model::aggregation;
use crate::model::budget::{Aggregated, Execution, ExecutionLine, FundSource, LineRead, PartialExecution, PartialLine};
use crate::model::number::Money;
use crate::model::unit_form::{FormMoney, UnitForm};

use super::head_words::head_key;
use super::money::amount;
use super::recognise::Recognition;
use super::{Faults, Table};
use crate::sheets::fault::Fault;
use crate::sheets::sheet::CellValue;

/// `None` for the total's row.
type Row = Option<FundSource>;

pub(crate) fn read(
    table: &Table<'_>,
    forms: &[UnitForm],
    recognition: &Recognition,
    faults: &mut Faults,
) -> Result<Execution, PartialExecution> {
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
    whole(stated_total, parts)
}

/// The execution, where each of its lines is there.
fn whole(stated_total: Option<ExecutionLine>, parts: [LineRead; 3]) -> Result<Execution, PartialExecution> {
    match parts {
        [Ok(central), Ok(local), Ok(other)] => Ok(Execution { stated_total, central, local, other }),
        parts => Err(PartialExecution(Box::new(parts))),
    }
}

/// The execution that the forms alone make.
pub(crate) fn of_forms(forms: &[UnitForm], folder: &Place, faults: &mut Faults) -> Result<Execution, PartialExecution> {
    let lines = FundSource::ALL.map(|source| {
        let budget = summed(forms, source, |line| line.budget.as_ref(), folder);
        let executed = summed(forms, source, |line| line.executed.as_ref(), folder);
        // No form has money of this source.
        let nothing = || Sourced::new(Money::ZERO, folder.clone());
        let aggregated = Aggregated { budget: true, executed: true };
        match (budget, executed) {
            (None, None) if source != FundSource::Central => {
                Ok(ExecutionLine { budget: nothing(), executed: nothing(), aggregated })
            }
            (Some(budget), Some(executed)) => Ok(ExecutionLine { budget, executed, aggregated }),
            (budget, executed) => {
                let what = format!("各单位自评表的“{}”（预算数和执行数）", source.name());
                faults.add(folder, Fault::BlankAmount { what });
                let lacking = [(budget.is_none(), "预算数"), (executed.is_none(), "执行数")];
                let lacking = lacking.into_iter().filter(|(is_lacking, _)| *is_lacking);
                let lacking = lacking.map(|(_, column)| Sourced::new(column, folder.clone())).collect();
                Err(Box::new(PartialLine { budget, executed, lacking }))
            }
        }
    });
    whole(None, lines)
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

    fn line(&self, source: FundSource, faults: &mut Faults) -> LineRead {
        let Some(row) = self.row(Some(source)) else {
            let place = self.table.sheet.place(self.table.head.body, 0);
            faults.add(&place, Fault::BlankAmount { what: format!("资金执行表的“{}”一行", source.name()) });
            let lacking = ["预算数", "执行数"].map(|column| Sourced::new(column, place.clone())).to_vec();
            return Err(Box::new(PartialLine { lacking, ..PartialLine::default() }));
        };
        let mut lacking = Vec::new();
        let mut read = |field: &'static str, what: &str, of: fn(&FormMoney) -> Option<&Sourced<Money>>| {
            let column = self.table.head.column(field)?;
            let place = self.table.sheet.place(row, column);
            if self.table.sheet.get(row, column).is_none()
                && let Some(sum) = summed(self.forms, source, of, &place)
            {
                return Some((sum, true));
            }
            let read = amount(self.table, row, column, what, faults);
            if read.is_none() {
                lacking.push(Sourced::new(field, place));
            }
            Some((read?, false))
        };
        let budget = read("预算数", "全年预算数", |line| line.budget.as_ref());
        let executed = read("执行数", "全年执行数", |line| line.executed.as_ref());
        match (budget, executed) {
            (Some((budget, a)), Some((executed, b))) => {
                Ok(ExecutionLine { budget, executed, aggregated: Aggregated { budget: a, executed: b } })
            }
            (budget, executed) => {
                let [budget, executed] = [budget, executed].map(|amount| amount.map(|(amount, _)| amount));
                Err(Box::new(PartialLine { budget, executed, lacking }))
            }
        }
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
