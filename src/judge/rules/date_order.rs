#![doc = include_str!("../../../docs/rules/Z731.md")]

use crate::base::chinese_number::chinese_number;
use crate::base::finding::{Finding, Severity};
use crate::base::place::Place;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::standards::{DateWords, Standards};
use crate::prose::{Token, tokens};
use crate::reading::finished::headings::is_attachment_label;
use crate::reading::finished::read_document::{ReadDocument, Sentence};

pub const RULE: Rule = Rule {
    code: "Z731",
    title: "日期存在、先后说得通",
    doc: include_str!("../../../docs/rules/Z731.md"),
    needs: &[Need::NoFolder],
    check: Check::Document(check),
};

const PARTS: [char; 4] = ['，', '；', '。', '、'];

/// As much of a date as is written; the year may be that of the date before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Day {
    pub year: u16,
    pub month: u8,
    pub day: Option<u8>,
}

impl Day {
    fn is_after(self, other: Day) -> bool {
        let month = |day: Day| (day.year, day.month);
        month(self) > month(other)
            || month(self) == month(other) && self.day.zip(other.day).is_some_and(|(one, two)| one > two)
    }

    pub fn show(self) -> String {
        let day = self.day.map(|day| format!("{day}日")).unwrap_or_default();
        format!("{}年{}月{day}", self.year, self.month)
    }
}

fn check(facts: &ReadDocument, standards: &Standards) -> Outcome {
    let (words, mut findings) = (&standards.dates, Vec::new());
    for sentence in &facts.sentences {
        findings.extend(impossible(sentence));
        findings.extend(turned_round(sentence));
        findings.extend(steps(sentence, words));
        findings.extend(passed_on(sentence, words));
        findings.extend(facts.year.and_then(|year| published(sentence, year, words)));
    }
    findings.extend(facts.year.and_then(|year| signed(facts, year)));
    Outcome::of(findings)
}

fn fault(severity: Severity, message: String, expected: String, actual: &str, place: &Place) -> Finding {
    Finding::new(RULE.code, severity, message)
        .expected(expected)
        .actual(actual)
        .at(place)
        .hint("核对两个日期，改正写错的一个；确实如此的，把句子写清楚。")
}

/// A date of a sentence, with the bytes that it takes.
pub(super) struct Said {
    pub from: usize,
    pub to: usize,
    pub day: Day,
    /// Its year is written with it.
    whole: bool,
}

/// Dates that have a month; a month alone is of the year named last.
pub(super) fn dates(text: &str, mut year: Option<u16>) -> Vec<Said> {
    let found = tokens(text).into_iter().filter_map(|token| {
        let Token::Date(date) = token else { return None };
        let whole = date.year.is_some();
        year = date.year.or(year);
        let day = Day { year: year?, month: date.month?, day: date.day };
        Some(Said { from: date.range.start, to: date.range.end, day, whole })
    });
    found.collect()
}

/// 6月31日
fn impossible(sentence: &Sentence) -> Vec<Finding> {
    let found = tokens(&sentence.text).into_iter().filter_map(|token| {
        let Token::Date(date) = token else { return None };
        let (month, day) = date.month.zip(date.day)?;
        // Without its year, February may have 29 days.
        let days = days_of(date.year.unwrap_or(2000), month);
        (day > days).then(|| {
            let shown = sentence.text.part(date.range.clone()).to_string();
            fault(
                Severity::Error,
                format!("没有“{shown}”这一天"),
                format!("{month}月只有{days}天"),
                &shown,
                &sentence.place,
            )
        })
    });
    found.collect()
}

fn days_of(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// 2023年11月至2023年3月
fn turned_round(sentence: &Sentence) -> Vec<Finding> {
    let text = sentence.text.as_str();
    let dates = dates(text, None);
    let pairs = dates.windows(2).filter_map(|pair| {
        let [from, to] = pair else { return None };
        let between = text.part(from.to..to.from).trim();
        let is_range = ["至", "到", "—", "－", "-", "~", "～"].contains(&between);
        (is_range && from.whole && to.whole && from.day.is_after(to.day)).then(|| {
            fault(
                Severity::Error,
                "起止日期颠倒".into(),
                format!("“{}”之后的日期", from.day.show()),
                text.part(from.from..to.to),
                &sentence.place,
            )
        })
    });
    pairs.collect()
}

/// 2023年8月完成招标，2023年5月签订合同: of one thing, clause by clause.
fn steps(sentence: &Sentence, words: &DateWords) -> Vec<Finding> {
    let text = sentence.text.as_str();
    let mut run: Vec<(usize, &str, Day, &str)> = Vec::new();
    let mut found = Vec::new();
    for (index, said) in clauses_with_a_date(text).into_iter().enumerate() {
        let Some((clause, day, begins)) = said else {
            run.clear();
            continue;
        };
        // Another thing's steps begin anew: what stands before the date names it.
        if index > 0 && !begins {
            run.clear();
        }
        let step = words.steps.iter().enumerate().flat_map(|(step, words)| words.iter().map(move |word| (step, word)));
        let step = step.filter(|(_, word)| clause.contains(word)).max_by_key(|(step, word)| (*step, word.len()));
        let Some((step, word)) = step.filter(|_| !words.not_yet.are_in(clause)) else { continue };
        if let Some((_, earlier, before, _)) =
            run.iter().find(|(other, _, before, _)| *other < step && before.is_after(day))
        {
            found.push(fault(
                Severity::Error,
                format!("“{word}”的日期早于“{earlier}”"),
                format!("不早于{}", before.show()),
                &day.show(),
                &sentence.place,
            ));
        }
        run.push((step, word, day, clause));
    }
    found
}

/// Clauses in their order: what a clause with one date says, the date, and whether it begins with it.
fn clauses_with_a_date(text: &str) -> Vec<Option<(&str, Day, bool)>> {
    let dates = dates(text, None);
    let mut found = Vec::new();
    let mut from = 0;
    for (at, mark) in text.char_indices().filter(|(_, c)| PARTS.contains(c)).chain([(text.len(), '。')]) {
        let clause = text.part(from..at);
        let inside: Vec<&Said> = dates.iter().filter(|date| (from..at).contains(&date.from)).collect();
        match inside.as_slice() {
            [one] => {
                let lead =
                    text.part(from..one.from).trim_start_matches(['并', '于', '在', '随', '后', '又', '再', '即', ' ']);
                found.push(Some((clause, one.day, lead.is_empty())));
            }
            // Without a date it says more of the clause before.
            [] if mark != '；' && mark != '。' => {}
            [] => {}
            _ => found.push(None),
        }
        if mark == '；' || mark == '。' {
            found.push(None);
        }
        from = at + mark.len_utf8();
    }
    found
}

/// 省财政厅于6月5日下达…，我市于5月12日分解下达
fn passed_on(sentence: &Sentence, words: &DateWords) -> Option<Finding> {
    let text = sentence.text.as_str();
    let clauses: Vec<(&str, Day)> =
        clauses_with_a_date(text).into_iter().flatten().map(|(clause, day, _)| (clause, day)).collect();
    let passes = |clause: &str| words.passed_on.are_in(clause);
    let gives = |clause: &str| words.given.are_in(clause) && !passes(clause);
    let [(first, given), (second, passed)] = clauses.as_slice() else { return None };
    (gives(first) && passes(second) && given.is_after(*passed)).then(|| {
        fault(
            Severity::Error,
            "分解下达的日期早于上级下达".into(),
            format!("不早于{}", given.show()),
            &passed.show(),
            &sentence.place,
        )
    })
}

/// 自评结果于…公开: what is judged is the whole year.
fn published(sentence: &Sentence, year: u16, words: &DateWords) -> Option<Finding> {
    let text = sentence.text.as_str();
    if !words.own.are_in(text) || text.contains("上年") {
        return None;
    }
    let other = tokens(text).into_iter().any(|token| match token {
        Token::Date(date) => {
            date.month.is_none()
                && date.year.is_some_and(|said| said < year)
                && text.part(date.range.end..).starts_with('度')
        }
        _ => false,
    });
    let early = clauses_with_a_date(text)
        .into_iter()
        .flatten()
        .find(|(clause, day, _)| day.year <= year && words.published.are_in(clause) && !clause.contains("目标"));
    let (_, day, _) = early.filter(|_| !other)?;
    Some(fault(
        Severity::Error,
        format!("{year}年度还没有结束，自评结果已经公开"),
        format!("{year}年12月31日之后"),
        &day.show(),
        &sentence.place,
    ))
}

/// 成文日期, by itself in a line.
fn signed(facts: &ReadDocument, year: u16) -> Option<Finding> {
    let mut own = facts.paragraphs.iter().take_while(|unit| !is_attachment_label(&unit.text));
    let found = own.find_map(|unit| Some((unit, whole_date(unit.text.trim())?)));
    let (unit, day) = found.filter(|(_, day)| day.year <= year)?;
    Some(fault(
        Severity::Error,
        "成文日期在年度结束以前".into(),
        format!("{year}年12月31日之后"),
        &day.show(),
        &unit.place,
    ))
}

/// 2026年3月31日, 二〇二六年三月三十一日, with nothing beside it.
fn whole_date(text: &str) -> Option<Day> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (year, rest) = text.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let day = rest.strip_suffix('日')?;
    let number = |text: &str| -> Option<u64> {
        if text.chars().all(|c| c.is_ascii_digit()) { text.parse().ok() } else { chinese_number(text) }
    };
    let digit = |c: char| {
        "〇一二三四五六七八九"
            .chars()
            .position(|digit| digit == c || c == '零' && digit == '〇' || c == '○' && digit == '〇')
    };
    let year = match year.parse::<u16>() {
        Ok(year) => year,
        Err(_) if year.chars().count() == 4 => {
            year.chars().try_fold(0u16, |sum, c| Some(sum * 10 + u16::try_from(digit(c)?).ok()?))?
        }
        Err(_) => return None,
    };
    let day = Day { year, month: number(month)?.try_into().ok()?, day: number(day)?.try_into().ok() };
    (1900..=2200).contains(&year).then_some(day)
}
