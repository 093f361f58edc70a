//! The year's three workbooks, to be filled in: heads and labels locked, choices as drop-downs, totals as formulas, a note
//! at each column's head.

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Note, ProtectionOptions, Workbook,
    Worksheet, XlsxError,
};

use crate::model::indicator::Indicator;
use crate::model::project::{Direction, Grade, GrantMode, ProjectStatus};
use crate::model::report::Report;
use crate::output::OutputFile;

/// Blank rows for new projects of a direction; more can be inserted.
const NEW_ROWS: u32 = 15;
/// Blank rows of 下达文件.
const DOCUMENT_ROWS: u32 = 8;
/// At least so many rows for carried-over projects.
const CARRIED_ROWS: u32 = 3;

pub(super) fn workbooks(report: &Report, year: u16) -> Result<Vec<OutputFile>, XlsxError> {
    Ok(vec![
        OutputFile { name: "资金安排表.xlsx".into(), bytes: projects(report, year)? },
        OutputFile { name: "绩效指标.xlsx".into(), bytes: indicators(report, year)? },
        OutputFile { name: "资金执行.xlsx".into(), bytes: execution(year)? },
    ])
}

struct Looks {
    title: Format,
    head: Format,
    label: Format,
    formula: Format,
    words: Format,
    number: Format,
    date: Format,
}

impl Looks {
    fn new() -> Looks {
        let cell =
            || Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter).set_text_wrap();
        let input = || cell().set_unlocked();
        Looks {
            title: Format::new().set_bold().set_align(FormatAlign::Center).set_font_size(14),
            head: cell().set_bold().set_align(FormatAlign::Center),
            label: cell().set_bold(),
            formula: cell().set_num_format("0.######").set_align(FormatAlign::Right),
            words: input(),
            number: input().set_num_format("0.######").set_align(FormatAlign::Right),
            date: input().set_num_format("yyyy\"年\"m\"月\"d\"日\""),
        }
    }
}

/// A workbook whose only time is the year that it is for.
fn workbook(year: u16) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(year, 1, 1)?));
    Ok(workbook)
}

/// Labels cannot be changed by accident; rows can be added and taken away. There is no password.
fn protect(sheet: &mut Worksheet) {
    sheet.protect_with_options(&ProtectionOptions {
        insert_rows: true,
        delete_rows: true,
        format_cells: true,
        format_columns: true,
        format_rows: true,
        sort: true,
        use_autofilter: true,
        ..ProtectionOptions::new()
    });
}

/// Heads with their notes.
fn heads(sheet: &mut Worksheet, row: u32, heads: &[(&str, f64, &str)], looks: &Looks) -> Result<(), XlsxError> {
    for (column, (head, width, note)) in (0u16..).zip(heads) {
        sheet.set_column_width(column, *width)?;
        sheet.write_string_with_format(row, column, *head, &looks.head)?;
        if !note.is_empty() {
            sheet.insert_note(row, column, &Note::new(*note).add_author_prefix(false))?;
        }
    }
    Ok(())
}

fn choice(words: &[&str], what: &str) -> Result<DataValidation, XlsxError> {
    let message = format!("请从下拉框里选：{}", words.join("、"));
    DataValidation::new().allow_list_strings(words)?.set_error_title(what)?.set_error_message(message)
}

fn projects(report: &Report, year: u16) -> Result<Vec<u8>, XlsxError> {
    let (mut workbook, looks) = (workbook(year)?, Looks::new());
    let sheet = workbook.add_worksheet().set_name("资金安排")?;
    let fund = &report.profile.fund.value;
    sheet.merge_range(0, 0, 0, 5, &format!("{year}年{fund}项目资金安排情况表"), &looks.title)?;
    sheet.write_string(1, 0, "单位：万元")?;
    heads(
        sheet,
        2,
        &[
            ("序号", 6.0, "从1起连续编号，不分方向。"),
            (
                "项目名称",
                44.0,
                "项目名称要与下达文件一致。上年新上的项目已列在“结转项目”里：今年不再安排的，整行删去。",
            ),
            ("申报单位", 30.0, "承担单位全称。"),
            ("安排资金\n（万元）", 12.0, "今年安排的资金；后补助项目还没有兑付的填0，不要空着。"),
            ("支持方式", 12.0, "事前补助或后补助。"),
            ("自评等级", 10.0, "项目自评的等级：优、良、中、差。"),
        ],
        &looks,
    )?;
    sheet.set_freeze_panes(3, 0)?;
    sheet.write_string_with_format(3, 0, "总计", &looks.label)?;
    let mut row = 4;
    let mut serial = 0;
    let mut subtotals = Vec::new();
    for direction in &report.projects.directions {
        subtotals.push(format!("D{}", row + 1));
        row = direction_rows(sheet, row, direction, &mut serial, &looks)?;
    }
    sheet.write_formula_with_format(3, 3, format!("={}", subtotals.join("+")).as_str(), &looks.formula)?;
    sheet.add_data_validation(
        4,
        4,
        row,
        4,
        &choice(&[GrantMode::Upfront, GrantMode::Post].map(GrantMode::name), "支持方式")?,
    )?;
    sheet.add_data_validation(4, 5, row, 5, &choice(&Grade::ALL.map(Grade::name), "自评等级")?)?;
    protect(sheet);
    workbook.save_to_buffer()
}

/// The direction's row, its carried-over and its new projects; the row after them.
fn direction_rows(
    sheet: &mut Worksheet,
    top: u32,
    direction: &Direction,
    serial: &mut u32,
    looks: &Looks,
) -> Result<u32, XlsxError> {
    let started: Vec<_> =
        direction.projects().filter(|project| project.status == ProjectStatus::NewlyStarted).collect();
    let carried = u32::try_from(started.len()).unwrap_or_default().max(CARRIED_ROWS);
    // Row numbers as Excel counts them.
    let (first_group, second_group) = (top + 2, top + 2 + carried + 1);
    let sum = |group: u32, rows: u32| format!("=SUM(D{}:D{})", group + 1, group + rows);
    for (row, label, formula) in [
        (top, direction.label.as_str(), format!("=D{first_group}+D{second_group}")),
        (first_group - 1, "（一）结转项目", sum(first_group, carried)),
        (second_group - 1, "（二）新上项目", sum(second_group, NEW_ROWS)),
    ] {
        sheet.write_string_with_format(row, 0, label, &looks.label)?;
        sheet.write_formula_with_format(row, 3, formula.as_str(), &looks.formula)?;
    }
    let rows = (first_group..first_group + carried).chain(second_group..second_group + NEW_ROWS);
    for (index, row) in rows.enumerate() {
        match started.get(index) {
            Some(project) => {
                *serial += 1;
                sheet.write_number_with_format(row, 0, *serial, &looks.number)?;
                sheet.write_string_with_format(row, 1, &project.name.value, &looks.words)?;
                sheet.write_string_with_format(row, 2, &project.unit.value, &looks.words)?;
                sheet.write_string_with_format(row, 4, project.mode.value.name(), &looks.words)?;
            }
            None => {
                for column in [0, 1, 2, 4] {
                    sheet.write_blank(row, column, &looks.words)?;
                }
            }
        }
        sheet.write_blank(row, 3, &looks.number)?;
        sheet.write_blank(row, 5, &looks.words)?;
    }
    Ok(second_group + NEW_ROWS)
}

fn indicators(report: &Report, year: u16) -> Result<Vec<u8>, XlsxError> {
    let (mut workbook, looks) = (workbook(year)?, Looks::new());
    let sheet = workbook.add_worksheet().set_name("绩效指标")?;
    let title = format!("{}区域绩效指标完成情况（{year}年度）", report.profile.fund.value);
    sheet.merge_range(0, 0, 0, 5, &title, &looks.title)?;
    heads(
        sheet,
        1,
        &[
            ("一级指标", 10.0, ""),
            ("二级指标", 14.0, ""),
            ("三级指标", 40.0, "照批复的区域绩效目标表改；与上年不同的，连同 报告.yaml 里“评分”的名称一起改。"),
            ("指标值", 14.0, "照批复的目标表填，连同符号和单位，如 ≥32项。"),
            ("全年实际完成值", 16.0, "单位与指标值相同，如 33项。"),
            ("未完成原因和改进措施", 50.0, "没有完成的、达到指标值130%的，必须填写。"),
        ],
        &looks,
    )?;
    sheet.set_freeze_panes(2, 0)?;
    for (row, indicator) in (2u32..).zip(&report.indicators) {
        let Indicator { dimension, category, name, target, actual, .. } = indicator;
        for (column, label) in [(0, dimension.value.name()), (1, category.value.as_str())] {
            sheet.write_string_with_format(row, column, label, &looks.label)?;
        }
        sheet.write_string_with_format(row, 2, &name.value, &looks.words)?;
        for column in [3, 4, 5] {
            sheet.write_blank(row, column, &looks.words)?;
        }
        let last = format!("上年：指标值{}，完成{}。", target.value, actual.value);
        sheet.insert_note(row, 3, &Note::new(last).add_author_prefix(false))?;
    }
    protect(sheet);
    workbook.save_to_buffer()
}

fn execution(year: u16) -> Result<Vec<u8>, XlsxError> {
    let (mut workbook, looks) = (workbook(year)?, Looks::new());
    let sheet = workbook.add_worksheet().set_name("资金执行")?;
    sheet.merge_range(0, 0, 0, 3, &format!("{year}年度资金到位和执行情况（截至{year}年12月31日）"), &looks.title)?;
    heads(
        sheet,
        1,
        &[
            ("资金来源", 24.0, ""),
            ("全年预算数（A）", 18.0, "万元。没有的填0，不要空着。"),
            ("全年执行数（B）", 18.0, "万元，支付到商品和劳务供应者或用款单位的实际支出（国库集中支付系统的数）。"),
            ("备注", 20.0, ""),
        ],
        &looks,
    )?;
    for (row, label) in (2u32..).zip(["年度资金总额：", "其中：中央财政资金", "地方资金", "其他资金"])
    {
        sheet.write_string_with_format(row, 0, label, &looks.label)?;
        for (column, letter) in [(1, 'B'), (2, 'C')] {
            if row == 2 {
                let formula = format!("={letter}4+{letter}5+{letter}6");
                sheet.write_formula_with_format(row, column, formula.as_str(), &looks.formula)?;
            } else {
                sheet.write_blank(row, column, &looks.number)?;
            }
        }
        sheet.write_blank(row, 3, &looks.words)?;
    }
    protect(sheet);

    let sheet = workbook.add_worksheet().set_name("下达文件")?;
    heads(
        sheet,
        0,
        &[
            ("层级", 10.0, "中央或省级。"),
            ("文件名称", 60.0, "全称，不带书名号。"),
            ("文号", 24.0, "如 财教〔2025〕92号，用六角括号。"),
            ("印发日期", 18.0, "如 2025-5-19。中央文件可以不填。"),
            ("金额（万元）", 14.0, "这一份文件下达的金额。"),
        ],
        &looks,
    )?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.add_data_validation(1, 0, DOCUMENT_ROWS, 0, &choice(&["中央", "省级"], "层级")?)?;
    for row in 1..=DOCUMENT_ROWS {
        for column in 0..3 {
            sheet.write_blank(row, column, &looks.words)?;
        }
        sheet.write_blank(row, 3, &looks.date)?;
        sheet.write_blank(row, 4, &looks.number)?;
    }
    protect(sheet);
    workbook.save_to_buffer()
}
