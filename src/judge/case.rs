//! What is judged: a year's folder, a finished document whoever wrote it, or such a document beside a year's folder.

use crate::base::finding::Finding;
use crate::judge::typed::TypedFigures;
use crate::model::report::Report;
use crate::reading::finished::ReadDocument;

/// As much as there is. Rules that look at what is not there are not asked.
#[derive(Clone, Copy, Default)]
pub struct Case<'a> {
    /// What a year's input says.
    pub report: Option<&'a Report>,
    /// What a document says: of a folder, the report that is made of it.
    pub document: Option<&'a ReadDocument>,
    /// The figures that people typed into a folder's texts.
    pub typed: Option<&'a TypedFigures>,
    /// What reading says already.
    pub told: &'a [Finding],
    /// The document that a year's input makes now, beside the one that was handed in.
    pub remade: Option<&'a ReadDocument>,
}

impl<'a> Case<'a> {
    pub fn of_document(document: &'a ReadDocument) -> Case<'a> {
        Case { document: Some(document), ..Case::default() }
    }

    pub fn of_report(report: &'a Report) -> Case<'a> {
        Case { report: Some(report), ..Case::default() }
    }
}
