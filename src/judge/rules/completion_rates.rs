#![doc = include_str!("../../../docs/rules/Z705.md")]

use crate::base::finding::{Finding, Severity};
use crate::base::number::plain;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::model::measure::{Comparator, Target};
use crate::model::number::{SHOWN_DECIMALS, round};
use crate::model::standards::{CompletionWords, Standards};
use crate::model::units::factor;
use crate::prose::{Mention, Sense, mentions};
use crate::reading::finished::read_document::{ReadDocument, Sentence};
use crate::reading::finished::statements::{Statement, statements};
use crate::reading::finished::tables::IndicatorRow;
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    code: "Z705",
    title: "完成率、偏差率算得对",
    doc: include_str!("../../../docs/rules/Z705.md"),
    needs: &[],
    check: Check::Document(check),
};

fn check(facts: &ReadDocument, standards: &Standards) -> Outcome {
    let quotients = |sentence| quotients(sentence, &standards.completion);
    let said = statements(facts);
    // What a statement of an indicator has all of is judged there.
    let is_read = |quotient: &Quotient| {
        said.iter().any(|statement| {
            let whole = statement.target.is_some() && statement.actual.is_some();
            whole
                && statement.completion.is_some_and(|rate| quotient.rate.is_some_and(|other| std::ptr::eq(rate, other)))
        })
    };
    let others: Vec<Quotient> = facts.of_the_fund().flat_map(quotients).filter(|quotient| !is_read(quotient)).collect();
    let mut findings: Vec<Finding> = facts.forms.iter().flat_map(|form| of_rows(&form.rows)).collect();
    let says =
        said.iter().any(|statement| statement.completion.is_some()) || others.iter().any(|other| other.rate.is_some());
    let is_told =
        |deviation: &Mention| said.iter().any(|said| said.deviation.is_some_and(|own| std::ptr::eq(own, deviation)));
    findings.extend(facts.of_the_fund().flat_map(|sentence| beside_completion(sentence, is_told)));
    if !says && findings.is_empty() {
        return Outcome::NotApplicable("正文没有写完成率".into());
    }
    findings.extend(others.iter().filter_map(Quotient::finding));
    let fine =
        said.iter().filter_map(|statement| statement.completion).any(|rate| rate.amount.scale() >= SHOWN_DECIMALS);
    let caps = !said.iter().filter_map(|s| s.completion).any(|rate| rate.amount > Decimal::ONE_HUNDRED);
    for statement in &said {
        if let (Some(completion), Some(deviation)) = (statement.completion, statement.deviation)
            && (statement.target.is_none() || statement.actual.is_none())
        {
            findings.extend(between_rates(statement, completion, deviation));
        }
        let (Some(target), Some(actual)) = (statement.target, statement.actual) else { continue };
        // A quotient of what is less than nothing says nothing.
        let is_below =
            matches!(&statement.row.target, Target::Quantitative { measure, .. } if measure.value < Decimal::ZERO);
        if is_below || target.amount <= Decimal::ZERO || actual.amount < Decimal::ZERO {
            continue;
        }
        // 21873人次 of 2.6万人次
        let factor = factor(&actual.unit, &target.unit).unwrap_or(Decimal::ONE);
        let amount = actual.amount.checked_mul(factor).unwrap_or(actual.amount);
        let mut in_its_unit = actual.clone();
        in_its_unit.amount = amount;
        let actual = &in_its_unit;
        let at_most = matches!(statement.row.target, Target::Quantitative { comparator: Comparator::AtMost, .. });
        let (part, whole) = if at_most { (target, actual) } else { (actual, target) };
        let Some(share) = part.amount.checked_div(whole.amount) else { continue };
        let rate = share * Decimal::ONE_HUNDRED;
        // What is reached is often put down as 100 %, as far as the text has no rate above it.
        let is_met = |stated: &Mention| caps && stated.amount == Decimal::ONE_HUNDRED && rate >= Decimal::ONE_HUNDRED;
        let other_way = |stated: &Mention| {
            at_most && part.amount.checked_div(whole.amount).is_some() && {
                let over = whole.amount.checked_div(part.amount).unwrap_or_default();
                stated.agrees((Decimal::TWO - over) * Decimal::ONE_HUNDRED)
            }
        };
        if let Some(stated) = statement.completion
            && !stated.agrees(rate)
            && !is_met(stated)
            && !other_way(stated)
        {
            let severity = if statement.is_sure() { Severity::Error } else { Severity::Warning };
            findings.push(Finding { severity, ..finding(statement, "完成率", stated, rate, part, whole) });
        } else if let Some(stated) =
            statement.completion.filter(|stated| fine && stated.amount.scale() < SHOWN_DECIMALS)
            && round(rate, SHOWN_DECIMALS) != stated.amount
        {
            let coarse = finding(statement, "完成率", stated, rate, part, whole);
            let message = format!(
                "“{}”的完成率只取到{}位小数，别的取到{SHOWN_DECIMALS}位",
                statement.row.name,
                stated.amount.scale()
            );
            findings.push(Finding { severity: Severity::Warning, message, ..coarse });
        }
        if let Some(stated) = statement.deviation.filter(|_| !statement.completion.is_some_and(is_met))
            && !unsigned(stated).agrees((rate - Decimal::ONE_HUNDRED).abs())
        {
            let severity = if statement.is_sure() { Severity::Error } else { Severity::Warning };
            let deviation = finding(statement, "偏差率", stated, (rate - Decimal::ONE_HUNDRED).abs(), part, whole);
            findings.push(Finding { severity, ..deviation });
        }
    }
    Outcome::of(findings)
}

/// A form's own column of rates, where most of them are what its other columns give.
fn of_rows(rows: &[IndicatorRow]) -> Vec<Finding> {
    let rated = rows.iter().filter_map(|row| {
        let stated = mentions(&row.rate).into_iter().find(|mention| mention.unit == "%")?;
        Some((row, stated, row.completion()?.0 * Decimal::ONE_HUNDRED))
    });
    let rated: Vec<(&IndicatorRow, Mention, Decimal)> = rated.collect();
    let is_right = |(_, stated, rate): &&(&IndicatorRow, Mention, Decimal)| {
        let capped = stated.amount == Decimal::ONE_HUNDRED && *rate >= Decimal::ONE_HUNDRED;
        // 2－16÷20: how the lower is better is reckoned by some.
        let over = Decimal::ONE_HUNDRED.checked_div(*rate).unwrap_or_default();
        capped || stated.agrees(*rate) || stated.agrees((Decimal::TWO - over) * Decimal::ONE_HUNDRED)
    };
    let wrong: Vec<_> = rated.iter().filter(|row| !is_right(row)).collect();
    if wrong.len() * 3 > rated.len() {
        return Vec::new();
    }
    let found = wrong.into_iter().map(|(row, _, rate)| {
        let shown = plain(round(*rate, SHOWN_DECIMALS));
        Finding::error(RULE.code, format!("自评表里“{}”的完成率算得不对", row.name))
            .about(&row.name)
            .expected(format!("{shown}%（指标值{}，完成值{}）", row.target_text, row.actual_text))
            .actual(&row.rate)
            .at(&row.place)
            .hint("按实际完成值和指标值重新计算。")
    });
    found.collect()
}

/// What was aimed at and what was reached, with the rate where it is said, all in one sentence, whatever it is of.
pub(super) struct Quotient<'a> {
    sentence: &'a Sentence,
    words: &'a CompletionWords,
    target: &'a Mention,
    actual: &'a Mention,
    rate: Option<&'a Mention>,
}

/// 目标值≥90%，实际完成94.8%，完成率105.33%; 新增就业5.62万人，完成年度目标任务5.2万人的108.08%.
pub(super) fn quotients<'a>(sentence: &'a Sentence, words: &'a CompletionWords) -> Vec<Quotient<'a>> {
    let quotient = |actual, target, rate| Quotient::of((sentence, words), actual, target, rate);
    let text = sentence.text.as_str();
    let (mut target, mut actual, mut last): (Option<&Mention>, Option<&Mention>, Option<&Mention>) = Default::default();
    let (mut found, mut from) = (Vec::new(), 0);
    for mention in &sentence.mentions {
        let lead = text.part(from..mention.range.start);
        from = mention.range.end;
        if lead.contains(['；', '。']) {
            found.extend(quotient(actual, target, None));
            (target, actual, last) = (None, None, None);
        }
        let of_it = |of: &str| of.is_empty() || words.tasks.have(of) || words.target.have(of);
        let share = mention.unit == "%"
            && lead.strip_suffix('的').is_some_and(of_it)
            && quotient(actual, target, None).is_some();
        let rest = text.part(mention.range.end..).trim_start_matches(['以', '上', '下', '内']);
        // 超额完成220个的年度目标
        let aimed = rest.strip_prefix('的').is_some_and(|rest| {
            rest.starts_with("年") && rest.part(.."年度目标".len()).ends_with("目标") || rest.starts_with("目标")
        });
        // 为186公里任务的94.02%
        let mut named = words.tasks.iter().chain(words.target.iter());
        let aimed = aimed
            || words.reached.are_in(lead)
                && named.any(|word| rest.strip_prefix(word).is_some_and(|rest| rest.starts_with('的')));
        let tasks = words.tasks.iter().filter(|_| words.reached.are_in(lead));
        let is_target = words.target.iter().chain(tasks).any(|word| {
            lead.rsplit_once(word).is_some_and(|(_, rest)| rest.chars().count() <= 6 && !rest.contains(['，', '、']))
        });
        // 计划购置18台，实际购置15台，完成率83.33%; 目标值不少于58000班次
        let before_actual =
            || text.part(mention.range.end..).split('，').nth(1).is_some_and(|next| next.starts_with("实际"));
        let is_target = is_target || words.tasks.are_in(lead) && before_actual();
        let bare = words.at_least.iter().fold(lead.to_string(), |lead, word| lead.replace(word, ""));
        let same_unit = |other: &&Mention| other.unit == mention.unit;
        // 年初目标发放200人，发放177人，完成率88.5%
        let after = last.filter(|last| target.is_some_and(|aim| last.range.start > aim.range.start));
        if share || mention.unit == "%" && lead.contains("完成率") && !lead.contains("偏差") {
            found.extend(quotient(actual.or(after), target, Some(mention)));
            (target, actual) = (None, None);
        } else if aimed && !lead.contains(['未', '不']) || is_target && !words.relative.are_in(&bare) {
            // What stood before 完成年度目标 was reached.
            if aimed || words.reached.are_in(lead) {
                actual = last.filter(same_unit);
            } else if target.is_some() {
                actual = None;
            }
            target = Some(mention);
        } else if words.actual.are_in(lead)
            || lead.trim_end_matches('为').ends_with("实际")
            || target.is_some_and(|aim| aim.unit == mention.unit) && lead.contains("完成") && actual.is_none()
        {
            actual = Some(mention);
        } else if !lead.ends_with(['≥', '≤']) && !lead.contains("比目标") && !lead.contains("比年") {
            last = Some(mention);
        }
    }
    found.extend(quotient(actual, target, None));
    found
}

impl<'a> Quotient<'a> {
    /// Of both, in one unit.
    fn of(
        (sentence, words): (&'a Sentence, &'a CompletionWords),
        actual: Option<&'a Mention>,
        target: Option<&'a Mention>,
        rate: Option<&'a Mention>,
    ) -> Option<Quotient<'a>> {
        let (actual, target) = actual.zip(target).filter(|(actual, target)| actual.unit == target.unit)?;
        Some(Quotient { sentence, words, target, actual, rate })
    }

    /// The quotient, and of what; where less is asked for, the other way round.
    fn parts(&self) -> Option<(Decimal, &Mention, &Mention)> {
        let text = self.sentence.text.as_str();
        let before = text.part(..self.target.range.start);
        let after = text.part(self.target.range.end..);
        let at_most = self.words.at_most.end(before) || self.words.within.begin(after);
        let (part, whole) = if at_most { (self.target, self.actual) } else { (self.actual, self.target) };
        let exact = self.actual.sense == Sense::Exact && part.amount >= Decimal::ZERO && whole.amount > Decimal::ZERO;
        exact.then_some((share(part, whole)?, part, whole))
    }

    /// 完成率, in per cent.
    pub fn completion(&self) -> Option<Decimal> {
        self.parts().map(|(rate, ..)| rate)
    }

    fn finding(&self) -> Option<Finding> {
        let text = self.sentence.text.as_str();
        let before = text.part(..self.target.range.start);
        let (stated, (rate, part, whole)) = (self.rate?, self.parts()?);
        let capped = stated.amount == Decimal::ONE_HUNDRED && rate >= Decimal::ONE_HUNDRED;
        // 2－16÷20: how the lower is better is reckoned by some.
        let over = whole.amount.checked_div(part.amount).unwrap_or_default();
        let at_most = std::ptr::eq(part, self.target);
        let other_way = at_most && stated.agrees((Decimal::TWO - over) * Decimal::ONE_HUNDRED);
        // 156公里，其中甲132公里、乙24公里，完成目标150公里的104%: of whichever of them it is, it is right.
        let same = || self.sentence.mentions.iter().filter(|other| other.unit == whole.unit);
        let gives = |part: &Mention, whole: &Mention| share(part, whole).is_some_and(|rate| stated.agrees(rate));
        // Not the same two the other way round.
        let is_own = |one: &Mention| [self.target, self.actual].iter().any(|own| std::ptr::eq(*own, one));
        let of_another = same().any(|part| same().any(|whole| !(is_own(part) && is_own(whole)) && gives(part, whole)));
        if stated.agrees(rate) || capped || other_way || of_another {
            return None;
        }
        let written = |mention: &Mention| text.part(mention.range.clone());
        let rounded = plain(round(rate, SHOWN_DECIMALS));
        // 群众满意度目标值≥90%
        let clause = before.rfind(['，', '；', '。', '：']).map_or(before, |at| before.part(at..));
        let name = clause.trim_start_matches(['，', '；', '。', '：']);
        let name = self.words.target.iter().find_map(|word| name.split_once(word)).map_or("", |(name, _)| name);
        let name = if self.words.no_names.have(name) || name.contains('，') { "" } else { name };
        let what = if name.is_empty() { String::new() } else { format!("“{name}”的") };
        Some(
            Finding::error(RULE.code, format!("{what}完成率算得不对"))
                .expected(format!("{rounded}%（{}÷{}）", written(part), written(whole)))
                .actual(format!("{}（{text}）", written(stated)))
                .at(&self.sentence.place)
                .hint("按实际完成值和指标值重新计算；完成率改了，偏差率和原因说明也要一起看。"),
        )
    }
}

/// In per cent.
fn share(part: &Mention, whole: &Mention) -> Option<Decimal> {
    part.amount.checked_div(whole.amount)?.checked_mul(Decimal::ONE_HUNDRED)
}

/// -1.4%: by how much less, as some forms have it.
fn unsigned(stated: &Mention) -> Mention {
    let mut unsigned = stated.clone();
    unsigned.amount = stated.amount.abs();
    unsigned
}

/// 偏差率 = |完成率 − 100％| also where words were reached.
fn between_rates(statement: &Statement, completion: &Mention, deviation: &Mention) -> Option<Finding> {
    let expected = (completion.amount - Decimal::ONE_HUNDRED).abs();
    let text = &statement.sentence.text;
    (deviation.amount.abs() != expected).then(|| {
        Finding::error(RULE.code, format!("“{}”的完成率和偏差率不相符", statement.row.name))
            .about(&statement.row.name)
            .expected(format!("偏差率{}%", expected.normalize()))
            .actual(format!("偏差率{}（{text}）", text.part(deviation.range.clone())))
            .at(&statement.sentence.place)
            .hint("偏差率＝|完成率－100%|，改正其中一个。")
    })
}

/// 完成率105%，偏差率5%, whatever it is of.
fn beside_completion(sentence: &Sentence, is_told: impl Fn(&Mention) -> bool) -> Vec<Finding> {
    let text = sentence.text.as_str();
    let rates: Vec<&Mention> = sentence.mentions.iter().filter(|mention| mention.unit == "%").collect();
    let before = |mention: &Mention, name: &str| {
        let lead = text.part(..mention.range.start).trim_end_matches(['为', '达', '是']);
        let clause = lead.rsplit(['，', '；', '。', '、', '：', '（']).next().unwrap_or_default();
        clause.strip_suffix(name).map(str::to_string)
    };
    let wrong = rates.windows(2).filter_map(|two| {
        let [completion, deviation] = two else { return None };
        let of = before(completion, "完成率")?;
        let deviates = ["偏差率", "偏离率", "偏离度"].iter().find_map(|name| before(deviation, name))?;
        // 成本偏差率 is of something else.
        let fits = deviates.is_empty() || deviates == of || deviates.starts_with('与');
        let between = text.part(completion.range.end..deviation.range.start);
        let near = between.chars().count() <= 12 && !between.contains(['；', '。']);
        let expected = (completion.amount - Decimal::ONE_HUNDRED).abs();
        (fits && near && deviation.amount.abs() != expected && !is_told(deviation)).then(|| {
            Finding::error(RULE.code, "完成率和偏差率不相符")
                .expected(format!("偏差率{}%", plain(expected)))
                .actual(format!("{}（{text}）", text.part(deviation.range.clone())))
                .at(&sentence.place)
                .hint("偏差率＝|完成率－100%|，改正其中一个。")
        })
    });
    wrong.collect()
}

fn finding(
    statement: &Statement,
    what: &str,
    stated: &Mention,
    rate: Decimal,
    part: &Mention,
    whole: &Mention,
) -> Finding {
    let text = &statement.sentence.text;
    let rounded = plain(round(rate, SHOWN_DECIMALS));
    let [part, whole, written] = [part, whole, stated].map(|mention| text.part(mention.range.clone()));
    Finding::error(RULE.code, format!("“{}”的{what}算得不对", statement.row.name))
        .about(&statement.row.name)
        .expected(format!("{rounded}%（{part}÷{whole}）"))
        .actual(format!("{written}（{text}）"))
        .at(&statement.sentence.place)
        .hint("按实际完成值和指标值重新计算；完成率改了，偏差率和原因说明也要一起看。")
}
