//! PDF files, to be written.

use super::Block;

pub(super) fn read(_bytes: &[u8]) -> Result<Vec<Block>, String> {
    Err("PDF".into())
}
