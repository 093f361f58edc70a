#![doc = include_str!("../../../docs/rules/Z722.md")]

use crate::base::characters::is_han;
use crate::base::finding::Finding;
use crate::base::placeholders::placeholder;
use crate::base::placeholders::unfinished;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::standards::Standards;
use crate::reading::finished::read_document::{ReadDocument, Unit};

pub const RULE: Rule = Rule {
    code: "Z722",
    title: "标点成对、没有重字和样本字样",
    doc: include_str!("../../../docs/rules/Z722.md"),
    needs: &[Need::Paragraphs],
    check: Check::Document(check),
};

fn check(facts: &ReadDocument, standards: &Standards) -> Outcome {
    let cells = facts.units.iter().filter(|unit| unit.cell);
    let mut findings = Vec::new();
    let mut half: Vec<(&Unit, String)> = Vec::new();
    for unit in facts.paragraphs.iter().chain(cells) {
        let faults = [
            unpaired(&unit.text).map(|mark| (format!("“{mark}”没有成对"), "成对的标点", mark.to_string())),
            doubled(&unit.text)
                .filter(|_| !unit.shown.contains('\t'))
                .map(|word| (format!("“{word}”像是重复了"), "写一遍", word)),
            blank_inside(&unit.text).map(|around| (format!("“{around}”中间有空格"), "没有空格", around)),
            sample(&unit.text, standards).map(|word| (unfinished(&word), "实际的内容", word)),
        ];
        // Cells are kept with half-width marks.
        half.extend(half_width(&unit.text).filter(|_| !unit.cell).map(|around| (unit, around)));
        findings.extend(
            faults.into_iter().flatten().map(|(message, expected, actual)| found(unit, message, expected, actual)),
        );
    }
    findings.extend(half_width_marks(&half));
    Outcome::of(findings)
}

/// One habit, one finding.
fn half_width_marks(found: &[(&Unit, String)]) -> Option<Finding> {
    let (_, around) = found.first()?;
    let message = match found.len() {
        1 => format!("“{around}”里的标点是半角的"),
        count => format!("有{count}段的标点是半角的，如“{around}”"),
    };
    let finding = Finding::info(RULE.code, message).expected("全角标点").actual(around);
    let places = found.iter().take(12).map(|(unit, _)| &unit.place);
    Some(finding.at_all(places).hint("核对这些地方的标点；数字里的逗号和小数点不用改。"))
}

fn found(unit: &Unit, message: String, expected: &str, actual: String) -> Finding {
    let finding = Finding::info(RULE.code, message).about(&actual).expected(expected).actual(actual);
    finding.at(&unit.place).hint("核对这一处的文字。")
}

/// The first bracket or quotation mark without its other half; a half-width one pairs with a full-width one.
fn unpaired(text: &str) -> Option<char> {
    const PAIRS: [(&[char], &[char]); 6] = [
        (&['（', '('], &['）', ')']),
        (&['“'], &['”']),
        (&['‘'], &['’']),
        (&['《'], &['》']),
        (&['〔'], &['〕']),
        (&['【'], &['】']),
    ];
    let marks = |(open, close): (&[char], &[char])| {
        let mut depth = 0i32;
        for character in text.chars().filter(|c| !is_han(*c)) {
            depth += i32::from(open.contains(&character)) - i32::from(close.contains(&character));
            if depth < 0 {
                return Some(character);
            }
        }
        if depth > 0 { open.first().copied() } else { None }
    };
    PAIRS.into_iter().find_map(marks)
}

/// 的的, 项项, ，，, 进行进行. Doubled characters that are words (人人, 等等) are left alone.
fn doubled(text: &str) -> Option<String> {
    const NEVER_DOUBLED: [char; 16] =
        ['的', '了', '和', '在', '为', '是', '与', '对', '将', '已', '及', '，', '。', '；', '、', '：'];
    let characters: Vec<char> = text.chars().collect();
    let pair = characters.windows(2).find(|two| two[0] == two[1] && NEVER_DOUBLED.contains(&two[0]));
    let word = characters.windows(4).find(|four| {
        four[..2] == four[2..] && four[0] != four[1] && four.iter().all(|c| is_han(*c)) && four[0] != '一'
    });
    // 2个项项目; in 新立项项目 both are meant.
    let counted = characters
        .windows(3)
        .find(|three| three[1..] == ['项', '项'] && (three[0] == '个' || three[0].is_ascii_digit()));
    pair.or(word).or(counted.map(|three| &three[1..])).map(|found| found.iter().collect())
}

/// 万元,资金: a half-width mark between Chinese characters.
fn half_width(text: &str) -> Option<String> {
    const HALF_WIDTH: [char; 7] = [',', ';', '?', '!', ':', '(', ')'];
    if !text.contains(HALF_WIDTH) {
        return None;
    }
    let characters: Vec<char> = text.chars().collect();
    let found =
        characters.windows(3).find(|three| HALF_WIDTH.contains(&three[1]) && is_han(three[0]) && is_han(three[2]));
    found.map(|three| three.iter().collect())
}

/// A blank between two Chinese characters of a sentence: titles and labels are spread out on purpose.
fn blank_inside(text: &str) -> Option<String> {
    const BLANKS: [char; 2] = [' ', '\u{3000}'];
    if !text.contains(BLANKS) || !text.contains(['。', '，']) {
        return None;
    }
    let characters: Vec<char> = text.chars().collect();
    let is_title = |at: usize| {
        let open = characters[..at].iter().rposition(|c| *c == '《');
        open.is_some_and(|open| !characters[open..at].contains(&'》'))
    };
    let found = characters.windows(3).enumerate().find(|(at, three)| {
        // 《财政部 农业农村部关于…》: between those who issue it together.
        BLANKS.contains(&three[1]) && is_han(three[0]) && is_han(three[2]) && !is_title(*at)
    });
    found.map(|(_, three)| three.iter().collect())
}

/// 20XX年, 指标2：……
fn sample(text: &str, standards: &Standards) -> Option<String> {
    let word = || standards.sample_words.iter().find(|word| text.contains(word)).map(str::to_string);
    let numbered = text.strip_prefix("指标").map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let empty = |rest: &str| rest.trim_start_matches([':', '：']).trim_matches(['…', '.', ' ']).is_empty();
    placeholder(text).or_else(word).or_else(|| {
        let left = numbered.is_some_and(|rest| rest.starts_with([':', '：']) && empty(rest));
        left.then(|| text.to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_meant_are_left_alone() {
        for text in
            ["人人参与（含“两新”），等等", "研究与研制", "（1）数量指标", "AL5，JN28", "92个新立项项目", "一步一步推进"]
        {
            assert_eq!((unpaired(text), doubled(text), half_width(text)), (None, None, None), "{text}");
        }
        assert_eq!(unpaired("（含新上35个"), Some('（'));
        assert_eq!(unpaired("“良”，甲”"), Some('”'));
        assert_eq!(doubled("2个项项目"), Some("项项".into()));
        assert_eq!(doubled("进行进行评审"), Some("进行进行".into()));
        assert_eq!(half_width("140万元,资金"), Some("元,资".into()));
        assert_eq!(blank_inside("财政部 科技部下达，按规定"), Some("部 科".into()));
        assert_eq!(blank_inside("按《财政部 科技部关于下达预算的通知》，按规定"), None);
    }
}
