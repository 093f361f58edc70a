//! Files that hold tables, opened by what is in them, whatever their names end in. Our own readers show cells as they
//! are seen; .xlsb goes through calamine. All behind a guard.

use std::collections::{BTreeMap, HashSet};
use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, DataRef, Reader, SheetVisible, Xlsb};

use crate::base::date::Date;
use crate::base::finding::Finding;
use crate::base::guard::quietly;
use crate::base::number::within_bounds;
use crate::base::place::Place;

use super::fault::Fault;
use super::float::exact;
use super::gathered::{Gathered, Room};
use super::limits::LARGEST;
use super::sheet::{CellValue, Position, Sheet};
use super::unpacked::check_sizes;
use super::xlsx::{self, Kind, Package};
use super::{csv, html, ods, spreadsheet_xml, text_file, word, xls};

/// The name of the first sheet: by it a checklist is known that lies among the input.
pub const FINDINGS_SHEET: &str = "问题清单";

/// What a file turned out to be.
pub(crate) struct Opened {
    pub sheets: Vec<Sheet>,
    /// The names of sheets that could not be read.
    pub lost: Vec<String>,
    pub format: Format,
    /// It holds macros; they are not run.
    pub macros: bool,
    /// What is wrong in single cells and rows.
    pub faults: Vec<(Place, Fault)>,
    /// The running text of a document.
    pub paragraphs: Vec<String>,
    /// What of a document was not read.
    pub unread: Vec<Finding>,
}

impl Opened {
    fn of(format: Format, sheets: Vec<Sheet>) -> Opened {
        let (lost, faults, paragraphs, unread) = Default::default();
        Opened { sheets, lost, format, macros: false, faults, paragraphs, unread }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Xlsx,
    Xlsb,
    Xls,
    Ods,
    Xml,
    Html,
    Csv,
    Word,
}

impl Format {
    pub fn name(self) -> &'static str {
        match self {
            Format::Xlsx => "Excel 工作簿（.xlsx）",
            Format::Xlsb => "Excel 二进制工作簿（.xlsb）",
            Format::Xls => "旧版工作簿（.xls、.et）",
            Format::Ods => "OpenDocument 表格（.ods、.fods）",
            Format::Xml => "XML 电子表格 2003",
            Format::Html => "网页表格（HTML）",
            Format::Csv => "文本表格（.csv）",
            Format::Word => "Word 文件（.docx）",
        }
    }

    /// What names of such files end in.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Format::Xlsx => &["xlsx", "xlsm", "et"],
            Format::Xlsb => &["xlsb"],
            Format::Xls => &["xls", "et"],
            Format::Ods => &["ods", "fods"],
            Format::Xml => &["xml"],
            Format::Html => &[],
            Format::Csv => &["csv"],
            Format::Word => &["docx", "docm"],
        }
    }
}

/// A cell of a file's table, for whoever holds it against what another program shows.
#[derive(Debug)]
pub struct ReadCell {
    pub sheet: String,
    /// Row and column, from 0.
    pub at: (u32, u32),
    pub words: String,
    /// It is said of the cell that something else is seen of it, or that it holds no value.
    pub is_told: bool,
}

/// The cells of a file in the order of its sheets; `None` where it cannot be opened.
pub fn read_cells(name: &str, bytes: Vec<u8>) -> Option<Vec<ReadCell>> {
    let opened = open(&Arc::from(name), bytes).ok()?;
    let cells = opened.sheets.iter().flat_map(|sheet| {
        let told: HashSet<Position> = sheet.unlike.iter().map(|(at, _)| *at).collect();
        let cell = move |at, words, is_told| ReadCell { sheet: sheet.name.to_string(), at, words, is_told };
        let unread = sheet.unlike.iter().filter(|((row, column), _)| sheet.get(*row, *column).is_none());
        let unread: Vec<ReadCell> = unread.map(|(at, _)| cell(*at, String::new(), true)).collect();
        let beneath = sheet.beneath.iter().map(move |(at, value)| cell(*at, value.words(), true));
        let seen =
            sheet.rows_from(0).flat_map(move |row| sheet.row(row).map(move |(column, value)| (row, column, value)));
        let seen = seen.map(move |(row, column, value)| {
            let at = (row, column);
            cell(at, value.words(), told.contains(&at) || value.fault().is_some())
        });
        seen.chain(unread).chain(beneath)
    });
    Some(cells.collect())
}

/// A .zip, as newer workbooks are.
const ZIP: [u8; 4] = *b"PK\x03\x04";
/// A compound file, as older workbooks are, and encrypted ones.
const COMPOUND: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];

/// All parts of a package in one XML file.
const FLAT_PACKAGE: &str = "http://schemas.microsoft.com/office/2006/xmlPackage";

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

/// Why a cell is not written into its file.
pub(crate) enum Unwritten {
    /// Files of this kind are only read.
    Kind(Format),
    /// The cell holds a formula, a text in several formats or another one by now; or the file is signed.
    Cell,
}

/// The workbook with the text of one cell replaced by what `write` makes of it: reading it again finds that text there, and all
/// other cells as they were.
pub(crate) fn with_cell(
    file: &Arc<str>,
    bytes: &[u8],
    (sheet, cell): (&str, &str),
    write: impl FnOnce(&str) -> Option<String>,
) -> Result<Vec<u8>, Unwritten> {
    let opened = |bytes: &[u8]| open(file, bytes.to_vec()).ok().filter(|opened| opened.lost.is_empty());
    let cells = |opened: &Opened| -> BTreeMap<(Arc<str>, Position), CellValue> {
        let cells = opened.sheets.iter().flat_map(|sheet| {
            let cells = sheet.rows_from(0).flat_map(|row| sheet.row(row).map(move |cell| (row, cell)));
            cells.map(|(row, (column, value))| ((Arc::clone(&sheet.name), (row, column)), value.clone()))
        });
        cells.collect()
    };
    let before = opened(bytes).ok_or(Unwritten::Cell)?;
    let mut meant = cells(&before);
    let named = |(name, at): &(Arc<str>, Position)| {
        let of_name = before.sheets.iter().find(|own| own.name == *name && **name == *sheet);
        of_name.is_some_and(|own| own.naming.cell(at.0, at.1) == cell)
    };
    let held = meant.iter_mut().find(|(at, _)| named(at));
    let Some(((_, at), CellValue::Text(own))) = held else { return Err(Unwritten::Cell) };
    let new = write(own).ok_or(Unwritten::Cell)?;
    let old = std::mem::replace(own, new);
    let written = match before.format {
        Format::Xlsx => xlsx::with_text(bytes, sheet, cell, own),
        Format::Csv => csv::with_text(bytes, *at, &old, own),
        format => return Err(Unwritten::Kind(format)),
    };
    let is_meant = |written: &Vec<u8>| opened(written).is_some_and(|opened| cells(&opened) == meant);
    written.filter(is_meant).ok_or(Unwritten::Cell)
}

fn read_text(file: &Arc<str>, bytes: &[u8]) -> Result<Opened, Fault> {
    if bytes.starts_with(b"%PDF") {
        return Err(Fault::OtherKind { what: " PDF 文件" });
    }
    if xls::is_too_old(bytes) {
        return Err(Fault::OldWorkbook);
    }
    let text = text_file::decode_text(bytes).ok_or(Fault::Damaged)?;
    let start = text.trim_start();
    let (sheets, format) = match () {
        () if spreadsheet_xml::looks_like(&text) => (spreadsheet_xml::open(file, &text)?, Format::Xml),
        () if html::looks_like(&text) => (html::open(file, &text)?, Format::Html),
        () if start.starts_with("<?xml") && ods::is_flat_file(&head(start)) => {
            (ods::open_flat(file, &text)?, Format::Ods)
        }
        () if start.starts_with("<?xml") && head(start).contains(FLAT_PACKAGE) => {
            let other = |_| Fault::OtherKind { what: " Office 的单个 XML 文件" };
            return document(file, bytes).map_err(other);
        }
        () if start.starts_with("<?xml") => return Err(Fault::OtherKind { what: other_xml(start) }),
        () if is_web_archive(start) => return Err(Fault::OtherKind { what: "单个网页文件（MHTML）" }),
        () => {
            let csv::Read { sheet, faults } = csv::open(file, &text)?;
            let faults = faults.into_iter().map(|((row, column), fault)| (sheet.place(row, column), fault)).collect();
            return Ok(Opened { faults, ..Opened::of(Format::Csv, vec![sheet]) });
        }
    };
    Ok(Opened::of(format, sheets))
}

/// As far as the outermost element of a file is looked for.
fn head(text: &str) -> String {
    text.chars().take(4096).collect()
}

/// By what its outermost element belongs to.
fn other_xml(text: &str) -> &'static str {
    let start = head(text);
    let kinds =
        [("office:document", " OpenDocument 单个 XML 文件（.fodt 等）"), ("wordDocument", " Word 2003 的 XML 文件")];
    kinds.iter().find(|(mark, _)| start.contains(mark)).map_or(" XML 文件", |(_, what)| what)
}

/// A page with its pictures in one file, as a letter with attachments.
fn is_web_archive(text: &str) -> bool {
    let start = head(text).to_ascii_lowercase();
    start.lines().next().is_some_and(|line| line.contains(':'))
        && start.contains("mime-version:")
        && start.contains("content-type:")
}

fn read(file: &Arc<str>, bytes: Vec<u8>) -> Result<Opened, Fault> {
    if bytes.starts_with(&ZIP) {
        return read_package(file, bytes);
    }
    match xlsx::without_default_password(&bytes)? {
        Some(package) => read_package(file, package),
        None => {
            let (sheets, macros) = xls::open(file, &bytes)?;
            Ok(Opened { macros, ..Opened::of(Format::Xls, sheets) })
        }
    }
}

fn read_package(file: &Arc<str>, bytes: Vec<u8>) -> Result<Opened, Fault> {
    check_sizes(&bytes)?;
    let mut package = Package::open(&bytes)?;
    let macros = package.has_macros();
    match package.kind() {
        Kind::Xlsx => {
            let (sheets, lost) = xlsx::sheets(file, &mut package)?;
            Ok(Opened { lost, macros, ..Opened::of(Format::Xlsx, sheets) })
        }
        Kind::Ods => Ok(Opened::of(Format::Ods, ods::open(file, &bytes)?)),
        Kind::Xlsb => {
            let workbook = Xlsb::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
            read_xlsb(file, workbook, macros)
        }
        Kind::Word if package.made_by(env!("CARGO_PKG_NAME")) => Err(Fault::OwnOutput),
        Kind::Word => document(file, &bytes).map(|opened| Opened { macros, ..opened }),
        Kind::Other => Err(Fault::Damaged),
    }
}

fn document(file: &Arc<str>, bytes: &[u8]) -> Result<Opened, Fault> {
    let word::Word { sheets, paragraphs, unread } = word::open(file, bytes)?;
    Ok(Opened { paragraphs, unread, ..Opened::of(Format::Word, sheets) })
}

fn damaged(error: &dyn std::fmt::Display) -> Fault {
    if error.to_string().to_lowercase().contains("password") { Fault::Encrypted } else { Fault::Damaged }
}

fn read_xlsb(file: &Arc<str>, mut workbook: Xlsb<Cursor<Vec<u8>>>, macros: bool) -> Result<Opened, Fault> {
    let unseen: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible != SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut sheets = Vec::new();
    let mut room = Room::default();
    for name in workbook.sheet_names() {
        let mut gathered = Gathered { hidden: unseen.contains(&name), ..Gathered::default() };
        let mut reader = workbook.worksheet_cells_reader(&name).map_err(|_| Fault::Damaged)?;
        while let Some(cell) = reader.next_cell().map_err(|_| Fault::Damaged)? {
            if let Some(value) = shared_value(cell.get_value().clone()) {
                gathered.add(cell.get_position(), value, &mut room)?;
            }
        }
        sheets.push(gathered.into_sheet(file, &name)?);
    }
    Ok(Opened { macros, ..Opened::of(Format::Xlsb, sheets) })
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

fn decimal(number: f64) -> CellValue {
    match exact(number) {
        Some(number) if within_bounds(number) => CellValue::Number(number),
        _ => CellValue::HugeNumber(number.to_string()),
    }
}
