//! Next year's folder: spreadsheets to fill in, and the YAML with what must be renewed marked.

mod sheets;
mod texts;

use std::path::Path;

use crate::audit::finding::Finding;
use crate::ingest::{Recognition, read_year};
use crate::model::place::Place;
use crate::output::{OutputFile, write_all};
use crate::resources::io_words;

/// Marks what must be renewed in the YAML: people search for it.
pub const MARK: &str = "待改";

/// Makes `input/<year>` from the folder of an earlier year and returns the names of its files. Nothing that exists is
/// touched.
///
/// # Errors
/// The new folder exists; the old one cannot be read.
pub fn init(input: &Path, year: u16, from: &str, recognition: &Recognition) -> Result<Vec<String>, Vec<Finding>> {
    let folder = input.join(year.to_string());
    if folder.exists() {
        return Err(vec![
            Finding::error("Z014", format!("“{}”已经有了", folder.display()))
                .at(&Place::file(&folder.display().to_string()))
                .hint("程序不改已有的文件。要重新建，先把这个文件夹改名或移走。"),
        ]);
    }
    let old = input.join(from);
    let reading = read_year(&old, from, recognition);
    let Some(report) = reading.report else { return Err(reading.findings) };
    let fault = |words: String| vec![Finding::error("Z041", format!("表格写不出来：{words}")).hint("请反馈这条信息。")];
    let mut files = sheets::workbooks(&report, year).map_err(|error| fault(error.to_string()))?;
    files.extend(yaml(&old, year)?);
    write_all(&folder, &files, &[]).map_err(|finding| vec![*finding])?;
    Ok(files.into_iter().map(|file| file.name).collect())
}

/// The old folder's YAML, renewed.
fn yaml(old: &Path, year: u16) -> Result<Vec<OutputFile>, Vec<Finding>> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(old).max_depth(1).sort_by_file_name().into_iter().filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some((stem, "yaml" | "yml")) = name.rsplit_once('.') else { continue };
        let text = std::fs::read_to_string(entry.path()).map_err(|error| {
            vec![
                Finding::error("Z001", format!("文件读不出来：{}", io_words(&error)))
                    .at(&Place::file(&entry.path().display().to_string()))
                    .hint("确认文件没有损坏、编码是 UTF-8、有读取权限。"),
            ]
        })?;
        // Cases are of last year's projects: they stay at hand, but are not read.
        let (name, text) = if texts::is_of_cases(&text) {
            (format!("{stem}（上年，供参考）.txt"), text)
        } else {
            (name, texts::renew(&text, year))
        };
        files.push(OutputFile { name, bytes: text.into_bytes() });
    }
    Ok(files)
}
