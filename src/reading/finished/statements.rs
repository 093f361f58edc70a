//! What the narrative says of each indicator: its target, what was reached, the rates.

use crate::base::text_part::TextPart;
use crate::prose::Mention;

use super::bare::bare;
use super::facts::{Facts, Sentence};
use super::tables::IndicatorRow;

/// A sentence about one indicator.
pub struct Statement<'a> {
    pub sentence: &'a Sentence,
    /// The row of the form (or target table) that it speaks of.
    pub row: &'a IndicatorRow,
    pub target: Option<&'a Mention>,
    pub actual: Option<&'a Mention>,
    /// 完成率 and 偏差率, in percent.
    pub completion: Option<&'a Mention>,
    pub deviation: Option<&'a Mention>,
}

const ACTUAL: &str = "实际完成";
const COMPLETION: &str = "完成率";
const DEVIATION: &str = "偏差率";
const TARGET: &str = "指标值";

/// Each sentence that says what was reached of an indicator whose name it has.
pub fn statements(facts: &Facts) -> Vec<Statement<'_>> {
    facts.of_the_fund().filter_map(|sentence| statement(sentence, facts.indicators())).collect()
}

/// Sentences that say what was reached of something that is no indicator of the tables.
pub fn unknown(facts: &Facts) -> impl Iterator<Item = &Sentence> {
    let rows = facts.indicators();
    facts.of_the_fund().filter(move |sentence| {
        speaks_of_an_indicator(sentence) && !rows.is_empty() && subject(sentence, rows).is_none()
    })
}

fn speaks_of_an_indicator(sentence: &Sentence) -> bool {
    sentence.text.contains(ACTUAL) && sentence.text.contains(TARGET)
}

/// The longest name of an indicator in the sentence.
fn subject<'a>(sentence: &Sentence, rows: &'a [IndicatorRow]) -> Option<&'a IndicatorRow> {
    let text = bare(&sentence.text);
    rows.iter().filter(|row| text.contains(&row.name)).max_by_key(|row| row.name.len())
}

fn statement<'a>(sentence: &'a Sentence, rows: &'a [IndicatorRow]) -> Option<Statement<'a>> {
    let row = subject(sentence, rows)?;
    if !sentence.text.contains(ACTUAL) {
        return None;
    }
    let keys = [TARGET, ACTUAL, COMPLETION, DEVIATION];
    // A value stands after its word and before the next word.
    let after = |key: &str| {
        let start = sentence.text.find(key)? + key.len();
        let rest = sentence.text.part(start..);
        let end = keys.iter().filter_map(|other| rest.find(other)).min().map_or(sentence.text.len(), |at| start + at);
        sentence.mentions.iter().find(|mention| (start..end).contains(&mention.range.start))
    };
    // …成交额为28166万元，实际完成…: the target without its word.
    let before_actual = || {
        let end = sentence.text.find(ACTUAL)?;
        let last = sentence.mentions.iter().rfind(|mention| mention.range.end <= end)?;
        (!sentence.text.contains(TARGET)).then_some(last)
    };
    Some(Statement {
        sentence,
        row,
        target: after(TARGET).or_else(before_actual),
        actual: after(ACTUAL),
        completion: after(COMPLETION).filter(|mention| mention.unit == "%"),
        deviation: after(DEVIATION).filter(|mention| mention.unit == "%"),
    })
}
