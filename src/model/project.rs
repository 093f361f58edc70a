//! The project table (资金安排情况表): support directions, their groups, the projects.

use rust_decimal::Decimal;

use super::number::{Money, Score};
use crate::base::place::{Place, Sourced};

#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProjectTable {
    /// 总计 as the table states it, where it does.
    pub stated_total: Option<Sourced<Money>>,
    pub directions: Vec<Direction>,
    /// 序号 of rows that could not be read: there are findings about those.
    pub unread_serials: Vec<u32>,
    /// Rows of which a cell could not be read: they are not among the projects, or lack something.
    pub unread: usize,
}

/// 支持方向: 一、区域科技创新体系建设.
#[derive(Debug, Clone, PartialEq)]
pub struct Direction {
    /// The name without its numeral.
    pub name: Sourced<String>,
    /// The section row as typed: 一、区域科技创新体系建设. `None` where the table has no directions and this one holds
    /// everything.
    pub label: Option<String>,
    pub stated_subtotal: Option<Sourced<Money>>,
    pub groups: Vec<Group>,
}

/// A group of a direction: （一）结转项目.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// `None` where the projects stand right below the direction.
    pub label: Option<Sourced<String>>,
    pub stated_subtotal: Option<Sourced<Money>>,
    pub projects: Vec<Project>,
    /// Rows of which something could not be read.
    pub partial: Vec<PartialProject>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// 序号 as typed.
    pub serial: Option<Sourced<u32>>,
    pub name: Sourced<String>,
    /// 申报单位 or 承担单位, as the column's head says.
    pub unit: Sourced<String>,
    /// 安排资金 of this year.
    pub amount: Sourced<Money>,
    /// From the group that the project stands in. In the group 后补助项目 stand carried-over projects that are
    /// paid this year. `None` where the fund's table has no such groups.
    pub status: Option<ProjectStatus>,
    /// 支持方式; `None` where the fund's table has no such column.
    pub mode: Option<Sourced<GrantMode>>,
    /// 自评等级.
    pub grade: Option<Sourced<Grade>>,
}

/// A row of the project table that lacks what a project must have: a draft shows what there is of it.
#[derive(Debug, Clone, PartialEq)]
pub struct PartialProject {
    /// How many projects of the group stand above.
    pub above: usize,
    pub name: Option<Sourced<String>>,
    pub unit: Option<Sourced<String>>,
    pub amount: Option<Sourced<Money>>,
    pub counts: Member,
    /// The columns of what could not be read (分组: its group is none that is known), with their cells.
    pub lacking: Vec<Sourced<&'static str>>,
}

/// What a row counts as.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Member {
    pub status: Option<ProjectStatus>,
    pub mode: Option<GrantMode>,
    pub grade: Option<Grade>,
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
    pub fn projects(&self) -> impl Iterator<Item = &Project> {
        self.directions.iter().flat_map(Direction::projects)
    }

    pub fn partial(&self) -> impl Iterator<Item = &PartialProject> {
        self.directions.iter().flat_map(Direction::partial)
    }

    pub fn amount(&self) -> Money {
        self.projects().map(|project| project.amount.value).sum()
    }

    /// With the rows that could not be read whole; `None` where an amount is among what could not be.
    pub fn known_amount(&self) -> Option<Money> {
        self.directions.iter().map(Direction::known_amount).sum()
    }

    pub fn members(&self) -> Vec<Member> {
        self.directions.iter().flat_map(Direction::members).collect()
    }
}

impl Direction {
    pub fn projects(&self) -> impl Iterator<Item = &Project> {
        self.groups.iter().flat_map(|group| &group.projects)
    }

    pub fn partial(&self) -> impl Iterator<Item = &PartialProject> {
        self.groups.iter().flat_map(|group| &group.partial)
    }

    pub fn known_amount(&self) -> Option<Money> {
        self.groups.iter().map(Group::known_amount).sum()
    }

    /// Its rows, also those that could not be read whole.
    pub fn members(&self) -> Vec<Member> {
        self.projects().map(Project::member).chain(self.partial().map(|partial| partial.counts)).collect()
    }

    pub fn amount(&self) -> Money {
        self.projects().map(|project| project.amount.value).sum()
    }
}

impl Group {
    pub fn amount(&self) -> Money {
        self.projects.iter().map(|project| project.amount.value).sum()
    }

    pub fn known_amount(&self) -> Option<Money> {
        let partial: Option<Money> =
            self.partial.iter().map(|partial| partial.amount.as_ref().map(|amount| amount.value)).sum();
        Some(self.amount() + partial?)
    }
}

impl Project {
    pub fn member(&self) -> Member {
        let mode = self.mode.as_ref().map(|mode| mode.value);
        Member { status: self.status, mode, grade: self.grade.as_ref().map(|grade| grade.value) }
    }
}

impl PartialProject {
    /// The row's name, else whose it is.
    pub fn title(&self) -> &str {
        self.name.as_ref().or(self.unit.as_ref()).map_or("", |title| title.value.as_str())
    }

    /// The cell of the column, where it could not be read.
    pub fn lacking(&self, column: &str) -> Option<&Place> {
        self.lacking.iter().find(|cell| cell.value == column).map(|cell| &cell.place)
    }
}
