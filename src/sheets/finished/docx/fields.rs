//! What a field shows that has no text of its own.

use super::markup::Element;
use super::symbols;

/// The shown text of a field by its instruction: EQ, SYMBOL, MACROBUTTON, or a field of a form.
pub(super) fn shown(instruction: &str, form: Option<&Element>) -> Option<String> {
    let instruction = instruction.trim();
    let (name, rest) = instruction.split_once(char::is_whitespace).unwrap_or((instruction, ""));
    match name.to_ascii_uppercase().as_str() {
        "EQ" => Some(equation(rest)),
        "SYMBOL" => symbol(rest),
        "MACROBUTTON" | "GOTOBUTTON" => rest.trim().split_once(char::is_whitespace).map(|(_, words)| words.to_string()),
        "QUOTE" => Some(rest.trim().trim_matches(['"', '“', '”']).to_string()),
        "FORMDROPDOWN" => {
            let list = form?.kid("ddList")?;
            let chosen = list.value("result").or_else(|| list.value("default")).and_then(|at| at.parse().ok());
            let entry = list.all("listEntry").nth(chosen.unwrap_or(0))?;
            entry.attribute("val").map(str::to_string)
        }
        "FORMCHECKBOX" => {
            let ticked = form?.kid("checkBox").map(|tick| tick.switch("checked").or_else(|| tick.switch("default")));
            Some(if ticked.flatten().unwrap_or(false) { "☑" } else { "□" }.to_string())
        }
        _ => None,
    }
}

/// TOC: the headings once more, with their pages.
pub(super) fn is_contents(instruction: &str) -> bool {
    instruction.split_whitespace().next().is_some_and(|name| name.eq_ignore_ascii_case("TOC"))
}

/// AUTONUM and the like: Word counts, the file does not say.
pub(super) fn makes_a_number(instruction: &str) -> bool {
    let name = instruction.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
    ["AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM", "BIDIOUTLINE"].contains(&name.as_str())
}

/// INCLUDETEXT and the like: what stands there is another file's, and was not kept.
pub(super) fn is_of_a_file(instruction: &str) -> bool {
    let name = instruction.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
    ["INCLUDETEXT", "INCLUDE", "LINK", "DDE", "DDEAUTO", "RD"].contains(&name.as_str())
}

/// SYMBOL 179 \f "Symbol"
fn symbol(rest: &str) -> Option<String> {
    let code = rest.split_whitespace().next()?;
    let code = match code.strip_prefix("0x").or_else(|| code.strip_prefix("0X")) {
        Some(code) => u32::from_str_radix(code, 16).ok()?,
        None => code.parse().ok()?,
    };
    let font = rest.split("\\f").nth(1).map_or("", |rest| {
        let rest = rest.trim();
        match rest.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next().unwrap_or_default(),
            None => rest.split_whitespace().next().unwrap_or_default(),
        }
    });
    symbols::shown(font, code).map(String::from)
}

/// \f(10,20) → 10/20, \o\ac(○,1) → 1, \r(,2) → √2; what is else in brackets one after the other.
fn equation(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let (shown, _) = expression(&characters, 0, 0);
    shown.trim().to_string()
}

/// Up to a closing bracket or a comma of its level.
fn expression(text: &[char], mut at: usize, depth: usize) -> (String, usize) {
    let mut shown = String::new();
    while let Some(&character) = text.get(at) {
        match character {
            ')' | ',' | '，' | ';' if depth > 0 => break,
            '\\' => {
                // Switches, then the bracket with its parts.
                let start = at;
                while text.get(at).is_some_and(|c| *c == '\\' || c.is_ascii_alphanumeric() || *c == ' ') {
                    at += 1;
                }
                let switch: String = text[start..at].iter().collect();
                if text.get(at) != Some(&'(') || depth > 16 {
                    // \( and \, are the marks themselves.
                    if let Some(mark) = text.get(at).filter(|_| switch.trim() == "\\") {
                        shown.push(*mark);
                        at += 1;
                    }
                    continue;
                }
                let mut parts = Vec::new();
                loop {
                    let (part, end) = expression(text, at + 1, depth + 1);
                    parts.push(part);
                    at = end;
                    if !text.get(at).is_some_and(|c| ",，;".contains(*c)) {
                        break;
                    }
                }
                at += 1;
                let kind = switch.trim_start_matches('\\').chars().next().unwrap_or(' ').to_ascii_lowercase();
                shown += &match (kind, parts.as_slice()) {
                    ('f', [above, below]) => format!("{}/{}", above.trim(), below.trim()),
                    ('r', [.., root]) => format!("√{}", root.trim()),
                    // One over the other: a circle around the figure.
                    ('o', [.., last]) => last.trim().to_string(),
                    _ => parts.concat(),
                };
            }
            _ => {
                shown.push(character);
                at += 1;
            }
        }
    }
    (shown, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_show_what_word_draws() {
        let eq = |text: &str| shown(text, None).unwrap_or_default();
        assert_eq!(eq(r" EQ \f(8744,10930) "), "8744/10930");
        assert_eq!(eq(r"eq \o\ac(○,3)"), "3");
        assert_eq!(eq(r"EQ \r(,\f(1,2))＝x"), "√1/2＝x");
        assert_eq!(eq(r#"SYMBOL 179 \f "Symbol" \s 12"#), "≥");
        assert_eq!(eq("MACROBUTTON NoMacro [单击填写]"), "[单击填写]");
        assert_eq!(shown("PAGE", None), None);
    }
}
