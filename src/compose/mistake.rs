//! What is wrong with a text's placeholders, in words for the person who wrote it.

use std::ops::Range;

use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind};

use crate::base::guard::{Panicked, guarded};
use crate::base::nearest::nearest;
use crate::base::text_part::TextPart;

use super::braces::{closed, misread_braces};
use super::names::{Names, straightened};
use super::template::{GROUP, lenient};
use super::trace::unmarked;
use crate::model::figure::PENDING;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    pub words: String,
    /// Inside the text, from 1.
    pub line: u64,
    /// The placeholder as typed; empty where no single one is meant.
    pub actual: String,
    pub expected: Option<String>,
}

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

/// `typed` is the placeholder that the error is in, or empty.
pub fn explain(error: &Error, typed: &str, names: &Value) -> Mistake {
    let line = error.line().and_then(|line| u64::try_from(line).ok()).unwrap_or(1);
    let detail = error.detail().unwrap_or_default();
    let typed = unmarked(typed);
    let inner = typed.trim_matches(['{', '}', '｝']).trim();
    // The placeholder with the right word in the wrong one's place.
    let mended = |wrong: &str, near: String| match inner.contains(wrong) {
        true => format!("{{{{ {} }}}}", inner.replacen(wrong, &near, 1)),
        false => near,
    };
    let (words, expected) = match error.kind() {
        ErrorKind::UndefinedError => {
            // MiniJinja says: `项目.数目` is undefined.
            let name = detail.split('`').nth(1).unwrap_or(inner);
            let near = Names::of(names).nearest(name).map(|near| mended(name, near));
            match name {
                "" => ("占位符里的名称没有对应的数字或文字".to_string(), None),
                name => (format!("占位符“{name}”没有对应的数字或文字"), near),
            }
        }
        ErrorKind::UnknownFilter | ErrorKind::UnknownTest | ErrorKind::UnknownFunction => {
            // filter 汗字 is unknown
            let before = detail.strip_suffix(" is unknown").unwrap_or(detail);
            let name = before.rsplit(' ').next().unwrap_or(before);
            let (what, known): (_, &[&str]) = match error.kind() {
                ErrorKind::UnknownFilter => ("处理方式", &FILTERS),
                ErrorKind::UnknownTest => ("判断", &TESTS),
                _ => ("函数", &FUNCTIONS),
            };
            let near = nearest(name, known.iter().copied()).map(|near| mended(name, near));
            (format!("占位符里的{what}“{name}”没有"), near.or_else(|| Some(format!("其中一个：{}", known.join("、")))))
        }
        ErrorKind::OutOfFuel => ("这段文字循环的次数太多，没有做完".to_string(), None),
        ErrorKind::SyntaxError => {
            let straight = straightened(inner);
            let is_wrong = straight != inner || !typed.ends_with("}}");
            let expected = (!inner.is_empty() && is_wrong).then(|| format!("{{{{ {straight} }}}}"));
            (format!("占位符写法不对：{}", in_chinese(detail)), expected)
        }
        _ => match detail.strip_prefix(GROUP) {
            Some("") => (format!("“{inner}”是一列内容，不能直接印出来"), None),
            Some(members) => {
                (format!("“{inner}”是一组内容，要写明其中哪一个"), Some(format!("{inner}.名称，名称如{members}")))
            }
            None => (format!("占位符不能计算：{}", in_chinese(detail)), None),
        },
    };
    Mistake { words, line, actual: typed, expected }
}

/// The project's own filters first, then those of MiniJinja that texts may need.
const FILTERS: [&str; 24] = [
    "汉字",
    "字母",
    "引号",
    "join",
    "map",
    "length",
    "default",
    "first",
    "last",
    "replace",
    "sort",
    "sum",
    "unique",
    "select",
    "reject",
    "selectattr",
    "rejectattr",
    "round",
    "int",
    "list",
    "trim",
    "reverse",
    "min",
    "max",
];
const TESTS: [&str; 9] = ["defined", "undefined", "none", "number", "string", "eq", "ne", "gt", "lt"];
const FUNCTIONS: [&str; 2] = ["range", "namespace"];

/// MiniJinja's words, from the longest to the shortest of those that begin alike.
const WORDS: [(&str, &str); 43] = [
    ("unexpected end of string", "引号没有成对"),
    ("unexpected end of comment", "“{#”后面没有“#}”"),
    ("unexpected end of raw block", "“{% raw %}”后面没有“{% endraw %}”"),
    ("unexpected end of input, expected keyword", "“{%”后面没有写完"),
    ("unexpected end of input", "没有写完就结束了"),
    ("unexpected input after end of variable block", "“}”后面多了字"),
    ("unexpected input after expression", "多了字"),
    ("unexpected character", "有不认识的符号（全角的标点要改成半角）"),
    ("Too many arguments in function call", "括号里写得太多"),
    ("cannot assign to reserved variable name", "这个名称不能用来存数："),
    ("cannot calculate length of value of type", "数不出个数："),
    ("must be placed inside a loop", "只能写在 for 里面"),
    ("strings can only be multiplied with integers", "文字不能相乘"),
    ("tried to use", "不能用"),
    ("operator on unsupported types", "计算："),
    ("unable to calculate", "算不出"),
    ("cannot perform a containment check on this value", "这里不能用 in"),
    ("value is not a string", "这里要用文字"),
    ("cannot convert", "不能换算："),
    ("not iterable", "不是清单，不能逐个列出"),
    ("unknown statement", "“{%”后面的词不认识："),
    ("unknown keyword argument", "括号里的名称不认识："),
    ("expected statement", "“{%”后面要写 if、for 等"),
    ("unexpected", "不该有"),
    ("expected", "应为"),
    ("unknown", "不认识"),
    ("end of variable block", "“}}”"),
    ("start of variable block", "“{{”"),
    ("start of block", "“{%”"),
    ("end of block", "“%}”"),
    ("template-data", "占位符外面的文字"),
    ("identifier or integer", "名称或数字"),
    ("identifier", "名称"),
    ("expression", "名称或数字"),
    ("integer", "数字"),
    ("float", "小数"),
    ("string", "引号里的文字"),
    ("sequence", "清单"),
    ("map", "下面还有分项的名称"),
    ("number", "数"),
    ("undefined", "没有的名称"),
    ("none", "空"),
    (" and ", "和"),
];

/// A detail in the table's words. What the table does not have is not shown in English.
fn in_chinese(detail: &str) -> String {
    let chinese = WORDS.iter().fold(detail.to_string(), |text, (english, chinese)| text.replace(english, chinese));
    let untold = ["cannot ", "value of", "must ", "should ", " is "].iter().any(|english| chinese.contains(english));
    if untold { "这一处的写法".into() } else { chinese.replace(", ", "，").replace('`', "") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::template::{clean, environment};

    fn names() -> Value {
        minijinja::context! {
            项目 => minijinja::context! { 数量 => 137 }, 各方向 => vec!["甲", "乙"], 简称 => "新疆"
        }
    }

    #[test]
    fn every_wrong_placeholder_is_told_and_the_rest_is_shown() {
        let text = "共{{ 项目.数目 }}个，\n{{ 项目.数量 }}个，{{ 各方向|lenght }}个，{{ 项目。数量 }}个，\n{{ 项目.数量 }个，｛项目.数量｝个，{{ 项目.数量 }}个";
        let Rendered { text, mistakes } = render(&environment(false), text, &names());
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
            let Rendered { text, mistakes } =
                render(&environment(false), &format!("共{typed}个，{{{{ 简称 }}}}"), &names());
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
            assert!(!render(&environment(false), typed, &names()).mistakes.is_empty(), "{typed}");
        }
    }

    #[test]
    fn braces_inside_a_block_and_loops_without_end_are_told() {
        let told = |text: &str| render(&environment(false), text, &names()).mistakes;
        let block = told("{% if {{ 项目.数量 }} %}甲{% endif %}");
        assert_eq!((block.len(), block[0].actual.as_str()), (1, "{% if {{ 项目.数量 }} %}"));
        assert_eq!(block[0].expected.as_deref(), Some("{% if 项目.数量 %}"));
        let endless = told("{% for a in range(9999) %}{% for b in range(9999) %}甲{% endfor %}{% endfor %}");
        assert_eq!((endless.len(), endless[0].words.as_str()), (1, "这段文字循环的次数太多，没有做完"));
    }

    #[test]
    fn a_text_is_not_tried_more_often_than_it_is_told() {
        let text: String = (0..MOST + 10).map(|number| format!("{{{{ 无.名{number} }}}}，")).collect();
        let Rendered { text, mistakes } = render(&environment(false), &text, &names());
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
            let rendered = render(&environment(false), template, &names());
            let words = &rendered.mistakes[0].words;
            let latin = words.split(|c: char| !c.is_ascii_alphabetic());
            let english: Vec<&str> = latin.filter(|word| !template.contains(word) && *word != "in").collect();
            assert!(english.is_empty(), "{template}: {words}");
        }
    }
}
