//! A picture in a paragraph: the vector drawing for programs that know it, the PNG for the others.

use crate::render::pages::Picture;

use super::element::Element;

const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";
const PLACED: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
const SVG: &str = "http://schemas.microsoft.com/office/drawing/2016/SVG/main";
/// The extension of a blip that holds its SVG.
const SVG_EXTENSION: &str = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}";
/// Word's unit of drawings.
const EMU_PER_PT: f64 = 12_700.0;

/// Names of the picture's two files and of their relationships, by its place among the pictures.
pub fn names(index: usize) -> [(String, String); 2] {
    let number = index + 1;
    ["png", "svg"].map(|ending| (format!("rIdPicture{number}{ending}"), format!("media/chart{number}.{ending}")))
}

/// The paragraph that the picture stands in, as high as it is.
pub fn paragraph(index: usize, picture: &Picture) -> Element {
    let number = index + 1;
    let name = format!("图{number}");
    let [(png, _), (svg, _)] = names(index);
    let emu = |points: f64| (points * EMU_PER_PT).round() as i64;
    let (width, height) = (emu(picture.width), emu(picture.height));
    let extent = |name: &str| Element::new(name).with("cx", width).with("cy", height);
    let vector = Element::new("asvg:svgBlip").with("xmlns:asvg", SVG).with("r:embed", svg);
    let extension = Element::new("a:ext").with("uri", SVG_EXTENSION).child(vector);
    let blip = Element::new("a:blip").with("r:embed", png).child(Element::new("a:extLst").child(extension));
    let stretch = Element::new("a:stretch").child(Element::new("a:fillRect"));
    let shape = Element::new("pic:spPr")
        .child(Element::new("a:xfrm").child(Element::new("a:off").with("x", 0).with("y", 0)).child(extent("a:ext")))
        .child(Element::new("a:prstGeom").with("prst", "rect").child(Element::new("a:avLst")));
    let properties = Element::new("pic:nvPicPr")
        .child(Element::new("pic:cNvPr").with("id", number).with("name", &name).with("descr", &picture.description))
        .child(Element::new("pic:cNvPicPr"));
    let image = Element::new("pic:pic")
        .with("xmlns:pic", PICTURE)
        .child(properties)
        .child(Element::new("pic:blipFill").child(blip).child(stretch))
        .child(shape);
    let graphic = Element::new("a:graphic")
        .with("xmlns:a", DRAWING)
        .child(Element::new("a:graphicData").with("uri", PICTURE).child(image));
    let locks = Element::new("a:graphicFrameLocks").with("xmlns:a", DRAWING).with("noChangeAspect", 1);
    let inline = ["distT", "distB", "distL", "distR"]
        .into_iter()
        .fold(Element::new("wp:inline").with("xmlns:wp", PLACED), |inline, side| inline.with(side, 0))
        .child(extent("wp:extent"))
        .child(Element::new("wp:docPr").with("id", number).with("name", &name).with("descr", &picture.description))
        .child(Element::new("wp:cNvGraphicFramePr").child(locks))
        .child(graphic);
    // A line of fixed pitch would show a strip of the picture only.
    let spacing = Element::new("w:spacing").with("w:line", 240).with("w:lineRule", "auto");
    let look = Element::new("w:pPr").child(Element::value("w:snapToGrid", 0)).child(spacing);
    Element::new("w:p").child(look).child(Element::new("w:r").child(Element::new("w:drawing").child(inline)))
}
