//! .ods: cells as they are shown. What a program printed of a number stands beside it, so no format need be known.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::sync::Arc;

use quick_xml::events::BytesStart;
use rust_decimal::Decimal;
use zip::ZipArchive;

use crate::base::date::Date;
use crate::base::number::{plain, within_bounds};

use super::drawn::{CellRead, Drawn, WHITE, colour};
use super::fault::Fault;
use super::float::exact;
use super::gathered::{Gathered, Room};
use super::limits::{LARGEST, LAST_COLUMN, MOST_CELLS, MOST_TEXT};
use super::number_format::{NumberFormat, Seen};
use super::rich_text::{RichText, Run};
use super::sheet::{CellValue, LAST_ROW, Sheet, area};
use super::unlike::{How, Unlike};
use super::xml::{attribute_named, local};
use super::xml_reader::{Piece, Tag, XmlReader};

/// Rows to a sheet's end may be hidden as one; those that hold something come before.
const MOST_HIDDEN: u32 = 1 << 16;

/// # Errors
/// A password, damage, more than the memory should hold.
pub(crate) fn open(file: &Arc<str>, bytes: &[u8]) -> Result<Vec<Sheet>, Fault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::Damaged)?;
    if is_encrypted(&mut archive) {
        return Err(Fault::Encrypted);
    }
    let mut book = OdsBook::default();
    // Styles and pages that all sheets share; a file may be without.
    if let Ok(styles) = archive.by_name("styles.xml") {
        book.part(file, BufReader::new(styles.take(LARGEST)))?;
    }
    let content = archive.by_name("content.xml").map_err(|_| Fault::Damaged)?;
    book.part(file, BufReader::new(content.take(LARGEST)))?;
    Ok(book.sheets)
}

/// All parts in one XML file: .fods.
pub(crate) fn is_flat_file(start: &str) -> bool {
    start.contains("office:document") && start.contains("oasis.opendocument.spreadsheet")
}

/// # Errors
/// As of [`open`].
pub(crate) fn open_flat(file: &Arc<str>, text: &str) -> Result<Vec<Sheet>, Fault> {
    let mut book = OdsBook::default();
    book.part(file, text.as_bytes())?;
    Ok(book.sheets)
}

/// The list of parts says how the encrypted ones are to be opened.
fn is_encrypted(archive: &mut ZipArchive<Cursor<&[u8]>>) -> bool {
    let Ok(part) = archive.by_name("META-INF/manifest.xml") else { return false };
    let mut xml = XmlReader::new(BufReader::new(part.take(LARGEST)));
    loop {
        match xml.next() {
            Ok(Tag::Open(tag)) if local(&tag) == "encryption-data" => return true,
            Ok(Tag::End) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

#[derive(Default)]
struct OdsBook {
    sheets: Vec<Sheet>,
    /// By their families and names.
    styles: HashMap<String, Style>,
    /// The words of a page's head and foot, by the page's name.
    pages: HashMap<String, Vec<String>>,
    room: Room,
    /// Cells of the whole workbook with their repetitions.
    cells: u64,
}

#[derive(Debug, Clone, Default)]
struct Style {
    struck: Option<bool>,
    raised: bool,
    lowered: bool,
    hidden: bool,
    colour: Option<u32>,
    ground: Option<u32>,
    /// Of a row, a column, a table: nobody sees it.
    unseen: bool,
    /// Of a table: the page that it is printed on.
    page: String,
}

impl Style {
    fn drawn(&self) -> Drawn {
        Drawn { struck: self.struck.unwrap_or_default(), colour: self.colour, ground: self.ground.or(Some(WHITE)) }
    }
}

/// A cell before its content is looked at.
struct Cell {
    kind: String,
    value: String,
    formula: String,
    is_error: bool,
    /// Money of another country.
    foreign: bool,
    drawn: Drawn,
}

impl OdsBook {
    fn part(&mut self, file: &Arc<str>, xml: impl BufRead) -> Result<(), Fault> {
        let mut xml = XmlReader::new(xml);
        xml.root()?;
        xml.within(|xml, name, tag| {
            match name {
                "style" => self.style(xml, tag)?,
                "master-page" => {
                    let words = page_words(xml)?;
                    self.pages.insert(attribute_named(tag, "name"), words);
                }
                "table" => {
                    let mut gathered = self.sheet(xml)?;
                    if let Some(style) = self.styled("table", &attribute_named(tag, "style-name")) {
                        gathered.hidden = style.unseen;
                        gathered.around = self.pages.get(&style.page).cloned().unwrap_or_default();
                    }
                    self.sheets.push(gathered.into_sheet(file, &attribute_named(tag, "name"))?);
                }
                // What was deleted, and what other programs draw.
                "tracked-changes" | "shapes" | "dde-links" => xml.skip()?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn styled(&self, family: &str, name: &str) -> Option<&Style> {
        self.styles.get(&format!("{family}/{name}"))
    }

    fn style<R: BufRead>(&mut self, xml: &mut XmlReader<R>, tag: &BytesStart) -> Result<(), Fault> {
        let family = attribute_named(tag, "family");
        let parent = self.styled(&family, &attribute_named(tag, "parent-style-name"));
        let mut style = parent.cloned().unwrap_or_default();
        style.page = attribute_named(tag, "master-page-name");
        xml.within(|_, name, tag| {
            match name {
                "text-properties" => {
                    // Writers say it by one of them.
                    let lines =
                        ["text-line-through-style", "text-line-through-type"].map(|name| attribute_named(tag, name));
                    if lines.iter().any(|line| !line.is_empty()) {
                        style.struck = Some(lines.iter().any(|line| !["", "none"].contains(&line.as_str())));
                    }
                    let position = attribute_named(tag, "text-position");
                    style.raised =
                        position.starts_with("super") || position.starts_with(|c: char| c.is_ascii_digit() && c != '0');
                    style.lowered = position.starts_with("sub") || position.starts_with('-');
                    style.hidden = matches!(attribute_named(tag, "display").as_str(), "none" | "condition")
                        || is_flat(&attribute_named(tag, "font-size"));
                    let own = attribute_named(tag, "color");
                    if !own.is_empty() {
                        style.colour = colour(&own);
                    }
                    if attribute_named(tag, "use-window-font-color") == "true" {
                        style.colour = None;
                    }
                }
                "table-cell-properties" => {
                    style.ground = colour(&attribute_named(tag, "background-color")).or(style.ground);
                }
                "table-row-properties" => style.unseen = is_flat(&attribute_named(tag, "row-height")),
                "table-column-properties" => style.unseen = is_flat(&attribute_named(tag, "column-width")),
                "table-properties" => style.unseen = attribute_named(tag, "display") == "false",
                _ => {}
            }
            Ok(false)
        })?;
        self.styles.insert(format!("{family}/{}", attribute_named(tag, "name")), style);
        Ok(())
    }

    fn is_unseen(&self, family: &str, tag: &BytesStart) -> bool {
        let hidden = matches!(attribute_named(tag, "visibility").as_str(), "collapse" | "filter");
        hidden || self.styled(family, &attribute_named(tag, "style-name")).is_some_and(|style| style.unseen)
    }

    fn sheet<R: BufRead>(&mut self, xml: &mut XmlReader<R>) -> Result<Gathered, Fault> {
        let mut gathered = Gathered::default();
        let mut defaults: Vec<(u32, String)> = Vec::new();
        let (mut row, mut column) = (0u32, 0u32);
        let mut range = String::new();
        xml.within(|xml, name, tag| {
            match name {
                "table-column" => {
                    let last = column
                        .saturating_add(repeats(tag, "number-columns-repeated", LAST_COLUMN))
                        .min(LAST_COLUMN + 1);
                    if self.is_unseen("table-column", tag) {
                        gathered.hidden_columns.extend(column..last);
                    }
                    column = last;
                    defaults.push((last, attribute_named(tag, "default-cell-style-name")));
                    Ok(false)
                }
                "table-row" => {
                    let count = repeats(tag, "number-rows-repeated", LAST_ROW);
                    if self.is_unseen("table-row", tag) && count < MOST_HIDDEN {
                        gathered.hidden_rows.extend(row..row.saturating_add(count));
                    }
                    self.row(xml, &mut gathered, row, count, &defaults)?;
                    row = row.saturating_add(count);
                    if row > LAST_ROW + 1 && gathered.cells.range((LAST_ROW + 1, 0)..).next().is_some() {
                        return Err(Fault::Damaged);
                    }
                    Ok(true)
                }
                "conditional-format" => {
                    range = attribute_named(tag, "target-range-address");
                    Ok(false)
                }
                "condition" => {
                    let style = self.styled("table-cell", &attribute_named(tag, "apply-style-name"));
                    if style.is_some_and(|style| style.drawn().hides()) {
                        gathered.hiding.extend(range.split(' ').filter_map(area));
                    }
                    Ok(false)
                }
                "conditional-formats" => Ok(false),
                // Rows and columns in groups.
                "table-header-rows"
                | "table-row-group"
                | "table-rows"
                | "table-header-columns"
                | "table-column-group"
                | "table-columns" => Ok(false),
                _ => xml.skip().map(|()| true),
            }
        })?;
        Ok(gathered)
    }

    fn row<R: BufRead>(
        &mut self,
        xml: &mut XmlReader<R>,
        gathered: &mut Gathered,
        row: u32,
        rows: u32,
        defaults: &[(u32, String)],
    ) -> Result<(), Fault> {
        let mut column = 0u32;
        xml.within(|xml, name, tag| {
            if name == "table-row" {
                return Err(Fault::Damaged);
            }
            if !matches!(name, "table-cell" | "covered-table-cell") {
                xml.skip()?;
                return Ok(true);
            }
            let columns = repeats(tag, "number-columns-repeated", LAST_COLUMN)
                .min((LAST_COLUMN + 1).saturating_sub(column).max(1));
            let (down, across) = (span(tag, "number-rows-spanned"), span(tag, "number-columns-spanned"));
            if down > 1 || across > 1 {
                let last =
                    (row.saturating_add(down - 1).min(LAST_ROW), column.saturating_add(across - 1).min(LAST_COLUMN));
                gathered.merges.push(((row, column), last));
            }
            let own = attribute_named(tag, "style-name");
            let style = if own.is_empty() {
                defaults.iter().find(|(last, _)| column < *last).map(|(_, style)| style.clone()).unwrap_or_default()
            } else {
                own
            };
            let cell = Cell {
                kind: attribute_named(tag, "value-type"),
                value: [
                    attribute_named(tag, "value"),
                    attribute_named(tag, "date-value"),
                    attribute_named(tag, "time-value"),
                    attribute_named(tag, "boolean-value"),
                    attribute_named(tag, "string-value"),
                ]
                .concat(),
                formula: attribute_named(tag, "formula"),
                is_error: tag.attributes().flatten().any(|one| one.value.as_ref() == "error"),
                foreign: !["", "CNY", "RMB"].contains(&attribute_named(tag, "currency").as_str()),
                drawn: self.styled("table-cell", &style).cloned().unwrap_or_default().drawn(),
            };
            let text = self.text(xml)?;
            let Some((value, unlike)) = read(&cell, text.as_ref()) else {
                column = column.saturating_add(columns);
                return Ok(true);
            };
            self.cells = self.cells.saturating_add(u64::from(rows).saturating_mul(columns.into()));
            if self.cells > MOST_CELLS {
                return Err(Fault::TooLarge);
            }
            for row in row..row.saturating_add(rows) {
                for column in column..column.saturating_add(columns) {
                    if let Some(value) = &value {
                        if !cell.formula.is_empty() {
                            let _ = gathered.formula((row, column), &cell.formula);
                        }
                        gathered.add((row, column), value.clone(), &mut self.room)?;
                    }
                    gathered.unlike.extend(unlike.clone().map(|unlike| ((row, column), unlike)));
                }
            }
            column = column.saturating_add(columns);
            Ok(true)
        })
    }

    /// The paragraphs of the cell that is open, without notes and drawings; `None` where the program printed none.
    fn text<R: BufRead>(&self, xml: &mut XmlReader<R>) -> Result<Option<RichText>, Fault> {
        let mut runs: Vec<Run> = Vec::new();
        // Of each element that is open: its text is the cell's; how it looks.
        let mut open: Vec<(bool, RunLook)> = Vec::new();
        let (mut paragraphs, mut room) = (0usize, 0u64);
        let mut push = |text: &str, count: u64, RunLook { struck, raised, lowered, hidden, colour }: RunLook| {
            room = room.saturating_add((text.len() as u64).saturating_mul(count));
            if room <= MOST_TEXT {
                let text = text.repeat(usize::try_from(count).unwrap_or_default());
                runs.push(Run { text, struck, raised, lowered, hidden, colour });
            }
            room
        };
        let mut largest = 0;
        xml.pieces(|piece| match piece {
            Piece::Open(tag) => {
                let (inside, of) = open.last().copied().unwrap_or_default();
                let name = local(tag);
                let next = match name {
                    "p" if open.is_empty() => {
                        paragraphs += 1;
                        if paragraphs > 1 {
                            largest = push("\n", 1, of);
                        }
                        (true, RunLook::default())
                    }
                    "s" if inside => {
                        let count = attribute_named(tag, "c").parse::<u64>().unwrap_or(1);
                        largest = push(" ", count, of);
                        (true, of)
                    }
                    "tab" if inside => {
                        largest = push("\t", 1, of);
                        (true, of)
                    }
                    "line-break" if inside => {
                        largest = push("\n", 1, of);
                        (true, of)
                    }
                    "span" if inside => {
                        let style = self.styled("text", &attribute_named(tag, "style-name"));
                        let look = style.map_or(of, |style| RunLook {
                            struck: style.struck.or(of.struck),
                            raised: style.raised || of.raised,
                            lowered: style.lowered || of.lowered,
                            hidden: style.hidden || of.hidden,
                            colour: style.colour.or(of.colour),
                        });
                        (true, look)
                    }
                    "a" if inside => (true, of),
                    _ => (false, RunLook::default()),
                };
                open.push(next);
            }
            Piece::Close => drop(open.pop()),
            Piece::Text(text) => {
                if let Some((true, look)) = open.last().copied() {
                    largest = push(text, 1, look);
                }
            }
        })?;
        if largest > MOST_TEXT {
            return Err(Fault::TooLarge);
        }
        let is_plain = runs.iter().all(|run| Run { text: String::new(), ..run.clone() } == Run::default());
        let words = || runs.iter().map(|run| run.text.as_str()).collect::<String>();
        let text = if is_plain { RichText::Plain(words().into()) } else { RichText::Rich(runs.into()) };
        Ok((paragraphs > 0).then_some(text))
    }
}

/// How a part of a cell's text looks where that is not as the cell.
#[derive(Debug, Clone, Copy, Default)]
struct RunLook {
    struck: Option<bool>,
    raised: bool,
    lowered: bool,
    hidden: bool,
    colour: Option<u32>,
}

/// What a page shows above and below each sheet.
fn page_words<R: BufRead>(xml: &mut XmlReader<R>) -> Result<Vec<String>, Fault> {
    let mut words = Vec::new();
    xml.within(|xml, name, tag| {
        match name {
            _ if attribute_named(tag, "display") == "false" => xml.skip()?,
            "p" => {
                let mut line = String::new();
                xml.pieces(|piece| match piece {
                    Piece::Text(text) => line.push_str(text),
                    Piece::Open(tag) if local(tag) == "s" => line.push(' '),
                    _ => {}
                })?;
                words.extend(Some(line).filter(|line| !line.trim().is_empty()));
            }
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(words)
}

/// `None` for an empty cell.
fn read(cell: &Cell, text: Option<&RichText>) -> Option<CellRead> {
    let shown = text.map_or_else(String::new, RichText::words);
    let shown = shown.trim();
    let formula = cell.formula.trim_start_matches(|c: char| c.is_ascii_alphanumeric()).trim_start_matches([':', '=']);
    if cell.is_error {
        return Some((Some(CellValue::Error(shown.to_string())), None));
    }
    let seen = match cell.kind.as_str() {
        "float" | "currency" | "percentage" => number(cell, text.is_some().then_some(shown)),
        "date" => Seen::as_it_is(date(&cell.value, shown)),
        "time" => Seen::as_it_is(CellValue::Clock { shown: shown.to_string(), held: time(&cell.value) }),
        "boolean" => Seen::as_it_is(CellValue::Text(if cell.value == "true" { "TRUE" } else { "FALSE" }.into())),
        "" if !cell.formula.is_empty() => Seen::as_it_is(CellValue::UncachedFormula(formula.to_string())),
        "" if shown.is_empty() => return None,
        _ => {
            // A program need not print what the text is.
            let held = RichText::Plain(cell.value.as_str().into());
            let read = text.filter(|_| !shown.is_empty()).unwrap_or(&held).show(cell.drawn, &NumberFormat::default());
            return (read != (None, None)).then_some(read);
        }
    };
    Some(cell.drawn.show(seen, !cell.formula.is_empty()))
}

fn number(cell: &Cell, printed: Option<&str>) -> Seen {
    let shown = printed.unwrap_or_default();
    let Some(held) = cell.value.trim().parse::<f64>().ok().and_then(exact) else {
        return Seen::as_it_is(CellValue::HugeNumber(cell.value.clone()));
    };
    let is_share = cell.kind == "percentage";
    let as_held = |number: Decimal| match (within_bounds(number), is_share) {
        (false, _) => CellValue::HugeNumber(cell.value.clone()),
        (true, true) => CellValue::Percent(number.normalize()),
        (true, false) => CellValue::Number(number.normalize()),
    };
    let unlike = |how: How| Some(Unlike { held: plain(held), how });
    let bare: String = shown.chars().filter(|c| !",，¥￥$ \u{A0}".contains(*c)).collect();
    let bare = bare.replace('−', "-");
    let inner = bare.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let digits = inner.unwrap_or(&bare);
    let digits = digits.strip_prefix('+').unwrap_or(digits);
    let stroke = !shown.is_empty() && shown.chars().all(|c| "-－—–".contains(c));
    if cell.foreign && !shown.is_empty() {
        return Seen { value: CellValue::Text(shown.to_string()), unlike: unlike(How::Format) };
    }
    if shown.is_empty() || held.is_zero() && stroke {
        // Its format shows nothing of it.
        let unseen = printed.is_some_and(str::is_empty);
        return Seen { value: as_held(held), unlike: unseen.then(|| Unlike { held: plain(held), how: How::Unseen }) };
    }
    let (digits, share) = digits.strip_suffix('%').map_or((digits, false), |digits| (digits, true));
    let is_plain =
        digits.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '.') && !digits.contains(['E', 'e']);
    let Some(number) = digits.parse::<Decimal>().ok().filter(|_| is_plain) else {
        // 1.09E+08 is a number all the same.
        if digits.parse::<f64>().is_ok() {
            return Seen::as_it_is(as_held(held));
        }
        return Seen { value: CellValue::Text(shown.to_string()), unlike: unlike(How::Format) };
    };
    let number = if inner.is_some() { -number.abs() } else { number };
    let number = if share && is_share { number / Decimal::ONE_HUNDRED } else { number };
    if share != is_share {
        return Seen { value: CellValue::Text(shown.to_string()), unlike: unlike(How::Format) };
    }
    Seen { value: as_held(number), unlike: if number == held { None } else { unlike(How::Rounded) } }
}

/// A date of which the day, the month and the year are shown; else what is shown.
fn date(value: &str, shown: &str) -> CellValue {
    let day = value.split('T').next().unwrap_or(value);
    let mut parts = day.split('-').map(|part| part.parse::<u16>().ok());
    let (year, month, of_month) = (parts.next().flatten(), parts.next().flatten(), parts.next().flatten());
    let narrow = |number: Option<u16>| number.and_then(|number| u8::try_from(number).ok());
    let known =
        year.zip(narrow(month)).zip(narrow(of_month)).and_then(|((year, month), day)| Date::new(year, month, day));
    let Some(known) = known else { return CellValue::Text(shown.to_string()) };
    let numbers = shown.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).count();
    let two = format!("{:02}", known.year % 100);
    let whole = numbers >= 3 && shown.contains(&two) && shown.contains(&known.day.to_string());
    // 二〇二五年五月十九日
    let in_words = numbers == 0 && ['年', '月', '日'].iter().all(|unit| shown.contains(*unit));
    match shown.is_empty() || whole || in_words {
        true => CellValue::Date(known),
        false => CellValue::Clock { shown: shown.to_string(), held: known.to_string() },
    }
}

/// PT01H02M00S → 时间1:02:00.
fn time(value: &str) -> String {
    let mut numbers = value.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let mut next = || numbers.next().and_then(|part| part.parse::<u32>().ok()).unwrap_or_default();
    let (hours, minutes, seconds) = (next(), next(), next());
    format!("时间{hours}:{minutes:02}:{seconds:02}")
}

fn repeats(tag: &BytesStart, name: &str, last: u32) -> u32 {
    span(tag, name).min(last + 1)
}

fn span(tag: &BytesStart, name: &str) -> u32 {
    let stated = attribute_named(tag, name);
    let number = stated.trim().parse::<u64>().unwrap_or(1).max(1);
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// 0mm, 0.3pt.
fn is_flat(size: &str) -> bool {
    let end = size.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(size.len());
    let (number, unit) = size.split_at(end);
    let points = match unit {
        "mm" => 2.83,
        "cm" => 28.3,
        "in" => 72.0,
        _ => 1.0,
    };
    number.parse::<f64>().is_ok_and(|number| number * points < 1.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(kind: &str, value: &str, shown: &str, words: &str, how: Option<How>) {
        let cell = Cell {
            kind: kind.into(),
            value: value.into(),
            formula: String::new(),
            is_error: false,
            foreign: false,
            drawn: Drawn::default(),
        };
        let text = RichText::Plain(shown.into());
        let (read, unlike) = read(&cell, Some(&text)).unwrap();
        assert_eq!((read.unwrap().words().as_str(), unlike.map(|unlike| unlike.how)), (words, how), "{shown}");
    }

    #[test]
    fn what_is_printed_of_a_number_counts() {
        case("float", "84", "84", "84", None);
        case("float", "1234.56", "+1234.6", "1234.6", Some(How::Rounded));
        case("float", "10930.5", "10,930.50", "10930.5", None);
        case("currency", "84", "￥84.00", "84", None);
        case("percentage", "0.9", "90%", "90%", None);
        case("percentage", "0.873956", "87.4%", "87.4%", Some(How::Rounded));
        case("float", "65", "≥65项", "≥65项", Some(How::Format));
        case("float", "98", "98%", "98%", Some(How::Format));
        case("float", "-84.5", "(84.50)", "-84.5", None);
        case("float", "0", "-", "0", None);
        case("float", "109300000", "1.09E+08", "109300000", None);
        case("float", "84", "", "84", Some(How::Unseen));
        case("date", "2025-05-19", "2025年5月19日", "2025年5月19日", None);
        case("date", "2025-12-01", "2025年12月", "2025年12月", None);
        case("date", "2025-05-19", "二〇二五年五月十九日", "2025年5月19日", None);
        case("time", "PT01H02M00S", "1:02", "1:02", None);
        case("string", "", "甲", "甲", None);
    }
}
