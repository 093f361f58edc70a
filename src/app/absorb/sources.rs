//! Edits written into their files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::output::{OutputFile, replace_all};
use crate::base::file_words::io_words;
use crate::base::finding::Finding;
use crate::base::place::Place;
use crate::reading::yaml::scalars;
use crate::sheets::text_file::decode_text;
use crate::sheets::workbook::{Unwritten, with_cell};

use super::edit::{Edit, by_text, edited};
use super::scalar;

/// Ends the name of a file that is kept as it was.
const COPY: &str = ".bak";

/// What was written.
#[derive(Debug, Default)]
pub struct Applied {
    /// Files with their number of changes and the copy of what they were before.
    pub files: Vec<(PathBuf, usize, PathBuf)>,
    /// Texts that are written in a way that cannot be changed safely: left as they are.
    pub findings: Vec<Finding>,
}

/// Writes the edits into the year's YAML and workbooks. A file is read back before it takes the old one's place: exactly the
/// texts meant may differ, nothing else; the old one is kept beside it.
///
/// # Errors
/// A file that cannot be read or written; no file is half written.
pub fn apply(edits: &[Edit], folder: &Path, label: &str) -> Result<Applied, Vec<Finding>> {
    let mut applied = Applied::default();
    let mut edits = edits.to_vec();
    let files = loop {
        let (files, unwritten) = edited_files(&edits, folder, label)?;
        if unwritten.is_empty() {
            break files;
        }
        // What belongs to it stays too.
        let units: BTreeSet<usize> = unwritten.iter().flat_map(|(units, _)| units.clone()).collect();
        applied.findings.extend(unwritten.into_iter().map(|(_, finding)| finding));
        edits.retain(|edit| !units.contains(&edit.unit));
    };
    // All files of a folder are put in place together.
    let mut folders: BTreeMap<PathBuf, Vec<OutputFile>> = BTreeMap::new();
    for (name, (bytes, count)) in files {
        let path = folder.join(&name);
        let copy = backup(&path);
        let fault = |error: std::io::Error| {
            vec![
                Finding::error("Z040", format!("写不进“{}”：{}", copy.display(), io_words(&error)))
                    .hint("确认文件夹可以写入、磁盘有空间，再运行一次；原来的文件没有动。"),
            ]
        };
        // Half a copy would be taken for the whole.
        if let Err(error) = std::fs::copy(&path, &copy) {
            let copies = applied.files.iter().map(|(_, _, copy)| copy).chain([&copy]);
            copies.for_each(|copy| drop(std::fs::remove_file(copy)));
            return Err(fault(error));
        }
        let parent = path.parent().unwrap_or(folder).to_path_buf();
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        folders.entry(parent).or_default().push(OutputFile { name: file, bytes });
        applied.files.push((path, count, copy));
    }
    for (folder, files) in folders {
        if let Err(fault) = replace_all(&folder, &files) {
            // What was put in place before keeps its copy.
            let of_this = |(path, _, _): &&(PathBuf, usize, PathBuf)| path.parent() == Some(folder.as_path());
            applied.files.iter().filter(of_this).for_each(|(_, _, copy)| drop(std::fs::remove_file(copy)));
            return Err(vec![*fault]);
        }
    }
    Ok(applied)
}

/// Files by their names in the folder, with the number of edits made in each.
type Files = BTreeMap<String, (Vec<u8>, usize)>;

/// Edits of texts that cannot be written, by their numbers, and why.
type Refused = Vec<(BTreeSet<usize>, Finding)>;

/// The files with all edits; the edits, by their numbers, of each text that cannot be written, and why.
fn edited_files(edits: &[Edit], folder: &Path, label: &str) -> Result<(Files, Refused), Vec<Finding>> {
    let (mut files, mut unwritten) = (Files::new(), Vec::new());
    // From the last line up: a text that grows does not move those above it.
    for ((place, whole), edits) in by_text(edits).into_iter().rev() {
        let (Place::Line { file, .. } | Place::Cell { file, .. }) = place else { continue };
        let Some(name) = file.strip_prefix(&format!("{label}/")) else { continue };
        if !files.contains_key(name) {
            let path = folder.join(name);
            let bytes = std::fs::read(&path).map_err(|error| {
                vec![
                    Finding::error("Z040", format!("“{}”读不出来：{}", path.display(), io_words(&error)))
                        .at(&Place::file(file))
                        .hint("关闭正打开它的程序，再运行一次。"),
                ]
            })?;
            files.insert(name.to_string(), (bytes, 0));
        }
        let Some((bytes, count)) = files.get_mut(name) else { continue };
        let written = match place {
            Place::Cell { sheet, cell, .. } => {
                let written = with_cell(file, bytes, (sheet, cell), |own| onto(own, whole, &edits));
                written.map_err(|why| unwritten_cell(&why, cell))
            }
            Place::Line { line, .. } => changed(file, bytes, *line, whole, &edited(whole, &edits)).ok_or_else(|| {
                Finding::warning("Z802", "这段文字在 YAML 里的写法不便由程序改，没有写入")
                    .hint("打开这个文件，在这一处照着改；以后写成“|”加下面各行的样子，程序就能改。")
            }),
            Place::Document { .. } => continue,
        };
        match written {
            Ok(written) => {
                *bytes = written;
                *count += edits.len();
            }
            Err(finding) => unwritten.push((
                edits.iter().map(|edit| edit.unit).collect(),
                finding.expected(edited(whole, &edits).trim_end()).at(place),
            )),
        }
    }
    Ok((files, unwritten))
}

fn unwritten_cell(why: &Unwritten, cell: &str) -> Finding {
    match why {
        Unwritten::Kind(format) => {
            Finding::warning("Z802", format!("{}只读不写，这一格没有写入", format.name())).hint(format!(
                "用 Excel 或 WPS 打开这个文件，把 {cell} 这一格照着改好、存盘；表格另存为 .xlsx 或 .csv（原来的移走）以后，程序就能写入。"
            ))
        }
        Unwritten::Cell => {
            let message = "这个单元格不便由程序改（公式、一格里几种字体、签了名的文件，或者这一格已经改过），没有写入";
            let hint = format!("用 Excel 或 WPS 打开这个文件，把 {cell} 这一格照着改好、存盘。");
            Finding::warning("Z802", message).hint(hint)
        }
    }
}

/// The file with one text changed; `None` unless reading it back finds that text changed and everything else the same. What
/// was in another encoding is written as UTF-8.
fn changed(file: &Arc<str>, bytes: &[u8], line: u64, old: &str, new: &str) -> Option<Vec<u8>> {
    let text = decode_text(bytes)?;
    let before = scalars(file, &text)?;
    let written = scalar::replace(&text, line, old, new);
    written.into_iter().find(|written| reads_as_meant(file, &before, written, old, new)).map(String::into_bytes)
}

/// The edits of a text made in the cell's own, which has line breaks where the text has none.
fn onto(own: &str, whole: &str, edits: &[&Edit]) -> Option<String> {
    let mut ends = BTreeMap::from([(0, 0)]);
    let mut starts = BTreeMap::new();
    let mut rest = own.char_indices();
    for (at, character) in whole.char_indices() {
        let (stands, _) = rest.find(|(_, c)| *c == character || !c.is_whitespace()).filter(|(_, c)| *c == character)?;
        starts.insert(at, stands);
        ends.insert(at + character.len_utf8(), stands + character.len_utf8());
    }
    if !rest.as_str().trim().is_empty() {
        return None;
    }
    let carried = |edit: &&Edit| {
        let range = edit.range.clone();
        let end = *ends.get(&range.end)?;
        let start = if range.is_empty() { end } else { *starts.get(&range.start)? };
        Some(Edit { range: start..end, ..(*edit).clone() })
    };
    let carried: Vec<Edit> = edits.iter().map(carried).collect::<Option<_>>()?;
    Some(edited(own, &carried.iter().collect::<Vec<_>>()))
}

fn reads_as_meant(file: &Arc<str>, before: &[String], written: &str, old: &str, new: &str) -> bool {
    let Some(after) = scalars(file, written) else { return false };
    let differing: Vec<_> = before.iter().zip(&after).filter(|(before, after)| before != after).collect();
    let meant = |(before, after): &(&String, &String)| {
        before.trim_end() == old.trim_end() && after.trim_end() == new.trim_end()
    };
    before.len() == after.len() && differing.len() == 1 && differing.iter().all(meant)
}

/// The first name that is free: 文字.yaml.bak, 文字.yaml.bak2, …
fn backup(path: &Path) -> PathBuf {
    let name = |tail: &str| PathBuf::from(format!("{}{COPY}{tail}", path.display()));
    let numbered = (2..).map(|number: u32| name(&number.to_string()));
    std::iter::once(name("")).chain(numbered).find(|copy| !copy.exists()).unwrap_or_else(|| name(""))
}
