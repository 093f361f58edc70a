#![doc = include_str!("../../../docs/rules/Z301.md")]

use crate::base::date::Date;
use crate::base::finding::Finding;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;

pub const RULE: Rule = Rule {
    code: "Z301",
    title: "文号写法正确",
    doc: include_str!("../../../docs/rules/Z301.md"),
    needs: &[Need::Part(Part::Documents)],
    check: Check::Report(check),
};

fn check(report: &Report, _: &Standards) -> Outcome {
    let faults = report.documents.iter().filter_map(|document| {
        let date = document.date.value().copied();
        let problem = number_problem(&document.number.value, date)?;
        Some(
            Finding::error(RULE.code, format!("文号“{}”{problem}", document.number.value))
                .about(&document.number.value)
                .expected("机关代字〔年份〕序号号，如 新财教〔2025〕65号")
                .actual(&document.number.value)
                .at(&document.number.place)
                .hint("照原文件改正文号。"),
        )
    });
    Outcome::of(faults.collect())
}

/// What is wrong with a 发文字号 (GB/T 9704-2012, 7.2.5) of a document of this date.
pub fn number_problem(number: &str, date: Option<Date>) -> Option<String> {
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
    let date = date?;
    let year: u16 = year.parse().ok()?;
    (year > date.year).then(|| format!("的年份晚于印发日期{date}"))
}
