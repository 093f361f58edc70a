//! `--sarif`: results with their rules, files and cells.

use crate::support::{YearFolder, ziping};

fn sarif(arguments: &[&str], change: impl Fn(&YearFolder)) -> serde_json::Value {
    let folder = YearFolder::example();
    change(&folder);
    let run = ziping(folder.root(), arguments);
    serde_json::from_slice(&run.stdout).unwrap()
}

#[test]
fn a_result_names_its_rule_and_its_cell() {
    let log = sarif(&["check", "--sarif"], |folder| folder.set_number("资金安排表.xlsx", "D8", "85"));
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let result = run["results"].as_array().unwrap().iter().find(|result| result["ruleId"] == "Z101").unwrap();
    assert_eq!(result["level"], "error");
    let place = &result["locations"][0];
    let uri = place["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
    assert_eq!(uri, "2025/%E8%B5%84%E9%87%91%E5%AE%89%E6%8E%92%E8%A1%A8.xlsx");
    assert!(place["logicalLocations"][0]["fullyQualifiedName"].as_str().unwrap().contains("!D"), "{place}");
    let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
    assert_eq!(rule["id"], "Z101");
    assert!(rule["help"]["markdown"].as_str().unwrap().starts_with("## 查什么"));
}

#[test]
fn lines_of_yaml_are_regions_and_unusable_files_are_results() {
    let log = sarif(&["check", "--sarif"], |folder| folder.replace("文字.yaml", "{{ 项目.数量 }}", "{{ 项目.数目 }}"));
    let results = log["runs"][0]["results"].as_array().unwrap();
    let result = results.iter().find(|result| result["ruleId"] == "Z020").unwrap();
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 7);
    let log = sarif(&["audit", "没有.docx", "--sarif"], |_| {});
    assert_eq!(log["runs"][0]["results"][0]["ruleId"], "Z011");
}
