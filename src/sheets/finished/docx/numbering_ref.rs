//! Where a paragraph or a style says which list it stands in.

use super::markup::Element;

/// Which list and level a paragraph or a style names; either may come from elsewhere.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct NumberingRef {
    pub list: Option<String>,
    pub level: Option<usize>,
}

impl NumberingRef {
    /// Of a `pPr`.
    pub fn of(properties: &Element) -> NumberingRef {
        let Some(numbering) = properties.kid("numPr") else { return NumberingRef::default() };
        NumberingRef {
            list: numbering.value("numId").map(str::to_string),
            level: numbering.value("ilvl").and_then(|level| level.parse().ok()),
        }
    }

    /// What lies nearer counts.
    pub fn over(self, farther: &NumberingRef) -> NumberingRef {
        NumberingRef { list: self.list.or_else(|| farther.list.clone()), level: self.level.or(farther.level) }
    }
}
