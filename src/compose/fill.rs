//! The texts of a table's or chart's description.

use minijinja::value::Value;
use minijinja::{Environment, Error, context};

use super::environment::clean;
use super::mistake::explain;

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
    let names = match item {
        Some(item) => context! { 项 => item, ..base },
        None => base,
    };
    let rendered = environment.render_str(template, &names);
    let told = |error: Error| LayoutTextError(format!("“{template}”：{}", explain(&error, template, &names).words));
    Ok(clean(&rendered.map_err(told)?))
}
