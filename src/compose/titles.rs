//! Titles in lines, as GB/T 9704-2012 asks (7.3.1): none ends within a word, and their ends make a trapezoid or a rhombus.

use crate::document::layout::{Between, LineBreaking, Words};

use super::inked::Inked;

/// Where a title may best be broken, whatever words stand there.
pub(super) const MARK: char = '｜';

/// What a line costs, and one as blank as can be; half as blank, a quarter of it.
const LINE: f64 = 3.0;
const BLANK: f64 = 6.0;
/// A line shorter than the one above it and the one below it.
const WAIST: f64 = 2.0;
/// A line that nothing makes short enough.
const OVERFULL: f64 = 1000.0;

/// A break within a bracket or between quotes costs this much more.
const BRACKETED: f64 = 3.0;
const OPENING: &str = "（《〈“‘〔【";
const CLOSING: &str = "）》〉”’〕】";

/// What a break there costs.
fn cost_of(between: Between) -> f64 {
    match between {
        Between::Words => 1.5,
        Between::OneWord => 2.5,
        Between::Unknown => 5.0,
        Between::Inside => 30.0,
    }
}

/// The title in the lines that are cheapest, where one holds so many full-width characters.
pub(super) fn in_lines(title: &Inked, room: f64, breaking: &LineBreaking) -> Inked {
    let words = Words::new(&breaking.label_words);
    let lines: Vec<Inked> = title.lines().iter().map(|line| broken(line, room, breaking, &words)).collect();
    Inked::joined(&lines)
}

/// A way to set what stands before a place.
#[derive(Clone, Copy)]
struct Way {
    cost: f64,
    /// Of its last line.
    start: usize,
    width: f64,
    /// That line is shorter than the one above it.
    falls: bool,
    /// The way before that line, among those of its start.
    before: usize,
}

fn broken(title: &Inked, room: f64, breaking: &LineBreaking, words: &Words) -> Inked {
    let marks: Vec<usize> =
        title.characters().iter().enumerate().filter(|(_, c)| **c == MARK).map(|(at, _)| at).collect();
    let marked = |place: usize| marks.iter().enumerate().any(|(number, at)| at - number == place);
    let title = title.clone().without(MARK);
    let text = title.characters();
    let between = words.between(text);
    let bracketed = |place: usize| {
        let count = |marks: &str| text[..place].iter().filter(|character| marks.contains(**character)).count();
        count(OPENING) > count(CLOSING)
    };
    let cost = |place: usize| match text.get(place) {
        None => Some(0.0),
        Some(_) if marked(place) => Some(0.0),
        Some(after) => {
            let bound = breaking.not_at_start.contains(*after) || breaking.not_at_end.contains(text[place - 1]);
            (!bound).then(|| cost_of(between[place]) + if bracketed(place) { BRACKETED } else { 0.0 })
        }
    };
    let mut ways: Vec<Vec<Way>> = vec![Vec::new(); text.len() + 1];
    ways[0].push(Way { cost: 0.0, start: 0, width: 0.0, falls: false, before: 0 });
    for start in 0..text.len() {
        for end in start + 1..=text.len() {
            let width = cells(&text[start..end]);
            let Some(cost) = cost(end) else { continue };
            let blank = 1.0 - width / room;
            let shape = if blank < 0.0 { OVERFULL - blank } else { BLANK * blank * blank };
            let step = |(before, way): (usize, &Way)| {
                let waist = if way.falls && width > way.width { WAIST } else { 0.0 };
                let cost = way.cost + LINE + cost + shape + waist;
                Way { cost, start, width, falls: start > 0 && width < way.width, before }
            };
            // One that falls may cost something later on, so both kinds are kept.
            let steps: Vec<Way> = ways[start].iter().enumerate().map(step).collect();
            for falls in [false, true] {
                let cheapest = steps.iter().filter(|way| way.falls == falls).min_by(|a, b| a.cost.total_cmp(&b.cost));
                ways[end].extend(cheapest);
            }
            if blank < 0.0 {
                break;
            }
        }
    }
    let cheapest = ways[text.len()].iter().min_by(|a, b| a.cost.total_cmp(&b.cost)).copied();
    let mut lines = Vec::new();
    let (mut way, mut end) = (cheapest, text.len());
    while let Some(Way { start, before, .. }) = way.filter(|_| end > 0) {
        lines.push(title.part(start, end));
        (way, end) = (ways[start].get(before).copied(), start);
    }
    lines.reverse();
    Inked::joined(&lines)
}

/// Full-width characters that a line takes: Latin letters and digits take half of one.
fn cells(line: &[char]) -> f64 {
    line.iter().map(|character| if character.is_ascii() { 0.5 } else { 1.0 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::layout::Layout;

    /// Lines of 20 characters, as titles have them.
    fn lines(title: &str) -> String {
        let layout = Layout::parse(include_str!("../../layouts/公文.yaml")).unwrap();
        in_lines(&Inked::fixed(title), 20.1, &layout.line_breaking).text()
    }

    #[test]
    fn a_title_that_fits_stays_on_its_line_and_others_break_where_they_are_marked() {
        assert_eq!(lines("2025年度某省｜绩效自评报告"), "2025年度某省绩效自评报告");
        assert_eq!(
            lines("2025年度某省｜中央引导地方科技发展资金｜绩效自评报告"),
            "2025年度某省\n中央引导地方科技发展资金绩效自评报告"
        );
    }

    #[test]
    fn a_long_name_breaks_between_words() {
        for (title, expected) in [
            (
                "2024年度内蒙古自治区｜中央财政城镇保障性安居工程及城市燃气管道等老化更新改造补助资金｜绩效自评报告",
                "2024年度内蒙古自治区\n中央财政城镇保障性安居工程及城市燃气\n管道等老化更新改造补助资金绩效自评报告",
            ),
            (
                "医疗服务与保障能力提升（卫生健康人才培养、公立医院综合改革）补助资金｜区域绩效目标自评表",
                "医疗服务与保障能力提升\n（卫生健康人才培养、公立医院综合改革）\n补助资金区域绩效目标自评表",
            ),
            (
                "省级重点研发计划与科技创新平台建设引导专项资金区域绩效目标自评表",
                "省级重点研发计划与科技创新平台\n建设引导专项资金区域绩效目标自评表",
            ),
            // Words that nobody has listed.
            (
                "2024年度某市人工智能算力基础设施与低空经济场景培育引导资金｜绩效自评报告",
                "2024年度某市人工智能算力基础设施\n与低空经济场景培育引导资金绩效自评报告",
            ),
        ] {
            assert_eq!(lines(title), expected);
        }
    }

    #[test]
    fn no_line_begins_or_ends_with_a_mark_that_must_not() {
        let title = "国".repeat(19) + "（" + &"国".repeat(18) + "）、" + &"国".repeat(12);
        for line in lines(&title).lines() {
            assert!(!line.starts_with(['）', '、']) && !line.ends_with('（'), "{line}");
        }
    }
}
