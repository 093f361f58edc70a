//! Several tables of one kind: parts of one list, or one list twice.

use std::collections::BTreeSet;

use super::faults::Faults;
use super::fields::{Table, tidy};
use super::head_words::head_key;
use super::recognise::{Recognition, TableKind};
use crate::base::name_marks::bare_name;
use crate::sheets::fault::Fault;

/// The tables that are one, in their order. The one with the most rows is read anyhow: an empty one would breed faults
/// that are none. Those of its shape go on with it; what has its rows again, or other columns, is given twice.
pub(super) fn one_of<'a>(
    kind: TableKind,
    all: Vec<Table<'a>>,
    recognition: &Recognition,
    faults: &mut Faults,
) -> Vec<Table<'a>> {
    let mut by_size: Vec<(usize, Table<'a>)> = all.into_iter().enumerate().collect();
    by_size.sort_by_key(|(_, table)| std::cmp::Reverse(table.rows().count()));
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
            let own = batch(&table);
            own.is_some() && kept.iter().all(|(_, other)| batch(other) != own && amounts(other) != amounts(&table))
        };
        if of_shape && (repeated * 2 < own.len() || is_batch()) {
            known.extend(own);
            kept.push((index, table));
        } else {
            let what = kind.name().to_string();
            faults.add(&table.sheet.whole(), Fault::TableTwice { what, first: main.sheet.whole() });
        }
    }
    kept.sort_by_key(|(index, _)| *index);
    kept.into_iter().map(|(_, table)| table).collect()
}

/// Which batch a table of areas is of: its sheet's name, its file's or its title says.
pub(super) fn batch(table: &Table<'_>, recognition: &Recognition) -> Option<String> {
    let file = table.sheet.file.rsplit('/').next().unwrap_or_default();
    let titles = (0..table.head.top).flat_map(|row| table.sheet.row(row)).map(|(_, value)| tidy(&value.words()));
    let names = titles.chain([table.sheet.name.to_string(), file.to_string()]);
    names.into_iter().find(|name| recognition.is_batch(name))
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
    let Some(column) = table.head.column(field) else { return BTreeSet::new() };
    let names = table.rows().map(|row| head_key(bare_name(&table.sheet.words(row, column))));
    names.filter(|name| !name.is_empty()).collect()
}
