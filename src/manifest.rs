//! `manifest.json`: what went in and what came out, by hash.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::fonts::Chosen;
use crate::ingest::InputFile;
use crate::output::OutputFile;
use crate::resources::sha256;

#[derive(Serialize)]
struct Manifest<'a> {
    #[serde(rename = "tool")]
    tool: Tool,
    #[serde(rename = "inputs")]
    inputs: Vec<File<'a>>,
    #[serde(rename = "layouts")]
    layouts: Vec<File<'a>>,
    #[serde(rename = "fonts")]
    fonts: Vec<Font<'a>>,
    #[serde(rename = "outputs")]
    outputs: Vec<File<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct File<'a> {
    file: &'a str,
    sha256: String,
}

#[derive(Serialize)]
struct Font<'a> {
    role: &'a str,
    family: &'a str,
    file: &'a str,
    substitute: bool,
}

/// The manifest of one year; the same inputs, layouts, fonts and tool give the same bytes.
pub fn manifest(
    inputs: &[InputFile],
    layouts: &BTreeMap<String, String>,
    fonts: &[Chosen],
    outputs: &[OutputFile],
) -> Vec<u8> {
    let manifest = Manifest {
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        inputs: inputs.iter().map(|input| File { file: &input.name, sha256: input.sha256.clone() }).collect(),
        layouts: layouts.iter().map(|(name, hash)| File { file: name, sha256: hash.clone() }).collect(),
        fonts: fonts
            .iter()
            .map(|font| Font {
                role: &font.role,
                family: &font.family,
                file: &font.file_name,
                substitute: font.substitute,
            })
            .collect(),
        outputs: outputs.iter().map(|file| File { file: &file.name, sha256: sha256(&file.bytes) }).collect(),
    };
    let mut json = serde_json::to_vec_pretty(&manifest).expect("strings and booleans always serialise");
    json.push(b'\n');
    json
}
