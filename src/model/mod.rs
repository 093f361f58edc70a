//! The report as facts: typed, normalised, each with the place it was read from. Knows no paths, no workbook
//! reader, no document format.

pub mod aggregation;
pub mod allotment;
pub mod budget;
mod deadline;
pub mod derivation;
pub mod figure;
pub mod form_set;
pub mod fund_rules;
pub mod indicator;
pub mod ledger;
pub mod marked;
pub mod measure;
pub mod money_unit;
pub mod notation;
pub mod number;
pub mod profile;
pub mod project;
pub mod report;
mod score;
pub mod scoring;
pub mod standards;
pub mod stated_target;
pub mod subjects;
/// Words of a fund's own lists.
pub mod term;
pub mod unit_form;
pub mod units;
pub mod words;
/// What is different between two years.
pub mod year_on_year;
