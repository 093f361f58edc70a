//! The year's three workbooks, to be filled in: heads and labels locked, choices as drop-downs, totals as formulas, a note
//! at each column's head.

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Note, ProtectionOptions, Workbook,
    Worksheet, XlsxError,
};

use crate::app::output::OutputFile;

use super::plan::{CarriedProject, Plan, PlannedDirection, PlannedIndicator};

/// Blank rows for new projects of a direction; more can be inserted.
const NEW_ROWS: u32 = 15;
/// Blank rows of 下达文件.
const DOCUMENT_ROWS: u32 = 8;
/// Characters of a drop-down's list: Excel's 255, less the words that stand before it in the message.
const LONGEST_LIST: usize = 240;
/// At least so many rows for carried-over projects.
const CARRIED_ROWS: u32 = 3;

pub(super) fn workbooks(plan: &Plan<'_>, year: u16) -> Result<Vec<OutputFile>, XlsxError> {
    Ok(vec![
        OutputFile { name: "资金安排表.xlsx".into(), bytes: projects(plan, year)? },
        OutputFile { name: "绩效指标.xlsx".into(), bytes: indicators(plan, year)? },
        OutputFile { name: "资金执行.xlsx".into(), bytes: execution(year)? },
    ])
}

pub(super) struct Looks {
    pub title: Format,
    pub head: Format,
    pub label: Format,
    /// A label that is one of a few.
    chosen: Format,
    pub formula: Format,
    pub words: Format,
    pub number: Format,
    date: Format,
}

impl Looks {
    pub fn new() -> Looks {
        let cell =
            || Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter).set_text_wrap();
        let input = || cell().set_unlocked();
        Looks {
            title: Format::new().set_bold().set_align(FormatAlign::Center).set_font_size(14),
            head: cell().set_bold().set_align(FormatAlign::Center),
            label: cell().set_bold(),
            chosen: input().set_bold(),
            formula: cell().set_num_format("0.######").set_align(FormatAlign::Right),
            words: input(),
            number: input().set_num_format("0.######").set_align(FormatAlign::Right),
            date: input().set_num_format("yyyy\"年\"m\"月\"d\"日\""),
        }
    }
}

/// A workbook whose only time is the year that it is for.
pub(super) fn workbook(year: u16) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(year, 1, 1)?));
    Ok(workbook)
}

/// Labels cannot be changed by accident; rows can be added and taken away. There is no password.
pub(super) fn protect(sheet: &mut Worksheet) {
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
pub(super) fn heads(
    sheet: &mut Worksheet,
    row: u32,
    heads: &[(&str, f64, &str)],
    looks: &Looks,
) -> Result<(), XlsxError> {
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

/// What a direction's groups are called.
const GROUPS: [&str; 3] = ["（一）结转项目", "（二）新上项目", "（三）后补助项目"];

/// A column of the project table: head, width, note.
type Column = (&'static str, f64, &'static str);

const AMOUNT: u16 = 3;

fn projects(plan: &Plan<'_>, year: u16) -> Result<Vec<u8>, XlsxError> {
    let (mut workbook, looks) = (workbook(year)?, Looks::new());
    let sheet = workbook.add_worksheet().set_name("资金安排")?;
    let rules = &plan.rules.project_table;
    let carried = "项目名称要与下达文件一致。上年新上的项目已列在“结转项目”里：今年不再安排的，整行删去。";
    let columns: [(bool, Column, &[&str]); 6] = [
        (true, ("序号", 6.0, "从1起连续编号，不分方向。"), &[]),
        (true, ("项目名称", 44.0, if rules.groups.is_asked() { carried } else { "要与下达文件一致。" }), &[]),
        (true, ("", 30.0, "单位全称。"), &[]),
        (true, ("安排资金\n（万元）", 12.0, "今年安排的资金；后补助项目还没有兑付的填0，不要空着。"), &[]),
        (rules.grant_modes.is_asked(), ("支持方式", 12.0, "事前补助或后补助。"), &["事前补助", "后补助"]),
        (rules.grades.is_asked(), ("自评等级", 10.0, "项目自评的等级：优、良、中、差。"), &["优", "良", "中", "差"]),
    ];
    let columns: Vec<(&str, f64, &str, &[&str])> = columns
        .iter()
        .filter(|(asked, ..)| *asked)
        .map(|(_, (head, width, note), choices)| {
            (if head.is_empty() { rules.unit_head.as_str() } else { *head }, *width, *note, *choices)
        })
        .collect();
    let last = u16::try_from(columns.len() - 1).unwrap_or(AMOUNT);
    sheet.merge_range(0, 0, 0, last, &format!("{year}年{}项目资金安排情况表", plan.fund), &looks.title)?;
    sheet.write_string(1, 0, "单位：万元")?;
    let named: Vec<(&str, f64, &str)> = columns.iter().map(|(head, width, note, _)| (*head, *width, *note)).collect();
    heads(sheet, 2, &named, &looks)?;
    sheet.set_freeze_panes(3, 0)?;
    sheet.merge_range(3, 0, 3, AMOUNT - 1, "总计", &looks.label)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    let directions: Vec<&str> = plan.directions.iter().map(|direction| direction.label.as_str()).collect();
    let mut rows = ProjectRows { sheet, looks: &looks, columns: &columns, directions: &directions, row: 4, serial: 0 };
    let mut subtotals = Vec::new();
    for direction in &plan.directions {
        subtotals.push(rows.direction(direction, rules.groups.is_asked())?);
    }
    let end = rows.row;
    let total = match subtotals.as_slice() {
        [only] => format!("={only}"),
        several => format!("={}", several.join("+")),
    };
    sheet.write_formula_with_format(3, AMOUNT, total.as_str(), &looks.formula)?;
    for (column, (head, _, _, choices)) in (0u16..).zip(&columns).filter(|(_, column)| !column.3.is_empty()) {
        sheet.add_data_validation(4, column, end, column, &choice(choices, head)?)?;
    }
    protect(sheet);
    workbook.save_to_buffer()
}

/// Writes the rows of the project table, from the top down.
struct ProjectRows<'a> {
    sheet: &'a mut Worksheet,
    looks: &'a Looks,
    columns: &'a [(&'a str, f64, &'a str, &'a [&'a str])],
    directions: &'a [&'a str],
    row: u32,
    serial: u32,
}

impl ProjectRows<'_> {
    /// A direction with its projects; what its subtotal is called in a formula.
    fn direction(&mut self, direction: &PlannedDirection, grouped: bool) -> Result<String, XlsxError> {
        let heading = (!direction.label.is_empty()).then_some(self.row);
        self.row += u32::from(heading.is_some());
        let first = self.row;
        let parts = if grouped {
            let count = u32::try_from(direction.carried.len()).unwrap_or_default().max(CARRIED_ROWS);
            let carried = self.group(GROUPS[0], count, &direction.carried)?;
            let new = self.group(GROUPS[1], NEW_ROWS, &[])?;
            format!("{carried}+{new}")
        } else {
            self.blanks(NEW_ROWS, &direction.carried)?;
            format!("SUM(D{}:D{})", first + 1, self.row)
        };
        let Some(heading) = heading else { return Ok(parts) };
        self.subtotal(heading, &direction.label, self.directions, "支持方向", &parts)?;
        Ok(format!("D{}", heading + 1))
    }

    fn group(&mut self, label: &str, count: u32, projects: &[CarriedProject]) -> Result<String, XlsxError> {
        let heading = self.row;
        self.row += 1;
        self.blanks(count, projects)?;
        self.subtotal(heading, label, &GROUPS, "结转/新上", &format!("SUM(D{}:D{})", heading + 2, self.row))?;
        Ok(format!("D{}", heading + 1))
    }

    /// A section's own row: its label, which is one of `labels`, and the sum of what stands below. A section that is
    /// copied takes its label from the drop-down, never by hand.
    fn subtotal(&mut self, row: u32, label: &str, labels: &[&str], what: &str, formula: &str) -> Result<(), XlsxError> {
        self.sheet.merge_range(row, 0, row, AMOUNT - 1, label, &self.looks.chosen)?;
        // A longer list does not fit; the label is then typed.
        if labels.join(",").chars().count() <= LONGEST_LIST {
            self.sheet.add_data_validation(row, 0, row, 0, &choice(labels, what)?)?;
        }
        let formula = format!("={formula}");
        self.sheet.write_formula_with_format(row, AMOUNT, formula.as_str(), &self.looks.formula)?;
        Ok(())
    }

    /// Rows to fill in, the first of them with projects that are known.
    fn blanks(&mut self, count: u32, projects: &[CarriedProject]) -> Result<(), XlsxError> {
        for index in 0..count {
            let row = self.row;
            for (column, _) in (0u16..).zip(self.columns) {
                let format = if column == 0 || column == AMOUNT { &self.looks.number } else { &self.looks.words };
                self.sheet.write_blank(row, column, format)?;
            }
            if let Some(project) = usize::try_from(index).ok().and_then(|index| projects.get(index)) {
                self.serial += 1;
                self.sheet.write_number_with_format(row, 0, self.serial, &self.looks.number)?;
                self.sheet.write_string_with_format(row, 1, &project.name, &self.looks.words)?;
                self.sheet.write_string_with_format(row, 2, &project.unit, &self.looks.words)?;
                if let Some(mode) = project.mode {
                    self.sheet.write_string_with_format(row, 4, mode.name(), &self.looks.words)?;
                }
            }
            self.row += 1;
        }
        Ok(())
    }
}

fn indicators(plan: &Plan<'_>, year: u16) -> Result<Vec<u8>, XlsxError> {
    let (mut workbook, looks) = (workbook(year)?, Looks::new());
    let sheet = workbook.add_worksheet().set_name("绩效指标")?;
    let title = format!("{}区域绩效指标完成情况（{year}年度）", plan.fund);
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
    for (row, indicator) in (2u32..).zip(&plan.indicators) {
        let PlannedIndicator { dimension, category, name, hint } = indicator;
        for (column, label) in [(0, dimension), (1, category)] {
            sheet.write_string_with_format(row, column, label, &looks.label)?;
        }
        sheet.write_string_with_format(row, 2, name, &looks.words)?;
        for column in [3, 4, 5] {
            sheet.write_blank(row, column, &looks.words)?;
        }
        if !hint.is_empty() {
            sheet.insert_note(row, 3, &Note::new(hint).add_author_prefix(false))?;
        }
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
