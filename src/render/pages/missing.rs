//! Characters that no font has keep a document from being set.

use super::world::LAYOUT;
use crate::document::Document;
use crate::render::fonts::FontSet;

pub(super) fn refuse_missing_glyphs(document: &Document, fonts: &FontSet) -> Result<(), String> {
    let missing = fonts.missing_glyphs(document);
    if missing.is_empty() {
        return Ok(());
    }
    let places: Vec<String> = missing
        .iter()
        .map(|glyph| format!("“{}”（U+{:04X}，在“{}”里）", glyph.character, u32::from(glyph.character), glyph.context))
        .collect();
    Err(format!(
        "以下字符所有字体里都没有，PDF印不出来：{}。请改用别的字符，或在字体文件夹里放入有这些字的字体并写进{LAYOUT}的补字字体",
        places.join("、")
    ))
}
