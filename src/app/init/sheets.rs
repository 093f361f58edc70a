//! The year's three workbooks, to be filled in: heads and labels locked, choices as drop-downs, totals as formulas, a note
//! at each column's head.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Note, ProtectionOptions,
    Workbook, Worksheet, XlsxError,
};

use crate::app::output::OutputFile;

use crate::model::fund_rules::{FundRules, TOTAL_MONEY};
use crate::model::term::{Term, joined, listed};

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
    let mut files = Vec::new();
    if plan.rules.project_table.list.is_asked() {
        files.push(OutputFile { name: "资金安排表.xlsx".into(), bytes: projects(plan, year)? });
    }
    if plan.rules.allotments.is_asked() {
        files.push(OutputFile { name: "资金分配表.xlsx".into(), bytes: allotments(plan, year)? });
    }
    files.push(OutputFile { name: "绩效指标.xlsx".into(), bytes: indicators(plan, year)? });
    files.push(OutputFile { name: "资金执行.xlsx".into(), bytes: execution(plan.rules, year)? });
    Ok(files)
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

fn choice(words: &[String], what: &str) -> Result<DataValidation, XlsxError> {
    let message = format!("请从下拉框里选：{}", words.join("、"));
    DataValidation::new().allow_list_strings(words)?.set_error_title(what)?.set_error_message(message)
}

/// A column of the project table.
struct Column {
    head: String,
    width: f64,
    note: String,
    choices: Vec<String>,
}

const AMOUNT: u16 = 3;

fn projects(plan: &Plan<'_>, year: u16) -> Result<Vec<u8>, XlsxError> {
    let (mut workbook, looks) = (workbook(year)?, Looks::new());
    let sheet = workbook.add_worksheet().set_name("资金安排")?;
    let rules = &plan.rules.project_table;
    let groups = Groups::of(plan.rules);
    let words = |terms: &[Term]| terms.iter().map(Term::to_string).collect::<Vec<_>>();
    let column = |head: &str, width, note: String, choices| Column { head: head.into(), width, note, choices };
    let names = match rules.groups.is_asked() {
        true => format!(
            "项目名称要与下达文件一致。上年{}的项目已列在“{}项目”里：今年不再安排的，整行删去。",
            listed(rules.newly_started()),
            listed(&rules.carried_over)
        ),
        false => "要与下达文件一致。".into(),
    };
    let amounts = match rules.post.as_slice() {
        [] => "今年安排的资金；没有的填0，不要空着。".into(),
        post => format!("今年安排的资金；{}项目还没有兑付的填0，不要空着。", listed(post)),
    };
    let modes = format!("{}。", joined(&rules.modes, "或"));
    let graded = format!("项目自评的等级：{}。", listed(plan.rules.grades()));
    let grades = plan.rules.grades().map(Term::to_string).collect();
    let columns = [
        (true, column("序号", 6.0, "从1起连续编号，不分方向。".into(), Vec::new())),
        (true, column("项目名称", 44.0, names, Vec::new())),
        (true, column(&rules.unit_head, 30.0, "单位全称。".into(), Vec::new())),
        (true, column("安排资金\n（万元）", 12.0, amounts, Vec::new())),
        (rules.grant_modes.is_asked(), column("支持方式", 12.0, modes, words(&rules.modes))),
        (rules.grades.is_asked(), column("自评等级", 10.0, graded, grades)),
    ];
    let kept = plan.of_projects.iter().map(|(_, head)| column(head, 14.0, "上年有的一栏。".into(), Vec::new()));
    let columns = columns.into_iter().filter_map(|(asked, column)| asked.then_some(column));
    let columns: Vec<Column> = columns.chain(kept).collect();
    let last = u16::try_from(columns.len() - 1).unwrap_or(AMOUNT);
    sheet.merge_range(0, 0, 0, last, &format!("{year}年{}项目资金安排情况表", plan.fund), &looks.title)?;
    sheet.write_string(1, 0, "单位：万元")?;
    let named: Vec<(&str, f64, &str)> =
        columns.iter().map(|column| (column.head.as_str(), column.width, column.note.as_str())).collect();
    heads(sheet, 2, &named, &looks)?;
    sheet.set_freeze_panes(3, 0)?;
    sheet.merge_range(3, 0, 3, AMOUNT - 1, "总计", &looks.label)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    let directions: Vec<String> = plan.directions.iter().map(|direction| direction.label.clone()).collect();
    let mut rows = ProjectRows {
        sheet,
        looks: &looks,
        columns: columns.len(),
        directions: &directions,
        groups: rules.groups.is_asked().then_some(&groups),
        row: 4,
        serial: 0,
    };
    let mut subtotals = Vec::new();
    for direction in &plan.directions {
        subtotals.push(rows.direction(direction)?);
    }
    let end = rows.row;
    let total = match subtotals.as_slice() {
        [only] => format!("={only}"),
        several => format!("={}", several.join("+")),
    };
    sheet.write_formula_with_format(3, AMOUNT, unmade(&total), &looks.formula)?;
    for (index, column) in (0u16..).zip(&columns).filter(|(_, column)| !column.choices.is_empty()) {
        sheet.add_data_validation(4, index, end, index, &choice(&column.choices, &column.head)?)?;
    }
    protect(sheet);
    workbook.save_to_buffer()
}

/// What each area gets.
fn allotments(plan: &Plan<'_>, year: u16) -> Result<Vec<u8>, XlsxError> {
    let (mut workbook, looks) = (workbook(year)?, Looks::new());
    let sheet = workbook.add_worksheet().set_name("资金分配")?;
    sheet.merge_range(0, 0, 0, 1, &format!("{year}年{}资金分配表", plan.fund), &looks.title)?;
    sheet.write_string(1, 0, "单位：万元")?;
    let named =
        [("地区", 30.0, "一个地区一行，写全称；一行不够，插入行。"), ("金额\n（万元）", 14.0, "分给这个地区的资金。")];
    heads(sheet, 2, &named, &looks)?;
    sheet.set_freeze_panes(3, 0)?;
    sheet.write_string_with_format(3, 0, "合计", &looks.label)?;
    let mut areas = plan.areas.iter();
    let rows = u32::try_from(areas.len()).unwrap_or_default().max(NEW_ROWS);
    sheet.write_formula_with_format(3, 1, unmade(&format!("=SUM(B5:B{})", 4 + rows)), &looks.formula)?;
    for row in 4..4 + rows {
        match areas.next() {
            Some(area) => sheet.write_string_with_format(row, 0, area, &looks.words)?,
            None => sheet.write_blank(row, 0, &looks.words)?,
        };
        sheet.write_blank(row, 1, &looks.number)?;
    }
    protect(sheet);
    workbook.save_to_buffer()
}

/// What the groups of a direction are called.
struct Groups {
    /// Of each status, and whether its projects are carried over.
    of_status: Vec<(bool, String)>,
    /// All by which a copied group may be called.
    labels: Vec<String>,
    /// 结转/新上
    title: String,
}

impl Groups {
    fn of(rules: &FundRules) -> Groups {
        let table = &rules.project_table;
        let of_status = table.groups_by_status().into_iter();
        let of_status: Vec<_> = of_status.map(|(status, label)| (table.is_carried_over(status), label)).collect();
        Groups {
            labels: table.groups(),
            of_status,
            title: joined(table.carried_over.iter().chain(table.newly_started()), "/"),
        }
    }
}

/// Writes the rows of the project table, from the top down.
struct ProjectRows<'a> {
    sheet: &'a mut Worksheet,
    looks: &'a Looks,
    columns: usize,
    directions: &'a [String],
    /// `None` where the fund's table has none.
    groups: Option<&'a Groups>,
    row: u32,
    serial: u32,
}

impl ProjectRows<'_> {
    /// A direction with its projects; what its subtotal is called in a formula.
    fn direction(&mut self, direction: &PlannedDirection) -> Result<String, XlsxError> {
        let heading = (!direction.label.is_empty()).then_some(self.row);
        self.row += u32::from(heading.is_some());
        let first = self.row;
        let parts = if let Some(groups) = self.groups {
            let count = u32::try_from(direction.carried.len()).unwrap_or_default().max(CARRIED_ROWS);
            // Which of several statuses a carried-over project has now, nobody knows yet: the first.
            let mut carried = direction.carried.as_slice();
            let mut parts = Vec::new();
            for (is_carried, label) in &groups.of_status {
                let (count, projects) =
                    if *is_carried { (count, std::mem::take(&mut carried)) } else { (NEW_ROWS, &[][..]) };
                parts.push(self.group(label, groups, count, projects)?);
            }
            parts.join("+")
        } else {
            self.blanks(NEW_ROWS, &direction.carried)?;
            format!("SUM(D{}:D{})", first + 1, self.row)
        };
        let Some(heading) = heading else { return Ok(parts) };
        self.subtotal(heading, &direction.label, self.directions, "支持方向", &parts)?;
        Ok(format!("D{}", heading + 1))
    }

    fn group(
        &mut self,
        label: &str,
        groups: &Groups,
        count: u32,
        projects: &[CarriedProject],
    ) -> Result<String, XlsxError> {
        let heading = self.row;
        self.row += 1;
        self.blanks(count, projects)?;
        self.subtotal(heading, label, &groups.labels, &groups.title, &format!("SUM(D{}:D{})", heading + 2, self.row))?;
        Ok(format!("D{}", heading + 1))
    }

    /// A section's own row: its label, which is one of `labels`, and the sum of what stands below. A section that is
    /// copied takes its label from the drop-down, never by hand.
    fn subtotal(
        &mut self,
        row: u32,
        label: &str,
        labels: &[String],
        what: &str,
        formula: &str,
    ) -> Result<(), XlsxError> {
        self.sheet.merge_range(row, 0, row, AMOUNT - 1, label, &self.looks.chosen)?;
        // A longer list does not fit; the label is then typed.
        if labels.join(",").chars().count() <= LONGEST_LIST {
            self.sheet.add_data_validation(row, 0, row, 0, &choice(labels, what)?)?;
        }
        let formula = format!("={formula}");
        self.sheet.write_formula_with_format(row, AMOUNT, unmade(&formula), &self.looks.formula)?;
        Ok(())
    }

    /// Rows to fill in, the first of them with projects that are known.
    fn blanks(&mut self, count: u32, projects: &[CarriedProject]) -> Result<(), XlsxError> {
        for index in 0..count {
            let row = self.row;
            for column in (0u16..).take(self.columns) {
                let format = if column == 0 || column == AMOUNT { &self.looks.number } else { &self.looks.words };
                self.sheet.write_blank(row, column, format)?;
            }
            if let Some(project) = usize::try_from(index).ok().and_then(|index| projects.get(index)) {
                self.serial += 1;
                self.sheet.write_number_with_format(row, 0, self.serial, &self.looks.number)?;
                self.sheet.write_string_with_format(row, 1, &project.name, &self.looks.words)?;
                self.sheet.write_string_with_format(row, 2, &project.unit, &self.looks.words)?;
                if let Some(mode) = &project.mode {
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
    let owed = format!("没有完成的、达到指标值{}的，必须填写。", plan.rules.highest_completion());
    let kept =
        plan.of_indicators.iter().map(|(_, head)| (head.as_str(), 10.0, "上年有的一栏；照上年填好了，有变化的改。"));
    let usual = [
        ("一级指标", 10.0, ""),
        ("二级指标", 14.0, ""),
        ("三级指标", 40.0, "照批复的区域绩效目标表改；与上年不同的，连同 报告.yaml 里“评分”的名称一起改。"),
        ("指标值", 14.0, "照批复的目标表填，连同符号和单位，如 ≥32项。"),
        ("全年实际完成值", 16.0, "单位与指标值相同，如 33项。"),
        ("未完成原因和改进措施", 50.0, owed.as_str()),
    ];
    heads(sheet, 1, &usual.into_iter().chain(kept).collect::<Vec<_>>(), &looks)?;
    sheet.set_freeze_panes(2, 0)?;
    for (row, indicator) in (2u32..).zip(&plan.indicators) {
        let PlannedIndicator { dimension, category, name, hint, kept } = indicator;
        for (column, label) in [(0, dimension), (1, category)] {
            sheet.write_string_with_format(row, column, label, &looks.label)?;
        }
        sheet.write_string_with_format(row, 2, name, &looks.words)?;
        for column in [3, 4, 5] {
            sheet.write_blank(row, column, &looks.words)?;
        }
        for (column, (field, _)) in (6u16..).zip(&plan.of_indicators) {
            let words = kept.get(field).map_or("", String::as_str);
            match words.parse::<Decimal>().ok().and_then(|number| number.to_f64()) {
                Some(number) => sheet.write_number_with_format(row, column, number, &looks.number)?,
                None => sheet.write_string_with_format(row, column, words, &looks.words)?,
            };
        }
        if !hint.is_empty() {
            sheet.insert_note(row, 3, &Note::new(hint).add_author_prefix(false))?;
        }
    }
    protect(sheet);
    workbook.save_to_buffer()
}

fn execution(rules: &FundRules, year: u16) -> Result<Vec<u8>, XlsxError> {
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
    let sources = rules.money_rows.iter().enumerate();
    let sources = sources.map(|(index, source)| format!("{}{source}", if index == 0 { "其中：" } else { "" }));
    let labels: Vec<String> = std::iter::once(format!("{TOTAL_MONEY}：")).chain(sources).collect();
    for (row, label) in (2u32..).zip(&labels) {
        sheet.write_string_with_format(row, 0, label, &looks.label)?;
        for (column, letter) in [(1, 'B'), (2, 'C')] {
            if row == 2 {
                let parts: Vec<String> =
                    (4..).take(rules.money_rows.len()).map(|row| format!("{letter}{row}")).collect();
                let formula = format!("={}", parts.join("+"));
                sheet.write_formula_with_format(row, column, unmade(&formula), &looks.formula)?;
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
            ("层级", 10.0, &format!("{}。", joined(&rules.levels, "或"))),
            ("文件名称", 60.0, "全称，不带书名号。"),
            ("文号", 24.0, "如 财教〔2025〕92号，用六角括号。"),
            ("印发日期", 18.0, &format!("如 2025-5-19。{}文件可以不填。", rules.levels[0])),
            ("金额（万元）", 14.0, "这一份文件下达的金额。"),
        ],
        &looks,
    )?;
    sheet.set_freeze_panes(1, 0)?;
    let levels: Vec<String> = rules.levels.iter().map(Term::to_string).collect();
    sheet.add_data_validation(1, 0, DOCUMENT_ROWS, 0, &choice(&levels, "层级")?)?;
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

/// A formula that shows nothing until the table program has reckoned it: a sum of cells that are blank is no 0.
pub(super) fn unmade(formula: &str) -> Formula {
    // An empty result would be written as 0.
    Formula::new(formula).set_result(" ")
}
