//! What each 〔待核〕 of a draft lacks, where no finding stands on it.

use std::ops::Range;

use crate::base::figure_id::FigureId;
use crate::base::place::Place;
use crate::base::places;
use crate::compose::PENDING;
use crate::document::{Note, Placeholder, Wording};
use crate::model::ledger::Ledger;

use super::spot::{SHOWN, Spot};

/// One note for each figure that is missing, numbered after those of the findings.
pub struct Notes<'a> {
    ledger: &'a Ledger,
    findings: usize,
    given: Vec<Note>,
}

impl Notes<'_> {
    pub fn after(findings: usize, ledger: &Ledger) -> Notes<'_> {
        Notes { ledger, findings, given: Vec::new() }
    }

    /// Every 〔待核〕 on which nothing of `found` stands.
    pub fn of(&mut self, wordings: &[Wording], found: &[Spot]) -> Vec<Spot> {
        let mut spots = Vec::new();
        for (index, passage) in wordings.iter().enumerate() {
            for range in occurrences(passage) {
                let is_said = |(other, said, _): &Spot| {
                    *other == index && said.start >= range.start && said.end <= range.end && said.start < said.end
                };
                if !found.iter().any(is_said) {
                    let note = self.note(passage, &range);
                    spots.push((index, range, note));
                }
            }
        }
        spots
    }

    fn note(&mut self, passage: &Wording, range: &Range<usize>) -> Note {
        let named = passage.named(range.start);
        let id = named.map(|named| &named.id);
        let roots = id.map_or_else(Vec::new, |id| self.ledger.roots(id));
        let places: Vec<Place> = roots.iter().filter_map(|(_, place)| place.cloned()).collect();
        let problem = match (id, roots.as_slice()) {
            (Some(id), [(root, _)]) if *root == id => format!("这里缺“{}”", words(id)),
            (Some(id), roots @ [_, ..]) => {
                let more = if roots.len() > SHOWN { "等" } else { "" };
                let roots: Vec<String> =
                    roots.iter().take(SHOWN).map(|(root, _)| format!("“{}”", words(root))).collect();
                format!("这里缺{}{more}，“{}”还定不下来", roots.join("、"), words(id))
            }
            _ => match passage.placeholder(range.start).map(Placeholder::text) {
                Some(placeholder) => {
                    let named = placeholder.split('|').next().unwrap_or(placeholder);
                    format!("这里缺“{}”", named.trim_matches(['{', '}', '-', ' ']))
                }
                None => "这里缺的内容没有读出来".to_string(),
            },
        };
        let same = |note: &&Note| note.problem == problem;
        if let Some(note) = self.given.iter().find(same) {
            return note.clone();
        }
        let note = Note {
            number: self.findings + self.given.len() + 1,
            head: "待核".into(),
            problem,
            place: places::lines(&places).into_iter().take(SHOWN).collect::<Vec<_>>().join("；"),
            remedy: "改正所缺的那一处，再生成一次，这里就有了。".into(),
        };
        self.given.push(note.clone());
        note
    }
}

/// 指标.转化科技成果数量.实际完成值; of a row without a name, what there is.
fn words(id: &FigureId) -> String {
    id.path().into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".")
}

fn occurrences(passage: &Wording) -> Vec<Range<usize>> {
    let sign: Vec<char> = PENDING.chars().collect();
    let windows = passage.characters.windows(sign.len()).enumerate();
    windows.filter(|(_, window)| *window == sign.as_slice()).map(|(at, _)| at..at + sign.len()).collect()
}
