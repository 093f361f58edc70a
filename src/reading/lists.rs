//! Several tables of one kind: parts of one list, or one list twice.

use std::collections::BTreeSet;

use super::faults::Faults;
use super::fields::Table;
use super::head_words::head_key;
use super::recognise::TableKind;
use crate::base::name_marks::bare_name;
use crate::sheets::fault::Fault;

/// The tables that are one, in their order. The one with the most rows is read anyhow: an empty one would breed faults
/// that are none. Those of its shape go on with it; what has its rows again, or other columns, is given twice.
pub(super) fn one_of<'a>(kind: TableKind, all: Vec<Table<'a>>, faults: &mut Faults) -> Vec<Table<'a>> {
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
        let is_part = table.head.columns.keys().eq(main.head.columns.keys()) && repeated * 2 < own.len();
        if is_part {
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
