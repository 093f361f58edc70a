//! What is seen of a cell is not what it holds.

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Unlike {
    /// All that the cell holds, or what of it is struck out or not to be seen.
    pub held: String,
    pub how: How,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// The format shows it so.
    Format,
    /// Digits or a sign that somebody typed are not shown.
    Rounded,
    /// Nothing is shown; it is read all the same.
    Unseen,
    /// Letters of the colour of their ground among others: they are not read.
    Pale,
    /// Struck out, wholly or in part: that is not read.
    StruckOut,
    /// A raised figure is a mark of a note: it is not read.
    Raised,
}
