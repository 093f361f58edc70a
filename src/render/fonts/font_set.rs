//! The face that serves each role, by the candidates of the layout.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

use rustc_hash::FxHashSet;
use typst::text::{Coverage, Font, FontBook, FontFlags, FontInfo, FontVariant};
use typst::utils::LazyHash;

use crate::base::file_words::io_words;
use crate::base::parallel::{in_parallel, processors};
use crate::document::Style;
use crate::document::layout::Layout;

use super::face_file::{FaceFile, FaceFiles};
use super::rights::Embedding;
use super::search::{Shelf, Source};

/// The role of the fonts that supply what a role's own font lacks.
pub const FALLBACK: &str = "补字";

/// One face for each role, and those that fill its gaps.
pub struct FontSet {
    pub(super) chosen: Vec<Chosen>,
    refused: Vec<Refused>,
    book: OnceLock<LazyHash<FontBook>>,
    /// What the layout file says that the coverage of a text depends on.
    pub(super) roles_of_styles: BTreeMap<Style, String>,
    pub(super) page_number: (String, String),
    /// By role, the characters that were found to be shown: looking up is slow, and texts repeat their characters.
    pub(super) shown: Mutex<HashMap<String, FxHashSet<char>>>,
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
    pub source: Source,
    pub(super) face: Arc<FaceFile>,
}

impl Chosen {
    /// SHA-256 of the font file, in hexadecimal; computed when first asked for.
    pub fn sha256(&self) -> &str {
        self.face.sha256()
    }

    /// Whether a PDF may hold the font.
    pub fn embedding(&self) -> Embedding {
        self.face.embedding
    }

    /// The licence that the font file names, in one line.
    pub fn licence(&self) -> Option<String> {
        self.face.licence()
    }
}

/// A candidate that was found but forbids what a PDF needs; the next candidate serves the role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub role: String,
    pub family: String,
    pub file_name: String,
    pub embedding: Embedding,
}

impl FontSet {
    /// Takes, for each role, the first family of its candidate chain that stands in `folder` or, if `use_system`
    /// says so, on this machine; of the two places `folder` goes first. A face that may not be embedded is passed
    /// over and noted.
    ///
    /// # Errors
    /// A role for which no candidate is found, or a font file that cannot be read: a Chinese message.
    pub fn find(layout: &Layout, folder: &Path, use_system: bool) -> Result<FontSet, String> {
        let shelf = Shelf::new(folder, use_system);
        if let Some(path) = shelf.unread() {
            let words = std::fs::File::open(path)
                .err()
                .map_or("已损坏，或不是字体文件".into(), |error| io_words(&error));
            let path = path.display();
            return Err(format!("字体文件“{path}”读不出来：{words}；请重新复制一份，用不着的请移走"));
        }
        let mut choice = Choice { shelf, files: FaceFiles::default(), refused: Vec::new() };
        let mut chosen = Vec::new();
        let missing = |role: &str, candidates: &[String], refused: &[Refused]| {
            not_found(role, candidates, folder, use_system, refused)
        };
        for (role, font) in &layout.fonts {
            match choice.first_of(role, &font.pdf, font.bold, Some(&font.word))? {
                Some(found) => chosen.push(found),
                None => return Err(missing(role, &font.pdf, &choice.refused)),
            }
        }
        for family in &layout.fallback_fonts {
            let candidates = std::slice::from_ref(family);
            match choice.first_of(FALLBACK, candidates, false, None)? {
                Some(found) => chosen.push(found),
                None => return Err(missing(FALLBACK, candidates, &choice.refused)),
            }
        }
        Ok(FontSet {
            chosen,
            refused: choice.refused,
            book: OnceLock::new(),
            roles_of_styles: layout.styles.iter().map(|(style, look)| (*style, look.font.clone())).collect(),
            page_number: (layout.page_number.font.clone(), layout.page_number.pattern.clone()),
            shown: Mutex::default(),
        })
    }

    /// The faces taken, by role; those that fill gaps stand last.
    pub fn chosen(&self) -> &[Chosen] {
        &self.chosen
    }

    /// Candidates that were found but may not be embedded.
    pub fn refused(&self) -> &[Refused] {
        &self.refused
    }

    /// Hashes the files, side by side, so that nobody has to wait for [`Chosen::sha256`] later.
    pub fn hash_files(&self) {
        in_parallel(&self.chosen, processors(), |chosen| chosen.sha256().len());
    }

    /// The typesetter reads each font through once, to tell it from others: 30 MB of which it then needs a fraction, and
    /// again what it cuts out of them for the PDF.
    pub fn release_pages(&self) {
        self.chosen.iter().for_each(|chosen| chosen.face.release_pages());
    }

    /// The typesetter's register of the faces, each under its role's name.
    pub fn book(&self) -> &LazyHash<FontBook> {
        self.book.get_or_init(|| LazyHash::new(FontBook::from_infos(self.chosen.iter().map(info))))
    }

    /// The face at a place of [`FontSet::book`], parsed when first asked for.
    pub fn font(&self, index: usize) -> Option<&Font> {
        self.chosen.get(index)?.face.font()
    }
}

/// Under its role's name and as its only variant: no template asks for a weight.
fn info(chosen: &Chosen) -> FontInfo {
    let (flags, axes, coverage) = match chosen.face.font() {
        Some(font) => (font.info().flags, font.info().axes.clone(), font.info().coverage.clone()),
        None => (FontFlags::empty(), Vec::new(), Coverage::from_vec(Vec::new())),
    };
    FontInfo { family: chosen.role.clone(), variant: FontVariant::default(), flags, axes, coverage }
}

/// What is needed to choose faces, and what was passed over.
struct Choice {
    shelf: Shelf,
    files: FaceFiles,
    refused: Vec<Refused>,
}

impl Choice {
    /// The first of the candidates that is found and may be embedded; `word` is the font that the .docx names.
    fn first_of(
        &mut self,
        role: &str,
        candidates: &[String],
        bold: bool,
        word: Option<&str>,
    ) -> Result<Option<Chosen>, String> {
        for family in candidates {
            for source in [Source::Folder, Source::Machine] {
                let Some(found) = self.shelf.face(source, family, bold) else { continue };
                let face = self.files.face(&found.path, found.index).map_err(|words| format!("“{role}”用的{words}"))?;
                let (role, family) = (role.to_string(), family.clone());
                let file_name = found.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                if face.embedding.is_allowed() {
                    let substitute = word.is_some_and(|word| !found.answers_to(word));
                    return Ok(Some(Chosen { role, family, file_name, bold, substitute, source, face }));
                }
                let refused = Refused { role, family, file_name, embedding: face.embedding };
                // One font often answers to several names of the chain.
                if !self.refused.iter().any(|known| known.role == refused.role && known.file_name == refused.file_name)
                {
                    self.refused.push(refused);
                }
            }
        }
        Ok(None)
    }
}

fn not_found(role: &str, candidates: &[String], folder: &Path, use_system: bool, refused: &[Refused]) -> String {
    let places = if use_system {
        format!("{}文件夹和本机", folder.display())
    } else {
        format!("{}文件夹", folder.display())
    };
    let passed_over: String = refused
        .iter()
        .filter(|refused| refused.role == role)
        .map(|refused| format!("（找到{}，但它{}）", refused.file_name, refused.embedding.words()))
        .collect();
    format!(
        "没有找到“{role}”可用的字体：{places}都没有{}{passed_over}。请把其中一种字体的文件放进{}文件夹",
        candidates.join("、"),
        folder.display()
    )
}
