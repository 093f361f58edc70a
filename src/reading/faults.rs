//! What reading has to say.

use std::borrow::Cow;
use std::collections::HashSet;

use super::normalisation::{Normalisation, NormalisationKind};
use crate::base::characters::{as_seen, spelt_out};
use crate::base::finding::{Finding, Severity};
use crate::base::place::Place;
use crate::sheets::fault::Fault;

/// What reading has to say: faults, and what was understood otherwise than it is written.
#[derive(Default)]
pub(crate) struct Faults {
    pub(super) findings: Vec<Finding>,
    pub(super) normalisations: Vec<Normalisation>,
    known: HashSet<Normalisation>,
    /// Bare numbers that took the unit of the other side, with what they are, as typed and as taken.
    pub(super) unitless: Vec<(Place, String, [String; 2])>,
    /// How many of the findings are errors.
    pub(super) errors: usize,
}

impl Faults {
    pub(crate) fn add(&mut self, place: &Place, fault: Fault) {
        self.tell(fault.finding(place));
    }

    pub(super) fn tell(&mut self, finding: Finding) {
        self.errors += usize::from(finding.severity == Severity::Error);
        self.findings.push(finding);
    }

    /// One fault of several cells.
    pub(crate) fn add_all(&mut self, places: &[Place], fault: Fault) {
        let Some((first, others)) = places.split_first() else { return };
        self.add(first, fault);
        self.findings.last_mut().expect("it was added").locations.extend(others.iter().cloned());
    }

    /// Is an error told of the place?
    pub(crate) fn tells(&self, place: &Place) -> bool {
        let errors = self.findings.iter().filter(|finding| finding.severity == Severity::Error);
        errors.flat_map(|finding| &finding.locations).any(|told| told == place)
    }

    /// Notes how something was read, where that is not what stands there. A cell that many rows share is noted once.
    pub(crate) fn read_as(&mut self, place: &Place, kind: NormalisationKind, stood: &str, read_as: &str) {
        if stood == read_as {
            return;
        }
        let normalisation = Normalisation::new(place, kind, stood, read_as);
        if self.known.insert(normalisation.clone()) {
            self.normalisations.push(normalisation);
        }
    }

    /// The text as it is seen: what cannot be, and what only looks like another character, is put right and noted.
    pub(crate) fn seen(&mut self, place: impl FnOnce() -> Place, text: &mut String) {
        if let Cow::Owned(seen) = as_seen(text) {
            self.read_as(&place(), NormalisationKind::Characters, &spelt_out(text), &seen);
            *text = seen;
        }
    }

    pub(super) fn extend(&mut self, other: Faults) {
        self.errors += other.errors;
        self.findings.extend(other.findings);
        self.normalisations.extend(other.normalisations);
    }
}
