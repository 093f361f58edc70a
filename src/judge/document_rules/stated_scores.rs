#![doc = include_str!("../../../docs/rules/Z707.md")]

use crate::base::finding::{Finding, Severity};
use crate::base::number::plain;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Outcome, Rule};
use crate::model::number::{Score, round};
use crate::model::project::Grade;
use crate::model::standards::Standards;
use crate::prose::Mention;
use crate::prose::subject::PARTS;
use crate::reading::finished::facts::{Facts, Sentence};
use rust_decimal::Decimal;

pub const RULE: Rule<Facts> =
    Rule {
        code: "Z707", title: "得分加得起来、等级对得上", doc: include_str!("../../../docs/rules/Z707.md"), check
    };

/// Not every fund has 成本指标 among them.
const SOMETIMES: &str = "成本指标";

fn all_given(mentions: &[Option<&Mention>; 5]) -> bool {
    PARTS.iter().zip(mentions).all(|(part, mention)| mention.is_some() || *part == SOMETIMES)
}

fn check(facts: &Facts, _: &Standards) -> Outcome {
    let Some((scores, total)) = facts.of_the_fund().find_map(|s| Some((s, total(s)?))) else {
        return Outcome::NotApplicable("正文没有写自评得分".into());
    };
    let mut findings = Vec::new();
    let earned = PARTS.map(|part| points(scores, part));
    let sum: Decimal = earned.iter().flatten().map(|mention| mention.amount).sum();
    if all_given(&earned) && sum != total.amount {
        let shown = earned.iter().flatten().map(|mention| plain(mention.amount)).collect::<Vec<_>>().join("＋");
        findings.push(fault(scores, "总分不等于各部分得分之和", format!("{}（{shown}）", plain(sum)), total));
    }
    let marks = facts.of_the_fund().find_map(|sentence| {
        let marks = PARTS.map(|part| points(sentence, part));
        (all_given(&marks) && self::total(sentence).is_none()).then_some((sentence, marks))
    });
    if let Some((sentence, marks)) = marks {
        if let Some(execution) = marks[0] {
            let sum: Decimal = marks.iter().flatten().map(|mark| mark.amount).sum();
            if sum != Decimal::ONE_HUNDRED {
                findings.push(fault(sentence, "分值合计不是100分", "100".into(), execution));
            }
        }
        let usual = [10, 50, 30, 10].map(Decimal::from);
        let with_cost = marks.iter().flatten().count() > usual.len();
        if sum_is_hundred(&marks)
            && !with_cost
            && marks.iter().flatten().map(|mark| mark.amount).ne(usual)
            && let [Some(first), ..] = marks
        {
            let message = "分值没有按10、50、30、10设置";
            let words = "预算执行10、产出50、效益30、满意度10".to_string();
            findings.push(Finding { severity: Severity::Warning, ..fault(sentence, message, words, first) });
        }
        for ((part, earned), mark) in PARTS.iter().zip(earned).zip(marks) {
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
    findings.extend(facts.of_the_fund().filter_map(other_grade));
    findings.extend(facts.of_the_fund().filter_map(wrong_deduction));
    let stated = facts
        .of_the_fund()
        .filter(|s| s.text.contains("得分") || s.text.contains("自评结果"))
        .find_map(|s| Some((s, grade(&s.text)?)));
    if let Some((sentence, stated)) = stated
        && stated != Grade::of(Score(total.amount))
    {
        let message = format!("{}分的等级不是“{}”", plain(total.amount), stated.name());
        let mut finding = fault(scores, &message, Grade::of(Score(total.amount)).name().into(), total);
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

/// 自评结果为“良好”: the grades are 优, 良, 中, 差.
fn other_grade(sentence: &Sentence) -> Option<Finding> {
    let heads = ["自评结果为“", "自评等级为“", "评价等级为“", "等级为“"];
    let (_, rest) = heads.iter().find_map(|head| sentence.text.split_once(head))?;
    let word = rest.split('”').next()?;
    (!Grade::ALL.iter().any(|grade| grade.name() == word)).then(|| {
        Finding::error(RULE.code, format!("等级“{word}”不是优、良、中、差之一"))
            .expected("优、良、中、差")
            .actual(&sentence.text)
            .at(&sentence.place)
            .hint("照得分写等级：90分以上优，80分以上良，60分以上中，其余差。")
    })
}

/// The grade in quotation marks.
fn grade(text: &str) -> Option<Grade> {
    Grade::ALL.into_iter().find(|grade| text.contains(&format!("为“{}”", grade.name())))
}
