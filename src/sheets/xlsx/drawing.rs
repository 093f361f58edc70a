//! Boxes of text on a sheet.

use std::io::BufRead;

use crate::sheets::fault::Fault;

use crate::sheets::xml_reader::XmlReader;

/// The text of each box, its paragraphs by lines.
pub(super) fn boxes(xml: impl BufRead) -> Result<Vec<String>, Fault> {
    let mut boxes: Vec<String> = Vec::new();
    let mut xml = XmlReader::new(xml);
    xml.root()?;
    xml.within(|xml, name, _| {
        if name != "txBody" {
            return Ok(false);
        }
        let mut text = String::new();
        xml.within(|xml, name, _| {
            match name {
                "p" => text.push('\n'),
                "t" => {
                    text.push_str(&xml.text()?);
                    return Ok(true);
                }
                _ => {}
            }
            Ok(false)
        })?;
        boxes.push(text);
        Ok(true)
    })?;
    Ok(boxes)
}
