//! YAML: what no spreadsheet has. Any number of files; each is a mapping with some of the known blocks.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use crate::model::place::{Place, Sourced};
use crate::nearest::nearest;

use super::Faults;
use super::fault::Fault;

/// The blocks of all files, by name.
#[derive(Default)]
pub(crate) struct Blocks(BTreeMap<String, Node>);

pub(crate) const BLOCKS: [&str; 6] = ["报告", "数据", "评分", "文字", "案例", "接受"];

impl Blocks {
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.0.get(name)
    }
}

/// A value with the line where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub place: Place,
    pub value: NodeValue,
}

#[derive(Debug, Clone)]
pub(crate) enum NodeValue {
    Blank,
    Scalar(String),
    List(Vec<Node>),
    Map(Vec<(Sourced<String>, Node)>),
}

impl Node {
    /// Words or a number as typed.
    pub fn scalar(&self) -> Option<Sourced<String>> {
        match &self.value {
            NodeValue::Scalar(text) => Some(Sourced::new(text.clone(), self.place.clone())),
            _ => None,
        }
    }

    pub fn entries(&self) -> &[(Sourced<String>, Node)] {
        match &self.value {
            NodeValue::Map(entries) => entries,
            _ => &[],
        }
    }

    pub fn items(&self) -> &[Node] {
        match &self.value {
            NodeValue::List(items) => items,
            _ => &[],
        }
    }

    pub fn field(&self, name: &str) -> Option<&Node> {
        self.entries().iter().find(|(key, _)| key.value == name).map(|(_, node)| node)
    }

    pub fn is_blank(&self) -> bool {
        matches!(&self.value, NodeValue::Blank)
    }

    /// What the value is, for a message.
    pub fn describe(&self) -> String {
        match &self.value {
            NodeValue::Blank => "空白".into(),
            NodeValue::Scalar(text) => text.clone(),
            NodeValue::List(_) => "一个清单".into(),
            NodeValue::Map(_) => "下面还有分项".into(),
        }
    }
}

/// Reads one file into the blocks; `false` where the file as a whole cannot be used.
pub(crate) fn read(file: &Arc<str>, bytes: &[u8], blocks: &mut Blocks, faults: &mut Faults) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        let words = "编码不是 UTF-8（用记事本“另存为”，编码选 UTF-8）".to_string();
        faults.add(&Place::file(file), Fault::Unreadable { words });
        return false;
    };
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let tree = match serde_saphyr::from_str::<Spanned<Raw>>(text) {
        Ok(tree) => located(tree, file, text),
        Err(error) => {
            let line = error.location().map_or(1, |location| location.line());
            let shown = text.lines().nth(usize::try_from(line).unwrap_or(1).saturating_sub(1)).unwrap_or_default();
            let column = error.location().map_or(1, |location| location.column());
            let problem = problem(&error.to_string(), shown, column);
            faults.add(&Place::line(file, line), Fault::Yaml { problem, line: shown.trim_end().to_string() });
            return false;
        }
    };
    if tree.is_blank() {
        return true;
    }
    if tree.entries().is_empty() {
        let expected = format!("最外层是：{}", BLOCKS.join("、"));
        faults.add(&tree.place, Fault::WrongValue { key: "文件内容".into(), expected, actual: tree.describe() });
        return false;
    }
    for (key, node) in tree.entries() {
        if !BLOCKS.contains(&key.value.as_str()) {
            let nearest = nearest(&key.value, BLOCKS);
            let fault = Fault::UnknownKey { key: key.value.clone(), parent: "YAML 最外层".into(), nearest };
            faults.add(&key.place, fault);
            continue;
        }
        if let Some(first) = blocks.0.get(&key.value) {
            let first = first.place.clone();
            faults.add(&key.place, Fault::GivenTwice { what: format!("“{}”", key.value), first });
            continue;
        }
        blocks.0.insert(key.value.clone(), node.clone());
    }
    true
}

/// Every key and value of a file, in order; `None` where it cannot be read.
pub(crate) fn scalars(file: &Arc<str>, text: &str) -> Option<Vec<String>> {
    fn gather(node: &Node, into: &mut Vec<String>) {
        match &node.value {
            NodeValue::Blank => into.push(String::new()),
            NodeValue::Scalar(text) => into.push(text.clone()),
            NodeValue::List(items) => items.iter().for_each(|item| gather(item, into)),
            NodeValue::Map(entries) => {
                for (key, value) in entries {
                    into.push(key.value.clone());
                    gather(value, into);
                }
            }
        }
    }
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let tree = serde_saphyr::from_str::<Spanned<Raw>>(text).ok()?;
    let mut all = Vec::new();
    gather(&located(tree, file, text), &mut all);
    Some(all)
}

/// The parser's complaint in words for the person who typed the line.
fn problem(message: &str, line: &str, column: u64) -> String {
    let at = format!("第{column}个字附近");
    let message = message.to_lowercase();
    if line.contains('\t') {
        return format!("{at}有制表符，缩进只能用空格");
    }
    if message.contains("duplicate") {
        return format!("{at}的这一项写了两次");
    }
    if message.contains("anchor") || message.contains("alias") {
        return format!("{at}用了 & 或 * 引用，这里不能用");
    }
    if message.contains("quote") || message.contains("unterminated") || message.contains("end of") {
        return format!("{at}引号或括号没有成对");
    }
    format!("{at}看不懂")
}

/// A value before its line is turned into a place.
enum Raw {
    Blank,
    Scalar(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

fn located(raw: Spanned<Raw>, file: &Arc<str>, text: &str) -> Node {
    let line = raw.referenced.line().max(1);
    let value = match raw.value {
        Raw::Blank => NodeValue::Blank,
        Raw::Scalar(words) => return scalar(words, line, file, text),
        Raw::List(items) => NodeValue::List(items.into_iter().map(|item| located(item, file, text)).collect()),
        Raw::Map(entries) => NodeValue::Map(
            entries
                .into_iter()
                .map(|(key, value)| {
                    let place = Place::line(file, key.referenced.line().max(1));
                    (Sourced::new(key.value, place), located(value, file, text))
                })
                .collect(),
        ),
    };
    Node { place: Place::line(file, line), value }
}

/// The content of a block text (`|`) begins on the line after its sign: that is the line that people look for.
fn scalar(words: String, line: u64, file: &Arc<str>, text: &str) -> Node {
    let at = usize::try_from(line).unwrap_or(1).saturating_sub(1);
    let own = text.lines().nth(at).unwrap_or_default().trim_end();
    let block = own.ends_with(['|', '>']) || own.ends_with("|-") || own.ends_with(">-") || own.ends_with("|+");
    let line = if block { line + 1 } else { line };
    Node { place: Place::line(file, line), value: NodeValue::Scalar(words) }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Raw, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Raw;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value")
            }

            fn visit_unit<E>(self) -> Result<Raw, E> {
                Ok(Raw::Blank)
            }

            fn visit_none<E>(self) -> Result<Raw, E> {
                Ok(Raw::Blank)
            }

            fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
                Ok(Raw::Scalar(value.to_string()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
                Ok(Raw::Scalar(value.to_string()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
                Ok(Raw::Scalar(value.to_string()))
            }

            fn visit_i128<E>(self, value: i128) -> Result<Raw, E> {
                Ok(Raw::Scalar(value.to_string()))
            }

            fn visit_u128<E>(self, value: u128) -> Result<Raw, E> {
                Ok(Raw::Scalar(value.to_string()))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
                // The float's shortest text is what was typed, but for trailing zeros.
                Ok(Raw::Scalar(value.to_string()))
            }

            fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
                Ok(Raw::Scalar(value.to_string()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(item);
                }
                Ok(Raw::List(list))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
                let mut map = Vec::new();
                while let Some(entry) = entries.next_entry()? {
                    map.push(entry);
                }
                Ok(Raw::Map(map))
            }
        }
        deserializer.deserialize_any(Any)
    }
}
