//! MiniJinja as this project uses it: Chinese names, an undefined name is an error, and what comes from input
//! is marked so that it can never act as structure.

use std::fmt::Write;

use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, context, escape_formatter};

use super::trace::{VALUE_END, VALUE_START};

/// Stands before every value that a template shows: a line that begins with it is text, whatever follows.
const GUARD: char = '\u{1}';
/// Stands for a line feed inside a value.
const INNER_BREAK: char = '\u{2}';

/// `traced`: values are bracketed for [`super::trace`].
pub fn environment(traced: bool) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_formatter(move |out, state, value| {
        if traced {
            out.write_char(VALUE_START)?;
        }
        match value.as_str() {
            Some(text) => {
                let plain = |c: &char| *c == '\n' || *c == '\t' || !c.is_control();
                let inner = |c: char| if c == '\n' { INNER_BREAK } else { c };
                let guarded: String = std::iter::once(GUARD).chain(text.chars().filter(plain).map(inner)).collect();
                out.write_str(&guarded)?;
            }
            None => escape_formatter(out, state, value)?,
        }
        if traced {
            out.write_char(VALUE_END)?;
        }
        Ok(())
    });
    environment.add_filter("汉字", chinese_digit);
    environment.add_filter("字母", letter);
    environment.add_filter("引号", quoted);
    environment
}

/// Is this line text even though it begins with `#` or `@`?
pub fn is_guarded(line: &str) -> bool {
    line.starts_with(GUARD)
}

/// The text without marks; a line feed inside a value is a line feed again.
pub fn clean(text: &str) -> String {
    text.chars().filter(|&c| c != GUARD).map(|c| if c == INNER_BREAK { '\n' } else { c }).collect()
}

/// 四 for 4: counts up to ten are written out in running text.
fn chinese_digit(number: usize) -> Value {
    const DIGITS: [&str; 11] = ["零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十"];
    DIGITS.get(number).map_or_else(|| Value::from(number), |digit| Value::from(*digit))
}

/// a for 1, b for 2; beyond z the number itself.
fn letter(number: u32) -> String {
    match number {
        1..=26 => char::from_u32('a' as u32 + number - 1).map(String::from).unwrap_or_default(),
        _ => number.to_string(),
    }
}

/// A name in “ ”, with the quotation marks inside it made single.
fn quoted(name: &str) -> String {
    format!("“{}”", name.replace('“', "‘").replace('”', "’"))
}

/// Why a table or a chart of `layouts/` could not be composed, in Chinese.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutTextError(pub String);

/// A text of a table's or chart's description, filled; `item` is called 项 in it.
pub fn fill(
    template: &str,
    environment: &Environment<'_>,
    names: &Value,
    item: Option<&Value>,
) -> Result<String, LayoutTextError> {
    if !template.contains('{') {
        return Ok(template.to_string());
    }
    let base = names.clone();
    let rendered = match item {
        Some(item) => environment.render_str(template, context! { 项 => item, ..base }),
        None => environment.render_str(template, base),
    };
    let rendered = rendered.map_err(|error| LayoutTextError(format!("“{template}”：{}", explain(&error).0)))?;
    Ok(clean(&rendered))
}

/// What went wrong, in words for the person who wrote the text, and the line inside that text (from 1).
pub fn explain(error: &Error) -> (String, u64) {
    let line = error.line().and_then(|line| u64::try_from(line).ok()).unwrap_or(1);
    let detail = error.detail().unwrap_or_default();
    let words = match error.kind() {
        ErrorKind::UndefinedError => {
            // MiniJinja says: `项目.数目` is undefined.
            let name = detail.split('`').nth(1).unwrap_or_default();
            if name.is_empty() {
                "占位符里的名称没有对应的数字或文字".to_string()
            } else {
                format!("占位符“{name}”没有对应的数字或文字")
            }
        }
        ErrorKind::SyntaxError => format!("占位符写法不对（{detail}）"),
        ErrorKind::UnknownFilter => format!("占位符里用了没有的处理方式（{detail}）"),
        _ => format!("占位符不能计算（{detail}）"),
    };
    (words, line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_never_become_structure() {
        let name = "# 伪标题\n@表 x";
        let text = environment(false).render_str("{{ 名称 }}", context! { 名称 => name }).unwrap();
        assert!(is_guarded(&text) && !text.contains('\n'));
        assert_eq!(clean(&text), name);
    }

    #[test]
    fn an_undefined_name_is_named() {
        let error = environment(false)
            .render_str("支持{{ 项目.数目 }}个", context! { 项目 => context! { 数量 => 1 } })
            .unwrap_err();
        let (words, line) = explain(&error);
        assert!(words.contains("“项目.数目”没有对应"), "{words}");
        assert_eq!(line, 1);
    }

    #[test]
    fn small_counts_are_written_out() {
        let text = environment(false).render_str("{{ 4|汉字 }}{{ 12|汉字 }}{{ 2|字母 }}", ()).unwrap();
        assert_eq!(clean(&text), "四12b");
        assert_eq!(quoted("品种“JN28”"), "“品种‘JN28’”");
    }
}
