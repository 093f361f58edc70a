use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::Deserialize;

/// A word of one of the fund's lists (`资金.yaml`): 中央财政资金, 省级, 优, 结转. What it stands for, the list says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(from = "String")]
pub struct Term(Arc<str>);

impl Term {
    pub fn name(&self) -> &str {
        &self.0
    }
}

impl From<String> for Term {
    fn from(word: String) -> Term {
        Term(word.trim().into())
    }
}

impl From<&str> for Term {
    fn from(word: &str) -> Term {
        Term(word.into())
    }
}

impl From<&Term> for Arc<str> {
    fn from(term: &Term) -> Arc<str> {
        Arc::clone(&term.0)
    }
}

impl Deref for Term {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The words in a row: 优、良、中、差.
pub fn listed<'a>(terms: impl IntoIterator<Item = &'a Term>) -> String {
    joined(terms, "、")
}

pub fn joined<'a>(terms: impl IntoIterator<Item = &'a Term>, mark: &str) -> String {
    terms.into_iter().map(Term::name).collect::<Vec<_>>().join(mark)
}
