#![doc = include_str!("../../../docs/rules/Z711.md")]

use std::collections::BTreeSet;
use std::ops::Range;

use crate::base::finding::{Finding, Severity};
use crate::base::number::plain;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::model::standards::{PartWords, Standards};
use crate::prose::{Mention, Sense, is_slip};
use crate::reading::finished::read_document::{ReadDocument, Sentence};
use rust_decimal::Decimal;

use super::listed_parts::{Listed, allowed, is_slip_of, is_sum, is_whole, listed, number_before, wrong_shares};

pub const RULE: Rule = Rule {
    code: "Z711",
    title: "分项加得起来",
    doc: include_str!("../../../docs/rules/Z711.md"),
    needs: &[],
    check: Check::Document(check),
};

fn check(facts: &ReadDocument, standards: &Standards) -> Outcome {
    let words = &standards.parts;
    let mut findings: Vec<Finding> = facts.sentences.iter().flat_map(|sentence| brackets(sentence, words)).collect();
    if !facts.lines_only {
        let said: BTreeSet<Decimal> = facts
            .sentences
            .iter()
            .flat_map(|sentence| &sentence.mentions)
            .map(|mention| mention.amount.normalize())
            .collect();
        let is_known =
            |parts: &[&Mention]| said.contains(&parts.iter().map(|part| part.amount).sum::<Decimal>().normalize());
        let above = std::iter::once(None).chain(facts.sentences.iter().map(Some));
        for (sentence, above) in facts.sentences.iter().zip(above) {
            let above = above.filter(|above| above.paragraph == sentence.paragraph);
            let lists = listed(sentence, above, standards);
            let told = |likely: bool| -> Vec<Finding> {
                let lists = lists.iter().filter(|list| list.likely == likely && !(likely && is_known(&list.parts)));
                lists.filter_map(of_list).collect()
            };
            let mut told = Some(told(false)).filter(|told| !told.is_empty()).unwrap_or_else(|| told(true));
            // The total before a list and the one behind it are one.
            told.dedup_by(|one, other| one.expected == other.expected);
            findings.extend(told);
        }
    }
    findings.extend(facts.sentences.iter().filter_map(|sentence| shares(sentence, words)));
    let indices = 0..facts.sentences.len();
    findings.extend(indices.clone().filter_map(|index| of_paragraphs(&facts.sentences, index, words)));
    findings.extend(indices.filter_map(|index| of_batches(&facts.sentences, index, words)));
    Outcome::of(findings)
}

/// 以上三项合计3150万元: one amount of each of the paragraphs before, if any of them looks like a slip.
fn of_paragraphs(sentences: &[Sentence], index: usize, words: &PartWords) -> Option<Finding> {
    const MOST: usize = 6;
    let (sentence, above) = (sentences.get(index)?, sentences.get(..index)?);
    let text = sentence.text.as_str();
    let rest = words.summed_up.iter().find_map(|word| text.strip_prefix(word))?;
    let count =
        number_before(rest.part(..rest.chars().next()?.len_utf8())).filter(|count| (2..=MOST).contains(count))?;
    let total = sentence.mentions.first().filter(|total| words.totals.are_in(text.part(..total.range.start)))?;
    let mut paragraphs: Vec<usize> =
        above.iter().map(|other| other.paragraph).filter(|at| *at < sentence.paragraph).collect();
    paragraphs.dedup();
    let paragraphs = paragraphs.get(paragraphs.len().checked_sub(count)?..)?;
    let mut ways: Vec<Vec<&Mention>> = vec![Vec::new()];
    for paragraph in paragraphs {
        let said = above.iter().filter(|other| other.paragraph == *paragraph).flat_map(|other| &other.mentions);
        let said: Vec<&Mention> = said.filter(|mention| mention.unit == total.unit).take(MOST).collect();
        ways = ways.iter().flat_map(|way| said.iter().map(|one| [way.as_slice(), &[*one]].concat())).collect();
    }
    if ways.len() > 1500 || ways.iter().any(|parts| is_sum(total, parts)) {
        return None;
    }
    let parts = ways.into_iter().find(|parts| is_slip_of(total, parts))?;
    finding(sentence, (sentence, total), &parts, Some(Severity::Warning), Some(Severity::Warning))
}

/// 其中省级资金3852万元。… 省级资金分两批下达：2500万元和1352万元: all of what another sentence names, in so many parts.
fn of_batches(sentences: &[Sentence], index: usize, words: &PartWords) -> Option<Finding> {
    let sentence = sentences.get(index)?;
    let text = sentence.text.as_str();
    let (name, rest) = text.split_once('分').filter(|(name, _)| (3..=10).contains(&name.chars().count()))?;
    let count = number_before(rest.part(..rest.chars().next()?.len_utf8()))?;
    let kind = rest.part(rest.chars().next()?.len_utf8()..);
    let parts: Vec<&Mention> = sentence.mentions.iter().filter(|part| part.unit.ends_with('元')).collect();
    let called = |other: &Sentence, total: &Mention| other.text.part(..total.range.start).ends_with(name);
    let totals = sentences.iter().filter(|other| !std::ptr::eq(*other, sentence)).flat_map(|other| {
        let named = other.mentions.iter().filter(move |total| total.unit.ends_with('元') && called(other, total));
        named.map(move |total| (other, total))
    });
    let totals: Vec<(&Sentence, &Mention)> = totals.collect();
    let (of_total, total) = totals.first()?;
    let wrong =
        words.kinds.begin(kind) && parts.len() == count && !totals.iter().any(|(_, total)| is_sum(total, &parts));
    let told = || finding(sentence, (*of_total, *total), &parts, Some(Severity::Error), Some(Severity::Error));
    wrong.then(told).flatten()
}

fn brackets(sentence: &Sentence, words_of: &PartWords) -> Vec<Finding> {
    let text = sentence.text.as_str();
    let mut findings = Vec::new();
    for (open, bracket) in text.match_indices(['（', '(']) {
        let inside = open + bracket.len();
        let Some(close) = text.part(inside..).find(['）', ')']).map(|at| inside + at) else { continue };
        // The total stands right before the bracket, or before the thing that is counted.
        let Some(total) = sentence.mentions.iter().rfind(|mention| mention.range.end <= open) else { continue };
        let words = text.part(inside..close);
        let parts = parts_in(sentence, inside..close, total);
        let near = !text.part(total.range.end..open).contains(['，', '。', '；', '、']);
        if !near || parts.len() < 2 || words_of.no_parts.are_in(words) {
            continue;
        }
        // 审减186万元（送审4286万元，审定4100万元）
        if parts.iter().all(|part| part.amount > total.amount) {
            findings.extend(of_difference(sentence, total, &parts));
            continue;
        }
        let all = !words_of.open_in_brackets.are_in(words) || is_whole(words, words_of);
        let less = all.then_some(Severity::Error);
        findings.extend(finding(sentence, (sentence, total), &parts, less, Some(Severity::Error)));
    }
    findings
}

/// Two numbers in brackets that are each larger than the one before them: what they differ by, or nothing of it.
fn of_difference(sentence: &Sentence, total: &Mention, parts: &[&Mention]) -> Option<Finding> {
    let [one, two] = parts else { return None };
    let difference = (one.amount - two.amount).abs();
    let wrong = (difference - total.amount).abs() > allowed(total, parts) && is_slip(total.amount, difference);
    wrong.then(|| {
        let [one, two] = [one, two].map(|mention| sentence.text.part(mention.range.clone()));
        Finding::error(RULE.code, "括号里两个数的差与前面的数不一致")
            .expected(format!("{}{}（{one}与{two}的差）", plain(difference), total.unit))
            .actual(format!("{}（{}）", sentence.text.part(total.range.clone()), sentence.text))
            .at(&sentence.place)
            .of_numbers(parts.iter().map(|part| part.amount).chain([total.amount]))
            .hint("重新算，改正错的一个数。")
    })
}

/// A list that lacks no more than one in so many looks whole.
const NEARLY: i64 = 3;

/// Less than the total is a doubt where parts may be missing, and only where one number looks like a slip. More may be said
/// of things that are not apart: 免费接待150万人次，外地游客96万人次; a yuan is spent once.
fn of_list(list: &Listed) -> Option<Finding> {
    let slip = is_slip_of(list.total.1, &list.parts);
    let severity = if list.sure { Severity::Error } else { Severity::Warning };
    let sum: Decimal = list.parts.iter().map(|part| part.amount).sum();
    let nearly = (list.total.1.amount - sum) * Decimal::from(NEARLY) <= list.total.1.amount;
    let closed = list.closed && nearly && list.is_enumerated();
    let less = Some(severity).filter(|_| list.sure || !list.open && slip || closed);
    let more = match () {
        () if list.likely => Some(severity),
        () if list.sure || slip || list.is_enumerated() && list.total.1.unit.ends_with('元') => Some(Severity::Error),
        () if list.is_enumerated() => Some(Severity::Warning),
        () => None,
    };
    finding(list.sentence, list.total, &list.parts, less, more)
}

/// 中央占68.18%、省级占16.34%、市县占18.18%.
fn shares(sentence: &Sentence, words: &PartWords) -> Option<Finding> {
    let (shares, sure) = wrong_shares(sentence, words)?;
    let sum: Decimal = shares.iter().map(|share| share.amount).sum();
    let shown = shares.iter().map(|share| plain(share.amount)).collect::<Vec<_>>().join("＋");
    Some(
        Finding::new(RULE.code, if sure { Severity::Error } else { Severity::Warning }, "各部分占的比例加起来不是100%")
            .expected("100%")
            .actual(format!("{}%（{shown}；{}）", plain(sum), sentence.text))
            .at(&sentence.place)
            .hint("按各自的金额重新计算比例。"),
    )
}

/// The numbers of the total's unit; money only that is not said to be spent of what stands before it.
fn parts_in<'a>(sentence: &'a Sentence, range: Range<usize>, total: &Mention) -> Vec<&'a Mention> {
    if total.unit.is_empty() || ["%", "分"].contains(&total.unit.as_str()) || total.sense != Sense::Exact {
        return Vec::new();
    }
    let inside = |mention: &&Mention| mention.range.start >= range.start && mention.range.end <= range.end;
    sentence.mentions.iter().filter(inside).filter(|mention| mention.unit == total.unit).collect()
}

fn finding(
    sentence: &Sentence,
    (of_total, total): (&Sentence, &Mention),
    parts: &[&Mention],
    less: Option<Severity>,
    more: Option<Severity>,
) -> Option<Finding> {
    let sum: Decimal = parts.iter().map(|part| part.amount).sum();
    let allowed = allowed(total, parts);
    let severity = match sum - total.amount {
        over if over > allowed => more?,
        over if over < -allowed => less?,
        _ => return None,
    };
    let shown = parts.iter().map(|part| plain(part.amount)).collect::<Vec<_>>().join("＋");
    let text = if std::ptr::eq(of_total, sentence) {
        sentence.text.clone()
    } else {
        format!("{}{}", of_total.text, sentence.text)
    };
    Some(
        Finding::new(RULE.code, severity, "分项相加与总数不一致")
            .expected(format!("{}{}（{shown}）", plain(sum), total.unit))
            .actual(format!("{}（{text}）", of_total.text.part(total.range.clone())))
            .at(&sentence.place)
            .of_numbers(parts.iter().map(|part| part.amount).chain([total.amount]))
            .hint("重新加总，改正总数或分项；分项没有列全的写“其中”“等”。"),
    )
}
