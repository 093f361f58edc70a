#![doc = include_str!("../../../docs/rules/Z733.md")]

use rust_decimal::Decimal;

use crate::base::finding::{Finding, Severity};
use crate::base::number::plain;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::model::number::round;
use crate::model::standards::{ProportionWords, Standards};
use crate::model::words::Words;
use crate::prose::around::is_in_brackets;
use crate::prose::is_slip;
use crate::reading::finished::read_document::{ReadDocument, Sentence};

use super::elsewhere;
use super::means;
use super::money_facts;
use super::parallel_lists;
use super::ratios;
use super::reckoned;
use super::said_amounts::{Amount, amounts, is_rate, lead, percent};
use super::table_rows;
use super::wholes::{self, Whole};

pub const RULE: Rule = Rule {
    code: "Z733",
    title: "占比、比率、人均算得对",
    doc: include_str!("../../../docs/rules/Z733.md"),
    needs: &[],
    check: Check::Document(check),
};

/// A sentence with its amounts, and those of its whole paragraph.
struct Said<'a> {
    sentence: &'a Sentence,
    own: &'a [Amount],
    around: &'a [Amount],
    words: &'a ProportionWords,
}

fn check(facts: &ReadDocument, standards: &Standards) -> Outcome {
    let (words, tables) = (&standards.proportions, table_rows::tables(facts));
    Outcome::of(reckoned::of_sentences(facts, |near| {
        let around: Vec<Amount> = near.around.iter().map(|(_, amount)| amount.clone()).collect();
        let said = Said { sentence: near.sentence, own: near.own, around: &around, words };
        let mut findings = said.shares(facts, standards);
        findings.extend(said.shares_beside());
        findings.extend(said.impossible_shares());
        findings.extend(said.rates());
        findings.extend(said.executions(facts, standards));
        findings.extend(means::means(near, words, RULE.code));
        findings.extend(ratios::ratios(near, RULE.code));
        let told = |found: &Finding| {
            findings.iter().any(|told| told.numbers == found.numbers && told.locations == found.locations)
        };
        let lists: Vec<Finding> =
            parallel_lists::parallel_lists(near, &tables, RULE.code).into_iter().filter(|found| !told(found)).collect();
        findings.extend(lists);
        let told = |found: &Finding| findings.iter().any(|told| told.numbers == found.numbers);
        let far: Vec<Finding> =
            elsewhere::rates(near, standards, RULE.code).into_iter().filter(|found| !told(found)).collect();
        findings.extend(far);
        findings
    }))
}

/// A share, what it is of, and the words between 占 and it.
struct Share<'a> {
    rate: &'a Amount,
    part: &'a Amount,
    of: &'a str,
}

impl Said<'_> {
    fn text(&self) -> &str {
        &self.sentence.text
    }

    fn fault(&self, message: &str, expected: String, actual: &Amount) -> Finding {
        Finding::error(RULE.code, message)
            .expected(expected)
            .actual(format!("{}（{}）", actual.written, self.text()))
            .at(&self.sentence.place)
            .of_numbers([actual.value])
            .hint("重新算，改正错的一个数；说的不是同一回事的，把句子写清楚。")
    }

    fn wrong_rate(&self, message: &str, rate: &Amount, part: &Amount, whole: &Amount, of: &str) -> Option<Finding> {
        let (found, _) = percent(part, whole)?;
        let expected = format!("{}%（{}÷{of}{}）", plain(round(found, 2)), part.written, whole.written);
        Some(self.fault(message, expected, rate))
    }

    /// …万元，占60%; …万元（占60%）; …万元，占资金总额的60%.
    fn all_shares(&self) -> Vec<Share<'_>> {
        let text = self.text();
        let mut found = Vec::new();
        for (at, rate) in self.own.iter().enumerate() {
            let before = text.part(..rate.from);
            let Some((lead, of)) = before.rsplit_once('占') else { continue };
            // 占总预算的比重分别为
            let said = of.trim().trim_end_matches(['为', '达', '到', '约']);
            let of = said.trim_end_matches("分别").trim_end_matches("比重").trim_end_matches("比例");
            let of = of.strip_prefix('比').unwrap_or(of);
            let plain =
                of.is_empty() || of.ends_with('的') && of.chars().count() <= 16 && !of.contains(['，', '、', '（']);
            let Some(before_it) = self.own.get(..at) else { continue };
            // 8379万元，占到位资金的95%、占总投资的93.1%: both are shares of one amount.
            let shared = |other: &Amount| other.unit == "%" && text.part(other.to..).starts_with("、占");
            let Some(part) = before_it.iter().rfind(|part| !shared(part)) else { continue };
            let Some(near) = lead.get(part.to..) else { continue };
            let each = said.ends_with("分别") || near == "，分别";
            // 第一批4065万元，第二批1800万元，第二批占30.69%
            let again = near.strip_prefix('，').filter(|name| !name.is_empty() && *name == self::lead(text, part));
            let both = before_it.last().is_some_and(shared) && near.starts_with("，占");
            let beside = both
                || near.chars().all(|c| matches!(c, '，' | '（' | ' '))
                || near == "，约"
                || matches!(near, "，分别" | "，各")
                || again.is_some();
            if rate.unit != "%" || part.unit == "%" || part.unit.is_empty() || !plain || !beside {
                continue;
            }
            let of = of.trim_end_matches('的');
            // 甲1万元、乙2万元，分别占20%、80%: one for each, in their order.
            let run = self.own.get(at..).unwrap_or_default();
            let marks: &[&str] = if each { &["、", "和", "与", "，"] } else { &["、", "和"] };
            let joined = |two: &[Amount]| matches!(two, [one, next] if next.unit == rate.unit && marks.contains(&text.part(one.to..next.from).trim()));
            if both {
                found.push(Share { rate, part, of });
                continue;
            }
            let count = 1 + run.windows(2).take_while(|two| joined(two)).count();
            let Some(parts) = at.checked_sub(count).and_then(|from| self.own.get(from..at)) else { continue };
            if parts.iter().all(|other| other.unit == part.unit) {
                found.extend(run.iter().zip(parts).map(|(rate, part)| Share { rate, part, of }));
            }
        }
        found
    }

    /// 支出92万元，占全年预算100万元的92%: the whole stands in the words.
    fn shares_beside(&self) -> Vec<Finding> {
        let text = self.text();
        let wrong = self.own.windows(3).filter_map(|three| {
            let [part, whole, rate] = three else { return None };
            let between = text.part(part.to..whole.from);
            let says = ["，占", "，约占", "（占"].iter().any(|word| between.starts_with(word))
                && !between.contains(['；', '。', '、', '（']);
            let fits = part.unit == whole.unit && !["%", ""].contains(&part.unit.as_str()) && rate.unit == "%";
            let wrong = says && fits && text.part(whole.to..rate.from) == "的" && !is_rate(rate, part, whole);
            wrong.then(|| self.wrong_rate("占比算得不对", rate, part, whole, "")).flatten()
        });
        wrong.collect()
    }

    fn shares(&self, facts: &ReadDocument, standards: &Standards) -> Vec<Finding> {
        let text = self.text();
        let shares = self.all_shares();
        let mut findings = Vec::new();
        let same = |amount: &&Amount, share: &Share| amount.unit == share.part.unit;
        // Whatever is said beside it, or of the thing elsewhere, may be what it is a share of.
        let named = |share: &Share| -> Vec<(Amount, String)> { self.amounts_of(facts, share) };
        let of_table = |value: Decimal| Amount {
            value,
            hidden: Decimal::ZERO,
            unit: "万元".into(),
            from: 0,
            to: 0,
            written: format!("{}万元", plain(value)),
        };
        // 占经费总额: the fund's own money, or all that goes with it.
        let known: Vec<Amount> = facts.totals().map(of_table).collect();
        let total = |share: &Share| {
            let by = |whole: &&Amount| percent(share.part, whole).map(|(rate, _)| (rate - share.rate.value).abs());
            known.iter().filter(|whole| by(whole).is_some()).min_by_key(by).cloned()
        };
        let explained = |share: &Share| {
            let mut wholes = self.around.iter().chain(&known).filter(|amount| same(amount, share));
            wholes.any(|whole| is_rate(share.rate, share.part, whole))
                || named(share).iter().any(|(whole, _)| is_rate(share.rate, share.part, whole))
        };
        let sum: Decimal = shares.iter().map(|share| share.part.value).sum();
        for (at, share) in shares.iter().enumerate() {
            // What is named is meant, whatever else stands beside it.
            let is_batch = share.of.is_empty() && lead(text, share.part).ends_with('批');
            let of_name = if is_batch { wholes::own(facts) } else { wholes::named(facts, standards, share.of) };
            if share.part.unit == "万元" && !of_name.is_empty() {
                findings.extend(self.share_of_named(share, &of_name));
                continue;
            }
            let of_sum = Amount { value: sum, written: share.part.say(sum), ..share.part.clone() };
            let group = shares.len() > 1 && shares.iter().all(|other| other.part.unit == share.part.unit);
            if explained(share) || group && is_rate(share.rate, share.part, &of_sum) {
                continue;
            }
            let others = || shares.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| other);
            // One whole that the others are shares of; else the whole that 其中 is of; else what is called the total.
            let wholes = self.around.iter().chain(group.then_some(&of_sum)).filter(|amount| same(amount, share));
            let whole = wholes
                .filter(|whole| {
                    others().any(|other| same(whole, other) && is_rate(other.rate, other.part, whole))
                        && whole.value > share.part.value
                })
                .max_by_key(|whole| whole.value)
                .cloned();
            // 新增床位1260张，…，其中护理型756张，占新增床位的60%
            let called = |whole: &&Amount| {
                share.of.chars().count() > 2 && whole.to <= share.part.from && lead(text, whole).ends_with(share.of)
            };
            let whole = whole.or_else(|| self.own.iter().filter(|whole| same(whole, share)).find(called).cloned());
            let whole = whole.or_else(|| {
                let at = text.part(..share.part.from).rfind("其中")?;
                let total = self.own.iter().rfind(|amount| amount.to <= at)?;
                let near = text.part(total.to..at).chars().count() <= 2 && share.of.is_empty();
                (near && same(&total, share) && total.value >= share.part.value).then(|| total.clone())
            });
            let whole = whole.or_else(|| {
                // 占合同总额, 占支出总额: another total.
                let before = self.words.wholes.iter().find_map(|word| share.of.strip_suffix(word));
                let is_total = before.is_some_and(|of| standards.money.without_nobody(of).is_empty());
                let is_total = is_total && share.part.unit == "万元";
                let said = self.around.iter().filter(|amount| same(amount, share));
                total(share).filter(|total| is_total && said.clone().all(|other| other.value <= total.value))
            });
            if let Some(whole) = whole {
                findings.extend(self.wrong_rate("占比算得不对", share.rate, share.part, &whole, ""));
                continue;
            }
            // 占该类预算的85%: the others are shares of what is said of them elsewhere.
            let own = named(share);
            let by_name =
                others().any(|other| named(other).iter().any(|(whole, _)| is_rate(other.rate, other.part, whole)));
            if let [(whole, name)] = own.as_slice()
                && by_name
            {
                findings.extend(self.wrong_rate("占比算得不对", share.rate, share.part, whole, name));
            }
        }
        findings
    }

    /// 1860万元，占补助资金的67.03%: against all that the name may mean, and what the paragraph says besides.
    fn share_of_named(&self, share: &Share, of_name: &[Whole]) -> Option<Finding> {
        let whole = |value: Decimal| Amount {
            value,
            hidden: Decimal::ZERO,
            written: share.part.say(value),
            ..share.part.clone()
        };
        let is_of = |amount: &Amount| is_rate(share.rate, share.part, amount);
        let beside = self.around.iter().filter(|amount| amount.unit == share.part.unit);
        if of_name.iter().any(|known| is_of(&whole(known.value))) || beside.clone().any(is_of) {
            return None;
        }
        let first = of_name.iter().find(|known| known.value >= share.part.value)?;
        let (found, _) = percent(share.part, &whole(first.value))?;
        // 全省 may be of more than this fund.
        if !first.sure && !is_slip(share.rate.value, round(found, share.rate.value.scale())) {
            return None;
        }
        let told = self.wrong_rate("占比算得不对", share.rate, share.part, &whole(first.value), "")?;
        let severity = if first.sure { Severity::Error } else { Severity::Warning };
        Some(Finding { severity, ..told }.at_all(&first.place))
    }

    /// What the rest of the document says of the thing that a share's part is of: 危桥改造920万元.
    fn amounts_of(&self, facts: &ReadDocument, share: &Share) -> Vec<(Amount, String)> {
        let text = self.text();
        let name = self.words.verbs.cut_from_end(lead(text, share.part).trim_start_matches("其中"));
        if name.chars().count() < 3 {
            return Vec::new();
        }
        let mut found: Vec<(Amount, String)> = Vec::new();
        for sentence in facts.sentences.iter().filter(|other| other.text.contains(name) && other.text != text) {
            for amount in amounts(sentence).into_iter().filter(|amount| amount.unit == share.part.unit) {
                let before = lead(&sentence.text, &amount);
                let is_its =
                    before.split_once(name).is_some_and(|(_, rest)| rest.is_empty() || self.words.verbs.have(rest));
                if is_its
                    && !found.iter().any(|(other, _)| other.value == amount.value)
                    && amount.value != share.part.value
                {
                    found.push((amount, name.to_string()));
                }
            }
        }
        found
    }

    /// 入库项目412个，…占入库项目的54.15%: no whole number of 412 is that.
    fn impossible_shares(&self) -> Vec<Finding> {
        let text = self.text();
        let mut findings = Vec::new();
        for rate in self.own.iter().filter(|rate| rate.unit == "%") {
            let Some((_, of)) = text.part(..rate.from).rsplit_once('占') else { continue };
            let Some(name) = of.trim().strip_suffix('的').filter(|name| (3..=12).contains(&name.chars().count()))
            else {
                continue;
            };
            let whole = self.own.iter().find(|amount| {
                amount.to < rate.from && self.words.counted.have(&amount.unit) && lead(text, amount).ends_with(name)
            });
            let Some(whole) = whole.filter(|whole| whole.value.is_integer() && whole.value > Decimal::ZERO) else {
                continue;
            };
            let Some(part) =
                whole.value.checked_mul(rate.value).and_then(|part| part.checked_div(Decimal::ONE_HUNDRED))
            else {
                continue;
            };
            let count = Amount { value: round(part, 0), hidden: Decimal::ZERO, ..whole.clone() };
            let exact = Amount { hidden: Decimal::ZERO, ..whole.clone() };
            if !is_rate(rate, &count, &exact) && whole.hidden < Decimal::ONE {
                let expected = format!("{}的某一个整数所占的百分比", whole.written);
                findings.push(self.fault("占比算得不对：没有一个整数占这么多", expected, rate));
            }
        }
        findings
    }

    /// 回访210人，满意179人，满意度85.24%.
    fn rates(&self) -> Vec<Finding> {
        let text = self.text();
        let mut findings = Vec::new();
        for (at, rate) in self.own.iter().enumerate().filter(|(_, rate)| rate.unit == "%") {
            let name = lead(text, rate).trim_end_matches(['为', '达', '到', '是']);
            let listed = self.words.asked.iter().find(|rate| rate.names.end(name));
            let own = self.words.rate_ends.iter().find_map(|end| name.strip_suffix(end)).map(last_two);
            let own = own.filter(|stem| stem.chars().count() == 2 && !self.words.no_shares.have(stem));
            let words: Vec<&str> = match (listed, own) {
                (Some(rate), _) => rate.of.iter().collect(),
                (None, Some(stem)) => vec![stem],
                (None, None) => continue,
            };
            let before = self.own.get(..at).unwrap_or_default();
            let Some(part) = before.last().filter(|part| !["%", "万元", "", "分"].contains(&part.unit.as_str()))
            else {
                continue;
            };
            let persons = |unit: &str| self.words.persons.have(unit);
            let is_alike = |amount: &&Amount| amount.unit == part.unit || persons(&amount.unit) && persons(&part.unit);
            let outside = |amount: &&Amount| !is_in_brackets(text, amount.from) || is_in_brackets(text, rate.from);
            let mut counted: Vec<Amount> = before.iter().filter(is_alike).filter(outside).cloned().collect();
            // 满意1108份、基本满意274份: both are.
            let is_of = |amount: &Amount| words.iter().any(|word| lead(text, amount).contains(word));
            let several = |one: &Amount, next: &Amount| {
                is_of(one)
                    && is_of(next)
                    && !lead(text, next).contains('不')
                    && text.part(one.to..next.from).chars().count() <= 12
            };
            if let [.., one, next] = counted.as_slice()
                && several(one, next)
            {
                let written = format!("{}＋{}", one.written, next.written);
                let both = Amount { value: one.value + next.value, from: one.from, written, ..next.clone() };
                counted.truncate(counted.len() - 2);
                counted.push(both);
            }
            let [.., whole, part] = counted.as_slice() else { continue };
            // 903批，其中甲640批、乙263批，不合格27批: of all of them.
            let whole = text
                .part(..whole.from)
                .rfind("其中")
                .and_then(|at| counted.iter().rfind(|all| all.to <= at))
                .unwrap_or(whole);
            let of_part = lead(text, part);
            let behind = text.part(part.to..).split(['，', '；', '。', '、', '（']).next().unwrap_or_default();
            let behind = if behind.chars().count() <= 6 { behind } else { "" };
            let is_part = words.iter().any(|word| of_part.contains(word) || behind.contains(word))
                && (of_part.contains('不') || behind.contains('不')) == name.contains('不');
            let near = text.part(part.to..rate.from).chars().count() <= 16
                && text.part(whole.to..part.from).chars().count() <= 48;
            let explained = before.iter().any(|one| {
                counted.iter().any(|two| two.from != one.from && is_rate(rate, one, two))
                    || self.around.iter().any(|two| one.unit == two.unit && is_rate(rate, one, two))
            });
            let explained = explained || self.around.iter().any(|two| is_rate(rate, part, two) && is_alike(&two));
            let parts_of_it =
                text.part(whole.from..rate.from).contains(['；', '。']) || is_in_brackets(text, whole.from);
            if is_part && near && !explained && !parts_of_it {
                findings.extend(self.wrong_rate("比率与说的两个数对不上", rate, part, whole, ""));
            }
        }
        findings
    }

    /// 产业项目预算380万元，支出324万元，执行率90%: whosever money it is, where it is not told as the fund's.
    fn plain_executions(&self, facts: &ReadDocument, standards: &Standards) -> Vec<Finding> {
        let text = self.text();
        let words = &standards.money;
        let has = |words: &Words, amount: &Amount| words.are_in(lead(text, amount));
        let given = |amount: &Amount| {
            has(&words.given, amount) || ["资金", "到位"].iter().any(|word| lead(text, amount).contains(word))
        };
        let triples = self.own.windows(3).filter_map(|three| {
            let [one, other, rate] = three else { return None };
            // 支出939万元，预算968万元，执行率97%
            let (whole, part) = if has(&words.spent, one) && given(other) { (other, one) } else { (one, other) };
            let fits = whole.unit == "万元" && part.unit == "万元" && rate.unit == "%";
            let of_whole = given(whole) && !has(&words.spent, whole);
            let ends = (words.rate.full.iter().chain(words.rate.half.iter()))
                .any(|word| lead(text, rate).trim_end_matches(['为', '达', '到']).ends_with(word));
            let between = text.part(one.to..rate.from);
            let near = between.chars().count() <= 32 && !between.contains(['；', '。', '（', '）']);
            (fits && of_whole && has(&words.spent, part) && ends && near).then_some((rate, part, whole))
        });
        let triples: Vec<_> = triples.collect();
        if triples.is_empty() {
            return Vec::new();
        }
        let money: Vec<&Amount> = self.own.iter().filter(|amount| amount.unit == "万元").collect();
        let wholes: Vec<Amount> = (0..money.len())
            .flat_map(|from| (from + 1..=money.len()).map(move |to| (from, to)))
            .filter_map(|(from, to)| {
                let run = money.get(from..to)?;
                let value = run.iter().map(|amount| amount.value).sum();
                Some(Amount { value, ..(*run.first()?).clone() })
            })
            .collect();
        let of_forms: Vec<Decimal> =
            facts.forms.iter().flat_map(|form| &form.money).filter_map(|row| row.budget).collect();
        let explained = |rate: &Amount, part: &Amount, whole: &Amount| {
            let forms = of_forms.iter().map(|value| Amount { value: *value, hidden: Decimal::ZERO, ..part.clone() });
            let around = self.around.iter().filter(|amount| amount.unit == "万元").cloned();
            wholes.iter().cloned().chain(forms).chain(around).any(|whole| is_rate(rate, part, &whole))
                || wholes.iter().any(|part| is_rate(rate, part, whole))
        };
        let wrong: Vec<_> = triples.into_iter().filter(|(rate, part, whole)| !explained(rate, part, whole)).collect();
        if wrong.is_empty() || !money_facts::of_sentence(facts, self.sentence, standards).is_empty() {
            return Vec::new();
        }
        let fault = |(rate, part, whole)| self.wrong_rate("执行率与说的预算、支出对不上", rate, part, whole, "");
        wrong.into_iter().filter_map(fault).collect()
    }

    /// 支出682.5万元（预算1050万元，执行率65%）
    fn executions(&self, facts: &ReadDocument, standards: &Standards) -> Vec<Finding> {
        let text = self.text();
        let triples = self.own.windows(3).filter_map(|three| {
            let [part, whole, rate] = three else { return None };
            let between = text.part(part.to..whole.from);
            let fits = part.unit == "万元" && whole.unit == "万元" && rate.unit == "%";
            let says =
                between.starts_with(['（', '(']) && between.contains("预算") && lead(text, rate).ends_with("执行率");
            let inside = text.part(whole.to..rate.from).chars().count() <= 8;
            (fits && says && inside && !is_rate(rate, part, whole)).then_some((rate, part, whole))
        });
        triples
            .filter_map(|(rate, part, whole)| {
                self.wrong_rate("执行率与说的预算、支出对不上", rate, part, whole, "预算")
            })
            .chain(self.plain_executions(facts, standards))
            .collect()
    }
}

/// The last two characters.
fn last_two(name: &str) -> &str {
    name.char_indices().rev().nth(1).map_or(name, |(at, _)| name.part(at..))
}
