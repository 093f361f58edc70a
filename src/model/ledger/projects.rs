//! The project table: sums by group and direction, the cross-tab of status × grant mode, the grades.

use crate::base::place::Sourced;
use crate::model::figure::{FigureName, Quantity};
use crate::model::project::{Direction, Grade, GrantMode, Member, PartialProject, ProjectStatus};
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
        let all = report.projects.members();
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
            let mut amounts = Vec::new();
            for project in &group.projects {
                let amount = Quantity::Money(project.amount.value);
                amounts.push(self.read(["安排资金", &project.name.value], amount, &project.amount.place));
            }
            amounts.extend(group.partial.iter().map(|partial| self.add_partial_project(partial)));
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
        let all = direction.members();
        for (field, count) in counts(&all) {
            let columns: &[&str] = match (field.contains("新上") || field.contains("结转"), field.contains("补助"))
            {
                (false, false) => &[],
                (true, false) => &["分组"],
                (false, true) => &["支持方式"],
                (true, true) => &["分组", "支持方式"],
            };
            match lacking_of(direction, columns) {
                lacking if lacking.is_empty() => {
                    let rule = "按项目表逐行计数";
                    drop(self.derived(["方向", name, field], Quantity::Count(count), rule, everything.clone()));
                }
                lacking => drop(self.underivable(["方向", name, field], lacking)),
            }
        }
        let lacking = lacking_of(direction, &["自评等级"]);
        for (grade, count) in grades(&all) {
            if lacking.is_empty() {
                let rule = format!("自评等级为“{}”的项目逐行计数", grade.name());
                self.derived(["方向", name, grade.name()], Quantity::Count(count), &rule, everything.clone());
            } else {
                self.underivable(["方向", name, grade.name()], lacking.clone());
            }
        }
    }

    /// What a row lacks, and its amount.
    fn add_partial_project(&mut self, partial: &PartialProject) -> FigureName {
        let title = partial.title();
        for Sourced { value: column, place } in partial.lacking.iter().filter(|cell| cell.value != "安排资金") {
            self.lacking(["项目表", title, column], Some(place));
        }
        match &partial.amount {
            Some(amount) => self.read(["安排资金", title], Quantity::Money(amount.value), &amount.place),
            None => self.lacking(["安排资金", title], partial.lacking("安排资金")),
        }
    }
}

/// The cells of these columns that could not be read.
fn lacking_of(direction: &Direction, columns: &[&str]) -> Vec<FigureName> {
    let of_row = |partial: &PartialProject| {
        let lacking = columns.iter().filter(|column| partial.lacking(column).is_some());
        lacking.map(|column| FigureName::new(["项目表", partial.title(), column])).collect::<Vec<_>>()
    };
    direction.partial().flat_map(of_row).collect()
}

/// 结转项目 of （一）结转项目: the number is how it is typed, not what it is called.
fn unnumbered(label: &str) -> &str {
    label.split(['）', ')']).next_back().map_or(label, str::trim)
}

/// The cross-tab of status × grant mode, with its margins, under the names that texts use.
fn counts(members: &[Member]) -> Vec<(&'static str, u32)> {
    use {GrantMode::*, ProjectStatus::*};
    let count = |status: Option<ProjectStatus>, mode: Option<GrantMode>| {
        let fits =
            |member: &&Member| (status.is_none() || member.status == status) && (mode.is_none() || member.mode == mode);
        counted(members.iter().filter(fits).count())
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

fn grades(members: &[Member]) -> Vec<(Grade, u32)> {
    let of = |grade| members.iter().filter(|member| member.grade == Some(grade)).count();
    Grade::ALL.into_iter().map(|grade| (grade, counted(of(grade)))).collect()
}

fn counted(rows: usize) -> u32 {
    u32::try_from(rows).expect("a workbook has at most 1,048,576 rows")
}
