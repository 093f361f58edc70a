//! Texts written beside their page, and findings that are accepted. Only what was meant changes in a file: comments, order
//! and every other line stay.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::app::absorb::{Edit, apply};
use crate::app::output::{OutputFile, replace_all};
use crate::app::year_folder::YearFolder;
use crate::base::place::{Place, Sourced};
use crate::base::text_part::TextPart;
use crate::compose::compose;
use crate::judge::{Case, TypedFigures, judge};
use crate::model::report::Report;
use crate::prose::KnownFigures;
use crate::reading::leftover::is_marked;
use crate::reading::yaml::scalars;
use crate::sheets::text_file::decode_text;

use super::answer::{Answer, Refusal};
use super::desk::{Desk, held};
use super::given::Given;
use super::words::{finding_json, place_json};

const TAKEN_ON: &str = "接受:";

pub fn texts(desk: &Arc<Desk>, year: &str) -> Answer {
    let seen = desk.seen(year)?;
    let report = &seen.content()?.report;
    let text = |title: String, text: &Sourced<String>| json!({ "title": title, "place": place_json(&text.place), "text": text.value });
    let mut all: Vec<(&Place, Value)> = Vec::new();
    for ((chapter, section), own) in &report.texts {
        let title = if chapter.is_empty() { section.clone() } else { format!("{chapter} › {section}") };
        all.push((&own.place, text(title, own)));
    }
    for case in &report.cases {
        all.push((&case.text.place, text(format!("案例 › {}", case.project.value), &case.text)));
    }
    all.sort_by_key(|(place, _)| *place);
    Ok(json!({ "texts": all.into_iter().map(|(_, text)| text).collect::<Vec<_>>() }))
}

/// The text that stands at a line, as the year was last read.
fn text_at<'r>(report: &'r mut Report, place: &Place) -> Option<&'r mut Sourced<String>> {
    let cases = report.cases.iter_mut().map(|case| &mut case.text);
    report.texts.values_mut().chain(cases).find(|text| text.place == *place)
}

fn place_of(given: &Given) -> Result<Place, Refusal> {
    Ok(Place::line(&Arc::from(given.text("file")?), given.number("line")?))
}

/// Writes one text; refused where it is no longer what the page showed.
pub fn set_text(desk: &Arc<Desk>, given: &Given) -> Answer {
    let (place, old, new) = (place_of(given)?, given.text("old")?, given.text("new")?);
    let _writing = held(&desk.writing);
    let seen = desk.seen(given.text("year")?)?;
    let mut report = seen.content()?.report.clone();
    let known = text_at(&mut report, &place).filter(|text| text.value == old);
    let whole =
        known.ok_or_else(|| Refusal::conflict("这段文字刚在别处改过，没有写入。请看新的那份再改。"))?.value.clone();
    let new = new.replace("\r\n", "\n");
    let folder = &seen.examined.folder;
    if new.trim_end() != whole.trim_end() {
        let edit = Edit {
            text: place.clone(),
            range: 0..whole.len(),
            replacement: format!("{}{}", new.trim_end(), if whole.ends_with('\n') { "\n" } else { "" }),
            whole,
            place: place.clone(),
            unit: 0,
        };
        let applied = apply(&[edit], &folder.path, &folder.name)?;
        if !applied.findings.is_empty() {
            return Err(applied.findings.into());
        }
        // The first copy of what was before the page changed it stays; a copy of every save would fill the folder.
        for (_, _, copy) in applied.files.iter().filter(|(_, _, copy)| copy.extension() != Some("bak".as_ref())) {
            let _ = std::fs::remove_file(copy);
        }
    }
    let line = looked_at(folder, &place)?;
    desk.hub.tell(&json!({ "changed": true }));
    Ok(json!({ "written": true, "line": line }))
}

/// Whoever saves a text has looked at it: its 待改 goes. In which line the text begins then.
fn looked_at(folder: &YearFolder, place: &Place) -> Result<u64, Refusal> {
    let Place::Line { file, line } = place else { return Ok(0) };
    let Some(name) = file.strip_prefix(&format!("{}/", folder.name)) else { return Ok(*line) };
    let path = folder.path.join(name);
    let text = std::fs::read(&path).ok().and_then(|bytes| decode_text(&bytes));
    let Some((written, above)) = text.and_then(|text| without_mark(&text, *line)) else { return Ok(*line) };
    write(&path, written)?;
    Ok(line - above)
}

/// In the place of what the file was, whole or not at all.
fn write(path: &Path, text: String) -> Result<(), Refusal> {
    let (parent, name) = (path.parent().unwrap_or(path), path.file_name().unwrap_or_default());
    let file = OutputFile { name: name.to_string_lossy().into_owned(), bytes: text.into_bytes() };
    Ok(replace_all(parent, &[file])?)
}

/// The file's text without the comment 待改 above the text that begins in this line, or behind its name, and how many lines
/// that were; none where there is no such comment.
fn without_mark(text: &str, line: u64) -> Option<(String, u64)> {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let first = usize::try_from(line).ok()?.checked_sub(1)?;
    // A text of several lines begins below its name.
    let name = [first.checked_sub(1), Some(first)].into_iter().flatten();
    let name = name.into_iter().find(|&at| lines.get(at).is_some_and(|line| is_name_of_block(line))).unwrap_or(first);
    let own = *lines.get(name)?;
    let bare = own.split_once(" #").filter(|(before, _)| is_marked(own.part(before.len()..))).map(|(before, _)| {
        let end = own.part(own.trim_end_matches(['\r', '\n']).len()..);
        format!("{}{end}", before.trim_end())
    });
    if let Some(bare) = &bare {
        lines[name] = bare;
    }
    let above = lines.get(..name)?.iter().rev().take_while(|line| line.trim_start().starts_with('#')).count();
    let marks: Vec<usize> = (name - above..name).filter(|&at| is_marked(lines[at])).collect();
    for at in marks.iter().rev() {
        lines.remove(*at);
    }
    let written = lines.concat();
    let file: Arc<str> = Arc::from("");
    let is_same = written != text && scalars(&file, text)? == scalars(&file, &written)?;
    is_same.then_some((written, marks.len() as u64))
}

/// 总体目标: |
fn is_name_of_block(line: &str) -> bool {
    let words = line.split_once(" #").map_or(line, |(words, _)| words).trim_end();
    words.trim_end_matches(['-', '+']).ends_with(['|', '>']) && words.contains(':')
}

/// What would be found of a text that is being typed.
pub fn try_text(desk: &Arc<Desk>, given: &Given) -> Answer {
    let (place, new) = (place_of(given)?, given.text("new")?);
    let seen = desk.seen(given.text("year")?)?;
    let content = seen.content()?;
    let resources = &seen.tools.resources;
    let mut report = content.report.clone();
    let text = text_at(&mut report, &place).ok_or_else(|| Refusal::conflict("这段文字刚在别处改过。"))?;
    text.value = new.to_string();
    let figures = KnownFigures::of_report(&report, &content.ledger, &resources.standards);
    let (layouts, _) = resources.funds.of(&report.profile);
    let (composed, faults) = compose(&report, &content.ledger, &layouts.templates, &resources.layout);
    let typed = TypedFigures::of_texts(&composed.texts, &figures, &resources.standards);
    let (Place::Line { file: of, line: first }, lines) = (&place, new.lines().count().max(1) as u64) else {
        return Err(Refusal::bad("这段文字不在文字文件里。"));
    };
    let is_here = |place: &Place| matches!(place, Place::Line { file, line } if file == of && (*first..first + lines).contains(line));
    let unchecked: Vec<&str> =
        typed.open().filter(|figure| is_here(&figure.place)).map(|figure| figure.text.as_str()).collect();
    let case = Case { typed: Some(&typed), ..Case::default() };
    let found = judge(&case, &resources.standards).findings.into_iter().chain(faults);
    let found = found.filter(|finding| finding.locations.iter().any(is_here));
    let findings: Vec<Value> = found.map(|finding| finding_json(&finding)).collect();
    Ok(json!({ "findings": findings, "unchecked": unchecked }))
}

/// A finding that was looked at is accepted, with the reason, in the YAML that holds 报告.
pub fn accept(desk: &Arc<Desk>, given: &Given) -> Answer {
    let (code, place, reason) = (given.text("code")?, given.text_or_none("place"), given.text("reason")?.trim());
    if reason.is_empty() {
        return Err(Refusal::refused("请写明理由：为什么这一处没有问题。"));
    }
    let _writing = held(&desk.writing);
    let seen = desk.seen(given.text("year")?)?;
    let folder = &seen.examined.folder;
    let yaml = seen.files().filter(|name| name.ends_with(".yaml") || name.ends_with(".yml"));
    let read = |name: &str| Some((name.to_string(), decode_text(&std::fs::read(folder.path.join(name)).ok()?)?));
    let files: Vec<(String, String)> = yaml.filter_map(read).collect();
    let with = |head: &str| {
        files.iter().find(|(_, text)| text.lines().any(|line| line.trim_start_matches('\u{FEFF}').starts_with(head)))
    };
    let (name, text) =
        with(TAKEN_ON).or_else(|| with("报告:")).ok_or_else(|| Refusal::refused("没有找到 报告.yaml。"))?;
    let reason = &one_line(reason);
    let item = Item { code, place, reason };
    let written = accepted_in(text, &item).ok_or_else(|| {
        Refusal::refused(format!("“{name}”里“接受”的写法不便由程序改。请用记事本打开，照说明加一条。"))
    })?;
    let path = folder.path.join(name);
    write(&path, written)?;
    desk.hub.tell(&json!({ "changed": true }));
    Ok(json!({ "written": true }))
}

struct Item<'a> {
    code: &'a str,
    place: Option<&'a str>,
    reason: &'a str,
}

/// The file's text with one more 接受; none unless reading it back finds that and nothing else.
fn accepted_in(text: &str, item: &Item) -> Option<String> {
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
    let head = lines.iter().position(|line| line.trim_start_matches('\u{FEFF}').starts_with(TAKEN_ON));
    let (at, indent) = match head {
        Some(head) => {
            let is_said = |line: &&String| !line.trim().is_empty() && !line.trim_start().starts_with('#');
            let next = lines.get(head + 1..).unwrap_or_default().iter().find(is_said).map(String::as_str);
            let indent = next
                .filter(|line| line.trim_start().starts_with('-'))
                .map_or(2, |line| line.len() - line.trim_start().len());
            (head + 1, indent)
        }
        None => {
            lines.push(TAKEN_ON.to_string());
            (lines.len(), 2)
        }
    };
    let blank = " ".repeat(indent);
    let mut written = vec![format!("{blank}- 代码: {}", item.code)];
    written.extend(item.place.map(|place| format!("{blank}  位置: {}", quoted(place))));
    written.push(format!("{blank}  理由: {}", quoted(item.reason)));
    lines.splice(at..at, written);
    let new = lines.join(line_end) + line_end;
    let file: Arc<str> = Arc::from("");
    let (before, after) = (scalars(&file, text)?, scalars(&file, &new)?);
    let mut said: Vec<String> = vec!["代码".into(), item.code.into()];
    said.extend(item.place.iter().flat_map(|place| ["位置".to_string(), place.to_string()]));
    said.extend(["理由".to_string(), item.reason.to_string()]);
    let key = if head.is_none() { vec![TAKEN_ON.trim_end_matches(':').to_string()] } else { Vec::new() };
    let added: Vec<String> = key.into_iter().chain(said).collect();
    // What is new stands in one piece, and without it all is as before.
    let is_same = |start: usize| {
        let end = start + added.len();
        after.get(start..end).is_some_and(|new| new == added)
            && after.iter().take(start).chain(after.iter().skip(end)).eq(before.iter())
    };
    (0..after.len()).any(is_same).then_some(new)
}

fn one_line(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ITEM: Item<'_> =
        Item {
            code: "Z302", place: Some("2025/资金执行.xlsx › 下达文件 › C4"), reason: "已对照“原文”：\"都对\""
        };

    #[test]
    fn an_acceptance_is_added_and_all_else_stays() {
        let file =
            "# 注\n报告: # 甲\n  年度: 2025\n接受:\n    # 看过\n    - 代码: Z301\n      理由: 对\n数据:\n  甲: 1\n";
        let written = accepted_in(file, &ITEM).unwrap();
        assert_eq!(
            written,
            "# 注\n报告: # 甲\n  年度: 2025\n接受:\n    - 代码: Z302\n      位置: \"2025/资金执行.xlsx › 下达文件 › C4\"\n      理由: \"已对照“原文”：\\\"都对\\\"\"\n    # 看过\n    - 代码: Z301\n      理由: 对\n数据:\n  甲: 1\n"
        );
        let first = accepted_in("报告:\r\n  年度: 2025\r\n", &Item { place: None, ..ITEM }).unwrap();
        assert!(first.starts_with("报告:\r\n  年度: 2025\r\n接受:\r\n  - 代码: Z302\r\n  "), "{first}");
    }

    #[test]
    fn a_text_that_was_saved_is_marked_no_more() {
        let file = "# 待改：全部\n文字:\n  目标:\n    # 怎样写\n    # 待改：看这一段\n    总体: |  # 待改\n      甲 #1。\n      乙。\n    # 待改：别的\n    公开: 无 # 待改\n";
        let without = "# 待改：全部\n文字:\n  目标:\n    # 怎样写\n    总体: |\n      甲 #1。\n      乙。\n    # 待改：别的\n    公开: 无 # 待改\n";
        assert_eq!(without_mark(file, 7), Some((without.to_string(), 1)));
        assert_eq!(without_mark(without, 6), None);
        let (last, above) = without_mark(without, 9).unwrap();
        assert!(above == 1 && last.ends_with("      乙。\n    公开: 无\n"), "{last}");
        // Nothing of a text is a comment.
        assert_eq!(without_mark("文字:\n  甲:\n    乙: |\n      # 待改：丙\n      丁\n", 5), None);
    }

    #[test]
    fn what_is_written_otherwise_is_left() {
        assert_eq!(accepted_in("接受: []\n", &ITEM), None);
        assert_eq!(accepted_in("接受: [{代码: Z301, 理由: 对}]\n", &ITEM), None);
        assert_eq!(accepted_in("报告: [\n", &ITEM), None);
    }
}
