//! `ziping` (自评): from a year's spreadsheets and YAML to the 绩效自评报告 and its 附件, in Word and PDF.
//!
//! One way, no going back: [`ingest`] → [`model`] → [`audit`] → [`compose`] → [`document`] → [`render`].

#![warn(clippy::string_slice)]
#![cfg_attr(test, allow(clippy::string_slice))]

/// Words changed in a finished document, taken back into the YAML.
pub mod absorb;
/// A draft's findings onto its words.
pub mod annotate;
/// Findings and the rules that make them.
pub mod audit;
/// A year built, or left as it is because nothing has changed.
pub mod batch;
/// 核对清单.xlsx.
pub mod checklist;
/// Arguments, exit codes, messages.
pub mod cli;
/// Model and templates become the document tree.
pub mod compose;
/// The document tree, which knows no file format.
pub mod document;
/// Finished documents, read back and audited against themselves.
pub mod finished;
/// Fonts by role: finding, mapping, coverage.
pub mod fonts;
/// 单位自评汇总.xlsx.
pub mod form_summary;
/// Which layouts a fund's report has.
pub mod fund_layouts;
/// Panics become words, and the rest goes on.
mod guard;
/// From files to the model, with a finding for everything that cannot be read.
pub mod ingest;
/// Next year's folder.
pub mod init;
/// `layouts/公文.yaml`: the only place of style numbers.
pub mod layout;
/// Where lines break, and what is shrunk or tightened to fit: once, for Word and PDF.
pub mod lines;
/// manifest.json.
pub mod manifest;
/// The report as typed facts with their sources, and the ledger of derived figures.
pub mod model;
/// The known word that a mistyped one was meant to be.
mod nearest;
/// Writing a year's files so that none is ever half written.
pub mod output;
/// Work shared out over the processors.
mod parallel;
/// A year folder from input to output, and the batch over many.
pub mod pipeline;
/// What stands where something was to be filled in.
mod placeholders;
/// Figures in running text: what they are, what they speak of, whether they are right.
pub mod prose;
/// From what a document shows back to the cell or line.
pub mod provenance;
/// The document tree as .docx and PDF.
pub mod render;
/// What a run needs besides the input.
pub mod resources;
/// Parts of a text by bytes that were reckoned.
mod text_part;
/// What is wrong in a YAML text, in words for a person.
mod yaml_fault;
/// What is different between two years.
pub mod year_on_year;
