//! From a year's folder to the model: cells and YAML with their places; what cannot be read becomes a finding.
//! Reading never stops at the first fault.

mod assemble;
mod documents;
mod execution;
mod fault;
mod indicators;
mod last_year;
mod marks;
mod money;
mod projects;
pub(crate) mod quantity;
pub(crate) mod recognise;
mod unit_forms;
pub(crate) mod workbook;
pub(crate) mod yaml;

pub use last_year::{hash_inputs, read_with_last_year};
pub use recognise::Recognition;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::audit::finding::{Finding, Severity};
use crate::model::place::Place;
use crate::model::report::Report;
use crate::model::unit_form::UnitForm;
use crate::parallel::{in_parallel, processors};
use crate::resources::{io_words, sha256};

use fault::Fault;
use workbook::Sheet;

/// What was read of a year.
pub struct Reading {
    /// `None` where so much is missing that nothing can be composed.
    pub report: Option<Report>,
    pub findings: Vec<Finding>,
    pub inputs: Vec<InputFile>,
    /// A file could not be used at all, or there is no report.
    pub unusable: bool,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// With the year's folder in front: `2025/资金执行.xlsx`.
    pub name: String,
    pub sha256: String,
}

/// Faults gathered while reading.
#[derive(Default)]
pub(crate) struct Faults(Vec<Finding>);

impl Faults {
    pub(crate) fn add(&mut self, place: &Place, fault: Fault) {
        self.0.push(fault.finding(place));
    }
}

const WORKBOOKS: [&str; 6] = ["xlsx", "xlsm", "xls", "xlsb", "ods", "et"];
const CSV: [&str; 1] = ["csv"];
const YAML: [&str; 2] = ["yaml", "yml"];

/// Reads all workbooks and YAML files below `folder`; `label` (the year) stands before their names in findings.
pub fn read_year(folder: &Path, label: &str, recognition: &Recognition) -> Reading {
    let mut faults = Faults::default();
    let mut inputs = Vec::new();
    let mut found = Found::default();
    let mut unusable = false;
    let files = input_files(folder);
    for read in in_parallel(&files, processors(), |(name, path)| read_file(name, path, label, recognition)) {
        inputs.extend(read.input);
        unusable |= read.unusable;
        faults.0.extend(read.faults.0);
        if let Some((file, bytes)) = read.yaml {
            unusable |= !yaml::read(&file, &bytes, &mut found.yaml, &mut faults);
        }
        found.sheets.extend(read.sheets);
        found.forms.extend(read.form);
    }
    if inputs.is_empty() && !unusable {
        faults.add(&Place::file(label), Fault::EmptyFolder);
        return Reading { report: None, findings: faults.0, inputs, unusable: true };
    }
    let report = assemble::assemble(found, label, recognition, &mut faults);
    faults.0.sort_by_key(|finding| finding.severity != Severity::Error);
    unusable |= report.is_none();
    Reading { report, findings: faults.0, inputs, unusable }
}

/// The files that [`read_year`] would read, as it would list them; none where one cannot be read.
fn hash_own_inputs(folder: &Path, label: &str) -> Option<Vec<InputFile>> {
    let hash = |(name, path): (String, PathBuf)| {
        let sha256 = sha256(&std::fs::read(path).ok()?);
        Some(InputFile { name: format!("{label}/{name}"), sha256 })
    };
    input_files(folder).into_iter().map(hash).collect()
}

/// What one file gave.
#[derive(Default)]
struct FileRead {
    input: Option<InputFile>,
    faults: Faults,
    unusable: bool,
    yaml: Option<(Arc<str>, Vec<u8>)>,
    sheets: Vec<Sheet>,
    form: Option<UnitForm>,
}

fn read_file(name: &str, path: &Path, label: &str, recognition: &Recognition) -> FileRead {
    let file: Arc<str> = Arc::from(format!("{label}/{name}"));
    let mut read = FileRead::default();
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            read.faults.add(&Place::file(&file), Fault::Unreadable { words: io_words(&error) });
            read.unusable = true;
            return read;
        }
    };
    read.input = Some(InputFile { name: file.to_string(), sha256: sha256(&bytes) });
    if has_ending(name, &YAML) {
        read.yaml = Some((file, bytes));
        return read;
    }
    let sheets = if has_ending(name, &CSV) { workbook::open_csv(&file, &bytes) } else { workbook::open(&file, bytes) };
    match sheets {
        Ok(sheets) => {
            for sheet in sheets.iter().filter(|sheet| !sheet.hidden.is_empty() && !sheet.is_empty()) {
                let place = Place::sheet(&sheet.file, &sheet.name);
                read.faults.add(&place, Fault::Hidden { what: sheet.hidden.join("，") });
            }
            // A unit's form is no table of the region.
            if name.split('/').any(|part| part == unit_forms::FOLDER) {
                read.form = unit_forms::read(&file, &sheets, recognition, &mut read.faults);
            } else {
                read.sheets = sheets;
            }
        }
        Err(fault) => {
            read.faults.add(&Place::file(&file), fault);
            read.unusable = true;
        }
    }
    read
}

/// Everything read, before it is put together.
#[derive(Default)]
pub(crate) struct Found {
    sheets: Vec<Sheet>,
    forms: Vec<UnitForm>,
    yaml: yaml::Blocks,
}

/// Files below the folder with their names relative to it, sorted; lock files and hidden ones left out.
fn input_files(folder: &Path) -> Vec<(String, PathBuf)> {
    let hidden = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() > 0 && (name.starts_with('.') || name.starts_with("~$"))
    };
    walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| !hidden(entry))
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| {
            let relative = entry.path().strip_prefix(folder).ok()?;
            let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
            let name = parts.join("/");
            let wanted = has_ending(&name, &WORKBOOKS) || has_ending(&name, &CSV) || has_ending(&name, &YAML);
            wanted.then(|| (name, entry.path().to_path_buf()))
        })
        .collect()
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    endings.contains(&ending.as_str())
}

/// The sheet of a kind, with the row and columns of its head.
pub(crate) struct Table<'a> {
    pub sheet: &'a Sheet,
    pub head: recognise::Head,
}

impl Table<'_> {
    /// The rows of the body that hold something: no repeated heads, no notes, nothing of another table below.
    pub(crate) fn rows(&self) -> impl Iterator<Item = u32> + '_ {
        let body = self.sheet.rows_from(self.head.body).take_while(|row| *row < self.head.end);
        body.filter(|row| !self.head.skipped.contains(row))
    }
}
