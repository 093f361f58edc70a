//! Tables in an office's own words: heads that are only like the known ones, rows that sum up others under any name,
//! numbers before labels, strokes, documents whose name and number share a cell.

use crate::support::YearFolder;
use ziping::base::finding::{Finding, Severity};
use ziping::model::fund_rules::FundRules;
use ziping::model::report::Report;
use ziping::model::term::Term;
use ziping::reading::{Recognition, read_year};

const BARE: &str = "项目表: { 支持方向: 无, 分组: 无, 支持方式: 无, 自评等级: 无 }";

/// The example with one of its tables as a .csv instead.
fn with(replaced: &str, rows: &[&str], rules: &str) -> (Report, Vec<Finding>) {
    let folder = YearFolder::example();
    if !replaced.is_empty() {
        folder.remove(replaced);
    }
    folder.write("表.csv", rows.join("\n").as_bytes());
    let rules: FundRules = serde_saphyr::from_str(rules).unwrap();
    let recognition = Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
    let reading = read_year(&folder.path(), "2025", &recognition, &|_| rules.clone());
    (reading.report.unwrap_or_else(|| panic!("{:#?}", reading.findings)), reading.findings)
}

fn projects(rows: &[&str], rules: &str) -> (Vec<(String, String, String)>, Report, Vec<Finding>) {
    let (report, findings) = with("资金安排表.xlsx", rows, rules);
    let all = report.projects.projects();
    let all = all.map(|own| (own.name.value.clone(), own.unit.value.clone(), own.amount.value.to_string())).collect();
    (all, report, findings)
}

fn told(report: &Report, code: &str) -> Vec<String> {
    let audit = ziping::judge::judge(&ziping::judge::Case::of_report(report), &crate::support::standards());
    audit.findings.into_iter().filter(|found| found.code == code).map(|found| found.message).collect()
}

#[test]
fn heads_that_are_like_the_known_ones_are_taken_where_what_stands_below_fits() {
    for (unit, money) in
        [("项目管理单位", "专项资金（万元）"), ("经营主体", "奖补资金"), ("项目业主", "本次下达"), ("保护单位", "合计")]
    {
        let head = format!("序号,项目名称,{unit},总投资,{money}");
        let rows = [head.as_str(), "1,水库除险,甲局,900,120", "2,灌区改造,乙局,800,80"];
        let (read, _, findings) = projects(&rows, BARE);
        assert_eq!(findings, [], "{head}");
        let own = |name: &str, unit: &str, amount: &str| (name.to_string(), unit.to_string(), amount.to_string());
        assert_eq!(read, [own("水库除险", "甲局", "120"), own("灌区改造", "乙局", "80")], "{head}");
    }
    for (target, result) in [("年度绩效目标", "年度完成（值）"), ("设定值", "实际达到值"), ("计划完成值", "自评完成")]
    {
        let head = format!("一级指标,二级指标,三级指标,{target},{result}");
        let rows = [head.as_str(), "产出指标,数量指标,改造面积,≥20亩,21亩"];
        let (report, findings) = with("绩效指标.xlsx", &rows, BARE);
        assert_eq!(
            report.indicators().map(|own| own.actual.value.to_string()).collect::<Vec<_>>(),
            ["21亩"],
            "{findings:#?}"
        );
    }
    for area in ["镇（街道）", "市、州", "分配对象"] {
        let head = format!("{area},金额");
        let (read, _, findings) = areas(&[head.as_str(), "甲,6000", "乙,4930"]);
        assert_eq!((read.len(), findings), (2, vec![]), "{area}");
    }
    // Money of another source is none of the fund's, nor is a column of words.
    for money in ["省级资金", "自筹资金", "资金来源"] {
        let head = format!("序号,项目名称,经营主体,{money}");
        let words = if money == "资金来源" { "财政" } else { "120" };
        let row = format!("1,水库除险,甲局,{words}");
        let (_, findings) = with("资金安排表.xlsx", &[head.as_str(), row.as_str()], BARE);
        assert!(findings.iter().any(|found| found.code == "Z002" || found.code == "Z003"), "{money}: {findings:#?}");
    }
}

#[test]
fn of_several_columns_under_one_head_the_funds_own_is_taken() {
    for sub in ["总投资,中央财政资金,自筹资金", "总投资,中央,自筹资金"] {
        let below = format!(",,,{sub}");
        let rows = ["序号,项目名称,实施主体,投资构成,,", below.as_str(), "1,水库除险,甲局,200,120,80"];
        let (read, _, findings) = projects(&rows, BARE);
        assert_eq!((read[0].2.as_str(), findings.as_slice()), ("120", &[][..]), "{sub}");
    }
}

#[test]
fn a_column_of_codes_numbers_nothing() {
    let head = "编号,项目名称,实施单位,安排资金";
    let (read, report, findings) = projects(&[head, "ZH-01,水库除险,甲局,120", "ZH-03,灌区改造,乙局,80"], BARE);
    assert_eq!((read.len(), findings), (2, vec![]));
    assert_eq!(told(&report, "Z105"), Vec::<String>::new());
    // One among numbers is a slip.
    let rows = [head, "1,水库除险,甲局,120", "2,灌区改造,乙局,80", "三3,堤防加固,丙局,80"];
    assert!(projects(&rows, BARE).2.iter().any(|found| found.code == "Z004"));
}

#[test]
fn a_row_of_units_or_of_the_columns_numbers_belongs_to_the_head() {
    let rows = ["序号,项目名称,申报单位,安排资金", ",,,元", "1,水库除险,甲局,1200000"];
    assert_eq!(projects(&rows, BARE).0[0].2, "120");
    for numbers in ["1,2,3,4", ",②,③,④=②+③", "甲,A,B,C=A+B", "（1）,（2）,（3）,（4）"] {
        let rows = ["序号,项目名称,申报单位,安排资金", numbers, "1,水库除险,甲局,120"];
        let (read, _, findings) = projects(&rows, BARE);
        assert_eq!((read.len(), findings.as_slice()), (1, &[][..]), "{numbers}");
    }
}

#[test]
fn sums_of_areas_parts_and_totals_under_any_name_are_checked_and_not_counted() {
    let head = "序号,县区,项目名称,申报单位,安排资金";
    for (rows, count) in [
        (
            vec![
                head,
                "1,江阳区,甲,甲局,300",
                "2,,乙,乙局,200",
                ",江阳区小计（2个）,,,500",
                "3,合江县,丙,丙局,91",
                ",合江县小计,,,91",
            ],
            3,
        ),
        (
            vec![
                head,
                ",江阳区小计,,,500",
                "1,江阳区,甲,甲局,300",
                "2,江阳区,乙,乙局,200",
                ",合江县小计,,,91",
                "3,合江县,丙,丙局,91",
            ],
            3,
        ),
        (
            vec![
                head,
                "1,江阳区,甲,甲局,500",
                "1.1,江阳区,甲一期,甲局,300",
                "1.2,江阳区,甲二期,甲局,200",
                "2,合江县,丙,丙局,91",
            ],
            2,
        ),
        (vec![head, "1,江阳区,甲,甲局,300", "2,合江县,丙,丙局,91", ",,资金总盘子,,391"], 2),
    ] {
        let (read, report, findings) = projects(&rows, BARE);
        assert_eq!((read.len(), findings.as_slice()), (count, &[][..]), "{rows:?}");
        assert_eq!(told(&report, "Z101"), Vec::<String>::new(), "{rows:?}");
    }
    let wrong = [head, "1,江阳区,甲,甲局,300", "2,,乙,乙局,200", ",江阳区小计,,,501"];
    let (_, report, _) = projects(&wrong, BARE);
    assert!(told(&report, "Z101").iter().any(|message| message.contains("江阳区小计")), "{:?}", told(&report, "Z101"));
    // Another unit's share of the project above is asked about, not made a project.
    let (read, report, findings) =
        projects(&[head, "1,江阳区,甲,甲局,300", ",,,乙局,200", "2,合江县,丙,丙局,91"], BARE);
    let codes: Vec<&str> = findings.iter().map(|found| found.code).collect();
    assert_eq!((read.len(), codes.as_slice()), (2, &["Z014"][..]), "{findings:#?}");
    assert_eq!((read[0].1.as_str(), read[0].2.as_str()), ("甲局、乙局", "500"), "{read:?}");
    assert_eq!(report.projects.known_amount().unwrap().to_string(), "591");
    // With a name of its own it is a project.
    let (read, ..) = projects(&[head, "1,江阳区,甲,甲局,300", ",江阳区,乙,乙局,200", "2,合江县,丙,丙局,91"], BARE);
    assert_eq!(read.len(), 3, "{read:?}");
}

const DIRECTED: &str = "项目表: { 支持方向: 有, 分组: 无, 支持方式: 无, 自评等级: 无 }";

fn directions(report: &Report) -> Vec<(String, String)> {
    let money = |rows: &mut dyn Iterator<Item = String>| rows.collect::<Vec<_>>().join("＋");
    let own = report.projects.directions.iter();
    own.map(|own| (own.name.value.clone(), money(&mut own.projects().map(|project| project.amount.value.to_string()))))
        .collect()
}

#[test]
fn sums_of_directions_beside_areas_are_those_of_the_directions() {
    let head = "序号,项目类别,项目名称,实施主体,实施地点,安排资金";
    let list = |sum: &str| {
        let sum = format!(",粮油小计,,,,{sum}");
        let rows = [head, "1,粮油,甲,甲局,武安镇", "2,,乙,乙局,九集镇", "3,,丙,丙局,全县", &sum, "4,农机,丁,丁局,全县"];
        let money = ["", ",62", ",48", ",35", "", ",410"];
        let rows: Vec<String> = rows.iter().zip(money).map(|(row, money)| format!("{row}{money}")).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let (_, report, findings) = projects(&rows, DIRECTED);
        assert_eq!(findings, []);
        assert_eq!(directions(&report)[0], ("粮油".to_string(), "62＋48＋35".to_string()));
        told(&report, "Z101")
    };
    assert_eq!(list("145"), Vec::<String>::new(), "it is no sum of 全县");
    assert!(list("146")[0].contains("粮油小计"));
}

#[test]
fn directions_may_be_columns_of_the_money() {
    let head = ["序号,项目名称,业主单位,治理资金,,", ",,,工业源治理,移动源治理,小计"];
    let list = |rows: &[&str]| {
        let rows: Vec<&str> = head.iter().chain(rows).copied().collect();
        let (_, report, findings) = projects(&rows, DIRECTED);
        (directions(&report), findings.iter().map(|found| (found.code, found.severity)).collect::<Vec<_>>())
    };
    let rows = ["1,甲,甲局,300,,300", "2,乙,乙局,,200,200", "3,丙,丙局,91,,91"];
    let (read, findings) = list(&rows);
    let own = |name: &str, money: &str| (name.to_string(), money.to_string());
    assert_eq!(read, [own("工业源治理", "300＋91"), own("移动源治理", "200")]);
    assert_eq!(findings, [("Z014", Severity::Warning)], "asked once");
    // A project with money in both says nothing of its direction.
    let (read, findings) = list(&["1,甲,甲局,100,200,300", "2,乙,乙局,,200,200"]);
    assert_eq!((read.len(), findings.len()), (1, 0), "{read:?} {findings:?}");
    // Batches and levels are no directions.
    for parts in ["第一批,第二批,小计", "中央资金,省级资金,小计"] {
        let below = format!(",,,{parts}");
        let rows = ["序号,项目名称,业主单位,治理资金,,", &below, rows[0], rows[1]];
        let (_, report, _) = projects(&rows, DIRECTED);
        assert!(directions(&report).iter().all(|(name, _)| name == "全部项目"), "{parts} {:?}", directions(&report));
    }
    // A fund without directions is told that nothing is made of them.
    let all: Vec<&str> = head.iter().chain(&rows).copied().collect();
    let (_, _, findings) = projects(&all, BARE);
    assert!(findings.len() == 1 && findings[0].message.contains("工业源治理、移动源治理"), "{findings:#?}");
}

#[test]
fn directions_may_be_numbered_in_a_cell_of_their_own_or_in_brackets() {
    let rules = "项目表: { 支持方向: 有, 分组: 无, 支持方式: 无, 自评等级: 无 }";
    for first in ["第一类,粮油单产", "一,粮油单产", "（一）,粮油单产", "一、粮油单产,"] {
        let section = format!("{first},,500");
        let rows = ["序号,项目名称,申报单位,安排资金", &section, "1,甲,甲局,300", "2,乙,乙局,200"];
        let (read, report, findings) = projects(&rows, rules);
        let names: Vec<&str> = report.projects.directions.iter().map(|own| own.name.value.as_str()).collect();
        assert_eq!((read.len(), names.as_slice(), findings.as_slice()), (2, &["粮油单产"][..], &[][..]), "{first}");
    }
}

fn areas(rows: &[&str]) -> (Vec<(String, String)>, Report, Vec<Finding>) {
    let rules = "分配表: 有\n项目表: { 项目清单: 无, 支持方向: 无, 分组: 无, 支持方式: 无, 自评等级: 无 }";
    let (report, findings) = with("资金安排表.xlsx", rows, rules);
    let amount =
        |own: &ziping::model::allotment::Allotment| own.amount.value().map_or(String::new(), ToString::to_string);
    let all = report.allotments.rows.iter().map(|own| (own.name().to_string(), amount(own))).collect();
    (all, report, findings)
}

#[test]
fn tables_of_areas_in_other_shapes_come_to_the_same() {
    let own = |rows: &[(&str, &str)]| -> Vec<(String, String)> {
        rows.iter().map(|(name, amount)| (name.to_string(), amount.to_string())).collect()
    };
    let two = own(&[("甲市", "6000"), ("乙市", "4930")]);
    let four = own(&[("甲县", "3000"), ("丙县", "3000"), ("丁县", "2500"), ("戊县", "2430")]);
    for (rows, expected) in [
        (
            vec![
                "市州,金额",
                "甲市,6000",
                "　　甲县,3000",
                "　　丙县,3000",
                "乙市,4930",
                "　　丁县,2500",
                "　　戊县,2430",
                "合计,10930",
            ],
            &four,
        ),
        (
            vec![
                "市州,金额",
                "合计,10930",
                "甲市,6000",
                "甲县,3000",
                "丙县,3000",
                "乙市,4930",
                "丁县,2500",
                "戊县,2430",
            ],
            &four,
        ),
        (
            vec![
                "市,县（区）,金额",
                "甲市,小计,6000",
                ",甲县,3000",
                ",丙县,3000",
                "乙市,小计,4930",
                ",丁县,2500",
                ",戊县,2430",
                "合计,,10930",
            ],
            &four,
        ),
        (
            vec![
                "序号,市县,金额,序号,市县,金额",
                "1,甲县,3000,3,丁县,2500",
                "2,丙县,3000,4,戊县,2430",
                ",,,,合计,10930",
            ],
            &four,
        ),
        (vec!["市州,金额", "甲市,6000", "其中：新区,1200", "乙市,4930", "合计,10930"], &two),
        (vec!["市州,金额", "全省,10930", "甲市,6000", "乙市,4930"], &two),
        (
            vec!["市州,技能补贴,岗位补贴,合计", "甲市,4000,2000,6000", "乙市,2000,2930,4930", "合计,6000,4930,10930"],
            &two,
        ),
        (
            vec![
                "单位名称,服务人口（人）,预拨资金,结算资金,合计",
                "甲市,100,4000,2000,6000",
                "乙市,90,2000,2930,4930",
                "合计,190,6000,4930,10930",
            ],
            &two,
        ),
    ] {
        let (read, report, findings) = areas(&rows);
        assert_eq!((&read, findings.as_slice()), (expected, &[][..]), "{rows:?}");
        assert_eq!(told(&report, "Z113"), Vec::<String>::new(), "{rows:?}");
    }
    let (_, report, _) =
        areas(&["序号,市州,金额", "一,市州小计,5900", "1,甲市,6000", "二,省本级小计,4930", "2,省本级,4930"]);
    let said = told(&report, "Z113");
    assert!(said.iter().any(|message| message.contains("市州小计")), "{said:?}");
}

#[test]
fn rows_of_money_may_be_numbered_summed_up_left_out_or_struck() {
    let head = "资金来源,全年预算数,全年执行数";
    for rows in [
        vec![
            head,
            "合计,10930,8744",
            "一、财政资金,10930,8744",
            "1.中央财政资金,10930,8744",
            "2.地方资金,0,0",
            "二、其他资金,0,0",
        ],
        vec![head, "年度资金总额,10930,8744", "中央财政资金,10930,8744", "地方资金,—,—", "其他资金,—,—"],
        vec![head, "年度资金总额,10930,8744", "中央财政资金,10930,8744"],
        vec![head, "年度资金总额,10930,8744", "中央财政资金,10930,8744", "地方资金,,", "其他资金,,"],
        // Commas within the amounts, something else between them.
        vec![
            "资金来源;全年预算数;全年执行数",
            "年度资金总额;10,930.00;8,744.00",
            "中央财政资金;10,930.00;8,744.00",
            "地方资金;0;0",
            "其他资金;0;0",
        ],
    ] {
        let (report, findings) = execution(&rows);
        assert_eq!(findings, [], "{rows:?}");
        assert_eq!(report.execution.budget().unwrap().to_string(), "10930", "{rows:?}");
    }
    // A stroke that the total does not settle is asked about.
    let (_, findings) =
        execution(&[head, "年度资金总额,10931,8744", "中央财政资金,10930,8744", "地方资金,—,0", "其他资金,0,0"]);
    assert!(findings.iter().any(|found| found.code == "Z014"), "{findings:#?}");
    let (_, findings) =
        execution(&[head, "年度资金总额,10931,8744", "中央财政资金,10930,8744", "地方资金,,", "其他资金,0,0"]);
    assert!(findings.iter().any(|found| found.code == "Z009"), "{findings:#?}");
    // Rows that the total counts are one finding, with the line to write.
    let (_, findings) = execution(&[
        head,
        "年度资金总额,15930,13744",
        "中央财政资金,10930,8744",
        "专项债券,4000,4000",
        "银行贷款,1000,1000",
    ]);
    let [found] = findings.as_slice() else { panic!("{findings:#?}") };
    assert!(
        found.hint.contains("资金行: [中央财政资金, 专项债券, 银行贷款]") && found.locations.len() == 2,
        "{found:#?}"
    );
    // However their numbers are written, below a word over several of them, with rows of noughts in the office's own words.
    let own_words = [head, "年度资金总额,\"10,930\",\"8,744\"", "其中,省补资金,\"10,000\",8000"];
    let own_words: Vec<String> =
        own_words.iter().map(|row| row.replacen("来源,", "来源,,", 1).replacen("总额,", "总额,,", 1)).collect();
    let rows: Vec<&str> =
        own_words.iter().map(String::as_str).chain([",上年余额,0,0", ",医院自有,930万元,744"]).collect();
    let (_, findings) = execution(&rows);
    let [found] = findings.as_slice() else { panic!("{findings:#?}") };
    assert!(found.hint.contains("资金行: [省补资金, 上年余额, 医院自有]"), "{found:#?}");
    assert_eq!(found.locations[0].to_string().rsplit(' ').next(), Some("B3"), "{found:#?}");
    let (_, findings) = execution(&[head, "省级补助资金,6700,6365", "市级配套,800,760"]);
    let own = findings.iter().find(|found| found.message.contains("中央财政资金"));
    assert!(own.is_some_and(|found| found.hint.contains("资金行: [省级补助资金, 市级配套]")), "{findings:#?}");
    // Outside the total.
    let (_, findings) = execution(&[
        head,
        "年度资金总额,10930,8744",
        "中央财政资金,10930,8744",
        "地方资金,0,0",
        "其他资金,0,0",
        "医院自有,\"1,330.00\",\"1,313.80\"",
    ]);
    assert_eq!(findings.iter().map(|found| found.code).collect::<Vec<_>>(), ["Z002"], "{findings:#?}");
}

/// The example's money, its documents as they are.
fn execution(rows: &[&str]) -> (Report, Vec<Finding>) {
    let documents = "\n层级,文件名称,文号,印发日期,金额\n中央,某通知,财教〔2025〕92号,2025-05-19,10930\n省级,某通知,某财教〔2025〕9号,2025-06-19,10930";
    let joined = rows.join("\n");
    let folder = YearFolder::example();
    folder.remove("资金执行.xlsx");
    folder.write("资金.csv", joined.as_bytes());
    folder.write("文件.csv", documents.trim().as_bytes());
    let recognition = Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
    let reading = read_year(&folder.path(), "2025", &recognition, &|_| FundRules::default());
    (reading.report.unwrap_or_else(|| panic!("{:#?}", reading.findings)), reading.findings)
}

#[test]
fn documents_with_name_and_number_in_one_cell_and_sums_between_them() {
    let documents = |rows: &[&str], rules: &str| {
        let folder = YearFolder::example();
        folder.remove("资金执行.xlsx");
        folder.write(
            "资金.csv",
            "资金来源,全年预算数,全年执行数\n中央财政资金,10930,8744\n地方资金,0,0\n其他资金,0,0".as_bytes(),
        );
        folder.write("文件.csv", rows.join("\n").as_bytes());
        let rules: FundRules = serde_saphyr::from_str(rules).unwrap();
        let recognition = Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
        let reading = read_year(&folder.path(), "2025", &recognition, &|_| rules.clone());
        (reading.report.unwrap_or_else(|| panic!("{:#?}", reading.findings)), reading.findings)
    };
    let one = [
        "发文单位,文件名称及文号,印发日期,金额",
        "财政部,《关于下达资金的通知》（财教〔2025〕92号）,2025年5月19日,10930",
    ];
    let apart = [
        "层级,文件名称,文号,印发日期,金额",
        "中央小计,,,,10930",
        "中央,关于下达资金的通知,财教〔2025〕92号,2025-05-19,5000",
        ",关于下达资金的通知,财教〔2025〕93号,2025-05-20,5930",
    ];
    for rows in [&one[..], &apart[..]] {
        let (report, findings) = documents(rows, "{}");
        assert_eq!(findings, [], "{rows:?}");
        let first = report.documents.iter().next().unwrap();
        assert_eq!(
            (first.title.value.as_str(), first.number.value.as_str()),
            ("关于下达资金的通知", "财教〔2025〕92号")
        );
        assert!(report.documents.iter().all(|own| own.level.value.name() == "中央"));
    }
    // Levels that the fund has none of: one finding with the line to write.
    let rows = [
        "发文单位,文件名称,文号,印发日期,金额",
        "某省财政厅,关于下达资金的通知,某财农〔2025〕1号,2025-05-19,10930",
        "某市财政局,关于下达资金的通知,市财农〔2025〕2号,2025-05-20,10930",
        "某县财政局,关于下达资金的通知,县财农〔2025〕3号,2025-05-21,10930",
    ];
    let (_, findings) = documents(&rows, "{}");
    let errors: Vec<&Finding> = findings.iter().filter(|found| found.severity == Severity::Error).collect();
    let [found] = errors.as_slice() else { panic!("{findings:#?}") };
    assert!(found.hint.contains("下达层级: [省级, 市级, 县级]"), "{found:#?}");
    // 市级 is the 省级 of 天津市 alone, elsewhere a level of its own.
    let level = |level: &str, nth: u32| format!("{level},关于下达资金的通知,财教〔2025〕{nth}号,2025-05-19,10930");
    let told = |levels: &[&str]| {
        let rows: Vec<String> = levels.iter().zip(1..).map(|(name, nth)| level(name, nth)).collect();
        let rows: Vec<&str> =
            ["层级,文件名称,文号,印发日期,金额"].into_iter().chain(rows.iter().map(String::as_str)).collect();
        documents(&rows, "{}")
            .1
            .into_iter()
            .filter(|found| found.code == "Z004")
            .map(|found| found.hint)
            .collect::<Vec<_>>()
    };
    assert!(told(&["中央", "市级"]).iter().any(|hint| hint.contains("[中央, 市级]")));
    // What a column of levels is, it says itself.
    let graded = one.map(|row| row.replacen("发文单位", "级别", 1).replacen("财政部", "中央", 1));
    let (report, findings) = documents(&graded.each_ref().map(String::as_str), "{}");
    let documents_read: Vec<_> =
        report.documents.iter().map(|own| (own.level.value.name(), own.money.is_blank())).collect();
    assert_eq!((documents_read, findings), (vec![("中央", true)], vec![]));
    assert_eq!(told(&["中央", "兵团财政局、兵团水利局"]), Vec::<String>::new());
    for (levels, all) in [
        (&["中央", "省级", "市级", "县级"][..], "[中央, 省级, 市级, 县级]"),
        (&["财政部", "某省财政厅", "市级"], "[中央, 省级, 市级]"),
        (&["中央", "兵团财政局", "兵团第六师财政局"], "[中央, 省级, 市级]"),
        (&["中央", "某集团", "县级"], "[中央, 某集团, 县级]"),
    ] {
        let hints = told(levels);
        assert!(hints.iter().any(|hint| hint.contains(all)), "{levels:?}: {hints:#?}");
    }
}

#[test]
fn a_table_of_money_that_lies_on_its_side_is_read() {
    let (report, findings) = execution(&[
        "项目,年度资金总额,中央财政资金,地方资金,其他资金",
        "全年预算数,10930,10930,0,0",
        "全年执行数,8744,8744,0,0",
    ]);
    assert_eq!(findings, []);
    let lines = report.execution.lines().unwrap();
    assert_eq!(
        (lines[0].executed.value.to_string(), report.execution.budget().unwrap().to_string()),
        ("8744".into(), "10930".into())
    );
    assert!(
        lines[0].executed.place.to_string().ends_with("C3"),
        "called by where it stands: {}",
        lines[0].executed.place
    );
    // Upright it stays as it is.
    let upright = ["资金来源,全年预算数,全年执行数", "中央财政资金,10930,8744", "地方资金,0,0", "其他资金,0,0"];
    assert!(execution(&upright).0.execution.lines().unwrap()[0].executed.place.to_string().ends_with("C2"));
}

#[test]
fn batches_of_an_area_are_added_up_and_money_taken_back_is_asked_about() {
    let rows =
        ["批次,市州,金额", "第一批,甲市,6000", "第一批,乙市,4000", "第二批,甲市,900", "第二批,乙市,30", ",合计,10930"];
    let (read, report, findings) = areas(&rows);
    let own = |name: &str, amount: &str| (name.to_string(), amount.to_string());
    assert_eq!((read, findings.as_slice()), (vec![own("甲市", "6900"), own("乙市", "4030")], &[][..]));
    assert_eq!(told(&report, "Z113"), Vec::<String>::new());
    // Without a word why, an area that is there twice is a slip.
    let (read, report, _) = areas(&["市州,金额", "甲市,6900", "乙市,4000", "乙市,30", "合计,10930"]);
    assert_eq!((read.len(), told(&report, "Z113").len()), (3, 1));

    let (read, report, findings) = areas(&["市州,金额", "甲市,7000", "乙市,4030", "甲市（收回）,-100", "合计,10930"]);
    assert_eq!(read, [own("甲市", "6900"), own("乙市", "4030")]);
    assert!(findings.len() == 1 && findings[0].code == "Z014", "{findings:#?}");
    assert_eq!(told(&report, "Z113"), Vec::<String>::new());
}

#[test]
fn a_sum_beside_its_parts_is_held_against_them_in_each_row() {
    let list = |rows: [&str; 3]| {
        let heads = ["序号,项目名称,实施单位,资金来源,,,备注", ",,,中央资金,县级配套,小计,"];
        told(&projects(&[&heads[..], &rows].concat(), BARE).1, "Z101")
    };
    let others = ["2,乙,乙局,200,,200,", "3,丙,丙局,100,20,120,"];
    assert_eq!(list(["1,甲,甲局,310,40,350,", others[0], others[1]]), Vec::<String>::new());
    assert_eq!(list(["1,甲,甲局,310,40,410,", others[0], others[1]]), ["“甲”的“小计”比明细相加多60万元"]);
    // A column that no word calls a sum, in a table of areas; where the rows do not say so, it is none.
    let areas = |last: &str| {
        let rows = ["地区,分配金额,第一批,第二批", "甲市,10,4,6", "乙市,20,8,12", "丙市,40,15,25", "丁市,1,0,1", last];
        told(&areas(&rows).1, "Z113")
    };
    assert!(
        areas("戊市,11,5,7").iter().any(|found| found.contains("“戊市”的“分配金额”")),
        "{:?}",
        areas("戊市,11,5,7")
    );
    assert!(!areas("戊市,12,5,7").iter().any(|found| found.contains("戊市")));
}

#[test]
fn parts_of_an_amount_side_by_side_are_their_sum_or_asked() {
    let list = |heads: &str, row: &str| {
        let head = format!("序号,项目名称,实施单位,{heads}");
        let row = format!("1,水库除险,甲局,{row}");
        let (_, report, findings) = projects(&[head.as_str(), row.as_str()], BARE);
        (amounts(&report), findings.iter().map(|found| (found.code, found.severity)).collect::<Vec<_>>())
    };
    let asked = vec![("Z014", Severity::Error)];
    assert_eq!(list("第一批资金,第二批资金", "30,40").1, asked);
    assert_eq!(list("上年结转,当年安排", "30,40").1, asked);
    for (heads, row) in [
        ("第一批资金,第二批资金,合计", "30,40,70"),
        ("上年结转,当年安排,小计", "30,40,70"),
        ("安排资金,第一批资金", "70,30"),
    ] {
        assert_eq!(list(heads, row), (vec!["70".to_string()], vec![]), "{heads}");
    }
    let read = |rows: &[&str]| {
        let (read, _, findings) = areas(rows);
        (read, findings.iter().map(|found| (found.code, found.severity)).collect::<Vec<_>>())
    };
    assert_eq!(read(&["地区,提前下达,第二批", "甲市,6000,4930"]).1, asked);
    let uses = ["市州,补助内容及金额,,合计", ",甲补贴,乙补贴,", "甲市,4000,2000,6000", "乙市,4000,930,4930"];
    let sums = ["甲市", "乙市"].map(str::to_string).into_iter().zip(["6000", "4930"].map(str::to_string)).collect();
    assert_eq!(read(&uses), (sums, vec![]));
}

#[test]
fn a_total_below_the_right_of_two_blocks_is_that_of_both() {
    let blocks = |last: &str| {
        let head = "项目名称,实施单位,安排资金,,项目名称,实施单位,安排资金";
        let (read, report, findings) =
            projects(&[head, "甲,甲局,60,,丙,丙局,25", &format!("乙,乙局,40,,合计,,{last}")], BARE);
        assert_eq!((read.len(), findings), (3, vec![]));
        told(&report, "Z101")
    };
    assert_eq!(blocks("125"), Vec::<String>::new());
    assert!(blocks("126")[0].ends_with("多1万元"), "{:?}", blocks("126"));
}

#[test]
fn sums_of_pages_and_of_the_whole_area_are_sums() {
    let head = "序号,项目名称,实施单位,支持方向,安排资金";
    let pages = |first: &str| {
        let rows = [
            head,
            "1,甲,甲局,水库,60",
            "2,乙,乙局,灌区,40",
            first,
            head,
            "3,丙,丙局,灌区,25",
            "本页小计,,,,25",
            "合计,,,,125",
        ];
        let (read, report, findings) = projects(&rows, DIRECTED);
        assert_eq!((read.len(), findings), (3, vec![]), "{first}");
        told(&report, "Z101")
    };
    assert_eq!(pages("本页小计,,,,100"), Vec::<String>::new());
    assert_eq!(pages("本页合计,,,,101"), ["“本页合计”比明细相加多1万元"]);
    let rows = [head, ",全省,,,100", "1,甲,甲局,水库,60", "2,乙,乙局,灌区,40"];
    let (_, report, findings) = projects(&rows, DIRECTED);
    assert_eq!((directions(&report).len(), findings, told(&report, "Z101")), (2, vec![], vec![]));
}

#[test]
fn a_line_above_a_list_says_its_direction_else_its_name_is_asked_about() {
    let read = |above: [&str; 2]| {
        let folder = YearFolder::example();
        folder.remove("资金安排表.xlsx");
        for (file, above, name) in [("附表1", above[0], "甲"), ("附表2", above[1], "乙")] {
            let rows = format!("{above}\n序号,项目名称,实施单位,建设性质,安排资金\n1,{name},{name}局,新建,100\n");
            folder.write(&format!("{file}.csv"), rows.trim().as_bytes());
        }
        let rules: FundRules = serde_saphyr::from_str("项目表: { 支持方向: 有, 支持方式: 无, 自评等级: 无 }").unwrap();
        let reading = read_year(&folder.path(), "2025", crate::support::recognition(), &|_| rules.clone());
        let report = reading.report.unwrap();
        let names: Vec<String> = directions(&report).into_iter().map(|(name, _)| name).collect();
        (names, reading.findings.iter().map(|found| found.code).collect::<Vec<_>>())
    };
    let own = |names: [&str; 2]| names.map(str::to_string).to_vec();
    assert_eq!(read(["支持方向：水库", "支持方向：灌区"]), (own(["水库", "灌区"]), vec![]));
    assert_eq!(read(["", ""]), (own(["附表1", "附表2"]), vec!["Z014"]));
}

#[test]
fn a_date_without_its_year_is_of_the_number_s_year() {
    let made = |number: &str, date: &str| {
        let documents = format!(
            "层级,文件名称,文号,印发日期,金额\n中央,某通知,财教〔2025〕92号,2025-05-19,10930\n省级,某通知,{number},{date},10930"
        );
        let folder = YearFolder::example();
        folder.remove("资金执行.xlsx");
        folder.write(
            "资金.csv",
            "资金来源,全年预算数,全年执行数\n中央财政资金,10930,8744\n地方资金,0,0\n其他资金,0,0".as_bytes(),
        );
        folder.write("文件.csv", documents.as_bytes());
        let recognition = Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
        let reading = read_year(&folder.path(), "2025", &recognition, &|_| FundRules::default());
        let date = reading.report.unwrap().documents.get(1).and_then(|own| own.date.value().copied());
        (
            date.map(|date| date.to_string()),
            reading.findings.iter().map(|found| (found.code, found.severity)).collect::<Vec<_>>(),
        )
    };
    let day = |text: &str| Some(text.to_string());
    assert_eq!(made("某财教〔2024〕9号", "12月27日"), (day("2024年12月27日"), vec![("Z014", Severity::Warning)]));
    assert_eq!(made("某财教〔2025〕9号", "2025年6月9日"), (day("2025年6月9日"), vec![]));
    assert_eq!(made("某财教9号", "6月9日"), (None, vec![("Z004", Severity::Error)]));
    assert_eq!(made("某财教〔2025〕9号", "2025年6月"), (None, vec![("Z004", Severity::Error)]));
}

fn amounts(report: &Report) -> Vec<String> {
    report.projects.projects().map(|own| own.amount.value.to_string()).collect()
}

#[test]
fn what_is_built_is_no_direction() {
    let list = |head: &str, one: &str, other: &str| {
        let head = format!("序号,项目名称,实施单位,{head},安排资金");
        let rows = [
            head.clone(),
            format!("1,甲,甲局,{one},300"),
            format!("2,乙,乙局,{one},200"),
            format!("3,丙,丙局,{other},100"),
        ];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        directions(&projects(&rows, DIRECTED).1).into_iter().map(|(name, _)| name).collect::<Vec<_>>()
    };
    assert_eq!(list("建设内容", "详见批复", "新建泵站"), ["全部项目"]);
    assert_eq!(list("资金用途", "详见批复", "详见批复"), ["全部项目"], "one word says nothing of where it belongs");
    assert_eq!(list("资金用途", "小型水库", "灌区"), ["小型水库", "灌区"]);
}

#[test]
fn of_several_amounts_the_one_that_was_settled_is_taken_and_asked() {
    for (heads, taken, asked) in [
        ("申报补助资金,核定补助资金", "120", true),
        ("计划补助,实际补助", "120", true),
        ("已下达资金,本次下达资金", "120", true),
        ("2024年安排资金,2025年安排资金", "120", true),
        ("核定补助资金,申报补助资金", "150", true),
        ("总投资,补助金额", "120", false),
    ] {
        let head = format!("序号,项目名称,实施单位,{heads}");
        let (_, report, findings) = projects(&[&head, "1,甲,甲局,150,120", "2,乙,乙局,90,80"], BARE);
        assert_eq!(amounts(&report)[0], taken, "{heads}: {findings:#?}");
        assert_eq!(findings.iter().any(|found| found.code == "Z014"), asked, "{heads}: {findings:#?}");
    }
    // Under one head, also where only its neighbours say what the table is.
    for (heads, unit) in [("申报,核定", "实施单位"), ("备注,金额", "实施单位"), ("申报,核定", "承办企业")]
    {
        let (head, below) = (format!("序号,项目名称,{unit},补助资金,"), format!(",,,{heads}"));
        let own = if heads.contains("备注") { "" } else { "150" };
        let row = format!("1,甲,甲局,{own},120");
        let (_, report, findings) = projects(&[&head, &below, &row, "2,乙,乙局,,80"], BARE);
        assert_eq!(amounts(&report)[0], "120", "{heads} {unit}: {findings:#?}");
        assert!(findings.iter().all(|found| found.severity != Severity::Error), "{heads} {unit}: {findings:#?}");
    }
}

#[test]
fn a_list_of_tasks_is_a_list_of_projects() {
    let rows = ["旗县市,实施单位,任务名称,类别,中央财政资金", "甲旗,甲局,造林,林业,300", "甲旗,甲局,种草,草原,200"];
    let (read, report, findings) = projects(&rows, BARE);
    assert_eq!((read.len(), report.allotments.rows.len()), (2, 0), "{findings:#?}");
    assert_eq!(report.projects.projects().next().unwrap().area.value().map(String::as_str), Some("甲旗"));
    // Without tasks it says what each area gets.
    let (read, _, findings) =
        areas(&["旗县市,实施单位,中央财政资金", "甲旗,丙局,10000", "乙旗,乙局,930", "合计,,10930"]);
    assert_eq!(read.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["甲旗", "乙旗"], "{findings:#?}");
}

#[test]
fn a_county_that_is_called_whole_is_one() {
    let (read, ..) = areas(&["县区,金额", "全州县,6000", "乙县,4930", "合计,10930"]);
    assert_eq!(read[0], ("全州县".to_string(), "6000".to_string()));
    let (read, ..) = areas(&["县区,金额", "全市,10930", "甲县,6000", "乙县,4930"]);
    assert_eq!(read.len(), 2);
}

#[test]
fn labels_of_a_form_are_no_head() {
    let labels = ["项目名称,救灾物资采购,,,", "主管部门,应急管理局,,实施单位,减灾中心"];
    let money = ["项目资金（万元）,年初预算数,全年预算数,全年执行数,执行率", "年度资金总额,10930,10930,8744,80%"];
    let more = ["中央财政资金,10930,10930,8744,80%", "地方资金,0,0,0,", "其他资金,0,0,0,"];
    let rows: Vec<&str> = labels.iter().chain(&money).chain(&more).copied().collect();
    let (report, findings) = execution(&rows);
    assert_eq!(report.execution.budget().map(|sum| sum.to_string()).as_deref(), Some("10930"), "{findings:#?}");
}

#[test]
fn labels_with_blank_cells_beside_them_are_no_head() {
    let labels = ["项目名称,,教育补助,,,", "主管部门,,教育局,,实施单位,,各学校"];
    let money = ["项目资金（万元）,,年初预算数,全年预算数,全年执行数,分值", ",年度资金总额,10930,10930,8744,10"];
    let more = [",其中：中央,10930,10930,8744,—", ",地方,0,0,0,—", ",其他,0,0,0,—"];
    let rows: Vec<&str> = labels.iter().chain(&money).chain(&more).copied().collect();
    let (report, findings) = execution(&rows);
    assert_eq!(report.execution.budget().map(|sum| sum.to_string()).as_deref(), Some("10930"), "{findings:#?}");
}

#[test]
fn a_head_that_is_known_goes_before_one_that_is_like_it() {
    let rows = "项目表: { 支持方向: 无, 分组: 无, 支持方式: 无 }";
    let (_, report, findings) = projects(
        &["项目名称,申报单位,安排资金,评审结论,自评等级", "甲工程,甲局,50,通过,优", "乙工程,乙局,40,通过,良"],
        rows,
    );
    assert_eq!(findings, []);
    let grades = report.projects.projects().map(|own| own.grade.value().map_or("", Term::name).to_string());
    assert_eq!(grades.collect::<Vec<_>>(), ["优", "良"]);
}

#[test]
fn a_sum_is_of_what_its_own_column_names() {
    let rows = [
        "兵团单位,序号,项目名称,实施单位,安排资金",
        "第一师,1,甲工程,甲团,30",
        ",2,乙工程,乙团,20",
        "第一师小计,,,,60",
        "第八师,3,丙工程,丙团,40",
        "第八师小计,,,,40",
        "总计,,,,90",
    ];
    let (read, report, findings) = projects(&rows, BARE);
    assert_eq!((read.len(), findings), (3, vec![]));
    let [sum] = told(&report, "Z101").try_into().unwrap();
    assert!(sum.contains("第一师小计"), "60 is not 30 and 20: {sum}");
}

#[test]
fn what_is_paid_and_addresses_are_no_table_of_areas() {
    let rules: FundRules = serde_saphyr::from_str("分配表: 有\n项目表: { 项目清单: 无 }").unwrap();
    let recognition = Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
    let read = |files: &[(&str, &str)]| {
        let folder = YearFolder::example();
        folder.remove("资金安排表.xlsx");
        files.iter().for_each(|(name, text)| folder.write(name, text.as_bytes()));
        let reading = read_year(&folder.path(), "2025", &recognition, &|_| rules.clone());
        let report = reading.report.unwrap_or_else(|| panic!("{:#?}", reading.findings));
        let told: Vec<_> = reading.findings.iter().map(|found| (found.code, found.severity)).collect();
        (report.allotments.amount().map(|sum| sum.to_string()), told)
    };
    let own = ("分配.csv", "市州,资金下达情况\n甲市,6000\n乙市,4930\n合计,10930\n");
    let paid =
        ("进度.csv", "2025年3月底支付进度表\n市州,下达资金,累计支付,支付率\n甲市,6000,1200,20%\n乙市,4930,900,18%\n");
    assert_eq!(read(&[own, paid]), (Some("10930".into()), vec![("Z002", Severity::Info)]));
    let addresses = ("联系.csv", "县区,联系人,电话\n甲县,张三,13900000000\n");
    assert_eq!(read(&[own, addresses]), (Some("10930".into()), vec![("Z002", Severity::Info)]));
    // What is cleared in the end is one more batch, though its column is only called like an amount.
    let first = ("提前.csv", "提前下达分配表\n市州,金额\n甲市,6000\n乙市,4000\n合计,10000\n");
    let last = ("清算.csv", "清算分配表\n市州,本次下达（收回）\n甲市,950\n乙市,-20\n合计,930\n");
    assert_eq!(read(&[first, last]).0.as_deref(), Some("10930"));
}
