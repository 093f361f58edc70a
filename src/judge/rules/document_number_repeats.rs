#![doc = include_str!("../../../docs/rules/Z302.md")]

use crate::base::finding::Finding;
use crate::base::nearest::differ_by_one;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Need, Outcome, Rule, Source};
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;
use crate::prose::DocumentNumber;
use crate::reading::finished::ReadDocument;
use crate::reading::finished::read_document::Sentence;

use super::allocation_numbers::numbers;

pub const RULE: Rule = Rule {
    code: "Z302",
    title: "文号不重复",
    doc: include_str!("../../../docs/rules/Z302.md"),
    needs: &[Need::Part(Part::Documents)],
    check: Check::Each(check),
};

fn check(source: Source, _: &Standards) -> Outcome {
    match source {
        Source::Report(report) => of_report(report),
        Source::Document(facts) => of_document(facts),
    }
}

/// One number beside two titles.
fn of_document(facts: &ReadDocument) -> Outcome {
    let mut titles: Vec<(String, &str, &Sentence)> = Vec::new();
    let mut findings = Vec::new();
    for (number, sentence) in numbers(facts) {
        let Some(title) = title_of(&sentence.text, &number) else { continue };
        match titles.iter().find(|(known, other, _)| *known == number.text && *other != title) {
            Some((_, other, first)) => findings.push(
                Finding::error(RULE.code, format!("两个文件用了同一个文号“{}”", number.text))
                    .about(&number.text)
                    .expected("一个文件一个文号")
                    .actual(format!("《{other}》、《{title}》"))
                    .at(&first.place)
                    .at(&sentence.place)
                    .hint("照原文件改正其中一个；是同一个文件的，名称写成一样。"),
            ),
            None => titles.push((number.text, title, sentence)),
        }
    }
    if titles.is_empty() {
        return Outcome::NotApplicable("文件里没有与名称写在一起的文号".into());
    }
    let mut told: Vec<String> = Vec::new();
    for (number, sentence) in numbers(facts) {
        let is_titled = titles.iter().any(|(known, ..)| *known == number.text) || told.contains(&number.text);
        let slip = |known: &&(String, &str, &Sentence)| looks_like(&number.text, &known.0);
        if let Some((known, title, first)) = titles.iter().find(slip).filter(|_| !is_titled) {
            findings.push(
                Finding::warning(RULE.code, format!("文号“{}”像是“{known}”写错了", number.text))
                    .about(&number.text)
                    .expected(format!("{known}（《{title}》）"))
                    .actual(format!("{}（{}）", number.text, sentence.text))
                    .at(&sentence.place)
                    .at(&first.place)
                    .hint("照原文件改正；确是另一个文件的，写上文件名称。"),
            );
            told.push(number.text);
        }
    }
    Outcome::of(findings)
}

/// 甘财教〔2023〕81号 and 甘财科〔2023〕18号 for 甘财教〔2023〕18号: digits in another order, or one character of the issuer.
fn looks_like(number: &str, known: &str) -> bool {
    let parts = |number: &str| {
        let (issuer, rest) = number.split_once('〔')?;
        let (year, serial) = rest.split_once('〕')?;
        Some((issuer.to_string(), year.to_string(), serial.to_string()))
    };
    let Some(((issuer, year, serial), (own, own_year, own_serial))) = parts(number).zip(parts(known)) else {
        return false;
    };
    let sorted = |serial: &str| {
        let mut digits: Vec<char> = serial.chars().collect();
        digits.sort_unstable();
        digits
    };
    let other_order = issuer == own && serial != own_serial && sorted(&serial) == sorted(&own_serial);
    let other_issuer =
        serial == own_serial && issuer.chars().next() == own.chars().next() && differ_by_one(&issuer, &own);
    let same_length = issuer.chars().count() == own.chars().count();
    year == own_year && same_length && (other_order || other_issuer)
}

/// 《…》（number）
pub(super) fn title_of<'a>(text: &'a str, number: &DocumentNumber) -> Option<&'a str> {
    let before = text.part(..number.range.start).strip_suffix(['（', '('])?.strip_suffix('》')?;
    Some(before.part(before.rfind('《')? + '《'.len_utf8()..))
}

fn of_report(report: &Report) -> Outcome {
    let mut findings = Vec::new();
    for (index, first) in report.documents.iter().enumerate() {
        for second in &report.documents[index + 1..] {
            let (one, other) = (first.number.value.as_str(), second.number.value.as_str());
            let finding = if one == other {
                Finding::error(RULE.code, format!("两个下达文件用了同一个文号“{one}”"))
                    .about(one)
                    .expected("一个文件一个文号")
                    .hint("照原文件改正其中一个文号。")
            } else if alike(one, other) {
                Finding::info(RULE.code, format!("文号“{one}”和“{other}”年份、序号完全相同"))
                    .hint("多半是巧合，也可能是抄错了；请照原文件核对一次。")
            } else {
                continue;
            };
            findings.push(finding.actual(format!("{one}、{other}")).at(&first.number.place).at(&second.number.place));
        }
    }
    Outcome::of(findings)
}

/// 财教〔2024〕232号 and 新财教〔2024〕232号: one issuer's code ends with the other's, the rest is the same.
fn alike(one: &str, other: &str) -> bool {
    match (one.split_once('〔'), other.split_once('〔')) {
        (Some((a, rest)), Some((b, same))) => rest == same && (a.ends_with(b) || b.ends_with(a)),
        _ => false,
    }
}
