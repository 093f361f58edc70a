//! What is wrong in a layout file, for the person who changed it: where, what, and what was meant.

use crate::base::yaml_fault::YamlFault;

/// A fault in a file of `layouts/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutFault {
    /// Counted from 1; `None` where what is missing has no line.
    pub line: Option<u64>,
    pub message: String,
}

impl LayoutFault {
    /// A fault at the line of a key: a key of the top level, or one below it, or one below that.
    pub fn at(text: &str, path: &[&str], message: String) -> LayoutFault {
        LayoutFault { line: line_of(text, path), message }
    }

    /// The YAML reader's complaint.
    pub fn of_yaml(error: &serde_saphyr::Error, text: &str) -> LayoutFault {
        let fault = YamlFault::of(error, text);
        let line = error.location().map(|_| fault.line);
        let remedy = fault.remedy.map_or_else(String::new, |remedy| format!("。{}", remedy.trim_end_matches('。')));
        let shown = fault.shown.trim();
        let shown = if shown.is_empty() { String::new() } else { format!("：{shown}") };
        LayoutFault { line, message: format!("{}{remedy}{shown}", fault.message) }
    }
}

/// The line of the last key of the path that is found.
fn line_of(text: &str, path: &[&str]) -> Option<u64> {
    let is_key = |line: &str, key: &str| {
        line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':'))
    };
    let indent = |line: &str| line.len() - line.trim_start().len();
    let lines: Vec<&str> = text.lines().collect();
    let mut from = 0;
    let mut deeper_than: Option<usize> = None;
    let mut found = None;
    for key in path {
        let inside = |line: &&str| {
            line.trim().is_empty()
                || line.trim_start().starts_with('#')
                || deeper_than.is_none_or(|outer| indent(line) > outer)
        };
        let below = lines[from..].iter().take_while(|line| inside(line));
        let at = below.enumerate().find(|(_, line)| is_key(line, key) && (deeper_than.is_some() || indent(line) == 0));
        let Some((offset, line)) = at else { break };
        found = u64::try_from(from + offset + 1).ok();
        deeper_than = Some(indent(line));
        from += offset + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_where_they_stand() {
        let text = "页面:  # 宽: 1\n  宽: 210\n\n网格:\n  # 字数\n  字数: 28\n样式:\n  正文: { 字号: 16 }\n";
        assert_eq!(line_of(text, &["页面", "宽"]), Some(2));
        assert_eq!(line_of(text, &["网格", "字数"]), Some(6));
        assert_eq!(line_of(text, &["网格", "宽"]), Some(4));
        assert_eq!(line_of(text, &["样式", "正文", "字号"]), Some(8));
        assert_eq!(line_of(text, &["没有"]), None);
    }
}
