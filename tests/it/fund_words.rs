//! A fund whose words are all its own: rows of money, levels, grades, statuses, ways of support, 一级指标; and the second
//! fund's own rules wherever a year is read.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::common::parts::paragraphs;
use crate::support::{YearFolder, ziping_with};

pub const SOIL: &str = "土壤污染防治资金";
const WATER: &str = "水利发展资金";

const RULES: &str = "\
资金行: [中央补助, 省级资金, 市县资金, 其他资金]
下达层级: [省级, 市级]
预算执行: 10
一级指标:
  - { 名称: 成本指标, 分值: 20 }
  - { 名称: 产出指标, 分值: 40 }
  - { 名称: 效益指标, 分值: 14 }
  - { 名称: 可持续影响指标, 分值: 6 }
  - { 名称: 满意度指标, 分值: 10 }
等级:
  - { 名称: 优秀, 从: 95 }
  - { 名称: 合格, 从: 70 }
  - { 名称: 不合格, 从: 0 }
项目表:
  单位栏: 实施单位
  状态: [新建, 续建]
  结转状态: [续建]
  方式: [直接投资, 贷款贴息, 先建后补]
  后补助方式: [先建后补]
资金管理情况: [分配科学性, 下达及时性, 拨付合规性, 使用规范性, 执行准确性, 预算绩效管理情况, 支出责任履行情况]
";

const MONEY: &str = "\
资金来源,全年预算数（A）,全年执行数（B）
年度资金总额：,13900,13242
其中：中央补助,12500,11900
省级资金,600,600
市县资金,400,400
其他资金,400,342
";

const PROJECTS: &str = "\
序号,项目名称,实施单位,安排资金（万元）,支持方式,自评等级
合计,,,12500,,
一、水源工程,,,4300,,
（一）续建项目,,,1800,,
1,金川县水库除险加固项目,金川县水利局,1800,直接投资,优秀
（二）新建项目,,,2500,,
2,东湖市应急水源项目,东湖市水利局,1500,贷款贴息,合格
3,临江口县引水工程项目,临江口县水利局,1000,直接投资,优秀
二、灌区改造,,,8200,,
（一）续建项目,,,5400,,
4,金川县灌区配套改造项目,金川县水利局,3500,直接投资,优秀
5,云岭市灌区节水改造项目,云岭市水利局,1900,先建后补,不合格
（二）新建项目,,,2800,,
6,高新区灌区计量设施项目,高新区农业农村局,2800,直接投资,优秀
7,清水河县高效节水灌溉项目,清水河县水利局,0,先建后补,优秀
";

const COUNTED: &str = "\
支持新建项目{{ 项目.新建 }}个、续建项目{{ 项目.续建 }}个，其中新建先建后补项目{{ 项目.新建先建后补 }}个。\
评价结果为“优秀”的项目{{ 评价.优秀 }}个、“合格”的项目{{ 评价.合格 }}个、“不合格”的项目{{ 评价.不合格 }}个。\
累计执行市县资金{{ 资金.市县资金.执行数 }}万元。";

/// The years of one fund, with layouts beside them that a test writes.
pub struct Fund {
    pub folder: YearFolder,
    pub layouts: PathBuf,
    name: &'static str,
}

impl Fund {
    /// The second fund as it ships.
    pub fn soil() -> Fund {
        let folder = YearFolder::example();
        let fund = Fund { layouts: folder.root().join("layouts"), folder, name: SOIL };
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        copy(&root.join("layouts"), &fund.layouts);
        copy(&root.join("layouts").join(SOIL), &fund.layouts.join(SOIL));
        copy(&root.join("tests/funds/input").join(format!("2025-{SOIL}")), &fund.year("2025"));
        fund
    }

    /// Made of the second one by a new user: its own names in its own folder.
    fn water() -> Fund {
        let fund = Fund { name: WATER, ..Fund::soil() };
        std::fs::rename(fund.folder.root().join(format!("input/2025-{SOIL}")), fund.year("2025")).unwrap();
        let own = fund.layouts.join(WATER);
        copy(&fund.layouts.join(SOIL), &own);
        // The common table has the rows of groups.
        std::fs::remove_file(own.join("资金安排情况表.yaml")).unwrap();
        std::fs::remove_file(own.join("新建.yaml")).unwrap();
        std::fs::write(own.join("资金.yaml"), RULES).unwrap();
        std::fs::write(fund.layouts.join("式样.yaml"), format!("- {{ 资金: {WATER}, 式样: {WATER} }}\n")).unwrap();
        let input = fund.year("2025");
        std::fs::write(input.join("资金执行.csv"), MONEY).unwrap();
        std::fs::write(input.join("项目资金安排表.csv"), PROJECTS).unwrap();
        change(&input.join("下达文件.csv"), &[("省级,", "市级,"), ("中央,", "省级,"), (SOIL, WATER)]);
        change(
            &input.join("绩效指标.csv"),
            &[(",可持续影响指标,长效管护机制", "可持续影响指标,可持续影响指标,长效管护机制")],
        );
        change(&input.join("报告.yaml"), &[(SOIL, WATER), ("资金简称: 防治资金", "资金简称: 水利资金")]);
        change(&input.join("文字.yaml"), &[("防治资金存在问题。", &format!("水利资金存在问题。{COUNTED}"))]);
        fund
    }

    pub fn year(&self, year: &str) -> PathBuf {
        self.folder.root().join(format!("input/{year}-{}", self.name))
    }

    pub fn ziping(&self, arguments: &[&str]) -> std::process::Output {
        ziping_with(&self.layouts, self.folder.root(), arguments)
    }

    pub fn json(&self, arguments: &[&str]) -> Value {
        let run = self.ziping(&[arguments, &["--json"]].concat());
        let shown = || {
            format!("{arguments:?}\n{}", String::from_utf8_lossy(&[run.stdout.clone(), run.stderr.clone()].concat()))
        };
        serde_json::from_slice(&run.stdout).unwrap_or_else(|_| panic!("{}", shown()))
    }

    fn findings(&self) -> Vec<String> {
        let label = format!("2025-{}", self.name);
        let found = self.json(&["check", &label]);
        let shown = |finding: &Value| {
            format!("{} {} {}", finding["severity"], finding["code"], finding["message"]).replace('"', "")
        };
        found.as_array().unwrap().iter().map(shown).collect()
    }

    /// Of a figure what `trace` says.
    fn trace(&self, name: &str) -> String {
        let run = self.ziping(&["trace", &format!("2025-{}", self.name), name]);
        String::from_utf8(run.stdout).unwrap()
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    let files = std::fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    for file in files {
        std::fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
    }
}

#[track_caller]
pub fn change(path: &Path, pairs: &[(&str, &str)]) {
    let mut text = std::fs::read_to_string(path).unwrap();
    for (from, to) in pairs {
        assert!(text.contains(from), "{from} is not in {}", path.display());
        text = text.replace(from, to);
    }
    std::fs::write(path, text).unwrap();
}

#[test]
fn a_fund_with_words_of_its_own_is_built_and_audited() {
    let fund = Fund::water();
    assert_eq!(fund.findings(), [""; 0]);
    let run = fund.ziping(&[&format!("2025-{WATER}")]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let output = fund.folder.root().join(format!("output/2025-{WATER}"));
    let files: Vec<PathBuf> = std::fs::read_dir(output).unwrap().map(|entry| entry.unwrap().path()).collect();
    let file = |ending: &str| files.iter().find(|path| path.to_string_lossy().ends_with(ending)).unwrap();
    let text = |ending: &str| paragraphs(&std::fs::read(file(ending)).unwrap()).join("\n");
    let report = text("自评报告.docx");
    for words in [
        "中央补助12500万元，省级资金600万元，市县资金400万元，其他资金400万元",
        "新建项目4个、续建项目3个，其中新建先建后补项目1个",
        "“优秀”的项目5个、“合格”的项目1个、“不合格”的项目1个",
        "累计执行市县资金400万元",
        "（二）新建项目",
        "可持续影响指标完成情况分析。",
        "效益指标14分、可持续影响指标6分、满意度指标10分，自评结果为“优秀”",
    ] {
        assert!(report.contains(words), "{words}\n{report}");
    }
    let form = text("自评表.docx");
    for words in ["其中：中央补助", "省级资金", "市县资金", "95.27%"] {
        assert!(form.contains(words), "{words}\n{form}");
    }
    // Its words are those of its fund: rows of money (Z706), parts and grades (Z707), counts (Z702, Z713).
    let audit = fund.json(&["audit", file("自评报告.docx").to_str().unwrap()]);
    let codes: Vec<&str> = audit.as_array().unwrap().iter().filter_map(|finding| finding["code"].as_str()).collect();
    assert!(["Z702", "Z706", "Z707", "Z713"].iter().all(|code| !codes.contains(code)), "{audit:#}");
    assert!(fund.trace("得分.等级").contains("95分以上优秀，70分以上合格，其余不合格"));
    assert!(fund.trace("资金.预算数").contains("中央补助＋省级资金＋市县资金＋其他资金"));
    assert!(fund.trace("下达合计.市级").contains("12500"));
}

#[test]
fn what_is_wrong_is_said_in_the_words_of_the_fund() {
    let fund = Fund::water();
    let input = fund.year("2025");
    change(
        &input.join("资金执行.csv"),
        &[("其中：中央补助,12500,11900", "其中：中央补助,12500,12600"), ("13242", "13942")],
    );
    let says = |words: &str| {
        let findings = fund.findings();
        assert!(findings.iter().any(|finding| finding.contains(words)), "{words}\n{findings:#?}");
    };
    says("error Z102 中央补助的执行数大于预算数");
    change(&input.join("资金执行.csv"), &[("12600", "11900"), ("13942", "13242"), ("市县资金,", "县区资金,")]);
    says("资金执行表的“市县资金”一行没有填");
    change(&input.join("资金执行.csv"), &[("县区资金,", "市县资金,")]);

    let expected = |code: &str| -> String {
        let found = fund.json(&["check", &format!("2025-{WATER}")]);
        let of_code: Vec<&Value> = found.as_array().unwrap().iter().filter(|finding| finding["code"] == code).collect();
        of_code.iter().map(|finding| finding["expected"].as_str().unwrap_or_default()).collect::<Vec<_>>().join("；")
    };
    let projects = input.join("项目资金安排表.csv");
    change(&projects, &[("直接投资,优秀\n（二）", "直接投资,优\n（二）")]);
    assert!(expected("Z004").contains("优秀、合格、不合格"), "{}", expected("Z004"));
    change(&projects, &[("直接投资,优\n（二）", "以奖代补,优秀\n（二）")]);
    assert!(expected("Z004").contains("直接投资、贷款贴息、先建后补"), "{}", expected("Z004"));
    change(&projects, &[("以奖代补,优秀\n（二）", "直接投资,优秀\n（二）"), ("（二）新建项目", "（二）扩建项目")]);
    assert!(expected("Z004").contains("“（一）续建项目”“（二）新建项目”"), "{}", expected("Z004"));
    change(&projects, &[("（二）扩建项目", "（二）新建项目")]);
    change(&input.join("下达文件.csv"), &[("市级,示例省财政厅关于提前", "县级,示例省财政厅关于提前")]);
    assert!(expected("Z004").contains("省级、市级"), "{}", expected("Z004"));
}

#[test]
fn a_first_level_indicator_of_another_name_is_scored_and_its_points_in_prose_are_checked() {
    let fund = Fund::water();
    assert!(fund.trace("得分.可持续影响指标").contains("长效管护机制"), "{}", fund.trace("得分.可持续影响指标"));
    let text = fund.year("2025").join("文字.yaml");
    change(&text, &[("水利资金存在问题。", "水利资金存在问题。自评得分中，可持续影响指标5分。")]);
    let found = fund.findings();
    assert!(found.iter().any(|finding| finding.contains("手写的“5分”与“得分.可持续影响指标”不一致")), "{found:#?}");
    change(&text, &[("可持续影响指标5分", "可持续影响指标6分")]);
    assert_eq!(fund.findings(), [""; 0]);
}

#[test]
fn two_years_of_a_fund_are_compared_by_its_own_rules() {
    let fund = Fund::soil();
    copy(&fund.year("2025"), &fund.year("2024"));
    change(&fund.year("2024").join("报告.yaml"), &[("年度: 2025", "年度: 2024")]);
    change(&fund.year("2024").join("绩效指标.csv"), &[("30.5万元/亩", "40万元/亩")]);
    let difference = fund.json(&["diff", &format!("2024-{SOIL}"), &format!("2025-{SOIL}")]);
    let figures = difference["difference"]["figures"].as_array().unwrap();
    let cost = figures.iter().find(|change| change["name"] == "得分.成本指标").expect("it is scored");
    assert_eq!((cost["old"].as_str(), cost["new"].as_str()), (Some("16"), Some("20")));
}

#[test]
fn grades_that_the_fund_wants_and_the_table_lacks_make_a_draft() {
    let fund = Fund::soil();
    change(&fund.layouts.join(SOIL).join("资金.yaml"), &[("自评等级: 无", "自评等级: 有")]);
    let outline = fund.layouts.join(SOIL).join("自评报告.md");
    let sentence = "评价为“优”的{{ 评价.优 }}个。\n@文字 绩效目标.完成情况";
    change(&outline, &[("@文字 绩效目标.完成情况", sentence)]);
    let errors: Vec<String> = fund.findings().into_iter().filter(|finding| finding.starts_with("error")).collect();
    assert!(errors.len() == 1 && errors[0].contains("Z401"), "{errors:#?}");
    assert_eq!(fund.ziping(&[&format!("2025-{SOIL}")]).status.code(), Some(1));
}

#[test]
fn a_sentence_of_nothing_is_an_error() {
    for (words, told) in [
        ("其中，{% for 项 in 各后补助 %}{{ 项.名称 }}{% endfor %}。", "“，。”"),
        ("项目{{ 项目.数量 }}个（{% for 项 in 各状态 %}{{ 项.名称 }}{% endfor %}）。", "“（）”"),
        ("包括{{ 各状态|map(attribute=\"名称\")|join(\"、\") }}项目。", "一项也没有"),
        ("支持{{ 各后补助|length|汉字 }}个方面。", "一项也没有"),
    ] {
        let fund = Fund::soil();
        let outline = fund.layouts.join(SOIL).join("自评报告.md");
        change(&outline, &[("@文字 绩效目标.完成情况", &format!("{words}\n@文字 绩效目标.完成情况"))]);
        let findings = fund.findings();
        assert!(findings.len() == 1 && findings[0].contains("Z020") && findings[0].contains(told), "{findings:#?}");
    }
}
