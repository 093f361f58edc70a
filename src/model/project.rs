//! The project table (资金安排情况表): support directions, their groups, the projects.

use std::ops::Deref;

use rust_decimal::Decimal;

use super::number::{Money, Score};
use crate::base::field::{Field, Rows};
use crate::base::figure_id::Role;
use crate::base::place::{Place, Sourced};

#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProjectTable {
    /// 总计 as the table states it.
    pub stated_total: Field<Money>,
    pub directions: Rows<Direction>,
}

/// 支持方向: 一、区域科技创新体系建设.
#[derive(Debug, Clone, PartialEq)]
pub struct Direction {
    /// The name without its numeral.
    pub name: Sourced<String>,
    /// The section row as typed: 一、区域科技创新体系建设. `None` where the table has no directions and this one holds
    /// everything.
    pub label: Option<String>,
    pub stated_subtotal: Field<Money>,
    pub groups: Vec<Group>,
}

/// A group of a direction: （一）结转项目.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Group {
    /// `None` where the projects stand right below the direction.
    pub label: Option<Sourced<String>>,
    pub stated_subtotal: Field<Money>,
    pub rows: Vec<ProjectRow>,
}

/// A row of the project table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProjectRow {
    /// 序号 as typed.
    pub serial: Field<u32>,
    pub name: Field<String>,
    /// 申报单位 or 承担单位, as the column's head says.
    pub unit: Field<String>,
    /// 安排资金 of this year.
    pub amount: Field<Money>,
    /// From the group that the project stands in, at whose label it is known. In the group 后补助项目 stand carried-over
    /// projects that are paid this year. Absent where the fund's table has no such groups.
    pub status: Field<ProjectStatus>,
    /// 支持方式; absent where the fund's table has no such column.
    pub mode: Field<GrantMode>,
    /// 自评等级.
    pub grade: Field<Grade>,
}

/// A row of which all that makes a project is known.
#[derive(Debug, Clone, Copy)]
pub struct Project<'a> {
    pub name: &'a Sourced<String>,
    pub unit: &'a Sourced<String>,
    pub amount: &'a Sourced<Money>,
    row: &'a ProjectRow,
}

/// Of what a row has besides.
impl Deref for Project<'_> {
    type Target = ProjectRow;

    fn deref(&self) -> &ProjectRow {
        self.row
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProjectStatus {
    CarriedOver,
    NewlyStarted,
}

impl ProjectStatus {
    pub fn name(self) -> &'static str {
        match self {
            ProjectStatus::CarriedOver => "结转",
            ProjectStatus::NewlyStarted => "新上",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GrantMode {
    Upfront,
    Post,
}

impl GrantMode {
    pub fn name(self) -> &'static str {
        match self {
            GrantMode::Upfront => "事前补助",
            GrantMode::Post => "后补助",
        }
    }
}

/// 等级: of a project, and of the whole self-evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    Excellent,
    Good,
    Fair,
    Poor,
}

impl Grade {
    pub const ALL: [Grade; 4] = [Grade::Excellent, Grade::Good, Grade::Fair, Grade::Poor];

    /// 优 from 90, 良 from 80, 中 from 60, else 差.
    pub fn of(total: Score) -> Grade {
        let reached = |points: i64| total.0 >= Decimal::from(points);
        match () {
            () if reached(90) => Grade::Excellent,
            () if reached(80) => Grade::Good,
            () if reached(60) => Grade::Fair,
            () => Grade::Poor,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Grade::Excellent => "优",
            Grade::Good => "良",
            Grade::Fair => "中",
            Grade::Poor => "差",
        }
    }
}

impl ProjectTable {
    pub fn rows(&self) -> impl Iterator<Item = &ProjectRow> {
        self.directions.iter().flat_map(Direction::rows)
    }

    /// The rows that are whole.
    pub fn projects(&self) -> impl Iterator<Item = Project<'_>> {
        self.rows().filter_map(ProjectRow::whole)
    }

    /// What is known to be arranged.
    pub fn amount(&self) -> Money {
        self.projects().map(|project| project.amount.value).sum()
    }

    /// `None` where an amount could not be read.
    pub fn known_amount(&self) -> Option<Money> {
        self.directions.iter().map(Direction::known_amount).sum()
    }
}

impl Direction {
    pub fn rows(&self) -> impl Iterator<Item = &ProjectRow> {
        self.groups.iter().flat_map(|group| &group.rows)
    }

    /// The rows that are whole.
    pub fn projects(&self) -> impl Iterator<Item = Project<'_>> {
        self.rows().filter_map(ProjectRow::whole)
    }

    pub fn known_amount(&self) -> Option<Money> {
        self.groups.iter().map(Group::known_amount).sum()
    }

    pub fn amount(&self) -> Money {
        self.projects().map(|project| project.amount.value).sum()
    }
}

impl Group {
    /// The rows that are whole.
    pub fn projects(&self) -> impl Iterator<Item = Project<'_>> {
        self.rows.iter().filter_map(ProjectRow::whole)
    }

    pub fn amount(&self) -> Money {
        self.projects().map(|project| project.amount.value).sum()
    }

    pub fn known_amount(&self) -> Option<Money> {
        self.rows.iter().map(|row| row.amount.value().copied()).sum()
    }
}

impl ProjectRow {
    /// The project, where nothing of it is missing.
    pub fn whole(&self) -> Option<Project<'_>> {
        let [name, unit] = [&self.name, &self.unit].map(Field::known);
        let is_whole = !self.status.is_unread() && !self.mode.is_unread() && !self.grade.is_unread();
        let project = Project { name: name?, unit: unit?, amount: self.amount.known()?, row: self };
        is_whole.then_some(project)
    }

    /// The row's name, else whose it is.
    pub fn title(&self) -> &str {
        self.name.value().or(self.unit.value()).map_or("", String::as_str)
    }

    /// The cells of what could not be read, with what should stand there; 分组: its group is none that is known.
    pub fn unread(&self) -> impl Iterator<Item = (Role, &Place)> {
        let cells = [
            (Role::ProjectName, self.name.unread()),
            (Role::Unit, self.unit.unread()),
            (Role::Arranged, self.amount.unread()),
            (Role::GrantMode, self.mode.unread()),
            (Role::ProjectGrade, self.grade.unread()),
            (Role::Grouping, self.status.unread()),
        ];
        cells.into_iter().filter_map(|(role, place)| Some((role, place?)))
    }
}
