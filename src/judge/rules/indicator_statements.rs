#![doc = include_str!("../../../docs/rules/Z704.md")]

use crate::base::finding::{Finding, Severity};
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::model::measure::{Comparator, Measure, Target};
use crate::model::money_unit::in_ten_thousands;
use crate::model::number::in_ones;
use crate::model::standards::Standards;
use crate::prose::known_figures::KnownFigures;
use crate::prose::short_names::ShortName;
use crate::prose::{Mention, Sense, is_slip};
use crate::reading::finished::bare::bare;
use crate::reading::finished::known_figures;
use crate::reading::finished::read_document::{ReadDocument, Sentence};
use crate::reading::finished::statements::{Statement, statements, unknown};
use crate::reading::finished::tables::IndicatorRow;
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    code: "Z704",
    title: "正文的指标数与表一致",
    doc: include_str!("../../../docs/rules/Z704.md"),
    needs: &[],
    check: Check::Document(check),
};

fn check(facts: &ReadDocument, standards: &Standards) -> Outcome {
    if facts.indicators().is_empty() {
        return Outcome::NotApplicable("文件里没有认出绩效指标表".into());
    }
    let (said, figures) = (statements(facts), known_figures(facts, standards));
    let of_the_fund = facts.of_the_fund().filter(|sentence| !sentence.is_of_an_indicator());
    let passing = of_the_fund.flat_map(|sentence| passing(facts, sentence, &figures));
    if said.is_empty() {
        // A text that says nothing of indicators one by one may mean another's.
        let doubt = |finding| Finding { severity: Severity::Warning, ..finding };
        let passing: Vec<Finding> = passing.map(doubt).collect();
        return match passing.is_empty() {
            true => Outcome::NotApplicable("正文没有逐项写指标的完成情况".into()),
            false => Outcome::of(passing),
        };
    }
    let mut findings: Vec<Finding> = said.iter().flat_map(|statement| nearest(statement, facts, &figures)).collect();
    findings.extend(passing);
    let names: Vec<String> = facts.indicators().iter().map(|row| row.name.clone()).collect();
    let short_names = ShortName::all(&names, &standards.short_names);
    // Of a draft, the sentence may be one that lacks its figure.
    let named = |row: &IndicatorRow| {
        facts.incomplete
            || said.iter().any(|statement| statement.row.name == row.name)
            || facts.of_the_fund().any(|sentence| says(sentence, row, &short_names))
    };
    // A form between the chapters says it all.
    let unsaid = facts.indicators().iter().filter(|row| !facts.form_in_text && !named(row));
    findings.extend(unsaid.map(|row| {
        Finding::warning(RULE.code, format!("正文没有说明指标“{}”的完成情况", row.name))
            .expected("指标值、实际完成值、完成率")
            .actual("没有，或名称写得不一样")
            .at(&row.place)
            .hint("在正文补写这一项，指标名称与表里完全相同。")
    }));
    findings.extend(unknown(facts).map(|sentence| {
        Finding::warning(RULE.code, "正文说到的指标在表里找不到，没有核对")
            .expected("表里有的指标名称")
            .actual(&sentence.text)
            .at(&sentence.place)
            .hint("核对指标名称，与表里写成一样。")
    }));
    Outcome::of(findings)
}

/// Is it said at all, by its name or a shorter one: 维修养护山塘12座, 耕地质量逐步提升?
fn says(sentence: &Sentence, row: &IndicatorRow, short_names: &[ShortName]) -> bool {
    let short = short_names.iter().find(|name| name.indicator() == row.name);
    let text = bare(&sentence.text);
    let above = sentence.headings.last().is_some_and(|heading| bare(heading).contains(&row.name));
    let named = above
        || text.contains(&row.name)
        || stands_apart(&text, &row.name)
        || short.is_some_and(|name| name.stands_in(&sentence.text));
    named && (!sentence.mentions.is_empty() || matches!(row.target, Target::Qualitative(_)))
}

/// A name in two parts with other words between them: 植被盖度由41%提高到68%, 残疾人及家属200人，…满意度95%.
fn stands_apart(text: &str, name: &str) -> bool {
    let name = name.strip_suffix('率').filter(|name| name.chars().count() > 5).unwrap_or(name);
    let cuts = name
        .char_indices()
        .map(|(at, _)| at)
        .filter(|at| name.part(..*at).chars().count() > 3 && name.part(*at..).chars().count() > 1);
    let mut parts = cuts.map(|at| (name.part(..at), name.part(at..)));
    parts.any(|(head, tail)| text.split_once(head).is_some_and(|(_, rest)| rest.contains(tail)))
}

/// An indicator's figure in passing: 资金拨付及时率100%, 带动…的比例为1：2.19.
fn passing(facts: &ReadDocument, sentence: &Sentence, figures: &KnownFigures) -> Vec<Finding> {
    let (mut findings, words) = (Vec::new(), &figures.scope);
    for row in facts.indicators() {
        if row.measures().1.is_none() {
            continue;
        }
        // 合格率、开工率3项均为100%
        let counts = |mention: &&Mention| sentence.text.part(mention.range.end..).starts_with(['均', '都']);
        let right_after = |mention: &&Mention| {
            sentence.text.part(..mention.range.start).ends_with(row.name.as_str()) && !counts(mention)
        };
        let is_ratio = row.name.contains("比例") && (row.name.contains("带动") || row.name.contains("撬动"));
        let leverage = |mention: &&Mention| mention.ratio && is_ratio && sentence.text.contains("带动");
        let stated = sentence.mentions.iter().find(|mention| right_after(mention) || leverage(mention));
        let same_name = || facts.indicators().iter().filter(|other| other.name == row.name);
        let is_one_of = |stated: &Mention| {
            let mut values = same_name().filter_map(|row| row.measures().1).map(|actual| in_unit_of(stated, actual));
            values.any(|value| stated.agrees(value) || stated.amount == value)
        };
        // 1620户4536人: one thing, counted in two units.
        let again = |stated: &Mention| {
            let beside = |other: &&Mention| {
                let between = other
                    .range
                    .start
                    .checked_sub(stated.range.end)
                    .map(|_| sentence.text.part(stated.range.end..other.range.start));
                between.is_some_and(|between| ["", "、", "，"].contains(&between)) && other.unit != stated.unit
            };
            sentence.mentions.iter().filter(beside).any(is_one_of)
        };
        if let Some(stated) = stated.filter(|stated| !is_one_of(stated) && !again(stated))
            && !sentence.is_of_another_time(stated)
            // 发放人数88.5%: how far it was reached.
            && (stated.unit != "%" || row.measures().1.is_some_and(|actual| actual.unit == "%"))
            // 满意度达到≥90% is the target.
            && !sentence.text.part(..stated.range.start).ends_with(['≥', '≤', '>', '<'])
            && row.measures().0.is_none_or(|target| stated.amount != as_mentioned(target))
        {
            let of_all = is_of_all(figures, sentence, &row.name, stated);
            let slip = row.measures().1.is_some_and(|actual| is_slip(stated.amount, in_unit_of(stated, actual)));
            if !of_all && !slip {
                continue;
            }
            let aims = words.target.are_in(&sentence.text) || words.elsewhere.are_in(&sentence.text);
            let severity = if aims || !of_all { Severity::Warning } else { Severity::Error };
            findings.push(
                Finding::new(RULE.code, severity, format!("正文里“{}”与自评表的实际完成值不一致", row.name))
                    .about(&row.name)
                    .expected(format!("{}（表）", row.actual_text))
                    .actual(&sentence.text)
                    .at(&sentence.place)
                    .at(&row.place)
                    .of_numbers([stated.amount])
                    .hint("查原始数据，把正文和表改成一样。"),
            );
        }
    }
    findings
}

/// Does the sentence speak of all that the indicator counts, not of a part, of others, of what a plan asks?
fn is_of_all(figures: &KnownFigures, sentence: &Sentence, name: &str, stated: &Mention) -> bool {
    let before = sentence.text.part(..stated.range.start);
    let head = before.rsplit_once(name).or_else(|| sentence.text.split_once(name)).map_or("", |(head, _)| head);
    figures.says_nothing_of_which(head.rsplit(['，', '；', '。', '、', '：', '（']).next().unwrap_or_default())
}

/// Of several rows of one name any may be meant.
fn nearest(statement: &Statement, facts: &ReadDocument, figures: &KnownFigures) -> Vec<Finding> {
    let rows = facts.rows_for(statement.sentence).iter().filter(|row| row.name == statement.row.name);
    let found = rows.map(|row| values(&Statement { row, ..statement.clone() }, figures));
    found.min_by_key(Vec::len).unwrap_or_default()
}

fn values(statement: &Statement, figures: &KnownFigures) -> Vec<Finding> {
    let (target, actual) = statement.row.measures();
    let sides = [
        ("指标值", statement.target, target, &statement.row.target_text, statement.target_is_sure),
        ("实际完成值", statement.actual, actual, &statement.row.actual_text, statement.actual_is_sure),
    ];
    let mut findings: Vec<Finding> = operator(statement).into_iter().collect();
    let mut other_units: Vec<(&str, &str, &str)> = Vec::new();
    for (what, stated, known, shown, sure) in sides {
        let (Some(stated), Some(known)) = (stated, known) else { continue };
        let written = statement.sentence.text.part(stated.range.clone());
        let of_each = money_of_each(statement.sentence, stated, known);
        let value = of_each.map_or_else(
            || in_unit_of(stated, known),
            |money| known.value * in_ten_thousands(money).unwrap_or(Decimal::ONE),
        );
        // ≥32项: the sign belongs to the target.
        // 服务率完成98.06%: how far it was reached.
        let of_completion = what != "指标值" && stated.unit == "%" && !sure;
        let is_completion = of_completion
            && statement.row.completion().is_some_and(|rate| stated.agrees(rate.0 * Decimal::ONE_HUNDRED));
        let same = is_completion
            || stated.amount == value
            || stated.sense == Sense::Exact && stated.agrees(value)
            || what != "指标值" && stated.agrees(value);
        if !same {
            let comparable = stated.unit == known.unit || is_money(&stated.unit) || is_kin(&stated.unit, &known.unit);
            let (slip, of_all) =
                (is_slip(stated.amount, value), is_of_all(figures, statement.sentence, &statement.row.name, stated));
            if !of_all && !slip {
                continue;
            }
            let is_sure = (sure || slip) && comparable && of_all;
            let severity = if is_sure { Severity::Error } else { Severity::Warning };
            findings.push(
                Finding::new(RULE.code, severity, format!("正文里“{}”的{what}与表不一致", statement.row.name))
                    .about(&statement.row.name)
                    .expected(format!("{shown}（表）"))
                    .actual(format!("{written}（{}）", statement.sentence.text))
                    .at(&statement.sentence.place)
                    .at(&statement.row.place)
                    .of_numbers([stated.amount])
                    .hint("查原始数据，把正文和表改成一样。"),
            );
        } else if of_each.is_none() && !is_of_its_unit(statement.sentence, stated, known) {
            other_units.push((what, written, shown));
        }
    }
    if !other_units.is_empty() {
        let list =
            |side: fn(&(&str, &str, &str)) -> String| other_units.iter().map(side).collect::<Vec<_>>().join("、");
        findings.push(
            Finding::warning(
                RULE.code,
                format!("正文里“{}”的{}单位与表不同", statement.row.name, list(|(what, ..)| what.to_string())),
            )
            .expected(format!("{}（表）", list(|(.., shown)| shown.to_string())))
            .actual(format!("{}（{}）", list(|(_, written, _)| written.to_string()), statement.sentence.text))
            .at(&statement.sentence.place)
            .at(&statement.row.place)
            .hint("同一个指标全文用同一个单位。"),
        );
    }
    findings
}

/// In the table's unit, in one that is left out there, or both money.
fn is_of_its_unit(sentence: &Sentence, stated: &Mention, known: &Measure) -> bool {
    stated.unit == known.unit
        || stated.has_unit(&sentence.text, &known.unit)
        || is_left_out(stated, known)
        || is_money(&stated.unit) && is_money(&known.unit)
}

/// 指标值为≥32项: the sign that is written is the table's.
fn operator(statement: &Statement) -> Option<Finding> {
    const SIGNS: [(&str, Comparator); 10] = [
        ("大于等于", Comparator::AtLeast),
        ("不低于", Comparator::AtLeast),
        ("不少于", Comparator::AtLeast),
        ("≥", Comparator::AtLeast),
        ("≧", Comparator::AtLeast),
        ("小于等于", Comparator::AtMost),
        ("不超过", Comparator::AtMost),
        ("不高于", Comparator::AtMost),
        ("≤", Comparator::AtMost),
        ("≦", Comparator::AtMost),
    ];
    let Target::Quantitative { comparator, .. } = &statement.row.target else { return None };
    let text = &statement.sentence.text;
    let before = text.part(..statement.target?.range.start).trim_end();
    let (sign, stated) = SIGNS.iter().find(|(sign, _)| before.ends_with(sign))?;
    (stated != comparator).then(|| {
        Finding::error(RULE.code, format!("正文里“{}”的指标值写作“{sign}”，与表不一致", statement.row.name))
            .expected(format!("{}（表）", statement.row.target_text))
            .actual(text)
            .at(&statement.sentence.place)
            .at(&statement.row.place)
            .hint("照批复的目标表改正。")
    })
}

/// As mentions are: money in 万元, also for each of something: 每立方米0.3元 is 0.3元/立方米.
fn as_mentioned(known: &Measure) -> Decimal {
    known.value * in_ten_thousands(&known.unit).unwrap_or(Decimal::ONE)
}

/// The money of 元/立方米, where the text has the rest before the number.
fn money_of_each<'k>(sentence: &Sentence, stated: &Mention, known: &'k Measure) -> Option<&'k str> {
    let (money, each) = known.unit.split_once('/')?;
    let before = sentence.text.part(..stated.range.start);
    let says = each.split(['·', '/']).all(|each| before.contains(each.trim_start_matches('每')));
    (is_money(&stated.unit) && is_money(money) && says && !each.is_empty()).then_some(money)
}

/// Multiples of ten thousand of one thing are one unit; a mention has only the beginning of 吨标准煤/万元.
fn is_kin(stated: &str, known: &str) -> bool {
    let simple = |unit: &str| in_ones(unit).1.to_string();
    let counted = |unit: &str| ["个", "项", ""].contains(&unit);
    let (stated, known) = (simple(stated), simple(known));
    stated == known
        || known.is_empty()
        || !stated.is_empty() && known.starts_with(&stated)
        || counted(&stated) && counted(&known)
}

/// A unit that the table leaves out, that is read up to its stroke, or counts in ten thousands.
fn is_left_out(stated: &Mention, known: &Measure) -> bool {
    let simple = |unit: &str| in_ones(unit).1.to_string();
    known.unit.is_empty() && !stated.unit.is_empty() && stated.unit != "%"
        || known.unit.contains('/') && known.unit.starts_with(&stated.unit) && !stated.unit.is_empty()
        || simple(&stated.unit) == simple(&known.unit) && stated.amount != known.value
}

/// The known value in the unit that the text has: 1.2万人 are 12000人.
fn in_unit_of(stated: &Mention, known: &Measure) -> Decimal {
    if is_money(&known.unit) || !is_kin(&stated.unit, &known.unit) {
        return as_mentioned(known);
    }
    let scaled =
        known.value.checked_mul(in_ones(&known.unit).0).and_then(|value| value.checked_div(in_ones(&stated.unit).0));
    scaled.unwrap_or(known.value)
}

fn is_money(unit: &str) -> bool {
    in_ten_thousands(unit).is_some()
}
