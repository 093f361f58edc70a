//! Parts into a zip: fixed order, fixed time, compressed.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::error::RenderError;
use super::parts::{Content, Part};

pub fn pack(parts: Vec<Part>) -> Result<Vec<u8>, RenderError> {
    // The zip format's own zero: 1 January 1980. The same bytes on every system.
    let options = SimpleFileOptions::default()
        .system(System::Unix)
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        zip.start_file(name, options).map_err(RenderError::package)?;
        let bytes = match part {
            Content::Xml(root) => root.to_xml()?,
            Content::Bytes(bytes) => bytes,
        };
        zip.write_all(&bytes).map_err(RenderError::package)?;
    }
    Ok(zip.finish().map_err(RenderError::package)?.into_inner())
}
