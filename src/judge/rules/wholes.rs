//! What words name that money is a share of: 中央资金, 补助资金, 全省.

use rust_decimal::Decimal;

use crate::base::place::Place;
use crate::model::standards::Standards;
use crate::reading::finished::ReadDocument;
use crate::reading::finished::tables::MoneyRow;

/// An amount that is known.
pub(super) struct Whole {
    pub value: Decimal,
    /// The words name it, and nothing else.
    pub sure: bool,
    pub place: Option<Place>,
}

/// The fund's own money, and all money that goes with it.
pub(super) fn own(facts: &ReadDocument) -> Vec<Whole> {
    let rows = facts.form.iter().flat_map(|form| form.money.iter().skip(1).take(1).chain(form.money.first()));
    rows.flat_map(|row| of_row(row, true)).collect()
}

/// All that the words may mean, the likeliest first.
pub(super) fn named(facts: &ReadDocument, standards: &Standards, words: &str) -> Vec<Whole> {
    let Some((total, rows)) = facts.form.as_ref().and_then(|form| form.money.split_first()) else { return Vec::new() };
    let words = words.trim_start_matches(['全', '本']).trim_start_matches("年度").trim_start_matches('年');
    // 中央资金, 区级财政资金: the one row of that source.
    let source = standards.money_sources.iter().find(|source| source.words.iter().any(|word| word == words));
    let is_its = |row: &&MoneyRow| row.name == words || source.is_some_and(|source| row.name.contains(&source.name));
    let mut of_source = rows.iter().filter(is_its);
    if let Some(row) = of_source.next() {
        return if of_source.next().is_none() { of_row(row, true) } else { Vec::new() };
    }
    if standards.money.whole.iter().any(|word| word == words) {
        return of_row(total, true);
    }
    // 补助资金 ends the fund's name.
    let is_money = ["资金", "经费"].iter().any(|word| words.ends_with(word)) && words.chars().count() > 3;
    if is_money && facts.names_of_fund().any(|name| name.ends_with(words)) {
        return own(facts);
    }
    let of_region = standards.regions.iter().any(|word| word == words);
    let own = own(facts).into_iter().map(|whole| Whole { sure: false, ..whole });
    if of_region { own.collect() } else { Vec::new() }
}

/// Its budget, and what was spent of it.
fn of_row(row: &MoneyRow, sure: bool) -> Vec<Whole> {
    let amounts = [row.budget, row.executed].into_iter().flatten().filter(|amount| *amount > Decimal::ZERO);
    amounts.map(|value| Whole { value, sure, place: Some(row.place.clone()) }).collect()
}
