//! How sure it is what words speak of.

/// How surely words say what a figure is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// They name what it is of, and as what.
    Sure,
    /// They say as what, and leave a few things open that it may be of: it is none of them.
    Likely,
    /// They may speak of something else.
    Perhaps,
}
