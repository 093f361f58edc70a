//! Files that were dropped onto the page: each is taken as which table, or refused and why. What makes room is kept and can
//! be put back; nothing is written outside of the year's folder.

use std::path::Path;
use std::sync::Arc;

use serde_json::json;

use crate::app::output::{OutputFile, replace_all};
use crate::app::year_folder::YearFolder;
use crate::base::file_words::io_words;
use crate::reading::{Look, LookedTable, look, wanted};

use super::answer::{Answer, Refusal};
use super::desk::{Desk, held};
use super::drops::{Dropped, Fate, Replaced};
use super::seen::Seen;
use super::{documents, names};

const TABLES: [&str; 11] = ["xlsx", "xlsm", "xlsb", "xls", "et", "ett", "xlt", "ods", "csv", "xml", "html"];
const TEXTS: [&str; 2] = ["yaml", "yml"];
const WORD: [&str; 2] = ["docx", "docm"];
const DOCUMENTS: [&str; 2] = ["pdf", "txt"];
/// The folder of the units' forms.
const FORMS: &str = "单位自评";
/// Ends the name of a file that made room: nobody reads it as a table.
const KEPT: &str = ".bak";

pub fn take(desk: &Arc<Desk>, year: &str, given: &str, bytes: Vec<u8>) -> Answer {
    let seen = desk.seen(year)?;
    let number = desk.number();
    let dropped = |what: String, words: String, fate: Fate| Dropped {
        number,
        year: year.to_string(),
        name: given.rsplit(['/', '\\']).next().unwrap_or_default().to_string(),
        what,
        words,
        fate,
    };
    let refused = |what: &str, words: &str| dropped(what.to_string(), format!("没有收：{words}"), Fate::Refused);
    let answer = match names::clean(given) {
        None => refused("", "文件名不能用。换一个名字再拖进来"),
        Some(_) if bytes.is_empty() => refused("", "是空文件"),
        Some(name) => {
            let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
            let is = |endings: &[&str]| endings.contains(&ending.as_str());
            let read = || look(&name, bytes.clone(), &seen.tools.resources.recognition, seen.report());
            // Tables come in Word files too: a unit's form is none of the finished documents.
            let is_table = |looked: &Look| matches!(looked, Look::Tables(_) | Look::UnitForm);
            let looked = match () {
                () if is(&TABLES) || is(&TEXTS) => Some(read()),
                () if is(&WORD) => Some(read()).filter(is_table),
                () => None,
            };
            if let Some(looked) = looked {
                let what = looked.words();
                match put(desk, &seen, &name, &looked, bytes) {
                    Ok((words, fate)) => dropped(what, words, fate),
                    Err(words) => refused(&what, &words),
                }
            } else if is(&WORD) || is(&DOCUMENTS) {
                let (what, words, fate) = documents::judged(desk, &seen.examined.folder, &name, &bytes);
                dropped(what, words, fate)
            } else {
                let words = "表格要 Excel、WPS 表格、ods、csv；写好的报告要 .docx 或 .pdf";
                refused("不是表格，也不是报告", words)
            }
        }
    };
    let json = answer.json();
    held(&desk.drops).add(answer);
    desk.hub.tell(&json!({ "dropped": number }));
    Ok(json)
}

/// The words, and what became of the file; or why it was not taken.
fn put(desk: &Desk, seen: &Seen, name: &str, looked: &Look, bytes: Vec<u8>) -> Result<(String, Fate), String> {
    let folder = &seen.examined.folder;
    let (target, rivals) = match looked {
        Look::Document => return Err("这是写好的文件，不是要报的表".to_string()),
        Look::OwnOutput => return Err("这是程序自己生成的核对清单，不是要报的表".to_string()),
        Look::Unknown(_) => return Err(format!("要的表和表头：{}", wanted(&seen.tools.resources.recognition))),
        Look::Unreadable(finding) => return Err(format!("{}。{}", finding.message, finding.hint)),
        Look::UnitForm => (format!("{FORMS}/{name}"), Vec::new()),
        Look::Texts(_) => (name.to_string(), Vec::new()),
        Look::Tables(tables) => (name.to_string(), rivals(seen, tables)?),
    };
    let _writing = held(&desk.writing);
    let path = folder.path.join(&target);
    let replaced = if path.exists() { Some(target.clone()) } else { rivals.into_iter().next() };
    if replaced.as_ref().is_some_and(|old| std::fs::read(folder.path.join(old)).is_ok_and(|known| known == bytes)) {
        return Ok(("这个文件已经在里面，一个字也没有变".to_string(), Fate::PutBack));
    }
    let kept = replaced.map(|old| keep(&folder.path, &old)).transpose()?;
    let parent = path.parent().unwrap_or(&folder.path);
    let written = replace_all(parent, &[OutputFile { name: name.to_string(), bytes }]);
    if let Err(finding) = written {
        if let Some(kept) = &kept {
            let _ = std::fs::remove_file(folder.path.join(&kept.kept_as));
        }
        return Err(finding.message);
    }
    let put = format!("已放进 {}", folder.name);
    let words = match &kept {
        Some(kept) => {
            if kept.name != target {
                let _ = std::fs::remove_file(folder.path.join(&kept.name));
            }
            format!("{put}；原来的“{}”存为“{}”", kept.name, kept.kept_as)
        }
        None => put,
    };
    Ok((words, Fate::Taken { file: target, replaced: kept }))
}

/// Files of the year that hold the same tables: a table stands in one file only.
fn rivals(seen: &Seen, tables: &[LookedTable]) -> Result<Vec<String>, String> {
    let examined = &seen.examined;
    let mut rivals = Vec::new();
    for name in seen.files().filter(|name| !name.starts_with(FORMS)) {
        let Ok(bytes) = std::fs::read(examined.folder.path.join(name)) else { continue };
        let Look::Tables(known) = look(name, bytes, &seen.tools.resources.recognition, seen.report()) else { continue };
        let is_new = |kind: &str| tables.iter().any(|table| table.kind == kind);
        let other: Vec<&str> = known.iter().map(|table| table.kind).filter(|kind| !is_new(kind)).collect();
        if other.len() == known.len() {
            continue;
        }
        if !other.is_empty() {
            return Err(format!(
                "年度里的“{name}”除了这张表还有{}，不能整个换掉。请在 Excel 里打开它，把这张表改好",
                other.join("、")
            ));
        }
        rivals.push(name.to_string());
    }
    match rivals.as_slice() {
        [_, _, ..] => Err(format!("年度里已有几个文件是这张表：“{}”。先删去多余的", rivals.join("”“"))),
        _ => Ok(rivals),
    }
}

/// A second name for a file: 资金安排表（换下1）.xlsx.bak
fn keep(folder: &Path, name: &str) -> Result<Replaced, String> {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let names = (1..).map(|number: u32| format!("{stem}（换下{number}）.{ending}{KEPT}"));
    let kept_as = names.into_iter().find(|name| !folder.join(name).exists()).unwrap_or_default();
    let copied = std::fs::copy(folder.join(name), folder.join(&kept_as));
    match copied {
        Ok(_) => Ok(Replaced { name: name.to_string(), kept_as }),
        Err(error) => {
            let _ = std::fs::remove_file(folder.join(&kept_as));
            Err(format!("原来的“{name}”存不下来：{}", io_words(&error)))
        }
    }
}

/// What made room comes back; what was dropped is kept in its turn.
pub fn put_back(desk: &Arc<Desk>, number: u64) -> Answer {
    let dropped = held(&desk.drops).find(number).cloned();
    let dropped = dropped.ok_or_else(|| Refusal::not_found("没有这一次。"))?;
    let Fate::Taken { file, replaced: Some(replaced) } = &dropped.fate else {
        return Err(Refusal::conflict("已经换回来了，或没有换下过什么。"));
    };
    let YearFolder { path: folder, .. } = desk.folder(&dropped.year)?;
    let _writing = held(&desk.writing);
    let kept = keep(&folder, file).map_err(Refusal::refused)?;
    let failed =
        |error: std::io::Error| Refusal::refused(format!("没有换回来：{}。关掉正打开它的程序再试。", io_words(&error)));
    if *file != replaced.name {
        std::fs::remove_file(folder.join(file)).map_err(failed)?;
    }
    std::fs::rename(folder.join(&replaced.kept_as), folder.join(&replaced.name)).map_err(failed)?;
    let words = format!("已换回“{}”；拖进来的存为“{}”", replaced.name, kept.kept_as);
    held(&desk.drops).put_back(number, words.clone());
    desk.hub.tell(&json!({ "dropped": number }));
    Ok(json!({ "words": words }))
}
