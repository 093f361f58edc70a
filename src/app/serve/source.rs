//! Where what a page shows comes from: a figure's chain down to the cells, a word's line.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::app::read_from;
use crate::base::figure_id::FigureId;
use crate::document::Placeholder;
use crate::model::figure::{Figure, Origin as FigureOrigin};
use crate::model::ledger::Ledger;

use super::answer::{Answer, Refusal};
use super::desk::Desk;
use super::given::Given;
use super::view::{Sheets, Stretch, View};
use super::words::place_json;

/// A figure of more parts shows the first of them.
const MOST_PARTS: usize = 30;
/// No chain of ours is deeper.
const DEEPEST: usize = 8;

/// What stands at a character of a passage. There is always an answer.
pub fn spot(desk: &Arc<Desk>, given: &Given) -> Answer {
    let view = desk.view_numbered(given.number("view")?)?;
    let sheets = view.document(given.index("document")?)?;
    let passage = sheets.passages.get(given.index("passage")?).ok_or_else(|| Refusal::not_found("没有这一段。"))?;
    let at = given.index("at")?;
    let content = view.seen.content()?;
    let stands = passage.origins.get(at).ok_or_else(|| Refusal::not_found("没有这个字。"))?.stands();
    if let (Some(range), Some(named)) = (passage.value_at(at), passage.named(at)) {
        let figure = content.ledger.get(&named.id).map(|figure| chain(figure, &content.ledger, 0));
        let places: Vec<Value> =
            read_from::places(named, &content.ledger).iter().take(MOST_PARTS).map(place_json).collect();
        let line = stands.map(|(source, byte)| place_json(&source.place_at(byte)));
        return Ok(json!({
            "kind": "value", "text": passage.words(&range), "name": named.id.to_string(), "figure": figure,
            "places": places, "printed": printed(&view, &named.id), "line": line,
        }));
    }
    let Some((source, byte)) = stands else {
        let words = "这是表格固定的栏目或文字，在版式文件里（layouts），各年都一样。";
        return Ok(json!({ "kind": "fixed", "text": passage.text(), "words": words }));
    };
    let place = source.place_at(byte);
    let from_layout = place.to_string().starts_with("layouts/");
    let placeholder = passage.placeholder(at).map(Placeholder::text);
    let kind = if from_layout { "fixed" } else { "typed" };
    let words = match (from_layout, placeholder) {
        (true, Some(placeholder)) => format!("版式里的占位符 {placeholder}。"),
        (true, None) => "这是版式里的固定语句；里面的数都来自表格。".to_string(),
        (false, Some(placeholder)) => format!("文字里的占位符 {placeholder}。"),
        (false, None) => "这是您写的文字。".to_string(),
    };
    Ok(json!({ "kind": kind, "text": passage.text(), "words": words, "places": [place_json(&place)] }))
}

/// A figure by its name.
pub fn figure(desk: &Arc<Desk>, year: &str, name: &str) -> Answer {
    let seen = desk.seen(year)?;
    let ledger = &seen.content()?.ledger;
    let by_path = ledger.by_path();
    let figure = by_path.get(name).ok_or_else(|| Refusal::not_found("没有叫这个名称的数。"))?;
    let printed = desk.view(year).ok().map(|view| printed(&view, &figure.id));
    Ok(json!({
        "kind": "value", "text": figure.quantity.to_string(), "name": name, "figure": chain(figure, ledger, 0),
        "places": [], "printed": printed,
    }))
}

/// The pages of each document on which a figure or name stands.
fn printed(view: &View, id: &FigureId) -> Value {
    let pages = |sheets: &Sheets| -> Vec<usize> {
        let named = |stretch: &Stretch| sheets.passages.get(stretch.passage)?.named(stretch.range.start);
        let has_it = |page: &[Stretch]| page.iter().filter_map(named).any(|named| named.id == *id);
        (0..sheets.page_count()).filter(|page| sheets.stretches(*page).is_some_and(has_it)).collect()
    };
    view.documents.iter().map(pages).collect()
}

/// All figures with their values.
pub fn figures(desk: &Arc<Desk>, year: &str) -> Answer {
    let seen = desk.seen(year)?;
    let figure = |figure: &Figure| json!([figure.id.to_string(), figure.quantity.to_string()]);
    Ok(json!({ "figures": seen.content()?.ledger.figures().iter().map(figure).collect::<Vec<_>>() }))
}

fn chain(figure: &Figure, ledger: &Ledger, depth: usize) -> Value {
    let (name, value) = (figure.id.to_string(), figure.quantity.to_string());
    match &figure.origin {
        FigureOrigin::Read(place) => json!({ "name": name, "value": value, "place": place_json(place) }),
        FigureOrigin::Derived { by, inputs } => {
            let known: Vec<&Figure> = inputs.iter().filter_map(|id| ledger.get(id)).collect();
            let shown = known.iter().take(if depth < DEEPEST { MOST_PARTS } else { 0 });
            let parts: Vec<Value> = shown.map(|part| chain(part, ledger, depth + 1)).collect();
            let more = known.len() - parts.len();
            json!({ "name": name, "value": value, "by": by.to_string(), "parts": parts, "more": more })
        }
    }
}
