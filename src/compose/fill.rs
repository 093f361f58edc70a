//! The texts of a table's or chart's description.

use minijinja::value::Value;
use minijinja::{Environment, Error, context};

use super::inked::Inked;
use super::marks::Marks;
use super::mistake::explain;
use super::operators::tags_plain;

/// Why a table or a chart of `layouts/` could not be composed, in Chinese.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutTextError(pub String);

/// What descriptions are filled with.
#[derive(Clone, Copy)]
pub struct Filling<'a> {
    pub environment: &'a Environment<'a>,
    pub names: &'a Value,
    pub marks: &'a Marks,
}

impl Filling<'_> {
    /// A text of a description, filled; `item` is called 项 in it.
    pub fn fill(&self, template: &str, item: Option<&Value>) -> Result<Inked, LayoutTextError> {
        if !template.contains('{') {
            return Ok(Inked::fixed(template));
        }
        let base = self.names.clone();
        let names = match item {
            Some(item) => context! { 项 => item, ..base },
            None => base,
        };
        let rendered = self.environment.render_str(&tags_plain(template), &names);
        let told = |error: Error| LayoutTextError(format!("“{template}”：{}", explain(&error, template, &names).words));
        Ok(self.marks.read(&rendered.map_err(told)?).cleaned())
    }
}
