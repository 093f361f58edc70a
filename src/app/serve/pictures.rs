//! Pages as pictures, one at a time, and what stands where on them.

use std::sync::Arc;

use serde_json::{Value, json};

use super::answer::{Answer, Refusal};
use super::desk::Desk;
use super::view::{Kind, Sheets, Stretch};

/// # Errors
/// The pages have changed since; there is no such page.
pub fn svg(desk: &Arc<Desk>, view: u64, document: usize, page: usize) -> Result<String, Refusal> {
    let view = desk.view_numbered(view)?;
    view.document(document)?.pages.svg(page).ok_or_else(|| Refusal::not_found("没有这一页。"))
}

/// The pages' sizes, and where the findings are marked.
pub fn pages(desk: &Arc<Desk>, year: &str) -> Answer {
    let view = desk.view(year)?;
    let document = |sheets: &Sheets| json!({ "title": sheets.title, "pages": sheets.pages.sizes() });
    let mut marks = Vec::new();
    for (index, sheets) in view.documents.iter().enumerate() {
        for (finding, places) in &sheets.marks {
            let places = places
                .iter()
                .map(|(page, boxed)| json!({ "finding": finding, "document": index, "page": page, "box": boxed }));
            marks.extend(places);
        }
    }
    let documents: Vec<Value> = view.documents.iter().map(document).collect();
    Ok(json!({ "view": view.number, "documents": documents, "marks": marks }))
}

/// What stands where on a page: every stretch can be asked about.
pub fn words(desk: &Arc<Desk>, view: u64, document: usize, page: usize) -> Answer {
    let view = desk.view_numbered(view)?;
    let sheets = view.document(document)?;
    let stretches = sheets.stretches(page).ok_or_else(|| Refusal::not_found("没有这一页。"))?;
    let stretch = |stretch: &Stretch| {
        json!({
            "passage": stretch.passage,
            "at": stretch.range.start,
            "value": stretch.kind == Kind::Value,
            "text": sheets.passages[stretch.passage].words(&stretch.range),
            "boxes": stretch.boxes,
        })
    };
    Ok(json!({ "stretches": stretches.iter().map(stretch).collect::<Vec<_>>() }))
}
