//! Percentages and hidden rows and columns of an .xlsx.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::base::text_part::TextPart;
use crate::sheets::fault::Fault;
use crate::sheets::limits::{LARGEST, LAST_COLUMN};
use crate::sheets::xml::{attribute, local};

use super::archive::{Archive, each, part};
use super::sheet_marks::Marks;

/// `None` where the parts of an .xlsx are not there.
pub(crate) fn marks(archive: &mut Archive<'_>) -> Option<HashMap<String, Marks>> {
    let mut targets = HashMap::new();
    each(part(archive, "xl/_rels/workbook.xml.rels")?, |link| {
        if local(link) == "Relationship" {
            targets.insert(attribute(link, "Id"), attribute(link, "Target"));
        }
    });
    let mut sheets = Vec::new();
    each(part(archive, "xl/workbook.xml")?, |sheet| {
        if local(sheet) == "sheet" {
            sheets.push((attribute(sheet, "name"), attribute(sheet, "r:id")));
        }
    });
    let percent = part(archive, "xl/styles.xml").map_or_else(Vec::new, percent_styles);
    let mut found = HashMap::new();
    for (name, id) in sheets {
        let Some(target) = targets.get(&id) else { continue };
        let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_string);
        if let Some(xml) = part(archive, &path) {
            found.insert(name, sheet_marks(xml, &percent));
        }
    }
    Some(found)
}

/// The reader of values makes room for as many shared texts as their list says it has; each takes some bytes of it.
///
/// # Errors
/// A list that says more than it can hold.
pub(crate) fn check_shared_texts(archive: &mut Archive<'_>) -> Result<(), Fault> {
    for index in 0..archive.len() {
        let Ok(part) = archive.by_index(index) else { continue };
        if !part.name().is_ok_and(|name| name.to_ascii_lowercase().ends_with("sharedstrings.xml")) {
            continue;
        }
        let size = part.size();
        let mut reader = Reader::from_reader(BufReader::new(part.take(LARGEST)));
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer) {
                Ok(Event::Start(tag) | Event::Empty(tag)) if local(&tag) == "sst" => {
                    let stated = attribute(&tag, "uniqueCount");
                    if stated.parse::<u64>().is_ok_and(|stated| stated > size) {
                        return Err(Fault::Damaged);
                    }
                    break;
                }
                Ok(Event::Eof) | Err(_) => break,
                Ok(_) => {}
            }
        }
    }
    Ok(())
}

fn sheet_marks(xml: impl BufRead, percent: &[bool]) -> Marks {
    let mut marks = Marks::default();
    each(xml, |tag| {
        let number = |name: &str| attribute(tag, name).parse::<u32>().ok();
        let hidden = || matches!(attribute(tag, "hidden").as_str(), "1" | "true");
        match local(tag) {
            "col" if hidden() => {
                if let (Some(first), Some(last)) = (number("min"), number("max")) {
                    marks.hidden_columns.extend((first.max(1) - 1)..=(last.max(1) - 1).min(LAST_COLUMN));
                }
            }
            "row" if hidden() => marks.hidden_rows.extend(number("r").and_then(|row| row.checked_sub(1))),
            "c" => {
                let style = number("s").and_then(|style| usize::try_from(style).ok());
                if style.is_some_and(|style| percent.get(style) == Some(&true)) {
                    marks.percentages.extend(position(&attribute(tag, "r")));
                }
            }
            _ => {}
        }
    });
    marks
}

/// For each cell format of the workbook: is it shown as a percentage?
fn percent_styles(xml: impl BufRead) -> Vec<bool> {
    const BUILT_IN: [u32; 2] = [9, 10];
    let mut formats: HashMap<u32, bool> = BUILT_IN.into_iter().map(|id| (id, true)).collect();
    let mut styles = Vec::new();
    let mut in_cells = false;
    let mut reader = Reader::from_reader(xml);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) => match local(&tag) {
                "numFmt" => {
                    let code = attribute(&tag, "formatCode");
                    // What stands in quotation marks is printed as it is.
                    let shown: String = code.split('"').step_by(2).collect();
                    if let Ok(id) = attribute(&tag, "numFmtId").parse() {
                        formats.insert(id, shown.contains('%'));
                    }
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells => {
                    let id = attribute(&tag, "numFmtId").parse().unwrap_or_default();
                    styles.push(formats.get(&id).copied().unwrap_or(false));
                }
                _ => {}
            },
            Ok(Event::End(tag)) if tag.name().as_ref().ends_with("cellXfs") => in_cells = false,
            Ok(Event::Eof) | Err(_) => return styles,
            Ok(_) => {}
        }
    }
}

/// D8 → (7, 3).
fn position(address: &str) -> Option<(u32, u32)> {
    let letters = address.bytes().take_while(u8::is_ascii_uppercase).count();
    let column = address
        .part(..letters)
        .bytes()
        .try_fold(0u32, |sum, letter| sum.checked_mul(26)?.checked_add(u32::from(letter - b'A') + 1))?;
    let row: u32 = address.part(letters..).parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_known_by_their_format() {
        let styles = r#"<styleSheet><numFmts><numFmt numFmtId="176" formatCode="0.0%"/><numFmt numFmtId="177"
            formatCode="0&quot;%&quot;"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf
            numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="176"/><xf numFmtId="177"/></cellXfs></styleSheet>"#;
        assert_eq!(percent_styles(styles.as_bytes()), [false, true, true, false]);
    }

    #[test]
    fn hidden_rows_and_columns_are_found() {
        let sheet = r#"<worksheet><cols><col min="2" max="3" hidden="1"/></cols><sheetData><row r="4" hidden="1"><c r="AA4"
            s="1"/></row><row r="5"><c r="A5" s="0"/></row></sheetData></worksheet>"#;
        let marks = sheet_marks(sheet.as_bytes(), &[false, true]);
        assert_eq!(marks.percentages, [(3, 26)].into());
        assert_eq!((marks.hidden_rows, marks.hidden_columns), ([3].into(), [1, 2].into()));
    }
}
