//! A worksheet's cells, each as it is shown.

use std::collections::HashMap;
use std::io::BufRead;

use quick_xml::events::BytesStart;

use crate::sheets::drawn::{CellRead, WHITE};
use crate::sheets::fault::Fault;
use crate::sheets::gathered::{Gathered, Room};
use crate::sheets::limits::LAST_COLUMN;
use crate::sheets::number_format::{NumberFormat, Seen, serial_of_iso};
use crate::sheets::sheet::{CellValue, LAST_ROW, Position, area, position};
use crate::sheets::xml::{attribute, local};

use super::shared::{Shared, id};
use super::shared_text;
use super::styles::Style;
use super::unreckoned::Unreckoned;
use crate::sheets::rich_text::RichText;
use crate::sheets::xml_reader::{Tag, XmlReader, is_true};

/// What a part of a worksheet holds.
pub(super) struct Worksheet {
    pub gathered: Gathered,
    /// The page's heads and feet.
    pub heads: Vec<String>,
    /// By their relationships.
    pub drawings: Vec<String>,
    /// Formulas that gave nought where nobody may have reckoned.
    pub noughts: Vec<(Position, String)>,
}

pub(super) fn read(
    xml: impl BufRead,
    shared: &Shared,
    unreckoned: &mut Unreckoned,
    room: &mut Room,
) -> Result<Worksheet, Fault> {
    let mut xml = XmlReader::new(xml);
    let (mut heads, mut drawings) = (Vec::new(), Vec::new());
    let mut rows = Rows::new(shared, unreckoned);
    let mut range = String::new();
    xml.root()?;
    xml.within(|xml, name, tag| {
        match name {
            "sheetFormatPr" => rows.flat = is_flat(tag, "defaultRowHeight", FLAT_ROW),
            "col" => rows.column(tag),
            "sheetData" => {
                rows.read(xml, room)?;
                return Ok(true);
            }
            "conditionalFormatting" => range = attribute(tag, "sqref"),
            "cfRule" => {
                let style = attribute(tag, "dxfId").parse().ok().and_then(|at: usize| shared.conditional.get(at));
                if style.is_some_and(|drawn| drawn.ground != Some(WHITE)) {
                    rows.gathered.shading.extend(range.split(' ').filter_map(area));
                } else if style.is_some_and(|drawn| drawn.hides()) {
                    rows.gathered.hiding.extend(range.split(' ').filter_map(area));
                }
            }
            "mergeCell" => rows.gathered.merges.extend(area(&attribute(tag, "ref"))),
            "oddHeader" | "oddFooter" | "evenHeader" | "evenFooter" | "firstHeader" | "firstFooter" => {
                heads.push(xml.text()?);
                return Ok(true);
            }
            "drawing" => drawings.push(id(tag)),
            // What newer programs add: no cells.
            "extLst" => {
                xml.skip()?;
                return Ok(true);
            }
            _ => {}
        }
        Ok(false)
    })?;
    let Rows { gathered, noughts, .. } = rows;
    Ok(Worksheet { gathered, heads, drawings, noughts })
}

/// Less than this nobody sees: points, widths of a digit.
const FLAT_ROW: f64 = 1.5;
const FLAT_COLUMN: f64 = 0.2;

fn is_flat(tag: &BytesStart, name: &str, least: f64) -> bool {
    attribute(tag, name).trim().parse::<f64>().is_ok_and(|size| size < least)
}

struct Rows<'a> {
    shared: &'a Shared,
    gathered: Gathered,
    /// Rows that say no height have none.
    flat: bool,
    /// Formulas that cells share, by their number.
    formulas: HashMap<String, String>,
    plain: Style,
    unreckoned: &'a mut Unreckoned,
    noughts: Vec<(Position, String)>,
}

/// What a cell is before its content is looked at.
struct Cell {
    at: Position,
    kind: String,
    style: Style,
}

/// What stands in the grid.
enum Opened {
    Row { row: u32, hidden: bool },
    Cell(Cell),
    Other,
}

impl<'a> Rows<'a> {
    fn new(shared: &'a Shared, unreckoned: &'a mut Unreckoned) -> Rows<'a> {
        // Cells that name no style have the first.
        let plain = shared.styles.first().cloned().unwrap_or_default();
        let (gathered, formulas, noughts) = Default::default();
        Rows { shared, gathered, flat: false, formulas, plain, unreckoned, noughts }
    }

    fn column(&mut self, tag: &BytesStart) {
        let number = |name: &str| attribute(tag, name).parse::<u32>().ok();
        if !is_true(&attribute(tag, "hidden")) && !is_flat(tag, "width", FLAT_COLUMN) {
            return;
        }
        if let (Some(first), Some(last)) = (number("min"), number("max")) {
            self.gathered.hidden_columns.extend((first.max(1) - 1)..=(last.max(1) - 1).min(LAST_COLUMN));
        }
    }

    fn read<R: BufRead>(&mut self, xml: &mut XmlReader<R>, room: &mut Room) -> Result<(), Fault> {
        // The next row, the next column, where they do not say which they are.
        let mut next: Position = (0, 0);
        let mut in_row = false;
        loop {
            let tag = xml.next_as(|tag| match local(tag) {
                "row" => {
                    let stated = attribute(tag, "r").trim().parse::<u32>().ok().and_then(|row| row.checked_sub(1));
                    let height = attribute(tag, "ht");
                    let flat = if height.is_empty() { self.flat } else { is_flat(tag, "ht", FLAT_ROW) };
                    let row = stated.filter(|row| *row <= LAST_ROW).unwrap_or(next.0);
                    Opened::Row { row, hidden: flat || is_true(&attribute(tag, "hidden")) }
                }
                "c" => Opened::Cell(self.cell(tag, next)),
                _ => Opened::Other,
            })?;
            match tag {
                Tag::Open(Opened::Row { row, hidden }) => {
                    if hidden {
                        self.gathered.hidden_rows.insert(row);
                    }
                    (next, in_row) = ((row, 0), true);
                }
                Tag::Open(Opened::Cell(cell)) => {
                    next.1 = cell.at.1.saturating_add(1);
                    self.content(cell, xml, room)?;
                }
                Tag::Open(Opened::Other) => xml.skip()?,
                Tag::Close if in_row => (next, in_row) = ((next.0.saturating_add(1), 0), false),
                Tag::Close => return Ok(()),
                Tag::End => return Err(Fault::Damaged),
            }
        }
    }

    fn cell(&self, tag: &BytesStart, next: Position) -> Cell {
        let mut cell = Cell { at: next, kind: String::new(), style: self.plain.clone() };
        for attribute in tag.attributes().flatten() {
            let key: &str = attribute.key.as_ref();
            match key {
                "r" => cell.at = position(&attribute.value).unwrap_or(next),
                "t" => cell.kind = attribute.value.to_string(),
                "s" => {
                    let style = attribute.value.trim().parse().ok().and_then(|at: usize| self.shared.styles.get(at));
                    cell.style = style.cloned().unwrap_or_default();
                }
                _ => {}
            }
        }
        cell
    }

    fn content<R: BufRead>(&mut self, cell: Cell, xml: &mut XmlReader<R>, room: &mut Room) -> Result<(), Fault> {
        let (mut value, mut formula, mut inline) = (None::<String>, None::<String>, None::<RichText>);
        xml.within(|xml, name, tag| {
            match name {
                "v" => value = Some(xml.text()?),
                "f" => {
                    let group = attribute(tag, "si");
                    let text = xml.text()?;
                    formula = Some(self.formula(group, text));
                }
                "is" => inline = Some(shared_text::read(xml)?),
                _ => xml.skip()?,
            }
            Ok(true)
        })?;
        let Cell { at, kind, style } = cell;
        let of_formula = formula.as_ref().and_then(|formula| self.gathered.formula(at, formula));
        let value = value.filter(|value| !value.trim().is_empty());
        if let (Some(CellValue::UncachedFormula(formula)), Some(value), true) =
            (&of_formula, &value, self.shared.uncalculated)
        {
            self.unreckoned.saw(is_nought(value));
            self.noughts.extend(is_nought(value).then(|| (at, formula.clone())));
        }
        let read = match (value, inline) {
            (_, Some(text)) => text.show(style.drawn, &style.format),
            (Some(value), None) => self.value(&value, &kind, &style, formula.is_some()),
            // A formula may give a text of no length.
            (None, None) => (of_formula.filter(|_| kind != "str"), None),
        };
        self.gathered.put(at, read, room)
    }

    /// The formula's text; of one that cells share, that of the first.
    fn formula(&mut self, group: String, text: String) -> String {
        match (group.is_empty(), text.is_empty()) {
            (true, _) => text,
            (false, true) => self.formulas.get(&group).cloned().unwrap_or_else(|| "…".to_string()),
            (false, false) => {
                self.formulas.insert(group, text.clone());
                text
            }
        }
    }

    fn value(&self, value: &str, kind: &str, style: &Style, of_formula: bool) -> CellRead {
        let bare = value.trim();
        let text = |text: &RichText| text.show(style.drawn, &style.format);
        let seen = match kind {
            "s" => match bare.parse().ok().and_then(|at: usize| self.shared.texts.get(at)) {
                Some(shared) => return text(shared),
                None => return (Some(CellValue::Lost), None),
            },
            "str" | "inlineStr" => return text(&RichText::Plain(shared_text::unescape(value.to_string()).into())),
            "b" => Seen::as_it_is(CellValue::Text(if is_true(bare) { "TRUE" } else { "FALSE" }.into())),
            "e" => Seen::as_it_is(CellValue::Error(bare.to_string())),
            "d" => match serial_of_iso(bare) {
                Some(days) => day_format(&style.format).show_decimal(days, Default::default()),
                None => Seen::as_it_is(CellValue::Text(bare.to_string())),
            },
            _ => match bare.parse::<f64>() {
                Ok(number) => style.format.show(number, self.shared.epoch),
                Err(_) => Seen::as_it_is(CellValue::Text(value.to_string())),
            },
        };
        style.drawn.show(seen, of_formula)
    }
}

/// A date without a format of dates is shown as a day.
fn day_format(format: &NumberFormat) -> NumberFormat {
    if format.is_clock() { format.clone() } else { NumberFormat::parse(NumberFormat::built_in(14)) }
}

fn is_nought(value: &str) -> bool {
    value.trim().parse::<f64>().is_ok_and(|number| number == 0.0)
}
