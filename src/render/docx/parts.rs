//! Every part but the content: styles, settings, fonts, properties, headers and footers, written from the layout
//! in the order of the schema.

use crate::document::layout::{Align, LATIN, Layout, LineEndMarks, MM_PER_PT};
use crate::document::{Document, Orientation, Style};
use crate::render::picture::Picture;

use super::RenderError;
use super::comments;
use super::content::is_xml;
use super::drawing;
use super::element::Element;
use super::margins;
use super::theme;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006";

/// A part of the package: its name and content.
pub type Part = (String, Content);

pub enum Content {
    Xml(Element),
    Bytes(Vec<u8>),
}

/// Points to twentieths.
pub fn twips(points: f64) -> i64 {
    (points * 20.0).round() as i64
}

/// Millimetres to twentieths of a point.
pub fn mm(millimetres: f64) -> i64 {
    twips(millimetres / MM_PER_PT)
}

/// The style's id in Word: headings take Word's own, so that its navigation pane knows them.
pub fn style_id(style: Style) -> &'static str {
    match style {
        Style::Title => "ReportTitle",
        Style::AttachmentLabel => "AttachmentLabel",
        Style::Heading1 => "Heading1",
        Style::Heading2 => "Heading2",
        Style::Heading3 => "Heading3",
        Style::Heading4 => "Heading4",
        Style::Body => "ReportBody",
        Style::AttachmentList => "AttachmentList",
        Style::AttachmentListNext => "AttachmentListNext",
        Style::AttachmentTitle => "AttachmentTitle",
        Style::LetterMark => "LetterMark",
        Style::DocumentNumber => "DocumentNumber",
        Style::Addressee => "Addressee",
        Style::Signature => "ReportSignature",
        Style::SignatureDate => "SignatureDate",
        Style::SealedSignature => "SealedSignature",
        Style::SealedSignatureNext => "SealedSignatureNext",
        Style::SealedDate => "SealedDate",
        Style::TableTitle => "TableTitle",
        Style::TableYear => "TableYear",
        Style::TableHead => "TableHead",
        Style::CellText => "CellText",
        Style::CellCentred => "CellCentred",
        Style::CellGroup => "CellGroup",
        Style::CellGroupAmount => "CellGroupAmount",
        Style::TableNote => "TableNote",
        Style::DraftMark => "DraftMark",
    }
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
        ("word/styles.xml".to_string(), styles(layout)),
        ("word/settings.xml".to_string(), settings(layout)),
        ("word/fontTable.xml".to_string(), font_table(layout)),
        ("word/theme/theme1.xml".to_string(), theme::part(layout)),
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

pub fn root(name: &str) -> Element {
    Element::new(name).with("xmlns:w", W).with("xmlns:r", R)
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

/// 5.2.3: lines, and where the layout wants it the characters of a line.
fn grid(layout: &Layout) -> Element {
    let kind = if layout.grid.in_section { "linesAndChars" } else { "lines" };
    let grid = Element::new("w:docGrid").with("w:type", kind).with("w:linePitch", twips(layout.grid.line_pitch));
    if !layout.grid.in_section {
        return grid;
    }
    // What is added to the size of the default font, in 4096ths of a point.
    grid.with("w:charSpace", (layout.grid.tracking * 4096.0).round() as i64)
}

/// The spacing that a style's characters need beside the section's grid.
pub(super) fn character_spacing(layout: &Layout, style: Style) -> f64 {
    let on_grid = layout.grid.in_section && layout.style(style).tracking.is_none();
    if on_grid { 0.0 } else { layout.tracking(style) }
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

/// The role's name for Word. Roles were checked when the layout was read.
pub(super) fn word_font<'a>(layout: &'a Layout, role: &str) -> &'a str {
    layout.role(role).map_or("", |font| font.word.as_str())
}

/// `latin`: the role of letters and digits.
fn fonts(layout: &Layout, role: &str, latin: &str) -> Element {
    let (latin, chinese) = (word_font(layout, latin), word_font(layout, role));
    Element::new("w:rFonts")
        .with("w:ascii", latin)
        .with("w:eastAsia", chinese)
        .with("w:hAnsi", latin)
        .with("w:cs", latin)
}

fn sizes(points: f64) -> [Element; 2] {
    let half_points = (points * 2.0).round() as i64;
    [Element::value("w:sz", half_points), Element::value("w:szCs", half_points)]
}

fn on(name: &str, value: bool) -> Element {
    if value { Element::new(name) } else { Element::value(name, 0) }
}

fn styles(layout: &Layout) -> Element {
    let body = layout.style(Style::Body);
    let breaking = &layout.line_breaking;
    let language = Element::new("w:lang").with("w:val", "en-US").with("w:eastAsia", "zh-CN").with("w:bidi", "ar-SA");
    let run =
        Element::new("w:rPr").child(fonts(layout, &body.font, &body.latin_font)).all(sizes(body.size)).child(language);
    let defaults = Element::new("w:docDefaults")
        .child(Element::new("w:rPrDefault").child(run))
        .child(Element::new("w:pPrDefault"));
    let normal = Element::new("w:style")
        .with("w:type", "paragraph")
        .with("w:default", 1)
        .with("w:styleId", "Normal")
        .child(Element::value("w:name", "Normal"))
        .child(Element::new("w:qFormat"))
        .child(
            Element::new("w:pPr")
                .child(on("w:widowControl", breaking.no_lone_lines))
                .child(Element::new("w:kinsoku"))
                .child(on("w:overflowPunct", breaking.line_end_marks == LineEndMarks::Hanging))
                .child(on("w:autoSpaceDE", breaking.autospace > 0.0))
                .child(on("w:autoSpaceDN", breaking.autospace > 0.0)),
        );
    let page_number = Element::new("w:style")
        .with("w:type", "paragraph")
        .with("w:styleId", "Footer")
        .child(Element::value("w:name", "footer"))
        .child(Element::value("w:aliases", "页码"))
        .child(Element::value("w:basedOn", "Normal"))
        .child(Element::new("w:pPr").child(on("w:snapToGrid", false)))
        .child(Element::new("w:rPr").child(page_number_fonts(layout)).all(sizes(layout.page_number.size)));
    root("w:styles")
        .child(defaults)
        .child(normal)
        .all(Style::ALL.map(|style| self::style(style, layout)))
        .child(page_number)
}

/// 7.5: the number is in 宋体 too, digits and dashes alike.
pub(super) fn page_number_fonts(layout: &Layout) -> Element {
    let font = word_font(layout, &layout.page_number.font);
    Element::new("w:rFonts").with("w:ascii", font).with("w:eastAsia", font).with("w:hAnsi", font).with("w:cs", font)
}

fn style(style: Style, layout: &Layout) -> Element {
    let look = layout.style(style);
    let character = look.size + layout.tracking(style);
    let spacing = Element::new("w:spacing")
        .with("w:before", twips(look.lines_before * layout.grid.line_pitch))
        .with("w:after", twips(look.lines_after * layout.grid.line_pitch))
        .with("w:line", twips(layout.line_pitch(style)))
        .with("w:lineRule", "exact");
    let mut indent = Element::new("w:ind")
        .with("w:left", twips(look.left * character))
        .with("w:right", twips(look.right * character));
    let first = twips(look.first_line * character);
    indent = match first {
        0 => indent.with("w:firstLine", 0),
        1.. => indent.with("w:firstLine", first),
        _ => indent.with("w:hanging", -first),
    };
    let mut paragraph = Element::new("w:pPr");
    if look.keep_with_next {
        paragraph.push(Element::new("w:keepNext"));
    }
    // Only what stands on the grid's own pitch is drawn to its lines.
    paragraph.push(on("w:snapToGrid", look.line_pitch.is_none()));
    paragraph.push(spacing);
    paragraph.push(indent);
    paragraph.push(Element::value(
        "w:jc",
        match look.align {
            Align::Left => "left",
            Align::Centre => "center",
            Align::Right => "right",
            Align::Justify => "both",
        },
    ));
    if let Some(level) = style.heading_level() {
        paragraph.push(Element::value("w:outlineLvl", level - 1));
    }
    let mut run = Element::new("w:rPr").child(fonts(layout, &look.font, &look.latin_font));
    if layout.grid.in_section && look.tracking.is_some() {
        run.push(on("w:snapToGrid", false));
    }
    if style == Style::LetterMark {
        run.push(Element::value("w:color", &layout.letter.colour));
    }
    run.push(Element::value("w:spacing", twips(character_spacing(layout, style))));
    run = run.all(sizes(look.size));
    let mut element =
        Element::new("w:style").with("w:type", "paragraph").with("w:customStyle", 1).with("w:styleId", style_id(style));
    // Headings and the title are Word's own, so that its navigation pane and its PDF know them.
    let own = style.heading_level().map(|level| format!("heading {level}"));
    let own = own.or_else(|| (style == Style::Title).then(|| "Title".to_string()));
    match own {
        Some(name) => {
            element.attributes.retain(|(name, _)| name != "w:customStyle");
            element.push(Element::value("w:name", name));
            element.push(Element::value("w:aliases", style.name()));
        }
        None => element.push(Element::value("w:name", style.name())),
    }
    element.push(Element::value("w:basedOn", "Normal"));
    if style.heading_level().is_some() {
        element.push(Element::value("w:next", style_id(Style::Body)));
    }
    element.child(Element::new("w:qFormat")).child(paragraph).child(run)
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
        .child(part("rIdTheme", "theme", "theme/theme1.xml"));
    for name in named {
        relationships.push(part(&margins::id(name), kind_of(name), &format!("{name}.xml")));
    }
    for (id, file) in (0..pictures).flat_map(drawing::names) {
        relationships.push(part(&id, "image", &file));
    }
    relationships
}

/// For callers that hold an error of this module's making.
pub fn package_error(error: impl std::fmt::Display) -> RenderError {
    RenderError::Package(error.to_string())
}
