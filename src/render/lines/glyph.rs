//! Characters as they stand in lines.

use crate::render::fonts::is_in_both_fonts;

/// A character with its place in the line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    pub(super) character: char,
    pub(super) latin: bool,
    /// [`is_letter`].
    pub(super) letter: bool,
    /// No line may begin with it after the character before it: 避头尾, or inside a word.
    pub(super) bound: bool,
    /// Without character spacing.
    pub(super) advance: f64,
    /// The advance of the Chinese one of two letters where it meets the one before it, one of the two being Latin.
    pub(super) meets: f64,
    /// What the paragraph adds to the spacing after this character ([`Spaced`](crate::document::Spaced)).
    pub(super) added: f64,
}

/// Does a new run begin between the two? Where the face or the spacing changes; after a space, which may be stretched;
/// between two full-width marks, which a typesetter would else squeeze together.
pub(super) fn splits(before: Glyph, after: Glyph) -> bool {
    before.latin != after.latin
        || before.added != after.added
        || before.character == ' '
        || !before.latin && !before.letter && !after.letter
}

/// Does the gap between the two grow where a line is justified? Words and numbers are not torn.
pub(super) fn stretches(before: Glyph, after: Glyph) -> bool {
    !(before.latin && after.latin) || before.character == ' '
}

/// Do the two stand in different runs of the .docx, or in different fonts?
pub(super) fn is_portion_end(before: Glyph, after: Glyph) -> bool {
    before.latin != after.latin
        || before.added != after.added
        || is_in_both_fonts(before.character) != is_in_both_fonts(after.character)
}

/// Letters and digits, Chinese ones too; not marks.
pub(super) fn is_letter(character: char) -> bool {
    character.is_alphanumeric()
}
