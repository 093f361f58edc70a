//! Edits written into their files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::output::{OutputFile, replace_all};
use crate::base::file_words::io_words;
use crate::base::finding::Finding;
use crate::base::place::Place;
use crate::reading::yaml::scalars;
use crate::sheets::text_file::decode_text;

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

/// Writes the edits into the year's YAML. A file is read back before it takes the old one's place: exactly the texts meant
/// may differ, nothing else; the old one is kept beside it.
///
/// # Errors
/// A file that cannot be read or written; no file is half written.
pub fn apply(edits: &[Edit], folder: &Path, label: &str) -> Result<Applied, Vec<Finding>> {
    let mut applied = Applied::default();
    let mut files: BTreeMap<String, (String, usize)> = BTreeMap::new();
    // From the last line up: a text that grows does not move those above it.
    for ((place, whole), edits) in by_text(edits).into_iter().rev() {
        let Place::Line { file, line } = place else { continue };
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
            // What was in another encoding is written back as UTF-8.
            let text = String::from_utf8(bytes).or_else(|other| decode_text(other.as_bytes()).ok_or(other));
            files.insert(name.to_string(), (text.unwrap_or_default(), 0));
        }
        let Some((text, count)) = files.get_mut(name) else { continue };
        let new = edited(whole, &edits);
        match changed(file, text, *line, whole, &new) {
            Some(written) => {
                *text = written;
                *count += edits.len();
            }
            None => applied.findings.push(
                Finding::warning("Z802", "这段文字在 YAML 里的写法不便由程序改，没有写入")
                    .expected(new.trim_end())
                    .at(place)
                    .hint("打开这个文件，在这一处照着改；以后写成“|”加下面各行的样子，程序就能改。"),
            ),
        }
    }
    // All files of a folder are put in place together.
    let mut folders: BTreeMap<PathBuf, Vec<OutputFile>> = BTreeMap::new();
    for (name, (text, count)) in files.into_iter().filter(|(_, (_, count))| *count > 0) {
        let path = folder.join(&name);
        let copy = backup(&path);
        let fault = |error: std::io::Error| {
            vec![
                Finding::error("Z040", format!("写不进“{}”：{}", copy.display(), io_words(&error)))
                    .hint("确认文件夹可以写入、磁盘有空间，再运行一次；YAML 没有动。"),
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
        folders.entry(parent).or_default().push(OutputFile { name: file, bytes: text.into_bytes() });
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

/// The file with one text changed; `None` unless reading it back finds that text changed and everything else the same.
fn changed(file: &Arc<str>, text: &str, line: u64, old: &str, new: &str) -> Option<String> {
    let before = scalars(file, text)?;
    scalar::replace(text, line, old, new).into_iter().find(|written| reads_as_meant(file, &before, written, old, new))
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
