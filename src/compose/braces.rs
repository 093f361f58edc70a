//! Braces that no template reads, around what was meant as a placeholder: ｛｛ 项目.数量 ｝｝, { 项目.数量 }. They would be
//! printed as they are.

use std::ops::Range;

use minijinja::value::Value;

use super::mistake::Mistake;
use super::names::{Names, straightened};
use super::trace::{tag_end, unmarked};

const OPENING: [char; 2] = ['{', '｛'];
const CLOSING: [char; 2] = ['}', '｝'];

/// Where the template has such braces, and what was meant. Single braces around anything but a name are text, as in
/// {甲，乙}.
pub fn misread_braces(template: &str, names: &Value) -> Vec<(Range<usize>, Mistake)> {
    let mut found = Vec::new();
    let mut known = None;
    let mut at = 0;
    while let Some(next) = template[at..].find(OPENING) {
        let start = at + next;
        if let Some(end) = closed(&template[start..]).or_else(|| tag_end(&template[start..])) {
            at = start + end;
            continue;
        }
        let Some((end, inner, pairs)) = braced(&template[start..]) else {
            at = start + template[start..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        at = start + end;
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
                line: template[..start].matches('\n').count() as u64 + 1,
                actual: unmarked(&template[start..at]),
                expected: Some(format!("两个半角花括号：{{{{ {} }}}}", meant.unwrap_or(expression))),
            };
            found.push((start..at, mistake));
        }
    }
    found
}

/// Length of the `{{ … }}` that the text begins with, also where a brace is missing at its end.
pub fn closed(text: &str) -> Option<usize> {
    let tag = &text[..tag_end(text).filter(|_| text.starts_with("{{"))?];
    let inside = tag.find(CLOSING)?;
    Some(tag.len() - tag[inside..].trim_start_matches(CLOSING).len())
}

/// Length, inside, and pairs of braces of what the text begins with, within its line.
fn braced(text: &str) -> Option<(usize, &str, usize)> {
    let inside = text.trim_start_matches(OPENING);
    let open = text.len() - inside.len();
    let end = inside.find(|c: char| CLOSING.contains(&c) || OPENING.contains(&c) || c == '\n')?;
    let rest = &inside[end..];
    let after = rest.trim_start_matches(CLOSING);
    let close = rest.len() - after.len();
    (close > 0)
        .then(|| (open + end + close, &inside[..end], text[..open].chars().count().max(rest[..close].chars().count())))
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
        ] {
            assert_eq!(told(text), [], "{text}");
        }
    }
}
