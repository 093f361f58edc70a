//! What was found about a draft, on the words concerned: Word shows comments, the PDF marks beside its lines and a list.

use serde::Serialize;

/// Characters `start` to just before `end` of the paragraph's text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Annotation {
    /// Of its own in the document, from 0.
    pub id: usize,
    pub start: usize,
    pub end: usize,
    pub note: Note,
}

/// A finding as people work through it; several places may bear it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Note {
    /// From 1.
    pub number: usize,
    /// 错误 Z101
    pub head: String,
    pub problem: String,
    /// Where the figure or text comes from.
    pub place: String,
    pub remedy: String,
}
