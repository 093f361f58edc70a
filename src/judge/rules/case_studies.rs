#![doc = include_str!("../../../docs/rules/Z601.md")]

use crate::base::finding::{Finding, Severity};
use crate::base::number::plain;
use crate::base::place::Place;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Need, Outcome, Rule, Source};
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;
use crate::reading::finished::ReadDocument;
use crate::reading::finished::bare::bare;
use crate::reading::finished::read_document::Sentence;
use crate::reading::finished::tables::ProjectRow;

pub const RULE: Rule = Rule {
    code: "Z601",
    title: "案例是项目表里的项目",
    doc: include_str!("../../../docs/rules/Z601.md"),
    needs: &[Need::Part(Part::Projects), Need::AllProjects, Need::WholeDocument],
    check: Check::Source(check),
};

fn check(source: Source, standards: &Standards) -> Outcome {
    match source {
        Source::Report(report) => of_report(report),
        Source::Document(facts) => of_document(facts, standards),
    }
}

fn of_report(report: &Report) -> Outcome {
    if report.cases.is_empty() {
        return Outcome::NotApplicable("没有写典型案例".into());
    }
    let projects: Vec<_> = report.projects.projects().collect();
    let names: Vec<&str> = projects.iter().map(|project| project.name.value.as_str()).collect();
    let cases = report.cases.iter().map(|case| &case.project);
    Outcome::of(cases.filter_map(|case| unknown(&case.value, &case.place, &names, Severity::Error)).collect())
}

/// By the headings of its chapter of cases; what they were paid, too.
fn of_document(facts: &ReadDocument, standards: &Standards) -> Outcome {
    let Some(table) = &facts.projects else {
        return Outcome::NotApplicable("文件里没有认出资金安排情况表".into());
    };
    let names: Vec<&str> = table.projects().map(|row| row.name.as_str()).collect();
    let mut findings = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for sentence in facts.sentences.iter().filter(|sentence| sentence.is_of_a_case()) {
        let heading = sentence.headings.last();
        let Some(heading) = heading.filter(|heading| heading.starts_with(|c: char| c.is_ascii_digit())) else {
            continue;
        };
        // A heading may end with a full stop, a name does not.
        let name = heading.trim_start_matches(|c: char| c.is_ascii_digit() || ".．、".contains(c));
        let name = bare(name.trim_end_matches(['。', '.']));
        if !seen.contains(&heading.as_str()) {
            seen.push(heading);
            findings.extend(unknown(&name, &sentence.place, &names, Severity::Warning));
        }
        findings.extend(table.projects().find(|row| row.name == name).and_then(|row| paid(sentence, row, standards)));
    }
    if seen.is_empty() {
        return Outcome::NotApplicable("文件里没有典型案例".into());
    }
    Outcome::of(findings)
}

fn unknown(name: &str, place: &Place, names: &[&str], severity: Severity) -> Option<Finding> {
    if names.contains(&name) {
        return None;
    }
    let finding = Finding::new(RULE.code, severity, format!("案例的项目“{name}”不在项目表里"));
    let finding = finding.about(name).actual(name).at(place).hint("把案例的项目名称改成与项目表完全一致。");
    Some(finding.expected(nearest(name, names).unwrap_or("项目表里的项目名称")))
}

/// The project whose name shares most characters with `name`, if it is more than half of them.
fn nearest<'a>(name: &str, names: &[&'a str]) -> Option<&'a str> {
    let shared = |other: &str| name.chars().filter(|c| other.contains(*c)).count();
    let best = names.iter().max_by_key(|other| shared(other))?;
    (shared(best) * 2 > name.chars().count()).then_some(best)
}

/// What a case says that it was handed down, against its row.
fn paid(sentence: &Sentence, row: &ProjectRow, standards: &Standards) -> Option<Finding> {
    let words: Vec<&str> = standards.case_paid.iter().map(String::as_str).collect();
    let paid = sentence.mention_after(&words, |mention| mention.unit == "万元")?;
    let amount = row.amount.filter(|amount| !paid.agrees(*amount))?;
    Some(
        Finding::warning(RULE.code, format!("案例“{}”的资金与项目表不一致", row.name))
            .expected(format!("{}万元（项目表）", plain(amount)))
            .actual(format!("{}（{}）", sentence.text.part(paid.range.clone()), sentence.text))
            .at(&sentence.place)
            .at(&row.place)
            .hint("照项目表改案例；后补助项目在兑付前表里是0，案例里要说明。"),
    )
}
