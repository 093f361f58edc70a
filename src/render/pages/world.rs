//! What Typst may see of the world: one template, the document tree with its pictures, the layout and the chosen fonts. No disk, no clock.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World, WorldExt};

use super::marks::Marks;
use crate::document::layout::Layout;
use crate::render::fonts::FontSet;

/// Pictures by the paths that the tree names.
pub type Images = BTreeMap<String, Bytes>;

/// What the clerk knows the files as.
pub(super) const TEMPLATE: &str = "layouts/公文.typ";
pub(super) const LAYOUT: &str = "layouts/公文.yaml";

/// `a11y-extras`: row labels outside a table's head, table summaries.
static LIBRARY: LazyLock<Library> =
    LazyLock::new(|| Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build());

/// What the template knows the document tree as.
const TREE: &str = "document-tree";

/// The layout as the template reads it.
pub(super) fn look(layout: &Layout) -> String {
    serde_json::to_string(layout).expect("a layout holds text and finite numbers only")
}

/// The typesetter's library, with the document tree in it. `tree`: of a [`Manuscript`](super::Manuscript).
pub fn library(tree: &serde_json::Value, layout: &Layout) -> LazyHash<Library> {
    library_with(tree, layout, None)
}

/// The same, with marks on the runs of characters.
pub(super) fn library_with(tree: &serde_json::Value, layout: &Layout, marks: Option<&Marks>) -> LazyHash<Library> {
    let mut library = LIBRARY.clone();
    library.global.scope_mut().define(TREE, super::tree::tree(tree, layout, marks));
    LazyHash::new(library)
}

static MAIN: LazyLock<FileId> = LazyLock::new(|| project_file("/main.typ"));
static LAYOUT_JSON: LazyLock<FileId> = LazyLock::new(|| project_file("/layout.json"));

fn project_file(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("the paths written here are valid");
    FileId::new(RootedPath::new(VirtualRoot::Project, path))
}

/// The template.
pub(in crate::render) fn main_file() -> FileId {
    *MAIN
}

pub(super) struct TypstWorld<'a> {
    library: LazyHash<Library>,
    template: Source,
    layout: Bytes,
    images: Images,
    fonts: &'a FontSet,
}

impl<'a> TypstWorld<'a> {
    pub(super) fn new(
        template: &str,
        library: LazyHash<Library>,
        layout: String,
        images: Images,
        fonts: &'a FontSet,
    ) -> TypstWorld<'a> {
        TypstWorld {
            library,
            template: Source::new(*MAIN, template.to_string()),
            layout: Bytes::from_string(layout),
            images,
            fonts,
        }
    }

    /// The line of the template, counted from 1, in which a problem arose.
    pub(super) fn line(&self, problem: &SourceDiagnostic) -> Option<usize> {
        let range = self.range(problem.span)?;
        Some(self.template.lines().byte_to_line(range.start)? + 1)
    }
}

impl World for TypstWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        *MAIN
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == *MAIN { Ok(self.template.clone()) } else { Err(unknown(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id {
            id if id == *LAYOUT_JSON => Ok(self.layout.clone()),
            id => {
                let image = self.images.get(id.get().vpath().get_with_slash());
                image.cloned().ok_or_else(|| unknown(id))
            }
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn unknown(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}
