#![doc = include_str!("../../../docs/rules/Z707.md")]

use crate::base::finding::{Finding, Severity};
use crate::base::number::plain;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::model::fund_rules::{EXECUTION, FundRules};
use crate::model::number::{Score, round};
use crate::model::standards::Standards;
use crate::model::term::{Term, listed};
use crate::prose::Mention;
use crate::reading::finished::facts::{Facts, Sentence};
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    code: "Z707",
    title: "得分加得起来、等级对得上",
    doc: include_str!("../../../docs/rules/Z707.md"),
    needs: &[],
    check: Check::Document(check),
};

/// Are the points of all parts there? A document may have 一级指标 besides those of the fund's rules.
fn all_given(rules: &FundRules, mentions: &[Option<&Mention>]) -> bool {
    let besides = rules.weights().map(|(_, weight)| weight == Score::default());
    let besides = std::iter::once(false).chain(besides);
    besides.zip(mentions).all(|(besides, mention)| besides || mention.is_some())
}

fn check(facts: &Facts, _: &Standards) -> Outcome {
    let Some((scores, total)) = facts.of_the_fund().find_map(|s| Some((s, total(s)?))) else {
        return Outcome::NotApplicable("正文没有写自评得分".into());
    };
    let rules = &facts.rules;
    let of_parts = |sentence| rules.parts().map(|part| points(sentence, part)).collect::<Vec<Option<&Mention>>>();
    let mut findings = Vec::new();
    let earned = of_parts(scores);
    let sum: Decimal = earned.iter().flatten().map(|mention| mention.amount).sum();
    if all_given(rules, &earned) && sum != total.amount {
        let shown = earned.iter().flatten().map(|mention| plain(mention.amount)).collect::<Vec<_>>().join("＋");
        findings.push(fault(scores, "总分不等于各部分得分之和", format!("{}（{shown}）", plain(sum)), total));
    }
    let marks = facts.of_the_fund().find_map(|sentence| {
        let marks = of_parts(sentence);
        (all_given(rules, &marks) && self::total(sentence).is_none()).then_some((sentence, marks))
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
        if let (Some(earned), Some(mark), Some(rate)) = (earned[0], marks[0], execution_rate(facts)) {
            let places = earned.amount.scale();
            let expected = round((mark.amount * rate.amount / Decimal::ONE_HUNDRED).min(mark.amount), places.max(1));
            if !earned.agrees(expected) {
                let words = format!("{}（{}×{}%）", plain(expected), plain(mark.amount), plain(rate.amount));
                findings.push(fault(scores, "预算执行的得分与执行率不符", words, earned));
            }
        }
    }
    findings.extend(facts.of_the_fund().filter_map(|sentence| other_grade(sentence, rules)));
    findings.extend(facts.of_the_fund().filter_map(wrong_deduction));
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
    Outcome::of(findings)
}

fn fault(sentence: &Sentence, message: &str, expected: String, actual: &Mention) -> Finding {
    Finding::error(RULE.code, message)
        .expected(expected)
        .actual(format!("{}（{}）", sentence.text.part(actual.range.clone()), sentence.text))
        .at(&sentence.place)
        .hint("重新加总，改正得分或等级。")
}

fn total(sentence: &Sentence) -> Option<&Mention> {
    sentence.mention_after(&["得分为", "总分为", "总得分"], |mention| mention.unit == "分")
}

/// 产出指标49分: the points that stand right after the part's name.
fn points<'a>(sentence: &'a Sentence, part: &str) -> Option<&'a Mention> {
    let close = |at: usize| {
        let end = at + part.len();
        sentence.mentions.iter().find(|mention| mention.unit == "分" && (end..end + 7).contains(&mention.range.start))
    };
    sentence.text.match_indices(part).find_map(|(at, _)| close(at))
}

fn execution_rate(facts: &Facts) -> Option<&Mention> {
    facts.of_the_fund().find_map(|sentence| sentence.mention_after(&["预算执行率"], |mention| mention.unit == "%"))
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
fn other_grade(sentence: &Sentence, rules: &FundRules) -> Option<Finding> {
    let heads = ["自评结果为“", "自评等级为“", "评价等级为“", "等级为“"];
    let (_, rest) = heads.iter().find_map(|head| sentence.text.split_once(head))?;
    let word = rest.split('”').next()?;
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
