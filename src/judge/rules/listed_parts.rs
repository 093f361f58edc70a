//! Parts that running text lists of a total: 其中…, 分别为…, …，三项合计…; also where the total stands in the sentence
//! before, and shares that make a hundred.

use std::ops::Range;

use crate::base::characters::is_han;
use crate::base::chinese_number::chinese_number;
use crate::base::text_part::TextPart;
use crate::model::standards::{PartWords, Standards};
use crate::model::words::Words;
use crate::prose::around::is_in_brackets;
use crate::prose::{Mention, Sense, is_slip, is_swap};
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
    /// Only the numbers look like it.
    pub likely: bool,
    /// It ends its sentence, and is of what is told apart: 48个项目中，…; reasons of what was not reached.
    pub closed: bool,
}

impl Listed<'_> {
    /// One beside the other: 甲10个、乙20个.
    pub fn is_enumerated(&self) -> bool {
        self.parts.windows(2).all(|two| {
            let [one, next] = two else { return false };
            let between = self.sentence.text.part(one.range.end..next.range.start);
            let counted = if one.unit.is_empty() { unit(self.sentence, one) } else { "" };
            between.strip_prefix(counted).is_some_and(|between| between.starts_with(['、', '和', '及', '与']))
        })
    }
}

/// A total only where the parts are counted or introduced by 分别为, or with its number right behind a comma.
const TOGETHER: &str = "共";
const ALL_YEAR: &str = "全年";
const QUARTERS: usize = 4;
/// A list of batches needs no word before it.
const FIRST: &str = "第一批";
const OF_WHICH: &str = "其中";
/// 按对象分，甲1356户、乙1109户
const DIVIDED: &str = "分，";
/// 岗位1612个，包括护路员512个、护林员430个…
const INCLUDING: &str = "包括";
/// 1524万元，即中央762万元、省762万元
const THAT_IS: &str = "，即";
/// 3000万元：3月620万元，7月1480万元
const COLON: &str = "：";
/// 结余的5577.6万元中，中央甲万元、地方乙万元
const AMONG: &str = "中，";
/// 两批, 三级资金
const LONGEST_COUNT: usize = 6;
/// Behind a number they are no unit.
const NO_UNITS: [char; 24] = [
    '年', '月', '日', '号', '多', '余', '几', '和', '及', '与', '为', '的', '等', '以', '至', '到', '左', '上', '下',
    '是', '在', '被', '中', '占',
];

/// Every total of these sentences whose parts are listed; `above` is the sentence before in the same paragraph.
pub(super) fn listed<'a>(
    sentence: &'a Sentence,
    above: Option<&'a Sentence>,
    standards: &Standards,
) -> Vec<Listed<'a>> {
    let mut found = after_total(sentence, above, standards);
    found.extend(before_total(sentence, above, standards));
    found.extend(likely(sentence, above, standards));
    found
}

/// 共下达1000万元，其中：中央800万元、省级200万元.
fn after_total<'a>(sentence: &'a Sentence, above: Option<&'a Sentence>, standards: &Standards) -> Vec<Listed<'a>> {
    let text = sentence.text.as_str();
    let mut found = Vec::new();
    let words_of = &standards.parts;
    for word in
        words_of.each.iter().chain([OF_WHICH, INCLUDING, THAT_IS, COLON, FIRST, AMONG]).chain(words_of.uses.iter())
    {
        let is_use = words_of.uses.have(word);
        for (at, _) in text.match_indices(word) {
            let before = text.part(..at);
            let begins = before.chars().all(|c| !c.is_alphanumeric())
                || is_use && before.chars().count() <= 6 && sentence.mentions.iter().all(|m| m.range.start > at);
            let from = at + word.len();
            if word == FIRST && text.part(..at).contains(OF_WHICH) {
                continue;
            }
            let end = end_of_list(text, from, begins, words_of);
            let words = text.part(from..end);
            let goes_on =
                word == COLON && (begins || words_of.open.are_in(words) || text.part(from..).contains(OF_WHICH));
            if is_in_brackets(text, at) || goes_on {
                continue;
            }
            for unit in units(sentence, from..end) {
                let mut parts = parts_of(sentence, from..end, &unit);
                // 结余500万元，其中甲类结余286万元: what is said of the total is said of its parts.
                let of_total = before.trim_end_matches('，').rsplit(['；', '。', '，']).next().unwrap_or_default();
                let no_part = |part: &&Mention| {
                    let said = words_before(sentence, part).replace("占用", "").replace("占地", "");
                    words_of.no_parts.iter().any(|word| said.contains(word) && !of_total.contains(word))
                };
                let in_its_clause = |part: &Mention| words_before(sentence, part).starts_with('，');
                // 用于甲40万元、乙15.4万元，结余3.1万元: what is left was not used.
                match parts.iter().position(no_part) {
                    Some(at) if at > 2 && is_use => parts.truncate(at),
                    // …、丙20个，比上年增加5个
                    Some(at) if at > 1 && parts.get(at).is_some_and(|part| in_its_clause(part)) => parts.truncate(at),
                    Some(_) => continue,
                    None => {}
                }
                let named = |part: &Mention| words_before(sentence, part).contains(is_han);
                let is_listed = matches!(word, OF_WHICH | INCLUDING | THAT_IS | COLON | FIRST | AMONG);
                // 中央1.52亿元、1.49亿元，省级0.86亿元、0.84亿元: two columns. 已完工122个，已验收118个: one after the other.
                let in_columns = parts.first().is_some_and(|part| named(part)) && !parts.iter().all(|part| named(part));
                let in_stages = parts.iter().all(|part| name_of(sentence, from, part).starts_with('已'));
                if is_listed && (in_columns || in_stages) {
                    continue;
                }
                without_others(sentence, from, &mut parts, &standards.anew);
                if is_use && parts.len() < 3 {
                    continue;
                }
                let total = match above.filter(|_| begins) {
                    Some(above) if is_use => spent_above(above, &parts, standards)
                        .or_else(|| swapped_above(above, &unit, &parts, &words_of.rates)),
                    Some(above) => total_above(above, &unit, &parts, &words_of.rates),
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
                let alike = is_use || are_of_one_role(sentence, &parts, (total_sentence, total), standards);
                // 3220套，为目标3000套的107.33%，其中…: of what was said before that.
                let mut before = sentence.mentions.iter().filter(|other| other.range.end <= at);
                let of_another = before.any(|other| self::unit(sentence, other) == unit && is_sum(other, &parts));
                if (2..=parts.len()).any(is_all) || of_another || !alike {
                    continue;
                }
                let counted = says_count(&total_sentence.text, parts.len(), &words_of.kinds);
                // 第二批 counts no batches.
                if word == FIRST
                    && !says_count(total_sentence.text.part(..total.range.start), parts.len(), &words_of.kinds)
                {
                    continue;
                }
                let says_rest = |words: &str| ["其他", "其余"].iter().any(|word| words.contains(word));
                let rest = parts.iter().any(|part| says_rest(&words_before(sentence, part)));
                // 其余为未定级场馆: how many is not said.
                let open = words_of.open.are_in(words) || !rest && says_rest(words);
                let names: Vec<String> = parts.iter().map(|part| name_of(sentence, from, part)).collect();
                let ends = text
                    .part(parts.last().map_or(end, |part| part.range.end)..)
                    .chars()
                    .all(|c| !c.is_alphanumeric() || is_han(c));
                let apart = word == AMONG || word == OF_WHICH && says_not(&total_sentence.text, total, words_of);
                found.push(Listed {
                    sentence,
                    total: (total_sentence, total),
                    closed: apart && ends && !open,
                    sure: !open
                        && (is_whole(words, words_of)
                            || counted
                            || rest
                            || word == COLON
                            || are_opposite(&names, words_of)),
                    open: open || (begins || is_use) && !is_swapped(total, &parts),
                    likely: false,
                    parts,
                });
            }
        }
    }
    found
}

/// 3个小区未通水, 6个项目延期: what has reasons.
fn says_not(text: &str, total: &Mention, words: &PartWords) -> bool {
    let behind = text.part(total.range.end..).split(['，', '；', '。']).next().unwrap_or_default();
    words.undone.are_in(behind)
}

/// 通水、未通水: there is nothing besides.
fn are_opposite(names: &[String], words: &PartWords) -> bool {
    let denied = |name: &str| {
        let rest = words.denials.iter().find_map(|word| name.strip_prefix(word))?;
        let core: String = rest.chars().take(2).collect();
        (core.chars().count() == 2).then_some(core)
    };
    let says = |name: &String, core: &str| name.contains(core) && denied(name).is_none();
    names.iter().filter_map(|name| denied(name)).any(|core| names.iter().any(|name| says(name, &core)))
}

/// 甲180万元、乙240万元，合计420万元; 六项合计35000万元.
fn before_total<'a>(sentence: &'a Sentence, above: Option<&'a Sentence>, standards: &Standards) -> Vec<Listed<'a>> {
    let text = sentence.text.as_str();
    let mut found = Vec::new();
    let words_of = &standards.parts;
    for word in words_of.totals.iter().chain([TOGETHER, ALL_YEAR]) {
        for (at, _) in text.match_indices(word) {
            // 一季度470万元，…，四季度740万元，全年支出3040万元
            if word == ALL_YEAR && !text.part(..at).contains("四季度") {
                continue;
            }
            let from = at + word.len();
            if word == TOGETHER
                && (text.part(from..).starts_with(['计', '同']) || text.part(..at).ends_with(['公', '总']))
            {
                continue;
            }
            let clause = text.part(..at).rsplit(['，', '；', '。', '、']).next().unwrap_or_default();
            if words_of.left.begin(clause) {
                continue;
            }
            let Some(total) = sentence.mentions.iter().find(|mention| mention.range.start >= from) else { continue };
            let between = text.part(from..total.range.start);
            let near = between.chars().count() <= 8 && !between.contains(['，', '；', '、', '（']);
            let unit = unit(sentence, total);
            if !near || unit.is_empty() || unit == "%" || total.sense != Sense::Exact {
                continue;
            }
            let ends = |count: &usize| {
                if word == ALL_YEAR {
                    return *count == QUARTERS;
                }
                let kinds = [&words_of.kinds, &words_of.counted];
                kinds.iter().any(|kinds| ends_with_count(text.part(..at), *count, kinds))
            };
            let counted = (2..=10).find(ends);
            let run = run_before(sentence, at, unit, counted.is_some(), words_of);
            let parts = match counted {
                Some(count) if run.len() >= count => run.get(run.len() - count..).unwrap_or_default().to_vec(),
                // 两批共计18.15亿元, behind the sentence that tells of them.
                Some(count) => {
                    let begins = text.part(..at).chars().count() <= LONGEST_COUNT;
                    found.extend(
                        above.filter(|_| begins).and_then(|above| counted_above(above, count, (sentence, total))),
                    );
                    continue;
                }
                None => run,
            };
            let agrees = (0..parts.len().saturating_sub(1))
                .any(|from| parts.get(from..).is_some_and(|parts| is_sum(total, parts)));
            let repeats = sentence
                .mentions
                .iter()
                .any(|other| other.range.end <= at && other.unit == total.unit && other.amount == total.amount);
            // 加上省级资金9000万元、市级资金1500万元，总额…: to what was said before. 合计655万元（含自治区420万元）: a part more.
            let adds = parts.first().is_some_and(|first| standards.changes.adds.are_in(&words_before(sentence, first)));
            let beside_it = sentence.mentions.iter().find(|mention| mention.range.start > total.range.end);
            let with_it = beside_it.is_some_and(|other| {
                let opens = text.part(total.range.end..other.range.start).starts_with(['（', '(']);
                opens && self::unit(sentence, other) == unit && is_sum(total, &[parts.as_slice(), &[other]].concat())
            });
            if parts.len() < 2
                || agrees
                || repeats
                || adds
                || with_it
                || !are_of_one_role(sentence, &parts, (sentence, total), standards)
            {
                continue;
            }
            let first = parts.first().map_or(0, |part| part.range.start);
            let each = words_of.each.end(text.part(..first));
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
                likely: false,
                closed: false,
                parts,
            });
        }
    }
    found
}

/// Mentions of the unit right before, one after the other, back to where the list begins; where they are counted, also
/// those of the clauses before.
fn run_before<'a>(sentence: &'a Sentence, at: usize, unit: &str, counted: bool, words: &PartWords) -> Vec<&'a Mention> {
    let text = sentence.text.as_str();
    let mut run: Vec<&Mention> = Vec::new();
    let before = sentence.mentions.iter().rev().filter(|mention| {
        mention.range.end <= at && self::unit(sentence, mention) == unit && !is_in_brackets(text, mention.range.start)
    });
    let (mut next, mut before_rate) = (at, false);
    for mention in before {
        let gap = outside_brackets(text.part(mention.range.end..next));
        let joined = gap.contains(['、', '，', '和', '及']) && !gap.contains('；') || counted && gap.contains('；');
        let no_part = !before_rate && words.no_parts.are_in(&gap);
        let other = no_part || words.totals.are_in(&gap) || gap.contains(OF_WHICH) || gap.contains('。');
        if !joined || other || mention.sense != Sense::Exact {
            break;
        }
        next = mention.range.start;
        let said = words_before(sentence, mention);
        // 一等奖2个各50万元
        before_rate = words.rates.are_in(&said) || said.ends_with('各');
        if before_rate {
            // 每个5万元、3万元、1万元
            if text.part(mention.range.end..).starts_with('、') {
                run.clear();
            }
            continue;
        }
        run.push(mention);
        let from = sentence.mentions.iter().rfind(|other| other.range.end <= mention.range.start);
        let lead = text.part(from.map_or(0, |other| other.range.end)..mention.range.start);
        if words.each.are_in(lead) || lead.contains(OF_WHICH) || lead.contains("包括") {
            break;
        }
    }
    run.reverse();
    run
}

/// A list goes on to its semicolon; one that begins its sentence, to the end of it. What is said of the sum is no part.
fn end_of_list(text: &str, from: usize, begins: bool, words: &PartWords) -> usize {
    let rest = text.part(from..);
    let stops: &[char] = if begins { &['。'] } else { &['；', '。'] };
    let end = rest.find(stops).unwrap_or(rest.len());
    let words = words.totals.iter().chain([OF_WHICH]).chain(words.each.iter());
    let end = words.filter_map(|word| rest.find(word)).fold(end, usize::min);
    from + end
}

/// What stands between a number and the one before it, in its clause.
fn words_before(sentence: &Sentence, mention: &Mention) -> String {
    let before = sentence.mentions.iter().rfind(|other| other.range.end <= mention.range.start);
    let lead = sentence.text.part(before.map_or(0, |other| other.range.end)..mention.range.start);
    outside_brackets(lead.rsplit(['；', '。', '：']).next().unwrap_or_default())
}

/// What a part of a list that begins there is called.
fn name_of(sentence: &Sentence, from: usize, part: &Mention) -> String {
    let before = sentence.mentions.iter().rfind(|other| other.range.end <= part.range.start);
    let from = before.map_or(from, |other| other.range.end.max(from));
    sentence.text.part(from..part.range.start).trim_start_matches(|c| !is_han(c)).to_string()
}

/// 其中中央资金6050万元，支出5950万元: of the part before it, no other part; 干部100份、群众500份，收回582份: what follows is of all.
/// 完成甲50个，完成乙60个 are parts.
fn without_others(sentence: &Sentence, from: usize, parts: &mut Vec<&Mention>, anew: &Words) {
    let text = sentence.text.as_str();
    let is_other = |part: &&Mention| begins_anew(text.part(from..part.range.start), anew);
    match parts.iter().position(is_other) {
        Some(own) if own > 1 => parts.truncate(own),
        Some(_) => {
            let first = parts.first().map_or(String::new(), |part| name_of(sentence, from, part));
            let alike = |part: &Mention| {
                let words = name_of(sentence, from, part);
                anew.iter().any(|verb| first.starts_with(verb) && words.starts_with(verb))
            };
            let parallel = parts.iter().skip(1).all(|part| alike(part));
            parts.retain(|part| parallel || !is_other(part));
        }
        None => {}
    }
}

/// Does the last clause of these words begin with one of the verbs?
fn begins_anew(words: &str, anew: &Words) -> bool {
    words.rsplit_once('，').is_some_and(|(_, clause)| anew.begin(clause))
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

/// What stands behind a number: its unit, or a character that no list has: 96尊.
pub(super) fn unit<'a>(sentence: &'a Sentence, mention: &'a Mention) -> &'a str {
    if !mention.unit.is_empty() {
        // 台（套）
        return mention.unit.split('（').next().unwrap_or_default();
    }
    let rest = sentence.text.part(mention.range.end..);
    let counted = rest.chars().next().filter(|c| is_han(*c) && !NO_UNITS.contains(c));
    rest.part(..counted.map_or(0, char::len_utf8))
}

fn units(sentence: &Sentence, range: Range<usize>) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    for mention in sentence.mentions.iter().filter(|mention| range.contains(&mention.range.start)) {
        let unit = unit(sentence, mention);
        if !["", "%", "分"].contains(&unit) && !units.iter().any(|known| known == unit) {
            units.push(unit.to_string());
        }
    }
    units
}

/// 84台, 6间（台）
fn is_of_unit(sentence: &Sentence, mention: &Mention, unit: &str) -> bool {
    let own = self::unit(sentence, mention);
    let number = mention.range.end - mention.unit.len().min(mention.range.end);
    let behind = sentence.text.part(number..).strip_prefix(own).and_then(|rest| rest.strip_prefix('（'));
    let is_other = |behind: &str| behind.strip_prefix(unit).is_some_and(|rest| rest.starts_with('）'));
    own == unit || !unit.is_empty() && behind.is_some_and(is_other)
}

/// The numbers of the unit, without those in brackets.
fn parts_of<'a>(sentence: &'a Sentence, range: Range<usize>, unit: &str) -> Vec<&'a Mention> {
    let inside = |mention: &&Mention| range.contains(&mention.range.start) && is_of_unit(sentence, mention, unit);
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
    let unit = unit(sentence, parts.first()?);
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
        standards.money.changes.are_in(clause) || standards.parts.differences.are_in(clause)
    };
    // 131个，平均每县6个，其中…; 户均补助1.7万元，其中…
    let is_average = |mention: &&Mention| {
        let lead = text.part(..mention.range.start);
        let clause = lead.rsplit(['，', '；', '。', '（']).next().unwrap_or_default();
        standards.parts.rates.are_in(clause) || clause.ends_with('均')
    };
    // 为目标8600亩的101.74%，其中…
    let is_base = |mention: &&Mention| {
        let rest = text.part(mention.range.end..);
        let behind = rest.strip_prefix('（').and_then(|rest| rest.split_once('）')).map_or(rest, |(_, behind)| behind);
        behind.strip_prefix('的').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let total = before
        .find(|mention| !is_base(mention) && (word != OF_WHICH || !is_difference(mention) && !is_average(mention)))?;
    let kinds = &standards.parts.kinds;
    let near = match word {
        COLON => between.is_empty() || between == "资金",
        AMONG => outside.chars().count() <= 6 && !outside.contains(['，', '。', '；', '、']),
        _ if standards.parts.uses.have(word) => {
            between.chars().count() <= most && !between.contains(['。', '；', '、'])
        }
        FIRST | INCLUDING => between == "，",
        THAT_IS => between.is_empty(),
        // 49000名学生全部享受“两免一补”政策，其中…: in the clause of the total.
        OF_WHICH if !between.trim_end_matches('，').contains('，') => {
            between.chars().count() <= 24 && !between.contains(['。', '；'])
        }
        OF_WHICH => between.chars().count() <= 12 && !between.contains(['。', '；']),
        // 余款28.8万元为尾款和结算款，分别为20万元和8万元
        _ if between == "，" => true,
        _ => between.starts_with('为') && !between.contains(['。', '；']) || says_count(between, parts.len(), kinds),
    };
    let persons = &standards.proportions.persons;
    let alike =
        |part: &&Mention| unit == self::unit(sentence, total) || persons.have(&part.unit) && persons.have(&total.unit);
    let fits = parts.len() > 1 && parts.first().is_some_and(alike);
    (near && fits && total.sense == Sense::Exact).then_some((sentence, total))
}

/// The number of the sentence before of which these are parts: where several have the unit, one that they make up, else
/// the largest.
fn total_above<'a>(
    above: &'a Sentence,
    unit: &str,
    parts: &[&Mention],
    rates: &Words,
) -> Option<(&'a Sentence, &'a Mention)> {
    parts.get(1)?;
    let candidates = || {
        above.mentions.iter().filter(|mention| {
            let rate = rates.are_in(&words_before(above, mention));
            let alone = !rate && !is_in_brackets(&above.text, mention.range.start);
            self::unit(above, mention) == unit && mention.sense == Sense::Exact && alone
        })
    };
    let meant = candidates().find(|total| is_sum(total, parts)).or(candidates().find(|total| is_swapped(total, parts)));
    Some((above, meant.or(candidates().max_by_key(|total| total.amount))?))
}

/// Of several the one that they would make up, if two digits of it or of one of them were not changed about.
fn swapped_above<'a>(
    above: &'a Sentence,
    unit: &str,
    parts: &[&Mention],
    rates: &Words,
) -> Option<(&'a Sentence, &'a Mention)> {
    total_above(above, unit, parts, rates).filter(|(_, total)| is_swapped(total, parts))
}

/// All that the sentence before tells of in this unit, if it is as many as are counted and looks like what they make up.
fn counted_above<'a>(above: &'a Sentence, count: usize, total: (&'a Sentence, &'a Mention)) -> Option<Listed<'a>> {
    let parts = parts_of(above, 0..above.text.len(), &total.1.unit);
    let wrong = parts.len() == count && !is_sum(total.1, &parts) && is_slip_of(total.1, &parts);
    wrong.then_some(Listed { sentence: above, total, parts, sure: true, open: false, likely: false, closed: false })
}

/// Numbers of one unit, one after the other, each with its name, that would make up a number said before them if one of all
/// were not written as it looks like: 3420户。按对象分，甲1356户，乙512户，…. Told as a doubt where nothing says that they are its parts.
fn likely<'a>(sentence: &'a Sentence, above: Option<&'a Sentence>, standards: &Standards) -> Option<Listed<'a>> {
    let text = sentence.text.as_str();
    let before = |from: usize| {
        let own = sentence.mentions.iter().filter(move |mention| mention.range.end <= from);
        let own = own.rev().map(move |mention| (sentence, mention));
        own.chain(above.into_iter().flat_map(|above| above.mentions.iter().map(move |mention| (above, mention))))
    };
    let runs = units(sentence, 0..text.len()).into_iter().flat_map(|unit| runs_of(sentence, &unit, &standards.parts));
    let runs: Vec<Vec<&Mention>> = runs.collect();
    let is_total = |(said, total): &(&Sentence, &Mention), parts: &[&Mention]| {
        let largest = parts.iter().map(|part| part.amount).max().unwrap_or_default();
        let sum: Decimal = parts.iter().map(|part| part.amount).sum();
        let first = parts.first().copied();
        first.is_some_and(|first| unit(said, total) == unit(sentence, first))
            && total.sense == Sense::Exact
            && total.amount > largest
            && sum < total.amount * Decimal::TWO
            && sum * Decimal::TWO > total.amount
    };
    let known: Vec<(&Sentence, &Mention)> = before(text.len()).collect();
    for run in &runs {
        let largest = run.iter().map(|part| part.amount).max().unwrap_or_default();
        let is_said =
            |parts: &[&Mention]| known.iter().any(|(_, total)| total.amount > largest && is_sum(total, parts));
        let from_to = (0..run.len()).flat_map(|from| (from + 2..=run.len()).map(move |to| (from, to)));
        if from_to.clone().any(|(from, to)| run.get(from..to).is_some_and(is_said)) {
            continue;
        }
        for parts in (0..run.len().saturating_sub(1)).filter_map(|from| run.get(from..)) {
            let Some(first) = parts.first() else { continue };
            let introduced = |total: &Mention, said: &Sentence| {
                let lead = text.part(if std::ptr::eq(said, sentence) { total.range.end } else { 0 }..first.range.start);
                let lists = [OF_WHICH, INCLUDING, THAT_IS, COLON, DIVIDED].iter().any(|word| lead.contains(word));
                lists || [&standards.parts.each, &standards.parts.composed].iter().any(|words| words.are_in(lead))
            };
            let total = before(first.range.start).find(|total| is_total(total, parts) && is_slip_of(total.1, parts));
            // 计划24座，完工21座，在建3座
            let in_two = |total: &Mention, said: &Sentence| match parts {
                [done, undone] => {
                    let undone = words_before(sentence, undone);
                    standards.changes.aims.are_in(&words_before(said, total))
                        && standards.changes.done.are_in(&words_before(sentence, done))
                        && standards.parts.undone.are_in(&undone)
                }
                _ => false,
            };
            let total = total.filter(|(said, total)| parts.len() > 2 || introduced(total, said) || in_two(total, said));
            let total = total.filter(|total| are_of_one_role(sentence, parts, *total, standards));
            if let Some(total) = total {
                let lead = text.part(..first.range.start);
                let sure = [OF_WHICH, DIVIDED].iter().any(|word| lead.contains(word));
                return Some(Listed {
                    sentence,
                    total,
                    parts: parts.to_vec(),
                    sure,
                    open: false,
                    likely: true,
                    closed: false,
                });
            }
        }
    }
    None
}

/// 甲1536台、乙1280台（25%）、丙768台; 第一批9800万元，占78%；第二批2800万元.
fn runs_of<'a>(sentence: &'a Sentence, unit: &str, words: &PartWords) -> Vec<Vec<&'a Mention>> {
    const LONGEST_GAP: usize = 26;
    let text = sentence.text.as_str();
    let of_unit = sentence.mentions.iter().filter(|mention| is_of_unit(sentence, mention, unit));
    let mut runs: Vec<Vec<&Mention>> = Vec::new();
    for mention in of_unit.filter(|mention| mention.sense == Sense::Exact) {
        let said = words_before(sentence, mention);
        let named = said.contains(is_han);
        let alone = words.no_parts.are_in(&said) || words.totals.are_in(&said) || words.rates.are_in(&said);
        let goes_on = runs.last().and_then(|run| run.last()).is_some_and(|last| {
            let gap = outside_brackets(text.part(last.range.end..mention.range.start));
            let gap = gap.trim_start_matches('）');
            gap.chars().count() <= LONGEST_GAP
                && gap.contains(['、', '，', '；', '和'])
                && !gap.contains(['。', '：'])
                && ![OF_WHICH, DIVIDED].iter().any(|word| gap.contains(word))
                && is_in_brackets(text, last.range.start) == is_in_brackets(text, mention.range.start)
        });
        match runs.last_mut().filter(|_| goes_on && !alone && (named || said.ends_with(['、', '和']))) {
            Some(run) => run.push(mention),
            None => runs.push(if alone { Vec::new() } else { vec![mention] }),
        }
    }
    runs.retain(|run| run.len() > 1);
    runs
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
    let spent = standards.money.spent.end(lead);
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
        let words = |words: &Words| words.iter().filter_map(|word| clause.rfind(word)).max();
        [words(&standards.money.spent), words(&standards.money.given), words(&standards.parts.states)]
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

/// Would they make it up, if one of the numbers were written as it looks like?
pub(super) fn is_slip_of(total: &Mention, parts: &[&Mention]) -> bool {
    is_off_by(total, parts, is_slip)
}

fn is_swapped(total: &Mention, parts: &[&Mention]) -> bool {
    is_off_by(total, parts, is_swap)
}

fn is_off_by(total: &Mention, parts: &[&Mention], looks_like: fn(Decimal, Decimal) -> bool) -> bool {
    let sum: Decimal = parts.iter().map(|part| part.amount).sum();
    let shortfall = total.amount - sum;
    looks_like(total.amount, sum) || parts.iter().any(|part| looks_like(part.amount, part.amount + shortfall))
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
fn says_count(text: &str, count: usize, kinds: &Words) -> bool {
    (2..=10).contains(&count)
        && kinds.iter().any(|word| {
            text.match_indices(word).any(|(at, _)| number_before(text.part(..at)).is_some_and(|stated| stated == count))
        })
}

/// …六项, …三类建筑物: with nothing else after it.
fn ends_with_count(text: &str, count: usize, kinds: &Words) -> bool {
    const LONGEST_NOUN: usize = 4;
    let clause = text.rsplit(['，', '；', '。', '、', '：']).next().unwrap_or_default();
    kinds.iter().any(|word| {
        clause.rsplit_once(word).is_some_and(|(before, noun)| {
            noun.chars().count() <= LONGEST_NOUN && number_before(before).is_some_and(|stated| stated == count)
        })
    })
}

pub(super) fn number_before(text: &str) -> Option<usize> {
    let text = text.trim_end_matches('个');
    let digits: String = text.chars().rev().take_while(char::is_ascii_digit).collect();
    if !digits.is_empty() {
        return digits.chars().rev().collect::<String>().parse().ok();
    }
    let last = text.chars().next_back()?;
    if last == '两' { Some(2) } else { chinese_number(&last.to_string()).and_then(|value| value.try_into().ok()) }
}

/// Where money comes from: whoever names the centre and another names all of them.
pub(super) fn is_whole(text: &str, words: &PartWords) -> bool {
    names_all_levels(text, words) && !words.spent.are_in(text)
}

fn names_all_levels(text: &str, words: &PartWords) -> bool {
    text.contains("中央") && words.levels.are_in(text)
}

/// 中央占70%、省级占20%、市县占10%: shares that stand side by side and do not make a hundred; sure where they are those of
/// all levels.
pub(super) fn wrong_shares<'a>(sentence: &'a Sentence, words_of: &PartWords) -> Option<(Vec<&'a Mention>, bool)> {
    let text = sentence.text.as_str();
    let rates: Vec<&Mention> =
        sentence.mentions.iter().filter(|mention| mention.unit == "%" && mention.sense == Sense::Exact).collect();
    let joined = |one: &&Mention, next: &&Mention| {
        let between = text.part(one.range.end..next.range.start);
        between.starts_with(['、', '，', '和', '与', '及'])
            && between.chars().count() <= 14
            && !between.contains(['；', '。', '（'])
            && !sentence
                .mentions
                .iter()
                .any(|other| other.range.start >= one.range.end && other.range.end <= next.range.start)
    };
    rates.chunk_by(joined).filter(|run| run.len() > 2).find_map(|run| {
        let (first, last) = run.first().zip(run.last())?;
        let before = text.part(..first.range.start);
        let clause = before.rsplit(['；', '。']).next().unwrap_or_default();
        let lead = before.rsplit(['，', '；', '。', '：']).next().unwrap_or_default();
        let words = format!("{lead}{}", text.part(first.range.start..last.range.end));
        let own = |share: &&Mention| {
            let lead = text.part(..share.range.start).trim_end_matches(['为', '比']);
            lead.ends_with('占')
        };
        let named = words_of.shares.are_in(clause) || lead.contains('占');
        let others = words.contains('等') || words.contains(OF_WHICH) || words_of.no_shares.are_in(&words);
        let sum: Decimal = run.iter().map(|share| share.amount).sum();
        let short = Decimal::ONE_HUNDRED - sum;
        let hidden: Decimal = run.iter().map(|share| share.hidden()).sum();
        let levels = run.iter().all(own) && names_all_levels(&words, words_of);
        let slip = run.iter().any(|share| is_slip(share.amount, share.amount + short));
        let near = short.abs() <= Decimal::from(MOST_SHORT)
            && (run.iter().all(own) || named)
            && (slip || short.is_sign_negative() || short <= Decimal::from(3) || words_of.weights.are_in(lead));
        (!others && short.abs() > hidden && (levels || near)).then(|| (run.to_vec(), levels))
    })
}

/// Shares that are further from a hundred are not all there, or not of one thing.
const MOST_SHORT: i64 = 10;
