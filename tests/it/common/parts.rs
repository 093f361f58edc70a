//! What stands in the parts of a .docx or .xlsx.

use std::io::Cursor;

/// A part as it is written.
#[track_caller]
pub fn part(package: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(package)).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}

/// The words of each run of a part or a piece of it.
pub fn runs(xml: &str) -> impl Iterator<Item = String> {
    let texts = xml.split("<w:t").skip(1).filter(|text| text.starts_with(['>', ' ']));
    texts.map(|text| {
        let words = text.split_once('>').unwrap().1.split("</w:t>").next().unwrap();
        quick_xml::escape::unescape(words).unwrap().into_owned()
    })
}

/// The words of each paragraph, also of those in cells, from top to bottom.
pub fn paragraphs(package: &[u8]) -> Vec<String> {
    part(package, "word/document.xml").split("</w:p>").map(|paragraph| runs(paragraph).collect()).collect()
}
