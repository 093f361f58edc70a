//! `ziping` (自评): from a year's spreadsheets and YAML to the 绩效自评报告 and its 附件, in Word and PDF.
//!
//! One way, no going back: [`sheets`] → [`reading`] → [`model`] → [`judge`] → [`compose`] → [`document`] → [`render`],
//! and [`app`] around them. Which of these may use which is in `tests/it/layers.rs`, and tested there.

#![cfg_attr(test, allow(clippy::string_slice))]

/// Everything that touches the disk or the user.
pub mod app;
/// What every layer may use: text, places, findings, guards.
pub mod base;
/// Model and templates become the document tree.
pub mod compose;
/// The document tree, which knows no file format, and `layouts/公文.yaml`.
pub mod document;
/// Rules, and the findings that they make.
pub mod judge;
/// The report as typed facts with their sources, and the ledger of derived figures.
pub mod model;
/// Figures in running text: what they are, what they speak of, whether they are right.
pub mod prose;
/// From what the files show to the model, with a finding for everything that cannot be read.
pub mod reading;
/// The document tree as .docx and PDF.
pub mod render;
/// Tables and paragraphs of files of every format, as they are shown.
pub mod sheets;
