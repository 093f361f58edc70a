//! Which of the units' forms may be part of the region's figures: of projects, and of areas where a fund has no projects.
//! And what a form says by itself.

use crate::support::{YearFolder, standards};
use ziping::base::finding::{Finding, Severity};
use ziping::judge::{Case, judge};
use ziping::model::fund_rules::FundRules;
use ziping::model::ledger::Ledger;
use ziping::model::report::Report;
use ziping::reading::{Recognition, read_year};

const TRAINED: &str = "培训技术服务人员数量";
const PASSED: &str = "资金拨付及时率";
/// The first project of the example, and the second.
const FIRST: &str = "西甜瓜智能高效机械化移栽关键技术与装备研发";

fn read(folder: &YearFolder, rules: &str) -> (Report, Vec<Finding>) {
    let recognition = Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
    let rules = |_: &_| serde_saphyr::from_str::<FundRules>(rules).unwrap();
    let reading = read_year(&folder.path(), "2025", &recognition, &rules);
    let report = reading.report.unwrap_or_else(|| panic!("{:#?}", reading.findings));
    let mut findings = reading.findings;
    findings.extend(judge(&Case::of_report(&report), &standards()).findings);
    (report, findings)
}

/// What is printed of an indicator's result; `None` where it is unknown.
fn result(report: &Report, name: &str) -> Option<String> {
    let ledger = Ledger::of(report);
    let figures = ledger.by_path();
    figures.get(&format!("指标.{name}.实际完成值")).map(|figure| figure.quantity.to_string())
}

fn executed(report: &Report) -> Option<String> {
    let ledger = Ledger::of(report);
    ledger.by_path().get("资金.中央财政资金.执行数").map(|figure| figure.quantity.to_string())
}

fn said<'a>(findings: &'a [Finding], words: &str) -> Vec<&'a Finding> {
    findings.iter().filter(|finding| finding.message.contains(words)).collect()
}

const AREAS: &str = "分配表: 有\n项目表: { 项目清单: 无 }";

/// A year of a fund that areas get, with the forms of these.
fn of_areas(forms: &[(&str, &str, &str)]) -> YearFolder {
    let folder = YearFolder::example();
    folder.remove("资金安排表.xlsx");
    folder.write("分配表.csv", "地区,金额\n甲山市,7000\n乙水自治州,3900\n丙县,30\n丁县,0\n合计,10930\n".as_bytes());
    folder.clear_cell("绩效指标.xlsx", "E14");
    folder.clear_cell("资金执行.xlsx", "C4");
    for (nth, (unit, budget, trained)) in forms.iter().enumerate() {
        folder.add_unit_form(&nth.to_string(), unit, budget, &[(TRAINED, "", trained)]);
    }
    folder
}

#[test]
fn every_area_with_money_hands_in_a_form_before_anything_is_summed_up() {
    let all = [
        ("甲山市科学技术局", "7000", "5000人次"),
        ("乙水州科技局", "3900", "0.3万人次"),
        ("丙县科技局", "30", "1人次"),
    ];
    let (report, findings) = read(&of_areas(&all), AREAS);
    assert!(said(&findings, "单位自评表").is_empty(), "{findings:#?}");
    assert_eq!(result(&report, TRAINED).as_deref(), Some("8001人次"));
    assert_eq!(executed(&report).as_deref(), Some("10930"));

    let (report, findings) = read(&of_areas(&all[..2]), AREAS);
    let missing = said(&findings, "有1个地区没有单位自评表");
    assert_eq!((missing.len(), missing[0].severity), (1, Severity::Error), "{findings:#?}");
    assert_eq!(missing[0].actual.as_deref(), Some("丙县"));
    assert_eq!((result(&report, TRAINED), executed(&report)), (None, None), "of a part no figure is made");
    assert!(said(&findings, "没有完成").is_empty(), "no failure is made of what is not known: {findings:#?}");
}

/// Each names the fund: whose it is says the unit.
#[test]
fn a_form_of_an_area_is_told_from_the_funds_own() {
    let form = |unit: &str| {
        let folder = of_areas(&[("甲山市科学技术局", "7000", "5000人次")]);
        let (report, _) = read(&folder, AREAS);
        let fund = report.profile.fund.value().unwrap();
        let form = format!(
            "绩效目标自评表\n项目名称,{fund}\n承担单位,{unit}\n资金,全年预算数,全年执行数\n年度资金总额,7000,7000\n\
             一级指标,二级指标,三级指标,年度指标值,全年实际完成值\n产出指标,数量指标,{TRAINED},≥1人次,5000人次\n"
        );
        let recognition = Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
        ziping::reading::look("页.csv", form.into_bytes(), &recognition, Some(&report))
    };
    let own = form("甲山市科技局");
    assert!(matches!(own, ziping::reading::Look::UnitForms(_)), "{own:?}");
    let other = form("某公司");
    assert!(!matches!(other, ziping::reading::Look::UnitForms(_)), "{other:?}");
}

#[test]
fn an_office_of_an_area_and_the_area_are_one() {
    let folder =
        of_areas(&[("甲山市", "7000", "5000人次"), ("乙水自治州", "3900", "3000人次"), ("丙县", "30", "1人次")]);
    let table = "单位,金额\n甲山市科技局,7000\n乙水自治州科技局,3900\n丙县科技局,30\n合计,10930\n";
    folder.write("分配表.csv", table.as_bytes());
    let (report, findings) = read(&folder, AREAS);
    assert!(said(&findings, "单位自评表").is_empty(), "{findings:#?}");
    assert_eq!(result(&report, TRAINED).as_deref(), Some("8001人次"));
}

#[test]
fn money_of_an_area_that_the_table_does_not_give_is_not_added_up() {
    let other =
        [("甲山市科学技术局", "7500", "5000人次"), ("乙水州科技局", "3900", "3000人次"), ("丙县科技局", "30", "1人次")];
    let (report, findings) = read(&of_areas(&other), AREAS);
    let told = said(&findings, "“甲山市”的单位自评表与分配表金额不一致");
    assert_eq!(told.len(), 1, "{findings:#?}");
    assert_eq!(executed(&report), None);
    assert_eq!(result(&report, TRAINED).as_deref(), Some("8001人次"), "people are no money");
}

#[test]
fn several_forms_of_an_area_are_its_parts_where_they_add_up_to_its_money() {
    let forms = |first: &'static str, second: &'static str| {
        [
            ("甲山市第一中学", first, "5000人次"),
            ("甲山市第二中学", second, "1人次"),
            ("乙水州科技局", "3900", "3000人次"),
            ("丙县科技局", "30", "1人次"),
        ]
    };
    let (report, findings) = read(&of_areas(&forms("4000", "3000")), AREAS);
    assert!(said(&findings, "单位自评表").is_empty(), "{findings:#?}");
    assert_eq!(result(&report, TRAINED).as_deref(), Some("8002人次"));

    let (report, findings) = read(&of_areas(&forms("7000", "7000")), AREAS);
    assert_eq!(said(&findings, "“甲山市”有2份单位自评表").len(), 1, "{findings:#?}");
    assert_eq!((result(&report, TRAINED), executed(&report)), (None, None));

    let stray =
        [("甲山市", "7000", "1人次"), ("乙水州", "3900", "1人次"), ("丙县", "30", "1人次"), ("戊镇", "5", "1人次")];
    let (report, findings) = read(&of_areas(&stray), AREAS);
    assert_eq!(said(&findings, "不知道是哪个地区的").len(), 1, "{findings:#?}");
    assert_eq!(result(&report, TRAINED), None);
}

#[test]
fn a_form_that_is_there_twice_makes_no_sum_and_an_accepted_amount_does() {
    let forms = |second: Option<&str>| {
        let folder = YearFolder::example();
        folder.list_only(&[(FIRST, "新疆大学", "84")]);
        folder.clear_cell("绩效指标.xlsx", "E14");
        folder.add_unit_form("1", FIRST, "84", &[(TRAINED, "", "7000人次")]);
        if let Some(budget) = second {
            folder.add_unit_form("2", FIRST, budget, &[(TRAINED, "", "1人次")]);
        }
        folder
    };
    let (report, _) = read(&forms(None), "{}");
    assert_eq!(result(&report, TRAINED).as_deref(), Some("7000人次"));
    let (report, findings) = read(&forms(Some("84")), "{}");
    assert_eq!(said(&findings, "有2份单位自评表，会重复计算").len(), 1, "{findings:#?}");
    assert_eq!(result(&report, TRAINED), None);
    assert!(said(&findings, "汇总不出来").is_empty(), "said once: {findings:#?}");

    // The sum of money waits for the amount, or for the clerk.
    let folder = forms(None);
    folder.clear_cell("资金执行.xlsx", "C4");
    folder.remove("单位自评/1.xlsx");
    folder.add_unit_form("1", FIRST, "85", &[(TRAINED, "", "7000人次")]);
    let (report, findings) = read(&folder, "{}");
    assert_eq!(said(&findings, "的单位自评表与项目表金额不一致").len(), 1);
    assert_eq!((executed(&report), result(&report, TRAINED)), (None, Some("7000人次".into())));
    let accepted = "接受:\n  - 代码: Z107\n    位置: 单位自评/1.xlsx\n    理由: 单位按跨年度总额填\n";
    folder.write("接受.yaml", accepted.as_bytes());
    assert_eq!(executed(&read(&folder, "{}").0).as_deref(), Some("85"));
}

#[test]
fn a_project_s_name_that_is_nearly_right_is_asked_about_once() {
    let folder = YearFolder::example();
    folder.add_unit_form("1", "西甜瓜智能高效机械化移载关键技术与装备研发", "84", &[(TRAINED, "", "7000人次")]);
    let (_, findings) = read(&folder, "{}");
    let stray = said(&findings, "单位自评表的项目不在项目表里");
    assert!(stray.len() == 1 && stray[0].hint.contains(FIRST), "{stray:#?}");
    let missing = said(&findings, "个项目没有单位自评表");
    assert!(missing[0].message.contains("有136个") && !missing[0].actual.as_deref().unwrap().contains(FIRST));

    // Without a word that says that it is a project, it is the same.
    let folder = YearFolder::example();
    folder.add_unit_form("1", &format!("{FIRST}项目"), "84", &[(TRAINED, "", "7000人次")]);
    let (report, findings) = read(&folder, "{}");
    let asked = said(&findings, "单位自评表名称与项目表不完全相同");
    assert!(asked.len() == 1 && asked[0].severity == Severity::Warning, "{findings:#?}");
    assert_eq!(report.unit_forms[0].project.as_deref(), Some(FIRST));

    let folder = YearFolder::example();
    folder.add_unit_form("1", "完全不同的名称", "84", &[(TRAINED, "", "7000人次")]);
    let (_, findings) = read(&folder, "{}");
    let stray = said(&findings, "单位自评表的项目不在项目表里");
    assert!(stray[0].hint.contains("核对名称"), "{stray:#?}");
}

/// What a form says is checked by itself, whatever the region's table lacks.
#[test]
fn each_form_is_checked_by_itself() {
    let with = |rows: &[(&str, &str, &str, &str)]| {
        let folder = YearFolder::example();
        // No form reports it: the region's table is not whole.
        folder.clear_cell("绩效指标.xlsx", "E14");
        folder.add_form_with_reasons("1", FIRST, "84", rows);
        read(&folder, "{}").1
    };
    let findings = with(&[(PASSED, "≥90%", "80%", "")]);
    let told = said(&findings, "没有完成或超出较多，没有写原因");
    assert!(told.len() == 1 && told[0].actual.as_deref() == Some("资金拨付及时率80%（完成率88.89%）"), "{findings:#?}");
    assert!(said(&with(&[(PASSED, "≥90%", "80%", "起步晚。")]), "没有写原因").is_empty());
    assert!(said(&with(&[(PASSED, "≥90%", "95%", "")]), "没有写原因").is_empty());

    let over = with(&[(PASSED, "≥90%", "105%", "")]);
    let told = said(&over, "的完成值不能超过100%");
    assert!(told.len() == 1 && told[0].locations[0].to_string().contains("单位自评/1.xlsx"), "{over:#?}");
    assert!(said(&with(&[(PASSED, "≥90%", "100%", "")]), "不能超过100%").is_empty());
}

/// What is missing makes no sum, of projects as of areas; a form that need not be handed in is accepted.
#[test]
fn every_project_hands_in_a_form_before_anything_is_summed_up() {
    const SECOND: &str = "中亚高发病分子细胞前沿创新研究平台建设";
    let folder = YearFolder::example();
    folder.list_only(&[(FIRST, "新疆大学", "84"), (SECOND, "新疆医科大学", "100")]);
    folder.clear_cell("绩效指标.xlsx", "E14");
    folder.clear_cell("资金执行.xlsx", "C4");
    folder.add_unit_form("1", FIRST, "84", &[(TRAINED, "", "3000人次")]);
    let (report, findings) = read(&folder, "{}");
    assert_eq!((result(&report, TRAINED), executed(&report)), (None, None));
    let missing = said(&findings, "有1个项目没有单位自评表");
    assert!(missing.len() == 1 && missing[0].severity == Severity::Error, "{findings:#?}");

    let accepted = "接受:\n  - 代码: Z107\n    位置: 项目表.csv › D3\n    理由: 结转项目，今年不用交\n";
    folder.write("接受.yaml", accepted.as_bytes());
    let (report, _) = read(&folder, "{}");
    assert_eq!((result(&report, TRAINED).as_deref(), executed(&report).as_deref()), (Some("3000人次"), Some("84")));
    folder.remove("接受.yaml");
    // One that was given nothing this year may have nothing to report.
    folder.replace("项目表.csv", "新疆医科大学,100", "新疆医科大学,0");
    let (report, findings) = read(&folder, "{}");
    assert_eq!(result(&report, TRAINED).as_deref(), Some("3000人次"));
    assert_eq!(said(&findings, "有1个项目没有单位自评表")[0].severity, Severity::Warning, "{findings:#?}");
    folder.replace("项目表.csv", "新疆医科大学,0", "新疆医科大学,100");
    folder.add_unit_form("2", SECOND, "100", &[(TRAINED, "", "4000人次")]);
    let (report, findings) = read(&folder, "{}");
    assert_eq!(result(&report, TRAINED).as_deref(), Some("7000人次"), "{findings:#?}");
}
