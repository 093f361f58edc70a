//! Where the tables of a sheet stand: each kind by its heads, as `layouts/识别.yaml` lists them.

use std::collections::BTreeSet;

use super::head::{Head, body_start};
use super::head_words::{Column, Found, dated_key, head_key, is_year, key_over, row_keys, year_of_head};
use super::likely_heads::{AMOUNTS, HeadRows};
use super::recognise::{Recognition, SETTLED, TableKind};
use super::sub_columns::HEAD_HEIGHT;
use crate::base::name_marks::is_note_mark;
use crate::model::money_unit::money_unit;
use crate::model::notation;
use crate::sheets::fault::Nearest;
use crate::sheets::sheet::{CellValue, Sheet};

/// Heads are looked for in this many rows from the top.
const HEAD_ROWS: u32 = 20;
/// Fields of the table of documents that one column may hold.
const TITLE: &str = "文件名称";
const NUMBER: &str = "文号";
/// Of the table of projects.
const NAME: &str = "项目名称";

impl Recognition {
    /// The tables of a sheet, from the top: each kind whose required heads all stand in one row, or in two or three that
    /// make one head; where there is none, by heads that are only like them. Where there is none of these either, the
    /// nearest kind and what it lacks.
    pub(crate) fn recognise(&self, sheet: &Sheet) -> Result<Vec<(TableKind, Head)>, Option<Nearest>> {
        let known = self.tables_of(sheet, false, u32::MAX);
        let Ok(mut known) = known else { return self.tables_of(sheet, true, u32::MAX).or(known) };
        // Money or indicators under an office's own heads above another table.
        let top = known[0].1.top;
        let own = [TableKind::Execution, TableKind::Indicators];
        let is_new = |kind: &TableKind| own.contains(kind) && known.iter().all(|(other, _)| other != kind);
        if own.iter().any(is_new) {
            let above = self.tables_of(sheet, true, top).unwrap_or_default();
            let above: Vec<_> = above.into_iter().filter(|(kind, _)| is_new(kind)).collect();
            known.splice(0..0, above);
        }
        Ok(known)
    }

    /// Those that stand above the row `end`.
    fn tables_of(&self, sheet: &Sheet, likely: bool, end: u32) -> Result<Vec<(TableKind, Head)>, Option<Nearest>> {
        let mut nearest: Option<(usize, TableKind, Vec<String>)> = None;
        let mut found: Vec<(TableKind, Head)> = Vec::new();
        for row in sheet.rows_from(0).take_while(|row| *row < end) {
            // The first head stands near the top; below a table, another may begin anywhere.
            if found.is_empty() && row >= HEAD_ROWS {
                break;
            }
            if found.last().is_some_and(|(_, head)| row < head.body) {
                continue;
            }
            let all = texts(sheet, row);
            let heads: Vec<(u32, String)> =
                all.iter().filter(|(_, key)| likely || self.knows_head(key)).cloned().collect();
            if heads.is_empty() || heads.len() < 2 && (likely || !found.is_empty()) {
                continue;
            }
            let mut whole: Option<(usize, TableKind, Found, u32)> = None;
            for kind in TableKind::ALL {
                // Heads that only some kind knows as like its own are excluded too.
                if all.iter().any(|(_, key)| self.columns(kind).excludes(key))
                    || kind == TableKind::Allotments && self.lists_projects(sheet, row, &all)
                {
                    continue;
                }
                let (columns, bottom, known) = match likely {
                    true => self.likely_head(sheet, kind, row, &heads),
                    false => {
                        let (columns, bottom) = self.head_from(sheet, kind, row, &heads);
                        let known = columns.len();
                        (columns, bottom, known)
                    }
                };
                let mut missing = self.columns(kind).missing(&columns);
                // 产出 | 效益 | 满意度: a sheet for each 一级指标.
                missing.retain(|field| field != "一级指标" || !self.is_dimension(&sheet.name));
                if !missing.is_empty() {
                    // As many heads are there, the fewer are missing.
                    let is_nearer = |(best, _, lacks): &(usize, TableKind, Vec<String>)| {
                        (columns.len(), lacks.len()) > (*best, missing.len())
                    };
                    if !columns.is_empty() && nearest.as_ref().is_none_or(is_nearer) {
                        nearest = Some((columns.len(), kind, missing));
                    }
                    continue;
                }
                // Of heads that are only like some, those of the kind that most are known of.
                if whole.as_ref().is_none_or(|(most, ..)| likely && known > *most) {
                    whole = Some((known, kind, columns, bottom));
                }
                if !likely {
                    break;
                }
            }
            let Some((_, kind, columns, bottom)) = whole else { continue };
            match found.last_mut() {
                Some((last, head)) if *last == kind && head.same_columns(&columns) => {
                    head.skipped.extend(row..=bottom);
                }
                above => {
                    if let Some((_, head)) = above {
                        head.end = row;
                    }
                    let body = body_start(sheet, bottom, &columns, &self.form.printed, &self.counting_rows);
                    let head = Head { top: row, body, end, skipped: BTreeSet::new(), columns, likely };
                    found.push((kind, head));
                }
            }
        }
        let last = found.len().saturating_sub(1);
        let mut index = 0;
        // 项目名称 | 甲 | 实施单位 | 乙 above the table of money: labels of a form, no head.
        found.retain(|(kind, head)| {
            index += 1;
            index > last || *kind != TableKind::Projects || self.holds_amounts(sheet, head)
        });
        for (kind, head) in &mut found {
            let body = sheet.rows_from(head.body).take_while(|row| *row < head.end);
            head.skipped.extend(body.filter(|row| self.is_note(sheet, *row)));
            head.top = raised(sheet, head.top);
            for row in head.top..head.body {
                // What stands besides, and is no part of what was found.
                let is_known = |(column, key): &(u32, String)| {
                    let is_over = |own: &Column| own.row < row && is_under(sheet, *own, *column);
                    let field = self.columns(*kind).field(key);
                    field.is_some_and(|field| head.columns.contains_key(field)) || head.columns.values().any(is_over)
                };
                let keys: Vec<_> = row_keys(sheet, row).into_iter().filter(|own| !is_known(own)).collect();
                self.find(*kind, sheet, row, &keys, &mut head.columns);
            }
            let rows = HeadRows { sheet, top: head.top, bottom: head.body.saturating_sub(1) };
            let fields: Vec<&str> = self.columns(*kind).heads.keys().map(String::as_str).collect();
            self.find_likely(*kind, &rows, &fields, &mut head.columns);
            self.settle_status(sheet, head);
            self.settle_areas(sheet, *kind, head);
            self.settle_money(sheet, *kind, head);
            self.settle_parts(sheet, *kind, head);
            self.doubt_sum(sheet, *kind, head);
            self.settle_values(sheet, self.columns(*kind), head, kind.shared_money());
        }
        if !found.is_empty() {
            return Ok(found);
        }
        // 县区 | 联系人 | 电话: one head alone, without any money, is of something else.
        let nearest = nearest.filter(|(heads, kind, missing)| {
            let lacks_money = kind.shared_money().is_some_and(|field| missing.iter().any(|lacks| lacks == field));
            *heads > 1 || !lacks_money || speaks_of_money(sheet)
        });
        Err(nearest.map(|(_, kind, missing)| {
            // Of areas many tables are.
            let likely = 2 * missing.len() <= self.columns(kind).required.len() && kind != TableKind::Allotments;
            let missing = missing.iter().map(|field| self.usual(kind, field)).collect();
            Nearest { kind: kind.name().to_string(), missing, likely }
        }))
    }

    /// 县区 | 工程名称: each row has a name of its own under a head like 项目名称, where the fund has projects.
    fn lists_projects(&self, sheet: &Sheet, head: u32, keys: &[(u32, String)]) -> bool {
        let columns = self.columns(TableKind::Projects);
        let is_like = |key: &str| columns.field(key) == Some(NAME) || columns.likeness(NAME, key).is_some();
        let all_differ = |column: u32| {
            let names = sheet.rows_from(head + 1).map(|row| head_key(&sheet.words(row, column)));
            let names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
            names.len() > 1 && names.iter().collect::<BTreeSet<_>>().len() == names.len()
        };
        self.rules.project_table.list.is_asked() && keys.iter().any(|(column, key)| is_like(key) && all_differ(*column))
    }

    /// The columns of a kind whose head begins in this row, by heads that are known and such as are only like them; its
    /// last row, and how many are known. Where too few are, none.
    fn likely_head(&self, sheet: &Sheet, kind: TableKind, top: u32, heads: &[(u32, String)]) -> (Found, u32, usize) {
        let columns = self.columns(kind);
        let mut found = Found::new();
        self.find(kind, sheet, top, heads, &mut found);
        let mut bottom = top;
        while bottom + 1 < top + HEAD_HEIGHT && Recognition::is_part_of_head(sheet, bottom + 1, &found) {
            bottom += 1;
            self.find(kind, sheet, bottom, &row_keys(sheet, bottom), &mut found);
        }
        if let Some(field) =
            kind.shared_money().filter(|field| kind != TableKind::Documents && found.contains_key(*field))
        {
            self.prefer_own(kind, field, sheet, top, &mut found);
        }
        let known = found.len();
        let names_one = columns.required.iter().any(|field| found.contains_key(field));
        let required: Vec<&str> = columns.required.iter().map(String::as_str).collect();
        self.find_likely(kind, &HeadRows { sheet, top, bottom }, &required, &mut found);
        let proven = || {
            let amount = kind.shared_money().and_then(|field| found.get(field));
            let without_list = self.rules.allotments.is_asked() && !self.rules.project_table.list.is_asked();
            let is_whole = |amount: &Column| without_list || self.adds_up(sheet, bottom + 1, amount.column);
            kind == TableKind::Allotments && amount.is_some_and(is_whole)
        };
        if !(names_one || known > 1 || proven()) {
            return (Found::new(), top, 0);
        }
        (found, bottom, known)
    }

    /// 建设类型 of nothing but 新建 and 续建 is a status, whatever else it could be.
    fn settle_status(&self, sheet: &Sheet, head: &mut Head) {
        let Some(column) = head.columns.get("支持方向").copied() else { return };
        let rows = sheet.rows_from(head.body).take_while(|row| *row < head.end && !head.skipped.contains(row));
        let words: Vec<String> = rows.map(|row| head_key(&sheet.words(row, column.column))).collect();
        let mut said = words.iter().filter(|words| !words.is_empty()).peekable();
        if said.peek().is_some() && said.all(|words| self.status(words).is_some()) {
            head.columns.remove("支持方向");
            head.columns.entry("状态".into()).or_insert(column);
        }
    }

    /// 市 | 县（区）: of two columns of areas that which every row fills.
    fn settle_areas(&self, sheet: &Sheet, kind: TableKind, head: &mut Head) {
        let Some(area) = head.columns.get("地区").copied().filter(|_| kind == TableKind::Allotments) else { return };
        let Some(rival) = area.rival else { return };
        let rows: Vec<u32> = sheet.rows_from(head.body).take_while(|row| *row < head.end).collect();
        let is_total = |row: u32| sheet.row(row).any(|(_, value)| self.is_total(&value.words()));
        let filled =
            |column: u32| rows.iter().filter(|row| !is_total(**row) && sheet.get(**row, column).is_some()).count();
        let all = rows.iter().filter(|row| !is_total(**row)).count();
        let (own, other) = (filled(area.column), filled(rival));
        let taken = match (own >= all, other >= all) {
            (true, false) => area.column,
            (false, true) => rival,
            _ => return,
        };
        head.columns.insert("地区".into(), Column { column: taken, rival: None, ..area });
    }

    /// 申报资金 | 核定资金, each for all that the words know: that which goes first.
    fn settle_money(&self, sheet: &Sheet, kind: TableKind, head: &mut Head) {
        let Some(field) = kind.shared_money() else { return };
        let Some(own) = head.columns.get(field).copied() else { return };
        let below = if head.likely { self.sub_column(sheet, own, &head.columns) } else { None };
        if let Some(below) = below.filter(|below| below.row <= head.body) {
            head.columns.insert(field.to_string(), below);
            head.body = head.body.max(below.row + 1);
            return;
        }
        if own.unclear || own.row > head.top {
            return;
        }
        let order = |column: u32| self.amount_order(&dated_key(sheet, own.row, column));
        // 安排资金 | 调整后资金: where one head alone is a word for it, another goes before it only by that.
        let gives_way = |column: u32| own.rival.is_some() || order(column).0 == SETTLED;
        let columns = self.columns(kind);
        let is_free = |column: u32| head.columns.iter().all(|(other, head)| other == field || head.column != column);
        let rank = |key: &str| {
            let named = columns.named(key).filter(|(named, _)| *named == field).map(|(_, rank)| rank);
            let like = || self.likeness(kind, field, key).map(|rank| self.synonyms(kind, field).len() + rank);
            if head.likely { like().or(named) } else { named.or_else(like) }
        };
        let others = row_keys(sheet, own.row).into_iter().filter(|(column, key)| {
            let same = rank(key).is_some_and(|other| other == own.rank || order(own.column).0 > order(*column).0);
            let same = same && gives_way(*column);
            same && is_free(*column) && self.holds(field, sheet, head.body, *column) && !self.is_other_money(key)
        });
        let first = others.map(|(column, _)| column).min_by_key(|column| (order(*column), *column));
        if let Some(column) = first.filter(|column| order(*column) < order(own.column)) {
            head.columns.insert(field.to_string(), Column { column, rival: Some(own.column), ..own });
        }
    }

    /// 第一批 | 第二批, 上年结转 | 当年安排, uses under one head: parts of an amount. 合计 beside them is meant; without it
    /// nobody knows.
    fn settle_parts(&self, sheet: &Sheet, kind: TableKind, head: &mut Head) {
        let Some(field) = kind.shared_money() else { return };
        let Some(own) = head.columns.get(field).copied() else { return };
        let key = |row: u32, column: u32| head_key(&sheet.words(row, column));
        let is_free = |column: u32| head.columns.values().all(|other| other.column != column);
        let cells = (head.top..head.body).flat_map(|row| sheet.row(row).map(move |(column, _)| (row, column)));
        let others = cells.filter(|(_, column)| is_free(*column) && self.holds(field, sheet, head.body, *column));
        let others: Vec<(u32, u32)> = others.collect();
        let is_part = |(row, column): &(u32, u32)| {
            let key = key(*row, *column);
            self.money_parts.fit(&key) && !self.is_sum(&key)
        };
        let rival = others.iter().find(|other| is_part(other)).filter(|_| is_part(&(own.row, own.column)));
        if !own.unclear && rival.is_none() {
            return;
        }
        let is_sum = |(row, column): &&(u32, u32)| self.is_sum(&key(*row, *column));
        let settled = match (others.iter().find(is_sum), rival) {
            (Some(&(row, column)), _) => Column { row, column, rival: None, unclear: false, ..own },
            (None, Some((_, rival))) => Column { rival: Some(*rival), unclear: true, ..own },
            (None, None) => own,
        };
        head.columns.insert(field.to_string(), settled);
    }

    /// 合计 of several rows of money, none of which is the fund's own: what is the fund's nobody knows. 市级补助资金 beside
    /// 2024年安排 | 2025年安排 that come to it: the report's year.
    fn doubt_sum(&self, sheet: &Sheet, kind: TableKind, head: &mut Head) {
        let Some(field) = kind.shared_money().filter(|_| kind != TableKind::Documents) else { return };
        let Some(own) = head.columns.get(field).copied().filter(|own| own.rival.is_none()) else { return };
        let is_free = |column: u32| head.columns.values().all(|other| other.column != column);
        let keys = row_keys(sheet, own.row).into_iter();
        let others = keys.filter(|(at, _)| is_free(*at) && self.holds(field, sheet, head.body, *at));
        let others: Vec<(u32, String)> = others.collect();
        let rows = || sheet.rows_from(head.body).take_while(|row| *row < head.end);
        let amount = |row: u32, at: u32| {
            let words = sheet.get(row, at).map(|value| value.words()).unwrap_or_default();
            notation::money(&words).map_or(rust_decimal::Decimal::ZERO, |(value, _)| value)
        };
        let years: Vec<&(u32, String)> = others.iter().filter(|(_, key)| year_of_head(key).is_some()).collect();
        let comes_to = |row: u32| years.iter().map(|(at, _)| amount(row, *at)).sum::<rust_decimal::Decimal>();
        let own_year = years.iter().find(|(_, key)| self.is_own_year(key));
        if let Some((column, _)) = own_year
            && years.len() > 1
            && rows().all(|row| comes_to(row) == amount(row, own.column))
        {
            head.columns.insert(field.to_string(), Column { column: *column, rival: Some(own.column), ..own });
            return;
        }
        let ties = &self.rules.tie_outs;
        let tied = if kind == TableKind::Projects { &ties.projects } else { &ties.allotments };
        let is_one = tied.as_ref().is_none_or(|rows| rows.len() == 1);
        // 上年结转 is a part of the fund's own.
        let is_other = |key: &str| {
            !self.money_parts.fit(key) && (self.is_other_money(key) || self.money_row(key).flatten().is_some())
        };
        let is_sum = self.is_sum(&head_key(&sheet.words(own.row, own.column)));
        if let Some((other, _)) = others.iter().find(|(_, key)| is_other(key)).filter(|_| is_sum && is_one) {
            head.columns.insert(field.to_string(), Column { rival: Some(*other), ..own });
        }
    }

    fn holds_amounts(&self, sheet: &Sheet, head: &Head) -> bool {
        let Some(column) = head.column("安排资金") else { return false };
        let rows = sheet.rows_from(head.body).take_while(|row| *row < head.end);
        rows.filter_map(|row| sheet.get(row, column)).any(|value| notation::money(&value.words()).is_some())
    }

    /// The heads among a row's cells. Beside 2024年完成值, in a report of 2024, one of 2023 is none, nor one below 上年.
    fn find(&self, kind: TableKind, sheet: &Sheet, row: u32, keys: &[(u32, String)], found: &mut Found) {
        let columns = self.columns(kind);
        let by_year = matches!(kind, TableKind::Indicators | TableKind::Execution);
        let is_other = |column: u32| {
            let year = year_of_head(&dated_key(sheet, row, column));
            let is_last = || key_over(sheet, row, column).is_some_and(|over| self.is_last_value(&over));
            by_year && (year.is_some_and(|year| self.year.is_some_and(|own| own != year)) || is_last())
        };
        let (others, own): (Vec<_>, Vec<_>) = keys.iter().cloned().partition(|(column, _)| is_other(*column));
        // 完成情况 over 指标值 | 完成值 is the title of both.
        found.retain(|field, known| {
            let below = own.iter().filter(|(column, _)| known.row < row && is_under(sheet, *known, *column));
            let below: Vec<&str> = below.filter_map(|(_, key)| columns.field(key)).collect();
            !below.contains(&field.as_str()) || below.iter().all(|other| other == field)
        });
        columns.find(row, &own, found);
        let is_missing = |(_, key): &(u32, String)| columns.field(key).is_none_or(|field| !found.contains_key(field));
        let others: Vec<_> = others.into_iter().filter(is_missing).collect();
        columns.find(row, &others, found);
    }

    /// The columns of a kind whose head begins in this row, and the head's last row: rows below are part of it as long
    /// as they bring heads that are still missing.
    fn head_from(&self, sheet: &Sheet, kind: TableKind, top: u32, heads: &[(u32, String)]) -> (Found, u32) {
        let columns = self.columns(kind);
        let mut found = Found::new();
        self.find(kind, sheet, top, heads, &mut found);
        let mut bottom = top;
        while bottom + 1 < top + HEAD_HEIGHT && !columns.missing(&found).is_empty() {
            let before = found.len();
            if self.is_row_of_labels(sheet, bottom, &found) || self.is_row_of_data(sheet, bottom + 1, &found) {
                break;
            }
            self.find(kind, sheet, bottom + 1, &row_keys(sheet, bottom + 1), &mut found);
            if found.len() == before {
                break;
            }
            bottom += 1;
        }
        if kind == TableKind::Documents {
            bottom = bottom.max(self.parts_of_joint(sheet, top, &mut found));
        }
        let Some(field) = kind.shared_money() else { return (found, bottom) };
        if kind != TableKind::Documents {
            self.prefer_own(kind, field, sheet, top, &mut found);
        }
        // 合计 below 项目投资, which the words do not know: what stands beside it belongs to one head.
        let above = |column: Column| {
            let is_total = column.row > top && self.is_total(&sheet.words(column.row, column.column));
            if is_total { Column { row: column.row - 1, ..column } } else { column }
        };
        if let Some(column) = found.get(field).copied().map(above)
            && let Some(below) = self.sub_column(sheet, column, &found)
        {
            bottom = bottom.max(below.row);
            found.insert(field.to_string(), below);
        }
        (found, bottom)
    }

    /// 项目名称 | 甲 above 主管部门 | 乙: a form's labels, each with what it asks for beside it and another label below, are no
    /// head over what stands below.
    fn is_row_of_labels(&self, sheet: &Sheet, row: u32, found: &Found) -> bool {
        let words = |row: u32, column: u32| sheet.get(row, column).map(|value| head_key(&value.words()));
        let beside = |own: u32| row_keys(sheet, row).into_iter().find(|(column, _)| *column > own);
        let is_label = |head: &&Column| beside(head.column).is_some_and(|(_, key)| !self.knows_head(&key));
        let own = found.values().filter(|head| head.row == row).filter(is_label);
        own.filter_map(|head| Some((words(row, head.column)?, words(row + 1, head.column)?)))
            .any(|(own, below)| own != below)
    }

    /// Amounts, or 合计 below what names the rows: no second row of a head.
    fn is_row_of_data(&self, sheet: &Sheet, row: u32, found: &Found) -> bool {
        let is_amount = |value: &CellValue| match value {
            CellValue::Text(_) => false,
            _ => !is_year(&format!("{}年", value.words())),
        };
        let names_rows = |field: &str| !AMOUNTS.contains(&field);
        let is_label = |column: u32| {
            found.iter().any(|(field, head)| names_rows(field) && head.row < row && head.column == column)
        };
        sheet.row(row).any(|(column, value)| is_amount(value) || is_label(column) && self.is_total(&value.words()))
    }

    /// 文件名称及文号 over 名称 and 文号: each in its own column. The last row of the head.
    fn parts_of_joint(&self, sheet: &Sheet, top: u32, found: &mut Found) -> u32 {
        let (Some(title), Some(number)) = (found.get(TITLE).copied(), found.get(NUMBER).copied()) else { return top };
        let row = title.row + 1;
        let is_under = |column: u32| sheet.holder(title.row, column) == sheet.holder(title.row, title.column);
        let below: Vec<(u32, String)> =
            row_keys(sheet, row).into_iter().filter(|(column, _)| is_under(*column)).collect();
        let columns = self.columns(TableKind::Documents);
        let is_number = |key: &str| columns.field(key) == Some(NUMBER);
        let (numbers, titles): (Vec<_>, Vec<_>) = below.into_iter().partition(|(_, key)| is_number(key));
        match (titles.as_slice(), numbers.as_slice()) {
            ([(own, _)], [(other, _)]) if title.column == number.column => {
                found.insert(TITLE.to_string(), Column { row, column: *own, ..title });
                found.insert(NUMBER.to_string(), Column { row, column: *other, ..number });
                row
            }
            _ => top,
        }
    }

    /// Where no head says 安排资金 itself: of the columns of money that of the fund's own.
    fn prefer_own(&self, kind: TableKind, field: &str, sheet: &Sheet, top: u32, found: &mut Found) {
        let columns = self.columns(kind);
        if found
            .get(field)
            .is_some_and(|column| columns.heads[field].get(column.rank).is_some_and(|word| !word.contains('*')))
        {
            return;
        }
        let row = found.get(field).map_or(top, |column| column.row);
        let heads = texts(sheet, row);
        let own = heads.iter().filter(|(_, key)| {
            let named = columns.named(key).filter(|(named, _)| *named == field);
            self.is_own_column(key, named.is_some())
        });
        let mut own = own.map(|(column, key)| (*column, columns.named(key).map_or(usize::MAX, |(_, rank)| rank)));
        if let (Some((column, rank)), None) = (own.next(), own.next()) {
            found.insert(field.to_string(), Column { rank, ..Column::at(row, column) });
        }
    }

    /// 注：…, 填表人：…, * 表示… under a table; 续表 within it.
    pub(super) fn is_note(&self, sheet: &Sheet, row: u32) -> bool {
        let mut cells = sheet.row(row);
        let Some((_, first)) = cells.next() else { return false };
        let text = first.words();
        let text = text.trim().trim_start_matches(['（', '(']);
        if text.starts_with(is_note_mark) && cells.next().is_none() {
            return true;
        }
        self.below.iter().any(|word| {
            let rest = text.strip_prefix(word.as_str());
            rest.is_some_and(|rest| {
                rest.is_empty()
                    || rest.starts_with(['：', ':', '人', '（', '(', '）', ')'])
                    || rest.starts_with(|c: char| c.is_ascii_digit())
            })
        })
    }
}

/// Does the head lie over the column too?
fn is_under(sheet: &Sheet, head: Column, column: u32) -> bool {
    sheet.holder(head.row, column) == sheet.holder(head.row, head.column)
}

/// The first row of a head of which cells of the row above are a part, merged downwards.
fn raised(sheet: &Sheet, top: u32) -> u32 {
    let goes_down = |row: u32| sheet.row(row).any(|(column, _)| sheet.holder(row + 1, column) == (row, column));
    (1..HEAD_HEIGHT).filter_map(|up| top.checked_sub(up)).take_while(|row| goes_down(*row)).last().unwrap_or(top)
}

/// 单位：万元, 金额（元）
fn speaks_of_money(sheet: &Sheet) -> bool {
    sheet.rows_from(0).flat_map(|row| sheet.row(row)).any(|(_, value)| money_unit(&value.words()).is_some())
}

/// The texts of a row, as keys.
fn texts(sheet: &Sheet, row: u32) -> Vec<(u32, String)> {
    let texts = sheet.row(row).filter(|(_, value)| matches!(value, CellValue::Text(_)));
    texts.map(|(column, value)| (column, head_key(&value.words()))).collect()
}
