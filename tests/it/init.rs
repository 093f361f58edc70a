//! `ziping init`: next year's folder asks for what is missing and for nothing else; filled in, it gives no finding.

use std::collections::BTreeMap;
use std::path::Path;

use crate::common::parts::part;
use crate::support::{YearFolder, ziping};
use calamine::{Data, Reader, open_workbook_auto};
use rust_xlsxwriter::Workbook;

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
    formula.split('+').map(|part| value_of(cells, part)).sum()
}

/// B4, or SUM(D6:D8) as a part of a longer formula.
fn value_of(cells: &Cells, part: &str) -> f64 {
    let address = |text: &str| (text[1..].parse::<u32>().unwrap() - 1, u32::from(text.as_bytes()[0] - b'A'));
    match part.strip_prefix("SUM(").and_then(|rest| rest.strip_suffix(')')) {
        Some(range) => {
            let (first, last) = range.split_once(':').unwrap();
            let ((top, column), (bottom, _)) = (address(first), address(last));
            (top..=bottom).map(|row| value(cells, (row, column))).sum()
        }
        None => value(cells, address(part)),
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
    let folder = made();
    let findings = check(&folder);
    // One for each column of the tables, with every cell; one for the table without a row; one for the marks of each YAML file.
    let count = |finding: &serde_json::Value| finding["locations"].as_array().unwrap().len();
    let told: Vec<(&str, usize)> =
        findings.iter().map(|finding| (finding["code"].as_str().unwrap(), count(finding))).collect();
    let blanks = [("Z009", 1), ("Z009", 92), ("Z009", 16), ("Z009", 16), ("Z009", 4), ("Z009", 4)];
    assert_eq!(told, [&blanks[..], &[("Z017", 9), ("Z017", 21)]].concat(), "{findings:#?}");
    assert_eq!(findings[1]["locations"][1]["cell"], "D8");
    let shown = ziping(folder.root(), &["check", "2026"]).stdout;
    let shown = String::from_utf8_lossy(&shown).into_owned();
    assert!(shown.contains("D7—D35、D54—D66、D85—D111、D130—D152（共92格）"), "{shown}");
    assert!(shown.contains("2026/报告.yaml › 第16、18、22—26、30、57行（共9处）"), "{shown}");
}

/// The clerk looks at each marked line and deletes the mark.
fn renew(year: &Path) {
    for name in ["报告.yaml", "文字.yaml"] {
        let text = std::fs::read_to_string(year.join(name)).unwrap();
        std::fs::write(year.join(name), text.replace("# 待改", "# 看过")).unwrap();
    }
}

#[test]
fn filled_in_it_gives_no_finding() {
    let folder = made();
    renew(&folder.root().join("input/2026"));
    // Each carried-over project has what it had last year, or ten where it was paid nothing; all of them are good.
    let path = new(&folder, "资金安排表.xlsx");
    let mut projects = sheets(&path);
    let cells = &mut projects[0].1;
    let rows: Vec<u32> =
        cells.iter().filter(|((row, column), _)| *column == 1 && *row > 3).map(|((row, _), _)| *row).collect();
    assert_eq!(rows.len(), 92, "last year's new projects are carried over");
    let last = &sheets(&folder.path().join("资金安排表.xlsx"))[0].1;
    let mut sum = 0.0;
    for row in rows {
        let before = last.iter().find(|((_, column), name)| *column == 1 && **name == cells[&(row, 1)]).unwrap();
        let amount: f64 = last[&(before.0.0, 3)].parse().unwrap();
        let amount = if amount == 0.0 { 10.0 } else { amount };
        sum += amount;
        cells.insert((row, 3), amount.to_string());
        cells.insert((row, 5), "优".into());
    }
    assert_eq!(value(cells, (3, 3)), sum, "the formulas add up over all directions");
    let total = sum.to_string();
    write(&path, &projects);

    let path = new(&folder, "绩效指标.xlsx");
    let mut indicators = sheets(&path);
    let cells = &mut indicators[0].1;
    let rows: Vec<u32> = cells.keys().filter(|(row, column)| *column == 2 && *row > 1).map(|(row, _)| *row).collect();
    assert_eq!(rows.len(), 16);
    // This year aims at what was reached last year, and reaches it.
    let last = sheets(&folder.path().join("绩效指标.xlsx"));
    for row in rows {
        let reached = &last[0].1[&(row, 4)];
        let is_number = reached.starts_with(|c: char| c.is_ascii_digit());
        cells.insert((row, 3), if is_number { format!("≥{reached}") } else { reached.clone() });
        cells.insert((row, 4), reached.clone());
    }
    write(&path, &indicators);

    let path = new(&folder, "资金执行.xlsx");
    let mut execution = sheets(&path);
    for (row, (budget, executed)) in [(3, (total.as_str(), total.as_str())), (4, ("0", "0")), (5, ("0", "0"))] {
        execution[0].1.insert((row, 1), budget.into());
        execution[0].1.insert((row, 2), executed.into());
    }
    for (row, level, title, number) in [
        (1, "中央", "财政部关于下达2026年中央引导地方科技发展资金预算的通知", "财教〔2026〕9号"),
        (2, "省级", "财政厅关于下达2026年中央引导地方科技发展资金的通知", "新财教〔2026〕65号"),
    ] {
        for (column, text) in [(0, level), (1, title), (2, number), (3, "2026年5月19日"), (4, &total)] {
            execution[1].1.insert((row, column), text.into());
        }
    }
    write(&path, &execution);

    // What was carried over into last year has ended; that it is no more in the table is said once, as a hint.
    let findings = check(&folder);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!((findings[0]["code"].as_str(), findings[0]["severity"].as_str()), (Some("Z902"), Some("info")));
    let run = ziping(folder.root(), &["2026"]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
}

#[test]
fn what_must_be_renewed_is_marked_and_nothing_is_overwritten() {
    let folder = made();
    let text = std::fs::read_to_string(new(&folder, "报告.yaml")).unwrap();
    assert!(text.contains("  年度: 2026\n") && text.contains("成文日期: 2027-03-31  # 待改"));
    assert!(text.starts_with("# 2026年度报告的基本情况") && !text.contains("2025年度报告"));
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
    let part = |name: &str| part(&std::fs::read(new(&folder, "资金安排表.xlsx")).unwrap(), name);
    let sheet = part("xl/worksheets/sheet1.xml");
    let directions = "一、区域科技创新体系建设,二、科技创新基地建设,三、科技成果转移转化,四、自由探索类基础研究";
    let groups = "（一）结转项目,（二）新上项目,（三）后补助项目";
    for words in [directions, groups, "事前补助,后补助", "优,良,中,差", "<sheetProtection", "<f>SUM(", "<pane "]
    {
        assert!(sheet.contains(words), "{words}");
    }
    assert!(part("xl/comments1.xml").contains("还没有兑付的填0"));
}

/// The official form's project table with a project in the first blank row of each group, or of each direction where the
/// fund's table has no groups: 10 万元 each.
fn fill_projects(folder: &YearFolder, year: &str, grouped: bool) -> u32 {
    let path = folder.root().join("input").join(year).join("资金安排表.xlsx");
    let mut sheets = sheets(&path);
    let cells = &mut sheets[0].1;
    let mark = if grouped { "（" } else { "、" };
    let heads: Vec<u32> = cells
        .iter()
        .filter(|((row, column), text)| *column == 0 && *row > 3 && text.contains(mark))
        .map(|((row, _), _)| *row)
        .collect();
    for (serial, row) in (1u32..).zip(&heads) {
        let values = [serial.to_string(), format!("项目{serial}"), format!("单位{serial}"), "10".into()];
        for (column, text) in (0..).zip(values.into_iter().chain(grouped.then(|| "事前补助".into()))) {
            cells.insert((row + 1, column), text);
        }
        if grouped {
            cells.insert((row + 1, 5), "优".into());
        }
    }
    // What is marked is renewed.
    let yaml = path.with_file_name("报告.yaml");
    let text = std::fs::read_to_string(&yaml).unwrap();
    assert!(text.contains("某某省") && text.contains("# 待改"));
    std::fs::write(&yaml, text.replace("某某", "甲")).unwrap();
    renew(path.parent().unwrap());
    let count = u32::try_from(heads.len()).unwrap();
    assert_eq!(value(cells, (3, 3)), f64::from(10 * count), "the formulas add up");
    write(&path, &sheets);
    count
}

/// Targets, and results where `results` are wanted; the money without 执行数 where they are not.
fn fill_rest(folder: &YearFolder, year: &str, total: u32, results: bool) {
    let input = folder.root().join("input").join(year);
    let path = input.join("绩效指标.xlsx");
    let mut indicators = sheets(&path);
    let cells = &mut indicators[0].1;
    let rows: Vec<(u32, String)> = cells
        .iter()
        .filter(|((row, column), _)| *column == 2 && *row > 1)
        .map(|((row, _), name)| (*row, name.clone()))
        .collect();
    for (row, name) in rows {
        let words = name.ends_with("能力") || name.ends_with("机制");
        cells.insert((row, 3), if words { "稳步提升" } else { "≥10项" }.into());
        if results {
            cells.insert((row, 4), if words { "稳步提升" } else { "11项" }.into());
        }
    }
    write(&path, &indicators);

    let path = input.join("资金执行.xlsx");
    let mut execution = sheets(&path);
    for (row, amount) in [(3, total), (4, 0), (5, 0)] {
        execution[0].1.insert((row, 1), amount.to_string());
        if results || amount == 0 {
            execution[0].1.insert((row, 2), amount.to_string());
        }
    }
    for (row, level, number) in [(1, "中央", "财教〔2026〕9号"), (2, "省级", "某财教〔2026〕65号")] {
        let title = format!("{level}下达2026年预算的通知");
        for (column, text) in [(0, level), (1, &title), (2, number), (3, "2026年5月19日"), (4, &total.to_string())] {
            execution[1].1.insert((row, column), text.into());
        }
    }
    write(&path, &execution);
}

fn empty() -> YearFolder {
    let folder = YearFolder::example();
    std::fs::remove_dir_all(folder.root().join("input")).unwrap();
    folder
}

#[track_caller]
fn assert_runs(folder: &YearFolder, arguments: &[&str]) -> String {
    let run = ziping(folder.root(), arguments);
    let said = String::from_utf8_lossy(&run.stderr).into_owned() + &String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{said}");
    said
}

/// What last year's tables had stands in the new ones, or is said not to.
#[test]
fn columns_of_last_year_s_tables_are_kept_or_told() {
    let folder = YearFolder::example();
    crate::support::tables::rewrite(&folder, "绩效指标", &|_, rows| {
        let text = crate::support::tables::text;
        let weights = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
        rows[1].extend([text("度量单位"), text("权重"), text("责任处室")]);
        for (row, weight) in rows.iter_mut().skip(2).zip(weights) {
            row.extend([Data::Empty, Data::Float(f64::from(weight)), text("规划处")]);
        }
    });
    let run = ziping(folder.root(), &["init", "2026"]);
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(run.status.success(), "{said}{}", String::from_utf8_lossy(&run.stderr));
    assert!(said.contains("指标表的“责任处室”") && !said.contains("权重"), "{said}");
    let cells = sheets(&new(&folder, "绩效指标.xlsx")).remove(0).1;
    assert_eq!((cells[&(1, 6)].as_str(), cells[&(1, 7)].as_str()), ("度量单位", "权重"));
    assert_eq!((cells[&(2, 6)].as_str(), cells[&(2, 7)].as_str(), cells[&(3, 7)].as_str()), ("项", "1", "2"));
    // What there was not is not there.
    let folder = made();
    let cells = sheets(&new(&folder, "绩效指标.xlsx")).remove(0).1;
    assert!(!cells.contains_key(&(1, 6)), "{cells:?}");
}

/// The folder before may say in its YAML only which fund it is.
#[test]
fn a_fund_begins_from_its_own_years_and_from_no_other_s() {
    let begun = |name: &str| {
        let folder = YearFolder::example();
        std::fs::rename(folder.path(), folder.root().join("input/2023")).unwrap();
        let yaml = folder.root().join("input/2023/报告.yaml");
        let text = std::fs::read_to_string(&yaml).unwrap();
        let text = text.replacen("年度: 2025", "年度: 2023", 1).replacen("2026-03-31", "2024-03-31", 1);
        std::fs::write(&yaml, text).unwrap();
        let other = folder.root().join("input/2025-就业补助资金");
        std::fs::create_dir(&other).unwrap();
        std::fs::write(other.join("报告.yaml"), "报告:\n  年度: 2025\n").unwrap();
        assert_runs(&folder, &["init", name])
    };
    assert!(begun("2026-引导资金").contains("已照“2023”建好"));
    assert!(begun("2026-农田建设补助资金").contains("没有“农田建设补助资金”自己的"));
}

#[track_caller]
fn assert_no_finding(folder: &YearFolder, year: &str) {
    let run = ziping(folder.root(), &["check", year, "--json"]);
    let findings: Vec<serde_json::Value> = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(findings, [] as [serde_json::Value; 0]);
}

#[test]
fn without_an_earlier_year_the_official_form_of_each_fund_gives_no_finding() {
    for (year, arguments, grouped) in [
        ("2026", &["init", "2026"][..], true),
        ("2026-土壤污染防治资金", &["init", "2026-土壤污染防治资金"], false),
        ("2026", &["init", "2026", "--style", "土壤污染防治资金"], false),
    ] {
        let folder = empty();
        assert_runs(&folder, arguments);
        let yaml = std::fs::read_to_string(folder.root().join("input").join(year).join("报告.yaml")).unwrap();
        assert!(yaml.contains("年度: 2026 ") && yaml.contains("成文日期: 2027-03-31") && !yaml.contains("〔年度〕"));
        let count = fill_projects(&folder, year, grouped);
        fill_rest(&folder, year, 10 * count, true);
        assert_no_finding(&folder, year);
        assert_runs(&folder, &["build", year]);
    }
}

#[test]
fn the_blank_form_filled_in_by_the_units_makes_the_region_s_figures() {
    let folder = empty();
    let year = "2026-土壤污染防治资金";
    assert_runs(&folder, &["init", year]);
    let count = fill_projects(&folder, year, false);
    fill_rest(&folder, year, 10 * count, false);
    let said = assert_runs(&folder, &["form", year]);
    assert!(said.contains("单位自评表（空白）.xlsx"), "{said}");
    let blank = folder.root().join("output").join(year).join("单位自评表（空白）.xlsx");
    let again = std::fs::read(&blank).unwrap();
    assert_runs(&folder, &["form", year]);
    assert_eq!(std::fs::read(&blank).unwrap(), again, "the same bytes again");

    let forms = folder.root().join("input").join(year).join("单位自评");
    std::fs::create_dir_all(&forms).unwrap();
    // Paths of the helpers go out from here.
    std::fs::create_dir_all(folder.path()).unwrap();
    for serial in 1..=count {
        let name = format!("../{year}/单位自评/{serial}.xlsx");
        std::fs::copy(&blank, forms.join(format!("{serial}.xlsx"))).unwrap();
        folder.set_cell(&name, "B3", &format!("项目{serial}"));
        folder.set_cell(&name, "B4", &format!("单位{serial}"));
        // Excel works the totals out.
        for (cell, amount) in
            [("E6", "10"), ("F6", "9"), ("E7", "10"), ("F7", "9"), ("E8", "0"), ("F8", "0"), ("E9", "0"), ("F9", "0")]
        {
            folder.set_number(&name, cell, amount);
        }
        folder.set_cell(&name, "G15", "个别票据不全。下一步加强审核。");
        for row in 21..=29 {
            // The cost of one hectare and contentment are no sums.
            let result = match row {
                27 | 28 => "100",
                21 | 29 => "12",
                _ => "4",
            };
            folder.set_number(&name, &format!("F{row}"), result);
        }
    }
    assert_no_finding(&folder, year);
    assert_runs(&folder, &["build", year]);
    let trace = ziping(folder.root(), &["trace", year, "项目验收合格率"]);
    let trace = String::from_utf8_lossy(&trace.stdout).into_owned();
    assert!(trace.contains("12项") && trace.contains("单位自评/3.xlsx › 自评表 › F24"), "{trace}");
}

#[test]
fn labels_of_the_blank_form_are_locked_and_choices_offered() {
    let folder = YearFolder::example();
    assert_runs(&folder, &["form", "2025"]);
    let part =
        |name: &str| part(&std::fs::read(folder.root().join("output/2025/单位自评表（空白）.xlsx")).unwrap(), name);
    let sheet = part("xl/worksheets/sheet1.xml");
    for words in ["<sheetProtection", "项目名单!$B$2:$B$138", "type=\"decimal\"", "<f>SUM("] {
        assert!(sheet.contains(words), "{words}");
    }
    assert!(part("xl/comments1.xml").contains("全部或基本达成预期指标：100%—80%"));
    let texts = part("xl/sharedStrings.xml");
    for words in ["培训技术服务人员数量", "人次", "未完成原因和改进措施"] {
        assert!(texts.contains(words), "{words}");
    }
    // The folder's own results are not on it.
    assert!(!texts.contains("7776"));
    // Each project has one of its own, with nobody else's name and money.
    let each = folder.root().join("output/2025/单位自评表（按项目）");
    let mut own: Vec<_> = std::fs::read_dir(each).unwrap().map(|entry| entry.unwrap().path()).collect();
    own.sort();
    assert_eq!(own.len(), 137);
    let cells = |path: &Path| sheets(path).remove(0).1;
    let (first, second) = (cells(&own[0]), cells(&own[1]));
    assert!(own[0].file_name().unwrap().to_string_lossy().contains(&first[&(2, 1)]));
    assert_ne!(first[&(2, 1)], second[&(2, 1)]);
    assert!(first.values().all(|words| *words != second[&(2, 1)]));
    assert!(first[&(6, 4)].parse::<f64>().is_ok(), "its own money stands on it");
    // None is sent out without the fund's name.
    folder.replace("报告.yaml", "  资金名称: 中央引导地方科技发展资金\n", "");
    assert_eq!(ziping(folder.root(), &["form", "2025"]).status.code(), Some(2));
}

/// What belongs to one fund is carried into no other's folder.
#[test]
fn a_fund_without_its_own_form_begins_with_nothing_of_another() {
    let begun_in = |folder: &YearFolder, arguments: &[&str]| {
        let said = assert_runs(folder, arguments);
        let path = folder.root().join("input").join(arguments[1]);
        let texts = ["报告.yaml", "文字.yaml"].map(|file| std::fs::read_to_string(path.join(file)).unwrap()).concat();
        let cells = sheets(&path.join("绩效指标.xlsx")).into_iter().flat_map(|(_, cells)| cells.into_values());
        let names: String = cells.collect();
        (said, texts, names)
    };
    let begun = |name: &str| begun_in(&empty(), &["init", name]);
    let (said, texts, names) = begun("2026-就业补助资金");
    assert!(said.contains("没有“就业补助资金”自己的"), "{said}");
    assert!(texts.contains("资金名称: 就业补助资金 ") && !texts.contains('〔'), "{texts}");
    assert!(!texts.contains("引导") && !texts.contains("科技") && !names.contains("科技"), "{texts}{names}");
    assert!(names.contains("就业补助资金") && names.contains("满意度指标"), "{names}");

    // One that a line of 式样.yaml gives its layouts.
    let (said, texts, names) = begun("2026-公共文化服务补助资金");
    assert!(said.contains("“目标完成提纲”式样的空白表") && names.contains("流动文化服务场次"), "{said}{names}");
    assert!(texts.contains("资金名称: 公共文化服务补助资金"), "{texts}");

    // Nor by a style of another fund, nor after a year of another.
    for style in ["通用", "土壤污染防治资金", "目标完成提纲", "综合评价提纲"] {
        let folder = empty();
        std::fs::create_dir_all(folder.root().join("input/2025")).unwrap();
        let (said, texts, names) = begun_in(&folder, &["init", "2026-农村客运补贴", "--style", style]);
        assert!(said.contains(&format!("“{style}”式样、给别的资金用的空白表")), "{said}");
        let marked = "资金名称: 农村客运补贴";
        assert!(texts.lines().any(|line| line.trim_start().starts_with(marked) && line.contains("待改")), "{texts}");
        for word in ["引导", "科技", "土壤", "生态", "文化", "企业", "年度〕", "〔资金"] {
            // The style's own name says which outline it is.
            let texts = texts.replace(&format!("式样: {style}"), "");
            assert!(!texts.contains(word) && !names.contains(word), "{style}: {word}\n{texts}{names}");
        }
    }
    let folder = YearFolder::example();
    let (said, texts, _) = begun_in(&folder, &["init", "2026-农村客运补贴"]);
    assert!(said.contains("给别的资金用的空白表") && !texts.contains("引导资金"), "{said}");

    // A short name of a fund that has one.
    let (said, texts, names) = begun("2026-引导资金");
    assert!(!said.contains("自己的") && texts.contains("资金名称: 中央引导地方科技发展资金 "), "{said}");
    assert!(names.contains("科技成果"), "{names}");
}

#[test]
fn a_year_after_a_fund_s_is_called_after_the_fund() {
    let folder = YearFolder::example();
    std::fs::rename(folder.path(), folder.root().join("input/2025-引导资金")).unwrap();
    for arguments in [&["init", "2026"][..], &["init", "2027", "--from", "2025-引导资金"]] {
        assert_runs(&folder, arguments);
        let made = folder.root().join("input").join(format!("{}-引导资金", arguments[1]));
        assert!(made.join("报告.yaml").is_file(), "{arguments:?}");
    }
}

#[test]
fn a_folder_of_one_fund_with_the_name_of_another_is_told() {
    let folder = YearFolder::example();
    let told = |name: &str| {
        let path = folder.root().join("input").join(name);
        std::fs::rename(folder.path(), &path).unwrap();
        let run = ziping(folder.root(), &["check", name, "--json"]);
        std::fs::rename(&path, folder.path()).unwrap();
        let findings: Vec<serde_json::Value> = serde_json::from_slice(&run.stdout).unwrap();
        let found = findings.into_iter().filter(|finding| finding["code"] == "Z012");
        found.map(|finding| (finding["severity"].clone(), finding["actual"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(told("2025-农村客运补贴"), [("warning".into(), "中央引导地方科技发展资金".into())]);
    for name in ["2025", "2025-引导资金", "2025-中央资金", "2025-2"] {
        assert_eq!(told(name), [], "{name}");
    }
}

/// A fund whose layouts lay down other points than the blank's.
#[test]
fn a_new_year_has_the_points_that_the_fund_lays_down() {
    let folder = empty();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let layouts = folder.root().join("layouts");
    for entry in walkdir::WalkDir::new(root.join("layouts")).into_iter().map(Result::unwrap) {
        let to = layouts.join(entry.path().strip_prefix(root.join("layouts")).unwrap());
        match entry.file_type().is_dir() {
            true => std::fs::create_dir_all(to).unwrap(),
            false => drop(std::fs::copy(entry.path(), to).unwrap()),
        }
    }
    let rules = std::fs::read_to_string(layouts.join("资金.yaml")).unwrap();
    let rules =
        rules.replace("\n预算执行: 10\n", "\n预算执行: 20\n").replace("产出指标, 分值: 50", "产出指标, 分值: 40");
    std::fs::write(layouts.join("资金.yaml"), rules).unwrap();
    let mut init = std::process::Command::new(env!("CARGO_BIN_EXE_ziping"));
    let run = init.current_dir(folder.root()).args(["init", "2026", "--layouts", "layouts"]).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let yaml = std::fs::read_to_string(new(&folder, "报告.yaml")).unwrap();
    for line in [
        "  预算执行: 20  ",
        "    转化科技成果数量: 8\n",
        "    被服务对象满意度: 10\n",
        "# 评分（预算执行20＋产出指标40＋效益指标30＋",
    ] {
        assert!(yaml.contains(line), "{line} in {yaml}");
    }
}
