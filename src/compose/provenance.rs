//! From a text that the report shows back to the cell or line it was read from.

use std::collections::BTreeMap;

use crate::base::field::Field;
use crate::base::figure_id::{FigureId, Role, Subject};
use crate::base::place::{Place, Sourced};
use crate::model::figure::Origin;
use crate::model::ledger::{Ledger, Unknown};
use crate::model::report::Report;

use super::pending::PENDING;

/// Something that documents show: a figure, a name, an explanation.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    pub text: String,
    pub id: FigureId,
    /// Where it was read; of a derived figure, what it was derived from.
    pub places: Vec<Place>,
    pub derived: bool,
}

/// Everything that a year's documents show.
pub struct Provenance {
    all: Vec<Shown>,
    /// Where in the list is what a placeholder names.
    by_path: BTreeMap<String, usize>,
}

impl Provenance {
    pub fn of(report: &Report, ledger: &Ledger) -> Provenance {
        let figures = ledger.figures().iter().map(|figure| Shown {
            text: figure.quantity.to_string(),
            id: figure.id.clone(),
            places: leaves(ledger, &figure.id),
            derived: matches!(figure.origin, Origin::Derived { .. }),
        });
        let mut all: Vec<Shown> = figures.collect();
        let subjects = ledger.subjects();
        let mut words = |subject: &Subject, role: Role, text: &Sourced<String>| {
            all.push(Shown {
                text: text.value.clone(),
                id: subjects.id(subject, role),
                places: vec![text.place.clone()],
                derived: false,
            });
        };
        for (row, subject) in report.projects.rows().zip(&subjects.projects) {
            row.name.known().into_iter().for_each(|name| words(subject, Role::ProjectName, name));
            row.unit.known().into_iter().for_each(|unit| words(subject, Role::Unit, unit));
        }
        let mut groups = subjects.groups.iter();
        for (direction, subject) in report.projects.directions.iter().zip(&subjects.directions) {
            if let (Some(label), Subject::Direction(row)) = (&direction.label, subject) {
                let labelled = Subject::Direction(row.called(label));
                words(&labelled, Role::Name, &Sourced::new(label.clone(), direction.name.place.clone()));
            }
            for (group, subject) in direction.groups.iter().zip(&mut groups) {
                group.label.iter().for_each(|label| words(subject, Role::Grouping, label));
            }
        }
        let rows = report.indicators.iter().zip(&subjects.indicators);
        for (indicator, subject) in rows.filter_map(|(row, subject)| Some((row.whole()?, subject))) {
            words(subject, Role::IndicatorName, indicator.name);
            words(subject, Role::Category, indicator.category);
            if let Field::Known(explanation) = &indicator.explanation {
                let text = Sourced::new(explanation.value.text.clone(), explanation.place.clone());
                words(subject, Role::Explanation, &text);
            }
            if let Some(stated) = report.scoring.stated.get(&indicator.name.value) {
                words(subject, Role::StatedReason, &stated.reason);
            }
        }
        for (signature, subject) in report.profile.signatures.iter().zip(&subjects.signatures) {
            words(subject, Role::Name, signature);
        }
        if let Some(letter) = &report.profile.letter {
            words(&Subject::Letter, Role::LetterNumber, &letter.number);
            words(&Subject::Letter, Role::Addressee, &letter.addressee);
            for (name, subject) in letter.attachments.iter().zip(&subjects.letter_attachments) {
                words(subject, Role::Name, name);
            }
        }
        all.extend(unknown(report, ledger));
        // Of two that print the same, the first.
        let by_path = all.iter().enumerate().rev().map(|(index, shown)| (shown.id.to_string(), index)).collect();
        Provenance { all, by_path }
    }

    /// What a text shows: of all that look the same, the one whose name the words around it speak of most. `field`: the last
    /// part of the name, where the placeholder says it (项.完成率).
    pub fn find(&self, text: &str, around: &str, field: Option<&str>) -> Option<&Shown> {
        let candidates = self.all.iter().filter(|shown| shown.text == text);
        // The first of the best: the ledger goes from the whole to the single.
        candidates.rev().max_by_key(|shown| {
            let words = shown.id.words();
            let is_field = text == PENDING && field.is_some() && words.last().map(String::as_str) == field;
            let spoken_of = |part: &&String| part.chars().count() > 1 && around.contains(part.as_str());
            (is_field, words.iter().filter(spoken_of).map(|part| part.len()).sum::<usize>())
        })
    }

    /// What a placeholder names.
    pub fn named(&self, path: &str) -> Option<&Shown> {
        self.by_path.get(path).map(|&index| &self.all[index])
    }
}

impl Shown {
    /// Its name and where to change it.
    pub fn describe(&self) -> String {
        const NAMED: usize = 3;
        let places: Vec<String> = self.places.iter().take(NAMED).map(ToString::to_string).collect();
        let more = if self.places.len() > NAMED { format!("等{}处", self.places.len()) } else { String::new() };
        let verb = if self.derived { "由" } else { "读自" };
        let end = if self.derived { "算出" } else { "" };
        format!("“{}”{verb} {}{more}{end}", self.id, places.join("、"))
    }
}

/// What stands as 〔待核〕: figures that could not be read or reckoned, cells that were left blank.
fn unknown(report: &Report, ledger: &Ledger) -> Vec<Shown> {
    let pending =
        |id: FigureId, places: Vec<Place>, derived: bool| Shown { text: PENDING.to_string(), id, places, derived };
    let mut figures: Vec<_> = ledger.unknown().iter().collect();
    figures.sort_by_cached_key(|(id, _)| id.path());
    let figures = figures.into_iter().map(|(id, why)| {
        let places = ledger.roots(id).into_iter().filter_map(|(_, place)| place.cloned()).collect();
        pending(id.clone(), places, matches!(why, Unknown::Derived(_)))
    });
    let documents = report.documents.iter().zip(&ledger.subjects().documents);
    let blanks = documents.flat_map(|(document, subject)| {
        document
            .blanks()
            .map(move |(role, place)| pending(ledger.subjects().id(subject, role), vec![place.clone()], false))
    });
    figures.chain(blanks).collect()
}

/// Where a figure's inputs were read, in order, each once.
fn leaves(ledger: &Ledger, id: &FigureId) -> Vec<Place> {
    let mut places = Vec::new();
    let mut open = vec![id.clone()];
    while let Some(id) = open.pop() {
        match ledger.get(&id).map(|figure| &figure.origin) {
            Some(Origin::Read(place)) if !places.contains(place) => places.push(place.clone()),
            // Taken from the end, so pushed backwards.
            Some(Origin::Derived { inputs, .. }) => open.extend(inputs.iter().rev().cloned()),
            _ => {}
        }
    }
    places
}
