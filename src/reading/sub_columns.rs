//! Heads over several columns: which of the columns below is the one that is wanted, in every table.

use std::cmp::Reverse;

use super::head::Head;
use super::head_words::{Column, Columns, Found, dated_key, head_key, is_year, year_of_head};
use super::recognise::{Recognition, SETTLED};
use crate::sheets::sheet::{CellValue, Sheet};

/// What a column holds is seen in its first rows.
const SOME_ROWS: usize = 5;
/// A head takes at most so many rows.
pub(super) const HEAD_HEIGHT: u32 = 3;
/// Of any table: what holds amounts is held against it.
const AMOUNT: &str = "金额";

/// The row right below a head, which may be merged over several.
pub(super) fn below(sheet: &Sheet, head: Column) -> u32 {
    let holder = sheet.holder(head.row, head.column);
    (head.row + 1..head.row + HEAD_HEIGHT).find(|row| sheet.holder(*row, head.column) != holder).unwrap_or(head.row + 1)
}

/// The heads right below one over several columns, as keys; none where it stands over one.
pub(super) fn parts(sheet: &Sheet, head: Column) -> Vec<(u32, String)> {
    let row = below(sheet, head);
    let holder = sheet.holder(head.row, head.column);
    let is_merged = |column: u32| sheet.holder(head.row, column) == holder;
    // Beside a head that is not merged, as in .csv, its parts stand below blank cells.
    let goes_on =
        |column: u32| is_merged(column) || sheet.get(head.row, column).is_none() && sheet.get(row, column).is_some();
    let width = (head.column + 1..).take_while(|column| goes_on(*column)).count();
    let columns = head.column..=head.column.saturating_add(u32::try_from(width).unwrap_or_default());
    let texts = sheet
        .row(row)
        .filter(|(column, value)| columns.contains(column) && matches!(value, CellValue::Text(_)))
        .map(|(column, value)| (column, head_key(&value.words())));
    let texts: Vec<(u32, String)> = texts.collect();
    let is_head = width > 0 && texts.len() > 1 && sheet.holder(row, head.column) != holder;
    if is_head { texts } else { Vec::new() }
}

impl Recognition {
    /// Below a head over several columns (合计 | 上年结转 | 当年下达) that of the fund's own money, else the sum; where there is
    /// neither, nobody knows.
    pub(super) fn sub_column(&self, sheet: &Sheet, head: Column, found: &Found) -> Option<Column> {
        let row = below(sheet, head);
        let texts = parts(sheet, head);
        let others = || found.values().filter(|other| other.column != head.column);
        if texts.is_empty() || others().any(|other| sheet.get(row, other.column).is_some()) {
            return None;
        }
        let mut of_level = texts.iter().filter(|(_, key)| self.is_of_own_level(key));
        let of_level = of_level.next().filter(|_| of_level.next().is_none());
        let own = texts.iter().find(|(_, key)| self.is_own(key)).or(of_level);
        // 合计 | 其中 over 中央资金 | 省级资金
        let deeper = || {
            let nested = |column: &u32| self.sub_column(sheet, Column { row, column: *column, ..head }, found);
            let is_own = |below: &Column| {
                let key = head_key(&sheet.words(below.row, below.column));
                self.is_own(&key) || self.is_of_own_level(&key)
            };
            texts.iter().filter_map(|(column, _)| nested(column)).find(is_own)
        };
        if own.is_none()
            && let Some(below) = deeper()
        {
            return Some(below);
        }
        let total = || texts.iter().find(|(_, key)| self.is_total(key) || self.is_subtotal(key));
        let lowest = |own: Column| match self.sub_column(sheet, own, found) {
            Some(below) => Column { rival: below.rival.or(own.rival), unclear: below.unclear || own.unclear, ..below },
            None => own,
        };
        if let Some((column, _)) = own.or_else(total) {
            return Some(lowest(Column { rank: head.rank, ..Column::at(row, *column) }));
        }
        let holds = |column: u32| self.holds(AMOUNT, sheet, row + 1, column);
        let mut amounts: Vec<_> = texts.iter().filter(|(column, _)| holds(*column)).collect();
        if amounts.is_empty() {
            amounts = texts.iter().collect();
        }
        amounts.sort_by_key(|(column, key)| (self.amount_order(key), *column));
        let (column, key) = amounts.first()?;
        let rival = amounts.get(1);
        // 2024年 and 2025年 under one head may be parts of it.
        let unclear = rival.is_some_and(|(_, other)| self.amount_order(other).0 == self.amount_order(key).0);
        let rival = rival.map(|(column, _)| *column);
        Some(lowest(Column { row, column: *column, rank: head.rank, rival, unclear }))
    }

    /// The other columns of a table: 全年执行数 over 上年结转 | 合计, 指标值 over 实施期 | 年度, and the same side by side.
    pub(super) fn settle_values(&self, sheet: &Sheet, columns: &Columns, head: &mut Head, money: Option<&str>) {
        let fields: Vec<String> = head.columns.keys().filter(|field| Some(field.as_str()) != money).cloned().collect();
        // The parts may have parts.
        let levels = HEAD_HEIGHT - 1;
        for field in fields.iter().flat_map(|field| (0..levels).map(move |_| field.clone())) {
            let Some(own) = head.columns.get(&field).copied() else { continue };
            let (lower, mut below) = (below(sheet, own), parts(sheet, own));
            // In a row of data the others hold something too, other than a year.
            let is_free = |other: &Column| {
                let below = sheet.get(lower, other.column).map(|value| head_key(&value.words()));
                let holds = below.is_some_and(|below| !is_year(&below));
                other.column == own.column || !holds || other.row >= lower || !parts(sheet, *other).is_empty()
            };
            if !head.columns.values().all(is_free) {
                below.clear();
            }
            // 目标值 | 单位: the unit is a column by itself.
            let of_others = |key: &str| columns.field(key).filter(|named| *named != field).map(str::to_string);
            let others: Vec<(u32, String)> =
                below.iter().filter_map(|(at, key)| Some((*at, of_others(key)?))).collect();
            below.retain(|(at, _)| others.iter().all(|(other, _)| other != at));
            let alone = !others.is_empty() && below.len() == 1;
            for (column, other) in others {
                head.columns.entry(other).or_insert(Column::at(lower, column));
            }
            let settled = match below.as_slice() {
                // Which value goes first says nothing of names and grades.
                [] if own.row < head.top || money.is_some() => None,
                [] => self.later(sheet, columns, &field, own, &head.columns),
                [(column, _)] if alone => Some(Column { row: lower, column: *column, ..own }),
                parts => self.part(sheet, columns, &field, own, parts),
            };
            if let Some(column) = settled {
                head.body = head.body.max(column.row + 1);
                head.columns.insert(field, column);
            }
        }
    }

    /// Of columns with heads of one field that which goes first: 年初指标值 | 调整后指标值, 填报完成值 | 审核完成值.
    fn later(&self, sheet: &Sheet, columns: &Columns, field: &str, own: Column, found: &Found) -> Option<Column> {
        let is_free = |column: u32| found.values().all(|other| other.column != column);
        let keys = sheet.row(own.row).map(|(column, _)| (column, dated_key(sheet, own.row, column)));
        let keys: Vec<(u32, String)> = keys.collect();
        let (_, own_key) = keys.iter().find(|(column, _)| *column == own.column)?;
        let is_named = |key: &str| columns.field(key) == Some(field);
        // 年末完成 beside 实际完成值: what is only like the field goes before it where a word says so.
        let is_like = |key: &str| {
            let goes_first = !is_named(own_key) || self.value_order(key).0 <= 1;
            goes_first && columns.likeness(field, key).is_some()
        };
        let is_of_other = |key: &str| year_of_head(key).is_some_and(|year| self.year.is_some_and(|own| own != year));
        let is_its = |(column, key): &&(u32, String)| {
            is_free(*column)
                && (!is_of_other(key) || is_of_other(own_key))
                && (is_named(key) || is_like(key))
                && self.holds(field, sheet, own.row + 1, *column)
        };
        let order = |(column, key): &(u32, String)| (self.value_order(key), *column);
        let (order, column) = keys.iter().filter(is_its).map(order).min()?;
        (order < self.value_order(own_key)).then_some(Column { column, rival: Some(own.column), ..own })
    }

    /// Of the columns below a head the sum, or that which is called like the field itself, or goes first. `None` where they
    /// are no heads.
    fn part(
        &self,
        sheet: &Sheet,
        columns: &Columns,
        field: &str,
        head: Column,
        parts: &[(u32, String)],
    ) -> Option<Column> {
        let is_total = |key: &str| self.is_total(key) || self.is_subtotal(key);
        let order = |key: &str| match () {
            () if self.value_order(key).0 == SETTLED => (SETTLED, Reverse(1)),
            () if is_total(key) => (0, Reverse(0)),
            () if columns.field(key) == Some(field) && self.value_order(key).0 < 3 => (1, self.value_order(key).1),
            () => self.value_order(key),
        };
        let mut sorted: Vec<&(u32, String)> = parts.iter().collect();
        sorted.sort_by_key(|(at, key)| (order(key), *at));
        let [first, second, ..] = sorted.as_slice() else { return None };
        let (best, next) = (order(&first.1), order(&second.1));
        // Of names and words the first is as good; of numbers nobody knows.
        if parts.iter().all(|(_, key)| order(key) == (2, Reverse(0))) {
            let below = || sheet.rows_from(below(sheet, head) + 1).take(SOME_ROWS);
            let is_number = |at: u32| below().any(|row| sheet.words(row, at).contains(|c: char| c.is_ascii_digit()));
            if parts.iter().filter(|(at, _)| is_number(*at)).count() < 2 {
                return None;
            }
        }
        let unclear = best == next;
        let is_sure = self.is_own_year(&first.1) && !self.is_own_year(&second.1);
        let rival = (best.0 > 0 && !is_sure).then_some(second.0);
        Some(Column { row: below(sheet, head), column: first.0, rank: head.rank, rival, unclear })
    }
}
