//! Headers and footers: page numbers, a draft's mark, the red foot of a letter.

use crate::document::layout::{Layout, MM_PER_PT, PageNumberPlace};
use crate::document::{Document, Orientation, Style};
use crate::render::lines::LetterHead;

use super::element::{Element, Node, is_xml};
use super::namespaces::root;
use super::styles::{page_number_fonts, style_id};
use super::units::{mm, twips};

/// Every header and footer by the name of its part.
pub fn all(document: &Document, layout: &Layout) -> Vec<(&'static str, Element)> {
    let letter = document.letter_mark().is_some();
    let mut parts = vec![("footer1", footer(layout, Side::Odd)), ("footer2", footer(layout, Side::Even))];
    if letter {
        parts.push(("footer3", letter_foot(layout)));
    }
    if document.sections.iter().any(|section| section.orientation == Orientation::Landscape) {
        parts.extend([("footer4", turned_footer(layout, Side::Odd)), ("footer5", turned_footer(layout, Side::Even))]);
    }
    if let Some(mark) = &document.draft_mark {
        let names = ["header1", "header2", "header3"].into_iter().take(if letter { 3 } else { 2 });
        parts.extend(names.map(|name| (name, header(mark))));
    }
    parts
}

/// What a section says of them; the third ones are the letter's first page's.
pub fn references(draft: bool, letter: bool, orientation: Orientation) -> Vec<Element> {
    let footers = match orientation {
        Orientation::Portrait => [1, 2, 3],
        Orientation::Landscape => [4, 5, 3],
    };
    let reference = |name: &'static str, numbers: [u8; 3]| {
        let kinds = ["default", "even", "first"].into_iter().zip(numbers).take(if letter { 3 } else { 2 });
        kinds.map(move |(kind, number)| {
            Element::new(&format!("w:{name}Reference"))
                .with("w:type", kind)
                .with("r:id", id(&format!("{name}{number}")))
        })
    };
    let headers = draft.then(|| reference("header", [1, 2, 3]));
    headers.into_iter().flatten().chain(reference("footer", footers)).collect()
}

/// The relationship of a part.
pub fn id(part: &str) -> String {
    format!("rId-{part}")
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Odd,
    Even,
}

fn footer(layout: &Layout, side: Side) -> Element {
    root("w:ftr").child(page_number(layout, side))
}

/// Clause 8: a landscape page is an upright sheet turned, its foot is the left margin. The number stands there as it
/// would on the sheet, in the one cell of a table that is placed on the page, its text running downwards.
fn turned_footer(layout: &Layout, side: Side) -> Element {
    let (number, page) = (&layout.page_number, &layout.landscape);
    let (width, height) = (twips(number.size), mm(page.type_height()));
    // The dash lies in the middle of its line.
    let left = mm(page.left - number.distance) - width / 2;
    let place = Element::new("w:tblpPr")
        .with("w:leftFromText", 0)
        .with("w:rightFromText", 0)
        .with("w:vertAnchor", "page")
        .with("w:horzAnchor", "page")
        .with("w:tblpX", left)
        .with("w:tblpY", mm(page.top));
    let measure = |name: &str| Element::new(name).with("w:w", width).with("w:type", "dxa");
    let edges =
        ["w:top", "w:left", "w:bottom", "w:right"].map(|name| Element::new(name).with("w:w", 0).with("w:type", "dxa"));
    let properties = Element::new("w:tblPr")
        .child(place)
        .child(measure("w:tblW"))
        .child(Element::new("w:tblLayout").with("w:type", "fixed"))
        .child(Element::new("w:tblCellMar").all(edges));
    let mut paragraph = page_number(layout, side);
    let line = Element::new("w:spacing").with("w:line", width).with("w:lineRule", "exact");
    let look = paragraph.ensure("w:pPr");
    // Between the style and the indent.
    look.children.insert(1, Node::Element(line));
    let cell = Element::new("w:tc")
        .child(Element::new("w:tcPr").child(measure("w:tcW")).child(Element::value("w:textDirection", "tbRl")))
        .child(paragraph);
    let row = Element::new("w:tr")
        .child(Element::new("w:trPr").child(Element::new("w:trHeight").with("w:val", height).with("w:hRule", "exact")))
        .child(cell);
    let grid = Element::new("w:tblGrid").child(Element::new("w:gridCol").with("w:w", width));
    root("w:ftr").child(Element::new("w:tbl").child(properties).child(grid).child(row)).child(empty())
}

/// What must stand below a table, and takes no room.
fn empty() -> Element {
    let look = Element::new("w:pPr")
        .child(Element::value("w:pStyle", "Footer"))
        .child(Element::new("w:spacing").with("w:line", twips(RULE_PITCH)).with("w:lineRule", "exact"));
    Element::new("w:p").child(look)
}

fn page_number(layout: &Layout, side: Side) -> Element {
    let number = &layout.page_number;
    let inset = twips(number.inset * number.size);
    let (align, indent) = match (number.place, side) {
        (PageNumberPlace::Centred, _) => ("center", Element::new("w:ind").with("w:left", 0)),
        (PageNumberPlace::Outer, Side::Odd) => ("right", Element::new("w:ind").with("w:right", inset)),
        (PageNumberPlace::Outer, Side::Even) => ("left", Element::new("w:ind").with("w:left", inset)),
    };
    let run = |child: Element| {
        let fonts = page_number_fonts(layout).with("w:hint", "eastAsia");
        Element::new("w:r").child(Element::new("w:rPr").child(fonts)).child(child)
    };
    let text = |text: &str| run(Element::new("w:t").with("xml:space", "preserve").text(text));
    let field = |kind: &str| run(Element::new("w:fldChar").with("w:fldCharType", kind));
    let code = run(Element::new("w:instrText").with("xml:space", "preserve").text(" PAGE "));
    let (before, after) = number.pattern.split_once("{}").unwrap_or((&number.pattern, ""));
    let properties = Element::new("w:pPr")
        .child(Element::value("w:pStyle", "Footer"))
        .child(indent)
        .child(Element::value("w:jc", align));
    Element::new("w:p").child(properties).all([
        text(before),
        field("begin"),
        code,
        field("separate"),
        text(if side == Side::Odd { "1" } else { "2" }),
        field("end"),
        text(after),
    ])
}

fn header(mark: &str) -> Element {
    let mark: String = mark.chars().filter(|&c| is_xml(c)).collect();
    let style = Element::new("w:pPr").child(Element::value("w:pStyle", style_id(Style::DraftMark)));
    let run = Element::new("w:r").child(Element::new("w:t").text(&mark));
    root("w:hdr").child(Element::new("w:p").child(style).child(run))
}

/// The frame of 发文机关标志.
pub fn mark_frame(layout: &Layout) -> Element {
    frame(layout, layout.letter.top, 0.0)
}

/// The double rule below 发文机关标志, heavy above light, and the distance of the text below it; `pitch`: the mark's
/// height in points.
pub fn rule_below(layout: &Layout, pitch: f64) -> Element {
    let head = LetterHead::new(layout, pitch);
    let [heavy, light] = head.rules;
    let top = layout.portrait.top + heavy.top * MM_PER_PT;
    let below = head.text - light.top - light.weight - RULE_PITCH;
    rule(layout, "thickThinSmallGap", top, below)
}

/// 10.1: the first page of a letter has no number, but a double rule, light above heavy.
fn letter_foot(layout: &Layout) -> Element {
    let top = layout.portrait.top + LetterHead::new(layout, 0.0).foot[0].top * MM_PER_PT;
    let plain = Element::new("w:pPr").child(Element::value("w:pStyle", "Footer"));
    root("w:ftr").child(rule(layout, "thinThickSmallGap", top, 0.0)).child(Element::new("w:p").child(plain))
}

/// What a paragraph that is only a rule takes, in points.
const RULE_PITCH: f64 = 1.0;

/// An empty paragraph in a frame, with a double rule above it. Word counts weights in eighths of a point.
fn rule(layout: &Layout, kind: &str, top: f64, below: f64) -> Element {
    let letter = &layout.letter;
    let border = Element::new("w:top")
        .with("w:val", kind)
        .with("w:sz", (letter.heavy * 8.0).round() as i64)
        .with("w:space", 0)
        .with("w:color", &letter.colour);
    let look = Element::new("w:pPr")
        .child(frame(layout, top, below))
        .child(Element::new("w:pBdr").child(border))
        .child(Element::value("w:snapToGrid", 0))
        .child(Element::new("w:spacing").with("w:line", twips(RULE_PITCH)).with("w:lineRule", "exact"));
    Element::new("w:p").child(look)
}

/// As long as the letter's rules, its top at `top` millimetres of the paper.
fn frame(layout: &Layout, top: f64, below: f64) -> Element {
    let (paper, length) = (layout.portrait.width, layout.letter.rule_length);
    Element::new("w:framePr")
        .with("w:w", mm(length))
        .with("w:vSpace", twips(below.max(0.0)))
        .with("w:wrap", "notBeside")
        .with("w:vAnchor", "page")
        .with("w:hAnchor", "page")
        .with("w:x", mm((paper - length) / 2.0))
        .with("w:y", mm(top))
}
