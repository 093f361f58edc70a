//! The year before, which some rules look at: the folder beside a year's with the same name but for the year.

use std::path::{Path, PathBuf};

use crate::base::text_part::TextPart;
use crate::model::fund_rules::RulesOf;
use crate::model::report::LastYear;

use super::recognise::Recognition;
use super::year::{InputFile, Reading, hash_own_inputs, read_year};

/// Reads a year, and the one before it where there is one; of that one, findings are its own affair.
pub fn read_with_last_year(folder: &Path, label: &str, recognition: &Recognition, rules_of: RulesOf) -> Reading {
    let mut reading = read_year(folder, label, recognition, rules_of);
    if let (Some(report), Some((path, name))) = (&mut reading.report, before(folder, label)) {
        let last = read_year(&path, &name, recognition, rules_of);
        reading.inputs.extend(last.inputs);
        report.last_year = match last.report {
            Some(report) if report.is_whole() => LastYear::Read(Box::new(report)),
            _ => LastYear::Unreadable(name),
        };
    }
    reading
}

/// The files that [`read_with_last_year`] would read, as it would list them; none where one cannot be read.
pub fn hash_inputs(folder: &Path, label: &str) -> Option<Vec<InputFile>> {
    let mut inputs = hash_own_inputs(folder, label)?;
    if let Some((path, name)) = before(folder, label) {
        inputs.extend(hash_own_inputs(&path, &name)?);
    }
    Some(inputs)
}

/// 2025-引导资金 → 2024-引导资金, where that is a folder.
fn before(folder: &Path, label: &str) -> Option<(PathBuf, String)> {
    let year: u16 = label.get(..4)?.parse().ok()?;
    let name = format!("{:04}{}", year.checked_sub(1)?, label.part(4..));
    let path = folder.with_file_name(&name);
    path.is_dir().then_some((path, name))
}
