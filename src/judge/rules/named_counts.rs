#![doc = include_str!("../../../docs/rules/Z734.md")]

use crate::base::chinese_number::{chinese_number, in_chinese, is_chinese_numeral};
use crate::base::finding::{Finding, Severity};
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::model::standards::{CountWords, Standards};
use crate::model::words::Words;
use crate::prose::around::is_in_brackets;
use crate::reading::finished::read_document::{ReadDocument, Sentence};

use super::ranks;
use super::reckoned;
use super::said_amounts::{Amount, amounts};

pub const RULE: Rule = Rule {
    code: "Z734",
    title: "说的个数与列的一样多",
    doc: include_str!("../../../docs/rules/Z734.md"),
    needs: &[],
    check: Check::Document(check),
};

fn check(facts: &ReadDocument, standards: &Standards) -> Outcome {
    let words = &standards.counts;
    let mut findings = Vec::new();
    for (index, sentence) in facts.sentences.iter().enumerate() {
        let said = amounts(sentence);
        findings.extend(each(sentence, &said, &standards.parts.each, words));
        findings.extend(places(sentence, &said, words));
        findings.extend(and_others(sentence, &said, &words.units));
        findings.extend(batches(sentence, &said, words));
        if sentence.text.contains("一是") {
            findings.extend(points(sentence, &with_its_list(facts, index), &words.points));
        }
    }
    findings.extend(reckoned::of_sentences(facts, |near| ranks::ranks(near, facts, words, RULE.code)));
    Outcome::of(findings)
}

/// The sentence, the rest of its paragraph, and the paragraphs that go on with 二是….
fn with_its_list(facts: &ReadDocument, index: usize) -> String {
    let mut paragraph = None;
    let goes_on = |sentence: &&Sentence| {
        let begins = paragraph.is_some_and(|paragraph| paragraph != sentence.paragraph);
        paragraph = Some(sentence.paragraph);
        !begins || sentence.text.starts_with(is_chinese_numeral) && sentence.text.chars().nth(1) == Some('是')
    };
    let sentences = facts.sentences.get(index..).unwrap_or_default();
    sentences.iter().take_while(goes_on).map(|sentence| sentence.text.as_str()).collect()
}

fn fault(severity: Severity, listed: usize, said: &str, sentence: &Sentence) -> Finding {
    Finding::new(RULE.code, severity, "说的个数与列的不一样多")
        .expected(format!("{listed}（列了{listed}个）"))
        .actual(format!("{said}（{}）", sentence.text))
        .at(&sentence.place)
        .hint("数一数列的，改正个数或补上漏了的；没有列全的写“等”。")
}

/// As a whole number.
fn count(amount: &Amount) -> Option<usize> {
    if amount.value.is_integer() { amount.value.normalize().to_string().parse().ok() } else { None }
}

/// 未完成3项，分别为甲、乙和丙.
fn each(sentence: &Sentence, said: &[Amount], each: &Words, words: &CountWords) -> Vec<Finding> {
    let text = sentence.text.as_str();
    let mut found = Vec::new();
    for word in each.iter() {
        for (at, _) in text.match_indices(word) {
            let rest = text.part(at + word.len()..);
            let list = rest.split(['；', '。', '，', '：', '（']).next().unwrap_or_default();
            let Some(number) = said.iter().rfind(|amount| amount.to <= at) else { continue };
            let between = text.part(number.to..at);
            let near = between.chars().count() <= 24 && !between.contains(['；', '。', '：', '、']);
            let Some(stated) = count(number).filter(|_| words.units.have(&number.unit) && near) else {
                continue;
            };
            let numbers = list.chars().any(|c| c.is_ascii_digit()) || is_in_brackets(text, at);
            if numbers || words.open.are_in(list) || !list.contains(['、', '和', '及', '与']) || stated < 2 {
                continue;
            }
            let joints = |list: &str| ["和", "及", "与"].iter().map(|word| list.matches(word).count()).sum::<usize>();
            let least = list.matches('、').count() + 1;
            // Behind a comma the list may go on.
            let whole = rest.split(['；', '。', '：', '（']).next().unwrap_or_default();
            let most = whole.matches(['、', '，']).count() + 1 + joints(whole);
            let last = list.rsplit('、').next().unwrap_or_default();
            let joined = joints(last) > 0;
            if stated < least || stated > most {
                let listed = if joined { least + 1 } else { least };
                found.push(fault(Severity::Error, listed, text.part(number.from..number.to), sentence));
            }
        }
    }
    found
}

/// So many names say that all are listed but for one that was forgotten.
const NEARLY_ALL: usize = 4;

/// 低保、特困供养、临时救助、流浪乞讨救助、孤儿保障等5项: as many as are listed, or a good deal more.
fn and_others(sentence: &Sentence, said: &[Amount], units: &Words) -> Vec<Finding> {
    let text = sentence.text.as_str();
    let wrong = said.iter().filter_map(|number| {
        let stated = count(number).filter(|_| units.have(&number.unit))?;
        let before = text.part(..number.from).strip_suffix('等')?;
        let list = before.rsplit(['，', '；', '。', '：', '（', '）']).next()?;
        let listed = list.matches('、').count() + 1;
        let last = list.rsplit('、').next()?;
        let joined = last.contains(['和', '及', '与']) || list.contains(['“', '”', '《', '》', '和', '及', '与']);
        let numbers = list.chars().any(|c| c.is_ascii_digit());
        let wrong = listed > 2 && stated < listed || listed >= NEARLY_ALL && stated == listed + 1;
        (wrong && !joined && !numbers)
            .then(|| fault(Severity::Warning, listed, text.part(number.from..number.to), sentence))
    });
    wrong.collect()
}

/// 甲县、乙县、丙县3个县; 5个市：甲市、乙市….
fn places(sentence: &Sentence, said: &[Amount], words: &CountWords) -> Vec<Finding> {
    let text = sentence.text.as_str();
    let mut found = Vec::new();
    for number in said.iter().filter(|amount| amount.unit == "个") {
        let Some(stated) = count(number).filter(|stated| *stated > 1) else { continue };
        let after = text.part(number.to..);
        let Some(place) = words.places.iter().find(|place| after.starts_with(place)) else { continue };
        let rest = after.part(place.len()..);
        // 5个县（区）, 5个市（州）
        let kinds = rest.strip_prefix('（').and_then(|rest| rest.split_once('）')).map_or("", |(kinds, _)| kinds);
        let kinds: Vec<&str> = kinds.split(['、', '，']).filter(|kind| words.places.have(kind)).collect();
        let list = if let Some(list) = rest.strip_prefix(['：', ':']) {
            list.split(['；', '。', '，']).next()
        } else if let Some(list) = rest.strip_prefix(['（', '(']).filter(|_| kinds.is_empty()) {
            list.split(['）', ')']).next().filter(|list| !list.contains(['；', '，']))
        } else {
            let before = text.part(..number.from);
            let before = before.strip_suffix("，共").or(before.strip_suffix('共')).unwrap_or(before);
            let from = before.rfind(['，', '；', '。', '：', '（']).map_or(0, |at| at + '，'.len_utf8());
            Some(before.part(from..))
        };
        let Some(list) = list.map(|list| list.trim_start_matches("覆盖").trim_start_matches("涉及")) else {
            continue;
        };
        let items: Vec<&str> = list.split(['、', '和', '及']).collect();
        let named = items.len() > 1
            && items.iter().all(|item| {
                let kind = |kind: &str| item.ends_with(kind) || kind == "乡镇" && item.ends_with(['乡', '镇']);
                let ends = std::iter::once(place).chain(kinds.iter().copied()).any(kind);
                ends && item.chars().count() > 1
            });
        let numbers = list.chars().any(|c| c.is_ascii_digit()) || words.open.are_in(list);
        if named && !numbers && items.len() != stated {
            found.push(fault(Severity::Error, items.len(), text.part(number.from..number.to), sentence));
        }
    }
    found
}

/// 分四批下达：甲文下达1万元，乙文下达2万元….
fn batches(sentence: &Sentence, said: &[Amount], words: &CountWords) -> Option<Finding> {
    let text = sentence.text.as_str();
    let (before, list) = text.split_once("批下达：")?;
    let numeral: String = before.chars().rev().take_while(|c| c.is_ascii_digit() || is_chinese_numeral(*c)).collect();
    let numeral: String = numeral.chars().rev().collect();
    before.strip_suffix(numeral.as_str())?.strip_suffix('分')?;
    let stated = number(&numeral)?;
    let from = text.len() - list.len();
    let money =
        said.iter().filter(|amount| amount.from > from && amount.unit == "万元" && !is_in_brackets(text, amount.from));
    let given = money.filter(|amount| {
        let lead = text.part(from..amount.from);
        lead.ends_with("下达") || lead.ends_with("拨付") || lead.ends_with("安排")
    });
    let listed = given.count();
    let open = words.open.are_in(list);
    (listed > 1 && !open && listed != stated)
        .then(|| fault(Severity::Error, listed, &format!("分{numeral}批"), sentence))
}

/// 存在四个方面问题：一是…；二是…；三是….
fn points(sentence: &Sentence, paragraph: &str, points: &Words) -> Option<Finding> {
    let (before, list) = paragraph.split_once("一是")?;
    // Where the count stands: in this sentence, right before the list.
    let at = points.iter().filter_map(|word| before.rfind(word)).max()?;
    let lead = before.part(..at).trim_end_matches(|c| "方面主要突出个项条点".contains(c));
    let gap = before.part(at..).chars().count();
    if gap > 8 || before.len() > sentence.text.len() || before.part(at..).contains('。') {
        return None;
    }
    let words = before.part(lead.len()..at);
    let numeral: String = lead.chars().rev().take_while(|c| c.is_ascii_digit() || is_chinese_numeral(*c)).collect();
    let numeral: String = numeral.chars().rev().collect();
    let stated = number(&numeral).filter(|_| words.starts_with(['个', '项', '条', '点', '方']))?;
    let said = |count: usize| list.contains(&format!("{}是", in_chinese(count + 1)));
    let listed = 1 + (1..9).take_while(|count| said(*count)).count();
    // A list over several paragraphs goes on below.
    (listed > 1 && listed != stated).then(|| fault(Severity::Warning, listed, &format!("{numeral}{words}"), sentence))
}

fn number(numeral: &str) -> Option<usize> {
    let number = if numeral.chars().all(|c| c.is_ascii_digit()) {
        numeral.parse().ok()?
    } else {
        chinese_number(numeral)?.try_into().ok()?
    };
    (2..100).contains(&number).then_some(number)
}
