#![doc = include_str!("../../../docs/rules/Z603.md")]

use std::collections::{BTreeMap, BTreeSet};

use crate::base::characters::is_han;
use crate::base::finding::{Finding, Severity};
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::judge::typed::{State, TypedFigures};
use crate::model::number::in_ones;
use crate::model::standards::{SaidWords, Standards};
use crate::model::words::Words;
use crate::prose::certainty::Certainty;
use crate::prose::comparison::Tie;
use crate::prose::known_figures::{Known, KnownFigures, Value};
use crate::prose::subject::{Kind, Role, Subject};
use crate::prose::tie::{Context, OF_THE_FUND, kinds, tie};
use crate::prose::{Mention, Sense, Token, is_slip, tokens};
use crate::reading::finished::bare::bare;
use crate::reading::finished::known_figures;
use crate::reading::finished::read_document::{ReadDocument, Sentence};
use rust_decimal::Decimal;

use super::said_amounts::amounts;
use super::{
    case_studies, completion_rates, differences, evaluation_counts, indicator_statements, itemised_counts, money_facts,
    project_counts, stated_scores,
};

pub const RULE: Rule = Rule {
    code: "Z603",
    title: "手写的数字与来源一致",
    doc: include_str!("../../../docs/rules/Z603.md"),
    needs: &[Need::Paragraphs],
    check: Check::Texts(of_typed, of_document),
};

/// Rules that hold one kind of figure against the tables: what they say of a sentence is not said twice.
pub(crate) const OF_SINGLE_FIGURES: [&str; 9] = [
    project_counts::RULE.code,
    indicator_statements::RULE.code,
    completion_rates::RULE.code,
    money_facts::RULE.code,
    stated_scores::RULE.code,
    itemised_counts::RULE.code,
    case_studies::RULE.code,
    evaluation_counts::RULE.code,
    differences::RULE.code,
];

/// The figures that were typed into a folder's texts.
fn of_typed(typed: &TypedFigures) -> Outcome {
    if typed.figures.is_empty() {
        return Outcome::NotApplicable("文字里没有手写的数字".into());
    }
    let findings = typed.figures.iter().filter_map(|figure| {
        let (name, known, place, certainty) = match &figure.state {
            State::Differs { name, known, place, certainty } => (name, known, place, certainty),
            State::Failed(panic) => return Some(panic.finding(RULE.code, "读这句话").at(&figure.place)),
            State::Agrees { .. } | State::Open { .. } => return None,
        };
        let severity = if *certainty == Certainty::Sure { Severity::Error } else { Severity::Warning };
        let finding = Finding::new(RULE.code, severity, format!("手写的“{}”与“{name}”不一致", figure.text))
            .expected(known)
            .actual(format!("{}（{}）", figure.text, figure.sentence))
            .at(&figure.place)
            .at_all(place);
        let written =
            if name.contains('“') { "从表格里取的占位符".to_string() } else { format!("{{{{ {name} }}}}") };
        Some(finding.hint(format!("改正这个数；写成{written}，以后就不会错。说的是别的数的，写清楚是什么数。")))
    });
    Outcome::of(findings.collect())
}

/// The figures of a document's text, against its tables and against each other.
fn of_document(facts: &ReadDocument, standards: &Standards) -> Outcome {
    let figures = known_figures(facts, standards);
    let mut findings = Vec::new();
    let mut open: BTreeMap<Open, Vec<(&Sentence, Mention)>> = BTreeMap::new();
    let scopes = Scopes::of(facts);
    let mut counted: BTreeMap<Kind, Vec<(&Sentence, Mention)>> = BTreeMap::new();
    let mut any = false;
    for sentence in &facts.sentences {
        let tokens = tokens(&sentence.text);
        let ties = tie(&figures, Context { sentence: &sentence.text, headings: &sentence.headings }, &tokens);
        let mut told: Vec<(&Known, Finding)> = Vec::new();
        let kinds = kinds(&figures, Context { sentence: &sentence.text, headings: &sentence.headings }, &tokens);
        for ((token, tie), kind) in tokens.iter().zip(ties).zip(kinds) {
            any = true;
            // Without a project table a direction's counts look like the fund's.
            let of_fund = !sentence.is_of_a_case() && !figures.directions.is_empty();
            if let (Token::Quantity(mention), Some(kind)) = (token, kind.filter(|_| of_fund)) {
                counted.entry(kind).or_default().push((sentence, mention.clone()));
                continue;
            }
            match (token, tie) {
                (Token::Quantity(mention), Tie::Differs(known, certainty))
                    if (mention.unit != "百分点" || is_difference(known))
                        && !is_the_same(sentence, mention, known)
                        && !is_of_money(mention, known)
                        && !is_met(mention, known)
                        && !is_its_completion(&figures, mention, known)
                        && !is_of_another_time(sentence, mention, known) =>
                {
                    // What was aimed at is held against the target.
                    let target = (known.role == Role::Actual && is_target(sentence, mention, &standards.said))
                        .then(|| figures.find(&known.subject, Role::Target));
                    let known = match target {
                        Some(Some(target)) if agree(mention, target) => continue,
                        Some(Some(target)) => target,
                        Some(None) => continue,
                        None => known,
                    };
                    told.push((known, differs(sentence, mention, known, certainty)));
                }
                // 面积1800亩以上: reached or not, it is the target.
                (Token::Quantity(mention), Tie::Agrees(known))
                    if known.role == Role::Actual
                        && mention.sense == Sense::AtLeast
                        && is_target(sentence, mention, &standards.said) =>
                {
                    let target = figures.find(&known.subject, Role::Target);
                    if let Some(target) = target.filter(|target| !agree(mention, target)) {
                        told.push((target, differs(sentence, mention, target, Certainty::Likely)));
                    }
                }
                (Token::Quantity(mention), Tie::Open(why))
                    if why == OF_THE_FUND && is_of_the_fund(sentence, mention, standards) =>
                {
                    let words = words_before(sentence.text.part(..mention.range.start), standards);
                    // 土壤污染防治资金3个: not the fund is counted.
                    let counts = |words: &str| of_fund || !words.ends_with("项目");
                    let is_money = ["万元", "%"].contains(&mention.unit.as_str());
                    if let Some(words) = words.filter(|words| counts(words) && (is_money || !words.ends_with("资金")))
                    {
                        let key = Open {
                            words,
                            unit: in_ones(&mention.unit).1.to_string(),
                            scope: scope(facts, &scopes, sentence),
                            is_target: is_target(sentence, mention, &standards.said),
                            is_spent: sentence.text.part(..mention.range.start).contains("支出"),
                        };
                        open.entry(key).or_default().push((sentence, mention.clone()));
                    }
                }
                _ => {}
            }
        }
        // A rate is reckoned from what is told already.
        let subjects: Vec<(Subject, bool)> =
            told.iter().map(|(known, _)| (known.subject.clone(), is_rate(known))).collect();
        let mut rates = 0;
        findings.extend(
            told.into_iter()
                .filter(|(known, _)| {
                    let of_figure = subjects.iter().any(|(subject, rate)| *subject == known.subject && !rate);
                    rates += usize::from(is_rate(known));
                    !is_rate(known) || !of_figure && rates == 1
                })
                .map(|(_, finding)| finding),
        );
    }
    if !any {
        return Outcome::NotApplicable("正文没有数字".into());
    }
    findings.extend(facts.sentences.iter().flat_map(|sentence| said_again(sentence, &standards.said.again)));
    findings.extend(counted.into_iter().filter_map(|(kind, said)| repeated(&format!("{kind}项目"), &said)));
    findings.extend(open.into_iter().filter_map(|(open, said)| repeated(&open.words, &said)));
    Outcome::of(findings)
}

/// 1.25亿元，即12500万元: one figure in two units.
fn said_again(sentence: &Sentence, words: &Words) -> Vec<Finding> {
    let amounts = amounts(sentence);
    let wrong = amounts.windows(2).filter_map(|two| {
        let [one, other] = two else { return None };
        let between = sentence.text.part(one.to..other.from);
        let again = between.strip_prefix(['，', '（']).is_some_and(|between| words.have(between));
        let apart = (one.value - other.value).abs() > one.hidden + other.hidden;
        let wrong = again && apart && one.unit == other.unit && !["", "%"].contains(&one.unit.as_str());
        wrong.then(|| {
            Finding::error(RULE.code, "同一个数换了单位，大小不同")
                .expected(other.say(one.value))
                .actual(format!("{}（{}）", other.written, sentence.text))
                .at(&sentence.place)
                .hint("重新换算：1亿元＝10000万元，1万元＝10000元。")
        })
    });
    wrong.collect()
}

/// Points are divided and added up by a rule of their own; 完成率为98% is said of each indicator anew.
fn is_of_the_fund(sentence: &Sentence, mention: &Mention, standards: &Standards) -> bool {
    let before = sentence.text.part(..mention.range.start);
    let segment = before.rsplit('；').next().unwrap_or_default();
    !sentence.is_of_a_case()
        && !sentence.is_of_an_indicator()
        && !sentence.is_of_another_time(mention)
        && !standards.money.this_one.are_in(segment)
        && mention.unit != "分"
}

/// Words that several sentences may say with different numbers, unless they mean different things.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Open {
    words: String,
    unit: String,
    /// The fund or the part whose section it is.
    scope: String,
    is_target: bool,
    is_spent: bool,
}

/// Sections that are built alike, one for each fund or part.
struct Scopes {
    /// What stands under several headings.
    repeated: BTreeSet<String>,
}

impl Scopes {
    fn of(facts: &ReadDocument) -> Scopes {
        let mut above: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for two in facts.sentences.iter().flat_map(|sentence| sentence.headings.windows(2)) {
            above.entry(title(&two[1])).or_default().insert(&two[0]);
        }
        let repeated = above.into_iter().filter(|(_, above)| above.len() > 1);
        Scopes { repeated: repeated.map(|(title, _)| title.to_string()).collect() }
    }

    /// The heading of a fund; the one above what other sections have too.
    fn of_headings<'a>(&self, headings: &'a [String]) -> &'a str {
        let fund = headings.iter().find(|heading| {
            let title = title(heading);
            title.chars().count() > 4 && ["资金", "补助", "专项"].iter().any(|word| title.ends_with(word))
        });
        let parallel = || headings.windows(2).find(|two| self.repeated.contains(title(&two[1])));
        fund.or_else(|| parallel().map(|two| &two[0])).map_or("", |heading| title(heading))
    }
}

/// Of several forms the fund that a sentence speaks of, and the section.
fn scope(facts: &ReadDocument, scopes: &Scopes, sentence: &Sentence) -> String {
    let form = facts.form_of(sentence).filter(|_| facts.forms.len() > 1);
    let fund = form.and_then(|form| form.fund.as_deref()).unwrap_or_default();
    format!("{fund}{}", scopes.of_headings(&sentence.headings))
}

fn agree(mention: &Mention, known: &Known) -> bool {
    let Value::Number { amount, unit } = &known.value else { return true };
    let ones = amount.checked_mul(in_ones(unit).0);
    ones.is_none() || ones == in_ones_of(mention)
}

/// A heading without its number.
fn title(heading: &str) -> &str {
    let rest = heading.trim_start_matches(|c: char| "（）()一二三四五六七八九十0123456789、.．".contains(c));
    rest.trim_end_matches('。')
}

/// Is it what was aimed at?
fn is_target(sentence: &Sentence, mention: &Mention, words: &SaidWords) -> bool {
    let before = sentence.text.part(..mention.range.start);
    let after = sentence.text.part(mention.range.end..).trim_start_matches(['（', '）', '套']);
    let clause = before.rsplit(['，', '；', '。', '、']).next().unwrap_or_default();
    let below = sentence.headings.iter().any(|heading| heading.contains("绩效目标") && !heading.contains("完成"));
    below || words.before_target.are_in(before) || words.target.are_in(clause) || after.starts_with("以上")
}

/// Of a result and its target, or that of the year before.
fn is_difference(known: &Known) -> bool {
    matches!(known.role, Role::FromTarget | Role::FromLastYear | Role::Growth)
}

fn is_rate(known: &Known) -> bool {
    matches!(known.role, Role::Completion | Role::Deviation)
}

/// Carried-over projects are told by the year in which they began.
fn is_of_another_time(sentence: &Sentence, mention: &Mention, known: &Known) -> bool {
    let began = matches!(known.role, Role::Count(_)) && ["结转", "续"].iter().any(|word| sentence.text.contains(word));
    sentence.is_of_another_time(mention) && !began && !is_difference(known)
}

fn differs(sentence: &Sentence, mention: &Mention, known: &Known, certainty: Certainty) -> Finding {
    let sure = certainty == Certainty::Sure && is_sure(sentence, mention, known);
    let severity = if sure { Severity::Error } else { Severity::Warning };
    Finding::new(RULE.code, severity, format!("正文的数与{}不一致", known.name))
        .expected(&known.value)
        .actual(format!("{}（{}）", sentence.text.part(mention.range.clone()), sentence.text))
        .at(&sentence.place)
        .at_all(&known.place)
        .of_numbers([mention.amount])
        .hint("查原始数据，正文和表写成一样；说的是别的数的，写清楚是什么数。")
}

/// The year's money as a whole is held against the form by the rule for it; only another unit is told here.
fn is_of_money(mention: &Mention, known: &Known) -> bool {
    let Value::Number { unit, .. } = &known.value else { return false };
    let of_all = matches!(known.subject, Subject::Fund | Subject::Source(_));
    let money = matches!(known.role, Role::Amount | Role::Executed | Role::ExecutionRate);
    of_all && money && mention.unit == *unit
}

/// 34.6μg/m³: the known number with its own unit behind it, whatever of that is read.
fn is_the_same(sentence: &Sentence, mention: &Mention, known: &Known) -> bool {
    let Value::Number { amount, unit } = &known.value else { return false };
    mention.amount == *amount && mention.has_unit(&sentence.text, unit)
}

/// What is reached is often put down as 100 %; whether a text does so is seen by the rule for these rates.
fn is_met(mention: &Mention, known: &Known) -> bool {
    let Value::Number { amount, unit } = &known.value else { return false };
    let capped = known.role == Role::Completion && mention.amount == Decimal::ONE_HUNDRED;
    capped && mention.unit == *unit && *amount > mention.amount
}

/// 奖学金发放人数88.5%: how far it was reached.
fn is_its_completion(figures: &KnownFigures, mention: &Mention, known: &Known) -> bool {
    let in_percent = matches!(&known.value, Value::Number { unit, .. } if unit == "%");
    let completion = figures.find(&known.subject, Role::Completion);
    mention.unit == "%"
        && !in_percent
        && matches!(completion.map(|known| &known.value), Some(Value::Number { amount, .. }) if mention.agrees(*amount))
}

/// The clause names in full what it speaks of, or the number looks like a slip of the known one.
fn is_sure(sentence: &Sentence, mention: &Mention, known: &Known) -> bool {
    let slip = matches!(&known.value, Value::Number { amount, .. } if is_slip(mention.amount, *amount));
    match (&known.subject, &known.role) {
        (_, Role::FromTarget | Role::FromLastYear | Role::Growth) => true,
        // A case's money is 0 in the table until it is paid.
        (Subject::Project(_), _) => false,
        (Subject::Indicator(name), role) => {
            let texts = sentence.headings.last().into_iter().chain([&sentence.text]);
            let named = texts.into_iter().any(|text| bare(text).contains(name.as_str()));
            let said = sentence.text.contains(if *role == Role::Target { "指标值" } else { "实际完成" });
            named && (slip || said)
        }
        (_, Role::Count(_) | Role::Directions | Role::OverRun) => true,
        _ => slip,
    }
}

/// 受理项目473个 in one place, 受理项目437个 in another: no table has it, but both say the same words.
fn repeated(words: &str, said: &[(&Sentence, Mention)]) -> Option<Finding> {
    let (first, stated) = said.first()?;
    let (other, second) =
        said.iter().find(|(_, mention)| in_ones_of(mention) != in_ones_of(stated) || !same_unit(mention, stated))?;
    if first.paragraph == other.paragraph && first.text == other.text {
        return None;
    }
    let shown = |sentence: &Sentence, mention: &Mention| {
        format!("{}（{}）", sentence.text.part(mention.range.clone()), sentence.text)
    };
    Some(
        Finding::warning(RULE.code, format!("“{words}”在两处写得不一样"))
            .expected(shown(first, stated))
            .actual(shown(other, second))
            .at(&other.place)
            .at(&first.place)
            .hint("查原始数据，两处写成一样；说的不是同一件事的，写清楚。"),
    )
}

/// 92个 and 92项, but not 92套.
fn same_unit(one: &Mention, other: &Mention) -> bool {
    let counted = |mention: &Mention| ["个", "项"].contains(&mention.unit.as_str());
    in_ones(&one.unit).1 == in_ones(&other.unit).1 || counted(one) && counted(other)
}

/// 1.2万人 and 12000人.
fn in_ones_of(mention: &Mention) -> Option<Decimal> {
    mention.amount.checked_mul(in_ones(&mention.unit).0)
}

/// What a number is of, by all the words of its clause before it: 支持农民合作社 and 抽查农民合作社 are two things. Words
/// that say when, or as what, are left out; where nothing else is left they name nothing.
fn words_before(before: &str, standards: &Standards) -> Option<String> {
    let clause = before.rsplit(|c: char| !is_han(c) && !c.is_ascii_alphanumeric() && c != '.').next()?;
    let mut words = clause.trim_start_matches(|c: char| c.is_ascii_digit());
    while let Some(rest) = standards.said.leads.iter().find_map(|lead| words.strip_prefix(lead)) {
        words = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    let words = standards.said.links.cut_from_end(words);
    let mut rest = words;
    let plain = standards.money.nobody.iter().chain(standards.said.plain.iter());
    while let Some(shorter) = plain.clone().find_map(|word| rest.strip_suffix(word)) {
        rest = shorter;
    }
    let count = words.chars().count();
    // 占全省的, 实际削减: of what is said elsewhere.
    let verb = words.strip_prefix("实际").is_some_and(|verb| verb.chars().count() < 3);
    // 按每生每年600元: of each of what is not said.
    let rate = ["每", "按每"].iter().any(|word| words.starts_with(word)) && count < 6;
    let is_clear = !rate
        && (4..=30).contains(&count)
        && !verb
        && !words.starts_with('占')
        && words.chars().all(is_han)
        && !rest.is_empty();
    is_clear.then(|| words.to_string())
}
