//! Parts of a text by bytes that were reckoned.

use std::slice::SliceIndex;

pub(crate) trait TextPart {
    /// This part of the text; empty where the text has no such part. Reckoned bytes may cut a character, or stand in
    /// another text than they were reckoned for: typed text must never end a run (clippy's `string_slice`, asked
    /// for in Cargo.toml, watches over it).
    fn part(&self, range: impl SliceIndex<str, Output = str>) -> &str;
}

impl TextPart for str {
    fn part(&self, range: impl SliceIndex<str, Output = str>) -> &str {
        self.get(range).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_text_does_not_have_is_empty() {
        let text = "得分96分";
        assert_eq!((text.part(..6), text.part(6..8), text.part(6..)), ("得分", "96", "96分"));
        // Between the bytes of a character, the wrong way round, beyond the end.
        assert_eq!((text.part(1..6), text.part(..40), text.part(40..)), ("", "", ""));
        #[expect(clippy::reversed_empty_ranges)]
        let reversed = text.part(8..6);
        assert_eq!(reversed, "");
    }
}
