//! What a document was made from, by hashes of its sentences: enough to know later which of them were changed, and by whom,
//! and nothing that a reader could find in it.

use super::hash::sha256;

/// A paragraph's or cell's beginning, or a sentence of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    Paragraph,
    Cell,
    Sentence(String),
}

/// Digits of a hash that are kept.
const DIGITS: usize = 10;

/// The sentences of a text, with what ends them.
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['。', '！', '？', '；']).filter(|sentence| !sentence.trim().is_empty())
}

impl Mark {
    pub fn beginning(cell: bool) -> Mark {
        if cell { Mark::Cell } else { Mark::Paragraph }
    }

    /// Blanks make no difference.
    pub fn sentence(words: &str) -> Mark {
        let solid: String = words.chars().filter(|character| !character.is_whitespace()).collect();
        Mark::Sentence(sha256(solid.as_bytes()).chars().take(DIGITS).collect())
    }
}

pub fn marks(text: &str, cell: bool) -> impl Iterator<Item = Mark> {
    std::iter::once(Mark::beginning(cell)).chain(sentences(text).map(Mark::sentence))
}

/// As it stands in a file.
pub fn write(marks: impl Iterator<Item = Mark>) -> String {
    let words = marks.map(|mark| match mark {
        Mark::Paragraph => "p".to_string(),
        Mark::Cell => "c".to_string(),
        Mark::Sentence(hash) => hash,
    });
    words.collect::<Vec<_>>().join(" ")
}

pub fn read(written: &str) -> Vec<Mark> {
    let mark = |word: &str| match word {
        "p" => Mark::Paragraph,
        "c" => Mark::Cell,
        hash => Mark::Sentence(hash.to_string()),
    };
    written.split_whitespace().map(mark).collect()
}
