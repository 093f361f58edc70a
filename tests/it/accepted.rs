//! Findings that the clerk accepts in the YAML.

use crate::support::{YearFolder, ziping};

/// The findings of the example with this block in its YAML: code, severity, message.
fn findings(block: &str, change: impl Fn(&YearFolder)) -> Vec<(String, String, String)> {
    let folder = YearFolder::example();
    change(&folder);
    folder.write("接受.yaml", block.as_bytes());
    let run = ziping(folder.root(), &["check", "--json"]);
    let found: Vec<serde_json::Value> = serde_json::from_slice(&run.stdout).unwrap();
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap().to_string();
    found.iter().map(|finding| (text(finding, "code"), text(finding, "severity"), text(finding, "message"))).collect()
}

#[test]
fn an_accepted_hint_says_why() {
    let found = findings("接受:\n  - 代码: Z302\n    位置: 下达文件 › C2\n    理由: 已对照原文\n", |_| {});
    let [(code, severity, message)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((code.as_str(), severity.as_str()), ("Z302", "info"));
    assert!(message.starts_with("已接受：") && message.contains("（理由：已对照原文）"), "{message}");
}

#[test]
fn an_acceptance_without_its_finding_is_one() {
    let found = findings("接受:\n  - 代码: Z302\n    位置: 别的表\n    理由: 已对照原文\n", |_| {});
    assert!(found.iter().any(|(code, severity, _)| code == "Z015" && severity == "warning"), "{found:?}");
    assert!(found.iter().any(|(code, _, message)| code == "Z302" && !message.contains("已接受")), "{found:?}");
}

#[test]
fn an_error_cannot_be_accepted_and_a_reason_is_compulsory() {
    let found = findings("接受:\n  - 代码: Z101\n    理由: 不想改\n", |folder| {
        folder.set_number("资金安排表.xlsx", "D8", "85")
    });
    assert!(found.iter().any(|(code, severity, _)| code == "Z101" && severity == "error"), "{found:?}");
    assert!(found.iter().any(|(code, _, message)| code == "Z015" && message.contains("不能接受")), "{found:?}");
    let found = findings("接受:\n  - 代码: Z302\n", |_| {});
    assert!(
        found.iter().any(|(code, severity, message)| code == "Z007" && severity == "error" && message.contains("理由")),
        "{found:?}"
    );
}

#[test]
fn an_error_can_be_accepted_where_its_rule_says_so_and_with_its_place() {
    let doubled = |folder: &YearFolder| folder.set_cell_of_second("资金执行.xlsx", "C5", "财教财教〔2025〕65号");
    let found = findings("接受:\n  - 代码: Z301\n    位置: 下达文件 › C5\n    理由: 原文如此\n", doubled);
    assert!(found.iter().all(|(_, severity, _)| severity != "error"), "{found:?}");
    assert!(found.iter().any(|(code, _, message)| code == "Z301" && message.contains("原文如此")), "{found:?}");
    let found = findings("接受:\n  - 代码: Z301\n    理由: 原文如此\n", doubled);
    assert!(found.iter().any(|(code, severity, _)| code == "Z301" && severity == "error"), "{found:?}");
    assert!(found.iter().any(|(code, _, message)| code == "Z015" && message.contains("写明位置")), "{found:?}");
}

/// What was handed down and not yet given to projects is a true state: it may be accepted, a wrong sum may not.
#[test]
fn money_that_was_not_given_out_can_be_accepted() {
    let kept = |folder: &YearFolder| {
        for cell in ["B3", "B4"] {
            folder.set_number("资金执行.xlsx", cell, "10950");
        }
    };
    let reason = "20万元由省收回";
    let of = |code: &str, place: &str| format!("  - {{代码: {code}, 位置: {place}, 理由: {reason}}}\n");
    let accepted = format!("接受:\n{}{}", of("Z103", "资金执行 › B4"), of("Z104", "资金执行 › B4"));
    let found = findings(&accepted, kept);
    let told = |code: &str| found.iter().filter(|found| found.0 == code).collect::<Vec<_>>();
    for code in ["Z103", "Z104"] {
        assert!(!told(code).is_empty(), "{found:?}");
        assert!(
            told(code).iter().all(|(_, severity, words)| severity == "info" && words.contains(reason)),
            "{found:?}"
        );
    }
    assert_eq!(told("Z015"), [] as [&(String, String, String); 0]);
}

/// What was accepted under a code that a rule had before still is; the page is the rule's of now.
#[test]
fn an_acceptance_under_a_code_of_before_holds() {
    let doubled = |folder: &YearFolder| folder.set_cell_of_second("资金执行.xlsx", "C5", "财教财教〔2025〕65号");
    let of =
        |code: &str| findings(&format!("接受:\n  - {{代码: {code}, 位置: 下达文件 › C5, 理由: 原文如此}}\n"), doubled);
    let found = of("Z709");
    assert!(found.iter().all(|(code, severity, _)| severity != "error" && code != "Z015"), "{found:?}");
    assert!(found.iter().any(|(code, _, message)| code == "Z301" && message.contains("原文如此")), "{found:?}");
    assert!(of("Z708").iter().any(|(code, severity, _)| code == "Z301" && severity == "error"), "another rule's code");
    let page = std::process::Command::new(env!("CARGO_BIN_EXE_ziping")).args(["rules", "z708"]).output();
    let page = String::from_utf8(page.unwrap().stdout).unwrap();
    assert!(["# Z202 ", "# Z203 ", "# Z211 "].iter().all(|head| page.contains(head)), "{page}");
}

#[test]
fn a_figure_typed_into_a_text_is_held_against_the_tables() {
    let typed = |from: &str, to: &str, severity: &str| {
        let found = findings("接受:\n", |folder| folder.replace("文字.yaml", from, to));
        let found: Vec<_> = found.iter().filter(|(code, ..)| code == "Z603").map(|found| found.1.as_str()).collect();
        assert_eq!(found, [severity], "{to}");
    };
    assert_eq!(findings("接受:\n", |_| {}).len(), 1, "the example's own texts agree with its tables");
    typed("预算执行率为{{ 资金.执行率 }}", "预算执行率为82%", "error");
    typed("科技计划项目{{ 项目.数量 }}个", "科技计划项目138个", "error");
}

#[test]
fn a_code_that_there_is_not_is_said_to_be_none() {
    for (code, hint) in [("z302", "是不是 Z302？"), ("Z999", "ziping rules")] {
        let folder = YearFolder::example();
        folder.write("接受.yaml", format!("接受:\n  - 代码: {code}\n    理由: 对过\n").as_bytes());
        let said = String::from_utf8(ziping(folder.root(), &["check"]).stdout).unwrap();
        assert!(said.contains(&format!("“{code}”没有这个代码")) && said.contains(hint), "{said}");
    }
}

/// The list of codes without a rule (`judge/accepted.rs`) is whole: every code of the sources is in it or has a page.
#[test]
fn every_code_of_the_sources_is_known() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let list = std::fs::read_to_string(root.join("src/judge/accepted.rs")).unwrap();
    let mut seen = 0;
    for entry in walkdir::WalkDir::new(root.join("src")).into_iter().map(Result::unwrap) {
        if entry.path().extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).unwrap();
        for (at, _) in text.match_indices("\"Z") {
            let code = text[at + 1..].chars().take_while(|c| *c != '"').collect::<String>();
            let is_of_before = entry.path().ends_with("renamed.rs");
            if code.len() == 4 && !is_of_before && code[1..].bytes().all(|byte| byte.is_ascii_digit()) {
                seen += 1;
                let page = root.join(format!("docs/rules/{code}.md"));
                assert!(page.exists() || list.contains(&format!("\"{code}\"")), "{code} in {}", entry.path().display());
            }
        }
    }
    assert!(seen > 100);
}

/// What stands in a document that was handed in is not looked at by `check`: an acceptance of it is not called stale there.
#[test]
fn an_acceptance_of_a_document_is_not_stale_in_a_year() {
    let stale = |place: &str| {
        let block = format!("接受:\n  - {{代码: Z706, 位置: {place}, 理由: 说的是另一笔钱}}\n");
        findings(&block, |_| {}).iter().filter(|(code, ..)| code == "Z015").count()
    };
    assert_eq!(stale("外单位报告.docx"), 0);
    assert_eq!(stale("截至年底累计支出八千余万元"), 0);
    assert_eq!(stale("资金执行 › B4"), 1);
}
