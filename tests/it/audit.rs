//! One pair for each rule: a change to the example that breaks it, and one near it that must pass.

use crate::support::{YearFolder, standards};
use ziping::base::finding::{Finding, Severity};
use ziping::judge::{Case, judge, renamed, rules};
use ziping::model::fund_rules::FundRules;
use ziping::reading::{Recognition, read_with_last_year, read_year};

const PROJECTS: &str = "资金安排表.xlsx";
const INDICATORS: &str = "绩效指标.xlsx";
const EXECUTION: &str = "资金执行.xlsx";

/// Findings of this code after the change.
#[track_caller]
fn findings(code: &str, change: &dyn Fn(&YearFolder)) -> Vec<Finding> {
    let folder = YearFolder::example();
    change(&folder);
    let recognition = Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
    let reading = read_with_last_year(&folder.path(), "2025", &recognition, &|_| FundRules::default());
    let report = reading.report.unwrap_or_else(|| panic!("unreadable: {:#?}", reading.findings));
    judge(&Case::of_report(&report), &standards()).findings.into_iter().filter(|finding| finding.code == code).collect()
}

/// The first project of the table, of 84 万元; an indicator whose results add up; one whose results have a mean.
const FIRST: &str = "西甜瓜智能高效机械化移栽关键技术与装备研发";
const SECOND: &str = "主要农作物需水预测与灌溉预报关键技术集成及应用";
const TRAINED: &str = "培训技术服务人员数量";
const CONTENT: &str = "被服务对象满意度";

/// Every project with its amount.
fn example_projects() -> Vec<(String, String)> {
    let recognition = Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
    let report =
        read_year(&YearFolder::example().path(), "2025", &recognition, &|_| FundRules::default()).report.unwrap();
    report.projects.projects().map(|project| (project.name.value.clone(), project.amount.value.to_string())).collect()
}

struct Pair {
    code: &'static str,
    severity: Severity,
    /// Stands in the finding's message, expectation or actual value.
    says: &'static str,
    breaks: &'static dyn Fn(&YearFolder),
    passes: &'static dyn Fn(&YearFolder),
}

const NOTHING: &dyn Fn(&YearFolder) = &|_| {};

fn pairs() -> Vec<Pair> {
    use Severity::{Error, Info, Warning};
    let pair = |code, severity, says, breaks, passes| Pair { code, severity, says, breaks, passes };
    vec![
        pair("Z101", Error, "85", &|f| f.set_number(PROJECTS, "D8", "85"), &|f| {
            for cell in ["D8", "D7"] {
                f.set_number(PROJECTS, cell, "85");
            }
            f.set_number(PROJECTS, "D6", "3436");
            f.set_number(PROJECTS, "D5", "10931");
        }),
        pair("Z102", Error, "8744", &|f| f.set_number(EXECUTION, "C3", "8745"), &|f| {
            f.set_number(EXECUTION, "C3", "8745");
            f.set_number(EXECUTION, "C4", "8745");
        }),
        pair("Z103", Error, "10929", &|f| f.set_number(EXECUTION, "B4", "10929"), &|f| {
            f.set_number(EXECUTION, "C4", "8000");
        }),
        pair("Z104", Error, "10929", &|f| f.set_number(EXECUTION, "B4", "10929"), &|f| {
            f.set_number(EXECUTION, "C4", "8000");
        }),
        pair("Z105", Error, "7", &|f| f.set_number(PROJECTS, "A8", "7"), &|f| {
            f.set_cell(PROJECTS, "A8", "1");
        }),
        pair("Z106", Error, "事前补助", &|f| f.set_cell(PROJECTS, "E40", "事前补助"), &|f| {
            f.set_cell(PROJECTS, "E8", "直接补助");
        }),
        pair("Z107", Error, "84万元", &|f| f.add_unit_form("1", FIRST, "85", &[]), &|f| {
            for (index, (name, amount)) in example_projects().into_iter().enumerate() {
                f.add_unit_form(&index.to_string(), &name, &amount, &[]);
            }
        }),
        pair(
            "Z108",
            Error,
            "8744万元",
            &|f| {
                for cell in ["B3", "B4"] {
                    f.set_number(EXECUTION, cell, "109300000");
                }
            },
            &|f| {
                for cell in ["C3", "C4"] {
                    f.set_number(EXECUTION, cell, "11");
                }
            },
        ),
        pair("Z109", Warning, "80%", &|f| without_reasons(f), &|f| {
            without_reasons(f);
            for cell in ["C3", "C4"] {
                f.set_number(EXECUTION, cell, "9837");
            }
        }),
        pair("Z110", Info, "31天", &|f| f.add_date_of_first_document(EXECUTION, "2024-11-08"), &|f| {
            f.add_date_of_first_document(EXECUTION, "2024-11-09")
        }),
        pair("Z111", Warning, "新疆农业大学", &|f| f.set_cell(PROJECTS, "C8", "新疆农业大字"), &|f| {
            f.set_cell(PROJECTS, "C8", "新疆农业大学");
        }),
        pair(
            "Z112",
            Warning,
            "85%",
            &|f| money_with(f, "执行率: 85%"),
            // Two decimals are shown of 80%.
            &|f| money_with(f, "执行率: 80.00%"),
        ),
        pair(
            "Z113",
            Error,
            "多30万元",
            &|f| f.write("分配.yaml", ALLOTMENTS.replace("10900", "10870").as_bytes()),
            &|f| f.write("分配.yaml", ALLOTMENTS.as_bytes()),
        ),
        pair("Z121", Error, "支持方式", &|f| f.set_cell(PROJECTS, "E3", "方式"), &|f| {
            f.set_cell(PROJECTS, "E3", "补助方式");
        }),
        pair("Z201", Error, "单位", &|f| f.set_cell(INDICATORS, "E5", "82个"), &|f| {
            f.set_cell(INDICATORS, "E5", "８２ 项");
        }),
        pair("Z202", Error, "改进措施", &|f| f.set_cell(INDICATORS, "F9", "项目减少。"), &|f| {
            f.set_cell(INDICATORS, "F9", "项目减少。下一步增加。");
        }),
        pair("Z203", Error, "130%", &|f| f.set_cell(INDICATORS, "E3", "41.6项"), &|f| {
            f.set_cell(INDICATORS, "E3", "41.59项");
        }),
        pair(
            "Z204",
            Error,
            "7775人次",
            &|f| {
                f.list_only(&[(FIRST, "新疆大学", "84"), (SECOND, "新疆大学", "155")]);
                f.add_unit_form("1", FIRST, "84", &[(TRAINED, "≥100人次", "7000人次")]);
                f.add_unit_form("2", SECOND, "155", &[(TRAINED, "≥100人次", "775人次")]);
            },
            &|f| {
                f.list_only(&[(FIRST, "新疆大学", "84"), (SECOND, "新疆大学", "155")]);
                f.add_unit_form("1", FIRST, "84", &[(TRAINED, "≥100人次", "7000人次"), (CONTENT, "≥90%", "99%")]);
                f.add_unit_form("2", SECOND, "155", &[(TRAINED, "≥100人次", "776人次"), (CONTENT, "≥90%", "97.5%")]);
            },
        ),
        pair("Z205", Error, "980%", &|f| f.set_cell(INDICATORS, "E18", "980%"), &|f| {
            f.set_cell(INDICATORS, "E18", "100%");
        }),
        pair(
            "Z211",
            Warning,
            "培训技术经纪人数量",
            &|f| f.set_cell(INDICATORS, "F9", "培训技术经纪人数量减少。下一步增加。"),
            &|f| f.set_cell(INDICATORS, "F9", "支持高新技术企业的数量减少。下一步增加。"),
        ),
        pair(
            "Z221",
            Error,
            "人次",
            &|f| f.add_unit_form("1", FIRST, "84", &[(TRAINED, "≥100人次", "7776人")]),
            &|f| f.add_unit_form("1", FIRST, "84", &[(TRAINED, "≥100人次", "7776")]),
        ),
        pair(
            "Z222",
            Error,
            "60%",
            &|f| f.set_cell(INDICATORS, "E13", "部分达成预期指标并具有一定效果（80%）"),
            &|f| f.set_cell(INDICATORS, "E13", "部分达成预期指标并具有一定效果（79.9%）"),
        ),
        pair(
            "Z223",
            Info,
            "基地类项目增加",
            &|f| {
                f.clear_cell(INDICATORS, "F9");
                f.add_form_with_reasons("1", FIRST, "84", &[("支持高新技术企业数量", "", "39家", "基地类项目增加。")]);
            },
            &|f| f.add_form_with_reasons("1", FIRST, "84", &[("支持高新技术企业数量", "", "39家", "基地类项目增加。")]),
        ),
        pair(
            "Z224",
            Warning,
            "10930",
            &|f| {
                for (index, (name, amount)) in example_projects().into_iter().enumerate() {
                    f.add_unit_form(&index.to_string(), &name, &amount, &[]);
                }
            },
            &|f| {
                f.set_number(EXECUTION, "C4", "10930");
                for (index, (name, amount)) in example_projects().into_iter().enumerate() {
                    f.add_unit_form(&index.to_string(), &name, &amount, &[]);
                }
            },
        ),
        pair(
            "Z225",
            Warning,
            TRAINED,
            &|f| f.add_unit_form("1", FIRST, "84", &[(TRAINED, "≥100人次", "/"), (CONTENT, "≥90%", "98%")]),
            // The region's own target is what the blank form has printed.
            &|f| f.add_unit_form("1", FIRST, "84", &[(TRAINED, "≥6478人次", ""), (CONTENT, "≥95%", "98%")]),
        ),
        pair(
            "Z301",
            Error,
            "两遍",
            &|f| f.set_cell_of_second(EXECUTION, "C5", "财教财教〔2025〕65号"),
            &|f| {
                f.set_cell_of_second(EXECUTION, "C5", "新财教〔2025〕165号");
            },
        ),
        pair("Z302", Info, "232号", NOTHING, &|f| f.set_cell_of_second(EXECUTION, "C4", "新财教〔2024〕231号")),
        pair("Z401", Error, "1个项目", &|f| f.clear_cell(PROJECTS, "F8"), &|f| f.set_cell(PROJECTS, "F8", "良")),
        pair(
            "Z501",
            Error,
            "满分",
            &|f| {
                f.replace(
                    "报告.yaml",
                    "  评定:\n",
                    "  评定:\n    - { 指标: 支持高新技术企业数量, 得分: 10, 理由: 基本完成 }\n",
                );
            },
            &|f| {
                f.replace(
                    "报告.yaml",
                    "  评定:\n",
                    "  评定:\n    - { 指标: 支持高新技术企业数量, 得分: 9.5, 理由: 基本完成 }\n",
                );
            },
        ),
        pair(
            "Z601",
            Error,
            "马繁育与运动性能调控机制研究",
            &|f| f.replace("案例.yaml", "运动性能调控机制研究", "运动机能调控机制研究"),
            &|f| {
                f.replace("案例.yaml", "马繁育与运动性能调控机制研究", "新疆科技安全预警关键技术研发");
            },
        ),
        pair("Z602", Warning, "2025年3月31日", &|f| f.replace("报告.yaml", "2026-03-31", "2025-03-31"), &|f| {
            f.replace("报告.yaml", "2026-03-31", "2026-01-01");
        }),
        // Those that look at the year before: it is the example too.
        pair("Z901", Info, "30项", &YearFolder::add_last_year, &|f| {
            f.add_last_year();
            f.set_cell(INDICATORS, "D4", "≥24项");
            f.set_cell(INDICATORS, "D5", "≥66项");
        }),
        pair(
            "Z902",
            Warning,
            FIRST,
            &|f| {
                f.add_last_year();
                f.set_cell(PROJECTS, "B8", "西甜瓜智能机械化移栽关键技术与装备研发");
            },
            &|f| {
                f.add_last_year();
                f.set_cell(PROJECTS, "B10", "基于大田棉花监测技术的智能水肥决策系统技术研究和示范推广");
            },
        ),
        pair(
            "Z903",
            Warning,
            "培训从事技术创新服务人员数量",
            &|f| {
                f.add_last_year();
                f.set_cell(INDICATORS, "C14", "培训从事技术创新服务人员数量");
            },
            &|f| {
                f.add_last_year();
                f.set_cell(INDICATORS, "C14", "举办科普活动场次");
            },
        ),
    ]
}

/// What each area gets, which is all of the fund's money.
const ALLOTMENTS: &str =
    "分配表:\n  - {地区: 乌鲁木齐市, 金额: 10900}\n  - {地区: 喀什地区, 金额: 30}\n  - {地区: 合计, 金额: 10930}\n";

/// The money typed into YAML, with more of the fund's own row.
fn money_with(folder: &YearFolder, more: &str) {
    folder.remove("资金执行.xlsx");
    let money = format!(
        "资金执行:\n  年度资金总额: {{预算数: 10930, 执行数: 8744}}\n  中央财政资金: {{预算数: 10930, 执行数: 8744, {more}}}\n  \
         地方资金: {{预算数: 0, 执行数: 0}}\n  其他资金: {{预算数: 0, 执行数: 0}}\n"
    );
    folder.write("资金.yaml", money.as_bytes());
}

/// Takes out of the texts what says why the money was spent slowly.
fn without_reasons(folder: &YearFolder) {
    for (words, other) in [
        ("部分单位政府采购周期较长，资金执行偏慢，截至", "截至"),
        ("向执行滞后的承担单位", "向承担单位"),
        ("部分引导资金执行率偏低", "部分项目需要加强管理"),
    ] {
        folder.replace("文字.yaml", words, other);
    }
}

#[test]
fn every_rule_finds_its_break_and_spares_what_is_near() {
    for Pair { code, severity, says, breaks, passes } in pairs() {
        let found = findings(code, breaks);
        assert!(!found.is_empty(), "{code} does not see its break");
        let finding = &found[0];
        assert_eq!(finding.severity, severity, "{code}: {finding:#?}");
        let words = format!("{} {:?} {:?}", finding.message, finding.expected, finding.actual);
        assert!(words.contains(says), "{code} does not say {says}: {words}");
        assert!(!finding.locations.is_empty() && !finding.hint.is_empty(), "{code}: {finding:#?}");
        let spared = findings(code, passes);
        assert!(spared.is_empty(), "{code} cries wolf: {spared:#?}");
    }
}

/// The codes of the rules that read a year's input.
fn of_reports() -> impl Iterator<Item = &'static str> {
    rules().map(|rule| rule.code).filter(|code| !code.starts_with("Z7") && *code != "Z603")
}

#[test]
fn every_rule_has_a_page_a_pair_and_a_line_in_the_index() {
    let index = include_str!("../../docs/rules/README.md");
    let codes: Vec<_> = pairs().iter().map(|pair| pair.code).collect();
    assert_eq!(codes, of_reports().collect::<Vec<_>>());
    for rule in rules() {
        for head in ["## 查什么", "## 为什么", "## 反例", "## 改法", "## 依据"] {
            assert!(rule.doc.contains(head), "{} has no {head}", rule.code);
        }
        assert!(rule.doc.starts_with(&format!("# {} {}", rule.code, rule.title)));
        assert!(index.contains(&format!("| [{0}]({0}.md) | {1} |", rule.code, rule.title)));
    }
    // Those of finished documents have their pairs in tests/it/finished.rs; Z603 reads texts, Z720 compares with a year.
    let all = rules().count();
    assert_eq!(index.lines().filter(|line| line.starts_with("| [")).count(), all);
    for (old, new) in renamed() {
        let pages: Vec<String> = new.iter().map(|code| format!("[{code}]({code}.md)")).collect();
        assert!(index.contains(&format!("| {old} | {} |", pages.join("、"))), "{old}");
        assert!(new.iter().all(|code| rules().any(|rule| rule.code == *code)), "{old}");
    }
}

#[test]
fn money_is_not_handed_on_before_it_came() {
    let told = |dates: &[(u32, &str, &str)]| {
        let dated = |folder: &YearFolder| {
            for (row, number, date) in dates {
                folder.add_date(EXECUTION, *row, number, date);
            }
        };
        let found = findings("Z110", &dated).into_iter().filter(|finding| finding.severity == Severity::Warning);
        found.map(|finding| finding.message).collect::<Vec<_>>()
    };
    let (first, second) = ("财教〔2024〕232号", "财教〔2025〕92号");
    let early = told(&[(2, first, "2024-12-10"), (3, second, "2025-05-10")]);
    assert_eq!(early, ["“新财教〔2024〕232号”比上级的“财教〔2024〕232号”印发得早"]);
    assert_eq!(told(&[(2, first, "2024-12-09"), (3, second, "2025-05-20")]), [] as [String; 0]);
    // Of another that has no date nothing is known.
    assert_eq!(told(&[(2, first, "2024-12-10")]), [] as [String; 0]);
}

/// The points that reviewers look at (A01 to A36) each have rules, and the rules exist.
#[test]
fn every_point_of_review_has_its_rules() {
    let index = include_str!("../../docs/rules/README.md");
    let known: Vec<&str> = rules().map(|rule| rule.code).collect();
    let points: Vec<(&str, Vec<&str>)> = index
        .lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.strip_prefix("| A")?.split('|').map(str::trim).collect();
            Some((cells[0], cells[2].split_whitespace().collect()))
        })
        .collect();
    let numbers: Vec<String> = (1..=36).map(|number| format!("{number:02}")).collect();
    assert_eq!(points.iter().map(|(number, _)| *number).collect::<Vec<_>>(), numbers);
    for (number, codes) in points {
        assert!(!codes.is_empty() && codes.iter().all(|code| known.contains(code)), "A{number}: {codes:?}");
    }
}

#[test]
fn the_example_has_no_error() {
    let recognition = Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
    let report =
        read_year(&YearFolder::example().path(), "2025", &recognition, &|_| FundRules::default()).report.unwrap();
    let audit = judge(&Case::of_report(&report), &standards());
    assert!(audit.findings.iter().all(|finding| finding.severity == Severity::Info), "{:#?}", audit.findings);
}

#[test]
fn the_centre_s_money_is_never_overspent_but_by_rounding() {
    let executed = |central: &str, other: Option<&str>| {
        findings("Z102", &|f| {
            f.set_number(EXECUTION, "C4", central);
            f.set_number(EXECUTION, "C3", central);
            if let Some(other) = other {
                f.set_number(EXECUTION, "C6", other);
                f.set_number(
                    EXECUTION,
                    "C3",
                    &(central.parse::<u32>().unwrap() + other.parse::<u32>().unwrap()).to_string(),
                );
            }
        })
    };
    let overspent = executed("87440", None);
    assert_eq!(overspent.len(), 1, "{overspent:#?}");
    assert_eq!((overspent[0].severity, overspent[0].locations.len()), (Severity::Error, 2));
    assert_eq!(executed("10930.4", None), []);
    assert_eq!(executed("10930.6", None)[0].severity, Severity::Error);
    assert_eq!(executed("8744", Some("5"))[0].severity, Severity::Warning);
}

#[test]
fn a_reason_does_not_say_the_opposite_of_the_figures() {
    let reasons = |cell: &'static str, reason: &'static str| {
        findings("Z211", &|f| f.set_cell(INDICATORS, cell, &format!("{reason}下一步合理设置指标值。"))).len()
    };
    assert_eq!(reasons("F4", "支持建设的项目大幅减少。"), 1);
    assert_eq!(reasons("F4", "年初对需求估计不足。"), 0);
    assert_eq!(reasons("F9", "支持的企业超额完成。"), 1);
    assert_eq!(reasons("F9", "成本增加，支持的企业减少。"), 0);
}

#[test]
fn only_the_row_that_is_out_of_order_is_named() {
    let places = |change: &dyn Fn(&YearFolder)| -> Vec<String> {
        findings("Z105", change).iter().map(|finding| finding.locations[0].to_string()).collect()
    };
    let wrong = places(&|f| f.set_number(PROJECTS, "A12", "3"));
    assert!(wrong.len() == 1 && wrong[0].contains("A12"), "{wrong:?}");
    assert_eq!(places(&|f| f.clear_cell(PROJECTS, "D11")), <[String; 0]>::default());
}

#[test]
fn a_character_of_a_short_name_may_be_wrong() {
    let of = |name: &'static str| findings("Z111", &|f| f.set_cell(PROJECTS, "C22", name)).len();
    assert_eq!(of("新彊大学"), 1);
    // One character less is another name; so is one told apart by a direction.
    assert_eq!((of("新疆大"), of("东疆大学")), (0, 0));
}

#[test]
fn a_share_of_a_whole_is_at_most_all_of_it_and_growth_is_no_share() {
    let of = |name: &'static str, actual: &'static str| {
        let found = findings("Z205", &|f| {
            f.set_cell(INDICATORS, "C18", name);
            f.set_cell(INDICATORS, "E18", actual);
        });
        found.len()
    };
    assert_eq!((of(CONTENT, "100.1%"), of(CONTENT, "100%")), (1, 0));
    assert_eq!((of("服务对象收入率", "980%"), of("服务对象收入增长率", "980%")), (1, 0));
}

#[test]
fn a_project_listed_twice_is_an_error_for_one_unit_and_a_hint_for_two() {
    let of = |name: &str, unit: &str| {
        let found = findings("Z105", &|f| {
            f.set_cell(PROJECTS, "C8", "新疆农业大学");
            f.set_cell(PROJECTS, "B22", name);
            f.set_cell(PROJECTS, "C22", unit);
        });
        found.into_iter().map(|finding| finding.severity).collect::<Vec<_>>()
    };
    assert_eq!(of(FIRST, "新疆农业大学"), [Severity::Error]);
    assert_eq!(of(FIRST, "新疆大学"), [Severity::Info]);
    assert_eq!(of(&format!("{FIRST}（二期）"), "新疆农业大学"), []);
}

/// Which money rows the projects add up to is the fund's to say.
#[test]
fn projects_add_up_to_the_rows_that_the_fund_names() {
    let recognition = Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
    let folder = YearFolder::example();
    folder.set_number(EXECUTION, "B4", "10900");
    folder.set_number(EXECUTION, "B5", "30");
    let found = |rules: &str| {
        let rules: FundRules = serde_saphyr::from_str(rules).unwrap();
        let report = read_year(&folder.path(), "2025", &recognition, &|_| rules.clone()).report.unwrap();
        let found = judge(&Case::of_report(&report), &standards()).findings;
        found.into_iter().filter(|finding| finding.code == "Z104").collect::<Vec<_>>()
    };
    assert_eq!(found("勾稽: {}").len(), 1);
    assert_eq!(found("勾稽: { 项目表: [中央财政资金, 地方资金] }"), []);
    assert_eq!(found("勾稽: { 项目表: [] }"), []);
    let wrong = found("勾稽: { 项目表: [地方资金] }");
    assert_eq!(wrong[0].expected.as_deref(), Some("30（地方资金全年预算数）"), "{wrong:?}");
}
