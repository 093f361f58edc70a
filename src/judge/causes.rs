//! One cause, one finding: what is said of a figure or a name where it stands is not said of the document again.

use rust_decimal::Decimal;

use crate::base::finding::{Finding, Severity};
use crate::base::place::Place;
use crate::judge::case::Case;
use crate::prose::mentions;

use super::rules::completion_rates::RULE as RATES;
use super::rules::differences::RULE as CHANGES;
use super::rules::indicator_statements::RULE as STATEMENTS;
use super::rules::itemised_counts::RULE as PARTS;
use super::rules::money_facts::RULE as MONEY;
use super::rules::proportions::RULE as SHARES;
use super::rules::stated_figures::{OF_SINGLE_FIGURES, RULE as STATED_FIGURES};
use super::rules::stated_scores::RULE as SCORES;
use super::typed::TypedFigures;

/// Takes away what is said already: of a sentence, by a rule for its kind of figure; of a rate, with the figure that it
/// is reckoned from; of a typed figure, with its line of the YAML; of a name, with its cell.
pub(super) fn say_once(findings: &mut Vec<Finding>, case: &Case) {
    let (of_document, elsewhere): (Vec<&Finding>, Vec<&Finding>) =
        findings.iter().partition(|finding| is_of_document(finding));
    let figures = single_of(&of_document, STATEMENTS.code);
    let cells = single_of(&of_document, MONEY.code);
    let names = case.told.iter().chain(elsewhere).filter_map(|finding| finding.about.clone());
    let names: Vec<String> = names.collect();
    // 其中中央347.4万元: neither the table has it nor do the parts add up with it.
    let said: Vec<(Place, Decimal)> = of_table(findings.iter());
    let reckoned: Vec<(Place, Decimal)> = findings
        .iter()
        .filter(|finding| RECKONED.contains(&finding.code))
        .flat_map(|finding| {
            finding.locations.first().into_iter().flat_map(|place| finding.numbers.iter().map(|n| (place.clone(), *n)))
        })
        .filter(|weighed| said.contains(weighed))
        .collect();
    let weighs = |finding: &Finding| {
        let place = finding.locations.first();
        finding.numbers.iter().any(|number| reckoned.iter().any(|(at, weighed)| Some(at) == place && weighed == number))
    };
    // What gives way itself says nothing in place of others.
    let single = findings.iter().filter(|finding| is_of_document(finding) && OF_SINGLE_FIGURES.contains(&finding.code));
    let single = single.filter(|finding| !(RECKONED.contains(&finding.code) && weighs(finding)));
    let sentences: Vec<Place> = single.filter_map(|finding| finding.locations.first().cloned()).collect();
    for finding in findings.iter_mut().filter(|finding| OF_TABLES.contains(&finding.code) && weighs(finding)) {
        finding.severity = Severity::Error;
    }
    findings.retain(|finding| {
        let two_witnesses = RECKONED.contains(&finding.code) && weighs(finding);
        let again = finding.code == STATED_FIGURES.code
            && finding.locations.first().is_some_and(|place| sentences.contains(place));
        let follows = finding.code == RATES.code
            && figures
                .iter()
                .any(|(place, name)| finding.locations.first() == Some(place) && finding.about.as_ref() == Some(name));
        // What the text says of a cell that is told itself.
        let of_cell = cells.iter().any(|(cell, name)| {
            let is_its = finding.code == STATED_FIGURES.code
                || finding.code == MONEY.code && finding.about.as_ref() == Some(name);
            is_its && finding.locations.iter().skip(1).any(|place| place == cell)
        });
        let named = finding.about.as_ref().is_some_and(|about| names.iter().any(|name| name.contains(about.as_str())));
        !is_of_document(finding)
            || !(two_witnesses
                || again
                || follows
                || of_cell
                || named
                || case.typed.is_some_and(|typed| is_typed(finding, typed)))
    });
}

/// Rules that hold one number against a table, and those that reckon with the numbers of one sentence.
const OF_TABLES: [&str; 4] = [STATEMENTS.code, MONEY.code, SCORES.code, STATED_FIGURES.code];
const RECKONED: [&str; 3] = [PARTS.code, SHARES.code, CHANGES.code];

/// The numbers that a table says otherwise, each with its sentence.
fn of_table<'f>(findings: impl Iterator<Item = &'f Finding>) -> Vec<(Place, Decimal)> {
    let single = findings.filter(|finding| OF_TABLES.contains(&finding.code) && finding.locations.len() > 1);
    single.filter_map(|finding| Some((finding.locations.first()?.clone(), *finding.numbers.first()?))).collect()
}

/// What a rule found, by place and name.
fn single_of(findings: &[&Finding], code: &str) -> Vec<(Place, String)> {
    let of_rule = findings.iter().filter(|finding| finding.code == code);
    of_rule.filter_map(|finding| Some((finding.locations.first()?.clone(), finding.about.clone()?))).collect()
}

fn is_of_document(finding: &Finding) -> bool {
    matches!(finding.locations.first(), Some(Place::Document { .. }))
}

/// Is it of a sentence whose typed figure differs? A sum of other figures of it is.
fn is_typed(finding: &Finding, typed: &TypedFigures) -> bool {
    let actual = finding.actual.as_deref().unwrap_or_default();
    let weighs = |text: &str| {
        finding.code != PARTS.code
            || finding.numbers.is_empty()
            || mentions(text).iter().any(|mention| finding.numbers.contains(&mention.amount))
    };
    typed.wrong().any(|figure| actual.contains(&figure.sentence) && weighs(&figure.text))
}
