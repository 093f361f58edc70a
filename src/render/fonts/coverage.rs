//! Which characters of a document no font can show.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::{MutexGuard, PoisonError};

use rustc_hash::FxHashSet;
use ttf_parser::Face;
use typst::text::Covers;

use super::face_file::draws;
use super::font_set::{Chosen, FALLBACK, FontSet};
use crate::document::layout::LATIN;
use crate::document::{Block, Document, Inline, Paragraph, Style};

/// A character that would be an empty box in the PDF.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MissingGlyph {
    pub character: char,
    /// Words around its first place, to find it by.
    pub context: String,
    /// The font says that it has the character, and has no shape for it: it would be printed as a blank.
    pub shapeless: Option<Shapeless>,
}

/// A font without shapes for what it says that it has: cut short or damaged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shapeless {
    pub role: String,
    pub file_name: String,
}

/// Characters on either side of a missing one that make its context.
const CONTEXT: usize = 8;

impl FontSet {
    /// The characters that neither their style's font nor the Latin one nor the fallback has, in reading order,
    /// each once. Control characters, those that turn the reading direction, and private ones count as missing
    /// whatever a font says: what is read would not be what was written.
    pub fn missing_glyphs(&self, document: &Document) -> Vec<MissingGlyph> {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let tables = self.chosen.iter().map(|_| OnceCell::new()).collect();
        let (seen, damaged, missing) = Default::default();
        let mut report = Report { fonts: self, shown, seen, damaged, missing, tables };
        if let Some(mark) = &document.draft_mark {
            report.text(self.role_of(Style::DraftMark), mark);
        }
        for block in document.sections.iter().flat_map(|section| &section.blocks) {
            match block {
                Block::Paragraph(paragraph) => report.paragraph(paragraph),
                Block::Table(table) => {
                    for cell in table.rows.iter().flat_map(|row| &row.cells) {
                        cell.paragraphs.iter().for_each(|paragraph| report.paragraph(paragraph));
                    }
                }
                Block::Chart(chart) => chart.paragraphs().for_each(|paragraph| report.paragraph(paragraph)),
                Block::Image(_) | Block::PageBreak => {}
            }
        }
        let (role, pattern) = &self.page_number;
        report.text(role, &pattern.replace("{}", "0123456789"));
        report.missing
    }

    fn role_of(&self, style: Style) -> &str {
        self.roles_of_styles.get(&style).expect("a checked layout has every style")
    }

    /// The faces that show a character of this role, by their place: its own, else those of the fallback.
    fn showing(&self, role: &str, character: char) -> Vec<usize> {
        if character.is_control() || turns_direction(character) || is_private(character) || is_mark_of_bytes(character)
        {
            return Vec::new();
        }
        let latin = Covers::LatinInCjk.as_regex().is_match(character.encode_utf8(&mut [0; 4]));
        let covering = |asked: &dyn Fn(&Chosen) -> bool| -> Vec<usize> {
            let chosen = self.chosen.iter().enumerate();
            let covering = chosen.filter(|(_, chosen)| asked(chosen) && chosen.face.covers(character));
            covering.map(|(index, _)| index).collect()
        };
        let own = covering(&|chosen| chosen.role == role || latin && chosen.role == LATIN);
        if own.is_empty() { covering(&|chosen| chosen.role == FALLBACK) } else { own }
    }
}

fn is_private(character: char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

fn turns_direction(character: char) -> bool {
    matches!(character, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Byte order marks and the places that Unicode never assigns: an archivable PDF may not hold them.
fn is_mark_of_bytes(character: char) -> bool {
    character == '\u{FEFF}' || (character as u32) & 0xFFFE == 0xFFFE
}

struct Report<'a> {
    fonts: &'a FontSet,
    shown: MutexGuard<'a, HashMap<String, FxHashSet<char>>>,
    seen: BTreeSet<char>,
    damaged: BTreeSet<Shapeless>,
    missing: Vec<MissingGlyph>,
    /// Of the chosen faces, each parsed once.
    tables: Vec<OnceCell<Option<Face<'a>>>>,
}

impl<'a> Report<'a> {
    /// The face, if it has no shape for a character that it says it has.
    fn shapeless(&self, face: usize, character: char) -> Option<Shapeless> {
        let chosen = &self.fonts.chosen[face];
        let tables = self.tables[face].get_or_init(|| chosen.face.tables()).as_ref();
        let draws = tables.is_some_and(|face| draws(face, character));
        (!draws).then(|| Shapeless { role: chosen.role.clone(), file_name: chosen.file_name.clone() })
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        for inline in &paragraph.inlines {
            if let Inline::Text { text } = inline {
                self.text(self.fonts.role_of(paragraph.style), text);
            }
        }
    }

    fn text(&mut self, role: &'a str, text: &str) {
        let mut shown = self.shown.remove(role).unwrap_or_default();
        for (index, character) in text.chars().enumerate() {
            if shown.contains(&character) {
                continue;
            }
            let showing = self.fonts.showing(role, character);
            let shapeless = showing.iter().find_map(|&face| self.shapeless(face, character));
            if !showing.is_empty() && shapeless.is_none() {
                shown.insert(character);
            // A damaged font lacks thousands of shapes: one is told.
            } else if self.seen.insert(character)
                && shapeless.as_ref().is_none_or(|font| self.damaged.insert(font.clone()))
            {
                let start = index.saturating_sub(CONTEXT);
                let context = text
                    .chars()
                    .skip(start)
                    .take(index + CONTEXT + 1 - start)
                    .map(|c| if c.is_control() || turns_direction(c) { '\u{FFFD}' } else { c })
                    .collect();
                self.missing.push(MissingGlyph { character, context, shapeless });
            }
        }
        self.shown.insert(role.to_string(), shown);
    }
}
