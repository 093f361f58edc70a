//! `manifest.json`: what went in, what was found, what came out, by hash. It is written last: files that it does not
//! describe were not finished, or were changed since.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::app::checklist::Links;
use crate::base::finding::Finding;
use crate::base::hash::sha256;
use crate::reading::InputFile;
use crate::render::fonts::Chosen;

use super::file::OutputFile;

pub const FILE_NAME: &str = "manifest.json";

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// What the year was made with and of: where this is the same, so is what comes out.
    #[serde(flatten)]
    pub sources: Sources,
    pub report: Summary,
    /// By the contract of `ziping check --json`.
    pub findings: Vec<Finding>,
    /// The final files.
    outputs: Vec<FileHash>,
    /// Those of a run that found errors, beside the final files of an earlier one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    drafts: Vec<FileHash>,
}

/// Everything that what comes out depends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sources {
    tool: Tool,
    inputs: Vec<FileHash>,
    /// Where they stand, as seen from the outputs that link to them.
    input_folder: Option<String>,
    layouts: Vec<FileHash>,
    fonts: Vec<Font>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Tool {
    name: String,
    version: String,
    /// Of the program's sources: two builds of one version may differ.
    sources: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct FileHash {
    file: String,
    sha256: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Font {
    role: String,
    family: String,
    file: String,
    substitute: bool,
    sha256: String,
}

/// A year in one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub fund: String,
    pub projects: usize,
    /// Of the report and of the form.
    pub pages: [usize; 2],
}

impl Sources {
    pub fn new(inputs: &[InputFile], links: &Links, layouts: &BTreeMap<String, String>, fonts: &[Chosen]) -> Sources {
        let hash = |file: &str, sha256: &str| FileHash { file: file.into(), sha256: sha256.into() };
        let font = |font: &Chosen| Font {
            role: font.role.clone(),
            family: font.family.clone(),
            file: font.file_name.clone(),
            substitute: font.substitute,
            sha256: font.sha256().into(),
        };
        Sources {
            tool: Tool {
                name: env!("CARGO_PKG_NAME").into(),
                version: env!("CARGO_PKG_VERSION").into(),
                sources: env!("ZIPING_SOURCES").into(),
            },
            inputs: inputs.iter().map(|input| hash(&input.name, &input.sha256)).collect(),
            input_folder: links.input().map(str::to_string),
            layouts: layouts.iter().map(|(name, sha256)| hash(name, sha256)).collect(),
            fonts: fonts.iter().map(font).collect(),
        }
    }
}

impl Manifest {
    pub fn new(sources: Sources, report: Summary, findings: Vec<Finding>, outputs: &[OutputFile]) -> Manifest {
        Manifest { sources, report, findings, outputs: hashes(outputs), drafts: Vec::new() }
    }

    /// With the drafts of a run that found errors; of the final files that are there it says what it said.
    pub fn with_drafts(earlier: Option<Manifest>, new: Manifest) -> Manifest {
        let Manifest { outputs: drafts, .. } = new;
        match earlier {
            Some(earlier) if !earlier.outputs.is_empty() => Manifest { drafts, ..earlier },
            _ => Manifest { outputs: Vec::new(), drafts, ..new },
        }
    }

    /// That of a year's output folder; none where nothing was made, or by a program that wrote another kind.
    pub fn read(folder: &Path) -> Option<Manifest> {
        Manifest::parse(&std::fs::read(folder.join(FILE_NAME)).ok()?)
    }

    pub fn parse(bytes: &[u8]) -> Option<Manifest> {
        serde_json::from_slice(bytes).ok()
    }

    /// The same content gives the same bytes.
    pub fn to_file(&self) -> OutputFile {
        let mut bytes = serde_json::to_vec_pretty(self).expect("a manifest holds texts, numbers and booleans");
        bytes.push(b'\n');
        OutputFile { name: FILE_NAME.into(), bytes }
    }

    /// Names and hashes of what was written, drafts too.
    pub fn written(&self) -> impl Iterator<Item = (String, String)> {
        self.outputs.iter().chain(&self.drafts).map(|output| (output.file.clone(), output.sha256.clone()))
    }

    pub fn outputs(&self) -> impl Iterator<Item = &str> {
        self.outputs.iter().map(|output| output.file.as_str())
    }

    pub fn drafts(&self) -> impl Iterator<Item = &str> {
        self.drafts.iter().map(|draft| draft.file.as_str())
    }

    /// The final files that are gone or are no longer what was written.
    pub fn changed(&self, folder: &Path) -> Vec<&str> {
        let is_whole = |output: &&FileHash| {
            std::fs::read(folder.join(&output.file)).is_ok_and(|bytes| sha256(&bytes) == output.sha256)
        };
        self.outputs.iter().filter(|output| !is_whole(output)).map(|output| output.file.as_str()).collect()
    }
}

fn hashes(files: &[OutputFile]) -> Vec<FileHash> {
    files.iter().map(|file| FileHash { file: file.name.clone(), sha256: sha256(&file.bytes) }).collect()
}
