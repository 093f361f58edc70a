//! Looking for a family by name: first among the files of a folder, then on the machine.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use fontdb::{Database, FaceInfo, Style, Weight};
use memmap2::Mmap;
use ttf_parser::name_id;

use super::rights::names;

/// Where families are looked for. The machine's own fonts are only read through when the folder does not settle
/// the matter.
pub(super) struct Shelf {
    folder: Vec<Face>,
    unread: Vec<PathBuf>,
    use_system: bool,
    system: Option<Vec<Face>>,
}

/// A face in a font file, with every family name it answers to.
#[derive(Debug, Clone)]
pub(super) struct Face {
    pub(super) path: PathBuf,
    pub(super) index: u32,
    families: Vec<String>,
    style: Style,
    weight: Weight,
}

/// Where a font file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The folder of fonts.
    Folder,
    /// The machine's own fonts.
    Machine,
}

impl Face {
    pub(super) fn answers_to(&self, family: &str) -> bool {
        self.families.iter().any(|name| name.eq_ignore_ascii_case(family)) || self.short_name_is(family)
    }

    /// Some families have a short name with a style letter in it ("FandolFang R" for "FandolFang"), which the
    /// database does not list.
    fn short_name_is(&self, family: &str) -> bool {
        self.families.iter().any(|name| family.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with(' ')))
            && self.has_family_name(family)
    }

    fn has_family_name(&self, family: &str) -> bool {
        let named =
            |face: &ttf_parser::Face<'_>| names(face, name_id::FAMILY).any(|name| name.eq_ignore_ascii_case(family));
        self.read(named).unwrap_or(false)
    }

    /// How far the face is from the wanted one: an upright one of the wanted weight.
    fn distance(&self, bold: bool) -> (bool, u16) {
        let wanted = if bold { Weight::BOLD } else { Weight::NORMAL };
        // Fandol's bold faces state the regular weight and are only marked as bold.
        let weight = if self.is_marked_bold() { self.weight.max(Weight::BOLD) } else { self.weight };
        (self.style != Style::Normal, weight.0.abs_diff(wanted.0))
    }

    fn is_marked_bold(&self) -> bool {
        self.read(|face| face.is_bold()).unwrap_or(false)
    }

    /// Reads no more of the file than it is asked for.
    fn read<T>(&self, question: impl FnOnce(&ttf_parser::Face<'_>) -> T) -> Option<T> {
        let file = File::open(&self.path).ok()?;
        // SAFETY: the map is only read, and font files are not rewritten in place while a build runs.
        #[allow(unsafe_code)]
        let map = unsafe { Mmap::map(&file) }.ok()?;
        ttf_parser::Face::parse(&map, self.index).ok().map(|face| question(&face))
    }
}

impl Shelf {
    pub(super) fn new(folder: &Path, use_system: bool) -> Shelf {
        let mut database = Database::new();
        for path in font_files(folder).filter(|path| has_its_faces(path)) {
            // What cannot be read is told below.
            let _ = database.load_font_file(path);
        }
        let faces = faces(&database);
        // The database knows files by where they really are.
        let read: BTreeSet<PathBuf> = faces.iter().filter_map(|face| face.path.canonicalize().ok()).collect();
        let is_read = |path: &Path| path.canonicalize().is_ok_and(|path| read.contains(&path));
        let unread = font_files(folder).filter(|path| !is_read(path)).collect();
        Shelf { folder: faces, unread, use_system, system: None }
    }

    /// A font file of the folder in which no face could be read: another would silently take its place.
    pub(super) fn unread(&self) -> Option<&Path> {
        self.unread.first().map(PathBuf::as_path)
    }

    /// The face of a family that comes nearest, in one of the two places.
    pub(super) fn face(&mut self, source: Source, family: &str, bold: bool) -> Option<Face> {
        match source {
            Source::Folder => best(&self.folder, family, bold),
            Source::Machine => best(self.system(), family, bold),
        }
    }

    fn system(&mut self) -> &[Face] {
        let use_system = self.use_system;
        self.system.get_or_insert_with(|| {
            let mut database = Database::new();
            if use_system {
                database.load_system_fonts();
            }
            faces(&database)
        })
    }
}

fn font_files(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = walkdir::WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter();
    let is_font = |path: &PathBuf| {
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        ["ttf", "otf", "ttc", "otc"].contains(&ending.as_str())
    };
    let files = entries.filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    files.map(walkdir::DirEntry::into_path).filter(is_font)
}

/// Not a collection that says to hold more faces than it has room for: all of them would be looked for.
fn has_its_faces(path: &Path) -> bool {
    let mut head = [0; 12];
    let Ok(mut file) = File::open(path) else { return false };
    if file.read_exact(&mut head).is_err() || !head.starts_with(b"ttcf") {
        return true;
    }
    let [.., a, b, c, d] = head;
    let length = file.metadata().map_or(0, |about| about.len());
    u64::from(u32::from_be_bytes([a, b, c, d])) * 4 + 12 <= length
}

fn best(shelf: &[Face], family: &str, bold: bool) -> Option<Face> {
    let named: Vec<&Face> = shelf.iter().filter(|face| face.answers_to(family)).collect();
    match named.as_slice() {
        [] => None,
        [face] => Some((*face).clone()),
        several => several.iter().min_by_key(|face| face.distance(bold)).map(|face| (*face).clone()),
    }
}

/// In an order that does not depend on how the file system lists a folder.
fn faces(database: &Database) -> Vec<Face> {
    let mut faces: Vec<Face> = database.faces().filter_map(face).collect();
    faces.sort_by(|a, b| (&a.path, a.index).cmp(&(&b.path, b.index)));
    faces
}

fn face(info: &FaceInfo) -> Option<Face> {
    let path = match &info.source {
        fontdb::Source::File(path) | fontdb::Source::SharedFile(path, _) => path.clone(),
        fontdb::Source::Binary(_) => return None,
    };
    let families = info.families.iter().map(|(name, _)| name.clone()).collect();
    Some(Face { path, index: info.index, families, style: info.style, weight: info.weight })
}
