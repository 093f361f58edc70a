//! The layout files that `compose` fills.

use std::collections::BTreeMap;

use super::charts::ChartLayout;
use super::tables::TableLayout;

#[derive(Debug, Clone, Default)]
pub struct Templates {
    /// `layouts/自评报告.md`
    pub report: String,
    /// `layouts/自评表.md`
    pub form: String,
    /// The two files' names, for messages.
    pub report_file: String,
    pub form_file: String,
    /// The tables of `layouts/*.yaml` by their 名称.
    pub tables: BTreeMap<String, TableLayout>,
    /// The charts of `layouts/…图.yaml` by their 名称.
    pub charts: BTreeMap<String, ChartLayout>,
}
