#![doc = include_str!("../../../docs/rules/Z302.md")]

use crate::base::finding::Finding;
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
    Outcome::of(findings)
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
