//! Rows of the indicator table as offices write them: numbered levels, what the place has not, days, units with another power
//! of ten, weights.

use crate::support::{YearFolder, standards};
use ziping::base::finding::{Finding, Severity};
use ziping::judge::{Case, judge};
use ziping::model::fund_rules::FundRules;
use ziping::model::report::Report;
use ziping::reading::{Recognition, read_year};

/// The example with a table of these rows: 一级指标,二级指标,三级指标,指标值,全年实际完成值,未完成原因和改进措施,分值.
fn read(rows: &str) -> (Report, Vec<Finding>) {
    let folder = YearFolder::example();
    folder.remove("绩效指标.xlsx");
    let heads = "一级指标,二级指标,三级指标,指标值,全年实际完成值,未完成原因和改进措施,分值\n";
    folder.write("指标.csv", format!("{heads}{rows}").as_bytes());
    let recognition = Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
    let reading = read_year(&folder.path(), "2025", &recognition, &|_| FundRules::default());
    let report = reading.report.unwrap_or_else(|| panic!("{:#?}", reading.findings));
    let mut findings = reading.findings;
    findings.extend(judge(&Case::of_report(&report), &standards()).findings);
    (report, findings)
}

/// Name, target, result, 完成率 and 分值 of each row.
fn rows(report: &Report) -> Vec<[String; 5]> {
    let shown = |text: Option<String>| text.unwrap_or_default();
    let rows = report.indicators().map(|row| {
        [
            row.name.value.clone(),
            row.target.value.to_string(),
            row.actual.value.to_string(),
            shown(row.completion().map(|rate| rate.to_string())),
            shown(report.scoring.weights.get(&row.name.value).map(|weight| weight.value.to_string())),
        ]
    });
    rows.collect()
}

#[track_caller]
fn is_read(row: &str, wanted: [&str; 5]) {
    let (report, findings) = read(&format!("{row}\n"));
    assert_eq!(rows(&report), [wanted.map(str::to_string)], "{findings:#?}");
}

#[track_caller]
fn is_told(row: &str, words: &str, told: bool) {
    let (_, findings) = read(&format!("{row}\n"));
    assert_eq!(findings.iter().any(|finding| finding.message.contains(words)), told, "{row}: {findings:#?}");
}

#[test]
fn a_blank_label_is_that_above_of_the_same_level_1() {
    let table =
        "产出指标,数量指标,改造面积,20亩,21亩,,5\n产出指标,,新建面积,2亩,2亩,,5\n产出指标,质量指标,合格率,90%,95%,,5\n";
    let (report, findings) = read(table);
    let categories: Vec<&str> = report.indicators().map(|row| row.category.value.as_str()).collect();
    assert_eq!(categories, ["数量指标", "数量指标", "质量指标"], "{findings:#?}");
    // Of another level it is blank.
    let (_, findings) = read(&format!("{table}效益指标,,收入,2元,2元,,5\n"));
    assert!(findings.iter().any(|found| found.code == "Z009" && found.message.contains("二级指标")), "{findings:#?}");
}

#[test]
fn levels_may_be_numbered_in_any_way() {
    for row in [
        "1.产出指标,1.1 数量指标,1.1.1 改造面积,≥20亩,21亩,,5",
        "一、产出指标,（一）数量指标,1.改造面积,≥20亩,21亩,,5",
        "产出指标,数量指标,改造面积,≥20亩,21亩,,5",
    ] {
        is_read(row, ["改造面积", "≥20亩", "21亩", "105%", "5"]);
        is_told(row, "不在规定的一级指标里", false);
        is_told(row, "指标表里没有产出指标", false);
    }
    is_read("产出指标,数量指标,1.5万吨改造线,≥20条,21条,,5", ["1.5万吨改造线", "≥20条", "21条", "105%", "5"]);
    is_told("1.其他指标,1.1 数量指标,改造面积,≥20亩,21亩,,5", "不在规定的一级指标里", true);
}

#[test]
fn what_the_place_has_not_is_no_indicator_of_it() {
    let kept = "产出指标,数量指标,改造面积,≥20亩,21亩,,5";
    for nothing in ["不适用,不适用", "不适用,", "—,不涉及"] {
        let (report, _) = read(&format!("{kept}\n产出指标,数量指标,境外资金,{nothing},,\n"));
        assert_eq!(report.indicators.len(), 1, "{nothing}");
    }
    let (report, _) = read(&format!("{kept}\n产出指标,数量指标,境外资金,≥5万元,不适用,,\n"));
    assert_eq!(report.indicators.len(), 2, "it was asked for");
}

#[test]
fn days_are_compared() {
    let row = |wanted: &str, reached: &str| format!("产出指标,时效指标,完工时间,{wanted},{reached},,5");
    is_read(&row("2025年11月底前", "2025年10月28日"), ["完工时间", "2025年11月底前", "2025年10月28日", "100%", "5"]);
    is_told(&row("2025年11月底前", "2025年10月28日"), "完工时间", false);
    is_told(&row("2025年11月30日前", "2025年12月20日"), "没有按期完成", true);
    is_told(&row("2025年11月30日前", "已完成"), "没有按期完成", false);
    is_told(&row("2025年11月30日前", "已完成"), "没有写明完成率", true);
    is_read(&row("10月31日前", "10月18日"), ["完工时间", "10月31日前", "10月18日", "100%", "5"]);
    is_told(&row("10月31日前", "11月18日"), "没有按期完成", true);
}

#[test]
fn the_same_unit_with_another_power_of_ten_is_converted() {
    let row = |wanted: &str, reached: &str| format!("产出指标,数量指标,受益人口,{wanted},{reached},,5");
    is_read(&row("≥12000人", "1.25万人"), ["受益人口", "≥12000人", "1.25万人", "104.17%", "5"]);
    is_read(&row("≥1.2公里", "1300米"), ["受益人口", "≥1.2公里", "1300米", "108.33%", "5"]);
    is_told(&row("≥12000人", "1.25万人"), "单位不同", false);
    is_told(&row("≥12000人", "1.25万人次"), "单位不同", true);
    is_read(&row("≥420件（套）", "425件(套)"), ["受益人口", "≥420件（套）", "425件（套）", "101.19%", "5"]);
    is_told(&row("≥420件（套）", "425件(套)"), "两种读法", false);
    is_told(&row("≥420件（套）", "425件"), "单位不同", true);
}

#[test]
fn results_may_say_that_they_are_results() {
    let row = |reached: &str| format!("产出指标,数量指标,改造面积,≥20亩,{reached},,5");
    for reached in ["已完成21亩", "实际完成21亩", "共21亩"] {
        is_read(&row(reached), ["改造面积", "≥20亩", "21亩", "105%", "5"]);
        is_told(&row(reached), "实际完成值却不是", false);
    }
    is_read(&row("约21亩"), ["改造面积", "≥20亩", "21亩", "105%", "5"]);
    is_told(&row("约21亩"), "两种读法", true);
    is_told(&row("未完成21亩"), "实际完成值却不是", true);
}

#[test]
fn weights_may_be_shares_or_stand_behind_the_name() {
    let row = |name: &str, weight: &str| format!("产出指标,数量指标,{name},≥20亩,21亩,,{weight}");
    is_read(&row("改造面积", "25%"), ["改造面积", "≥20亩", "21亩", "105%", "25"]);
    is_read(&row("改造面积（10分）", ""), ["改造面积", "≥20亩", "21亩", "105%", "10"]);
    is_read(&row("改造面积（亩）", "4"), ["改造面积（亩）", "≥20亩", "21亩", "105%", "4"]);
    is_told(&row("改造面积", "二十五"), "分值读不出来", true);
    // 50÷84 as Excel keeps it.
    let (report, findings) = read(&format!("{}\n", row("改造面积", "0.595238095238095")));
    assert_eq!(rows(&report)[0][4], "0.6", "{findings:#?}");
    assert!(!findings.iter().any(|finding| finding.message.contains("分值读不出来")));
}

#[test]
fn the_same_change_is_compared_by_its_number() {
    let row = |wanted: &str, reached: &str| format!("效益指标,经济效益指标,零售额增速,{wanted},{reached},,5");
    is_read(&row("增长10%以上", "增长12.6%"), ["零售额增速", "增长10%以上", "增长12.6%", "126%", "5"]);
    is_read(&row("同比增长≥5%", "较上年增长6.2%"), ["零售额增速", "同比增长≥5%", "较上年增长6.2%", "124%", "5"]);
    is_told(&row("增长10%以上", "下降12.6%"), "没有写明完成率", true);
}

#[test]
fn a_cost_without_a_sign_is_not_to_be_exceeded() {
    let row = |kind: &str, wanted: &str, reached: &str| format!("产出指标,{kind},补助标准,{wanted},{reached},,5");
    is_read(&row("成本指标", "5000元/户", "4860元/户"), ["补助标准", "≤5000元/户", "4860元/户", "102.88%", "5"]);
    is_told(&row("成本指标", "5000元/户", "4860元/户"), "两种读法", true);
    is_told(&row("成本指标", "5000元/户", "5000元/户"), "两种读法", false);
    is_told(&row("成本指标", "=5000元/户", "4860元/户"), "没有完成", true);
    is_told(&row("数量指标", "5000户", "4860户"), "没有完成", true);
}

#[test]
fn a_remark_behind_a_number_is_asked_about() {
    let row = |reached: &str| format!("效益指标,经济效益指标,改造率,≥98%,{reached},,5");
    is_read(&row("98.0%（抽查50户）"), ["改造率", "≥98%", "98%", "100%", "5"]);
    is_told(&row("98.0%（抽查50户）"), "两种读法", true);
    is_told(&row("待验收（6月）"), "实际完成值却不是", true);
}

#[test]
fn levels_may_be_written_without_their_last_word() {
    let (report, findings) = read("产出,数量,改造面积,≥20亩,21亩,,5\n");
    let row = report.indicators().next().unwrap();
    assert_eq!((row.dimension.value.name(), row.category.value.as_str()), ("产出指标", "数量指标"));
    assert!(!findings.iter().any(|found| found.message.contains("不在规定的一级指标里")));
    is_told("成效,数量,改造面积,≥20亩,21亩,,5", "不在规定的一级指标里", true);
}

#[test]
fn what_words_reached_is_said_in_words_or_by_the_points() {
    let points = |target: &str, reached: &str, points: &str| {
        let folder = YearFolder::example();
        folder.remove("绩效指标.xlsx");
        let heads = "一级指标,二级指标,三级指标,指标值,全年实际完成值,未完成原因和改进措施,分值,得分";
        let rows = format!("{heads}\n效益指标,社会效益指标,保障机制,{target},{reached},,10,{points}\n");
        folder.write("指标.csv", rows.as_bytes());
        let recognition = Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
        let reading = read_year(&folder.path(), "2025", &recognition, &|_| FundRules::default());
        let report = reading.report.unwrap_or_else(|| panic!("{:#?}", reading.findings));
        report.indicators().next().unwrap().completion().map(|rate| rate.to_string())
    };
    assert_eq!(points("健全", "健全", "10").as_deref(), Some("100%"));
    assert_eq!(points("健全", "健全", "9").as_deref(), Some("90%"), "the office gave less");
    assert_eq!(points("效果明显", "达成预期指标", "").as_deref(), Some("100%"));
    assert_eq!(points("效果明显", "部分达成预期指标并具有一定效果", "7").as_deref(), Some("70%"));
    assert_eq!(points("效果明显", "部分达成预期指标并具有一定效果", ""), None);
}

#[test]
fn what_is_reached_of_words_may_have_digits() {
    let row = |target: &str, reached: &str| format!("产出指标,成本指标,补助标准,{target},{reached},,5");
    is_told(&row("不低于上年", "高于上年5.2%"), "实际完成值读不出来", false);
    is_told(&row("机制健全", "出台制度3项并印发"), "实际完成值读不出来", false);
    is_told(&row("≥42项", "40 42项"), "实际完成值读不出来", true);
}

#[test]
fn less_than_one_of_a_hundred_is_so_beside_others_of_95() {
    let heads = "一级指标,二级指标,三级指标,指标值,计量单位,全年实际完成值,未完成原因和改进措施,分值\n";
    let read = |rows: &str| {
        let folder = YearFolder::example();
        folder.remove("绩效指标.xlsx");
        folder.write("指标.csv", format!("{heads}{rows}").as_bytes());
        let recognition = Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
        read_year(&folder.path(), "2025", &recognition, &|_| FundRules::default())
    };
    let others = "产出指标,质量指标,合格率,≥95,%,98,,5\n";
    let reading = read(&format!("{others}效益指标,社会效益指标,大班额比例,≤1,%,0.8,,5\n"));
    let report = reading.report.unwrap();
    assert_eq!(rows(&report)[1][1..3], ["≤1%", "0.8%"]);
    assert!(reading.findings.iter().all(|found| found.severity == Severity::Warning), "{:#?}", reading.findings);
    // At least 0.9 may be 90% of a clerk who writes shares here, and without others nobody knows.
    for rows in
        [format!("{others}产出指标,质量指标,完好率,≥0.9,%,0.95,,5\n"), "产出指标,质量指标,坏账率,≤1,%,0.8,,5\n".into()]
    {
        let findings = read(&rows).findings;
        let asked = findings.iter().filter(|found| found.code == "Z014" && found.severity == Severity::Error);
        assert_eq!(asked.count(), 2, "{findings:#?}");
    }
}

#[test]
fn a_column_of_yes_and_no_is_no_result() {
    let folder = YearFolder::example();
    folder.remove("绩效指标.xlsx");
    let table = "一级指标,二级指标,三级指标,目标,完成,是否完成,备注\n产出指标,数量指标,改造面积,20亩,18亩,否,汛期停工。下一步赶工。\n";
    folder.write("指标.csv", table.as_bytes());
    let recognition = Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
    let reading = read_year(&folder.path(), "2025", &recognition, &|_| FundRules::default());
    let report = reading.report.unwrap();
    assert_eq!(rows(&report)[0][2], "18亩");
    assert!(report.indicators().all(|row| row.explanation.is_known()));
    assert!(reading.findings.iter().all(|found| !found.message.contains("实际完成值")), "{:#?}", reading.findings);
}
