//! Which characters the typesetter sets: each run carries a mark in place of a place in a source, which its glyphs keep.

use std::cell::{Cell, RefCell};
use std::num::NonZeroU64;

use typst::syntax::{FileId, Span};

use crate::base::text_part::TextPart;

/// Numbers of places in a source begin with it.
const FIRST: u64 = 2;
const FILE_BITS: u32 = 48;

/// The runs of a document in their order.
pub(in crate::render) struct Marks {
    /// Whose places they look like.
    file: FileId,
    paragraphs: Cell<usize>,
    /// Characters of the paragraph so far, without blanks.
    before: Cell<usize>,
    runs: RefCell<Vec<Run>>,
}

struct Run {
    paragraph: usize,
    before: usize,
    text: String,
}

impl Marks {
    pub(in crate::render) fn of(file: FileId) -> Marks {
        Marks { file, paragraphs: Cell::default(), before: Cell::default(), runs: RefCell::default() }
    }

    pub(super) fn begin_paragraph(&self) {
        self.paragraphs.set(self.paragraphs.get() + 1);
        self.before.set(0);
    }

    /// The mark of the paragraph's next run.
    pub(super) fn run(&self, text: &str) -> Span {
        let mut runs = self.runs.borrow_mut();
        let number = u64::try_from(runs.len()).unwrap_or_default() + FIRST;
        let before = self.before.get();
        runs.push(Run { paragraph: self.paragraphs.get().saturating_sub(1), before, text: text.to_string() });
        self.before.set(before + solid(text));
        let file = u64::from(self.file.into_raw().get()) << FILE_BITS;
        NonZeroU64::new(file | number).map_or(Span::detached(), Span::from_raw)
    }

    /// What the marks that were given mean.
    pub(in crate::render) fn into_runs(self) -> Runs {
        Runs(self.runs.into_inner())
    }
}

/// What marks mean.
pub(in crate::render) struct Runs(Vec<Run>);

impl Runs {
    /// The paragraph, counted from 0 as they were begun, the character of it without blanks, and that character.
    pub(in crate::render) fn find(&self, span: Span, offset: u16) -> Option<(usize, usize, char)> {
        let number = (span.into_raw().get() & ((1 << FILE_BITS) - 1)).checked_sub(FIRST)?;
        let run = self.0.get(usize::try_from(number).ok().filter(|_| !span.is_detached())?)?;
        let offset = usize::from(offset);
        let character = run.text.part(offset..).chars().next().filter(|character| !character.is_whitespace())?;
        Some((run.paragraph, run.before + solid(run.text.part(..offset)), character))
    }
}

fn solid(text: &str) -> usize {
    text.chars().filter(|character| !character.is_whitespace()).count()
}
