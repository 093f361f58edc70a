//! Boxes of text on a sheet, and comments on cells.

use std::io::BufRead;

use crate::sheets::fault::Fault;

use crate::sheets::xml_reader::XmlReader;

/// The text of each element of this name, its paragraphs by lines.
pub(super) fn texts(xml: impl BufRead, boxed: &str) -> Result<Vec<String>, Fault> {
    let mut boxes: Vec<String> = Vec::new();
    let mut xml = XmlReader::new(xml);
    xml.root()?;
    xml.within(|xml, name, _| {
        if name != boxed {
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
