//! A sheet's cells, each as it is shown.

use crate::sheets::fault::Fault;
use crate::sheets::gathered::{Gathered, Room};
use crate::sheets::number_format::Seen;
use crate::sheets::page_text;
use crate::sheets::rich_text::{RichText, Run};
use crate::sheets::sheet::{CellValue, Position};

use super::formula::takes_from_elsewhere;
use super::globals::{Globals, Style};
use super::records::{BOF, CONTINUE, EOF, Record, double_word, float, packed, records, word};
use super::texts::{Parts, Text};

/// Less than this nobody sees: twentieths of a point, 256ths of a digit.
const FLAT_ROW: u16 = 30;
const FLAT_COLUMN: u16 = 51;

pub(super) fn read(stream: &[u8], globals: &Globals, room: &mut Room) -> Result<Gathered, Fault> {
    let mut reader = SheetReader { globals, gathered: Gathered::default(), waiting: None };
    let mut depth = 0u32;
    let mut records = records(stream).peekable();
    while let Some(record) = records.next() {
        // A chart on the sheet is a stream within the stream; its cells are not the sheet's.
        match record.0 {
            BOF => depth += 1,
            EOF if depth <= 1 => return Ok(reader.gathered),
            EOF => depth -= 1,
            _ if depth > 1 => {}
            _ => {
                let mut parts = vec![record.1];
                while let Some((_, data)) = records.next_if(|(kind, _)| *kind == CONTINUE) {
                    parts.push(data);
                }
                reader.record(record, parts, room)?;
            }
        }
    }
    // The stream breaks off: cells are missing.
    Err(Fault::Damaged)
}

struct SheetReader<'a> {
    globals: &'a Globals,
    gathered: Gathered,
    /// The cell of a formula whose text stands in a record to come.
    waiting: Option<(Position, Style)>,
}

impl SheetReader<'_> {
    fn record(&mut self, (kind, data): Record<'_>, parts: Vec<&[u8]>, room: &mut Room) -> Result<(), Fault> {
        match kind {
            0x0208 => self.row(data),
            0x007D => self.columns(data),
            0x00E5 => self.merges(data),
            // The page's head and foot.
            0x0014 | 0x0015 => {
                let code = match self.globals.wide {
                    true => Parts::new(parts, 0).text(2).map(|text| text.words()),
                    false => self.globals.narrow(data, 0, 1),
                };
                self.gathered
                    .around
                    .extend(code.map(|code| page_text::words(&code)).filter(|words| !words.trim().is_empty()));
            }
            // A number; a packed one; several of these side by side.
            0x0203 => self.number(data, float(data, 6), room)?,
            0x027E => self.number(data, packed(data, 6), room)?,
            0x00BD => {
                let (Some(row), Some(first)) = (word(data, 0), word(data, 2)) else { return Ok(()) };
                let cells = data.get(4..data.len().saturating_sub(2)).unwrap_or_default().chunks_exact(6);
                for (column, cell) in (first..=u16::MAX).zip(cells) {
                    let at = (u32::from(row), u32::from(column));
                    let style = self.globals.style(word(cell, 0).unwrap_or_default());
                    self.show(at, packed(cell, 2), &style, false, room)?;
                }
            }
            // A text; one with fonts; one that cells share.
            0x0204 | 0x00D6 => {
                let text = if self.globals.wide { wide_label(kind, parts) } else { self.narrow_label(kind, data) };
                self.text_cell(data, text, room)?;
            }
            0x00FD => {
                let number = double_word(data, 6).and_then(|number| usize::try_from(number).ok());
                let texts = &self.globals.texts;
                let Some((at, style)) = self.cell(data) else { return Ok(()) };
                match number.and_then(|number| texts.get(number)) {
                    Some(text) => self.show_text(at, text, &style, room)?,
                    None => self.gathered.add(at, CellValue::Lost, room)?,
                }
            }
            0x0205 => {
                if let (Some((at, style)), Some(value), Some(is_error)) = (self.cell(data), data.get(6), data.get(7)) {
                    self.plain(at, truth_or_error(*value, *is_error != 0), &style, room)?;
                }
            }
            0x0006 => self.formula(data, room)?,
            0x0207 => {
                let text = if self.globals.wide {
                    Parts::new(parts, 0).text(2)
                } else {
                    self.globals.narrow(data, 0, 2).map(|text| Text::of(&text))
                };
                if let (Some((at, style)), Some(text)) = (self.waiting.take(), text) {
                    self.show_text(at, &text, &style, room)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn row(&mut self, data: &[u8]) {
        let (Some(row), Some(height), Some(flags)) = (word(data, 0), word(data, 6), word(data, 12)) else { return };
        if flags & 0x20 != 0 || height & 0x8000 == 0 && height < FLAT_ROW {
            self.gathered.hidden_rows.insert(row.into());
        }
    }

    fn columns(&mut self, data: &[u8]) {
        let (Some(first), Some(last), Some(width)) = (word(data, 0), word(data, 2), word(data, 4)) else { return };
        if width < FLAT_COLUMN || word(data, 8).is_some_and(|flags| flags & 1 != 0) {
            self.gathered.hidden_columns.extend(u32::from(first)..=u32::from(last.min(0xFF)));
        }
    }

    fn merges(&mut self, data: &[u8]) {
        for area in data.get(2..).unwrap_or_default().chunks_exact(8) {
            let side = |at: usize| word(area, at).map(u32::from).unwrap_or_default();
            let (top, bottom, left, right) = (side(0), side(2), side(4), side(6));
            if top <= bottom && left <= right {
                self.gathered.merges.push(((top, left), (bottom, right)));
            }
        }
    }

    fn cell(&self, data: &[u8]) -> Option<(Position, Style)> {
        let (row, column, style) = (word(data, 0)?, word(data, 2)?, word(data, 4)?);
        Some(((row.into(), column.into()), self.globals.style(style)))
    }

    fn number(&mut self, data: &[u8], number: Option<f64>, room: &mut Room) -> Result<(), Fault> {
        match self.cell(data) {
            Some((at, style)) => self.show(at, number, &style, false, room),
            None => Ok(()),
        }
    }

    fn show(
        &mut self,
        at: Position,
        number: Option<f64>,
        style: &Style,
        of_formula: bool,
        room: &mut Room,
    ) -> Result<(), Fault> {
        let Some(number) = number else { return self.gathered.add(at, CellValue::Lost, room) };
        let seen = style.format.show(number, self.globals.epoch);
        self.gathered.put(at, style.drawn.show(seen, of_formula), room)
    }

    /// A value that no format changes.
    fn plain(&mut self, at: Position, value: CellValue, style: &Style, room: &mut Room) -> Result<(), Fault> {
        self.gathered.put(at, style.drawn.show(Seen::as_it_is(value), false), room)
    }

    fn text_cell(&mut self, data: &[u8], text: Option<Text>, room: &mut Room) -> Result<(), Fault> {
        let Some((at, style)) = self.cell(data) else { return Ok(()) };
        match text {
            Some(text) => self.show_text(at, &text, &style, room),
            None => self.gathered.add(at, CellValue::Lost, room),
        }
    }

    fn show_text(&mut self, at: Position, text: &Text, style: &Style, room: &mut Room) -> Result<(), Fault> {
        let read = self.rich(text).show(style.drawn, &style.format);
        self.gathered.put(at, read, room)
    }

    fn rich(&self, text: &Text) -> RichText {
        if text.fonts.is_empty() {
            return RichText::Plain(text.words().into());
        }
        let length = text.units.len();
        let begin = |at: u16| usize::from(at).min(length);
        let mut runs = Vec::new();
        let first = begin(text.fonts[0].0);
        if first > 0 {
            runs.push(Run { text: String::from_utf16_lossy(&text.units[..first]), ..Run::default() });
        }
        for (index, (at, font)) in text.fonts.iter().enumerate() {
            let end = text.fonts.get(index + 1).map_or(length, |(next, _)| begin(*next));
            let Some(units) = text.units.get(begin(*at)..end) else { continue };
            let font = self.globals.font(*font);
            runs.push(Run {
                text: String::from_utf16_lossy(units),
                struck: Some(font.struck),
                raised: font.raised,
                lowered: font.lowered,
                hidden: font.tiny,
                // An automatic colour is black, whatever the cell's is.
                colour: self.globals.colour(font.colour).or(Some(0)),
            });
        }
        RichText::Rich(runs.into())
    }

    fn narrow_label(&self, kind: u16, data: &[u8]) -> Option<Text> {
        let words = self.globals.narrow(data, 6, 2)?;
        let mut text = Text::of(&words);
        // Fonts begin at bytes; where characters take two of them, which character that is stays open.
        let (length, is_plain) = (usize::from(word(data, 6)?), words.is_ascii());
        if let (0x00D6, true, Some(count)) = (kind, is_plain, data.get(8 + length)) {
            let fonts = data.get(9 + length..).unwrap_or_default().chunks_exact(2);
            text.fonts = fonts.take(usize::from(*count)).map(|font| (font[0].into(), font[1].into())).collect();
        }
        Some(text)
    }

    fn formula(&mut self, data: &[u8], room: &mut Room) -> Result<(), Fault> {
        let Some((at, style)) = self.cell(data) else { return Ok(()) };
        let tokens = word(data, 20).and_then(|length| data.get(22..22 + usize::from(length))).unwrap_or_default();
        if takes_from_elsewhere(tokens, self.globals.wide, &self.globals.elsewhere) {
            self.gathered.linked.push(at);
        }
        self.waiting = None;
        // No number has these two bytes: what the formula gave is something else.
        if word(data, 12) != Some(0xFFFF) {
            return self.show(at, float(data, 6), &style, true, room);
        }
        match (data.get(6), data.get(8)) {
            (Some(0), _) => {
                self.waiting = Some((at, style));
                Ok(())
            }
            (Some(1), Some(value)) => self.plain(at, truth_or_error(*value, false), &style, room),
            (Some(2), Some(value)) => self.plain(at, truth_or_error(*value, true), &style, room),
            // Programs that do not calculate leave it blank.
            _ => self.gathered.add(at, CellValue::UncachedFormula("…".into()), room),
        }
    }
}

fn wide_label(kind: u16, parts: Vec<&[u8]>) -> Option<Text> {
    let mut parts = Parts::new(parts, 6);
    let mut text = parts.text(2)?;
    if kind == 0x00D6 {
        text.fonts = parts.fonts().unwrap_or_default();
    }
    Some(text)
}

fn truth_or_error(value: u8, is_error: bool) -> CellValue {
    if !is_error {
        return CellValue::Text(if value != 0 { "TRUE" } else { "FALSE" }.into());
    }
    let error = match value {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    };
    CellValue::Error(error.into())
}
