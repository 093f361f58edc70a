//! The blank form that is sent to the units: the region's indicators are printed on it, its labels are locked. Filled in
//! and put into `单位自评/` it is read without a question.

use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    DataValidation, DataValidationRule, Format, FormatAlign, Formula, Note, Workbook, Worksheet, XlsxError,
};

use crate::model::fund_rules::{FundRules, TOTAL_MONEY};
use crate::model::measure::Target;
use crate::model::number::Money;
use crate::model::term::Term;
use crate::reading::Outline;

use super::sheets::{Looks, heads, protect, unmade, workbook};

/// Columns of the form; the labels of a block stand left of its values.
const LABEL: u16 = 1;
const UNIT: u16 = 3;
const TARGET: u16 = 4;
const ACTUAL: u16 = 5;
const REASON: u16 = 6;

/// Who fills a form in.
#[derive(Clone, Copy)]
pub struct Recipient<'a> {
    /// What stands under 项目名称.
    pub name: &'a str,
    pub unit: &'a str,
    pub amount: Money,
}

/// The workbook's bytes: of one project or area its own form, with its name, unit and money; else one for all, with a list
/// of the projects' names.
///
/// # Errors
/// More rows than a sheet holds.
pub fn write(
    outline: &Outline,
    fund: &str,
    rules: &FundRules,
    year: u16,
    own: Option<Recipient<'_>>,
) -> Result<Vec<u8>, XlsxError> {
    let (mut workbook, looks) = (workbook(year)?, Looks::new());
    let mut form = Form { sheet: workbook.add_worksheet().set_name("自评表")?, looks: &looks, row: 0 };
    form.head(outline, fund, year, own)?;
    form.money(&rules.money_rows, own)?;
    if !rules.management.is_empty() {
        form.management(&rules.management)?;
    }
    form.goals()?;
    form.indicators(outline, rules)?;
    form.remarks()?;
    form.finish()?;
    if own.is_none() && outline.projects().next().is_some() {
        projects(&mut workbook, outline, &looks)?;
    }
    workbook.save_to_buffer()
}

/// Writes the form's blocks, from the top down.
struct Form<'a> {
    sheet: &'a mut Worksheet,
    looks: &'a Looks,
    row: u32,
}

impl Form<'_> {
    fn label(&mut self, column: u16, text: &str) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(self.row, column, text, &self.looks.label)?;
        Ok(())
    }

    fn merged(&mut self, rows: u32, first: u16, last: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
        self.sheet.merge_range(self.row, first, self.row + rows - 1, last, text, format)?;
        Ok(())
    }

    /// An empty cell, or several as one, to fill in.
    fn input(&mut self, first: u16, last: u16, format: &Format) -> Result<(), XlsxError> {
        if first == last {
            self.sheet.write_blank(self.row, first, format)?;
            return Ok(());
        }
        self.merged(1, first, last, "", format)
    }

    fn note(&mut self, column: u16, text: &str) -> Result<(), XlsxError> {
        self.sheet.insert_note(self.row, column, &Note::new(text).add_author_prefix(false))?;
        Ok(())
    }

    fn head(&mut self, outline: &Outline, fund: &str, year: u16, own: Option<Recipient<'_>>) -> Result<(), XlsxError> {
        let looks = self.looks;
        for (column, width) in (0u16..).zip([12.0, 20.0, 48.0, 10.0, 16.0, 16.0, 40.0]) {
            self.sheet.set_column_width(column, width)?;
        }
        self.merged(1, 0, REASON, &format!("{fund}绩效自评表"), &looks.title)?;
        self.row += 1;
        let centred = Format::new().set_align(FormatAlign::Center);
        self.merged(1, 0, REASON, &format!("（{year}年度）"), &centred)?;
        for (label, column, note) in [
            ("项目名称", 1, "从下拉框里选，或照“项目名单”一字不差地写。"),
            ("承担单位", 2, "从下拉框里选，与“项目名单”一致。"),
        ] {
            self.row += 1;
            self.label(0, label)?;
            if let Some(own) = own {
                self.merged(1, LABEL, REASON, if column == 1 { own.name } else { own.unit }, &looks.label)?;
                continue;
            }
            self.input(LABEL, REASON, &looks.words)?;
            let rows = outline.projects().count();
            if rows > 0 {
                self.note(0, note)?;
                let letter = ["A", "B", "C"][column];
                let list = format!("=项目名单!${letter}$2:${letter}${}", rows + 1);
                let list = DataValidation::new().allow_list_formula(Formula::new(list));
                let message = format!("请从下拉框里选{label}；名单有误的，请先和主管部门核对。");
                let list = list.set_error_title(label)?.set_error_message(message)?;
                self.sheet.add_data_validation(self.row, LABEL, self.row, LABEL, &list)?;
            }
        }
        self.row += 1;
        Ok(())
    }

    fn money(&mut self, rows: &[Term], own: Option<Recipient<'_>>) -> Result<(), XlsxError> {
        let looks = self.looks;
        let hint = format!("万元。{}与下达文件里本项目的安排资金相同；没有的填0。", rows[0]);
        let arranged = own.and_then(|own| own.amount.0.to_f64());
        let count = u32::try_from(rows.len()).unwrap_or_default();
        self.merged(count + 2, 0, 0, "资金情况（万元）", &looks.head)?;
        self.merged(1, LABEL, UNIT, "", &looks.head)?;
        for (column, head, note) in [
            (TARGET, "全年预算数（A）", hint.as_str()),
            (ACTUAL, "全年执行数（B）", "万元，实际支付的数（国库集中支付）；没有的填0。"),
            (REASON, "预算执行率（B/A）", ""),
        ] {
            self.sheet.write_string_with_format(self.row, column, head, &looks.head)?;
            if !note.is_empty() {
                self.note(column, note)?;
            }
        }
        let first = self.row + 3;
        let rate = looks.formula.clone().set_num_format("0.00%");
        let sources = rows.iter().enumerate();
        let sources =
            sources.map(|(index, source)| format!("{}{source}", if index == 0 { "其中：" } else { "　　　" }));
        for (index, label) in std::iter::once(format!("{TOTAL_MONEY}：")).chain(sources).enumerate() {
            self.row += 1;
            self.merged(1, LABEL, UNIT, &label, &looks.label)?;
            for (column, letter) in [(TARGET, 'E'), (ACTUAL, 'F')] {
                if index == 0 {
                    let sum = format!("=SUM({letter}{first}:{letter}{})", first + count - 1);
                    self.sheet.write_formula_with_format(self.row, column, unmade(&sum), &looks.formula)?;
                } else {
                    match arranged.filter(|_| index == 1 && column == TARGET) {
                        Some(own) => self.sheet.write_number_with_format(self.row, column, own, &looks.number)?,
                        None => self.sheet.write_blank(self.row, column, &looks.number)?,
                    };
                    self.sheet.add_data_validation(self.row, column, self.row, column, &not_negative()?)?;
                }
            }
            let line = self.row + 1;
            let quotient = Formula::new(format!("=IF(E{line}=0,\"\",F{line}/E{line})")).set_result("");
            self.sheet.write_formula_with_format(self.row, REASON, quotient, &rate)?;
        }
        self.row += 1;
        Ok(())
    }

    fn management(&mut self, names: &[String]) -> Result<(), XlsxError> {
        let looks = self.looks;
        let rows = u32::try_from(names.len()).unwrap_or_default() + 1;
        self.merged(rows, 0, 0, "资金管理情况", &looks.head)?;
        self.merged(1, LABEL, 2, "", &looks.head)?;
        self.merged(1, UNIT, ACTUAL, "情况说明", &looks.head)?;
        self.sheet.write_string_with_format(self.row, REASON, "存在问题和改进措施", &looks.head)?;
        self.note(REASON, "没有问题的写“无”。")?;
        for name in names {
            self.row += 1;
            self.merged(1, LABEL, 2, name, &looks.label)?;
            self.input(UNIT, ACTUAL, &looks.words)?;
            self.input(REASON, REASON, &looks.words)?;
        }
        self.row += 1;
        Ok(())
    }

    fn goals(&mut self) -> Result<(), XlsxError> {
        let looks = self.looks;
        self.merged(2, 0, 0, "总体目标完成情况", &looks.head)?;
        self.merged(1, LABEL, UNIT, "总体目标", &looks.head)?;
        self.merged(1, TARGET, REASON, "全年完成情况", &looks.head)?;
        self.row += 1;
        self.input(LABEL, UNIT, &looks.words)?;
        self.input(TARGET, REASON, &looks.words)?;
        self.sheet.set_row_height(self.row, 60)?;
        self.row += 1;
        Ok(())
    }

    fn indicators(&mut self, outline: &Outline, rules: &FundRules) -> Result<(), XlsxError> {
        let looks = self.looks;
        let bands: Vec<String> =
            rules.bands.iter().map(|band| format!("{}：{}—{}", band.name, band.highest(), band.lowest())).collect();
        let highest = rules.highest_completion();
        let owed = format!("没有完成的、达到指标值{highest}的，必须填写：先写原因，再写“下一步……”。");
        for (column, (head, note)) in (0u16..).zip([
            ("一级指标", ""),
            ("二级指标", ""),
            ("三级指标", "只填本项目有的指标，没有的空着；不要改名称。"),
            ("计量单位", ""),
            ("指标值", "本项目任务书里的指标值，只写数和≥、≤。"),
            ("全年实际完成值", "只写数，不写单位。定性指标写完成百分比，只写数。"),
            ("未完成原因和改进措施", owed.as_str()),
        ]) {
            self.sheet.write_string_with_format(self.row, column, head, &looks.head)?;
            if !note.is_empty() {
                self.note(column, note)?;
            }
        }
        for indicator in &outline.indicators {
            self.row += 1;
            self.label(0, &indicator.dimension)?;
            self.label(1, &indicator.category)?;
            self.label(2, &indicator.name)?;
            match &indicator.target {
                Some(Target::Quantitative { measure, .. }) => {
                    self.label(UNIT, &measure.unit)?;
                    self.sheet.add_data_validation(self.row, ACTUAL, self.row, ACTUAL, &not_negative()?)?;
                }
                // 2025年11月底前: a day is written.
                Some(Target::Qualitative(words)) if words.contains(|c: char| c.is_ascii_digit()) => {
                    self.input(UNIT, UNIT, &looks.words)?;
                }
                Some(Target::Qualitative(_)) => {
                    self.label(UNIT, "%")?;
                    self.note(ACTUAL, &format!("定性指标，写完成百分比：{}。", bands.join("；")))?;
                    self.sheet.add_data_validation(self.row, ACTUAL, self.row, ACTUAL, &share()?)?;
                }
                None => self.input(UNIT, UNIT, &looks.words)?,
            }
            let target = match &indicator.target {
                Some(Target::Qualitative(words)) => words.as_str(),
                _ => "",
            };
            self.sheet.write_string_with_format(self.row, TARGET, target, &looks.words)?;
            self.input(ACTUAL, ACTUAL, &looks.number)?;
            self.input(REASON, REASON, &looks.words)?;
        }
        self.row += 1;
        Ok(())
    }

    fn remarks(&mut self) -> Result<(), XlsxError> {
        self.label(0, "说明")?;
        self.note(0, "中央巡视、各级审计和财政监督中发现的问题及其所涉及的金额；没有的写“无”。")?;
        let words = &self.looks.words;
        self.input(LABEL, REASON, words)
    }

    fn finish(self) -> Result<(), XlsxError> {
        self.sheet.set_landscape().set_print_fit_to_pages(1, 0);
        protect(self.sheet);
        Ok(())
    }
}

fn not_negative() -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0))
        .set_error_title("要填一个数")?
        .set_error_message("只写数，不写单位和文字。")
}

fn share() -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_decimal_number(DataValidationRule::Between(0.0, 100.0))
        .set_error_title("要填0到100的数")?
        .set_error_message("写完成百分比，不写百分号，如 95。")
}

/// The list that the form's choices come from.
fn projects(workbook: &mut Workbook, outline: &Outline, looks: &Looks) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet().set_name("项目名单")?;
    heads(sheet, 0, &[("序号", 6.0, ""), ("项目名称", 60.0, ""), ("单位", 40.0, "")], looks)?;
    for (row, project) in (1u32..).zip(outline.projects()) {
        sheet.write_number_with_format(row, 0, row, &looks.label)?;
        sheet.write_string_with_format(row, 1, &project.name.value, &looks.label)?;
        sheet.write_string_with_format(row, 2, &project.unit.value, &looks.label)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    protect(sheet);
    Ok(())
}
