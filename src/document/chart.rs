//! Bar charts: what is compared, not how it is drawn.

use rust_decimal::Decimal;
use serde::Serialize;

use super::paragraph::Paragraph;

/// Horizontal bars below one another, from one base line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chart {
    /// What the chart shows, for people who hear the document instead of seeing it.
    pub description: String,
    pub bars: Vec<Bar>,
    /// A value that a line across all bars stands for.
    pub mark: Option<Mark>,
    /// The value of a bar of full length; a bar of more is cut there and shows it.
    pub longest: Decimal,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bar {
    pub label: Paragraph,
    /// `None`: nothing to measure, the words alone are shown.
    pub value: Option<Decimal>,
    /// The words after the bar.
    pub words: Paragraph,
    /// Hatched instead of black.
    pub hatched: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mark {
    pub value: Decimal,
    pub words: Paragraph,
}

impl Chart {
    /// All its words.
    pub fn paragraphs_mut(&mut self) -> impl Iterator<Item = &mut Paragraph> {
        let bars = self.bars.iter_mut().flat_map(|bar| [&mut bar.label, &mut bar.words]);
        bars.chain(self.mark.as_mut().map(|mark| &mut mark.words))
    }

    /// All its words.
    pub fn paragraphs(&self) -> impl Iterator<Item = &Paragraph> {
        let bars = self.bars.iter().flat_map(|bar| [&bar.label, &bar.words]);
        bars.chain(self.mark.as_ref().map(|mark| &mark.words))
    }
}
