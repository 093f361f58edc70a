//! The parts of a zipped package: found by their relationships, under whatever spelling the zip has.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Cursor, Read};

use encoding_rs::{Encoding, UTF_8};
use zip::ZipArchive;

use crate::sheets::fault::Fault;
use crate::sheets::limits::LARGEST;
use crate::sheets::xml::{attribute, local};

use crate::sheets::xml_reader::{Tag, XmlReader};

pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Their places in the zip, by paths without a leading stroke, in lower case.
    parts: HashMap<String, usize>,
}

/// What the package is a file of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Xlsx,
    Xlsb,
    Ods,
    Word,
    Other,
}

/// A part that tells which program saved the package is shorter.
const SAVED_BY: u64 = 1 << 16;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Relationship {
    pub id: String,
    /// The last word of the kind: worksheet, styles.
    pub kind: String,
    /// The part that it leads to.
    pub part: String,
}

impl<'a> Package<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Package<'a>, Fault> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::Damaged)?;
        let parts = archive
            .file_names()
            .enumerate()
            .filter_map(|(index, name)| Some((resolve("", name.ok()?.as_ref()), index)));
        let parts = parts.collect();
        Ok(Package { archive, parts })
    }

    pub fn kind(&mut self) -> Kind {
        let Some(main) = self.main() else {
            return match () {
                () if self.holds("content.xml") => Kind::Ods,
                () if self.holds("word/document.xml") => Kind::Word,
                () => Kind::Other,
            };
        };
        if main.ends_with(".bin") {
            return Kind::Xlsb;
        }
        let root = self.part(&main).and_then(|xml| XmlReader::new(xml).root().ok());
        match root.as_deref() {
            Some("workbook") => Kind::Xlsx,
            Some("document") => Kind::Word,
            _ => Kind::Other,
        }
    }

    /// The program that saved it calls itself so.
    pub fn made_by(&mut self, program: &str) -> bool {
        let Some(part) = self.part("docprops/app.xml") else { return false };
        let mut xml = String::new();
        let read = part.take(SAVED_BY).read_to_string(&mut xml).is_ok();
        read && xml.contains(&format!("<Application>{program}</Application>"))
    }

    pub fn has_macros(&self) -> bool {
        self.parts.keys().any(|name| name.ends_with("vbaproject.bin"))
    }

    /// The part that all others hang on.
    pub(super) fn main(&mut self) -> Option<String> {
        let root = self.relationships("").ok()?.into_iter().find(|link| link.kind == "officeDocument");
        let named = root.map(|link| link.part).filter(|part| self.holds(part));
        named.or_else(|| self.main_by_content_type())
    }

    /// Where no relationship leads to it, the list of types says which part it is.
    fn main_by_content_type(&mut self) -> Option<String> {
        let mut found = None;
        let mut types = XmlReader::new(self.part("[content_types].xml")?);
        types.root().ok()?;
        let looked = types.within(|_, name, tag| {
            let kind = attribute(tag, "ContentType");
            if name == "Override" && kind.ends_with(".main+xml") {
                found = Some(resolve("", &attribute(tag, "PartName")));
            }
            Ok(false)
        });
        looked.ok()?;
        drop(types);
        found.filter(|part| self.holds(part))
    }

    pub(super) fn holds(&self, part: &str) -> bool {
        self.parts.contains_key(part)
    }

    /// Its place in the zip.
    pub(super) fn index_of(&self, part: &str) -> Option<usize> {
        self.parts.get(part).copied()
    }

    /// A part of XML in UTF-8, whatever it is written in.
    pub(super) fn part(&mut self, part: &str) -> Option<Box<dyn BufRead + '_>> {
        let part = self.archive.by_index(*self.parts.get(part)?).ok()?;
        let mut part = BufReader::new(part.take(LARGEST));
        let wide = part.fill_buf().ok().and_then(Encoding::for_bom).filter(|(encoding, _)| *encoding != UTF_8);
        let Some((encoding, _)) = wide else { return Some(Box::new(part)) };
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).ok()?;
        let (text, ..) = encoding.decode(&bytes);
        // What it says of itself no longer holds.
        let bare =
            text.split_once("?>").filter(|(first, _)| first.starts_with("<?xml")).map_or(&*text, |(_, rest)| rest);
        Some(Box::new(Cursor::new(bare.to_string().into_bytes())))
    }

    /// Where the relationships of a part lead; of the package itself, where the part's name is empty.
    pub(super) fn relationships(&mut self, part: &str) -> Result<Vec<Relationship>, Fault> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let list = resolve(folder, &format!("_rels/{name}.rels"));
        let mut links = Vec::new();
        let Some(xml) = self.part(&list) else { return Ok(links) };
        let mut xml = XmlReader::new(xml);
        loop {
            match xml.next()? {
                Tag::Open(tag) if local(&tag) == "Relationship" => {
                    let kind = attribute(&tag, "Type");
                    links.push(Relationship {
                        id: attribute(&tag, "Id"),
                        kind: kind.rsplit('/').next().unwrap_or_default().to_string(),
                        part: resolve(folder, &attribute(&tag, "Target")),
                    });
                }
                Tag::End => return Ok(links),
                _ => {}
            }
        }
    }
}

/// A path as a relationship or a zip writes it, from the package's root.
fn resolve(folder: &str, path: &str) -> String {
    let path = path.replace('\\', "/").to_lowercase();
    let folder = if path.starts_with('/') { "" } else { folder };
    let mut names: Vec<&str> = Vec::new();
    for name in folder.split('/').chain(path.split('/')) {
        match name {
            "" | "." => {}
            ".." => drop(names.pop()),
            name => names.push(name),
        }
    }
    names.join("/").replace("%20", " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_in_every_spelling() {
        assert_eq!(resolve("xl", "worksheets\\Sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl", "/XL/styles.xml"), "xl/styles.xml");
        assert_eq!(resolve("xl/worksheets", "../drawings/./drawing1.xml"), "xl/drawings/drawing1.xml");
        assert_eq!((resolve("", "/_rels/.rels"), resolve("", "../../x")), ("_rels/.rels".into(), "x".into()));
    }
}
