//! Documents of other offices: what is right in them is no error, and each kind of contradiction that reviewers find is found.

mod made;

use std::collections::BTreeMap;
use std::path::Path;

use rust_decimal::Decimal;
use ziping::base::finding::{Finding, Severity};
use ziping::judge::{Case, judge};
use ziping::sheets::finished::read;

use crate::support::{facts_of, standards};
use made::{FORMS, Form, OFFICES, OUTLINES, Office, Part, Said, parts, write_docx, write_text};

/// How much has to be found, in percent.
const AIM: usize = 95;

fn findings(parts: &[Part], number: usize, folder: &Path) -> Vec<Finding> {
    let path = folder.join(if number.is_multiple_of(3) { "报告.txt" } else { "报告.docx" });
    match number.is_multiple_of(3) {
        true => write_text(&path, parts),
        false => write_docx(&path, parts, number % 3 == 1),
    }
    judge(&Case::of_document(&facts_of(&read(&path).unwrap())), &standards()).findings
}

/// Every form with every outline, each of some office's fund.
fn all() -> impl Iterator<Item = (usize, Form, made::Outline, &'static Office)> {
    let forms = FORMS.into_iter().flat_map(|form| OUTLINES.into_iter().map(move |outline| (form, outline)));
    forms.enumerate().map(|(number, (form, outline))| (number, form, outline, &OFFICES[number % OFFICES.len()]))
}

fn shown(finding: &Finding) -> String {
    let side = |side: &Option<String>| side.clone().unwrap_or_default();
    format!("{} {}｜应为{}｜现为{}", finding.code, finding.message, side(&finding.expected), side(&finding.actual))
}

#[test]
fn nothing_is_an_error_where_nothing_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for (number, form, outline, office) in all() {
        let said = Said::of(office, form, number);
        let found = findings(&parts(office, form, outline, &said, number), number, folder.path());
        let told = found.iter().filter(|finding| finding.code == "Z729").count();
        assert!(told <= 1 && (told == 1 || form == Form::Science), "{form:?}: {told}");
        let errors = found.iter().filter(|finding| finding.severity == Severity::Error);
        wrong
            .extend(errors.map(|finding| format!("{number} {form:?} {outline:?} {}：{}", office.fund, shown(finding))));
    }
    assert!(wrong.is_empty(), "{}个：\n{}", wrong.len(), wrong.join("\n"));
}

/// Two funds, one after the other, each with its form.
#[test]
fn funds_that_share_a_document_are_not_held_against_each_other() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..OFFICES.len() {
        let (one, other) = (&OFFICES[number], &OFFICES[(number + 1) % OFFICES.len()]);
        let form = FORMS[number * 2];
        let mut both = parts(one, form, OUTLINES[number], &Said::of(one, form, number), number);
        both.extend(parts(other, form, OUTLINES[number], &Said::of(other, form, number + 7), number));
        let found = findings(&both, number, folder.path());
        let errors: Vec<String> =
            found.iter().filter(|finding| finding.severity == Severity::Error).map(shown).collect();
        assert!(errors.is_empty(), "{number}: {}", errors.join("\n"));
    }
}

type Plant = (&'static str, fn(&Form) -> bool, fn(&mut Said));

fn always(_: &Form) -> bool {
    true
}

fn scored(form: &Form) -> bool {
    matches!(form, Form::Project | Form::Yunnan | Form::Hubei | Form::Sichuan | Form::Mingshan)
}

fn with_execution_points(form: &Form) -> bool {
    scored(form) && *form != Form::Mingshan
}

/// More was spent of the centre's money than there was.
fn overspent(said: &mut Said) {
    let more = said.budget[1] - said.executed[1] + Decimal::from(50);
    said.executed[1] += more;
    said.executed[0] += more;
    for index in 0..2 {
        let rate = said.executed[index] * Decimal::ONE_HUNDRED / said.budget[index];
        said.rates[index] = format!("{}%", rate.round_dp(2));
    }
    said.prose.executed = said.executed[0];
    said.prose.rate = said.rates[0].clone();
    said.prose.central_rate = said.rates[1].clone();
}

/// What is like a contradiction and is none.
fn near() -> Vec<Plant> {
    let unscored: fn(&Form) -> bool = |form| !with_execution_points(form) && *form != Form::Mingshan;
    vec![
        ("写明用了结转资金", unscored, |said| {
            overspent(said);
            said.prose.remark = "支出中有以前年度结转资金300万元。";
        }),
        ("亿元四舍五入", always, |said| {
            let billions = (said.budget[0] / Decimal::from(10_000)).round_dp(1);
            said.prose.billions = Some(billions.to_string());
        }),
        ("完成率最高写100%", always, |said| {
            for rate in &mut said.prose.completions {
                if rate.parse::<Decimal>().unwrap() > Decimal::ONE_HUNDRED {
                    *rate = "100".into();
                }
            }
        }),
        ("执行率写成小数", always, |said| said.rates[1] = "0.96".into()),
        ("没有预算的填斜线", always, |said| said.rates[3] = "/".into()),
        ("执行率少写一位", always, |said| {
            let rate = said.rates[0].trim_end_matches('%').parse::<Decimal>().unwrap();
            said.prose.rate = format!("{}%", rate.round_dp(1));
        }),
        ("分项没有列全", always, |said| said.prose.remark = "涉及项目20个，其中水利项目5个、道路项目8个等。"),
        ("一个项目的钱", always, |said| {
            said.prose.remark = "其中某灌区项目下达资金350万元，支出280万元，执行率80%。"
        }),
        ("别的指标的目标", always, |said| said.prose.remark = "按照规划，到2025年满意度目标达到99%。"),
    ]
}

#[test]
fn what_is_near_a_contradiction_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for (number, form, outline, office) in all() {
        for (index, (what, applies, change)) in near().into_iter().enumerate() {
            if !applies(&form) || (number + number / 5 + index) % OUTLINES.len() != 0 {
                continue;
            }
            let mut said = Said::of(office, form, number);
            change(&mut said);
            let found = findings(&parts(office, form, outline, &said, number), number, folder.path());
            let errors = found.iter().filter(|finding| finding.severity == Severity::Error);
            wrong.extend(errors.map(|finding| format!("{what} {number} {form:?} {outline:?}：{}", shown(finding))));
        }
    }
    assert!(wrong.is_empty(), "{}个：\n{}", wrong.len(), wrong.join("\n"));
}

/// Each kind of contradiction: where it can stand, what it changes.
fn plants() -> Vec<Plant> {
    vec![
        ("总额与分项", always, |said| said.executed[0] += Decimal::TEN),
        ("总额为0", always, |said| {
            said.budget[0] = Decimal::ZERO;
            said.rates[0] = String::new();
        }),
        ("表中执行率", always, |said| said.rates[1] = "93%".into()),
        ("0÷0写作100%", always, |said| said.rates[3] = "100%".into()),
        ("执行数大于预算", always, overspent),
        ("正文执行数", always, |said| said.prose.executed += Decimal::from(30)),
        ("正文执行率", always, |said| said.prose.rate = "89.5%".into()),
        ("中央资金执行率", always, |said| said.prose.central_rate = "91.2%".into()),
        ("句中分项之和", always, |said| said.prose.local += Decimal::from(20)),
        ("括号分项之和", always, |said| said.prose.counted.2 = 6),
        ("亿元与万元", |_| true, |said| said.prose.billions = Some("0.08".into())),
        ("正文指标值", always, |said| said.prose.targets[0] = "18".into()),
        ("正文完成值", always, |said| said.prose.actuals[1] = "77".into()),
        ("完成率", always, |said| said.prose.completions[4] = "101.01".into()),
        ("≤指标的完成率", always, |said| said.prose.completions[2] = "87.5".into()),
        ("表里各行与合计", always, |said| said.districts[1].0 += Decimal::from(5)),
        ("表里支出与合计", always, |said| said.district_total.1 += Decimal::from(7)),
        ("地名两种写法", always, |said| {
            let mut name: Vec<char> = said.prose.place.chars().collect();
            let at = name.len() - 2;
            name[at] = '阴';
            said.prose.place = name.into_iter().collect();
        }),
        ("不可能的完成值", always, |said| said.actuals[5] = "192.5".into()),
        ("得分加总", scored, |said| said.total_points -= Decimal::ONE),
        ("行得分超过分值", scored, |said| said.points[1] = Decimal::from(28)),
        ("一级指标分值", scored, |said| said.labels[0] += 5),
        ("执行得分", with_execution_points, |said| said.execution_points = "7.5".into()),
        ("正文总分与表", scored, |said| said.prose.score -= Decimal::from(2)),
        ("正文各部分与总分", scored, |said| said.prose.parts[1] -= Decimal::from(3)),
        ("等级与得分", scored, |said| said.prose.grade = "良好"),
        ("表里的等级", |form| *form == Form::Yunnan, |said| said.grade = "良"),
    ]
}

#[test]
fn each_kind_of_contradiction_is_found_in_every_form_and_outline() {
    let folder = tempfile::tempdir().unwrap();
    let (mut made, mut found) = (BTreeMap::new(), BTreeMap::new());
    let mut missed = Vec::new();
    for (number, form, outline, office) in all() {
        let clean = Said::of(office, form, number);
        let before: Vec<String> =
            findings(&parts(office, form, outline, &clean, number), number, folder.path()).iter().map(shown).collect();
        for (index, (what, applies, plant)) in plants().into_iter().enumerate() {
            // Every document bears a fifth of them, every kind stands in every form.
            if !applies(&form) || (number + number / 5 + index) % OUTLINES.len() != 0 {
                continue;
            }
            let mut said = clean.clone();
            plant(&mut said);
            let after = findings(&parts(office, form, outline, &said, number), number, folder.path());
            let told = after
                .iter()
                .filter(|finding| finding.severity <= Severity::Warning)
                .any(|finding| !before.contains(&shown(finding)));
            *made.entry(what).or_insert(0) += 1;
            *found.entry(what).or_insert(0) += usize::from(told);
            if !told {
                missed.push(format!("{what}：{number} {form:?} {outline:?} {}", office.fund));
            }
        }
    }
    for (what, count) in &made {
        println!("{what}：{count}处，查出{}处", found[what]);
    }
    missed.iter().for_each(|line| println!("没有查出 {line}"));
    let (all, told) = (made.values().sum::<usize>(), found.values().sum::<usize>());
    println!("合计{all}处，查出{told}处");
    assert!(told * 100 >= all * AIM, "{told} of {all}:\n{}", missed.join("\n"));
}
