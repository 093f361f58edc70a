//! Heads in an office's own words: where none that is known names a column of a table, the one column that is called like
//! it (像 in `layouts/识别.yaml`) and holds what it should hold is taken.

use super::date::parse_date;
use super::head_words::{Column, Found, head_key};
use super::indicators::is_comparison;
use super::recognise::{Recognition, TableKind};
use crate::base::chinese_number::is_chinese_numeral;
use crate::model::notation;
use crate::model::term::Term;
use crate::sheets::sheet::{CellValue, Sheet};

/// Rows of a table that are looked at.
const ENOUGH: usize = 200;
/// A word of a list has at most so many characters.
const LONGEST_WORD: usize = 12;

/// Columns of amounts.
pub(super) const AMOUNTS: [&str; 6] = ["安排资金", "金额", "预算数", "执行数", "年初预算数", "到位数"];
const NUMBER: &str = "文号";
const TITLE: &str = "文件名称";

/// The rows of a head, the first of them with heads that are known.
pub(super) struct HeadRows<'a> {
    pub sheet: &'a Sheet,
    pub top: u32,
    pub bottom: u32,
}

impl Recognition {
    /// Finds columns for those of the fields that are missing.
    pub(super) fn find_likely(&self, kind: TableKind, rows: &HeadRows<'_>, fields: &[&str], found: &mut Found) {
        for field in fields.iter().filter(|field| self.columns(kind).is_like_any(field)) {
            if !found.contains_key(*field)
                && let Some(column) = self.likely(kind, rows, field, found)
            {
                found.insert((*field).to_string(), column);
            }
        }
    }

    fn likely(&self, kind: TableKind, rows: &HeadRows<'_>, field: &str, found: &Found) -> Option<Column> {
        let HeadRows { sheet, top, bottom } = *rows;
        let cells = (top..=bottom).flat_map(|row| sheet.row(row).map(move |(column, value)| (row, column, value)));
        let free = cells.filter(|(row, column, value)| {
            let taken = found.iter().any(|(other, known)| {
                known.column == *column && !([NUMBER, TITLE].contains(&field) && [NUMBER, TITLE].contains(&&**other))
            });
            let is_part = || kind.shared_money() != Some(field) && is_over_others(sheet, *row, bottom, *column);
            matches!(value, CellValue::Text(_)) && !taken && !is_part()
        });
        let ranked = free.filter_map(|(row, column, value)| {
            // 文件名称（文号）
            let in_title = || found.get(TITLE).is_some_and(|title| title.column == column);
            let joint = || (field == NUMBER && (value.words().contains(NUMBER) || in_title())).then_some(0);
            let rank = self.likeness(kind, field, &head_key(&value.words())).or_else(joint)?;
            let usual = self.synonyms(kind, field).len();
            let head = Column { rank: usual + rank, ..Column::at(row, column) };
            self.holds(field, sheet, bottom + 1, column).then_some(head)
        });
        let mut ranked: Vec<Column> = ranked.collect();
        let order = |head: &Column| {
            let key = head_key(&sheet.words(head.row, head.column));
            let order = if AMOUNTS.contains(&field) { self.amount_order(&key) } else { self.value_order(&key) };
            (self.is_interim(&key), head.rank, order, head.column, head.row)
        };
        ranked.sort_by_key(order);
        let mut ranked = ranked.into_iter();
        let first = ranked.next()?;
        let rival = ranked.find(|next| next.column != first.column).filter(|next| next.rank == first.rank);
        Some(Column { rival: rival.map(|next| next.column), ..first })
    }

    /// How near a head is to the field, the nearest first. A column of another row's money is none of the fund's.
    pub(super) fn likeness(&self, kind: TableKind, field: &str, key: &str) -> Option<usize> {
        let columns = self.columns(kind);
        let like = columns.likeness(field, key);
        if kind != TableKind::Execution && AMOUNTS.contains(&field) {
            let named = columns.field(key) == Some(field);
            let row = self.money_row(key).flatten();
            let own = self.rules.money_rows.first();
            return match row {
                _ if self.is_own_column(key, named || like.is_some()) => Some(0),
                Some(row) if Some(&row) != own => None,
                None if self.is_other_money(key) => None,
                _ if named => Some(1),
                _ => like.map(|rank| rank + 2),
            };
        }
        like
    }

    /// Does the column hold what the field is?
    pub(super) fn holds(&self, field: &str, sheet: &Sheet, body: u32, column: u32) -> bool {
        let words = |row: u32| {
            let words = sheet.merged_words(row, column).trim().to_string();
            (!self.is_blank(&words)).then_some((row, words))
        };
        let cells: Vec<(u32, String)> = sheet.rows_from(body).take(ENOUGH).filter_map(words).collect();
        let texts = || cells.iter().map(|(_, words)| words.as_str());
        let is_amount = |text: &str| notation::money(text).is_some();
        let of_rows = || texts().filter(|text| !self.is_total(text) && !self.is_subtotal(text));
        match field {
            _ if cells.is_empty() => false,
            _ if AMOUNTS.contains(&field) => {
                let amounts = texts().filter(|text| is_amount(text)).count();
                amounts > 0 && 2 * amounts >= cells.len()
            }
            "指标值" => true,
            // 是否完成
            "实际完成值" => !texts().all(|text| ["是", "否"].contains(&text)),
            // ≥, 不低于, 定性 in every row.
            "指标性质" => texts().all(is_comparison),
            "层级" => of_rows().next().is_some() && of_rows().all(|text| self.is_level(text)),
            "资金来源" => {
                of_rows().next().is_some() && of_rows().all(|text| self.money_row(text).flatten().is_some())
            }
            "印发日期" => of_rows().next().is_some() && of_rows().all(|text| parse_date(text).is_some()),
            NUMBER => texts().any(|text| text.contains('号') && text.contains(['〔', '[', '【', '（', '('])),
            "自评等级" => {
                let grades: Vec<Term> = self.rules.grades().cloned().collect();
                let known = of_rows().filter(|text| self.grade(text, &grades).is_some()).count();
                known > 0 && 2 * known >= of_rows().count()
            }
            // One word says of several rows where they belong, and another of others.
            "支持方向" => {
                let different: std::collections::BTreeSet<&str> = of_rows().collect();
                (2..of_rows().count()).contains(&different.len())
                    && of_rows().all(|text| !is_amount(text) && text.chars().count() <= 2 * LONGEST_WORD)
                    && !self.has_sections(sheet, body)
            }
            _ => 2 * of_rows().filter(|text| is_amount(text)).count() < of_rows().count(),
        }
    }

    /// 一、甲: rows that say themselves what stands below them.
    fn has_sections(&self, sheet: &Sheet, body: u32) -> bool {
        let begins = |text: &str| text.split_once('、').is_some_and(|(first, _)| is_numeral(first));
        let first = |row: u32| sheet.row(row).next().map(|(_, value)| value.words());
        sheet.rows_from(body).take(ENOUGH).filter_map(first).any(|text| begins(text.trim()) || is_numeral(text.trim()))
    }

    /// Is the row below these heads one more of them? Parts of merged heads stand below them.
    pub(super) fn is_part_of_head(sheet: &Sheet, row: u32, known: &Found) -> bool {
        let cells: Vec<(u32, &CellValue)> = sheet.row(row).collect();
        let is_word =
            |value: &CellValue| matches!(value, CellValue::Text(_)) && notation::money(&value.words()).is_none();
        known.values().all(|head| sheet.get(row, head.column).is_none())
            && !cells.is_empty()
            && cells.iter().all(|(_, value)| is_word(value))
    }

    /// Do the amounts of a column come to what a row of 合计 says?
    pub(super) fn adds_up(&self, sheet: &Sheet, body: u32, column: u32) -> bool {
        let amount = |row: u32| sheet.get(row, column).and_then(|value| notation::money(&value.words()));
        let is_sum = |row: u32| sheet.row(row).any(|(_, value)| self.is_total(&value.words()));
        let rows: Vec<u32> = sheet.rows_from(body).collect();
        let sum = |totals: bool| {
            let rows = rows.iter().filter(|row| is_sum(**row) == totals);
            rows.filter_map(|row| amount(*row)).map(|(value, _)| value).sum::<rust_decimal::Decimal>()
        };
        !sum(true).is_zero() && sum(true) == sum(false)
    }
}

fn is_numeral(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= 3 && text.chars().all(is_chinese_numeral)
}

/// A head over several columns, which have heads of their own.
fn is_over_others(sheet: &Sheet, row: u32, bottom: u32, column: u32) -> bool {
    let holder = sheet.holder(row, column);
    let wide = (column..column + 8).filter(|next| sheet.holder(row, *next) == holder);
    row < bottom && wide.clone().count() > 1 && wide.into_iter().any(|next| sheet.get(row + 1, next).is_some())
}
