//! What a call comes to: JSON, or why not.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::app::pipeline::Refused;
use crate::base::finding::Finding;

use super::words::{finding_json, on_page};

pub type Answer = Result<Value, Refusal>;

/// Why something was not done, for the clerk.
#[derive(Debug)]
pub struct Refusal {
    pub status: StatusCode,
    pub words: String,
    findings: Vec<Finding>,
}

impl Refusal {
    pub fn new(status: StatusCode, words: impl Into<String>) -> Refusal {
        Refusal { status, words: words.into(), findings: Vec::new() }
    }

    /// The request itself makes no sense: no clerk sees this but by another program.
    pub fn bad(words: &str) -> Refusal {
        Refusal::new(StatusCode::BAD_REQUEST, words)
    }

    pub fn not_found(words: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::NOT_FOUND, words)
    }

    /// It was asked for of something that has changed in the meantime, or is being done already.
    pub fn conflict(words: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::CONFLICT, words)
    }

    /// What was sent cannot be taken.
    pub fn refused(words: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, words)
    }

    pub fn json(&self) -> Value {
        json!({ "fault": on_page(&self.words), "findings": self.findings.iter().map(finding_json).collect::<Vec<_>>() })
    }
}

impl From<Vec<Finding>> for Refusal {
    fn from(findings: Vec<Finding>) -> Refusal {
        let words =
            findings.first().map_or_else(String::new, |finding| format!("{}。{}", finding.message, finding.hint));
        Refusal { findings, ..Refusal::refused(words) }
    }
}

impl From<Box<Finding>> for Refusal {
    fn from(finding: Box<Finding>) -> Refusal {
        Refusal::from(vec![*finding])
    }
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Refusal {
        match refused {
            Refused::Unusable(findings) => findings.into(),
            Refused::NotInOrder { year, findings } => {
                let words = format!("“{year}”还有{}处问题要先改", findings.len());
                Refusal { findings, ..Refusal::refused(words) }
            }
        }
    }
}
