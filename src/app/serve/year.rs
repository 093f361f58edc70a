//! A year: what was found, worst first, and what a rule is about.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::app::batch::verify;
use crate::app::cli::rules;
use crate::compose::shown;
use crate::judge::TypedFigure;

use super::answer::{Answer, Refusal};
use super::cards::verdict;
use super::desk::Desk;
use super::outputs;
use super::words::{finding_json, on_page, place_json};

pub fn year(desk: &Arc<Desk>, year: &str) -> Answer {
    let seen = desk.seen(year)?;
    let examined = &seen.examined;
    let mut findings: Vec<Value> = examined.findings.iter().map(finding_json).collect();
    findings.extend(verify(&examined.folder, &desk.output()).iter().map(finding_json));
    let content = examined.content.as_ref();
    let typed = content.map(|content| content.typed.open().count());
    Ok(json!({
        "year": year,
        "fund": content.map(|content| shown(&content.report.profile.fund)),
        "verdict": verdict(examined),
        "findings": findings,
        "unchecked": typed,
        "files": outputs::list(desk, year),
    }))
}

/// The figures that people typed and that nothing could be held against.
pub fn unchecked(desk: &Arc<Desk>, year: &str) -> Answer {
    let seen = desk.seen(year)?;
    let one = |figure: &TypedFigure| {
        let why = figure.words().1;
        json!({ "text": figure.text, "sentence": figure.sentence, "why": why, "place": place_json(&figure.place) })
    };
    Ok(json!({ "unchecked": seen.content()?.typed.open().map(one).collect::<Vec<_>>() }))
}

pub fn rule(code: &str) -> Answer {
    let found = rules::all().into_iter().find(|(known, ..)| *known == code);
    let (code, title, page) = found.ok_or_else(|| Refusal::not_found("这个代码没有讲解：照问题里写的改法改。"))?;
    Ok(json!({ "code": code, "title": on_page(title), "page": on_page(page.trim()) }))
}
