//! Formats and fonts of cells.

use std::collections::HashMap;
use std::io::BufRead;
use std::sync::Arc;

use crate::sheets::fault::Fault;
use crate::sheets::number_format::NumberFormat;
use crate::sheets::xml::attribute;

use crate::sheets::xml_reader::{XmlReader, is_true};

#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    pub format: Arc<NumberFormat>,
    pub struck: bool,
}

/// By the numbers that cells have.
pub(super) fn read(xml: impl BufRead) -> Result<Vec<Style>, Fault> {
    let mut codes: HashMap<u32, String> = HashMap::new();
    let mut fonts: Vec<bool> = Vec::new();
    let mut cells: Vec<(u32, usize)> = Vec::new();
    let mut xml = XmlReader::new(xml);
    xml.root()?;
    xml.within(|xml, name, _| {
        match name {
            "numFmts" => xml.within(|_, name, tag| {
                if let ("numFmt", Ok(id)) = (name, attribute(tag, "numFmtId").parse()) {
                    codes.insert(id, attribute(tag, "formatCode"));
                }
                Ok(false)
            })?,
            "fonts" => xml.within(|_, name, tag| {
                match name {
                    "font" => fonts.push(false),
                    "strike" => {
                        let value = attribute(tag, "val");
                        if let Some(font) = fonts.last_mut() {
                            *font = value.is_empty() || is_true(&value);
                        }
                    }
                    _ => {}
                }
                Ok(false)
            })?,
            "cellXfs" => xml.within(|_, name, tag| {
                if name == "xf" {
                    let number = |name: &str| attribute(tag, name).trim().parse::<u32>().unwrap_or_default();
                    cells.push((number("numFmtId"), usize::try_from(number("fontId")).unwrap_or(usize::MAX)));
                }
                Ok(false)
            })?,
            _ => xml.skip()?,
        }
        Ok(true)
    })?;
    let mut formats: HashMap<u32, Arc<NumberFormat>> = HashMap::new();
    let style = |(id, font): (u32, usize)| {
        let code = codes.get(&id).map_or_else(|| NumberFormat::built_in(id), String::as_str);
        let format = formats.entry(id).or_insert_with(|| Arc::new(NumberFormat::parse(code)));
        Style { format: format.clone(), struck: fonts.get(font).copied().unwrap_or_default() }
    };
    Ok(cells.into_iter().map(style).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_and_fonts_of_cells() {
        let xml = r#"<x:styleSheet><x:numFmts><x:numFmt numFmtId="176" formatCode="0&quot;项&quot;"/></x:numFmts><x:fonts>
            <x:font/><x:font><x:strike/></x:font><x:font><x:strike val="0"/></x:font></x:fonts><x:cellStyleXfs><x:xf
            numFmtId="9"/></x:cellStyleXfs><x:cellXfs><x:xf numFmtId="0"/><x:xf numFmtId="9" fontId="1"/><x:xf
            numFmtId="176" fontId="2"/></x:cellXfs></x:styleSheet>"#;
        let styles = read(xml.as_bytes()).unwrap();
        assert_eq!(styles.iter().map(|style| style.struck).collect::<Vec<_>>(), [false, true, false]);
        let shown = |index: usize| styles[index].format.show(0.9, Default::default()).value.words();
        assert_eq!((shown(0), shown(1), shown(2)), ("0.9".into(), "90%".into(), "1项".into()));
    }
}
