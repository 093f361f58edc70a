//! Files that were dropped onto the page: each is taken as which table, or refused and why. What makes room is kept and can
//! be put back; nothing is written outside of the year's folder.

use std::path::Path;
use std::sync::Arc;

use serde_json::json;

use crate::app::output::{OutputFile, replace_all};
use crate::app::year_folder::YearFolder;
use crate::base::file_words::io_words;
use crate::base::hash::sha256;
use crate::reading::{InputFile, Look, gives_twice, look, wanted};

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
            let is_table = |looked: &Look| matches!(looked, Look::Tables(..) | Look::UnitForms(_));
            let looked = match () {
                () if is(&TABLES) || is(&TEXTS) => Some(read()),
                () if is(&WORD) => Some(read()).filter(is_table),
                () => None,
            };
            if let Some(looked) = looked {
                let what = looked.words();
                let put = match &looked {
                    // What is read as text is never replaced by something else.
                    Look::Tables(..) | Look::UnitForms(_) if is(&TEXTS) => {
                        Err("里面是表格，名字却是文字文件的。把名字的结尾改成表格的，如 .xlsx，再拖进来".to_string())
                    }
                    _ => put(desk, year, &name, &looked, bytes),
                };
                match put {
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
fn put(desk: &Desk, year: &str, name: &str, looked: &Look, bytes: Vec<u8>) -> Result<(String, Fate), String> {
    let _writing = held(&desk.writing);
    let seen = desk.seen(year).map_err(|refusal| refusal.words)?;
    let folder = &seen.examined.folder;
    let below = match looked {
        Look::Document => return Err("这是写好的文件，不是要报的表".to_string()),
        Look::OwnOutput => return Err("这是程序自己生成的核对清单，不是要报的表".to_string()),
        Look::Unknown(_) => return Err(format!("要的表和表头：{}", wanted(&seen.tools.resources.recognition))),
        Look::Unreadable(finding) => return Err(format!("{}。{}", finding.message, finding.hint)),
        Look::UnitForms(_) => format!("{FORMS}/"),
        Look::Texts { year: Some(other), .. } if !folder.name.starts_with(other) => {
            return Err(format!("里面的“年度”写着{other}，不是{}的", folder.name));
        }
        Look::Texts { .. } | Look::Tables(..) => String::new(),
    };
    let hash = sha256(&bytes);
    let own = |input: &&InputFile| input.sha256 == hash;
    if let Some(known) = seen.examined.inputs.iter().find(own) {
        return Ok((format!("“{}”就是这个文件，一个字也没有变", known.name), Fate::PutBack));
    }
    let wanted = format!("{below}{name}");
    let is_there = |name: &str| folder.path.join(name).exists();
    let (replaced, others) = rivals(&seen, &wanted, looked, &bytes)?;
    let target = match &replaced {
        Some(old) if *old != wanted && is_there(&wanted) => old.clone(),
        None if is_there(&wanted) => beside(&wanted, is_there),
        _ => wanted.clone(),
    };
    let kept = replaced.map(|old| keep(&folder.path, &old)).transpose()?;
    let path = folder.path.join(&target);
    let (parent, file) = (path.parent().unwrap_or(&folder.path), path.file_name().unwrap_or_default());
    let file = OutputFile { name: file.to_string_lossy().into_owned(), bytes };
    if let Err(finding) = replace_all(parent, &[file]) {
        if let Some(kept) = &kept {
            let _ = std::fs::remove_file(folder.path.join(&kept.kept_as));
        }
        return Err(finding.message);
    }
    let mut words = format!("已放进 {}", folder.name);
    if let Some(kept) = &kept {
        if kept.name != target {
            let _ = std::fs::remove_file(folder.path.join(&kept.name));
        }
        words += &format!("；原来的“{}”存为“{}”", kept.name, kept.kept_as);
    }
    if target != wanted {
        words += &format!("，叫“{target}”：另有一个“{wanted}”，不是同一张，没有动");
    }
    for (name, shared) in others.into_iter().filter(|(name, _)| *name != wanted) {
        words += &format!("；“{name}”里也有{shared}");
    }
    Ok((words, Fate::Taken { file: target, replaced: kept }))
}

/// Files with tables of one kind that are not the same, of which kind, and what becomes of them.
type Others = Vec<(String, String)>;

/// The file of the year that makes room: it holds the same tables, texts or forms, or has this name and cannot be read as
/// anything; a table stands in one file only. And those that do not, though they have such a table.
fn rivals(seen: &Seen, name: &str, looked: &Look, bytes: &[u8]) -> Result<(Option<String>, Others), String> {
    let (folder, recognition) = (&seen.examined.folder, &seen.tools.resources.recognition);
    let (mut rivals, mut others) = (Vec::new(), Vec::new());
    for known in seen.files().filter(|known| known.starts_with(FORMS) == name.starts_with(FORMS)) {
        let Ok(old) = std::fs::read(folder.path.join(known)) else { continue };
        let there = look(known, old.clone(), recognition, seen.report());
        if known == name && matches!(there, Look::Unknown(_) | Look::Unreadable(_) | Look::OwnOutput) {
            rivals.push(known.to_string());
            continue;
        }
        let is_own = |held: &&str| looked.holds().contains(held);
        let (shared, other): (Vec<&str>, Vec<&str>) = there.holds().into_iter().partition(is_own);
        let is_table = matches!((looked, &there), (Look::Tables(..), Look::Tables(..)));
        let both = || [(name, bytes.to_vec()), (known, old.clone())];
        if shared.is_empty() {
            continue;
        }
        if is_table && !gives_twice(both(), recognition, seen.report()) {
            let is_blank = shared.iter().all(|kind| there.is_blank(kind) && !looked.is_blank(kind));
            let fate = if is_blank { "还是空白的，不再读" } else { "不是同一张，都留着" };
            others.push((known.to_string(), format!("{}，{fate}", shared.join("、"))));
            continue;
        }
        if !other.is_empty() {
            return Err(format!(
                "年度里的“{known}”除了{}还有{}，不能整个换掉。请打开它，把这一部分改好",
                shared.join("、"),
                other.join("、")
            ));
        }
        rivals.push(known.to_string());
    }
    match rivals.as_slice() {
        [_, _, ..] => Err(format!("年度里已有几个文件是这张表：“{}”。先删去多余的", rivals.join("”“"))),
        _ => Ok((rivals.pop(), others)),
    }
}

/// 附件（2）.xlsx
fn beside(name: &str, is_there: impl Fn(&str) -> bool) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let names = (2..).map(|number: u32| format!("{stem}（{number}）.{ending}"));
    names.into_iter().find(|name| !is_there(name)).unwrap_or_default()
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
    if !folder.join(file).exists() || !folder.join(&replaced.kept_as).exists() {
        let words =
            format!("“{file}”后来又换过或移走了，换不回来；原来的“{}”存为“{}”。", replaced.name, replaced.kept_as);
        return Err(Refusal::conflict(words));
    }
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
