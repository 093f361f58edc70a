//! Bar charts from their descriptions in `layouts/…图.yaml`.

use minijinja::value::Value;
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::document::{Bar, Chart, Mark, Paragraph, Style};

use super::fill::{Filling, LayoutTextError};
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
    title: String,
    #[serde(rename = "描述")]
    description: String,
    /// The list whose items each make a bar; the item is called 项.
    #[serde(rename = "每个")]
    each: String,
    #[serde(rename = "名")]
    label: String,
    #[serde(rename = "数")]
    value: String,
    #[serde(rename = "标")]
    words: String,
    /// The bar is hatched where this gives any words.
    #[serde(rename = "斜线", default)]
    hatched: String,
    #[serde(rename = "基准", default)]
    mark: Option<MarkLayout>,
    #[serde(rename = "最大", default)]
    longest: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkLayout {
    #[serde(rename = "数")]
    value: String,
    #[serde(rename = "标")]
    words: String,
}

/// The chart and its title, in which ｜ marks possible line breaks.
pub fn compose(layout: &ChartLayout, filling: Filling<'_>) -> Result<(Inked, Chart), LayoutTextError> {
    let text = |template: &str, item: Option<&Value>| filling.fill(template, item);
    let missing = || LayoutTextError(format!("没有可以逐条画出的清单“{}”", layout.each));
    let items = filling.names.get_attr(&layout.each).map_err(|_| missing())?;
    let mut bars = Vec::new();
    for item in items.try_iter().map_err(|_| missing())? {
        let words = |template: &str| text(template, Some(&item));
        bars.push(Bar {
            label: words(&layout.label)?.paragraph(Style::CellText),
            value: number(&words(&layout.value)?.text())?,
            words: words(&layout.words)?.paragraph(Style::CellText),
            hatched: !words(&layout.hatched)?.text().trim().is_empty(),
        });
    }
    let mark = match &layout.mark {
        Some(mark) => {
            number(&mark.value)?.map(|value| Mark { value, words: Paragraph::new(Style::CellText, &mark.words) })
        }
        None => None,
    };
    let greatest = bars.iter().filter_map(|bar| bar.value).chain(mark.iter().map(|mark| mark.value)).max();
    let longest = match &layout.longest {
        Some(words) => number(words)?.into_iter().chain(greatest).min(),
        None => greatest,
    };
    let chart = Chart {
        description: text(&layout.description, None)?.text(),
        bars,
        mark,
        // A chart of nothing but zeros has bars without length.
        longest: longest.filter(|longest| *longest > Decimal::ZERO).unwrap_or(Decimal::ONE),
    };
    Ok((text(&layout.title, None)?, chart))
}

/// A printed number, with or without ％; nothing where nothing is printed.
fn number(printed: &str) -> Result<Option<Decimal>, LayoutTextError> {
    let bare = printed.trim().trim_end_matches(['%', '％']);
    match bare {
        "" | "/" | "—" | PENDING => Ok(None),
        _ => bare.parse().map(Some).map_err(|_| LayoutTextError(format!("“{printed}”不是数，画不成条形"))),
    }
}
