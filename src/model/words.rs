//! Words of `layouts/`, and whether a text has one of them.

use serde::Deserialize;

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Words(Vec<String>);

impl Words {
    pub fn iter(&self) -> impl Iterator<Item = &str> + Clone {
        self.0.iter().map(String::as_str)
    }

    pub fn are_in(&self, text: &str) -> bool {
        self.iter().any(|word| text.contains(word))
    }

    pub fn begin(&self, text: &str) -> bool {
        self.iter().any(|word| text.starts_with(word))
    }

    pub fn end(&self, text: &str) -> bool {
        self.iter().any(|word| text.ends_with(word))
    }

    /// Is the text one of them, and nothing else?
    pub fn have(&self, text: &str) -> bool {
        self.iter().any(|word| text == word)
    }

    /// The text without those that it ends with, one after the other.
    pub fn cut_from_end<'t>(&self, text: &'t str) -> &'t str {
        let mut rest = text;
        while let Some(shorter) = self.iter().find_map(|word| rest.strip_suffix(word)) {
            rest = shorter;
        }
        rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_from_the_end_one_after_the_other() {
        let words = Words(vec!["为".into(), "共".into()]);
        assert_eq!(words.cut_from_end("资金共为"), "资金");
        assert!(words.end("资金为") && words.begin("共计") && words.are_in("认为是") && words.have("共"));
        assert!(!words.have("共计") && !words.are_in("资金"));
    }
}
