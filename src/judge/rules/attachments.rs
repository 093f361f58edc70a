#![doc = include_str!("../../../docs/rules/Z721.md")]

use crate::base::finding::{Finding, Severity};
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::standards::Standards;
use crate::model::words::Words;
use crate::reading::finished::bare::bare;
use crate::reading::finished::headings::is_attachment_label;
use crate::reading::finished::read_document::{ReadDocument, Unit};

pub const RULE: Rule = Rule {
    code: "Z721",
    title: "附件说明与附件对得上",
    doc: include_str!("../../../docs/rules/Z721.md"),
    needs: &[Need::WholeDocument],
    check: Check::Document(check),
};

fn check(facts: &ReadDocument, standards: &Standards) -> Outcome {
    let paragraphs = &facts.paragraphs;
    let list = paragraphs.iter().position(|unit| after_colon(&unit.text).is_some());
    let Some(list) = list else {
        // Who marks no 附件 at all may add the form by another custom.
        let marks = paragraphs.iter().any(|unit| is_attachment_label(&unit.text));
        let severity = if marks { Severity::Warning } else { Severity::Info };
        return match facts.form.is_some()
            && !facts.form_in_text
            && facts.headings.iter().any(|heading| heading.level == 1)
        {
            true => Outcome::Findings(vec![
                Finding::new(RULE.code, severity, "报告附有自评表，正文后面没有附件说明")
                    .expected("附件：…自评表")
                    .actual("没有")
                    .at_all(paragraphs.last().map(|unit| &unit.place))
                    .hint("在正文后面写附件说明。"),
            ]),
            false => Outcome::NotApplicable("文件里没有附件说明".into()),
        };
    };
    let mut names: Vec<String> = after_colon(&paragraphs[list].text).map(unnumbered).into_iter().collect();
    let more = paragraphs[list + 1..].iter().take_while(|unit| unnumbered(&unit.text) != unit.text);
    names.extend(more.map(|unit| unnumbered(&unit.text)));
    let labels: Vec<usize> =
        (list + 1..paragraphs.len()).filter(|&index| is_attachment_label(&paragraphs[index].text)).collect();
    let mut findings = Vec::new();
    if labels.is_empty() && facts.form.is_some() {
        findings.push(
            Finding::warning(RULE.code, "附件没有标识")
                .expected("附件（另面编排，左上角）")
                .actual("没有")
                .at(&paragraphs[list].place)
                .hint("在附件第一面左上角写“附件”；几个附件的写“附件1”“附件2”。"),
        );
    }
    // What is attached to the report is listed behind it; a letter's list is of what follows the letter.
    let next = (list + 1..paragraphs.len()).find(|&index| after_colon(&paragraphs[index].text).is_some());
    let labels: Vec<usize> = labels.into_iter().filter(|&label| next.is_none_or(|next| label < next)).collect();
    for (index, name) in names.iter().enumerate().take(labels.len()) {
        let label = &paragraphs[labels[index]];
        findings.extend(title(
            name,
            &paragraphs[labels[index] + 1..],
            (label, &paragraphs[list]),
            &standards.attachment_titles,
        ));
        let number = label.text.trim().trim_start_matches("附件");
        let expected = if names.len() > 1 { (index + 1).to_string() } else { String::new() };
        if number != expected && !(names.len() == 1 && number == "1") {
            findings.push(
                Finding::error(RULE.code, "附件的序号与附件说明不一致")
                    .expected(format!("附件{expected}"))
                    .actual(&label.text)
                    .at(&label.place)
                    .at(&paragraphs[list].place)
                    .hint("附件的序号照附件说明的顺序写。"),
            );
        }
    }
    Outcome::of(findings)
}

fn title(name: &str, below: &[Unit], (label, list): (&Unit, &Unit), titles: &Words) -> Option<Finding> {
    let wanted = bare(name);
    // 项目类别：… above the title of a form is none.
    let mut below = below.iter().filter(|unit| !unit.text.contains(['：', ':'])).take(3).peekable();
    let first = *below.peek()?;
    // A long title stands in several lines.
    let mut found = String::new();
    let agrees = below.any(|unit| {
        found += &bare(&unit.text);
        found.ends_with(&wanted) || wanted.ends_with(&found)
    });
    // A sentence or a label below is no title that could be wrong.
    let is_title = bare(&first.text).chars().count() <= 40 && titles.end(&bare(&first.text));
    let severity = if is_title { Severity::Error } else { Severity::Warning };
    (!agrees).then(|| {
        Finding::new(RULE.code, severity, "附件的标题与附件说明不一致")
            .expected(name)
            .actual(first.text.replace('\n', ""))
            .at(&label.place)
            .at(&list.place)
            .hint("附件说明里的名称和附件的标题写成一样。")
    })
}

/// 附件：…
fn after_colon(text: &str) -> Option<&str> {
    let rest = text.trim().strip_prefix("附件")?;
    rest.strip_prefix('：').or_else(|| rest.strip_prefix(':'))
}

/// Without 1. and 《》; 2025年度… has no number.
fn unnumbered(text: &str) -> String {
    let text = text.trim();
    let behind = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_number = behind.len() < text.len() && behind.starts_with(['.', '．', '、', ' ', '《']);
    let name = if is_number { behind.trim_start_matches(['.', '．', '、', ' ']) } else { text };
    name.trim_matches(['《', '》']).to_string()
}
