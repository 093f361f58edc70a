//! A whole report that lies among the tables: last year's, kept for reference.

use super::finished::headings::heading_level;

/// Chapters of running text: a report has some, and tables between titles have none.
const CHAPTERS: usize = 3;
const CHARACTERS: usize = 300;
/// What is shorter is a title or a note.
const SENTENCE: usize = 40;

/// Chapters 一、二、三、 with running text below them.
pub(super) fn is_whole_report(paragraphs: &[String]) -> bool {
    let (mut chapters, mut characters) = (0, 0);
    for text in paragraphs {
        let length = text.chars().count();
        match heading_level(text) {
            Some(1) => chapters += 1,
            None if chapters > 0 && length >= SENTENCE => characters += length,
            _ => {}
        }
    }
    chapters >= CHAPTERS && characters >= CHARACTERS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(texts: &[String]) -> bool {
        is_whole_report(texts)
    }

    #[test]
    fn titles_of_tables_are_no_report() {
        let prose = |times: usize| "全年预算10930万元，执行8744万元，预算执行率80%，其余结转下年使用。".repeat(times);
        let heads = ["一、资金执行情况", "二、项目安排情况", "三、绩效指标完成情况"].map(String::from);
        let with = |times: usize| heads.iter().flat_map(|head| [head.clone(), prose(times)]).collect::<Vec<_>>();
        assert!(texts(&with(4)));
        assert!(!texts(&with(1)) && !texts(&heads));
        assert!(!texts(&with(4)[..4]), "two chapters: a letter");
        assert!(!texts(&[prose(40)]));
    }
}
