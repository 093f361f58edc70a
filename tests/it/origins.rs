//! Every character of a document knows where it comes from.

use crate::support::{YearFolder, composed};
use ziping::document::{Wording, wordings};
use ziping::model::figure::Quantity;
use ziping::model::fund_rules::FundRules;
use ziping::model::ledger::Ledger;
use ziping::model::report::Report;
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
