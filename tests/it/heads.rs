//! Heads of tables as offices write them: which column and which table is meant, each kind beside one near it that is not.

use calamine::Data;

use crate::support::YearFolder;
use crate::support::tables::{Figures, Rows, example, figures, read, rewrite, rewrite_with, text, words};
use rust_xlsxwriter::Format;
use ziping::base::finding::{Finding, Severity};
use ziping::model::fund_rules::FundRules;
use ziping::model::report::Report;
use ziping::reading::{Reading, Recognition, read_year};

const PROJECTS: &str = "资金安排表";
const INDICATORS: &str = "绩效指标";
const MONEY: &str = "资金执行";

fn with(table: &str, change: &dyn Fn(&str, &mut Rows)) -> YearFolder {
    let folder = YearFolder::example();
    rewrite(&folder, table, change);
    folder
}

#[track_caller]
fn same(folder: &YearFolder) -> Vec<Finding> {
    let Figures { figures, findings, .. } = figures(folder);
    assert_eq!(figures, example(), "{findings:#?}");
    findings
}

fn read_by(folder: &YearFolder, rules: &str) -> Reading {
    let recognition = Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
    let rules: FundRules = serde_saphyr::from_str(rules).unwrap();
    read_year(&folder.path(), "2025", &recognition, &|_| rules.clone())
}

/// 2024年 | 2025年 over 指标值 | 完成值 each, in this order.
fn by_year(rows: &mut Rows, years: [&str; 2]) {
    let mut above = vec![text("一级指标"), text("二级指标"), text("三级指标")];
    above.extend([text(years[0]), Data::Empty, text(years[1]), Data::Empty, text("未完成原因和改进措施")]);
    let heads = ["", "", "", "指标值", "完成值", "指标值", "完成值", ""];
    let mut table: Rows = vec![rows[0].clone(), above, heads.map(text).to_vec()];
    for row in &rows[2..] {
        let own = [row[3].clone(), row[4].clone()];
        let other = [text("≥1项"), text("2项")];
        let [first, second] = if years[1] == "2025年" { [other, own] } else { [own, other] };
        table.push([&row[..3], &first, &second, &row[5..6]].concat());
    }
    *rows = table;
}

#[test]
fn columns_below_the_reports_year_are_those_of_the_report() {
    for years in [["2024年", "2025年"], ["2025年", "2024年"], ["2025年度", "2026年度"]] {
        assert_eq!(same(&with(INDICATORS, &|_, rows| by_year(rows, years))), [], "{years:?}");
    }
    // Neither is this year's: the later one, and it is asked.
    let folder = with(INDICATORS, &|_, rows| {
        by_year(rows, ["2023年", "2025年"]);
        rows[1][5] = text("2024年");
    });
    let asked = same(&folder).into_iter().map(|found| (found.code, found.severity)).collect::<Vec<_>>();
    assert_eq!(asked, [("Z014", Severity::Warning); 2]);
}

#[test]
fn a_heads_parts_may_be_years() {
    let folder = with(INDICATORS, &|_, rows| {
        rows[1] = ["指标", "", "", "指标值", "完成情况", "", "未完成原因及改进措施"].map(text).to_vec();
        let below = ["一级", "二级", "三级指标名称", "2025年", "2024年", "2025年", ""].map(text).to_vec();
        rows.iter_mut().skip(2).for_each(|row| row.insert(4, text("1项")));
        rows.insert(2, below);
    });
    assert_eq!(same(&folder), []);
}

#[test]
fn what_is_only_like_a_head_goes_before_it_where_a_word_says_so() {
    let beside = |head: &'static str, word: &'static str| {
        with(PROJECTS, &move |_, rows| {
            let at = rows[2].iter().position(|cell| words(cell).contains("等级")).unwrap();
            for (index, row) in rows.iter_mut().enumerate() {
                let is_project = matches!(row.get(3), Some(Data::Float(_))) && matches!(row[0], Data::Float(_));
                row.resize(at + 1, Data::Empty);
                row.insert(
                    at,
                    if index == 2 {
                        text(head)
                    } else if is_project {
                        text(word)
                    } else {
                        Data::Empty
                    },
                );
            }
        })
    };
    assert_eq!(same(&beside("评审结论", "通过")), []);
    assert_eq!(same(&beside("验收结果", "优")), [], "a word of the list, under another head");
}

#[test]
fn labels_of_a_form_are_no_head() {
    let form = |labels: [&'static str; 4]| {
        with(MONEY, &move |name, rows| {
            if name == MONEY {
                let heads = ["项目资金（万元）", "", "全年预算数（A）", "全年执行数（B）"].map(text).to_vec();
                let mut table: Rows = vec![vec![text("项目支出绩效自评表")]];
                table.push([labels[0], "", labels[1]].map(text).to_vec());
                table.push([labels[2], "", "某厅", "实施单位", labels[3]].map(text).to_vec());
                table.push(heads);
                let money =
                    rows[2..].iter().map(|row| vec![Data::Empty, row[0].clone(), row[1].clone(), row[2].clone()]);
                table.extend(money);
                *rows = table;
            }
        })
    };
    assert_eq!(same(&form(["项目名称", "某补助经费", "主管部门", "各学校"])), []);
    assert_eq!(same(&form(["专项名称", "某补助经费", "主管部门", "各学校"])), []);
}

#[test]
fn parts_of_local_money_may_be_called_by_their_level_alone() {
    let with_parts = |second: &'static str| {
        let folder = with(MONEY, &|name, rows| {
            if name == MONEY {
                let at = rows.iter().position(|row| words(&row[0]).contains("地方资金")).unwrap();
                rows[at] = vec![text("（二）地方财政资金"), Data::Float(3000.0), Data::Float(2936.5)];
                rows.insert(at + 1, vec![text("其中：省级"), Data::Float(2000.0), Data::Float(2000.0)]);
                rows.insert(at + 2, vec![text(second), Data::Float(1000.0), Data::Float(936.5)]);
            }
        });
        let Reading { report, findings, .. } = read(&folder);
        let details = report.map_or(0, |report: Report| report.execution.details.len());
        (details, findings.iter().map(|found| found.code).collect::<Vec<_>>())
    };
    assert_eq!(with_parts("      市县"), (2, vec![]));
    assert_eq!(with_parts("      某基金"), (1, vec!["Z002"]));
}

const LISTED: &str = "分配表: 有\n项目表: { 项目清单: 无 }";

#[test]
fn how_far_areas_had_paid_is_no_list_of_what_they_get() {
    let folder = YearFolder::example();
    folder.remove("资金安排表.xlsx");
    let areas = "2025年资金分配表\n序号,县,资金下达情况,,\n,,第一批,第二批,合计\n1,子县,4000,0,4000\n2,丑县,6000,930,6930\n,合计,10000,930,10930\n";
    folder.write("分配.csv", areas.as_bytes());
    for month in ["3月底", "6月底"] {
        let paid = format!(
            "2025年{month}资金支付进度表\n市州,下达资金（万元）,累计支付（万元）,支付率\n甲市,300,100,33%\n乙州,200,50,25%\n"
        );
        folder.write(&format!("{month}.csv"), paid.as_bytes());
    }
    let Reading { report, findings, .. } = read_by(&folder, LISTED);
    let report = report.unwrap_or_else(|| panic!("{findings:#?}"));
    let areas = report.allotments.rows.iter().map(|row| row.name().to_string()).collect::<Vec<_>>();
    assert_eq!(areas, ["子县", "丑县"], "{findings:#?}");
    assert!(findings.iter().all(|found| found.severity != Severity::Error), "{findings:#?}");
    // Alone it is what there is.
    folder.remove("分配.csv");
    folder.remove("6月底.csv");
    let report = read_by(&folder, LISTED).report.unwrap();
    assert_eq!(report.allotments.rows.iter().count(), 2);
}

#[test]
fn a_table_of_areas_without_money_is_no_error() {
    let beside = |rows: &str| {
        let folder = YearFolder::example();
        folder.write("通讯录.csv", rows.as_bytes());
        read(&folder).findings.into_iter().map(|found| (found.code, found.severity)).collect::<Vec<_>>()
    };
    assert_eq!(
        beside("县区,联系人,电话\n甲县,张三,0564-6080000\n乙县,李四,0564-7350000\n"),
        [("Z002", Severity::Info)]
    );
    let documents = "文件名称,印发日期\n关于下达的通知,2025-05-19\n";
    assert_eq!(beside(documents), [("Z002", Severity::Error)], "one that was meant to be such a table");
}

#[test]
fn money_by_direction_is_no_second_table_of_money() {
    let beside = |rows: &str| {
        let folder = YearFolder::example();
        folder.write("按方向.csv", rows.as_bytes());
        same(&folder).into_iter().map(|found| (found.code, found.severity)).collect::<Vec<_>>()
    };
    let by_direction =
        "支出方向,预算数,执行数,执行率\n基地建设,5000,4000,80%\n成果转化,5930,4744,80%\n合计,10930,8744,80%\n";
    assert_eq!(beside(by_direction), [("Z002", Severity::Info)]);
    let again = "资金来源,预算数,执行数\n中央财政资金,10930,8744\n合计,10930,8744\n";
    assert_eq!(beside(again), [("Z008", Severity::Error)]);
    let details = "项目名称,三级指标,指标值,完成值\n甲,转化成果,≥1项,2项\n";
    assert_eq!(beside(details), [("Z002", Severity::Warning)], "of projects, beside the year's indicators");
}

#[test]
fn an_office_is_of_the_level_that_its_name_says() {
    let found = |rules: &str, issuer: &'static str| {
        let folder = YearFolder::example();
        rewrite(&folder, MONEY, &|name, rows| {
            if name == "下达文件" {
                rows.iter_mut().skip(3).for_each(|row| row[0] = text(issuer));
            }
        });
        read_by(&folder, rules).findings.into_iter().any(|found| found.code == "Z004")
    };
    assert!(!found("下达层级: [中央, 兵团]", "新疆生产建设兵团财政局"));
    assert!(!found("下达层级: [中央, 街道]", "江岸街道办事处"));
    assert!(found("下达层级: [中央, 街道]", "江岸镇人民政府"));
}

/// The list with these rows under it.
fn listed(below: &[&'static [&'static str]]) -> YearFolder {
    let below: Rows = below.iter().map(|row| row.iter().map(|words| cell(words)).collect()).collect();
    with(PROJECTS, &move |_, rows| rows.extend(below.clone()))
}

fn cell(words: &str) -> Data {
    match words.parse::<f64>() {
        Ok(number) => Data::Float(number),
        Err(_) if words.is_empty() => Data::Empty,
        Err(_) => text(words),
    }
}

#[test]
fn a_row_under_the_list_that_comes_to_all_of_it_is_its_total_whatever_it_is_called() {
    for total in [
        &["Total", "", "", "10930"][..],
        &["【合计】", "", "", "10930"],
        &["总计", "", "137项", "10930"],
        &["总金额", "", "", "10930", "/", "/"],
        &["总计", "", "", "10930", "单位：万元"],
        &["", "合 計", "", "10930"],
    ] {
        assert_eq!(same(&listed(&[total])), [], "{total:?}");
    }
    // One that comes to something else, and one with a number, are projects.
    for other in [&["Total", "", "", "10931"][..], &["138", "", "", "10930"]] {
        let findings = read(&listed(&[other])).findings;
        assert!(findings.iter().any(|found| found.severity == Severity::Error), "{other:?}");
    }
}

#[test]
fn what_stands_alone_under_the_list_is_no_project() {
    for line in ["（盖章）", "附件2", "— 1 —", "第1页 共3页", "2026年3月1日", "以下空白", "本表一式三份"]
    {
        let folder = with(PROJECTS, &|_, rows| rows.push(vec![text(line)]));
        assert_eq!(same(&folder), [], "{line}");
    }
    let unfinished = read(&listed(&[&["", "某项目"]])).findings;
    assert!(unfinished.iter().any(|found| found.severity == Severity::Error), "{unfinished:#?}");
}

#[test]
fn lines_above_a_head_that_stands_again_are_no_groups() {
    for line in ["第2页", "单位：万元", "附表2", "2025年项目表（续）"] {
        let folder = with(PROJECTS, &|_, rows| {
            let head = rows[2].clone();
            let at = rows.iter().position(|row| words(&row[0]).starts_with("（二）")).unwrap();
            rows.splice(at..at, [vec![text(line)], head]);
        });
        assert_eq!(same(&folder), [], "{line}");
    }
}

/// The table of money with other columns: heads, and what they hold of budget and payments.
fn money(heads: &'static [&'static str], cells: fn(f64, f64) -> Vec<f64>) -> YearFolder {
    with(MONEY, &move |sheet, rows| {
        if sheet != MONEY {
            return;
        }
        for row in rows.iter_mut() {
            match (&row[1], &row[2]) {
                (Data::Float(budget), Data::Float(paid)) => {
                    let cells = cells(*budget, *paid).into_iter().map(Data::Float);
                    row.splice(1.., cells);
                }
                _ if words(&row[1]).contains("预算数") => {
                    row.splice(1.., heads.iter().map(|head| text(head)));
                }
                _ => {}
            }
        }
    })
}

#[test]
fn of_states_of_one_thing_the_settled_one_is_read_and_of_parts_of_the_year_the_whole() {
    let own = |figures: Vec<(String, String)>| -> Vec<(String, String)> {
        figures.into_iter().filter(|(name, _)| !name.ends_with("年初预算数")).collect()
    };
    let changed: fn(f64, f64) -> Vec<f64> = |budget, paid| vec![budget - 1.0, 1.0, budget, paid];
    let parts: fn(f64, f64) -> Vec<f64> = |budget, paid| vec![budget, 1.0, 2.0, 3.0, paid];
    for folder in [
        money(&["年初预算", "调整预算", "调整后预算", "执行数"], changed),
        money(&["年初预算数", "调整预算数", "全年预算数", "全年执行数"], changed),
        money(&["年初预算数", "预算调整", "调整后", "执行数"], changed),
        money(&["预算数", "一季度支出", "二季度支出", "三季度支出", "全年支出合计"], parts),
        money(&["预算数", "1-3月累计", "1-6月累计", "1-9月累计", "1-12月累计"], parts),
        money(&["预算数", "6月底累计支出", "8月底累计支出", "9月底累计支出", "12月底累计支出"], parts),
    ] {
        let Figures { figures, findings, .. } = figures(&folder);
        assert_eq!(own(figures), own(example()), "{findings:#?}");
        assert!(findings.iter().all(|found| found.severity == Severity::Warning), "{findings:#?}");
    }
    // A part of the year alone is asked about.
    for head in ["上半年支出", "1-9月支出", "截至9月底支出", "三季度支出"] {
        let folder = with(MONEY, &|_, rows| {
            rows.iter_mut().filter(|row| words(&row[2]).contains("执行数")).for_each(|row| row[2] = text(head));
        });
        let told = read(&folder).findings.into_iter().filter(|found| found.severity == Severity::Error);
        assert_eq!(told.map(|found| found.code).collect::<Vec<_>>(), ["Z014"], "{head}");
    }
}

#[test]
fn a_list_takes_the_amount_that_was_settled() {
    let folder = with(PROJECTS, &|_, rows| {
        for row in rows.iter_mut().skip(2) {
            let [before, change] = match &row[3] {
                Data::Float(amount) => [Data::Float(amount - 1.0), Data::Float(1.0)],
                head if words(head).contains("资金") => [text("安排资金"), text("调整资金")],
                _ => [Data::Empty, Data::Empty],
            };
            if before != Data::Empty && words(&row[3]).contains("资金") {
                row[3] = text("调整后资金");
            }
            row.splice(3..3, [before, change]);
        }
    });
    assert_eq!(same(&folder).into_iter().map(|found| found.code).collect::<Vec<_>>(), ["Z014"]);
}

#[test]
fn heads_of_three_rows_are_read_to_their_lowest_part() {
    let folder = YearFolder::example();
    let merges: [(u32, u16, u32, u16); 5] = [(1, 0, 1, 2), (1, 3, 1, 6), (2, 3, 2, 4), (2, 5, 2, 6), (1, 7, 3, 7)];
    let change = |_: &str, rows: &mut Rows| {
        let heads = [
            ["绩效指标", "", "", "完成情况", "", "", "", "偏差原因及改进措施"],
            ["一级指标", "二级指标", "三级指标", "上半年", "", "全年", "", ""],
            ["", "", "", "指标值", "完成值", "指标值", "完成值", ""],
        ];
        let mut table: Rows = vec![rows[0].clone()];
        table.extend(
            heads
                .iter()
                .map(|row| row.iter().map(|head| if head.is_empty() { Data::Empty } else { text(head) }).collect()),
        );
        for row in &rows[2..] {
            let half = [text("≥1项"), text("2项")];
            table.push([&row[..3], &half, &row[3..5], &row[5..6]].concat());
        }
        *rows = table;
    };
    rewrite_with(&folder, INDICATORS, &change, &|_, sheet| {
        for (top, left, bottom, right) in merges {
            let words = match (top, left) {
                (1, 0) => "绩效指标",
                (1, 3) => "完成情况",
                (2, 3) => "上半年",
                (2, 5) => "全年",
                _ => "偏差原因及改进措施",
            };
            sheet.merge_range(top, left, bottom, right, words, &Format::new()).unwrap();
        }
    });
    assert_eq!(same(&folder), []);
}

#[test]
fn an_amount_below_two_heads_is_the_sum_of_the_funds_own() {
    let folder = YearFolder::example();
    let change = |_: &str, rows: &mut Rows| {
        let at = rows.iter().position(|row| words(&row[0]) == "序号").unwrap();
        let head = rows[at].clone();
        for row in rows.iter_mut().skip(at) {
            let parts = match &row[3] {
                Data::Float(amount) => [amount - 1.0, 1.0, *amount, 7.0].map(Data::Float).to_vec(),
                _ => vec![Data::Empty; 4],
            };
            row.splice(3..4, parts);
        }
        let lower = |words: [&str; 4]| [vec![Data::Empty; 3], words.map(text).to_vec()].concat();
        let top = [&head[..3], &[text("资金安排"), Data::Empty, Data::Empty, Data::Empty], &head[4..]].concat();
        let own = lower(["中央财政资金", "", "", "省级资金"]);
        rows.splice(at..=at, [top, own, lower(["提前下达", "第二批", "小计", ""])]);
    };
    rewrite_with(&folder, PROJECTS, &change, &|_, sheet| {
        sheet.merge_range(2, 3, 2, 6, "资金安排", &Format::new()).unwrap();
        sheet.merge_range(3, 3, 3, 5, "中央财政资金", &Format::new()).unwrap();
    });
    assert_eq!(same(&folder), []);
}

#[test]
fn a_budget_that_was_changed_and_by_how_much_it_was_are_told_apart_by_what_agrees() {
    let own = |figures: Vec<(String, String)>| -> Vec<(String, String)> {
        figures.into_iter().filter(|(name, _)| !name.ends_with("年初预算数")).collect()
    };
    let by: fn(f64, f64) -> Vec<f64> = |budget, paid| vec![(budget - 30.0).max(0.0), budget.min(30.0), paid];
    let to: fn(f64, f64) -> Vec<f64> = |budget, paid| vec![(budget - 30.0).max(0.0), budget, paid];
    for cells in [by, to] {
        let Figures { figures, findings, .. } = figures(&money(&["年初预算", "调整预算", "执行数"], cells));
        assert_eq!(own(figures), own(example()), "{findings:#?}");
        assert!(findings.iter().all(|found| found.severity == Severity::Warning), "{findings:#?}");
    }
    // 6000 and 10000, of which 8744 were paid and neither comes to what the projects have.
    let unclear: fn(f64, f64) -> Vec<f64> =
        |budget, paid| if budget > 0.0 { vec![6000.0, 10000.0, paid] } else { vec![0.0, 0.0, paid] };
    let findings = read(&money(&["年初预算", "调整预算", "执行数"], unclear)).findings;
    let asked: Vec<_> = findings.iter().filter(|found| found.severity == Severity::Error).collect();
    assert!(
        matches!(asked[..], [found] if found.code == "Z014" && found.message.contains("调整预算")),
        "{findings:#?}"
    );
}

/// The table of money in other rows.
fn money_in(
    change: fn(&str, f64, f64) -> Vec<Data>,
    heads: &'static [&'static [&'static str]],
    total_last: bool,
) -> YearFolder {
    with(MONEY, &move |sheet, rows| {
        if sheet != MONEY {
            return;
        }
        let mut table: Rows = heads.iter().map(|row| row.iter().map(|words| text(words)).collect()).collect();
        let of = |row: &Vec<Data>| match (&row[1], &row[2]) {
            (Data::Float(budget), Data::Float(paid)) => Some((words(&row[0]), *budget, *paid)),
            _ => None,
        };
        let mut body: Vec<_> =
            rows.iter().filter_map(of).map(|(label, budget, paid)| change(&label, budget, paid)).collect();
        if total_last {
            body.rotate_left(1);
        }
        table.extend(body);
        *rows = table;
    })
}

#[test]
fn a_budget_over_what_was_carried_over_and_what_came_is_their_sum() {
    let heads: &[&[&str]] =
        &[&["资金执行（万元）"], &["资金来源", "全年预算数", "", "全年执行数"], &["", "上年结转", "当年下达", ""]];
    let cells = |label: &str, budget: f64, paid: f64| {
        let before = budget.min(100.0);
        vec![text(label), Data::Float(before), Data::Float(budget - before), Data::Float(paid)]
    };
    let asked = same(&money_in(cells, heads, false));
    let asked: Vec<_> = asked.iter().map(|found| (found.code, found.severity)).collect();
    assert_eq!(asked, [("Z014", Severity::Warning)]);
}

#[test]
fn the_sources_of_a_table_of_tasks_stand_in_its_head() {
    let folder = with(MONEY, &|sheet, rows| {
        if sheet != MONEY {
            return;
        }
        let line = |words: &[&str]| words.iter().map(|words| cell(words)).collect::<Vec<Data>>();
        *rows = vec![
            line(&["部门整体支出绩效自评表"]),
            line(&["任务名称", "主要内容", "预算数（万元）", "", "", "执行数（万元）", "", "", "执行率"]),
            line(&["", "", "总额", "财政拨款", "其他资金", "总额", "财政拨款", "其他资金", ""]),
            line(&["甲", "某事", "10000", "10000", "0", "8000", "8000", "0", "80%"]),
            line(&["乙", "某事", "930", "930", "0", "744", "744", "0", "80%"]),
            line(&["金额合计", "", "10930", "10930", "0", "8744", "8744", "0", "80%"]),
        ];
    });
    assert_eq!(same(&folder), []);
    // A total that its rows do not come to is told.
    rewrite(&folder, MONEY, &|_, rows| rows[3][3] = Data::Float(9999.0));
    let findings = read(&folder).findings;
    assert!(findings.iter().any(|found| found.message.contains("合计")), "{findings:#?}");
}

#[test]
fn marks_of_repetition_are_the_words_above_them() {
    let folder = with(PROJECTS, &|_, rows| {
        for row in (5..rows.len()).rev() {
            let at = rows[row].len() - 2;
            if !words(&rows[row][at]).is_empty() && rows[row].get(at) == rows[row - 1].get(at) {
                rows[row][at] = text("〃");
            }
        }
    });
    assert_eq!(same(&folder), []);
    // An amount is never the one above.
    let folder = with(PROJECTS, &|_, rows| rows[6][3] = text("〃"));
    assert!(read(&folder).findings.iter().any(|found| found.severity == Severity::Error));
}

const PLAIN: &str = "资金行: [中央财政资金, 地方资金, 其他资金]\n项目表: { 单位栏: 管护单位, 支持方向: 无, 分组: 无, 支持方式: 无, 自评等级: 无 }";

/// The example with a list of these lines.
fn list(lines: &str) -> YearFolder {
    let folder = YearFolder::example();
    folder.remove("资金安排表.xlsx");
    folder.write("项目.csv", lines.as_bytes());
    folder
}

#[test]
fn rows_of_areas_above_their_projects_are_their_sums() {
    let lines = "县（区）,序号,工程名称,管护单位,中央财政资金（万元）\n合计,,,,10930\n甲县,,,,930\n,1,某水厂维修,某站,900\n,2,某泵站维修,某公司,30\n乙县,,,,10000\n,3,某管网改造,某中心,10000\n";
    let reading = read_by(&list(lines), PLAIN);
    let report = reading.report.unwrap();
    assert_eq!(report.projects.projects().count(), 3, "{:#?}", reading.findings);
    assert_eq!(report.projects.directions.iter().count(), 1);
    assert_eq!(report.projects.subtotals.len(), 2);
    let told = |lines: &str| read_by(&list(lines), PLAIN).findings;
    assert_eq!(told(lines), []);
    // Without a unit it is a list of projects all the same, and no table of areas.
    let bare = "县（区）,序号,工程名称,中央财政资金（万元）\n甲县,1,某水厂维修,930\n乙县,2,某管网改造,10000\n";
    let findings = told(bare);
    assert!(findings.iter().any(|found| found.message.contains("项目表")), "{findings:#?}");
    assert!(findings.iter().all(|found| !found.message.contains("分配表")), "{findings:#?}");
}

#[test]
fn a_column_of_nothing_but_statuses_is_one() {
    let rules = "项目表: { 单位栏: 管护单位, 支持方向: 无, 分组: 有, 状态: [新建, 续建], 结转状态: [续建], 支持方式: 无, 自评等级: 无 }";
    let lines = "序号,项目名称,管护单位,建设类型,安排资金\n1,某水厂维修,某站,新建,900\n2,某泵站维修,某公司,续建,30\n3,某管网改造,某中心,新建,10000\n";
    let reading = read_by(&list(lines), rules);
    let rows: Vec<_> = reading.report.unwrap().projects.rows().filter_map(|row| row.status.value().cloned()).collect();
    assert_eq!(rows.len(), 3, "{:#?}", reading.findings);
    assert!(reading.findings.iter().all(|found| !found.message.contains("建设类型")), "{:#?}", reading.findings);
}

#[test]
fn a_part_of_an_amount_may_say_so_in_its_head() {
    let lines = "序号,项目名称,管护单位,批复投资（元）,,\n,,,小计,其中：中央财政资金,其中：县级资金\n1,某水厂维修,某站,9300000,9000000,300000\n2,某管网改造,某中心,100000000,100000000,0\n";
    let reading = read_by(&list(lines), PLAIN);
    let amounts: Vec<String> =
        reading.report.unwrap().projects.projects().map(|project| project.amount.value.to_string()).collect();
    assert_eq!(amounts, ["900", "10000"], "{:#?}", reading.findings);
}
