//! Pages for a screen: the pictures of the very pages that the PDF has, and where on them each character stands.

use typst::layout::{Frame, FrameItem, Point, Transform};
use typst_layout::PagedDocument;
use typst_svg::SvgOptions;

use super::format::{Format, Tools};
use super::pages::{Manuscript, Marks, Runs, forget, main_file};
use crate::document::Document;

/// The box of a character: so much of its size is above the baseline.
const ABOVE_BASELINE: f64 = 0.88;

/// Pages on a screen.
pub struct Screen;

impl Format for Screen {
    type Made = LaidOut;

    fn export(&self, document: &Document, tools: &Tools<'_>) -> Result<LaidOut, String> {
        let marks = Marks::of(main_file());
        let pages = Manuscript::of(document, tools)?.set(tools, Some(&marks))?;
        Ok(LaidOut { pages, runs: marks.into_runs() })
    }

    fn forget(&self) {
        forget();
    }
}

/// A document in its pages.
pub struct LaidOut {
    pages: PagedDocument,
    runs: Runs,
}

/// A character on a page; lengths in points from the page's upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// Which of the document's paragraphs, also those in cells and charts, counted from 0.
    pub paragraph: usize,
    /// Which of its characters, blanks not counted.
    pub at: usize,
    pub character: char,
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

impl LaidOut {
    /// Width and height of each page.
    pub fn sizes(&self) -> Vec<[f64; 2]> {
        self.pages.pages().iter().map(|page| [page.frame.width().to_pt(), page.frame.height().to_pt()]).collect()
    }

    /// The picture of a page, its characters as outlines.
    pub fn svg(&self, page: usize) -> Option<String> {
        self.pages.pages().get(page).map(|page| typst_svg::svg(page, &SvgOptions::default()))
    }

    /// The page's characters, in the order in which they were set.
    pub fn glyphs(&self, page: usize) -> Vec<Glyph> {
        let mut glyphs = Vec::new();
        if let Some(page) = self.pages.pages().get(page) {
            self.gather(&page.frame, Transform::identity(), &mut glyphs);
        }
        glyphs
    }

    fn gather(&self, frame: &Frame, at: Transform, glyphs: &mut Vec<Glyph>) {
        for (place, item) in frame.items() {
            let here = at.pre_concat(Transform::translate(place.x, place.y));
            match item {
                FrameItem::Group(group) => self.gather(&group.frame, here.pre_concat(group.transform), glyphs),
                FrameItem::Text(text) => {
                    let mut cursor = typst::layout::Abs::zero();
                    for glyph in &text.glyphs {
                        let advance = glyph.x_advance.at(text.size);
                        if let Some((paragraph, index, character)) = self.runs.find(glyph.span.0, glyph.span.1) {
                            let corner = Point::new(cursor, -text.size * ABOVE_BASELINE).transform(here);
                            let (left, top) = (corner.x.to_pt(), corner.y.to_pt());
                            let (width, height) = (advance.to_pt(), text.size.to_pt());
                            glyphs.push(Glyph { paragraph, at: index, character, left, top, width, height });
                        }
                        cursor += advance;
                    }
                }
                _ => {}
            }
        }
    }
}
