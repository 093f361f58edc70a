//! Rows of a list of projects that sum up others, known by where they stand and what they come to: 小计 of a county, the
//! total of all under any name; a project above its parts (1, 1.1, 1.2).

use crate::base::field::Field;
use crate::base::place::Sourced;
use crate::model::allotment::Subtotal;
use crate::model::number::Money;
use crate::model::project::ProjectRow;

use super::faults::Faults;
use super::fields::{Table, tidy};
use super::head_words::head_key;
use super::money::{amount, is_number};
use super::normalisation::NormalisationKind as Kind;
use super::project_row::DIRECTION;
use super::recognise::Recognition;
use super::row_sums;
use crate::sheets::fault::Fault;
use crate::sheets::sheet::CellValue;

const UNIT: &str = "单位";
const MONEY: &str = "安排资金";
const AREA: &str = "地区";
/// A sum is of so many projects at least.
const FEWEST: usize = 2;

/// What a row is of the project above it.
pub(super) enum Taken {
    No,
    /// A part of it, or what could not be read of it.
    Part,
    /// Another unit's share: the project with it, and the share.
    Share(Box<ProjectRow>, Sourced<Money>),
}

#[derive(Default)]
pub(super) struct ListSums {
    /// The projects read so far, each with its row.
    projects: Vec<(u32, ProjectRow)>,
    /// Of areas and directions: label, what is stated, the rows.
    areas: Vec<(String, Sourced<Money>, Vec<u32>)>,
    /// The rows of 本页小计.
    pages: Vec<u32>,
    /// Parts of a project, by its place among the projects.
    parts: Vec<(usize, Vec<Sourced<Money>>)>,
}

impl ListSums {
    pub fn project(&mut self, row: u32, read: &ProjectRow) {
        self.projects.push((row, read.clone()));
    }

    /// Is the row one more of the project above: a part of it, or another unit's share?
    pub fn takes(&mut self, table: &Table<'_>, row: u32, faults: &mut Faults) -> Taken {
        let Some((row_above, above)) = self.projects.last() else { return Taken::No };
        let serial = table.words(row, "序号");
        let whole = serial.split_once(['.', '．', '-']).filter(|(_, part)| part.parse::<u32>().is_ok());
        let is_below = whole.is_some_and(|(whole, _)| whole.parse().ok().as_ref() == above.serial.value());
        // （1） below 1, not below another such one that is a project's.
        let is_inner = || is_bracketed(&serial) && !is_bracketed(&table.words(*row_above, "序号"));
        if above.serial.is_known() && (is_below || is_inner()) {
            let part = table.head.column(MONEY).and_then(|column| amount(table, row, column, MONEY, faults));
            let nth = self.projects.len() - 1;
            if self.parts.last().is_none_or(|(known, _)| *known != nth) {
                self.parts.push((nth, Vec::new()));
            }
            if let Some((_, parts)) = self.parts.last_mut() {
                parts.extend(part);
            }
            table.note_skipped(row, faults);
            return Taken::Part;
        }
        let name = table.words(row, "项目名称");
        let is_merged = !name.is_empty() && own_cell(table, row, "项目名称").is_none();
        let is_share = own_cell(table, row, "序号").is_none()
            && above.serial.is_known()
            && (name.is_empty() || is_merged && Some(&name) == above.name.value())
            && own_cell(table, row, UNIT).is_some()
            && own_cell(table, row, MONEY).is_some();
        if !is_share {
            return Taken::No;
        }
        let unit = table.words(row, UNIT);
        let more = table.head.column(MONEY).and_then(|column| amount(table, row, column, MONEY, faults));
        let Some((_, above)) = self.projects.last_mut() else { return Taken::No };
        let (Some(more), Field::Known(own), Field::Known(of)) = (more, &mut above.amount, &mut above.unit) else {
            return Taken::Part;
        };
        let name = above.name.value().map_or("", String::as_str);
        let fault = Fault::Ambiguous {
            what: format!("“{unit}”这一行没有项目名称，"),
            actual: unit.clone(),
            readings: [format!("项目“{name}”的另一个单位，金额相加"), "漏填了名称的项目".into()],
            taken: true,
            hint: "是同一个项目的，合成一行；是另一个项目的，补填序号和项目名称。".into(),
        };
        // A number and a name merged over both rows say so.
        match is_merged && !serial.is_empty() {
            true => faults.read_as(
                &more.place,
                Kind::Parts,
                &more.value.to_string(),
                &format!("{}＋{}", own.value, more.value),
            ),
            false => faults.add(&table.sheet.place(row, table.head.column(UNIT).unwrap_or_default()), fault),
        }
        *own = Sourced::new([own.value, more.value].into_iter().sum(), own.place.and(&more.place));
        of.value = format!("{}、{unit}", of.value);
        Taken::Share(Box::new(above.clone()), more)
    }

    /// Words in place of a number, or neither number nor unit, below all projects, and what all of them come to.
    pub fn is_total(&self, table: &Table<'_>, row: u32) -> bool {
        let serial = table.words(row, "序号");
        let is_named = !serial.is_empty() && !serial.contains(|c: char| c.is_ascii_digit());
        let is_bare = serial.is_empty() && table.words(row, UNIT).is_empty();
        let goes_on = || table.rows().filter(|next| *next > row).any(|next| table.holds(next, UNIT));
        if self.projects.len() < FEWEST || !(is_named || is_bare) || goes_on() {
            return false;
        }
        let own = table.head.column(MONEY).and_then(|column| amount(table, row, column, MONEY, &mut Faults::default()));
        let sum = self.projects.iter().map(|(_, project)| project.amount.value().copied()).sum::<Option<Money>>();
        own.is_some_and(|own| Some(own.value) == sum)
    }

    /// 江阳区小计, 小计 among the rows of one area, one direction, or of what else the row's own column names: the sum of its
    /// projects right above it, else right below; 本页小计 that of the page's.
    pub fn of_column(
        &mut self,
        table: &Table<'_>,
        row: u32,
        label: &str,
        recognition: &Recognition,
        faults: &mut Faults,
    ) -> bool {
        let stated = table.head.column(MONEY).filter(|column| table.sheet.get(row, *column).is_some());
        let stated = stated.and_then(|column| amount(table, row, column, "小计的金额", faults));
        if recognition.is_page_sum(label) {
            let last = self.pages.last().copied().unwrap_or_default();
            let rows = self.projects.iter().map(|(row, _)| *row).filter(|own| *own > last || self.pages.is_empty());
            let rows = rows.collect();
            self.areas.extend(stated.map(|stated| (tidy(label), stated, rows)));
            self.pages.push(row);
            return true;
        }
        let sum = |rows: &[u32]| rows.iter().map(|row| self.amount(*row).map(|part| part.value)).sum::<Option<Money>>();
        let comes_to = |own: &Summed| stated.as_ref().is_some_and(|stated| sum(&own.rows) == Some(stated.value));
        let columns =
            |fields: &[&str]| fields.iter().filter_map(|field| table.head.column(field)).collect::<Vec<u32>>();
        let (known, of_units) = (columns(&[AREA, DIRECTION]), columns(&[UNIT]));
        let text = table.sheet.row(row).find(|(_, value)| matches!(value, CellValue::Text(_)));
        let besides = text.map(|(column, _)| column).filter(|column| !known.contains(column));
        let summed = |column: u32| summed(table, row, column, label, recognition);
        let besides = besides.and_then(summed).filter(|own| own.is_named);
        let by_field = known.into_iter().filter_map(summed);
        // Of units that have one project each nothing is said.
        let by_unit = of_units.into_iter().filter_map(summed);
        let by_unit = by_unit.filter(|own| own.is_named || own.rows.len() >= FEWEST && comes_to(own));
        let all: Vec<Summed> = by_field.chain(besides).chain(by_unit).collect();
        let named = all.iter().find(|own| own.is_named);
        let Some(own) = named.or_else(|| all.iter().find(|own| comes_to(own))).or(all.first()) else { return false };
        if let Some(stated) = stated {
            let name = if own.is_named { tidy(label) } else { format!("{}小计", own.name) };
            self.areas.push((name, stated, own.rows.clone()));
        }
        true
    }

    fn amount(&self, row: u32) -> Option<Sourced<Money>> {
        self.projects.iter().find(|(own, _)| *own == row)?.1.amount.known().cloned()
    }

    pub fn into_subtotals(self, table: &Table<'_>, recognition: &Recognition) -> Vec<Subtotal> {
        let areas = self.areas.iter().filter_map(|(label, stated, rows)| {
            let rows = rows.iter().map(|row| self.amount(*row)).collect::<Option<Vec<_>>>()?;
            Some(Subtotal { label: label.clone(), stated: stated.clone(), rows })
        });
        let parts = self.parts.iter().filter_map(|(nth, parts)| {
            let (_, project) = self.projects.get(*nth)?;
            let stated = project.amount.known()?.clone();
            Some(Subtotal { label: project.name.value()?.clone(), stated, rows: parts.clone() })
        });
        let named = |(row, project): &'_ (u32, ProjectRow)| Some((*row, project.name.value()?.clone()));
        let rows: Vec<(u32, String)> = self.projects.iter().filter_map(named).collect();
        areas.chain(parts).chain(row_sums::of_rows(table, MONEY, &rows, recognition)).collect()
    }
}

/// （1）, (2), ③
fn is_bracketed(serial: &str) -> bool {
    let inner = serial.strip_prefix(['（', '(']).and_then(|inner| inner.strip_suffix(['）', ')']));
    inner.is_some_and(|inner| inner.parse::<u32>().is_ok()) || serial.chars().all(is_circled) && !serial.is_empty()
}

fn is_circled(c: char) -> bool {
    ('①'..='⑳').contains(&c)
}

/// Whose sum a row is, by a column that says it of each project.
struct Summed {
    name: String,
    /// The row's label begins with it.
    is_named: bool,
    rows: Vec<u32>,
}

fn summed(table: &Table<'_>, row: u32, column: u32, label: &str, recognition: &Recognition) -> Option<Summed> {
    let rows: Vec<u32> = table.rows().collect();
    let at = rows.iter().position(|own| *own == row)?;
    let is_project = |row: u32| table.holds(row, UNIT);
    // Where it is written once for the rows below it, or above them in a row of its own.
    let said = |row: u32| {
        let own = head_key(&table.sheet.merged_words(row, column));
        let above = || {
            let says = |above: u32| is_project(above) || names_area(table, above, recognition);
            let above = rows.iter().rev().filter(|above| **above < row && says(**above));
            above.map(|above| head_key(&table.sheet.words(*above, column))).find(|words| !words.is_empty())
        };
        if own.is_empty() { above().unwrap_or_default() } else { own }
    };
    let key = head_key(label);
    let known = || rows.iter().filter(|row| is_project(**row)).map(|row| said(*row)).filter(|name| !name.is_empty());
    let named = known().find(|name| key.starts_with(name.as_str()));
    let is_named = named.is_some();
    let own = head_key(&table.sheet.merged_words(row, column));
    let name = named.or_else(|| known().find(|name| *name == own)).or_else(|| {
        let above = rows.get(at.checked_sub(1)?).copied().filter(|above| is_project(*above))?;
        Some(said(above)).filter(|name| !name.is_empty())
    })?;
    let is_of = |row: &&u32| is_project(**row) && said(**row) == name;
    let above: Vec<u32> = rows[..at].iter().rev().take_while(is_of).copied().collect();
    let rows = if above.is_empty() { rows[at + 1..].iter().take_while(is_of).copied().collect() } else { above };
    (!rows.is_empty()).then_some(Summed { name, is_named, rows })
}

/// 临江区, and what its projects below come to: no number, name or unit.
pub(super) fn names_area(table: &Table<'_>, row: u32, recognition: &Recognition) -> bool {
    let mut texts = table.sheet.row(row).filter(|(_, value)| !is_number(value));
    let (Some((column, value)), None) = (texts.next(), texts.next()) else { return false };
    table.head.column(AREA) == Some(column) && table.holds(row, MONEY) && !recognition.is_sum(&value.words())
}

/// What the row's own cell says, not that of a merged area that began above.
fn own_cell(table: &Table<'_>, row: u32, field: &str) -> Option<String> {
    let column = table.head.column(field)?;
    table.sheet.get(row, column).map(|value| value.words())
}
