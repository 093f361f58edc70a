#![doc = include_str!("../../../docs/rules/Z730.md")]

use crate::base::characters::is_han;
use crate::base::chinese_number::{chinese_number, in_chinese, is_chinese_numeral};
use crate::base::finding::{Finding, Severity};
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::standards::Standards;
use crate::prose::full_width_marks;
use crate::reading::finished::headings::is_attachment_label;
use crate::reading::finished::read_document::{ReadDocument, Unit};

pub const RULE: Rule = Rule {
    code: "Z730",
    title: "编号连续、不重复",
    doc: include_str!("../../../docs/rules/Z730.md"),
    needs: &[Need::Paragraphs, Need::WholeDocument],
    check: Check::Document(check),
};

/// How a number is written; by rank, the highest first.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Mark {
    /// 第一章, 第一部分
    Chapter,
    /// 一、
    Chinese,
    /// （一）
    ChineseInBrackets,
    /// 1.
    Digits,
    /// 1、
    DigitsWithComma,
    /// （1）
    DigitsInBrackets,
    /// ①
    Circled,
    /// 一是
    Said,
}

impl Mark {
    fn rank(self) -> u8 {
        match self {
            Mark::Chapter => 0,
            Mark::Chinese => 1,
            Mark::ChineseInBrackets => 2,
            Mark::Digits | Mark::DigitsWithComma => 3,
            Mark::DigitsInBrackets => 4,
            Mark::Circled => 5,
            Mark::Said => 6,
        }
    }

    fn show(self, number: u64) -> String {
        let chinese = usize::try_from(number).map(in_chinese).unwrap_or_default();
        match self {
            Mark::Chapter => format!("第{chinese}"),
            Mark::Chinese => format!("{chinese}、"),
            Mark::ChineseInBrackets => format!("（{chinese}）"),
            Mark::Digits => format!("{number}."),
            Mark::DigitsWithComma => format!("{number}、"),
            Mark::DigitsInBrackets => format!("（{number}）"),
            Mark::Circled => format!("第{number}个圈号"),
            Mark::Said => format!("{chinese}是"),
        }
    }
}

/// A list that goes on: its mark, its last number, and where that stands.
struct List<'a> {
    mark: Mark,
    last: u64,
    unit: &'a Unit,
}

fn check(facts: &ReadDocument, _: &Standards) -> Outcome {
    let mut lists: Vec<List> = Vec::new();
    // What the paragraph before began inside: 附件：1.甲
    let mut begun: Vec<List> = Vec::new();
    let mut findings = Vec::new();
    let mut numbered = false;
    for unit in &facts.paragraphs {
        if is_attachment_label(&unit.text) {
            lists.clear();
        }
        let text = full_width_marks(&unit.text);
        let mut inside: Vec<List> = Vec::new();
        for (at, mark, number) in numbers(&text) {
            numbered = true;
            let follows = |list: &List| list.mark == mark && list.last + 1 == number;
            if at == 0 || mark == Mark::Said {
                if !lists.iter().any(follows)
                    && let Some(list) = begun.iter().find(|list| follows(list))
                {
                    lists.retain(|other| other.mark.rank() < mark.rank());
                    lists.push(List { mark, last: list.last, unit: list.unit });
                }
                findings.extend(go_on(&mut lists, mark, number, unit, &text));
            } else if number == 1 || inside.iter().any(|list| list.mark == mark) {
                findings.extend(go_on(&mut inside, mark, number, unit, &text));
            } else if let Some(list) = lists.iter_mut().find(|list| follows(list)) {
                (list.last, list.unit) = (number, unit);
            }
        }
        if !inside.is_empty() || !text.trim().is_empty() {
            begun = inside;
        }
    }
    if !numbered {
        return Outcome::NotApplicable("文件里没有编号".into());
    }
    Outcome::of(findings)
}

/// The number as the next of its list; lists below it end.
fn go_on<'a>(lists: &mut Vec<List<'a>>, mark: Mark, number: u64, unit: &'a Unit, text: &str) -> Option<Finding> {
    while lists.last().is_some_and(|list| list.mark.rank() > mark.rank()) {
        lists.pop();
    }
    let Some(at) = lists.iter().position(|list| list.mark == mark) else {
        lists.push(List { mark, last: number, unit });
        return None;
    };
    lists.truncate(at + 1);
    let list = lists.last_mut()?;
    let (last, above) = (list.last, list.unit);
    (list.last, list.unit) = (number, unit);
    if number == 1 || number == last + 1 {
        return None;
    }
    let (now, before, next) = (mark.show(number), mark.show(last), mark.show(last + 1));
    let message = match () {
        () if number == last => format!("编号“{now}”用了两次"),
        () if number > last => format!("编号从“{before}”跳到“{now}”"),
        () => format!("编号“{now}”排在“{before}”后面"),
    };
    // A heading's number is its own; a list's may be quoted.
    let sure = mark.rank() <= Mark::ChineseInBrackets.rank();
    let start: String = text.chars().take(24).collect();
    let finding = Finding::new(RULE.code, if sure { Severity::Error } else { Severity::Warning }, message)
        .expected(format!("“{next}”"))
        .actual(format!("“{now}”（{start}）"))
        .at(&unit.place);
    let finding = if std::ptr::eq(above, unit) { finding } else { finding.at(&above.place) };
    Some(finding.hint("改正编号；漏了一部分的补上，多了的删去。"))
}

/// The numbers of a paragraph's beginning and of what is listed in it, each with where it stands.
fn numbers(text: &str) -> Vec<(usize, Mark, u64)> {
    let mut found = Vec::new();
    // What a number may follow: nothing, or the end of what was said; a comma before 二是 only.
    let mut before = Some('。');
    for (at, character) in text.char_indices() {
        if let Some(mark) = before
            && let Some((mark, number)) =
                number_at(text.part(at..), at == 0).filter(|(said, _)| mark != '，' || *said == Mark::Said)
        {
            found.push((at, mark, number));
        }
        before = match character {
            '：' | '；' | '。' | '，' => Some(character),
            blank if blank.is_whitespace() => before,
            _ => None,
        };
    }
    found
}

/// The number that this text begins with.
fn number_at(text: &str, first: bool) -> Option<(Mark, u64)> {
    let circled = text.chars().next().and_then(|c| u64::from(u32::from(c)).checked_sub(u64::from(u32::from('①'))));
    if let Some(number) = circled.filter(|number| *number < 20) {
        return Some((Mark::Circled, number + 1));
    }
    let (inner, in_brackets) = match text.strip_prefix(['（', '(']) {
        Some(inner) => (inner, true),
        None => (text, false),
    };
    let chapter = if first { inner.strip_prefix('第').filter(|_| !in_brackets) } else { None };
    let inner = chapter.unwrap_or(inner);
    let digits: String = inner.chars().take_while(char::is_ascii_digit).collect();
    let chinese: String = inner.chars().take_while(|c| is_chinese_numeral(*c)).collect();
    let (numeral, is_digits) = if digits.is_empty() { (chinese, false) } else { (digits, true) };
    let number = if is_digits { numeral.parse().ok()? } else { chinese_number(&numeral)? };
    if !(1..100).contains(&number) || numeral.starts_with('0') {
        return None;
    }
    let rest = inner.part(numeral.len()..);
    let mut after = rest.chars();
    let next = after.next()?;
    let words = after.as_str().trim_start();
    // 1.5万元; 二、三季度
    let goes_on = words.starts_with(|c: char| c.is_ascii_digit())
        || words.starts_with(is_chinese_numeral)
            && words.chars().nth(1).is_some_and(|c| next == '、' && "、季月批类级等期".contains(c));
    let speaks = !goes_on && (first || words.starts_with(|c: char| is_han(c) || "“《‘".contains(c)));
    match (next, in_brackets, is_digits) {
        _ if chapter.is_some() => {
            ["章", "部分"].iter().any(|word| rest.starts_with(word)).then_some((Mark::Chapter, number))
        }
        ('）' | ')', true, false) if speaks => Some((Mark::ChineseInBrackets, number)),
        ('）' | ')', true, true) if speaks => Some((Mark::DigitsInBrackets, number)),
        ('、', false, false) if first && speaks => Some((Mark::Chinese, number)),
        ('.' | '．', false, true) if speaks => Some((Mark::Digits, number)),
        ('、', false, true) if speaks => Some((Mark::DigitsWithComma, number)),
        ('是', false, false) if !words.is_empty() => Some((Mark::Said, number)),
        _ => None,
    }
}
