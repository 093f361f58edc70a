//! The texts of a table's or chart's description.

use minijinja::value::{Value, ValueKind};
use minijinja::{Environment, Error, context};
use serde_saphyr::Spanned;

use super::inked::Inked;
use super::marks::Marks;
use super::mistake::explain;
use super::names::lists;
use super::operators::tags_plain;
use crate::base::nearest::nearest;

/// A text of a description, and where it stands.
pub type Text = Spanned<String>;

/// Why a table or a chart of `layouts/` could not be composed, in Chinese, and at which line of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutTextError {
    pub line: u64,
    pub words: String,
    pub expected: Option<String>,
    /// The name that stands for nothing.
    pub undefined: Option<String>,
}

impl LayoutTextError {
    pub fn at(text: &Text, words: String) -> LayoutTextError {
        LayoutTextError { line: text.referenced.line(), words, expected: None, undefined: None }
    }
}

/// What descriptions are filled with.
#[derive(Clone, Copy)]
pub struct Filling<'a> {
    pub environment: &'a Environment<'a>,
    pub names: &'a Value,
    pub marks: &'a Marks,
}

impl Filling<'_> {
    /// A text of a description, filled; `item` is called 项 in it.
    pub fn fill(&self, text: &Text, item: Option<&Value>) -> Result<Inked, LayoutTextError> {
        let template = text.value.as_str();
        if !template.contains('{') {
            return Ok(Inked::fixed(template));
        }
        let base = self.names.clone();
        let names = match item {
            Some(item) => context! { 项 => item, ..base },
            None => base,
        };
        let rendered = self.environment.render_str(&tags_plain(template), &names);
        let told = |error: Error| {
            let mistake = explain(&error, template, &names);
            let words = format!("“{template}”：{}", mistake.words);
            let (expected, undefined) = (mistake.expected, mistake.undefined);
            LayoutTextError { expected, undefined, ..LayoutTextError::at(text, words) }
        };
        Ok(self.marks.read(&rendered.map_err(told)?).cleaned())
    }

    /// What a description goes through (每个). A list of nothing has a name too: one that is not known is a mistake.
    pub fn list(&self, name: &Text) -> Result<Vec<Value>, LayoutTextError> {
        let named = self.names.get_attr(&name.value).unwrap_or_default();
        let is_list = matches!(named.kind(), ValueKind::Seq | ValueKind::Iterable);
        let items = named.try_iter().ok().filter(|_| is_list);
        items.map(Iterator::collect).ok_or_else(|| {
            let known = lists(self.names);
            let near = nearest(&name.value, known.iter().map(String::as_str));
            let expected = near.unwrap_or_else(|| known.join("、"));
            let words = format!("“每个”写的“{}”不是清单", name.value);
            LayoutTextError { expected: Some(expected), ..LayoutTextError::at(name, words) }
        })
    }
}
