//! Pages as pictures, one at a time.

use std::sync::Arc;

use super::answer::Refusal;
use super::desk::Desk;

/// # Errors
/// The pages have changed since; there is no such page.
pub fn svg(desk: &Arc<Desk>, view: u64, document: usize, page: usize) -> Result<String, Refusal> {
    let view = desk.view_numbered(view)?;
    view.document(document)?.pages.svg(page).ok_or_else(|| Refusal::not_found("没有这一页。"))
}
