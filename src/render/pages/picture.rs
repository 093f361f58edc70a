//! Charts and pictures for Word: the same template draws them as for the PDF, glyphs as outlines.

use typst::utils::Scalar;
use typst_render::RenderOptions;
use typst_svg::SvgOptions;

use super::typeset::Manuscript;
use crate::document::layout::MM_PER_PT;
use crate::document::{Block, Chart, Document, Image};
use crate::render::format::Tools;

/// Dots an inch of the picture for programs that cannot show the vector one.
const RESOLUTION: f64 = 300.0;

/// One drawing in two formats.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// For people who hear the document instead of seeing it.
    pub description: String,
    /// Points.
    pub width: f64,
    pub height: f64,
    pub svg: Vec<u8>,
    /// For programs that do not know SVG.
    pub png: Vec<u8>,
}

/// A picture of each chart, each picture from outside, in the order of the document. The same arguments give the same bytes.
///
/// # Errors
/// A mistake in the template.
pub fn pictures(document: &Document, tools: &Tools<'_>) -> Result<Vec<Picture>, String> {
    let mut pictures = Vec::new();
    for section in &document.sections {
        let width = tools.layout.page(section.orientation).type_width() / MM_PER_PT;
        for block in &section.blocks {
            let description = match block {
                Block::Chart(Chart { description, .. }) | Block::Image(Image { description, .. }) => description,
                _ => continue,
            };
            let pages = Manuscript::of_drawing(block, document, tools, width).set(tools, None)?;
            let Some(page) = pages.pages().first() else { continue };
            let options = RenderOptions { pixel_per_pt: Scalar::new(RESOLUTION / 72.0), ..RenderOptions::default() };
            let png = typst_render::render(page, &options).encode_png();
            pictures.push(Picture {
                description: description.clone(),
                width: page.frame.width().to_pt(),
                height: page.frame.height().to_pt(),
                svg: typst_svg::svg(page, &SvgOptions::default()).into_bytes(),
                png: png.map_err(|error| format!("图存不成PNG（{error}）"))?,
            });
        }
    }
    Ok(pictures)
}
