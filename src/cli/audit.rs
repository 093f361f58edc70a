//! `ziping audit`: a finished document, also one that was not made here, audited against itself.

use std::path::Path;

use crate::audit::report_text::{render_json, render_text};
use crate::finished::{self, Facts, document_rules};

use super::print;

pub fn run(file: &Path, json: bool, verbose: bool) -> u8 {
    let document = match finished::read(file) {
        Ok(document) => document,
        Err(finding) => {
            if json {
                print(&render_json(std::slice::from_ref(&finding)));
            }
            return super::unusable(std::slice::from_ref(&finding));
        }
    };
    let audit = crate::audit::run(document_rules(), &Facts::of(&document));
    let errors = audit.findings.iter().any(|finding| finding.severity == crate::audit::finding::Severity::Error);
    if json {
        print(&render_json(&audit.findings));
    } else {
        print(&format!("{}\n{}", document.name, render_text(&audit.findings, &audit.outcomes, verbose)));
    }
    u8::from(errors)
}
