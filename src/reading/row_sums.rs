//! Sums that stand beside their parts in each row of a table: 中央 | 县级 | 小计. That one column sums up others, most of the
//! rows say.

use std::ops::Range;

use crate::base::place::Sourced;
use crate::model::allotment::Subtotal;
use crate::model::number::Money;

use super::faults::Faults;
use super::fields::{Table, tidy};
use super::money::{amount, is_number};
use super::recognise::Recognition;
use crate::sheets::sheet::CellValue;

/// Columns on each side of the table's own that are looked at.
const WIDEST: u32 = 8;
/// Rows that come to their sum, where the column is not called one.
const ENOUGH: usize = 3;

/// What each of the rows states as the sum of the columns beside it, where the table's own money is among them.
pub(super) fn of_rows(
    table: &Table<'_>,
    money: &str,
    rows: &[(u32, String)],
    recognition: &Recognition,
) -> Vec<Subtotal> {
    let Some(own) = table.head.column(money) else { return Vec::new() };
    let is_said = |part: &Option<Sourced<Money>>| part.as_ref().is_some_and(|part| !part.value.is_zero());
    let amounts = |column: u32| {
        let is_other = |(row, _): &&(u32, String)| table.sheet.get(*row, column).is_some_and(|value| !is_money(value));
        let is_amounts = 4 * rows.iter().filter(is_other).count() <= rows.len();
        let amounts = || rows.iter().map(|(row, _)| part(table, *row, column)).collect::<Vec<_>>();
        is_amounts.then(amounts).filter(|amounts| amounts.iter().any(is_said))
    };
    let mut columns: Vec<_> = (own.saturating_sub(WIDEST)..own).rev().map_while(amounts).collect();
    columns.reverse();
    let (first, at) = (own - u32::try_from(columns.len()).unwrap_or_default(), columns.len());
    columns.extend((own..=own.saturating_add(WIDEST)).map_while(amounts));
    let (own, end) = (at, columns.len());
    let addends = |nth: usize, parts: &Range<usize>| {
        columns[parts.clone()].iter().map(|all| all[nth].clone()).collect::<Option<Vec<Sourced<Money>>>>()
    };
    // How many rows come to their sum, if that is what it is.
    let fitting = |whole: usize, parts: &Range<usize>| {
        let stated: Vec<usize> = (0..rows.len()).filter(|nth| is_said(&columns[whole][*nth])).collect();
        let comes = |nth: &&usize| {
            let sum = addends(**nth, parts).map(|parts| parts.iter().map(|part| part.value).sum::<Money>());
            sum == columns[whole][**nth].as_ref().map(|whole| whole.value)
        };
        let fit: Vec<&usize> = stated.iter().filter(comes).collect();
        let is_of_several =
            |nth: &&&usize| columns[parts.clone()].iter().filter(|all| is_said(&all[***nth])).count() > 1;
        let several = fit.iter().filter(is_of_several).count();
        let head = head(table, first, whole);
        let is_sure = match recognition.is_sum(&head) {
            true => 2 * fit.len() >= stated.len() && !fit.is_empty(),
            false => 4 * fit.len() >= 3 * stated.len() && several >= ENOUGH,
        };
        is_sure.then_some((fit.len(), whole, parts.clone()))
    };
    let beside = |whole: usize| {
        let right = (whole + 2..end).map(move |last| whole + 1..last + 1);
        let left = (0..whole.saturating_sub(1)).map(move |first| first..whole);
        right.chain(left).map(move |parts| (whole, parts))
    };
    let all = (0..end).flat_map(beside).filter(|(whole, parts)| *whole == own || parts.contains(&own));
    let most = all
        .filter_map(|(whole, parts)| fitting(whole, &parts))
        .max_by_key(|(fit, _, parts)| (*fit, usize::MAX - parts.len()));
    let Some((_, whole, parts)) = most else { return Vec::new() };
    let each = rows.iter().enumerate().filter_map(|(nth, (_, name))| {
        let stated = columns[whole][nth].clone().filter(|stated| !stated.value.is_zero())?;
        let label = format!("{name}”的“{}", head(table, first, whole));
        Some(Subtotal { label, stated, rows: addends(nth, &parts)? })
    });
    each.collect()
}

/// The lowest words over a column.
fn head(table: &Table<'_>, first: u32, at: usize) -> String {
    let column = first.saturating_add(u32::try_from(at).unwrap_or_default());
    let words = (table.head.top..table.head.body).rev().map(|row| tidy(&table.sheet.merged_words(row, column)));
    words.into_iter().find(|words| !words.is_empty()).unwrap_or_default()
}

/// A number, or a stroke.
fn is_money(value: &CellValue) -> bool {
    is_number(value) || !value.words().contains(char::is_alphanumeric)
}

/// The amount of a cell, nothing and a stroke for nought.
fn part(table: &Table<'_>, row: u32, column: u32) -> Option<Sourced<Money>> {
    let nought = || Sourced::new(Money::ZERO, table.sheet.place(row, column));
    match table.sheet.get(row, column) {
        None => (table.sheet.holder(row, column) == (row, column)).then(nought),
        Some(value) if is_money(value) && !is_number(value) => Some(nought()),
        Some(_) => amount(table, row, column, "", &mut Faults::default()),
    }
}
