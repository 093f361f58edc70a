//! Rates that a sentence lists for amounts that it lists: 分别为620万元、480万元…，占比依次为28.18%、21.82%…. What most of
//! them are of the others, as in a table's columns, all should be.

use rust_decimal::Decimal;

use crate::base::finding::{Finding, Severity};
use crate::base::number::plain;
use crate::base::text_part::TextPart;
use crate::model::number::round;
use crate::prose::around::is_in_brackets;
use crate::reading::finished::read_document::Sentence;

use super::column_laws::{Line, is_as_stated, misses};
use super::reckoned::Near;
use super::said_amounts::Amount;
use super::table_rows::Table;

/// Of fewer no law is seen.
const FEWEST: usize = 3;
/// Behind each other, with nothing said between.
const JOINTS: &str = "、和与及，以";

pub(super) fn parallel_lists(near: &Near, tables: &[Table], code: &'static str) -> Vec<Finding> {
    let text = near.text();
    let joined = |one: &Amount, other: &Amount| {
        [one, other].iter().all(|rate| rate.unit == "%")
            && text.part(one.to..other.from).trim().chars().all(|c| JOINTS.contains(c))
    };
    let runs = near.own.chunk_by(|one, other| joined(one, other)).filter(|run| run.len() >= FEWEST);
    runs.flat_map(|rates| of_rates(near, rates, tables, code)).collect()
}

fn of_rates(near: &Near, rates: &[Amount], tables: &[Table], code: &'static str) -> Vec<Finding> {
    let count = rates.len();
    let Some(first) = rates.first() else { return Vec::new() };
    let before: Vec<_> = near
        .around
        .iter()
        .take_while(|(sentence, amount)| !near.is_own(sentence) || amount.from < first.from)
        .collect();
    let kind =
        |(sentence, amount): &(&Sentence, Amount)| (amount.unit.clone(), is_in_brackets(&sentence.text, amount.from));
    let mut kinds: Vec<(String, bool)> =
        before.iter().map(|one| kind(one)).filter(|(unit, _)| !["", "%"].contains(&unit.as_str())).collect();
    kinds.sort();
    kinds.dedup();
    let lists = kinds.iter().flat_map(|own| {
        let same: Vec<&Amount> = before.iter().filter(|one| kind(one) == *own).map(|(_, amount)| amount).collect();
        let windows = same.windows(count).map(|list| list.iter().map(|amount| amount.value).collect::<Vec<_>>());
        windows.rev().take(4).collect::<Vec<_>>()
    });
    // The rows of a table, as many as there are.
    let columns = tables.iter().flat_map(|table| {
        let rows: Vec<_> = table.rows.iter().filter(|row| !row.is_total()).collect();
        let column = |column: usize| rows.iter().map(|row| *row.cells.get(column)?).collect::<Option<Vec<Decimal>>>();
        (0..table.heads.len()).filter_map(column).collect::<Vec<_>>()
    });
    let columns: Vec<Vec<Decimal>> = columns.filter(|column| column.len() == count).collect();
    let lists: Vec<Vec<Decimal>> = lists.chain(columns).collect();
    let with = |values: &mut dyn Iterator<Item = Decimal>, total: Option<Decimal>, is_rate: bool| Line {
        name: if is_rate { "比率".into() } else { "数".into() },
        is_rate,
        cells: values.map(Some).chain([total]).collect(),
    };
    let of_all = |whole: Option<Decimal>| {
        let rate = with(&mut rates.iter().map(|rate| rate.value), None, true);
        let lists = lists.iter().take(8).map(|list| {
            let total = whole.unwrap_or_else(|| list.iter().sum());
            with(&mut list.iter().copied(), Some(total), false)
        });
        let lines: Vec<Line> = std::iter::once(rate).chain(lists).collect();
        let missed = misses(&lines, Some(count));
        missed
            .into_iter()
            .filter(|miss| miss.law.line == 0)
            .map(|miss| (miss.item, miss.given, miss.sure))
            .collect::<Vec<_>>()
    };
    let amounts = || before.iter().map(|(_, amount)| amount.value);
    let says = |rate: &Amount, part: Decimal, whole: Decimal| {
        let found = part.checked_div(whole).and_then(|share| share.checked_mul(Decimal::ONE_HUNDRED));
        found.is_some_and(|found| is_as_stated(rate.value, found))
    };
    let are_of = |parts: &[Decimal], wholes: &mut dyn Iterator<Item = Decimal>| {
        rates.iter().zip(parts).zip(wholes).all(|((rate, part), whole)| says(rate, *part, whole))
    };
    let is_right = |parts: &Vec<Decimal>| {
        let whole = std::iter::once(parts.iter().sum())
            .chain(amounts())
            .any(|whole| are_of(parts, &mut std::iter::repeat(whole)));
        whole || lists.iter().any(|other| are_of(parts, &mut other.iter().copied()))
    };
    if lists.iter().any(is_right) {
        return Vec::new();
    }
    // Of all of them, or of another amount that is said.
    let wholes = amounts().map(Some);
    let mut ways = std::iter::once(None).chain(wholes).map(of_all).filter(|missed| !missed.is_empty());
    let Some(missed) = ways.next() else { return Vec::new() };
    let found = missed.into_iter().filter_map(|(item, given, sure)| {
        let rate = rates.get(item)?;
        let severity = if sure { Severity::Error } else { Severity::Warning };
        let expected = format!("{}%", plain(round(given, 2)));
        Some(
            near.fault(code, severity, "与前面列的数对不上的一个比率", expected, &rate.written)
                .of_numbers([rate.value]),
        )
    });
    found.collect()
}
