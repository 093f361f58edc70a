//! Where the bars, lines and words of a chart stand.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::document::layout::MM_PER_PT;
use crate::document::{Chart, Paragraph};

use super::setter::LineSetter;

/// A chart in lengths: points from its top left corner.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing<'a> {
    pub width: f64,
    pub height: f64,
    pub bars: Vec<DrawnBar>,
    /// The base line, then the mark's, which is dashed.
    pub rules: Vec<Rule>,
    pub words: Vec<Words<'a>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct DrawnBar {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    pub hatched: bool,
    /// Its value is greater than the longest bar shows.
    pub cut: bool,
}

/// An upright line.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    pub x: f64,
    pub top: f64,
    pub bottom: f64,
    pub dashed: bool,
}

/// A paragraph in a column of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Words<'a> {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub paragraph: &'a Paragraph,
}

impl LineSetter<'_> {
    /// The chart in `width` points.
    pub fn draw<'a>(&self, chart: &'a Chart, width: f64) -> Drawing<'a> {
        let look = self.layout.chart;
        let [bar, gap, label, words, inset] =
            [look.bar, look.gap, look.label, look.words, look.inset].map(|length| length / MM_PER_PT);
        let base = label + inset;
        let length = width - base - inset - words;
        let share = |value: Decimal| (value / chart.longest).to_f64().unwrap_or_default().clamp(0.0, 1.0);
        let mut drawing = Drawing { width, height: 0.0, bars: Vec::new(), rules: Vec::new(), words: Vec::new() };
        let mut top = 0.0;
        let mark = chart.mark.as_ref().map(|mark| base + share(mark.value) * length);
        if let (Some(x), Some(mark)) = (mark, &chart.mark) {
            // Its name stands centred over its line.
            let name = self.natural_width(&mark.words);
            top = self.height(&mark.words, width);
            drawing.words.push(Words { x: x - name / 2.0, y: 0.0, width: name, paragraph: &mark.words });
        }
        let mut y = top + gap;
        for entry in &chart.bars {
            let label_height = self.height(&entry.label, label);
            let drawn = entry.value.map_or(0.0, |value| share(value) * length);
            let mut after = base + drawn + inset;
            // The mark's line must not strike the words out.
            if let Some(mark) = mark
                && (after - inset..after + self.natural_width(&entry.words)).contains(&mark)
            {
                after = mark + inset;
            }
            let words_height = self.height(&entry.words, width - after);
            let height = bar.max(label_height).max(words_height);
            let centred = |own: f64| y + (height - own) / 2.0;
            drawing.words.push(Words { x: 0.0, y: centred(label_height), width: label, paragraph: &entry.label });
            if drawn > 0.0 {
                drawing.bars.push(DrawnBar {
                    x: base,
                    y: centred(bar),
                    width: drawn,
                    height: bar,
                    hatched: entry.hatched,
                    cut: entry.value.is_some_and(|value| value > chart.longest),
                });
            }
            drawing.words.push(Words {
                x: after,
                y: centred(words_height),
                width: width - after,
                paragraph: &entry.words,
            });
            y += height + gap;
        }
        drawing.rules.push(Rule { x: base, top, bottom: y, dashed: false });
        drawing.rules.extend(mark.map(|x| Rule { x, top, bottom: y, dashed: true }));
        drawing.height = y;
        drawing
    }
}
