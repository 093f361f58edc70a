//! Braces that no template reads, around what was meant as a placeholder: ｛｛ 项目.数量 ｝｝, { 项目.数量 }, which would be
//! printed as they are; {{{ 项目.数量 }}}, {{ {{ 项目.数量 }}, which say something else to a template.

use std::ops::Range;

use minijinja::value::Value;

use super::marks::{is_mark, unmarked};
use super::mistake::Mistake;
use super::names::{Names, straightened};
use super::operators::tag_end;
use crate::base::text_part::TextPart;

const OPENING: [char; 2] = ['{', '｛'];
const CLOSING: [char; 2] = ['}', '｝'];

/// Where the template has such braces, and what was meant. Single braces around anything but a name are text, as in
/// {甲，乙}.
pub fn misread_braces(template: &str, names: &Value) -> Vec<(Range<usize>, Mistake)> {
    let mut found = Vec::new();
    let mut known = None;
    let mut at = 0;
    while let Some(next) = template.part(at..).find(OPENING) {
        let start = at + next;
        let text = template.part(start..);
        let braced = braced(text);
        let open_before = is_open(template.part(..start));
        let too_many =
            |of: &Braced| of.opening > 2 || text.starts_with("{{") && of.opening == 2 && of.closing > 2 && !open_before;
        let tag = closed(text).or_else(|| tag_end(text));
        let (Braced { length, inner, .. }, pairs) = match (braced, tag) {
            (Some(braced), _) if too_many(&braced) => (braced, 2),
            (_, Some(length)) => {
                at = start + length;
                continue;
            }
            (Some(braced), None) => (braced, braced.opening.max(braced.closing)),
            (None, None) => {
                at = start + text.chars().next().map_or(1, char::len_utf8);
                continue;
            }
        };
        at = start + length;
        let known = known.get_or_insert_with(|| Names::of(names));
        let expression = straightened(&unmarked(inner));
        let (name, filters) = expression.split_at(expression.find('|').unwrap_or(expression.len()));
        let meant = match known.holds(name) {
            true => Some(expression.clone()),
            false => known.nearest(name).map(|near| near + filters),
        };
        if pairs > 1 && !expression.is_empty() || known.holds(name) || meant.is_some() && name.contains('.') {
            let mistake = Mistake {
                words: "占位符的花括号写法不对，会照样印出来".into(),
                line: template.part(..start).matches('\n').count() as u64 + 1,
                actual: unmarked(template.part(start..at)),
                expected: Some(format!("两个半角花括号：{{{{ {} }}}}", meant.unwrap_or(expression))),
                undefined: None,
            };
            found.push((start..at, mistake));
        }
    }
    found
}

/// Length of the `{{ … }}` that the text begins with, also where a brace is missing at its end.
pub fn closed(text: &str) -> Option<usize> {
    let tag = text.part(..tag_end(text).filter(|_| text.starts_with("{{"))?);
    let inside = tag.find(CLOSING)?;
    Some(tag.len() - tag.part(inside..).trim_start_matches(CLOSING).len())
}

/// What braces stand around, within a line; blanks may stand between them.
#[derive(Clone, Copy)]
struct Braced<'a> {
    length: usize,
    inner: &'a str,
    /// How many braces.
    opening: usize,
    closing: usize,
}

/// What the text, which begins with a brace, has in braces.
fn braced(text: &str) -> Option<Braced<'_>> {
    let inside = text.trim_start_matches(OPENING);
    let apart = text.chars().take(2).all(|c| OPENING.contains(&c));
    let inside = if apart { inside.trim_start_matches(|c| OPENING.contains(&c) || c == ' ') } else { inside };
    let (opened, _) = text.split_at_checked(text.len() - inside.len())?;
    let end = inside.find(|c: char| CLOSING.contains(&c) || OPENING.contains(&c) || c == '\n')?;
    let (inner, rest) = inside.split_at_checked(end)?;
    let after = rest.trim_start_matches(|c| CLOSING.contains(&c) || c == ' ' || is_mark(c));
    let closed = rest.part(..rest.len() - after.len()).trim_end_matches(|c| c == ' ' || is_mark(c));
    let count = |text: &str, braces: [char; 2]| text.chars().filter(|c| braces.contains(c)).count();
    let (opening, closing) = (count(opened, OPENING), count(closed, CLOSING));
    (closing > 0).then_some(Braced { length: opened.len() + end + closed.len(), inner, opening, closing })
}

/// A brace of the text's last line is still open: 集合{甲，{{ 名称 }}}.
fn is_open(text: &str) -> bool {
    let line = text.rsplit('\n').next().unwrap_or_default();
    let count = |braces: [char; 2]| line.chars().filter(|c| braces.contains(c)).count();
    count(OPENING) > count(CLOSING)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(template: &str) -> Vec<(u64, String, String)> {
        let names = minijinja::context! { 项目 => minijinja::context! { 数量 => 137 }, 简称 => "新疆" };
        let found = misread_braces(template, &names).into_iter();
        found.map(|(_, mistake)| (mistake.line, mistake.actual, mistake.expected.unwrap_or_default())).collect()
    }

    #[test]
    fn braces_around_a_name_were_meant_as_a_placeholder() {
        for (typed, meant) in [
            ("｛｛ 项目.数量 ｝｝", "{{ 项目.数量 }}"),
            ("{ 项目.数量 }", "{{ 项目.数量 }}"),
            ("｛项目。数量｝", "{{ 项目.数量 }}"),
            ("{｛ 项目.数目 ｝}", "{{ 项目.数量 }}"),
            ("{简称}", "{{ 简称 }}"),
            ("｛｛项目.数量|汉字｝｝", "{{ 项目.数量|汉字 }}"),
            ("｛｛ 天气预报 ｝｝", "{{ 天气预报 }}"),
            ("{{{ 项目.数量 }}}", "{{ 项目.数量 }}"),
            ("{{ {{ 项目.数量 }}", "{{ 项目.数量 }}"),
            ("{{ {{ 项目.数量 }} }}", "{{ 项目.数量 }}"),
            ("{{ 项目.数量 }} }}", "{{ 项目.数量 }}"),
            ("｛｛｛项目.数目｝｝｝", "{{ 项目.数量 }}"),
        ] {
            let found = told(&format!("{{{{ 项目.数量 }}}}个，\n共{typed}个"));
            assert_eq!(found, [(2, typed.to_string(), format!("两个半角花括号：{meant}"))], "{typed}");
        }
    }

    #[test]
    fn other_braces_are_text() {
        for text in [
            "集合{甲，乙}",
            "{{ 项目.数量 }}",
            "{% if 项目 %}{简}{% endif %}",
            "{# 注 { 项目.数量 } #}",
            "｛",
            "{\n项目.数量}",
            "集合{甲，{{ 项目.数量 }}}",
            "{{ 简称 }}{{ 项目.数量 }}",
            "集合{ {{ 项目.数量 }}，{{ 简称 }} }",
        ] {
            assert_eq!(told(text), [], "{text}");
        }
    }
}
