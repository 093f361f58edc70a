//! Texts written beside their page, and findings that are accepted. Only what was meant changes in a file: comments, order
//! and every other line stay.

use std::ops::Range;
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
use super::seen::Seen;
use super::words::{TEXTS, finding_json, lacks_texts, missing_text, place_json};

const TAKEN_ON: &str = "接受:";
/// The file of texts where there is none.
const NEW_TEXTS: &str = "文字.yaml";
/// Where a text is looked at that stands nowhere yet.
const UNWRITTEN: &str = "（还没有写）";

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
    let findings = &seen.examined.findings;
    let told = findings.iter().filter_map(missing_text).map(|(chapter, section)| (chapter.into(), section.into()));
    let mut missing: Vec<(String, String)> = told.collect();
    if findings.iter().any(lacks_texts) {
        missing = seen.tools.resources.funds.of(&report.profile).0.templates.texts();
    }
    let missing = missing.into_iter().map(|(chapter, section)| {
        json!({ "title": format!("{chapter} › {section}"), "section": [chapter, section], "text": "" })
    });
    Ok(json!({ "texts": missing.chain(all.into_iter().map(|(_, text)| text)).collect::<Vec<_>>() }))
}

/// The text that stands at a line, as the year was last read; of a section without one, an empty text in its place.
fn text_at<'r>(report: &'r mut Report, asked: &Asked) -> Option<&'r mut Sourced<String>> {
    match asked {
        Asked::Text(place) => {
            let cases = report.cases.iter_mut().map(|case| &mut case.text);
            report.texts.values_mut().chain(cases).find(|text| text.place == *place)
        }
        Asked::Section(..) => {
            let nothing = Sourced::new(String::new(), asked.place());
            Some(report.texts.entry(asked.path()?).or_insert(nothing))
        }
    }
}

/// Which text: one that is there, by its line, or that of a section that has none.
enum Asked<'g> {
    Text(Place),
    Section(&'g str, &'g str),
}

impl Asked<'_> {
    fn of<'g>(given: &Given<'g>) -> Result<Asked<'g>, Refusal> {
        if let [chapter, section] = given.0["section"].as_array().map_or(&[][..], Vec::as_slice) {
            let name = |name: &'g Value| name.as_str().ok_or_else(|| Refusal::bad("章节要用文字写。"));
            return Ok(Asked::Section(name(chapter)?, name(section)?));
        }
        Ok(Asked::Text(Place::line(&Arc::from(given.text("file")?), given.number("line")?)))
    }

    fn place(&self) -> Place {
        match self {
            Asked::Text(place) => place.clone(),
            Asked::Section(..) => Place::line(&Arc::from(UNWRITTEN), 1),
        }
    }

    fn path(&self) -> Option<(String, String)> {
        match self {
            Asked::Text(_) => None,
            Asked::Section(chapter, section) => Some((chapter.to_string(), section.to_string())),
        }
    }
}

/// What was typed or pasted, as a text is written: lines end in one way and begin without blanks, which nothing shows;
/// characters that nothing prints are a blank.
fn typed(text: &str) -> String {
    let ends = |c: char| matches!(c, '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{B}' | '\u{C}' | '\r');
    let text: String = text.replace("\r\n", "\n").chars().map(|c| if ends(c) { '\n' } else { c }).collect();
    let plain = |line: &str| line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
    let lines: Vec<String> = text.split('\n').map(|line| plain(line).trim_matches(' ').to_string()).collect();
    lines.join("\n")
}

/// Writes one text; refused where it is no longer what the page showed.
pub fn set_text(desk: &Arc<Desk>, given: &Given) -> Answer {
    let (asked, old, new) = (Asked::of(given)?, given.text("old")?, typed(given.text("new")?));
    let _writing = held(&desk.writing);
    let seen = desk.seen(given.text("year")?)?;
    let mut report = seen.content()?.report.clone();
    let known = text_at(&mut report, &asked).filter(|text| text.value == old);
    let whole =
        known.ok_or_else(|| Refusal::conflict("这段文字刚在别处改过，没有写入。请看新的那份再改。"))?.value.clone();
    let folder = &seen.examined.folder;
    let Asked::Text(place) = asked else {
        let path = asked.path().unwrap_or_default();
        add_text(folder, &seen, &path, new.trim_end())?;
        desk.hub.tell(&json!({ "changed": true }));
        let seen = desk.seen(&folder.name)?;
        let written = seen.report().and_then(|report| report.texts.get(&path));
        return Ok(
            json!({ "place": written.map(|text| place_json(&text.place)), "text": written.map(|text| &text.value) }),
        );
    };
    let text = format!("{}{}", new.trim_end(), if whole.ends_with('\n') { "\n" } else { "" });
    if new.trim_end() != whole.trim_end() {
        let edit = Edit {
            text: place.clone(),
            range: 0..whole.len(),
            replacement: text.clone(),
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
    let Place::Line { file, .. } = place else { return Err(Refusal::bad("这段文字不在文字文件里。")) };
    Ok(json!({ "place": place_json(&Place::line(&file, line)), "text": text }))
}

/// Writes a text where its section has none: into the file of its chapter, of other texts, or a new one.
fn add_text(folder: &YearFolder, seen: &Seen, path: &(String, String), new: &str) -> Result<(), Refusal> {
    if new.is_empty() {
        return Err(Refusal::refused("还没有写字。"));
    }
    let files = yaml_files(seen);
    let found = |depth: usize| {
        files.iter().find(|(_, text)| room(&text.lines().collect::<Vec<_>>(), &path_of(path)[..depth]).is_ok())
    };
    let named = || files.iter().find(|(name, _)| name == NEW_TEXTS);
    let new_file = (NEW_TEXTS.to_string(), String::new());
    let (name, text) = found(2).or_else(|| found(1)).or_else(named).unwrap_or(&new_file);
    let written = with_text(text, path, new).ok_or_else(|| {
        Refusal::refused(format!("“{name}”里“{TEXTS}”的写法不便由程序改。请用记事本打开，照说明补写这一节。"))
    })?;
    write(&folder.path.join(name), written)
}

fn path_of((chapter, section): &(String, String)) -> [&str; 3] {
    [TEXTS, chapter, section]
}

/// The lines below the last of these keys, each below the one before; else those below the last that is there, how many
/// are there, and how far their own keys stand from the edge.
fn room(lines: &[&str], keys: &[&str]) -> Result<Range<usize>, (Range<usize>, usize, usize)> {
    let indent_of = |at: usize| lines[at].len() - lines[at].trim_start_matches(' ').len();
    let says = |at: &usize| !lines[*at].trim().is_empty() && !lines[*at].trim_start().starts_with('#');
    let mut range = 0..lines.len();
    for (depth, key) in keys.iter().enumerate() {
        let indent = range.clone().find(says).map_or(depth * 2, indent_of);
        let is_key = |at: &usize| {
            let line = lines[*at].trim_start_matches(['\u{FEFF}', ' ']);
            let named = |name: &str| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(':'));
            indent_of(*at) == indent && (named(key) || named(&quoted(key)))
        };
        let Some(at) = range.clone().find(is_key) else { return Err((range, depth, indent)) };
        let end = (at + 1..range.end).find(|at| says(at) && indent_of(*at) <= indent).unwrap_or(range.end);
        range = at + 1..end;
    }
    Ok(range)
}

/// The file's text with a text for a section that has none; none unless reading it back finds that and nothing else.
fn with_text(text: &str, path: &(String, String), new: &str) -> Option<String> {
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let lines: Vec<&str> = text.lines().collect();
    let keys = path_of(path);
    let (range, depth, indent) = match room(&lines, &keys) {
        // The name alone stands there.
        Ok(below) => {
            (below.start - 1..below.start, 2, lines[below.start - 1].len() - lines[below.start - 1].trim_start().len())
        }
        Err((range, depth, indent)) => {
            let says = |at: &usize| !lines[*at].trim().is_empty() && !lines[*at].trim_start().starts_with('#');
            let end = range.clone().rev().find(says).map_or(range.start, |last| last + 1);
            (end..end, depth, indent)
        }
    };
    let plain = |key: &str| key.chars().all(|c| c.is_alphanumeric() || "（）、".contains(c));
    let key = |key: &str| if plain(key) { key.to_string() } else { quoted(key) };
    let mut written: Vec<String> = Vec::new();
    for (step, name) in keys.iter().skip(depth).enumerate() {
        written.push(format!("{}{}:", " ".repeat(indent + 2 * step), key(name)));
    }
    let inner = " ".repeat(indent + 2 * written.len());
    written.last_mut()?.push_str(" |");
    written.extend(new.lines().map(|line| if line.is_empty() { String::new() } else { format!("{inner}{line}") }));
    let mut all: Vec<String> = lines.iter().map(|line| line.to_string()).collect();
    all.splice(range, written);
    let new_text = all.join(line_end) + line_end;
    let file: Arc<str> = Arc::from("");
    let filled = |text: &str| {
        let mut said = scalars(&file, text).or_else(|| text.trim().is_empty().then(Vec::new))?;
        said.retain(|words| !words.is_empty());
        Some(said)
    };
    let added: Vec<String> = keys.iter().skip(depth).map(|key| key.to_string()).chain([format!("{new}\n")]).collect();
    // The name that stood there alone is one of them.
    let before = filled(text)?;
    let known = usize::from(room(&lines, &keys).is_ok());
    is_added(&before, &filled(&new_text)?, &added[known..]).then_some(new_text)
}

/// Is `after` what was before with this in one piece?
fn is_added(before: &[String], after: &[String], added: &[String]) -> bool {
    (0..after.len()).any(|start| {
        let end = start + added.len();
        after.get(start..end).is_some_and(|new| new == added)
            && after.iter().take(start).chain(after.iter().skip(end)).eq(before.iter())
    })
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

/// The year's YAML by name.
fn yaml_files(seen: &Seen) -> Vec<(String, String)> {
    let yaml = seen.files().filter(|name| name.ends_with(".yaml") || name.ends_with(".yml"));
    let path = |name: &str| seen.examined.folder.path.join(name);
    yaml.filter_map(|name| Some((name.to_string(), decode_text(&std::fs::read(path(name)).ok()?)?))).collect()
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
    let (asked, new) = (Asked::of(given)?, typed(given.text("new")?));
    let place = asked.place();
    let seen = desk.seen(given.text("year")?)?;
    let content = seen.content()?;
    let resources = &seen.tools.resources;
    let mut report = content.report.clone();
    let text = text_at(&mut report, &asked).ok_or_else(|| Refusal::conflict("这段文字刚在别处改过。"))?;
    text.value.clone_from(&new);
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
    let files = yaml_files(&seen);
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
    is_added(&before, &after, &added).then_some(new)
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
