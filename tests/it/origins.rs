//! Every character of a document knows where it comes from.

use std::path::Path;

use crate::support::{YearFolder, composed, recognition};
use ziping::app::as_finished::finished_of;
use ziping::app::resources::Resources;
use ziping::base::figure_id::Role;
use ziping::compose::compose;
use ziping::document::{Wording, wordings};
use ziping::judge::typed::{State, TypedFigures};
use ziping::model::figure::Quantity;
use ziping::model::fund_rules::FundRules;
use ziping::model::ledger::Ledger;
use ziping::model::report::Report;
use ziping::prose::KnownFigures;
use ziping::reading::finished::ReadDocument;
use ziping::reading::{Recognition, read_year};

fn report(folder: &YearFolder) -> Report {
    let recognition = Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
    read_year(&folder.path(), "2025", &recognition, &|_| FundRules::default()).report.unwrap()
}

fn of_example(folder: &YearFolder) -> (Vec<Wording>, Ledger) {
    let report = report(folder);
    let composed = composed(&report).0;
    let both = [&composed.report, &composed.form].map(wordings);
    (both.concat(), Ledger::of(&report))
}

/// What the values of a paragraph are, by name.
fn names(wording: &Wording) -> Vec<String> {
    let named = wording.values().into_iter().filter_map(|value| wording.named(value.start).cloned());
    named.map(|named| named.id.to_string()).collect()
}

#[test]
fn what_is_shown_as_a_figure_is_that_figure() {
    let (wordings, ledger) = of_example(&YearFolder::example());
    let (mut figures, mut unnamed) = (0, Vec::new());
    for wording in &wordings {
        for value in wording.values() {
            let words = wording.words(&value).replace('\n', "");
            match wording.named(value.start).map(|named| ledger.get(&named.id)) {
                Some(Some(figure)) => {
                    let known = figure.quantity.to_string().replace('\n', "");
                    // 一、甲 is how the direction 甲 is labelled; “甲” quotes it.
                    let is_same = match &figure.quantity {
                        Quantity::Words(_) => words.contains(&known),
                        _ => words == known,
                    };
                    assert!(is_same, "{}: {words} for {known} in {}", figure.id, wording.text());
                    figures += 1;
                }
                Some(None) => {}
                None if words.chars().any(|c| c.is_ascii_digit()) => unnamed.push(words),
                None => {}
            }
        }
    }
    assert!(figures > 500, "{figures}");
    // Numbers of rows and of loops, the labels of the form, the counts of lists.
    assert!(unnamed.iter().all(|words| words.len() <= 3 || !words.contains('.')), "{unnamed:?}");
}

#[test]
fn figures_keep_their_names_through_concatenation_lists_and_filters() {
    let folder = YearFolder::example();
    folder.replace(
        "文字.yaml",
        "      各级审计和财会监督中未发现",
        "      {% set 各项 = [] %}{% if 项目.新上 > 0 %}{% set 各项 = 各项 + [\"新上\" ~ 项目.新上 ~ \"个\"] %}{% endif %}\
        甲{{ 各项|join(\"，\") }}，{{ 各方向|map(attribute=\"名称\")|join(\"、\") }}，{{ 项目.数量|default(\"无\") }}，\
        {{ 项目.数量|汉字 }}，{{ 各方向|map(attribute=\"名称\")|map(\"引号\")|first }}，{{ 项目.结转 if 项目.结转 != 0 else \"无\" }}，\
        {{ 项目.数量 - 项目.新上 }}。\n      各级审计和财会监督中未发现",
    );
    let (wordings, _) = of_example(&folder);
    let wording = wordings.iter().find(|wording| wording.text().starts_with("甲新上92个")).unwrap();
    let directions = ["区域科技创新体系建设", "科技创新基地建设", "科技成果转移转化", "自由探索类基础研究"];
    let names = names(wording);
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    let of_directions = |name: &&str| name.starts_with("方向.") && name.ends_with(".名称");
    assert_eq!(known[0], "项目.新上");
    assert_eq!(known[1..].iter().filter(|name| of_directions(name)).count(), directions.len() + 1, "{known:?}");
    let rest: Vec<&&str> = known[1..].iter().filter(|name| !of_directions(name)).collect();
    assert_eq!(rest, [&"项目.数量", &"项目.数量", &"项目.结转"]);
    assert!(wording.text().ends_with("，45。"), "{}", wording.text());
}

#[test]
fn what_would_be_taken_for_a_mark_is_an_error_at_its_line() {
    let folder = YearFolder::example();
    folder.replace("文字.yaml", "各级审计和财会监督中未发现", "各级审计\u{100000}0\u{100002}和财会监督中未发现");
    let findings = composed(&report(&folder)).1;
    let found = findings.iter().find(|finding| finding.code == "Z020").unwrap();
    assert!(found.locations[0].to_string().starts_with("2025/文字.yaml"), "{found:?}");
}

#[test]
fn amounts_in_other_units_and_lists_of_any_fund_keep_their_names() {
    let folder = YearFolder::example();
    let more = "甲{{ 本项资金.预算数|元 }}元，{{ 各状态|map(attribute=\"数量\")|join(\"、\") }}，\
        {{ (各资金行|first).执行数|亿元 }}亿元，{{ 各等级[0].数量 }}，{{ 各资金行[1:]|length }}。";
    folder.replace(
        "文字.yaml",
        "      各级审计和财会监督中未发现",
        &format!("      {more}\n      各级审计和财会监督中未发现"),
    );
    let (wordings, _) = of_example(&folder);
    let wording = wordings.iter().find(|wording| wording.text().starts_with("甲109300000元")).unwrap();
    let known = names(wording);
    let ends = ["预算数", "项目.新上", "项目.结转", "执行数", "评价.优"];
    assert_eq!(known.len(), ends.len(), "{known:?} in {}", wording.text());
    for (name, end) in known.iter().zip(ends) {
        assert!(name.ends_with(end), "{name} is no {end} in {}", wording.text());
    }
}

/// Without 自评等级 nothing is known of the grades: what is missing is the first that the fund names.
#[test]
fn a_list_of_which_nothing_is_known_names_what_is_missing() {
    let folder = YearFolder::example();
    folder.set_cell("资金安排表.xlsx", "F3", "备注");
    let (wordings, _) = of_example(&folder);
    let names: Vec<String> =
        wordings.iter().filter(|wording| wording.text().contains("〔待核〕")).flat_map(names).collect();
    assert!(names.iter().any(|name| name == "评价.优"), "{names:?}");
    assert!(names.iter().filter(|name| name.starts_with("方向.") && name.ends_with(".优")).count() >= 4, "{names:?}");
}

/// Read as a stranger's document, by its words, each figure is the one that stands there: where the words name another, the
/// outline says it of something else.
#[test]
fn words_name_the_figures_that_stand_there() {
    let resources = Resources::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts")).unwrap();
    let (mut same, mut aliases, mut unnamed, mut other) = (0, 0, Vec::new(), Vec::new());
    for folder in [
        "input/2025",
        "input/2024-中小企业发展专项资金",
        "input/2024-公共文化服务补助资金",
        "tests/funds/input/2025-土壤污染防治资金",
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let year = folder.rsplit('/').next().unwrap();
        let report = read_year(&path, year, recognition(), &|profile| resources.rules_of(profile)).report.unwrap();
        let ledger = Ledger::of(&report);
        let (templates, layout) = (&resources.funds.of(&report.profile).0.templates, &resources.layout);
        let composed = compose(&report, &ledger, templates, layout).0.report;
        let known = KnownFigures::of_report(&report, &ledger, &resources.standards);
        let document = ReadDocument::of(&finished_of(&composed, "自评报告.docx"), recognition());
        let read = TypedFigures::of_document(&document.with_rules(report.rules.clone()), &known, &resources.standards);
        let paragraphs: Vec<Wording> = wordings(&composed).into_iter().filter(|wording| !wording.cell).collect();
        for figure in &read.figures {
            let mut once = figure.sentence.match_indices(&figure.text);
            let (Some((at, _)), None) = (once.next(), once.next()) else { continue };
            let stands = paragraphs.iter().find_map(|wording| {
                let text = wording.text();
                let at = text[..text.find(&figure.sentence)? + at].chars().count();
                wording.named(at).map(|named| named.id.clone())
            });
            // Years and dates are read by themselves.
            let Some(stands) = stands.filter(|id| ![Role::Year, Role::Date].contains(&id.role)) else { continue };
            let named = match &figure.state {
                State::Agrees { name } | State::Differs { name, .. } => name,
                _ => {
                    unnamed.push(format!("{stands}: {} in {}", figure.text, figure.sentence));
                    continue;
                }
            };
            let is_same =
                known.entries.iter().any(|known| known.name == *named && known.figure.as_ref() == Some(&stands));
            let differs = matches!(figure.state, State::Differs { .. });
            match is_same || *named == stands.to_string() {
                true if !differs => same += 1,
                // One amount by two names: what was handed down is the budget, and one source's money may be all of it.
                false if !differs && SAME.contains(&(named.as_str(), stands.to_string().as_str())) => aliases += 1,
                _ => other.push(format!("{named} for {stands}: {} in {}", figure.text, figure.sentence)),
            }
        }
    }
    println!("{same} the same, {aliases} by another name, {} not named\n{}", unnamed.len(), unnamed.join("\n"));
    assert!(other.is_empty(), "{} others:\n{}", other.len(), other.join("\n"));
    let all = same + aliases + unnamed.len();
    assert!(all > 250 && (same + aliases) * 100 >= all * 95, "{same} and {aliases} of {all}");
}

/// As the words say it, and what stands there.
const SAME: [(&str, &str); 7] = [
    ("资金.预算数", "资金.中央财政资金.预算数"),
    ("资金.预算数", "下达合计.省级"),
    ("资金.省级资金.预算数", "下达合计.省级"),
    ("资金.中央财政资金.预算数", "下达合计.省级"),
    ("资金.中央财政资金.预算数", "下达合计.中央"),
    ("资金.执行数", "资金.中央财政资金.执行数"),
    ("资金.执行率", "资金.中央财政资金.执行率"),
];
