//! Reading: the example's facts, and one test for each fault.

use std::path::Path;

use crate::support::YearFolder;
use rust_decimal::Decimal;
use ziping::base::finding::Finding;
use ziping::base::place::Place;
use ziping::model::fund_rules::FundRules;
use ziping::model::ledger::Ledger;
use ziping::model::number::Money;
use ziping::model::project::Kind;
use ziping::model::report::Part;
use ziping::reading::{Reading, Recognition, read_year};

fn recognition() -> Recognition {
    Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap()
}

fn read(folder: &Path) -> Reading {
    read_year(folder, "2025", &recognition(), &|_| FundRules::default())
}

fn example() -> Reading {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("input/2025"))
}

fn money(amount: i64) -> Money {
    Money(Decimal::from(amount))
}

#[test]
fn the_example_reads_without_a_finding() {
    let reading = example();
    assert_eq!(reading.findings, []);
    assert_eq!(reading.inputs.len(), 6);
    assert!(!reading.unusable);
}

#[test]
fn the_project_table_is_whole() {
    let report = example().report.unwrap();
    let table = &report.projects;
    assert_eq!(table.projects().count(), 137);
    assert_eq!(*table.stated_total.value().unwrap(), money(10930));
    assert_eq!(table.amount(), money(10930));
    let names: Vec<_> = table.directions.iter().map(|direction| direction.name.value.as_str()).collect();
    assert_eq!(names, ["区域科技创新体系建设", "科技创新基地建设", "科技成果转移转化", "自由探索类基础研究"]);
    let subtotals: Vec<Vec<Money>> = table
        .directions
        .iter()
        .map(|direction| direction.groups.iter().map(|group| *group.stated_subtotal.value().unwrap()).collect())
        .collect();
    let published = [[84, 3281, 70], [756, 1590, 2340], [456, 80, 1255], [118, 820, 80]];
    assert_eq!(subtotals, published.map(|direction| direction.map(money).to_vec()).to_vec());
    let rows: Vec<_> = table.rows().collect();
    let count = |status: &str, mode: &str| {
        let kind = Kind { status: Some(status.into()), mode: Some(mode.into()), grade: None };
        kind.count(&rows)
    };
    assert_eq!([count("新上", "事前补助"), count("新上", "后补助")], [57, 35]);
    assert_eq!([count("结转", "事前补助"), count("结转", "后补助")], [27, 18]);
    let graded = |grade: &str| Kind::of_grade(&grade.into()).count(&rows);
    assert_eq!([graded("优"), graded("良")], [123, 14]);
    let last = table.projects().last().unwrap();
    assert_eq!(last.serial.value(), Some(&137));
    assert_eq!(last.unit.value, "新疆有色金属研究所有限公司");
    assert_eq!(last.amount.place.to_string(), "2025/资金安排表.xlsx › 资金安排 › D158");
}

#[test]
fn indicators_money_and_documents_are_whole() {
    let report = example().report.unwrap();
    assert_eq!(report.indicators.len(), 16);
    let shown: Vec<String> = report
        .indicators()
        .map(|i| format!("{}|{}|{}|{}", i.category.value, i.name.value, i.target.value, i.actual.value))
        .collect();
    assert_eq!(shown[2], "数量指标|转化科技成果数量|≥65项|82项");
    assert_eq!(shown[5], "经济效益指标|带动社会投入与引导资金投入比例|≥2|2.19");
    assert_eq!(shown[10], "社会效益指标|区域科技创新能力|稳步提升|稳步提升");
    assert_eq!(shown[15], "服务对象满意度指标|被服务对象满意度|≥90%|98%");
    let explanation = report.indicators[6].explanation.value().unwrap();
    assert_eq!(explanation.reason, "基地类项目增加，支持高新技术企业的项目数量有所减少；");
    assert_eq!(explanation.measures, "下一年度均衡安排。");
    let execution = &report.execution;
    assert_eq!((execution.budget(), execution.executed()), (Some(money(10930)), Some(money(8744))));
    assert_eq!(execution.rate().unwrap().to_string(), "80%");
    let provincial: Vec<String> = report
        .documents
        .iter()
        .filter(|document| document.level.value == "省级".into())
        .map(|document| {
            let (date, amount) = (document.date.known().unwrap(), document.amount.known().unwrap());
            format!("{} {} {}", document.number.value, date.value, amount.value)
        })
        .collect();
    assert_eq!(provincial, ["新财教〔2024〕232号 2024年12月9日 7761", "新财教〔2025〕65号 2025年5月19日 3169"]);
}

#[test]
fn scores_reach_the_published_grade() {
    let report = example().report.unwrap();
    use ziping::model::indicator::Dimension;
    assert_eq!(report.execution_score().to_string(), "8");
    let of = |name| report.dimension_score(&Dimension::named(name)).to_string();
    let scores = ["产出指标", "效益指标", "满意度指标"].map(of);
    assert_eq!(scores, ["49", "29", "10"]);
    assert_eq!((report.total_score().to_string(), report.grade().name()), ("96".to_string(), "优"));
}

#[test]
fn a_text_knows_the_line_where_it_begins() {
    let report = example().report.unwrap();
    let text = &report.texts[&("绩效目标".to_string(), "报送情况".to_string())];
    let Place::Line { line, .. } = text.place else { panic!("{:?}", text.place) };
    let file = include_str!("../../input/2025/文字.yaml");
    let own = file.lines().nth(usize::try_from(line).unwrap() - 1).unwrap();
    assert_eq!(Some(own.trim()), text.value.lines().next());
}

/// The one finding of this code, after `change` was made to a copy of the example.
#[track_caller]
fn fault(code: &str, change: impl FnOnce(&YearFolder)) -> (Finding, Reading) {
    let folder = YearFolder::example();
    change(&folder);
    let reading = read(&folder.path());
    let found: Vec<_> = reading.findings.iter().filter(|finding| finding.code == code).cloned().collect();
    assert!(!found.is_empty(), "no {code} in {:#?}", reading.findings);
    assert!(!found[0].hint.is_empty() && !found[0].locations.is_empty());
    (found[0].clone(), reading)
}

#[test]
fn a_damaged_workbook() {
    let (finding, reading) = fault("Z001", |folder| folder.write("资金执行.xlsx", b"PK\x03\x04 not a workbook"));
    assert!(finding.message.contains("损坏"), "{}", finding.message);
    assert_eq!(finding.locations[0].to_string(), "2025/资金执行.xlsx");
    assert!(reading.unusable);
}

#[test]
fn a_workbook_with_a_password() {
    let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    let (finding, _) = fault("Z001", |folder| folder.write("资金执行.xlsx", &bytes));
    assert!(finding.message.contains("密码"), "{}", finding.message);
}

#[test]
fn an_empty_file() {
    let (finding, _) = fault("Z001", |folder| folder.write("资金执行.xlsx", b""));
    assert!(finding.message.contains("空"), "{}", finding.message);
}

#[test]
fn an_unknown_sheet_names_the_nearest_table() {
    let (finding, _) = fault("Z002", |folder| folder.set_cell("资金执行.xlsx", "C2", "花了多少"));
    assert!(finding.expected.unwrap().contains("执行数"));
    assert_eq!(finding.locations[0].to_string(), "2025/资金执行.xlsx › 资金执行");
}

#[test]
fn a_missing_table() {
    let (finding, reading) = fault("Z003", |folder| folder.remove("绩效指标.xlsx"));
    assert!(finding.message.contains("指标表"));
    assert!(!reading.unusable && reading.report.unwrap().lacks(Part::Indicators));
}

/// A head with nothing below it is no table.
#[test]
fn an_empty_table() {
    let (finding, reading) = fault("Z009", |folder| {
        let heads = "一级指标,二级指标,三级指标,指标值,全年实际完成值,未完成原因和改进措施\n";
        folder.remove("绩效指标.xlsx");
        folder.write("绩效指标.csv", heads.as_bytes());
    });
    assert!(finding.message == "指标表里没有内容", "{}", finding.message);
    assert!(reading.report.unwrap().lacks(Part::Indicators));
}

#[test]
fn a_missing_yaml_block() {
    let (finding, _) = fault("Z003", |folder| folder.remove("文字.yaml"));
    assert!(finding.message.contains("文字"));
}

#[test]
fn an_amount_in_words() {
    let (finding, reading) = fault("Z004", |folder| folder.set_cell("资金安排表.xlsx", "D8", "八十四"));
    assert_eq!(finding.locations[0].to_string(), "2025/资金安排表.xlsx › 资金安排 › D8");
    assert_eq!(finding.actual.as_deref(), Some("八十四"));
    assert!(reading.report.is_some(), "reading goes on");
}

#[test]
fn a_formula_without_a_value() {
    let (finding, _) = fault("Z005", |folder| folder.drop_cached_value("资金安排表.xlsx", "D7"));
    assert_eq!(finding.locations[0].to_string(), "2025/资金安排表.xlsx › 资金安排 › D7");
}

#[test]
fn a_formula_with_an_error() {
    let (finding, _) = fault("Z006", |folder| folder.set_error("资金安排表.xlsx", "D7", "#REF!"));
    assert!(finding.message.contains("#REF!"), "{}", finding.message);
}

#[test]
fn yaml_mistakes() {
    let (finding, _) = fault("Z007", |folder| folder.replace("报告.yaml", "资金名称:", "资金名子:"));
    assert!(finding.hint.contains("资金名称"), "{}", finding.hint);
    let (finding, _) = fault("Z007", |folder| folder.replace("报告.yaml", "  年度: 2025", "\t年度: 2025"));
    assert!(finding.message.contains("制表符"), "{}", finding.message);
    let (finding, _) = fault("Z007", |folder| folder.replace("报告.yaml", "年度: 2025", "年度: 今年"));
    assert_eq!(finding.actual.as_deref(), Some("今年"));
    let (finding, _) = fault("Z007", |folder| folder.replace("报告.yaml", "  地区: ", "  年度: "));
    assert!(finding.message.contains("两次"), "{}", finding.message);
    let (finding, _) = fault("Z001", |folder| folder.write("报告.yaml", b"\x81\x20\xFF\x00\x01"));
    assert!(finding.message.contains("认不出文件的编码"), "{}", finding.message);
}

#[test]
fn a_table_given_twice() {
    let (finding, _) = fault("Z008", |folder| folder.copy("资金执行.xlsx", "又一份.xlsx"));
    assert_eq!(finding.locations.len(), 2);
}

#[test]
fn a_blank_amount_is_not_zero() {
    let (finding, reading) = fault("Z009", |folder| folder.clear_cell("资金安排表.xlsx", "D8"));
    assert_eq!(finding.locations[0].to_string(), "2025/资金安排表.xlsx › 资金安排 › D8");
    assert_eq!(reading.report.unwrap().projects.projects().count(), 136);
}

#[test]
fn an_empty_folder() {
    let folder = tempfile::tempdir().unwrap();
    let reading = read(folder.path());
    assert_eq!(reading.findings[0].code, "Z011");
    assert!(reading.unusable);
}

#[test]
fn another_year_than_the_folder() {
    let (finding, _) = fault("Z012", |folder| folder.replace("报告.yaml", "年度: 2025", "年度: 2024"));
    assert_eq!(finding.actual.as_deref(), Some("2024"));
}

#[test]
fn lock_files_are_left_alone() {
    let folder = YearFolder::example();
    folder.write("~$资金执行.xlsx", b"lock");
    folder.write(".hidden.yaml", b": :");
    assert_eq!(read(&folder.path()).findings, []);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(40))]
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400), cut in 0usize..7000) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("甲.xlsx"), &bytes).unwrap();
        std::fs::write(folder.path().join("乙.yaml"), &bytes).unwrap();
        let whole = include_bytes!("../../input/2025/资金执行.xlsx");
        std::fs::write(folder.path().join("丙.xlsx"), &whole[..cut.min(whole.len())]).unwrap();
        let reading = read(folder.path());
        proptest::prop_assert!(reading.unusable);
    }
}

#[test]
fn rows_of_one_name_have_figures_of_their_own() {
    let folder = YearFolder::example();
    let report = example().report.unwrap();
    let cell = |place: &Place| match place {
        Place::Cell { cell, .. } => cell.clone(),
        other => panic!("{other}"),
    };
    let projects: Vec<_> = report.projects.projects().collect();
    let indicators: Vec<_> = report.indicators().collect();
    let (project, indicator) = (&projects[0].name.value, &indicators[0].name.value);
    folder.set_cell("资金安排表.xlsx", &cell(&projects[1].name.place), project);
    folder.set_cell("绩效指标.xlsx", &cell(&indicators[1].name.place), indicator);
    let ledger = Ledger::of(&read(&folder.path()).report.unwrap());
    let figures = ledger.by_path();
    let shown = |path: String| figures[&path].quantity.to_string();
    assert_eq!(shown(format!("安排资金.{project}")), projects[0].amount.value.to_string());
    assert_eq!(shown(format!("安排资金.{project}〔2〕")), projects[1].amount.value.to_string());
    assert_eq!(shown(format!("指标.{indicator}.指标值")), indicators[0].target.value.to_string());
    assert_eq!(shown(format!("指标.{indicator}〔2〕.指标值")), indicators[1].target.value.to_string());
    assert_eq!(ledger.find(&format!("指标.{indicator}〔2〕.完成率")).len(), 1);
}
