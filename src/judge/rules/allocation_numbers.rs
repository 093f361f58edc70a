#![doc = include_str!("../../../docs/rules/Z301.md")]

use crate::base::finding::{Finding, Severity};
use crate::base::place::Place;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Need, Outcome, Rule, Source};
use crate::model::budget::AllocationDocument;
use crate::model::report::Part;
use crate::model::standards::Standards;
use crate::prose::{DocumentNumber, Token, document_numbers, tokens};
use crate::reading::finished::ReadDocument;
use crate::reading::finished::read_document::Sentence;

pub const RULE: Rule = Rule {
    code: "Z301",
    title: "文号写法正确",
    doc: include_str!("../../../docs/rules/Z301.md"),
    needs: &[Need::Part(Part::Documents)],
    check: Check::Each(check),
};

fn check(source: Source, _: &Standards) -> Outcome {
    let fault = |number: &str, date: Option<(u16, String)>, place: &Place| {
        let problem = number_problem(number, date)?;
        // 财监[2024]3号 in a sentence: a matter of typing, the number is right.
        let typing = matches!(source, Source::Document(_)) && !number.contains(['〔', '〕']);
        let severity = if typing { Severity::Warning } else { Severity::Error };
        Some(
            Finding::new(RULE.code, severity, format!("文号“{number}”{problem}"))
                .about(number)
                .expected("机关代字〔年份〕序号号，如 新财教〔2025〕65号")
                .actual(number)
                .at(place)
                .hint("照原文件改正文号。"),
        )
    };
    match source {
        Source::Report(report) => {
            let documents = report.documents.iter();
            let of = |document: &AllocationDocument| {
                let date = document.date.value().map(|date| (date.year, date.to_string()));
                fault(&document.number.value, date, &document.number.place)
            };
            Outcome::of(documents.filter_map(of).collect())
        }
        Source::Document(facts) => {
            let mut numbers = numbers(facts).peekable();
            if numbers.peek().is_none() {
                return Outcome::NotApplicable("文件里没有文号".into());
            }
            let mut found: Vec<Finding> = Vec::new();
            let mut typing: Vec<(String, &Place)> = Vec::new();
            for (number, sentence) in numbers {
                let fault = fault(&number.text, issued(sentence, &number), &sentence.place);
                match fault {
                    Some(fault) if fault.severity == Severity::Warning => typing.push((number.text, &sentence.place)),
                    Some(fault) => match found.iter_mut().find(|other| other.message == fault.message) {
                        Some(other) => other.locations.extend(fault.locations),
                        None => found.push(fault),
                    },
                    None => {}
                }
            }
            found.extend(of_typing(&typing));
            Outcome::of(found)
        }
    }
}

/// Brackets of another kind throughout are one habit.
fn of_typing(numbers: &[(String, &Place)]) -> Option<Finding> {
    let mut written: Vec<&str> = numbers.iter().map(|(number, _)| number.as_str()).collect();
    written.sort_unstable();
    written.dedup();
    let what = match written.as_slice() {
        [] => return None,
        [one] => format!("文号“{one}”"),
        many => format!("{}个文号", many.len()),
    };
    Some(
        Finding::warning(RULE.code, format!("{what}年份没有用六角括号〔〕"))
            .expected("机关代字〔年份〕序号号，如 新财教〔2025〕65号")
            .actual(written.join("、"))
            .at_all(numbers.iter().map(|(_, place)| *place))
            .hint("照原文件改正，括号用〔〕。"),
    )
}

/// The numbers of a document's text.
pub(super) fn numbers(facts: &ReadDocument) -> impl Iterator<Item = (DocumentNumber, &Sentence)> {
    facts
        .sentences
        .iter()
        .flat_map(|sentence| document_numbers(&sentence.text).into_iter().map(move |number| (number, sentence)))
}

/// 2025年5月19日印发《…》（新财教〔2025〕65号）, 2025年4月，以财教〔2025〕65号下达: the year and date of its clause.
fn issued(sentence: &Sentence, number: &DocumentNumber) -> Option<(u16, String)> {
    let clause = sentence.text.part(..number.range.start).rsplit(['；', ';']).next()?;
    let behind = sentence.text.part(number.range.end..).trim_start_matches("文件");
    let hands_down = ["下达", "印发"].iter().any(|word| behind.starts_with(word));
    let mut dates = tokens(clause).into_iter().filter_map(|token| match token {
        Token::Date(date) => {
            let after = clause.part(date.range.end..);
            let of_document = after.starts_with("印发") && date.day.is_some();
            let of_clause = hands_down && date.month.is_some() && after.starts_with(['，', '以', '由']);
            let written = clause.part(date.range).to_string();
            Some((date.year?, written)).filter(|_| of_document || of_clause)
        }
        _ => None,
    });
    dates.next_back()
}

/// What is wrong with a 发文字号 (GB/T 9704-2012, 7.2.5) of a document of this date.
fn number_problem(number: &str, issued: Option<(u16, String)>) -> Option<String> {
    if number.chars().any(char::is_whitespace) {
        return Some("里有空格".into());
    }
    let Some((issuer, rest)) = number.split_once('〔') else {
        return Some("年份没有用六角括号〔〕".into());
    };
    let Some((year, serial)) = rest.split_once('〕') else {
        return Some("六角括号没有成对".into());
    };
    let Some(serial) = serial.strip_suffix('号') else {
        return Some("最后没有“号”字".into());
    };
    let characters: Vec<char> = issuer.chars().collect();
    if characters.is_empty() {
        return Some("缺少机关代字".into());
    }
    // 财教财教, 新财教财教: two characters or more that follow one another twice.
    let doubled = |length: usize| characters.windows(2 * length).any(|both| both[..length] == both[length..]);
    if (2..=characters.len() / 2).any(doubled) {
        return Some("的机关代字写了两遍".into());
    }
    if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some("的年份不是四位数".into());
    }
    if serial.starts_with('第') {
        return Some("的序号前面不应有“第”".into());
    }
    if serial.is_empty() || !serial.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some("的序号不是数字".into());
    }
    if serial.starts_with('0') {
        return Some("的序号不应编虚位（前面的0）".into());
    }
    let (of_date, date) = issued?;
    let year: u16 = year.parse().ok()?;
    (year > of_date).then(|| format!("的年份晚于印发日期{date}"))
}
