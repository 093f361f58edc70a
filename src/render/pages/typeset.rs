//! Pages by the typesetter, or what it has against the template.

use serde_json::Value;
use sha2::{Digest, Sha256};
use typst::diag::{EcoString, SourceDiagnostic};
use typst::foundations::Bytes;
use typst_layout::PagedDocument;

use super::input::{document_json, image_path, picture_json};
use super::marks::Marks;
use super::missing::refuse_missing_glyphs;
use super::world::{Images, TEMPLATE, TypstWorld, library_with, look};
use crate::base::parallel::processors;
use crate::document::{Block, Document};
use crate::render::format::Tools;

/// What the typesetter is given besides the template: the tree and `/layout.json`.
pub struct Manuscript {
    pub tree: Value,
    pub look: String,
    /// Files that the tree names.
    pub images: Images,
}

impl Manuscript {
    /// # Errors
    /// A table whose spans do not fit together; a character that no font has.
    pub fn of(document: &Document, tools: &Tools<'_>) -> Result<Manuscript, String> {
        refuse_missing_glyphs(document, tools.fonts)?;
        let tree = document_json(document, tools.layout, tools.fonts)?;
        let blocks = document.sections.iter().flat_map(|section| &section.blocks);
        Ok(Manuscript { tree, look: look(tools.layout), images: images(blocks) })
    }

    /// A chart or picture by itself, on a page of this width.
    pub(super) fn of_drawing(block: &Block, document: &Document, tools: &Tools<'_>, width: f64) -> Manuscript {
        let tree = picture_json(block, document, tools.layout, tools.fonts, width);
        Manuscript { tree, look: look(tools.layout), images: images([block]) }
    }

    /// A name that stays the same as long as what is set does.
    pub(in crate::render) fn ident(&self, tools: &Tools<'_>) -> String {
        let mut hash = Sha256::new();
        for part in [tools.template, &self.tree.to_string(), &self.look] {
            hash.update(part.len().to_le_bytes());
            hash.update(part);
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Set by the template, with `marks` on its runs of characters. The same arguments give the same pages.
    ///
    /// # Errors
    /// A mistake in the template.
    pub(in crate::render) fn set(self, tools: &Tools<'_>, marks: Option<&Marks>) -> Result<PagedDocument, String> {
        let library = library_with(&self.tree, tools.layout, marks);
        // The tree is large, and what is set is larger: not both are needed from here on.
        drop(self.tree);
        let world = TypstWorld::new(tools.template, library, self.look, self.images, tools.fonts);
        let pages = typst::compile::<PagedDocument>(&world).output;
        tools.fonts.release_pages();
        pages.map_err(|problems| typst_error("排版", &problems, |problem| world.line(problem)))
    }
}

fn images<'d>(blocks: impl IntoIterator<Item = &'d Block>) -> Images {
    let image = |block: &Block| match block {
        Block::Image(image) => Some((image_path(&image.png), Bytes::new(image.png.clone()))),
        _ => None,
    };
    blocks.into_iter().filter_map(image).collect()
}

/// What the typesetter remembers: see [`Format::forget`](crate::render::format::Format::forget).
pub fn forget() {
    typst::comemo::evict(processors().saturating_sub(1).max(1));
}

/// What the typesetter says is for whoever edits the template: its words, with the line of the template.
pub(in crate::render) fn typst_error(
    stage: &str,
    problems: &[SourceDiagnostic],
    line: impl Fn(&SourceDiagnostic) -> Option<usize>,
) -> String {
    let words: Vec<String> = problems
        .iter()
        .map(|problem| {
            let line = line(problem).map_or(String::new(), |line| format!("第{line}行："));
            let hints: Vec<&str> = problem.hints.iter().map(|hint| EcoString::as_str(&hint.v)).collect();
            let hints = if hints.is_empty() { String::new() } else { format!("（{}）", hints.join("；")) };
            format!("{line}{}{hints}", problem.message)
        })
        .collect();
    format!("{stage}时出错，请检查{TEMPLATE}：{}", words.join("；"))
}
