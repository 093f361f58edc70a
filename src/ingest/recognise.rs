//! Which table a sheet is: by its heads, as `layouts/识别.yaml` lists them.

use std::collections::{BTreeMap, BTreeSet};

use crate::layout::LayoutFault;
use serde::Deserialize;

use super::workbook::Sheet;

/// `layouts/识别.yaml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recognition {
    #[serde(rename = "表")]
    tables: BTreeMap<TableKind, Columns>,
    /// Row labels of the execution table by what they mean.
    #[serde(rename = "资金来源")]
    pub(crate) fund_rows: BTreeMap<String, Vec<String>>,
    /// Group label → 结转 or 新上.
    #[serde(rename = "分组")]
    pub(crate) groups: BTreeMap<String, String>,
    #[serde(rename = "支持方式")]
    pub(crate) modes: BTreeMap<String, Vec<String>>,
    #[serde(rename = "层级")]
    pub(crate) levels: BTreeMap<String, Vec<String>>,
    #[serde(rename = "总计行")]
    pub(crate) total_rows: Vec<String>,
    /// What the first cell of a line under a table begins with.
    #[serde(rename = "表下文字", default)]
    below: Vec<String>,
    /// The labels of 项目名称 on a unit's form.
    #[serde(rename = "自评表项目", default)]
    pub(crate) form_project: Vec<String>,
    #[serde(rename = "措施起始")]
    pub(crate) measure_words: Vec<String>,
    #[serde(rename = "空白")]
    pub(crate) blanks: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Columns {
    #[serde(rename = "必需")]
    required: Vec<String>,
    #[serde(rename = "栏")]
    heads: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
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
    columns: BTreeMap<String, u32>,
}

impl Head {
    pub fn column(&self, field: &str) -> Option<u32> {
        self.columns.get(field).copied()
    }
}

/// The kind that a sheet is most like, and the heads that it lacks.
pub(crate) type Nearest = (String, Vec<String>);

/// Heads are looked for in this many rows from the top.
const HEAD_ROWS: u32 = 20;

impl Recognition {
    /// # Errors
    /// What is wrong in the file.
    pub fn parse(text: &str) -> Result<Recognition, LayoutFault> {
        let recognition: Recognition =
            serde_saphyr::from_str(text).map_err(|error| LayoutFault::of_yaml(&error, text))?;
        for kind in TableKind::ALL {
            let fault = |message: String| LayoutFault::at(text, &["表", kind.name()], message);
            let columns = recognition.tables.get(&kind).ok_or_else(|| fault(format!("“表”里缺少“{}”", kind.name())))?;
            if let Some(name) = columns.required.iter().find(|name| !columns.heads.contains_key(*name)) {
                return Err(fault(format!("“{}”必需的“{name}”没有写明栏里的表头", kind.name())));
            }
        }
        let unknown = |status: &&String| !["结转", "新上"].contains(&status.as_str());
        if let Some(status) = recognition.groups.values().find(unknown) {
            let message = format!("“分组”里只能写“结转”或“新上”，不能写“{status}”");
            return Err(LayoutFault::at(text, &["分组", status], message));
        }
        Ok(recognition)
    }

    /// The required heads of a kind, as people write them.
    pub(crate) fn required(&self, kind: TableKind) -> String {
        let columns = &self.tables[&kind];
        let first = |name: &String| columns.heads[name].first().cloned().unwrap_or_else(|| name.clone());
        columns.required.iter().map(first).collect::<Vec<_>>().join("、")
    }

    /// The tables of a sheet, from the top: each kind whose required heads all stand in one row. Where there is none, the
    /// nearest kind and what it lacks.
    pub(crate) fn recognise(&self, sheet: &Sheet) -> Result<Vec<(TableKind, Head)>, Option<Nearest>> {
        let known: BTreeSet<String> = self
            .tables
            .values()
            .flat_map(|columns| columns.heads.values().flatten())
            .map(|head| head_key(head))
            .collect();
        let mut nearest: Option<(usize, TableKind, Vec<String>)> = None;
        let mut found: Vec<(TableKind, Head)> = Vec::new();
        for row in sheet.rows_from(0) {
            // The first head stands near the top; below a table, another may begin anywhere.
            if found.is_empty() && row >= HEAD_ROWS {
                break;
            }
            let heads: Vec<(u32, String)> =
                sheet.row(row).map(|(column, value)| (column, head_key(&value.words()))).collect();
            let hits = heads.iter().filter(|(_, head)| known.contains(head)).count();
            if hits == 0 || hits < 2 && !found.is_empty() {
                continue;
            }
            for kind in TableKind::ALL {
                let (columns, missing) = self.match_heads(kind, &heads);
                if missing.is_empty() {
                    match found.last_mut() {
                        Some((last, head)) if *last == kind && head.columns == columns => {
                            head.skipped.insert(row);
                        }
                        _ => {
                            if let Some((_, head)) = found.last_mut() {
                                head.end = row;
                            }
                            let body = body_start(sheet, row, &columns);
                            let head = Head { top: row, body, end: u32::MAX, skipped: BTreeSet::new(), columns };
                            found.push((kind, head));
                        }
                    }
                    break;
                }
                let hits = columns.len();
                if hits > 0 && nearest.as_ref().is_none_or(|(best, ..)| hits > *best) {
                    nearest = Some((hits, kind, missing));
                }
            }
        }
        for (_, head) in &mut found {
            let body = sheet.rows_from(head.body).take_while(|row| *row < head.end);
            head.skipped.extend(body.filter(|row| self.is_note(sheet, *row)));
        }
        if found.is_empty() {
            Err(nearest.map(|(_, kind, missing)| (kind.name().to_string(), missing)))
        } else {
            Ok(found)
        }
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

    fn match_heads(&self, kind: TableKind, heads: &[(u32, String)]) -> (BTreeMap<String, u32>, Vec<String>) {
        let layout = &self.tables[&kind];
        let mut columns = BTreeMap::new();
        for (field, synonyms) in &layout.heads {
            let synonyms: Vec<String> = synonyms.iter().map(|synonym| head_key(synonym)).collect();
            if let Some((column, _)) = heads.iter().find(|(_, head)| synonyms.contains(head)) {
                columns.insert(field.clone(), *column);
            }
        }
        let missing = layout.required.iter().filter(|field| !columns.contains_key(*field)).cloned().collect();
        (columns, missing)
    }
}

/// The head may be merged over several rows: the body begins below the lowest of them.
fn body_start(sheet: &Sheet, row: u32, columns: &BTreeMap<String, u32>) -> u32 {
    let mut body = row + 1;
    while body < sheet.rows {
        let still_head = columns.values().any(|&column| {
            let (_, own) = sheet.merged(body, column);
            let (_, head) = sheet.merged(row, column);
            own == head
        });
        if !still_head {
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

/// The key of the list that holds the word.
pub(crate) fn meaning<'a>(words: &'a BTreeMap<String, Vec<String>>, word: &str) -> Option<&'a str> {
    let word = head_key(word);
    let holds = |list: &Vec<String>| list.iter().any(|synonym| head_key(synonym) == word);
    words.iter().find(|(_, list)| holds(list)).map(|(key, _)| key.as_str())
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
