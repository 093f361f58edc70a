//! The layout files that `compose` fills.

use std::collections::BTreeMap;

use super::charts::ChartLayout;
use super::tables::TableLayout;

/// The chapter of the covering letter's text, and its key in 报告.
pub const LETTER: &str = "函";

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

impl Templates {
    /// The texts that the outlines and their tables ask for by name, in their order. Those that may be missing are not asked for,
    /// nor is the letter's, which few have.
    pub fn texts(&self) -> Vec<(String, String)> {
        let mut texts: Vec<(String, String)> = Vec::new();
        let mut add = |path: &str| {
            let Some((chapter, section)) = path.split_once('.') else { return };
            let own = (chapter.to_string(), section.to_string());
            let may_lack = self.report.contains(&format!("写了(\"{path}\")"));
            if !may_lack && !path.contains('{') && chapter != LETTER && !texts.contains(&own) {
                texts.push(own);
            }
        };
        for line in self.report.lines().chain(self.form.lines()).map(str::trim) {
            match line.split_once(' ') {
                Some(("@文字", path)) => add(path.trim()),
                Some(("@表", name)) => {
                    let table = self.tables.get(name.trim());
                    table.into_iter().flat_map(TableLayout::texts).for_each(|path| add(&path));
                }
                _ => {}
            }
        }
        texts
    }

    /// The names of 数据 that the outlines and tables show.
    pub fn data(&self) -> Vec<&str> {
        const DATA: &str = "{{ 数据.";
        let is_name = |c: char| c.is_alphanumeric() || c == '_';
        let cells = self.tables.values().flat_map(TableLayout::cells);
        let texts = [self.report.as_str(), self.form.as_str()].into_iter().chain(cells);
        let named = texts.flat_map(|text| text.split(DATA).skip(1));
        let mut names: Vec<&str> = named.map(|rest| rest.split(|c| !is_name(c)).next().unwrap_or_default()).collect();
        let mut seen = std::collections::BTreeSet::new();
        names.retain(|name| !name.is_empty() && seen.insert(*name));
        names
    }
}
