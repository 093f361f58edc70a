//! What lists of projects state as their totals: one of all, or one of each list, block and batch.

use crate::base::field::Field;
use crate::base::place::Sourced;
use crate::model::number::Money;
use crate::model::project::{ListTotal, ProjectTable};

use super::faults::Faults;
use crate::sheets::fault::Fault;

/// The totals of one list, each with the number of amounts above it.
pub(super) struct Totals {
    /// What the list is called.
    pub list: String,
    pub amounts: Vec<Sourced<Money>>,
    pub stated: Vec<(usize, Field<Money>)>,
}

impl Totals {
    /// A block beside it.
    pub fn go_on(&mut self, beside: Totals) {
        let above = self.amounts.len();
        self.amounts.extend(beside.amounts);
        self.stated.extend(beside.stated.into_iter().map(|(at, total)| (above + at, total)));
    }
}

/// A total is of all projects, of its list, or, where one stands between the projects, of those next to it.
pub(super) fn settle(lists: Vec<Totals>, projects: &mut ProjectTable, faults: &mut Faults) {
    const WHAT: &str = "不同的总计";
    let all = projects.known_amount();
    let is_alone = lists.len() == 1;
    for Totals { list, amounts, stated } in lists {
        let count = amounts.len();
        let is_between = |at: usize| 0 < at && at < count;
        let (of_all, own): (Vec<_>, Vec<_>) =
            stated.into_iter().partition(|(at, own)| !is_between(*at) && own.is_known() && own.value() == all.as_ref());
        let is_parted = own.len() + of_all.len() > 1 && own.iter().any(|(at, _)| is_between(*at));
        for (_, total) in of_all {
            state(&mut projects.stated_total, total, WHAT, faults);
        }
        if is_parted {
            for (index, (_, total)) in own.iter().enumerate() {
                let rows = part(&own, index, &amounts).to_vec();
                projects.list_totals.push(ListTotal { list: list.clone(), stated: total.clone(), rows });
            }
            continue;
        }
        let mut total = Field::Absent;
        own.into_iter().for_each(|(_, again)| state(&mut total, again, WHAT, faults));
        match total {
            Field::Absent => {}
            total if is_alone => state(&mut projects.stated_total, total, WHAT, faults),
            total => projects.list_totals.push(ListTotal { list, stated: total, rows: amounts }),
        }
    }
}

/// The amounts of a total among others: those between it and the next one, on the side where the totals stand; or all
/// above it, where it comes to these.
fn part<'a>(totals: &[(usize, Field<Money>)], index: usize, amounts: &'a [Sourced<Money>]) -> &'a [Sourced<Money>] {
    let (at, total) = &totals[index];
    let others = || totals.iter().map(|(other, _)| *other);
    let own = match others().next() {
        Some(0) => *at..others().find(|other| other > at).unwrap_or(amounts.len()),
        _ => others().rfind(|other| other < at).unwrap_or(0)..*at,
    };
    let sum = |rows: &[Sourced<Money>]| rows.iter().map(|row| row.value).sum::<Money>();
    let (own, above) = (&amounts[own], &amounts[..*at]);
    if total.value() == Some(&sum(above)) { above } else { own }
}

/// A sum may be stated twice where it is the same; else it is not for the program to choose.
pub(super) fn state(slot: &mut Field<Money>, again: Field<Money>, what: &str, faults: &mut Faults) {
    match (slot.known(), again) {
        (None, again) => *slot = again,
        (Some(first), Field::Known(again)) if first.value != again.value => {
            let first = first.place.clone();
            faults.add(&again.place, Fault::GivenTwice { what: what.to_string(), first });
        }
        _ => {}
    }
}
