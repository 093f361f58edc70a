//! Which table a sheet is: by its heads, as `layouts/识别.yaml` lists them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::Deserialize;

use crate::layout::LayoutFault;

use super::form_layout::FormLayout;
use super::sheet::Sheet;

/// `layouts/识别.yaml`, its words turned into keys once.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recognition {
    #[serde(rename = "表")]
    tables: BTreeMap<TableKind, Columns>,
    /// Row labels of the execution table by what they mean.
    #[serde(rename = "资金来源")]
    pub(crate) fund_rows: Words,
    /// Group label → 结转 or 新上.
    #[serde(rename = "分组")]
    pub(crate) groups: BTreeMap<String, String>,
    #[serde(rename = "支持方式")]
    pub(crate) modes: Words,
    #[serde(rename = "层级")]
    pub(crate) levels: Words,
    #[serde(rename = "总计行")]
    total_rows: Keys,
    #[serde(rename = "小计行", default)]
    subtotal_rows: Keys,
    /// What the first cell of a line under a table begins with.
    #[serde(rename = "表下文字", default)]
    below: Vec<String>,
    #[serde(rename = "单位自评表")]
    pub(crate) form: FormLayout,
    #[serde(rename = "措施起始")]
    pub(crate) measure_words: Vec<String>,
    #[serde(rename = "空白")]
    pub(crate) blanks: Vec<String>,
    /// By the key of a head: the columns that it names.
    #[serde(skip)]
    heads: HashMap<String, Vec<Named>>,
}

/// A column that a head names.
#[derive(Debug, Clone)]
struct Named {
    kind: TableKind,
    field: String,
    /// The head's place among the column's synonyms.
    rank: usize,
}

/// Of a row the columns with heads, and what each names.
type Hits<'a> = [(u32, &'a [Named])];

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Columns {
    #[serde(rename = "必需")]
    required: Vec<String>,
    #[serde(rename = "栏")]
    heads: BTreeMap<String, Vec<String>>,
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
    /// For a message.
    pub fn list(&self) -> String {
        self.known.join("、")
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Vec<String>")]
struct Keys(HashSet<String>);

impl From<Vec<String>> for Keys {
    fn from(words: Vec<String>) -> Keys {
        Keys(words.iter().map(|word| head_key(word)).collect())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub(crate) enum TableKind {
    #[serde(rename = "项目表")]
    Projects,
    #[serde(rename = "指标表")]
    Indicators,
    #[serde(rename = "资金执行")]
    Execution,
    #[serde(rename = "下达文件")]
    Documents,
}

impl TableKind {
    pub const ALL: [TableKind; 4] =
        [TableKind::Projects, TableKind::Indicators, TableKind::Execution, TableKind::Documents];

    pub fn name(self) -> &'static str {
        match self {
            TableKind::Projects => "项目表",
            TableKind::Indicators => "指标表",
            TableKind::Execution => "资金执行表",
            TableKind::Documents => "下达文件表",
        }
    }

    /// The key in `layouts/识别.yaml`, and in the YAML that gives the table.
    pub fn key(self) -> &'static str {
        match self {
            TableKind::Projects => "项目表",
            TableKind::Indicators => "指标表",
            TableKind::Execution => "资金执行",
            TableKind::Documents => "下达文件",
        }
    }
}

/// Where a table's head ends and which column is which.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    /// The head's first row.
    pub top: u32,
    /// First row below the head.
    pub body: u32,
    /// First row that is no more of this table.
    pub end: u32,
    /// Rows between that are no data: the head again, notes.
    pub skipped: BTreeSet<u32>,
    pub columns: BTreeMap<String, Column>,
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

impl Head {
    pub fn column(&self, field: &str) -> Option<u32> {
        self.columns.get(field).map(|column| column.column)
    }

    fn same_columns(&self, other: &BTreeMap<String, Column>) -> bool {
        self.columns.len() == other.len()
            && self.columns.iter().zip(other).all(|((a, one), (b, two))| a == b && one.column == two.column)
    }
}

/// The kind that a sheet is most like, and the heads that it lacks.
#[derive(Debug)]
pub(crate) struct Nearest {
    pub kind: String,
    pub missing: Vec<String>,
    /// It has at least half of the heads: it was meant to be such a table.
    pub likely: bool,
}

/// Heads are looked for in this many rows from the top.
const HEAD_ROWS: u32 = 20;
/// A head takes at most so many rows.
const HEAD_HEIGHT: u32 = 3;

impl Recognition {
    /// # Errors
    /// What is wrong in the file.
    pub fn parse(text: &str) -> Result<Recognition, LayoutFault> {
        let mut recognition: Recognition =
            serde_saphyr::from_str(text).map_err(|error| LayoutFault::of_yaml(&error, text))?;
        for kind in TableKind::ALL {
            let fault = |message: String| LayoutFault::at(text, &["表", kind.key()], message);
            let columns = recognition.tables.get(&kind).ok_or_else(|| fault(format!("“表”里缺少“{}”", kind.key())))?;
            if let Some(name) = columns.required.iter().find(|name| !columns.heads.contains_key(*name)) {
                return Err(fault(format!("“{}”必需的“{name}”没有写明栏里的表头", kind.key())));
            }
        }
        let unknown = |status: &&String| !["结转", "新上"].contains(&status.as_str());
        if let Some(status) = recognition.groups.values().find(unknown) {
            let message = format!("“分组”里只能写“结转”或“新上”，不能写“{status}”");
            return Err(LayoutFault::at(text, &["分组", status], message));
        }
        for (kind, columns) in &recognition.tables {
            for (field, synonyms) in &columns.heads {
                for (rank, synonym) in synonyms.iter().enumerate() {
                    let named = recognition.heads.entry(head_key(synonym)).or_default();
                    named.push(Named { kind: *kind, field: field.clone(), rank });
                }
            }
        }
        Ok(recognition)
    }

    /// The required heads of a kind, as people write them.
    pub(crate) fn required(&self, kind: TableKind) -> String {
        self.tables[&kind].required.iter().map(|field| self.usual(kind, field)).collect::<Vec<_>>().join("、")
    }

    /// What the field is usually called.
    pub(crate) fn usual(&self, kind: TableKind, field: &str) -> String {
        self.synonyms(kind, field).first().cloned().unwrap_or_else(|| field.to_string())
    }

    pub(crate) fn synonyms(&self, kind: TableKind, field: &str) -> &[String] {
        self.tables[&kind].heads.get(field).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn fields(&self, kind: TableKind) -> impl Iterator<Item = &str> {
        self.tables[&kind].heads.keys().map(String::as_str)
    }

    /// The field of the kind that a key names: by a head's words, or by its own name.
    pub(crate) fn field(&self, kind: TableKind, key: &str) -> Option<&str> {
        let key = head_key(key);
        let by_head = self.heads.get(&key).and_then(|named| named.iter().find(|named| named.kind == kind));
        by_head.map(|named| named.field.as_str()).or_else(|| self.fields(kind).find(|field| *field == key))
    }

    pub(crate) fn is_total(&self, label: &str) -> bool {
        self.total_rows.0.contains(&head_key(label))
    }

    pub(crate) fn is_subtotal(&self, label: &str) -> bool {
        self.subtotal_rows.0.contains(&head_key(label))
    }

    /// A stroke, 无: nothing was filled in.
    pub(crate) fn is_blank(&self, text: &str) -> bool {
        let text = text.trim();
        text.is_empty() || self.blanks.iter().any(|blank| blank == text)
    }

    /// The tables of a sheet, from the top: each kind whose required heads all stand in one row, or in two or three that
    /// make one head. Where there is none, the nearest kind and what it lacks.
    pub(crate) fn recognise(&self, sheet: &Sheet) -> Result<Vec<(TableKind, Head)>, Option<Nearest>> {
        let mut nearest: Option<(usize, TableKind, Vec<String>)> = None;
        let mut found: Vec<(TableKind, Head)> = Vec::new();
        for row in sheet.rows_from(0) {
            // The first head stands near the top; below a table, another may begin anywhere.
            if found.is_empty() && row >= HEAD_ROWS {
                break;
            }
            if found.last().is_some_and(|(_, head)| row < head.body) {
                continue;
            }
            let hits = self.hits(sheet, row);
            if hits.is_empty() || hits.len() < 2 && !found.is_empty() {
                continue;
            }
            for kind in TableKind::ALL {
                let (columns, bottom) = self.head_from(sheet, kind, row, &hits);
                let missing = self.missing(kind, &columns);
                if !missing.is_empty() {
                    if !columns.is_empty() && nearest.as_ref().is_none_or(|(best, ..)| columns.len() > *best) {
                        nearest = Some((columns.len(), kind, missing));
                    }
                    continue;
                }
                match found.last_mut() {
                    Some((last, head)) if *last == kind && head.same_columns(&columns) => {
                        head.skipped.extend(row..=bottom);
                    }
                    above => {
                        if let Some((_, head)) = above {
                            head.end = row;
                        }
                        let body = body_start(sheet, bottom, &columns);
                        let head = Head { top: row, body, end: u32::MAX, skipped: BTreeSet::new(), columns };
                        found.push((kind, head));
                    }
                }
                break;
            }
        }
        for (_, head) in &mut found {
            let body = sheet.rows_from(head.body).take_while(|row| *row < head.end);
            head.skipped.extend(body.filter(|row| self.is_note(sheet, *row)));
        }
        if !found.is_empty() {
            return Ok(found);
        }
        Err(nearest.map(|(_, kind, missing)| {
            let likely = 2 * missing.len() <= self.tables[&kind].required.len();
            let missing = missing.iter().map(|field| self.usual(kind, field)).collect();
            Nearest { kind: kind.name().to_string(), missing, likely }
        }))
    }

    /// The cells of a row that are heads of some kind.
    fn hits(&self, sheet: &Sheet, row: u32) -> Vec<(u32, &[Named])> {
        let known = |(column, value): (u32, &super::sheet::CellValue)| {
            Some((column, self.heads.get(&head_key(&value.words()))?.as_slice()))
        };
        sheet.row(row).filter_map(known).collect()
    }

    /// The columns of a kind whose head begins in this row, and the head's last row: rows below are part of it as long
    /// as they bring heads that are still missing.
    fn head_from(&self, sheet: &Sheet, kind: TableKind, top: u32, hits: &Hits<'_>) -> (BTreeMap<String, Column>, u32) {
        let mut columns = BTreeMap::new();
        add_columns(&mut columns, kind, top, hits);
        let mut bottom = top;
        while bottom + 1 < top + HEAD_HEIGHT && !self.missing(kind, &columns).is_empty() {
            let before = columns.len();
            add_columns(&mut columns, kind, bottom + 1, &self.hits(sheet, bottom + 1));
            if columns.len() == before {
                break;
            }
            bottom += 1;
        }
        (columns, bottom)
    }

    fn missing(&self, kind: TableKind, columns: &BTreeMap<String, Column>) -> Vec<String> {
        self.tables[&kind].required.iter().filter(|field| !columns.contains_key(*field)).cloned().collect()
    }

    /// 注：…, 填表人：… under a table.
    fn is_note(&self, sheet: &Sheet, row: u32) -> bool {
        let Some((_, first)) = sheet.row(row).next() else { return false };
        let text = first.words();
        let text = text.trim();
        self.below.iter().any(|word| {
            let rest = text.strip_prefix(word.as_str());
            rest.is_some_and(|rest| {
                rest.is_empty() || rest.starts_with(['：', ':', '人']) || rest.starts_with(|c: char| c.is_ascii_digit())
            })
        })
    }
}

/// Of two columns with heads for one field, the one whose head stands first among the synonyms is taken, else the left
/// one; the other is remembered.
fn add_columns(columns: &mut BTreeMap<String, Column>, kind: TableKind, row: u32, hits: &Hits<'_>) {
    for (column, named) in hits {
        for named in named.iter().filter(|named| named.kind == kind) {
            let new = Column { row, column: *column, rank: named.rank, rival: None };
            match columns.get_mut(&named.field) {
                None => drop(columns.insert(named.field.clone(), new)),
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

/// The head may be merged over several rows: the body begins below the lowest of them.
pub(super) fn body_start(sheet: &Sheet, bottom: u32, columns: &BTreeMap<String, Column>) -> u32 {
    let mut body = bottom + 1;
    while body < sheet.rows {
        let goes_on = |head: &Column| sheet.holder(body, head.column) == sheet.holder(head.row, head.column);
        if !columns.values().any(goes_on) {
            break;
        }
        body += 1;
    }
    body
}

/// Heads are compared without blanks, line breaks, bracketed units and full-width differences.
pub(crate) fn head_key(text: &str) -> String {
    let mut key = String::new();
    let mut depth = 0usize;
    for c in text.chars().map(half_width) {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 || c.is_whitespace() || c == ':' || c == '*' => {}
            _ => key.push(c),
        }
    }
    key
}

/// Full-width ASCII to ASCII; everything else as it is.
pub(crate) fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{A0}' => ' ',
        _ => c,
    }
}

/// What the word stands for.
pub(crate) fn meaning<'a>(words: &'a Words, word: &str) -> Option<&'a str> {
    words.by_key.get(&head_key(word)).map(String::as_str)
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

    #[test]
    fn the_shipped_file_is_right() {
        Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
    }
}
