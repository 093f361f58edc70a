//! Parts that running text lists of a total: 其中…, 分别为…, …，三项合计…; also where the total stands in the sentence
//! before, and shares that make a hundred.

use std::ops::Range;

use crate::base::chinese_number::chinese_number;
use crate::base::text_part::TextPart;
use crate::model::standards::Standards;
use crate::prose::around::is_in_brackets;
use crate::prose::{Mention, Sense};
use crate::reading::finished::read_document::Sentence;
use rust_decimal::Decimal;

/// A total and what is listed of it.
pub(super) struct Listed<'a> {
    /// Where the parts stand.
    pub sentence: &'a Sentence,
    /// Where the total stands, and as what it is written.
    pub total: (&'a Sentence, &'a Mention),
    pub parts: Vec<&'a Mention>,
    /// All parts are there: so it is said, or by so many as are counted.
    pub sure: bool,
    /// Parts may be left out.
    pub open: bool,
}

/// What stands in a list beside the number before it without being a part of it.
pub(super) const NO_PARTS: [&str; 20] = [
    "目标",
    "计划",
    "上年",
    "去年",
    "同比",
    "较",
    "指标值",
    "原",
    "年初",
    "占",
    "人均",
    "每",
    "累计",
    "比",
    "折合",
    "约合",
    "结余",
    "剩余",
    "超过",
    "增加",
];
/// What else is said of money, besides that it is given or spent.
const STATES: [&str; 3] = ["到位", "结转", "收回"];
/// What the thing is called of which there are so many parts.
const PARTS: [&str; 10] = ["批", "类", "项", "部分", "方面", "块", "种", "个方面", "个部分", "次"];
const TOTALS: [&str; 3] = ["合计", "总计", "共计"];
/// A total only where the parts are counted or introduced by 分别为, or with its number right behind a comma.
const TOGETHER: &str = "共";
/// A list of batches needs no word before it.
const FIRST: &str = "第一批";
const EACH: [&str; 2] = ["分别为", "分别是"];
const OF_WHICH: &str = "其中";
/// What the total before it went to.
const USES: [&str; 2] = ["用于", "按用途分"];
/// 3000万元：3月620万元，7月1480万元
const COLON: &str = "：";
/// 结余的5577.6万元中，中央甲万元、地方乙万元
const AMONG: &str = "中，";
/// For each of something: no part of a sum.
const RATES: [&str; 7] = ["每", "人均", "户均", "亩均", "平均", "标准", "单价"];
/// Before a number that is no total of what follows it.
const DIFFERENCES: [&str; 4] = ["比", "较", "占", "超过"];

/// Every total of these sentences whose parts are listed; `above` is the sentence before in the same paragraph.
pub(super) fn listed<'a>(
    sentence: &'a Sentence,
    above: Option<&'a Sentence>,
    standards: &Standards,
) -> Vec<Listed<'a>> {
    let mut found = after_total(sentence, above, standards);
    found.extend(before_total(sentence, standards));
    found
}

/// 共下达1000万元，其中：中央800万元、省级200万元.
fn after_total<'a>(sentence: &'a Sentence, above: Option<&'a Sentence>, standards: &Standards) -> Vec<Listed<'a>> {
    let text = sentence.text.as_str();
    let mut found = Vec::new();
    for word in EACH.into_iter().chain([OF_WHICH, COLON, FIRST, AMONG]).chain(USES) {
        for (at, _) in text.match_indices(word) {
            let before = text.part(..at);
            let begins = before.chars().all(|c| !c.is_alphanumeric())
                || USES.contains(&word)
                    && before.chars().count() <= 6
                    && sentence.mentions.iter().all(|m| m.range.start > at);
            let from = at + word.len();
            if word == FIRST && text.part(..at).contains(OF_WHICH) {
                continue;
            }
            let end = end_of_list(text, from, begins);
            let words = text.part(from..end);
            let goes_on =
                word == COLON && (begins || ["其中", "等", "主要"].iter().any(|open| text.part(from..).contains(open)));
            if is_in_brackets(text, at) || goes_on {
                continue;
            }
            for unit in units(sentence, from..end) {
                let mut parts = parts_of(sentence, from..end, &unit);
                let no_part = |part: &&Mention| NO_PARTS.iter().any(|word| words_before(sentence, part).contains(word));
                // 用于甲40万元、乙15.4万元，结余3.1万元: what is left was not used.
                match parts.iter().position(no_part) {
                    Some(at) if at > 2 && USES.contains(&word) => parts.truncate(at),
                    Some(_) => continue,
                    None => {}
                }
                let own = parts.iter().position(|part| begins_anew(text.part(from..part.range.start), &standards.anew));
                parts.truncate(own.filter(|own| *own > 1).unwrap_or(parts.len()));
                if USES.contains(&word) && parts.len() < 3 {
                    continue;
                }
                let total = match above.filter(|_| begins) {
                    Some(above) if USES.contains(&word) => spent_above(above, &parts, standards),
                    Some(above) => total_above(above, &parts),
                    None => total_beside(sentence, at, word, &parts, standards),
                };
                let Some((total_sentence, total)) = total else { continue };
                // As soon as they are all of it, what follows is of something else.
                let goes_on = |count: usize| match (parts.get(count - 1), parts.get(count)) {
                    (Some(last), Some(next)) => text.part(last.range.end..next.range.start).starts_with(['、', '和']),
                    _ => false,
                };
                let is_all =
                    |count: usize| parts.get(..count).is_some_and(|first| is_sum(total, first)) && !goes_on(count);
                let alike =
                    USES.contains(&word) || are_of_one_role(sentence, &parts, (total_sentence, total), standards);
                if (2..=parts.len()).any(is_all) || !alike {
                    continue;
                }
                let counted = says_count(&total_sentence.text, parts.len());
                // 第二批 counts no batches.
                if word == FIRST && !says_count(total_sentence.text.part(..total.range.start), parts.len()) {
                    continue;
                }
                let says_rest = |words: &str| ["其他", "其余"].iter().any(|word| words.contains(word));
                let rest = parts.iter().any(|part| says_rest(&words_before(sentence, part)));
                // 其余为未定级场馆: how many is not said.
                let open = ["等", "主要", "包括"].iter().any(|word| words.contains(word)) || !rest && says_rest(words);
                found.push(Listed {
                    sentence,
                    total: (total_sentence, total),
                    sure: !open && (is_whole(words) || counted || rest || word == COLON),
                    open: open || begins || USES.contains(&word),
                    parts,
                });
            }
        }
    }
    found
}

/// 甲180万元、乙240万元，合计420万元; 六项合计35000万元.
fn before_total<'a>(sentence: &'a Sentence, standards: &Standards) -> Vec<Listed<'a>> {
    let text = sentence.text.as_str();
    let mut found = Vec::new();
    for word in TOTALS.into_iter().chain([TOGETHER]) {
        for (at, _) in text.match_indices(word) {
            let from = at + word.len();
            if word == TOGETHER
                && (text.part(from..).starts_with(['计', '同']) || text.part(..at).ends_with(['公', '总']))
            {
                continue;
            }
            let Some(total) = sentence.mentions.iter().find(|mention| mention.range.start >= from) else { continue };
            let between = text.part(from..total.range.start);
            let near = between.chars().count() <= 8 && !between.contains(['，', '；', '、', '（']);
            if !near || total.unit.is_empty() || total.unit == "%" || total.sense != Sense::Exact {
                continue;
            }
            let counted = (2..=10).find(|count| ends_with_count(text.part(..at), *count));
            let run = run_before(sentence, at, &total.unit, counted.is_some());
            let parts = match counted {
                Some(count) if run.len() >= count => run.get(run.len() - count..).unwrap_or_default().to_vec(),
                Some(_) => continue,
                None => run,
            };
            let agrees = (0..parts.len().saturating_sub(1))
                .any(|from| parts.get(from..).is_some_and(|parts| is_sum(total, parts)));
            let repeats = sentence
                .mentions
                .iter()
                .any(|other| other.range.end <= at && other.unit == total.unit && other.amount == total.amount);
            if parts.len() < 2 || agrees || repeats || !are_of_one_role(sentence, &parts, (sentence, total), standards)
            {
                continue;
            }
            let first = parts.first().map_or(0, |part| part.range.start);
            let each = EACH.iter().any(|word| text.part(..first).ends_with(word));
            let beside = between.is_empty() && text.part(..at).ends_with('，');
            if word == TOGETHER && counted.is_none() && !each && !beside {
                continue;
            }
            let plain = parts.windows(2).all(|pair| {
                pair.first().zip(pair.last()).is_some_and(|(one, next)| {
                    let gap = text.part(one.range.end..next.range.start);
                    gap.starts_with(['、', '和', '及']) && !gap.contains('，')
                })
            });
            found.push(Listed {
                sentence,
                total: (sentence, total),
                sure: counted.is_some() || each || plain,
                open: false,
                parts,
            });
        }
    }
    found
}

/// Mentions of the unit right before, one after the other, back to where the list begins; where they are counted, also
/// those of the clauses before.
fn run_before<'a>(sentence: &'a Sentence, at: usize, unit: &str, counted: bool) -> Vec<&'a Mention> {
    let text = sentence.text.as_str();
    let mut run: Vec<&Mention> = Vec::new();
    let before = sentence.mentions.iter().rev().filter(|mention| {
        mention.range.end <= at && mention.unit == unit && !is_in_brackets(text, mention.range.start)
    });
    let (mut next, mut before_rate) = (at, false);
    for mention in before {
        let gap = outside_brackets(text.part(mention.range.end..next));
        let joined = gap.contains(['、', '，', '和', '及']) && !gap.contains('；') || counted && gap.contains('；');
        let no_parts = NO_PARTS.iter().filter(|_| !before_rate);
        let other = no_parts.chain([&OF_WHICH]).chain(&TOTALS).any(|word| gap.contains(word)) || gap.contains('。');
        if !joined || other || mention.sense != Sense::Exact {
            break;
        }
        next = mention.range.start;
        before_rate = RATES.iter().any(|word| words_before(sentence, mention).contains(word));
        if before_rate {
            continue;
        }
        run.push(mention);
        let from = sentence.mentions.iter().rfind(|other| other.range.end <= mention.range.start);
        let lead = text.part(from.map_or(0, |other| other.range.end)..mention.range.start);
        if EACH.iter().chain([&OF_WHICH, &"包括"]).any(|word| lead.contains(word)) {
            break;
        }
    }
    run.reverse();
    run
}

/// A list goes on to its semicolon; one that begins its sentence, to the end of it. What is said of the sum is no part.
fn end_of_list(text: &str, from: usize, begins: bool) -> usize {
    let rest = text.part(from..);
    let stops: &[char] = if begins { &['。'] } else { &['；', '。'] };
    let end = rest.find(stops).unwrap_or(rest.len());
    let words = TOTALS.iter().chain([&OF_WHICH]).chain(&EACH);
    let end = words.filter_map(|word| rest.find(word)).fold(end, usize::min);
    from + end
}

/// What stands between a number and the one before it, in its clause.
fn words_before(sentence: &Sentence, mention: &Mention) -> String {
    let before = sentence.mentions.iter().rfind(|other| other.range.end <= mention.range.start);
    let lead = sentence.text.part(before.map_or(0, |other| other.range.end)..mention.range.start);
    outside_brackets(lead.rsplit(['；', '。', '：']).next().unwrap_or_default())
}

/// Does the last clause of these words begin with one of the verbs?
fn begins_anew(words: &str, anew: &[String]) -> bool {
    words.rsplit_once('，').is_some_and(|(_, clause)| anew.iter().any(|verb| clause.starts_with(verb.as_str())))
}

pub(super) fn outside_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let keep = |c: &char| {
        depth += usize::from(*c == '（');
        let outside = depth == 0;
        depth = depth.saturating_sub(usize::from(*c == '）'));
        outside
    };
    text.chars().filter(keep).collect()
}

fn units(sentence: &Sentence, range: Range<usize>) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    for mention in sentence.mentions.iter().filter(|mention| range.contains(&mention.range.start)) {
        if !["", "%", "分"].contains(&mention.unit.as_str()) && !units.contains(&mention.unit) {
            units.push(mention.unit.clone());
        }
    }
    units
}

/// The numbers of the unit, without those in brackets.
fn parts_of<'a>(sentence: &'a Sentence, range: Range<usize>, unit: &str) -> Vec<&'a Mention> {
    let inside = |mention: &&Mention| range.contains(&mention.range.start) && mention.unit == unit;
    let outside_brackets = |mention: &&Mention| !is_in_brackets(&sentence.text, mention.range.start);
    let parts: Vec<&Mention> = sentence.mentions.iter().filter(inside).filter(outside_brackets).collect();
    if parts.iter().any(|part| part.sense != Sense::Exact) { Vec::new() } else { parts }
}

/// The number right before the list.
fn total_beside<'a>(
    sentence: &'a Sentence,
    at: usize,
    word: &str,
    parts: &[&Mention],
    standards: &Standards,
) -> Option<(&'a Sentence, &'a Mention)> {
    let text = sentence.text.as_str();
    // 支出58.9万元，执行率95%，用于…: a rate between is passed over.
    let unit = &parts.first()?.unit;
    // 137个项目（含新上35个）中，…: nor is what stands in brackets the total.
    let passed = |mention: &&Mention| {
        let bracket = word == AMONG && is_in_brackets(text, mention.range.start);
        (mention.unit != "%" || unit == "%") && !bracket
    };
    let all = sentence.mentions.iter().filter(|mention| mention.range.end <= at);
    let most = if all.clone().next_back().is_some_and(|last| !passed(&last)) { 12 } else { 4 };
    let mut before = all.rev().filter(passed).peekable();
    let between = text.part(before.peek()?.range.end..at);
    let outside = outside_brackets(between);
    // 86个，比上年增加9个，其中…; 1215万元，占计划1350万元的90%，其中…
    let is_difference = |mention: &&Mention| {
        let lead = text.part(..mention.range.start);
        let clause = lead.rsplit(['，', '；', '。', '（']).next().unwrap_or_default();
        let changes = standards.money.changes.iter().map(String::as_str);
        changes.chain(DIFFERENCES).any(|word| clause.contains(word))
    };
    // 为目标8600亩的101.74%，其中…
    let is_base = |mention: &&Mention| {
        let rest = text.part(mention.range.end..).strip_prefix('的');
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let total = before.find(|mention| !is_base(mention) && (word != OF_WHICH || !is_difference(mention)))?;
    let near = match word {
        COLON => between.is_empty() || between == "资金",
        AMONG => outside.chars().count() <= 6 && !outside.contains(['，', '。', '；', '、']),
        _ if USES.contains(&word) => between.chars().count() <= most && !between.contains(['。', '；', '、']),
        FIRST => between == "，",
        OF_WHICH => between.chars().count() <= 12 && !between.contains(['。', '；']),
        // 余款28.8万元为尾款和结算款，分别为20万元和8万元
        _ if between == "，" => says_count(text.part(..at), parts.len()),
        _ => between.starts_with('为') && !between.contains(['。', '；']) || says_count(between, parts.len()),
    };
    let fits = parts.len() > 1 && parts.first().is_some_and(|part| part.unit == total.unit);
    (near && fits && total.sense == Sense::Exact).then_some((sentence, total))
}

/// The number of the sentence before of which these are parts: where several have the unit, one that they make up, else
/// the largest.
fn total_above<'a>(above: &'a Sentence, parts: &[&Mention]) -> Option<(&'a Sentence, &'a Mention)> {
    let unit = &parts.first().filter(|_| parts.len() > 1)?.unit;
    let candidates = || {
        above.mentions.iter().filter(|mention| {
            let rate = RATES.iter().any(|word| words_before(above, mention).contains(word));
            let alone = !rate && !is_in_brackets(&above.text, mention.range.start);
            mention.unit == *unit && mention.sense == Sense::Exact && alone
        })
    };
    let total = candidates().find(|total| is_sum(total, parts)).or(candidates().max_by_key(|total| total.amount))?;
    Some((above, total))
}

/// What was spent, where that alone is said, or looks like a slip of the sum: 支出216万元。支出用于….
fn spent_above<'a>(
    above: &'a Sentence,
    parts: &[&Mention],
    standards: &Standards,
) -> Option<(&'a Sentence, &'a Mention)> {
    let unit = &parts.first()?.unit;
    let mut same = above.mentions.iter().filter(|mention| mention.unit == *unit);
    let (total, alone) = (same.next_back()?, same.next().is_none());
    let lead = above.text.part(..total.range.start);
    let spent = standards.money.spent.iter().any(|word| lead.ends_with(word.as_str()));
    (spent && alone && total.sense == Sense::Exact).then_some((above, total))
}

/// Are the parts said of one thing, which the total is said of too?
fn are_of_one_role(
    sentence: &Sentence,
    parts: &[&Mention],
    total: (&Sentence, &Mention),
    standards: &Standards,
) -> bool {
    let role = |text: &str, mention: &Mention| {
        let lead = text.part(..mention.range.start);
        let clause = lead.rfind(['，', '；', '。', '、', '：']).map_or(lead, |from| lead.part(from..));
        let words = |words: &[String]| words.iter().filter_map(|word| clause.rfind(word.as_str())).max();
        let state = STATES.iter().filter_map(|word| clause.rfind(word)).max();
        [words(&standards.money.spent), words(&standards.money.given), state]
            .iter()
            .enumerate()
            .filter_map(|(role, words)| Some(((*words)?, role)))
            .max()
            .map(|(_, role)| role)
    };
    let mut roles: Vec<usize> = parts.iter().filter_map(|part| role(&sentence.text, part)).collect();
    roles.sort_unstable();
    roles.dedup();
    let of_total = role(&total.0.text, total.1);
    match roles.as_slice() {
        [] => true,
        [one] => of_total.is_none_or(|of_total| of_total == *one),
        _ => false,
    }
}

/// The sum within what rounding hides.
pub(super) fn is_sum(total: &Mention, parts: &[&Mention]) -> bool {
    let sum: Decimal = parts.iter().map(|part| part.amount).sum();
    (sum - total.amount).abs() <= allowed(total, parts)
}

/// Each number is rounded as it is written.
pub(super) fn allowed(total: &Mention, parts: &[&Mention]) -> Decimal {
    if parts.iter().chain([&total]).all(|part| part.is_whole()) {
        return Decimal::ZERO;
    }
    parts.iter().map(|part| part.hidden()).sum::<Decimal>() + total.hidden()
}

/// 分两批, 四类项目: as many as there are parts?
fn says_count(text: &str, count: usize) -> bool {
    (2..=10).contains(&count)
        && PARTS.iter().any(|word| {
            text.match_indices(word).any(|(at, _)| number_before(text.part(..at)).is_some_and(|stated| stated == count))
        })
}

/// …六项: with nothing after it.
fn ends_with_count(text: &str, count: usize) -> bool {
    PARTS.iter().any(|word| {
        text.strip_suffix(word).is_some_and(|before| number_before(before).is_some_and(|stated| stated == count))
    })
}

fn number_before(text: &str) -> Option<usize> {
    let text = text.trim_end_matches('个');
    let digits: String = text.chars().rev().take_while(char::is_ascii_digit).collect();
    if !digits.is_empty() {
        return digits.chars().rev().collect::<String>().parse().ok();
    }
    let last = text.chars().next_back()?;
    if last == '两' { Some(2) } else { chinese_number(&last.to_string()).and_then(|value| value.try_into().ok()) }
}

/// Where money comes from: whoever names the centre and another names all of them.
pub(super) fn is_whole(words: &str) -> bool {
    let spent = ["用于", "支出", "执行", "拨付", "支付", "到位"].iter().any(|word| words.contains(word));
    names_all_levels(words) && !spent
}

fn names_all_levels(words: &str) -> bool {
    const OTHERS: [&str; 10] = ["省级", "省财政", "自治区", "地方", "市级", "县级", "区级", "盟市", "旗县", "其他资金"];
    words.contains("中央") && OTHERS.iter().any(|word| words.contains(word))
}

/// 中央占70%、省级占20%、市县占10%: the shares of all levels, where they do not make a hundred.
pub(super) fn wrong_shares(sentence: &Sentence) -> Option<Vec<&Mention>> {
    let text = sentence.text.as_str();
    let shares: Vec<&Mention> = sentence
        .mentions
        .iter()
        .filter(|mention| mention.unit == "%" && mention.sense == Sense::Exact)
        .filter(|mention| {
            let lead = text.part(..mention.range.start);
            ["占", "占比", "占比为"].iter().any(|word| lead.ends_with(word))
        })
        .collect();
    let (first, last) = shares.first().zip(shares.last()).filter(|_| shares.len() > 2)?;
    let lead = text.part(..first.range.start);
    let from = lead.rfind(['，', '；', '。', '：']).unwrap_or_default();
    let words = text.part(from..last.range.end);
    let others = words.contains('等') || words.contains(OF_WHICH);
    let sum: Decimal = shares.iter().map(|share| share.amount).sum();
    let hidden: Decimal = shares.iter().map(|share| share.hidden()).sum();
    (names_all_levels(words) && !others && (sum - Decimal::ONE_HUNDRED).abs() > hidden).then_some(shares)
}
