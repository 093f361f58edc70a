//! What a font file says of itself: whether a PDF may hold it, and under which licence it stands.

use ttf_parser::{Face, Permissions, name_id};

/// Whether a document may carry the font's outlines (`fsType` of the table OS/2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Embedding {
    Installable,
    Editable,
    PreviewAndPrint,
    /// Not without the owner's leave.
    Restricted,
    /// Only its bitmaps: a PDF holds outlines.
    BitmapsOnly,
    /// Only all of it: a PDF holds the characters that it uses.
    WholeOnly,
    /// Nothing is said, or what the format does not know: nothing is forbidden.
    Unsaid,
}

impl Embedding {
    pub(super) fn of(face: &Face) -> Embedding {
        if face.tables().os2.is_none() {
            return Embedding::Unsaid;
        }
        match face.permissions() {
            Some(Permissions::Restricted) => Embedding::Restricted,
            _ if !face.is_outline_embedding_allowed() => Embedding::BitmapsOnly,
            _ if !face.is_subsetting_allowed() => Embedding::WholeOnly,
            Some(Permissions::Installable) => Embedding::Installable,
            Some(Permissions::Editable) => Embedding::Editable,
            Some(Permissions::PreviewAndPrint) => Embedding::PreviewAndPrint,
            None => Embedding::Unsaid,
        }
    }

    /// Whether the PDF may hold the characters that it uses.
    pub fn is_allowed(self) -> bool {
        !matches!(self, Embedding::Restricted | Embedding::BitmapsOnly | Embedding::WholeOnly)
    }

    pub fn words(self) -> &'static str {
        match self {
            Embedding::Installable => "可嵌入",
            Embedding::Editable => "可编辑",
            Embedding::PreviewAndPrint => "仅预览打印",
            Embedding::Restricted => "禁止嵌入",
            Embedding::BitmapsOnly => "只许嵌入点阵",
            Embedding::WholeOnly => "不许只嵌入一部分字",
            Embedding::Unsaid => "没有说明",
        }
    }
}

/// The licence in one line: its first sentence; without one, who owns the font and where the licence is to be read.
pub(super) fn licence(face: &Face) -> Option<String> {
    let name = |id| names(face, id).map(|name| one_line(&name)).find(|name| !name.is_empty());
    let line = name(name_id::LICENSE).unwrap_or_else(|| {
        let parts = [name(name_id::COPYRIGHT_NOTICE), name(name_id::LICENSE_URL)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    });
    (!line.is_empty()).then_some(line)
}

/// The entries of the name table under a number, in all languages.
pub(super) fn names<'a>(face: &Face<'a>, id: u16) -> impl Iterator<Item = String> + use<'a> {
    face.names().into_iter().filter(move |name| name.name_id == id).filter_map(|name| name.to_string())
}

const LONGEST: usize = 90;

fn one_line(text: &str) -> String {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    let line = words.join(" ");
    // A licence's first sentence names it, the rest explains it.
    let line = line.split_once(". This ").map_or(line.as_str(), |(first, _)| first);
    if line.chars().count() <= LONGEST {
        return line.to_string();
    }
    line.chars().take(LONGEST - 1).chain(['…']).collect()
}
