//! 单位自评表: one workbook for each project or 承担单位, below the folder 单位自评. Labels stand in a grid of merged cells,
//! most rows are blank; what the audit needs is picked out by its label or head.

use std::sync::Arc;

use crate::model::indicator::Actual;
use crate::model::number::Money;
use crate::model::place::{Place, Sourced};
use crate::model::unit_form::UnitForm;

use super::fault::Fault;
use super::fields::tidy;
use super::indicators::without_number;
use super::money::amount;
use super::quantity;
use super::recognise::{Nearest, Recognition, TableKind, head_key, meaning};
use super::sheet::Sheet;
use super::{Faults, Table};

/// The folder's name.
pub(crate) const FOLDER: &str = "单位自评";

/// The form of a workbook.
pub(crate) fn read(
    file: &Arc<str>,
    sheets: &[Sheet],
    recognition: &Recognition,
    faults: &mut Faults,
) -> Option<UnitForm> {
    let mut nearest = None;
    for sheet in sheets.iter().filter(|sheet| !sheet.is_empty()) {
        let tables = match recognition.recognise(sheet) {
            Ok(tables) => tables,
            Err(near) => {
                nearest = nearest.or(near);
                continue;
            }
        };
        let mut form = UnitForm {
            names: labelled(sheet, &recognition.form_project),
            budget: None,
            executed: None,
            actuals: Vec::new(),
            place: Place::sheet(&sheet.file, &sheet.name),
        };
        let mut is_form = false;
        for (kind, head) in tables {
            let table = Table { sheet, head };
            match kind {
                TableKind::Indicators => {
                    is_form = true;
                    form.actuals = actuals(&table, faults);
                }
                TableKind::Execution => (form.budget, form.executed) = money(&table, recognition, faults),
                TableKind::Projects | TableKind::Documents => {}
            }
        }
        if is_form {
            return Some(form);
        }
    }
    let unlike = || Nearest { kind: "指标表".into(), missing: vec!["三级指标".into()], likely: true };
    let nearest = nearest.map_or_else(unlike, |near| Nearest { likely: true, ..near });
    faults.add(&Place::file(file), Fault::UnknownSheet { nearest: Some(nearest) });
    None
}

/// What stands right of such a label, or after its colon; several where the form has the label twice.
fn labelled(sheet: &Sheet, labels: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for row in sheet.rows_from(0) {
        let mut cells = sheet.row(row).map(|(_, value)| tidy(&value.words()));
        while let Some(cell) = cells.next() {
            let (label, own) = cell.split_once(['：', ':']).unwrap_or((&cell, ""));
            if labels.iter().any(|known| head_key(known) == head_key(label)) {
                let value =
                    if own.trim().is_empty() { cells.next().unwrap_or_default() } else { own.trim().to_string() };
                if !value.is_empty() {
                    found.push(value);
                }
            }
        }
    }
    found
}

/// Indicators with a measured or described result; blank rows of the form are not filled in, and that is no fault.
fn actuals(table: &Table<'_>, faults: &mut Faults) -> Vec<(String, Sourced<Actual>)> {
    let (Some(names), Some(values)) = (table.head.column("三级指标"), table.head.column("实际完成值")) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for row in table.rows() {
        let name: String = table.sheet.words(row, names).split_whitespace().collect();
        let Some(value) = table.sheet.get(row, values).filter(|_| !name.is_empty()) else { continue };
        let place = table.sheet.place(row, values);
        match value.fault() {
            Some(fault) => faults.add(&place, fault),
            None => found.push((without_number(name), Sourced::new(quantity::actual(&value.words()), place))),
        }
    }
    found
}

/// 年度资金总额 by 全年预算数 and 全年执行数.
fn money(
    table: &Table<'_>,
    recognition: &Recognition,
    faults: &mut Faults,
) -> (Option<Sourced<Money>>, Option<Sourced<Money>>) {
    let (Some(budget), Some(executed)) = (table.head.column("预算数"), table.head.column("执行数")) else {
        return (None, None);
    };
    for row in table.rows() {
        let labels: Vec<String> = table
            .sheet
            .row(row)
            .take_while(|(column, _)| *column < budget)
            .map(|(_, value)| head_key(&value.words()))
            .collect();
        if labels.iter().any(|label| meaning(&recognition.fund_rows, label) == Some("年度资金总额")) {
            let mut read = |column: u32, what: &str| {
                table.sheet.get(row, column)?;
                amount(table, row, column, what, faults)
            };
            return (read(budget, "全年预算数"), read(executed, "全年执行数"));
        }
    }
    (None, None)
}
