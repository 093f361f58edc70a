//! Workbooks through calamine, behind a guard: cells as decimals, dates and words, each with its address.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use calamine::{Data, Reader, SheetVisible, Sheets, open_workbook_auto_from_rs};
use rust_decimal::Decimal;

use crate::document::Date;
use crate::model::number::{MAX_MAGNITUDE, MAX_SCALE};
use crate::model::place::Place;

use super::fault::Fault;
use super::marks::{Marks, marks};

/// One worksheet.
pub(crate) struct Sheet {
    pub file: Arc<str>,
    pub name: Arc<str>,
    /// By row, then column. Sparse: a stray cell in the last row makes no million rows.
    cells: Cells,
    /// First and last row and column of each merged area, both inclusive.
    merges: Vec<((u32, u32), (u32, u32))>,
    pub rows: u32,
    pub columns: u32,
    /// What of it that holds something is hidden from the eye: the sheet itself, rows, columns.
    pub hidden: Vec<String>,
}

type Cells = BTreeMap<u32, BTreeMap<u32, CellValue>>;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum CellValue {
    Text(String),
    Number(Decimal),
    /// A number that no decimal of ours holds.
    HugeNumber(String),
    Date(Date),
    UncachedFormula(String),
    Error(String),
}

impl Sheet {
    pub fn get(&self, row: u32, column: u32) -> Option<&CellValue> {
        self.cells.get(&row)?.get(&column)
    }

    /// The value of the merged area that covers the cell, else the cell's own; with the address where it stands.
    pub fn merged(&self, row: u32, column: u32) -> (Option<&CellValue>, Place) {
        let covers = |((top, left), (bottom, right)): &&((u32, u32), (u32, u32))| {
            (*top..=*bottom).contains(&row) && (*left..=*right).contains(&column)
        };
        let (row, column) = self.merges.iter().find(covers).map_or((row, column), |(start, _)| *start);
        (self.get(row, column), self.place(row, column))
    }

    /// The cell as words, numbers printed plainly; empty where it is blank.
    pub fn words(&self, row: u32, column: u32) -> String {
        self.get(row, column).map_or_else(String::new, CellValue::words)
    }

    pub fn place(&self, row: u32, column: u32) -> Place {
        Place::cell(&self.file, &self.name, address(row, column))
    }

    /// The rows that hold something, from `first` down.
    pub fn rows_from(&self, first: u32) -> impl Iterator<Item = u32> + '_ {
        self.cells.range(first..).map(|(row, _)| *row)
    }

    /// The cells of a row that hold something, from the left.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (u32, &CellValue)> {
        self.cells.get(&row).into_iter().flatten().map(|(column, value)| (*column, value))
    }

    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }
}

impl CellValue {
    pub fn words(&self) -> String {
        match self {
            CellValue::Text(text) | CellValue::HugeNumber(text) | CellValue::Error(text) => text.clone(),
            CellValue::Number(number) => crate::model::number::plain(*number),
            CellValue::Date(date) => date.to_string(),
            CellValue::UncachedFormula(formula) => format!("={formula}"),
        }
    }

    /// The fault of a cell that holds no value at all.
    pub fn fault(&self) -> Option<Fault> {
        match self {
            CellValue::UncachedFormula(formula) => Some(Fault::UncachedFormula { formula: formula.clone() }),
            CellValue::Error(value) => Some(Fault::FormulaError { value: value.clone() }),
            _ => None,
        }
    }
}

/// A1, D8, AB120.
pub(crate) fn address(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).expect("a remainder of 26");
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &(row + 1).to_string()
}

/// All sheets of a workbook.
pub(crate) fn open(file: &Arc<str>, bytes: Vec<u8>) -> Result<Vec<Sheet>, Fault> {
    if bytes.is_empty() {
        return Err(Fault::EmptyFile);
    }
    if is_encrypted(&bytes) {
        return Err(Fault::Encrypted);
    }
    if unpacked(&bytes) > LARGEST {
        return Err(Fault::TooLarge);
    }
    // The reader panics on some damaged files: that is the file's fault, not the clerk's.
    let read = quietly(|| read(file, bytes));
    read.unwrap_or(Err(Fault::Damaged))
}

/// Bytes of all parts together; the largest honest workbook (a million rows) stays below.
const LARGEST: u64 = 512 << 20;

/// How large the parts of a zipped workbook say they are; 0 for other formats.
fn unpacked(bytes: &[u8]) -> u64 {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return 0 };
    (0..archive.len()).filter_map(|index| Some(archive.by_index_raw(index).ok()?.size())).fold(0, u64::saturating_add)
}

/// Runs a third-party reader; a panic in it becomes `None` and prints nothing.
pub(crate) fn quietly<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// Excel wraps an encrypted .xlsx in an OLE file with a stream of this name (UTF-16).
fn is_encrypted(bytes: &[u8]) -> bool {
    const OLE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    let stream: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.starts_with(&OLE) && bytes.windows(stream.len()).any(|window| window == stream)
}

fn read(file: &Arc<str>, bytes: Vec<u8>) -> Result<Vec<Sheet>, Fault> {
    let mut marks = marks(&bytes);
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| {
        // .xls and .ods say it in words only.
        if error.to_string().to_lowercase().contains("password") { Fault::Encrypted } else { Fault::Damaged }
    })?;
    let mut sheets = Vec::new();
    let unseen: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible != SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    for name in workbook.sheet_names() {
        let marks = marks.remove(&name).unwrap_or_default();
        let merges = merges(&mut workbook, &name);
        let mut cells = Cells::new();
        for (row, column, value) in values(&mut workbook, &name)? {
            let shown = if marks.percentages.contains(&(row, column)) { percentage(value) } else { value };
            cells.entry(row).or_default().insert(column, shown);
        }
        let (rows, columns) = extent(&cells);
        let hidden = hidden(&cells, &marks, unseen.contains(&name));
        sheets.push(Sheet { file: file.clone(), name: Arc::from(name), cells, merges, rows, columns, hidden });
    }
    Ok(sheets)
}

/// The values of a sheet with row and column; a formula without a value stands for itself.
fn values(workbook: &mut Sheets<Cursor<Vec<u8>>>, name: &str) -> Result<Vec<(u32, u32, CellValue)>, Fault> {
    let mut values = Vec::new();
    // Cell by cell where the format allows it: a range would make room for every cell up to the last one.
    if let Sheets::Xlsx(workbook) = workbook {
        let mut reader = workbook.worksheet_cells_reader(name).map_err(|_| Fault::Damaged)?;
        while let Some(cell) = reader.next_cell_with_formula().map_err(|_| Fault::Damaged)? {
            let value = cell_value(&Data::from(cell.value));
            let value =
                value.or_else(|| cell.formula.filter(|formula| !formula.is_empty()).map(CellValue::UncachedFormula));
            values.extend(value.map(|value| (cell.pos.0, cell.pos.1, value)));
        }
        return Ok(values);
    }
    let place = |start: Option<(u32, u32)>, row: usize, column: usize| {
        let (top, left) = start.unwrap_or_default();
        let far = |from: u32, by: usize| from.saturating_add(u32::try_from(by).unwrap_or(u32::MAX));
        (far(top, row), far(left, column))
    };
    let range = workbook.worksheet_range(name).map_err(|_| Fault::Damaged)?;
    let mut known = BTreeSet::new();
    for (row, column, value) in range.used_cells() {
        let (row, column) = place(range.start(), row, column);
        if let Some(value) = cell_value(value) {
            known.insert((row, column));
            values.push((row, column, value));
        }
    }
    if let Ok(formulas) = workbook.worksheet_formula(name) {
        for (row, column, formula) in formulas.used_cells().filter(|(_, _, formula)| !formula.is_empty()) {
            let (row, column) = place(formulas.start(), row, column);
            if !known.contains(&(row, column)) {
                values.push((row, column, CellValue::UncachedFormula(formula.clone())));
            }
        }
    }
    Ok(values)
}

/// One more than the last row and column.
fn extent(cells: &Cells) -> (u32, u32) {
    let columns = cells.values().filter_map(|row| row.keys().last()).max();
    (cells.keys().last().map_or(0, |row| row + 1), columns.map_or(0, |column| column + 1))
}

/// 0.75 that is shown as 75%.
fn percentage(value: CellValue) -> CellValue {
    match value {
        CellValue::Number(number) => match number.checked_mul(Decimal::ONE_HUNDRED) {
            Some(number) => CellValue::Text(format!("{}%", crate::model::number::plain(number))),
            None => CellValue::HugeNumber(number.to_string()),
        },
        other => other,
    }
}

/// Hidden rows and columns that hold something, as a person names them.
fn hidden(cells: &Cells, marks: &Marks, sheet: bool) -> Vec<String> {
    let rows: Vec<u32> = cells.keys().copied().filter(|row| marks.hidden_rows.contains(row)).collect();
    let columns: BTreeSet<u32> = cells
        .values()
        .flat_map(BTreeMap::keys)
        .copied()
        .filter(|column| marks.hidden_columns.contains(column))
        .collect();
    let letters = |column: &u32| address(0, *column).trim_end_matches('1').to_string();
    let rows = (!rows.is_empty()).then(|| format!("第{}行", list(rows.iter().map(|row| (row + 1).to_string()))));
    let columns = (!columns.is_empty()).then(|| format!("{}列", list(columns.iter().map(letters))));
    sheet.then(|| "整张工作表".to_string()).into_iter().chain(rows).chain(columns).collect()
}

fn list(names: impl Iterator<Item = String>) -> String {
    names.collect::<Vec<_>>().join("、")
}

/// A table of text fields: .csv in UTF-8 (with or without its mark) or GB18030, separated by commas, semicolons or
/// tabs.
pub(crate) fn open_csv(file: &Arc<str>, bytes: &[u8]) -> Result<Vec<Sheet>, Fault> {
    if bytes.is_empty() {
        return Err(Fault::EmptyFile);
    }
    let text = decode_text(bytes).ok_or(Fault::Damaged)?;
    let first = text.lines().next().unwrap_or_default();
    // The separator that the head has most of.
    let separator = [',', '\t', ';'].into_iter().rev().max_by_key(|separator| first.matches(*separator).count());
    let separator = u8::try_from(separator.unwrap_or(',')).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut cells = Cells::new();
    for (row, record) in (0u32..).zip(reader.records()) {
        let record = record.map_err(|_| Fault::Damaged)?;
        for (column, field) in (0u32..).zip(record.iter()).filter(|(_, field)| !field.trim().is_empty()) {
            let number = field.trim().parse::<Decimal>().ok().map(|number| number.normalize());
            let value = match number {
                Some(number) if within_bounds(number) => CellValue::Number(number),
                Some(_) => CellValue::HugeNumber(field.trim().to_string()),
                None => CellValue::Text(field.to_string()),
            };
            cells.entry(row).or_default().insert(column, value);
        }
    }
    let (rows, columns) = extent(&cells);
    let name = Arc::from("");
    Ok(vec![Sheet { file: file.clone(), name, cells, merges: Vec::new(), rows, columns, hidden: Vec::new() }])
}

/// Text of an office: UTF-8, else GB18030.
pub(crate) fn decode_text(bytes: &[u8]) -> Option<String> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.to_string()),
        Err(_) => {
            let (text, faulty) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
            (!faulty).then(|| text.into_owned())
        }
    }
}

fn merges(workbook: &mut Sheets<Cursor<Vec<u8>>>, name: &str) -> Vec<((u32, u32), (u32, u32))> {
    let areas = match workbook {
        Sheets::Xlsx(workbook) => workbook.merge_cells_by_sheet_name(name).unwrap_or_default(),
        Sheets::Xls(workbook) => workbook.merge_cells_by_sheet_name(name).unwrap_or_default(),
        _ => Vec::new(),
    };
    areas.into_iter().map(|area| (area.start, area.end)).collect()
}

fn cell_value(value: &Data) -> Option<CellValue> {
    match value {
        Data::Empty => None,
        Data::String(text) if text.trim().is_empty() => None,
        Data::String(text) | Data::DurationIso(text) => Some(CellValue::Text(text.clone())),
        Data::Int(number) => Some(CellValue::Number((*number).into())),
        Data::Float(number) => Some(decimal(*number)),
        Data::Bool(value) => Some(CellValue::Text(if *value { "TRUE" } else { "FALSE" }.into())),
        Data::DateTime(stamp) => {
            let (year, month, day, ..) = stamp.to_ymd_hms_milli();
            Some(Date::new(year, month, day).map_or_else(|| decimal(stamp.as_f64()), CellValue::Date))
        }
        Data::DateTimeIso(text) => Some(CellValue::Text(text.split('T').next().unwrap_or(text).to_string())),
        Data::Error(error) => Some(CellValue::Error(error.to_string())),
    }
}

/// The float's shortest text as a decimal; beyond the 15 digits that Excel itself keeps, what is left is the noise
/// of binary sums (0.30000000000000004) and is dropped.
fn decimal(number: f64) -> CellValue {
    let shortest = format!("{number:e}");
    let digits = shortest.chars().take_while(|c| *c != 'e').filter(char::is_ascii_digit).count();
    let text = if digits > 15 { format!("{number:.14e}") } else { shortest };
    match Decimal::from_scientific(&text).map(|number| number.normalize()) {
        Ok(number) if within_bounds(number) => CellValue::Number(number),
        _ => CellValue::HugeNumber(number.to_string()),
    }
}

/// The bounds that [`crate::model::number`] promises to the rest of the program.
pub(crate) fn within_bounds(number: Decimal) -> bool {
    number.abs() < Decimal::from(MAX_MAGNITUDE) && number.normalize().scale() <= MAX_SCALE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        assert_eq!((address(0, 0), address(7, 3), address(119, 27)), ("A1".into(), "D8".into(), "AB120".into()));
    }

    #[test]
    fn floats_become_what_people_typed() {
        let number = |text: &str| CellValue::Number(text.parse().unwrap());
        assert_eq!(decimal(0.1 + 0.2), number("0.3"));
        assert_eq!(decimal(29442.78), number("29442.78"));
        assert_eq!(decimal(10930.0), number("10930"));
        assert!(matches!(decimal(1e20), CellValue::HugeNumber(_)));
        assert!(matches!(decimal(f64::NAN), CellValue::HugeNumber(_)));
    }
}
