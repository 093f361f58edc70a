//! By how much two numbers differ, by what part of the one, how many times the one is of the other: 缺口250万元,
//! 节约率4.77%, 增长2倍, 翻一番. Any two numbers of the paragraph that give it make it right.

use rust_decimal::Decimal;

use crate::base::chinese_number::chinese_number;
use crate::base::finding::{Finding, Severity};
use crate::base::number::plain;
use crate::base::text_part::TextPart;
use crate::model::number::round;
use crate::model::standards::ChangeWords;
use crate::model::words::Words;
use crate::prose::around::is_in_brackets;
use crate::prose::is_slip;
use crate::reading::finished::read_document::Sentence;

use super::reckoned::{Near, is_close, moved};
use super::said_amounts::{Amount, lead};

const POINTS: &str = "百分点";
const TIMES: &str = "倍";
/// Of these no difference is taken.
const NO_VALUES: [&str; 5] = ["", "%", TIMES, POINTS, "年"];
/// How far apart a number and what it is made of may stand.
const FAR: usize = 40;
const BESIDE: usize = 26;

#[derive(Clone, Copy, PartialEq)]
enum How {
    By,
    Rate,
    MoreTimes,
    Times,
}

/// A number that its words say to be made of two others.
struct Claim<'a> {
    number: Amount,
    how: How,
    /// What stands before those words: 比计划 of 比计划多.
    before: &'a str,
    /// What it is held against: 目标 of 超目标.
    aim: &'a str,
}

/// What a claim is made of.
struct Pair {
    now: Amount,
    base: Amount,
    /// Their words say which is which.
    named: bool,
    /// And that it is of these two.
    sure: bool,
}

impl How {
    fn of(self, now: Decimal, base: Decimal) -> Option<Decimal> {
        match self {
            How::By => Some((now - base).abs()),
            How::Rate => (now - base).abs().checked_mul(Decimal::ONE_HUNDRED)?.checked_div(base),
            How::MoreTimes => (now - base).checked_div(base),
            How::Times => now.checked_div(base),
        }
    }
}

pub(super) fn gaps(near: &Near, words: &ChangeWords, code: &'static str) -> Vec<Finding> {
    let claims = claims(near, words);
    let wrong = claims.iter().filter_map(|claim| {
        let pair = operands(near, claim, &claims, words)?;
        let (Pair { now, base, named, sure }, number) = (&pair, &claim.number);
        let found = claim.how.of(now.value, base.value)?;
        let about = number.hidden + moved(now, base, |now, base| claim.how.of(now, base));
        let slip = is_slip(number.value, round(found, number.value.scale()));
        if (found - number.value).abs() <= about || !named && !slip || !sure && is_given(near, claim, &pair, words) {
            return None;
        }
        let severity = if *named { Severity::Error } else { Severity::Warning };
        let (found, message) = match claim.how {
            How::By => (number.say(found), "相差的数算得不对"),
            How::Rate => (format!("{}%", plain(round(found, 2))), "增减的百分比算得不对"),
            How::MoreTimes | How::Times => (format!("{}倍", plain(round(found, 2))), "倍数算得不对"),
        };
        let expected = format!("{found}（{}与{}）", now.written, base.written);
        Some(near.fault(code, severity, message, expected, &number.written).of_numbers([number.value]))
    });
    wrong.collect()
}

fn claims<'a>(near: &'a Near, words: &ChangeWords) -> Vec<Claim<'a>> {
    let text = near.text();
    let said = near.own.iter().filter_map(|number| {
        let lead = lead(text, number).trim_end_matches(['了', '为', '达', '近', '出']);
        let lead = lead.strip_suffix('约').filter(|rest| !rest.ends_with('节')).unwrap_or(lead);
        // 分别提高3.5个和3.2个百分点: each of another.
        let behind = text.part(number.to..);
        let rest = ["、", "和"].iter().find_map(|joint| behind.strip_prefix(joint));
        if lead.contains("分别")
            || lead.is_empty()
            || rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        {
            return None;
        }
        let how = match number.unit.as_str() {
            TIMES if lead.ends_with('的') => How::Times,
            TIMES => How::MoreTimes,
            "%" => How::Rate,
            "" | "年" => return None,
            _ => How::By,
        };
        let number = number.clone();
        // 高于目标值1.8个百分点，目标值为95%
        let beyond =
            (words.at_least.begin(lead) || words.at_most.begin(lead)) && base_behind(near, &number, lead).is_some();
        let before = if how == How::Times || beyond { lead } else { before_gap(lead, how, words)? };
        let aim = words
            .aims
            .iter()
            .filter(|_| how == How::By)
            .find_map(|aim| lead.strip_suffix(aim).map(|rest| lead.part(rest.len()..)));
        // 同比增长15%: of what is not said.
        let said = base_behind(near, &number, before).is_some() || before.chars().any(|c| c.is_ascii_digit());
        (!words.other_time.are_in(before) || said || how == How::Times).then_some(Claim {
            number,
            how,
            before,
            aim: aim.unwrap_or_default(),
        })
    });
    said.chain(doubled(text)).collect()
}

/// 翻了两番
fn doubled(text: &str) -> impl Iterator<Item = Claim<'_>> {
    text.match_indices('翻').filter_map(|(from, word)| {
        let rest = text.part(from + word.len()..).trim_start_matches('了');
        let (numeral, _) = rest.split_once('番')?;
        let times = if numeral.is_empty() { 1 } else { chinese_number(numeral)? };
        let value = Decimal::from(2_u64.checked_pow(u32::try_from(times).ok().filter(|times| *times < 6)?)?);
        let to = text.len() - rest.len() + rest.find('番')? + '番'.len_utf8();
        if text.part(to..).starts_with(['多', '以', '左']) {
            return None;
        }
        let hidden = value.checked_mul(Decimal::new(5, 2))?;
        let written = text.part(from..to).to_string();
        let number = Amount { value, hidden, unit: TIMES.into(), from, to, written };
        let before = lead(text, &number).trim_end_matches(['近', '约']);
        Some(Claim { before, number, how: How::Times, aim: "" })
    })
}

/// Do these words say by how much two numbers differ?
pub(super) fn is_gap(lead: &str, words: &ChangeWords) -> bool {
    let begins = |words: &Words| {
        words.iter().any(|word| lead.strip_prefix(word).is_some_and(|rest| (1..6).contains(&rest.chars().count())))
    };
    before_gap(lead.trim_end_matches(['了', '约']), How::By, words).is_some()
        || begins(&words.more)
        || begins(&words.less)
}

/// 比上年末提高4.1个百分点，上年末为89.3%; 比上年翻一番，上年为24场: what it is held against is said behind.
fn base_behind<'a>(near: &'a Near, number: &Amount, before: &str) -> Option<&'a Amount> {
    const BEFORE: [char; 4] = ['比', '较', '于', '过'];
    let name = before.part(before.rfind(BEFORE)?..).trim_start_matches(BEFORE).trim_end_matches('的');
    let next = near.own.iter().find(|next| next.from >= number.to)?;
    let own = lead(near.text(), next).trim_end_matches(['为', '是', '有', '共']);
    (name.chars().count() > 1 && own == name && is_close(near.text(), number.to, next.from, 12)).then_some(next)
}

/// What stands before the word for a difference.
fn before_gap<'t>(lead: &'t str, how: How, words: &ChangeWords) -> Option<&'t str> {
    let of_rate = words.gap_rates.iter();
    let of_gap = words.gaps.iter().filter(|_| how == How::By);
    let all = || words.more.iter().chain(words.less.iter()).chain(of_gap.clone()).chain(of_rate.clone());
    let end = |text: &'t str| all().filter_map(|word| text.strip_suffix(word)).min_by_key(|before| before.len());
    // 多完成, 超任务, 少支出, 结余资金
    let tail = words.behind_gap.iter().filter_map(|word| end(lead.strip_suffix(word)?)).min_by_key(|rest| rest.len());
    end(lead).or(tail).or_else(|| {
        // 比计划多造
        let shorter = lead.char_indices().next_back().map(|(at, _)| lead.part(..at))?;
        end(shorter).filter(|before| before.starts_with(['比', '较']))
    })
}

/// Do any numbers beside it give it? Where its words name two, those must be of its sentence and their unit: others do by chance.
fn is_given(near: &Near, claim: &Claim, pair: &Pair, words: &ChangeWords) -> bool {
    let number = &claim.number;
    let told = number.value.normalize();
    let telling = told.scale() > 0 && told >= Decimal::TEN || told >= Decimal::ONE_HUNDRED;
    let fits = |(sentence, other): &(&Sentence, &Amount)| {
        let beside = !pair.named || telling && claim.how == How::By || near.is_own(sentence);
        beside && (other.unit == pair.now.unit || !pair.named && claim.how != How::By && !other.unit.is_empty())
    };
    let others = near.others(number).filter(fits);
    let others: Vec<(&Sentence, Amount)> = others.map(|(said, other)| (said, exact(said, other, words))).collect();
    let gives = |now: &Amount, base: &Amount| {
        let about = number.hidden_unless_whole() + moved(now, base, |now, base| claim.how.of(now, base));
        now.unit == base.unit
            && claim.how.of(now.value, base.value).is_some_and(|found| (found - number.value).abs() <= about)
    };
    let pairs = || others.iter().flat_map(|one| others.iter().map(move |other| (one, other)));
    let pairs = || pairs().filter(|(one, other)| !std::ptr::eq(*one, *other));
    if pairs().any(|((_, now), (_, base))| gives(now, base)) {
        return true;
    }
    match claim.how {
        // 减少340万元，降幅11.76%: of the difference itself.
        How::Rate => pairs().any(|((said, by), (_, base))| {
            let is_gap = before_gap(lead(&said.text, by), How::By, words).is_some();
            is_gap && by.unit == base.unit && is_rate_of(number, by, base)
        }),
        // 到位1200万元，支出1000万元，收回50万元，结转150万元: with one more.
        How::By if number.value >= Decimal::TEN => pairs().any(|((_, one), (_, two))| {
            others.iter().any(|(_, three)| {
                let hidden = [one, two, three, number].iter().map(|other| other.hidden_unless_whole()).sum::<Decimal>();
                let distinct = three.from != one.from && three.from != two.from;
                let left = one.value - two.value;
                let with = [left - three.value, left + three.value];
                distinct && with.iter().any(|left| (left.abs() - number.value).abs() <= hidden)
            })
        }),
        _ => false,
    }
}

/// A plan that is written whole is meant so: 计划3万亩.
fn exact(sentence: &Sentence, amount: &Amount, words: &ChangeWords) -> Amount {
    let whole = !amount.written.contains('.') && words.aims.are_in(lead(&sentence.text, amount));
    Amount { hidden: if whole { Decimal::ZERO } else { amount.hidden }, ..amount.clone() }
}

fn is_rate_of(rate: &Amount, by: &Amount, base: &Amount) -> bool {
    let times = if rate.unit == "%" { Decimal::ONE_HUNDRED } else { Decimal::ONE };
    let make = |by: Decimal, base: Decimal| by.checked_mul(times)?.checked_div(base);
    let about = rate.hidden + moved(by, base, make);
    make(by.value, base.value).is_some_and(|found| (found - rate.value).abs() <= about)
}

/// The two numbers that stand before it, by their words or by their places.
fn operands(near: &Near, claim: &Claim, claims: &[Claim], words: &ChangeWords) -> Option<Pair> {
    let (text, number) = (near.text(), &claim.number);
    let inside = is_in_brackets(text, number.from);
    let is_difference = |amount: &Amount| {
        let told =
            claims.iter().any(|other| other.number.from == amount.from && matches!(other.how, How::By | How::Rate));
        told || is_gap(lead(text, amount), words)
    };
    let is_value = |amount: &&Amount| {
        let unit = amount.unit.as_str();
        let fits = match (claim.how, number.unit.as_str()) {
            (How::By, POINTS) => unit == "%",
            (How::By, own) => unit == own,
            _ => !NO_VALUES.contains(&unit),
        };
        // 原按每户6429元测算: no part of a sum.
        let each = |lead: &str| lead.replace("每年", "").contains(['每', '均']);
        let alike = each(lead(text, number)) || !each(lead(text, amount));
        fits && (inside || !is_in_brackets(text, amount.from)) && !is_difference(amount) && alike
    };
    let before: Vec<&Amount> = near.own.iter().filter(|amount| amount.to <= number.from).collect();
    let values: Vec<&Amount> = before.iter().copied().filter(is_value).collect();
    let last = *values.last()?;
    let of_unit: Vec<&Amount> = values.into_iter().filter(|amount| amount.unit == last.unit).collect();
    let made = |now: &Amount, base: &Amount, named: bool, sure: bool| {
        let [now, base] = [now, base].map(|amount| exact(near.sentence, amount, words));
        Some(Pair { now, base, named, sure })
    };
    let pair = |now: &Amount, base: &Amount, named: bool| made(now, base, named, false);
    if let Some(base) = base_behind(near, number, claim.before).filter(|base| base.unit == last.unit) {
        return made(last, base, true, true).filter(|_| is_close(text, last.to, number.from, FAR));
    }
    let clause = number.from - lead(text, number).len().min(number.from);
    let compares = claim.before.rfind(['比', '较', '距', '与']).filter(|_| claim.how != How::Times);
    let is = claim.before.rfind(['是', '为', '比']).filter(|_| claim.how == How::Times);
    let name = compares.or(is).map_or(claim.before, |at| claim.before.part(at..));
    let name = name.trim_start_matches(['比', '较', '距', '与', '是', '为']).trim_end_matches('的');
    let compared = compares.or(is).is_some() && !name.is_empty();
    // 较计划3万亩多, 是上年16件的4倍
    if last.from >= clause && compared {
        let is_base = text.part(last.to..number.from).chars().count() <= 6;
        // 较上年28.1%下降1.7个百分点，为26.4%
        let behind = near.own.iter().find(|next| next.from >= number.to && next.unit == last.unit);
        let reached = behind.filter(|next| words.reached.have(text.part(number.to..next.from)));
        let earlier = of_unit.iter().rev().nth(1).copied().filter(|now| is_close(text, now.to, last.from, FAR));
        return made(reached.or(earlier).filter(|_| is_base)?, last, true, reached.is_some());
    }
    // 比预算控制价节约, 是集中安置的3倍
    let called = |amount: &&&Amount| {
        // 由上年的12个增加到18个: each has its own words.
        let from = near.own.iter().rfind(|other| other.to <= amount.from).map_or(0, |other| other.to);
        let lead = lead(text, amount);
        let lead = text.part(from.max(amount.from - lead.len().min(amount.from))..amount.from);
        let lead = lead.trim_end_matches(['的', '为', '是', '达', '约']);
        lead.ends_with(name) || words.aims.have(name) && lead.contains(name)
    };
    let base = of_unit.iter().rev().find(|amount| compared && name.chars().count() > 1 && called(amount));
    if let Some(base) = base {
        let now = of_unit.iter().rev().find(|now| now.from != base.from)?;
        let beside = |amount: &Amount| is_close(text, amount.to, number.from, BESIDE);
        let sure = claim.how == How::Times && beside(now) && beside(base);
        return made(now, base, true, sure).filter(|_| beside(now) || beside(base));
    }
    let plain = name.is_empty() || name.starts_with('每') || words.plain_gap.have(name);
    let [.., one, other] = of_unit[..] else {
        // 较上年的2890万立方米减少340万立方米，降幅11.76%
        let by = before.last().filter(|by| claim.how == How::Rate && is_difference(by) && by.unit == last.unit)?;
        let between = text.part(last.to..by.from);
        let beside = between.chars().count() <= 6 && !between.contains('，') && is_close(text, by.to, number.from, 8);
        let now = Amount { value: last.value + by.value, ..(*by).clone() };
        return pair(&now, last, plain).filter(|_| beside);
    };
    let aims = |amount: &Amount| words.aims.are_in(lead(text, amount));
    let (from, between) = (lead(text, one), text.part(one.to..other.from));
    let steps = from.contains(['由', '从']) && between.contains(['到', '至', '为']);
    let (named, now, base) = match () {
        () if steps => (true, other, one),
        () if aims(one) && !aims(other) => (true, other, one),
        () if aims(other) && !aims(one) => (true, one, other),
        () => (false, other, one),
    };
    let held = claim.aim.is_empty() || [one, other].iter().any(|amount| lead(text, amount).contains(claim.aim));
    let named = named && plain && held && !text.part(other.to..number.from).contains("其中");
    let close = is_close(text, one.to, other.from, FAR) && is_close(text, other.to, number.from, BESIDE);
    made(now, base, named, named && steps && claim.how != How::By).filter(|_| close)
}
