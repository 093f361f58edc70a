//! How many single changes of a spreadsheet's cells the rules find, by kind. The totals keep the value that
//! their formulas had; an indicator's own result has no second witness in the spreadsheets and is left out.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use calamine::{Data, Reader, open_workbook_auto};
use rust_xlsxwriter::Workbook;
use support::{YearFolder, standards};
use ziping::audit::audit;
use ziping::audit::finding::Severity;
use ziping::ingest::{Recognition, read_year};

type Rows = Vec<Vec<Data>>;

fn sheets(path: &Path) -> Vec<(String, Rows)> {
    let mut workbook = open_workbook_auto(path).unwrap();
    let names = workbook.sheet_names();
    names
        .into_iter()
        .map(|name| {
            let range = workbook.worksheet_range(&name).unwrap();
            (name, range.rows().map(<[Data]>::to_vec).collect())
        })
        .collect()
}

fn write(path: &Path, sheets: &[(String, Rows)]) {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).unwrap();
        for (row, cells) in (0u32..).zip(rows) {
            for (column, cell) in (0u16..).zip(cells) {
                match cell {
                    Data::Empty => {}
                    Data::Float(number) => {
                        sheet.write_number(row, column, *number).unwrap();
                    }
                    Data::DateTime(stamp) => {
                        let (year, month, day, ..) = stamp.to_ymd_hms_milli();
                        sheet.write_string(row, column, format!("{year}-{month}-{day}")).unwrap();
                    }
                    other => {
                        sheet.write_string(row, column, other.to_string()).unwrap();
                    }
                }
            }
        }
    }
    workbook.save(path).unwrap();
}

/// The cell with one thing changed.
fn changes(cell: &Data) -> Vec<(&'static str, Data)> {
    match cell {
        Data::Float(number) => vec![
            ("数改一位", Data::Float(number + 1.0)),
            ("小数点移位", Data::Float(number * 10.0 + if *number == 0.0 { 7.0 } else { 0.0 })),
            ("负号", Data::Float(if *number == 0.0 { -3.0 } else { -number })),
            ("删去", Data::Empty),
        ],
        Data::String(text) if text.chars().any(|c| c.is_ascii_digit()) && text.chars().count() < 14 => {
            vec![("单位改掉", Data::String(format!("{text}次")))]
        }
        _ => Vec::new(),
    }
}

#[test]
fn changed_cells_are_found() {
    let recognition = Recognition::parse(include_str!("../layouts/识别.yaml")).unwrap();
    let wrong = |folder: &YearFolder| {
        let reading = read_year(&folder.path(), "2025", &recognition);
        let audited = reading.report.map(|report| audit(&report, &standards()).findings).unwrap_or_default();
        let of_rules = audited.iter().any(|finding| finding.severity != Severity::Info);
        of_rules || !reading.findings.is_empty()
    };
    assert!(!wrong(&YearFolder::example()));
    let mut counts: BTreeMap<(String, &str), (usize, usize)> = BTreeMap::new();
    let mut missed = Vec::new();
    for table in ["资金安排表", "绩效指标", "资金执行"] {
        let folder = YearFolder::example();
        let path = folder.path().join(format!("{table}.xlsx"));
        let original = sheets(&path);
        let cells = original.iter().enumerate().flat_map(|(sheet, (_, rows))| {
            let rows = rows.iter().enumerate();
            rows.flat_map(move |(row, cells)| (0..cells.len()).map(move |column| (sheet, row, column)))
        });
        // Every fifth row of the long table is as good as all of them.
        let cells = cells.filter(|(_, row, _)| table != "资金安排表" || *row < 10 || row % 5 == 0);
        for (sheet, row, column) in cells {
            let cell = original[sheet].1[row][column].clone();
            for (kind, changed) in changes(&cell) {
                // 序号 are counted anew: without one, nothing that is printed changes.
                if kind == "删去" && table == "资金安排表" && column == 0 {
                    continue;
                }
                let mut mutated = original.clone();
                mutated[sheet].1[row][column] = changed;
                write(&path, &mutated);
                let found = wrong(&folder);
                let count = counts.entry((format!("{table}·{}", original[sheet].0), kind)).or_default();
                count.0 += 1;
                count.1 += usize::from(found);
                if !found {
                    missed.push(format!("{table} {kind} 第{}行第{}列：{cell}", row + 1, column + 1));
                }
            }
        }
    }
    let (all, found) = counts.values().fold((0, 0), |(all, found), (a, f)| (all + a, found + f));
    for ((table, kind), (count, found)) in &counts {
        println!("{table} {kind}: {count}处，查出{found}处");
    }
    println!("共{all}处，查出{found}处（{:.1}%）", found as f64 / all as f64 * 100.0);
    missed.iter().for_each(|line| println!("没有查出：{line}"));
    assert!(all > 200, "{all}");
    assert!(found as f64 >= 0.97 * all as f64, "{found} of {all}");
}
