//! One judge: what a folder is told, its documents are told, and nothing else; no rule waits for another.

use std::path::PathBuf;

use ziping::base::finding::Severity;
use ziping::judge::{Case, judge};
use ziping::sheets::finished::{Block, read};

use crate::support::{YearFolder, facts_of, standards, ziping};

/// What a command says by `--json`: code, severity, message.
fn said(folder: &YearFolder, arguments: &[&str]) -> Vec<(String, String, String)> {
    let run = ziping(folder.root(), &[arguments, &["--json"]].concat());
    let found: Vec<serde_json::Value> = serde_json::from_slice(&run.stdout).unwrap();
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap().to_string();
    found.iter().map(|finding| (text(finding, "code"), text(finding, "severity"), text(finding, "message"))).collect()
}

fn errors(found: &[(String, String, String)]) -> Vec<&(String, String, String)> {
    found.iter().filter(|(_, severity, _)| severity == "error").collect()
}

/// The finished documents of a year's output.
fn documents(folder: &YearFolder, year: &str) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder.root().join("output").join(year)).unwrap();
    let mut files: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| ["自评报告.docx", "自评报告.pdf"].iter().any(|end| path.to_string_lossy().ends_with(end)));
    files.sort();
    files
}

/// A fund whose own money is one row of several: 引导资金 is not all of it.
fn with_other_money() -> YearFolder {
    let folder = YearFolder::example();
    for (cell, amount) in [("B5", "1950"), ("C5", "1900.5"), ("B3", "12880"), ("C3", "10644.5")] {
        folder.set_number("资金执行.xlsx", cell, amount);
    }
    folder
}

#[test]
fn what_is_built_without_an_error_is_audited_without_one() {
    for folder in [YearFolder::example(), with_other_money()] {
        assert_eq!(errors(&said(&folder, &["check", "2025"])), [] as [&(String, String, String); 0]);
        let built = ziping(folder.root(), &["2025"]);
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        let documents = documents(&folder, "2025");
        assert_eq!(documents.len(), 2);
        for document in documents {
            for year in [&[][..], &["2025"]] {
                let arguments = [&["audit", document.to_str().unwrap()], year].concat();
                let found = said(&folder, &arguments);
                assert_eq!(errors(&found), [] as [&(String, String, String); 0], "{}", document.display());
            }
        }
    }
}

/// The same sentence is an error in the folder and in the document.
#[test]
fn no_command_changes_a_severity() {
    let folder = YearFolder::example();
    folder.replace("文字.yaml", "预算执行率为{{ 资金.执行率 }}", "预算执行率为82%");
    let found = said(&folder, &["check", "2025"]);
    let [(code, severity, _)] = errors(&found)[..] else { panic!("{found:#?}") };
    assert_eq!((code.as_str(), severity.as_str()), ("Z603", "error"));
    // As it was handed in by somebody else.
    let example = YearFolder::example();
    assert!(ziping(example.root(), &["2025"]).status.success());
    let mut handed_in = read(&documents(&example, "2025")[0]).unwrap();
    let mut changed = 0;
    for block in &mut handed_in.blocks {
        if let Block::Paragraph(text) = block {
            changed += text.matches("截至年底预算执行率为80%").count();
            *text = text.replace("截至年底预算执行率为80%", "截至年底预算执行率为82%");
        }
    }
    assert_eq!(changed, 1);
    let found = judge(&Case::of_document(&facts_of(&handed_in)), &standards()).findings;
    let found: Vec<_> = found.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert!(matches!(found[..], [finding] if finding.message.contains("预算执行率")), "{found:#?}");
}

/// A sum that is wrong in the table, a sum that is wrong in a sentence, a method that is out of force.
#[test]
fn no_rule_waits_until_errors_are_gone() {
    let folder = YearFolder::example();
    folder.set_number("资金安排表.xlsx", "D8", "85");
    let before = "      各级审计和财会监督中未发现";
    folder.replace("文字.yaml", before, &format!("      抽查项目31个（新上22个，后补助7个，结转3个）。\n{before}"));
    let found = said(&folder, &["check", "2025"]);
    let codes: Vec<&str> = errors(&found).iter().map(|(code, ..)| code.as_str()).collect();
    assert!(codes.contains(&"Z101") && codes.contains(&"Z711"), "{found:#?}");
}

/// What the folder accepts, its document need not mend.
#[test]
fn what_is_accepted_stays_accepted() {
    let folder = YearFolder::example();
    let before = "      各级审计和财会监督中未发现";
    folder.replace("文字.yaml", before, &format!("      抽查项目31个（新上22个，后补助7个，结转3个）。\n{before}"));
    folder.write("接受.yaml", "接受:\n  - { 代码: Z711, 位置: 抽查项目31个, 理由: 一个项目算了两次 }\n".as_bytes());
    assert_eq!(errors(&said(&folder, &["check", "2025"])), [] as [&(String, String, String); 0]);
    assert!(ziping(folder.root(), &["2025"]).status.success());
    for document in documents(&folder, "2025") {
        let alone = said(&folder, &["audit", document.to_str().unwrap()]);
        assert_eq!(errors(&alone).len(), 1, "{alone:#?}");
        let beside = said(&folder, &["audit", document.to_str().unwrap(), "2025"]);
        assert_eq!(errors(&beside), [] as [&(String, String, String); 0]);
        let accepted = beside.iter().find(|(code, ..)| code == "Z711");
        assert!(accepted.is_some_and(|(.., message)| message.contains("一个项目算了两次")), "{beside:#?}");
    }
}

/// Nothing says that an acceptance is stale where its rule could not be asked.
#[test]
fn an_acceptance_is_stale_only_where_its_rule_was_asked() {
    let at = |place: &str, code: &str, change: &dyn Fn(&YearFolder)| {
        let folder = YearFolder::example();
        change(&folder);
        folder.write("接受.yaml", format!("接受:\n  - {{ 代码: {code}, 位置: {place}, 理由: 对过 }}\n").as_bytes());
        said(&folder, &["check", "2025"]).iter().any(|(_, _, message)| message.contains("没有对应的问题"))
    };
    let of = |code: &str, change: &dyn Fn(&YearFolder)| at("别处", code, change);
    let blank = |folder: &YearFolder| folder.clear_cell("资金安排表.xlsx", "D11");
    assert!(of("Z101", &|_| {}));
    assert!(!of("Z101", &blank), "a row of the table could not be read");
    assert!(!at("2025年度绩效自评报告.docx", "Z701", &|_| {}), "only documents are asked");
}
