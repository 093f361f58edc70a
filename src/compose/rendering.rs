//! A text with its placeholders filled, as far as they can be.

use std::ops::Range;

use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind};

use crate::base::guard::{Panicked, guarded};
use crate::base::text_part::TextPart;

use super::braces::{closed, misread_braces};
use super::environment::lenient;
use super::marks::unmarked;
use super::mistake::{Mistake, explain};
use super::pending::PENDING;

/// A text as far as it could be rendered: 〔待核〕 stands for every placeholder that could not.
pub struct Rendered {
    /// `None` where the text cannot be read as a template at all.
    pub text: Option<String>,
    pub mistakes: Vec<Mistake>,
}

/// So many mistakes of one text are told; who has mended them is told the rest.
const MOST: usize = 50;

/// Renders a text and finds all mistakes in it at once: a placeholder that is wrong is replaced and the rest tried
/// again, [`MOST`] times at the most.
pub fn render(environment: &Environment<'_>, template: &str, names: &Value) -> Rendered {
    guarded(|| rendered(environment, template, names)).unwrap_or_else(|Panicked(words)| Rendered {
        text: None,
        mistakes: vec![Mistake {
            words: "程序读这段文字时出了错，请把这条信息连同文字一起反馈".into(),
            line: 1,
            actual: words,
            expected: None,
            undefined: None,
        }],
    })
}

fn rendered(environment: &Environment<'_>, template: &str, names: &Value) -> Rendered {
    let mut template = template.to_string();
    let mut mistakes: Vec<Mistake> = Vec::new();
    for (range, mistake) in misread_braces(&template, names).into_iter().rev() {
        template.replace_range(range, &pending_tag());
        mistakes.insert(0, mistake);
    }
    while mistakes.len() < MOST {
        let error = match environment.render_str(&template, names) {
            Ok(text) => return Rendered { text: Some(text), mistakes },
            Err(error) => error,
        };
        if error.kind() == ErrorKind::OutOfFuel {
            mistakes.push(explain(&error, "", names));
            return Rendered { text: None, mistakes };
        }
        let range = error.range().unwrap_or_default();
        if let Some(mistake) = braces_in_block(&template, range.start, &error) {
            mistakes.push(mistake);
            break;
        }
        if error.kind() == ErrorKind::SyntaxError
            && let Some(mistake) = left_open(&template)
        {
            mistakes.push(mistake);
            break;
        }
        let placeholder = placeholder_around(&template, range.start);
        let typed = placeholder.clone().map_or("", |tag| template.part(tag));
        // What stands in a placeholder's place already is not what is wrong.
        let typed = if typed.trim_end() == pending_tag() { "" } else { typed };
        mistakes.push(explain(&error, typed, names));
        match placeholder.filter(|_| !typed.is_empty()) {
            Some(tag) => {
                let breaks = typed.matches('\n').count();
                template.replace_range(tag, &(pending_tag() + &"\n".repeat(breaks)));
            }
            // {% if … %}, {% for … %}: what is undefined there is taken for nothing.
            None => break,
        }
    }
    Rendered { text: lenient(environment).render_str(&template, names).ok(), mistakes }
}

/// {% if {{ 地区 }} %}: between the marks of a block a name stands bare. `at` is the byte that the error is told of.
fn braces_in_block(template: &str, at: usize, error: &Error) -> Option<Mistake> {
    let start = template.get(..at)?.rfind("{%")?;
    let block = template.part(start..);
    let block = block.part(..block.find("%}")? + 2);
    let is_inside = start + block.len() > at && block.contains("{{");
    let bare = block.replace("{{", "").replace("}}", "");
    is_inside.then(|| Mistake {
        words: "“{% … %}”里的名称不再加花括号".into(),
        line: error.line().and_then(|line| u64::try_from(line).ok()).unwrap_or(1),
        actual: unmarked(block),
        expected: Some(unmarked(&bare).split_whitespace().collect::<Vec<_>>().join(" ")),
        undefined: None,
    })
}

/// The first {% if … %} or {% for … %} that nothing ends.
fn left_open(template: &str) -> Option<Mistake> {
    let mut open: Vec<(usize, &str)> = Vec::new();
    let mut from = 0;
    while let Some(at) = template.part(from..).find("{%").map(|at| from + at) {
        let block = template.part(at..);
        let block = block.part(..block.find("%}")? + 2);
        from = at + block.len();
        match block.trim_matches(['{', '%', '}', '-', '+', ' ']).split_whitespace().next().unwrap_or_default() {
            "if" | "for" => open.push((at, block)),
            "endif" | "endfor" => drop(open.pop()?),
            _ => {}
        }
    }
    let (at, block) = *open.last()?;
    let end = if block.contains("if") && !block.contains("for ") { "{% endif %}" } else { "{% endfor %}" };
    Some(Mistake {
        words: "“{% … %}”后面没有写结束的标记".into(),
        line: u64::try_from(template.part(..at).matches('\n').count() + 1).unwrap_or(1),
        actual: unmarked(block),
        expected: Some(format!("后面有“{end}”")),
        undefined: None,
    })
}

fn pending_tag() -> String {
    format!("{{{{ \"{PENDING}\" }}}}")
}

/// The `{{ … }}` that byte `at` stands in; `{{ … }` where a brace is missing.
fn placeholder_around(template: &str, at: usize) -> Option<Range<usize>> {
    let (before, after) = template.split_at_checked(at)?;
    // The error may be told of the opening braces themselves.
    let start = if after.starts_with("{{") { at } else { before.rfind("{{")? };
    let end = start + closed(template.part(start..))?;
    (at < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::environment::{clean, environment};

    fn names() -> Value {
        minijinja::context! {
            项目 => minijinja::context! { 数量 => 137 }, 各方向 => vec!["甲", "乙"], 简称 => "新疆"
        }
    }

    #[test]
    fn every_wrong_placeholder_is_told_and_the_rest_is_shown() {
        let text = "共{{ 项目.数目 }}个，\n{{ 项目.数量 }}个，{{ 各方向|lenght }}个，{{ 项目。数量 }}个，\n{{ 项目.数量 }个，｛项目.数量｝个，{{ 项目.数量 }}个";
        let Rendered { text, mistakes } = render(&environment(), text, &names());
        let last = "\n〔待核〕个，〔待核〕个，137个";
        assert_eq!(clean(&text.unwrap()), format!("共〔待核〕个，\n137个，〔待核〕个，〔待核〕个，{last}"));
        let mut told: Vec<_> = mistakes.iter().map(|m| (m.line, m.actual.as_str(), m.expected.as_deref())).collect();
        told.sort();
        assert_eq!(
            told,
            [
                (1, "{{ 项目.数目 }}", Some("{{ 项目.数量 }}")),
                (2, "{{ 各方向|lenght }}", Some("{{ 各方向|length }}")),
                (2, "{{ 项目。数量 }}", Some("{{ 项目.数量 }}")),
                (3, "{{ 项目.数量 }", Some("{{ 项目.数量 }}")),
                (3, "｛项目.数量｝", Some("两个半角花括号：{{ 项目.数量 }}")),
            ]
        );
    }

    /// Three braces for two, braces in braces, placeholders in block tags: told, and the rest of the text is shown.
    #[test]
    fn braces_too_many_are_told_and_never_tried_for_ever() {
        for (typed, meant) in [
            ("{{{ 项目.数量 }}}", Some("{{ 项目.数量 }}")),
            ("{{{{ 项目.数量 }}}}", Some("{{ 项目.数量 }}")),
            ("{{ {{ 项目.数量 }}", Some("{{ 项目.数量 }}")),
            ("{{ {{ 项目.数量 }} }}", Some("{{ 项目.数量 }}")),
            ("{{ 项目.数量 }}}", Some("{{ 项目.数量 }}")),
            ("{{{ 项目.数目 }}", Some("{{ 项目.数量 }}")),
            ("{{{ }}}", None),
            ("{{{{{{{{{{{{", None),
        ] {
            let Rendered { text, mistakes } = render(&environment(), &format!("共{typed}个，{{{{ 简称 }}}}"), &names());
            assert!(!mistakes.is_empty(), "{typed}");
            if let Some(meant) = meant {
                let told: Vec<_> = mistakes.iter().map(|m| (m.actual.as_str(), m.expected.as_deref())).collect();
                assert_eq!(told, [(typed, Some(format!("两个半角花括号：{meant}").as_str()))]);
                assert_eq!(clean(&text.unwrap()), "共〔待核〕个，新疆");
            }
        }
        for typed in [
            "{% if {{ 项目.数量 }} %}甲{% endif %}",
            "{% for x in {{{ 各方向 }}} %}{% endfor %}",
            "{{ {% if 项目 %} }}",
        ] {
            assert!(!render(&environment(), typed, &names()).mistakes.is_empty(), "{typed}");
        }
    }

    #[test]
    fn braces_inside_a_block_and_loops_without_end_are_told() {
        let told = |text: &str| render(&environment(), text, &names()).mistakes;
        let block = told("{% if {{ 项目.数量 }} %}甲{% endif %}");
        assert_eq!((block.len(), block[0].actual.as_str()), (1, "{% if {{ 项目.数量 }} %}"));
        assert_eq!(block[0].expected.as_deref(), Some("{% if 项目.数量 %}"));
        let endless = told("{% for a in range(9999) %}{% for b in range(9999) %}甲{% endfor %}{% endfor %}");
        assert_eq!((endless.len(), endless[0].words.as_str()), (1, "这段文字循环的次数太多，没有做完"));
    }

    #[test]
    fn a_text_is_not_tried_more_often_than_it_is_told() {
        let text: String = (0..MOST + 10).map(|number| format!("{{{{ 无.名{number} }}}}，")).collect();
        let Rendered { text, mistakes } = render(&environment(), &text, &names());
        assert_eq!(mistakes.len(), MOST);
        assert_eq!(clean(&text.unwrap()).matches("〔待核〕").count(), MOST + 10);
    }

    /// Whatever is wrong, the clerk reads no English but what was typed.
    #[test]
    fn mistakes_are_told_in_chinese() {
        for template in [
            "{{ 项目.数量 + }}",
            "{{ 项目. }}",
            "{{ 项目.数量|汗字 }}",
            "{{ 项目.数量 is 好 }}",
            "{{ 数数(1) }}",
            "{{ 项目.数量|join(\"、) }}",
            "{{ 项目 + 1 }}",
            "{% for x in 各方 %}{% endfor %}",
            "{% if 项目 %}",
            "{% 如果 %}",
            "{{ 项目.数量 - \"甲\" }}",
            "{% for 项 各方向 %}{% endfor %}",
            "{{ 项目.数量 | }}",
            "{{ ) }}",
            "{{ 项目.数量 数量 }}",
            "{% endfor %}",
            "{{ 项目.数量|join }}",
            "{{ [1 }}",
            "{# 注",
        ] {
            let rendered = render(&environment(), template, &names());
            let words = &rendered.mistakes[0].words;
            let latin = words.split(|c: char| !c.is_ascii_alphabetic());
            let english: Vec<&str> = latin.filter(|word| !template.contains(word) && *word != "in").collect();
            assert!(english.is_empty(), "{template}: {words}");
        }
    }
}
