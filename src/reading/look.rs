//! One file looked at before it is among the input: what it would be taken for.

use std::sync::Arc;

use crate::base::finding::{Finding, Severity};
use crate::base::place::Place;
use crate::model::form_set::FormSet;
use crate::model::fund_rules::FundRules;
use crate::model::report::Report;
use crate::model::unit_form::UnitForm;
use crate::sheets::fault::Nearest;
use crate::sheets::sheet::Sheet;
use crate::sheets::workbook::{self, FINDINGS_SHEET, Format, Opened};

use super::faults::Faults;
use super::fields::Table;
use super::folder::{YAML, has_ending};
use super::found::Found;
use super::head::Head;
use super::kinds;
use super::recognise::{Recognition, TableKind};
use super::side_by_side::arranged;
use super::unit_forms;
use super::whole_report::is_whole_report;
use super::yaml::{self, Blocks};

/// A table that stands there twice.
const GIVEN_TWICE: &str = "Z008";

/// What a file would be taken for.
#[derive(Debug, Clone, PartialEq)]
pub enum Look {
    /// Tables of the region, each with its sheet and how many rows it lists.
    /// And the sheets beside them of which nothing is known.
    Tables(Vec<LookedTable>, Vec<String>),
    /// Units' forms, each by its project and unit.
    UnitForms(Vec<String>),
    /// A whole report, or the fund's own form: a document, whatever tables stand in it.
    Document,
    /// Blocks of YAML, and the year that they say.
    Texts {
        blocks: Vec<String>,
        year: Option<String>,
    },
    /// A checklist that the program wrote.
    OwnOutput,
    /// Cells, but no table that is known: what it is like, or what its first words are.
    Unknown(String),
    Unreadable(Box<Finding>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedTable {
    /// 项目表
    pub kind: &'static str,
    /// Empty where the file is but one sheet without a name.
    pub sheet: String,
    /// Without those of sections and sums.
    pub rows: usize,
    /// It holds what such a table is for.
    pub filled: bool,
}

/// `report`: of the year that it would belong to.
pub fn look(name: &str, bytes: Vec<u8>, recognition: &Recognition, report: Option<&Report>) -> Look {
    let file: Arc<str> = Arc::from(name);
    if has_ending(name, &YAML) && !workbook::is_workbook(&bytes) {
        return texts(&file, &bytes);
    }
    let Opened { sheets, paragraphs, format, .. } = match workbook::open(&file, bytes) {
        Ok(opened) => opened,
        Err(fault) => return Look::Unreadable(Box::new(fault.finding(&Place::file(name)))),
    };
    if is_whole_report(&paragraphs) {
        return Look::Document;
    }
    if sheets.iter().any(|sheet| *sheet.name == *FINDINGS_SHEET) {
        return Look::OwnOutput;
    }
    let recognition = of_report(recognition, report);
    // A form has tables of the region's kinds within it, but it is a form first; of the fund's own name it is the region's.
    let whose = unit_forms::named_forms(&sheets, &recognition);
    let fund = report.and_then(|report| report.profile.fund.value());
    let forms = || unit_forms::read(&file, &sheets, recognition.year, &recognition, &mut Faults::default());
    // Where the money goes to areas, each of their forms names the fund.
    let is_of_area = |form: &UnitForm| report.is_some_and(|report| FormSet::is_of_area(form, report));
    let of_areas = !whose.is_empty() && forms().iter().any(is_of_area);
    match format {
        Format::Word if !of_areas && !whose.is_empty() && whose.iter().all(|name| fund == Some(name)) => {
            return Look::Document;
        }
        _ if of_areas || whose.iter().any(|name| fund != Some(name)) => {
            let whose = |form: UnitForm| {
                let names = form.names.into_iter().filter(|name| fund != Some(name));
                names.chain(form.unit.map(|unit| unit.value)).collect::<Vec<_>>().join("，")
            };
            return Look::UnitForms(forms().into_iter().map(whose).filter(|whose| !whose.is_empty()).collect());
        }
        _ => {}
    }
    let sheets = arranged(sheets, &recognition, &mut Faults::default());
    let mut tables = Vec::new();
    let (mut nearest, mut unknown): (Option<Nearest>, Vec<String>) = (None, Vec::new());
    for sheet in &sheets {
        match recognition.recognise(sheet) {
            Ok(found) => tables.extend(found.iter().map(|(kind, head)| LookedTable {
                kind: kind.name(),
                sheet: sheet.name.to_string(),
                rows: rows_of(sheet, *kind, head, &recognition),
                filled: Table { sheet, head: head.clone() }.is_filled(*kind),
            })),
            Err(near) => {
                unknown.extend((!sheet.is_empty()).then(|| sheet.name.to_string()));
                // The likeliest of all sheets.
                nearest = match (nearest, near) {
                    (Some(known), Some(near)) if near.likely && !known.likely => Some(near),
                    (known, near) => known.or(near),
                };
            }
        }
    }
    match nearest {
        _ if !tables.is_empty() => Look::Tables(tables, unknown),
        Some(near) => Look::Unknown(format!("最像{}，但缺少“{}”栏", near.kind, near.missing.join("”“"))),
        None => Look::Unknown(first_words(&sheets)),
    }
}

/// The file's blocks.
fn texts(file: &Arc<str>, bytes: &[u8]) -> Look {
    let (mut blocks, mut faults) = (Blocks::default(), Faults::default());
    let usable = yaml::read(file, bytes, &mut blocks, &mut faults);
    if let Some(fault) = faults.findings.into_iter().find(|finding| !usable && finding.severity == Severity::Error) {
        return Look::Unreadable(Box::new(fault));
    }
    let year = blocks.get("报告").and_then(|node| Some(node.field("年度")?.scalar()?.value));
    let blocks: Vec<String> = blocks.names().map(str::to_string).collect();
    match blocks.as_slice() {
        [] => Look::Unknown("里面没有报告用的文字".to_string()),
        _ => Look::Texts { blocks, year },
    }
}

fn of_report(recognition: &Recognition, report: Option<&Report>) -> Recognition {
    let rules = report.map_or_else(FundRules::default, |report| report.rules.clone());
    recognition.of_fund(rules).of_year(report.map(|report| report.profile.year.value))
}

/// Would reading say of these two files in one folder that they give a table twice? Parts of one list, tables of two years
/// and of other things do not.
pub fn gives_twice(files: [(&str, Vec<u8>); 2], recognition: &Recognition, report: Option<&Report>) -> bool {
    let recognition = of_report(recognition, report);
    let sheets = |(name, bytes): (&str, Vec<u8>)| workbook::open(&Arc::from(name), bytes).map(|opened| opened.sheets);
    let sheets = files.into_iter().filter_map(|file| sheets(file).ok()).flatten().collect();
    let found = Found { sheets: arranged(sheets, &recognition, &mut Faults::default()), ..Found::default() };
    let mut faults = Faults::default();
    kinds::tables(&found, &[], "", false, &recognition, &mut faults);
    faults.findings.iter().any(|finding| finding.code == GIVEN_TWICE && finding.severity == Severity::Error)
}

/// Rows that say all that one of them must say: a section's row lacks something, or its name lies over several columns.
fn rows_of(sheet: &Sheet, kind: TableKind, head: &Head, recognition: &Recognition) -> usize {
    // Where a level is blank, the one above goes on.
    let fields =
        recognition.required_fields(kind).iter().filter(|field| !["一级指标", "二级指标"].contains(&field.as_str()));
    let columns: Vec<u32> = fields.filter_map(|field| head.column(field)).collect();
    let is_said = |row: u32| {
        let filled = columns.iter().all(|column| !sheet.merged_words(row, *column).trim().is_empty());
        let is_section = columns
            .iter()
            .zip(columns.iter().skip(1))
            .any(|(one, next)| sheet.holder(row, *one) == sheet.holder(row, *next));
        let is_sum = || columns.iter().any(|column| recognition.is_total(&sheet.words(row, *column)));
        filled && !is_section && !is_sum()
    };
    sheet
        .rows_from(head.body)
        .take_while(|row| *row < head.end)
        .filter(|row| !head.skipped.contains(row) && is_said(*row))
        .count()
}

fn first_words(sheets: &[Sheet]) -> String {
    let first = sheets.iter().find_map(|sheet| Some((sheet, sheet.rows_from(0).next()?)));
    let Some((sheet, row)) = first else { return "是空的".to_string() };
    let words: Vec<String> = sheet.row(row).map(|(_, value)| value.words()).collect();
    format!("认不出是什么表：开头是“{}”", few(words.iter().map(String::as_str)))
}

fn few<'a>(words: impl Iterator<Item = &'a str>) -> String {
    const FEW: usize = 6;
    let short = |word: &str| word.trim().chars().take(12).collect::<String>();
    words.filter(|word| !word.trim().is_empty()).take(FEW).map(short).collect::<Vec<_>>().join("、")
}

/// The tables that are wanted, each with the heads that it must have.
pub fn wanted(recognition: &Recognition) -> String {
    let table = |kind: TableKind| format!("{}（{}）", kind.name(), recognition.required(kind));
    TableKind::ALL.map(table).join("、")
}

impl Look {
    /// What stands in one file of the year only: tables by kind, blocks by name, forms by whose they are.
    pub fn holds(&self) -> Vec<&str> {
        match self {
            Look::Tables(tables, _) => tables.iter().map(|table| table.kind).collect(),
            Look::Texts { blocks: all, .. } | Look::UnitForms(all) => all.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// Are its tables of the kind blank ones?
    pub fn is_blank(&self, kind: &str) -> bool {
        let Look::Tables(tables, _) = self else { return false };
        tables.iter().all(|table| table.kind != kind || !table.filled)
    }

    /// For the clerk: 项目表（137行，在“资金安排”）.
    pub fn words(&self) -> String {
        match self {
            Look::Tables(tables, unknown) => {
                let one = |table: &LookedTable| match table.sheet.as_str() {
                    "" => format!("{}（{}行）", table.kind, table.rows),
                    sheet => format!("{}（{}行，在“{sheet}”）", table.kind, table.rows),
                };
                let told = tables.iter().map(one).collect::<Vec<_>>().join("，");
                match unknown.as_slice() {
                    [] => told,
                    names => format!("{told}；“{}”里没有认出表格，不读", names.join("”“")),
                }
            }
            Look::UnitForms(_) => "单位自评表".to_string(),
            Look::Texts { blocks, .. } => format!("文字文件（{}）", blocks.join("、")),
            Look::Document => "写好的文件".to_string(),
            Look::OwnOutput => "程序生成的核对清单".to_string(),
            Look::Unknown(words) => words.clone(),
            Look::Unreadable(finding) => finding.message.clone(),
        }
    }
}
