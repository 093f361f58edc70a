//! The example's tables in every format that a clerk may send: the same figures come out.

mod support;

use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader, open_workbook_auto};
use rust_xlsxwriter::{Format, Workbook};
use support::YearFolder;
use ziping::audit::finding::Finding;
use ziping::ingest::{Recognition, read_year};
use ziping::model::ledger::Ledger;

const TABLES: [&str; 3] = ["资金安排表", "绩效指标", "资金执行"];

/// Every figure as it is printed, and the findings of reading.
fn figures(folder: &YearFolder) -> (Vec<(String, String)>, Vec<Finding>) {
    let recognition = Recognition::parse(include_str!("../layouts/识别.yaml")).unwrap();
    let reading = read_year(&folder.path(), "2025", &recognition);
    let report = reading.report.unwrap_or_else(|| panic!("{:#?}", reading.findings));
    let ledger = Ledger::of(&report);
    let figures = ledger.figures().iter().map(|figure| (figure.name.to_string(), figure.quantity.to_string()));
    (figures.collect(), reading.findings)
}

fn example() -> Vec<(String, String)> {
    let (figures, findings) = figures(&YearFolder::example());
    assert!(figures.len() > 200 && findings.is_empty(), "{} {findings:#?}", figures.len());
    figures
}

/// The workbook's sheets: name and rows of cells.
fn sheets(path: &Path) -> Vec<(String, Vec<Vec<Data>>)> {
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

fn words(cell: &Data) -> String {
    match cell {
        Data::DateTime(stamp) => {
            let (year, month, day, ..) = stamp.to_ymd_hms_milli();
            format!("{year}-{month:02}-{day:02}")
        }
        other => other.to_string(),
    }
}

#[test]
fn csv_in_either_encoding_with_any_separator() {
    let wanted = example();
    type Encoder = (&'static str, u8, fn(&str) -> Vec<u8>);
    let encoders: [Encoder; 3] = [
        ("UTF-8 with its mark, commas", b',', |text| [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
        ("GB18030, commas", b',', |text| encoding_rs::GB18030.encode(text).0.into_owned()),
        ("UTF-8, tabs", b'\t', |text| text.as_bytes().to_vec()),
    ];
    for (name, separator, encode) in encoders {
        let folder = YearFolder::example();
        for table in TABLES {
            for (sheet, rows) in sheets(&folder.path().join(format!("{table}.xlsx"))) {
                let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
                for row in rows {
                    writer.write_record(row.iter().map(words)).unwrap();
                }
                let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
                folder.write(&format!("{table}-{sheet}.csv"), &encode(&text));
            }
            folder.remove(&format!("{table}.xlsx"));
        }
        let (figures, findings) = figures(&folder);
        assert_eq!(findings, [], "{name}");
        assert_eq!(figures, wanted, "{name}");
    }
}

/// Writes the indicators again with numbers shown as percentages in place of typed ones.
fn with_percent_format(folder: &YearFolder, change: impl Fn(&mut rust_xlsxwriter::Worksheet)) -> usize {
    let path = folder.path().join("绩效指标.xlsx");
    let percent = Format::new().set_num_format("0.0#%");
    let mut workbook = Workbook::new();
    let mut changed = 0;
    for (name, rows) in sheets(&path) {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).unwrap();
        for (row, cells) in (0u32..).zip(rows) {
            for (column, cell) in (0u16..).zip(cells) {
                let text = words(&cell);
                match (text.strip_suffix('%').and_then(|number| number.parse::<f64>().ok()), cell) {
                    (Some(number), _) => {
                        changed += 1;
                        sheet.write_number_with_format(row, column, number / 100.0, &percent).unwrap();
                    }
                    (None, Data::Float(number)) => {
                        sheet.write_number(row, column, number).unwrap();
                    }
                    (None, Data::Empty) => {}
                    (None, _) => {
                        sheet.write_string(row, column, &text).unwrap();
                    }
                }
            }
        }
        change(sheet);
    }
    workbook.save(&path).unwrap();
    changed
}

#[test]
fn a_number_shown_as_a_percentage_is_one() {
    let folder = YearFolder::example();
    assert!(with_percent_format(&folder, |_| {}) >= 2);
    let (figures, findings) = figures(&folder);
    assert_eq!(findings, []);
    assert_eq!(figures, example());
}

#[test]
fn hidden_rows_and_columns_are_read_and_named() {
    let folder = YearFolder::example();
    with_percent_format(&folder, |sheet| {
        sheet.set_row_hidden(4).unwrap();
        sheet.set_column_hidden(2).unwrap();
        // Empty ones are nobody's concern.
        sheet.set_column_hidden(40).unwrap();
    });
    let (figures, findings) = figures(&folder);
    assert_eq!(figures, example());
    let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
    assert_eq!(finding.code, "Z013");
    assert_eq!(finding.actual.as_deref(), Some("第5行，C列"));
}

type Rows = Vec<Vec<Data>>;

/// Writes a table's sheets again after `change` (its formulas worked out, its merged cells as the reader shows them).
fn rewrite(folder: &YearFolder, table: &str, change: &dyn Fn(&str, &mut Rows)) {
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
    }
    workbook.save(&path).unwrap();
}

fn text(words: &str) -> Data {
    Data::String(words.into())
}

/// Every amount of the project table, with its row.
fn amounts(rows: &mut Rows, change: impl Fn(f64) -> Data) {
    for row in rows.iter_mut().skip(4) {
        if let Data::Float(amount) = row[3] {
            row[3] = change(amount);
        }
    }
}

fn line(words: &str) -> Vec<Data> {
    vec![text(words), Data::Empty, Data::Empty, Data::Empty, Data::Empty, Data::Empty]
}

#[test]
fn tables_as_people_type_them_give_the_same_figures() {
    type Change = &'static dyn Fn(&str, &mut Rows);
    let cases: [(&str, &str, Change); 14] = [
        ("资金安排表", "full-width digits", &|_, rows| {
            amounts(rows, |a| {
                text(&a.to_string().chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap()).collect::<String>())
            });
        }),
        ("资金安排表", "万元 in the cell", &|_, rows| amounts(rows, |a| text(&format!("{a}万元")))),
        ("资金安排表", "元 in the cell", &|_, rows| amounts(rows, |a| text(&format!("{}元", a * 10_000.0)))),
        ("资金安排表", "元 in the head", &|_, rows| {
            rows[1][0] = Data::Empty;
            rows[2][3] = text("安排资金\n（元）");
            amounts(rows, |a| Data::Float(a * 10_000.0));
        }),
        ("资金安排表", "元 above the table", &|_, rows| {
            rows[1][0] = text("单位：元");
            rows[2][3] = text("安排资金");
            amounts(rows, |a| Data::Float(a * 10_000.0));
        }),
        ("资金安排表", "notes and signatures below", &|_, rows| {
            rows.push(line("注：后补助项目在绩效评估后兑付。"));
            rows.push(vec![
                text("填表人：张三"),
                text("审核人：李四"),
                Data::Empty,
                Data::Empty,
                Data::Empty,
                Data::Empty,
            ]);
        }),
        ("资金安排表", "the head again in the middle", &|_, rows| {
            let head = rows[2].clone();
            rows.insert(60, head);
        }),
        ("资金安排表", "blank rows above and between", &|_, rows| {
            rows.insert(70, line(""));
            rows.insert(0, line(""));
        }),
        ("绩效指标", "不低于, numbered names, / for none", &|_, rows| {
            for (number, row) in (1..).zip(rows.iter_mut().skip(2)) {
                row[2] = text(&format!("指标{number}：{}", words(&row[2])));
                row[3] = text(&words(&row[3]).replace('≥', "不低于"));
                if matches!(row[5], Data::Empty) {
                    row[5] = text("/");
                }
            }
        }),
        ("绩效指标", "a column of units", &|_, rows| {
            rows[1].insert(4, text("计量单位"));
            rows[0].push(Data::Empty);
            for row in rows.iter_mut().skip(2) {
                let target = words(&row[3]);
                let unit = target.trim_start_matches(|c: char| "≥ .".contains(c) || c.is_ascii_digit()).to_string();
                let has_number = target.starts_with('≥');
                if has_number {
                    row[3] = text(target.trim_end_matches(unit.as_str()));
                    row[4] = text(words(&row[4]).trim_end_matches(unit.as_str()));
                }
                row.insert(4, if has_number { text(&unit) } else { Data::Empty });
            }
        }),
        ("资金执行", "a sum below the documents", &|name, rows| {
            if name == "下达文件" {
                rows.push(vec![text("合计"), Data::Empty, Data::Empty, Data::Empty, Data::Float(10930.0)]);
            }
        }),
        ("资金执行", "dates with dots", &|name, rows| {
            if name == "下达文件" {
                rows[3][3] = text("2024.12.09");
                rows[4][3] = text("2025/5/19");
            }
        }),
        ("资金执行", "a date that lost its format", &|name, rows| {
            if name == "下达文件" {
                rows[4][3] = Data::Float(45_796.0);
            }
        }),
        ("资金执行", "亿元 in the cell", &|name, rows| {
            if name == "资金执行" {
                rows[3][1] = text("1.093亿元");
            }
        }),
    ];
    let wanted = example();
    for (table, name, change) in cases {
        let folder = YearFolder::example();
        rewrite(&folder, table, change);
        let (figures, findings) = figures(&folder);
        assert_eq!(findings, [], "{name}");
        assert_eq!(figures, wanted, "{name}");
    }
}

#[test]
fn two_tables_on_one_sheet_are_both_read() {
    let folder = YearFolder::example();
    let documents = sheets(&folder.path().join("资金执行.xlsx")).remove(1).1;
    rewrite(&folder, "资金执行", &|name, rows| match name {
        "资金执行" => {
            rows.push(vec![Data::Empty]);
            rows.extend(documents.iter().cloned());
        }
        _ => *rows = vec![vec![text("本表由科技厅填写")]],
    });
    let (figures, findings) = figures(&folder);
    assert_eq!(figures, example());
    // The sheet that is left holds no table: that is said, and stops nothing.
    let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
    assert_eq!((finding.code, finding.severity), ("Z002", ziping::audit::finding::Severity::Warning));
}

#[test]
fn a_stray_cell_in_the_last_corner_costs_nothing() {
    let folder = YearFolder::example();
    for table in TABLES {
        folder.add_stray_cell(&format!("{table}.xlsx"), "XFD1048576");
    }
    let (figures, _) = figures(&folder);
    assert_eq!(figures, example());
}

#[test]
fn a_workbook_that_would_fill_the_memory_is_refused() {
    let folder = YearFolder::example();
    folder.blow_up("资金执行.xlsx", 520);
    let recognition = Recognition::parse(include_str!("../layouts/识别.yaml")).unwrap();
    let reading = read_year(&folder.path(), "2025", &recognition);
    let found = reading.findings.iter().find(|finding| finding.code == "Z001").unwrap();
    assert!(found.message.contains("展开以后"), "{found:?}");
    assert!(reading.unusable);
}

#[test]
#[ignore = "needs LibreOffice: .ci/run runs it"]
fn other_programs_formats() {
    let wanted = example();
    for (ending, as_et) in [("xls", false), ("ods", false), ("xls", true), ("xlsx", true)] {
        let folder = YearFolder::example();
        let home = tempfile::tempdir().unwrap();
        let made = home.path().join("made");
        for table in TABLES {
            let status = Command::new("soffice")
                .arg("--headless")
                .arg(format!("-env:UserInstallation=file://{}", home.path().display()))
                .args(["--convert-to", ending, "--outdir"])
                .arg(&made)
                .arg(folder.path().join(format!("{table}.xlsx")))
                .output()
                .unwrap();
            assert!(status.status.success(), "{status:?}");
            folder.remove(&format!("{table}.xlsx"));
            let name = if as_et { format!("{table}.et") } else { format!("{table}.{ending}") };
            folder.write(&name, &std::fs::read(made.join(format!("{table}.{ending}"))).unwrap());
        }
        let (figures, findings) = figures(&folder);
        assert_eq!(findings, [], "{ending}");
        assert_eq!(figures, wanted, "{ending}");
    }
}
