//! The names of a year's indicators, directions, projects and fund, looked for all at once.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::subject::Subject;

/// Finds all the names of a book in one pass over a sentence: there are hundreds of names, and of sentences.
#[derive(Debug, Clone)]
pub struct NameFinder {
    automaton: AhoCorasick,
    /// What the automaton's words name.
    pub subjects: Vec<Subject>,
}

impl NameFinder {
    pub fn new(indicators: &[String], directions: &[String], projects: &[String], funds: &[String]) -> NameFinder {
        let indicators = indicators.iter().map(|name| (name.clone(), Subject::Indicator(name.clone())));
        let projects = projects.iter().map(|name| (name.clone(), Subject::Project(name.clone())));
        let directions = directions
            .iter()
            .flat_map(|name| variants(name).into_iter().map(|variant| (variant, Subject::Direction(name.clone()))));
        let funds = funds.iter().map(|name| (name.clone(), Subject::Fund));
        let named = indicators.chain(directions).chain(projects).chain(funds).filter(|(word, _)| !word.is_empty());
        let (words, subjects): (Vec<String>, Vec<Subject>) = named.unzip();
        // The kind that is made fastest: a year's sentences are few.
        let automaton = AhoCorasick::builder().kind(Some(AhoCorasickKind::NoncontiguousNFA)).build(words);
        NameFinder { automaton: automaton.expect("names are far shorter than an automaton's limits"), subjects }
    }

    /// Where which of the subjects is named, also names inside others.
    pub fn find(&self, text: &str) -> impl Iterator<Item = (Range<usize>, usize)> {
        self.automaton.find_overlapping_iter(text).map(|word| (word.range(), word.pattern().as_usize()))
    }
}

/// A direction's name, and the same with one word left out (区域创新体系建设).
pub(crate) fn variants(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.chars().collect();
    let mut variants = vec![name.to_string()];
    if characters.len() > 6 {
        let shorter = (1..characters.len() - 2)
            .map(|at| characters[..at].iter().chain(&characters[at + 2..]).collect::<String>());
        variants.extend(shorter);
    }
    variants
}
