//! Finished documents that were dropped: audited, held against the year, and what somebody changed in Word as a list to
//! take from. And two years side by side.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};

use crate::app::absorb::{Edit, apply, by_unit};
use crate::app::cli::{absorb::absorbed, absorb::difference as marked, audit::audited, diff::compared};
use crate::app::year_folder::YearFolder;
use crate::base::file_words::io_words;
use crate::base::finding::{Finding, Severity};
use crate::sheets::finished;

use super::answer::{Answer, Refusal};
use super::desk::{Desk, held};
use super::drops::{Dropped, Fate, Revision};
use super::given::Given;
use super::outputs::Download;
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

/// What a document is, what to say of it, and what became of it.
pub fn judged(desk: &Desk, year: &YearFolder, name: &str, bytes: &[u8]) -> (String, String, Fate) {
    let answered = |what: String, words, answer, checklist| (what, words, Fate::Document { answer, checklist });
    let file = match OnDisk::put(desk, name, bytes) {
        Ok(file) => file,
        Err(error) => {
            return answered("写好的文件".into(), format!("没有读：{}", io_words(&error)), Value::Null, None);
        }
    };
    let edits = if name.to_lowercase().ends_with(".docx") { revision(desk, &file.path, year) } else { None };
    // Against the year where it is the year's; else against itself.
    let audited = audited(&file.path, edits.as_ref().map(|_| year.name.as_str()), &desk.folders);
    let folder = format!("{}{}", file.folder.display(), std::path::MAIN_SEPARATOR);
    let found = |findings: &[Finding]| -> Value {
        findings.iter().map(|finding| without(&finding_json(finding), &folder)).collect()
    };
    match audited {
        Err(findings) => {
            let words =
                findings.first().map_or_else(String::new, |finding| format!("{}。{}", finding.message, finding.hint));
            answered("读不出来".into(), words, json!({ "findings": found(&findings) }), None)
        }
        Ok(audited) => {
            let findings = &audited.audit.findings;
            let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
            let (what, changed) = match &edits {
                Some(edits) => {
                    let count = edits["edits"].as_array().map_or(0, Vec::len);
                    (format!("{} 的成稿", year.name), format!("；可以收回的改动{count}处"))
                }
                None => ("别处写的报告".to_string(), String::new()),
            };
            let words = format!("没有收进表格。核对：{errors}个错误，共{}个问题{changed}", findings.len());
            let checklist = audited.checklist(&checklist_title(name)).ok().map(Arc::from);
            answered(what, words, json!({ "findings": found(findings), "revision": edits }), checklist)
        }
    }
}

fn checklist_title(name: &str) -> String {
    format!("{}（核对清单）", name.rsplit_once('.').map_or(name, |(stem, _)| stem))
}

/// What was found of a dropped document, to be worked through.
///
/// # Errors
/// It was dropped too long ago, or could not be read.
pub fn checklist(desk: &Arc<Desk>, number: u64) -> Result<Download, Refusal> {
    match held(&desk.drops).find(number) {
        Some(Dropped { name, fate: Fate::Document { checklist: Some(bytes), .. }, .. }) => {
            Ok(Download { name: format!("{}.xlsx", checklist_title(name)), bytes: bytes.to_vec() })
        }
        _ => Err(Refusal::not_found("这份文件没有核对清单，请再拖一次。")),
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
    let edit = |unit: Vec<&Edit>| {
        let words: Vec<String> = unit.iter().map(|edit| marked(edit)).collect();
        json!({ "words": words, "place": unit.first().map(|first| place_json(&first.place)) })
    };
    let edits: Vec<Value> = by_unit(&absorbed.edits).into_iter().map(edit).collect();
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

/// The ticked ones are written into the texts.
pub fn absorb(desk: &Arc<Desk>, given: &Given) -> Answer {
    let revision = desk.revision(given.number("number")?)?;
    let chosen = given.indexes("chosen")?;
    let units = by_unit(&revision.absorbed.edits);
    let chosen: Vec<Edit> = chosen.iter().filter_map(|index| units.get(*index)).flatten().copied().cloned().collect();
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
