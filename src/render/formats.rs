//! The formats.

use super::docx::Docx;
use super::format::Format;
use super::pdf::Pdf;

/// Those that are delivered. The last takes the most time.
pub const FORMATS: [&dyn Format; 2] = [&Docx, &Pdf];
