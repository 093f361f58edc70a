//! Pages by the typesetter, or what it has against the template.

use typst::diag::{EcoString, SourceDiagnostic};
use typst_layout::PagedDocument;

use super::error::RenderError;
use super::world::{Place, TEMPLATE, TypstWorld};

pub(super) fn typeset(world: &TypstWorld) -> Result<PagedDocument, RenderError> {
    typst::compile::<PagedDocument>(world).output.map_err(|problems| typst_error("排版", &problems, world.places()))
}

/// What the typesetter says is for whoever edits the template: its words, with the line of the template.
pub(super) fn typst_error(
    stage: &str,
    problems: &[SourceDiagnostic],
    place: impl Fn(&SourceDiagnostic) -> Option<Place>,
) -> RenderError {
    let words: Vec<String> = problems
        .iter()
        .map(|problem| {
            let line = place(problem).map_or(String::new(), |Place { line }| format!("第{line}行："));
            let hints: Vec<&str> = problem.hints.iter().map(|hint| EcoString::as_str(&hint.v)).collect();
            let hints = if hints.is_empty() { String::new() } else { format!("（{}）", hints.join("；")) };
            format!("{line}{}{hints}", problem.message)
        })
        .collect();
    RenderError(format!("{stage}时出错，请检查{TEMPLATE}：{}", words.join("；")))
}
