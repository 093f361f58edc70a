//! A paragraph: its text, and where it looks otherwise than its style says.

use serde::Serialize;

use super::annotation::Annotation;
use super::origin::Origins;
use super::style::Style;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Paragraph {
    pub style: Style,
    pub inlines: Vec<Inline>,
    /// What its characters are. No file shows it.
    #[serde(skip)]
    pub origins: Origins,
    /// Character size in points where it is not the style's: a form that was shrunk to fit its page.
    pub size: Option<f64>,
    /// Indents where they are not the style's: what hangs from, or is centred over, other text.
    pub indent: Option<Indent>,
    /// Its last line stands on one page with what follows, whatever its style says: the text above a 落款.
    pub keep_with_next: bool,
    /// Points of blank above it besides its style's.
    pub above: f64,
    /// Where characters stand wider than the style says, so that lines break in Word where they break in the PDF.
    pub spaced: Vec<Spaced>,
    /// Characters that begin a line where LibreOffice breaks only before Chinese: they are called so.
    pub told: Vec<usize>,
    /// A draft's findings on these words.
    pub annotations: Vec<Annotation>,
    /// In place of text: the page on which the note of this number stands first.
    pub page_of: Option<usize>,
}

/// Indents in points: of all lines from the left and from the right, and what the first line adds to the left.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Indent {
    pub left: f64,
    pub first: f64,
    pub right: f64,
}

/// Characters `start` to just before `end` of the paragraph's text, and the points added to their spacing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spaced {
    pub start: usize,
    pub end: usize,
    pub points: f64,
}

impl Paragraph {
    /// A paragraph of plain text; a line feed in `text` becomes a forced line break.
    pub fn new(style: Style, text: &str) -> Paragraph {
        let mut inlines = Vec::new();
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                inlines.push(Inline::LineBreak);
            }
            if !line.is_empty() {
                inlines.push(Inline::Text { text: line.to_string() });
            }
        }
        Paragraph {
            style,
            inlines,
            origins: Origins::default(),
            size: None,
            indent: None,
            keep_with_next: false,
            above: 0.0,
            spaced: Vec::new(),
            told: Vec::new(),
            annotations: Vec::new(),
            page_of: None,
        }
    }

    /// Its text between forced line breaks.
    pub fn texts_mut(&mut self) -> impl Iterator<Item = &mut String> {
        self.inlines.iter_mut().filter_map(|inline| match inline {
            Inline::Text { text } => Some(text),
            Inline::LineBreak => None,
        })
    }

    /// Points added to the spacing after the character at this place of the text.
    pub fn added_spacing(&self, place: usize) -> f64 {
        let spaced = self.spaced.iter().find(|spaced| (spaced.start..spaced.end).contains(&place));
        spaced.map_or(0.0, |spaced| spaced.points)
    }

    /// The paragraph's text; a forced line break is a line feed.
    pub fn text(&self) -> String {
        self.inlines
            .iter()
            .map(|inline| match inline {
                Inline::Text { text } => text.as_str(),
                Inline::LineBreak => "\n",
            })
            .collect()
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Inline {
    Text { text: String },
    LineBreak,
}
