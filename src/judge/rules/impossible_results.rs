#![doc = include_str!("../../../docs/rules/Z728.md")]

use rust_decimal::Decimal;

use crate::base::characters::is_han;
use crate::base::finding::Finding;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::measure::{Measure, Target};
use crate::model::standards::Standards;
use crate::prose::{Mention, Sense};
use crate::reading::finished::read_document::ReadDocument;
use crate::reading::finished::read_document::Sentence;
use crate::reading::finished::tables::IndicatorRow;

pub const RULE: Rule = Rule {
    code: "Z728",
    title: "结果是可能的",
    doc: include_str!("../../../docs/rules/Z728.md"),
    needs: &[Need::NoFolder],
    check: Check::Document(check),
};

fn check(facts: &ReadDocument, standards: &Standards) -> Outcome {
    let rows = facts.forms.iter().flat_map(|form| &form.rows);
    let of_rows = rows.filter_map(|row| problem(row, standards).map(|problem| finding(row, problem)));
    // Lines of tables run into the text there.
    let text = facts.sentences.iter().filter(|_| !facts.lines_only);
    let of_text = text.flat_map(|sentence| {
        let said = sentence.mentions.iter().filter_map(move |mention| said_problem(sentence, mention, standards));
        said.map(move |(words, problem)| {
            Finding::error(RULE.code, format!("正文的“{words}”{problem}"))
                .expected("可能的数")
                .actual(format!("{words}（{}）", sentence.text))
                .at(&sentence.place)
                .hint("核对这个数、单位和小数点。")
        })
    });
    Outcome::of(of_rows.chain(of_text).collect())
}

/// 120.5人, 结余-8万元, 合格率108%.
fn said_problem<'a>(
    sentence: &'a Sentence,
    mention: &Mention,
    standards: &Standards,
) -> Option<(&'a str, &'static str)> {
    let text = sentence.text.as_str();
    let (before, words) = (text.part(..mention.range.start), text.part(mention.range.clone()));
    let clause = before.rsplit(['，', '；', '。', '、', '：', '（']).next().unwrap_or_default();
    let said = &standards.impossible;
    let whole = said.counted_in_text.have(&mention.unit);
    let average = said.average.are_in(clause) || said.converted.are_in(clause) || before.ends_with(['—', '-', '至']);
    let minus = mention.amount.is_sign_negative() && !mention.amount.is_zero() && clause.ends_with(is_han);
    let change = said.changed.are_in(clause);
    let name = clause.trim_end_matches(['为', '达', '到', '是', '约', '均']);
    let shares = &standards.shares;
    let is_share = shares.words.end(name) && !shares.unless.end(name) && !said.beyond.end(name);
    match () {
        () if mention.sense != Sense::Exact => None,
        () if whole && !average && !mention.amount.is_integer() => Some((words, "不是整数")),
        () if (whole || mention.unit == "万元") && minus && !change => Some((words, "是负数")),
        () if mention.unit == "%" && is_share && mention.amount > Decimal::ONE_HUNDRED => Some((words, "超过100%")),
        () => None,
    }
}

fn problem(row: &IndicatorRow, standards: &Standards) -> Option<String> {
    let (_, actual) = row.measures();
    let actual = actual?;
    let counted = standards.impossible.counted.have(&actual.unit);
    let average = standards.impossible.average.are_in(&row.name);
    match () {
        () if counted && actual.value.is_sign_negative() && !actual.value.is_zero() => {
            Some(format!("“{}”是负数", actual.unit))
        }
        () if counted && !average && !actual.value.is_integer() => Some(format!("“{}”不是整数", actual.unit)),
        () if is_share(row, actual, standards) && actual.value > Decimal::ONE_HUNDRED => Some("超过100%".into()),
        () if far_beyond(row, actual) => Some("是指标值的一百倍以上，多半是单位或小数点错了".into()),
        () => None,
    }
}

/// 满意度, 合格率: a part of a whole.
fn is_share(row: &IndicatorRow, actual: &Measure, standards: &Standards) -> bool {
    let asked = match row.measures() {
        (Some(target), _) => target.value <= Decimal::ONE_HUNDRED,
        (None, _) => true,
    };
    actual.unit == "%"
        && asked
        && standards.shares.words.are_in(&row.name)
        && !standards.shares.unless.are_in(&row.name)
}

fn far_beyond(row: &IndicatorRow, actual: &Measure) -> bool {
    let Target::Quantitative { measure, .. } = &row.target else { return false };
    let same = measure.unit == actual.unit && measure.value > Decimal::ZERO;
    same && actual.value.checked_div(measure.value).is_some_and(|times| times >= Decimal::ONE_HUNDRED)
}

fn finding(row: &IndicatorRow, problem: String) -> Finding {
    Finding::error(RULE.code, format!("指标“{}”的完成值{problem}", row.name))
        .expected(format!("可能的数（指标值{}）", row.target_text))
        .actual(&row.actual_text)
        .at(&row.place)
        .hint("核对完成值、单位和小数点；确实如此的，在原因一栏写明。")
}
