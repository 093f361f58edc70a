//! The project table (资金安排情况表): support directions, their groups, the projects.

use std::fmt;
use std::ops::Deref;

use super::allotment::Subtotal;
use super::number::Money;
use super::term::Term;
use crate::base::field::{Field, Rows};
use crate::base::figure_id::Role;
use crate::base::place::{Place, Sourced};

#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProjectTable {
    /// 总计 as the table states it.
    pub stated_total: Field<Money>,
    /// Of several lists that are one table, what each states.
    pub list_totals: Vec<ListTotal>,
    /// 小计 of an area's projects, a project above its parts.
    pub subtotals: Vec<Subtotal>,
    pub directions: Rows<Direction>,
}

/// The 总计 of one list of several.
#[derive(Debug, Clone, PartialEq)]
pub struct ListTotal {
    /// The sheet's name.
    pub list: String,
    pub stated: Field<Money>,
    /// The amounts of its projects.
    pub rows: Vec<Sourced<Money>>,
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
    /// Which row of the list it is, from 0: directions and groups may gather rows from all over it.
    pub nth: usize,
    /// 序号 as typed.
    pub serial: Field<u32>,
    pub name: Field<String>,
    /// 申报单位 or 承担单位, as the column's head says.
    pub unit: Field<String>,
    /// 地区, where the list has such a column.
    pub area: Field<String>,
    /// 安排资金 of this year.
    pub amount: Field<Money>,
    /// From the group that the project stands in, at whose label it is known. In the group 后补助项目 stand carried-over
    /// projects that are paid this year. Absent where the fund's table has no such groups.
    pub status: Field<Term>,
    /// 支持方式; absent where the fund's table has no such column.
    pub mode: Field<Term>,
    /// 自评等级.
    pub grade: Field<Term>,
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

/// Which projects: of a status, of a mode, of a grade; all of them where it says nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Kind {
    pub status: Option<Term>,
    pub mode: Option<Term>,
    pub grade: Option<Term>,
}

impl Kind {
    /// What a figure says that counts them.
    pub fn role(&self) -> Role {
        match &self.grade {
            Some(grade) => Role::Graded(grade.into()),
            None if self.is_all() => Role::Count,
            None => Role::CountOf(self.to_string().into()),
        }
    }

    pub fn of_grade(grade: &Term) -> Kind {
        Kind { grade: Some(grade.clone()), ..Kind::default() }
    }

    pub fn holds(&self, row: &ProjectRow) -> bool {
        let asked = [(&self.status, &row.status), (&self.mode, &row.mode), (&self.grade, &row.grade)];
        asked.into_iter().all(|(asked, own)| asked.is_none() || own.value() == asked.as_ref())
    }

    /// How many of the rows.
    pub fn count(&self, rows: &[&ProjectRow]) -> u32 {
        let rows = rows.iter().filter(|row| self.holds(row)).count();
        u32::try_from(rows).expect("a workbook has at most 1,048,576 rows")
    }

    /// Does it ask for nothing?
    pub fn is_all(&self) -> bool {
        *self == Kind::default()
    }
}

/// As texts call their number: 新上后补助, 优; 数量 for all.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_all() {
            return f.write_str("数量");
        }
        [&self.status, &self.mode, &self.grade].into_iter().flatten().try_for_each(|term| f.write_str(term))
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
