//! Percentages, hidden rows and columns and merged areas of an .ods.

use std::collections::HashMap;
use std::io::{BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::sheets::fault::Fault;
use crate::sheets::limits::{LARGEST, LARGEST_RANGE, LAST_COLUMN, MOST_CELLS, MOST_TEXT};
use crate::sheets::xml::{attribute, local};

use super::archive::{Archive, each, part};
use super::extent::Extent;
use super::sheet_marks::Marks;

const LAST_ROW: u64 = 1_048_575;
/// More marks than this no table has; a whole column set to percent has none, because its cells hold nothing.
const MOST_MARKED: u64 = 1 << 20;

pub(crate) fn marks(archive: &mut Archive<'_>) -> Result<HashMap<String, Marks>, Fault> {
    if is_encrypted(archive) {
        return Err(Fault::Encrypted);
    }
    let content = archive.by_name("content.xml").map_err(|_| Fault::Damaged)?;
    let mut reader = Reader::from_reader(BufReader::new(content.take(LARGEST)));
    reader.config_mut().expand_empty_elements = true;
    let mut scan = Scan::default();
    let mut buffer = Vec::new();
    let mut depth = 0u64;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) => {
                depth += 1;
                scan.open(&tag)?;
            }
            Ok(Event::End(tag)) => {
                depth = depth.saturating_sub(1);
                scan.close(tag.name().into_inner())?;
            }
            Ok(Event::Text(text)) => scan.text(text.len() as u64)?,
            // What breaks off in the middle keeps the reader of values waiting for ever.
            Ok(Event::Eof) if depth == 0 => return Ok(scan.found),
            Ok(Event::Eof) | Err(_) => return Err(Fault::Damaged),
            Ok(_) => {}
        }
    }
}

/// The list of parts says how the encrypted ones are to be opened.
fn is_encrypted(archive: &mut Archive<'_>) -> bool {
    let mut encrypted = false;
    if let Some(parts) = part(archive, "META-INF/manifest.xml") {
        each(parts, |tag| encrypted |= local(tag) == "encryption-data");
    }
    encrypted
}

#[derive(Default)]
struct Scan {
    found: HashMap<String, Marks>,
    name: String,
    marks: Marks,
    extent: Extent,
    /// Rows with their repetitions, as far as the sheet has been read.
    rows: u64,
    row_repeats: u64,
    columns: u64,
    column_repeats: u64,
    /// Of the cell that is open: it holds something.
    holds: bool,
    /// Of the whole workbook.
    cells: u64,
    room: u64,
    characters: u64,
    marked: u64,
}

impl Scan {
    fn open(&mut self, tag: &BytesStart) -> Result<(), Fault> {
        let repeats = |name: &str| attribute(tag, name).parse::<u64>().unwrap_or(1).max(1);
        let hidden = || matches!(attribute(tag, "table:visibility").as_str(), "collapse" | "filter");
        match local(tag) {
            "table" => {
                let name = attribute(tag, "table:name");
                let whole = Scan { found: std::mem::take(&mut self.found), name, ..Scan::default() };
                let (cells, room, characters, marked) = (self.cells, self.room, self.characters, self.marked);
                *self = Scan { cells, room, characters, marked, ..whole };
            }
            "table-column" => {
                let last = self.columns.saturating_add(repeats("table:number-columns-repeated"));
                if hidden() {
                    self.marks.hidden_columns.extend(numbers(self.columns, last.min(u64::from(LAST_COLUMN) + 1)));
                }
                self.columns = last;
            }
            "table-row" => {
                self.row_repeats = repeats("table:number-rows-repeated").min(LAST_ROW + 1);
                self.columns = 0;
                // Rows to the sheet's end may be hidden as one; those that hold something come before.
                if hidden() && self.row_repeats < MOST_MARKED {
                    self.mark(self.row_repeats)?;
                    self.marks.hidden_rows.extend(numbers(self.rows, self.rows + self.row_repeats));
                }
            }
            "table-cell" | "covered-table-cell" => self.cell(tag)?,
            "s" => self.text(repeats("text:c"))?,
            _ => {}
        }
        Ok(())
    }

    fn cell(&mut self, tag: &BytesStart) -> Result<(), Fault> {
        let number = |name: &str| attribute(tag, name).parse::<u64>().unwrap_or(1).max(1);
        let left = u64::from(LAST_COLUMN) + 1;
        self.column_repeats = number("table:number-columns-repeated").min(left.saturating_sub(self.columns).max(1));
        let kind = attribute(tag, "office:value-type");
        self.holds = !kind.is_empty() || !attribute(tag, "table:formula").is_empty();
        let (bottom, right) = (self.rows + self.row_repeats, self.columns + self.column_repeats);
        if self.holds {
            self.extent.include((self.rows, bottom - 1), (self.columns, right - 1));
            let cells = self.row_repeats.saturating_mul(self.column_repeats);
            self.cells = self.cells.saturating_add(cells);
            if self.cells > MOST_CELLS {
                return Err(Fault::TooLarge);
            }
            if kind == "percentage" {
                self.mark(cells)?;
                for row in numbers(self.rows, bottom) {
                    self.marks.percentages.extend(numbers(self.columns, right).map(|column| (row, column)));
                }
            }
            self.text(attribute(tag, "office:string-value").len() as u64)?;
        }
        let (rows, columns) = (number("table:number-rows-spanned"), number("table:number-columns-spanned"));
        if rows > 1 || columns > 1 {
            let narrow = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
            let last = (self.rows.saturating_add(rows) - 1, self.columns.saturating_add(columns) - 1);
            let area = ((narrow(self.rows), narrow(self.columns)), (narrow(last.0), narrow(last.1)));
            self.marks.merges.push(area);
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), Fault> {
        match name.rsplit(':').next().unwrap_or(name) {
            "table-cell" | "covered-table-cell" => {
                self.columns = self.columns.saturating_add(self.column_repeats);
                self.holds = false;
            }
            "table-row" => {
                self.rows = self.rows.saturating_add(self.row_repeats);
                // The reader of values makes room for each row up to its last cell.
                self.room = self.room.saturating_add(self.columns.min(u64::from(LAST_COLUMN) + 1));
                if !self.extent.is_empty() && self.room > LARGEST_RANGE {
                    return Err(Fault::TooLarge);
                }
            }
            "table" => {
                self.extent.check(&self.name)?;
                self.found.insert(std::mem::take(&mut self.name), std::mem::take(&mut self.marks));
            }
            _ => {}
        }
        Ok(())
    }

    /// Text of the cell that is open stands in each of its repetitions.
    fn text(&mut self, length: u64) -> Result<(), Fault> {
        if self.holds {
            let copies = self.row_repeats.saturating_mul(self.column_repeats);
            self.characters = self.characters.saturating_add(length.saturating_mul(copies));
        }
        if self.characters > MOST_TEXT { Err(Fault::TooLarge) } else { Ok(()) }
    }

    fn mark(&mut self, count: u64) -> Result<(), Fault> {
        self.marked = self.marked.saturating_add(count);
        if self.marked > MOST_MARKED { Err(Fault::TooLarge) } else { Ok(()) }
    }
}

fn numbers(from: u64, to: u64) -> impl Iterator<Item = u32> {
    (from..to).map_while(|number| u32::try_from(number).ok())
}
