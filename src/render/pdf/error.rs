//! Why there is no PDF.

use std::fmt;

/// Why no PDF was made, for the clerk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderError(pub(super) String);

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RenderError {}
