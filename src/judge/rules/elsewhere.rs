//! Rates and differences of numbers that need not stand beside them: 累计支出6099万元，执行率95%, of 6420万元 three
//! paragraphs above. Whatever the document says may be what they are of; told only where nothing is.

use rust_decimal::Decimal;

use crate::base::chinese_number::chinese_number;
use crate::base::finding::{Finding, Severity};
use crate::base::number::plain;
use crate::base::text_part::TextPart;
use crate::model::number::round;
use crate::model::standards::Standards;
use crate::prose::around::is_in_brackets;
use crate::prose::{is_slip, swaps};
use crate::reading::finished::read_document::Sentence;

use super::gaps::is_gap;
use super::reckoned::{Near, is_close, says_left};
use super::said_amounts::{Amount, is_rate, lead, percent};

/// How far before a rate its part may stand.
const FAR: usize = 30;
/// A part of what only looks like its whole gives another rate than is said.
const MOST_APART: i64 = 12;

/// A rate, the number that it is a rate of, and what the words say of the whole.
struct Rate<'a> {
    rate: &'a Amount,
    part: &'a Amount,
    /// 本体修缮支出 of 本体修缮支出占全部支出的…: what is named may stand before any number.
    whole: Option<(&'a Amount, bool)>,
    /// The words name the part.
    sure: bool,
}

pub(super) fn rates(near: &Near, standards: &Standards, code: &'static str) -> Vec<Finding> {
    let text = near.text();
    let fractions = fractions(text);
    let of_own = near.own.iter().filter(|rate| rate.unit == "%").chain(&fractions);
    let found = of_own.filter_map(|rate| {
        let found = rate_of(near, rate, standards)?;
        let (part, whole, severity) = wrong_whole(near, &found, standards)?;
        let value = percent(part, whole)?.0;
        let expected = format!("{}%（{}÷{}）", plain(round(value, 2)), part.written, whole.written);
        let told = near.fault(code, severity, "比率与说的数都对不上", expected, &rate.written);
        Some(told.of_numbers([rate.value]))
    });
    found.collect()
}

/// 占四分之一
fn fractions(text: &str) -> Vec<Amount> {
    let found = text.match_indices("分之").filter_map(|(at, word)| {
        let numeral = |c: &char| "一二三四五六七八九十".contains(*c);
        let before: String = text.part(..at).chars().rev().take_while(numeral).collect();
        let behind: String = text.part(at + word.len()..).chars().take_while(numeral).collect();
        let below: String = before.chars().rev().collect();
        let [of, many] = [chinese_number(&below)?, chinese_number(&behind)?].map(Decimal::from);
        let value = many.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(of)?;
        let (from, to) = (at - below.len(), at + word.len() + behind.len());
        let written = text.part(from..to).to_string();
        Some(Amount { value: round(value, 2), hidden: Decimal::ONE, unit: "%".into(), from, to, written })
    });
    found.collect()
}

/// Numbers that are no parts of anything.
fn is_value(amount: &Amount) -> bool {
    !amount.unit.is_empty() && !"%倍百分点年分".contains(amount.unit.as_str())
}

fn rate_of<'a>(near: &'a Near, rate: &'a Amount, standards: &Standards) -> Option<Rate<'a>> {
    let text = near.text();
    let named = lead(text, rate).trim_end_matches(['为', '达', '到', '是', '约', '至']);
    let before = || near.own.iter().filter(|other| other.to <= rate.from && is_value(other));
    let last = before().next_back();
    if let Some((subject, of)) = named.rsplit_once('占') {
        let of = of.trim_start_matches('比').trim_end_matches(['的', '达']);
        let of = ["比例", "比重"].iter().find_map(|word| of.strip_suffix(word)).unwrap_or(of).trim_end_matches('的');
        let beside = last.filter(|part| {
            let between = text.part(part.to..rate.from - named.len().min(rate.from));
            subject.trim_end_matches('约').is_empty() && between.chars().count() <= 2
        });
        let called = || (subject.chars().count() > 2).then(|| near.called_before(rate, subject)).flatten();
        let part = beside.or_else(called)?;
        // 占支出总额的: what is named and said nowhere may be anything.
        let whole = named_whole(near, part, of, standards);
        let of_all = standards.regions.iter().any(|region| of.strip_prefix('全') == Some(region.as_str()));
        return (whole.is_some() || of.is_empty() || of_all).then_some(Rate { rate, part, whole, sure: of_all });
    }
    // 1项完成率为91%: of that one.
    if named.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let words = &standards.proportions;
    let stem = words.rate_ends.iter().find_map(|end| named.strip_suffix(end))?;
    let is_of_money = [&standards.money.rate.full, &standards.money.rate.half].iter().any(|words| words.end(named));
    let changes = &standards.changes;
    let two: String = stem.chars().rev().take(2).collect::<Vec<_>>().into_iter().rev().collect();
    let held = words.no_shares.have(&two) && two != "完成" && !is_of_money;
    let grows =
        [&changes.more, &changes.less, &changes.gap_rates].iter().any(|words| words.end(named) || words.end(stem));
    if held || grows || two.chars().count() < 2 {
        return None;
    }
    let part = last.filter(|part| is_close(text, part.to, rate.from, FAR))?;
    // 防控面积85万亩，计划80万亩，完成率106.25%: the plan stands last.
    let planned = before().rev().nth(1).filter(|done| {
        done.unit == part.unit && changes.aims.begin(lead(text, part)) && !changes.aims.are_in(lead(text, done))
    });
    if let Some(done) = planned.filter(|done| is_close(text, done.to, part.from, FAR)) {
        return Some(Rate { rate, part: done, whole: Some((part, two == "完成")), sure: true });
    }
    let of_part = lead(text, part);
    // 应收412万元，实收391.4万元
    let sure = of_part.contains(&two) || is_of_money && standards.money.spent.are_in(of_part);
    let among =
        before().rev().nth(1).filter(|whole| whole.unit == part.unit && text.part(whole.to..).starts_with('中'));
    Some(Rate {
        rate,
        part,
        whole: among.map(|whole| (whole, true)),
        sure: sure && (part.unit == "万元") == is_of_money,
    })
}

/// 占调整后预算的, 占全区在园幼儿的: the one amount that is called so, or the largest where all of a region is meant.
fn named_whole<'a>(near: &'a Near, part: &Amount, of: &str, standards: &Standards) -> Option<(&'a Amount, bool)> {
    let regions = standards.regions.iter().find_map(|region| of.strip_prefix('全')?.strip_prefix(region));
    let name = regions.unwrap_or(of).trim_start_matches(['全', '总']).trim_start_matches('部');
    let alike = |amount: &Amount| amount.unit == part.unit && amount.value > part.value;
    if name.chars().count() < 2 && of.is_empty() {
        // 6月底9870万元，占总投资的42%；9月底16450万元，占70%: both of one.
        let siblings = near.own.iter().filter(|rate| rate.unit == "%" && lead(near.text(), rate).contains('占'));
        let of_sibling = siblings.filter_map(|rate| {
            let part = near.own.iter().rfind(|part| part.to <= rate.from && is_value(part))?;
            let fits =
                |whole: &&Amount| whole.unit == part.unit && whole.value > part.value && is_rate(rate, part, whole);
            let of = lead(near.text(), rate);
            let named = of.ends_with('的') && part.unit != "%";
            near.document.iter().map(|(_, whole)| whole).find(fits).filter(|whole| named && alike(whole))
        });
        if let Some(whole) = of_sibling.into_iter().next() {
            return Some((whole, true));
        }
    }
    if name.chars().count() < 2 {
        // 水厂7座中，…的4座，占57.14%
        let text = near.text();
        let among = near.own.iter().find(|whole| alike(whole) && text.part(whole.to..).starts_with('中'));
        return among.filter(|_| of.is_empty()).map(|whole| (whole, true));
    }
    let called =
        near.document.iter().filter(|(said, amount)| alike(amount) && lead(&said.text, amount).ends_with(name));
    let called: Vec<&Amount> = called.map(|(_, amount)| amount).collect();
    let (first, rest) = called.split_first()?;
    Some((first, name.chars().count() > 2 && rest.iter().all(|other| other.value == first.value)))
}

/// What the rate should be of, where nothing of the document makes it right.
fn wrong_whole<'a>(
    near: &'a Near,
    found: &Rate<'a>,
    standards: &Standards,
) -> Option<(&'a Amount, &'a Amount, Severity)> {
    let Rate { rate, part, whole, sure } = found;
    let alike = |amount: &&Amount| amount.unit == part.unit && amount.from != part.from;
    let own = || near.own.iter().filter(|amount| amount.unit == part.unit);
    let everywhere = || near.document.iter().map(|(_, amount)| amount).filter(alike);
    // To a whole per cent, some two of a document fit by chance.
    let fine = rate.value.scale() > 0;
    let given = everywhere().any(|whole| is_rate(rate, part, whole) || is_rate(rate, whole, part))
        || own().any(|part| everywhere().any(|whole| fine && is_rate(rate, part, whole)))
        || own().any(|part| own().any(|whole| is_rate(rate, part, whole)))
        || sums(near, &part.unit).iter().any(|sum| own().any(|one| is_rate(rate, one, sum) || is_rate(rate, sum, one)));
    if given || part.value <= Decimal::ZERO {
        return None;
    }
    if let Some((whole, sure)) = whole {
        let close = is_near(rate, part, whole) || looks_like(rate, part, whole);
        return (*sure || close).then_some((part, *whole, if *sure { Severity::Error } else { Severity::Warning }));
    }
    let before = near.around.iter().take_while(|(said, amount)| !near.is_own(said) || amount.from < part.from);
    let before: Vec<&Amount> = before.map(|(_, amount)| amount).filter(alike).collect();
    let wholes = || before.iter().rev().take(4).copied();
    let slip = wholes().find(|whole| is_close_to(near, whole, part) && looks_like(rate, part, whole));
    let fits = |whole: &&Amount| whole.value >= part.value && is_near(rate, part, whole);
    let nearest = || wholes().filter(|_| *sure).find(fits);
    // The money of the fund stands where the report begins.
    let first = || {
        if !near.is_of_now(rate.from) {
            return None;
        }
        let money = near.document.iter().filter(|(said, _)| !said.is_of_a_case());
        let money = money.filter(|(said, amount)| {
            let lead = lead(&said.text, amount);
            standards.money.given.are_in(lead) || standards.proportions.wholes.end(lead) || lead.contains("资金")
        });
        let mut money = money.map(|(_, amount)| amount).filter(alike).filter(|_| *sure && part.unit == "万元");
        money.find(fits)
    };
    slip.or_else(nearest).or_else(first).map(|whole| (*part, whole, Severity::Warning))
}

fn is_close_to(near: &Near, whole: &Amount, part: &Amount) -> bool {
    let own =
        near.own.iter().any(|own| std::ptr::eq(own, whole) || own.from == whole.from && own.written == whole.written);
    own && is_close(near.text(), whole.to.min(part.to), part.from, FAR)
}

/// Near enough to be meant.
fn is_near(rate: &Amount, part: &Amount, whole: &Amount) -> bool {
    percent(part, whole).is_some_and(|(found, _)| (found - rate.value).abs() <= MOST_APART.into())
}

/// Would it be right, if one of the three were written as it looks like?
fn looks_like(rate: &Amount, part: &Amount, whole: &Amount) -> bool {
    let with = |amount: &Amount, fits: &dyn Fn(&Amount) -> bool| {
        swaps(amount.value).into_iter().any(|value| fits(&Amount { value, ..amount.clone() }))
    };
    let found = percent(part, whole).map(|(found, _)| round(found, rate.value.scale()));
    found.is_some_and(|found| is_slip(rate.value, found))
        || with(part, &|part| is_rate(rate, part, whole))
        || with(whole, &|whole| is_rate(rate, part, whole))
}

/// What numbers of the unit that stand one after the other in a sentence of the paragraph make together.
fn sums(near: &Near, unit: &str) -> Vec<Amount> {
    let mut found = Vec::new();
    for own in near.around.chunk_by(|(one, _), (other, _)| std::ptr::eq(*one, *other)) {
        let same: Vec<&Amount> =
            own.iter().map(|(_, amount)| amount).filter(|amount| amount.unit == unit).take(12).collect();
        for from in 0..same.len() {
            for to in from + 2..=same.len() {
                let Some((first, parts)) = same.get(from).zip(same.get(from..to)) else { continue };
                let value = parts.iter().map(|part| part.value).sum();
                let hidden = parts.iter().map(|part| part.hidden_unless_whole()).sum();
                found.push(Amount { value, hidden, ..(*first).clone() });
            }
        }
    }
    found
}

/// 未支付的650万元, 提高4.1个百分点，上年末为89.3%: a difference that no two numbers of the document make, beside two that would, if one
/// of the three were not written as it looks like.
pub(super) fn differences(near: &Near, standards: &Standards, code: &'static str) -> Vec<Finding> {
    let (text, words) = (near.text(), &standards.changes);
    let found = near.own.iter().filter_map(|number| {
        let lead = lead(text, number).trim_end_matches(['了', '为', '达', '近', '出', '约']);
        // 其余5个乡镇合计2.8万亩 are parts.
        let left = says_left(lead, words) && !lead.starts_with('其') && !standards.parts.totals.are_in(lead);
        if !left && !is_gap(lead, words) {
            return None;
        }
        let unit = if number.unit == "百分点" { "%" } else { number.unit.as_str() };
        if unit.is_empty() || "年倍分".contains(unit) || number.unit == "%" {
            return None;
        }
        let is_its = |said: &Sentence, amount: &Amount| {
            let own = near.is_own(said) && amount.from == number.from;
            amount.unit == unit && !own && !(unit != "%" && is_gap(self::lead(&said.text, amount), words))
        };
        let everywhere: Vec<&Amount> =
            near.document.iter().filter(|(said, amount)| is_its(said, amount)).map(|(_, amount)| amount).collect();
        let around: Vec<(&Sentence, &Amount)> = near
            .around
            .iter()
            .filter(|(said, amount)| is_its(said, amount))
            .map(|(said, amount)| (*said, amount))
            .collect();
        let is_by =
            |one: Decimal, other: Decimal, by: Decimal, hidden: Decimal| ((one - other).abs() - by).abs() <= hidden;
        let hidden = |one: &Amount, other: &Amount| {
            [one, other, number].iter().map(|amount| amount.hidden_unless_whole()).sum::<Decimal>()
        };
        let gives = |one: &Amount, other: &Amount| is_by(one.value, other.value, number.value, hidden(one, other));
        if around.iter().any(|(_, one)| everywhere.iter().any(|other| gives(one, other)))
            || left && everywhere.iter().any(|one| everywhere.iter().any(|other| gives(one, other)))
        {
            return None;
        }
        let slips = |one: &Amount, other: &Amount| {
            let by = (one.value - other.value).abs();
            let of = |value: Decimal, other: &Amount| {
                swaps(value).iter().any(|value| is_by(*value, other.value, number.value, Decimal::ZERO))
            };
            is_slip(number.value, by) || one.value > other.value && (of(one.value, other) || of(other.value, one))
        };
        let own: Vec<&Amount> =
            around.iter().filter(|(said, _)| near.is_own(said)).map(|(_, amount)| *amount).collect();
        let beside = own.windows(2).find_map(|two| {
            let [one, other] = two else { return None };
            let near_it = is_close(text, one.to, other.from, FAR)
                && is_close(text, one.to.min(number.to), number.from.max(one.to), FAR);
            let inside = [one, other].iter().any(|amount| is_in_brackets(text, amount.from))
                && !is_in_brackets(text, number.from);
            // 减员312人、新增12人，净减300人: what is said behind it is held against it only in words.
            let behind = other.from > number.from && !lead.contains(['比', '较', '于']);
            (near_it && !inside && !behind && (slips(one, other) || slips(other, one))).then_some((*one, *other))
        });
        // What was spent right before it, of what was given anywhere.
        let of_money = || {
            let at = near.document.iter().position(|(said, amount)| near.is_own(said) && amount.from == number.from)?;
            let spent =
                near.document.get(..at)?.iter().rev().filter(|(said, _)| said.paragraph + 2 >= near.sentence.paragraph);
            let mut spent = spent.filter(|(said, amount)| {
                amount.unit == unit && standards.money.spent.are_in(self::lead(&said.text, amount))
            });
            spent.find_map(|(_, spent)| {
                let looks = |whole: &&&Amount| {
                    whole.value > spent.value && swaps(number.value).contains(&(whole.value - spent.value))
                };
                Some((*everywhere.iter().find(looks)?, spent))
            })
        };
        // 上年结转270万元，…；年末结余162万元，较上年减少108万元
        let of_last_year = || {
            let at = near.own.iter().position(|own| own.from == number.from)?;
            let now = near.own.get(at.checked_sub(1)?).filter(|now| now.unit == unit)?;
            let base = around.iter().find(|(said, base)| {
                standards.differences.last_year.iter().any(|word| self::lead(&said.text, base).contains(word.as_str()))
                    && base.from != now.from
            })?;
            (words.other_time.are_in(lead) && number.is_slip_of((now.value - base.1.value).abs()))
                .then_some((now, base.1))
        };
        let (one, other) = beside
            .or_else(|| of_money().filter(|_| left && unit == "万元" && near.is_of_now(number.from)))
            .or_else(of_last_year)?;
        let by = number.say((one.value - other.value).abs());
        let expected = format!("{by}（{}与{}）", one.written, other.written);
        let told = near.fault(code, Severity::Warning, "相差的数与说的数都对不上", expected, &number.written);
        Some(told.of_numbers([number.value]))
    });
    found.collect()
}

impl Near<'_> {
    /// The number before this one that these words are the name of.
    fn called_before(&self, at: &Amount, name: &str) -> Option<&Amount> {
        let before = self.around.iter().take_while(|(said, amount)| !self.is_own(said) || amount.from < at.from);
        let called = before.filter(|(said, amount)| {
            let lead = lead(&said.text, amount);
            is_value(amount) && lead.chars().count() > 2 && (name.starts_with(lead) || lead.ends_with(name))
        });
        called.last().map(|(_, amount)| amount)
    }
}
