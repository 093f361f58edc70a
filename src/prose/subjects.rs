//! Which indicator, direction, project or document the words around a figure name.

use std::ops::Range;

use super::book::{Book, Subject};
use super::citations::document_numbers;

/// The sentence with what stands in “ ” and 《 》 blotted out: names of projects and titles hold words of their own.
pub(crate) fn masked(sentence: &str) -> String {
    let mut masked = String::with_capacity(sentence.len());
    let mut quoted = String::new();
    let mut depth = 0usize;
    for character in sentence.chars() {
        let closes = matches!(character, '”' | '》');
        if depth > 0 && closes {
            depth -= 1;
            if depth == 0 {
                // A grade, a single word: “优”.
                let short = quoted.chars().count() <= 2;
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

/// Everything that the sentence names, from left to right; a name inside a longer one is none.
pub(super) fn subjects(book: &Book, sentence: &str, masked: &str) -> Vec<(Range<usize>, Subject)> {
    let mut found: Vec<(Range<usize>, Subject)> = Vec::new();
    let mut add = |text: &str, name: &str, subject: &dyn Fn() -> Subject| {
        found.extend(text.match_indices(name).map(|(at, name)| (at..at + name.len(), subject())));
    };
    for name in &book.indicators {
        add(sentence, name, &|| Subject::Indicator(name.clone()));
    }
    for name in &book.directions {
        for variant in variants(name) {
            add(masked, &variant, &|| Subject::Direction(name.clone()));
        }
    }
    for name in &book.projects {
        add(sentence, name, &|| Subject::Project(name.clone()));
    }
    for number in document_numbers(sentence) {
        found.push((number.range, Subject::Document(number.text)));
    }
    found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut kept: Vec<(Range<usize>, Subject)> = Vec::new();
    for (range, subject) in found {
        if kept.last().is_none_or(|(last, _)| range.end > last.end) {
            kept.push((range, subject));
        }
    }
    kept
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_quotation_marks_are_blotted_out_and_places_stay() {
        let sentence = "“基于AI的研究”等2项为“良”，《关于a的通知》";
        let masked = masked(sentence);
        assert_eq!(masked.len(), sentence.len());
        assert!(masked.contains("等2项为“良”，《□□_□□□》") && !masked.contains("AI"), "{masked}");
    }

    #[test]
    fn the_longest_name_counts() {
        let book = Book {
            indicators: vec!["支持基础研究项目数量".into(), "项目数量".into()],
            directions: vec!["基础研究".into()],
            ..Book::default()
        };
        let sentence = "支持基础研究项目数量为3项";
        let found = subjects(&book, sentence, sentence);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].1, Subject::Indicator("支持基础研究项目数量".into()));
    }
}
