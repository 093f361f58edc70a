//! What is known of a year before its results are: whose it is, its projects, its indicators with their targets.

use std::collections::BTreeSet;

use crate::model::allotment::Allotments;
use crate::model::measure::Target;
use crate::model::profile::Profile;
use crate::model::project::{Project, ProjectTable};

use super::faults::Faults;
use super::fields::{Table, tidy};
use super::indicators::{dimension, inapplicable, indicator_name, is_indicator, label_row, values, words};
use super::recognise::{Recognition, TableKind};
use crate::base::name_marks::level_name;
use crate::model::stated_target;
use crate::sheets::sheet::CellValue;

#[derive(Debug, Clone, Default)]
pub struct Outline {
    pub profile: Option<Profile>,
    pub project_table: Option<ProjectTable>,
    pub allotments: Allotments,
    pub indicators: Vec<OutlineIndicator>,
    /// The columns of the year's tables.
    pub heads: Vec<OutlineHead>,
}

/// A column of one of the tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineHead {
    /// 指标表.
    pub table: &'static str,
    /// What of the table's fields it is, where it is one.
    pub field: Option<String>,
    /// As it is written.
    pub head: String,
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

/// The heads of a table: of one over several those below it.
pub(crate) fn heads(kind: TableKind, table: &Table<'_>) -> Vec<OutlineHead> {
    let (sheet, head) = (table.sheet, &table.head);
    let rows = || (head.top..head.body).rev();
    let columns: BTreeSet<u32> = rows().flat_map(|row| sheet.row(row).map(|(column, _)| column)).collect();
    let lowest = |column: u32| rows().find_map(|row| sheet.get(row, column).filter(|value| is_text(value)));
    let named = columns.into_iter().filter_map(|column| Some((column, tidy(&lowest(column)?.words()))));
    let of_column = named.filter(|(_, words)| !words.is_empty()).map(|(column, words)| {
        let fields = head.columns.iter().filter(|(_, own)| own.column == column).map(|(field, _)| field.clone());
        OutlineHead { table: kind.name(), field: fields.into_iter().next(), head: words }
    });
    of_column.collect()
}

fn is_text(value: &CellValue) -> bool {
    matches!(value, CellValue::Text(_))
}

/// The indicators' rows; what is wrong in them is for the reader of the report to say.
pub(crate) fn indicators(table: &Table<'_>, recognition: &Recognition) -> Vec<OutlineIndicator> {
    let mut unsaid = Faults::default();
    let rows = table.rows().filter(|row| is_indicator(table, *row) && inapplicable(table, *row, recognition).is_none());
    let rows = rows.filter_map(|row| {
        let mut label = |field: &str| words(table, label_row(table, row, field), field, &mut unsaid);
        let (dimension, category) = (label("一级指标")?, label("二级指标")?);
        let name = indicator_name(&table.text(row, "三级指标", &mut unsaid)?.value);
        let (target, _) = values(table, row, (false, false), &mut unsaid);
        let as_words =
            || words(table, row, "指标值", &mut Faults::default()).map(|text| stated_target::target(&text.value));
        Some(OutlineIndicator {
            dimension: self::dimension(dimension, &mut Faults::default()).value.name().to_string(),
            category: level_name(&category.value).to_string(),
            name,
            target: target.map(|target| target.value).or_else(as_words),
        })
    });
    rows.collect()
}
