//! This year against the one before: `ziping diff`, and what `check` says of it.

use crate::support::{YearFolder, ziping};

const PROJECTS: &str = "资金安排表.xlsx";

/// 2025 with one change of each kind against 2024.
fn two_years() -> YearFolder {
    let folder = YearFolder::example();
    folder.add_last_year();
    folder.set_number(PROJECTS, "D8", "90");
    folder.set_cell(PROJECTS, "B10", "全新的项目");
    folder.set_cell("绩效指标.xlsx", "C14", "培训从事技术创新服务人员数量");
    folder.set_cell("绩效指标.xlsx", "E4", "20项");
    folder.replace("文字.yaml", "未发现{{ 年度 }}年度引导资金存在问题", "没有发现问题");
    folder
}

fn said(folder: &YearFolder, arguments: &[&str]) -> String {
    String::from_utf8(ziping(folder.root(), arguments).stdout).unwrap()
}

#[test]
fn a_difference_is_told_by_kind() {
    let text = said(&two_years(), &["diff", "2024", "2025"]);
    for line in [
        "年度：2024 → 2025",
        "项目.资金：10930 → 10936（+6，+0.05%）",
        "西甜瓜智能高效机械化移栽关键技术与装备研发：安排资金：84 → 90",
        "新增1个：",
        "没有了1个：",
        "培训从事技术创新服务人员数量（原来可能叫“培训技术服务人员数量”）",
        "实际完成值：30项 → 20项，完成率：166.67% → 111.11%",
        "－ 各级审计和财会监督中未发现{{ 年度 }}年度引导资金存在问题。",
        "＋ 各级审计和财会监督中没有发现问题。",
    ] {
        assert!(text.contains(line), "no {line} in {text}");
    }
}

#[test]
fn programs_read_the_difference_as_json() {
    let json: serde_json::Value =
        serde_json::from_str(&said(&two_years(), &["diff", "2024", "2025", "--json"])).unwrap();
    let projects = json["difference"]["projects"].as_array().unwrap();
    let of_kind = |what: &str| projects.iter().filter(|project| project["what"] == what).count();
    assert_eq!([of_kind("changed"), of_kind("added"), of_kind("removed")], [1, 1, 1]);
    assert_eq!(json["difference"]["texts"].as_array().unwrap().len(), 1);
}

#[test]
fn the_same_year_twice_is_no_difference_but_the_year() {
    let folder = YearFolder::example();
    folder.add_last_year();
    let text = said(&folder, &["diff", "2024", "2025"]);
    assert!(text.contains("数字（变了2个") && text.matches("没有变化").count() == 3, "{text}");
    let run = ziping(folder.root(), &["diff", "2023", "2025"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&run.stderr).contains("没有年度文件夹"));
}

#[test]
fn a_check_looks_at_the_year_before_where_there_is_one() {
    let findings = |folder: &YearFolder| -> Vec<(String, String)> {
        let found: Vec<serde_json::Value> = serde_json::from_str(&said(folder, &["check", "2025", "--json"])).unwrap();
        let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap().to_string();
        found.iter().map(|finding| (text(finding, "code"), text(finding, "message"))).collect()
    };
    assert!(findings(&YearFolder::example()).iter().all(|(code, _)| !code.starts_with("Z9")));
    let folder = two_years();
    let found = findings(&folder);
    let has = |code: &str, words: &str| found.iter().any(|(c, message)| c == code && message.contains(words));
    assert!(has("Z902", "安排的资金与上年不同") && has("Z903", "疑似同一指标改了名"), "{found:?}");
    // One that was carried over last year and is no more; its folder with a mistake.
    folder.set_cell(PROJECTS, "B40", "另一个很不一样的题目");
    let found = findings(&folder);
    assert!(found.iter().any(|(code, message)| code == "Z902" && message.contains("上年结转的1个项目")), "{found:?}");
    std::fs::remove_file(folder.root().join("input/2024/绩效指标.xlsx")).unwrap();
    let text = said(&folder, &["check", "2025"]);
    assert!(text.contains("未能核对 Z901") && text.contains("ziping check 2024"), "{text}");
}

#[test]
fn a_change_of_last_year_is_a_change_of_this_one() {
    let folder = YearFolder::example();
    folder.add_last_year();
    let build = || said(&folder, &["build", "2025"]);
    build();
    assert!(build().contains("没有变化"));
    let path = folder.root().join("input/2024/报告.yaml");
    std::fs::write(&path, std::fs::read_to_string(&path).unwrap() + "# 改过\n").unwrap();
    assert!(!build().contains("没有变化"));
}
