//! Hundreds of small changes of words, each by chance: what is taken back gives the changed text again, what is not is said,
//! and no number ever comes from the document.

use std::path::Path;

use crate::support::YearFolder;
use ziping::app::absorb::{absorb, apply};
use ziping::app::as_finished::finished_of;
use ziping::app::resources::Resources;
use ziping::base::finding::Finding;
use ziping::compose::{Composed, compose};
use ziping::document::wordings;
use ziping::judge::numbers;
use ziping::model::fund_rules::FundRules;
use ziping::model::ledger::Ledger;
use ziping::reading::{Recognition, read_year};
use ziping::sheets::finished::{Block, Finished};

const ROUNDS: usize = 20;
const CHANGES: usize = 14;

struct Year {
    composed: Composed,
    ledger: Ledger,
}

fn year(folder: &YearFolder, resources: &Resources) -> Year {
    let recognition = Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
    let report = read_year(&folder.path(), "2025", &recognition, &|_| FundRules::default()).report.unwrap();
    let ledger = Ledger::of(&report);
    let (composed, _) = compose(&report, &ledger, &resources.funds.of(&report.profile).0.templates, &resources.layout);
    Year { composed, ledger }
}

/// The report as a reader of .docx gives it.
fn finished(year: &Year) -> Finished {
    finished_of(&year.composed.report, "改.docx")
}

fn paragraphs(document: &Finished) -> Vec<String> {
    let texts = document.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(text) => Some(text.clone()),
        Block::Table(_) => None,
    });
    texts.collect()
}

/// The same numbers in every run (Numerical Recipes' generator).
struct Chance(u32);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as usize % bound
    }
}

/// One word put in, taken out or replaced.
fn change(text: &str, chance: &mut Chance) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let length = 1 + chance.below(3);
    let word: Vec<char> = (0..length).map(|_| ['甚', '颇', '尤', '务', '须', '皆'][chance.below(6)]).collect();
    let at = chance.below(characters.len());
    let end = (at + length).min(characters.len() - 1).max(at);
    match chance.below(3) {
        0 => drop(characters.splice(at..at, word)),
        1 => drop(characters.drain(at..end)),
        _ => drop(characters.splice(at..end, word)),
    }
    characters.into_iter().collect()
}

#[test]
fn changes_by_chance_come_back_exactly_or_are_refused() {
    let resources = Resources::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts")).unwrap();
    let mut chance = Chance(7);
    let (mut exact, mut refused) = (0, 0);
    for _ in 0..ROUNDS {
        let folder = YearFolder::example();
        let before = year(&folder, &resources);
        let original = finished(&before);
        let mut edited = original.clone();
        // Paragraphs that come from texts of the YAML.
        let of_texts: Vec<String> = wordings(&before.composed.report)
            .iter()
            .filter(|wording| !wording.cell)
            .filter(|wording| wording.line().is_some_and(|(source, _)| source.place.to_string().starts_with("2025/")))
            .map(|wording| wording.text())
            .collect();
        for _ in 0..CHANGES {
            let chosen = &of_texts[chance.below(of_texts.len())];
            let block = edited.blocks.iter_mut().find(|block| **block == Block::Paragraph(chosen.clone()));
            if let Some(Block::Paragraph(text)) = block {
                *text = change(text, &mut chance);
            }
        }
        let absorbed = absorb(&edited, &before.composed, &before.ledger, &[]).unwrap();
        let applied = apply(&absorbed.edits, &folder.path(), "2025").unwrap();
        assert_eq!(applied.findings, []);
        let after = finished(&year(&folder, &resources));
        let (original, edited, after) = (paragraphs(&original), paragraphs(&edited), paragraphs(&after));
        assert_eq!(original.len(), after.len());
        for ((original, edited), after) in original.iter().zip(&edited).zip(&after) {
            if original == edited {
                assert_eq!(after, original);
            } else if after == edited {
                exact += 1;
            } else {
                assert_eq!(after, original, "neither what it was nor what it became: {edited}");
                assert!(is_told(original, &absorbed.findings), "{edited}: {:#?}", absorbed.findings);
                refused += 1;
            }
            let (had, has) = (numbers(original), numbers(after));
            assert!(has.iter().all(|number| had.contains(number)), "{original} → {after}");
        }
    }
    println!("{exact} changes taken back exactly, {refused} refused");
    assert!(exact * 10 >= (exact + refused) * 8, "{exact} of {}", exact + refused);
}

/// Does a finding name this paragraph?
fn is_told(paragraph: &str, findings: &[Finding]) -> bool {
    let start: String = paragraph.chars().take(16).collect();
    findings.iter().any(|finding| finding.locations.iter().any(|place| place.to_string().contains(&start)))
}
