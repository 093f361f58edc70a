//! Several tables of one kind: parts of one list, or one list twice.

use std::collections::BTreeSet;

use super::faults::Faults;
use super::fields::{Table, tidy};
use super::head_words::head_key;
use super::indicators;
use super::recognise::{Recognition, TableKind};
use crate::base::name_marks::bare_name;
use crate::sheets::fault::Fault;

/// The tables that are one, in their order. The one with the most rows is read anyhow, of indicators one with the year's
/// results: an empty one would breed faults that are none. Those of its shape, and of projects those without any of its
/// rows, go on with it; what has its rows again is given twice.
pub(super) fn one_of<'a>(
    kind: TableKind,
    all: Vec<Table<'a>>,
    recognition: &Recognition,
    faults: &mut Faults,
) -> Vec<Table<'a>> {
    let mut by_size: Vec<(usize, Table<'a>)> = all.into_iter().enumerate().collect();
    let lesser = |table: &Table<'_>| match kind {
        TableKind::Indicators => Lesser::of(table, recognition),
        _ => None,
    };
    by_size.sort_by_key(|(_, table)| (lesser(table), std::cmp::Reverse(table.rows().count())));
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut kept: Vec<(usize, Table<'a>)> = Vec::new();
    for (index, table) in by_size {
        let own = names(kind, &table);
        let Some((_, main)) = kept.first() else {
            known.extend(own);
            kept.push((index, table));
            continue;
        };
        let repeated = own.iter().filter(|name| known.contains(*name)).count();
        let of_shape = table.head.columns.keys().eq(main.head.columns.keys());
        // The areas again, with another batch.
        let is_batch = || {
            let batch = |table: &Table<'_>| batch(table, recognition).filter(|_| kind == TableKind::Allotments);
            let own_batch = batch(&table);
            let mut same = kept.iter().filter(|(_, other)| names(kind, other).intersection(&own).next().is_some());
            own_batch.is_some() && same.all(|(_, other)| batch(other) != own_batch && amounts(other) != amounts(&table))
        };
        let is_apart = kind == TableKind::Projects && repeated == 0 && !own.is_empty();
        if is_apart || of_shape && (repeated * 2 < own.len() || is_batch()) {
            known.extend(own);
            kept.push((index, table));
        } else if let (Some(why), None, true) = (lesser(&table), lesser(main), repeated * 2 >= own.len()) {
            let besides: Vec<String> = own.into_iter().filter(|name| !known.contains(name)).collect();
            faults.add(&table.sheet.whole(), Fault::TableAside { why: why.why(), besides });
            tell_other_targets(main, &table, faults);
        } else {
            let differ = || kept.iter().all(|(_, other)| amounts(other) != amounts(&table));
            let of_batches = kind == TableKind::Allotments && differ();
            let first = main.sheet.whole();
            faults.add(&table.sheet.whole(), Fault::TableTwice { kind: kind.name(), of_batches, first });
        }
    }
    kept.sort_by_key(|(index, _)| *index);
    kept.into_iter().map(|(_, table)| table).collect()
}

const RESULTS: &str = "实际完成值";

/// Why a table of indicators gives way to another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Lesser {
    /// 9月监控
    Interim,
    /// 绩效目标批复表
    Targets,
}

impl Lesser {
    fn of(table: &Table<'_>, recognition: &Recognition) -> Option<Lesser> {
        let Some(results) = table.head.columns.get(RESULTS) else { return Some(Lesser::Targets) };
        let head = table.sheet.words(results.row, results.column);
        (recognition.is_interim(&head) || is_interim(table, recognition)).then_some(Lesser::Interim)
    }

    fn why(self) -> &'static str {
        match self {
            Lesser::Interim => "年中的",
            Lesser::Targets => "只有指标值的",
        }
    }
}

/// The targets of a table that is not read, where they are others: 绩效目标批复表 beside 自评表.
fn tell_other_targets(main: &Table<'_>, aside: &Table<'_>, faults: &mut Faults) {
    let rows = |table: &Table<'_>| table.rows().map(|row| (name(table, row, "三级指标"), row)).collect::<Vec<_>>();
    let all = rows(main);
    for (name, row) in rows(aside) {
        let mut same = all.iter().filter(|(other, _)| *other == name && !name.is_empty());
        let (Some((_, own)), None) = (same.next(), same.next()) else { continue };
        let readings = [indicators::target_words(main, *own), indicators::target_words(aside, row)];
        if readings[0] != readings[1] && readings.iter().all(|words| !words.is_empty()) {
            let column = main.head.column("指标值").unwrap_or_default();
            let other = aside.sheet.place(row, aside.head.column("指标值").unwrap_or_default());
            let actual = format!("{}；{other}是{}", readings[0], readings[1]);
            let hint = "两张表里的指标值不同：和批复的绩效目标核对，改成一样。".into();
            let what = format!("指标“{name}”的指标值");
            let fault = Fault::Ambiguous { what, actual, readings, taken: true, hint };
            faults.add(&main.sheet.place(*own, column), fault);
        }
    }
}

/// 3月底资金支付进度表: its title or its sheet says that it is not the year's.
pub(super) fn is_interim(table: &Table<'_>, recognition: &Recognition) -> bool {
    names_of(table).any(|words| recognition.is_interim(&words))
}

/// The lines above a table, those around it in a document, and its sheet's name.
fn names_of<'a>(table: &'a Table<'_>) -> impl Iterator<Item = String> + 'a {
    let titles = (0..table.head.top).flat_map(|row| table.sheet.row(row)).map(|(_, value)| tidy(&value.words()));
    titles.chain(table.sheet.around.iter().cloned()).chain([table.sheet.name.to_string()])
}

/// Which batch a table of areas is of: its title, its sheet's name or its file's says.
pub(super) fn batch(table: &Table<'_>, recognition: &Recognition) -> Option<String> {
    let file = table.sheet.file.rsplit('/').next().unwrap_or_default();
    names_of(table).chain([file.to_string()]).find(|name| recognition.is_batch(name))
}

fn amounts(table: &Table<'_>) -> Vec<String> {
    let column = table.head.column("金额").unwrap_or_default();
    table.rows().map(|row| table.sheet.words(row, column)).collect()
}

/// What the rows are called; of a kind that has each row once, nothing.
fn names(kind: TableKind, table: &Table<'_>) -> BTreeSet<String> {
    let field = match kind {
        TableKind::Projects => "项目名称",
        TableKind::Indicators => "三级指标",
        TableKind::Documents => "文号",
        TableKind::Allotments => "地区",
        TableKind::Execution => return BTreeSet::new(),
    };
    table.rows().map(|row| name(table, row, field)).filter(|name| !name.is_empty()).collect()
}

fn name(table: &Table<'_>, row: u32, field: &str) -> String {
    let words = table.head.column(field).map(|column| table.sheet.words(row, column)).unwrap_or_default();
    head_key(bare_name(&words))
}
