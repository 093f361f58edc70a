//! Bar charts from their descriptions in `layouts/…图.yaml`.

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::document::{Bar, Chart, Mark, Paragraph, Style};

use super::fill::{Filling, LayoutTextError, Text};
use super::inked::Inked;
use super::pending::PENDING;

/// One chart's description.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartLayout {
    /// The name by which templates ask for the chart.
    #[serde(rename = "名称")]
    pub name: String,
    #[serde(rename = "题")]
    title: Text,
    #[serde(rename = "描述")]
    description: Text,
    /// The list whose items each make a bar; the item is called 项.
    #[serde(rename = "每个")]
    each: Text,
    #[serde(rename = "名")]
    label: Text,
    #[serde(rename = "数")]
    value: Text,
    #[serde(rename = "标")]
    words: Text,
    /// The bar is hatched where this gives any words.
    #[serde(rename = "斜线", default)]
    hatched: Option<Text>,
    #[serde(rename = "基准", default)]
    mark: Option<MarkLayout>,
    #[serde(rename = "最大", default)]
    longest: Option<Text>,
    /// The file that describes it: layouts/指标完成情况图.yaml.
    #[serde(skip)]
    pub file: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkLayout {
    #[serde(rename = "数")]
    value: Text,
    #[serde(rename = "标")]
    words: Text,
}

/// The chart and its title, in which ｜ marks possible line breaks.
pub fn compose(layout: &ChartLayout, filling: Filling<'_>) -> Result<(Inked, Chart), LayoutTextError> {
    let mut bars = Vec::new();
    for item in filling.list(&layout.each)? {
        let words = |text: &Text| filling.fill(text, Some(&item));
        let hatched = layout.hatched.as_ref().map(words).transpose()?;
        bars.push(Bar {
            label: words(&layout.label)?.paragraph(Style::CellText),
            value: number(&layout.value, &words(&layout.value)?.text())?,
            words: words(&layout.words)?.paragraph(Style::CellText),
            hatched: hatched.is_some_and(|words| !words.text().trim().is_empty()),
        });
    }
    let mark = match &layout.mark {
        Some(MarkLayout { value, words }) => number(value, &value.value)?
            .map(|value| Mark { value, words: Paragraph::new(Style::CellText, &words.value) }),
        None => None,
    };
    let greatest = bars.iter().filter_map(|bar| bar.value).chain(mark.iter().map(|mark| mark.value)).max();
    let longest = match &layout.longest {
        Some(words) => number(words, &words.value)?.into_iter().chain(greatest).min(),
        None => greatest,
    };
    let chart = Chart {
        description: filling.fill(&layout.description, None)?.text(),
        bars,
        mark,
        // A chart of nothing but zeros has bars without length.
        longest: longest.filter(|longest| *longest > Decimal::ZERO).unwrap_or(Decimal::ONE),
    };
    Ok((filling.fill(&layout.title, None)?, chart))
}

/// A printed number, with or without ％; nothing where nothing is printed.
fn number(text: &Text, printed: &str) -> Result<Option<Decimal>, LayoutTextError> {
    let bare = printed.trim().trim_end_matches(['%', '％']);
    match bare {
        "" | "/" | "—" | PENDING => Ok(None),
        _ => {
            let told = |_| LayoutTextError::at(text, format!("“{printed}”不是数，画不成条形"));
            bare.parse().map(Some).map_err(told)
        }
    }
}
