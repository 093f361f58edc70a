//! XML Spreadsheet 2003: workbooks that systems write as one XML file and name .xls. Cells as they are shown.

use std::collections::HashMap;
use std::sync::Arc;

use quick_xml::events::BytesStart;

use super::drawn::{CellRead, Drawn, WHITE, colour};
use super::fault::Fault;
use super::gathered::{Gathered, Room};
use super::limits::LAST_COLUMN;
use super::number_format::{Epoch, NumberFormat, Seen, serial_of_iso};
use super::rich_text::{RichText, Run};
use super::sheet::{CellValue, LAST_ROW, Position, Sheet};
use super::xml::{attribute_named, local};
use super::xml_reader::{Piece, XmlReader, is_true};

/// Less than this nobody sees, in points.
const FLAT: f64 = 1.5;

pub(crate) fn looks_like(text: &str) -> bool {
    let start: String = text.chars().take(4096).collect();
    let root = start.split('<').find(|tag| tag.starts_with(|c: char| c.is_alphabetic())).unwrap_or_default();
    let name = root.split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or_default();
    name.rsplit(':').next() == Some("Workbook") && root.contains("urn:schemas-microsoft-com:office:spreadsheet")
}

/// # Errors
/// XML that breaks off, more than a workbook should hold.
pub(crate) fn open(file: &Arc<str>, text: &str) -> Result<Vec<Sheet>, Fault> {
    let mut xml = XmlReader::new(text.as_bytes());
    let mut book = XmlBook::default();
    let mut sheets = Vec::new();
    xml.root()?;
    xml.within(|xml, name, tag| {
        match name {
            "Style" => book.style(xml, tag)?,
            "Worksheet" => {
                let name = attribute_named(tag, "Name");
                let table = book.sheet(xml)?;
                sheets.push(table.into_sheet(file, &name)?);
            }
            "ExcelWorkbook" => book.options(xml)?,
            "Styles" => return Ok(false),
            _ => xml.skip()?,
        }
        Ok(true)
    })?;
    Ok(sheets)
}

#[derive(Default)]
struct XmlBook {
    styles: HashMap<String, Style>,
    epoch: Epoch,
    room: Room,
}

#[derive(Clone)]
struct Style {
    format: Arc<NumberFormat>,
    drawn: Drawn,
}

impl Default for Style {
    fn default() -> Style {
        Style { format: Arc::default(), drawn: Drawn { ground: Some(WHITE), ..Drawn::default() } }
    }
}

impl XmlBook {
    /// A style that is open: what it does not say, its parent does.
    fn style<R: std::io::BufRead>(&mut self, xml: &mut XmlReader<R>, tag: &BytesStart) -> Result<(), Fault> {
        let parent = Some(attribute_named(tag, "Parent")).filter(|parent| !parent.is_empty());
        let parent = parent.unwrap_or_else(|| DEFAULT.to_string());
        let mut style = self.styles.get(&parent).cloned().unwrap_or_default();
        xml.within(|_, name, tag| {
            match name {
                "NumberFormat" => {
                    let code = attribute_named(tag, "Format");
                    style.format = Arc::new(NumberFormat::parse(usual_code(&code).unwrap_or(&code)));
                }
                "Font" => {
                    style.drawn.struck = is_true(&attribute_named(tag, "StrikeThrough"));
                    style.drawn.colour = colour(&attribute_named(tag, "Color"));
                }
                "Interior" => {
                    style.drawn.ground = match attribute_named(tag, "Pattern").as_str() {
                        "Solid" => colour(&attribute_named(tag, "Color")),
                        "" | "None" => Some(WHITE),
                        _ => None,
                    };
                }
                _ => {}
            }
            Ok(false)
        })?;
        self.styles.insert(attribute_named(tag, "ID"), style);
        Ok(())
    }

    fn options<R: std::io::BufRead>(&mut self, xml: &mut XmlReader<R>) -> Result<(), Fault> {
        xml.within(|_, name, _| {
            if name == "Date1904" {
                self.epoch = Epoch::Y1904;
            }
            Ok(false)
        })
    }

    fn styled(&self, ids: [&str; 3]) -> Style {
        let id = ids.into_iter().find(|id| !id.is_empty()).unwrap_or(DEFAULT);
        self.styles.get(id).or_else(|| self.styles.get(DEFAULT)).cloned().unwrap_or_default()
    }

    fn sheet<R: std::io::BufRead>(&mut self, xml: &mut XmlReader<R>) -> Result<Gathered, Fault> {
        let mut table = Table::default();
        xml.within(|xml, name, tag| {
            match name {
                "Table" => table.style = attribute_named(tag, "StyleID"),
                "Column" => {
                    table.column(tag);
                    return Ok(false);
                }
                "Row" => {
                    self.row(xml, &mut table, tag)?;
                    return Ok(true);
                }
                "Visible" => {
                    table.gathered.hidden = xml.text()?.trim() != "SheetVisible";
                    return Ok(true);
                }
                "Header" | "Footer" => {
                    table.gathered.around.push(attribute_named(tag, "Data"));
                    return Ok(false);
                }
                "WorksheetOptions" | "PageSetup" => return Ok(false),
                _ => {
                    xml.skip()?;
                    return Ok(true);
                }
            }
            Ok(false)
        })?;
        Ok(table.gathered)
    }

    fn row<R: std::io::BufRead>(
        &mut self,
        xml: &mut XmlReader<R>,
        table: &mut Table,
        tag: &BytesStart,
    ) -> Result<(), Fault> {
        let row = stated(tag, "Index").unwrap_or(table.row);
        let repeats = number(tag, "Span").unwrap_or_default().min(LAST_ROW);
        if row > LAST_ROW {
            return Err(Fault::Damaged);
        }
        table.row = row.saturating_add(1).saturating_add(repeats);
        if is_hidden(tag, "Height") {
            table.gathered.hidden_rows.extend(row..=row.saturating_add(repeats).min(LAST_ROW));
        }
        let style = attribute_named(tag, "StyleID");
        let mut next = 0u32;
        xml.within(|xml, name, tag| {
            if name != "Cell" {
                xml.skip()?;
                return Ok(true);
            }
            let column = stated(tag, "Index").unwrap_or(next);
            if column > LAST_COLUMN {
                return Err(Fault::Damaged);
            }
            let (across, down) = (number(tag, "MergeAcross").unwrap_or(0), number(tag, "MergeDown").unwrap_or(0));
            let last = (row.saturating_add(down).min(LAST_ROW), column.saturating_add(across).min(LAST_COLUMN));
            if across > 0 || down > 0 {
                table.gathered.merges.push(((row, column), last));
            }
            next = last.1.saturating_add(1);
            let own = attribute_named(tag, "StyleID");
            let of_column = table.column_style(column);
            let cell_style = if own.is_empty() {
                self.styled([&style, &of_column, &table.style])
            } else {
                self.styled([&own, "", ""])
            };
            let formula = attribute_named(tag, "Formula");
            self.cell(xml, &mut table.gathered, (row, column), &cell_style, &formula)?;
            Ok(true)
        })
    }

    fn cell<R: std::io::BufRead>(
        &mut self,
        xml: &mut XmlReader<R>,
        into: &mut Gathered,
        at: Position,
        style: &Style,
        formula: &str,
    ) -> Result<(), Fault> {
        let mut value: Option<(String, RichText)> = None;
        xml.within(|xml, name, tag| {
            match name {
                "Data" => value = Some((attribute_named(tag, "Type"), rich_text(xml)?)),
                _ => xml.skip()?,
            }
            Ok(true)
        })?;
        let formula = formula.strip_prefix('=').unwrap_or(formula);
        if is_of_another_file(formula) {
            into.linked.push(at);
        }
        let Some((kind, data)) = value.filter(|(_, data)| !data.words().trim().is_empty()) else {
            let uncached = (!formula.is_empty()).then(|| CellValue::UncachedFormula(formula.to_string()));
            return uncached.map_or(Ok(()), |value| into.add(at, value, &mut self.room));
        };
        let words = data.words();
        let seen = match kind.as_str() {
            "Number" => words.trim().parse::<f64>().ok().map(|number| style.format.show(number, self.epoch)),
            "DateTime" => serial_of_iso(&words).map(|days| match style.format.is_clock() {
                true => style.format.show_decimal(days, Epoch::Y1900),
                false => NumberFormat::parse(NumberFormat::built_in(14)).show_decimal(days, Epoch::Y1900),
            }),
            "Boolean" => Some(Seen::as_it_is(CellValue::Text(if is_true(&words) { "TRUE" } else { "FALSE" }.into()))),
            "Error" => Some(Seen::as_it_is(CellValue::Error(words.trim().to_string()))),
            _ => None,
        };
        let read: CellRead = match seen {
            Some(seen) => style.drawn.show(seen, !formula.is_empty()),
            None => data.show(style.drawn, &style.format),
        };
        into.put(at, read, &mut self.room)
    }
}

const DEFAULT: &str = "Default";

#[derive(Default)]
struct Table {
    gathered: Gathered,
    style: String,
    row: u32,
    next_column: u32,
    /// First and last column, and their style.
    columns: Vec<(u32, u32, String)>,
}

impl Table {
    fn column(&mut self, tag: &BytesStart) {
        let first = stated(tag, "Index").unwrap_or(self.next_column).min(LAST_COLUMN);
        let last = first.saturating_add(number(tag, "Span").unwrap_or_default()).min(LAST_COLUMN);
        self.next_column = last + 1;
        if is_hidden(tag, "Width") {
            self.gathered.hidden_columns.extend(first..=last);
        }
        let style = attribute_named(tag, "StyleID");
        if !style.is_empty() {
            self.columns.push((first, last, style));
        }
    }

    fn column_style(&self, column: u32) -> String {
        let found = self.columns.iter().find(|(first, last, _)| (*first..=*last).contains(&column));
        found.map(|(.., style)| style.clone()).unwrap_or_default()
    }
}

fn number(tag: &BytesStart, name: &str) -> Option<u32> {
    attribute_named(tag, name).trim().parse().ok()
}

/// They count from 1.
fn stated(tag: &BytesStart, name: &str) -> Option<u32> {
    number(tag, name)?.checked_sub(1)
}

fn is_hidden(tag: &BytesStart, size: &str) -> bool {
    is_true(&attribute_named(tag, "Hidden"))
        || attribute_named(tag, size).trim().parse::<f64>().is_ok_and(|size| size < FLAT)
}

/// The text of a Data that is open, with the runs of its fonts.
fn rich_text<R: std::io::BufRead>(xml: &mut XmlReader<R>) -> Result<RichText, Fault> {
    let mut runs: Vec<Run> = Vec::new();
    // How each element that is open looks.
    let mut open: Vec<Run> = Vec::new();
    xml.pieces(|piece| match piece {
        Piece::Open(tag) => {
            let mut look = open.last().cloned().unwrap_or_default();
            // Fonts of a run take the place of the cell's.
            look.struck = Some(look.struck.unwrap_or_default() || matches!(local(tag), "S" | "Strike" | "Del"));
            look.raised |= local(tag) == "Sup";
            look.lowered |= local(tag) == "Sub";
            let size = attribute_named(tag, "Size");
            look.hidden = if size.is_empty() { look.hidden } else { size.parse::<f64>().is_ok_and(|size| size < FLAT) };
            look.colour = colour(&attribute_named(tag, "Color")).or(look.colour);
            open.push(look);
        }
        Piece::Close => drop(open.pop()),
        Piece::Text(text) => {
            runs.push(Run { text: text.to_string(), ..open.last().cloned().unwrap_or_default() });
        }
    })?;
    let is_plain = runs.iter().all(|run| run.struck.is_none());
    let words = |runs: &[Run]| runs.iter().map(|run| run.text.as_str()).collect::<String>();
    Ok(if is_plain { RichText::Plain(words(&runs).into()) } else { RichText::Rich(runs.into()) })
}

/// '[资金.xlsx]表'!R1C1; R[-1]C is in the sheet itself.
fn is_of_another_file(formula: &str) -> bool {
    let named = formula.split('[').skip(1).filter_map(|rest| rest.split_once(']'));
    named.into_iter().any(|(inner, rest)| inner.to_ascii_lowercase().contains(".xl") && rest.contains('!'))
}

/// The names that formats may have in place of a code.
fn usual_code(name: &str) -> Option<&'static str> {
    Some(match name {
        "General" | "General Number" | "" => "General",
        "General Date" => "yyyy/m/d h:mm",
        "Long Date" => "yyyy\"年\"m\"月\"d\"日\"",
        "Medium Date" => "d-mmm-yy",
        "Short Date" => "yyyy/m/d",
        "Long Time" => "h:mm:ss",
        "Medium Time" => "h:mm AM/PM",
        "Short Time" => "h:mm",
        "Currency" | "Euro Currency" => "#,##0.00",
        "Fixed" => "0.00",
        "Standard" => "#,##0.00",
        "Percent" => "0.00%",
        "Scientific" => "0.00E+00",
        "Yes/No" => "\"Yes\";\"Yes\";\"No\"",
        "True/False" => "\"True\";\"True\";\"False\"",
        "On/Off" => "\"On\";\"On\";\"Off\"",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_where_they_say_and_show_what_their_format_makes_of_them() {
        let text = r##"<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
            <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
            <Styles><Style ss:ID="Default"/><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style>
            <Style ss:ID="u"><NumberFormat ss:Format="0&quot;项&quot;"/></Style><Style ss:ID="c" ss:Parent="p"/></Styles>
            <Worksheet ss:Name="表"><Table><Column ss:Index="2" ss:Hidden="1"/>
            <Row ss:Index="2"><Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">甲&#10;乙</Data></Cell>
            <Cell ss:StyleID="c"><Data ss:Type="Number">0.9</Data><Comment><ss:Data>注</ss:Data></Comment></Cell></Row>
            <Row ss:Hidden="1"><Cell ss:Index="3" ss:StyleID="u"><Data ss:Type="Number">65</Data></Cell>
            <Cell ss:Formula="=SUM(R1C1:R2C2)"/></Row></Table>
            <WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"##;
        assert!(looks_like(text));
        let sheets = open(&Arc::from("a.xls"), text).unwrap_or_else(|fault| panic!("{fault:?}"));
        let sheet = &sheets[0];
        let shown: Vec<_> = sheet
            .rows_from(0)
            .flat_map(|row| sheet.row(row).map(move |(column, value)| (row, column, value.words())))
            .collect();
        let wanted = [(1, 0, "甲\n乙"), (1, 2, "90%"), (2, 2, "65项"), (2, 3, "=SUM(R1C1:R2C2)")];
        assert_eq!(shown, wanted.map(|(row, column, words)| (row, column, words.to_string())));
        assert_eq!(
            (sheet.holder(2, 1), sheet.hidden(|_| true).as_slice()),
            ((1, 0), ["整张工作表".to_string(), "第3行".into()].as_slice())
        );
    }

    #[test]
    fn other_xml_is_none() {
        assert!(!looks_like(
            "<?xml version=\"1.0\"?><html xmlns:x=\"urn:schemas-microsoft-com:office:spreadsheet\"><table>"
        ));
        assert!(!looks_like("一级指标,二级指标"));
    }
}
