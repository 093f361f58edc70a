//! Looking for a family by name: first among the files of a folder, then on the machine.

use std::fs;
use std::path::{Path, PathBuf};

use fontdb::{Database, FaceInfo, Source};
use typst::text::{FontInfo, FontStyle, FontWeight};

/// Where families are looked for. The machine's own fonts are only read through when the folder does not settle
/// the matter.
pub(super) struct Shelf {
    folder: Vec<Face>,
    use_system: bool,
    system: Option<Vec<Face>>,
}

/// A face in a font file, with every family name it answers to.
#[derive(Debug, Clone)]
pub(super) struct Face {
    pub(super) path: PathBuf,
    pub(super) index: u32,
    families: Vec<String>,
}

/// A candidate that was found, and its face.
pub(super) struct Found<'a> {
    pub(super) family: &'a str,
    pub(super) face: Face,
}

impl Face {
    pub(super) fn answers_to(&self, family: &str) -> bool {
        self.families.iter().any(|name| name.eq_ignore_ascii_case(family)) || self.short_name_is(family)
    }

    /// Some families have a short name with a style letter in it ("FandolFang R" for "FandolFang"), which the
    /// database does not list.
    fn short_name_is(&self, family: &str) -> bool {
        self.families.iter().any(|name| family.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with(' ')))
            && self.info().is_some_and(|info| info.family.eq_ignore_ascii_case(family))
    }

    fn info(&self) -> Option<FontInfo> {
        FontInfo::new(&fs::read(&self.path).ok()?, self.index)
    }

    /// How far the face is from the wanted one: an upright one of the wanted weight.
    fn distance(&self, bold: bool) -> (bool, u16) {
        let wanted = if bold { FontWeight::BOLD } else { FontWeight::REGULAR };
        self.info().map_or((true, u16::MAX), |info| {
            (info.variant.style != FontStyle::Normal, info.variant.weight.distance(wanted))
        })
    }
}

impl Shelf {
    pub(super) fn new(folder: &Path, use_system: bool) -> Shelf {
        let mut database = Database::new();
        database.load_fonts_dir(folder);
        Shelf { folder: faces(&database), use_system, system: None }
    }

    /// The first of the candidates that is found, and its face.
    pub(super) fn first_of<'a>(&mut self, candidates: &'a [String], bold: bool) -> Option<Found<'a>> {
        candidates.iter().find_map(|family| {
            let face = best(&self.folder, family, bold).or_else(|| best(self.system(), family, bold))?;
            Some(Found { family, face })
        })
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
        Source::File(path) | Source::SharedFile(path, _) => path.clone(),
        Source::Binary(_) => return None,
    };
    let families = info.families.iter().map(|(name, _)| name.clone()).collect();
    Some(Face { path, index: info.index, families })
}
