//! YAML: what no spreadsheet has. Any number of files; each is a mapping with some of the known blocks.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use super::yaml_tree::{Node, NodeValue};
use crate::base::nearest::nearest;
use crate::base::place::{Place, Sourced};

use crate::base::yaml_fault::{YamlFault, nth_line};

use super::faults::Faults;
use super::keys::BLOCKS;
use super::leftover;
use super::recognise::TableKind;
use crate::sheets::fault::Fault;
use crate::sheets::text_file::decode_text;

/// The blocks of all files, by name.
#[derive(Default)]
pub(crate) struct Blocks {
    known: BTreeMap<String, Node>,
    /// A file, or a block of one, could not be read: what is not here may stand there.
    pub unread: bool,
}

/// The names of all blocks: those of [`BLOCKS`] and the tables.
pub(super) fn block_names() -> impl Iterator<Item = &'static str> {
    BLOCKS.iter().map(|block| block.name).chain(TableKind::ALL.map(TableKind::key))
}

impl Blocks {
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.known.get(name)
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.known.keys().map(String::as_str)
    }
}

/// Reads one file into the blocks; `false` where the file as a whole cannot be used.
pub(crate) fn read(file: &Arc<str>, bytes: &[u8], blocks: &mut Blocks, faults: &mut Faults) -> bool {
    let Some(text) = text(file, bytes, faults) else { return false };
    let text = text.as_ref();
    let mut tree = match serde_saphyr::from_str::<Spanned<Raw>>(text) {
        Ok(tree) => located(tree, file, text),
        Err(error) => {
            let fault = YamlFault::of(&error, text);
            let place = Place::line(file, fault.line);
            let YamlFault { column, shown, message, remedy, .. } = fault;
            faults.add(&place, Fault::Yaml { problem: format!("第{column}个字附近，{message}"), line: shown, remedy });
            return false;
        }
    };
    note_cut(&tree, text, faults);
    see(&mut tree, faults);
    leftover::read(file, text, &tree, faults);
    if tree.is_blank() {
        return true;
    }
    if tree.entries().is_empty() {
        let expected = format!("最外层是：{}", block_names().collect::<Vec<_>>().join("、"));
        faults.add(&tree.place, Fault::WrongValue { key: "YAML 文件".into(), expected, actual: tree.describe() });
        return false;
    }
    for (key, node) in tree.entries() {
        if block_names().all(|name| name != key.value) {
            let nearest = nearest(&key.value, block_names());
            let fault = Fault::UnknownKey { key: key.value.clone(), parent: "YAML 最外层".into(), nearest };
            faults.add(&key.place, fault);
            blocks.unread = true;
            continue;
        }
        if let Some(first) = blocks.known.get(&key.value) {
            let first = first.place.clone();
            faults.add(&key.place, Fault::GivenTwice { what: format!("“{}”", key.value), first });
            continue;
        }
        blocks.known.insert(key.value.clone(), node.clone());
    }
    true
}

/// Words behind a value that YAML takes for a comment and that were hardly meant as one: 1个问题 #详见附件.
fn note_cut(node: &Node, text: &str, faults: &mut Faults) {
    match &node.value {
        NodeValue::Blank => {}
        NodeValue::List(items) => items.iter().for_each(|item| note_cut(item, text, faults)),
        NodeValue::Map(entries) => entries.iter().for_each(|(_, value)| note_cut(value, text, faults)),
        NodeValue::Scalar(words) => {
            let line = nth_line(text, node.line());
            let Some((_, rest)) = words.lines().next_back().and_then(|last| line.rsplit_once(last)) else { return };
            let Some(lost) = rest.trim().strip_prefix('#').filter(|_| rest.starts_with([' ', '\t'])) else { return };
            let is_comment = lost.is_empty() || lost.starts_with(|c: char| c.is_whitespace() || c == '#' || c == '!');
            if !is_comment {
                faults.add(&node.place, Fault::CutText { kept: words.clone(), lost: format!("#{lost}") });
            }
        }
    }
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

/// The text without its mark. One in GB18030 or UTF-16 is taken for what it is where it names one of our blocks: a
/// damaged UTF-8 text would otherwise be read as other words.
fn text<'a>(file: &Arc<str>, bytes: &'a [u8], faults: &mut Faults) -> Option<Cow<'a, str>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let error = match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => return Some(Cow::Borrowed(text)),
        Ok(_) => None,
        Err(error) => Some(error),
    };
    let decoded = decode_text(bytes);
    let names_a_block = |text: &String| {
        text.lines()
            .any(|line| block_names().any(|name| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(':'))))
    };
    if let Some(text) = decoded.clone().filter(|text| !text.contains('\0') && names_a_block(text)) {
        let wide = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
        let encoding = if wide { " UTF-16（记事本里叫 Unicode）" } else { " GB18030（记事本里叫 ANSI）" };
        faults.add(&Place::line(file, 1), Fault::OtherEncoding { encoding });
        return Some(Cow::Owned(text));
    }
    let before = &bytes[..error.map_or(0, |error| error.valid_up_to())];
    let line = before.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
    let shown = decoded.as_deref().map_or("", |text| nth_line(text, line)).trim_end().to_string();
    faults.add(&Place::line(file, line), Fault::Encoding { line: shown });
    None
}

/// A value before its line is turned into a place.
enum Raw {
    Blank,
    Scalar(String),
    /// A number or a truth: what was typed (10.50, 007, no) stands in the text.
    Typed(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

fn located(raw: Spanned<Raw>, file: &Arc<str>, text: &str) -> Node {
    let line = raw.referenced.line().max(1);
    let span = raw.referenced.span();
    let value = match raw.value {
        Raw::Blank => NodeValue::Blank,
        Raw::Typed(words) => {
            let range = span.byte_offset().zip(span.byte_len()).and_then(|(start, length)| {
                Some(usize::try_from(start).ok()?..usize::try_from(start.checked_add(length)?).ok()?)
            });
            let typed = range.and_then(|range| text.get(range)).map(str::trim).filter(|typed| !typed.is_empty());
            return scalar(typed.map_or(words, str::to_string), line, file, text);
        }
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

/// Keys and values as they are seen.
fn see(Node { place, value }: &mut Node, faults: &mut Faults) {
    match value {
        NodeValue::Blank => {}
        NodeValue::Scalar(words) => faults.seen(|| place.clone(), words),
        NodeValue::List(items) => items.iter_mut().for_each(|item| see(item, faults)),
        NodeValue::Map(entries) => {
            for (key, value) in entries {
                faults.seen(|| key.place.clone(), &mut key.value);
                see(value, faults);
            }
        }
    }
}

/// The content of a block text (`|`) begins on the line after its sign: that is the line that people look for.
fn scalar(words: String, line: u64, file: &Arc<str>, text: &str) -> Node {
    let own = nth_line(text, line).trim_end();
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
                Ok(Raw::Typed(value.to_string()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
                Ok(Raw::Typed(value.to_string()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
                Ok(Raw::Typed(value.to_string()))
            }

            fn visit_i128<E>(self, value: i128) -> Result<Raw, E> {
                Ok(Raw::Typed(value.to_string()))
            }

            fn visit_u128<E>(self, value: u128) -> Result<Raw, E> {
                Ok(Raw::Typed(value.to_string()))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
                Ok(Raw::Typed(value.to_string()))
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
