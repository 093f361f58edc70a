//! Formats and fonts of cells.

use std::collections::HashMap;
use std::io::BufRead;
use std::sync::Arc;

use quick_xml::events::BytesStart;

use crate::base::text_part::TextPart;
use crate::sheets::drawn::{Drawn, WHITE};
use crate::sheets::fault::Fault;
use crate::sheets::number_format::NumberFormat;
use crate::sheets::xml::attribute;

use crate::sheets::xml_reader::{XmlReader, is_true};

#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    pub format: Arc<NumberFormat>,
    pub drawn: Drawn,
}

/// Above red, green and blue, so that two of them are as far apart as colours that are told apart: the theme's own colours,
/// of which the tint alone is known.
const OF_THEME: u32 = 0x1100_0000;

/// Red, green and blue of a colour that is the same in every workbook; of another, what it has in common with itself alone.
pub(super) fn colour(tag: &BytesStart) -> Option<u32> {
    let is = |name: &str| attribute(tag, name);
    let tint = is("tint").trim().parse::<f64>().unwrap_or_default().clamp(-1.0, 1.0);
    match (is("rgb").as_str(), is("indexed").as_str(), is("theme").as_str()) {
        (rgb, ..) if !rgb.is_empty() => u32::from_str_radix(rgb.part(rgb.len().saturating_sub(6)..), 16).ok(),
        (_, "1" | "9" | "65", _) => Some(WHITE),
        (_, "0" | "8" | "64", _) => Some(0),
        (_, _, "0") => Some(grey(1.0 + tint.min(0.0))),
        (_, _, "1") => Some(grey(tint.max(0.0))),
        (.., theme) => {
            let of_theme = |theme: u32| OF_THEME.wrapping_mul(theme) | grey(f64::midpoint(1.0, tint));
            theme.parse().ok().map(of_theme)
        }
    }
}

/// A switch without a value is on.
pub(super) fn is_on(tag: &BytesStart) -> bool {
    let value = attribute(tag, "val");
    value.is_empty() || is_true(&value)
}

/// So light: 0 is black, 1 white.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn grey(light: f64) -> u32 {
    (light * 255.0).round() as u32 * 0x0001_0101
}

/// By the numbers that cells have; those of conditions.
pub(super) fn read(xml: impl BufRead) -> Result<(Vec<Style>, Vec<Drawn>), Fault> {
    let mut codes: HashMap<u32, String> = HashMap::new();
    let (mut fonts, mut conditional): (Vec<Drawn>, Vec<Drawn>) = (Vec::new(), Vec::new());
    let mut grounds: Vec<Option<u32>> = Vec::new();
    let mut cells: Vec<(u32, usize, usize)> = Vec::new();
    let mut solid = false;
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
                if name == "font" {
                    fonts.push(Drawn::default());
                }
                draw(fonts.last_mut(), name, tag);
                Ok(false)
            })?,
            "dxfs" => xml.within(|xml, name, tag| {
                match (name, conditional.last_mut()) {
                    ("dxf", _) => conditional.push(Drawn { ground: Some(WHITE), ..Drawn::default() }),
                    ("bgColor", Some(drawn)) => drawn.ground = colour(tag),
                    // Its colours are those of lines.
                    ("border", _) => {
                        xml.skip()?;
                        return Ok(true);
                    }
                    (_, drawn) => draw(drawn, name, tag),
                }
                Ok(false)
            })?,
            "fills" => xml.within(|_, name, tag| {
                match (name, grounds.last_mut()) {
                    ("fill", _) => grounds.push(None),
                    ("patternFill", Some(ground)) => {
                        *ground = matches!(attribute(tag, "patternType").as_str(), "" | "none").then_some(WHITE);
                        solid = attribute(tag, "patternType") == "solid";
                    }
                    ("fgColor", Some(ground)) if solid => *ground = colour(tag),
                    _ => {}
                }
                Ok(false)
            })?,
            "cellXfs" => xml.within(|_, name, tag| {
                if name == "xf" {
                    let number = |name: &str| attribute(tag, name).trim().parse::<u32>().unwrap_or_default();
                    let place = |name: &str| usize::try_from(number(name)).unwrap_or(usize::MAX);
                    cells.push((number("numFmtId"), place("fontId"), place("fillId")));
                }
                Ok(false)
            })?,
            _ => xml.skip()?,
        }
        Ok(true)
    })?;
    let mut formats: HashMap<u32, Arc<NumberFormat>> = HashMap::new();
    let style = |(id, font, fill): (u32, usize, usize)| {
        let code = codes.get(&id).map_or_else(|| NumberFormat::built_in(id), String::as_str);
        let format = formats.entry(id).or_insert_with(|| Arc::new(NumberFormat::parse(code)));
        let ground = grounds.get(fill).copied().unwrap_or(Some(WHITE));
        let font = fonts.get(font).copied().unwrap_or_default();
        Style { format: format.clone(), drawn: Drawn { ground, ..font } }
    };
    Ok((cells.into_iter().map(style).collect(), conditional))
}

/// What a part of a font says.
fn draw(font: Option<&mut Drawn>, name: &str, tag: &BytesStart) {
    let Some(font) = font else { return };
    match name {
        "color" => font.colour = colour(tag),
        "strike" => font.struck = is_on(tag),
        _ => {}
    }
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
        let (styles, _) = read(xml.as_bytes()).unwrap();
        assert_eq!(styles.iter().map(|style| style.drawn.struck).collect::<Vec<_>>(), [false, true, false]);
        let shown = |index: usize| styles[index].format.show(0.9, Default::default()).value.words();
        assert_eq!((shown(0), shown(1), shown(2)), ("0.9".into(), "90%".into(), "1项".into()));
    }
}
