//! Ratios against the numbers that they are of: 比例为2:3:5, 之比为3∶1, 按5:3:2的比例分别承担….

use rust_decimal::Decimal;

use crate::base::finding::{Finding, Severity};
use crate::base::text_part::TextPart;

use super::reckoned::{Near, is_close};
use super::said_amounts::{Amount, lead};

/// How far from the numbers the ratio may stand.
const FAR: usize = 64;
const BESIDE: usize = 24;

struct Ratio {
    numbers: Vec<Decimal>,
    from: usize,
    to: usize,
}

pub(super) fn ratios(near: &Near, code: &'static str) -> Vec<Finding> {
    let text = near.text();
    let wrong = stated(text).into_iter().filter_map(|ratio| {
        let count = ratio.numbers.len();
        // Neither means nor what all of them make.
        let is_mean =
            |amount: &Amount| lead(text, amount).contains(['每', '均', '共']) || lead(text, amount).contains("合计");
        let amounts =
            || near.own.iter().filter(|amount| !["%", ""].contains(&amount.unit.as_str()) && !is_mean(amount));
        let before: Vec<&Amount> = amounts().filter(|amount| amount.to <= ratio.from).collect();
        let behind: Vec<&Amount> = amounts().filter(|amount| amount.from >= ratio.to).collect();
        let alike = |run: &[&Amount]| {
            let unit = run.first().map_or("", |first| first.unit.as_str());
            run.len() == count && !unit.is_empty() && run.iter().all(|amount| amount.unit == unit)
        };
        let last = before.get(before.len().saturating_sub(count)..).unwrap_or_default();
        let first = behind.get(..count).unwrap_or_default();
        // A list of more is of something else.
        let goes_on = |one: Option<&&Amount>, other: Option<&&Amount>| {
            one.zip(other).is_some_and(|(one, other)| {
                one.unit == other.unit && text.part(one.to..other.from).starts_with(['、', '，', '和'])
            })
        };
        let ends = |run: &[&Amount]| Some((run.first()?.from, run.last()?.to));
        let above = ends(last).filter(|(from, to)| {
            let earlier = before.len().checked_sub(count + 1).and_then(|at| before.get(at));
            let goes_on = earlier.zip(last.first()).is_some_and(|(earlier, first)| {
                earlier.unit == first.unit && text.part(earlier.to..*from).starts_with('、')
            });
            let near = is_close(text, *from, ratio.from, FAR) && is_close(text, *to, ratio.from, BESIDE);
            alike(last) && near && !goes_on
        });
        let below = ends(first).filter(|(from, to)| {
            alike(first)
                && !goes_on(first.last(), behind.get(count))
                && is_close(text, ratio.to, *to, FAR)
                && is_close(text, ratio.to, *from, BESIDE)
        });
        let run = match (above, below) {
            (Some(_), _) => last,
            (None, Some(_)) => first,
            _ => return None,
        };
        // Others of the paragraph may be meant, where the words do not name these.
        let others: Vec<&Amount> = near.around.iter().map(|(_, amount)| amount).collect();
        let is_given = others.windows(count).any(|run| alike(run) && ratio.is_of(run));
        let turned: Vec<&Amount> = run.iter().rev().copied().collect();
        if ratio.is_of(run) || (is_given || count == 2 && ratio.is_of(&turned)) && !ratio.names(text, run) {
            return None;
        }
        let written = run.iter().map(|amount| amount.written.as_str()).collect::<Vec<_>>().join("、");
        let stated = text.part(ratio.from..ratio.to);
        Some(near.fault(code, Severity::Error, "比例与说的数对不上", format!("{written}的比例"), stated))
    });
    wrong.collect()
}

/// Every 2:3:5 that is told to be a ratio.
fn stated(text: &str) -> Vec<Ratio> {
    let is_mark = |c: char| ['：', ':', '∶'].contains(&c);
    let is_number = |c: char| c.is_ascii_digit() || c == '.';
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let from = text.len() - rest.len() + at;
        let run = text.part(from..);
        let length = run.find(|c: char| !is_number(c) && !is_mark(c)).unwrap_or(run.len());
        let written = run.part(..length).trim_end_matches(|c: char| !c.is_ascii_digit());
        rest = run.part(length..);
        let numbers: Option<Vec<Decimal>> = written.split(is_mark).map(|number| number.parse().ok()).collect();
        let lead = text.part(..from).rsplit(['，', '；', '。', '、', '（']).next().unwrap_or_default();
        let to = from + written.len();
        let is_ratio = lead.contains('比')
            || text.part(to..).starts_with("的比")
            || lead.contains(['与', '和']) && lead.ends_with('为');
        let numbers =
            numbers.filter(|numbers| is_ratio && numbers.len() > 1 && numbers.iter().all(|n| *n > Decimal::ZERO));
        found.extend(numbers.map(|numbers| Ratio { numbers, from, to }));
    }
    found
}

impl Ratio {
    /// A ratio is rounded by whoever says it.
    fn is_of(&self, run: &[&Amount]) -> bool {
        let pairs = run.windows(2).zip(self.numbers.windows(2));
        let fits = |(two, said): (&[&Amount], &[Decimal])| {
            let ([first, second], [one, other]) = (two, said) else { return false };
            let ratio = first.value.checked_mul(*other).zip(second.value.checked_mul(*one));
            ratio.is_some_and(|(left, right)| (left - right).abs() <= Decimal::new(3, 2) * left.abs().max(right.abs()))
        };
        run.len() == self.numbers.len() && pairs.into_iter().all(fits)
    }

    /// 财政资金与自筹资金之比: do its words name these numbers, in this order?
    fn names(&self, text: &str, run: &[&Amount]) -> bool {
        let clause = text.part(..self.from).rsplit(['，', '；', '。', '（']).next().unwrap_or_default();
        let names: Vec<&str> = clause.split(['与', '和', '、']).collect();
        let akin = |name: &str, amount: &Amount| {
            let characters: Vec<char> = name.chars().take(6).collect();
            let lead = lead(text, amount);
            characters.windows(2).any(|two| lead.contains(&two.iter().collect::<String>()))
        };
        names.len() == run.len() && names.iter().zip(run).all(|(name, amount)| akin(name, amount))
    }
}
