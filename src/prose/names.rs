//! Names in running text that the year's input does not have: titles in 《 》, projects in “ ”, departments and other units.
//! They are listed, never found fault with: a text may name what no table has. Near misses are a rule's (Z724).

use std::ops::Range;

use crate::base::text_part::TextPart;

use super::known_figures::KnownFigures;
use crate::base::characters::is_han;

/// Shorter ones say too little: 《通知》, “优”.
const SHORTEST: usize = 5;

/// Each name that is not known, with what it is not among.
pub fn unknown(figures: &KnownFigures, sentence: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut found = Vec::new();
    for range in enclosed(sentence, '《', '》') {
        let title = sentence.part(range.clone());
        if title.chars().count() >= SHORTEST && !figures.titles.iter().any(|known| title.contains(known.as_str())) {
            found.push((range, "不是下达文件、管理办法，也不是这份报告的表"));
        }
    }
    for range in enclosed(sentence, '“', '”') {
        let name = sentence.part(range.clone());
        let after = sentence.part(range.end..).trim_start_matches('”');
        let is_project = ["项目", "课题", "等项目"].iter().any(|word| after.starts_with(word));
        if is_project && name.chars().count() >= SHORTEST && !figures.projects.iter().any(|known| known == name) {
            found.push((range, "项目表里没有这个项目"));
        }
    }
    found.extend(units(sentence, figures).into_iter().filter_map(|range| {
        let name = sentence.part(range.clone());
        let known = figures.units.iter().any(|known| known.ends_with(name) || name.ends_with(known.as_str()));
        (!known).then_some((range, "表格和YAML里没有这个单位"))
    }));
    found
}

/// What stands between the two marks.
fn enclosed(sentence: &str, open: char, close: char) -> Vec<Range<usize>> {
    let begins = sentence.match_indices(open).map(|(at, mark)| at + mark.len());
    begins.filter_map(|start| Some(start..start + sentence.part(start..).find(close)?)).collect()
}

/// Units by the words in which their names end, outside 《 》 and “ ”.
fn units(sentence: &str, figures: &KnownFigures) -> Vec<Range<usize>> {
    let words = &figures.unit_words;
    let masked = super::subjects::masked(sentence, &figures.rules);
    let mut found: Vec<Range<usize>> = Vec::new();
    for ending in words.endings.iter() {
        for (at, _) in masked.match_indices(ending) {
            let end = at + ending.len();
            let head = masked.part(..at);
            let start = words
                .before
                .iter()
                .filter_map(|word| head.rfind(word).map(|at| at + word.len()))
                .chain(head.char_indices().rev().find(|(_, c)| !is_han(*c)).map(|(at, c)| at + c.len_utf8()))
                .max()
                .unwrap_or_default();
            let other = words
                .unless
                .iter()
                .any(|word| masked.match_indices(word).any(|(from, _)| from < end && end <= from + word.len()));
            if !other && head.part(start..).chars().count() >= 2 {
                found.push(start..end);
            }
        }
    }
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    found.dedup_by(|later, earlier| later.start < earlier.end);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_no_table_has_are_listed() {
        let standards = crate::model::standards::Standards::parse(include_str!("../../layouts/核对.yaml")).unwrap();
        let figures = KnownFigures {
            titles: vec!["科技发展资金管理办法".into()],
            projects: vec!["棉花监测技术研究".into()],
            units: vec!["新疆维吾尔自治区财政厅".into(), "新疆农业大学".into()],
            unit_words: standards.unit_names,
            ..KnownFigures::default()
        };
        let read = |sentence: &str| {
            unknown(&figures, sentence).into_iter().map(|(range, _)| sentence[range].to_string()).collect::<Vec<_>>()
        };
        for (sentence, name) in [
            ("按照《科技计划项目管理办法》执行", "科技计划项目管理办法"),
            ("“小麦监测技术研究”项目进展顺利", "小麦监测技术研究"),
            ("由新疆财经大学承担", "新疆财经大学"),
            ("财政厅会同自治区审计厅检查", "自治区审计厅"),
        ] {
            assert_eq!(read(sentence), [name], "{sentence}");
        }
        for sentence in [
            "按照《中央引导地方科技发展资金管理办法》执行",
            "“棉花监测技术研究”项目进展顺利",
            "坚持“四个面向战略导向”",
            "由新疆农业大学承担，财政厅审核",
            "优化科技创新布局，吸引大学生",
        ] {
            assert_eq!(read(sentence), [] as [String; 0], "{sentence}");
        }
    }
}
