//! Noughts of formulas in a workbook whose writer left the sums to be done when it is opened: results, or none.

use rust_decimal::Decimal;

use crate::sheets::gathered::Gathered;
use crate::sheets::sheet::{Area, CellValue, Position, area};

/// What the formulas of such a workbook gave.
#[derive(Default)]
pub(super) struct Unreckoned {
    /// One of them is something else than nought: somebody reckoned.
    is_reckoned: bool,
}

impl Unreckoned {
    pub fn saw(&mut self, is_nought: bool) {
        self.is_reckoned |= !is_nought;
    }

    /// Noughts that are none become formulas without a result: sums of cells that come to something, sums of such cells
    /// again, and of what is no sum all, where nobody reckoned. Of more cells than tables have no sum is known.
    pub fn settle(&self, sheet: &mut Gathered, noughts: Vec<(Position, String)>) {
        const MOST: usize = 5_000_000;
        let mut looked = 0;
        let mut left: Vec<_> = noughts.into_iter().map(|(at, formula)| (at, summed(&formula), formula)).collect();
        loop {
            let is_none = |(_, parts, _): &(Position, Option<Vec<(bool, Area)>>, String)| match parts {
                Some(parts) if looked < MOST => sum(sheet, parts, &mut looked) != Some(Decimal::ZERO),
                Some(_) => true,
                None => !self.is_reckoned,
            };
            let (none, rest): (Vec<_>, Vec<_>) = left.into_iter().partition(is_none);
            for (at, _, formula) in &none {
                sheet.cells.insert(*at, CellValue::UncachedFormula(formula.clone()));
            }
            if none.is_empty() {
                return;
            }
            left = rest;
        }
    }
}

/// The cells of a formula that is nothing but a sum: B4+B5-B6, SUM(B4:B6,D4).
fn summed(formula: &str) -> Option<Vec<(bool, Area)>> {
    let bare: String = formula.chars().filter(|c| !c.is_whitespace() && *c != '$').collect();
    let (mut parts, mut minus, mut within) = (Vec::new(), false, false);
    let mut rest = bare.strip_prefix('+').unwrap_or(&bare);
    loop {
        if let Some(inner) = rest.strip_prefix("SUM(").filter(|_| !within) {
            (rest, within) = (inner, true);
        }
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != ':').unwrap_or(rest.len());
        let (cells, behind) = rest.split_at(end);
        parts.push((minus, area(cells)?));
        rest = match behind.strip_prefix(')') {
            Some(behind) if within => {
                within = false;
                behind
            }
            Some(_) => return None,
            None => behind,
        };
        let mut signs = rest.chars();
        match signs.next() {
            None if !within => return Some(parts),
            Some(',') if within => {}
            Some(sign @ ('+' | '-')) if !within => minus = sign == '-',
            _ => return None,
        }
        rest = signs.as_str();
    }
}

/// `None` where one of the cells has no value of its own.
fn sum(sheet: &Gathered, parts: &[(bool, Area)], looked: &mut usize) -> Option<Decimal> {
    let mut sum = Decimal::ZERO;
    for (minus, ((top, left), (bottom, right))) in parts {
        let rows = sheet.cells.range((*top, 0)..=(*bottom, u32::MAX));
        let rows = rows.inspect(|_| *looked += 1);
        for (_, value) in rows.filter(|((_, column), _)| (left..=right).contains(&column)) {
            let number = match value {
                CellValue::Number(number) | CellValue::Percent(number) => *number,
                CellValue::Text(_) => Decimal::ZERO,
                _ => return None,
            };
            sum = sum.checked_add(if *minus { -number } else { number })?;
        }
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_told_from_what_else_a_formula_reckons() {
        let cells = |formula: &str| summed(formula).map(|parts| parts.len());
        for (formula, parts) in
            [("SUM(B4:B6)", 1), ("B4+B5+B6", 3), ("+$B$4 - C4", 2), ("SUM(B4,B6)+D4-SUM(E1:E3)", 4), ("B4", 1)]
        {
            assert_eq!(cells(formula), Some(parts), "{formula}");
        }
        for formula in
            ["B4/C4", "SUM(B4:B6)/2", "ROUND(B4,0)", "表!B4", "IF(B4>0,1,0)", "SUM(B4", "B4)", "SUM()", "1", ""]
        {
            assert_eq!(cells(formula), None, "{formula}");
        }
    }
}
