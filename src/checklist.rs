//! 核对清单.xlsx: the findings to work through, each rule's result, each figure's source.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::audit::Audit;
use crate::audit::finding::Finding;
use crate::document::Date;

/// A figure as the checklist lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureRow {
    pub name: String,
    pub shown: String,
    /// The cell, or the rule by which it was derived.
    pub origin: String,
}

/// The workbook's bytes. Its timestamp is `date`, never the clock.
///
/// # Errors
/// A text too long for a cell, more rows than a sheet holds.
pub fn write(
    findings: &[Finding],
    audit: &Audit,
    figures: &[FigureRow],
    title: &str,
    date: Date,
) -> Result<Vec<u8>, String> {
    workbook(findings, audit, figures, title, date).map_err(|error| error.to_string())
}

/// Excel takes no longer text in a cell.
const LONGEST: usize = 32_767;

fn workbook(
    findings: &[Finding],
    audit: &Audit,
    figures: &[FigureRow],
    title: &str,
    date: Date,
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(date.year, date.month, date.day)?;
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));

    let heads = ["序号", "级别", "代码", "问题", "应为", "现为", "位置", "改法", "处理人备注"];
    let rows: Vec<Vec<String>> = findings.iter().enumerate().map(|(index, finding)| row(index, finding)).collect();
    let sheet = workbook.add_worksheet().set_name("问题清单")?;
    fill(sheet, &heads, &[6.0, 7.0, 7.0, 40.0, 28.0, 28.0, 38.0, 40.0, 20.0], &rows)?;
    if rows.is_empty() {
        sheet.write_string(1, 3, "没有发现问题")?;
    }

    let rows: Vec<Vec<String>> = audit
        .outcomes
        .iter()
        .map(|result| {
            let (state, why) = result.words();
            [result.code, result.title, state, &why].map(str::to_string).to_vec()
        })
        .collect();
    let sheet = workbook.add_worksheet().set_name("规则结果")?;
    fill(sheet, &["代码", "名称", "结果", "说明"], &[8.0, 36.0, 10.0, 50.0], &rows)?;

    let rows: Vec<Vec<String>> =
        figures.iter().map(|figure| vec![figure.name.clone(), figure.shown.clone(), figure.origin.clone()]).collect();
    let sheet = workbook.add_worksheet().set_name("数字来源")?;
    fill(sheet, &["名称", "数值", "来源"], &[60.0, 30.0, 60.0], &rows)?;
    workbook.save_to_buffer()
}

fn row(index: usize, finding: &Finding) -> Vec<String> {
    let side = |side: &Option<String>| side.clone().unwrap_or_default();
    let places: Vec<String> = finding.locations.iter().map(ToString::to_string).collect();
    vec![
        (index + 1).to_string(),
        finding.severity.name().to_string(),
        finding.code.to_string(),
        finding.message.clone(),
        side(&finding.expected),
        side(&finding.actual),
        places.join("\n"),
        finding.hint.clone(),
        String::new(),
    ]
}

/// A head that stays in sight and filters, then the rows as plain text: what begins with = is no formula.
fn fill(sheet: &mut Worksheet, heads: &[&str], widths: &[f64], rows: &[Vec<String>]) -> Result<(), XlsxError> {
    let head = Format::new().set_bold().set_border(FormatBorder::Thin).set_align(FormatAlign::Center);
    let cell = Format::new().set_text_wrap().set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
    let mut last = 0u16;
    for (column, (name, width)) in (0u16..).zip(heads.iter().zip(widths)) {
        sheet.write_string_with_format(0, column, *name, &head)?;
        sheet.set_column_width(column, *width)?;
        last = column;
    }
    sheet.set_freeze_panes(1, 0)?;
    let mut bottom = 0u32;
    for (line, row) in (1u32..).zip(rows) {
        for (column, text) in (0u16..).zip(row) {
            let text: String = text.chars().take(LONGEST).collect();
            sheet.write_string_with_format(line, column, text, &cell)?;
        }
        bottom = line;
    }
    sheet.autofilter(0, 0, bottom, last)?;
    Ok(())
}
