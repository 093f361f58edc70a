//! What is known of a year before its results are: whose it is, its projects, its indicators with their targets.

use crate::model::measure::Target;
use crate::model::profile::Profile;
use crate::model::project::{Project, ProjectTable};

use super::faults::Faults;
use super::fields::Table;
use super::indicators::{label_row, without_number, words};
use crate::model::stated_target;

#[derive(Debug, Clone, Default)]
pub struct Outline {
    pub profile: Option<Profile>,
    pub project_table: Option<ProjectTable>,
    pub indicators: Vec<OutlineIndicator>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct OutlineIndicator {
    pub dimension: String,
    pub category: String,
    pub name: String,
    pub target: Option<Target>,
}

impl Outline {
    pub fn projects(&self) -> impl Iterator<Item = Project<'_>> {
        self.project_table.iter().flat_map(ProjectTable::projects)
    }
}

/// The indicators' rows; what is wrong in them is for the reader of the report to say.
pub(crate) fn indicators(table: &Table<'_>) -> Vec<OutlineIndicator> {
    let mut unsaid = Faults::default();
    let mut text = |row: u32, field: &str| words(table, row, field, &mut unsaid).map(|text| text.value);
    let rows = table.rows().filter_map(|row| {
        Some(OutlineIndicator {
            dimension: text(label_row(table, row, "一级指标"), "一级指标")?,
            category: text(label_row(table, row, "二级指标"), "二级指标")?,
            name: without_number(text(row, "三级指标")?),
            target: text(row, "指标值").map(|target| stated_target::target(&target)),
        })
    });
    rows.collect()
}
