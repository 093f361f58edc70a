//! Tables in other shapes than the example's: flat lists, lists over several sheets, columns besides, parts of rows.
//! What they say is what the example says.

use calamine::Data;

use crate::support::YearFolder;
use crate::support::tables::{Figures, Rows, example, figures, read, rewrite, sheets, text, words};
use ziping::base::finding::{Finding, Severity};
use ziping::model::fund_rules::FundRules;
use ziping::model::report::Report;
use ziping::reading::{Recognition, read_year};

const PROJECTS: &str = "资金安排表";
const INDICATORS: &str = "绩效指标";
const MONEY: &str = "资金执行";

fn report(folder: &YearFolder) -> (Report, Vec<Finding>) {
    report_by(folder, FundRules::default())
}

fn report_by(folder: &YearFolder, rules: FundRules) -> (Report, Vec<Finding>) {
    let recognition = Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
    let reading = read_year(&folder.path(), "2025", &recognition, &|_| rules.clone());
    (reading.report.unwrap_or_else(|| panic!("{:#?}", reading.findings)), reading.findings)
}

fn audited(report: &Report) -> ziping::judge::Audit {
    ziping::judge::judge(&ziping::judge::Case::of_report(report), &crate::support::standards())
}

/// The figures without those of groups, which a flat list numbers anew.
fn ungrouped(figures: Vec<(String, String)>) -> Vec<(String, String)> {
    let is_group = |name: &str| name.starts_with("方向.") && name.ends_with("项目.资金");
    let mut kept: Vec<_> = figures.into_iter().filter(|(name, _)| !is_group(name)).collect();
    kept.sort();
    kept
}

/// The example's list without section rows: each row says its direction and what it is in columns of its own, in 元.
fn flat(rows: &Rows) -> Rows {
    let mut flat: Rows = vec![
        vec![text("附表2")],
        vec![text("制表单位：某处"), Data::Empty, text("单位：元")],
        [
            "序号",
            "项目编号",
            "承担单位",
            "项目名称",
            "支持方向",
            "立项类别",
            "中央引导资金\n补助金额",
            "省级配套",
            "资助方式",
            "自评结果",
        ]
        .map(text)
        .to_vec(),
    ];
    let (mut direction, mut group) = (String::new(), String::new());
    for row in rows.iter().skip(4) {
        let first = words(&row[0]);
        if let Some((_, name)) = first.split_once('、') {
            direction = name.to_string();
        } else if let Some((_, name)) = first.split_once('）') {
            group = name.trim_end_matches("项目").to_string();
        } else if let Data::Float(amount) = row[3] {
            if row[1] == Data::Empty {
                continue;
            }
            let status = if group == "新上" { "新立项" } else { "续建" };
            flat.push(vec![
                row[0].clone(),
                text("2025A001"),
                row[2].clone(),
                row[1].clone(),
                text(&direction),
                text(status),
                Data::Float(amount * 10_000.0),
                Data::Float(1.0),
                row[4].clone(),
                row[5].clone(),
            ]);
        }
    }
    flat.push(vec![
        text("合  计"),
        Data::Empty,
        Data::Empty,
        Data::Empty,
        Data::Empty,
        Data::Empty,
        Data::Float(109_300_000.0),
    ]);
    flat.push(vec![text("注：1.后补助项目待评价后拨付。")]);
    flat.push(vec![text("* 为典型案例")]);
    flat
}

#[test]
fn a_flat_list_says_what_section_rows_say() {
    let folder = YearFolder::example();
    rewrite(&folder, PROJECTS, &|_, rows| *rows = flat(rows));
    let Figures { figures, findings, .. } = figures(&folder);
    assert_eq!(findings, []);
    assert_eq!(ungrouped(figures), ungrouped(example()));
    let (report, _) = report(&folder);
    let labels: Vec<&str> = report.projects.directions.iter().filter_map(|own| own.label.as_deref()).collect();
    assert_eq!(labels[..2], ["一、区域科技创新体系建设", "二、科技创新基地建设"]);
    let groups = &report.projects.directions[0].groups;
    let groups: Vec<&str> = groups.iter().filter_map(|group| Some(group.label.as_ref()?.value.as_str())).collect();
    assert_eq!(groups, ["（一）结转项目", "（二）新上项目"]);
    let audit = audited(&report);
    let errors: Vec<_> = audit.findings.iter().filter(|found| found.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn a_word_that_no_fund_has_is_one_finding_with_its_rows() {
    let folder = YearFolder::example();
    rewrite(&folder, PROJECTS, &|_, rows| {
        *rows = flat(rows);
        for row in rows[3..6].iter_mut() {
            row[9] = text("优秀");
            row[5] = text("另议");
        }
    });
    let found = ziping::base::grouping::group(read(&folder).findings);
    let said: Vec<(&str, usize)> = found.iter().map(|found| (found.message.as_str(), found.locations.len())).collect();
    assert_eq!(said, [("自评等级里的“优秀”认不得，可能是“优”", 3), ("状态里的“另议”认不得", 3)]);
    assert!(found[0].hint.contains("“优: [优秀]”"), "{}", found[0].hint);
}

#[test]
fn columns_that_contradict_the_section_rows_are_told_together() {
    let folder = YearFolder::example();
    let add = |rows: &mut Rows, wrong: &[usize]| {
        rows[2].push(text("立项类别"));
        let mut group = String::new();
        for (index, row) in rows.iter_mut().enumerate().skip(4) {
            if let Some((_, name)) = words(&row[0]).split_once('）') {
                group = name.to_string();
            }
            let own = if group.starts_with("新上") { "新上" } else { "结转" };
            let other = if own == "新上" { "结转" } else { "新上" };
            if matches!(row[1], Data::String(_)) {
                row.push(text(if wrong.contains(&index) { other } else { own }));
            }
        }
    };
    rewrite(&folder, PROJECTS, &|_, rows| add(rows, &[7, 9]));
    let found = read(&folder).findings;
    let [found] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!((found.code, found.severity, found.locations.len()), ("Z014", Severity::Warning, 2));
    let folder = YearFolder::example();
    rewrite(&folder, PROJECTS, &|_, rows| add(rows, &[]));
    assert_eq!(read(&folder).findings, []);
}

/// The list's rows with its head, as .csv.
fn csv(rows: &[Vec<Data>]) -> String {
    let line = |row: &Vec<Data>| row.iter().map(|cell| words(cell).replace('\n', "")).collect::<Vec<_>>().join(",");
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn lists_of_one_shape_are_one_and_the_same_list_again_is_not() {
    let folder = YearFolder::example();
    let rows = flat(&sheets(&folder.path().join("资金安排表.xlsx")).remove(0).1);
    let last = rows.len() - 3;
    let split = |from: usize, to: usize| {
        let mut part = rows[..3].to_vec();
        part.extend(rows[from..to].iter().cloned());
        csv(&part)
    };
    folder.remove("资金安排表.xlsx");
    folder.write("甲.csv", split(3, 60).as_bytes());
    folder.write("乙.csv", split(60, last).as_bytes());
    let Figures { figures: found, findings, .. } = figures(&folder);
    assert_eq!(findings, []);
    assert_eq!(ungrouped(found), ungrouped(example()));
    folder.write("丙.csv", split(40, 60).as_bytes());
    let found = read(&folder).findings;
    let [found] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!((found.code, found.severity), ("Z008", Severity::Error));
    assert!(found.locations.iter().any(|place| place.to_string().contains("丙.csv")), "{found:#?}");
}

#[test]
fn each_list_of_several_is_held_against_its_own_total_and_may_name_its_direction() {
    let folder = YearFolder::example();
    folder.remove("资金安排表.xlsx");
    let head = "序号,项目名称,申报单位,安排资金（万元）,支持方式,自评等级\n";
    folder.write("基地建设.csv", format!("{head}1,甲平台,甲大学,6000,事前补助,优\n合计,,,6000,,\n").as_bytes());
    folder.write("成果转化.csv", format!("{head}1,乙转化,乙大学,4930,事前补助,优\n合计,,,4931,,\n").as_bytes());
    let (report, findings) = report(&folder);
    let names: Vec<&str> = report.projects.directions.iter().map(|own| own.name.value.as_str()).collect();
    assert_eq!(names, ["基地建设", "成果转化"]);
    let asked: Vec<_> = findings.iter().map(|found| (found.code, found.severity)).collect();
    assert_eq!(asked, [("Z014", Severity::Warning)], "{findings:#?}");
    assert_eq!(findings[0].locations.len(), 2, "both are asked about at once");
    let audit = audited(&report);
    let totals: Vec<&str> =
        audit.findings.iter().filter(|found| found.code == "Z101").map(|found| found.message.as_str()).collect();
    assert_eq!(totals, ["“成果转化”的总计比明细相加多1万元"]);
}

#[test]
fn a_list_that_goes_on_on_another_sheet_keeps_its_sections() {
    let folder = YearFolder::example();
    let rows = sheets(&folder.path().join("资金安排表.xlsx")).remove(0).1;
    folder.remove("资金安排表.xlsx");
    // Cut within a group, its head again on the second page.
    folder.write("一.csv", csv(&rows[..60]).as_bytes());
    let mut rest = vec![vec![text("续表")], rows[2].clone()];
    rest.extend(rows[60..].iter().cloned());
    folder.write("二.csv", csv(&rest).as_bytes());
    let Figures { figures: found, findings, .. } = figures(&folder);
    assert_eq!((findings, found), (vec![], example()));
}

#[test]
fn an_amount_over_several_columns_is_their_sum_or_asked() {
    let parted = |heads: [&'static str; 3]| {
        let folder = YearFolder::example();
        rewrite(&folder, PROJECTS, &move |_, rows| {
            for (index, row) in rows.iter_mut().enumerate().skip(2) {
                let (one, other, all) = match (index, &row[3]) {
                    (2, head) => (head.clone(), Data::Empty, Data::Empty),
                    (3, _) => (text(heads[0]), text(heads[1]), text(heads[2])),
                    (_, Data::Float(all)) => (Data::Float(all / 4.0), Data::Float(all * 0.75), Data::Float(*all)),
                    _ => (Data::Empty, Data::Empty, Data::Empty),
                };
                row.splice(3..4, [one, other, all]);
            }
        });
        folder
    };
    let Figures { figures: found, findings, .. } = figures(&parted(["上年结转", "当年下达", "合计"]));
    assert_eq!((findings, found), (vec![], example()));
    let found = read(&parted(["上年结转", "当年下达", "年末余额"])).findings;
    let told: Vec<_> = found.iter().filter(|found| found.code == "Z014").collect();
    assert!(told.iter().any(|found| found.severity == Severity::Error), "{found:#?}");
}

#[test]
fn values_over_several_columns_are_the_whole_or_asked() {
    let with = |table: &str, text: &str| {
        let folder = YearFolder::example();
        let documents = sheets(&folder.path().join("资金执行.xlsx")).remove(1).1;
        folder.remove(&format!("{table}.xlsx"));
        folder.write(&format!("{table}.csv"), text.as_bytes());
        if table == MONEY {
            folder.write("下达文件.csv", csv(&documents).as_bytes());
        }
        folder
    };
    let money = |parts: &str, row: &str| {
        format!(
            "资金,全年预算数（A）,全年执行数（B）,,\n,,{parts}\n年度资金总额,10930,{row}\n中央财政资金,10930,{row}\n\
             地方资金,0,0,0,0\n其他资金,0,0,0,0\n"
        )
    };
    for (parts, row) in [
        ("上年结转,当年支出,合计", "744,8000,8744"),
        ("合计,上年结转,当年支出", "8744,744,8000"),
        ("上半年,下半年,全年", "744,8000,8744"),
        ("2023年,2024年,2025年", "1,2,8744"),
    ] {
        let folder = with(MONEY, &money(parts, row));
        let Figures { figures, findings, .. } = figures(&folder);
        assert_eq!(figures, example(), "{parts}");
        assert!(findings.iter().all(|one| one.severity != Severity::Error), "{parts}: {findings:#?}");
    }
    let findings = read(&with(MONEY, &money("上年结转,当年支出,其中：省本级", "744,8000,100"))).findings;
    assert!(findings.iter().any(|one| one.code == "Z014" && one.severity == Severity::Error), "{findings:#?}");

    let rows = sheets(&YearFolder::example().path().join("绩效指标.xlsx")).remove(0).1;
    let top = rows.iter().position(|row| words(&row[0]) == "一级指标").unwrap();
    let table = |first: &str, second: &str, value: fn(&str) -> [String; 2]| {
        let line = |cells: Vec<String>| cells.join(",") + "\n";
        let mut text = String::new();
        for (index, row) in rows.iter().enumerate() {
            let cells: Vec<String> = row.iter().map(words).collect();
            let quoted = |cell: &String| format!("\"{cell}\"");
            let mut out: Vec<String> = cells[..3].iter().map(quoted).collect();
            match index > top {
                true => out.extend(value(&cells[3]).iter().map(quoted)),
                false => out.extend([quoted(&cells[3]), String::new()]),
            }
            out.extend(cells[4..].iter().map(quoted));
            text += &line(out);
            if index == top {
                text += &format!(",,,{first},{second}\n");
            }
        }
        with(INDICATORS, &text)
    };
    let folder = table("实施期", "年度", |value| ["≥9999项".to_string(), value.to_string()]);
    let Figures { figures: own, findings, .. } = figures(&folder);
    assert_eq!(own, example());
    assert!(findings.iter().all(|one| one.severity != Severity::Error), "{findings:#?}");
}

#[test]
fn comparators_and_units_stand_in_columns_of_their_own() {
    for heads in [["指标性质", "年度指标值"], ["性质", "值"]] {
        let folder = YearFolder::example();
        rewrite(&folder, INDICATORS, &|_, rows| {
            for (index, row) in rows.iter_mut().enumerate().skip(1) {
                let target = words(&row[3]);
                let number: String = target.trim_start_matches('≥').trim().to_string();
                let (nature, value) = match (index, number == target) {
                    (1, _) => (text(heads[0]), text(heads[1])),
                    (_, true) => (text("定性"), text(&target)),
                    (_, false) => (text("≥"), text(&number)),
                };
                row.splice(3..4, [nature, value]);
            }
        });
        let Figures { figures: found, findings, .. } = figures(&folder);
        assert_eq!((findings, found), (vec![], example()), "{heads:?}");
    }
}

#[test]
fn weights_and_own_rates_may_stand_in_the_table_of_indicators() {
    let folder = YearFolder::example();
    let yaml = std::fs::read_to_string(folder.path().join("报告.yaml")).unwrap();
    let (before, rest) = yaml.split_once("评分:").unwrap();
    let weight = |name: &str| {
        let line = rest.lines().find(|line| line.trim().starts_with(&format!("{name}:"))).unwrap();
        line.rsplit_once(':').unwrap().1.split('#').next().unwrap().trim().to_string()
    };
    rewrite(&folder, INDICATORS, &|_, rows| {
        rows[1].push(text("分值"));
        rows[1].push(text("完成率"));
        for (index, row) in rows.iter_mut().enumerate().skip(2) {
            row.push(text(&weight(&words(&row[2]))));
            row.push(if index == 2 { text("103.1%") } else { Data::Empty });
        }
    });
    folder.write("报告.yaml", before.as_bytes());
    let (report, findings) = report(&folder);
    assert_eq!(findings, []);
    assert_eq!(report.scoring.weights.len(), 16);
    let example = YearFolder::example();
    let (whole, _) = self::report(&example);
    let points = |report: &Report| report.total_score();
    let stated = whole.scoring.stated.len();
    assert!(stated > 0 || points(&report) == points(&whole));
    let audit = audited(&report);
    assert!(!audit.findings.iter().any(|found| found.code == "Z112"), "{:#?}", audit.findings);
}

#[test]
fn parts_of_a_row_are_read_and_make_the_row_that_is_not_there() {
    let with = |lines: [&'static str; 3]| {
        let folder = YearFolder::example();
        rewrite(&folder, MONEY, &move |name, rows| {
            if name == MONEY {
                let at = rows.iter().position(|row| words(&row[0]).contains("地方资金")).unwrap();
                let row = |line: &str| line.split('|').map(text).collect::<Vec<_>>();
                rows.splice(at..=at, lines.iter().filter(|line| !line.is_empty()).map(|line| row(line)));
            }
        });
        folder
    };
    let money = |folder: &YearFolder| {
        let (report, findings) = report(folder);
        let local = report.execution.rows[1].line().map(|line| (line.budget.value.to_string(), line.executed.value));
        let audit = audited(&report);
        let sums = audit.findings.into_iter().filter(|found| found.code == "Z102").map(|found| found.message);
        (local.map(|(budget, executed)| format!("{budget}/{executed}")), findings, sums.collect::<Vec<_>>())
    };
    let made = money(&with(["其中：省级资金|30|20", "市县财政资金|10|10", ""]));
    assert_eq!((made.0.as_deref(), made.1), (Some("40/30"), vec![]));
    let stated = money(&with(["地方资金|40|30", "自治区财政资金|30|20", "旗县资金|9|10"]));
    assert_eq!((stated.0.as_deref(), stated.1), (Some("40/30"), vec![]));
    assert!(stated.2.iter().any(|said| said == "地方资金的全年预算数比明细相加多1万元"), "{:?}", stated.2);
}

#[test]
fn money_that_has_come_and_what_was_planned_are_columns_besides() {
    let folder = YearFolder::example();
    rewrite(&folder, MONEY, &|name, rows| {
        if name == MONEY {
            for (index, row) in rows.iter_mut().enumerate().skip(1) {
                let (initial, received) = match index {
                    1 => (text("年初预算数"), text("实际到位数")),
                    _ => (row[1].clone(), row[1].clone()),
                };
                row.splice(1..1, [initial, received]);
            }
        }
    });
    let Figures { figures: found, findings, .. } = figures(&folder);
    assert_eq!(findings, []);
    let shown = |name: &str| found.iter().find(|(own, _)| own == name).map(|(_, shown)| shown.as_str());
    assert_eq!(shown("资金.到位数"), Some("10930"));
    assert_eq!(shown("资金.中央财政资金.年初预算数"), Some("10930"));
    assert_eq!(shown("资金.中央财政资金.预算数"), Some("10930"));
}

#[test]
fn documents_say_their_level_by_who_issued_them_and_whose_money_they_carry() {
    let folder = YearFolder::example();
    rewrite(&folder, MONEY, &|name, rows| {
        if name != MONEY {
            rows[0][0] = text("资金性质");
            for row in rows.iter_mut().skip(1) {
                row[0] = text("中央财政资金");
            }
            let mut other = rows[rows.len() - 1].clone();
            other[0] = text("省级财政资金");
            other[2] = text("新财教〔2025〕999号");
            other[4] = Data::Float(1.0);
            rows.push(other);
        }
    });
    let Figures { figures: found, findings, .. } = figures(&folder);
    assert_eq!(findings, []);
    let shown = |figures: &[(String, String)]| {
        let own = figures.iter().find(|(own, _)| own == "下达合计.省级").map(|(_, amount)| amount.clone());
        own.unwrap_or_default().parse::<u32>().unwrap()
    };
    assert_eq!(shown(&found), shown(&example()), "what came of the fund's own money: the projects are of that");
}

/// The documents with what `change` makes of each row: level, title, number, date, amount.
fn with_documents(change: impl Fn(usize, &mut Vec<Data>)) -> YearFolder {
    let folder = YearFolder::example();
    rewrite(&folder, MONEY, &move |name, rows| {
        if name != MONEY {
            for (index, row) in rows.iter_mut().enumerate() {
                change(index, row);
            }
        }
    });
    folder
}

#[test]
fn the_name_of_a_document_and_its_number_may_share_a_column() {
    let folder = with_documents(|index, row| {
        let both = match index {
            0 => "文件名称及文号".to_string(),
            _ => format!("《{}》（{}）", words(&row[1]), words(&row[2])),
        };
        row.splice(1..3, [text(&both)]);
    });
    let Figures { figures: found, findings, .. } = figures(&folder);
    assert_eq!((findings, found), (vec![], example()));
    let folder = with_documents(|index, row| {
        let both = if index == 0 { "文件名称及文号".to_string() } else { words(&row[1]) };
        row.splice(1..3, [text(&both)]);
    });
    assert!(read(&folder).findings.iter().any(|found| found.message.contains("文件名称及文号")));
}

#[test]
fn a_row_of_units_under_the_head_is_part_of_it() {
    let folder = YearFolder::example();
    rewrite(&folder, MONEY, &|name, rows| {
        if name != MONEY {
            for row in rows.iter_mut().skip(1) {
                if let Data::Float(amount) = row[4] {
                    row[4] = Data::Float(amount / 10_000.0);
                }
            }
            rows[0][4] = text("金额");
            rows.insert(1, vec![Data::Empty, Data::Empty, Data::Empty, Data::Empty, text("（亿元）")]);
        }
    });
    let Figures { figures: found, findings, .. } = figures(&folder);
    assert_eq!((findings, found), (vec![], example()));
}

#[test]
fn rows_of_money_may_be_numbered_and_summed_up_between() {
    let folder = YearFolder::example();
    rewrite(&folder, MONEY, &|name, rows| {
        if name == MONEY {
            let at = rows.iter().position(|row| words(&row[0]).contains("中央")).unwrap();
            let sum = |column: usize| match (&rows[at][column], &rows[at + 1][column]) {
                (Data::Float(one), Data::Float(other)) => Data::Float(one + other),
                other => panic!("{other:?}"),
            };
            let between = vec![text("一、财政资金"), sum(1), sum(2)];
            for (number, row) in rows.iter_mut().skip(at).enumerate() {
                let name = words(&row[0]).replace("其中：", "");
                row[0] = text(&format!("{}.{name}", number + 1));
            }
            rows.insert(at, between);
        }
    });
    let Figures { figures: found, findings, .. } = figures(&folder);
    assert_eq!((findings, found), (vec![], example()));
}

#[test]
fn a_level_that_the_fund_has_not_is_told_as_one() {
    let folder = with_documents(|index, row| {
        if index == 2 {
            row[0] = text("甲市财政局");
        }
    });
    let found = read(&folder).findings;
    let told: Vec<_> = found.iter().filter(|found| found.code == "Z004").collect();
    assert!(
        matches!(told.as_slice(), [one] if one.message.contains("市级") && one.hint.contains("下达层级: [")),
        "{told:#?}"
    );
}

const ALLOTMENTS: &str = "2025年资金分配表\n序号,市（州）,下达金额（元）\n1,甲市,40000000\n2,乙州*,69300000\n合计,,109300000\n注：*为民族地区\n";

#[test]
fn a_fund_may_be_allotted_to_areas_and_have_no_projects() {
    let rules: FundRules =
        serde_saphyr::from_str("分配表: 有\n项目表: { 项目清单: 无 }").unwrap_or_else(|error| panic!("{error}"));
    let folder = YearFolder::example();
    folder.remove("资金安排表.xlsx");
    let (_, findings) = report_by(&folder, rules.clone());
    let missing: Vec<&str> = findings.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(missing, ["缺少分配表"]);
    folder.write("分配.csv", ALLOTMENTS.as_bytes());
    let (report, findings) = report_by(&folder, rules);
    assert_eq!(findings, []);
    let areas: Vec<(&str, String)> = report
        .allotments
        .rows
        .iter()
        .map(|row| (row.name(), row.amount.value().map_or_else(String::new, ToString::to_string)))
        .collect();
    assert_eq!(areas, [("甲市", "4000".to_string()), ("乙州", "6930".into())]);
    assert!(report.is_whole(), "nothing of it is missing");
    let ledger = ziping::model::ledger::Ledger::of(&report);
    let shown = |name: &str| ledger.by_path().get(name).map(|figure| figure.quantity.to_string());
    assert_eq!((shown("分配.金额"), shown("分配.数量")), (Some("10930".into()), Some("2".into())));
    assert_eq!((shown("分配资金.乙州"), shown("项目.数量")), (Some("6930".into()), None));
    let audit = audited(&report);
    let told: Vec<_> = audit.findings.iter().filter(|found| ["Z104", "Z113"].contains(&found.code)).collect();
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn what_an_area_gets_is_what_its_projects_get() {
    let folder = YearFolder::example();
    rewrite(&folder, PROJECTS, &|_, rows| {
        rows[2].push(text("县（市、区）"));
        for row in rows.iter_mut().skip(4).filter(|row| matches!(row[1], Data::String(_))) {
            let unit = words(&row[2]);
            row.push(text(if unit.contains("农业") { "甲县" } else { "乙县" }));
        }
    });
    let (own, _) = report(&folder);
    let of = |area: &str| {
        let rows = own.projects.projects().filter(|project| project.area.value().map(String::as_str) == Some(area));
        rows.map(|project| project.amount.value).sum::<ziping::model::number::Money>()
    };
    let allotted = |first: String| {
        folder.write(
            "分配.yaml",
            format!("分配表:\n- {{地区: 甲县, 金额: {first}}}\n- {{地区: 乙县, 金额: {}}}\n", of("乙县")).as_bytes(),
        );
        let (report, findings) = report(&folder);
        assert_eq!(findings, []);
        let audit = audited(&report);
        let told = audit.findings.into_iter().filter(|found| found.code == "Z113");
        told.map(|found| found.message).collect::<Vec<_>>()
    };
    assert!(allotted(of("甲县").to_string()).is_empty());
    let more = of("甲县") + ziping::model::number::Money(1.into());
    let told = allotted(more.to_string());
    assert!(told.iter().any(|said| said == "分配表里“甲县”的金额比它的项目相加多1万元"), "{told:?}");
}

#[test]
fn a_table_of_another_year_is_told_and_not_read_beside_one_of_this_year() {
    let folder = YearFolder::example();
    let rows = sheets(&folder.path().join("绩效指标.xlsx")).remove(0).1;
    let mut last = rows.clone();
    last[0] = vec![text("绩效指标完成情况（2024年度）")];
    last[2][4] = text("1项");
    folder.write("上年.csv", csv(&last).as_bytes());
    let Figures { figures: found, findings, .. } = figures(&folder);
    assert_eq!(found, example());
    let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
    assert_eq!((finding.code, finding.severity), ("Z012", Severity::Warning));
    // Alone it is read, and nothing final comes of it.
    folder.remove("绩效指标.xlsx");
    let found = read(&folder).findings;
    let [finding] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!((finding.code, finding.severity), ("Z012", Severity::Error));
}

/// A document that takes money back hands none down.
#[test]
fn money_that_is_taken_back_is_said_to_be() {
    let with = |title: &str| {
        let folder = YearFolder::example();
        rewrite(&folder, "资金执行", &|_, rows| {
            if !rows[0][0].to_string().contains("层级") {
                return;
            }
            let mut taken = rows[rows.len() - 1].clone();
            for cell in &mut taken {
                let words = cell.to_string();
                if words.contains("关于") {
                    *cell = text(title);
                } else if words.contains('〔') {
                    *cell = text("新财教〔2025〕999号");
                } else if words.parse::<f64>().is_ok_and(|amount| amount == amount.trunc() && amount < 30000.0) {
                    *cell = Data::Float(-50.0);
                }
            }
            rows.push(taken);
        });
        folder
    };
    let asked = |title: &str| {
        let (_, findings) = report(&with(title));
        findings.iter().filter(|found| found.message.contains("金额是负数")).count()
    };
    assert_eq!((asked("关于收回2025年部分资金的通知"), asked("关于下达2025年第三批资金的通知")), (0, 1));
    let folder = with("关于收回2025年部分资金的通知");
    let run = crate::support::ziping(folder.root(), &["2025"]);
    let report = std::fs::read(folder.output("自评报告（草稿）.docx")).unwrap();
    let words = crate::common::parts::part(&report, "word/document.xml");
    let words: String = words.split(['<', '>']).skip(2).step_by(2).collect();
    assert!(
        words.contains("，收回资金50万元") && !words.contains("-50万元"),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
}

#[test]
fn tables_of_areas_of_several_batches_are_added_up_and_the_same_table_again_is_not() {
    let rules: FundRules = serde_saphyr::from_str("分配表: 有\n项目表: { 项目清单: 无 }").unwrap();
    let batches = |files: [(&str, &str); 2]| {
        let folder = YearFolder::example();
        folder.remove("资金安排表.xlsx");
        for (name, amounts) in files {
            let [first, second] = amounts.split_once('/').map(|(first, second)| [first, second]).unwrap();
            folder.write(name, format!("地区,金额（万元）\n甲市,{first}\n乙州,{second}\n").as_bytes());
        }
        let (report, findings) = report_by(&folder, rules.clone());
        let areas =
            report.allotments.rows.iter().map(|row| row.amount.value().map_or_else(String::new, |own| own.to_string()));
        (areas.collect::<Vec<_>>(), findings.into_iter().map(|found| found.code).collect::<Vec<_>>())
    };
    let added = batches([("提前批.csv", "3000/5000"), ("第二批.csv", "1000/1930")]);
    assert_eq!(added, (vec!["4000".to_string(), "6930".into()], vec![]));
    let copied = batches([("提前批.csv", "4000/6930"), ("第二批.csv", "4000/6930")]);
    assert_eq!(copied.1, ["Z008"]);
    let unnamed = batches([("甲.csv", "3000/5000"), ("乙.csv", "1000/1930")]);
    assert_eq!(unnamed.1, ["Z008"]);
}

#[test]
fn the_column_of_the_reports_year_and_the_settled_one_are_taken() {
    let folder = YearFolder::example();
    rewrite(&folder, INDICATORS, &|_, rows| {
        rows[1][4] = text("2025年完成值");
        rows[1].insert(3, text("2024年完成值"));
        rows.iter_mut().skip(2).for_each(|row| row.insert(3, text("1项")));
    });
    let Figures { figures: found, findings, .. } = figures(&folder);
    assert_eq!((findings, found), (vec![], example()), "last year's column is no doubt");
    let folder = YearFolder::example();
    rewrite(&folder, INDICATORS, &|_, rows| {
        rows[1].insert(4, text("2024年完成值"));
        rows.iter_mut().skip(2).for_each(|row| row.insert(4, text("1项")));
    });
    let Figures { figures: found, findings, .. } = figures(&folder);
    assert_eq!((findings, found), (vec![], example()), "nor beside one without a year");
    let folder = YearFolder::example();
    rewrite(&folder, INDICATORS, &|_, rows| {
        rows[1][3] = text("调整后指标值");
        rows[1].insert(3, text("年初指标值"));
        rows.iter_mut().skip(2).for_each(|row| row.insert(3, text("≥1项")));
    });
    let Figures { figures: found, findings, .. } = figures(&folder);
    assert_eq!(found, example());
    let told: Vec<_> = findings.iter().map(|finding| (finding.code, finding.severity)).collect();
    assert_eq!(told, [("Z014", Severity::Warning)], "it is asked");
}

#[test]
fn reasons_and_measures_in_columns_of_their_own_are_read_together() {
    let folder = YearFolder::example();
    rewrite(&folder, INDICATORS, &|_, rows| {
        rows[1][5] = text("未完成原因");
        rows[1].push(text("改进措施"));
        for row in rows.iter_mut().skip(2) {
            row[5] = text("市场需求下降");
            row.push(text("加强对接。"));
        }
    });
    let (report, findings) = report(&folder);
    assert_eq!(findings, []);
    let first = report.indicators.iter().next().unwrap().explanation.value().unwrap();
    assert_eq!((first.reason.as_str(), first.measures.as_str()), ("市场需求下降", "加强对接。"));
    assert_eq!(first.text, "市场需求下降。加强对接。");
}

#[test]
fn numbers_in_words_and_per_year_are_those_of_the_target() {
    let folder = YearFolder::example();
    let actual = |target: &str, done: &str| {
        rewrite(&folder, INDICATORS, &|_, rows| {
            rows[2][3] = text(target);
            rows[2][4] = text(done);
        });
        let (report, findings) = report(&folder);
        let row = report.indicators.iter().next().unwrap().clone();
        let told = findings.iter().map(|found| found.code).collect::<Vec<_>>();
        (
            row.actual.value().map(ToString::to_string).unwrap_or_default(),
            row.completion().map(|rate| rate.to_string()),
            told,
        )
    };
    let whole =
        |words: &str, rate: &str, told: &[&'static str]| (words.to_string(), Some(rate.to_string()), told.to_vec());
    assert_eq!(actual("≥2个", "两个"), whole("2个", "100%", &[]));
    assert_eq!(actual("0起", "未发生"), whole("0起", "100%", &[]));
    assert_eq!(actual("≥10次", "12次/年"), whole("12次/年", "120%", &[]));
    assert_eq!(actual("≥12次", "每月1次"), whole("12次", "100%", &["Z014"]));
    assert_eq!(actual("收到文件后30日内", "20日"), whole("20日", "150%", &["Z014"]));
    assert_eq!(actual("≥10次", "12次/周").1, None, "of another thing");
    assert_eq!(actual("≥2个", "三家").1, None);
}

#[test]
fn a_title_of_another_fund_is_told() {
    let titled = |title: &'static str| {
        let folder = YearFolder::example();
        rewrite(&folder, PROJECTS, &move |_, rows| rows[0] = vec![text(title)]);
        report(&folder).1.into_iter().map(|found| (found.code, found.severity)).collect::<Vec<_>>()
    };
    assert_eq!(titled("2025年就业补助资金安排表"), [("Z012", Severity::Info)]);
    for own in ["2025年中央引导地方科技发展资金安排表", "2025年新疆科技发展资金", "2025年度项目资金安排情况表"]
    {
        assert_eq!(titled(own), [], "{own}");
    }
}

#[test]
fn money_by_level_in_columns_and_numbers_in_titles_are_read_of_documents() {
    let folder = with_documents(|index, row| {
        let title = if index == 0 {
            "文件标题".to_string()
        } else {
            format!("《{}》（{}）", words(&row[1]), words(&row[2]))
        };
        row.splice(1..3, [text(&title)]);
    });
    let Figures { figures: found, findings, .. } = figures(&folder);
    assert_eq!((findings, found), (vec![], example()));
}

#[test]
fn a_column_of_nothing_but_signs_says_what_the_targets_are() {
    for (head, at_least, words) in
        [("比较关系", "≥", "定性"), ("指标方向", "正向", "定性"), ("要求", "不低于", "定性指标")]
    {
        let folder = YearFolder::example();
        rewrite(&folder, INDICATORS, &|_, rows| {
            for (index, row) in rows.iter_mut().enumerate().skip(1) {
                let target = self::words(&row[3]);
                let number: String = target.trim_start_matches('≥').trim().to_string();
                let sign = match (index, number == target) {
                    (1, _) => head,
                    (_, true) => words,
                    (_, false) => at_least,
                };
                row.insert(3, text(sign));
                row[4] = text(&number);
            }
        });
        let Figures { figures: found, findings, .. } = figures(&folder);
        assert_eq!((findings, found), (vec![], example()), "{head}");
    }
}

#[test]
fn of_several_tables_of_indicators_that_with_the_years_results_is_read() {
    let beside = |name: &str, change: &dyn Fn(&mut Rows)| {
        let folder = YearFolder::example();
        let of_example = sheets(&folder.path().join(format!("{INDICATORS}.xlsx")));
        let mut rows = of_example[0].1.clone();
        change(&mut rows);
        let lines: Vec<String> = rows
            .iter()
            .map(|row| row.iter().map(|cell| format!("\"{}\"", words(cell))).collect::<Vec<_>>().join(","))
            .collect();
        folder.write(name, lines.join("\n").as_bytes());
        let Figures { figures: found, findings, .. } = figures(&folder);
        assert_eq!(found, example(), "{name}");
        findings.iter().map(|found| (found.code, found.severity)).collect::<Vec<_>>()
    };
    let targets = |rows: &mut Rows| rows.iter_mut().for_each(|row| row.truncate(4));
    assert_eq!(beside("绩效目标批复表.csv", &targets), [("Z008", Severity::Info)]);
    let other = |rows: &mut Rows| {
        targets(rows);
        rows[2][3] = text("≥1项");
    };
    assert_eq!(beside("批复.csv", &other), [("Z008", Severity::Info), ("Z014", Severity::Warning)]);
    let interim = |rows: &mut Rows| {
        rows[1][4] = text("1—9月完成值");
        rows.iter_mut().skip(2).for_each(|row| row[4] = text("1项"));
    };
    assert_eq!(beside("监控.csv", &interim), [("Z008", Severity::Info)]);
    let more = |rows: &mut Rows| {
        targets(rows);
        let mut other = rows[2].clone();
        other[2] = text("另一个指标");
        rows.push(other);
    };
    assert_eq!(beside("批复表.csv", &more), [("Z008", Severity::Warning)], "one that was approved is not there");
    assert_eq!(beside("年度.csv", &|_| {}), [("Z008", Severity::Error)], "the same again");
}

/// The example without its list, allotted by these tables of areas.
fn allotted(csv: &str) -> (Vec<(String, String)>, Vec<&'static str>) {
    let rules: FundRules = serde_saphyr::from_str("分配表: 有\n项目表: { 项目清单: 无 }").unwrap();
    let folder = YearFolder::example();
    folder.remove("资金安排表.xlsx");
    folder.write("分配.csv", csv.as_bytes());
    let (report, findings) = report_by(&folder, rules);
    let amount = |row: &ziping::model::allotment::Allotment| row.amount.value().map(ToString::to_string);
    let rows = report.allotments.rows.iter();
    let areas = rows.map(|row| (row.name().to_string(), amount(row).unwrap_or_default())).collect();
    (areas, findings.into_iter().map(|found| found.code).collect())
}

#[test]
fn rows_of_an_area_and_its_tasks_are_one_area() {
    let both = (vec![("甲市".to_string(), "4000".to_string()), ("乙州".into(), "6930".into())], vec![]);
    for csv in [
        "地区,任务,金额（万元）\n甲市,种植,1000\n甲市,养殖,3000\n乙州,种植,6000\n乙州,养殖,930\n合计,,10930\n",
        "县,资金用途,金额（万元）\n甲市,种植,1000\n,养殖,3000\n乙州,种植,6000\n,养殖,930\n合计,,10930\n",
        "县,支持方向,金额（万元）\n甲市,小计,4000\n,种植,1000\n,养殖,3000\n乙州,小计,6930\n,种植,6000\n,养殖,930\n合计,,10930\n",
        // The fund's own of several sources, and how far the areas have paid.
        "地区,中央财政资金,省级资金,合计\n甲市,4000,10,4010\n乙州,6930,20,6950\n合计,10930,30,10960\n",
        "县区,全年预算数（万元）,全年执行数（万元）,执行率\n甲市,4000,3000,75%\n乙州,6930,6930,100%\n",
    ] {
        assert_eq!(allotted(csv), both, "{csv}");
    }
}

#[test]
fn a_column_of_rows_of_money_says_whose_a_document_hands_down() {
    for head in ["资金渠道", "备注"] {
        let folder = with_documents(|index, row| {
            row.push(text(if index == 0 { head } else { "中央财政资金" }));
        });
        let documents = |folder: &YearFolder| report(folder).0.documents.iter().cloned().collect::<Vec<_>>();
        let money: Vec<_> = documents(&folder).iter().map(|row| row.money.value().map(ToString::to_string)).collect();
        assert!(!money.is_empty() && money.iter().all(|own| own.as_deref() == Some("中央财政资金")), "{money:?}");
    }
}

#[test]
fn a_budget_from_which_something_is_taken_is_asked_about() {
    let with_column = |rest: fn(&Data) -> Data| {
        let folder = YearFolder::example();
        rewrite(&folder, MONEY, &|name, rows| {
            if name == MONEY {
                let top = rows.iter().position(|row| row.iter().any(|cell| words(cell).contains("预算数"))).unwrap();
                let own = rows[top].iter().position(|cell| words(cell).contains("预算数")).unwrap();
                for (index, row) in rows.iter_mut().enumerate().skip(top) {
                    let cell =
                        if index == top { text("扣除统筹整合资金后预算金额") } else { rest(&row[own]) };
                    row.push(cell);
                }
            }
        });
        read(&folder).findings.iter().map(|found| (found.code, found.severity)).collect::<Vec<_>>()
    };
    assert_eq!(with_column(Clone::clone), []);
    let less = |cell: &Data| if let Data::Float(own) = cell { Data::Float(own - 1.0) } else { cell.clone() };
    assert_eq!(with_column(less), [("Z014", Severity::Error)]);
}

#[test]
fn values_of_another_year_may_stand_under_its_head() {
    for (other, own) in [("2024年", "2025年"), ("上年", "本年"), ("实施期（2024—2026年）", "2025年度")]
    {
        let folder = YearFolder::example();
        rewrite(&folder, INDICATORS, &|_, rows| {
            for row in rows.iter_mut().skip(2) {
                row.splice(3..3, [text("≥1项"), text("1项")]);
            }
            let names: Vec<Data> = rows[1].clone();
            rows[1].splice(3..3, [text("指标值"), text("实际完成值")]);
            let above = (0..rows[1].len()).map(|column| match column {
                3 => text(other),
                5 => text(own),
                4 | 6 => Data::Empty,
                column => names[if column < 3 { column } else { column - 2 }].clone(),
            });
            let above: Vec<Data> = above.collect();
            let last = rows[1].len();
            (0..last).filter(|column| !(3..7).contains(column)).for_each(|column| rows[1][column] = Data::Empty);
            rows.insert(1, above);
        });
        let Figures { figures: found, findings, .. } = figures(&folder);
        assert_eq!(found, example(), "{own}");
        assert_eq!(findings, [], "{own}");
    }
}

const LIST: &str = "序号,支持方向,立项类别,项目名称,申报单位,安排资金,支持方式,自评等级";

/// Lists in place of the example's: files, each with its lines.
fn with_lists(files: &[(&str, &[&str])]) -> YearFolder {
    let folder = YearFolder::example();
    folder.remove("资金安排表.xlsx");
    for (name, lines) in files {
        folder.write(name, lines.join("\n").as_bytes());
    }
    folder
}

/// Names of the projects in their order, and what all of them get.
#[track_caller]
fn listed(folder: &YearFolder) -> (Vec<String>, String) {
    let (report, findings) = report(folder);
    assert_eq!(findings, []);
    let names = report.projects.rows().filter_map(|row| row.name.value().cloned()).collect();
    (names, report.projects.amount().to_string())
}

const ONE: &str = "1,基地,新上,甲项目,甲院,10,事前补助,优";
const TWO: &str = "2,基地,新上,乙项目,乙院,20,事前补助,优";
const THREE: &str = "3,基地,新上,丙项目,丙院,30,事前补助,优";

#[test]
fn files_of_batches_stand_as_a_person_counts() {
    for names in [["第一批.csv", "第二批.csv", "第三批.csv"], ["2批.csv", "9批.csv", "10批.csv"]] {
        let files = [(names[0], &[LIST, ONE][..]), (names[1], &[LIST, TWO]), (names[2], &[LIST, THREE])];
        let folder = with_lists(&files);
        assert_eq!(listed(&folder).0, ["甲项目", "乙项目", "丙项目"], "{names:?}");
        let (report, _) = report(&folder);
        assert!(audited(&report).findings.iter().all(|found| found.code != "Z105"), "{names:?}");
    }
}

#[test]
fn each_list_and_each_block_states_its_own_total() {
    let own = ["合计,,,,,30,,", "合计,,,,,30,,", "总计,,,,,60,,"];
    for files in [
        &[("甲.csv", &[LIST, ONE, TWO, own[0]][..]), ("乙.csv", &[LIST, THREE, own[1]])][..],
        &[("甲.csv", &[LIST, ONE, TWO, own[0], LIST, THREE, own[1]])],
        &[("甲.csv", &[LIST, ONE, TWO, own[0], THREE, own[1], own[2]])],
        &[("甲.csv", &[LIST, own[0], ONE, TWO, LIST, own[1], THREE])],
        &[("甲.csv", &[LIST, own[2], ONE, TWO, own[0], THREE, own[1]])],
        // Another shape, with none of the first one's projects.
        &[
            ("甲.csv", &[LIST, ONE, TWO, own[0]]),
            (
                "乙.csv",
                &[
                    "支持方向,立项类别,项目名称,申报单位,安排资金,支持方式,自评等级,备注",
                    "基地,新上,丙项目,丙院,30,事前补助,优,",
                ],
            ),
        ],
    ] {
        let folder = with_lists(files);
        assert_eq!(
            listed(&folder),
            (["甲项目", "乙项目", "丙项目"].map(String::from).to_vec(), "60".into()),
            "{files:?}"
        );
        let (report, _) = report(&folder);
        assert!(audited(&report).findings.iter().all(|found| found.code != "Z101"), "{files:?}");
    }
    // The second block's is wrong, and two of all are not the same.
    let folder = with_lists(&[("甲.csv", &[LIST, ONE, TWO, own[0], LIST, THREE, "合计,,,,,31,,"])]);
    let told = audited(&report(&folder).0).findings.into_iter().filter(|found| found.code == "Z101");
    assert_eq!(told.map(|found| found.message).collect::<Vec<_>>(), ["“甲”的总计比明细相加多1万元"]);
    let folder = with_lists(&[("甲.csv", &[LIST, own[2], ONE, TWO, THREE, "合计,,,,,61,,"])]);
    assert_eq!(report(&folder).1.into_iter().map(|found| found.code).collect::<Vec<_>>(), ["Z008"]);
}

#[test]
fn what_is_numbered_within_a_project_is_a_part_of_it() {
    for parts in [["1.1", "1.2"], ["（1）", "（2）"], ["①", "②"]] {
        let lines = parts.map(|serial| format!("{serial},,,东站,,5,,"));
        let folder = with_lists(&[("甲.csv", &[LIST, ONE, &lines[0], &lines[1], TWO, THREE])]);
        assert_eq!(listed(&folder).1, "60", "{parts:?}");
    }
}

#[test]
fn what_was_filled_down_to_the_last_row_is_cut_off() {
    let mut lines = vec![LIST.to_string(), ONE.into(), TWO.into(), THREE.into(), "合计,,,,,60,,".into()];
    lines.extend((4..60_000).map(|serial| format!("{serial},,,,,,,")));
    let folder = with_lists(&[]);
    folder.write("项目.csv", lines.join("\n").as_bytes());
    let (report, findings) = report(&folder);
    assert_eq!(report.projects.amount().to_string(), "60");
    // One row of it is there, and told.
    assert!(findings.iter().all(|found| found.code == "Z009") && findings.len() < 8, "{findings:#?}");
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|found| found.code).collect()
}

#[test]
fn the_funds_own_column_and_the_sum_of_batches_are_taken_whatever_the_areas_are_called() {
    let both = (vec![("甲市".to_string(), "4000".to_string()), ("乙州".into(), "6930".into())], vec![]);
    for csv in [
        "县（区）及单位,中央财政资金,省级资金,合计\n甲市,4000,10,4010\n乙州,6930,20,6950\n合计,10930,30,10960\n",
        "县区,中央,省级,合计\n甲市,4000,10,4010\n乙州,6930,20,6950\n",
        "县区,提前下达,本次下达,已下达合计（万元）,占比\n甲市,3000,1000,4000,36.60%\n乙州,6000,930,6930,63.40%\n",
        "地区,金额（万元）\n合计,10930\n一、市,4000\n甲市,4000\n二、州,6930\n乙州,6930\n",
    ] {
        assert_eq!(allotted(csv), both, "{csv}");
    }
    let (_, told) = allotted("县区,省级资金,县级资金,合计\n甲市,3000,1000,4000\n乙州,6000,930,6930\n");
    assert_eq!(told, ["Z014"], "nobody knows which part is the fund's own");
    // Numbered areas that are no sums of what stands below them.
    let (areas, told) = allotted("地区,金额（万元）\n一、甲市,4000\n二、乙州,6930\n合计,10930\n");
    assert_eq!((areas.len(), told), (2, vec![]));
}

#[test]
fn what_was_cancelled_is_no_project_and_a_change_belongs_to_its_project() {
    let of = |line: &str| {
        let folder = with_lists(&[("甲.csv", &[LIST, ONE, TWO, THREE, line])]);
        let (report, findings) = report(&folder);
        let names: Vec<String> = report.projects.rows().filter_map(|row| row.name.value().cloned()).collect();
        (names.join("、"), report.projects.amount().to_string(), codes(&findings))
    };
    let row = |name: &str, amount: &str| format!("4,基地,新上,{name},甲院,{amount},事前补助,优");
    let told = |line: &str, names: &str, amount: &str, codes: &[&'static str]| {
        assert_eq!(of(line), (names.to_string(), amount.to_string(), codes.to_vec()), "{line}");
    };
    told(&row("丁项目（已取消）", "0"), "甲项目、乙项目、丙项目", "60", &["Z015"]);
    told(&row("丁项目（已终止）", "5"), "甲项目、乙项目、丙项目、丁项目（已终止）", "65", &["Z014"]);
    told(&row("丙项目（调减）", "-10"), "甲项目、乙项目、丙项目", "50", &["Z014"]);
    told(&row("甲项目（调减）", "-10"), "乙项目、丙项目", "50", &["Z014"]);
    told(&row("丁项目", "-10"), "甲项目、乙项目、丙项目、丁项目", "50", &["Z014"]);
    // Brackets that say something else.
    told(&row("甲项目（二期）", "10"), "甲项目、乙项目、丙项目、甲项目（二期）", "70", &[]);
    told(&row("产业结构（调整）", "10"), "甲项目、乙项目、丙项目、产业结构（调整）", "70", &[]);
}

const PLAIN: &str = "项目表: { 支持方向: 无, 分组: 无, 支持方式: 无, 自评等级: 无 }";

fn plainly(lines: &[&str]) -> (Report, Vec<Finding>) {
    report_by(&with_lists(&[("甲.csv", lines)]), serde_saphyr::from_str(PLAIN).unwrap())
}

#[test]
fn sums_of_units_are_checked_in_a_list_without_directions() {
    let lines = |second: &'static str| {
        [
            "序号,项目名称,实施单位,补助资金（万元）",
            "1,甲项目,甲院,10",
            "2,乙项目,甲院,20",
            ",甲院小计,,30",
            "3,丙项目,丙院,30",
            second,
            "总计,,,60",
        ]
    };
    let of = |second| {
        let (report, findings) = plainly(&lines(second));
        let told = audited(&report).findings.into_iter().filter(|found| found.code == "Z101").count();
        (report.projects.rows().count(), codes(&findings), told)
    };
    assert_eq!(of(",丙院小计,,30"), (3, vec![], 0));
    assert_eq!(of(",丙院小计,,31"), (3, vec![], 1));
}

#[test]
fn a_row_of_amounts_is_no_second_row_of_a_head() {
    let (report, findings) = plainly(&[
        "序号,子项目名称,责任部门,供应商,预算安排,已支付",
        "合计（3个）,,,,60,59",
        "1,甲项目,甲处,某公司,10,10",
        "2,乙项目,甲处,某公司,20,20",
        "3,丙项目,丙处,某公司,30,29",
    ]);
    assert_eq!(codes(&findings), Vec::<&str>::new());
    assert_eq!((report.projects.rows().count(), report.projects.amount().to_string()), (3, "60".into()));
}

#[test]
fn several_years_beside_their_sum_are_asked_about() {
    let of = |first: &str| {
        let (report, findings) = plainly(&[
            "序号,项目名称,实施单位,补助资金（万元）,2024年已安排,2025年安排,2026年拟安排",
            &format!("1,甲项目,甲院,{first},5,10,5"),
            "2,乙项目,乙院,40,10,20,10",
        ]);
        (report.projects.amount().to_string(), codes(&findings))
    };
    assert_eq!(of("20"), ("30".to_string(), vec!["Z014"]));
    assert_eq!(of("21"), ("61".to_string(), vec![]), "what does not come to it says nothing of it");
}

#[test]
fn dates_of_documents_stand_under_other_heads_and_rows_of_another_year_are_left_out() {
    for head in ["来文日期", "落款日期", "文件签署日期"] {
        let folder = with_documents(|index, row| {
            if index == 0 {
                row[3] = text(head);
            }
        });
        let Figures { figures: found, findings, .. } = figures(&folder);
        assert_eq!((findings, found), (vec![], example()), "{head}");
    }
    let with_year = |last: &'static str| {
        with_documents(move |index, row| {
            row.push(text(if index == 0 {
                "年度"
            } else if index == 1 {
                "2025"
            } else {
                last
            }))
        })
    };
    let documents = |folder: &YearFolder| {
        let (report, findings) = report(folder);
        (report.documents.iter().count(), codes(&findings))
    };
    let (all, told) = documents(&with_year("2025年"));
    assert_eq!(told, Vec::<&str>::new());
    assert_eq!(documents(&with_year("2024")), (1, vec!["Z012"]));
    assert!(all > 1);
}

#[test]
fn whoever_a_title_begins_with_issued_the_document() {
    let issuer = |title: &str| {
        let title = title.to_string();
        let folder = with_documents(move |index, row| {
            if index == 2 {
                row[1] = text(&title);
            }
        });
        report(&folder).0.documents.get(1).and_then(|document| document.issuer.clone()).map(|own| own.value)
    };
    for (title, whose) in [
        ("甲理工大学关于下达2025年项目经费的通知", Some("甲理工大学")),
        ("甲省财政厅 甲省残疾人联合会关于下达2025年补助资金的通知", Some("甲省财政厅、甲省残疾人联合会")),
        ("关于下达2025年补助资金的通知", None),
        ("2025年关于下达补助资金的通知", None),
        ("省级关于下达补助资金的通知", None),
        ("转发财政部关于下达补助资金的通知", None),
    ] {
        assert_eq!(issuer(title).as_deref(), whose, "{title}");
    }
}

#[test]
fn a_level_is_what_the_fund_calls_it_and_is_told_in_the_tables_words() {
    let of = |upper: &'static str, lower: &'static str, levels: &str| {
        let folder = with_documents(move |index, row| {
            if index > 0 {
                row[0] = text(if words(&row[0]) == "中央" { upper } else { lower });
            }
        });
        let rules: FundRules = serde_saphyr::from_str(levels).unwrap();
        report_by(&folder, rules).1.into_iter().filter(|found| found.code == "Z004").collect::<Vec<_>>()
    };
    assert_eq!(of("自治区", "乌尔其盟财政局", "下达层级: [自治区, 盟级]"), []);
    assert_eq!(of("省级", "第二师财政局", "下达层级: [省级, 师级]"), []);
    let told = of("市级", "区级", "下达层级: [中央, 省级]");
    assert!(
        matches!(told.as_slice(), [one] if one.message.contains("市级、区级") && one.hint.contains("[市级, 区级]")),
        "市级 is 省级 in 北京市 only: {told:#?}"
    );
}

#[test]
fn a_blank_table_gives_way_to_one_that_is_filled_in() {
    let blank = [LIST, ",基地,新上,某项目,,,,"];
    let folder = with_lists(&[("甲.csv", &[LIST, ONE, TWO, THREE]), ("空.csv", &blank)]);
    let (report, findings) = report(&folder);
    assert_eq!((report.projects.rows().count(), codes(&findings)), (3, vec!["Z015"]));
    let places: Vec<String> = findings[0].locations.iter().map(ToString::to_string).collect();
    assert!(places.len() == 1 && places[0].contains("空.csv"), "{places:?}");
}
