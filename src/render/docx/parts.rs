//! All parts of the package: the content, and settings, fonts and properties written from the layout in the order of the
//! schema.

use crate::base::made_from::{marks, write};
use crate::document::layout::{LATIN, Layout, MM_PER_PT};
use crate::document::{Document, Orientation, Style, wordings};
use crate::render::pages::Picture;

use super::comments;
use super::drawing;
use super::element::{Element, is_xml};
use super::margins;
use super::namespaces::{MADE_FROM, OFFICE, R, RELATIONSHIPS, root};
use super::styles;
use super::theme;
use super::units::{mm, twips};

/// A part of the package: its name and content.
pub type Part = (String, Content);

pub enum Content {
    Xml(Element),
    Bytes(Vec<u8>),
}

pub fn all(document: &Document, layout: &Layout, body: Vec<Element>, pictures: &[Picture]) -> Vec<Part> {
    let mut named = margins::all(document, layout);
    named.extend(comments::part(document).map(|comments| ("comments", comments)));
    let names: Vec<&str> = named.iter().map(|(name, _)| *name).collect();
    let mut parts = vec![
        ("[Content_Types].xml".to_string(), content_types(&names)),
        ("_rels/.rels".to_string(), package_relationships()),
        ("docProps/app.xml".to_string(), application()),
        ("docProps/core.xml".to_string(), core(document)),
        ("word/document.xml".to_string(), root("w:document").child(Element::new("w:body").all(body))),
        ("word/_rels/document.xml.rels".to_string(), document_relationships(&names, pictures.len())),
        ("word/styles.xml".to_string(), styles::part(layout)),
        ("word/settings.xml".to_string(), settings(layout)),
        ("word/fontTable.xml".to_string(), font_table(layout)),
        ("word/theme/theme1.xml".to_string(), theme::part(layout)),
        ("customXml/item1.xml".to_string(), made_from(document)),
        ("customXml/itemProps1.xml".to_string(), made_from_properties()),
        ("customXml/_rels/item1.xml.rels".to_string(), made_from_relationships()),
    ];
    parts.extend(named.into_iter().map(|(name, root)| (format!("word/{name}.xml"), root)));
    let xml = parts.into_iter().map(|(name, root)| (name, Content::Xml(root)));
    let media = pictures.iter().enumerate().flat_map(|(index, picture)| {
        drawing::names(index)
            .into_iter()
            .zip([&picture.png, &picture.svg])
            .map(|((_, file), bytes)| (format!("word/{file}"), Content::Bytes(bytes.clone())))
    });
    xml.chain(media).collect()
}

/// Page, margins, grid, footers (and a draft's headers) of a section; `letter`: its first page has a red head and foot.
pub fn section(orientation: Orientation, layout: &Layout, draft: bool, letter: bool) -> Element {
    let page = layout.page(orientation);
    let mut size = Element::new("w:pgSz").with("w:w", mm(page.width)).with("w:h", mm(page.height));
    if orientation == Orientation::Landscape {
        size = size.with("w:orient", "landscape");
    }
    let edges = Element::new("w:pgMar")
        .with("w:top", mm(page.top))
        .with("w:right", mm(page.right))
        .with("w:bottom", mm(page.bottom))
        .with("w:left", mm(page.left))
        .with("w:header", mm(page.top / 2.0))
        .with("w:footer", footer_distance(orientation, layout))
        .with("w:gutter", 0);
    let mut section =
        Element::new("w:sectPr").all(margins::references(draft, letter, orientation)).child(size).child(edges);
    if letter {
        section.push(Element::new("w:titlePg"));
    }
    section.child(grid(layout))
}

/// 5.2.3: lines and characters, where the layout wants them of the section. Else the lines keep their pitch by themselves:
/// with a grid of lines LibreOffice halves what they leave of a page, and keeps room for rules on each page of a table
/// (7.4, measured by us).
fn grid(layout: &Layout) -> Element {
    let (grid, pitch) = (Element::new("w:docGrid"), twips(layout.grid.line_pitch));
    if !layout.grid.in_section {
        return grid.with("w:linePitch", pitch);
    }
    // What is added to the size of the default font, in 4096ths of a point.
    let added = (layout.grid.tracking * 4096.0).round() as i64;
    grid.with("w:type", "linesAndChars").with("w:linePitch", pitch).with("w:charSpace", added)
}

/// Word measures from the paper's foot to the footer's foot. The dash lies halfway up its line, so the line's top
/// is half a line above the dash: foot margin − distance − half the line. A landscape page has its number elsewhere.
fn footer_distance(orientation: Orientation, layout: &Layout) -> i64 {
    if orientation == Orientation::Landscape {
        return mm(layout.landscape.bottom / 2.0);
    }
    let number = &layout.page_number;
    let line = number.size * MM_PER_PT;
    mm(layout.portrait.bottom - number.distance - line / 2.0)
}

fn settings(layout: &Layout) -> Element {
    let compatibility = |name: &str, value: &str| {
        Element::new("w:compatSetting")
            .with("w:name", name)
            .with("w:uri", "http://schemas.microsoft.com/office/word")
            .with("w:val", value)
    };
    let kinsoku = |name: &str, characters: &str| Element::new(name).with("w:lang", "zh-CN").with("w:val", characters);
    let character = layout.style(Style::Body).size + layout.grid.tracking;
    root("w:settings")
        .child(Element::new("w:zoom").with("w:percent", 100))
        .child(Element::value("w:defaultTabStop", twips(2.0 * character)))
        .child(Element::new("w:evenAndOddHeaders"))
        // Every mark takes a whole cell, as in the PDF.
        .child(Element::value("w:characterSpacingControl", "doNotCompress"))
        .child(kinsoku("w:noLineBreaksAfter", &layout.line_breaking.not_at_end))
        .child(kinsoku("w:noLineBreaksBefore", &layout.line_breaking.not_at_start))
        .child(
            Element::new("w:compat")
                .child(Element::new("w:spaceForUL"))
                .child(Element::new("w:doNotLeaveBackslashAlone"))
                .child(Element::new("w:ulTrailSpace"))
                .child(Element::new("w:adjustLineHeightInTable"))
                .child(Element::new("w:useFELayout"))
                // In 15 Word squeezes the spaces between Chinese and digits to admit one more character
                // (docs/word-and-pdf.md).
                .child(compatibility("compatibilityMode", "14"))
                .child(compatibility("overrideTableStyleFontSizeAndJustification", "1"))
                .child(compatibility("enableOpenTypeFeatures", "1"))
                .child(compatibility("doNotFlipMirrorIndents", "1")),
        )
}

fn font_table(layout: &Layout) -> Element {
    let fonts = layout.fonts.iter().map(|(role, font)| {
        let charset = if role == LATIN { "00" } else { "86" };
        Element::new("w:font")
            .with("w:name", &font.word)
            .child(Element::value("w:altName", &font.alternative))
            .child(Element::value("w:charset", charset))
            .child(Element::value("w:family", "auto"))
            .child(Element::value("w:pitch", "variable"))
    });
    root("w:fonts").all(fonts)
}

fn core(document: &Document) -> Element {
    let properties = &document.properties;
    let date = properties.date;
    let stamp = format!("{:04}-{:02}-{:02}T00:00:00Z", date.year, date.month, date.day);
    let text =
        |name: &str, text: &str| Element::new(name).text(&text.chars().filter(|&c| is_xml(c)).collect::<String>());
    let time = |name: &str| Element::new(name).with("xsi:type", "dcterms:W3CDTF").text(&stamp);
    Element::new("cp:coreProperties")
        .with("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties")
        .with("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .with("xmlns:dcterms", "http://purl.org/dc/terms/")
        .with("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .child(text("dc:title", &properties.title))
        .child(text("dc:subject", &properties.subject))
        .child(text("dc:creator", &properties.author))
        .child(text("cp:keywords", &properties.keywords.join("；")))
        .child(text("cp:lastModifiedBy", &properties.author))
        .child(time("dcterms:created"))
        .child(time("dcterms:modified"))
        .child(text("dc:language", "zh-CN"))
}

/// What the document was made from: hidden data, which Word, LibreOffice and ONLYOFFICE keep when they save it again.
fn made_from(document: &Document) -> Element {
    let passages = wordings(document);
    let all = passages
        .iter()
        .filter(|passage| !passage.is_blank())
        .flat_map(|passage| marks(&passage.text(), passage.cell).collect::<Vec<_>>());
    Element::new("madeFrom").with("xmlns", MADE_FROM).text(&write(all))
}

fn made_from_properties() -> Element {
    const DATA: &str = "http://schemas.openxmlformats.org/officeDocument/2006/customXml";
    let schema = Element::new("ds:schemaRef").with("ds:uri", MADE_FROM);
    Element::new("ds:datastoreItem")
        .with("ds:itemID", "{5A495049-4E47-4D41-8445-46524F4D3031}")
        .with("xmlns:ds", DATA)
        .child(Element::new("ds:schemaRefs").child(schema))
}

fn made_from_relationships() -> Element {
    let properties = relationship("rId1", &format!("{OFFICE}/relationships/customXmlProps"), "itemProps1.xml");
    Element::new("Relationships").with("xmlns", RELATIONSHIPS).child(properties)
}

fn application() -> Element {
    Element::new("Properties")
        .with("xmlns", format!("{OFFICE}/extended-properties"))
        .child(Element::new("Application").text(env!("CARGO_PKG_NAME")))
}

/// `named`: headers, footers, comments.
fn content_types(named: &[&str]) -> Element {
    const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
    let default =
        |extension: &str, kind: &str| Element::new("Default").with("Extension", extension).with("ContentType", kind);
    let part = |name: &str, kind: &str| Element::new("Override").with("PartName", name).with("ContentType", kind);
    let word = |name: &str, kind: &str| part(&format!("/word/{name}.xml"), &format!("{WORD}{kind}+xml"));
    let of_name = |name: &&str| word(name, kind_of(name));
    Element::new("Types")
        .with("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types")
        .child(default("rels", "application/vnd.openxmlformats-package.relationships+xml"))
        .child(default("xml", "application/xml"))
        .child(default("png", "image/png"))
        .child(default("svg", "image/svg+xml"))
        .child(part("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"))
        .child(part("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"))
        .child(word("document", "document.main"))
        .child(word("styles", "styles"))
        .child(word("settings", "settings"))
        .child(word("fontTable", "fontTable"))
        .child(part(
            "/customXml/itemProps1.xml",
            "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
        ))
        .child(part("/word/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml"))
        .all(named.iter().map(of_name))
}

/// header1 is a header.
fn kind_of(name: &str) -> &str {
    name.trim_end_matches(|c: char| c.is_ascii_digit())
}

fn relationship(id: &str, kind: &str, target: &str) -> Element {
    Element::new("Relationship").with("Id", id).with("Type", kind).with("Target", target)
}

fn package_relationships() -> Element {
    Element::new("Relationships")
        .with("xmlns", RELATIONSHIPS)
        .child(relationship("rId1", &format!("{OFFICE}/relationships/officeDocument"), "word/document.xml"))
        .child(relationship(
            "rId2",
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
            "docProps/core.xml",
        ))
        .child(relationship("rId3", &format!("{OFFICE}/relationships/extended-properties"), "docProps/app.xml"))
}

fn document_relationships(named: &[&str], pictures: usize) -> Element {
    let part = |id: &str, kind: &str, target: &str| relationship(id, &format!("{R}/{kind}"), target);
    let mut relationships = Element::new("Relationships")
        .with("xmlns", RELATIONSHIPS)
        .child(part("rIdStyles", "styles", "styles.xml"))
        .child(part("rIdSettings", "settings", "settings.xml"))
        .child(part("rIdFontTable", "fontTable", "fontTable.xml"))
        .child(part("rIdTheme", "theme", "theme/theme1.xml"))
        .child(part("rIdMadeFrom", "customXml", "../customXml/item1.xml"));
    for name in named {
        relationships.push(part(&margins::id(name), kind_of(name), &format!("{name}.xml")));
    }
    for (id, file) in (0..pictures).flat_map(drawing::names) {
        relationships.push(part(&id, "image", &file));
    }
    relationships
}
