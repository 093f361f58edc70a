//! Font files mapped into memory, and faces in them that are parsed when first used.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use memmap2::Mmap;
use sha2::{Digest, Sha256};
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
    sha256: OnceLock<String>,
}

impl FaceFile {
    /// The parsed face; its table of characters takes the time.
    pub(super) fn font(&self) -> Option<&Font> {
        self.font.get_or_init(|| Font::new(self.bytes.clone(), self.index)).as_ref()
    }

    /// The file's tables, which take no time to find.
    pub(super) fn tables(&self) -> Option<ttf_parser::Face<'_>> {
        ttf_parser::Face::parse(&self.bytes, self.index).ok()
    }

    pub(super) fn covers(&self, character: char) -> bool {
        self.font().is_some_and(|font| font.info().coverage.contains(character as u32))
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
        // SAFETY: nothing was written to the map, so that what comes back is what was there.
        let _ = unsafe { self.map.0.unchecked_advise(memmap2::UncheckedAdvice::DontNeed) };
        #[cfg(not(unix))]
        let _ = &self.map;
    }

    pub(super) fn licence(&self) -> Option<String> {
        licence(&self.tables()?)
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
    /// A file that cannot be read or is damaged: a Chinese message.
    pub(super) fn face(&mut self, path: &Path, index: u32) -> Result<Arc<FaceFile>, String> {
        let place = (path.to_path_buf(), index);
        if let Some(face) = self.faces.get(&place) {
            return Ok(face.clone());
        }
        let (map, bytes) = self.map(path)?;
        let embedding = ttf_parser::Face::parse(&bytes, index)
            .map(|face| Embedding::of(&face))
            .map_err(|_| format!("字体文件“{}”已损坏，不能用", path.display()))?;
        let face = FaceFile {
            path: path.to_path_buf(),
            map,
            bytes,
            index,
            embedding,
            font: OnceLock::new(),
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
        let map = unsafe { Mmap::map(&file) }.map_err(failed)?;
        let map = Map(Arc::new(map));
        let known = (map.clone(), Bytes::new(map));
        Ok(self.maps.entry(path.to_path_buf()).or_insert(known).clone())
    }
}
