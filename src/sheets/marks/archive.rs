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
