//! `ziping init`: next year's folder asks for what is missing and for nothing else; filled in, it gives no finding.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use calamine::{Data, Reader, open_workbook_auto};
use rust_xlsxwriter::Workbook;
use support::{YearFolder, ziping};

fn made() -> YearFolder {
    let folder = YearFolder::example();
    let run = ziping(folder.root(), &["init", "2026", "--from", "2025"]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    folder
}

fn check(folder: &YearFolder) -> Vec<serde_json::Value> {
    let run = ziping(folder.root(), &["check", "2026", "--json"]);
    serde_json::from_slice(&run.stdout).unwrap()
}

fn new(folder: &YearFolder, name: &str) -> std::path::PathBuf {
    folder.root().join("input/2026").join(name)
}

type Cells = BTreeMap<(u32, u32), String>;

/// Cells and formulas (with =) of each sheet.
fn sheets(path: &Path) -> Vec<(String, Cells)> {
    let mut workbook = open_workbook_auto(path).unwrap();
    let mut sheets = Vec::new();
    for name in workbook.sheet_names() {
        let mut cells = Cells::new();
        let place = |start: Option<(u32, u32)>, row: usize, column: usize| {
            let (top, left) = start.unwrap();
            (top + row as u32, left + column as u32)
        };
        let values = workbook.worksheet_range(&name).unwrap();
        for (row, column, value) in values.used_cells().filter(|(_, _, value)| !matches!(value, Data::Empty)) {
            cells.insert(place(values.start(), row, column), value.to_string());
        }
        let formulas = workbook.worksheet_formula(&name).unwrap();
        for (row, column, formula) in formulas.used_cells().filter(|(_, _, formula)| !formula.is_empty()) {
            cells.insert(place(formulas.start(), row, column), format!("={formula}"));
        }
        sheets.push((name, cells));
    }
    sheets
}

/// B4+B5 and SUM(D6:D8) as Excel would work them out.
fn value(cells: &Cells, at: (u32, u32)) -> f64 {
    let Some(text) = cells.get(&at) else { return 0.0 };
    let Some(formula) = text.strip_prefix('=') else { return text.parse().unwrap_or(0.0) };
    let address = |text: &str| (text[1..].parse::<u32>().unwrap() - 1, u32::from(text.as_bytes()[0] - b'A'));
    match formula.strip_prefix("SUM(").and_then(|rest| rest.strip_suffix(')')) {
        Some(range) => {
            let (first, last) = range.split_once(':').unwrap();
            let ((top, column), (bottom, _)) = (address(first), address(last));
            (top..=bottom).map(|row| value(cells, (row, column))).sum()
        }
        None => formula.split('+').map(|part| value(cells, address(part))).sum(),
    }
}

/// Writes the sheets with their formulas worked out.
fn write(path: &Path, sheets: &[(String, Cells)]) {
    let mut workbook = Workbook::new();
    for (name, cells) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).unwrap();
        for (&(row, column), text) in cells {
            let column = u16::try_from(column).unwrap();
            let number = if text.starts_with('=') { Ok(value(cells, (row, u32::from(column)))) } else { text.parse() };
            match number {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) => sheet.write_string(row, column, text).unwrap(),
            };
        }
    }
    workbook.save(path).unwrap();
}

#[test]
fn it_asks_for_what_is_missing_and_nothing_else() {
    let findings = check(&made());
    assert!(findings.len() > 50);
    for finding in findings {
        assert_eq!(finding["code"], "Z009", "{finding}");
    }
}

#[test]
fn filled_in_it_gives_no_finding() {
    let folder = made();
    // Ten for each carried-over project, all of them good.
    let path = new(&folder, "资金安排表.xlsx");
    let mut projects = sheets(&path);
    let cells = &mut projects[0].1;
    let rows: Vec<u32> =
        cells.iter().filter(|((row, column), _)| *column == 1 && *row > 3).map(|((row, _), _)| *row).collect();
    assert_eq!(rows.len(), 92, "last year's new projects are carried over");
    for row in rows {
        cells.insert((row, 3), "10".into());
        cells.insert((row, 5), "优".into());
    }
    assert_eq!(value(cells, (3, 3)), 920.0, "the formulas add up over all directions");
    write(&path, &projects);

    let path = new(&folder, "绩效指标.xlsx");
    let mut indicators = sheets(&path);
    let cells = &mut indicators[0].1;
    let rows: Vec<u32> = cells.keys().filter(|(row, column)| *column == 2 && *row > 1).map(|(row, _)| *row).collect();
    assert_eq!(rows.len(), 16);
    for row in rows {
        cells.insert((row, 3), "≥10项".into());
        cells.insert((row, 4), "11项".into());
    }
    write(&path, &indicators);

    let path = new(&folder, "资金执行.xlsx");
    let mut execution = sheets(&path);
    for (row, (budget, executed)) in [(3, ("920", "900")), (4, ("0", "0")), (5, ("0", "0"))] {
        execution[0].1.insert((row, 1), budget.into());
        execution[0].1.insert((row, 2), executed.into());
    }
    for (row, level, title, number) in [
        (1, "中央", "财政部关于下达2026年中央引导地方科技发展资金预算的通知", "财教〔2026〕9号"),
        (2, "省级", "财政厅关于下达2026年中央引导地方科技发展资金的通知", "新财教〔2026〕65号"),
    ] {
        for (column, text) in [(0, level), (1, title), (2, number), (3, "2026年5月19日"), (4, "920")] {
            execution[1].1.insert((row, column), text.into());
        }
    }
    write(&path, &execution);

    assert_eq!(check(&folder), [] as [serde_json::Value; 0]);
    let run = ziping(folder.root(), &["2026"]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
}

#[test]
fn what_must_be_renewed_is_marked_and_nothing_is_overwritten() {
    let folder = made();
    let text = std::fs::read_to_string(new(&folder, "报告.yaml")).unwrap();
    assert!(text.contains("  年度: 2026\n") && text.contains("成文日期: 2027-03-31  # 待改"));
    assert!(std::fs::read_to_string(new(&folder, "文字.yaml")).unwrap().contains("# 待改：看这一段"));
    let before = std::fs::read(new(&folder, "资金安排表.xlsx")).unwrap();
    for arguments in [
        &["init", "2026"][..],
        &["init", "2026", "--from", "2025"],
        &["init", "今年"],
        &["init", "2027", "--from", "1999"],
    ] {
        let run = ziping(folder.root(), arguments);
        assert_eq!(run.status.code(), Some(2), "{arguments:?}");
        assert!(String::from_utf8_lossy(&run.stderr).contains("改法"), "{arguments:?}");
    }
    assert_eq!(std::fs::read(new(&folder, "资金安排表.xlsx")).unwrap(), before);
    assert!(!folder.root().join("input/2027").exists());
    // The same bytes again, whatever the clock says.
    assert_eq!(std::fs::read(new(&made(), "资金安排表.xlsx")).unwrap(), before);
}

#[test]
fn choices_notes_and_locks_are_in_the_sheets() {
    let folder = made();
    let file = std::fs::File::open(new(&folder, "资金安排表.xlsx")).unwrap();
    let mut archive = zip::ZipArchive::new(file).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut text).unwrap();
        text
    };
    let sheet = part("xl/worksheets/sheet1.xml");
    for words in ["事前补助,后补助", "优,良,中,差", "<sheetProtection", "<f>SUM(", "<pane "] {
        assert!(sheet.contains(words), "{words}");
    }
    assert!(part("xl/comments1.xml").contains("还没有兑付的填0"));
}
