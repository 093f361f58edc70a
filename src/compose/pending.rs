//! 〔待核〕: what a draft shows in place of a value that could not be read.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use minijinja::value::{Enumerator, Object, ObjectRepr, Value};

use crate::base::field::Field;

use super::marks::around;

/// Stands in drafts, for what could not be read: a document with it in it is never final.
pub const PENDING: &str = "〔待核〕";

/// The words of a field, or what stands for them in a draft.
pub fn shown(words: &Field<String>) -> &str {
    words.value().map_or(PENDING, String::as_str)
}

/// A list or a map of which not everything could be read. What it lacks can be asked for anything, down to any depth, and is
/// shown as 〔待核〕; as a list it has one item of that kind.
#[derive(Debug, Default)]
pub struct Pending {
    known: BTreeMap<String, Value>,
    /// By which the marks know the figure that is missing.
    number: Option<usize>,
    /// Of how many lists in one another it is an item.
    depth: u8,
}

/// More lists in one another no template goes through; without an end two of this kind could not be compared.
const DEEPEST: u8 = 8;

impl Pending {
    pub fn nothing_known() -> Value {
        Pending::for_want_of(None)
    }

    /// Nothing is known before this figure is.
    pub fn for_want_of(number: Option<usize>) -> Value {
        Value::from_object(Pending { number, ..Pending::default() })
    }

    pub fn beside(known: BTreeMap<String, Value>) -> Value {
        Value::from_object(Pending { known, ..Pending::default() })
    }
}

/// Does the template ask for something of which nothing is known?
pub fn is_pending(value: &Value) -> bool {
    value.downcast_object_ref::<Pending>().is_some() || value.as_str() == Some(PENDING)
}

impl Object for Pending {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Iterable
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let known = key.as_str().and_then(|key| self.known.get(key)).cloned();
        Some(known.unwrap_or_else(|| Pending::for_want_of(self.number)))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let item = Pending { known: BTreeMap::new(), number: self.number, depth: self.depth + 1 };
        let item = (item.depth < DEEPEST).then(|| Value::from_object(item));
        Enumerator::Iter(Box::new(item.into_iter()))
    }

    fn is_true(self: &Arc<Self>) -> bool {
        true
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number {
            Some(number) => f.write_str(&around(number, PENDING)),
            None => f.write_str(PENDING),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::environment::{clean, environment};

    #[test]
    fn whatever_is_asked_of_it_is_pending() {
        let known = BTreeMap::from([("数量".to_string(), Value::from(3))]);
        let names = minijinja::context! { 项目 => Pending::beside(known), 各方向 => Pending::nothing_known() };
        for (template, shown) in [
            ("{{ 项目.数量 }}个，{{ 项目.新上 }}个", "3个，〔待核〕个"),
            ("{{ 项目[\"甲/乙\"].完成率 }}", "〔待核〕"),
            ("{% for 方向 in 各方向 %}{{ loop.index|字母 }}{{ 方向.名称 }}；{% endfor %}", "a〔待核〕；"),
            ("{{ 各方向|map(attribute=\"名称\")|join(\"、\") }}等{{ 各方向|length|汉字 }}个", "〔待核〕等〔待核〕个"),
            ("{{ 各方向|map(\"引号\")|join }}{{ 项目.名称|replace(\"甲\", \"乙\") }}", "〔待核〕〔待核〕"),
            ("{% if 项目.新上 %}{{ \"新上\" ~ 项目.新上 ~ \"个\" }}{% endif %}", "新上〔待核〕个"),
            ("{% for 项 in 各方向 %}{% if 项 in 项目.各项 %}在{% endif %}{% endfor %}", "在"),
        ] {
            assert_eq!(clean(&environment().render_str(template, &names).unwrap()), shown, "{template}");
        }
    }
}
