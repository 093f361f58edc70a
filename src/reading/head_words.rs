//! The words of `layouts/识别.yaml`, turned into keys once: heads of columns, labels of rows.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;

use crate::base::characters::{as_seen, half_width};
use crate::sheets::sheet::Sheet;

/// The columns of a table: what each field's head may be called.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "Listed")]
pub(crate) struct Columns {
    pub required: Vec<String>,
    /// Synonyms by field.
    pub heads: BTreeMap<String, Vec<String>>,
    /// Field and the head's place among its synonyms, by the head's key.
    by_key: HashMap<String, (String, usize)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    #[serde(rename = "必需")]
    required: Vec<String>,
    #[serde(rename = "栏")]
    heads: BTreeMap<String, Vec<String>>,
}

impl From<Listed> for Columns {
    fn from(Listed { required, heads }: Listed) -> Columns {
        let keys = heads.iter().flat_map(|(field, synonyms)| {
            let ranked = synonyms.iter().enumerate();
            ranked.map(move |(rank, synonym)| (head_key(synonym), (field.clone(), rank)))
        });
        Columns { by_key: keys.collect(), required, heads }
    }
}

/// The column of a field, by its head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Column {
    /// The cell of the head.
    pub row: u32,
    pub column: u32,
    /// The head's place among the synonyms; the first is what the field is usually called.
    pub rank: usize,
    /// Another column with a head for the same field.
    pub rival: Option<u32>,
}

/// Where heads were found, by field.
pub(crate) type Found = BTreeMap<String, Column>;

impl Columns {
    pub fn knows(&self, key: &str) -> bool {
        self.by_key.contains_key(key)
    }

    /// The field that a head's key names.
    pub fn field(&self, key: &str) -> Option<&str> {
        self.by_key.get(key).map(|(field, _)| field.as_str())
    }

    pub fn missing(&self, found: &Found) -> Vec<String> {
        self.required.iter().filter(|field| !found.contains_key(*field)).cloned().collect()
    }

    /// Adds the heads among a row's cells, which are given as keys. Of two columns with heads for one field, the one
    /// whose head stands first among the synonyms is taken, else the left one; the other is remembered.
    pub fn find(&self, row: u32, keys: &[(u32, String)], found: &mut Found) {
        for (column, key) in keys {
            let Some((field, rank)) = self.by_key.get(key) else { continue };
            let new = Column { row, column: *column, rank: *rank, rival: None };
            match found.get_mut(field) {
                None => drop(found.insert(field.clone(), new)),
                Some(known) if known.row == row => {
                    let (taken, other) = if new.rank < known.rank { (new, *known) } else { (*known, new) };
                    *known = Column { rival: Some(other.column), ..taken };
                }
                // A head further down within the group of the one above.
                Some(_) => {}
            }
        }
    }
}

/// The cells of a row that hold something, as keys.
pub(crate) fn row_keys(sheet: &Sheet, row: u32) -> Vec<(u32, String)> {
    sheet.row(row).map(|(column, value)| (column, head_key(&value.words()))).collect()
}

/// Lists of synonyms by what they mean.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "BTreeMap<String, Vec<String>>")]
pub(crate) struct Words {
    by_key: HashMap<String, String>,
    /// All synonyms, in the file's order of meanings.
    known: Vec<String>,
}

impl From<BTreeMap<String, Vec<String>>> for Words {
    fn from(lists: BTreeMap<String, Vec<String>>) -> Words {
        let pairs = || lists.iter().flat_map(|(meaning, words)| words.iter().map(move |word| (word, meaning)));
        Words {
            by_key: pairs().map(|(word, meaning)| (head_key(word), meaning.clone())).collect(),
            known: pairs().map(|(word, _)| word.clone()).collect(),
        }
    }
}

impl Words {
    /// What the word stands for.
    pub fn meaning(&self, word: &str) -> Option<&str> {
        self.by_key.get(&head_key(word)).map(String::as_str)
    }

    /// For a message.
    pub fn list(&self) -> String {
        self.known.join("、")
    }
}

/// Words of one meaning.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(crate) struct Keys(HashSet<String>);

impl From<Vec<String>> for Keys {
    fn from(words: Vec<String>) -> Keys {
        Keys(words.iter().map(|word| head_key(word)).collect())
    }
}

impl Keys {
    pub fn holds(&self, text: &str) -> bool {
        self.0.contains(&head_key(text))
    }
}

/// Heads are compared without blanks, line breaks, bracketed units and full-width differences.
pub(crate) fn head_key(text: &str) -> String {
    let mut key = String::new();
    let mut depth = 0usize;
    for c in as_seen(text).chars().map(half_width) {
        match c {
            '(' | '[' | '〔' | '【' => depth += 1,
            ')' | ']' | '〕' | '】' => depth = depth.saturating_sub(1),
            _ if depth > 0 || c.is_whitespace() || c == ':' || c == '*' => {}
            _ => key.push(c),
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_compare_by_their_words() {
        assert_eq!(head_key("安排资金\n（万元）"), "安排资金");
        assert_eq!(head_key("全年预算数（Ａ）"), head_key("全年预算数(A)"));
        assert_eq!(head_key("其中：中央财政资金"), "其中中央财政资金");
    }
}
