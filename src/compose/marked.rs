//! The texts that people write, as they will read, with what came from placeholders marked: what is left was typed.

use std::ops::Range;
use std::sync::Arc;

use minijinja::Environment;
use minijinja::value::Value;

use crate::base::field::Field;
use crate::base::place::Place;
use crate::model::ledger::Ledger;
use crate::model::marked::{MarkedLine, MarkedText};
use crate::model::report::Report;

use super::blank::Asked;
use super::context;
use super::environment::{clean, environment};
use super::trace::{VALUE_END, VALUE_START};

/// Every text that a person wrote. One that cannot be rendered is left out: composing tells of it.
pub fn marked_texts(report: &Report, ledger: &Ledger) -> Vec<MarkedText> {
    let environment = environment(true);
    let names = Value::from_pairs(context::context(report, ledger, &Asked::default()));
    let mut texts = Vec::new();
    for ((_, section), text) in &report.texts {
        texts.extend(rendered(&environment, &text.value, &names, &text.place, vec![section.clone()]));
    }
    for case in &report.cases {
        let own = minijinja::context! { ..context::case_context(case, report), ..names.clone() };
        let headings = vec![case.project.value.clone()];
        texts.extend(rendered(&environment, &case.text.value, &own, &case.text.place, headings));
    }
    let plain = |text: &str, headings: Vec<String>, place: &Place| MarkedText {
        headings,
        lines: text.lines().map(|line| MarkedLine::plain(line, place.clone())).collect(),
    };
    for indicator in report.indicators() {
        if let Field::Known(explanation) = &indicator.explanation {
            texts.push(plain(&explanation.value.text, vec![indicator.name.value.clone()], &explanation.place));
        }
    }
    for (indicator, stated) in &report.scoring.stated {
        texts.push(plain(&stated.reason.value, vec![indicator.clone()], &stated.reason.place));
    }
    let remarks = report.profile.remarks.known();
    texts.extend(remarks.map(|remarks| plain(&remarks.value, Vec::new(), &remarks.place)));
    texts
}

fn rendered(
    environment: &Environment,
    template: &str,
    names: &Value,
    place: &Place,
    headings: Vec<String>,
) -> Option<MarkedText> {
    let rendered = environment.render_str(template, names).ok()?;
    let lines = (0..).zip(rendered.lines()).map(|(index, line)| {
        let bare = line.trim().trim_start_matches('#');
        let heading = bare.len() < line.trim().len();
        let (text, sourced) = unmark(bare.trim_start());
        let place = match place {
            Place::Line { file, line } => Place::line(&Arc::clone(file), line + index),
            other => other.clone(),
        };
        MarkedLine { text, sourced, heading, place }
    });
    Some(MarkedText { headings, lines: lines.collect() })
}

/// The text without marks, and the bytes of it that values gave.
fn unmark(text: &str) -> (String, Vec<Range<usize>>) {
    let (mut plain, mut values) = (String::with_capacity(text.len()), Vec::new());
    let (mut depth, mut start) = (0usize, 0);
    for piece in clean(text).split_inclusive([VALUE_START, VALUE_END]) {
        plain.push_str(piece.trim_end_matches([VALUE_START, VALUE_END]));
        if piece.ends_with(VALUE_START) {
            depth += 1;
            if depth == 1 {
                start = plain.len();
            }
        } else if piece.ends_with(VALUE_END) {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                values.push(start..plain.len());
            }
        }
    }
    (plain, values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_values_gave_is_told_from_what_was_typed() {
        let names = minijinja::context! { 词 => "新上" };
        let text = environment(true).render_str("支持{{ 4 }}个{{ 词 }}92个", names).unwrap();
        let (plain, values) = unmark(&text);
        assert_eq!(plain, "支持4个新上92个");
        assert_eq!(values.iter().map(|range| &plain[range.clone()]).collect::<Vec<_>>(), ["4", "新上"]);
    }
}
