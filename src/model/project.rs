//! The project table (资金安排情况表): support directions, their groups, the projects.

use rust_decimal::Decimal;

use super::number::{Money, Score};
use super::place::Sourced;

#[derive(Debug, Clone, PartialEq)]
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

    pub fn amount(&self) -> Money {
        self.projects().map(|project| project.amount.value).sum()
    }
}

impl Direction {
    pub fn projects(&self) -> impl Iterator<Item = &Project> {
        self.groups.iter().flat_map(|group| &group.projects)
    }

    pub fn amount(&self) -> Money {
        self.projects().map(|project| project.amount.value).sum()
    }
}

impl Group {
    pub fn amount(&self) -> Money {
        self.projects.iter().map(|project| project.amount.value).sum()
    }
}
