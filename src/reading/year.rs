//! A year's folder read: every file, then all of them put together.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::base::file_words::io_words;
use crate::base::finding::{Finding, Severity};
use crate::base::hash::sha256;
use crate::base::parallel::{in_parallel, processors};
use crate::base::place::Place;
use crate::model::fund_rules::{FundRules, RulesOf};
use crate::model::report::Report;
use crate::model::unit_form::UnitForm;
use crate::sheets::workbook::FINDINGS_SHEET;

use super::faults::Faults;
use super::folder::{DOCUMENTS, FolderFiles, PICTURES, YAML, has_ending};
use super::found::Found;
use super::left_out::{self, Kind, LeftOut, stem};
use super::normalisation::{Normalisation, NormalisationKind};
use super::outline::Outline;
use super::recognise::Recognition;
use super::whole_report::is_whole_report;
use super::{assemble, seen, unit_forms, yaml};
use crate::sheets::fault::{Fault, Nearest};
use crate::sheets::finished::pdf::has_text;
use crate::sheets::sheet::Sheet;
use crate::sheets::workbook::{self, Format, Opened};

/// What was read of a year.
pub struct Reading {
    /// `None` where so much is missing that nothing can be composed.
    pub report: Option<Report>,
    /// What is known of the year before its results are.
    pub outline: Outline,
    pub findings: Vec<Finding>,
    /// What was understood otherwise than it is written, in the order of reading.
    pub normalisations: Vec<Normalisation>,
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

/// Reads all workbooks and YAML files below `folder`; `label` (the year) stands before their names in findings.
pub fn read_year(folder: &Path, label: &str, recognition: &Recognition, rules_of: RulesOf) -> Reading {
    let mut faults = Faults::default();
    let mut inputs = Vec::new();
    let mut found = Found::default();
    let mut unusable = false;
    let FolderFiles { files, others, unread, again } = FolderFiles::of(folder);
    let rules = rules(&files, label, recognition, rules_of);
    let recognition = &recognition.of_fund(rules).of_year(year_of(label));
    for (name, words) in &unread {
        let place = if name.is_empty() { Place::file(label) } else { Place::file(&format!("{label}/{name}")) };
        faults.add(&place, Fault::NotReached { words: words.clone() });
        // A table that is not here may stand there.
        found.unread |= !is_form(name);
        unusable = true;
    }
    if !again.is_empty() {
        faults.add(&Place::file(label), Fault::LinkedAgain { names: again });
    }
    let (mut is_empty, mut forms) = (true, BTreeSet::new());
    let mut left: Vec<LeftOut> = others.iter().map(|name| unopened(name)).collect();
    let reads = in_parallel(&files, processors(), |(name, path)| read_file(name, path, label, recognition));
    for ((name, _), mut read) in files.iter().zip(reads) {
        inputs.extend(read.input.take());
        is_empty &= read.left_out.is_some();
        left.extend(read.left_out.take());
        forms.extend(read.forms.first().map(|_| stem(name).to_string()));
        unusable |= !found.take(read, &mut faults);
    }
    inputs.extend(others.iter().filter(|name| is_form(name)).map(|name| named(label, name)));
    is_empty &= !unusable;
    if is_empty {
        faults.add(&Place::file(label), Fault::EmptyFolder);
    }
    left_out::tell(left, label, is_form, &forms, &mut faults);
    let (outline, report) =
        if is_empty { Default::default() } else { assemble::assemble(found, label, recognition, &mut faults) };
    let Faults { mut findings, normalisations, .. } = faults;
    findings.sort_by_key(|finding| finding.severity != Severity::Error);
    unusable |= report.is_none();
    Reading { report, outline, findings, normalisations, inputs, unusable }
}

/// The rules of the fund that the YAML names: by them all tables and forms are read.
fn rules(files: &[(String, PathBuf)], label: &str, recognition: &Recognition, rules_of: RulesOf) -> FundRules {
    // Of what is wrong in it the reading itself tells.
    let (mut found, mut told) = (Found::default(), Faults::default());
    for (name, path) in files.iter().filter(|(name, _)| has_ending(name, &YAML)) {
        found.take(read_file(name, path, label, recognition), &mut told);
    }
    let profile = found.yaml.get("报告").and_then(|node| assemble::profile(node, label, &mut told));
    profile.map_or_else(FundRules::default, |profile| rules_of(&profile))
}

/// The files that [`read_year`] would read, as it would list them; none where one cannot be read.
pub(super) fn hash_own_inputs(folder: &Path, label: &str) -> Option<Vec<InputFile>> {
    let hash = |(name, path): (String, PathBuf)| {
        let sha256 = sha256(&std::fs::read(path).ok()?);
        Some(InputFile { name: format!("{label}/{name}"), sha256 })
    };
    let found = FolderFiles::of(folder);
    if !found.unread.is_empty() {
        return None;
    }
    let others = found.others.iter().filter(|name| is_form(name)).map(|name| Some(named(label, name)));
    found.files.into_iter().map(hash).chain(others).collect()
}

/// A file that is not opened: a form that is missing, whatever it holds.
fn named(label: &str, name: &str) -> InputFile {
    InputFile { name: format!("{label}/{name}"), sha256: sha256(&[]) }
}

fn unopened(name: &str) -> LeftOut {
    let kind = if has_ending(name, &PICTURES) { Kind::Scan } else { Kind::Other };
    LeftOut { name: name.to_string(), kind, note: String::new() }
}

/// What one file gave.
#[derive(Default)]
struct FileRead {
    input: Option<InputFile>,
    faults: Faults,
    unusable: bool,
    /// It could not be looked into: any of the region's tables may stand in it.
    unread: bool,
    yaml: Option<(Arc<str>, Vec<u8>)>,
    sheets: Vec<Sheet>,
    forms: Vec<UnitForm>,
    left_out: Option<LeftOut>,
}

fn read_file(name: &str, path: &Path, label: &str, recognition: &Recognition) -> FileRead {
    let file: Arc<str> = Arc::from(format!("{label}/{name}"));
    // What is larger than any table is not even taken into the memory.
    let too_large = std::fs::metadata(path).is_ok_and(|data| data.len() > crate::sheets::limits::LARGEST);
    let fault = match if too_large { None } else { Some(std::fs::read(path)) } {
        None => Fault::TooLarge,
        Some(Ok(bytes)) => return read_bytes(name, file, bytes, recognition),
        Some(Err(error)) => Fault::Unreadable { words: io_words(&error) },
    };
    let mut read = FileRead::default();
    if has_ending(name, &DOCUMENTS) {
        read.leave_out_for(name, fault);
        return read;
    }
    (read.unusable, read.unread) = (true, !is_form(name));
    read.faults.add(&Place::file(&file), fault);
    read
}

fn read_bytes(name: &str, file: Arc<str>, bytes: Vec<u8>, recognition: &Recognition) -> FileRead {
    let input = InputFile { name: file.to_string(), sha256: sha256(&bytes) };
    let mut read = FileRead { input: Some(input), ..FileRead::default() };
    if has_ending(name, &YAML) && !workbook::is_workbook(&bytes) {
        read.yaml = Some((file, bytes));
        return read;
    }
    if let Some(kind) = document_kind(name, &bytes) {
        read.leave_out(name, kind, "");
        return read;
    }
    match workbook::open(&file, bytes) {
        // What an earlier run wrote is no input.
        Ok(opened) if opened.sheets.iter().any(|sheet| *sheet.name == *FINDINGS_SHEET) => {
            read.faults.add(&Place::file(&file), Fault::OwnOutput);
        }
        Ok(opened) if opened.format == Format::Word => read.take_word(opened, &file, name, recognition),
        Ok(opened) if opened.format == Format::Csv && has_ending(name, &DOCUMENTS) => {
            read.leave_out(name, kind_by_name(name), "里面是纯文本");
        }
        // A letter, a note under a table's name.
        Ok(opened) if opened.format == Format::Csv && !is_table(name, &opened, recognition) => {
            read.faults.add(&Place::file(&file), Fault::OtherKind { what: "纯文本文件" });
            read.unusable = true;
        }
        Ok(opened) => read.take(opened, &file, name, recognition),
        Err(Fault::OwnOutput) => read.faults.add(&Place::file(&file), Fault::OwnOutput),
        Err(Fault::OtherKind { what }) if has_ending(name, &DOCUMENTS) => {
            let kind = kind_by_name(name);
            // A .doc is what it is called.
            let note = if kind == Kind::OldWord { String::new() } else { format!("里面是{}", what.trim_start()) };
            read.leave_out(name, kind, &note);
        }
        Err(fault) if has_ending(name, &DOCUMENTS) => {
            read.leave_out_for(name, fault);
        }
        // Much is kept as .xml that is no table.
        Err(Fault::OtherKind { .. }) if has_ending(name, &["xml"]) => {
            read.faults.add(&Place::file(&file), Fault::NotRead { names: vec![name.to_string()] });
        }
        Err(fault) => {
            read.faults.add(&Place::file(&file), fault);
            (read.unusable, read.unread) = (true, !is_form(name));
        }
    }
    read
}

/// Text under a workbook's name is a table where it is like one of ours. Units' forms and .csv say that of themselves.
fn is_table(name: &str, opened: &Opened, recognition: &Recognition) -> bool {
    let like_one = |sheet: &Sheet| match recognition.recognise(sheet) {
        Ok(_) => true,
        Err(nearest) => nearest.is_some_and(|nearest| nearest.likely),
    };
    has_ending(name, opened.format.endings()) || is_form(name) || opened.sheets.iter().any(like_one)
}

/// The year of a folder, or of that which the file stands in.
fn year_of(file: &str) -> Option<u16> {
    let digits: String = file.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// A unit's form is no table of the region.
fn is_form(name: &str) -> bool {
    name.split('/').any(|part| part == unit_forms::FOLDER)
}

/// What a document is that is not opened further: by what is in it, where its name is a document's.
fn document_kind(name: &str, bytes: &[u8]) -> Option<Kind> {
    match () {
        () if !has_ending(name, &DOCUMENTS) => None,
        () if bytes.starts_with(b"{\\rtf") => Some(Kind::OldWord),
        () if bytes.starts_with(b"%PDF") => Some(if has_text(bytes) { Kind::Pdf } else { Kind::Scan }),
        () => None,
    }
}

/// What a document is that cannot be opened.
fn kind_by_name(name: &str) -> Kind {
    match () {
        () if has_ending(name, Format::Word.endings()) => Kind::Unopened,
        () if has_ending(name, &["pdf"]) => Kind::Pdf,
        () => Kind::OldWord,
    }
}

impl FileRead {
    fn leave_out(&mut self, name: &str, kind: Kind, note: &str) {
        self.left_out = Some(LeftOut { name: name.to_string(), kind, note: note.to_string() });
    }

    /// It does not open.
    fn leave_out_for(&mut self, name: &str, fault: Fault) {
        let message = fault.finding(&Place::file(name)).message;
        self.leave_out(name, kind_by_name(name), message.split_once('：').map_or(message.as_str(), |(_, why)| why));
    }

    /// Of a document only the tables that are ours are wanted; one without any is a letter, kept for reference.
    fn take_word(&mut self, opened: Opened, file: &Arc<str>, name: &str, recognition: &Recognition) {
        let known = opened.sheets.iter().map(|sheet| (sheet, recognition.recognise(sheet)));
        let is_report = || is_whole_report(&opened.paragraphs);
        let (found, near): (Vec<_>, Vec<_>) = known.partition(|(_, known)| known.is_ok());
        match () {
            () if is_form(name) && unit_forms::is_form(&opened.sheets, recognition) => {
                self.take(opened, file, name, recognition);
            }
            () if is_form(name) && !is_report() => self.leave_out(name, Kind::Word, ""),
            () if (is_form(name) || !found.is_empty()) && is_report() => {
                self.faults.add(&Place::file(file), Fault::WholeReport);
            }
            () if !found.is_empty() => self.take(opened, file, name, recognition),
            // Much is kept as .xml that is no table.
            () if has_ending(name, &DOCUMENTS) || has_ending(name, &["xml"]) => {
                let likely = |(sheet, known): (&Sheet, Result<_, Option<Nearest>>)| {
                    let near = known.err().flatten().filter(|near| near.likely)?;
                    Some(format!("{}最像{}，缺少表头：{}", sheet.name, near.kind, near.missing.join("、")))
                };
                let note = near.into_iter().find_map(likely).unwrap_or_default();
                self.leave_out(name, Kind::Word, &note);
            }
            () => {
                self.faults.add(&Place::file(file), Fault::OtherKind { what: " Word 文件" });
                (self.unusable, self.unread) = (true, true);
            }
        }
    }

    fn take(&mut self, opened: Opened, file: &Arc<str>, name: &str, recognition: &Recognition) {
        let Opened { mut sheets, lost, format, macros, faults, paragraphs: _, unread } = opened;
        let place = Place::file(file);
        if !has_ending(name, format.endings()) {
            self.faults.read_as(&place, NormalisationKind::Format, name, format.name());
        }
        if format == Format::Xml && !has_ending(name, format.endings()) {
            self.faults.add(&place, Fault::OtherFormat { format: format.name() });
        }
        for (place, fault) in faults {
            self.faults.add(&place, fault);
        }
        for finding in unread {
            self.faults.tell(finding);
        }
        if macros {
            self.faults.add(&place, Fault::Macros);
        }
        for sheet in &mut sheets {
            if let Some((first, last)) = sheet.cut_filled() {
                let rows = format!("第{}行至第{}行，与上一行相同或接着编号", first + 1, u64::from(last) + 1);
                self.faults.read_as(&sheet.place(first, 0), NormalisationKind::SkippedRow, &rows, "");
            }
            see(sheet, &mut self.faults);
            for ((row, column), words) in sheet.repeat_above(|text| recognition.is_repeated(text)) {
                self.faults.read_as(&sheet.place(row, column), NormalisationKind::Above, "〃", &words);
            }
        }
        if !lost.is_empty() {
            self.faults.add(&place, Fault::LostSheets { names: lost });
            self.unread |= !is_form(name);
        }
        for sheet in sheets.iter().filter(|sheet| !sheet.is_empty()) {
            seen::note(sheet, &mut self.faults);
            let hidden = sheet.hidden(|_| true);
            if is_form(name) && !hidden.is_empty() {
                self.faults.add(&sheet.whole(), Fault::Hidden { what: hidden.join("，") });
            }
            if !sheet.linked.is_empty() {
                let cells = sheet.linked.iter().map(|(row, column)| sheet.naming.cell(*row, *column)).collect();
                self.faults.add(&sheet.whole(), Fault::Linked { cells });
            }
        }
        if is_form(name) {
            self.forms = unit_forms::read(file, &sheets, year_of(file), recognition, &mut self.faults);
        } else {
            self.sheets = sheets;
        }
    }
}

/// Cells of words as they are seen.
fn see(sheet: &mut Sheet, faults: &mut Faults) {
    let (file, name, naming) = (sheet.file.clone(), sheet.name.clone(), sheet.naming);
    for ((row, column), text) in sheet.texts_mut() {
        faults.seen(|| Place::cell(&file, &name, naming.cell(row, column)), text);
    }
}

impl Found {
    /// `false` where the file could not be used.
    fn take(&mut self, read: FileRead, faults: &mut Faults) -> bool {
        faults.extend(read.faults);
        self.sheets.extend(read.sheets);
        self.forms.extend(read.forms);
        self.unread |= read.unread;
        let yaml = read.yaml.is_none_or(|(file, bytes)| yaml::read(&file, &bytes, &mut self.yaml, faults));
        self.yaml.unread |= !yaml;
        yaml && !read.unusable
    }
}

/// Reads one file alone, as [`read_year`] reads each: for the tests that give it damaged ones. The number of findings.
#[doc(hidden)]
pub fn read_alone(name: &str, bytes: &[u8], recognition: &Recognition) -> usize {
    let (mut found, mut faults) = (Found::default(), Faults::default());
    found.take(read_bytes(name, Arc::from(name), bytes.to_vec(), recognition), &mut faults);
    assemble::assemble(found, "2025", recognition, &mut faults);
    faults.findings.len()
}
