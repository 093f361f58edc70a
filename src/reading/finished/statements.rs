//! What the narrative says of each indicator: its target, what was reached, the rates.

use std::ops::Range;

use crate::base::text_part::TextPart;
use crate::model::measure::Measure;
use crate::prose::Mention;
use crate::prose::around::is_of_a_part;

use super::bare::bare;
use super::read_document::{ReadDocument, Sentence};
use super::tables::IndicatorRow;

/// A sentence, or the part of one up to the next indicator's name, about one indicator.
#[derive(Clone)]
pub struct Statement<'a> {
    pub sentence: &'a Sentence,
    /// The row of the form (or target table) that it speaks of.
    pub row: &'a IndicatorRow,
    pub target: Option<&'a Mention>,
    pub actual: Option<&'a Mention>,
    /// 完成率 and 偏差率, in percent.
    pub completion: Option<&'a Mention>,
    pub deviation: Option<&'a Mention>,
    /// Target and result are called so in full: 指标值为…，实际完成….
    pub target_is_sure: bool,
    pub actual_is_sure: bool,
}

impl Statement<'_> {
    /// Target and result are called so in full, or are those of the table.
    pub fn is_sure(&self) -> bool {
        let (target, actual) = self.row.measures();
        let same = |said: Option<&Mention>, known: Option<&Measure>| {
            said.zip(known).is_some_and(|(said, known)| said.amount == known.value)
        };
        (self.target_is_sure || same(self.target, target)) && (self.actual_is_sure || same(self.actual, actual))
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Target,
    Actual,
    Completion,
    Deviation,
}

/// What says which figure comes; and whether it says so in full.
const KEYS: [(&str, Part, bool); 18] = [
    ("指标值", Part::Target, true),
    ("目标值", Part::Target, true),
    ("年度目标", Part::Target, true),
    ("目标", Part::Target, false),
    ("计划", Part::Target, false),
    ("预期", Part::Target, false),
    ("年初设定", Part::Target, false),
    ("实际完成值", Part::Actual, true),
    ("实际完成", Part::Actual, true),
    ("完成值", Part::Actual, true),
    ("实际达到", Part::Actual, true),
    ("实际", Part::Actual, false),
    ("完成", Part::Actual, false),
    ("达到", Part::Actual, false),
    ("完成率", Part::Completion, true),
    ("完成比例", Part::Completion, true),
    ("偏差率", Part::Deviation, true),
    ("偏离度", Part::Deviation, true),
];
/// What comes after these is of another year, of a part, or only a difference.
const ELSE: [&str; 23] = [
    "少完成",
    "多完成",
    "超额",
    "短少",
    "相差",
    "超过目标",
    "高于目标",
    "低于目标",
    "带动",
    "上年",
    "去年",
    "同比",
    "累计",
    "其中",
    "较",
    "增长",
    "增加",
    "提高",
    "下降",
    "超过指标值",
    "超出",
    "分值",
    "扣",
];
const ACTUAL: &str = "实际完成";

/// What each sentence says of the indicators whose names it has.
pub fn statements(facts: &ReadDocument) -> Vec<Statement<'_>> {
    facts.of_the_fund().flat_map(|sentence| of_sentence(sentence, facts.rows_for(sentence))).collect()
}

/// Sentences that say what was reached of something that is no indicator of the tables.
pub fn unknown(facts: &ReadDocument) -> impl Iterator<Item = &Sentence> {
    let rows = facts.indicators();
    facts.of_the_fund().filter(move |sentence| {
        let speaks = sentence.text.contains(ACTUAL) && sentence.text.contains("指标值");
        speaks && !rows.is_empty() && !rows.iter().any(|row| bare(&sentence.text).contains(&row.name))
    })
}

fn of_sentence<'a>(sentence: &'a Sentence, rows: &'a [IndicatorRow]) -> Vec<Statement<'a>> {
    let text = &sentence.text;
    let names = names_in(text, rows);
    let mut said = Vec::new();
    for (index, (name, row)) in names.iter().enumerate() {
        let next = names.get(index + 1).map_or(text.len(), |(next, _)| next.start);
        let end = text.part(name.end..next).find('；').map_or(next, |at| name.end + at);
        // 开工率、竣工率…分别完成100%、98.6%: one for each, in their order.
        let joined = index > 0 && text.part(..name.start).ends_with(['、', '和', '与', '及']);
        let respective = joined && text.part(name.end..end).contains("分别");
        if respective || is_of_a_part(text.part(..name.start)) {
            continue;
        }
        said.extend(statement(sentence, row, name.end..end));
    }
    said
}

/// The names of indicators in a text, the longest where one is part of another.
fn names_in<'a>(text: &str, rows: &'a [IndicatorRow]) -> Vec<(Range<usize>, &'a IndicatorRow)> {
    let full = |name: &str| name.replace('(', "（").replace(')', "）").replace(',', "，");
    let mut found: Vec<(Range<usize>, &IndicatorRow)> = Vec::new();
    for row in rows.iter().filter(|row| row.name.chars().count() > 2) {
        let mut names = vec![row.name.clone(), full(&row.name)];
        names.dedup();
        for name in names {
            found.extend(text.match_indices(&name).map(|(at, name)| (at..at + name.len(), row)));
        }
    }
    let inside =
        |one: &Range<usize>, other: &Range<usize>| one != other && other.start <= one.start && one.end <= other.end;
    let ranges: Vec<Range<usize>> = found.iter().map(|(range, _)| range.clone()).collect();
    found.retain(|(range, _)| !ranges.iter().any(|other| inside(range, other)));
    found.sort_by_key(|(range, _)| (range.start, range.end));
    found.dedup_by_key(|(range, _)| range.clone());
    if found.is_empty() {
        // A name written with blanks in it.
        let text_bare = bare(text);
        let only = rows.iter().filter(|row| text_bare.contains(&row.name)).max_by_key(|row| row.name.len());
        found.extend(only.filter(|_| text.contains(ACTUAL)).map(|row| (0..0, row)));
    }
    found
}

fn statement<'a>(sentence: &'a Sentence, row: &'a IndicatorRow, span: Range<usize>) -> Option<Statement<'a>> {
    let text = &sentence.text;
    let mut statement = Statement {
        sentence,
        row,
        target: None,
        actual: None,
        completion: None,
        deviation: None,
        target_is_sure: false,
        actual_is_sure: false,
    };
    let mut from = span.start;
    let mut without_word: Option<&Mention> = None;
    for mention in sentence.mentions.iter().filter(|mention| span.contains(&mention.range.start)) {
        let lead = text.part(from..mention.range.start);
        from = mention.range.end;
        // 低2个百分点: a difference.
        let other_time = sentence.is_of_another_time(mention);
        let is_else = ELSE.iter().any(|word| lead.contains(word)) || is_difference(lead) || is_relative(lead);
        if is_else || mention.unit == "百分点" || other_time {
            continue;
        }
        // …未达到目标，主要原因是2024届…: a word of another clause says nothing of this number.
        let clause = lead.trim_end_matches(['，', '：']);
        let lead = match clause.rfind(['，', '；', '。']) {
            Some(at) if clause.part(at..).chars().count() > 4 => clause.part(at..),
            _ => lead,
        };
        // 未达到≥90%的目标
        let rest = text.part(mention.range.end..).trim_start_matches(['以', '上', '下', '的']);
        let is_target =
            ["目标", "指标值", "年初目标", "年度目标", "年度任务", "任务"].iter().any(|word| rest.starts_with(word));
        let reached = ["达到", "高于", "低于", "超过", "超", "完成"].iter().any(|word| lead.contains(word));
        let key = KEYS
            .iter()
            .filter_map(|key| lead.rfind(key.0).map(|at| (at + key.0.len(), key.0.len(), key)))
            .max_by_key(|(end, length, _)| (*end, *length));
        let signed =
            lead.trim_end().ends_with(['≥', '≤', '≧', '≦']) || lead.ends_with("不低于") || lead.ends_with("不超过");
        let part = match key {
            _ if is_target && reached => Some((Part::Target, false)),
            // 就诊率达到≥90%: a sign is the target's, unless the words say in full that it was reached.
            Some((_, _, (_, Part::Actual, false))) if signed => Some((Part::Target, true)),
            // 达到目标值的98.6%
            Some((_, _, (_, Part::Target, sure))) if mention.unit == "%" && lead.ends_with('的') => {
                Some((Part::Completion, *sure))
            }
            Some((_, _, (_, part, sure))) => Some((*part, *sure)),
            None if signed => Some((Part::Target, true)),
            None => None,
        };
        // What is not called so in full is of another thing where its unit is another.
        let unit = row.measures().0.or(row.measures().1).map_or("", |measure| measure.unit.as_str());
        let same_thing = unit.is_empty()
            || mention.unit.is_empty()
            || unit.starts_with(&mention.unit)
            || unit.chars().last() == mention.unit.chars().last();
        // 覆盖率达到78%以上，受资助儿童不低于35.6万人次: a sign alone does not say of what.
        let by_word = key.is_some_and(|(_, _, (_, part, _))| *part != Part::Actual);
        let part = part.filter(|(_, sure)| *sure && (by_word || !signed) || same_thing);
        match part {
            Some((Part::Target, sure)) if statement.target.is_none() => {
                (statement.target, statement.target_is_sure) = (Some(mention), sure);
            }
            Some((Part::Actual, sure)) if statement.actual.is_none() => {
                (statement.actual, statement.actual_is_sure) = (Some(mention), sure);
            }
            Some((Part::Completion, _)) if statement.completion.is_none() && mention.unit == "%" => {
                statement.completion = Some(mention);
            }
            Some((Part::Deviation, _)) if statement.deviation.is_none() && mention.unit == "%" => {
                statement.deviation = Some(mention);
            }
            None if statement.actual.is_none() => without_word = without_word.or(Some(mention)),
            _ => {}
        }
    }
    // …成交额为28166万元，实际完成…: the target without its word.
    if statement.target.is_none() && statement.actual_is_sure {
        statement.target = without_word;
    }
    let says_something = statement.actual.is_some() || statement.target.is_some() || statement.completion.is_some();
    says_something.then_some(statement)
}

/// 超目标2300人次, 比年初计划多: how far from what was asked.
fn is_relative(lead: &str) -> bool {
    let asked = ["目标", "计划", "指标值"].iter().filter_map(|word| lead.rsplit_once(word)).map(|(before, _)| before);
    asked.map(|before| before.trim_end_matches("年度").trim_end_matches("年初")).any(|before| {
        before.ends_with(['超', '比', '较'])
            || ["超过", "超出", "高于", "低于"].iter().any(|word| before.ends_with(word))
    })
}

/// 比目标多28万亩, 差2.1公里; 原因是2家企业注销: no figure of what was asked or reached.
fn is_difference(lead: &str) -> bool {
    let clause = lead.rsplit(['，', '；', '。']).next().unwrap_or_default();
    let differs = clause.ends_with(['多', '少', '差'])
        && !["至多", "至少", "不少", "最多", "最少"].iter().any(|word| clause.ends_with(word));
    differs || clause.contains("原因是") || clause.contains("因为")
}
