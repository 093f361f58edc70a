//! Findings and places as the page gets them.

use serde_json::{Value, json};

use crate::base::finding::{Finding, Severity};
use crate::base::place::Place;
use crate::base::places;
use crate::judge::accepted::may_be_accepted;

pub fn finding_json(finding: &Finding) -> Value {
    let acceptable =
        finding.accepted.is_none() && (finding.severity != Severity::Error || may_be_accepted(finding.code));
    json!({
        "code": finding.code,
        "severity": finding.severity,
        "word": finding.severity.name(),
        "message": finding.message,
        "expected": finding.expected,
        "actual": finding.actual,
        "where": places::lines(&finding.locations),
        "places": finding.locations.iter().take(MOST_PLACES).map(place_json).collect::<Vec<_>>(),
        "hint": finding.hint,
        "acceptable": acceptable,
        "accepted": finding.accepted,
    })
}

/// More places of one finding nobody goes through one by one.
const MOST_PLACES: usize = 40;

pub fn place_json(place: &Place) -> Value {
    let text = place.to_string();
    match place {
        Place::Cell { file, sheet, cell } => {
            json!({ "text": text, "kind": "cell", "file": file.as_ref(), "sheet": sheet.as_ref(), "cell": cell })
        }
        Place::Line { file, line } => json!({ "text": text, "kind": "line", "file": file.as_ref(), "line": line }),
        Place::Document { .. } => json!({ "text": text, "kind": "document" }),
    }
}
