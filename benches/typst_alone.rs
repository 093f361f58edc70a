//! The typesetter alone on a year's documents: `typst_alone dump YEAR FOLDER` writes what ziping would give it,
//! `typst_alone run FOLDER` makes the PDFs of that, one after the other, with nothing else in the process.

use std::fs;
use std::path::{Path, PathBuf};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use ziping::app::pipeline::examine;
use ziping::app::resources::Resources;
use ziping::app::year_folder::YearFolder;
use ziping::render::fonts::FontSet;
use ziping::render::pages::{Manuscript, library};

/// As ziping's: what is compared is the work, not the allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const DOCUMENTS: [&str; 2] = ["report", "form"];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["dump", year, folder] => dump(Path::new(year), Path::new(folder)),
        ["run", folder] => run(Path::new(folder)),
        _ => panic!("typst_alone dump YEAR FOLDER | run FOLDER"),
    }
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn shipped() -> (Resources, FontSet) {
    let resources = Resources::load(&project().join("layouts")).unwrap_or_else(|faults| panic!("{faults:?}"));
    let fonts = FontSet::find(&resources.layout, &project().join("fonts"), false).unwrap();
    (resources, fonts)
}

fn dump(year: &Path, folder: &Path) {
    let (resources, fonts) = shipped();
    let name = year.file_name().unwrap().to_string_lossy().into_owned();
    let examined = examine(&YearFolder { name, path: year.to_path_buf() }, &resources, &fonts);
    let composed = examined.content.unwrap().composed;
    fs::create_dir_all(folder).unwrap();
    for (name, document) in DOCUMENTS.into_iter().zip([&composed.report, &composed.form]) {
        let Manuscript { tree, look, .. } = Manuscript::of(document, &resources.tools(&fonts)).unwrap();
        fs::write(folder.join(format!("{name}.json")), tree.to_string()).unwrap();
        fs::write(folder.join("layout.json"), look).unwrap();
    }
}

fn run(folder: &Path) {
    // Which face serves which role is read from the layout file, as ziping reads it.
    let layout = fs::read_to_string(project().join("layouts/公文.yaml")).unwrap();
    let layout = ziping::document::layout::Layout::parse(&layout).unwrap_or_else(|faults| panic!("{faults:?}"));
    let fonts = FontSet::find(&layout, &project().join("fonts"), false).unwrap();
    let template = Source::new(file("/main.typ"), fs::read_to_string(project().join("layouts/公文.typ")).unwrap());
    for name in DOCUMENTS {
        let tree = fs::read(folder.join(format!("{name}.json"))).unwrap();
        let library = library(&serde_json::from_slice(&tree).unwrap(), &layout);
        let look = Bytes::new(fs::read(folder.join("layout.json")).unwrap());
        let world = Alone { library: &library, template: &template, look, fonts: &fonts };
        let pages = typst::compile::<PagedDocument>(&world).output.unwrap();
        let options = PdfOptions {
            timestamp: Some(Timestamp::new_utc(Datetime::from_ymd_hms(2026, 3, 31, 0, 0, 0).unwrap())),
            standards: PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).unwrap(),
            tagged: true,
            ..PdfOptions::default()
        };
        fs::write(folder.join(format!("{name}.pdf")), typst_pdf::pdf(&pages, &options).unwrap()).unwrap();
    }
}

fn file(path: &str) -> FileId {
    FileId::new(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).unwrap()))
}

struct Alone<'a> {
    library: &'a LazyHash<Library>,
    template: &'a Source,
    look: Bytes,
    fonts: &'a FontSet,
}

impl World for Alone<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, _: FileId) -> FileResult<Source> {
        Ok(self.template.clone())
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id {
            id if id == file("/layout.json") => Ok(self.look.clone()),
            _ => Err(FileError::NotFound(PathBuf::new())),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
