//! Which figures of a sentence are of another time than the report's year: 2022年度执行率为97.6%, 截至9月底执行率62%.

use std::ops::Range;

use crate::base::text_part::TextPart;

use super::quantities::Dated;

/// Of years beside the report's.
const OTHER_YEARS: [&str; 12] =
    ["上年", "上一年", "去年", "往年", "前年", "以前年度", "次年", "下年", "下一年", "明年", "年来", "历年"];
/// Of the report's year.
const OWN_YEAR: [&str; 5] = ["本年", "今年", "当年", "报告年度", "本期"];
/// Before the year's end.
const INTERIM: [&str; 11] = [
    "上半年",
    "下半年",
    "前三季度",
    "前两季度",
    "前三个季度",
    "一季度",
    "二季度",
    "三季度",
    "四季度",
    "年中",
    "监控时",
];
/// 上年结转资金: money of this year.
const CARRIED: [&str; 4] = ["结转", "结余", "度结转", "度结余"];
/// The whole year, where a part of it was spoken of before.
const WHOLE_YEAR: [&str; 4] = ["全年", "年底", "年末", "年终"];

#[derive(Clone, Copy, PartialEq)]
enum Time {
    Own,
    OtherYear,
    Interim,
}

/// The stretches of a sentence whose figures are of another time. Dates are those of the sentence.
pub fn other_times<'a>(
    sentence: &str,
    dates: impl Iterator<Item = &'a Dated>,
    year: Option<u16>,
    headings: &[String],
) -> Vec<Range<usize>> {
    let mut marks: Vec<(Range<usize>, Time)> = Vec::new();
    for date in dates.filter(|date| !is_quoted(sentence, date.range.start)) {
        marks.extend(time_of(sentence, date, year).map(|time| (date.range.clone(), time)));
    }
    // 2021—2023年累计, 1—11月: not the year's whole.
    let spans = spans(sentence);
    marks.retain(|(range, _)| !spans.iter().any(|(span, _)| span.start < range.end && range.start < span.end));
    marks.extend(spans);
    let words = [(&OTHER_YEARS[..], Time::OtherYear), (&OWN_YEAR, Time::Own), (&INTERIM, Time::Interim)];
    for (words, time) in words {
        let found = words.iter().flat_map(|word| sentence.match_indices(word));
        let found = found.filter(|(at, word)| {
            let behind = sentence.part(at + word.len()..);
            !CARRIED.iter().any(|carried| behind.starts_with(carried))
        });
        marks.extend(found.map(|(at, word)| (at..at + word.len(), time)));
    }
    let whole = WHOLE_YEAR.iter().flat_map(|word| sentence.match_indices(word));
    let whole: Vec<usize> = whole.map(|(at, _)| at).collect();
    marks.retain(|(range, _)| !is_quoted(sentence, range.start));
    marks.sort_by_key(|(range, _)| range.start);
    let above = headings.last().is_some_and(|heading| OTHER_YEARS.iter().any(|word| heading.contains(word)));
    let mut found = Vec::new();
    let first = marks.first().map_or(sentence.len(), |(range, _)| range.start);
    if above && !headings.last().is_some_and(|heading| heading.contains('与') || heading.contains('比')) {
        found.push(0..first);
    }
    // What holds again where a comparison ends.
    let mut before = if above { Time::OtherYear } else { Time::Own };
    for (index, (range, time)) in marks.iter().enumerate() {
        let next = marks.get(index + 1).map_or(sentence.len(), |(range, _)| range.start);
        let end = |marks: &[char]| {
            let end = sentence.part(range.end..next).find(|c| marks.contains(&c));
            end.map_or(next, |at| range.end + at)
        };
        let reach = if is_compared(sentence, range) {
            let clause = end(&['，', '；', '。', '、', '）']);
            if before != Time::Own {
                found.push(clause..next);
            }
            clause
        } else {
            let inside = sentence
                .part(..range.start)
                .rfind('（')
                .is_some_and(|open| !sentence.part(open..range.start).contains('）'));
            let reach = end(if inside { &['）', '；', '。'] } else { &['；', '。'] });
            // 上一年度（2019年度）执行率: behind the bracket as before it.
            match inside {
                true if before != Time::Own => found.push(reach..next),
                true => {}
                false => before = *time,
            }
            reach
        };
        let reach = match time {
            Time::Own => continue,
            Time::OtherYear => reach,
            Time::Interim => whole.iter().copied().find(|at| (range.end..reach).contains(at)).unwrap_or(reach),
        };
        found.push(range.start..reach);
    }
    found
}

/// From one year to another, or from January to a month before the last.
fn spans(sentence: &str) -> Vec<(Range<usize>, Time)> {
    let dashes = sentence.match_indices(['—', '－', '-', '–', '~', '～', '至']);
    let found = dashes.filter_map(|(at, dash)| {
        let (before, after) =
            (sentence.part(..at).trim_end_matches(['—', '年', '月']), sentence.part(at + dash.len()..));
        let from: Vec<char> = before.chars().rev().take_while(char::is_ascii_digit).collect();
        let to: String = after.chars().take_while(char::is_ascii_digit).collect();
        let rest = after.part(to.len()..);
        let until = to.parse::<u16>().ok()?;
        let range = before.len() - from.len()..at + dash.len() + to.len();
        match from.as_slice() {
            [_, _, _, _] if to.len() == 4 && rest.starts_with('年') => Some((range, Time::OtherYear)),
            ['1'] if until < 12 && rest.starts_with('月') => Some((range, Time::Interim)),
            _ => None,
        }
    });
    found.collect()
}

/// `None` where a date says nothing of it.
fn time_of(sentence: &str, date: &Dated, year: Option<u16>) -> Option<Time> {
    let (before, after) = (sentence.part(..date.range.start), sentence.part(date.range.end..));
    let until = ["截至", "截止", "截止到", "到", "至"].iter().any(|word| before.ends_with(word));
    let closes = until || after.starts_with(['底', '末']);
    let early = date.month.is_some_and(|month| month < 12) && closes;
    match (date.year, year) {
        (Some(of), Some(year)) if of != year => Some(Time::OtherYear),
        (Some(_), Some(_)) if early => Some(Time::Interim),
        (Some(_), Some(_)) => Some(Time::Own),
        (None, _) if early => Some(Time::Interim),
        _ => None,
    }
}

/// 较上年, 与2022年度…相比: the clause alone is of that time.
fn is_compared(sentence: &str, mark: &Range<usize>) -> bool {
    let before = sentence.part(..mark.start);
    let after = sentence.part(mark.end..).split(['，', '；', '。']).next().unwrap_or_default();
    before.ends_with(['较', '比']) || after.contains("相比") || after.contains("同期")
}

/// Inside 《 》 or “ ”: a title.
fn is_quoted(sentence: &str, at: usize) -> bool {
    let before = sentence.part(..at);
    [('《', '》'), ('“', '”'), ('〔', '〕')]
        .iter()
        .any(|(open, close)| before.rfind(*open).is_some_and(|open| !before.part(open..).contains(*close)))
}

#[cfg(test)]
mod tests {
    use super::super::quantities::{Token, mentions, tokens};
    use super::*;

    /// The numbers of other times.
    fn others(sentence: &str) -> Vec<String> {
        let tokens = tokens(sentence);
        let dates = tokens.iter().filter_map(|token| match token {
            Token::Date(date) => Some(date),
            _ => None,
        });
        let ranges = other_times(sentence, dates, Some(2023), &[]);
        let mentions = mentions(sentence).into_iter();
        let others = mentions.filter(|mention| ranges.iter().any(|range| range.contains(&mention.range.start)));
        others.map(|mention| sentence[mention.range].to_string()).collect()
    }

    #[test]
    fn figures_of_other_times_are_told_from_the_years() {
        for (sentence, of_others) in [
            ("2022年度执行率为97.6%，2023年度较2022年度提高1.4个百分点", &["97.6%", "1.4个百分点"][..]),
            ("2022年度资金为280万元，全部支付完毕，执行率100%，自评得分98.2分", &["280万元", "100%", "98.2分"]),
            ("与2022年度执行率88.3%相比，提高了4个百分点，执行率92%", &["88.3%"]),
            ("上一年度执行率为86.4%，本年度执行率90%", &["86.4%"]),
            ("到2023年9月底执行率为62%，全年执行率95%", &["62%"]),
            ("到9月底执行率为62%，第四季度加快", &["62%"]),
            ("按《2021年办法》执行率90%", &[]),
            ("上一年度（2022年度）执行率为86.4%，本年度较上年提高3.6个百分点，执行率90%", &["86.4%", "3.6个百分点"]),
            ("截至2023年12月31日，支出8万元，执行率90%", &[]),
            ("2021—2023年累计支出8万元，其中2023年3万元", &["8万元"]),
            ("2023年1—11月执行率81%，全年执行率90%", &["81%"]),
            ("2023年4月下达80万元，12月底支出8万元", &[]),
            ("执行率90%，较上年提高3个百分点，支出8万元", &["3个百分点"]),
            ("上年结转8万元，支出6万元", &[]),
            ("三年来支出8万元，2023年支出3万元", &["8万元"]),
            ("其中一季度支出2万元，二季度3万元，全年8万元", &["2万元", "3万元"]),
        ] {
            assert_eq!(others(sentence), of_others, "{sentence}");
        }
    }
}
