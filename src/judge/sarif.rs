//! Findings as SARIF 2.1.0, for tools that show the results of checks.

use serde_json::{Value, json};

use crate::base::place::Place;

use crate::base::finding::{Finding, Severity};

/// A rule as tools list it: code, title, page.
pub type RulePage = (&'static str, &'static str, &'static str);

/// One run with its rules and results. Files are relative to the input folder.
pub fn render_sarif(findings: &[Finding], pages: &[RulePage]) -> String {
    let mut rules: Vec<Value> = pages.iter().map(|page| rule(*page)).collect();
    let mut codes: Vec<&str> = pages.iter().map(|(code, ..)| *code).collect();
    for finding in findings {
        // Faults of reading have no page.
        if !codes.contains(&finding.code) {
            codes.push(finding.code);
            rules.push(json!({ "id": finding.code, "shortDescription": { "text": "输入文件或命令不能用" } }));
        }
    }
    let results: Vec<Value> = findings.iter().map(|finding| result(finding, &codes)).collect();
    let driver = json!({ "name": "ziping", "version": env!("CARGO_PKG_VERSION"), "language": "zh-CN", "rules": rules });
    let run = json!({
        "tool": { "driver": driver },
        "originalUriBaseIds": { "INPUT": { "description": { "text": "输入文件夹" } } },
        "columnKind": "unicodeCodePoints",
        "results": results,
    });
    let log = json!({ "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run] });
    format!("{log:#}\n")
}

fn rule((code, title, page): RulePage) -> Value {
    // The page's own title would stand twice.
    let help = page.trim().split_once('\n').map_or("", |(_, rest)| rest.trim());
    let plain: String = help.lines().map(|line| format!("{}\n", line.trim_start_matches(['#', ' ']))).collect();
    json!({
        "id": code,
        "shortDescription": { "text": title },
        "help": { "text": plain.trim(), "markdown": help },
    })
}

fn result(finding: &Finding, codes: &[&str]) -> Value {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    let mut text = finding.message.clone();
    for (label, side) in [("应为", &finding.expected), ("现为", &finding.actual)] {
        text += &side.as_ref().map_or(String::new(), |side| format!("\n{label}：{side}"));
    }
    if !finding.hint.is_empty() {
        text += &format!("\n改法：{}", finding.hint);
    }
    let mut result = json!({
        "ruleId": finding.code,
        "ruleIndex": codes.iter().position(|code| *code == finding.code),
        "level": level,
        "message": { "text": text },
        "locations": finding.locations.iter().take(1).map(location).collect::<Value>(),
    });
    if finding.locations.len() > 1 {
        result["relatedLocations"] = finding.locations.iter().skip(1).map(location).collect();
    }
    result
}

fn location(place: &Place) -> Value {
    let (file, region, logical) = match place {
        Place::Cell { file, sheet, cell } => {
            let names: Vec<&str> =
                [sheet.as_ref(), cell.as_str()].into_iter().filter(|name| !name.is_empty()).collect();
            (file.as_ref(), None, names.join("!"))
        }
        Place::Line { file, line } => (file.as_ref(), Some(json!({ "startLine": line })), String::new()),
        Place::Document { document, section } => (document.as_str(), None, section.clone()),
    };
    let mut physical = json!({ "artifactLocation": { "uri": percent_encoded(file), "uriBaseId": "INPUT" } });
    if let Some(region) = region {
        physical["region"] = region;
    }
    let mut location = json!({ "physicalLocation": physical, "message": { "text": place.to_string() } });
    if !logical.is_empty() {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": logical }]);
    }
    location
}

/// A path as a relative URI (RFC 3986): everything but unreserved characters and slashes by its bytes.
fn percent_encoded(path: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes().map(|byte| if kept(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
