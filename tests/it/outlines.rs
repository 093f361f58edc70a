//! What the shipped outlines and forms say is what is there: of a small year of any fund, read, judged and composed.

use std::path::Path;

use crate::support::{YearFolder, composed, recognition, standards};
use tempfile::TempDir;
use ziping::app::resources::Resources;
use ziping::base::finding::{Finding, Severity};
use ziping::judge::{Case, judge};
use ziping::model::fund_rules::{FundRules, RulesOf};
use ziping::reading::read_year;

/// A year of the soil fund; a test puts other files in the place of its own.
struct Year {
    folder: TempDir,
}

const LABEL: &str = "2025-土壤污染防治资金";

impl Year {
    fn with(files: &[(&str, &str)]) -> Year {
        let year = Year { folder: tempfile::tempdir().unwrap() };
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/funds/input").join(LABEL);
        std::fs::create_dir(year.path()).unwrap();
        for file in std::fs::read_dir(source).unwrap().map(|entry| entry.unwrap().path()) {
            std::fs::copy(&file, year.path().join(file.file_name().unwrap())).unwrap();
        }
        for (name, text) in files {
            std::fs::write(year.path().join(name), text).unwrap();
        }
        year
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join(LABEL)
    }

    #[track_caller]
    fn replace(self, name: &str, from: &str, to: &str) -> Year {
        let text = std::fs::read_to_string(self.path().join(name)).unwrap();
        assert!(text.contains(from), "{from} is not in {name}");
        std::fs::write(self.path().join(name), text.replace(from, to)).unwrap();
        self
    }

    /// The text of report and form, and what is said of the year.
    fn made(&self) -> (String, Vec<Finding>) {
        let resources = Resources::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts")).unwrap();
        self.made_by(&|profile| resources.funds.of(profile).0.rules.clone())
    }

    fn made_by(&self, rules: RulesOf) -> (String, Vec<Finding>) {
        let reading = read_year(&self.path(), LABEL, recognition(), rules);
        let mut findings = reading.findings;
        let report = reading.report.unwrap_or_else(|| panic!("{findings:#?}"));
        findings.extend(judge(&Case::of_report(&report), &standards()).findings);
        let (documents, of_texts) = composed(&report);
        findings.extend(of_texts);
        let lines: Vec<String> = documents.report.paragraphs().map(|paragraph| paragraph.text()).collect();
        (lines.join("\n"), findings)
    }
}

fn said<'a>(findings: &'a [Finding], code: &str) -> Vec<&'a Finding> {
    findings.iter().filter(|finding| finding.code == code).collect()
}

const MONEY: &str = "资金执行.csv";

#[test]
fn all_money_has_come_only_where_the_table_says_so() {
    let says = |head: &str, amounts: [&str; 3]| {
        let [own, local, other] = amounts;
        let table = format!(
            "资金来源,全年预算数,{head},全年执行数\n中央财政资金,12500,{own},11900\n地方资金,1000,{local},1000\n其他资金,400,{other},342\n"
        );
        let (text, findings) = Year::with(&[(MONEY, &table)]).made();
        assert!(findings.iter().all(|finding| finding.severity != Severity::Error), "{findings:#?}");
        text.contains("其他资金400万元，全部到位。")
    };
    assert!(says("到位数", ["12500", "1000", "400"]));
    assert!(!says("到位数", ["12500", "1000", "350"]));
    assert!(!says("备用", ["12500", "1000", "400"]), "nothing is known of it");
}

#[test]
fn a_table_that_could_not_be_read_is_no_fault_of_the_form() {
    let year =
        Year::with(&[(MONEY, MONEY_OF_ALL)]).replace("报告.yaml", "  成文日期", "  式样: 综合评价提纲\n  成文日期");
    let (_, findings) = year.replace("绩效指标.csv", "指标值", "某栏").made();
    assert!(!said(&findings, "Z003").is_empty(), "{findings:#?}");
    assert!(said(&findings, "Z023").is_empty(), "{findings:#?}");
}

#[test]
fn what_a_level_handed_down_is_its_own_money() {
    const DOCUMENTS: &str = "下达文件.csv";
    let of_all = |year: Year| year.replace("报告.yaml", "  成文日期", "  式样: 综合评价提纲\n  成文日期");
    let table = MONEY_OF_ALL;
    // The level below added 500 of its own to what came from above.
    let added = of_all(Year::with(&[(MONEY, table)])).replace(DOCUMENTS, "45号,,4500", "45号,,4000");
    // 省级 to 市级, as that outline's fund is handed down.
    let added = added.replace(DOCUMENTS, "\n省级,", "\n市级,").replace(DOCUMENTS, "\n中央,", "\n省级,");
    let rules: FundRules = serde_saphyr::from_str(OF_ALL).unwrap();
    let (text, findings) = added.made_by(&|_| rules.clone());
    assert!(
        text.contains("万元。") && !text.contains("下达示例省土壤污染防治资金（以下简称防治资金）12500万元"),
        "{text}"
    );
    assert!(text.contains("下达示例省土壤污染防治资金（以下简称防治资金）12000万元"), "{text}");
    let told = said(&findings, "Z103");
    assert!(told.len() == 1 && told[0].severity == Severity::Warning, "{findings:#?}");
    assert!(told[0].hint.contains("市级自己安排的"), "{told:#?}");

    // Money that is the centre's own is that of no other.
    let (_, findings) = Year::with(&[]).replace(DOCUMENTS, "45号,,4500", "45号,,4000").made();
    let told = said(&findings, "Z103");
    assert!(told.len() == 1 && told[0].severity == Severity::Error, "{told:#?}");
}

/// A document that hands down another row's money is told to say so.
#[test]
fn a_document_too_many_may_be_of_another_row() {
    let told = |amount: &str| {
        let more = format!("45号,,4500\n中央,关于下达2025年农田项目资金的通知,财资环〔2025〕50号,,{amount}");
        let (_, findings) = Year::with(&[]).replace("下达文件.csv", "45号,,4500", &more).made();
        let told = said(&findings, "Z103");
        assert_eq!(told.len(), 1, "{findings:#?}");
        told[0].hint.clone()
    };
    assert!(told("1000").contains("正好是“地方资金”的预算数"));
    assert!(!told("1001").contains("地方资金"));
}

const OF_ALL: &str =
    "资金行: [当年财政拨款, 其他资金]\n下达层级: [省级, 市级]\n项目表: { 分组: 无, 支持方式: 无, 自评等级: 无 }\n";
const MONEY_OF_ALL: &str = "资金来源,全年预算数,全年执行数\n当年财政拨款,12500,11900\n其他资金,400,342\n";

#[test]
fn a_limit_kept_with_room_and_what_is_reached_by_and_large_owe_no_reason() {
    const INDICATORS: &str = "绩效指标.csv";
    let told = |from: &str, to: &str| {
        let (text, findings) = Year::with(&[]).replace(INDICATORS, from, to).made();
        let reasons = findings.iter().filter(|finding| ["Z202", "Z203"].contains(&finding.code));
        (text, reasons.map(|finding| finding.severity).collect::<Vec<_>>())
    };
    let (text, reasons) = told("≤32万元/亩,30.5万元/亩,", "≤32万元/亩,20万元/亩,");
    assert_eq!(reasons, []);
    assert!(!text.contains("完成率超出30%及以上的指标"), "{text}");
    let (text, reasons) = told("≤32万元/亩,30.5万元/亩,", "≤32万元/亩,20万元/亩,工艺改进。下一步核定指标值。");
    assert!(reasons.is_empty() && text.contains("原因和改进措施：工艺改进。"), "what is written is printed: {text}");
    assert_eq!(told("≤32万元/亩,30.5万元/亩,", "≤32万元/亩,40万元/亩,").1, [Severity::Error]);
    assert_eq!(told("≥12万亩,12.6万亩,", "≥12万亩,20万亩,").1, [Severity::Error]);

    assert_eq!(told("稳步提升,稳步提升,", "稳步提升,95%,").1, []);
    assert_eq!(told("稳步提升,稳步提升,", "稳步提升,80%,").1, []);
    assert_eq!(told("稳步提升,稳步提升,", "稳步提升,79%,").1, [Severity::Error]);
    assert_eq!(told("稳步提升,稳步提升,", "稳步提升,95%,起步晚。").1, [Severity::Warning], "half of it is written");
}

#[test]
fn the_office_above_and_who_issued_a_document_are_called_as_the_year_calls_them() {
    let documents = "层级,文件名称,文号,印发日期,金额\n中央,财政部关于下达2025年土壤污染防治资金预算的通知,财资环〔2025〕45号,,12500\n\
        省级,示例省财政厅关于下达2025年土壤污染防治资金的通知,示财资环〔2025〕19号,2025年6月10日,12500\n\
        市级,甲山市财政局关于下达2025年土壤污染防治资金的通知,甲财资环〔2025〕9号,2025年7月1日,12500\n";
    let offices = documents.replace("\n中央,", "\n财政部,").replace("\n省级,", "\n示例省财政厅,");
    let rules = "资金行: [中央财政资金, 地方资金, 其他资金]\n下达层级: [中央, 省级, 市级]\n项目表: { 分组: 无, 支持方式: 无, 自评等级: 无 }\n";
    let text = |documents: &str| {
        let year = Year::with(&[("下达文件.csv", documents)]);
        let year = year.replace("报告.yaml", "中央主管部门", "上级主管部门");
        let rules = serde_saphyr::from_str::<FundRules>(rules).unwrap();
        year.made_by(&|_| rules.clone()).0
    };
    let named = text(&offices);
    assert!(named.contains("\n示例省财政厅2025年6月10日印发《") && !named.contains("省级2025年6月10日"), "{named}");
    assert!(text(documents).contains("\n示例省财政厅2025年6月10日印发《"), "the title says whose it is");
    let unsaid = documents.replace(",示例省财政厅关于", ",关于");
    assert!(text(&unsaid).contains("\n省级2025年6月10日印发《"), "a level is no office");
    assert!(named.contains("\n甲山市财政局2025年7月1日印发《"), "not the report's own 财政部门: {named}");
    assert!(named.contains("\n上级主管部门\n") && !named.contains("\n中央主管部门\n"), "{named}");
    assert!(Year::with(&[]).made().0.contains("\n中央主管部门\n"));
}

/// A number that the outline leaves open goes on from the headings above it.
#[test]
fn headings_of_the_outline_go_on_with_those_of_the_texts() {
    let heading = |texts: &[(&str, &str)]| {
        let folder = YearFolder::example();
        texts.iter().for_each(|(from, to)| folder.replace("文字.yaml", from, to));
        let report = crate::support::tables::read(&folder).report.unwrap();
        let text: Vec<String> = composed(&report).0.report.paragraphs().map(|paragraph| paragraph.text()).collect();
        text.into_iter().find(|line| line.contains("项目申报及立项情况")).unwrap()
    };
    let [first, second] = [("### 1.支持重点", "支持重点"), ("### 2.支持方式", "支持方式")];
    assert_eq!(heading(&[]), "3.项目申报及立项情况。");
    assert_eq!(heading(&[second]), "2.项目申报及立项情况。");
    assert_eq!(heading(&[first, second]), "项目申报及立项情况。", "alone it needs no number");
}

/// The form of the targets is printed where they came from and where they are handed down, or once.
#[test]
fn the_targets_may_be_printed_once() {
    let tables = |folder: &YearFolder| {
        let report = crate::support::tables::read(folder).report.unwrap();
        let (documents, findings) = composed(&report);
        assert!(findings.is_empty(), "{findings:#?}");
        let text: Vec<String> = documents.report.paragraphs().map(|paragraph| paragraph.text()).collect();
        (text.iter().filter(|line| line.replace('\n', "").ends_with("区域绩效目标表")).count(), text.join("\n"))
    };
    let folder = YearFolder::example();
    let (twice, text) = tables(&folder);
    assert!(text.contains("（2025年度）》，具体如下："));
    folder.replace("报告.yaml", "  地区简称:", "  第二张目标表: 无\n  地区简称:");
    let (once, text) = tables(&folder);
    assert_eq!((twice, once), (2, 1));
    assert!(text.contains("（2025年度）》，与上表相同。"), "{text}");
}

/// Texts of an office's own form are not read, which is said; those that its YAML has are the same.
#[test]
fn texts_of_an_own_whole_form_do_not_vanish_in_silence() {
    const INDICATORS: &str = "绩效指标.csv";
    let told = |goal: &str| {
        let year = Year::with(&[]);
        let table = std::fs::read_to_string(year.path().join(INDICATORS)).unwrap();
        let texts = format!("分配科学性,按因素法分配到各市县，没有发现问题,,,,\n总体目标,{goal},,,,\n");
        std::fs::write(year.path().join(INDICATORS), texts + &table).unwrap();
        let (_, findings) = year.made();
        let told = findings.into_iter().filter(|finding| finding.code == "Z015");
        told.map(|finding| (finding.message, finding.locations.len())).collect::<Vec<_>>()
    };
    let both = told("三年内完成全部地块的风险管控和修复");
    assert!(both.len() == 1 && both[0].1 == 2 && both[0].0.contains("分配科学性、总体目标"), "{both:?}");
    // The words of 文字.yaml around its placeholders, with what these show.
    let own =
        "实施一批土壤污染源头防控、风险管控和修复项目，受污染耕地安全利用率达到≥93%，土壤环境风险防控能力稳步提升。";
    assert_eq!(told(own).first().map(|told| told.1), Some(1));
}

#[test]
fn a_document_is_issued_by_the_office_that_its_row_or_title_names() {
    let printed = |rows: [&str; 3]| {
        let table = format!("层级,文件名称,文号,印发日期,金额（万元）\n{}\n", rows.join("\n"));
        let (text, findings) = Year::with(&[("下达文件.csv", &table)]).made();
        let twice = said(&findings, "Z014").iter().map(|found| found.actual.clone()).collect::<Vec<_>>();
        (text, twice)
    };
    let own = "省级,示例省财政厅关于下达资金的通知,示财资环〔2025〕11号,2025年6月12日,6500";
    // Of two offices at one level each is named, and 财政厅 is in full what the report calls it.
    let (text, twice) = printed([
        "中央,财政部关于下达资金的通知,财资环〔2025〕5号,2025年5月12日,12500",
        own,
        "省级,示例省水利厅　示例省农业农村厅关于下达资金的通知,示水〔2025〕12号,2025年6月13日,6000",
    ]);
    assert!(text.contains("示例省财政厅2025年6月12日印发《示例省财政厅关于"), "{text}");
    assert!(
        text.contains("；示例省水利厅、示例省农业农村厅2025年6月13日印发《示例省水利厅　示例省农业农村厅关于"),
        "{text}"
    );
    assert!(twice.is_empty(), "{twice:?}");
    // A title without an office: at the own level the 财政部门; a document of the same office is told without it.
    let (text, _) = printed([
        "中央,关于下达资金的通知,财资环〔2025〕5号,2025年5月12日,12500",
        "省级,财政厅关于下达资金的通知,示财资环〔2025〕11号,2025年6月12日,6500",
        "省级,关于下达第二批资金的通知,示财资环〔2025〕12号,2025年6月13日,6000",
    ]);
    assert!(text.contains("示例省财政厅2025年6月12日印发《财政厅关于"), "{text}");
    assert!(text.contains("；2025年6月13日印发《关于"), "{text}");
}

#[test]
fn a_row_and_a_title_that_name_two_offices_are_asked_about() {
    let table = |office: &str| {
        format!(
            "发文单位,文件名称,文号,印发日期,金额（万元）\n财政部,财政部关于下达资金的通知,财资环〔2025〕5号,2025年5月12日,12500\n{office},示例省财政厅关于下达资金的通知,示财资环〔2025〕11号,2025年6月12日,12500\n"
        )
    };
    let asked = |office: &str| {
        let (text, findings) = Year::with(&[("下达文件.csv", &table(office))]).made();
        assert!(text.contains("示例省财政厅2025年6月12日印发《示例省财政厅关于"), "{text}");
        said(&findings, "Z014").len()
    };
    assert_eq!(["省财政厅", "示例省财政厅", "财政厅", "省厅", "省市财政厅"].map(asked), [0; 5]);
    assert_eq!(asked("示例省教育厅"), 1);
}
