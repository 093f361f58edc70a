//! The example's tables, changed cell by cell and written again; and the figures that come of them.

use std::path::Path;

use calamine::{Data, Reader, open_workbook_auto};
use rust_xlsxwriter::Workbook;
use ziping::base::finding::Finding;
use ziping::model::fund_rules::FundRules;
use ziping::model::ledger::Ledger;
use ziping::reading::{Normalisation, Reading, Recognition, read_year};

use super::YearFolder;

pub type Rows = Vec<Vec<Data>>;

/// Every figure as it is printed, the findings of reading, and what was read otherwise than written.
pub struct Figures {
    pub figures: Vec<(String, String)>,
    pub findings: Vec<Finding>,
    pub normalisations: Vec<Normalisation>,
}

pub fn read(folder: &YearFolder) -> Reading {
    let recognition = Recognition::parse(include_str!("../../../layouts/识别.yaml")).unwrap();
    read_year(&folder.path(), "2025", &recognition, &|_| FundRules::default())
}

#[track_caller]
pub fn figures(folder: &YearFolder) -> Figures {
    let reading = read(folder);
    let report = reading.report.unwrap_or_else(|| panic!("{:#?}", reading.findings));
    let ledger = Ledger::of(&report);
    let figures = ledger.figures().iter().map(|figure| (figure.id.to_string(), figure.quantity.to_string()));
    Figures { figures: figures.collect(), findings: reading.findings, normalisations: reading.normalisations }
}

pub fn example() -> Vec<(String, String)> {
    let Figures { figures, findings, .. } = figures(&YearFolder::example());
    assert!(figures.len() > 200 && findings.is_empty(), "{} {findings:#?}", figures.len());
    figures
}

/// The workbook's sheets: name and rows of cells.
pub fn sheets(path: &Path) -> Vec<(String, Rows)> {
    let mut workbook = open_workbook_auto(path).unwrap();
    let names = workbook.sheet_names();
    let rows = |range: calamine::Range<Data>| {
        let (top, left) = range.start().unwrap();
        let (bottom, right) = range.end().unwrap();
        assert_eq!((top, left), (0, 0), "the example's sheets begin at A1");
        let cell = |row, column| range.get_value((row, column)).cloned().unwrap_or_default();
        (0..=bottom).map(|row| (0..=right).map(|column| cell(row, column)).collect()).collect()
    };
    names.into_iter().map(|name| (name.clone(), rows(workbook.worksheet_range(&name).unwrap()))).collect()
}

/// Writes a table's sheets again after `change` (its formulas worked out, nothing merged).
pub fn rewrite(folder: &YearFolder, table: &str, change: &dyn Fn(&str, &mut Rows)) {
    rewrite_with(folder, table, change, &|_, _| {});
}

/// The same, with something done to each sheet in the end: areas merged, rows hidden.
pub fn rewrite_with(
    folder: &YearFolder,
    table: &str,
    change: &dyn Fn(&str, &mut Rows),
    finish: &dyn Fn(&str, &mut rust_xlsxwriter::Worksheet),
) {
    let path = folder.path().join(format!("{table}.xlsx"));
    let mut workbook = Workbook::new();
    for (name, mut rows) in sheets(&path) {
        change(&name, &mut rows);
        let sheet = workbook.add_worksheet();
        sheet.set_name(&name).unwrap();
        for (row, cells) in (0u32..).zip(rows) {
            for (column, cell) in (0u16..).zip(cells) {
                match cell {
                    Data::Empty => {}
                    Data::Float(number) => {
                        sheet.write_number(row, column, number).unwrap();
                    }
                    other => {
                        sheet.write_string(row, column, words(&other)).unwrap();
                    }
                }
            }
        }
        finish(&name, sheet);
    }
    workbook.save(&path).unwrap();
}

pub fn words(cell: &Data) -> String {
    match cell {
        Data::DateTime(stamp) => {
            let (year, month, day, ..) = stamp.to_ymd_hms_milli();
            format!("{year}-{month:02}-{day:02}")
        }
        other => other.to_string(),
    }
}

pub fn text(words: &str) -> Data {
    Data::String(words.into())
}
