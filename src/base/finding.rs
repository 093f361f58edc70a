//! What a check found: the one shape in which every stage tells a person of a fault.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};

use crate::base::place::Place;

/// Under a name of its own: what is read back is not borrowed from the text.
pub type Code = &'static str;

/// A fault, with where it stands and what to do. Serialises to the contract of `ziping check --json`, and is read back
/// from a manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable: Z and three digits.
    #[serde(deserialize_with = "known_code")]
    pub code: Code,
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
    /// The name that it is about, where another rule may say it too.
    #[serde(skip)]
    pub about: Option<String>,
    /// The numbers of the text that it weighs against each other.
    #[serde(skip)]
    pub numbers: Vec<Decimal>,
    /// Many findings in one: each of its places has the fault, none is there to compare with.
    #[serde(skip)]
    pub grouped: bool,
}

/// Worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
            about: None,
            numbers: Vec::new(),
            grouped: false,
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
        let actual = actual.to_string();
        self.actual = Some(if actual.trim().is_empty() { "空白".into() } else { actual });
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

    pub fn about(mut self, name: &str) -> Finding {
        self.about = Some(name.to_string());
        self
    }

    pub fn of_numbers(mut self, numbers: impl IntoIterator<Item = Decimal>) -> Finding {
        self.numbers.extend(numbers);
        self
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Finding {
        self.hint = hint.into();
        self
    }
}

/// Codes live as long as the program: one that is read back is kept once, however often it comes.
fn known_code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static str, D::Error> {
    static KNOWN: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let code = String::deserialize(deserializer)?;
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = known.get(code.as_str()) {
        return Ok(known);
    }
    let code: &'static str = Box::leak(code.into_boxed_str());
    known.insert(code);
    Ok(code)
}
