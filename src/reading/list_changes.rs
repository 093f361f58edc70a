//! Rows of a list of projects that are no projects of their own: what was cancelled, and what changes the amount of another.

use crate::base::field::Field;
use crate::base::place::{Place, Sourced};
use crate::model::number::Money;
use crate::model::project::{Direction, ProjectRow, ProjectTable};

use super::faults::Faults;
use super::recognise::Recognition;
use crate::sheets::fault::Fault;

/// Names, each with its place.
#[derive(Default)]
struct Told {
    names: String,
    places: Vec<Place>,
}

impl Told {
    fn add(&mut self, name: &Sourced<String>) {
        self.names += &format!("“{}”", name.value);
        self.places.push(name.place.clone());
    }

    fn ask(self, what: &str, readings: [String; 2], hint: &str, faults: &mut Faults) {
        let what = self.names.clone() + what;
        let fault = Fault::Ambiguous { what, actual: self.names, readings, taken: true, hint: hint.into() };
        faults.add_all(&self.places, fault);
    }
}

pub(super) fn settle(projects: &mut ProjectTable, recognition: &Recognition, faults: &mut Faults) {
    let (mut gone, mut doubted, mut merged, mut alone) =
        (Told::default(), Told::default(), Told::default(), Told::default());
    for direction in projects.directions.iter_mut() {
        let is_cancelled = |row: &ProjectRow| says(row).is_some_and(|(_, note)| recognition.cancelled.fit(note));
        let cancelled = take(direction, |row| is_cancelled(row) && amount(row).is_some_and(Money::is_zero));
        cancelled.iter().filter_map(|row| row.name.known()).for_each(|name| gone.add(name));
        let left = direction.rows().filter(|row| is_cancelled(row) && amount(row).is_some_and(|own| own > Money::ZERO));
        left.filter_map(|row| row.name.known()).for_each(|name| doubted.add(name));
        let is_change = |row: &ProjectRow| {
            let is_said = says(row).is_some_and(|(_, note)| recognition.changed.fit(note));
            is_said || amount(row).is_some_and(|own| own < Money::ZERO)
        };
        let names: Vec<String> =
            direction.rows().filter(|row| !is_change(row)).map(|row| bare(row).to_string()).collect();
        let changes = take(direction, |row| is_change(row) && names.iter().any(|name| name == bare(row)));
        for change in &changes {
            if let (Some(name), Some(more)) = (change.name.known(), amount(change)) {
                merged.add(name);
                add(direction, bare(change), more);
            }
        }
        take(direction, |row| {
            amount(row).is_some_and(Money::is_zero) && changes.iter().any(|change| bare(change) == bare(row))
        });
        let left = direction.rows().filter(|row| amount(row).is_some_and(|own| own < Money::ZERO));
        left.filter_map(|row| row.name.known()).for_each(|name| alone.add(name));
    }
    faults.add_all(&gone.places, Fault::Cancelled { names: gone.names });
    let readings = ["还是今年的项目".into(), "已经取消，不算今年的项目".into()];
    doubted.ask(
        "写着取消，还有金额，",
        readings,
        "取消了的，金额改成0，或删去这一行；没有取消的，删去括号里的字。",
        faults,
    );
    let readings = ["同名项目的一部分，金额加到它上面，加到0的不算项目".into(), "另外的项目".into()];
    merged.ask("这一行，", readings, "是调整的，和同名的项目合成一行；是另外的项目的，改正名称。", faults);
    let readings = ["收回的资金".into(), "安排的资金，多写了负号".into()];
    alone.ask("的金额是负数，", readings, "是收回的，从项目的金额里减去，合成一行；不是的，删去负号。", faults);
}

/// 红星里小区（已取消）: the name, and what stands in the brackets behind it.
fn says(row: &ProjectRow) -> Option<(&str, &str)> {
    let (name, note) = row.name.value()?.trim().strip_suffix(['）', ')'])?.rsplit_once(['（', '('])?;
    Some((name.trim_end(), note))
}

/// The name without such a note.
fn bare(row: &ProjectRow) -> &str {
    says(row).map_or(row.title(), |(name, _)| name)
}

fn amount(row: &ProjectRow) -> Option<Money> {
    row.amount.value().copied()
}

/// Takes the rows out of their groups; what is left without any goes with them.
fn take(direction: &mut Direction, is_taken: impl Fn(&ProjectRow) -> bool) -> Vec<ProjectRow> {
    let mut taken = Vec::new();
    for group in &mut direction.groups {
        let (out, left): (Vec<_>, Vec<_>) = std::mem::take(&mut group.rows).into_iter().partition(|row| is_taken(row));
        group.rows = left;
        taken.extend(out);
    }
    taken
}

fn add(direction: &mut Direction, name: &str, more: Money) {
    let mut rows = direction.groups.iter_mut().flat_map(|group| &mut group.rows);
    if let Some(Field::Known(own)) = rows.find(|row| bare(row) == name).map(|row| &mut row.amount) {
        own.value = [own.value, more].into_iter().sum();
    }
}
