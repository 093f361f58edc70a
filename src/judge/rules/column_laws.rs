//! What a line of a table's numbers is of two others, a column or a row: a rate or mean their quotient or a share of a total,
//! an amount their difference; as most of its numbers say, whatever they are called.

use std::cmp::Reverse;

use rust_decimal::Decimal;

use crate::base::number::plain;
use crate::model::number::{TEN_THOUSAND, half_unit, round};

/// A column with a number for each row, or a row with one for each column.
pub(super) struct Line {
    pub name: String,
    /// Rates and means: what is reckoned, and nothing is reckoned of.
    pub is_rate: bool,
    pub cells: Vec<Option<Decimal>>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum How {
    Quotient(Decimal),
    Difference,
    /// In per cent of the number of this item.
    ShareOf(usize),
}

/// `line` is `how` made of `part` and `whole`, all by their index.
#[derive(Debug, Clone, Copy)]
pub(super) struct Law {
    pub line: usize,
    pub how: How,
    pub part: usize,
    pub whole: usize,
}

/// A number that is not what its law gives where most are.
pub(super) struct Miss {
    pub law: Law,
    pub item: usize,
    pub given: Decimal,
    /// So many numbers follow the law that it cannot be chance.
    pub sure: bool,
}

/// How far a law holds.
struct Fit {
    law: Law,
    known: usize,
    /// That say something: 100 % of equal numbers does not.
    telling: usize,
    misses: Vec<(usize, Decimal)>,
}

/// So many numbers must follow a law that nothing names, and so many make it sure.
const FEWEST: usize = 2;
const SURE: usize = 3;
/// In per cent, in the unit of the one, in 元 of 万元.
const QUOTIENTS: [How; 3] =
    [How::Quotient(Decimal::ONE_HUNDRED), How::Quotient(Decimal::ONE), How::Quotient(TEN_THOUSAND)];
/// Among more lines than that, some fit by chance.
const MOST_LINES: usize = 14;

/// The numbers that do not follow what the others of their line do; `total` is the item that the others add up to.
pub(super) fn misses(lines: &[Line], total: Option<usize>) -> Vec<Miss> {
    if lines.len() > MOST_LINES {
        return Vec::new();
    }
    let of_line = |line: usize| {
        let (ways, total): (&[How], _) =
            if lines.get(line)?.is_rate { (&QUOTIENTS, total) } else { (&[How::Difference], None) };
        let best = laws(lines, line, ways, total)
            .into_iter()
            .map(|law| fit(lines, law))
            .min_by_key(|fit| (fit.telling < FEWEST, fit.misses.len(), Reverse(fit.known)))?;
        // Whole numbers are each other's differences by chance too.
        let fewest = if best.law.how == How::Difference { SURE } else { FEWEST };
        let followed = best.telling >= fewest && best.misses.len() * 3 <= best.known;
        followed.then_some(best)
    };
    let found = (0..lines.len()).filter_map(of_line).flat_map(|Fit { law, telling, misses, .. }| {
        misses.into_iter().map(move |(item, given)| Miss { law, item, given, sure: telling >= SURE })
    });
    // One wrong number breaks the law in whichever way it is put: of those, what stands last is what was reckoned.
    let mut found: Vec<Miss> = found.collect();
    found.reverse();
    found.sort_by_key(|miss| miss.item);
    found.dedup_by_key(|miss| miss.item);
    found
}

/// Is every number of this line a quotient of the same two, whatever its name?
pub(super) fn is_quotient(lines: &[Line], line: usize) -> bool {
    let follows = |fit: Fit| fit.misses.is_empty() && fit.telling >= FEWEST;
    lines.len() <= MOST_LINES && laws(lines, line, &QUOTIENTS, None).into_iter().any(|law| follows(fit(lines, law)))
}

fn laws(lines: &[Line], line: usize, ways: &[How], total: Option<usize>) -> Vec<Law> {
    let amounts = || lines.iter().enumerate().filter(|(at, of)| *at != line && !of.is_rate).map(|(at, _)| at);
    let pairs =
        amounts().flat_map(|part| amounts().filter(move |whole| *whole != part).map(move |whole| (part, whole)));
    let mut found: Vec<Law> =
        pairs.flat_map(|(part, whole)| ways.iter().map(move |&how| Law { line, how, part, whole })).collect();
    if let Some(total) = total {
        found.extend(amounts().map(|part| Law { line, how: How::ShareOf(total), part, whole: part }));
    }
    found
}

fn fit(lines: &[Line], law: Law) -> Fit {
    let mut fit = Fit { law, known: 0, telling: 0, misses: Vec::new() };
    let most = lines.get(law.line).and_then(|line| line.cells.iter().flatten().max()).copied().unwrap_or_default();
    let items = lines.get(law.line).map_or(0, |line| line.cells.len());
    for item in 0..items {
        let cell = |line: usize| lines.get(line).and_then(|line| *line.cells.get(item)?);
        let (Some(stated), Some(given)) = (cell(law.line), law.given(&cell, lines)) else { continue };
        fit.known += 1;
        if !law.holds(stated, given, most) {
            fit.misses.push((item, given));
        } else if law.tells(stated, &cell) {
            fit.telling += 1;
        }
    }
    fit
}

impl Law {
    pub fn has(&self, line: usize) -> bool {
        [self.line, self.part, self.whole].contains(&line)
    }

    /// What the law makes of the item's cells.
    pub fn given(&self, cell: &dyn Fn(usize) -> Option<Decimal>, lines: &[Line]) -> Option<Decimal> {
        let (part, whole) = (cell(self.part)?, cell(self.whole)?);
        match self.how {
            How::Quotient(times) => part.checked_div(whole)?.checked_mul(times),
            How::Difference => part.checked_sub(whole),
            How::ShareOf(total) => {
                let all = (*lines.get(self.part)?.cells.get(total)?)?;
                part.checked_div(all)?.checked_mul(Decimal::ONE_HUNDRED)
            }
        }
    }

    /// Within rounding; what is reached is often put down as 100 %, in tables where nothing is more.
    pub fn holds(&self, stated: Decimal, given: Decimal, most: Decimal) -> bool {
        let is_share = matches!(self.how, How::Quotient(_) | How::ShareOf(_));
        let capped =
            is_share && most <= Decimal::ONE_HUNDRED && stated == Decimal::ONE_HUNDRED && given >= Decimal::ONE_HUNDRED;
        capped || is_as_stated(stated, given)
    }

    /// Would it hardly be so by chance? Small whole numbers are each other's differences and quotients.
    fn tells(&self, stated: Decimal, cell: &dyn Fn(usize) -> Option<Decimal>) -> bool {
        let is_trivial = |number: Option<Decimal>| number.is_none_or(|n| n.is_zero() || n == Decimal::ONE);
        let (part, whole) = (cell(self.part), cell(self.whole));
        let differ = !is_trivial(part) && !is_trivial(whole) && part != whole;
        let large = stated.abs() >= Decimal::TEN || stated.normalize().scale() > 0;
        large && stated != Decimal::ONE_HUNDRED && (differ || matches!(self.how, How::ShareOf(_)))
    }

    /// 97.5%（支出÷预算）
    pub fn say(&self, given: Decimal, lines: &[Line]) -> String {
        let name = |line: usize| lines.get(line).map_or("", |line| line.name.as_str());
        let (part, whole) = (name(self.part), name(self.whole));
        let number = plain(round(given, 2));
        match self.how {
            How::Quotient(times) if times == Decimal::ONE_HUNDRED => format!("{number}%（{part}÷{whole}）"),
            How::Quotient(_) => format!("{number}（{part}÷{whole}）"),
            How::Difference => format!("{number}（{part}减{whole}）"),
            How::ShareOf(_) => format!("{number}%（{part}占合计）"),
        }
    }
}

/// To the last digit, or rounded where it has more.
pub(super) fn is_as_stated(stated: Decimal, found: Decimal) -> bool {
    let exact = found.normalize().scale() <= stated.scale();
    (stated - found).abs() <= if exact { Decimal::ZERO } else { half_unit(stated.scale()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(columns: &[(&str, &[&str])]) -> Vec<Line> {
        let line = |(name, cells): &(&str, &[&str])| Line {
            name: (*name).into(),
            is_rate: name.ends_with(['率', '重', '度']),
            cells: cells.iter().map(|cell| cell.parse().ok()).collect(),
        };
        columns.iter().map(line).collect()
    }

    fn told(columns: &[(&str, &[&str])], total: Option<usize>) -> Vec<String> {
        let lines = table(columns);
        misses(&lines, total).iter().map(|miss| format!("{} {}", miss.item, miss.law.say(miss.given, &lines))).collect()
    }

    #[test]
    fn numbers_of_any_column_follow_the_others() {
        let paid: (&str, &[&str]) = ("兑付", &["1960", "2352", "1824", "6136"]);
        let given: (&str, &[&str]) = ("下达", &["2000", "2450", "1920", "6370"]);
        assert_eq!(told(&[given, paid, ("率", &["98", "96", "95", "96.33"])], None), [] as [&str; 0]);
        assert_eq!(told(&[given, paid, ("率", &["98", "96", "93", "96.33"])], None), ["2 95%（兑付÷下达）"]);
        assert_eq!(told(&[given, paid, ("剩余", &["40", "98", "69", "234"])], None), ["2 96（下达减兑付）"]);
        let share: (&str, &[&str]) = ("比重", &["31.94", "33.38", "29.73", "100"]);
        assert_eq!(told(&[paid, share], Some(3)), ["1 38.33%（兑付占合计）"]);
        // Nothing says that they are of each other.
        assert_eq!(
            told(&[("村", &["5", "4", "4"]), ("项目", &["6", "5", "7"]), ("户", &["1", "1", "3"])], None),
            [] as [&str; 0]
        );
        assert_eq!(told(&[given, paid, ("满意度", &["98", "96.5", "93", "91.2"])], None), [] as [&str; 0]);
    }
}
