//! Another fund, made by files only: its own outline, form, 一级指标 and project table; and several funds of a year.

use std::path::{Path, PathBuf};

use crate::common::parts::{paragraphs, part};
use crate::support::{YearFolder, ziping};

const SOIL: &str = "2025-土壤污染防治资金";

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/funds/input").join(SOIL)
}

/// `input` with the science fund in 2025 and the other one beside it.
fn both() -> YearFolder {
    let folder = YearFolder::example();
    let soil = folder.root().join("input").join(SOIL);
    std::fs::create_dir_all(&soil).unwrap();
    for entry in std::fs::read_dir(source()).unwrap().map(Result::unwrap) {
        std::fs::copy(entry.path(), soil.join(entry.file_name())).unwrap();
    }
    folder
}

fn text(path: &Path) -> String {
    paragraphs(&std::fs::read(path).unwrap()).join("\n")
}

fn findings(folder: &YearFolder, year: &str) -> Vec<serde_json::Value> {
    let run = ziping(folder.root(), &["check", year, "--json"]);
    serde_json::from_slice(&run.stdout).unwrap()
}

#[test]
fn the_other_fund_has_its_outline_and_the_form_with_seven_rows() {
    let folder = both();
    assert_eq!(findings(&folder, SOIL), [] as [serde_json::Value; 0]);
    let run = ziping(folder.root(), &[]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let output = folder.root().join("output").join(SOIL);
    let names: Vec<String> = std::fs::read_dir(&output)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    for ending in ["自评报告.docx", "自评报告.pdf", "自评表.docx", "自评表.pdf", "核对清单.xlsx", "manifest.json"]
    {
        assert_eq!(names.iter().filter(|name| name.ends_with(ending)).count(), 1, "{ending} in {names:?}");
    }
    let file = |ending: &str| output.join(names.iter().find(|name| name.ends_with(ending)).unwrap());
    let report = text(&file("自评报告.docx"));
    for words in [
        "二、绩效情况分析",
        "（二）资金管理情况分析",
        "7.支出责任履行情况。",
        "存在问题和改进措施：个别项目进度偏慢。",
        "1.成本指标完成情况分析。",
        "自评得分为99.41分，其中：预算执行9.53分、成本指标20分、产出指标39.88分、效益指标20分、满意度指标10分",
        "土壤污染源头防控项目3个、4300万元",
    ] {
        assert!(report.contains(words), "{words}\n{report}");
    }
    for foreign in ["科技", "引导资金", "结转项目", "后补助"] {
        assert!(!report.contains(foreign), "{foreign} is the other fund's");
    }
    let form = text(&file("自评表.docx"));
    for row in
        ["分配科学性", "下达及时性", "拨付合规性", "使用规范性", "执行准确性", "预算绩效管理情况", "支出责任履行情况"]
    {
        assert!(form.contains(row), "{row}");
    }
    assert!(form.contains("资金使用单位") && form.contains("95.27%"), "{form}");
    // The science fund beside it is what it was.
    assert!(text(&folder.output("自评报告.docx")).contains("三、绩效目标完成情况分析"));
}

#[test]
fn a_year_without_a_folder_of_its_own_is_all_its_funds() {
    let folder = both();
    std::fs::rename(folder.path(), folder.root().join("input/2025-科技")).unwrap();
    let run = ziping(folder.root(), &["check", "2025"]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let run = ziping(folder.root(), &["check", "202"]);
    assert_eq!(run.status.code(), Some(2));
}

#[test]
fn layouts_that_do_not_exist_are_an_error_that_lists_what_there_is() {
    let folder = both();
    folder.replace("报告.yaml", "  资金简称", "  式样: 土壤污染治理资金\n  资金简称");
    let findings = findings(&folder, "2025");
    let finding = findings.iter().find(|finding| finding["code"] == "Z024").unwrap();
    assert_eq!(
        (finding["severity"].as_str(), finding["expected"].as_str()),
        (Some("error"), Some("土壤污染防治资金、目标完成提纲、综合评价提纲、通用"))
    );
    assert!(finding["hint"].as_str().unwrap().contains("是不是“土壤污染防治资金”"));

    let folder = both();
    folder.replace("报告.yaml", "资金名称: 中央引导地方科技发展资金", "资金名称: 中央引导地方科技发展基金");
    let findings: Vec<_> = self::findings(&folder, "2025").into_iter().filter(|f| f["code"] == "Z024").collect();
    assert_eq!(findings[0]["severity"], "info", "a fund that nobody decided on is said");
}

#[test]
fn the_project_table_must_have_what_its_fund_asks_for() {
    let folder = both();
    // The other fund's rules on the science fund's table: 成本指标 is missing, groups and modes are simply more.
    folder.replace("报告.yaml", "  资金简称", "  式样: 土壤污染防治资金\n  资金简称");
    let codes: Vec<String> =
        findings(&folder, "2025").iter().map(|f| f["code"].as_str().unwrap().to_string()).collect();
    assert!(codes.contains(&"Z201".to_string()), "{codes:?}");
    let soil = folder.root().join("input").join(SOIL).join("报告.yaml");
    let text = std::fs::read_to_string(&soil).unwrap();
    std::fs::write(&soil, text.replace("  资金简称", "  式样: 通用\n  资金简称")).unwrap();
    let findings = findings(&folder, SOIL);
    let says =
        |words: &str| findings.iter().any(|f| f["code"] == "Z121" && f["message"].as_str().unwrap().contains(words));
    assert!(says("项目不在任何分组里（9个项目）") && says("没有支持方式一栏"), "{findings:#?}");
}

#[test]
fn no_code_names_a_fund() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let choices = std::fs::read_to_string(root.join("layouts/式样.yaml")).unwrap();
    let funds: Vec<&str> =
        choices.lines().filter_map(|line| line.strip_prefix("- { 资金: ")?.split(',').next()).collect();
    assert_eq!(funds.len(), 4);
    for entry in walkdir::WalkDir::new(root.join("src")).into_iter().map(Result::unwrap) {
        if entry.path().extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            for line in lines {
                assert!(!funds.iter().any(|fund| line.contains(fund)), "{}: {line}", entry.path().display());
            }
        }
    }
}

/// The first command makes reports of three kinds.
#[test]
fn the_years_that_ship_have_outlines_and_forms_of_three_kinds() {
    let folder = YearFolder::example();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    let years = ["2024-公共文化服务补助资金", "2024-中小企业发展专项资金"];
    for year in years {
        let own = folder.root().join("input").join(year);
        std::fs::create_dir_all(&own).unwrap();
        for entry in std::fs::read_dir(shipped.join(year)).unwrap().map(Result::unwrap) {
            std::fs::copy(entry.path(), own.join(entry.file_name())).unwrap();
        }
        assert_eq!(findings(&folder, year), [] as [serde_json::Value; 0]);
    }
    let run = ziping(folder.root(), &[]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let file = |year: &str, ending: &str| {
        let entries = std::fs::read_dir(folder.root().join("output").join(year)).unwrap();
        entries.map(|entry| entry.unwrap().path()).find(|path| path.to_string_lossy().ends_with(ending)).unwrap()
    };
    let culture = text(&file(years[0], "绩效自评报告.docx"));
    for words in [
        "二、绩效目标完成情况分析",
        "中央财政资金4200万元，省级资金800万元，市县资金550万元",
        "中央财政资金执行3990万元，执行率95%",
        "转移支付区域（项目）",
    ] {
        assert!(culture.contains(words), "{words}\n{culture}");
    }
    let business = text(&file(years[1], "绩效自评报告.docx"));
    for words in ["二、综合评价结论", "（一）资金概况", "自评结果为“优秀”", "18900000", "总分", "（50分）"]
    {
        assert!(business.contains(words), "{words}\n{business}");
    }
    for foreign in ["中央", "引导资金", "科技", "结转", "后补助"] {
        assert!(!business.contains(foreign), "{foreign} is the other fund's");
    }
    // The form's grid, its numbers as numbers.
    let grid = std::fs::read(file(years[1], "项目支出绩效自评表.xlsx")).unwrap();
    let sheet = part(&grid, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<v>18900000</v>") && sheet.contains("<mergeCell "), "{sheet}");
    assert!(part(&grid, "xl/sharedStrings.xml").contains("年度\n总体\n目标"));
}
