#![doc = include_str!("../../../docs/rules/Z732.md")]

use rust_decimal::Decimal;

use crate::base::finding::{Finding, Severity};
use crate::base::number::plain;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::model::number::round;
use crate::model::standards::{ChangeWords, DifferenceWords, Standards};
use crate::model::words::Words;
use crate::prose::around::is_in_brackets;
use crate::prose::{Mention, Sense, is_slip};
use crate::reading::finished::read_document::{ReadDocument, Sentence};

use super::elsewhere;
use super::gaps;
use super::listed_parts::outside_brackets;
use super::money_structure::is_with_some_of;
use super::reckoned::{self, says_left};
use super::said_amounts::{Amount, amounts, is_rate, lead, percent};
use super::spans;

pub const RULE: Rule = Rule {
    code: "Z732",
    title: "增减、剩余算得对",
    doc: include_str!("../../../docs/rules/Z732.md"),
    needs: &[],
    check: Check::Document(check),
};

const POINTS: &str = "百分点";
const MARKS: &str = "分";

fn check(facts: &ReadDocument, standards: &Standards) -> Outcome {
    let (words, mut findings) = (&standards.changes, Vec::new());
    let all: Vec<(&Sentence, Vec<Amount>)> =
        facts.sentences.iter().map(|sentence| (sentence, amounts(sentence))).collect();
    for (index, (sentence, said)) in all.iter().enumerate() {
        findings.extend(changes(sentence, said, words));
        findings.extend(points(facts, sentence, said, words));
        findings.extend(growth(sentence, said, words));
        findings.extend(left(sentence, said, words));
        findings.extend(limits(sentence, words));
        findings.extend(from_target(sentence, said, (words, &standards.differences)));
        findings.extend(still_missing(sentence, said, (words, &standards.differences)));
        findings.extend(added(sentence, said, words));
        findings.extend(net(sentence, said, words));
        findings.extend(running(sentence, said, words));
        let above = left_above(&all, index, words, &standards.money.spent);
        findings.extend(above.or_else(|| left_of_another(&all, index, (words, &standards.money.spent))));
    }
    let others = reckoned::of_sentences(facts, |near| {
        let mut found = gaps::gaps(near, words, RULE.code);
        found.extend(spans::spans(near, facts.year, words, RULE.code));
        let is_told = |other: &Finding| found.iter().any(|told| told.numbers == other.numbers);
        let far = elsewhere::differences(near, standards, RULE.code);
        let far: Vec<Finding> = far.into_iter().filter(|other| !is_told(other)).collect();
        found.extend(far);
        found
    });
    let is_told =
        |other: &Finding| findings.iter().any(|told| told.locations == other.locations && told.actual == other.actual);
    let others: Vec<Finding> = others.into_iter().filter(|other| !is_told(other)).collect();
    findings.extend(others);
    Outcome::of(findings)
}

fn fault(severity: Severity, message: &str, expected: String, actual: &str, sentence: &Sentence) -> Finding {
    Finding::new(RULE.code, severity, message)
        .expected(expected)
        .actual(format!("{actual}（{}）", sentence.text))
        .at(&sentence.place)
        .hint("重新算，改正错的一个数；说的不是同一回事的，把句子写清楚。")
}

/// 比68.3亿元增加8.2亿元; 由515元提高到581元，提高66元.
fn changes(sentence: &Sentence, said: &[Amount], words: &ChangeWords) -> Vec<Finding> {
    let text = sentence.text.as_str();
    let mut found = Vec::new();
    for (at, change) in said.iter().enumerate() {
        let lead = lead(text, change).trim_end_matches(['了', '约', '为']);
        let (more, less) = (words.more.end(lead), words.less.end(lead));
        if !more && !less {
            continue;
        }
        let said_before = said.get(..at).unwrap_or_default();
        let Some((now, before)) = compared(text, said_before, change, said.get(at + 1), words) else { continue };
        let by = |now: &Amount| if more { now.value - before.value } else { before.value - now.value };
        // Whichever amount before it fits is meant.
        let fits = |now: &&Amount| {
            let rest = Amount { value: by(now), hidden: now.hidden + before.hidden, ..before.clone() };
            let rate = percent(&rest, before).filter(|_| change.unit == "%");
            now.unit == before.unit
                && rate.is_some_and(|(rate, moved)| (rate - change.value).abs() <= change.hidden + moved)
        };
        let earlier = said_before.iter().filter(|now| now.from < before.from);
        let now = earlier.rev().find(fits).unwrap_or(now);
        let difference = by(now);
        let hidden = now.hidden_unless_whole() + before.hidden_unless_whole() + change.hidden_unless_whole();
        let unit = text.part(change.from..).trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let difference = if words.graded.begin(unit) { difference.abs() } else { difference };
        // 由86条优化为92条，新增12条、撤销6条
        let back = said.get(at + 1).filter(|back| back.unit == change.unit && text.part(change.to..).starts_with('、'));
        if back.is_some_and(|back| (change.value - back.value).abs() == difference.abs()) {
            continue;
        }
        let is_difference = (difference - change.value).abs() <= hidden;
        let shown_numbers = (now.written.as_str(), before.written.as_str());
        if change.unit == "%" && now.unit != "%" {
            let rest = Amount { value: difference, hidden: now.hidden + before.hidden, ..before.clone() };
            let Some((rate, moved)) = percent(&rest, before) else { continue };
            if (rate - change.value).abs() > change.hidden + moved {
                let expected = format!("{}%（{}比{}）", plain(round(rate, 2)), shown_numbers.0, shown_numbers.1);
                found.push(fault(Severity::Error, "增减的百分比算得不对", expected, &change.written, sentence));
            }
        } else if is_difference && change.unit == POINTS && difference != change.value {
            // 65%，比60%高6个百分点: within what rounding may hide, and not as it is written.
            let expected = format!("{}（{}比{}）", change.say(difference), shown_numbers.0, shown_numbers.1);
            found.push(fault(Severity::Warning, "增减的数和写出来的两个数对不上", expected, &change.written, sentence));
        } else if !is_difference {
            let rate = percent(&Amount { value: difference, ..before.clone() }, before);
            if change.unit == "%"
                && rate.is_some_and(|(rate, moved)| (rate - change.value).abs() <= change.hidden + moved)
            {
                continue;
            }
            let expected = format!("{}（{}比{}）", change.say(difference), shown_numbers.0, shown_numbers.1);
            found.push(fault(Severity::Error, "增减的数算得不对", expected, &change.written, sentence));
        }
    }
    found
}

/// （上年, （2019年
fn opens_with_year(words: &str) -> bool {
    words.starts_with('（') && words.contains('年') && words.chars().count() <= 10
}

/// The two that a change is between: now, and before.
fn compared<'a>(
    text: &str,
    said: &'a [Amount],
    change: &Amount,
    behind: Option<&'a Amount>,
    words: &ChangeWords,
) -> Option<(&'a Amount, &'a Amount)> {
    let fits = |amount: &&'a Amount| match change.unit.as_str() {
        POINTS => amount.unit == "%",
        "%" => true,
        unit => amount.unit == unit,
    };
    let all = said;
    // 78.6%，高于目标（78%）0.6个百分点，比上年的76.9%提高1.7个百分点: what it differs by is no value.
    let is_value =
        |amount: &&Amount| !is_in_brackets(text, amount.from) && (change.unit != POINTS || amount.unit != POINTS);
    let said: Vec<&Amount> = said.iter().filter(is_value).collect();
    // 57.6亿立方米，同比增长7.66%（上年54亿立方米）
    if let Some(before) = behind.filter(|before| is_in_brackets(text, before.from))
        && let Some(now) = all.last().filter(|now| now.unit == before.unit && !is_in_brackets(text, now.from))
    {
        let gap = text.part(now.to..change.from);
        let of_year = opens_with_year(text.part(change.to..before.from));
        let near = gap.starts_with('，') && gap.chars().count() <= 10 && !gap.contains(['；', '。']);
        if of_year && near {
            return Some((now, before));
        }
    }
    if let [.., now, before] = all
        && is_in_brackets(text, before.from)
        && !is_in_brackets(text, now.from)
        && now.unit == before.unit
        && fits(&now)
    {
        let (opens, gap) = (text.part(now.to..before.from), text.part(before.to..change.from));
        // 99.2%，比国家要求（≥95%）高4.2个百分点
        let compares = (opens.starts_with("，比") || opens.starts_with("，较")) && opens.chars().count() <= 16;
        let is_base = compares && gap.starts_with('）') && gap.chars().count() <= 4;
        // 57.6亿元（上年54亿元），增长7.66%
        let of_year = opens_with_year(opens) && gap.starts_with("），") && gap.chars().count() <= 8;
        if is_base || of_year {
            return Some((now, before));
        }
    }
    // 比上年的54800万元增加3200万元，增长5.84%: of the same two.
    let (first, second, stepped) = match said.as_slice() {
        [.., first, second, step] if change.unit == "%" && is_step(text, second, step, change, words) => {
            (*first, *second, true)
        }
        [.., first, second] => (*first, *second, false),
        _ => return None,
    };
    // 93%，比上年的90.2%提升2.8个百分点，比目标值90%高3个百分点: what was compared with before is not what is.
    let is_base = |amount: &Amount| lead(text, amount).starts_with(['比', '较']);
    let earlier = || said.iter().rev().find(|now| now.to <= first.from && now.unit == second.unit && !is_base(now));
    let first = if is_base(first) { earlier().copied().unwrap_or(first) } else { first };
    let second = Some(second).filter(fits)?;
    let nearest = first.to;
    // 12.6万亩，其中甲7.8万亩、乙4.8万亩，比目标12万亩多0.6万亩: all of it is meant.
    let parts = |from: usize| said.iter().filter(|amount| amount.from > from && amount.to <= first.to).count() > 1;
    let segment = text.part(..first.from).rfind('；').unwrap_or_default();
    let total = text.part(..first.from).rfind("其中").filter(|at| *at > segment && parts(*at));
    let total = total.and_then(|at| said.iter().rfind(|amount| amount.to <= at).copied());
    let first = Some(total.unwrap_or(first)).filter(|first| first.unit == second.unit)?;
    let between = outside_brackets(text.part(nearest..second.from));
    let between = between.as_str();
    let behind = said.last().filter(|last| last.from > second.from).map_or(second.to, |step| step.to);
    let after = text.part(behind..change.from);
    if after.chars().count() > 8 || between.contains(['；', '。', '（']) || after.contains(['；', '。', '（', '）'])
    {
        return None;
    }
    // 由515元提高到581元
    let from = lead(text, first);
    if from.contains(['由', '从']) && between.contains(['到', '至', '为']) && !between.contains(['，', '、']) {
        // 乙提高66元 is another's.
        let verb =
            lead(text, change).trim_start_matches(['同', '比', '净', '共', '均']).trim_end_matches(['了', '约', '为']);
        return (words.more.have(verb) || words.less.have(verb)).then_some((second, first));
    }
    // 76.5亿元，比年初的68.3亿元增加8.2亿元
    let longest = if between.contains(POINTS) { 30 } else { 16 };
    let base =
        between.chars().count() <= longest && between.contains(['比', '较']) && (stepped || !after.contains('，'));
    base.then_some((first, second))
}

/// 支出15876万元，较2023年增加996万元，增长6.69%: of what it was before, which is not said.
fn growth(sentence: &Sentence, said: &[Amount], words: &ChangeWords) -> Vec<Finding> {
    let text = sentence.text.as_str();
    let wrong = said.windows(3).filter_map(|three| {
        let [now, step, rate] = three else { return None };
        let (of_step, of_rate) = (text.part(now.to..step.from), text.part(step.to..rate.from));
        let more = words.more.end(of_step) && words.more.have(of_rate.trim_start_matches('，'));
        let less = words.less.end(of_step) && words.less.have(of_rate.trim_start_matches('，'));
        let compares = of_step.starts_with("，较") || of_step.starts_with("，比");
        let near = of_step.chars().count() <= 14 && !of_step.contains(['；', '。', '、', '（', '）']);
        let before = if more { now.value - step.value } else { now.value + step.value };
        let fits = now.unit == step.unit && !["%", ""].contains(&step.unit.as_str()) && rate.unit == "%";
        // 比目标2000万元多86万元: of what is said.
        let told = compares && near && (more || less) && fits && before > Decimal::ZERO;
        let whole = Amount { value: before, hidden: now.hidden + step.hidden, ..now.clone() };
        let (found, moved) = percent(step, &whole).filter(|_| told)?;
        let apart = (found - rate.value).abs() > rate.hidden + moved;
        // 控制价4400万元，合计4190万元，比控制价节约210万元，节约率4.77%: it is said.
        let of_two = |one: &Amount, base: &Amount| {
            let by = Amount { value: (one.value - base.value).abs(), ..one.clone() };
            one.unit == base.unit && is_rate(rate, &by, base)
        };
        let is_said = said.iter().any(|one| said.iter().any(|base| of_two(one, base)));
        (apart && !is_said).then(|| {
            let expected = format!("{}%（{}÷{}）", plain(round(found, 2)), step.written, now.say(before));
            fault(Severity::Error, "增减的百分比算得不对", expected, &rate.written, sentence)
        })
    });
    wrong.collect()
}

/// Of changes, and of how far it is from a target.
type TargetWords<'w> = (&'w ChangeWords, &'w DifferenceWords);

/// 年初目标值, 指标值, 年度任务
fn names_target(lead: &str, words: &ChangeWords) -> bool {
    lead.ends_with("指标值") || words.bounds.end(lead.trim_end_matches('值'))
}

/// 2076人，超过目标2000人76人; 2044人，距目标2100人还差56人: the target stands right before the difference.
fn from_target(sentence: &Sentence, said: &[Amount], (words, of_target): TargetWords) -> Vec<Finding> {
    let text = sentence.text.as_str();
    let wrong = said.windows(3).filter_map(|three| {
        let [now, target, change] = three else { return None };
        let between = text.part(now.to..target.from);
        let clause = between.strip_prefix('，').filter(|clause| !clause.contains(['，', '；', '。', '、']))?;
        let rest =
            of_target.beyond.iter().chain(&of_target.compared).find_map(|word| clause.strip_prefix(word.as_str()))?;
        // 高出上年91.8%2.5个百分点
        let named = names_target(rest, words) || of_target.last_year.iter().any(|word| rest.ends_with(word.as_str()));
        let gap = text.part(target.to..change.from);
        // What is more or less than something is a change (比目标2000人多86人).
        let near = gap.is_empty() || gap.trim_start_matches('，').chars().count() <= 2 && gap.ends_with('差');
        let same = now.unit == target.unit
            && (change.unit == target.unit || change.unit == POINTS && target.unit == "%")
            && !["", "%"].contains(&change.unit.as_str());
        let apart = (now.value - target.value).abs();
        let hidden = now.hidden_unless_whole() + target.hidden_unless_whole() + change.hidden_unless_whole();
        let wrong = named && near && same && (apart - change.value).abs() > hidden;
        wrong.then(|| {
            let expected = format!("{}（{}比{}）", change.say(apart), now.written, target.written);
            fault(Severity::Error, "增减的数算得不对", expected, &change.written, sentence)
        })
    });
    wrong.collect()
}

/// 治理171.2公里，为年度任务186公里的92.04%，还差14.8公里.
fn still_missing(sentence: &Sentence, said: &[Amount], (words, of_target): TargetWords) -> Vec<Finding> {
    let text = sentence.text.as_str();
    let mut found = Vec::new();
    for (at, change) in said.iter().enumerate() {
        if !of_target.missing.iter().any(|word| word == lead(text, change)) {
            continue;
        }
        let same = said.get(..at).unwrap_or_default().iter().filter(|amount| amount.unit == change.unit);
        let [.., now, target] = same.collect::<Vec<_>>()[..] else { continue };
        let named = lead(text, target);
        let is_target = names_target(named, words);
        let apart = text.part(now.from..change.from).contains(['；', '。']) || change.unit.is_empty();
        let hidden = now.hidden_unless_whole() + target.hidden_unless_whole() + change.hidden_unless_whole();
        let missing = target.value - now.value;
        if is_target && !apart && missing > Decimal::ZERO && (missing - change.value).abs() > hidden {
            let expected = format!("{}（{}减{}）", change.say(missing), target.written, now.written);
            found.push(fault(Severity::Error, "增减的数算得不对", expected, &change.written, sentence));
        }
    }
    found
}

/// 增加3200万元，增长5.84%: the difference that the percentage is said beside.
fn is_step(text: &str, second: &Amount, step: &Amount, change: &Amount, words: &ChangeWords) -> bool {
    let lead = text.part(second.to..step.from);
    let rest = text.part(step.to..change.from);
    step.unit == second.unit
        && (words.more.end(lead) || words.less.end(lead))
        && rest.starts_with('，')
        && rest.chars().count() <= 5
}

/// 上年执行率86.4%，本年度提高3.6个百分点: this year's rate stands in the form.
fn points(facts: &ReadDocument, sentence: &Sentence, said: &[Amount], words: &ChangeWords) -> Option<Finding> {
    let text = sentence.text.as_str();
    let form = facts.form.as_ref()?;
    let changes = |amount: &Amount| {
        let lead = lead(text, amount).trim_end_matches('了');
        amount.unit == POINTS || amount.unit == MARKS && (words.more.end(lead) || words.less.end(lead))
    };
    let at = said.iter().position(changes)?;
    let change = said.get(at)?;
    let of_score = change.unit == MARKS;
    let unit = if of_score { MARKS } else { "%" };
    let [before] = said.get(..at)?.iter().filter(|amount| amount.unit == unit).collect::<Vec<_>>()[..] else {
        return None;
    };
    let of_change = lead(text, change).trim_end_matches('了');
    let (more, less) = (words.more.end(of_change), words.less.end(of_change));
    let own = words.levels.are_in(text.part(..before.from));
    let near = text.part(before.to..change.from).chars().count() <= 20;
    let named = if of_score { ["总分", "得分"] } else { ["执行率"; 2] };
    let is_execution = named.iter().any(|word| lead(text, before).contains(word))
        && (lead(text, before).contains("上") || text.part(..before.from).contains("年度"));
    if !(more || less) || own || !near || !is_execution {
        return None;
    }
    let difference = |now: Decimal| if more { now - before.value } else { before.value - now };
    let rates = form.money.iter().filter_map(|row| {
        let rate = row.executed?.checked_div(row.budget?)?.checked_mul(Decimal::ONE_HUNDRED)?;
        Some(round(rate, 2))
    });
    let rates: Vec<Decimal> = match &form.total {
        Some(total) if of_score => vec![total.points],
        _ if of_score => return None,
        _ => rates.collect(),
    };
    let hidden = change.hidden + before.hidden + Decimal::new(5, 2);
    if rates.iter().any(|rate| (difference(*rate) - change.value).abs() <= hidden) {
        return None;
    }
    let now = *rates.first()?;
    let what = if of_score { "总分" } else { "执行率" };
    let (by, now) = (change.say(difference(now)), plain(now));
    let expected = format!("{by}（自评表的{what}{now}{unit}，比{}）", before.written);
    Some(fault(Severity::Error, &format!("{what}的增减算得不对"), expected, &change.written, sentence))
}

/// 当年预算100万元，加上年结转20万元，可用资金120万元.
fn added(sentence: &Sentence, said: &[Amount], words: &ChangeWords) -> Vec<Finding> {
    let text = sentence.text.as_str();
    let wrong = said.windows(3).enumerate().filter_map(|(at, three)| {
        let [one, more, all] = three else { return None };
        let beside = |from: &Amount, to: &Amount| {
            let between = text.part(from.to..to.from);
            between.starts_with('，') && !between.contains(['；', '。', '（']) && between.chars().count() <= 16
        };
        let adds = words.adds.begin(lead(text, more)) && words.together.begin(lead(text, all));
        let same = one.unit == more.unit && more.unit == all.unit && !["%", "", POINTS].contains(&one.unit.as_str());
        let hidden = one.hidden_unless_whole() + more.hidden_unless_whole() + all.hidden_unless_whole();
        let sum = one.value.checked_add(more.value)?;
        let before = said.get(..at).unwrap_or_default().iter().filter(|before| before.unit == all.unit);
        // 上级1.86亿元，…；配套3400万元，加上结转620万元，共22620万元: with some of what was said before.
        let is_with_others = is_with_some_of(sum, before.map(|before| before.value), all.value);
        let apart = (sum - all.value).abs() > hidden && !is_with_others;
        let wrong = adds && same && beside(one, more) && beside(more, all) && apart;
        wrong.then(|| {
            let expected = format!("{}（{}加{}）", all.say(sum), one.written, more.written);
            fault(Severity::Error, "加起来的数算得不对", expected, &all.written, sentence)
        })
    });
    wrong.collect()
}

/// 年初安排1800万元，6月追加260万元，11月收回90万元，调整后预算1970万元.
fn running(sentence: &Sentence, said: &[Amount], words: &ChangeWords) -> Option<Finding> {
    let text = sentence.text.as_str();
    let last = said.iter().position(|amount| words.adjusted.are_in(lead(text, amount)))?;
    let (total, before) = (said.get(last)?, said.get(..last)?);
    let sign = |amount: &Amount| {
        let lead = lead(text, amount);
        match () {
            () if words.taken_back.are_in(lead) => Some(-amount.value),
            () if words.put_in.are_in(lead) => Some(amount.value),
            () => None,
        }
    };
    let first = before.iter().position(|amount| sign(amount).is_some())?;
    let (base, steps) = (before.get(first.checked_sub(1)?)?, before.get(first..)?);
    let stated: Option<Vec<Decimal>> = steps.iter().map(sign).collect();
    let parts = std::iter::once(base).chain(steps);
    let apart =
        text.part(base.to..total.from).contains(['；', '。', '（']) || text.part(base.to..total.from).contains("其中");
    let alike = !["", "%"].contains(&total.unit.as_str()) && parts.clone().all(|part| part.unit == total.unit);
    let hidden: Decimal = parts.chain([total]).map(Amount::hidden_unless_whole).sum();
    let found = base.value + stated?.into_iter().sum::<Decimal>();
    (alike && !apart && (found - total.value).abs() > hidden).then(|| {
        let steps: String =
            steps.iter().map(|step| format!("、{}", lead(text, step).to_string() + &step.written)).collect();
        let expected = format!("{}（{}{steps}）", total.say(found), base.written);
        let told = fault(Severity::Error, "追加、收回以后的数算得不对", expected, &total.written, sentence);
        told.of_numbers([total.value])
    })
}

/// 减员312人、新增12人，净减300人.
fn net(sentence: &Sentence, said: &[Amount], words: &ChangeWords) -> Vec<Finding> {
    let text = sentence.text.as_str();
    let wrong = said.iter().enumerate().filter_map(|(at, rest)| {
        let before: Vec<&Amount> = said.get(..at)?.iter().filter(|amount| amount.unit == rest.unit).collect();
        let [.., one, other] = before.as_slice() else { return None };
        let near = text.part(one.to..rest.from).chars().count() <= 24 && !text.part(one.to..rest.from).contains('。');
        let difference = (one.value - other.value).abs();
        let hidden = one.hidden_unless_whole() + other.hidden_unless_whole() + rest.hidden_unless_whole();
        let is_net = words.net.have(lead(text, rest)) && !["%", "", POINTS].contains(&rest.unit.as_str());
        (is_net && near && (difference - rest.value).abs() > hidden).then(|| {
            let expected = format!("{}（{}与{}相抵）", rest.say(difference), one.written, other.written);
            fault(Severity::Error, "相抵的数算得不对", expected, &rest.written, sentence)
        })
    });
    wrong.collect()
}

/// 17个问题，已整改13个，其余2个.
fn left(sentence: &Sentence, said: &[Amount], words: &ChangeWords) -> Vec<Finding> {
    let text = sentence.text.as_str();
    let mut found = Vec::new();
    for (at, rest) in said.iter().enumerate() {
        let beside = |amount: &&Amount| amount.unit == rest.unit && !is_in_brackets(text, amount.from);
        let before: Vec<&Amount> = said.get(..at).unwrap_or_default().iter().filter(beside).collect();
        let [.., whole, done] = before.as_slice() else { continue };
        // 2775万元，其中甲2100万元、乙675万元，支出2687.04万元: of all of it.
        let listed =
            text.part(..whole.from).rfind("其中").filter(|at| !text.part(*at..whole.from).contains(['；', '。']));
        let all =
            listed.and_then(|at| before.iter().rfind(|all| all.to <= at && text.part(all.to..at).chars().count() <= 2));
        let whole = all.unwrap_or(whole);
        let behind = ["结转", "顺延", "延至"].iter().any(|word| text.part(rest.to..).starts_with(word));
        let is_left = says_left(lead(text, rest), words) || lead(text, rest).is_empty() && behind;
        if !is_left || ["%", "", POINTS].contains(&rest.unit.as_str()) {
            continue;
        }
        let of_done = lead(text, done);
        let is_done = words.done.are_in(of_done) && !says_left(of_done, words) && !of_done.contains("计划");
        let of_whole = lead(text, whole);
        let between = text.part(whole.from..rest.from).replacen("其中", "", usize::from(all.is_some()));
        let other = words.other.are_in(&between) || words.other.are_in(of_whole);
        let apart = text.part(whole.to..done.from).contains(['；', '。']);
        // 17个，已整改10个，正在整改5个，其余2个: two parts.
        let planned = ["应", "计划", "需"].iter().any(|word| of_whole.starts_with(word));
        let is_part = words.done.are_in(of_whole) && !planned || says_left(of_whole, words);
        // 未完成: of what was 完成.
        let negated = lead(text, rest).trim_start_matches(['但', '仍', '目', '前', '尚']);
        let word: String =
            negated.strip_prefix(['未', '不']).map_or_else(String::new, |word| word.chars().take(2).collect());
        let goes_on = !word.is_empty() || !text.part(done.to..rest.from).contains(['；', '。']);
        let fits = is_done && !is_part && goes_on && of_done.contains(&word);
        if !fits || other || apart || whole.value < done.value {
            continue;
        }
        let sum = done.value + rest.value;
        if (sum - whole.value).abs()
            > whole.hidden_unless_whole() + done.hidden_unless_whole() + rest.hidden_unless_whole()
        {
            let expected = format!("{}（{}减{}）", rest.say(whole.value - done.value), whole.written, done.written);
            let told = fault(Severity::Error, "剩下的数算得不对", expected, &rest.written, sentence);
            found.push(told.of_numbers([rest.value]));
        }
    }
    found
}

/// 信访量18件，控制在10件以内; 满意度83%，高于90%的目标.
fn limits(sentence: &Sentence, words: &ChangeWords) -> Vec<Finding> {
    let text = sentence.text.as_str();
    let pairs = sentence.mentions.windows(2).filter_map(|two| {
        let [value, bound] = two else { return None };
        let gap = text.part(value.range.end..bound.range.start).strip_prefix('，')?;
        let word = gap.trim_start_matches(['均', '都', '已', '全']);
        let highest = words.at_most.have(word);
        if !highest && !words.at_least.have(word) {
            return None;
        }
        let rest = text.part(bound.range.end..);
        let within = ["以内", "以下", "之内"].iter().find_map(|word| rest.strip_prefix(word)).filter(|_| highest);
        let called = rest.strip_prefix('的').and_then(|rest| {
            let rest = ["年度", "年初", "绩效"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
            words.bounds.iter().find_map(|word| rest.strip_prefix(word))
        });
        let plain = rest.starts_with(['，', '。', '；']).then_some(rest).filter(|_| highest);
        let ends = within.or(called).or(plain)?.starts_with(['，', '。', '；', '、', '（']);
        let fits = ends && value.sense == Sense::Exact && value.unit == bound.unit && !value.unit.is_empty();
        let beyond = if highest { value.amount > bound.amount } else { value.amount < bound.amount };
        (fits && beyond && !is_in_brackets(text, value.range.start)).then_some((value, bound, highest))
    });
    let fault_of = |(value, bound, highest): (&Mention, &Mention, bool)| {
        let [value, bound] = [value, bound].map(|mention| text.part(mention.range.clone()));
        let expected = if highest { format!("不多于{bound}的数") } else { format!("不少于{bound}的数") };
        fault(Severity::Error, "数与旁边说的上限、目标自相矛盾", expected, value, sentence)
    };
    pairs.map(fault_of).collect()
}

/// 两项合计支出4976.64万元，综合执行率96.9%，结余159.36万元: of an amount that other sentences say, if it looks like a slip of what
/// would be left of it.
fn left_of_another(all: &[(&Sentence, Vec<Amount>)], index: usize, words: (&ChangeWords, &Words)) -> Option<Finding> {
    let ((sentence, said), (changes, spending)) = (all.get(index)?, words);
    let text = sentence.text.as_str();
    let is_money = |amount: &&Amount| amount.unit == "万元" && !is_in_brackets(text, amount.from);
    let (at, rest) =
        said.iter().enumerate().find(|(_, rest)| is_money(rest) && says_left(lead(text, rest), changes))?;
    let mut before = said.get(..at)?.iter().rev().filter(is_money);
    let spent = before.next().filter(|spent| spending.are_in(lead(text, spent)) && before.next().is_none())?;
    let near = text.part(spent.to..rest.from).chars().count() <= 24;
    let known = all.iter().flat_map(|(_, said)| said).filter(|whole| whole.unit == "万元" && whole.value > spent.value);
    let left = |whole: &Amount| whole.value - spent.value;
    let hidden = |whole: &Amount| whole.hidden + spent.hidden + rest.hidden;
    let explained = known.clone().any(|whole| (left(whole) - rest.value).abs() <= hidden(whole));
    let whole = known.clone().find(|whole| is_slip(rest.value, left(whole))).filter(|_| near && !explained)?;
    let expected = format!("{}（{}减{}）", rest.say(left(whole)), whole.written, spent.written);
    Some(fault(Severity::Warning, "剩下的资金与别处的数对不上", expected, &rest.written, sentence))
}

/// 到位1260万元。…拨付1096.2万元…。未拨付的163.8万元: money that is left, of what the sentences before say.
fn left_above(
    all: &[(&Sentence, Vec<Amount>)],
    index: usize,
    words: &ChangeWords,
    spending: &Words,
) -> Option<Finding> {
    let (sentence, said) = all.get(index)?;
    let rest = said.first().filter(|first| first.unit == "万元" && says_left(lead(&sentence.text, first), words))?;
    let above: Vec<&(&Sentence, Vec<Amount>)> =
        all.get(..index)?.iter().filter(|(other, _)| other.paragraph == sentence.paragraph).collect();
    let money = above.iter().flat_map(|(sentence, said)| {
        said.iter().filter(|amount| amount.unit == "万元").map(move |amount| (sentence.text.as_str(), amount))
    });
    let money: Vec<(&str, &Amount)> = money.collect();
    let is_spent = |text: &str, amount: &Amount| spending.are_in(lead(text, amount));
    let is_given = |text: &str, amount: &Amount| words.given.are_in(lead(text, amount)) && !is_spent(text, amount);
    let given = money.iter().position(|(text, amount)| is_given(text, amount))?;
    let spent = money.iter().skip(given + 1).find(|(text, amount)| is_spent(text, amount))?;
    let (_, whole) = money.get(given)?;
    // Another sum of the document may be what it is left of.
    let known = all.iter().flat_map(|(_, said)| said).filter(|amount| amount.unit == "万元");
    let near = |one: Decimal, other: &Amount| (one - other.value).abs() <= other.hidden + rest.hidden;
    let wholes: Vec<&Amount> = known.collect();
    let explained = money.iter().any(|(_, part)| wholes.iter().any(|whole| near(part.value + rest.value, whole)));
    (!explained && whole.value >= spent.1.value).then(|| {
        let expected = whole.value - spent.1.value;
        let expected = format!("{}（{}减{}）", rest.say(expected), whole.written, spent.1.written);
        fault(Severity::Warning, "剩下的资金与前面的数对不上", expected, &rest.written, sentence)
    })
}
