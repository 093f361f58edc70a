//! Which tables a year has, of each kind; what is missing, hidden or of another year is said here.

use std::collections::BTreeMap;

use super::faults::Faults;
use super::fields::Table;
use super::found::Found;
use super::head::Head;
use super::recognise::{Recognition, TableKind};
use super::title_year::other_year;
use super::yaml_tables::YamlTable;
use super::{execution, lists, money};
use crate::base::place::Place;
use crate::sheets::fault::{Fault, Nearest};
use crate::sheets::sheet::{CellValue, Sheet};

/// The tables of each kind, from sheets and blocks of the YAML: several where they are of one shape and go on one after
/// the other. A second one of the same rows, a sheet of no kind, a kind without a table are faults.
pub(super) fn tables<'a>(
    found: &'a Found,
    typed: &'a [YamlTable],
    label: &str,
    given_forms: bool,
    recognition: &Recognition,
    faults: &mut Faults,
) -> BTreeMap<TableKind, Vec<Table<'a>>> {
    let mut all: BTreeMap<TableKind, Vec<Table<'a>>> = BTreeMap::new();
    // Of something else: notes, addresses.
    let mut others = Vec::new();
    let mut near: Vec<(Place, Nearest)> = Vec::new();
    let year = recognition.year;
    // Tables whose titles say another year.
    let mut of_others = Vec::new();
    let mut before = None;
    for sheet in found.sheets.iter().filter(|sheet| !sheet.is_empty()) {
        let found = recognition.recognise(sheet);
        note_hidden(sheet, &found, faults);
        match found {
            Ok(found) => {
                let mut above = 0;
                for (kind, head) in found {
                    let (rows, body) = (above..head.top, head.body);
                    let table = Table { sheet, head };
                    let other = year.and_then(|year| other_year(sheet, rows, year).or_else(|| table.other_year(year)));
                    of_others.extend(other.map(|(place, stated)| (kind, sheet.whole(), place, stated)));
                    above = body;
                    all.entry(kind).or_default().push(table);
                }
            }
            // A table of a document that goes on with the one before it.
            Err(_) if let Some((kind, head)) = going_on(before, sheet, &all) => {
                let skipped = sheet.rows_from(0).filter(|row| recognition.is_note(sheet, *row)).collect();
                all.entry(kind).or_default().push(Table { sheet, head: Head { skipped, ..head } });
            }
            Err(None) => others.push(sheet),
            Err(Some(nearest)) => near.push((sheet.whole(), nearest)),
        }
        before = Some(sheet);
    }
    let mut blanks = Vec::new();
    for (kind, tables) in &mut all {
        give_way(tables, |table| table.is_filled(*kind), &mut blanks);
    }
    faults.add_all(&blanks, Fault::BlankTables);
    let is_typed = |kind: &TableKind| typed.iter().any(|table| table.kind == *kind);
    for (kind, tables) in &mut all {
        // How far areas had paid in March is no list of what they get; money by direction is none by source.
        match kind {
            TableKind::Allotments => prefer(tables, &mut others, |table| !lists::is_interim(table, recognition)),
            TableKind::Execution => prefer(tables, &mut others, |table| execution::names_sources(table, recognition)),
            _ => {}
        }
        // What is only like a table of the year is one where there is no other; 清算分配表 is called after what it is.
        let is_batch = |table: &Table<'_>| *kind == TableKind::Allotments && lists::batch(table, recognition).is_some();
        prefer(tables, &mut others, |table| !table.head.likely || is_batch(table));
        if is_typed(kind) {
            others.extend(tables.iter().filter(|table| table.head.likely).map(|table| table.sheet));
            tables.retain(|table| !table.head.likely);
        }
        // Beside the list of areas, a table whose heads are only like its own is of something else.
        if *kind == TableKind::Allotments {
            let is_usual = |table: &Table<'_>| table.head.has_usual(recognition.synonyms(*kind, "金额"), "金额");
            prefer(tables, &mut others, |table| is_usual(table) || is_batch(table));
        }
    }
    all.retain(|_, tables| !tables.is_empty());
    // Something of it is read, by itself or in what was made of it.
    let is_read = |sheet: &&Sheet| {
        all.values().flatten().any(|table| std::ptr::eq(table.sheet, *sheet) || table.sheet.is_made_of(sheet))
    };
    others.retain(|sheet| !is_read(sheet));
    // Beside the year's indicators and money, one more that is like them does no harm.
    for (place, nearest) in near {
        let is_there = |kind: &TableKind| kind.name() == nearest.kind && (all.contains_key(kind) || is_typed(kind));
        let likely = nearest.likely && ![TableKind::Indicators, TableKind::Execution].iter().any(is_there);
        faults.add(&place, Fault::UnknownSheet { nearest: Some(Nearest { likely, ..nearest }), missing: None });
    }
    for table in typed {
        all.entry(table.kind).or_default().push(Table { sheet: &table.sheet, head: table.head.clone() });
    }
    for (kind, sheet, place, stated) in of_others {
        let Some(tables) = all.get_mut(&kind) else { continue };
        let beside = tables.iter().any(|table| table.sheet.whole() != sheet);
        if beside {
            tables.retain(|table| table.sheet.whole() != sheet);
        }
        faults.add(&place, Fault::TableOfOtherYear { kind: kind.name(), stated, beside });
    }
    let mut tables: BTreeMap<TableKind, Vec<Table<'a>>> = BTreeMap::new();
    for (kind, all) in all {
        let all = lists::one_of(kind, all, recognition, faults);
        for table in &all {
            table.note_head(kind, recognition, faults);
            if let Some(column) = table.head.column(money::field(kind)) {
                money::note_unit(table, column, faults);
            }
        }
        tables.insert(kind, all);
    }
    // Money that is not given is added up from the units' forms.
    let made = |kind: &TableKind| match kind {
        TableKind::Execution => given_forms,
        TableKind::Projects => !recognition.rules.project_table.list.is_asked(),
        TableKind::Allotments => !recognition.rules.allotments.is_asked(),
        TableKind::Indicators | TableKind::Documents => false,
    };
    let unread = found.unread || found.yaml.unread;
    let missing = |kind: &TableKind| !tables.contains_key(kind) && !made(kind) && !unread;
    let missing: Vec<TableKind> = TableKind::ALL.into_iter().filter(missing).collect();
    let names = missing.iter().map(|kind| kind.name()).collect::<Vec<_>>().join("、");
    let (doubtful, others): (Vec<&Sheet>, Vec<&Sheet>) =
        others.into_iter().partition(|sheet| !missing.is_empty() && is_table(sheet));
    for (sheets, missing) in [(doubtful, Some(names)), (others, None)] {
        let places: Vec<Place> = sheets.into_iter().map(Sheet::whole).collect();
        faults.add_all(&places, Fault::UnknownSheet { nearest: None, missing });
    }
    for kind in missing {
        if kind == TableKind::Projects && tables.contains_key(&TableKind::Allotments) {
            faults.add(&Place::file(label), Fault::NoListOfProjects);
            continue;
        }
        let columns = recognition.required(kind);
        faults.add(&Place::file(label), Fault::MissingTable { kind: kind.name(), columns });
    }
    tables.retain(|kind, tables| {
        let is_empty = tables.iter().all(|table| table.rows().next().is_none());
        if let Some(table) = tables.first().filter(|_| is_empty) {
            let head = table.sheet.place(table.head.top, 0);
            faults.add(&head, Fault::EmptyTable { kind: kind.name() });
        }
        !is_empty
    });
    tables
}

/// Where there are such tables, the others are of something else.
fn prefer<'a>(tables: &mut Vec<Table<'a>>, others: &mut Vec<&'a Sheet>, is_own: impl Fn(&Table<'a>) -> bool) {
    if tables.iter().any(&is_own) {
        others.extend(tables.iter().filter(|table| !is_own(table)).map(|table| table.sheet));
        tables.retain(is_own);
    }
}

/// Blank tables beside those that are filled in.
fn give_way(tables: &mut Vec<Table<'_>>, is_filled: impl Fn(&Table<'_>) -> bool, blanks: &mut Vec<Place>) {
    if tables.iter().any(&is_filled) {
        blanks.extend(tables.iter().filter(|table| !is_filled(table)).map(|table| table.sheet.whole()));
        tables.retain(is_filled);
    }
}

/// Rows of words and numbers: more than notes.
fn is_table(sheet: &Sheet) -> bool {
    const FEWEST: usize = 3;
    let is_row = |row: &u32| {
        let cells = || sheet.row(*row).map(|(_, value)| value);
        let is_number = |value: &CellValue| matches!(value, CellValue::Number(_) | CellValue::Percent(_));
        cells().count() >= FEWEST && cells().any(is_number)
    };
    sheet.rows_from(0).filter(is_row).take(FEWEST).count() == FEWEST
}

fn going_on(
    before: Option<&Sheet>,
    sheet: &Sheet,
    all: &BTreeMap<TableKind, Vec<Table<'_>>>,
) -> Option<(TableKind, Head)> {
    let last = |tables: &Vec<Table<'_>>| tables.last().and_then(|table| table.going_on(before, sheet));
    all.iter().find_map(|(kind, tables)| Some((*kind, last(tables)?)))
}

/// Hidden rows and columns of what is read; a hidden column that no table uses says nothing.
fn note_hidden(sheet: &Sheet, found: &Result<Vec<(TableKind, Head)>, Option<Nearest>>, faults: &mut Faults) {
    let hidden = match found {
        Ok(tables) => {
            let used = |column: u32| {
                tables.iter().any(|(_, head)| {
                    let first = head.columns.values().map(|column| column.column).min().unwrap_or_default();
                    column < first || head.columns.values().any(|used| used.column == column)
                })
            };
            sheet.hidden(used)
        }
        Err(Some(nearest)) if nearest.likely => sheet.hidden(|_| true),
        Err(_) => return,
    };
    if !hidden.is_empty() {
        faults.add(&sheet.whole(), Fault::Hidden { what: hidden.join("，") });
    }
}
