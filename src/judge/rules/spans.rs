//! Days and months between two dates of a sentence: 2024年3月11日开工，11月20日完工，历时255天.

use crate::base::date::Date;
use crate::base::finding::{Finding, Severity};
use crate::base::text_part::TextPart;
use crate::model::standards::ChangeWords;

use super::date_order::{Day, dates};
use super::reckoned::Near;
use super::said_amounts::lead;

pub(super) fn spans(near: &Near, year: Option<u16>, words: &ChangeWords, code: &'static str) -> Vec<Finding> {
    let text = near.text();
    let mut dates = dates(text, year);
    // 3月15日下达甲，7月8日下达乙。两批之间相隔115天
    if dates.is_empty() {
        let above =
            near.around.iter().rfind(|(sentence, _)| sentence.place != near.sentence.place && near.is_behind(sentence));
        dates = above.map_or_else(Vec::new, |(sentence, _)| super::date_order::dates(&sentence.text, year));
        dates.iter_mut().for_each(|date| date.to = 0);
    }
    let wrong = near.own.iter().filter_map(|span| {
        let lead = lead(text, span);
        let in_months = span.unit == "个" && text.part(span.to..).starts_with('月');
        let is_span = words.spans.are_in(lead) && !words.planned_spans.are_in(lead);
        if !is_span || !in_months && !["天", "日"].contains(&span.unit.as_str()) {
            return None;
        }
        let before: Vec<Day> = dates.iter().filter(|date| date.to <= span.from).map(|date| date.day).collect();
        let [.., from, to] = before[..] else { return None };
        let fits = |from: Day, to: Day| {
            let lengths = if in_months { months(from, to) } else { days(from, to) };
            lengths.is_none_or(|lengths| lengths.iter().any(|length| span.value == (*length).into()))
        };
        let is_given =
            before.iter().enumerate().any(|(at, from)| before.iter().skip(at + 1).any(|to| fits(*from, *to)));
        let lengths = if in_months { months(from, to) } else { days(from, to) }?;
        if is_given || text.part(..span.from).contains('；') {
            return None;
        }
        let severity = if before.len() == 2 { Severity::Error } else { Severity::Warning };
        let unit = if in_months { "个月" } else { span.unit.as_str() };
        let length = lengths.last()?;
        let expected = format!("{length}{unit}（{}至{}）", from.show(), to.show());
        let written = format!("{}{}", span.written, if in_months { "月" } else { "" });
        Some(near.fault(code, severity, "起止日期之间的时间算得不对", expected, &written).of_numbers([span.value]))
    });
    wrong.collect()
}

/// From the one to the other, without or with its last day.
fn days(from: Day, to: Day) -> Option<Vec<i64>> {
    let between = number(to)? - number(from)?;
    (between > 0).then(|| vec![between, between + 1])
}

/// Of which the first and the last may be whole.
fn months(from: Day, to: Day) -> Option<Vec<i64>> {
    let month = |day: Day| i64::from(day.year) * 12 + i64::from(day.month);
    let between = month(to) - month(from);
    let less = to.day.zip(from.day).is_some_and(|(to, from)| to < from);
    (between > 0).then(|| vec![between - i64::from(less), between, between + 1])
}

fn number(day: Day) -> Option<i64> {
    Date::new(day.year, day.month, day.day?).map(Date::number)
}
