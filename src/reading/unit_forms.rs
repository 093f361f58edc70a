//! 单位自评表: one workbook for each project or 承担单位, below the folder 单位自评. The forms of the years and provinces
//! differ, labels stand in a grid of merged cells, most rows are blank: what is wanted is found by its label or head, as
//! `layouts/识别.yaml` lists them.

use std::ops::Range;
use std::sync::Arc;

use crate::base::characters::without_blanks;
use crate::base::name_marks::bare_name;
use crate::base::place::{Place, Sourced};
use crate::base::text_part::TextPart;
use crate::model::measure::{Actual, Target};
use crate::model::unit_form::{FormIndicator, FormManagement, FormMoney, Standing, Unfilled, UnitForm};

use super::faults::Faults;
use super::fields::Table;
use super::fields::tidy;
use super::form_layout::{FormLayout, head};
use super::head::Head;
use super::head_words::{Columns, Keys, head_key, row_keys};
use super::indicators::{Source, adopt, explanation, indicator_name, with_comparator};
use super::money::amount;
use super::recognise::{Recognition, TableKind};
use super::title_year::{other_year, stated_years, years};
use crate::model::notation;
use crate::model::stated_target;
use crate::sheets::fault::Fault;
use crate::sheets::fault::Nearest;
use crate::sheets::sheet::{CellValue, Naming, Sheet};

const INDICATOR: &str = "三级指标";
const RESULT: &str = "实际完成值";
const BUDGET: &str = "预算数";
const EXECUTED: &str = "执行数";

/// The folder's name.
pub(crate) const FOLDER: &str = "单位自评";

/// The forms of a file. One of another year is told and left out.
pub(crate) fn read(
    file: &Arc<str>,
    sheets: &[Sheet],
    year: Option<u16>,
    recognition: &Recognition,
    faults: &mut Faults,
) -> Vec<UnitForm> {
    let parts = parts(sheets, recognition);
    let found = || parts.iter().filter_map(|part| Some((part, Tables::of(part, recognition)?)));
    if found().next().is_none() {
        let missing = vec![INDICATOR.into(), recognition.usual(TableKind::Indicators, RESULT)];
        let nearest = Nearest { kind: "单位自评表".into(), missing, likely: true };
        faults.add(&Place::file(file), Fault::UnknownSheet { nearest: Some(nearest), missing: None });
    }
    let mut forms = Vec::new();
    let several = found().nth(1).is_some();
    for (part, tables) in found() {
        // A blank copy beside the form that is filled in.
        if several && indicators(&tables.indicators, recognition, &mut Faults::default()).0.is_empty() {
            continue;
        }
        let first = part.first().zip(year);
        let other = first.and_then(|((sheet, rows), year)| {
            let title = || other_year(sheet, rows.start..tables.top(sheet), year);
            title().or_else(|| tables.indicators.iter().find_map(|table| table.other_year(year)))
        });
        if let Some((place, stated)) = other {
            faults.add(&place, Fault::FormOfOtherYear { stated });
            continue;
        }
        // Another form stands right of this one.
        let rival = |table: &Table<'_>, field: &str| table.head.columns.get(field).and_then(|column| column.rival);
        let beside = tables.indicators.iter().find_map(|table| {
            let (_, right) = (rival(table, INDICATOR)?, rival(table, RESULT)?);
            Some(table.sheet.place(table.head.top, right))
        });
        if let Some(place) = beside {
            faults.add(&place, Fault::FormBeside);
        }
        let says_none =
            first.is_some_and(|((sheet, rows), _)| stated_years(sheet, rows.start..tables.top(sheet)).is_empty());
        let form = form(part, tables, recognition, faults);
        if form.names.is_empty() && form.indicators.is_empty() && form.money.iter().all(is_blank) {
            faults.add(&form.place, Fault::BlankForm);
            continue;
        }
        let named = first.filter(|_| says_none).and_then(|(_, year)| named_year(file, &form.names, year));
        if let Some(stated) = named {
            faults.add(&Place::file(file), Fault::FormNamedOtherYear { stated });
        }
        forms.push(form);
    }
    forms
}

/// The blank form has a nought in some rows.
fn is_blank(line: &FormMoney) -> bool {
    [&line.budget, &line.executed].into_iter().flatten().all(|amount| amount.value.is_zero())
}

fn form(part: &[Rows<'_>], tables: Tables<'_>, recognition: &Recognition, faults: &mut Faults) -> UnitForm {
    let labels = &recognition.form.labels;
    let values = |known: &Keys| -> Vec<Sourced<String>> {
        part.iter().flat_map(|rows| labelled(rows, known, &recognition.form)).collect()
    };
    for table in tables.money.iter().chain(&tables.indicators) {
        for (field, column) in table.head.columns.iter().filter(|(_, column)| column.unclear) {
            table.note_rival(field, column, faults);
        }
    }
    let (indicators, unfilled) = indicators(&tables.indicators, recognition, faults);
    let place = match part.first() {
        Some((sheet, rows)) if rows.start > 0 => sheet.place(rows.start, 0),
        _ => tables.indicators[0].sheet.whole(),
    };
    UnitForm {
        names: values(&labels.project).into_iter().map(|name| bare_name(&name.value).to_string()).collect(),
        project: None,
        unit: values(&labels.unit).pop(),
        direction: values(&labels.direction).iter().find_map(|text| chosen(text, &recognition.form)),
        own: recognition.rules.money_rows[0].clone(),
        money: tables.money.map_or_else(Vec::new, |table| money(&table, recognition, faults)),
        indicators,
        unfilled,
        management: tables.management.map_or_else(Vec::new, |table| management(&table, recognition)),
        standing: Standing::Counted,
        place,
    }
}

/// Rows of a sheet that belong to one form.
type Rows<'a> = (&'a Sheet, Range<u32>);

/// What may hold a form each: a sheet of a workbook, the tables of a Word document; where the project's name is asked for
/// below a table of indicators, another form begins.
fn parts<'a>(sheets: &'a [Sheet], recognition: &Recognition) -> Vec<Vec<Rows<'a>>> {
    let form = &recognition.form;
    let files: Vec<&[Sheet]> = match sheets {
        [first, ..] if first.naming == Naming::Counted => vec![sheets],
        _ => sheets.chunks(1).collect(),
    };
    let mut parts = Vec::new();
    for sheets in files {
        let (mut part, mut listed): (Vec<Rows<'a>>, bool) = Default::default();
        for sheet in sheets {
            let mut start = 0;
            if listed && sheet.naming == Naming::Counted && !around(sheet, &form.labels.project).is_empty() {
                parts.push(std::mem::take(&mut part));
                listed = false;
            }
            let mut above: Option<u32> = None;
            for row in sheet.rows_from(0) {
                let names = || sheet.row(row).any(|(_, value)| form.labels.project.holds(label_of(&value.words()).0));
                if listed && names() {
                    // Its title stands above.
                    let is_title = |row: &u32| sheet.row(*row).count() == 1;
                    let top = above.filter(is_title).unwrap_or(row);
                    if top > start {
                        part.push((sheet, start..top));
                    }
                    parts.push(std::mem::take(&mut part));
                    (start, listed) = (top, false);
                }
                listed |=
                    head(&form.indicators, sheet, (row, &row_keys(sheet, row)), &recognition.counting_rows).is_some();
                above = Some(row);
            }
            part.push((sheet, start..u32::MAX));
        }
        parts.push(part);
    }
    parts
}

/// The year in the file's name, where it is another and not that of a project.
fn named_year(file: &str, names: &[String], year: u16) -> Option<u16> {
    let mut name = file.rsplit('/').next().unwrap_or(file).to_string();
    for project in names {
        name = name.replace(project.as_str(), "");
    }
    let said = years(&name);
    said.first().copied().filter(|_| !said.contains(&year))
}

/// Has it a form's table of indicators?
pub(crate) fn is_form(sheets: &[Sheet], recognition: &Recognition) -> bool {
    parts(sheets, recognition).iter().any(|part| Tables::of(part, recognition).is_some())
}

/// Whose the forms say that they are: of a project, or of the fund.
pub(super) fn named_forms(sheets: &[Sheet], recognition: &Recognition) -> Vec<String> {
    let FormLayout { labels, .. } = &recognition.form;
    let parts = parts(sheets, recognition);
    let forms = parts.iter().filter(|part| Tables::of(part, recognition).is_some());
    let names = forms.flatten().flat_map(|rows| labelled(rows, &labels.project, &recognition.form));
    names.map(|name| name.value).collect()
}

/// The tables of a form's grid, each as far down as the next begins, or its sheet ends.
struct Tables<'a> {
    money: Option<Table<'a>>,
    management: Option<Table<'a>>,
    /// Several where one goes on in the next table of a document, with its head again or without.
    indicators: Vec<Table<'a>>,
}

impl Tables<'_> {
    /// The row of the first head in this sheet.
    fn top(&self, sheet: &Sheet) -> u32 {
        let tables = [&self.money, &self.management].into_iter().flatten().chain(&self.indicators);
        tables.filter(|table| std::ptr::eq(table.sheet, sheet)).map(|table| table.head.top).min().unwrap_or(sheet.rows)
    }

    fn of<'a>(part: &[Rows<'a>], recognition: &Recognition) -> Option<Tables<'a>> {
        let form = &recognition.form;
        const INDICATORS: usize = 2;
        let kinds: [&Columns; 3] = [&form.money, &form.management, &form.indicators];
        let mut tables: [Vec<Table<'a>>; 3] = Default::default();
        let mut before: Option<&Sheet> = None;
        for (sheet, rows) in part {
            let mut last: Option<usize> = None;
            for row in sheet.rows_from(rows.start).take_while(|row| rows.contains(row)) {
                let keys = row_keys(sheet, row);
                let Some((kind, head)) = kinds.iter().enumerate().find_map(|(kind, columns)| {
                    let is_wanted = tables[kind].is_empty() || kind == INDICATORS;
                    let head =
                        if is_wanted { head(columns, sheet, (row, &keys), &recognition.counting_rows) } else { None };
                    Some((kind, head?))
                }) else {
                    continue;
                };
                if let Some(above) = last.and_then(|last| tables[last].last_mut()) {
                    above.head.end = row;
                }
                let mut head = Head { end: rows.end, ..head };
                recognition.settle_values(sheet, kinds[kind], &mut head, None);
                tables[kind].push(Table { sheet, head });
                last = Some(kind);
            }
            // Without a head, the table goes on.
            if last.is_none()
                && rows.start == 0
                && let Some(head) = tables[INDICATORS].last().and_then(|table| table.going_on(before, sheet))
            {
                tables[INDICATORS].push(Table { sheet, head: Head { end: rows.end, ..head } });
            }
            before = Some(*sheet);
        }
        let [money, management, indicators] = tables;
        let first = |tables: Vec<Table<'a>>| tables.into_iter().next();
        (!indicators.is_empty()).then(|| Tables { money: first(money), management: first(management), indicators })
    }
}

/// What stands above a table of a document behind such a label.
fn around(sheet: &Sheet, labels: &Keys) -> Vec<String> {
    sheet.around.iter().flat_map(|text| in_paragraph(text, labels)).collect()
}

/// A cell before its colon, and behind it.
fn label_of(cell: &str) -> (&str, &str) {
    cell.split_once(['：', ':']).unwrap_or((cell, ""))
}

/// What stands right of such a label, or after its colon; several where the form has such labels twice. In a document it
/// may stand above the table.
fn labelled((sheet, rows): &Rows<'_>, labels: &Keys, form: &FormLayout) -> Vec<Sourced<String>> {
    let mut found = match sheet.naming {
        Naming::Counted if rows.start == 0 => around(sheet, labels),
        _ => Vec::new(),
    };
    found.retain(|value| !value.is_empty() && !form.labels.are(value));
    let mut found: Vec<_> = found.into_iter().map(|value| Sourced::new(value, sheet.whole())).collect();
    for row in sheet.rows_from(rows.start).take_while(|row| rows.contains(row)) {
        let mut cells = sheet.row(row).map(|(column, value)| (column, tidy(&value.words()))).peekable();
        while let Some((column, cell)) = cells.next() {
            let (label, own) = label_of(&cell);
            if !labels.holds(label) {
                continue;
            }
            // 承担单位：（盖章）
            let own = without_brackets(own);
            let (column, value) = if own.is_empty() { cells.next().unwrap_or_default() } else { (column, own) };
            let nothing = value.is_empty() || form.labels.are(&value);
            if !nothing {
                found.push(Sourced::new(value, sheet.place(row, column)));
            }
        }
    }
    found
}

/// 项目名称：某项目　承担单位：某大学
fn in_paragraph(text: &str, labels: &Keys) -> Vec<String> {
    let (mut found, mut open): (Vec<String>, bool) = Default::default();
    for word in text.split_whitespace() {
        let labelled = word.split_once(['：', ':']);
        match (labelled, found.last_mut()) {
            (Some((label, own)), _) => {
                open = labels.holds(label);
                found.extend(open.then(|| without_brackets(own)));
            }
            (None, Some(value)) if open => {
                value.push_str(if value.is_empty() { "" } else { " " });
                value.push_str(word);
            }
            _ => {}
        }
    }
    found
}

/// Text without a bracket at its head: （盖章）新疆大学.
fn without_brackets(text: &str) -> String {
    let text = text.trim();
    let rest = text.strip_prefix(['（', '(']).and_then(|rest| rest.split_once(['）', ')']));
    rest.map_or(text, |(_, rest)| rest.trim()).to_string()
}

/// The one box that is ticked, where the value is a row of boxes.
fn chosen(text: &Sourced<String>, form: &FormLayout) -> Option<Sourced<String>> {
    let is_box = |c: char| form.ticked.contains(&c) || form.unticked.contains(&c);
    if !text.value.contains(is_box) {
        return None;
    }
    let mut ticked = text.value.char_indices().filter(|(_, c)| form.ticked.contains(c)).map(|(at, c)| {
        let rest = text.value.part(at + c.len_utf8()..);
        rest.split(is_box).next().unwrap_or_default().trim().to_string()
    });
    match (ticked.next(), ticked.next()) {
        (Some(choice), None) => Some(Sourced::new(choice, text.place.clone())),
        _ => None,
    }
}

/// Indicators with a result or a reason, then those with a target alone; blank rows of the form are not filled in, and
/// that is no fault.
fn indicators(
    tables: &[Table<'_>],
    recognition: &Recognition,
    faults: &mut Faults,
) -> (Vec<FormIndicator>, Vec<Unfilled>) {
    let (mut found, mut unfilled) = (Vec::new(), Vec::new());
    let rows = |table: &Table<'_>| -> Vec<u32> {
        table.rows().filter(|row| !recognition.is_note(table.sheet, *row)).collect()
    };
    for (table, row) in tables.iter().flat_map(|table| rows(table).into_iter().map(move |row| (table, row))) {
        let Some(names) = table.head.column(INDICATOR) else { continue };
        let typed = table.sheet.words(row, names);
        if typed.trim().is_empty() {
            continue;
        }
        let name = Sourced::new(indicator_name(&typed), table.sheet.place(row, names));
        if found.iter().any(|known: &FormIndicator| head_key(&known.name.value) == head_key(&name.value)) {
            faults.add(&name.place, Fault::RowTwice { name: name.value.clone() });
        }
        let errors = faults.errors;
        let actual = actual(table, row, recognition, faults);
        let explanation = table.head.column("说明").and_then(|column| {
            let text = tidy(&table.sheet.words(row, column));
            let blank = text.is_empty() || recognition.blanks.contains(&text);
            (!blank).then(|| Sourced::new(explanation(text, recognition), table.sheet.place(row, column)))
        });
        let target = target(table, row, recognition);
        if let Some(target) = target.clone().filter(|_| actual.is_none() && faults.errors == errors)
            && let Some(column) = table.head.column(RESULT)
        {
            unfilled.push(Unfilled { name: name.value.clone(), target, place: table.sheet.place(row, column) });
        }
        if actual.is_some() || explanation.is_some() {
            found.push(FormIndicator { name, target, actual, explanation });
        }
    }
    (found, unfilled)
}

/// 指标值 of the row with its unit, where it is filled in.
fn target(table: &Table<'_>, row: u32, recognition: &Recognition) -> Option<Target> {
    let words = without_blanks(&table.sheet.words(row, table.head.column("指标值")?));
    if is_unfilled(&words, recognition) {
        return None;
    }
    let nature = table.words(row, "指标性质");
    let mut target = stated_target::target(&with_comparator(&nature, words));
    if let Target::Quantitative { measure, .. } = &mut target
        && measure.unit.is_empty()
    {
        measure.unit = unit(table, row).unwrap_or_default();
    }
    Some(target)
}

/// 全年实际完成值. A bare number has the unit of its row: from a column of units, else from the target.
fn actual(table: &Table<'_>, row: u32, recognition: &Recognition, faults: &mut Faults) -> Option<Sourced<Actual>> {
    let column = table.head.column(RESULT)?;
    let value = table.sheet.get(row, column)?;
    let place = table.sheet.place(row, column);
    if let Some(fault) = value.fault() {
        faults.add(&place, fault);
        return None;
    }
    let words = without_blanks(&value.words());
    if is_unfilled(&words, recognition) {
        return None;
    }
    let mut actual = notation::actual(&words);
    if let Actual::Measured(measure) = &mut actual
        && let Some(unit) = unit(table, row).filter(|_| measure.unit.is_empty())
    {
        adopt(measure, &unit, &place, RESULT, Source::Column, faults);
    }
    Some(Sourced::new(actual, place))
}

/// The unit of a row: the target's own, else its column's, which the blank form may have printed for another target.
fn unit(table: &Table<'_>, row: u32) -> Option<String> {
    let cell = |field: &str| {
        let words = table.head.column(field).map(|column| tidy(&table.sheet.words(row, column)));
        words.filter(|words| !words.is_empty())
    };
    let of_target = || match stated_target::target(&cell("指标值")?) {
        Target::Quantitative { measure, .. } => Some(measure.unit).filter(|unit| !unit.is_empty()),
        Target::Qualitative(_) => None,
    };
    of_target().or_else(|| cell("计量单位").map(|unit| notation::spelled_unit(&unit)))
}

/// Nothing but what the blank form has there already: 个, ≥ %.
fn is_unfilled(words: &str, recognition: &Recognition) -> bool {
    let printed = &recognition.form.printed;
    let mut rest = words;
    let longest_first = |text: &str| {
        let marks = printed.iter().filter(|mark| !mark.is_empty() && text.starts_with(mark.as_str()));
        marks.map(|mark| mark.len()).max()
    };
    while let Some(length) = longest_first(rest.trim_start()) {
        rest = rest.trim_start().part(length..);
    }
    let nothing = recognition.blanks.iter().chain(&recognition.inapplicable);
    rest.trim().is_empty() || nothing.into_iter().any(|blank| blank == words)
}

/// The rows of 资金情况 by their labels, which stand left of the amounts.
fn money(table: &Table<'_>, recognition: &Recognition, faults: &mut Faults) -> Vec<FormMoney> {
    let (Some(budget), Some(executed)) = (table.head.column(BUDGET), table.head.column(EXECUTED)) else {
        return Vec::new();
    };
    let mut found: Vec<FormMoney> = Vec::new();
    for row in table.rows() {
        let cells = table.sheet.row(row).take_while(|(column, _)| *column < budget);
        let label = cells.filter_map(|(_, value)| recognition.money_row(&value.words()));
        let Some(source) = label.last() else { continue };
        let mut read = |column: u32, what: &str| {
            let words = tidy(&table.sheet.get(row, column).map_or_else(String::new, CellValue::words));
            if is_unfilled(&words, recognition) {
                return None;
            }
            amount(table, row, column, what, faults)
        };
        let cells = [budget, executed].map(|column| table.sheet.place(row, column));
        let usual = |field: &str| recognition.usual(TableKind::Execution, field);
        let [budget, executed] =
            [(budget, BUDGET), (executed, EXECUTED)].map(|(column, field)| read(column, &usual(field)));
        let line = FormMoney { source, cells, budget, executed };
        if found.iter().all(|known| known.source != line.source) {
            found.push(line);
        }
    }
    found
}

/// The rows of 资金管理情况 that name a problem.
fn management(table: &Table<'_>, recognition: &Recognition) -> Vec<FormManagement> {
    let Some(column) = table.head.column("存在问题") else { return Vec::new() };
    let first = table.head.column("情况说明").unwrap_or(column);
    let rows = table.rows().filter_map(|row| {
        let label = table.sheet.row(row).take_while(|(column, _)| *column < first).last();
        let name = tidy(&label?.1.words());
        let text = tidy(&table.sheet.words(row, column));
        let blank = text.is_empty() || recognition.blanks.contains(&text);
        (!blank).then(|| FormManagement { name, problems: Sourced::new(text, table.sheet.place(row, column)) })
    });
    rows.collect()
}
