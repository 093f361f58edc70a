//! The layout files that the program carries: all of `layouts/` in a release, none in a build from the sources, which
//! has them beside it and would have to be compiled anew whenever one is edited.

use std::collections::BTreeMap;

use super::texts::Texts;

/// Those of `layouts/` itself, and those of each folder in it.
#[cfg(not(feature = "embed"))]
pub(super) fn texts() -> (Texts, BTreeMap<String, Texts>) {
    Default::default()
}

/// Those of `layouts/` itself, and those of each folder in it.
#[cfg(feature = "embed")]
pub(super) fn texts() -> (Texts, BTreeMap<String, Texts>) {
    use include_dir::{Dir, include_dir};
    static LAYOUTS: Dir = include_dir!("$CARGO_MANIFEST_DIR/layouts");
    let name = |path: &std::path::Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let texts = |folder: &Dir| {
        let files =
            folder.files().filter_map(|file| Some((name(file.path()), file.contents_utf8()?.replace("\r\n", "\n"))));
        files.filter(|(name, _)| super::texts::is_layout(name)).collect()
    };
    (texts(&LAYOUTS), LAYOUTS.dirs().map(|folder| (name(folder.path()), texts(folder))).collect())
}
