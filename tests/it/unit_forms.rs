//! Forms of the units as they were printed in different years and provinces, and the region's figures made from them.

use std::collections::BTreeMap;

use crate::common::parts::part;
use crate::support::{YearFolder, ziping};
use calamine::{Reader, open_workbook_auto};
use rust_xlsxwriter::{Format, Workbook};
use ziping::base::finding::{Finding, Severity};
use ziping::model::figure::Origin;
use ziping::model::fund_rules::FundRules;
use ziping::model::ledger::Ledger;
use ziping::model::report::Report;
use ziping::model::unit_form::UnitForm;
use ziping::reading::{Reading, Recognition, read_year};

/// The first project of the example: 84 万元, 新疆农业职业技术大学, 区域科技创新体系建设.
const FIRST: &str = "西甜瓜智能高效机械化移栽关键技术与装备研发";
const UNIT: &str = "新疆农业职业技术大学";
const TRAINED: &str = "培训技术服务人员数量";
const CONTENT: &str = "被服务对象满意度";
const ABILITY: &str = "区域科技创新能力";

fn read(folder: &YearFolder) -> Reading {
    let recognition = Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
    read_year(&folder.path(), "2025", &recognition, &|_| FundRules::default())
}

#[track_caller]
fn report(folder: &YearFolder) -> (Report, Vec<Finding>) {
    let reading = read(folder);
    (reading.report.unwrap_or_else(|| panic!("{:#?}", reading.findings)), reading.findings)
}

/// First and last cell of a merged area (row, column).
type Merge = ((u32, u16), (u32, u16));

fn audited(folder: &YearFolder) -> Vec<Finding> {
    let standards = ziping::model::standards::Standards::parse(include_str!("../../layouts/核对.yaml")).unwrap();
    ziping::judge::judge(&ziping::judge::Case::of_report(&report(folder).0), &standards).findings
}

/// A workbook in `单位自评/`: a line a row, cells divided by |, blank cells for what is merged or not filled in;
/// `merges` as first and last cell (row, column).
fn add(folder: &YearFolder, name: &str, grid: &str, merges: &[Merge]) {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let format = Format::new();
    for ((top, left), (bottom, right)) in merges {
        sheet.merge_range(*top, *left, *bottom, *right, "", &format).unwrap();
    }
    for (row, line) in (0..).zip(grid.lines()) {
        for (column, cell) in (0..).zip(line.split('|')) {
            let text = cell.trim().replace("\\n", "\n");
            match text.parse::<f64>() {
                Ok(number) => drop(sheet.write_number(row, column, number).unwrap()),
                Err(_) if text.is_empty() => drop(sheet.write_blank(row, column, &format).unwrap()),
                Err(_) => drop(sheet.write_string(row, column, text).unwrap()),
            }
        }
    }
    let path = folder.path().join("单位自评/新疆");
    std::fs::create_dir_all(&path).unwrap();
    workbook.save(path.join(format!("{name}.xlsx"))).unwrap();
}

/// Budget and payments in 万元, and each indicator with its result and reason.
#[track_caller]
fn assert_reads(grid: &str, merges: &[Merge], money: (&str, &str), rows: &[(&str, &str, &str)]) -> UnitForm {
    let folder = YearFolder::example();
    add(&folder, "表", grid, merges);
    let (report, findings) = report(&folder);
    assert_eq!(findings, [], "nothing to complain of");
    let form = report.unit_forms[0].clone();
    assert_eq!(form.project.as_deref(), Some(FIRST), "{form:#?}");
    assert_eq!(form.unit.as_ref().unwrap().value, UNIT);
    let total = form.line(None).unwrap();
    let shown = |amount: &Option<ziping::base::place::Sourced<_>>| {
        amount.as_ref().map_or_else(String::new, |a: &ziping::base::place::Sourced<ziping::model::number::Money>| {
            a.value.to_string()
        })
    };
    assert_eq!((shown(&total.budget).as_str(), shown(&total.executed).as_str()), money);
    let read: Vec<(String, String, String)> = form
        .indicators
        .iter()
        .map(|row| {
            let actual = row.actual.as_ref().map_or_else(String::new, |actual| actual.value.to_string());
            let reason = row.explanation.as_ref().map_or_else(String::new, |reason| reason.value.text.clone());
            (row.name.value.clone(), actual, reason)
        })
        .collect();
    let wanted: Vec<_> = rows.iter().map(|(a, b, c)| (a.to_string(), b.to_string(), c.to_string())).collect();
    assert_eq!(read, wanted);
    form
}

#[test]
fn the_form_of_2021_names_the_project_above_its_grid() {
    let grid = format!(
        "附件3
项目类别：区域科技创新体系建设
项目名称：{FIRST}
承担单位：（盖章）{UNIT}
中央引导地方科技发展资金绩效目标自评表
（2025年度）
转移支付（项目）名称||中央引导地方科技发展资金
中央主管部门||财政部、科技部
地方主管部门||省财政厅、省科技厅||实施单位|{UNIT}
项目资金\\n（万元）|||全年预算数（A）|全年执行数（B）|预算执行率（B/A）
|年度资金总额：||84|80|95.24%
|其中：中央补助||84|80|95.24%
|地方资金
|其他资金
年度总体目标|年初设定目标|||全年实际完成情况
|完成装备研发。|||已完成。
绩效指标|一级指标|二级指标|三级指标|年度指标值|全年完成值|未完成原因和改进措施
|产出指标|数量指标|支持自由探索类基础研究项目数量
|||转化科技成果数量|1项|1项|无
|||支持国家高新技术产业开发区/国家创新型城市项目数量|||
|效益指标|社会效益指标|{TRAINED}|≥100人次|120人次|农闲时多办了几期。今后据此定指标。
|||……
|满意度指标|服务对象满意度指标|{CONTENT}|≥90%|98
说明|无
注：1.其他资金包括与中央财政资金、地方财政资金共同投入到同一项目的自有资金、社会资金。"
    );
    let merges = [((9, 0), (13, 0)), ((16, 0), (22, 0)), ((17, 1), (19, 1)), ((17, 2), (19, 2)), ((0, 5), (1, 6))];
    let form = assert_reads(
        &grid,
        &merges,
        ("84", "80"),
        &[
            ("转化科技成果数量", "1项", ""),
            (TRAINED, "120人次", "农闲时多办了几期。今后据此定指标。"),
            (CONTENT, "98%", ""),
        ],
    );
    assert_eq!(form.indicators[1].explanation.as_ref().unwrap().value.measures, "今后据此定指标。");
}

#[test]
fn the_form_of_2022_has_boxes_and_units_printed_in_its_cells() {
    let grid = format!(
        "2025年度中央引导地方科技发展资金区域绩效目标自评表
填写日期：2026年1月5日||||项目承担单位：（盖章）|{UNIT}
专项名称||□自由探索类基础研究  □科技创新基地建设  □科技成果转移转化  ☑区域科技创新体系建设
项目名称||{FIRST}
归口管理部门||省科技厅
资金情况（万元）|||全年预算数（A）|全年执行数（B）|预算执行率（B/A）
|年度资金总额：||100|90|90%
|其中：中央财政资金||84|74|
|　　　地方资金||6|6
|　　　其他资金||10|10
总体目标完成情况|总体目标|||全年实际完成情况
|完成装备研发。|||已完成。
绩效指标|一级指标|二级指标|三级指标|指标值|全年实际完成值|未完成原因和改进措施
|产出指标|数量指标|支持自由探索类基础研究项目数量|个|个|
|||转化科技成果数量|≥1项|2项
|效益指标|社会效益指标|{TRAINED}|≥   人次|   人次
|满意度指标|服务对象满意度|{CONTENT}|≥  %|≥  %|/"
    );
    let form = assert_reads(&grid, &[], ("100", "90"), &[("转化科技成果数量", "2项", "")]);
    assert_eq!(form.direction.as_ref().unwrap().value, "区域科技创新体系建设");
    assert_eq!(
        form.arranged().unwrap().value.to_string(),
        "84",
        "the central money is what the project table arranges"
    );
}

#[test]
fn the_form_with_seven_rows_on_the_management_of_the_money() {
    let grid = format!(
        "转移支付区域绩效自评表
（2025年度）
转移支付（项目）名称||{FIRST}
中央主管部门||财政部、科技部
地方主管部门||财政厅、科技厅||资金使用单位|{UNIT}
资金投入情况（万元）|||全年预算数（A）|全年执行数（B）|预算执行率（B/A×100%）
|年度资金总额：||84|84|100%
|其中：中央财政资金||84|84|100%
|地方财政资金||0|0
|其他资金（包括以前年度结转资金）||0|0
资金管理情况|||情况说明||存在问题和改进措施
|分配科学性||按因素法分配。||无
|下达及时性||30日内下达。||无
|拨付合规性||按国库制度拨付。||
|使用规范性||专款专用。||个别票据不全。下一步加强审核。
|执行准确性||按预算执行。||无
|预算绩效管理情况||已开展监控。||无
|支出责任履行情况||已履行。||—
总体目标完成情况|总体目标|||全年实际完成情况
|完成装备研发。|||已完成。
绩效指标|一级指标|二级指标|三级指标|指标值|全年实际完成值|未完成原因和改进措施
|产出指标|数量指标|转化科技成果数量|≥1项|1项
|效益指标|社会效益指标|{ABILITY}|稳步提升|全部或基本达成预期指标（95%）
说明|无"
    );
    let merges = [((10, 0), (17, 0)), ((11, 3), (11, 4)), ((14, 5), (14, 6)), ((20, 0), (22, 0))];
    let rows = [("转化科技成果数量", "1项", ""), (ABILITY, "全部或基本达成预期指标（95%）", "")];
    let form = assert_reads(&grid, &merges, ("84", "84"), &rows);
    let problems: Vec<_> = form.management.iter().map(|row| (row.name.as_str(), row.problems.value.as_str())).collect();
    assert_eq!(problems, [("使用规范性", "个别票据不全。下一步加强审核。")]);
}

#[test]
fn the_project_form_of_2020_with_scores() {
    let grid = format!(
        "项目支出绩效自评表
项目名称|||{FIRST}
主管部门|||新疆维吾尔自治区科学技术厅||实施单位|{UNIT}
项目资金（万元）||年初预算数|全年预算数（A）|全年执行数（B）|分值|执行率（B/A）|得分
|年度资金总额|80|84|80|10|95.24%|9.5
|其中：当年财政拨款|80|84|80|—|95.24%|—
|上年结转资金|||| — ||—
|其他资金||||—||—
年度总体目标|预期目标||||实际完成情况
|完成装备研发。||||已完成。
绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
|产出指标（50分）|数量指标|指标1：转化科技成果数量|≥1项|1|50|50|
|效益指标（30分）|社会效益指标|指标1：{TRAINED}|≥150人次|120|30|24|报名不足。下一步提前通知。
|||指标2：……
|满意度指标（10分）|服务对象满意度指标|指标1：{CONTENT}|≥90%|95%|10|10
总分|||||100|93.5"
    );
    assert_reads(
        &grid,
        &[((10, 0), (14, 0)), ((15, 0), (15, 3))],
        ("84", "80"),
        &[("转化科技成果数量", "1项", ""), (TRAINED, "120人次", "报名不足。下一步提前通知。"), (CONTENT, "95%", "")],
    );
}

#[test]
fn a_form_in_yuan_with_the_target_in_three_columns() {
    let grid = format!(
        "公开14表 项目支出绩效自评表
金额单位：元
项目名称||{FIRST}
主管部门||科技厅||实施单位|{UNIT}
项目资金（元）|||年初预算数|全年预算数（A）|全年执行数（B）|分值|执行率|得分
||年度资金总额|800000|840000|812345.67|10|96.71%|9.67
||其中：当年财政拨款|800000|840000|812345.67
项目支出绩效指标表
一级指标|二级指标|三级指标|指标性质|指标值|度量单位|实际完成值|分值|得分|偏差原因分析及改进措施
产出指标|数量指标|转化科技成果数量|≥|1|项|1|50|50|
效益指标|社会效益指标|{TRAINED}|≥|100|人次|120|30|30|
满意度指标|服务对象满意度指标|{CONTENT}|≥|90|%|95|10|10
其他需要说明事项||无
总分|||||||100|99.67|优"
    );
    assert_reads(
        &grid,
        &[],
        ("84", "81.234567"),
        &[("转化科技成果数量", "1项", ""), (TRAINED, "120人次", ""), (CONTENT, "95%", "")],
    );
}

#[test]
fn a_systems_export_with_heads_from_a_to_e() {
    let grid = format!(
        "绩效自评表
项目名称||{FIRST}
实施单位：{UNIT}
资金情况（万元）||全年预算数(A)|统筹整合资金数(B)|扣除统筹整合资金后预算金额(C)|全年到位资金(D)|预算到位(D/C)|全年执行资金(E)|预算执行(E/C)|佐证材料
|年度资金总额|84|0|84|84|1.000000|80|0.952381|
|其中：中央补助|84|0|84|84||80|0.952381|
绩效指标|一级指标|二级指标|三级指标|年初目标值（A）|实际完成值（B）|得分
|产出指标|数量指标|转化科技成果数量|≥1项|1项|50"
    );
    assert_reads(&grid, &[], ("84", "80"), &[("转化科技成果数量", "1项", "")]);
}

#[test]
fn a_share_without_its_sign_is_not_guessed() {
    let folder = YearFolder::example();
    folder.clear_cell("绩效指标.xlsx", "E18");
    folder.add_unit_form("1", FIRST, "84", &[(CONTENT, "≥90%", "0.98")]);
    let reading = read(&folder);
    let doubt = reading.findings.iter().find(|finding| finding.message.contains("两种读法：98%，或0.98%")).unwrap();
    assert_eq!(doubt.severity, Severity::Error);
}

#[test]
fn a_company_whose_name_has_money_in_it_changes_no_amount() {
    let grid = format!(
        "项目名称：{FIRST}
承担单位：元通科技
金额单位：万元
资金情况||全年预算数（A）|全年执行数（B）
|年度资金总额|84|80
绩效指标|一级指标|二级指标|三级指标|指标值|全年实际完成值
||数量指标|转化科技成果数量|≥1项|1项"
    );
    let folder = YearFolder::example();
    add(&folder, "表", &grid.replace("金额单位：万元\n", ""), &[]);
    let form = report(&folder).0.unit_forms.remove(0);
    assert_eq!(form.line(None).unwrap().budget.as_ref().unwrap().value.to_string(), "84");
}

/// The example, its results left to the forms: one for each of three projects.
fn aggregated() -> YearFolder {
    let folder = YearFolder::example();
    for cell in ["E14", "E18", "E13"] {
        folder.clear_cell("绩效指标.xlsx", cell);
    }
    let reason = "部分项目起步晚。下一步加快进度。";
    let projects: Vec<(String, String)> = report(&YearFolder::example())
        .0
        .projects
        .projects()
        .map(|project| (project.name.value.clone(), project.amount.value.to_string()))
        .collect();
    for (index, (name, amount)) in projects.iter().enumerate() {
        let rows: &[(&str, &str, &str, &str)] = match index {
            0 => &[
                (TRAINED, "≥100人次", "3000人次", reason),
                (CONTENT, "≥90%", "80%", reason),
                (ABILITY, "稳步提升", "稳步提升", ""),
            ],
            29 => &[(TRAINED, "", "3400人次", "部分项目起步晚，下一步加快进度。"), (CONTENT, "", "90%", reason)],
            30 => &[(TRAINED, "", "1", "有的单位没有报名。"), (CONTENT, "", "100%", ""), (ABILITY, "", "80%", "")],
            _ => &[],
        };
        folder.add_form_with_reasons(&format!("{index:03}"), name, amount, rows);
    }
    folder
}

#[test]
fn blank_results_are_made_from_the_forms_and_every_cell_is_named() {
    let folder = aggregated();
    // A bare 1 without a target has no unit: it cannot be added.
    let recognition = Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
    let reading = read_year(&folder.path(), "2025", &recognition, &|_| FundRules::default());
    assert!(reading.report.is_some());
    let refused: Vec<_> = reading.findings.iter().filter(|finding| finding.code == "Z009").collect();
    assert_eq!(refused.len(), 1, "{refused:#?}");
    assert!(refused[0].message.contains(TRAINED) && refused[0].locations.len() == 2);

    std::fs::remove_file(folder.path().join("单位自评/030.xlsx")).unwrap();
    let (name, amount) = {
        let projects = report(&YearFolder::example()).0.projects;
        let project = projects.projects().nth(30).unwrap();
        (project.name.value.clone(), project.amount.value.to_string())
    };
    let last = [(TRAINED, "", "1人次", "有的单位没有报名。"), (CONTENT, "", "100%", ""), (ABILITY, "", "80%", "")];
    folder.add_form_with_reasons("030", &name, &amount, &last);

    let (report, findings) = report(&folder);
    assert_eq!(findings, []);
    let weights: Vec<rust_decimal::Decimal> =
        [0, 29, 30].map(|index| report.projects.projects().nth(index).unwrap().amount.value.0).to_vec();
    let mean = |shares: &[(usize, i64)]| {
        let part = |&(index, share): &(usize, i64)| weights[index] * rust_decimal::Decimal::from(share);
        let total: rust_decimal::Decimal = shares.iter().map(|(index, _)| weights[*index]).sum();
        ziping::base::number::plain(ziping::model::number::round(
            shares.iter().map(part).sum::<rust_decimal::Decimal>() / total,
            2,
        ))
    };
    let ledger = Ledger::of(&report);
    let figures = ledger.by_path();
    let shown = |name: &str, field: &str| figures[&format!("指标.{name}.{field}")].quantity.to_string();
    assert_eq!(shown(TRAINED, "实际完成值"), "6401人次");
    assert_eq!(shown(CONTENT, "实际完成值"), format!("{}%", mean(&[(0, 80), (1, 90), (2, 100)])));
    assert_eq!(shown(ABILITY, "实际完成值"), format!("{}%", mean(&[(0, 100), (2, 80)])));
    assert_eq!(shown(ABILITY, "完成率"), shown(ABILITY, "实际完成值"), "note 5: the share is the completion");

    // The chain ends at the units' cells.
    let figure = figures[&format!("指标.{TRAINED}.实际完成值")];
    let Origin::Derived { by, inputs } = &figure.origin else { panic!("{figure:?}") };
    assert_eq!((by.to_string().as_str(), inputs.len()), ("各单位自评表相加", 3));
    let places: Vec<String> = inputs
        .iter()
        .map(|input| match &ledger.get(input).unwrap().origin {
            Origin::Read(place) => place.to_string(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(places[0], "2025/单位自评/000.xlsx › Sheet1 › E11");
}

#[test]
fn the_forms_reach_the_region_s_form_and_a_workbook_to_edit_from() {
    let folder = aggregated();
    std::fs::remove_file(folder.path().join("单位自评/030.xlsx")).unwrap();
    let project = &report(&YearFolder::example()).0.projects;
    let project = project.projects().nth(30).unwrap();
    folder.add_unit_form("030", &project.name.value, &project.amount.value.to_string(), &[]);
    let run = ziping(folder.root(), &["2025"]);
    // Trained people and content fall short now, and the region gives no reason: a draft.
    assert_eq!(run.status.code(), Some(1), "{}", String::from_utf8_lossy(&run.stdout));
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(said.contains("还没有写原因和措施，有2个单位写了") && said.contains("单位自评汇总.xlsx"), "{said}");
    let form = std::fs::read(folder.output("自评表（草稿）.docx")).unwrap();
    assert!(part(&form, "word/document.xml").contains("6400人次"));

    let mut workbook = open_workbook_auto(folder.output("单位自评汇总（草稿）.xlsx")).unwrap();
    let mut rows = |sheet: &str| -> Vec<Vec<String>> {
        let range = workbook.worksheet_range(sheet).unwrap();
        range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
    };
    let reasons = rows("原因和措施");
    let of: BTreeMap<&str, &Vec<String>> = reasons.iter().map(|row| (row[0].as_str(), row)).collect();
    assert_eq!(of[TRAINED][2..4], ["2", "部分项目起步晚。下一步加快进度。"].map(str::to_string));
    let totals = rows("指标汇总");
    let trained = totals.iter().find(|row| row[0] == TRAINED).unwrap();
    assert_eq!(trained[2..7], ["", "6400人次", "相加", "2", "6400人次"].map(str::to_string));
    assert_eq!(rows("逐份明细").iter().filter(|row| row[0] == TRAINED).count(), 2);
}

#[test]
fn money_that_the_region_leaves_blank_is_added_up() {
    let folder = YearFolder::example();
    let projects = report(&folder).0.projects;
    for (index, project) in projects.projects().enumerate() {
        folder.add_unit_form(&index.to_string(), &project.name.value, &project.amount.value.to_string(), &[]);
    }
    folder.clear_cell("资金执行.xlsx", "C4");
    let (report, findings) = report(&folder);
    assert_eq!(findings, []);
    assert_eq!(report.execution.lines().unwrap()[0].executed.value.to_string(), "10930");
    assert_eq!(report.execution.lines().unwrap()[0].budget.value.to_string(), "10930");
    let ledger = Ledger::of(&report);
    let figures = ledger.by_path();
    let figure = figures["资金.中央财政资金.执行数"];
    assert!(matches!(&figure.origin, Origin::Derived { inputs, .. } if inputs.len() == 137), "{figure:?}");
}

#[test]
fn a_form_twice_a_stray_form_and_another_unit_are_found() {
    let folder = YearFolder::example();
    folder.clear_cell("绩效指标.xlsx", "E14");
    folder.add_unit_form("1", FIRST, "84", &[(TRAINED, "", "7000人次")]);
    folder.add_unit_form("2", FIRST, "84", &[(TRAINED, "", "7000人次")]);
    folder.add_unit_form("3", "没有这个项目", "84", &[(TRAINED, "", "1人次")]);
    let findings = audited(&folder);
    let of = |message: &str| findings.iter().find(|finding| finding.message.contains(message)).map(|f| f.severity);
    assert_eq!(of("有2份单位自评表"), Some(Severity::Error));
    assert_eq!(of("单位自评表的项目不在项目表里"), Some(Severity::Error), "its figures are in the sum");

    let grid = format!(
        "项目名称：{FIRST}
承担单位：新疆大学
专项名称|□自由探索类基础研究 ☑科技创新基地建设
绩效指标|一级指标|二级指标|三级指标|指标值|全年实际完成值
||社会效益指标|培训科技服务人员数量|≥1人次|1人次"
    );
    let folder = YearFolder::example();
    add(&folder, "表", &grid, &[]);
    let findings = audited(&folder);
    let says = |words: &str| findings.iter().any(|f| f.message.contains(words) || f.hint.contains(words));
    assert!(says("单位自评表与项目表单位不一致") && says("勾的不是项目表的支持方向"), "{findings:#?}");
    assert!(says("是不是“培训技术服务人员数量”"), "{findings:#?}");
}

/// Nothing is quoted of what nobody filled in.
#[test]
fn a_blank_form_is_said_to_be_blank() {
    let folder = YearFolder::example();
    assert!(ziping(folder.root(), &["form", "2025"]).status.success());
    let form = std::fs::read_dir(folder.root().join("output/2025")).unwrap().next().unwrap().unwrap().path();
    std::fs::create_dir(folder.path().join("单位自评")).unwrap();
    std::fs::copy(form, folder.path().join("单位自评/甲.xlsx")).unwrap();
    let shown = String::from_utf8(ziping(folder.root(), &["check", "2025"]).stdout).unwrap();
    let of_it = shown.lines().filter(|line| line.starts_with("错误") || line.starts_with("警告"));
    assert_eq!(of_it.collect::<Vec<_>>(), ["警告 Z009 这份单位自评表是空的，没有计入"], "{shown}");
    assert!(shown.lines().all(|line| !line.trim_end().ends_with('：')), "{shown}");
}

/// A form of the project, in the grid of the others.
fn grid(title: &str, project: &str, executed: &str, rows: &[(&str, &str, &str)]) -> String {
    let rows: String = rows.iter().map(|(name, target, actual)| format!("\n||{name}|{target}|{actual}")).collect();
    format!(
        "{title}
项目名称|{project}
承担单位|{UNIT}
资金情况||全年预算数|全年执行数
|年度资金总额|84|80
|中央补助|84|{executed}
一级指标|二级指标|三级指标|指标值|全年实际完成值{rows}"
    )
}

/// A workbook in `单位自评/` with a sheet for each grid.
fn add_sheets(folder: &YearFolder, name: &str, grids: &[String]) {
    let mut workbook = Workbook::new();
    for grid in grids {
        let sheet = workbook.add_worksheet();
        for (row, line) in (0..).zip(grid.lines()) {
            for (column, cell) in (0..).zip(line.split('|')).filter(|(_, cell)| !cell.is_empty()) {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
    }
    let path = folder.path().join("单位自评");
    std::fs::create_dir_all(&path).unwrap();
    workbook.save(path.join(format!("{name}.xlsx"))).unwrap();
}

#[test]
fn a_form_of_another_year_is_told_and_not_counted() {
    for (title, counted) in [
        ("中央引导地方科技发展资金自评表（2024年度）", 0),
        ("2024年度中央引导地方科技发展资金自评表", 0),
        ("自评表（2024—2025年度）", 1),
        ("自评表（截至2024年12月31日）", 1),
        ("自评表", 1),
    ] {
        let folder = YearFolder::example();
        add(&folder, "表", &grid(title, FIRST, "80", &[(TRAINED, "≥100人次", "120人次")]), &[]);
        let (report, findings) = report(&folder);
        let told: Vec<(&str, Severity)> = findings.iter().map(|found| (found.code, found.severity)).collect();
        let wanted = if counted == 0 { vec![("Z012", Severity::Error)] } else { vec![] };
        assert_eq!((report.unit_forms.len(), told), (counted, wanted), "{title}");
    }
}

#[test]
fn each_form_of_a_workbook_is_read_and_a_blank_copy_is_none() {
    let folder = YearFolder::example();
    let one = grid("自评表", FIRST, "80", &[(TRAINED, "≥100人次", "120人次")]);
    let other = grid("自评表", "中亚高发病前沿平台建设", "80", &[(TRAINED, "≥100人次", "3人次")]);
    let blank = grid("自评表", "", "", &[(TRAINED, "≥100人次", "")]);
    add_sheets(&folder, "两个项目", &[one, other, blank]);
    let (report, findings) = report(&folder);
    assert_eq!(findings, []);
    let names: Vec<&str> = report.unit_forms.iter().map(|form| form.title()).collect();
    assert_eq!(names, [FIRST, "中亚高发病前沿平台建设"]);
}

#[test]
fn days_are_never_added_and_the_region_may_say_how_results_are_put_together() {
    let made = |head: &str, method: &str| {
        let folder = YearFolder::example();
        let other = "中亚高发病分子细胞前沿创新研究平台建设";
        folder.list_only(&[(FIRST, UNIT, "84"), (other, UNIT, "84")]);
        let days = "资金分解下达用时";
        crate::support::tables::rewrite(&folder, "绩效指标", &|_, rows| {
            let text = crate::support::tables::text;
            rows[1].push(text(head));
            rows[2][2] = text(days);
            rows[2][3] = text("≤30天");
            rows[2][4] = calamine::Data::Empty;
            rows[2].push(text(method));
        });
        for (file, project, actual) in [("1", FIRST, "28天"), ("2", other, "22天")] {
            add(&folder, file, &grid("自评表", project, "80", &[(days, "≤30天", actual)]), &[]);
        }
        let reading = read(&folder);
        let report = reading.report.unwrap();
        let actual = report.indicators[0].actual.value().map(ToString::to_string);
        (actual, reading.findings.iter().map(|found| found.code).collect::<Vec<_>>())
    };
    assert_eq!(made("备用", ""), (Some("25天".into()), vec![]), "the mean by the money, which is alike");
    assert_eq!(made("汇总方式", "最大"), (Some("28天".into()), vec![]));
    assert_eq!(made("汇总方式", "取最小值"), (Some("22天".into()), vec![]));
    assert_eq!(made("汇总方式", "不汇总"), (None, vec!["Z009"]));
    assert_eq!(made("汇总方式", "随便"), (Some("25天".into()), vec!["Z004"]));
}

#[test]
fn money_that_is_blank_or_more_than_there_was_is_found_in_its_cells() {
    let said = |executed: &str| {
        let folder = YearFolder::example();
        add(&folder, "表", &grid("自评表", FIRST, executed, &[(TRAINED, "≥100人次", "120人次")]), &[]);
        let found = audited(&folder).into_iter().filter(|found| found.code == "Z225");
        found.map(|found| (found.message, found.locations[0].to_string())).collect::<Vec<_>>()
    };
    let at = |cell: &str| format!("2025/单位自评/新疆/表.xlsx › Sheet1 › {cell}");
    assert_eq!(said("80"), []);
    assert_eq!(said("84"), []);
    assert_eq!(said(""), [(format!("“{FIRST}”的单位自评表没有填中央财政资金的全年执行数"), at("D6"))]);
    assert_eq!(said("85"), [(format!("“{FIRST}”的单位自评表中央财政资金的执行数大于预算数"), at("D6"))]);
}

/// A form with this line above it.
fn dated(line: &str) -> String {
    format!(
        "{line}\n项目名称|{FIRST}\n承担单位|{UNIT}\n三级指标|指标值|全年完成值\n{TRAINED}|≥1人|5人\n{CONTENT}|≥90%|95%"
    )
}

#[test]
fn a_form_says_its_year_in_many_ways() {
    let told = |line: &str| {
        let folder = YearFolder::example();
        add(&folder, "表", &dated(line), &[]);
        read(&folder).findings.iter().any(|found| found.code == "Z012" && found.message.contains("2024年度"))
    };
    for line in ["（2024年度）", "（2024年1月—12月）", "2024年1-12月", "年度：2024", "（24年度）", "2024"]
    {
        assert!(told(line), "{line}");
    }
    for line in ["（2025年1月—12月）", "填表日期：2024年12月3日", "24", "（25年度）"] {
        assert!(!told(line), "{line}");
    }
}

#[test]
fn a_form_beside_another_is_told() {
    let both = |join: &dyn Fn(&str, &str) -> String| {
        let folder = YearFolder::example();
        add(&folder, "表", &join(&dated("（2025年度）"), &dated("（2025年度）").replace(FIRST, "另一个项目")), &[]);
        let told = read(&folder).findings;
        told.iter().any(|found| found.code == "Z008" && found.message.contains("右边还有一份"))
    };
    let beside = |one: &str, other: &str| {
        let width = 4;
        let lines = one.lines().zip(other.lines()).map(|(left, right)| {
            let blank = "|".repeat(width - left.matches('|').count());
            format!("{left}{blank}{right}")
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    assert!(both(&beside));
    assert!(!both(&|one: &str, other: &str| format!("{one}\n{other}")));
}
