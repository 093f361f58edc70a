//! Findings and places as the page gets them.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::base::finding::{Finding, Severity};
use crate::base::place::Place;
use crate::base::places;
use crate::judge::accepted::may_be_accepted;

pub fn finding_json(finding: &Finding) -> Value {
    let acceptable =
        finding.accepted.is_none() && (finding.severity != Severity::Error || may_be_accepted(finding.code));
    json!({
        "code": finding.code,
        "severity": finding.severity,
        "word": finding.severity.name(),
        "message": on_page(&finding.message),
        "expected": finding.expected.as_deref().map(on_page),
        "actual": finding.actual.as_deref().map(on_page),
        "where": places::lines(&finding.locations),
        "places": finding.locations.iter().take(MOST_PLACES).map(place_json).collect::<Vec<_>>(),
        "hint": on_page(&finding.hint),
        "acceptable": acceptable,
        "accepted": finding.accepted,
        "section": missing_text(finding),
        "texts": lacks_texts(finding),
    })
}

/// The chapter and section of a text that is missing.
pub fn missing_text(finding: &Finding) -> Option<(&str, &str)> {
    finding.about.as_deref().filter(|_| finding.code == "Z021")?.split_once('.')
}

/// Does it say that there are no texts at all?
pub fn lacks_texts(finding: &Finding) -> bool {
    finding.code == "Z003" && finding.about.as_deref() == Some(TEXTS)
}

/// The block of the year's texts.
pub const TEXTS: &str = "文字";

/// What the words say of commands, as it is done on the page; the YAML is called by what it holds.
const ON_PAGE: [(&str, &str); 21] = [
    ("再运行一次；上次的文件没有动", "再点一次“生成”；上次的文件没有动"),
    ("再运行一次；原来的文件没有动", "再试一次；原来的文件没有动"),
    // The page follows what is saved by itself.
    ("保存后再运行一次", "保存"),
    ("，再运行一次。", "。"),
    ("用“ziping trace 年度 名称”查有哪些名称可用", "在右边“查一个数”里查有哪些名称可用"),
    ("名称用 ziping trace 查", "名称在右边“查一个数”里查"),
    ("`ziping trace 2025 执行数` 查名称", "名称在右边“查一个数”里查"),
    ("先运行 ziping check 看缺什么，补齐再运行", "先看左边缺什么，补齐再点一次"),
    ("先运行 ziping check ", "先改好年度 "),
    ("和 `ziping check --verbose` 里", "和左边“逐个看”里"),
    ("再运行一次 ziping build ", "再点一次“生成”，年度 "),
    ("用 ziping fonts 看字体各从哪里来", "点“检查环境”看字体"),
    ("；全部规则用 ziping rules 看", "；点“讲解”看这条规则"),
    ("全部规则用 ziping rules 看", "点“讲解”看这条规则"),
    ("，或运行 ziping init", ""),
    ("运行 ziping check，看是哪一个", "打开这一年度，看是哪一个"),
    ("在“ziping audit 文件 年度”里查", "把成稿拖到页面上时查"),
    ("（ziping audit）", "（拖到页面上的）"),
    ("照 docs/用户手册.md 改表头", "照“帮助”里写的改表头"),
    (" YAML 文件", "文字文件"),
    ("YAML 文件", "文字文件"),
];

/// One that is said with its file, up to the end of the command.
const TAKEN_BACK: (&str, &str, &str) = ("可以用 ziping absorb ", " 收回", "可以把那一份拖到页面上，逐处收回");

/// As the page says it.
pub fn on_page(words: &str) -> String {
    let told = ON_PAGE.iter().filter(|(command, _)| words.contains(command));
    let mut told = told.fold(Cow::Borrowed(words), |words, (command, page)| words.replace(command, page).into());
    let (from, to, page) = TAKEN_BACK;
    if let Some((before, rest)) = told.split_once(from) {
        let after = rest.split_once(to).map_or("", |(_, after)| after);
        told = format!("{before}{page}{after}").into();
    }
    [" YAML ", " YAML", "YAML ", "YAML"].iter().fold(told.into_owned(), |words, name| words.replace(name, "文字文件"))
}

/// More places of one finding nobody goes through one by one.
const MOST_PLACES: usize = 40;

pub fn place_json(place: &Place) -> Value {
    let text = place.to_string();
    match place {
        Place::Cell { file, sheet, cell } => {
            json!({ "text": text, "kind": "cell", "file": file.as_ref(), "sheet": sheet.as_ref(), "cell": cell })
        }
        Place::Line { file, line } => json!({ "text": text, "kind": "line", "file": file.as_ref(), "line": line }),
        Place::Document { .. } => json!({ "text": text, "kind": "document" }),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn no_finding_names_a_command_on_the_page() {
        let source = Path::new(env!("CARGO_MANIFEST_DIR"));
        let is_told = |path: &Path| {
            let path = path.strip_prefix(source).unwrap().to_string_lossy().replace('\\', "/");
            !["src/app/cli/", "src/app/serve/", "src/app/init/"].iter().any(|own| path.starts_with(own))
        };
        let files = ["src", "docs/rules"].into_iter().flat_map(|folder| walkdir::WalkDir::new(source.join(folder)));
        let files = files
            .map(|file| file.unwrap().into_path())
            .filter(|path| path.is_file() && is_told(path) && !path.ends_with("README.md"));
        let mut commands = 0;
        for path in files {
            let text = std::fs::read_to_string(&path).unwrap();
            let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            let named = |line: &str| {
                line.split("ziping ").skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
            };
            for line in lines.filter(|line| named(line)) {
                commands += 1;
                assert!(!named(&on_page(line)), "{}: {line}", path.display());
            }
        }
        assert!(commands >= 8, "{commands}");
        assert_eq!(on_page("在 YAML 的“评分”里改正"), "在文字文件的“评分”里改正");
        assert_eq!(on_page("没有表格，也没有 YAML 文件"), "没有表格，也没有文字文件");
        assert_eq!(on_page("表格、YAML一致"), "表格、文字文件一致");
        let taken_back = "改的文字可以用 ziping absorb \"a.docx\" 2025 收回。不要的就删去。";
        assert_eq!(on_page(taken_back), "改的文字可以把那一份拖到页面上，逐处收回。不要的就删去。");
    }
}
