//! From a text that the report shows back to the cell or line it was read from.

use crate::base::field::Field;
use crate::base::place::{Place, Sourced};
use crate::model::figure::{FigureName, Origin, PENDING};
use crate::model::ledger::{Ledger, Unknown};
use crate::model::report::Report;

/// Something that documents show: a figure, a name, an explanation.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    pub text: String,
    /// What it is, as texts name it: 指标, 培训技术经纪人数量, 完成率.
    pub name: Vec<String>,
    /// Where it was read; of a derived figure, what it was derived from.
    pub places: Vec<Place>,
    pub derived: bool,
}

/// Everything that a year's documents show.
pub struct Provenance(Vec<Shown>);

impl Provenance {
    pub fn of(report: &Report, ledger: &Ledger) -> Provenance {
        let figures = ledger.figures().iter().map(|figure| Shown {
            text: figure.quantity.to_string(),
            name: figure.name.0.clone(),
            places: leaves(ledger, &figure.name),
            derived: matches!(figure.origin, Origin::Derived { .. }),
        });
        let mut all: Vec<Shown> = figures.collect();
        let mut words = |name: &[&str], text: &Sourced<String>| {
            all.push(Shown {
                text: text.value.clone(),
                name: name.iter().map(|part| part.to_string()).collect(),
                places: vec![text.place.clone()],
                derived: false,
            });
        };
        for row in report.projects.rows() {
            row.name.known().into_iter().for_each(|name| words(&["项目", row.title(), "项目名称"], name));
            row.unit.known().into_iter().for_each(|unit| words(&["项目", row.title(), "单位"], unit));
        }
        for direction in &report.projects.directions {
            if let Some(label) = &direction.label {
                words(&["方向", label, "名称"], &Sourced::new(label.clone(), direction.name.place.clone()));
            }
            for label in direction.groups.iter().filter_map(|group| group.label.as_ref()) {
                words(&["方向", &direction.name.value, "分组"], label);
            }
        }
        for indicator in report.indicators() {
            let name = indicator.name.value.as_str();
            words(&["指标", name, "三级指标"], indicator.name);
            words(&["指标", name, "二级指标"], indicator.category);
            if let Field::Known(explanation) = &indicator.explanation {
                let text = Sourced::new(explanation.value.text.clone(), explanation.place.clone());
                words(&["指标", name, "未完成原因和改进措施"], &text);
            }
            if let Some(stated) = report.scoring.stated.get(name) {
                words(&["指标", name, "评定理由"], &stated.reason);
            }
        }
        for signature in &report.profile.signatures {
            words(&["署名"], signature);
        }
        if let Some(letter) = &report.profile.letter {
            words(&["函", "发文字号"], &letter.number);
            words(&["函", "主送机关"], &letter.addressee);
            letter.attachments.iter().for_each(|name| words(&["函", "其他附件"], name));
        }
        all.extend(unknown(report, ledger));
        Provenance(all)
    }

    /// What a text shows: of all that look the same, the one whose name the words around it speak of most. `field`: the last
    /// part of the name, where the placeholder says it (项.完成率).
    pub fn find(&self, text: &str, around: &str, field: Option<&str>) -> Option<&Shown> {
        let candidates = self.0.iter().filter(|shown| shown.text == text);
        // The first of the best: the ledger goes from the whole to the single.
        candidates.rev().max_by_key(|shown| {
            let is_field = text == PENDING && field.is_some() && shown.name.last().map(String::as_str) == field;
            let spoken_of = |part: &&String| part.chars().count() > 1 && around.contains(part.as_str());
            (is_field, shown.name.iter().filter(spoken_of).map(|part| part.len()).sum::<usize>())
        })
    }

    /// The figure of this name.
    pub fn named(&self, name: &str) -> Option<&Shown> {
        self.0.iter().find(|shown| shown.name.join(".") == name)
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
        format!("“{}”{verb} {}{more}{end}", self.name.join("."), places.join("、"))
    }
}

/// What stands as 〔待核〕: figures that could not be read or reckoned, cells that were left blank.
fn unknown(report: &Report, ledger: &Ledger) -> Vec<Shown> {
    let pending = |name: Vec<String>, places: Vec<Place>, derived: bool| Shown {
        text: PENDING.to_string(),
        name,
        places,
        derived,
    };
    let figures = ledger.unknown().iter().map(|(name, why)| {
        let places = ledger.roots(name).into_iter().filter_map(|(_, place)| place.cloned()).collect();
        pending(name.0.clone(), places, matches!(why, Unknown::Derived(_)))
    });
    let blanks = report.documents.iter().flat_map(|document| {
        let number = &document.number.value;
        document.blanks().map(move |(field, place)| {
            pending(["下达文件", number, field].map(str::to_string).to_vec(), vec![place.clone()], false)
        })
    });
    figures.chain(blanks).collect()
}

/// Where a figure's inputs were read, in order, each once.
fn leaves(ledger: &Ledger, name: &FigureName) -> Vec<Place> {
    let mut places = Vec::new();
    let mut open = vec![name.clone()];
    while let Some(name) = open.pop() {
        match ledger.get(&name).map(|figure| &figure.origin) {
            Some(Origin::Read(place)) if !places.contains(place) => places.push(place.clone()),
            // Taken from the end, so pushed backwards.
            Some(Origin::Derived { inputs, .. }) => open.extend(inputs.iter().rev().cloned()),
            _ => {}
        }
    }
    places
}
