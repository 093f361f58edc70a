//! The parts of a Word document and what leads from one to the other. A package is a zip, or one XML file that holds
//! all parts (Flat OPC). Which part is the document, the relationships say; names are of no account.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use super::base64;
use super::markup::{Element, Markup, Piece};
use crate::sheets::text_file::decode_text;

/// An honest document is far smaller, all parts together; a bomb would be larger.
const LARGEST: u64 = 200 << 20;

pub(super) const DAMAGED: &str = "文件损坏，不是 Word 文件";
pub(super) const TOO_LARGE: &str = "正文大得不像一份报告";

pub(crate) struct Package<'a> {
    source: Source<'a>,
    /// Bytes that may still be unpacked.
    left: Cell<u64>,
}

enum Source<'a> {
    /// Names in lower case, with the number of the entry.
    Zip(RefCell<zip::ZipArchive<Cursor<&'a [u8]>>>, BTreeMap<String, usize>),
    Flat(BTreeMap<String, Vec<u8>>),
}

/// What leads from one part to another.
#[derive(Debug, Clone)]
pub(crate) struct Relation {
    pub id: String,
    kind: String,
    /// The part's name, or an address elsewhere.
    pub target: String,
    pub external: bool,
}

impl Relation {
    /// `styles`, `numbering`, …: the last word of the kind, which is the same in both generations.
    pub fn is(&self, kind: &str) -> bool {
        self.kind.rsplit('/').next() == Some(kind)
    }
}

impl<'a> Package<'a> {
    /// `None` for what is no package.
    pub fn open(bytes: &'a [u8]) -> Option<Package<'a>> {
        let source = match zip::ZipArchive::new(Cursor::new(bytes)) {
            Ok(archive) => {
                let names = archive.file_names().enumerate();
                let names = names.filter_map(|(index, name)| Some((plain(&name.ok()?), index))).collect();
                Source::Zip(RefCell::new(archive), names)
            }
            Err(_) => Source::Flat(flat(&decode_text(bytes)?)?),
        };
        Some(Package { source, left: Cell::new(LARGEST) })
    }

    /// How much a package within this one may still unpack.
    pub fn within(self, outer: &Package) -> Package<'a> {
        self.left.set(outer.left.get());
        self
    }

    /// What a package within this one has unpacked.
    pub fn spend(&self, inner: &Package) {
        self.left.set(inner.left.get());
    }

    pub fn has(&self, name: &str) -> bool {
        match &self.source {
            Source::Zip(_, names) => names.contains_key(&plain(name)),
            Source::Flat(parts) => parts.contains_key(&plain(name)),
        }
    }

    pub fn part(&self, name: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let left = self.left.get();
        match &self.source {
            Source::Zip(archive, names) => {
                let mut archive = archive.try_borrow_mut().ok()?;
                let part = archive.by_index(*names.get(&plain(name))?).ok()?;
                part.take(left + 1).read_to_end(&mut bytes).ok()?;
            }
            Source::Flat(parts) => bytes.clone_from(parts.get(&plain(name))?),
        }
        let length = bytes.len() as u64;
        self.left.set(left.saturating_sub(length));
        (length <= left).then_some(bytes)
    }

    pub fn text(&self, name: &str) -> Option<String> {
        decode_text(&self.part(name)?)
    }

    /// Whether more was asked for than an honest document has.
    pub fn exhausted(&self) -> bool {
        self.left.get() == 0
    }

    /// What leads out of a part; out of the package itself for the empty name.
    pub fn relations(&self, part: &str) -> Vec<Relation> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let file = format!("{folder}{}_rels/{name}.rels", if folder.is_empty() { "" } else { "/" });
        let Some(list) = self.text(&file).and_then(|xml| Element::of(&xml)) else { return Vec::new() };
        let relation = |element: &Element| {
            let external = element.attribute("TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external"));
            let target = element.attribute("Target")?;
            Some(Relation {
                id: element.attribute("Id").unwrap_or_default().to_string(),
                kind: element.attribute("Type").unwrap_or_default().to_string(),
                target: if external { target.to_string() } else { resolved(folder, target) },
                external,
            })
        };
        list.all("Relationship").filter_map(relation).collect()
    }

    /// The part that is the document: by relationship, by its kind, by its usual name.
    pub fn main(&self) -> Option<String> {
        let led = self.relations("").into_iter().filter(|relation| relation.is("officeDocument"));
        let led = led.map(|relation| relation.target).find(|target| self.has(target));
        let named = || Some("word/document.xml".to_string()).filter(|name| self.has(name));
        led.or_else(|| self.of_main_kind()).or_else(named)
    }

    fn of_main_kind(&self) -> Option<String> {
        let types = Element::of(&self.text("[Content_Types].xml")?)?;
        let is_main = |kind: &str| kind.ends_with(".main+xml") && (kind.contains("word") || kind.contains("document"));
        let found = types.all("Override").find(|part| part.attribute("ContentType").is_some_and(is_main))?;
        found.attribute("PartName").map(|name| name.trim_start_matches('/').to_string()).filter(|name| self.has(name))
    }
}

/// A name as it is looked for: Word does not tell upper from lower case.
fn plain(name: &str) -> String {
    decoded(name).replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// %E6%96%87 → 文
fn decoded(name: &str) -> String {
    if !name.contains('%') {
        return name.to_string();
    }
    let bytes = name.as_bytes();
    let mut found = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let code = name.get(at + 1..at + 3).and_then(|two| u8::from_str_radix(two, 16).ok());
        match code.filter(|_| byte == b'%') {
            Some(code) => {
                found.push(code);
                at += 3;
            }
            None => {
                found.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(found).unwrap_or_else(|_| name.to_string())
}

/// A target as it stands, seen from a folder.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let target = target.split('#').next().unwrap_or_default();
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_string();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => drop(steps.pop()),
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// The parts of a Flat OPC file.
fn flat(xml: &str) -> Option<BTreeMap<String, Vec<u8>>> {
    const FLAT: &str = "http://schemas.microsoft.com/office/2006/xmlPackage";
    if !xml.get(..xml.len().min(4096)).unwrap_or(xml).contains(FLAT) {
        return None;
    }
    let mut markup = Markup::new(xml);
    let (mut parts, mut name) = (BTreeMap::new(), String::new());
    let mut begun = None;
    loop {
        let before = markup.position();
        match markup.next().ok()? {
            Some(Piece::Start(tag)) => match tag.name.as_str() {
                "part" if begun.is_none() => name = plain(tag.attribute("name").unwrap_or_default()),
                "xmlData" if begun.is_none() => begun = Some((markup.position(), 0usize)),
                "xmlData" => begun = begun.map(|(start, depth)| (start, depth + 1)),
                "binaryData" if begun.is_none() => {
                    let data = markup.element(tag).ok()?;
                    parts.insert(name.clone(), base64::decoded(&data.text));
                }
                _ => {}
            },
            Some(Piece::End(_, end)) if end == "xmlData" => match begun {
                Some((start, 0)) => {
                    parts.insert(name.clone(), xml.get(start..before).unwrap_or_default().as_bytes().to_vec());
                    begun = None;
                }
                Some((start, depth)) => begun = Some((start, depth - 1)),
                None => {}
            },
            Some(_) => {}
            None => return Some(parts),
        }
    }
}
