//! Layouts that somebody writes for another fund: what is wrong in them is told where it stands, what the YAML asks for is
//! printed or told, and a new folder begins with what they ask for.

use serde_json::Value;

use crate::common::parts::paragraphs;
use crate::fund_words::{Fund, SOIL, change};

fn found(fund: &Fund) -> Vec<Value> {
    fund.json(&["check", &format!("2025-{SOIL}")]).as_array().unwrap().clone()
}

/// The line of a layout file on which these words stand.
fn line_of(fund: &Fund, file: &str, words: &str) -> u64 {
    let text = std::fs::read_to_string(fund.layouts.join(SOIL).join(file)).unwrap();
    text.lines().position(|line| line.contains(words)).unwrap() as u64 + 1
}

/// A list that does not exist prints a table without its rows, and nobody would see it: it is an error like any other.
#[test]
fn mistakes_are_told_at_their_own_line_with_what_was_meant() {
    for (file, from, to, message, expected) in [
        ("自评表.yaml", "每个: 各指标", "每个: 各指标数", "“各指标数”不是清单", "各指标"),
        ("自评表.yaml", "{{ 资金.执行数 }}", "{{ 资金.执行额 }}", "“资金.执行额”没有对应", "{{ 资金.执行数 }}"),
        (
            "自评表.yaml",
            "{ 文: \"{{ 资金.预算数 }}\" }",
            "{ 文: \"{{ 资金.预算数 }}\", 跨列: 9 }",
            "跨出了表的右边",
            "",
        ),
        ("自评报告.md", "@表 资金安排情况表", "@表 资金安排况表", "没有名称为“资金安排况表”的表", "@表 资金安排情况表"),
        (
            "自评报告.md",
            "@附件说明 附件：{{ 资金名称 }}区域",
            "@附件续说明 附件：区域",
            "不认识“@附件续说明”",
            "@附件说明",
        ),
        ("自评报告.md", "各维度 %}\n### ", "各纬度 %}\n### ", "“各纬度”没有对应", "各维度"),
        ("自评报告.md", "@标识 {{ 附件标识 }}{% endif %}", "@标识 {{ 附件标识 }}", "后面没有写结束的标记", "后面有"),
    ] {
        let fund = Fund::soil();
        let own = fund.layouts.join(SOIL).join(file);
        change(&own, &[(from, to)]);
        let findings = found(&fund);
        let told: Vec<&Value> = findings.iter().filter(|f| f["message"].as_str().unwrap().contains(message)).collect();
        assert_eq!(told.len(), 1, "{message}: {findings:#?}");
        let place = &told[0]["locations"][0];
        let first = to.lines().next().unwrap();
        assert!(place["file"].as_str().unwrap().ends_with(file), "{told:#?}");
        // Of a row that is too wide, the line where it begins.
        let above = u64::from(message.starts_with("跨出"));
        assert_eq!(place["line"].as_u64(), Some(line_of(&fund, file, first) - above), "{told:#?}");
        assert!(told[0]["expected"].as_str().unwrap_or_default().contains(expected), "{told:#?}");
    }
    // All that 数据 lacks, at once.
    let fund = Fund::soil();
    let shown = "{{ 资金.预算数 }}{{ 数据.单位代码 }}{{ 数据.负责人 }}";
    change(&fund.layouts.join(SOIL).join("自评表.yaml"), &[("{{ 资金.预算数 }}", shown)]);
    let findings = found(&fund);
    let told: Vec<&Value> = findings.iter().filter(|found| found["code"] == "Z023").collect();
    assert!(
        matches!(told.as_slice(), [one] if one["hint"].as_str().unwrap().contains("“单位代码: …”“负责人: …”")),
        "{told:#?}"
    );
    // A list that there is nothing on is none the less a list.
    let fund = Fund::soil();
    change(&fund.layouts.join(SOIL).join("自评表.yaml"), &[("每个: 各指标", "每个: 各案例")]);
    assert!(found(&fund).iter().all(|finding| finding["code"] != "Z023"));
}

#[test]
fn a_form_without_its_table_is_no_file_to_be_stamped() {
    let fund = Fund::soil();
    change(&fund.layouts.join(SOIL).join("自评表.md"), &[("@表 区域绩效自评表", "自评表见附件。")]);
    let findings = found(&fund);
    assert!(findings.len() == 1 && findings[0]["message"].as_str().unwrap().contains("没有表"), "{findings:#?}");
}

const LETTER: &str = "  函:\n    发文字号: 示财函〔2026〕12号\n    主送机关: 财政部\n  图表: 有\n  说明: 无。";
const LETTER_TEXT: &str = "文字:\n  函:\n    正文: 现将绩效自评报告报上，请予审核。";

#[test]
fn letter_and_charts_are_printed_in_any_outline_or_told_to_be_left_out() {
    let asking = || {
        let fund = Fund::soil();
        change(&fund.year("2025").join("报告.yaml"), &[("  说明: 无。", LETTER)]);
        change(&fund.year("2025").join("文字.yaml"), &[("文字:", LETTER_TEXT)]);
        fund
    };
    let fund = asking();
    let label = format!("2025-{SOIL}");
    let run = fund.ziping(&[&label]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
    let output = fund.folder.root().join("output").join(&label);
    let files = std::fs::read_dir(output).unwrap().map(|entry| entry.unwrap().path());
    let report = files.into_iter().find(|path| path.to_string_lossy().ends_with("自评报告.docx")).unwrap();
    let report = paragraphs(&std::fs::read(report).unwrap()).join("\n");
    for words in ["绩效自评报告的函", "示财函〔2026〕12号", "现将绩效自评报告报上", "绩效指标完成率"]
    {
        assert!(report.contains(words), "{words}\n{report}");
    }
    let fund = asking();
    let outline = fund.layouts.join(SOIL).join("自评报告.md");
    let text = std::fs::read_to_string(&outline).unwrap();
    let (head, rest) = text.split_once("{% if 函 %}").unwrap();
    let (_, rest) = rest.split_once("{% endif %}\n{% if 附件标识 %}").unwrap();
    let (body, _) = rest.split_once("{% if 图表 %}").unwrap();
    let body = body.replace("{% if not 函 %}", "{% if true %}");
    std::fs::write(&outline, format!("{head}{{% if 附件标识 %}}{body}")).unwrap();
    let findings = found(&fund);
    let messages: Vec<&str> = findings.iter().map(|finding| finding["message"].as_str().unwrap()).collect();
    assert!(
        messages.len() == 2 && messages[0].contains("“函”") && messages[1].contains("“图表”"),
        "each is told once, its texts with it: {messages:#?}"
    );
}

#[test]
fn what_an_audit_calls_an_error_stops_the_own_report_too() {
    let fund = Fund::soil();
    let outline = fund.layouts.join(SOIL).join("自评报告.md");
    change(&outline, &[("附件：{{ 资金名称 }}区域绩效自评表", "附件：{{ 资金名称 }}绩效目标自评总表")]);
    let findings = found(&fund);
    assert!(findings.len() == 1 && findings[0]["code"] == "Z721", "{findings:#?}");
}

#[test]
fn layouts_that_are_not_there_are_the_only_thing_that_is_told() {
    let fund = Fund::soil();
    let choices = fund.layouts.join("式样.yaml");
    change(&choices, &[("式样: 土壤污染防治资金 }", "式样: 土壤污染治理 }")]);
    let findings = found(&fund);
    assert!(findings.len() == 1 && findings[0]["code"] == "Z024", "{findings:#?}");
    let text = std::fs::read_to_string(&choices).unwrap();
    let line = text.lines().position(|line| line.contains("土壤污染治理")).unwrap() as u64 + 1;
    assert_eq!(findings[0]["locations"][0]["line"].as_u64(), Some(line));
}

#[test]
fn texts_that_are_word_for_word_another_funds_sample_are_told() {
    let fund = Fund::soil();
    // Of the fund whose blank it is, they may well be true.
    assert!(found(&fund).iter().all(|finding| finding["code"] != "Z017"));
    let renamed = format!("资金名称: 农村厕所改造补助\n  式样: {SOIL}");
    change(&fund.year("2025").join("报告.yaml"), &[("资金名称: 土壤污染防治资金", &renamed)]);
    let findings = found(&fund);
    let told: Vec<&Value> = findings.iter().filter(|finding| finding["code"] == "Z017").collect();
    assert_eq!(told.len(), 1, "{findings:#?}");
    assert!(told[0]["actual"].as_str().unwrap().contains("资金管理情况.使用规范性"), "{told:#?}");
}

const MONEY: &str = "\
资金来源,年初预算数,全年预算数,全年执行数
年度资金总额,13800,13500,12900
中央财政资金,12800,12500,11900
地方资金,1000,1000,1000
";

/// A row that the table does not have is nothing in every column, and what the total states is printed and held against them.
#[test]
fn the_total_keeps_its_initial_budget_where_a_row_is_not_there() {
    let fund = Fund::soil();
    let money = fund.year("2025").join("资金执行.csv");
    let label = format!("2025-{SOIL}");
    let traced = |fund: &Fund| {
        let run = fund.ziping(&["trace", &label, "资金.年初预算数"]);
        String::from_utf8_lossy(&run.stdout).into_owned()
    };
    std::fs::write(&money, MONEY).unwrap();
    assert!(traced(&fund).contains("13800"), "{}", traced(&fund));
    std::fs::write(&money, MONEY.replace("13800", "13900")).unwrap();
    assert!(found(&fund).iter().any(|f| f["message"].as_str().unwrap().contains("年度资金总额的年初预算数")));
    // Stated for all alone.
    std::fs::write(&money, MONEY.replace("12800", "").replace("1000,1000,1000", ",1000,1000")).unwrap();
    assert!(traced(&fund).contains("13800"), "{}", traced(&fund));
}

#[test]
fn the_funds_own_money_is_never_nought_because_nobody_wrote_its_row() {
    let fund = Fund::soil();
    let money = fund.year("2025").join("资金执行.csv");
    let without = "资金来源,全年预算数,全年执行数\n年度资金总额,1400,1342\n地方资金,1000,1000\n其他资金,400,342\n";
    std::fs::write(&money, without).unwrap();
    let findings = found(&fund);
    let errors: Vec<&Value> = findings.iter().filter(|finding| finding["severity"] == "error").collect();
    assert_eq!(errors.len(), 1, "{findings:#?}");
    assert!(errors[0]["message"].as_str().unwrap().contains("没有“中央财政资金”一行"), "{errors:#?}");
    assert_eq!(errors[0]["actual"], "“地方资金”“其他资金”");
}

const GROUPED: &str = "\
序号,项目名称,实施单位,安排资金（万元）
总计,,,12500
（一）续建项目,,,7500
1,甲河源头防控项目,甲县生态环境局,7500
（二）新建项目,,,5000
2,乙县风险管控项目,乙县生态环境局,5000
";

#[test]
fn groups_without_directions_are_read_from_the_first_on() {
    let grouped = |directions: &str| {
        let fund = Fund::soil();
        let rules = format!("支持方向: {directions}\n  状态: [新建, 续建]\n  结转状态: [续建]");
        let own = fund.layouts.join(SOIL).join("资金.yaml");
        change(&own, &[("支持方向: 有", &rules), ("分组: 无", "分组: 有")]);
        // The common table has the rows of groups.
        std::fs::remove_file(fund.layouts.join(SOIL).join("资金安排情况表.yaml")).unwrap();
        std::fs::write(fund.year("2025").join("项目资金安排表.csv"), GROUPED).unwrap();
        let findings = found(&fund);
        findings.iter().map(|f| f["message"].as_str().unwrap().to_string()).collect::<Vec<_>>()
    };
    let told = grouped("无");
    assert!(told.iter().all(|message| !message.contains("哪一组") && !message.contains("分组")), "{told:#?}");
    // Where the fund has directions, that they are missing is all there is to say of the rows.
    let told = grouped("有");
    assert!(told.iter().any(|message| message.contains("没有支持方向的行（2个项目）")), "{told:#?}");
    assert!(told.iter().all(|message| !message.contains("哪一组")), "{told:#?}");
}

#[test]
fn a_new_folder_has_the_layouts_of_its_fund_and_what_they_ask_for() {
    let fund = Fund::soil();
    change(
        &fund.layouts.join("式样.yaml"),
        &[("资金: 公共文化服务补助资金, 式样: 目标完成提纲", "资金: 湿地保护资金, 式样: 土壤污染防治资金")],
    );
    let shown = |arguments: &[&str]| String::from_utf8_lossy(&fund.ziping(arguments).stdout).into_owned();
    let made = shown(&["init", "2026-湿地保护资金"]);
    assert!(made.contains("“土壤污染防治资金”式样"), "{made}");

    let own = fund.layouts.join("医保补助");
    std::fs::create_dir(&own).unwrap();
    let outline = "@标题 {{ 资金名称 }}绩效自评报告\n# 一、完成\n@文字 完成.情况\n@换页\n@表 区域绩效目标自评表\n";
    std::fs::write(own.join("自评报告.md"), outline).unwrap();
    std::fs::write(own.join("资金.yaml"), "分配表: 有\n项目表: { 项目清单: 无 }\n超额界线: 20\n").unwrap();
    let made = shown(&["init", "2025-城乡居民医保补助", "--style", "医保补助"]);
    assert!(made.contains("资金分配表.xlsx") && !made.contains("资金安排表.xlsx"), "{made}");
    let year = fund.folder.root().join("input/2025-城乡居民医保补助");
    let read = |name: &str| std::fs::read_to_string(year.join(name)).unwrap();
    let texts = read("文字.yaml");
    for asked in ["  完成:\n", "    情况: |", "  绩效目标:\n", "    自评目标: |"] {
        assert!(texts.contains(asked), "{asked}\n{texts}");
    }
    assert!(!texts.contains("报送情况") && read("报告.yaml").contains("  式样: 医保补助\n"));
    let findings = fund.json(&["check", "2025-城乡居民医保补助"]);
    let codes: Vec<&str> = findings.as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect();
    assert!(!codes.contains(&"Z021") && !codes.contains(&"Z022"), "no text too few or too many: {findings:#}");
    // A style that was copied is named by its own name.
    let shipped = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts");
    let (from, copied) = (shipped.join("目标完成提纲"), fund.layouts.join("抄来"));
    std::fs::create_dir(&copied).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        std::fs::copy(entry.path(), copied.join(entry.file_name())).unwrap();
    }
    let starter = std::fs::read_to_string(copied.join("新建别的资金.yaml")).unwrap();
    let named = starter.replacen("      资金简称:", "      式样: 目标完成提纲\n      资金简称:", 1);
    std::fs::write(copied.join("新建别的资金.yaml"), named).unwrap();
    shown(&["init", "2025-甲资金", "--style", "抄来"]);
    let made = std::fs::read_to_string(fund.folder.root().join("input/2025-甲资金/报告.yaml")).unwrap();
    assert!(made.contains("  式样: 抄来\n") && made.matches("式样:").count() == 1, "{made}");
    // Nothing of the common fund stands for those who name none.
    let run = fund.ziping(&["init", "2026", "--style", "医保补助"]);
    assert!(!run.status.success() && !fund.folder.root().join("input/2026").exists(), "{run:?}");
}
