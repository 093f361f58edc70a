//! Whether a run's text is shown, and how: styles, and what stands at the run itself.

use std::collections::{BTreeMap, BTreeSet};

use super::markup::Element;
use super::numbering_ref::NumberingRef;

/// What of a run's looks changes what is read.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct RunLooks {
    hidden: Option<bool>,
    struck: Option<bool>,
    double_struck: Option<bool>,
    height: Option<Height>,
    /// White letters.
    white: Option<bool>,
    /// Marked or shaded in a colour of its own.
    on_colour: Option<bool>,
    /// The font of its Latin letters, where it is a font of symbols.
    pub font: Option<String>,
    style: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Height {
    #[default]
    Line,
    Raised,
    Lowered,
}

impl RunLooks {
    /// Of an `rPr`.
    pub fn of(properties: &Element) -> RunLooks {
        let height = match properties.value("vertAlign") {
            Some("superscript") => Some(Height::Raised),
            Some("subscript") => Some(Height::Lowered),
            Some(_) => Some(Height::Line),
            None => None,
        };
        // Raised by hand: by at least three points.
        let position = properties.value("position").and_then(|value| value.parse::<i32>().ok());
        let by_hand = position.and_then(|half_points| match half_points {
            6.. => Some(Height::Raised),
            ..=-6 => Some(Height::Lowered),
            _ => None,
        });
        let fonts = properties.kid("rFonts");
        let font = fonts.and_then(|fonts| fonts.attribute("ascii").or_else(|| fonts.attribute("hAnsi")));
        RunLooks {
            // Smaller than two points nobody reads: half points.
            hidden: properties.switch("vanish").or(properties
                .value("sz")
                .and_then(|size| size.parse::<u32>().ok())
                .map(|size| size < 4)
                .filter(|is_tiny| *is_tiny)),
            struck: properties.switch("strike"),
            double_struck: properties.switch("dstrike"),
            height: height.or(by_hand),
            white: properties.value("color").map(|colour| colour.eq_ignore_ascii_case("FFFFFF")),
            on_colour: (is_shaded(properties) || properties.kid("highlight").is_some()).then_some(true),
            font: font.map(str::to_string),
            style: properties.value("rStyle").map(str::to_string),
        }
    }

    /// What lies nearer counts.
    fn over(self, farther: RunLooks) -> RunLooks {
        RunLooks {
            hidden: self.hidden.or(farther.hidden),
            struck: self.struck.or(farther.struck),
            double_struck: self.double_struck.or(farther.double_struck),
            height: self.height.or(farther.height),
            white: self.white.or(farther.white),
            on_colour: self.on_colour.or(farther.on_colour),
            font: self.font.or(farther.font),
            style: self.style.or(farther.style),
        }
    }
}

/// Is there a ground of another colour than the paper's?
pub(super) fn is_shaded(properties: &Element) -> bool {
    let fill = properties.kid("shd").and_then(|ground| ground.attribute("fill"));
    fill.is_some_and(|fill| !["auto", "FFFFFF", "ffffff"].contains(&fill))
}

fn shades(style: &Element) -> bool {
    is_shaded(style) || style.kids.iter().any(shades)
}

/// How a run is shown.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Shown {
    /// Hidden, or struck out.
    pub not: bool,
    /// White, and on no colour of its own: nobody sees it on white paper.
    pub white: bool,
    pub height: Height,
    pub font: Option<String>,
}

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    looks: RunLooks,
    numbering: NumberingRef,
}

#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: BTreeMap<String, Style>,
    /// Styles of tables that shade cells.
    shading: BTreeSet<String>,
    /// The style of paragraphs that name none.
    paragraph: Option<String>,
    defaults: RunLooks,
}

/// Styles that are based on each other in a circle end here.
const DEEPEST: usize = 24;

impl Styles {
    pub fn of(part: &Element) -> Styles {
        let mut styles = Styles::default();
        if let Some(properties) = part.kid("docDefaults").and_then(|all| all.kid("rPrDefault")?.kid("rPr")) {
            styles.defaults = RunLooks::of(properties);
        }
        for style in part.all("style") {
            let id = style.attribute("styleId").unwrap_or_default().to_string();
            let is_default = matches!(style.attribute("default"), Some("1" | "true" | "on"));
            if is_default && style.attribute("type") == Some("paragraph") {
                styles.paragraph = Some(id.clone());
            }
            if style.attribute("type") == Some("table") && shades(style) {
                styles.shading.insert(id.clone());
            }
            styles.by_id.insert(
                id,
                Style {
                    based_on: style.value("basedOn").map(str::to_string),
                    looks: style.kid("rPr").map(RunLooks::of).unwrap_or_default(),
                    numbering: style.kid("pPr").map(NumberingRef::of).unwrap_or_default(),
                },
            );
        }
        styles
    }

    /// Some cells of a table with these properties have a ground of another colour.
    pub fn shades_cells(&self, properties: &Element) -> bool {
        let chain = self.chain(properties.value("tblStyle"));
        is_shaded(properties) || chain.iter().any(|(id, _)| self.shading.contains(*id))
    }

    /// The style and what it is based on, nearest first.
    fn chain<'a>(&'a self, id: Option<&str>) -> Vec<(&'a str, &'a Style)> {
        let mut chain = Vec::new();
        let mut next = id.and_then(|id| self.by_id.get_key_value(id));
        while let Some((id, style)) = next.filter(|_| chain.len() < DEEPEST) {
            chain.push((id.as_str(), style));
            next = style.based_on.as_deref().and_then(|id| self.by_id.get_key_value(id));
        }
        chain
    }

    fn looks(&self, id: Option<&str>) -> RunLooks {
        self.chain(id).into_iter().fold(RunLooks::default(), |looks, (_, style)| looks.over(style.looks.clone()))
    }

    /// A run with these looks of its own, in a paragraph of this style.
    pub fn shown(&self, paragraph: Option<&str>, own: &RunLooks) -> Shown {
        let paragraph = self.looks(paragraph.or(self.paragraph.as_deref()));
        let character = self.looks(own.style.as_deref());
        // Two styles that both switch the same on switch it off again.
        let toggled = |own: Option<bool>, of: fn(&RunLooks) -> Option<bool>| {
            own.unwrap_or_else(|| {
                let styled = of(&paragraph).unwrap_or(false) ^ of(&character).unwrap_or(false);
                styled || of(&self.defaults).unwrap_or(false)
            })
        };
        let hidden = toggled(own.hidden, |looks| looks.hidden);
        let struck = toggled(own.struck, |looks| looks.struck);
        let nearest = own.clone().over(character).over(paragraph).over(self.defaults.clone());
        Shown {
            not: hidden || struck || nearest.double_struck.unwrap_or(false),
            white: nearest.white.unwrap_or(false) && !nearest.on_colour.unwrap_or(false),
            height: nearest.height.unwrap_or_default(),
            font: nearest.font,
        }
    }

    /// The list that paragraphs of this style stand in; the level may be the one that names the style.
    pub fn numbering(&self, paragraph: Option<&str>) -> (NumberingRef, Vec<&str>) {
        let chain = self.chain(paragraph.or(self.paragraph.as_deref()));
        let found = chain.iter().fold(NumberingRef::default(), |found, (_, style)| found.over(&style.numbering));
        (found, chain.into_iter().map(|(id, _)| id).collect())
    }
}
