//! How wide characters are: what line breaking needs of the fonts.

use ttf_parser::Face;

use super::font_set::{FALLBACK, FontSet};
use crate::document::layout::LATIN;

/// Does the character take the Latin face? ASCII, the accented letters of Latin, Greek letters and raised digits (μg/m³);
/// everything else, also “ ” — … · × ≥, stands in the Chinese face, full width.
pub fn is_latin(character: char) -> bool {
    matches!(
        character,
        ' '..='~'
            | '²' | '³' | 'µ' | '¹'
            | '\u{C0}'..='\u{D6}'
            | '\u{D8}'..='\u{F6}'
            | '\u{F8}'..='\u{24F}'
            | '\u{386}'..='\u{3CE}'
    )
}

/// “ ” ‘ ’ — … · × ≥ and the like: both Chinese and Latin fonts have them, and they belong to the Chinese one.
pub fn is_in_both_fonts(character: char) -> bool {
    !is_latin(character) && character != '\n' && u32::from(character) < 0x2E80
}

/// The advances of a font set's characters.
pub struct Advances<'a> {
    /// By role, in the order of the chain.
    faces: Vec<(&'a str, Face<'a>)>,
}

impl<'a> Advances<'a> {
    pub fn new(fonts: &'a FontSet) -> Advances<'a> {
        let faces =
            fonts.chosen.iter().filter_map(|chosen| Some((chosen.role.as_str(), chosen.face.tables()?))).collect();
        Advances { faces }
    }

    /// The character's advance in the face that shows it, in ems; a character that no face has counts as a full
    /// cell. `latin`: the role of letters and digits.
    pub fn of(&self, role: &str, latin: &str, character: char) -> f64 {
        let latin = is_latin(character).then_some([latin, LATIN]);
        let chain = latin.into_iter().flatten().chain([role, FALLBACK]);
        chain.into_iter().find_map(|role| self.advance_in(role, character)).unwrap_or(1.0)
    }

    fn advance_in(&self, role: &str, character: char) -> Option<f64> {
        self.faces.iter().filter(|(name, _)| *name == role).find_map(|(_, face)| {
            let advance = face.glyph_hor_advance(face.glyph_index(character)?)?;
            Some(f64::from(advance) / f64::from(face.units_per_em()))
        })
    }
}
