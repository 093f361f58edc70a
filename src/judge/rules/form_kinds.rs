//! Which kind of form a document has: only what is known of it can be asked for.

use crate::model::standards::{FormKind, Standards};
use crate::reading::finished::read_document::ReadDocument;
use crate::reading::finished::tables::IndicatorTable;

pub(super) fn kind_of<'a>(
    standards: &'a Standards,
    form: &IndicatorTable,
    facts: &ReadDocument,
) -> Option<&'a FormKind> {
    let fund = form.fund.as_deref().or(facts.fund.as_deref()).unwrap_or_default();
    standards.form_kinds.iter().find(|kind| kind.fits(fund, &form.words))
}

/// That of the document's one form.
pub(super) fn kind<'a>(standards: &'a Standards, facts: &ReadDocument) -> Option<&'a FormKind> {
    kind_of(standards, facts.form.as_ref()?, facts)
}
