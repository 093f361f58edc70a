//! Where a note stands.

use std::ops::Range;

use crate::document::Note;

/// A passage, characters of it, and what is said of them.
pub(super) type Spot = (usize, Range<usize>, Note);

/// A finding is put onto so many places of a document, unless each of its places has the fault.
pub(super) const SHOWN: usize = 3;
