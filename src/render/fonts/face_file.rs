//! Font files mapped into memory, and faces in them that are parsed when first used.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use memmap2::Mmap;
use sha2::{Digest, Sha256};
use ttf_parser::{Face, OutlineBuilder, RawFace, TableRecord};
use typst::foundations::Bytes;
use typst::text::Font;

use super::rights::{Embedding, licence};

/// A file as it stands in memory: its pages come when they are touched.
#[derive(Debug, Clone)]
struct Map(Arc<Mmap>);

impl AsRef<[u8]> for Map {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// A face in a mapped file.
#[derive(Debug)]
pub(super) struct FaceFile {
    path: PathBuf,
    map: Map,
    bytes: Bytes,
    index: u32,
    pub(super) embedding: Embedding,
    font: OnceLock<Option<Font>>,
    /// The characters that the face says it has: from, to.
    covered: OnceLock<Vec<(u32, u32)>>,
    sha256: OnceLock<String>,
}

impl FaceFile {
    /// The parsed face; its table of characters takes the time.
    pub(super) fn font(&self) -> Option<&Font> {
        self.font.get_or_init(|| Font::new(self.bytes.clone(), self.index)).as_ref()
    }

    /// The file's tables, which take no time to find.
    pub(super) fn tables(&self) -> Option<Face<'_>> {
        Face::parse(&self.bytes, self.index).ok()
    }

    pub(super) fn covers(&self, character: char) -> bool {
        let code = u32::from(character);
        let covered = self.covered.get_or_init(|| self.font().map(covered).unwrap_or_default());
        let after = covered.partition_point(|(from, _)| *from <= code);
        after.checked_sub(1).is_some_and(|at| code <= covered[at].1)
    }

    /// Read through once instead of from the map, whose pages would stay in memory.
    pub(super) fn sha256(&self) -> &str {
        self.sha256.get_or_init(|| {
            let hash = hash_file(&self.path).unwrap_or_else(|_| Sha256::digest(&self.bytes).to_vec());
            hash.iter().map(|byte| format!("{byte:02x}")).collect()
        })
    }

    /// Lets go of the pages that were touched; those that are wanted again come back. Only Unix can be told so.
    pub(super) fn release_pages(&self) {
        #[cfg(unix)]
        #[allow(unsafe_code)]
        // SAFETY: nothing was written to the map, so that what comes back is what was there.
        let _ = unsafe { self.map.0.unchecked_advise(memmap2::UncheckedAdvice::DontNeed) };
        #[cfg(not(unix))]
        let _ = &self.map;
    }

    pub(super) fn licence(&self) -> Option<String> {
        licence(&self.tables()?)
    }
}

/// What Typst knows it by are lengths of runs, which it reads from the beginning for each character.
fn covered(font: &Font) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for code in font.info().coverage.iter() {
        match runs.last_mut() {
            Some((_, to)) if *to + 1 == code => *to = code,
            _ => runs.push((code, code)),
        }
    }
    runs
}

/// Does the face have a shape for the character that it says it has? Blanks and marks that nobody sees have none.
pub(super) fn draws(face: &Face, character: char) -> bool {
    let outline = || face.outline_glyph(face.glyph_index(character)?, &mut Unused);
    is_unseen(character) || outline().is_some()
}

/// Blanks, joiners, selectors of a variant.
fn is_unseen(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '\u{AD}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}'
                | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        )
}

/// Takes an outline that nobody draws.
struct Unused;

impl OutlineBuilder for Unused {
    fn move_to(&mut self, _: f32, _: f32) {}
    fn line_to(&mut self, _: f32, _: f32) {}
    fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {}
    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {}
    fn close(&mut self) {}
}

/// What is wrong with a font file as a whole: readers take a table that reaches beyond the file's end for one that is not
/// there, and what stands in it is then not printed.
fn fault(bytes: &[u8], index: u32) -> Option<&'static str> {
    const DAMAGED: &str = "已损坏，或不是字体文件";
    let Ok(raw) = RawFace::parse(bytes, index) else { return Some(DAMAGED) };
    let end = |table: TableRecord| u64::from(table.offset) + u64::from(table.length);
    if raw.table_records.into_iter().any(|table| end(table) > bytes.len() as u64) {
        return Some("不完整，多半是复制时中断了");
    }
    match Face::parse(bytes, index) {
        Err(_) => Some(DAMAGED),
        Ok(face) if face.tables().glyf.is_none() && face.tables().cff.is_none() => Some("里没有字形"),
        Ok(_) => None,
    }
}

fn hash_file(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut piece = vec![0; 1 << 18];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(hash.finalize().to_vec()),
            length => hash.update(&piece[..length]),
        }
    }
}

/// Files and faces that were opened, each once: several roles may share one.
#[derive(Default)]
pub(super) struct FaceFiles {
    maps: BTreeMap<PathBuf, (Map, Bytes)>,
    faces: BTreeMap<(PathBuf, u32), Arc<FaceFile>>,
}

impl FaceFiles {
    /// # Errors
    /// A file that cannot be read, is damaged or was cut short: a Chinese message.
    pub(super) fn face(&mut self, path: &Path, index: u32) -> Result<Arc<FaceFile>, String> {
        let place = (path.to_path_buf(), index);
        if let Some(face) = self.faces.get(&place) {
            return Ok(face.clone());
        }
        let (map, bytes) = self.map(path)?;
        if let Some(words) = fault(&bytes, index) {
            return Err(format!("字体文件“{}”{words}，请重新复制一份", path.display()));
        }
        let embedding = Face::parse(&bytes, index).map_or(Embedding::Unsaid, |face| Embedding::of(&face));
        let face = FaceFile {
            path: path.to_path_buf(),
            map,
            bytes,
            index,
            embedding,
            font: OnceLock::new(),
            covered: OnceLock::new(),
            sha256: OnceLock::new(),
        };
        Ok(self.faces.entry(place).or_insert(Arc::new(face)).clone())
    }

    fn map(&mut self, path: &Path) -> Result<(Map, Bytes), String> {
        if let Some(known) = self.maps.get(path) {
            return Ok(known.clone());
        }
        let failed = |error: std::io::Error| format!("字体文件“{}”打不开：{error}", path.display());
        let file = File::open(path).map_err(failed)?;
        // SAFETY: the map is only read, and font files are not rewritten in place while a build runs.
        #[allow(unsafe_code)]
        let map = unsafe { Mmap::map(&file) }.map_err(failed)?;
        let map = Map(Arc::new(map));
        let known = (map.clone(), Bytes::new(map));
        Ok(self.maps.entry(path.to_path_buf()).or_insert(known).clone())
    }
}
