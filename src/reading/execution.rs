//! The execution table: budget and payments by source of funds. What it leaves blank is added up from the units' forms.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::base::characters::is_han;
use crate::base::field::{Field, Rows};
use crate::base::place::{Place, Sourced};
use crate::model::aggregation;
use crate::model::budget::{Aggregated, Execution, MoneyRow};
use crate::model::fund_rules::TOTAL_MONEY;
use crate::model::number::Money;
use crate::model::term::Term;
use crate::model::unit_form::{FormMoney, UnitForm};

use super::faults::Faults;
use super::fields::{Table, tidy};
use super::money::{amount, is_number};
use super::normalisation::NormalisationKind as Kind;
use super::rates::{points, rate};
use super::recognise::{Recognition, TableKind};
use crate::sheets::fault::Fault;
use crate::sheets::sheet::CellValue;

/// The columns that every row has.
const COLUMNS: [&str; 2] = [BUDGET, EXECUTED];
const BUDGET: &str = "预算数";
const EXECUTED: &str = "执行数";
const INITIAL: &str = "年初预算数";

/// `None` for the total's row.
type Row = Option<Term>;

/// `others`: what other tables say the fund's own money comes to.
pub(crate) fn read(
    table: &Table<'_>,
    forms: &[UnitForm],
    others: &[Money],
    recognition: &Recognition,
    faults: &mut Faults,
) -> Execution {
    let mut rows: Vec<(Row, u32)> = Vec::new();
    let (mut unknown, mut idle): (Vec<u32>, Vec<u32>) = Default::default();
    let mut first: BTreeMap<Row, Place> = BTreeMap::new();
    // 财政资金 sums up 中央财政资金 and others, where those stand there too.
    let sums_up = |row: u32| table.sheet.row(row).any(|(_, value)| recognition.is_subtotal_of_money(&value.words()));
    let named: Vec<Row> =
        table.rows().filter(|row| !sums_up(*row)).filter_map(|row| Some(source(table, row, recognition)?.1)).collect();
    for row in table.rows() {
        let found = source(table, row, recognition);
        if sums_up(row) && found.as_ref().is_none_or(|(_, source)| named.contains(source)) {
            table.note_skipped(row, faults);
            continue;
        }
        let Some((column, source)) = found else {
            match label_of(table, row, recognition) {
                Some((.., true)) => unknown.push(row),
                Some((.., false)) => idle.push(row),
                None => table.note_skipped(row, faults),
            }
            continue;
        };
        let place = table.sheet.place(row, column);
        match first.get(&source) {
            Some(first) => {
                let what = format!("“{}”", source.as_ref().map_or(TOTAL_MONEY, Term::name));
                faults.add(&place, Fault::GivenTwice { what, first: first.clone() });
            }
            None => drop(first.insert(source.clone(), place)),
        }
        rows.push((source, row));
    }
    // 财政资金 above its 中央, 省级 and 县级: what it comes to says what it is.
    let (sums, mut unknown): (Vec<u32>, Vec<u32>) = unknown.into_iter().partition(|row| is_sum(table, *row, &rows));
    // A row of noughts that nobody knows matters where others are asked about.
    let (asked, skipped) = if unknown.is_empty() { (Vec::new(), idle) } else { (idle, Vec::new()) };
    unknown.extend(asked);
    unknown.sort_unstable();
    sums.iter().chain(&skipped).for_each(|row| table.note_skipped(*row, faults));
    let proven = COLUMNS.map(|field| proven(table, field, &rows, &unknown, recognition));
    let whole = proven.iter().all(|proven| *proven);
    tell_unknown(table, &unknown, &rows, whole, recognition, faults);
    // A row that is not there may be one of those.
    let told = whole && !unknown.is_empty();
    let changed = changed(table, &rows, others, recognition);
    let lines = Lines { table, forms, rows, proven, told, is_change: changed == Some(Changed::By), recognition };
    let details: Vec<MoneyRow> = recognition
        .rules
        .details()
        .filter(|(_, part)| lines.row(Some(part)).is_some())
        .map(|(_, part)| lines.line(part, faults))
        .collect();
    let mut read = Rows::default();
    for source in &recognition.rules.money_rows {
        let parts = recognition.rules.money_details.get(source).map_or(&[][..], Vec::as_slice);
        let parts: Vec<&MoneyRow> =
            details.iter().filter(|row| row.source.as_ref().is_some_and(|own| parts.contains(own))).collect();
        read.push(match lines.row(Some(source)).is_none() && !parts.is_empty() {
            true => summed_up(source, &parts, faults),
            false => lines.line(source, faults),
        });
    }
    // A total over cells that the forms make says nothing of them.
    let made = read.iter().any(|row: &MoneyRow| row.aggregated != Aggregated::default());
    let stated_total = lines.row(None).filter(|_| !made).and_then(|row| lines.total(row, faults));
    let mut execution = Execution { stated_total, rows: read, details };
    let asks = changed == Some(Changed::Unclear);
    if asks {
        ask_change(table, recognition, faults);
    }
    if doubt_budget(table, recognition, faults) || asks {
        execution.put_in_doubt();
    }
    execution
}

/// 扣除统筹整合资金后预算金额 beside 全年预算数, with other amounts: rates are of one of them, and nobody knows which.
fn doubt_budget(table: &Table<'_>, recognition: &Recognition, faults: &mut Faults) -> bool {
    let (Some(own), sheet) = (table.head.columns.get(BUDGET), table.sheet) else { return false };
    let is_reduced = |column: &u32| *column != own.column && recognition.is_reduced(&sheet.words(own.row, *column));
    let Some(other) = sheet.row(own.row).map(|(column, _)| column).find(is_reduced) else { return false };
    let differs =
        |row: u32| !sheet.words(row, other).is_empty() && sheet.words(row, other) != sheet.words(row, own.column);
    if recognition.is_reduced(&sheet.words(own.row, own.column)) || !table.rows().any(differs) {
        return false;
    }
    let heads = [own.column, other].map(|column| tidy(&sheet.words(own.row, column)));
    let readings = heads.clone().map(|head| format!("按“{head}”算"));
    let hint = "按扣除后的金额算执行率的，把那一栏的表头改成“全年预算数”，原来的一栏改成“年初预算数”；不按它算的，删去这一栏。";
    let (what, actual, hint) = ("执行率".into(), heads.join("、"), hint.into());
    faults.add(&sheet.place(own.row, other), Fault::Ambiguous { what, actual, readings, taken: false, hint });
    true
}

/// What 调整预算 beside 年初预算 says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Changed {
    /// By how much.
    By,
    /// What it was changed to.
    To,
    Unclear,
}

/// Both columns of such a table, told apart by what agrees with the one or the other alone: payments, what other columns and
/// other tables say.
fn changed(table: &Table<'_>, rows: &[(Row, u32)], others: &[Money], recognition: &Recognition) -> Option<Changed> {
    let (budget, first) = (table.head.columns.get(BUDGET)?, table.head.columns.get(INITIAL)?);
    if budget.row != first.row || !recognition.is_change(&table.sheet.words(budget.row, budget.column)) {
        return None;
    }
    let own = recognition.rules.money_rows.first();
    let (mut by, mut to, mut differs) = (false, false, false);
    for (source, row) in rows {
        let [Some(initial), Some(stated)] = [INITIAL, BUDGET].map(|field| plain_amount(table, *row, field)) else {
            continue;
        };
        let sum: Money = [initial, stated].into_iter().sum();
        differs |= !initial.is_zero() && initial != stated;
        let paid = plain_amount(table, *row, EXECUTED);
        by |= stated < Money::ZERO
            || paid.is_some_and(|paid| paid > stated && paid <= sum)
            || stated.is_zero() && !initial.is_zero();
        let left = |of: Money| paid.map(|paid| Money(of.0 - paid.0));
        let rate = |of: Money| {
            let shown = rate(table, *row, "执行率", &mut Faults::default())?.value.percent;
            let reckoned = paid?.0.checked_div(of.0)?.checked_mul(Decimal::ONE_HUNDRED)?;
            Some((shown - reckoned).abs() < Decimal::new(6, 3))
        };
        let is_other = |column: &u32| table.head.columns.values().all(|known| known.column != *column);
        let cells = table.sheet.row(*row).map(|(column, _)| column).filter(is_other);
        let beside: Vec<Money> = cells
            .filter_map(|column| Some(amount(table, *row, column, BUDGET, &mut Faults::default())?.value))
            .filter(|amount| !amount.is_zero())
            .collect();
        let agrees = |of: Money| {
            beside.iter().any(|amount| *amount == of || Some(*amount) == left(of))
                || rate(of) == Some(true)
                || source.as_ref() == own && others.contains(&of)
        };
        if sum != stated {
            by |= agrees(sum) && !agrees(stated);
            to |= agrees(stated) && !agrees(sum);
        }
    }
    Some(match (by, to) {
        (true, false) => Changed::By,
        (false, true) => Changed::To,
        // Nothing was changed.
        (false, false) if !differs => Changed::To,
        _ => Changed::Unclear,
    })
}

fn ask_change(table: &Table<'_>, recognition: &Recognition, faults: &mut Faults) {
    let Some(column) = table.head.columns.get(BUDGET) else { return };
    let head = tidy(&table.sheet.words(column.row, column.column));
    let usual = recognition.usual(TableKind::Execution, BUDGET);
    let fault = Fault::Ambiguous {
        what: format!("资金执行表的“{head}”"),
        actual: head.clone(),
        readings: ["调整以后的预算".into(), "调整了多少（要和年初预算数相加）".into()],
        taken: false,
        hint: format!("是调整以后的，把表头改成“{usual}”；是调整了多少，另加一栏“{usual}”。"),
    };
    faults.add(&table.sheet.place(column.row, column.column), fault);
}

/// A row that the table does not have, of its parts.
fn summed_up(source: &Term, parts: &[&MoneyRow], faults: &mut Faults) -> MoneyRow {
    let sum = |column: fn(&MoneyRow) -> &Field<Money>| {
        let all = || parts.iter().map(|row| column(row));
        let mut places = all().filter_map(Field::place);
        let place = places.next().map(|first| places.fold(first.clone(), |place, more| place.and(more)));
        let sum = all().map(|amount| amount.value().copied()).sum::<Option<Money>>();
        match (sum, place) {
            (Some(sum), Some(place)) => Field::Known(Sourced::new(sum, place)),
            (None, Some(place)) => Field::Unread(place),
            (_, None) => Field::Absent,
        }
    };
    let (budget, executed) = (sum(|row| &row.budget), sum(|row| &row.executed));
    if let Some(place) = budget.place() {
        let names: Vec<&str> = parts.iter().filter_map(|row| row.source.as_ref().map(Term::name)).collect();
        faults.read_as(place, Kind::Parts, &names.join("＋"), source);
    }
    // What a table may have besides is known where it is of all parts.
    let besides = |column| Some(sum(column)).filter(Field::is_known).unwrap_or_default();
    let (initial, received) = (besides(|row| &row.initial), besides(|row| &row.received));
    MoneyRow { source: Some(source.clone()), budget, executed, initial, received, ..MoneyRow::default() }
}

/// The execution that the forms alone make.
pub(crate) fn of_forms(
    forms: &[UnitForm],
    folder: &Place,
    recognition: &Recognition,
    faults: &mut Faults,
) -> Execution {
    let mut rows = Rows::default();
    for (index, source) in recognition.rules.money_rows.iter().enumerate() {
        let mut budget = summed(forms, source, |line| line.budget.as_ref(), folder);
        let mut executed = summed(forms, source, |line| line.executed.as_ref(), folder);
        if budget.is_none() && executed.is_none() && index > 0 {
            // No form has money of this source.
            let nothing = Field::Known(Sourced::new(Money::ZERO, folder.clone()));
            (budget, executed) = (Some(nothing.clone()), Some(nothing));
        }
        if budget.is_none() || executed.is_none() {
            let what = format!("各单位自评表的“{source}”（预算数和执行数）");
            faults.add(folder, Fault::BlankAmount { what });
        }
        let [budget, executed] =
            [budget, executed].map(|amount| amount.unwrap_or_else(|| Field::Unread(folder.clone())));
        let aggregated = Aggregated { budget: true, executed: true };
        rows.push(MoneyRow { source: Some(source.clone()), budget, executed, aggregated, ..MoneyRow::default() });
    }
    Execution { stated_total: None, rows, details: Vec::new() }
}

fn summed(
    forms: &[UnitForm],
    source: &Term,
    column: impl Fn(&FormMoney) -> Option<&Sourced<Money>>,
    place: &Place,
) -> Option<Field<Money>> {
    let sum = aggregation::money(forms, source, column)?;
    Some(Field::required(sum.ok().map(|(sum, _)| Sourced::new(sum, place.clone())), || place.clone()))
}

/// The rows of the table, with the forms behind them.
struct Lines<'a> {
    table: &'a Table<'a>,
    forms: &'a [UnitForm],
    rows: Vec<(Row, u32)>,
    /// Of each of [`COLUMNS`]: the rows come to the total.
    proven: [bool; 2],
    /// What is not there was told with the rows that nobody knows.
    told: bool,
    /// The column of the budget says by how much it was changed.
    is_change: bool,
    recognition: &'a Recognition,
}

impl Lines<'_> {
    fn row(&self, source: Option<&Term>) -> Option<u32> {
        self.rows.iter().rev().find(|(known, _)| known.as_ref() == source).map(|(_, row)| *row)
    }

    /// What a column is usually called.
    fn usual(&self, field: &str) -> String {
        self.recognition.usual(TableKind::Execution, field)
    }

    fn total(&self, row: u32, faults: &mut Faults) -> Option<MoneyRow> {
        let (a, b) = (self.table.head.column(BUDGET)?, self.table.head.column(EXECUTED)?);
        let mut read = |column: u32, field: &str| {
            self.table.field(row, field, faults, |faults| amount(self.table, row, column, &self.usual(field), faults))
        };
        let [budget, executed] = [(a, BUDGET), (b, EXECUTED)].map(|(column, field)| read(column, field));
        Some(self.whole(MoneyRow { source: None, budget, executed, ..self.besides(row, faults) }, faults))
    }

    fn line(&self, source: &Term, faults: &mut Faults) -> MoneyRow {
        let mut aggregated = Aggregated::default();
        let Some(row) = self.row(Some(source)) else {
            let is_own = self.recognition.rules.money_rows.first() == Some(source);
            if let (Some(total), false, true) = (self.row(None), self.told || is_own, self.proven == [true; 2]) {
                let nought = |field: &str| {
                    let column = self.table.head.column(field).unwrap_or_default();
                    let place = self.table.sheet.place(total, column);
                    faults.read_as(&place, Kind::Parts, &format!("没有“{source}”一行"), "0（别的行加起来就是总额）");
                    Field::Known(Sourced::new(Money::ZERO, place))
                };
                let [budget, executed] = COLUMNS.map(nought);
                // The row has nothing in any column that the table has.
                let [initial, received] = [INITIAL, "到位数"].map(|field| {
                    let column = self.table.head.column(field);
                    let holds =
                        |column: &u32| self.rows.iter().any(|(_, row)| self.table.sheet.get(*row, *column).is_some());
                    column.filter(holds).map_or(Field::Absent, |column| {
                        Field::Known(Sourced::new(Money::ZERO, self.table.sheet.place(total, column)))
                    })
                });
                let source = Some(source.clone());
                return MoneyRow { source, budget, executed, initial, received, ..MoneyRow::default() };
            }
            let place = self.table.sheet.place(self.table.head.body, 0);
            match self.told {
                true => {}
                // What the year is about cannot be nought because nobody wrote it.
                false if is_own && !self.rows.is_empty() => {
                    let named = self.rows.iter().filter(|(row, _)| row.is_some());
                    let there = named.filter_map(|(_, row)| {
                        let (column, _) = self::source(self.table, *row, self.recognition)?;
                        Some(self.recognition.money_term(&self.table.sheet.words(*row, column)))
                    });
                    faults.add(&place, Fault::NoOwnRow { own: source.to_string(), there: there.collect() });
                }
                false => faults.add(&place, Fault::BlankAmount { what: format!("资金执行表的“{source}”一行") }),
            }
            let [budget, executed] = [place.clone(), place].map(Field::Unread);
            return MoneyRow { source: Some(source.clone()), budget, executed, aggregated, ..MoneyRow::default() };
        };
        let mut read = |field: &str, of: fn(&FormMoney) -> Option<&Sourced<Money>>, made: &mut bool| {
            let Some(column) = self.table.head.column(field) else { return Field::Absent };
            let place = self.table.sheet.place(row, column);
            if self.table.is_unclear(field) {
                return Field::Unread(place);
            }
            if self.table.sheet.get(row, column).is_none()
                && let Some(sum) = summed(self.forms, source, of, &place)
            {
                *made = true;
                return sum;
            }
            let words = self.table.sheet.words(row, column);
            if is_nought(self.table, row, column)
                && COLUMNS.iter().zip(self.proven).any(|(own, proven)| *own == field && proven)
            {
                faults.read_as(&place, Kind::Blank, &words, "0（别的行加起来就是总额）");
                return Field::Known(Sourced::new(Money::ZERO, place));
            }
            Field::required(amount(self.table, row, column, &self.usual(field), faults), || place)
        };
        let budget = read(BUDGET, |line| line.budget.as_ref(), &mut aggregated.budget);
        let executed = read(EXECUTED, |line| line.executed.as_ref(), &mut aggregated.executed);
        let besides = self.besides(row, faults);
        self.whole(MoneyRow { source: Some(source.clone()), budget, executed, aggregated, ..besides }, faults)
    }

    /// With the budget of the beginning, where the column says by how much it was changed.
    fn whole(&self, mut row: MoneyRow, faults: &mut Faults) -> MoneyRow {
        if self.is_change
            && let (Field::Known(change), Some(first)) = (&mut row.budget, row.initial.known())
        {
            let sum: Money = [first.value, change.value].into_iter().sum();
            faults.read_as(
                &change.place,
                Kind::Parts,
                &change.value.to_string(),
                &format!("{}＋{}", first.value, change.value),
            );
            *change = Sourced::new(sum, first.place.and(&change.place));
        }
        row
    }

    /// The columns that a table may have besides.
    fn besides(&self, row: u32, faults: &mut Faults) -> MoneyRow {
        let table = self.table;
        let mut amount_of = |field: &str| {
            table.field(row, field, faults, |faults| {
                let column = table.head.column(field)?;
                table.sheet.get(row, column)?;
                amount(table, row, column, field, faults)
            })
        };
        let (initial, received) = (amount_of(INITIAL), amount_of("到位数"));
        let own_rate = table.field(row, "执行率", faults, |faults| rate(table, row, "执行率", faults));
        let weight = table.field(row, "分值", faults, |faults| points(table, row, "分值", faults));
        let points = table.field(row, "得分", faults, |faults| points(table, row, "得分", faults));
        MoneyRow { initial, received, own_rate, weight, points, ..MoneyRow::default() }
    }
}

/// Is one of its rows that of a source?
pub(super) fn names_sources(table: &Table<'_>, recognition: &Recognition) -> bool {
    table.rows().any(|row| source(table, row, recognition).is_some_and(|(_, source)| source.is_some()))
}

/// What the row's label says, and its column: the label may stand anywhere beside the amounts.
fn source(table: &Table<'_>, row: u32, recognition: &Recognition) -> Option<(u32, Row)> {
    table.sheet.row(row).find_map(|(column, value)| Some((column, recognition.money_row(&value.words())?)))
}

/// What a row of amounts that belongs to no source says of itself, where that stands, and whether it has any money. A word
/// over several rows says it of none, nor does 其中.
fn label_of(table: &Table<'_>, row: u32, recognition: &Recognition) -> Option<(u32, String, bool)> {
    let amounts = COLUMNS.map(|field| table.head.column(field));
    let value = |column: u32| table.sheet.get(row, column);
    let cells = || table.sheet.row(row).filter(|(column, _)| !amounts.contains(&Some(*column)));
    let is_own = |column: u32| table.sheet.holder(row + 1, column) == (row + 1, column);
    let names = |words: &str| words.contains(is_han) && recognition.part_of_row(words) != Some("");
    let named = cells().find(|(column, value)| is_own(*column) && names(&value.words()));
    let (column, label) = named.or_else(|| cells().next())?;
    let is_struck = |value: &CellValue| !value.words().contains(char::is_alphanumeric);
    let is_said = |column: u32| value(column).is_some_and(|value| is_number(value) || is_struck(value));
    let is_nought = |field: &str| plain_amount(table, row, field).is_some_and(Money::is_zero);
    let said = amounts.into_iter().flatten().any(is_said);
    said.then(|| (column, label.words(), !COLUMNS.into_iter().all(is_nought)))
}

/// Rows of amounts that belong to no source must not vanish in silence. Where the total counts them, the fund has them.
fn tell_unknown(
    table: &Table<'_>,
    unknown: &[u32],
    known: &[(Row, u32)],
    proven: bool,
    recognition: &Recognition,
    faults: &mut Faults,
) {
    let labels: Vec<(u32, u32, String)> = unknown
        .iter()
        .filter_map(|row| label_of(table, *row, recognition).map(|(column, label, _)| (*row, column, label)))
        .collect();
    let places: Vec<Place> = labels.iter().map(|(row, column, _)| table.sheet.place(*row, *column)).collect();
    let label = labels.iter().map(|(.., label)| tidy(label)).collect::<Vec<_>>().join("、");
    let mut all: Vec<(u32, String)> =
        labels.iter().map(|(row, _, label)| (*row, recognition.money_term(label))).collect();
    // A detail of the fund's rows is called what the table calls it.
    let named = |source: &Term, row: u32| match recognition.rules.money_rows.contains(source) {
        true => Some(source.to_string()),
        false => self::source(table, row, recognition)
            .map(|(column, _)| recognition.money_term(&table.sheet.words(row, column))),
    };
    all.extend(known.iter().filter_map(|(source, row)| Some((*row, named(source.as_ref()?, *row)?))));
    all.sort();
    let proposed = all.into_iter().map(|(_, name)| name).collect::<Vec<_>>().join(", ");
    let is_there = |source: &&Term| {
        let details = recognition.rules.money_details.get(*source).into_iter().flatten();
        let mut names = [*source].into_iter().chain(details);
        names.any(|name| known.iter().any(|(row, _)| row.as_ref() == Some(name)))
    };
    let missing: Vec<&str> =
        recognition.rules.money_rows.iter().filter(|source| !is_there(source)).map(Term::name).collect();
    let proposed = proven.then(|| (proposed, missing.join("、")));
    faults.add_all(&places, Fault::UnknownRow { label, expected: recognition.money_rows(), proposed });
}

/// The amount of a cell, a stroke or nothing for nought; `None` where it is no amount.
fn plain_amount(table: &Table<'_>, row: u32, field: &str) -> Option<Money> {
    let column = table.head.column(field)?;
    if is_nought(table, row, column) {
        return Some(Money::ZERO);
    }
    amount(table, row, column, field, &mut Faults::default()).map(|amount| amount.value)
}

/// Nothing, or a stroke; what could not be read is neither.
fn is_nought(table: &Table<'_>, row: u32, column: u32) -> bool {
    match table.sheet.get(row, column) {
        None => table.sheet.holder(row, column) == (row, column),
        Some(CellValue::Text(words)) => !words.chars().any(char::is_alphanumeric),
        Some(_) => false,
    }
}

/// In both columns what the rows right below come to, which are known.
fn is_sum(table: &Table<'_>, row: u32, known: &[(Row, u32)]) -> bool {
    let below: Vec<u32> = table
        .rows()
        .skip_while(|next| *next <= row)
        .take_while(|next| known.iter().any(|(source, own)| own == next && source.is_some()))
        .collect();
    let comes_to = |field: &str, rows: &[u32]| {
        let sum = rows.iter().map(|row| plain_amount(table, *row, field)).sum::<Option<Money>>();
        sum.is_some() && sum == plain_amount(table, row, field)
    };
    (2..=below.len())
        .filter_map(|count| below.get(..count))
        .any(|rows| COLUMNS.iter().all(|field| comes_to(field, rows)))
}

/// Do the rows, what is struck or blank for nought, come to the total? Then what is not there is nought.
fn proven(table: &Table<'_>, field: &str, rows: &[(Row, u32)], unknown: &[u32], recognition: &Recognition) -> bool {
    let row =
        |source: Option<&Term>| rows.iter().rev().find(|(known, _)| known.as_ref() == source).map(|(_, row)| *row);
    let Some(total) = row(None).and_then(|row| plain_amount(table, row, field)) else { return false };
    let mut all: Vec<u32> = unknown.to_vec();
    for source in &recognition.rules.money_rows {
        let details = recognition.rules.money_details.get(source).into_iter().flatten();
        match row(Some(source)) {
            Some(own) => all.push(own),
            None => all.extend(details.filter_map(|detail| row(Some(detail)))),
        }
    }
    let is_said = |row: &u32| table.head.column(field).is_some_and(|column| !is_nought(table, *row, column));
    all.iter().any(is_said)
        && all.iter().map(|row| plain_amount(table, *row, field)).sum::<Option<Money>>() == Some(total)
}
