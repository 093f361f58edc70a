//! From a figure or name that a document shows back to the cells or lines it was read from.

use crate::base::figure_id::FigureId;
use crate::base::place::Place;
use crate::document::Named;
use crate::model::figure::Origin;
use crate::model::ledger::{Ledger, Unknown};

/// Where it was read; of a derived figure, what it was derived from; of an unknown one, what is not known.
pub(super) fn places(named: &Named, ledger: &Ledger) -> Vec<Place> {
    if let Some(place) = &named.place {
        return vec![place.clone()];
    }
    let mut places = Vec::new();
    let mut open = vec![named.id.clone()];
    while let Some(id) = open.pop() {
        match ledger.get(&id).map(|figure| &figure.origin) {
            Some(Origin::Read(place)) if !places.contains(place) => places.push(place.clone()),
            // Taken from the end, so pushed backwards.
            Some(Origin::Derived { inputs, .. }) => open.extend(inputs.iter().rev().cloned()),
            Some(Origin::Read(_)) => {}
            None => places.extend(ledger.roots(&id).into_iter().filter_map(|(_, place)| place.cloned())),
        }
    }
    places
}

pub(super) fn is_derived(id: &FigureId, ledger: &Ledger) -> bool {
    let is_derived = |origin: &Origin| matches!(origin, Origin::Derived { .. });
    ledger.get(id).is_some_and(|figure| is_derived(&figure.origin))
        || matches!(ledger.unknown().get(id), Some(Unknown::Derived(_)))
}

/// Its name and where to change it.
pub(super) fn describe(named: &Named, ledger: &Ledger) -> String {
    const SHOWN: usize = 3;
    let all = places(named, ledger);
    let places: Vec<String> = all.iter().take(SHOWN).map(ToString::to_string).collect();
    let more = if all.len() > SHOWN { format!("等{}处", all.len()) } else { String::new() };
    let (verb, end) = if is_derived(&named.id, ledger) { ("由", "算出") } else { ("读自", "") };
    format!("“{}”{verb} {}{more}{end}", named.id, places.join("、"))
}
