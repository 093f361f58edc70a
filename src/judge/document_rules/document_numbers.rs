#![doc = include_str!("../../../docs/rules/Z709.md")]

use crate::base::date::Date;
use crate::base::finding::Finding;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::judge::rules::allocation_numbers::number_problem;
use crate::model::standards::Standards;
use crate::prose::DocumentNumber;
use crate::prose::{Token, document_numbers, tokens};
use crate::reading::finished::facts::{Facts, Sentence};

pub const RULE: Rule = Rule {
    code: "Z709",
    title: "文件里的文号写法正确",
    doc: include_str!("../../../docs/rules/Z709.md"),
    needs: &[],
    check: Check::Document(check),
};

fn check(facts: &Facts, _: &Standards) -> Outcome {
    let numbers: Vec<(DocumentNumber, &Sentence)> = facts
        .sentences
        .iter()
        .flat_map(|sentence| document_numbers(&sentence.text).into_iter().map(move |number| (number, sentence)))
        .collect();
    if numbers.is_empty() {
        return Outcome::NotApplicable("文件里没有文号".into());
    }
    let mut findings = Vec::new();
    for (number, sentence) in &numbers {
        if let Some(problem) = number_problem(&number.text, issued(sentence, number)) {
            findings.push(
                Finding::error(RULE.code, format!("文号“{}”{problem}", number.text))
                    .about(&number.text)
                    .expected("机关代字〔年份〕序号号，如 新财教〔2025〕65号")
                    .actual(&number.text)
                    .at(&sentence.place)
                    .hint("照原文件改正文号。"),
            );
        }
    }
    findings.extend(shared(&numbers));
    Outcome::of(findings)
}

/// 2025年5月19日印发《…》（新财教〔2025〕65号）: the date that the number's clause begins with.
fn issued(sentence: &Sentence, number: &DocumentNumber) -> Option<Date> {
    let clause = sentence.text.part(..number.range.start).rsplit(['；', ';']).next()?;
    let mut dates = tokens(clause).into_iter().filter_map(|token| match token {
        Token::Date(date) if clause.part(date.range.end..).starts_with("印发") => {
            Date::new(date.year?, date.month?, date.day?)
        }
        _ => None,
    });
    dates.next_back()
}

/// One number beside two titles.
fn shared(numbers: &[(DocumentNumber, &Sentence)]) -> Vec<Finding> {
    let mut titles: Vec<(&str, &str, &Sentence)> = Vec::new();
    let mut findings = Vec::new();
    for (number, sentence) in numbers {
        let Some(title) = title_of(&sentence.text, number) else { continue };
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
            None => titles.push((&number.text, title, sentence)),
        }
    }
    findings
}

/// 《…》（number）
pub(super) fn title_of<'a>(text: &'a str, number: &DocumentNumber) -> Option<&'a str> {
    let before = text.part(..number.range.start).strip_suffix(['（', '('])?.strip_suffix('》')?;
    Some(before.part(before.rfind('《')? + '《'.len_utf8()..))
}
