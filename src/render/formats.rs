//! The formats.

use super::docx::Docx;
use super::format::FileFormat;
use super::pdf::Pdf;

/// Those that are delivered. The last takes the most time.
pub const FORMATS: [&dyn FileFormat; 2] = [&Docx, &Pdf];
