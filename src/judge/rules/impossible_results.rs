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

/// What is counted one by one.
const COUNTED: [&str; 30] = [
    "个", "家", "项", "人", "名", "件", "篇", "户", "次", "人次", "台", "套", "所", "座", "处", "场", "期", "批", "条",
    "份", "起", "村", "间", "辆", "眼", "本", "部", "例", "只", "头",
];
/// An average is a number with decimals also of people.
const AVERAGES: [&str; 6] = ["平均", "人均", "均", "率", "每", "比"];

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
    let has = |words: &[&str]| words.iter().any(|word| clause.contains(word));
    let whole = ["人", "户", "名", "家", "件", "篇"].contains(&mention.unit.as_str());
    let average = has(&AVERAGES) || has(&["约", "折合", "当量"]) || before.ends_with(['—', '-', '至']);
    let minus = mention.amount.is_sign_negative() && !mention.amount.is_zero() && clause.ends_with(is_han);
    let change = has(&["增", "减", "调", "变动", "差"]);
    let name = clause.trim_end_matches(['为', '达', '到', '是', '约', '均']);
    let shares = &standards.shares;
    let named = |words: &[String]| words.iter().any(|word| name.ends_with(word.as_str()));
    let may_be_more = ["完成率", "执行率", "到位率", "偏差率", "比率", "倍率", "汇率", "容积率"];
    let is_share =
        named(&shares.words) && !named(&shares.unless) && !may_be_more.iter().any(|word| name.ends_with(word));
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
    let counted = COUNTED.contains(&actual.unit.as_str());
    let average = AVERAGES.iter().any(|word| row.name.contains(word));
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
    let has = |words: &[String]| words.iter().any(|word| row.name.contains(word.as_str()));
    let asked = match row.measures() {
        (Some(target), _) => target.value <= Decimal::ONE_HUNDRED,
        (None, _) => true,
    };
    actual.unit == "%" && asked && has(&standards.shares.words) && !has(&standards.shares.unless)
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
