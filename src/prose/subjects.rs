//! Which indicator, direction, project or document the words around a figure name.

use std::ops::Range;

use super::citations::document_numbers;
use super::known_figures::KnownFigures;
use super::subject::Subject;
use crate::model::fund_rules::FundRules;

/// The sentence with what stands in “ ” and 《 》 blotted out: names of projects and titles hold words of their own.
pub(crate) fn masked(sentence: &str, rules: &FundRules) -> String {
    let mut masked = String::with_capacity(sentence.len());
    let mut quoted = String::new();
    let mut depth = 0usize;
    for character in sentence.chars() {
        let closes = matches!(character, '”' | '》');
        if depth > 0 && closes {
            depth -= 1;
            if depth == 0 {
                // A grade, a single word: “优”.
                let short = quoted.chars().count() <= 2 || rules.grades().any(|grade| *grade.name() == *quoted);
                masked.extend(quoted.drain(..).map(|c| if short { c } else { blot(c) }));
            }
        }
        if depth > 0 {
            quoted.push(character)
        } else {
            masked.push(character)
        }
        if matches!(character, '“' | '《') {
            depth += 1;
        }
    }
    masked + &quoted
}

/// Of the same length in bytes, so that places stay.
fn blot(character: char) -> char {
    match character.len_utf8() {
        1 => '_',
        2 => '\u{B7}',
        3 => '□',
        _ => '\u{10FFFD}',
    }
}

/// Everything that the sentence names, from left to right; a name inside a longer one is none, be that the fund's, which is
/// not among them. Directions are looked for outside of quotation marks only.
pub(super) fn subjects(figures: &KnownFigures, sentence: &str, masked: &str) -> Vec<(Range<usize>, Subject)> {
    let finder = figures.finder();
    let is_direction = |subject: usize| matches!(finder.subjects[subject], Subject::Direction(_));
    let names = finder.find(sentence).filter(|(_, subject)| !is_direction(*subject));
    let directions = finder.find(masked).filter(|(_, subject)| is_direction(*subject));
    let mut found: Vec<(Range<usize>, usize)> = names.chain(directions).collect();
    found.sort_by_key(|(range, subject)| (range.start, std::cmp::Reverse(range.end), *subject));
    let found = found.into_iter().map(|(range, subject)| (range, finder.subjects[subject].clone()));
    let documents = document_numbers(sentence);
    let documents = documents.into_iter().map(|number| (number.range, Subject::Document(number.text)));
    let mut found: Vec<(Range<usize>, Subject)> = found.chain(documents).collect();
    found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut kept: Vec<(Range<usize>, Subject)> = Vec::new();
    for (range, subject) in found {
        if kept.last().is_none_or(|(last, _)| range.end > last.end) {
            kept.push((range, subject));
        }
    }
    kept.retain(|(_, subject)| *subject != Subject::Fund);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::money::Purse;

    #[test]
    fn names_in_quotation_marks_are_blotted_out_and_places_stay() {
        let sentence = "“基于AI的研究”等2项为“良”，《关于a的通知》";
        let masked = masked(sentence, &FundRules::default());
        assert_eq!(masked.len(), sentence.len());
        assert!(masked.contains("等2项为“良”，《□□_□□□》") && !masked.contains("AI"), "{masked}");
    }

    #[test]
    fn a_direction_inside_the_funds_name_is_not_named() {
        let figures = KnownFigures {
            directions: vec!["草原".into()],
            purse: Purse::of_funds(vec!["林业草原生态保护恢复资金".into()]),
            ..KnownFigures::default()
        };
        let sentence = "下达林业草原生态保护恢复资金6000万元，其中草原2726万元";
        let found = subjects(&figures, sentence, sentence);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(sentence.get(found[0].0.start..).is_some_and(|rest| rest.starts_with("草原2726")));
    }

    #[test]
    fn the_longest_name_counts() {
        let figures = KnownFigures {
            indicators: vec!["支持基础研究项目数量".into(), "项目数量".into()],
            directions: vec!["基础研究".into()],
            ..KnownFigures::default()
        };
        let sentence = "支持基础研究项目数量为3项";
        let found = subjects(&figures, sentence, sentence);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].1, Subject::Indicator("支持基础研究项目数量".into()));
    }
}
