//! The words of `layouts/识别.yaml`, turned into keys once: heads of columns, labels of rows.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;

use crate::base::characters::{as_seen, half_width};
use crate::model::money_unit::without_unit;
use crate::model::term::Term;
use crate::sheets::sheet::Sheet;

/// The columns of a table: what each field's head may be called.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Listed")]
pub(crate) struct Columns {
    pub required: Vec<String>,
    /// Synonyms by field.
    pub heads: BTreeMap<String, Vec<String>>,
    /// Heads that no table of the kind has.
    excluded: Keys,
    /// Field and the head's place among its synonyms, by the head's key.
    by_key: HashMap<String, (String, usize)>,
    /// The same of synonyms with a *, which stands for any words.
    patterns: Vec<(Pattern, String, usize)>,
    /// What the head of a field is like, where none is known.
    alike: BTreeMap<String, Vec<Pattern>>,
}

/// 中央*金额, *原因*: words with parts that may be anything.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    /// All of it, where nothing may be anything.
    whole: bool,
    first: String,
    /// Between, in their order.
    inner: Vec<String>,
    last: String,
}

impl Pattern {
    fn of(word: &str) -> Option<Pattern> {
        let mut parts = word.split(['*', '＊']).map(head_key);
        let first = parts.next()?;
        let mut inner: Vec<String> = parts.collect();
        let last = inner.pop()?;
        Some(Pattern { whole: false, first, inner, last })
    }

    fn whole(word: &str) -> Pattern {
        Pattern { whole: true, first: head_key(word), inner: Vec::new(), last: String::new() }
    }

    fn fits(&self, key: &str) -> bool {
        if self.whole {
            return self.first == key;
        }
        let within = key.strip_prefix(self.first.as_str()).and_then(|rest| rest.strip_suffix(self.last.as_str()));
        let rest = within.and_then(|within| {
            self.inner.iter().try_fold(within, |rest, part| Some(rest.split_once(part.as_str())?.1))
        });
        rest.is_some()
    }
}

/// 2025年, 2025年度, 本年: which year's column it is.
fn without_year(key: &str) -> &str {
    let rest = key.trim_start_matches(|c: char| c.is_ascii_digit());
    let year = rest.strip_prefix("年度").or_else(|| rest.strip_prefix('年')).filter(|_| key.len() - rest.len() == 4);
    year.or_else(|| ["本年度", "本年", "当年"].iter().find_map(|word| key.strip_prefix(word))).unwrap_or(key)
}

/// 2025年度, and no more.
pub(crate) fn is_year(key: &str) -> bool {
    year_of_head(key).is_some() && without_year(key).is_empty()
}

/// 2025 of 2025年完成值.
pub(crate) fn year_of_head(key: &str) -> Option<u16> {
    let (year, _) = key.split_once('年')?;
    year.parse().ok().filter(|year| (1990..2100).contains(year))
}

/// 全年预算数A, ①执行数, 预算数元: without the letter or the figure by which columns reckon, and a bare unit.
fn without_mark(key: &str) -> &str {
    let is_mark = |c: char| c.is_ascii_uppercase() || ('①'..='⑳').contains(&c);
    let bare = key.trim_matches(is_mark);
    // 单位：元 is a line above a head.
    let without_unit = ["万元", "元"].iter().find_map(|unit| bare.strip_suffix(unit));
    let bare = without_unit.filter(|rest| !rest.ends_with("单位")).unwrap_or(bare);
    if bare.chars().count() < 3 { key } else { bare }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    #[serde(rename = "必需")]
    required: Vec<String>,
    #[serde(rename = "除外", default)]
    excluded: Keys,
    #[serde(rename = "栏")]
    heads: BTreeMap<String, Vec<String>>,
    #[serde(rename = "像", default)]
    alike: BTreeMap<String, Vec<String>>,
}

impl From<Listed> for Columns {
    fn from(Listed { required, excluded, heads, alike }: Listed) -> Columns {
        let all = || heads.iter().flat_map(|(field, words)| words.iter().enumerate().map(move |word| (field, word)));
        let by_key = all().filter(|(_, (_, word))| Pattern::of(word).is_none());
        let by_key = by_key.map(|(field, (rank, word))| (head_key(word), (field.clone(), rank))).collect();
        let patterns = all().filter_map(|(field, (rank, word))| Some((Pattern::of(word)?, field.clone(), rank)));
        let whole = |word: &String| Pattern::of(word).unwrap_or_else(|| Pattern::whole(word));
        let alike = alike.iter().map(|(field, words)| (field.clone(), words.iter().map(whole).collect())).collect();
        Columns { by_key, patterns: patterns.collect(), alike, required, excluded, heads }
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
    /// Nothing says which of the two is meant.
    pub unclear: bool,
}

impl Column {
    /// By its first synonym, and no other is like it.
    pub fn at(row: u32, column: u32) -> Column {
        Column { row, column, rank: 0, rival: None, unclear: false }
    }
}

/// Where heads were found, by field.
pub(crate) type Found = BTreeMap<String, Column>;

impl Columns {
    /// With one more word for a field.
    pub fn with_head(mut self, field: &str, word: &str) -> Columns {
        self.by_key.entry(head_key(word)).or_insert_with(|| (field.to_string(), 0));
        self
    }

    /// What is excluded may be called by a field's name: by all of its words, but those of a field of its own.
    pub fn exclude_fields(&mut self, fields: &[(String, Vec<String>)]) {
        let named = fields.iter().filter(|(field, _)| self.excluded.0.contains(&head_key(field)));
        let words = named.flat_map(|(_, words)| words).filter(|word| Pattern::of(word).is_none());
        let keys: Vec<String> = words.map(|word| head_key(word)).filter(|key| !self.by_key.contains_key(key)).collect();
        self.excluded.0.extend(keys);
    }

    pub fn excludes(&self, key: &str) -> bool {
        self.excluded.0.contains(key)
    }

    pub fn knows(&self, key: &str) -> bool {
        self.named(key).is_some()
    }

    /// The field that a head's key names.
    pub fn field(&self, key: &str) -> Option<&str> {
        self.named(key).map(|(field, _)| field)
    }

    /// With the head's place among the synonyms: by itself, without its year, by a synonym with a *.
    pub fn named(&self, key: &str) -> Option<(&str, usize)> {
        let bare = without_year(key);
        let unmarked = without_mark(bare);
        let exact = [key, bare, unmarked].into_iter().find_map(|key| self.by_key.get(key));
        let exact = exact.map(|(field, rank)| (field.as_str(), *rank));
        exact.or_else(|| {
            let (_, field, rank) = self.patterns.iter().find(|(pattern, ..)| pattern.fits(bare))?;
            Some((field.as_str(), *rank))
        })
    }

    pub fn is_like_any(&self, field: &str) -> bool {
        self.alike.contains_key(field)
    }

    /// The place of what the head is like among the words for the field.
    pub fn likeness(&self, field: &str, key: &str) -> Option<usize> {
        let bare = without_year(key);
        self.alike.get(field)?.iter().position(|pattern| pattern.fits(key) || pattern.fits(bare))
    }

    pub fn missing(&self, found: &Found) -> Vec<String> {
        self.required.iter().filter(|field| !found.contains_key(*field)).cloned().collect()
    }

    /// Adds the heads among a row's cells, which are given as keys. Of two columns with heads for one field, the one
    /// whose head stands first among the synonyms is taken, else the left one; the other is remembered.
    pub fn find(&self, row: u32, keys: &[(u32, String)], found: &mut Found) {
        for (column, key) in keys {
            let Some((field, rank)) = self.named(key) else { continue };
            // 文件名称及文号: one column of two fields.
            if let Some((first, second)) = field.split_once('及') {
                let joint = Column { rank: usize::MAX, ..Column::at(row, *column) };
                for part in [first, second] {
                    found.entry(part.to_string()).or_insert(joint);
                }
                continue;
            }
            let new = Column { rank, ..Column::at(row, *column) };
            match found.get_mut(field) {
                None => drop(found.insert(field.to_string(), new)),
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

/// The head of a column as a key, with its year: 2025年指标值 where 指标值 stands below 2025年.
pub(crate) fn dated_key(sheet: &Sheet, row: u32, column: u32) -> String {
    let year = key_over(sheet, row, column).filter(|year| is_year(year));
    year.unwrap_or_default() + &head_key(&sheet.words(row, column))
}

/// What stands over the column, or over one on its left with nothing between: 2025年, 上年.
pub(crate) fn key_over(sheet: &Sheet, row: u32, column: u32) -> Option<String> {
    let above = row.checked_sub(1)?;
    let mut words = (0..=column).rev().map(|column| head_key(&sheet.merged_words(above, column)));
    words.find(|words| !words.is_empty())
}

/// Lists of synonyms by what they mean.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "BTreeMap<String, Vec<String>>")]
pub(crate) struct Words {
    by_key: HashMap<String, String>,
    /// Words with a *, by what they mean.
    patterns: Vec<(Pattern, String)>,
    /// Each synonym with its meaning, in the file's order.
    known: Vec<(String, String)>,
}

impl From<BTreeMap<String, Vec<String>>> for Words {
    fn from(lists: BTreeMap<String, Vec<String>>) -> Words {
        let pairs = || lists.iter().flat_map(|(meaning, words)| words.iter().map(move |word| (word, meaning)));
        let patterns = pairs().filter_map(|(word, meaning)| Some((Pattern::of(word)?, meaning.clone())));
        let mut patterns: Vec<(Pattern, String)> = patterns.collect();
        // 北京市* says more than *市财政局.
        patterns.sort_by_key(|(pattern, _)| pattern.first.is_empty());
        Words {
            by_key: pairs().map(|(word, meaning)| (head_key(word), meaning.clone())).collect(),
            patterns,
            known: pairs().map(|(word, meaning)| (word.clone(), meaning.clone())).collect(),
        }
    }
}

impl Words {
    /// All words of all lists.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.known.iter().map(|(word, _)| word.as_str())
    }

    /// Is the word the name of a list?
    pub fn lists(&self, word: &str) -> bool {
        self.known.iter().any(|(_, meaning)| meaning == word)
    }

    /// What the word stands for.
    pub fn meaning(&self, word: &str) -> Option<&str> {
        let key = head_key(word);
        let by_pattern = || self.patterns.iter().find(|(pattern, _)| pattern.fits(&key)).map(|(_, meaning)| meaning);
        self.by_key.get(&key).or_else(by_pattern).map(String::as_str)
    }

    /// The word of a fund's list that is meant: by itself, by a synonym, or where both are synonyms of one meaning and no
    /// other of the list is.
    pub fn term<'a>(&self, word: &str, list: &'a [Term]) -> Option<&'a Term> {
        let key = head_key(word);
        let itself = list.iter().find(|term| head_key(term) == key);
        itself.or_else(|| {
            let meaning = self.meaning(&key)?;
            let mut same = list.iter().filter(|term| self.meaning(term) == Some(meaning));
            let named = list.iter().find(|term| term.name() == meaning);
            named.or_else(|| same.next().filter(|_| same.next().is_none()))
        })
    }

    /// The one word of the list that is meant where `bare` makes it, or one of its synonyms, the same.
    pub fn term_loosely<'a>(&self, word: &str, list: &'a [Term], bare: impl Fn(&str) -> String) -> Option<&'a Term> {
        let key = bare(&head_key(word));
        let is_own = |term: &&Term| bare(&head_key(term)) == key;
        let by_synonym = |term: &&Term| {
            self.known.iter().any(|(known, _)| bare(&head_key(known)) == key && self.term(known, list) == Some(*term))
        };
        let mut found = list.iter().filter(|term| is_own(term) || by_synonym(term));
        found.next().filter(|_| found.next().is_none())
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

/// Words of one meaning, some with a *.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(crate) struct Signs {
    exact: Keys,
    patterns: Vec<Pattern>,
}

impl From<Vec<String>> for Signs {
    fn from(words: Vec<String>) -> Signs {
        let (patterns, exact): (Vec<String>, Vec<String>) =
            words.into_iter().partition(|word| Pattern::of(word).is_some());
        Signs { exact: exact.into(), patterns: patterns.iter().filter_map(|word| Pattern::of(word)).collect() }
    }
}

impl Signs {
    pub fn fit(&self, text: &str) -> bool {
        let key = head_key(text);
        self.exact.0.contains(&key) || self.patterns.iter().any(|pattern| pattern.fits(&key))
    }
}

impl Keys {
    pub fn holds(&self, text: &str) -> bool {
        self.0.contains(&head_key(text))
    }

    /// 合计, 合计10930万元, 共计137项, 中央资金合计: one of the words alone, before a figure or at the end.
    pub fn are_in(&self, text: &str) -> bool {
        const LONGEST: usize = 16;
        let key = head_key(text);
        let rests = || self.0.iter().filter_map(|word| key.strip_prefix(word.as_str()));
        let is_figure =
            |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit()) && !rest.contains(['。', '；', '，']);
        let ends = || key.chars().count() <= LONGEST && self.0.iter().any(|word| key.ends_with(word.as_str()));
        rests().any(|rest| rest.is_empty() || is_figure(rest)) || ends()
    }
}

/// Heads are compared without blanks, line breaks, units in brackets or behind a stroke, and full-width differences.
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
    let bare = without_unit(&key).len();
    key.truncate(bare);
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
        assert_eq!(head_key("全年预算数/元"), "全年预算数");
    }

    #[test]
    fn heads_are_known_by_themselves_without_their_year_and_by_words_with_a_star() {
        let columns: Columns = serde_saphyr::from_str("必需: []\n栏: { 金额: [安排资金, '*补助金额'] }").unwrap();
        let named = |head: &str| columns.named(&head_key(head)).map(|(_, rank)| rank);
        for (head, rank) in [
            ("安排资金（万元）", Some(0)),
            ("2025年度安排资金", Some(0)),
            ("本年安排资金", Some(0)),
            ("中央引导资金\n补助金额", Some(1)),
            ("安排资金A（元）", Some(0)),
            ("①安排资金（A）元", Some(0)),
            ("25年安排资金", None),
            ("补助金额来源", None),
        ] {
            assert_eq!(named(head), rank, "{head}");
        }
    }

    #[test]
    fn a_total_is_called_so_alone_before_a_figure_or_at_the_end() {
        let totals = Keys::from(vec!["合计".to_string(), "共计".to_string()]);
        for total in ["合  计", "共计", "合计10930万元", "合计：10930万元", "合计（137项）", "全省合计"]
        {
            assert!(totals.are_in(total), "{total}");
        }
        for other in ["合计划资金", "共计算力平台", "一、合计量检测", "共享平台"] {
            assert!(!totals.are_in(other), "{other}");
        }
    }
}
