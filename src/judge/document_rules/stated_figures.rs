#![doc = include_str!("../../../docs/rules/Z714.md")]

use std::collections::BTreeMap;

use crate::base::characters::is_han;
use crate::base::finding::{Finding, Severity};
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::standards::Standards;
use crate::prose::book::{Known, Value};
use crate::prose::certainty::Certainty;
use crate::prose::comparison::Tie;
use crate::prose::subject::{Kind, Role, Subject};
use crate::prose::tie::{Context, OF_THE_FUND, kinds, tie};
use crate::prose::{Mention, Token, is_slip, tokens};
use crate::reading::finished::bare::bare;
use crate::reading::finished::book_of;
use crate::reading::finished::facts::{Facts, Sentence};
use rust_decimal::Decimal;

use super::{
    case_projects, completion_rates, evaluation_counts, indicator_statements, itemised_counts, money_facts,
    project_counts, stated_scores,
};

pub const RULE: Rule = Rule {
    code: "Z714",
    title: "正文的数与表、与别处一致",
    doc: include_str!("../../../docs/rules/Z714.md"),
    needs: &[Need::Paragraphs],
    check: Check::Document(check),
};

/// Rules that hold one kind of figure against the tables: what they say of a sentence is not said twice.
pub(crate) const OF_SINGLE_FIGURES: [&str; 8] = [
    project_counts::RULE.code,
    indicator_statements::RULE.code,
    completion_rates::RULE.code,
    money_facts::RULE.code,
    stated_scores::RULE.code,
    itemised_counts::RULE.code,
    case_projects::RULE.code,
    evaluation_counts::RULE.code,
];

fn check(facts: &Facts, standards: &Standards) -> Outcome {
    let book = book_of(facts, standards);
    let mut findings = Vec::new();
    let mut open: BTreeMap<(String, String), Vec<(&Sentence, Mention)>> = BTreeMap::new();
    let mut counted: BTreeMap<Kind, Vec<(&Sentence, Mention)>> = BTreeMap::new();
    let mut any = false;
    for sentence in &facts.sentences {
        let tokens = tokens(&sentence.text);
        let ties = tie(&book, Context { sentence: &sentence.text, headings: &sentence.headings }, &tokens);
        let kinds = kinds(&book, Context { sentence: &sentence.text, headings: &sentence.headings }, &tokens);
        for ((token, tie), kind) in tokens.iter().zip(ties).zip(kinds) {
            any = true;
            // Without a project table a direction's counts look like the fund's.
            let of_fund = !sentence.is_of_a_case() && !book.directions.is_empty();
            if let (Token::Quantity(mention), Some(kind)) = (token, kind.filter(|_| of_fund)) {
                counted.entry(kind).or_default().push((sentence, mention.clone()));
                continue;
            }
            match (token, tie) {
                (Token::Quantity(mention), Tie::Differs(known, certainty))
                    if !is_of_money(mention, known) && !is_met(mention, known) =>
                {
                    findings.push(differs(sentence, mention, known, certainty));
                }
                (Token::Quantity(mention), Tie::Open(why))
                    if why == OF_THE_FUND && is_of_the_fund(sentence, mention) =>
                {
                    let words = words_before(sentence.text.part(..mention.range.start));
                    if let Some(words) = words.filter(|words| of_fund || !words.ends_with("项目")) {
                        let key = (words, mention.unit.clone());
                        open.entry(key).or_default().push((sentence, mention.clone()));
                    }
                }
                _ => {}
            }
        }
    }
    if !any {
        return Outcome::NotApplicable("正文没有数字".into());
    }
    findings.extend(counted.into_iter().filter_map(|(kind, said)| repeated(&format!("{kind}项目"), &said)));
    findings.extend(open.into_iter().filter_map(|((words, _), said)| repeated(&words, &said)));
    Outcome::of(findings)
}

/// Points are divided and added up by a rule of their own; 完成率为98% is said of each indicator anew.
fn is_of_the_fund(sentence: &Sentence, mention: &Mention) -> bool {
    !sentence.is_of_a_case() && !sentence.is_of_an_indicator() && mention.unit != "分"
}

fn differs(sentence: &Sentence, mention: &Mention, known: &Known, certainty: Certainty) -> Finding {
    let sure = certainty == Certainty::Sure && is_sure(sentence, mention, known);
    let severity = if sure { Severity::Error } else { Severity::Warning };
    Finding::new(RULE.code, severity, format!("正文的数与{}不一致", known.name))
        .expected(&known.value)
        .actual(format!("{}（{}）", sentence.text.part(mention.range.clone()), sentence.text))
        .at(&sentence.place)
        .at_all(&known.place)
        .hint("查原始数据，正文和表写成一样；说的是别的数的，写清楚是什么数。")
}

/// The year's money as a whole is held against the form by the rule for it, which knows whose money a clause means;
/// only what looks like a slip, or has another unit, is told here.
fn is_of_money(mention: &Mention, known: &Known) -> bool {
    let Value::Number { amount, unit } = &known.value else { return false };
    let of_all = matches!(known.subject, Subject::Fund | Subject::Source(_));
    let money = matches!(known.role, Role::Amount | Role::Executed | Role::ExecutionRate);
    of_all && money && mention.unit == *unit && !is_slip(mention.amount, *amount)
}

/// What is reached is often put down as 100 %; whether a text does so is seen by the rule for these rates.
fn is_met(mention: &Mention, known: &Known) -> bool {
    let Value::Number { amount, unit } = &known.value else { return false };
    let capped = known.role == Role::Completion && mention.amount == Decimal::ONE_HUNDRED;
    capped && mention.unit == *unit && *amount > mention.amount
}

/// The clause names in full what it speaks of, or the number looks like a slip of the known one.
fn is_sure(sentence: &Sentence, mention: &Mention, known: &Known) -> bool {
    let slip = matches!(&known.value, Value::Number { amount, .. } if is_slip(mention.amount, *amount));
    match (&known.subject, &known.role) {
        // A case's money is 0 in the table until it is paid.
        (Subject::Project(_), _) => false,
        (Subject::Indicator(name), role) => {
            let named = bare(&sentence.text).contains(name.as_str());
            let said = sentence.text.contains(if *role == Role::Target { "指标值" } else { "实际完成" });
            named && (slip || said)
        }
        (_, Role::Count(_) | Role::Directions | Role::OverRun) => true,
        _ => slip,
    }
}

/// 受理项目473个 in one place, 受理项目437个 in another: no table has it, but both say the same words.
fn repeated(words: &str, said: &[(&Sentence, Mention)]) -> Option<Finding> {
    let (first, stated) = said.first()?;
    let (other, second) =
        said.iter().find(|(_, mention)| mention.amount != stated.amount || !same_unit(mention, stated))?;
    if first.paragraph == other.paragraph && first.text == other.text {
        return None;
    }
    let shown = |sentence: &Sentence, mention: &Mention| {
        format!("{}（{}）", sentence.text.part(mention.range.clone()), sentence.text)
    };
    Some(
        Finding::warning(RULE.code, format!("“{words}”在两处写得不一样"))
            .expected(shown(first, stated))
            .actual(shown(other, second))
            .at(&other.place)
            .at(&first.place)
            .hint("查原始数据，两处写成一样；说的不是同一件事的，写清楚。"),
    )
}

/// 92个 and 92项, but not 92套.
fn same_unit(one: &Mention, other: &Mention) -> bool {
    let counted = |mention: &Mention| ["个", "项"].contains(&mention.unit.as_str());
    one.unit == other.unit || counted(one) && counted(other)
}

/// The four characters before a number, where they are words.
fn words_before(before: &str) -> Option<String> {
    let words: Vec<char> = before.chars().rev().take(4).collect();
    (words.len() == 4 && words.iter().all(|c| is_han(*c))).then(|| words.into_iter().rev().collect())
}
