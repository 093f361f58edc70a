//! A file as it is to be written.

/// A file to be written into the output folder.
pub struct OutputFile {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// A name that every file system takes.
pub fn file_name(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c }).collect()
}
