//! The program knows the hash of its own sources: what an earlier build of it made is made anew.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

fn main() {
    let mut files = vec![PathBuf::from("Cargo.toml"), PathBuf::from("Cargo.lock")];
    add_files(Path::new("src"), &mut files);
    files.sort();
    let mut hash = Sha256::new();
    for file in &files {
        // A checkout on Windows may have turned line ends, and has other separators.
        let text = std::fs::read_to_string(file).expect("the sources are text").replace("\r\n", "\n");
        hash.update(file.to_string_lossy().replace('\\', "/"));
        hash.update(text.len().to_le_bytes());
        hash.update(text);
    }
    let hash: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    println!("cargo::rustc-env=ZIPING_SOURCES={hash}");
    for path in ["Cargo.toml", "Cargo.lock", "src"] {
        println!("cargo::rerun-if-changed={path}");
    }
}

fn add_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the sources are there").map(|entry| entry.expect("readable")) {
        let path = entry.path();
        if path.is_dir() { add_files(&path, files) } else { files.push(path) }
    }
}
