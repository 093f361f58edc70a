//! One cell's text written into a package of which nothing else changes.

use std::io::{Cursor, Read, Write};
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::base::text_part::TextPart;
use crate::sheets::limits::LARGEST;
use crate::sheets::rich_text::RichText;
use crate::sheets::xml::{attribute, local};

use super::package::Package;
use super::shared::id;
use super::shared_text;
use crate::sheets::xml_reader::XmlReader;

/// All other parts are copied as they are packed; of the sheet's XML only the cell's element differs. `None` where the cell
/// holds a formula, or a text in several formats, or is not there.
pub(crate) fn with_text(bytes: &[u8], sheet: &str, cell: &str, new: &str) -> Option<Vec<u8>> {
    let mut package = Package::open(bytes).ok()?;
    let part = part_of(&mut package, sheet)?;
    let mut xml = String::new();
    package.part(&part)?.read_to_string(&mut xml).ok()?;
    let found = find(&xml, cell)?;
    if let Some(shared) = found.shared {
        let main = package.main()?;
        let link = package.relationships(&main).ok()?.into_iter().find(|link| link.kind == "sharedStrings")?;
        let texts = shared_text::list(package.part(&link.part)?).ok()?;
        matches!(texts.get(shared)?, RichText::Plain(_)).then_some(())?;
    }
    let text = quick_xml::escape::escape(new);
    let tag = &found.tag;
    let element =
        format!("<{tag}{} t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>", found.attributes);
    let written = format!("{}{element}{}", xml.part(..found.range.start), xml.part(found.range.end..));
    let index = package.index_of(&part)?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    // A signature would no longer hold.
    if archive.file_names().any(|name| name.is_ok_and(|name| name.starts_with("_xmlsignatures"))) {
        return None;
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).ok()?;
        if at == index {
            writer.start_file(entry.name().ok()?.into_owned(), SimpleFileOptions::default()).ok()?;
            writer.write_all(written.as_bytes()).ok()?;
        } else {
            writer.raw_copy_file(entry).ok()?;
        }
    }
    Some(writer.finish().ok()?.into_inner()).filter(|written| written.len() as u64 <= LARGEST)
}

fn part_of(package: &mut Package, sheet: &str) -> Option<String> {
    let main = package.main()?;
    let mut found = None;
    let mut xml = XmlReader::new(package.part(&main)?);
    xml.root().ok()?;
    let read = xml.within(|_, name, tag| {
        if name == "sheet" && attribute(tag, "name") == sheet {
            found = Some(id(tag));
        }
        Ok(false)
    });
    read.ok()?;
    drop(xml);
    let found = found?;
    let link = package.relationships(&main).ok()?.into_iter().find(|link| link.id == found)?;
    Some(link.part).filter(|_| link.kind == "worksheet")
}

struct Found {
    /// Bytes of the element.
    range: Range<usize>,
    tag: String,
    /// As they stand, but for the kind of the value.
    attributes: String,
    /// The number of its text among those that cells share.
    shared: Option<usize>,
}

fn find(xml: &str, cell: &str) -> Option<Found> {
    let mut reader = Reader::from_str(xml);
    let position = |reader: &Reader<&[u8]>| usize::try_from(reader.buffer_position()).ok();
    loop {
        let start = position(&reader)?;
        let tag = match reader.read_event().ok()? {
            Event::Start(tag) if local(&tag) == "c" && attribute(&tag, "r") == cell => tag.into_owned(),
            Event::Eof => return None,
            _ => continue,
        };
        let mut value = String::new();
        let mut depth = 0usize;
        let end = loop {
            match reader.read_event().ok()? {
                Event::Start(inner) if ["f", "r"].contains(&local(&inner)) => return None,
                Event::Empty(inner) if local(&inner) == "f" => return None,
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => break position(&reader)?,
                Event::End(_) => depth -= 1,
                Event::Text(text) => value.push_str(&text.xml10_content()),
                Event::Eof => return None,
                _ => {}
            }
        };
        let attributes = tag.attributes().flatten().filter(|attribute| attribute.key.as_ref() != "t");
        let attributes = attributes.map(|attribute| {
            let key: &str = attribute.key.as_ref();
            format!(" {key}=\"{}\"", attribute.value)
        });
        let shared = if attribute(&tag, "t") == "s" { Some(value.trim().parse().ok()?) } else { None };
        let name: &str = tag.name().into_inner();
        // Elements under a prefix would need it too.
        return (name == "c").then(|| Found {
            range: start..end,
            tag: name.to_string(),
            attributes: attributes.collect(),
            shared,
        });
    }
}
