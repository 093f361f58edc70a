//! Everything that touches the disk or the user.

/// Words changed in a finished document, taken back into the YAML.
pub mod absorb;
/// A draft's findings onto its words.
mod annotate;
pub mod as_finished;
/// A year built, or left as it is because nothing has changed.
mod batch;
/// 核对清单.xlsx.
pub mod checklist;
/// Arguments, exit codes, messages.
pub mod cli;
/// Whether all is in order: folders, layouts, fonts, what files are read as.
mod doctor;
/// …自评表.xlsx.
mod form_grid;
/// 单位自评汇总.xlsx.
mod form_summary;
/// Which layouts a fund's report has.
mod fund_layouts;
/// Next year's folder.
mod init;
/// The user's manual as a document of its own.
mod manual;
/// Writing a year's files so that none is ever half written.
mod output;
/// A year folder from input to output, and the batch over many.
pub mod pipeline;
/// Where what a document shows was read.
mod read_from;
/// What a run needs besides the input.
pub mod resources;
/// The clerk's page.
mod serve;
/// The folders of years under `input/`.
pub mod year_folder;
