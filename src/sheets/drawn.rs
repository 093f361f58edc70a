//! How a cell is drawn: what is struck out is not read, what nobody sees is read and told.

use super::number_format::Seen;
use super::sheet::CellValue;
use super::unlike::{How, Unlike};

/// Red, green and blue.
pub(crate) const WHITE: u32 = 0x00FF_FFFF;

/// How a cell's text is drawn where its runs do not say it, and on what.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Drawn {
    pub struck: bool,
    pub colour: Option<u32>,
    /// `None`: not known.
    pub ground: Option<u32>,
}

/// What is read of a cell, and what it is where that is not the same.
pub(crate) type CellRead = (Option<CellValue>, Option<Unlike>);

impl Drawn {
    /// Letters of the colour of their ground, or so near it that nobody sees them.
    pub fn is_pale(self) -> bool {
        const NEAR: u32 = 16;
        let near = |(one, other): (u32, u32)| {
            [24, 16, 8, 0].iter().all(|by| (one >> by & 0xFF).abs_diff(other >> by & 0xFF) <= NEAR)
        };
        self.colour.zip(self.ground).is_some_and(near)
    }

    /// A condition that draws a cell so takes it from the eye.
    pub fn hides(self) -> bool {
        self.struck || self.is_pale()
    }

    /// What is read of a value; digits that a formula made are rounded by its format, and nobody wonders.
    pub fn show(self, Seen { value, unlike }: Seen, of_formula: bool) -> CellRead {
        let hidden = |how: How| Some(Unlike { held: value.words(), how });
        if self.struck {
            return (None, hidden(How::StruckOut));
        }
        let told = if self.is_pale() { hidden(How::Unseen) } else { unlike };
        let how = |how: How| if how == How::Rounded && of_formula { How::Format } else { how };
        let told = told.map(|told| Unlike { how: how(told.how), ..told });
        (Some(value), told)
    }
}

/// `#FFFFFF`, `#fff`, `white`, `rgb(255, 255, 255)`: as pages and XML say a colour.
pub(crate) fn colour(text: &str) -> Option<u32> {
    let text = text.trim().to_ascii_lowercase();
    if let Some(digits) = text.strip_prefix('#') {
        let whole: String = match digits.len() {
            3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            6 => digits.to_string(),
            _ => return None,
        };
        return u32::from_str_radix(&whole, 16).ok();
    }
    if let Some(parts) = text.strip_prefix("rgb(").and_then(|rest| rest.strip_suffix(')')) {
        let parts: Vec<u32> =
            parts.split(',').filter_map(|part| part.trim().parse::<u8>().ok().map(u32::from)).collect();
        return if let [red, green, blue] = parts.as_slice() { Some(red << 16 | green << 8 | blue) } else { None };
    }
    match text.as_str() {
        "white" => Some(WHITE),
        "black" => Some(0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_near_its_ground_is_not_seen() {
        let on_white = |colour: u32| Drawn { colour: Some(colour), ground: Some(WHITE), struck: false }.is_pale();
        assert!(on_white(WHITE) && on_white(0x00FE_FEFE) && on_white(0x00F2_F2F2));
        assert!(
            !on_white(0x00FF_FF00)
                && !on_white(0x00D9_D9D9)
                && !Drawn { colour: Some(0), ..Drawn::default() }.is_pale()
        );
    }

    #[test]
    fn colours_in_every_spelling() {
        for white in ["#FFFFFF", "#fff", " White", "rgb(255, 255,255)"] {
            assert_eq!(colour(white), Some(WHITE), "{white}");
        }
        assert_eq!(
            (colour("#FF0000"), colour("red"), colour("#12"), colour("rgb(1,2)")),
            (Some(0x00FF_0000), None, None, None)
        );
    }
}
