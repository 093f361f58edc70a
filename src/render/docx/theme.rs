//! The theme that every Word document carries. It names the document's own faces and no colour but black and white; no
//! style refers to it, so it can beat none of the named fonts. Word writes one anew where it is missing.

use crate::document::Style;
use crate::document::layout::{LATIN, Layout};

use super::element::Element;
use super::styles::word_font;

const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";

pub(super) fn part(layout: &Layout) -> Element {
    let elements = Element::new("a:themeElements").child(colours()).child(faces(layout)).child(formats());
    Element::new("a:theme").with("xmlns:a", DRAWING).with("name", "公文").child(elements)
}

fn colours() -> Element {
    const DARK: [&str; 9] =
        ["dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink"];
    let colour = |name: &str, value: &str| {
        Element::new(&format!("a:{name}")).child(Element::new("a:srgbClr").with("val", value))
    };
    let (text, rest) = DARK.split_at(1);
    Element::new("a:clrScheme")
        .with("name", "公文")
        .child(colour("dk1", "000000"))
        .child(colour("lt1", "FFFFFF"))
        .all(text.iter().map(|name| colour(name, "000000")))
        .child(colour("lt2", "FFFFFF"))
        .all(rest.iter().map(|name| colour(name, "000000")))
}

fn faces(layout: &Layout) -> Element {
    let face = |name: &str, style: Style| {
        let typeface = |script: &str, font: &str| Element::new(&format!("a:{script}")).with("typeface", font);
        Element::new(name)
            .child(typeface("latin", word_font(layout, LATIN)))
            .child(typeface("ea", word_font(layout, &layout.style(style).font)))
            .child(typeface("cs", ""))
    };
    Element::new("a:fontScheme")
        .with("name", "公文")
        .child(face("a:majorFont", Style::Title))
        .child(face("a:minorFont", Style::Body))
}

/// Three of each kind, as the schema asks (ISO/IEC 29500-1, 20.1.4.1.14), all of them plain.
fn formats() -> Element {
    let fill = || Element::new("a:solidFill").child(Element::new("a:schemeClr").with("val", "phClr"));
    let line = || Element::new("a:ln").child(fill());
    let effect = || Element::new("a:effectStyle").child(Element::new("a:effectLst"));
    let three = |name: &str, of: &dyn Fn() -> Element| Element::new(name).all([of(), of(), of()]);
    Element::new("a:fmtScheme")
        .with("name", "公文")
        .child(three("a:fillStyleLst", &fill))
        .child(three("a:lnStyleLst", &line))
        .child(three("a:effectStyleLst", &effect))
        .child(three("a:bgFillStyleLst", &fill))
}
