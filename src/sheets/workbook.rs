//! Files that hold tables, opened by what is in them, whatever their names end in. Workbooks go through calamine,
//! behind a guard.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, DataRef, Ods, Reader, SheetVisible, Sheets, Xls, Xlsb, Xlsx};
use rust_decimal::Decimal;

use crate::base::date::Date;
use crate::base::guard::quietly;
use crate::base::place::Place;
use crate::base::text_part::TextPart;

use super::fault::Fault;
use super::limits::{LARGEST, MOST_CELLS, MOST_TEXT};
use super::marks::marks;
use super::marks::sheet_marks::Marks;
use super::sheet::{Area, CellValue, Cells, Position, Sheet, column_letters};
use super::{csv, html, text_file};
use crate::base::number::within_bounds;

/// The name of the first sheet: by it a checklist is known that lies among the input.
pub const FINDINGS_SHEET: &str = "问题清单";

/// What a file turned out to be.
pub(crate) struct Opened {
    pub sheets: Vec<Sheet>,
    pub format: Format,
    /// It holds macros; they are not run.
    pub macros: bool,
    /// What is wrong in single cells and rows.
    pub faults: Vec<(Place, Fault)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Xlsx,
    Xlsb,
    Xls,
    Ods,
    Html,
    Csv,
}

impl Format {
    pub fn name(self) -> &'static str {
        match self {
            Format::Xlsx => "Excel 工作簿（.xlsx）",
            Format::Xlsb => "Excel 二进制工作簿（.xlsb）",
            Format::Xls => "旧版工作簿（.xls、.et）",
            Format::Ods => "OpenDocument 表格（.ods）",
            Format::Html => "网页表格（HTML）",
            Format::Csv => "文本表格（.csv）",
        }
    }

    /// What names of such files end in.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Format::Xlsx => &["xlsx", "xlsm", "et"],
            Format::Xlsb => &["xlsb"],
            Format::Xls => &["xls", "et"],
            Format::Ods => &["ods"],
            Format::Html => &[],
            Format::Csv => &["csv"],
        }
    }
}

/// A .zip, as newer workbooks are.
const ZIP: [u8; 4] = *b"PK\x03\x04";
/// A compound file, as older workbooks are, and encrypted ones.
const COMPOUND: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];

/// The file is a workbook, not text.
pub(crate) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(&ZIP) || bytes.starts_with(&COMPOUND)
}

pub(crate) fn open(file: &Arc<str>, bytes: Vec<u8>) -> Result<Opened, Fault> {
    if bytes.is_empty() {
        return Err(Fault::EmptyFile);
    }
    if bytes.len() as u64 > LARGEST {
        return Err(Fault::TooLarge);
    }
    // The readers panic on some damaged files: that is the file's fault, not the clerk's.
    let read = if is_workbook(&bytes) { quietly(|| read(file, bytes)) } else { quietly(|| read_text(file, &bytes)) };
    read.unwrap_or(Err(Fault::Damaged))
}

fn read_text(file: &Arc<str>, bytes: &[u8]) -> Result<Opened, Fault> {
    if bytes.starts_with(b"%PDF") {
        return Err(Fault::OtherKind { what: " PDF 文件" });
    }
    let text = text_file::decode_text(bytes).ok_or(Fault::Damaged)?;
    let start = text.trim_start();
    let (sheets, format) = match () {
        () if html::looks_like(&text) => (html::open(file, &text)?, Format::Html),
        () if start.starts_with("<?xml") => return Err(Fault::OtherKind { what: " XML 文件" }),
        () if start.starts_with("MIME-Version:") => {
            return Err(Fault::OtherKind { what: "单个网页文件（MHTML）" });
        }
        () => {
            let csv::Read { sheet, faults } = csv::open(file, &text)?;
            let faults = faults.into_iter().map(|((row, column), fault)| (sheet.place(row, column), fault)).collect();
            return Ok(Opened { sheets: vec![sheet], format: Format::Csv, macros: false, faults });
        }
    };
    Ok(Opened { sheets, format, macros: false, faults: Vec::new() })
}

type Workbook = Sheets<Cursor<Vec<u8>>>;

fn read(file: &Arc<str>, bytes: Vec<u8>) -> Result<Opened, Fault> {
    let mut marks = marks(&bytes)?;
    let (mut workbook, format, macros) = open_workbook(bytes)?;
    let unseen: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible != SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut sheets = Vec::new();
    let mut room = Room::default();
    for name in workbook.sheet_names() {
        let marks = marks.remove(&name).unwrap_or_default();
        let mut gathered = Gathered::default();
        values(&mut workbook, &name, &marks, &mut gathered, &mut room)?;
        let areas = merges(&mut workbook, &name).unwrap_or_else(|| marks.merges.clone());
        let hidden = hidden(&gathered.cells, &marks, unseen.contains(&name));
        let mut sheet = Sheet::new(file, &name, gathered.cells).with_merges(&areas)?;
        (sheet.hidden, sheet.linked) = (hidden, gathered.linked);
        sheets.push(sheet);
    }
    Ok(Opened { sheets, format, macros, faults: Vec::new() })
}

/// By the parts that each kind has.
fn open_workbook(bytes: Vec<u8>) -> Result<(Workbook, Format, bool), Fault> {
    let damaged = |error: &dyn std::fmt::Display| {
        // .xls and .ods say it in words only.
        if error.to_string().to_lowercase().contains("password") { Fault::Encrypted } else { Fault::Damaged }
    };
    if bytes.starts_with(&COMPOUND) {
        // Names of streams stand in UTF-16.
        let macros: Vec<u8> = "_VBA_PROJECT".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let macros = bytes.windows(macros.len()).any(|window| window == macros);
        let workbook = Xls::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        return Ok((Sheets::Xls(workbook), Format::Xls, macros));
    }
    let archive = zip::ZipArchive::new(Cursor::new(&bytes)).map_err(|_| Fault::Damaged)?;
    let holds = |name: &str| archive.index_for_name(name).is_some();
    let macros = holds("xl/vbaProject.bin");
    let (is_word, is_ods, is_xlsb) = (holds("word/document.xml"), holds("content.xml"), holds("xl/workbook.bin"));
    drop(archive);
    let bytes = Cursor::new(bytes);
    match () {
        () if is_word => Err(Fault::OtherKind { what: " Word 文件" }),
        () if is_ods => {
            let workbook = Ods::new(bytes).map_err(|error| damaged(&error))?;
            Ok((Sheets::Ods(workbook), Format::Ods, false))
        }
        () if is_xlsb => {
            let workbook = Xlsb::new(bytes).map_err(|error| damaged(&error))?;
            Ok((Sheets::Xlsb(workbook), Format::Xlsb, macros))
        }
        () => {
            let workbook = Xlsx::new(bytes).map_err(|error| damaged(&error))?;
            Ok((Sheets::Xlsx(workbook), Format::Xlsx, macros))
        }
    }
}

/// What all sheets of a workbook hold together.
#[derive(Default)]
struct Room {
    cells: u64,
    text: u64,
}

/// The cells of a sheet as they are read.
#[derive(Default)]
struct Gathered {
    cells: Cells,
    linked: Vec<Position>,
}

impl Gathered {
    /// # Errors
    /// More than a workbook should hold: a few shared texts can be repeated until they fill the memory.
    fn add(&mut self, (row, column): Position, value: CellValue, marks: &Marks, room: &mut Room) -> Result<(), Fault> {
        room.cells += 1;
        if let CellValue::Text(text) = &value {
            room.text += text.len() as u64;
        }
        if room.cells > MOST_CELLS || room.text > MOST_TEXT {
            return Err(Fault::TooLarge);
        }
        let shown = match value {
            CellValue::Number(number) if marks.percentages.contains(&(row, column)) => CellValue::Percent(number),
            other => other,
        };
        self.cells.entry(row).or_default().insert(column, shown);
        Ok(())
    }

    /// A formula: without a value it stands for itself.
    fn formula(&mut self, at: Position, formula: &str) -> Option<CellValue> {
        if takes_from_elsewhere(formula) {
            self.linked.push(at);
        }
        (!formula.is_empty()).then(|| CellValue::UncachedFormula(formula.to_string()))
    }
}

/// The values of a sheet, cell by cell where the format allows it: a range makes room for every cell up to the last.
fn values(
    workbook: &mut Workbook,
    name: &str,
    marks: &Marks,
    into: &mut Gathered,
    room: &mut Room,
) -> Result<(), Fault> {
    match workbook {
        Sheets::Xlsx(workbook) => {
            let mut reader = workbook.worksheet_cells_reader(name).map_err(|_| Fault::Damaged)?;
            while let Some(cell) = reader.next_cell_with_formula().map_err(|_| Fault::Damaged)? {
                let formula = cell.formula.and_then(|formula| into.formula(cell.pos, &formula));
                if let Some(value) = shared_value(cell.value).or(formula) {
                    into.add(cell.pos, value, marks, room)?;
                }
            }
        }
        Sheets::Xlsb(workbook) => {
            let mut reader = workbook.worksheet_cells_reader(name).map_err(|_| Fault::Damaged)?;
            while let Some(cell) = reader.next_cell().map_err(|_| Fault::Damaged)? {
                if let Some(value) = shared_value(cell.get_value().clone()) {
                    into.add(cell.get_position(), value, marks, room)?;
                }
            }
        }
        Sheets::Xls(_) | Sheets::Ods(_) => {
            let range = workbook.worksheet_range(name).map_err(|_| Fault::Damaged)?;
            for (row, column, value) in range.used_cells() {
                if let Some(value) = cell_value(value) {
                    into.add(place(range.start(), row, column), value, marks, room)?;
                }
            }
            let formulas = workbook.worksheet_formula(name).map_err(|_| Fault::Damaged)?;
            for (row, column, formula) in formulas.used_cells() {
                let at = place(formulas.start(), row, column);
                let value = into.formula(at, formula);
                let known = into.cells.get(&at.0).is_some_and(|row| row.contains_key(&at.1));
                if let Some(value) = value.filter(|_| !known) {
                    into.add(at, value, marks, room)?;
                }
            }
        }
    }
    Ok(())
}

/// A range counts from its own first cell.
fn place(start: Option<Position>, row: usize, column: usize) -> Position {
    let (top, left) = start.unwrap_or_default();
    let far = |from: u32, by: usize| from.saturating_add(u32::try_from(by).unwrap_or(u32::MAX));
    (far(top, row), far(left, column))
}

/// [1]表!A1 in Excel, 'file:///…'#$表.A1 in LibreOffice.
fn takes_from_elsewhere(formula: &str) -> bool {
    let numbered = formula.match_indices('[').any(|(at, _)| {
        let rest = formula.part(at + 1..).trim_start_matches(|c: char| c.is_ascii_digit());
        rest.len() < formula.len() - at - 1 && rest.starts_with(']') && rest.contains('!')
    });
    numbered || formula.contains("'file:")
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
    let rows = (!rows.is_empty()).then(|| format!("第{}行", list(rows.iter().map(|row| (row + 1).to_string()))));
    let columns = (!columns.is_empty()).then(|| format!("{}列", list(columns.into_iter().map(column_letters))));
    sheet.then(|| "整张工作表".to_string()).into_iter().chain(rows).chain(columns).collect()
}

fn list(names: impl Iterator<Item = String>) -> String {
    names.collect::<Vec<_>>().join("、")
}

/// `None` where the format's marks tell them.
fn merges(workbook: &mut Workbook, name: &str) -> Option<Vec<Area>> {
    let areas = match workbook {
        Sheets::Xlsx(workbook) => workbook.merge_cells_by_sheet_name(name).unwrap_or_default(),
        Sheets::Xls(workbook) => workbook.merge_cells_by_sheet_name(name).unwrap_or_default(),
        Sheets::Xlsb(_) | Sheets::Ods(_) => return None,
    };
    Some(areas.into_iter().map(|area| (area.start, area.end)).collect())
}

/// A text that many cells share is looked at before it is copied.
fn shared_value(value: DataRef<'_>) -> Option<CellValue> {
    match value {
        DataRef::SharedString(text) if text.trim().is_empty() => None,
        DataRef::SharedString(text) => Some(CellValue::Text(text.to_string())),
        other => cell_value(&Data::from(other)),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_become_what_people_typed() {
        let number = |text: &str| CellValue::Number(text.parse().unwrap());
        assert_eq!(decimal(0.1 + 0.2), number("0.3"));
        assert_eq!(decimal(29442.78), number("29442.78"));
        assert_eq!(decimal(10930.0), number("10930"));
        assert!(matches!(decimal(1e20), CellValue::HugeNumber(_)));
        assert!(matches!(decimal(f64::NAN), CellValue::HugeNumber(_)));
    }

    #[test]
    fn formulas_that_take_from_other_files() {
        for formula in ["[1]资金!A1+1", "SUM('[12]资金 表'!A1:A3)", "'file:///C:/a.ods'#$资金.A1"] {
            assert!(takes_from_elsewhere(formula), "{formula}");
        }
        for formula in ["SUM(A1:A3)", "SUM(表1[金额])", "表1[[#This Row],[2025]]", "资金!A1"] {
            assert!(!takes_from_elsewhere(formula), "{formula}");
        }
    }
}
