//! What a check found: the one shape in which every stage tells a person of a fault.

use serde::Serialize;

use crate::model::place::Place;

/// A fault, with where it stands and what to do. Serialises to the contract of `ziping check --json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// Stable: Z and three digits.
    pub code: &'static str,
    pub severity: Severity,
    /// What is wrong, in a sentence that a clerk understands.
    pub message: String,
    pub expected: Option<String>,
    pub actual: Option<String>,
    pub locations: Vec<Place>,
    /// What to do about it.
    pub hint: String,
    /// Why the clerk accepts it.
    #[serde(skip)]
    pub accepted: Option<String>,
}

/// Worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Stops the final output.
    Error,
    Warning,
    Info,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "错误",
            Severity::Warning => "警告",
            Severity::Info => "提示",
        }
    }
}

impl Finding {
    pub fn new(code: &'static str, severity: Severity, message: impl Into<String>) -> Finding {
        Finding {
            code,
            severity,
            message: message.into(),
            expected: None,
            actual: None,
            locations: Vec::new(),
            hint: String::new(),
            accepted: None,
        }
    }

    pub fn error(code: &'static str, message: impl Into<String>) -> Finding {
        Finding::new(code, Severity::Error, message)
    }

    pub fn warning(code: &'static str, message: impl Into<String>) -> Finding {
        Finding::new(code, Severity::Warning, message)
    }

    pub fn info(code: &'static str, message: impl Into<String>) -> Finding {
        Finding::new(code, Severity::Info, message)
    }

    pub fn expected(mut self, expected: impl ToString) -> Finding {
        self.expected = Some(expected.to_string());
        self
    }

    pub fn actual(mut self, actual: impl ToString) -> Finding {
        self.actual = Some(actual.to_string());
        self
    }

    pub fn at(mut self, place: &Place) -> Finding {
        self.locations.push(place.clone());
        self
    }

    pub fn at_all<'a>(mut self, places: impl IntoIterator<Item = &'a Place>) -> Finding {
        self.locations.extend(places.into_iter().cloned());
        self
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Finding {
        self.hint = hint.into();
        self
    }
}
