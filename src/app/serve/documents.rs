//! Finished documents that were dropped: audited, held against the year, and what somebody changed in Word as a list to
//! take from. And two years side by side.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};

use crate::app::absorb::{Absorbed, apply};
use crate::app::cli::{absorb::absorbed, absorb::difference as marked, audit::audited, diff::compared};
use crate::app::pipeline::YearFolder;
use crate::base::finding::{Finding, Severity};
use crate::sheets::finished;

use super::answer::{Answer, Refusal};
use super::desk::{Desk, held};
use super::drops::Revision;
use super::given::Given;
use super::words::{finding_json, place_json};

/// A dropped document on the disk for as long as it is read. Readers take it by its name.
struct OnDisk {
    folder: PathBuf,
    path: PathBuf,
}

impl OnDisk {
    fn put(desk: &Desk, name: &str, bytes: &[u8]) -> std::io::Result<OnDisk> {
        let folder = desk.output().join(format!(".ziping-dropped-{}", desk.number()));
        std::fs::create_dir_all(&folder)?;
        let path = folder.join(name);
        let put = OnDisk { folder, path };
        std::fs::write(&put.path, bytes)?;
        Ok(put)
    }
}

impl Drop for OnDisk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// What the document is, what to say of it, and all that was found.
pub fn judged(desk: &Desk, year: &YearFolder, name: &str, bytes: &[u8]) -> (String, String, Value) {
    let not_read = |words: String| ("写好的文件".to_string(), words, Value::Null);
    let file = match OnDisk::put(desk, name, bytes) {
        Ok(file) => file,
        Err(error) => return not_read(format!("没有读：{}", crate::base::file_words::io_words(&error))),
    };
    let edits = if name.to_lowercase().ends_with(".docx") { revision(desk, &file.path, year) } else { None };
    // Against the year where it is the year's; else against itself.
    let audited_as = |year: Option<&str>| audited(&file.path, year, &desk.folders);
    let audit = match audited_as(edits.as_ref().map(|_| year.name.as_str())) {
        Ok((audit, _)) => Ok(audit.findings),
        Err(findings) => Err(findings),
    };
    let bare = |finding: &Finding| {
        without(&finding_json(finding), &format!("{}{}", file.folder.display(), std::path::MAIN_SEPARATOR))
    };
    match audit {
        Err(findings) => {
            let words =
                findings.first().map_or_else(String::new, |finding| format!("{}。{}", finding.message, finding.hint));
            let found: Vec<Value> = findings.iter().map(bare).collect();
            ("读不出来".to_string(), words, json!({ "findings": found }))
        }
        Ok(findings) => {
            let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
            let found: Vec<Value> = findings.iter().map(bare).collect();
            let count = edits.as_ref().map_or(0, |edits| edits["edits"].as_array().map_or(0, Vec::len));
            let what = match &edits {
                Some(_) => format!("{} 的成稿", year.name),
                None => "别处写的报告".to_string(),
            };
            let changed = if edits.is_some() { format!("；可以收回的改动{count}处") } else { String::new() };
            let words = format!("没有收进表格。核对：{errors}个错误，共{}个问题{changed}", findings.len());
            (what, words, json!({ "findings": found, "revision": edits }))
        }
    }
}

/// The clerk knows the file by its name alone.
fn without(json: &Value, folder: &str) -> Value {
    match json {
        Value::String(text) => Value::String(text.replace(folder, "")),
        Value::Array(items) => items.iter().map(|item| without(item, folder)).collect(),
        Value::Object(entries) => entries.iter().map(|(key, value)| (key.clone(), without(value, folder))).collect(),
        other => other.clone(),
    }
}

/// What of an edited document could go back; none where it is no revision of the year's.
fn revision(desk: &Desk, path: &Path, year: &YearFolder) -> Option<Value> {
    let (_, absorbed) = absorbed(path, Some(&year.name), &desk.folders).ok()?;
    let review = finished::review(path);
    let number = desk.number();
    let edit = |edit| json!({ "words": marked(edit) });
    let edits: Vec<Value> = absorbed
        .edits
        .iter()
        .map(|one| {
            let mut json = edit(one);
            json["place"] = place_json(&one.place);
            json
        })
        .collect();
    let findings: Vec<Value> = absorbed.findings.iter().map(finding_json).collect();
    let comments = review.comments.iter().filter(|comment| comment.author != crate::render::docx::COMMENTS_BY);
    let comments: Vec<Value> = comments
        .map(|comment| json!({ "author": comment.author, "words": comment.words, "of": comment.anchor }))
        .collect();
    desk.keep_revision(Revision { number, year: year.name.clone(), absorbed });
    Some(
        json!({ "number": number, "edits": edits, "findings": findings, "comments": comments, "authors": review.authors }),
    )
}

/// The ticked ones are written into the texts, with those that belong to them.
pub fn absorb(desk: &Arc<Desk>, given: &Given) -> Answer {
    let revision = desk.revision(given.number("number")?)?;
    let chosen = given.indexes("chosen")?;
    let Absorbed { edits, .. } = &revision.absorbed;
    let units: Vec<usize> = chosen.iter().filter_map(|index| Some(edits.get(*index)?.unit)).collect();
    let chosen: Vec<_> = edits.iter().filter(|edit| units.contains(&edit.unit)).cloned().collect();
    if chosen.is_empty() {
        return Err(Refusal::refused("没有勾选要收回的改动。"));
    }
    let folder = desk.folder(&revision.year)?;
    let _writing = held(&desk.writing);
    let applied = apply(&chosen, &folder.path, &folder.name)?;
    let files: Vec<Value> = applied
        .files
        .iter()
        .map(|(path, count, copy)| json!({ "file": name_of(path), "count": count, "copy": name_of(copy) }))
        .collect();
    desk.hub.tell(&json!({ "changed": true }));
    Ok(json!({ "files": files, "findings": applied.findings.iter().map(finding_json).collect::<Vec<_>>() }))
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

pub fn difference(desk: &Arc<Desk>, old: &str, new: &str) -> Answer {
    let [old, new] = [desk.folder(old)?, desk.folder(new)?];
    let (difference, projects) = compared(&old.name, &new.name, &desk.folders)?;
    Ok(
        json!({ "old": old.name, "new": new.name, "difference": difference, "projects": projects.map(|counts| counts.projects) }),
    )
}
