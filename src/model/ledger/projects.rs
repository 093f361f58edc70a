//! The project table: sums by group and direction, the cross-tab of status × grant mode, the grades.

use crate::base::field::Field;
use crate::model::figure::{FigureName, Quantity};
use crate::model::project::{Direction, Grade, GrantMode, ProjectRow, ProjectStatus};
use crate::model::report::{Part, Report};

use super::Ledger;

impl Ledger {
    pub(super) fn add_projects(&mut self, report: &Report) {
        if report.lacks(Part::Projects) {
            self.lacking(["项目", "资金"], None);
            counts(&[]).into_iter().for_each(|(name, _)| drop(self.lacking(["项目", name], None)));
            grades(&[]).into_iter().for_each(|(grade, _)| drop(self.lacking(["评价", grade.name()], None)));
            return;
        }
        for direction in &report.projects.directions {
            self.add_direction(direction);
        }
        let directions = &report.projects.directions;
        let inputs = |field: &str| -> Vec<FigureName> {
            directions.iter().map(|direction| FigureName::new(["方向", &direction.name.value, field])).collect()
        };
        let all: Vec<&ProjectRow> = report.projects.rows().collect();
        self.sum_of(["项目", "资金"], report.projects.known_amount(), "各支持方向的资金相加", inputs("资金"));
        for (name, count) in counts(&all) {
            self.derived(["项目", name], Quantity::Count(count), "各支持方向的项目数相加", inputs(name));
        }
        for (grade, count) in grades(&all) {
            let rule = "各支持方向的项目数相加";
            self.derived(["评价", grade.name()], Quantity::Count(count), rule, inputs(grade.name()));
        }
    }

    fn add_direction(&mut self, direction: &Direction) {
        let name = direction.name.value.as_str();
        self.read(["方向", name, "名称"], Quantity::Words(name.to_string()), &direction.name.place);
        let mut groups = Vec::new();
        let mut everything = Vec::new();
        for group in &direction.groups {
            let amounts: Vec<FigureName> = group.rows.iter().map(|row| self.add_row(row)).collect();
            everything.extend(amounts.iter().cloned());
            let rule = "本组各项目的安排资金相加";
            let subtotal = group.known_amount();
            match &group.label {
                Some(label) => {
                    groups.push(self.sum_of(["方向", name, unnumbered(&label.value), "资金"], subtotal, rule, amounts));
                }
                None => groups.extend(amounts),
            }
        }
        let rule = if direction.groups.iter().any(|group| group.label.is_some()) {
            "各组资金相加"
        } else {
            "各项目的安排资金相加"
        };
        self.sum_of(["方向", name, "资金"], direction.known_amount(), rule, groups);
        // A row counts whatever its amount is.
        everything.retain(|amount| !self.unknown.contains_key(amount));
        let all: Vec<&ProjectRow> = direction.rows().collect();
        for (field, count) in counts(&all) {
            let columns: &[&str] = match (field.contains("新上") || field.contains("结转"), field.contains("补助"))
            {
                (false, false) => &[],
                (true, false) => &["分组"],
                (false, true) => &["支持方式"],
                (true, true) => &["分组", "支持方式"],
            };
            match unread_of(direction, columns) {
                unread if unread.is_empty() => {
                    let rule = "按项目表逐行计数";
                    drop(self.derived(["方向", name, field], Quantity::Count(count), rule, everything.clone()));
                }
                unread => drop(self.underivable(["方向", name, field], unread)),
            }
        }
        let unread = unread_of(direction, &["自评等级"]);
        for (grade, count) in grades(&all) {
            if unread.is_empty() {
                let rule = format!("自评等级为“{}”的项目逐行计数", grade.name());
                self.derived(["方向", name, grade.name()], Quantity::Count(count), &rule, everything.clone());
            } else {
                self.underivable(["方向", name, grade.name()], unread.clone());
            }
        }
    }

    /// The row's amount, and what of it could not be read.
    fn add_row(&mut self, row: &ProjectRow) -> FigureName {
        let title = row.title();
        for (column, place) in row.unread().filter(|(column, _)| *column != "安排资金") {
            self.lacking(["项目表", title, column], Some(place));
        }
        match &row.amount {
            Field::Known(amount) => self.read(["安排资金", title], Quantity::Money(amount.value), &amount.place),
            amount => self.lacking(["安排资金", title], amount.place()),
        }
    }
}

/// The cells of these columns that could not be read.
fn unread_of(direction: &Direction, columns: &[&str]) -> Vec<FigureName> {
    let of_row = |row: &ProjectRow| {
        let unread = row.unread().filter(|(column, _)| columns.contains(column));
        unread.map(|(column, _)| FigureName::new(["项目表", row.title(), column])).collect::<Vec<_>>()
    };
    direction.rows().flat_map(of_row).collect()
}

/// 结转项目 of （一）结转项目: the number is how it is typed, not what it is called.
fn unnumbered(label: &str) -> &str {
    label.split(['）', ')']).next_back().map_or(label, str::trim)
}

/// The cross-tab of status × grant mode, with its margins, under the names that texts use.
fn counts(rows: &[&ProjectRow]) -> Vec<(&'static str, u32)> {
    use {GrantMode::*, ProjectStatus::*};
    let count = |status: Option<ProjectStatus>, mode: Option<GrantMode>| {
        let fits = |row: &&&ProjectRow| {
            (status.is_none() || row.status.value() == status.as_ref())
                && (mode.is_none() || row.mode.value() == mode.as_ref())
        };
        counted(rows.iter().filter(fits).count())
    };
    vec![
        ("数量", count(None, None)),
        ("新上", count(Some(NewlyStarted), None)),
        ("结转", count(Some(CarriedOver), None)),
        ("事前补助", count(None, Some(Upfront))),
        ("后补助", count(None, Some(Post))),
        ("新上事前补助", count(Some(NewlyStarted), Some(Upfront))),
        ("新上后补助", count(Some(NewlyStarted), Some(Post))),
        ("结转事前补助", count(Some(CarriedOver), Some(Upfront))),
        ("结转后补助", count(Some(CarriedOver), Some(Post))),
    ]
}

fn grades(rows: &[&ProjectRow]) -> Vec<(Grade, u32)> {
    let of = |grade| rows.iter().filter(|row| row.grade.value() == Some(&grade)).count();
    Grade::ALL.into_iter().map(|grade| (grade, counted(of(grade)))).collect()
}

fn counted(rows: usize) -> u32 {
    u32::try_from(rows).expect("a workbook has at most 1,048,576 rows")
}
