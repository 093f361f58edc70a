//! The parts of a workbook that is an archive of XML files.

use std::io::{BufRead, BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::sheets::limits::LARGEST;

pub(crate) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

pub(crate) fn part<'a>(archive: &'a mut Archive<'_>, name: &str) -> Option<impl BufRead + 'a> {
    let part = archive.by_name(name).ok()?;
    Some(BufReader::new(part.take(LARGEST)))
}

/// Every tag that opens.
pub(crate) fn each(xml: impl BufRead, mut look: impl FnMut(&BytesStart)) {
    let mut reader = Reader::from_reader(xml);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) => look(&tag),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// The tag's name without its prefix.
pub(crate) fn local<'a>(tag: &'a BytesStart) -> &'a str {
    let name: &'a str = tag.name().into_inner();
    name.rsplit(':').next().unwrap_or(name)
}

pub(crate) fn attribute(tag: &BytesStart, name: &str) -> String {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == name);
    let value = found.and_then(|attribute| quick_xml::escape::unescape(&attribute.value).ok().map(|v| v.into_owned()));
    value.unwrap_or_default()
}
