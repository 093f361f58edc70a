//! Charts as pictures for Word: the same template draws them as for the PDF, glyphs as outlines.

use typst::utils::Scalar;
use typst_render::RenderOptions;
use typst_svg::SvgOptions;

use crate::document::layout::{Layout, MM_PER_PT};
use crate::document::{Block, Document};
use crate::render::fonts::FontSet;
use crate::render::picture::Picture;

use super::error::RenderError;
use super::input;
use super::typeset::typeset;
use super::world::{TypstWorld, library, look};

/// Dots an inch of the picture for programs that cannot show the vector one.
const RESOLUTION: f64 = 300.0;

/// A picture of each chart, in the order of the document. The same arguments give the same bytes.
///
/// # Errors
/// A mistake in the template.
pub fn pictures(
    document: &Document,
    layout: &Layout,
    template: &str,
    fonts: &FontSet,
) -> Result<Vec<Picture>, RenderError> {
    let mut pictures = Vec::new();
    for section in &document.sections {
        let width = layout.page(section.orientation).type_width() / MM_PER_PT;
        for block in &section.blocks {
            let Block::Chart(chart) = block else { continue };
            let tree = input::picture_json(chart, document, layout, fonts, width);
            let pages = typeset(&TypstWorld::new(template, library(&tree, layout), look(layout), fonts))?;
            let Some(page) = pages.pages().first() else { continue };
            let options = RenderOptions { pixel_per_pt: Scalar::new(RESOLUTION / 72.0), ..RenderOptions::default() };
            let png = typst_render::render(page, &options)
                .encode_png()
                .map_err(|error| RenderError(format!("图存不成PNG（{error}）")))?;
            pictures.push(Picture {
                description: chart.description.clone(),
                width: page.frame.width().to_pt(),
                height: page.frame.height().to_pt(),
                svg: typst_svg::svg(page, &SvgOptions::default()).into_bytes(),
                png,
            });
        }
    }
    Ok(pictures)
}
