//! Fonts of the PDF: which file serves each role of `layouts/公文.yaml`, and which characters none of them has.
//!
//! The typesetter sees each face under its role's name (仿宋, 小标宋, …), so a template never names a product.

mod advance;
mod coverage;
mod search;

pub use advance::{Advances, is_latin};
pub use coverage::MissingGlyph;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use memmap2::Mmap;
use sha2::{Digest, Sha256};
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo, FontVariant};
use typst::utils::LazyHash;

use crate::document::Style;
use crate::layout::Layout;
use search::{Found, Shelf};

/// The role of the fonts that supply what a role's own font lacks.
pub const FALLBACK: &str = "补字";

/// One face for each role, and those that fill its gaps.
pub struct FontSet {
    chosen: Vec<Chosen>,
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
    /// What the layout file says that the coverage of a text depends on.
    roles_of_styles: BTreeMap<Style, String>,
    page_number: (String, String),
}

/// The face that serves a role.
#[derive(Debug)]
pub struct Chosen {
    /// 仿宋, 楷体, 西文, …, or [`FALLBACK`].
    pub role: String,
    /// The candidate of the layout file that was found.
    pub family: String,
    pub file_name: String,
    /// The role asks for the bold face of the family.
    pub bold: bool,
    /// It is not the font that the .docx names for the role.
    pub substitute: bool,
    bytes: Bytes,
    sha256: OnceLock<String>,
}

impl Chosen {
    /// SHA-256 of the font file, in hexadecimal; computed when first asked for.
    pub fn sha256(&self) -> &str {
        self.sha256.get_or_init(|| Sha256::digest(&self.bytes).iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

impl FontSet {
    /// Takes, for each role, the first family of its candidate chain that stands in `folder` or, if `use_system`
    /// says so, on this machine; of the two places `folder` goes first.
    ///
    /// # Errors
    /// A role for which no candidate is found, or a font file that cannot be read: a Chinese message.
    pub fn find(layout: &Layout, folder: &Path, use_system: bool) -> Result<FontSet, String> {
        let mut shelf = Shelf::new(folder, use_system);
        let mut files = FontFiles::default();
        let mut taken = Vec::new();
        for (role, font) in &layout.fonts {
            let found =
                shelf.first_of(&font.pdf, font.bold).ok_or_else(|| not_found(role, &font.pdf, folder, use_system))?;
            let substitute = !found.face.answers_to(&font.word);
            taken.push(files.take(role, &found, font.bold, substitute)?);
        }
        for family in &layout.fallback_fonts {
            let candidates = std::slice::from_ref(family);
            let found =
                shelf.first_of(candidates, false).ok_or_else(|| not_found(FALLBACK, candidates, folder, use_system))?;
            taken.push(files.take(FALLBACK, &found, false, false)?);
        }
        let (chosen, fonts): (Vec<Chosen>, Vec<Font>) = taken.into_iter().unzip();
        Ok(FontSet {
            book: LazyHash::new(book(&chosen, &fonts)),
            chosen,
            fonts,
            roles_of_styles: layout.styles.iter().map(|(style, look)| (*style, look.font.clone())).collect(),
            page_number: (layout.page_number.font.clone(), layout.page_number.pattern.clone()),
        })
    }

    /// The faces taken, by role; those that fill gaps stand last.
    pub fn chosen(&self) -> &[Chosen] {
        &self.chosen
    }

    /// The typesetter's register of the faces, each under its role's name.
    pub fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    /// The face at a place of [`FontSet::book`].
    pub fn font(&self, index: usize) -> Option<&Font> {
        self.fonts.get(index)
    }
}

/// Font files mapped into memory, each once: several roles may share one.
#[derive(Default)]
struct FontFiles(BTreeMap<PathBuf, Bytes>);

impl FontFiles {
    fn open(&mut self, path: &Path) -> Result<Bytes, String> {
        if let Some(bytes) = self.0.get(path) {
            return Ok(bytes.clone());
        }
        let failed = |error: std::io::Error| format!("字体文件“{}”打不开：{error}", path.display());
        let file = File::open(path).map_err(failed)?;
        // SAFETY: the map is only read, and font files are not rewritten in place while a build runs.
        let map = unsafe { Mmap::map(&file) }.map_err(failed)?;
        let bytes = Bytes::new(map);
        self.0.insert(path.to_path_buf(), bytes.clone());
        Ok(bytes)
    }

    fn take(&mut self, role: &str, found: &Found, bold: bool, substitute: bool) -> Result<(Chosen, Font), String> {
        let path = &found.face.path;
        let bytes = self.open(path)?;
        let font = Font::new(bytes.clone(), found.face.index)
            .ok_or_else(|| format!("字体文件“{}”已损坏，不能用", path.display()))?;
        let chosen = Chosen {
            role: role.to_string(),
            family: found.family.to_string(),
            file_name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            bold,
            substitute,
            bytes,
            sha256: OnceLock::new(),
        };
        Ok((chosen, font))
    }
}

/// Each face under its role's name and as its only variant: no template asks for a weight.
fn book(chosen: &[Chosen], fonts: &[Font]) -> FontBook {
    let infos = chosen.iter().zip(fonts).map(|(chosen, font)| FontInfo {
        family: chosen.role.clone(),
        variant: FontVariant::default(),
        ..font.info().clone()
    });
    FontBook::from_infos(infos)
}

fn not_found(role: &str, candidates: &[String], folder: &Path, use_system: bool) -> String {
    let places = if use_system {
        format!("{}文件夹和本机", folder.display())
    } else {
        format!("{}文件夹", folder.display())
    };
    format!(
        "没有找到“{role}”可用的字体：{places}都没有{}。请把其中一种字体的文件放进{}文件夹",
        candidates.join("、"),
        folder.display()
    )
}
