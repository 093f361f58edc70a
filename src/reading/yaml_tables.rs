//! Tables typed into YAML instead of a spreadsheet. They become sheets like the others, with lines for places, and are
//! read by the same code.

use std::collections::HashMap;

use super::yaml_tree::line_of;
use crate::base::nearest::nearest;

use super::faults::Faults;
use super::head::Head;
use super::head_words::Column;
use super::list_sections::section;
use super::money;
use super::recognise::{Recognition, TableKind};
use super::yaml::Blocks;
use super::yaml_tree::{Node, NodeValue};
use crate::model::money_unit::unit_of_head;
use crate::sheets::fault::Fault;
use crate::sheets::sheet::{CellValue, Cells, Position, Sheet};

pub(super) struct YamlTable {
    pub kind: TableKind,
    pub sheet: Sheet,
    pub head: Head,
}

pub(super) fn read(blocks: &Blocks, recognition: &Recognition, faults: &mut Faults) -> Vec<YamlTable> {
    let given = TableKind::ALL.into_iter().filter_map(|kind| Some((kind, blocks.get(kind.key())?)));
    given.filter_map(|(kind, node)| table(kind, node, recognition, faults)).collect()
}

/// Labels of sections and of sources of funds stand in the first column, fields in the others.
struct Rows<'a> {
    kind: TableKind,
    recognition: &'a Recognition,
    fields: Vec<&'a str>,
    cells: Cells,
    lines: HashMap<Position, u64>,
    row: u32,
}

fn table(kind: TableKind, node: &Node, recognition: &Recognition, faults: &mut Faults) -> Option<YamlTable> {
    let fields: Vec<&str> = recognition.fields(kind).collect();
    let mut rows =
        Rows { kind, recognition, fields, cells: Cells::new(), lines: HashMap::from([((0, 0), node.line())]), row: 0 };
    match (&node.value, kind) {
        (NodeValue::Map(sources), TableKind::Execution) => {
            for (source, line) in sources {
                rows.begin(line_of(&source.place));
                rows.put(0, &source.value, line_of(&source.place));
                rows.fill(line, faults);
            }
        }
        (NodeValue::List(items), kind) if kind != TableKind::Execution => {
            for item in items {
                rows.begin(item.line());
                rows.item(item, faults);
            }
        }
        _ => {
            let expected = match kind {
                TableKind::Execution => {
                    let own = &recognition.rules.money_rows[0];
                    format!("一行一个资金来源，如“{own}: {{预算数: 100, 执行数: 80}}”")
                }
                _ => "一行一项的清单，每项以“- ”开头".into(),
            };
            let fault = Fault::WrongValue { key: kind.key().into(), expected, actual: node.describe() };
            faults.add(&node.place, fault);
            return None;
        }
    }
    // Every column has its name, so that the readers find it; a table's file is that of its block.
    let columns = (1u32..)
        .zip(&rows.fields)
        .map(|(column, field)| (field.to_string(), Column { row: 0, column, rank: 0, rival: None, unclear: false }));
    let head =
        Head { top: 0, body: 1, end: u32::MAX, skipped: Default::default(), columns: columns.collect(), likely: false };
    let heads =
        (1u32..).zip(&rows.fields).map(|(column, field)| ((0, column), CellValue::Text(format!("{field}（万元）"))));
    rows.cells.extend(heads);
    let sheet = Sheet::new(node.file(), "", rows.cells).with_lines(rows.lines);
    Some(YamlTable { kind, sheet, head })
}

impl Rows<'_> {
    fn begin(&mut self, line: u64) {
        self.row += 1;
        self.lines.insert((self.row, 0), line);
    }

    fn put(&mut self, column: u32, text: &str, line: u64) {
        if let Some(value) = CellValue::typed(text) {
            self.cells.insert((self.row, column), value);
            self.lines.insert((self.row, column), line);
        }
    }

    /// A row: its fields, or the label of a section, alone or with its sum: “一、…: 120”.
    fn item(&mut self, item: &Node, faults: &mut Faults) {
        let is_label = |label: &str| self.kind == TableKind::Projects && section(label, self.recognition).is_some();
        match &item.value {
            NodeValue::Scalar(label) if is_label(label) => self.put(0, label, item.line()),
            NodeValue::Map(entries) => match entries.as_slice() {
                [(label, sum)] if is_label(&label.value) => {
                    self.put(0, &label.value, line_of(&label.place));
                    self.field("安排资金", &label.value, sum, faults);
                }
                _ => self.fill(item, faults),
            },
            _ => self.fill(item, faults),
        }
    }

    fn fill(&mut self, node: &Node, faults: &mut Faults) {
        if node.entries().is_empty() {
            let expected = format!("这一项的各栏：{}", self.names().join("、"));
            let fault = Fault::WrongValue { key: self.kind.key().into(), expected, actual: node.describe() };
            faults.add(&node.place, fault);
        }
        for (key, value) in node.entries() {
            match self.recognition.field(self.kind, &key.value).map(str::to_string) {
                Some(field) => self.field(&field, &key.value, value, faults),
                None => {
                    let nearest = nearest(&key.value, self.names().iter().map(String::as_str));
                    let parent = self.kind.key().to_string();
                    faults.add(&key.place, Fault::UnknownKey { key: key.value.clone(), parent, nearest });
                }
            }
        }
    }

    fn field(&mut self, field: &str, key: &str, value: &Node, faults: &mut Faults) {
        let Some(column) = self.fields.iter().position(|name| *name == field) else { return };
        let column = u32::try_from(column).unwrap_or(u32::MAX) + 1;
        match &value.value {
            NodeValue::Blank => {}
            NodeValue::Scalar(text) => {
                if let Some(first) = self.lines.get(&(self.row, column)) {
                    let first = crate::base::place::Place::line(value.file(), *first);
                    faults.add(&value.place, Fault::GivenTwice { what: format!("这一项的“{field}”"), first });
                    return;
                }
                // 安排资金（元）: 840000
                let unit = unit_of_head(key).filter(|_| field == money::field(self.kind) || field == "执行数");
                let bare = text.trim().ends_with(|c: char| c.is_ascii_digit());
                let text = unit
                    .filter(|_| bare)
                    .map_or_else(|| text.clone(), |unit| format!("{}{}", text.trim(), unit.word()));
                self.put(column, &text, value.line());
            }
            NodeValue::List(_) | NodeValue::Map(_) => {
                let fault =
                    Fault::WrongValue { key: key.into(), expected: "文字或数字".into(), actual: value.describe() };
                faults.add(&value.place, fault);
            }
        }
    }

    fn names(&self) -> Vec<String> {
        self.fields.iter().map(|field| field.to_string()).collect()
    }
}
