//! A new year's folder: spreadsheets to fill in, and the YAML with what must be renewed marked. And the blank form that is
//! sent to the units.

pub(crate) mod blank_form;
pub(crate) mod plan;
mod sheets;
mod texts;

use std::path::Path;

use crate::app::output::{OutputFile, replace_all, unmade};
use crate::app::pipeline::Refused;
use crate::app::resources::Resources;
use crate::app::year_folder::YearFolder;
use crate::base::file_words::io_words;
use crate::base::finding::Finding;
use crate::base::grouping::group;
use crate::base::place::Place;
use crate::model::fund_rules::FundRules;
use crate::model::report::Report;
use crate::sheets::text_file::decode_text;

use plan::{Plan, Starter};

/// What a new folder is made from.
pub enum Source<'a> {
    /// The folder of an earlier year, by name.
    Year(&'a str),
    /// What a fund begins with, as its layouts say.
    Form(&'a Starter, &'a FundRules),
}

/// A new folder.
pub struct Begun {
    /// The names of its files.
    pub files: Vec<String>,
    /// Columns of last year's tables that the new ones do not have.
    pub lost: Vec<String>,
}

/// Makes the folder `name` (2026, 2026-土壤污染防治资金) below `input`. Nothing that
/// exists is touched.
///
/// # Errors
/// The new folder exists; the old one cannot be read.
pub fn init(input: &Path, name: &str, year: u16, source: &Source<'_>, resources: &Resources) -> Result<Begun, Refused> {
    let folder = input.join(name);
    if folder.exists() {
        return Err(Refused::Unusable(vec![
            Finding::error("Z014", format!("“{}”已经有了", folder.display()))
                .at(&Place::file(&folder.display().to_string()))
                .hint("程序不改已有的文件。要重新建，先把这个文件夹改名或移走。"),
        ]));
    }
    let (files, lost) = match source {
        Source::Year(from) => after(&YearFolder { name: from.to_string(), path: input.join(from) }, year, resources)?,
        Source::Form(starter, rules) => (official(starter, rules, year)?, Vec::new()),
    };
    replace_all(&folder, &files).map_err(|finding| vec![*finding])?;
    Ok(Begun { files: files.into_iter().map(|file| file.name).collect(), lost })
}

fn after(old: &YearFolder, year: u16, resources: &Resources) -> Result<(Vec<OutputFile>, Vec<String>), Refused> {
    let reading = resources.read(old);
    let Some(report) = reading.report.filter(Report::is_whole) else {
        return Err(Refused::NotInOrder { year: old.name.clone(), findings: group(reading.findings) });
    };
    let (layouts, _) = resources.funds.of(&report.profile);
    let heads = &reading.outline.heads;
    let plan = Plan::after(&report, heads, &layouts.rules);
    let mut files = sheets::workbooks(&plan, year).map_err(|error| unmade("表格", error))?;
    files.extend(yaml(&old.path, report.profile.year.value, year)?);
    Ok((files, plan::lost(heads, &plan)))
}

fn official(starter: &Starter, rules: &FundRules, year: u16) -> Result<Vec<OutputFile>, Vec<Finding>> {
    let mut files =
        sheets::workbooks(&Plan::official(starter, rules, year), year).map_err(|error| unmade("表格", error))?;
    let text = |text: &String| texts::with_points(&starter.text(text, year), rules, starter.indicators());
    files.extend(
        starter.files.iter().map(|(name, own)| OutputFile { name: name.clone(), bytes: text(own).into_bytes() }),
    );
    Ok(files)
}

/// The old folder's YAML, renewed.
fn yaml(old: &Path, from: u16, year: u16) -> Result<Vec<OutputFile>, Vec<Finding>> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(old).max_depth(1).sort_by_file_name().into_iter().filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some((stem, "yaml" | "yml")) = name.rsplit_once('.') else { continue };
        let bytes = std::fs::read(entry.path()).map_err(|error| {
            vec![
                Finding::error("Z001", format!("文件读不出来：{}", io_words(&error)))
                    .at(&Place::file(&entry.path().display().to_string()))
                    .hint("关闭正在使用它的程序，确认有读取权限，再运行一次。"),
            ]
        })?;
        // The year was read: each of its files is text.
        let text = decode_text(&bytes).unwrap_or_default();
        // Cases are of last year's projects: they stay at hand, but are not read.
        let (name, text) = if texts::is_of_cases(&text) {
            (format!("{stem}（上年，供参考）.txt"), text)
        } else {
            (name, texts::renew(&text, from, year))
        };
        files.push(OutputFile { name, bytes: text.into_bytes() });
    }
    Ok(files)
}
