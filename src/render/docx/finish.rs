//! The pass over docx-rs's content: schema order, what it lacks, what it numbers by a process-wide counter.

use crate::document::{Block, Section, Table};

use super::element::{Element, Node};

/// The section's blocks made right, ending with its properties: in its last paragraph, or for the last section
/// bare at the body's end.
pub fn section(blocks: Vec<Element>, section: &Section, properties: Element, last: bool) -> Vec<Element> {
    let mut tables = section.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let mut blocks: Vec<Element> = blocks
        .into_iter()
        .map(|mut block| {
            if block.name == "w:tbl"
                && let Some(table) = tables.next()
            {
                mark_rows(&mut block, table);
            }
            if block.name == "w:p" && !block.elements().any(|child| child.name == "w:r") {
                shrink(&mut block);
            }
            tidy(&mut block);
            block
        })
        .collect();
    // A body, like a cell, must not end with a table.
    let ends_with_table = blocks.last().is_none_or(|block| block.name == "w:tbl");
    if ends_with_table || !last {
        let mut end = Element::new("w:p");
        shrink(&mut end);
        if !last {
            end.ensure("w:pPr").push(properties.clone());
        }
        tidy(&mut end);
        blocks.push(end);
    }
    if last {
        blocks.push(properties);
    }
    blocks
}

/// Head rows repeat; a row that must not stand alone keeps its paragraphs with the next row's.
fn mark_rows(table: &mut Element, layout: &Table) {
    if !layout.description.is_empty() {
        let properties = table.ensure("w:tblPr");
        properties.push(Element::value("w:tblCaption", &layout.description));
        properties.push(Element::value("w:tblDescription", &layout.description));
    }
    let rows = table.elements_mut().filter(|child| child.name == "w:tr");
    let last = layout.rows.len().saturating_sub(1);
    for (index, (row, row_layout)) in rows.zip(&layout.rows).enumerate() {
        if row_layout.header {
            row.ensure("w:trPr").push(Element::new("w:tblHeader"));
        }
        if row_layout.header || row_layout.keep_with_next || layout.together && index < last {
            let cells = row.elements_mut().filter(|child| child.name == "w:tc");
            for paragraph in cells.flat_map(Element::elements_mut).filter(|child| child.name == "w:p") {
                paragraph.ensure("w:pPr").push(Element::new("w:keepNext"));
            }
        }
    }
}

/// A paragraph that only carries something (a section's end, the gap between two tables) takes no room.
fn shrink(paragraph: &mut Element) {
    let properties = paragraph.ensure("w:pPr");
    if properties.elements().any(|child| child.name == "w:spacing") {
        return;
    }
    properties.push(Element::value("w:snapToGrid", 0));
    properties.push(Element::new("w:spacing").with("w:line", 20).with("w:lineRule", "exact"));
}

/// Children in the order of the schema (ISO/IEC 29500-1: CT_PPr, CT_RPr, CT_TblPr, CT_TrPr, CT_TcPr, CT_TblBorders,
/// CT_TcMar); counters' ids and attributes outside the schema dropped.
fn tidy(element: &mut Element) {
    const P_PR: &[&str] = &[
        "pStyle",
        "keepNext",
        "keepLines",
        "pageBreakBefore",
        "framePr",
        "widowControl",
        "numPr",
        "suppressLineNumbers",
        "pBdr",
        "shd",
        "tabs",
        "suppressAutoHyphens",
        "kinsoku",
        "wordWrap",
        "overflowPunct",
        "topLinePunct",
        "autoSpaceDE",
        "autoSpaceDN",
        "bidi",
        "adjustRightInd",
        "snapToGrid",
        "spacing",
        "ind",
        "contextualSpacing",
        "mirrorIndents",
        "suppressOverlap",
        "jc",
        "textDirection",
        "textAlignment",
        "textboxTightWrap",
        "outlineLvl",
        "divId",
        "cnfStyle",
        "rPr",
        "sectPr",
        "pPrChange",
    ];
    const R_PR: &[&str] = &[
        "rStyle",
        "rFonts",
        "b",
        "bCs",
        "i",
        "iCs",
        "caps",
        "smallCaps",
        "strike",
        "dstrike",
        "outline",
        "shadow",
        "emboss",
        "imprint",
        "noProof",
        "snapToGrid",
        "vanish",
        "webHidden",
        "color",
        "spacing",
        "w",
        "kern",
        "position",
        "sz",
        "szCs",
        "highlight",
        "u",
        "effect",
        "bdr",
        "shd",
        "fitText",
        "vertAlign",
        "rtl",
        "cs",
        "em",
        "lang",
    ];
    const TBL_PR: &[&str] = &[
        "tblStyle",
        "tblpPr",
        "tblOverlap",
        "bidiVisual",
        "tblStyleRowBandSize",
        "tblStyleColBandSize",
        "tblW",
        "jc",
        "tblCellSpacing",
        "tblInd",
        "tblBorders",
        "shd",
        "tblLayout",
        "tblCellMar",
        "tblLook",
        "tblCaption",
        "tblDescription",
    ];
    const TC_PR: &[&str] = &[
        "cnfStyle",
        "tcW",
        "gridSpan",
        "hMerge",
        "vMerge",
        "tcBorders",
        "shd",
        "noWrap",
        "tcMar",
        "textDirection",
        "tcFitText",
        "vAlign",
        "hideMark",
    ];
    const SIDES: &[&str] = &["top", "left", "start", "bottom", "right", "end", "insideH", "insideV"];
    let order = match element.name.as_str() {
        "w:pPr" => P_PR,
        "w:rPr" => R_PR,
        "w:tblPr" => TBL_PR,
        "w:tcPr" => TC_PR,
        "w:tblBorders" | "w:tblCellMar" => SIDES,
        _ => &[],
    };
    // trPr is a choice, in any order. docx-rs writes an empty rPr into every pPr.
    element
        .children
        .retain(|node| !matches!(node, Node::Element(child) if child.name == "w:rPr" && child.children.is_empty()));
    if !order.is_empty() {
        let rank = |node: &Node| match node {
            Node::Element(child) => {
                let name = child.name.strip_prefix("w:").unwrap_or(&child.name);
                order.iter().position(|known| *known == name).unwrap_or(order.len())
            }
            Node::Text(_) => order.len(),
        };
        element.children.sort_by_key(rank);
    }
    element.attributes.retain(|(name, _)| {
        let counter = name.starts_with("w14:");
        let not_in_schema = element.name == "w:gridCol" && name == "w:type";
        !counter && !not_in_schema
    });
    element.elements_mut().for_each(tidy);
}
