//! The part of styles, and how the styles' names and fonts are written elsewhere.

use crate::document::Style;
use crate::document::layout::{Align, Layout, LineEndMarks};

use super::element::Element;
use super::namespaces::root;
use super::units::twips;

pub fn part(layout: &Layout) -> Element {
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
    let chinese = Element::new("w:style")
        .with("w:type", "character")
        .with("w:customStyle", 1)
        .with("w:styleId", CHINESE_ID)
        .child(Element::value("w:name", "照中文换行"))
        .child(Element::new("w:rPr").child(Element::new("w:lang").with("w:val", "zh-CN")));
    root("w:styles")
        .child(defaults)
        .child(normal)
        .all(Style::ALL.map(|style| self::style(style, layout)))
        .child(page_number)
        .child(chinese)
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

/// Letters and digits before which lines end as before Chinese.
pub const CHINESE_ID: &str = "ChineseBreak";

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

/// The role's name for Word. Roles were checked when the layout was read.
pub fn word_font<'a>(layout: &'a Layout, role: &str) -> &'a str {
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

/// 7.5: the number is in 宋体 too, digits and dashes alike.
pub fn page_number_fonts(layout: &Layout) -> Element {
    let font = word_font(layout, &layout.page_number.font);
    Element::new("w:rFonts").with("w:ascii", font).with("w:eastAsia", font).with("w:hAnsi", font).with("w:cs", font)
}

/// The spacing that a style's characters need beside the section's grid.
pub fn character_spacing(layout: &Layout, style: Style) -> f64 {
    let on_grid = layout.grid.in_section && layout.style(style).tracking.is_none();
    if on_grid { 0.0 } else { layout.tracking(style) }
}

fn sizes(points: f64) -> [Element; 2] {
    let half_points = (points * 2.0).round() as i64;
    [Element::value("w:sz", half_points), Element::value("w:szCs", half_points)]
}

fn on(name: &str, value: bool) -> Element {
    if value { Element::new(name) } else { Element::value(name, 0) }
}
