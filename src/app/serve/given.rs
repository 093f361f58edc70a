//! What a call was given.

use serde_json::Value;

use super::answer::Refusal;

pub struct Given<'a>(pub &'a Value);

impl<'a> Given<'a> {
    pub fn text(&self, key: &str) -> Result<&'a str, Refusal> {
        self.0[key].as_str().ok_or_else(|| missing(key))
    }

    /// None where it is not given, or empty.
    pub fn text_or_none(&self, key: &str) -> Option<&'a str> {
        self.0[key].as_str().filter(|text| !text.is_empty())
    }

    pub fn texts(&self, key: &str) -> Result<Vec<String>, Refusal> {
        let texts = self.0[key].as_array().ok_or_else(|| missing(key))?;
        texts.iter().map(|text| text.as_str().map(str::to_string).ok_or_else(|| missing(key))).collect()
    }

    pub fn number(&self, key: &str) -> Result<u64, Refusal> {
        self.0[key].as_u64().ok_or_else(|| missing(key))
    }

    pub fn index(&self, key: &str) -> Result<usize, Refusal> {
        self.number(key).and_then(|number| usize::try_from(number).map_err(|_| missing(key)))
    }

    pub fn indexes(&self, key: &str) -> Result<Vec<usize>, Refusal> {
        let numbers = self.0[key].as_array().ok_or_else(|| missing(key))?;
        let index = |number: &Value| number.as_u64().and_then(|number| usize::try_from(number).ok());
        numbers.iter().map(|number| index(number).ok_or_else(|| missing(key))).collect()
    }

    pub fn truth(&self, key: &str) -> bool {
        self.0[key].as_bool().unwrap_or(false)
    }
}

fn missing(key: &str) -> Refusal {
    Refusal::bad(&format!("请求里缺“{key}”。"))
}
