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
    let count = |table: &Table<'_>| table.rows().count();
    let Some(most) = all.iter().map(count).max() else { return all };
    let Some(main) = all.iter().position(|table| count(table) == most) else { return all };
    let mut known = names(kind, &all[main]);
    let first = all[main].sheet.whole();
    let fields: BTreeSet<String> = all[main].head.columns.keys().cloned().collect();
    let mut kept = Vec::new();
    for (index, table) in all.into_iter().enumerate() {
        if index == main {
            kept.push(table);
            continue;
        }
        let own = names(kind, &table);
        let repeated = own.iter().filter(|name| known.contains(*name)).count();
        let is_part = table.head.columns.keys().eq(fields.iter()) && repeated * 2 < own.len();
        if is_part {
            known.extend(own);
            kept.push(table);
        } else {
            let what = kind.name().to_string();
            faults.add(&table.sheet.whole(), Fault::TableTwice { what, first: first.clone() });
        }
    }
    kept
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
