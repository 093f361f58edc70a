//! A cell that was left blank and that a report may do without: where a template shows it, it is missing.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::value::{Object, ObjectRepr, Rest, Value};
use minijinja::{Environment, Error, State, filters};

use crate::base::finding::Finding;
use crate::base::place::Place;

use super::marks::around;
use super::pending::PENDING;

/// The blank cells that a composition has shown, with what should stand there.
#[derive(Debug, Clone, Default)]
pub struct Asked(Arc<Mutex<BTreeMap<Place, Wanted>>>);

/// What should stand in a cell.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// “新财教〔2025〕65号”的印发日期
    pub what: String,
    pub expected: &'static str,
}

impl Asked {
    /// The value of a cell that holds nothing: false to templates that ask, 〔待核〕 where it is shown.
    pub fn blank(&self, place: &Place, wanted: Wanted, number: usize) -> Value {
        Value::from_object(Blank { place: place.clone(), wanted, asked: self.clone(), number })
    }

    pub fn findings(&self) -> Vec<Finding> {
        let asked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let finding = |(place, Wanted { what, expected }): (&Place, &Wanted)| {
            Finding::error("Z009", format!("{what}没有填，报告里要写"))
                .expected(expected)
                .actual("空白")
                .at(place)
                .hint("照原文件补填。")
        };
        asked.iter().map(finding).collect()
    }
}

#[derive(Debug)]
struct Blank {
    place: Place,
    wanted: Wanted,
    asked: Asked,
    /// By which the marks know it.
    number: usize,
}

impl Object for Blank {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn is_true(self: &Arc<Self>) -> bool {
        false
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut asked = self.asked.0.lock().unwrap_or_else(PoisonError::into_inner);
        asked.insert(self.place.clone(), self.wanted.clone());
        f.write_str(&around(self.number, PENDING))
    }
}

/// To templates, a blank is what an undefined value is.
pub fn add_to(environment: &mut Environment<'_>) {
    environment.add_test("defined", is_defined);
    environment.add_test("undefined", |value: &Value| !is_defined(value));
    environment.add_filter("default", default);
    environment.add_filter("d", default);
}

fn is_defined(value: &Value) -> bool {
    !value.is_undefined() && value.downcast_object_ref::<Blank>().is_none()
}

fn default(state: &State, value: &Value, others: Rest<Value>) -> Result<Value, Error> {
    filters::default(state, if is_defined(value) { value } else { &Value::UNDEFINED }, others)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::environment::{clean, environment};

    #[test]
    fn only_what_is_shown_is_missing() {
        for (template, shown, missing) in [
            ("{{ 文件.日期 }}印发", "〔待核〕印发", 1),
            ("{{ \"于\" ~ 文件.日期 }}", "于〔待核〕", 1),
            ("{% if 文件.日期 %}{{ 文件.日期 }}{% endif %}印发", "印发", 0),
            ("{% if 文件.日期 is defined %}{{ 文件.日期 }}{% endif %}印发", "印发", 0),
            ("{{ 文件.日期|default(\"日前\") }}印发", "日前印发", 0),
        ] {
            let asked = Asked::default();
            let wanted = Wanted { what: "印发日期".into(), expected: "日期" };
            let date = asked.blank(&Place::file("2025/资金执行.xlsx"), wanted, 0);
            let names = minijinja::context! { 文件 => minijinja::context! { 日期 => date } };
            assert_eq!(clean(&environment().render_str(template, &names).unwrap()), shown, "{template}");
            assert_eq!(asked.findings().len(), missing, "{template}");
        }
    }
}
