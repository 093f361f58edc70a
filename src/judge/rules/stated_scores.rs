#![doc = include_str!("../../../docs/rules/Z707.md")]

use crate::base::characters::is_han;
use crate::base::finding::{Finding, Severity};
use crate::base::number::plain;
use crate::base::place::Place;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::model::fund_rules::{EXECUTION, FundRules};
use crate::model::number::{Score, half_unit, round};
use crate::model::standards::{ScoreWords, Standards};
use crate::model::term::{Term, listed};
use crate::model::words::Words;
use crate::prose::Mention;
use crate::prose::around::is_in_brackets;
use crate::reading::finished::bare::{bare, figure};
use crate::reading::finished::read_document::{ReadDocument, Sentence};
use crate::reading::finished::tables::{IndicatorTable, PlainTable};
use rust_decimal::Decimal;

use super::form_kinds::kind;
use super::heading_marks;
use super::scoring::{execution, points_of};

pub const RULE: Rule = Rule {
    code: "Z707",
    title: "得分加得起来、等级对得上",
    doc: include_str!("../../../docs/rules/Z707.md"),
    needs: &[],
    check: Check::Document(check),
};

/// What was earned, whoever earned it.
const POINTS: &str = "得分";

/// No part of the score has so few.
const FEW_POINTS: i64 = 4;

/// Are the points of all parts there? A document may have 一级指标 besides those of the fund's rules.
fn all_given(rules: &FundRules, mentions: &[Option<&Mention>]) -> bool {
    let besides = rules.weights().map(|(_, weight)| weight == Score::default());
    let besides = std::iter::once(false).chain(besides);
    besides.zip(mentions).all(|(besides, mention)| besides || mention.is_some())
}

fn check(facts: &ReadDocument, standards: &Standards) -> Outcome {
    let words = &standards.scores;
    let total = |sentence| total(sentence, words);
    let totals: Vec<(&Sentence, &Mention)> = facts.of_the_fund().filter_map(|s| Some((s, total(s)?))).collect();
    let mut findings: Vec<Finding> = facts.of_the_fund().filter_map(wrong_deduction).collect();
    findings.extend(facts.of_the_fund().flat_map(|sentence| over_mark(sentence, words)));
    let given = scored(facts, words);
    let judged = |sentence: &Sentence| given.iter().any(|(other, ..)| other.place == sentence.place);
    let others = facts.of_the_fund().filter(|sentence| total(sentence).is_none() && !judged(sentence));
    findings.extend(others.flat_map(|sentence| parts_alone(facts, sentence, words)));
    findings.extend(facts.tables.iter().flat_map(|table| grades_of_rows(table, standards)));
    findings.extend(facts.of_the_fund().filter_map(|sentence| marks_short_of_all(facts, sentence, words)));
    findings.extend(heading_marks::heading_marks(facts, RULE.code));
    let Some(&(scores, total)) = totals.first() else {
        return match findings.is_empty() {
            true => Outcome::NotApplicable("正文没有写自评得分".into()),
            false => Outcome::Findings(findings),
        };
    };
    findings.extend(given.iter().flat_map(|(sentence, total, parts)| itemised(sentence, total, parts, (facts, words))));
    if facts.forms.is_empty() {
        findings.extend(two_totals(&totals, words));
    }
    findings.extend(against_forms(facts, &totals));
    if kind(standards, facts).is_some() {
        findings.extend(by_the_method(facts, (scores, total), &given, standards));
    } else {
        findings.extend(grades(facts, standards, &totals));
    }
    Outcome::of(findings)
}

/// 预算执行分值10分，得10.2分.
fn over_mark(sentence: &Sentence, words: &ScoreWords) -> Vec<Finding> {
    let text = sentence.text.as_str();
    let points: Vec<&Mention> = sentence.mentions.iter().filter(|mention| mention.unit == "分").collect();
    let more = points.windows(2).filter_map(|two| {
        let [mark, earned] = two else { return None };
        let clause = text.part(..mark.range.start).rsplit(['，', '；', '。', '、', '：']).next()?;
        let is_mark = words.mark.are_in(clause);
        let earns = text.part(mark.range.end..earned.range.start).strip_prefix('，');
        let earns = earns.is_some_and(|lead| words.earned.have(lead));
        let wrong = is_mark && earns && earned.amount > mark.amount && !text.contains('扣');
        wrong.then(|| fault(sentence, "得分超过了分值", format!("不超过{}分", plain(mark.amount)), earned))
    });
    more.collect()
}

/// 预算执行（分值10分）得9.8分, 成本指标得20分, where no total stands beside it.
fn parts_alone(facts: &ReadDocument, sentence: &Sentence, words: &ScoreWords) -> Vec<Finding> {
    let parts = parts(sentence, words);
    let Some(form) = facts.form_of(sentence) else { return Vec::new() };
    let alone = |part: &&Part| parts.iter().filter(|other| other.name == part.name).count() == 1;
    let wrong = parts.iter().filter(alone).filter_map(|part| {
        let lead = sentence.text.part(..part.points.range.start);
        let earned = words.earned.end(lead);
        let (known, place) = of_form(form, part.name).filter(|_| earned && part.mark != Some(part.points))?;
        let wrong = !part.points.agrees(known) && !sentence.is_of_another_time(part.points);
        wrong.then(|| {
            let message = format!("正文里{}的得分与自评表不一致", part.name);
            fault(sentence, &message, format!("{}分（自评表）", plain(known)), part.points).at_all(place.as_ref())
        })
    });
    wrong.collect()
}

/// 自评得分95.4分 in one place, 94.5分 in another: there is no form that says which.
fn two_totals(totals: &[(&Sentence, &Mention)], words: &ScoreWords) -> Option<Finding> {
    let own = |(sentence, total): &&(&Sentence, &Mention)| {
        let before = sentence.text.part(..total.range.start);
        before.contains("自评") && !words.given.are_in(before)
    };
    let mut own = totals.iter().filter(own);
    let (first, stated) = own.next()?;
    let (other, second) =
        own.find(|(other, total)| total.amount != stated.amount && other.headings != first.headings)?;
    let expected = format!("{}分（{}）", plain(stated.amount), first.text);
    let found = fault(other, "自评得分在两处写得不一样", expected, second).at(&first.place);
    Some(Finding { severity: Severity::Warning, ..found })
}

/// 预算执行（10分）…，产出指标（50分）…，效益指标（20分）…，满意度指标（10分）: all parts, and not a hundred.
fn marks_short_of_all(facts: &ReadDocument, sentence: &Sentence, words: &ScoreWords) -> Option<Finding> {
    let parts = parts(sentence, words);
    let marks: Vec<&Mention> = parts.iter().map(|part| part.mark).collect::<Option<_>>()?;
    let names: Vec<&str> = parts.iter().map(|part| part.name).collect();
    let all = words.usual.iter().all(|word| names.iter().filter(|name| name.contains(word)).count() == 1);
    let sum: Decimal = marks.iter().map(|mark| mark.amount).sum();
    let wrong = all && !leaves_out(facts, &names) && sum != Decimal::ONE_HUNDRED;
    wrong.then(|| {
        let shown = marks.iter().map(|mark| plain(mark.amount)).collect::<Vec<_>>().join("＋");
        let found =
            Finding::error(RULE.code, "分值合计不是100分").expected("100").actual(format!("{}（{shown}）", plain(sum)));
        found.at(&sentence.place).hint("改正各部分的分值，使合计为100。")
    })
}

/// Where the fund or a form has parts that these names do not say, 成本指标 or one that no sentence is known to name, their
/// points are left out of them.
fn leaves_out(facts: &ReadDocument, names: &[&str]) -> bool {
    let weighed = facts.rules.weights().filter(|(_, weight)| *weight != Score::default());
    let weighed = weighed.map(|(dimension, _)| dimension.name());
    let of_forms = facts.forms.iter().flat_map(|form| &form.dimensions).map(String::as_str);
    weighed.chain(of_forms).any(|dimension| !names.iter().any(|name| dimension.contains(name)))
}

/// A part of the score in a sentence: 预算执行（10分）得9.2分.
struct Part<'a> {
    name: &'a str,
    mark: Option<&'a Mention>,
    points: &'a Mention,
}

/// The parts that follow a total, each with its points.
fn parts<'a>(sentence: &'a Sentence, words: &'a ScoreWords) -> Vec<Part<'a>> {
    let text = sentence.text.as_str();
    let mut found: Vec<Part> = Vec::new();
    let mut from = 0;
    let alone = !text.contains("产出");
    for mention in sentence.mentions.iter().filter(|mention| mention.unit == "分") {
        let lead = text.part(from.min(mention.range.start)..mention.range.start);
        from = mention.range.end;
        let last = words.parts.iter().filter_map(|part| lead.rfind(part).map(|at| (at, part))).max();
        // 数量指标29分、质量指标14分: where nothing stands above them.
        let last = last.or_else(|| {
            lead.rfind(['、', '，', '：'])
                .map(|at| (at, lead.part(at..)))
                .filter(|(_, name)| alone && name.ends_with("指标"))
        });
        // 绩效目标78.25分（满分80分，其中产出39分…）: parts of a part.
        let open = text.part(..mention.range.start).rfind('（').filter(|_| is_in_brackets(text, mention.range.start));
        let nested = open.is_some_and(|open| {
            let outside = found.last().is_some_and(|part| part.points.range.end <= open || part.mark.is_some());
            let inside = text.part(open..).split('）').next().unwrap_or_default();
            outside && (text.part(open..mention.range.start).contains("其中") || inside.contains('、'))
        });
        if nested {
            continue;
        }
        let is_mark = lead.ends_with('（') || words.mark.are_in(lead);
        match (last, found.last_mut()) {
            _ if lead.contains('扣') => {}
            (Some((_, name)), _) => {
                found.push(Part { name, mark: is_mark.then_some(mention), points: mention });
            }
            // （10分）得9.2分
            (None, Some(part)) if part.mark.is_some() && part.mark == Some(part.points) => part.points = mention,
            // 产出指标50分，得48.9分
            (None, Some(part)) if part.mark.is_none() && words.earned.have(lead.trim_start_matches('，')) => {
                part.mark = Some(std::mem::replace(&mut part.points, mention));
            }
            (None, Some(part)) if is_mark && part.mark.is_none() => part.mark = Some(mention),
            _ => {}
        }
    }
    found
}

/// Each total with the points that make it: behind it or before it in its sentence, or in the next one. 其中：预算执行9.5分…
fn scored<'a>(facts: &'a ReadDocument, words: &'a ScoreWords) -> Vec<(&'a Sentence, &'a Mention, Vec<Part<'a>>)> {
    let sentences: Vec<&Sentence> = facts.of_the_fund().collect();
    let given = |sentence| {
        let mut parts = parts(sentence, words);
        parts.retain(|part| part.mark != Some(part.points));
        parts
    };
    let mut found = Vec::new();
    for (index, &sentence) in sentences.iter().enumerate() {
        let Some(total) = total(sentence, words) else { continue };
        let own = given(sentence);
        let (before, behind): (Vec<Part>, Vec<Part>) = own
            .into_iter()
            .filter(|part| part.points != total)
            .partition(|part| part.points.range.end <= total.range.start);
        let next = sentences.get(index + 1).copied().filter(|next| {
            let lists = ["其中", "具体", "分项"].iter().any(|word| next.text.starts_with(word));
            lists && next.paragraph == sentence.paragraph && self::total(next, words).is_none()
        });
        let rest = next.map(|next| (next, given(next))).filter(|(_, parts)| parts.len() > 1);
        // 预算执行10分，得9.6分；产出50分，得48.9分…。总得分98.5分
        let above = index.checked_sub(1).and_then(|at| sentences.get(at)).copied();
        let above = above.filter(|above| above.paragraph == sentence.paragraph && self::total(above, words).is_none());
        let above = above.map(|above| (above, given(above))).filter(|(_, parts)| parts.len() > 2);
        found.push(match rest {
            _ if behind.len() > 1 => (sentence, total, behind),
            Some((next, parts)) => (next, total, parts),
            None if before.len() > 1 && behind.is_empty() => (sentence, total, before),
            None => match above.filter(|_| before.is_empty() && behind.is_empty()) {
                Some((above, parts)) => (above, total, parts),
                None => (sentence, total, behind),
            },
        });
    }
    found
}

/// The parts of a total against it and their marks, and against the form.
fn itemised(
    sentence: &Sentence,
    total: &Mention,
    parts: &[Part],
    (facts, words): (&ReadDocument, &ScoreWords),
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut names: Vec<&str> = parts.iter().map(|part| part.name).collect();
    names.sort_unstable();
    names.dedup();
    if parts.len() > 1 && names.len() == parts.len() {
        let sum: Decimal = parts.iter().map(|part| part.points.amount).sum();
        let scale = total.amount.normalize().scale();
        let rounded = parts.iter().any(|part| part.points.amount.normalize().scale() > scale);
        let allowed = if rounded { half_unit(scale) } else { Decimal::ZERO };
        let says_all = |whole: &Words| whole.iter().all(|word| names.iter().any(|name| name.contains(word)));
        let whole = words.wholes.iter().any(says_all);
        let halves = names.iter().any(|name| name.contains("绩效")) && whole;
        let left_out = !halves && leaves_out(facts, &names);
        // A part that is left out has more points than that.
        let few = total.amount - sum <= Decimal::from(FEW_POINTS) && parts.len() > 2;
        let apart = (sum - total.amount).abs() > allowed;
        let wrong = apart && (!left_out || few);
        if wrong {
            let shown = parts.iter().map(|part| plain(part.points.amount)).collect::<Vec<_>>().join("＋");
            let found = fault(sentence, "总分不等于各部分得分之和", format!("{}（{shown}）", plain(sum)), total)
                .actual(format!("{}分（{}）", plain(total.amount), sentence.text));
            let severity = if whole || sum > total.amount { Severity::Error } else { Severity::Warning };
            findings.push(Finding { severity, ..found });
        }
    }
    for part in parts {
        if let Some(mark) = part.mark.filter(|mark| part.points.amount > mark.amount) {
            let message = format!("{}的得分超过了分值", part.name);
            findings.push(fault(sentence, &message, format!("不超过{}分", plain(mark.amount)), part.points));
        }
        if let Some((known, place)) = facts.form.as_ref().and_then(|form| of_form(form, part.name))
            && !part.points.agrees(known)
            && names.len() == parts.len()
        {
            let message = format!("正文里{}的得分与自评表不一致", part.name);
            let found = fault(sentence, &message, format!("{}分（自评表）", plain(known)), part.points);
            findings.push(found.at_all(place.as_ref()));
        }
    }
    findings
}

/// The points that a form gives to a part.
fn of_form(form: &IndicatorTable, part: &str) -> Option<(Decimal, Option<Place>)> {
    if part.contains("执行") {
        let row = execution(form)?;
        return Some((row.points?, Some(row.place.clone())));
    }
    let rows = || form.rows.iter().filter(|row| row.dimension.contains(part));
    Some((points_of(rows())?, rows().next().map(|row| row.place.clone())))
}

/// A total in the text is that of a form.
fn against_forms(facts: &ReadDocument, totals: &[(&Sentence, &Mention)]) -> Vec<Finding> {
    let known: Vec<_> = facts.forms.iter().filter_map(|form| form.total.as_ref()).collect();
    let Some(first) = known.first() else { return Vec::new() };
    let wrong = totals.iter().filter(|(_, total)| !known.iter().any(|form| total.agrees(form.points)));
    wrong
        .map(|(sentence, total)| {
            let expected = format!("{}分（自评表）", plain(first.points));
            let found = fault(sentence, "正文的自评得分与自评表的总分不一致", expected, total).at(&first.place);
            let only = facts.forms.len() == 1;
            Finding { severity: if only { Severity::Error } else { Severity::Warning }, ..found }
        })
        .collect()
}

/// The grade in words against the total, by the usual bands; a text that lays down its own is left to people.
fn grades(facts: &ReadDocument, standards: &Standards, totals: &[(&Sentence, &Mention)]) -> Vec<Finding> {
    let words = || standards.grades.iter().flat_map(|grade| grade.words().map(move |word| (grade, word)));
    let total = |sentence| total(sentence, &standards.scores);
    let lays_down = facts.sentences.iter().any(|sentence| {
        let named = standards.grades.iter().filter(|grade| grade.words().any(|word| sentence.text.contains(word)));
        let usual = standards.grades.iter().all(|grade| {
            grade.lowest.is_zero() || sentence.mentions.iter().any(|mention| mention.amount == grade.lowest)
        });
        let points = sentence.mentions.iter().filter(|mention| mention.unit == "分").count();
        named.count() > 2 && points > 1 && total(sentence).is_none() && !usual
    });
    if lays_down {
        return Vec::new();
    }
    let all: Vec<&str> = words().map(|(_, word)| word).collect();
    let mut findings = Vec::new();
    for sentence in facts.of_the_fund() {
        let Some(word) = stated_grade(&sentence.text, &all, &standards.scores.before_grade) else { continue };
        let own = totals.iter().find(|(other, _)| other.place == sentence.place);
        // Of one total alone it is clear which one a sentence without is about.
        let only = totals.iter().all(|(_, total)| Some(total.amount) == totals.first().map(|(_, first)| first.amount));
        let Some((scores, total)) = own.or(totals.first().filter(|_| only)) else { continue };
        let earned = standards.grades.iter().find(|grade| total.amount >= grade.lowest);
        if let (Some((stated, word)), Some(earned)) = (words().find(|(_, other)| *other == word), earned)
            && stated != earned
        {
            let message = format!("{}分的等级不是“{word}”", plain(total.amount));
            let mut found = fault(sentence, &message, earned.name.clone(), total);
            found.actual = Some(format!("{word}（{}）", sentence.text));
            if sentence.place != scores.place {
                found.locations.push(scores.place.clone());
            }
            findings.push(found);
        }
    }
    findings
}

/// 病媒生物监测 | 88.5 | 优, in a table whose other rows follow the usual bands.
fn grades_of_rows(table: &PlainTable, standards: &Standards) -> Vec<Finding> {
    let words = &standards.scores;
    let Some(heads) = table.rows.first() else { return Vec::new() };
    let column = |of: &Words| {
        let mut found = heads.iter().enumerate().filter(|(_, head)| of.end(&bare(head))).map(|(at, _)| at);
        found.next().filter(|_| found.next().is_none())
    };
    let (Some(points), Some(grades)) = (column(&words.points_heads), column(&words.grade_heads)) else {
        return Vec::new();
    };
    let graded = table.rows.iter().zip(&table.places).filter_map(|(row, place)| {
        let (points, word) =
            (figure(row.get(points)?).trim_end_matches('分').parse::<Decimal>().ok()?, bare(row.get(grades)?));
        let stated = standards.grades.iter().find(|grade| grade.words().any(|own| own == word))?;
        let earned = standards.grades.iter().find(|grade| points >= grade.lowest)?;
        Some((row, place, points, word, stated == earned, earned))
    });
    let graded: Vec<_> = graded.collect();
    let wrong = graded.iter().filter(|(.., right, _)| !right);
    if wrong.clone().count() * 3 > graded.len() || graded.len() < 3 {
        return Vec::new();
    }
    let told = wrong.map(|(row, place, points, word, _, earned)| {
        let name = row.iter().find(|cell| cell.contains(is_han)).map_or("", String::as_str);
        Finding::error(RULE.code, format!("表里“{name}”的得分{}分，等级不是“{word}”", plain(*points)))
            .expected(earned.name.clone())
            .actual(word)
            .at(place)
            .hint("照得分改正等级，或改正得分。")
    });
    told.collect()
}

/// 等级为“良好”, 评定为优秀: the longest grade word right behind.
fn stated_grade<'a>(text: &str, words: &[&'a str], heads: &Words) -> Option<&'a str> {
    if text.contains("个项目") || text.contains("项目评价") {
        return None;
    }
    heads.iter().find_map(|head| {
        let (before, rest) = text.split_once(head)?;
        // 七十团的项目绩效等级为良: a project's.
        let clause = before.rsplit(['，', '；', '。']).next().unwrap_or_default();
        if clause.contains("的项目") && !clause.contains("自评") {
            return None;
        }
        let rest = rest.trim_start_matches(['“', '"', '‘', '「']);
        let word = words.iter().copied().filter(|word| rest.starts_with(word)).max_by_key(|word| word.len())?;
        let behind = rest.part(word.len()..);
        // 评价结果为“中”的…项目 is none of the fund's.
        if behind.trim_start_matches(['”', '"', '’', '」']).starts_with('的') {
            return None;
        }
        let after = behind.chars().next();
        after.is_none_or(|c| !is_han(c) || "级等档".contains(c)).then_some(word)
    })
}

/// By the method that the fund's form is known to follow.
fn by_the_method(
    facts: &ReadDocument,
    (scores, total): (&Sentence, &Mention),
    given: &[(&Sentence, &Mention, Vec<Part>)],
    standards: &Standards,
) -> Vec<Finding> {
    let (rules, words, heads) = (&facts.rules, &standards.scores, &standards.before_own_grade);
    // Their points may stand in the sentence behind the total.
    let scores =
        given.iter().find(|(_, other, parts)| *other == total && !parts.is_empty()).map_or(scores, |(s, ..)| s);
    let of_parts = |sentence| rules.parts().map(|part| points(sentence, part)).collect::<Vec<Option<&Mention>>>();
    let mut findings = Vec::new();
    let earned = of_parts(scores);
    let marks = facts.of_the_fund().find_map(|sentence| {
        let marks = of_parts(sentence);
        // 得分96.4分。其中预算执行9.2分…: points, not what may be earned.
        let earned = given.iter().any(|(other, _, parts)| other.place == sentence.place && !parts.is_empty());
        (all_given(rules, &marks) && !earned && self::total(sentence, words).is_none()).then_some((sentence, marks))
    });
    if let Some((sentence, marks)) = marks {
        if let Some(execution) = marks[0] {
            let sum: Decimal = marks.iter().flatten().map(|mark| mark.amount).sum();
            if sum != Decimal::ONE_HUNDRED {
                findings.push(fault(sentence, "分值合计不是100分", "100".into(), execution));
            }
        }
        let weights = || rules.weights().filter(|(_, weight)| *weight != Score::default());
        let usual: Vec<Decimal> = std::iter::once(rules.execution_weight())
            .chain(weights().map(|(_, weight)| weight))
            .map(|weight| weight.0)
            .collect();
        let has_more = marks.iter().flatten().count() > usual.len();
        if sum_is_hundred(&marks)
            && !has_more
            && !marks.iter().flatten().map(|mark| mark.amount).eq(usual.iter().copied())
            && let Some(Some(first)) = marks.first()
        {
            let numbers = usual.iter().map(|weight| plain(*weight)).collect::<Vec<_>>().join("、");
            let message = format!("分值没有按{numbers}设置");
            let dimensions =
                weights().map(|(dimension, weight)| format!("、{}{weight}", dimension.name().trim_end_matches("指标")));
            let words = format!("{EXECUTION}{}{}", rules.execution_weight(), dimensions.collect::<String>());
            findings.push(Finding { severity: Severity::Warning, ..fault(sentence, &message, words, first) });
        }
        for ((part, earned), mark) in rules.parts().zip(&earned).zip(&marks) {
            if let (Some(earned), Some(mark)) = (earned, mark)
                && earned.amount > mark.amount
            {
                findings.push(fault(
                    scores,
                    &format!("{part}的得分超过了分值"),
                    format!("不超过{}分", plain(mark.amount)),
                    earned,
                ));
            }
        }
        // Of the fund's own money or of all: the text may say both.
        let rates = execution_rates(facts);
        if let (Some(earned), Some(mark), Some(rate)) = (earned[0], marks[0], rates.first()) {
            let places = earned.amount.scale().max(1);
            let points = |rate: Decimal| round((mark.amount * rate / Decimal::ONE_HUNDRED).min(mark.amount), places);
            if !rates.iter().any(|rate| earned.agrees(points(*rate))) {
                let words = format!("{}（{}×{}%）", plain(points(*rate)), plain(mark.amount), plain(*rate));
                findings.push(fault(scores, "预算执行的得分与执行率不符", words, earned));
            }
        }
    }
    findings.extend(facts.of_the_fund().filter_map(|sentence| other_grade(sentence, rules, heads)));
    let stated = facts
        .of_the_fund()
        .filter(|s| s.text.contains("得分") || s.text.contains("自评结果"))
        .find_map(|s| Some((s, grade(&s.text, rules)?)));
    if let Some((sentence, stated)) = stated
        && let earned = rules.grade_of(Score(total.amount))
        && stated != earned
    {
        let message = format!("{}分的等级不是“{stated}”", plain(total.amount));
        let mut finding = fault(scores, &message, earned.to_string(), total);
        if sentence.place != scores.place {
            // The grade stands in a sentence of its own: that is the one to look at first.
            finding.actual = Some(sentence.text.clone());
            finding.locations.insert(0, sentence.place.clone());
        }
        findings.push(finding);
    }
    findings
}

fn fault(sentence: &Sentence, message: &str, expected: String, actual: &Mention) -> Finding {
    Finding::error(RULE.code, message)
        .expected(expected)
        .actual(format!("{}（{}）", sentence.text.part(actual.range.clone()), sentence.text))
        .at(&sentence.place)
        .of_numbers([actual.amount])
        .hint("重新加总，改正得分或等级。")
}

fn total<'a>(sentence: &'a Sentence, words: &ScoreWords) -> Option<&'a Mention> {
    let text = sentence.text.as_str();
    let of_a_part = |before: &str| {
        let clause = before.rsplit(['，', '；', '。', '：', '、']).next().unwrap_or_default();
        // 各部分得分为：…
        let of_each = clause.trim_start().starts_with(['各', '每']);
        of_each || words.parts.are_in(clause) || clause.contains("指标") || clause.contains("满分")
    };
    let of_another = |before: &str| {
        let clause = before.rsplit(['，', '；', '。', '：']).next().unwrap_or_default();
        words.others.are_in(clause) || !before.contains("自评")
    };
    let ends = words.total.iter().chain([POINTS]).flat_map(|word| text.match_indices(word));
    // 得分 alone may be anybody's.
    let ends = ends.filter(|(at, word)| *word != POINTS || !of_another(text.part(..*at)));
    let ends = ends.filter(|(at, _)| !of_a_part(text.part(..*at))).map(|(at, word)| at + word.len());
    // 本次自评98.4分
    let bare = text.match_indices("自评").map(|(at, word)| at + word.len());
    let bare = bare.filter(|end| text.part(*end..).starts_with(|c: char| c.is_ascii_digit()));
    let mut starts: Vec<usize> = ends.chain(bare).collect();
    starts.sort_unstable();
    starts.into_iter().find_map(|start| total_behind(sentence, start))
}

/// The points in the clause from here on.
fn total_behind(sentence: &Sentence, start: usize) -> Option<&Mention> {
    let text = sentence.text.as_str();
    let end = text.part(start..).find(['，', '；', '。']).map_or(text.len(), |at| start + at);
    let mut mentions = sentence.mentions.iter().filter(|mention| (start..end).contains(&mention.range.start));
    // 总分100分，得分96分: what all of it may be is not what was earned.
    let mention = mentions.find(|mention| mention.unit == "分" && !sentence.is_of_another_time(mention))?;
    let full = mention.amount == Decimal::ONE_HUNDRED && text.part(end..).contains("得分");
    if !full {
        return Some(mention);
    }
    let rest = text.part(end..).find("得分").map(|at| end + at)?;
    sentence.mentions.iter().find(|mention| mention.range.start > rest && mention.unit == "分")
}

/// 产出指标49分: the points that stand right after the part's name.
fn points<'a>(sentence: &'a Sentence, part: &str) -> Option<&'a Mention> {
    let close = |at: usize| {
        let end = at + part.len();
        sentence.mentions.iter().find(|mention| mention.unit == "分" && (end..end + 7).contains(&mention.range.start))
    };
    sentence.text.match_indices(part).find_map(|(at, _)| close(at))
}

fn execution_rates(facts: &ReadDocument) -> Vec<Decimal> {
    let rate = |sentence: &'_ Sentence| {
        sentence.mention_after(&["预算执行率"], |mention| mention.unit == "%").map(|rate| rate.amount)
    };
    facts.of_the_fund().filter_map(rate).collect()
}

fn sum_is_hundred(marks: &[Option<&Mention>]) -> bool {
    marks.iter().flatten().map(|mark| mark.amount).sum::<Decimal>() == Decimal::ONE_HUNDRED
}

/// “…”分值10分，得9分：…，扣1分.
fn wrong_deduction(sentence: &Sentence) -> Option<Finding> {
    let after = |word| sentence.mention_after(&[word], |mention| mention.unit == "分");
    let (mark, earned, lost) = (after("分值")?, after("，得")?, after("扣")?);
    let expected = mark.amount - earned.amount;
    let wrong = expected != lost.amount || earned.amount > mark.amount || earned.amount.is_sign_negative();
    let shown = format!("{}（{}－{}）", plain(expected), plain(mark.amount), plain(earned.amount));
    wrong.then(|| fault(sentence, "扣的分不等于分值减得分", shown, lost))
}

/// 自评结果为“良好”, where the grades are 优, 良, 中, 差.
fn other_grade(sentence: &Sentence, rules: &FundRules, heads: &Words) -> Option<Finding> {
    let quoted = |head: &str| sentence.text.split_once(head)?.1.strip_prefix('“')?.split('”').next();
    let word = heads.iter().find_map(quoted)?;
    let grades = listed(rules.grades());
    (!rules.grades().any(|grade| grade.name() == word)).then(|| {
        Finding::error(RULE.code, format!("等级“{word}”不是{grades}之一"))
            .expected(grades)
            .actual(&sentence.text)
            .at(&sentence.place)
            .hint(format!("照得分写等级：{}。", rules.grading()))
    })
}

/// The grade in quotation marks.
fn grade<'a>(text: &str, rules: &'a FundRules) -> Option<&'a Term> {
    rules.grades().find(|grade| text.contains(&format!("为“{grade}”")))
}
