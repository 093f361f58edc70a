//! docs/用户手册.md and README.md: what they show is there, what they list is all, what they give as examples works.

use std::path::Path;
use std::process::Command;

use ziping::judge::accepted::codes;
use ziping::judge::{renamed, rules};

use crate::common::content::{Item, of_pdf, squeezed};
use crate::common::pdf_text::Pdf;
use crate::support::{YearFolder, ziping};

const MANUAL: &str = "docs/用户手册.md";
const BEGIN: &str = "<!-- 规则：由 docs/rules 生成，测试保证一致 -->";
const END: &str = "<!-- 规则完 -->";

fn text(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// A line a rule: its page, its title, the first sentence of 改法.
fn table_of_rules() -> String {
    let line = |code: &str, title: &str, page: &str| {
        let remedy = page.split_once("## 改法").unwrap().1.trim_start();
        let sentence = remedy.split_inclusive(['。', '\n']).next().unwrap().trim().trim_end_matches('。');
        // Clerks know it by what it holds.
        let words = |text: &str| {
            text.replace(" YAML ", "文字文件")
                .replace("YAML ", "文字文件")
                .replace(" YAML", "文字文件")
                .replace("YAML", "文字文件")
        };
        format!("| [{code}](rules/{code}.md) | {} | {} |\n", words(title), words(sentence))
    };
    let lines: String = rules().map(|rule| line(rule.code, rule.title, rule.doc)).collect();
    let moved = |(old, new): (&str, &[&str])| format!("| {old} | 并入{} | |\n", new.join("、"));
    let lines = lines + &renamed().map(moved).collect::<String>();
    format!("\n| 代码 | 查什么 | 改法 |\n|---|---|---|\n{lines}\n")
}

/// `ACCEPT_MANUAL=1` writes the table anew.
#[test]
fn every_rule_stands_in_the_manual() {
    let manual = text(MANUAL);
    let (before, rest) = manual.split_once(BEGIN).unwrap();
    let (table, after) = rest.split_once(END).unwrap();
    let wanted = table_of_rules();
    if std::env::var_os("ACCEPT_MANUAL").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(MANUAL);
        return std::fs::write(path, format!("{before}{BEGIN}\n{wanted}{END}{after}")).unwrap();
    }
    assert_eq!(table.trim(), wanted.trim(), "ACCEPT_MANUAL=1 cargo test --release --test it manual::");
}

#[test]
fn every_code_is_explained() {
    let manual = text(MANUAL);
    for code in codes() {
        assert!(manual.contains(code), "{code}");
    }
}

#[test]
fn what_is_linked_is_there() {
    for (file, folder) in [(MANUAL, "docs"), ("README.md", "")] {
        let written = text(file);
        let links = written.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let mut count = 0;
        for link in links.filter(|link| !link.starts_with("http")) {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join(link.split('#').next().unwrap());
            assert!(path.exists(), "{file}: {link}");
            count += 1;
        }
        assert!(count >= 4, "{file}: {count}");
    }
}

/// The blocks of YAML in the manual, as they stand there.
fn examples() -> Vec<String> {
    text(MANUAL).split("```yaml\n").skip(1).map(|rest| rest.split("```").next().unwrap().to_string()).collect()
}

#[test]
fn the_examples_of_the_manual_are_understood() {
    let [report, letter, accepted] = examples().try_into().unwrap();
    let folder = YearFolder::example();
    folder.replace("报告.yaml", "报告:\n", &format!("报告:\n{report}"));
    folder.replace("文字.yaml", "文字:\n", &format!("文字:\n{letter}"));
    folder.write("接受.yaml", accepted.as_bytes());
    let run = ziping(folder.root(), &["check", "--json"]);
    let found: Vec<serde_json::Value> = serde_json::from_slice(&run.stdout).unwrap();
    let codes: Vec<&str> = found.iter().map(|finding| finding["code"].as_str().unwrap()).collect();
    assert!(found.iter().all(|finding| finding["severity"] != "error"), "{found:#?}");
    assert_eq!(codes.iter().filter(|code| **code == "Z302").count(), 1, "{codes:?}");
    assert!(found.iter().any(|finding| finding["message"].as_str().unwrap().contains("已对照原文")), "{found:#?}");
}

/// The commands in README exist, and all that exist stand there.
#[test]
fn the_commands_of_readme_exist() {
    let readme = text("README.md");
    let run = ziping(&std::env::temp_dir(), &["--help"]);
    let help = String::from_utf8_lossy(&run.stdout).into_owned();
    let listed = help.split("\n命令:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap();
    let names = listed.lines().filter_map(|line| line.split_whitespace().next());
    let names: Vec<&str> = names.filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase())).collect();
    assert!(names.len() >= 12, "{help}");
    for name in names {
        assert!(readme.contains(&format!("ziping {name}")), "{name}");
    }
    for command in readme.split("`ziping ").skip(1).filter_map(|rest| rest.split(['`', ' ']).next()) {
        let run = ziping(&std::env::temp_dir(), &[command, "--help"]);
        let is_command = command.bytes().all(|byte| byte.is_ascii_lowercase());
        assert!(!is_command || run.status.success(), "{command}");
    }
}

/// Every heading and every row of the manual stands in the PDF that the program makes of it.
#[test]
fn the_manual_is_typeset_by_the_program() {
    let folder = YearFolder::example();
    let run = ziping(folder.root(), &["manual"]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let path = folder.root().join("output/自评用户手册.pdf");
    let first = std::fs::read(&path).unwrap();
    let items = of_pdf(&Pdf::read(&first));
    let manual = text(MANUAL);
    // Each # is a level below the title's.
    let heads: Vec<Item> = manual
        .lines()
        .filter_map(|line| {
            let (marks, words) = line.split_once("# ")?;
            let words = squeezed(words);
            marks.chars().all(|mark| mark == '#').then_some(match marks.len() {
                0 => Item::Title(words),
                level => Item::Heading(level, words),
            })
        })
        .collect();
    let printed: Vec<&Item> = items.iter().filter(|item| matches!(item, Item::Title(_) | Item::Heading(..))).collect();
    assert_eq!(printed, heads.iter().collect::<Vec<_>>());
    let listed = Command::new("pdfimages").arg("-list").arg(&path).output().unwrap();
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    let pictures = listed.lines();
    let pictures = pictures.filter(|line| line.split_whitespace().nth(2) == Some("image")).count();
    assert_eq!(pictures, manual.lines().filter(|line| line.starts_with("![")).count());
    let rows = items.iter().map(|item| if let Item::Table { rows, .. } = item { rows.len() } else { 0 });
    assert!(rows.sum::<usize>() > rules().count() + 20);
    let all = format!("{items:?}");
    for rule in rules() {
        assert!(all.contains(rule.code), "{}", rule.code);
    }
    assert!(!all.contains("](") && !all.contains("**"));
    ziping(folder.root(), &["manual"]);
    assert!(std::fs::read(&path).unwrap() == first, "the same bytes");
}
