//! Paragraphs and tables through docx-rs.

use docx_rs::{
    BorderType, BreakType, Comment, Docx, HeightRule, LineSpacing, LineSpacingType, Paragraph as WordParagraph, Run,
    RunFonts, SpecialIndentType, Table as WordTable, TableAlignmentType, TableBorder, TableBorderPosition,
    TableBorders, TableCell, TableCellMargins, TableLayoutType, TableRow, VAlignType, VMergeType, WidthType,
};

use crate::document::layout::{Layout, MM_PER_PT};
use crate::document::{Block, Cell, Paragraph, Section, Slot, Style, Table, VerticalAlign};
use crate::render::fonts::is_in_both_fonts;

use super::element::{Element, is_xml};
use super::error::RenderError;
use super::margins;
use super::styles::{CHINESE_ID, character_spacing, style_id, word_font};
use super::units::{mm, twips as points};

/// The section's blocks as `w:p` and `w:tbl`, in their order, as docx-rs writes them; a chart or picture is the
/// next of `drawings`.
pub fn blocks(
    section: &Section,
    layout: &Layout,
    drawings: &mut impl Iterator<Item = Element>,
) -> Result<Vec<Element>, RenderError> {
    let mut docx = Docx::new();
    let mut new_page = false;
    let mut after_table = false;
    // docx-rs gets an empty paragraph for each of these: how many blocks stand before it, and what it becomes.
    let mut charts = Vec::new();
    let mut count = 0;
    for block in &section.blocks {
        match block {
            Block::PageBreak => {
                new_page = true;
                continue;
            }
            Block::Chart(_) | Block::Image(_) => {
                docx = docx.add_paragraph(WordParagraph::new());
                let drawing = drawings.next();
                charts.extend(drawing.map(|drawing| (count, drawing, std::mem::take(&mut new_page))));
                after_table = false;
            }
            Block::Paragraph(paragraph) => {
                docx = docx
                    .add_paragraph(self::paragraph(paragraph, layout).page_break_before(std::mem::take(&mut new_page)));
                after_table = false;
            }
            Block::Table(table) => {
                // Two tables in a row would become one; a page break needs a paragraph to stand on.
                if after_table || new_page {
                    docx = docx.add_paragraph(WordParagraph::new().page_break_before(std::mem::take(&mut new_page)));
                    count += 1;
                }
                docx = docx.add_table(self::table(table, layout)?);
                after_table = true;
            }
        }
        count += 1;
    }
    let document = Element::parse(&docx.build().document)?;
    let body = document.into_elements().find(|child| child.name == "w:body");
    let blocks = body.into_iter().flat_map(Element::into_elements);
    let mut blocks: Vec<Element> = blocks.filter(|child| child.name != "w:sectPr").collect();
    for (index, drawing, new_page) in charts {
        blocks[index] = drawing;
        if new_page {
            blocks[index].ensure("w:pPr").push(Element::new("w:pageBreakBefore"));
        }
    }
    // The mark of a letter and the rule below it stand in frames.
    if let (Some(Block::Paragraph(mark)), Some(block)) = (section.blocks.first(), blocks.first_mut())
        && mark.style == Style::LetterMark
    {
        block.ensure("w:pPr").push(margins::mark_frame(layout));
        blocks.insert(1, margins::rule_below(layout, layout.pitch_of(mark)));
    }
    Ok(blocks)
}

pub fn paragraph(paragraph: &Paragraph, layout: &Layout) -> WordParagraph {
    let mut word = WordParagraph::new().style(style_id(paragraph.style));
    let mut spacing = LineSpacing::new();
    if paragraph.size.is_some() {
        let pitch = i32::try_from(points(layout.pitch_of(paragraph))).unwrap_or_default();
        spacing = spacing.line(pitch).line_rule(LineSpacingType::Exact);
    }
    if paragraph.above > 0.0 {
        let style = layout.style(paragraph.style).lines_before * layout.grid.line_pitch;
        spacing = spacing.before(u32::try_from(points(style + paragraph.above)).unwrap_or_default());
    }
    if paragraph.size.is_some() || paragraph.above > 0.0 {
        word = word.line_spacing(spacing);
    }
    if paragraph.keep_with_next {
        word = word.keep_next(true);
    }
    if let Some(indent) = paragraph.indent {
        let whole = |length: f64| i32::try_from(points(length)).unwrap_or_default();
        let first = if indent.first < 0.0 {
            SpecialIndentType::Hanging(whole(-indent.first))
        } else {
            SpecialIndentType::FirstLine(whole(indent.first))
        };
        word = word.indent(Some(whole(indent.left)), Some(first), Some(whole(indent.right)), None);
    }
    let text: Vec<char> = paragraph.text().chars().collect();
    let mut start = 0;
    for piece in text.chunk_by(|a, b| kind(*a) == kind(*b)) {
        // A piece is cut where the spacing changes, or a comment begins or ends.
        let end = start + piece.len();
        let spaced = paragraph.spaced.iter().flat_map(|spaced| [spaced.start, spaced.end]);
        let told = paragraph.told.iter().flat_map(|&told| [told, told + 1]);
        let annotated = paragraph.annotations.iter().flat_map(|annotation| [annotation.start, annotation.end]);
        let mut cuts: Vec<usize> = spaced.chain(told).chain(annotated).collect();
        cuts.retain(|&cut| start < cut && cut < end);
        cuts.push(end);
        cuts.sort_unstable();
        cuts.dedup();
        for cut in cuts {
            for annotation in paragraph.annotations.iter().filter(|annotation| annotation.start == start) {
                word = word.add_comment_start(Comment::new(annotation.id));
            }
            word = word.add_run(run(paragraph, &text[start..cut], start, layout));
            start = cut;
            for annotation in paragraph.annotations.iter().filter(|annotation| annotation.end == start) {
                word = word.add_comment_end(annotation.id);
            }
        }
    }
    word
}

/// Characters of one kind make a run.
#[derive(PartialEq)]
enum Kind {
    Plain,
    InBothFonts,
    LineBreak,
}

fn kind(character: char) -> Kind {
    match character {
        '\n' => Kind::LineBreak,
        _ if is_in_both_fonts(character) => Kind::InBothFonts,
        _ => Kind::Plain,
    }
}

fn run(paragraph: &Paragraph, piece: &[char], start: usize, layout: &Layout) -> Run {
    let mut run = match kind(piece[0]) {
        Kind::LineBreak => piece.iter().fold(Run::new(), |run, _| run.add_break(BreakType::TextWrapping)),
        // Whatever font a program would choose for them, it is the Chinese one; the hint says so to Word besides.
        Kind::InBothFonts => {
            let font = word_font(layout, &layout.style(paragraph.style).font);
            let fonts = RunFonts::new().ascii(font).hi_ansi(font).east_asia(font).hint("eastAsia");
            Run::new().add_text(text(piece)).fonts(fonts)
        }
        Kind::Plain => Run::new().add_text(text(piece)),
    };
    if paragraph.told.contains(&start) {
        run = run.style(CHINESE_ID);
    }
    if let Some(size) = paragraph.size {
        run = run.size((size * 2.0).round() as usize);
    }
    if let Some(spaced) = paragraph.spaced.iter().find(|spaced| (spaced.start..spaced.end).contains(&start)) {
        let spacing = character_spacing(layout, paragraph.style) + spaced.points;
        run = run.character_spacing(i32::try_from(points(spacing)).unwrap_or_default());
    }
    run
}

fn text(characters: &[char]) -> String {
    characters.iter().filter(|&&c| is_xml(c)).collect()
}

fn table(table: &Table, layout: &Layout) -> Result<WordTable, RenderError> {
    let grid = table.grid().map_err(RenderError::Table)?;
    let widths: Vec<usize> = table.columns.0.iter().map(|width| twips(f64::from(*width))).collect();
    let mut rows = Vec::with_capacity(grid.len());
    for (slots, row) in grid.iter().zip(&table.rows) {
        let mut cells = Vec::new();
        for (column, slot) in slots.iter().enumerate() {
            let (cell, merge) = match slot {
                Slot::Start(cell) if cell.rowspan > 1 => (cell, Some(VMergeType::Restart)),
                Slot::Start(cell) => (cell, None),
                Slot::Below(cell) => (cell, Some(VMergeType::Continue)),
                Slot::Right => continue,
            };
            let width = widths[column..column + cell.colspan].iter().sum();
            let word = self::cell(cell, merge, width, row.air, layout);
            cells.push(if row.parted { word.vertical_align(VAlignType::Top) } else { word });
        }
        let mut word = TableRow::new(cells);
        if !row.parted {
            word = word.cant_split();
        }
        // Beside the margins of its cells it would be added to them.
        if let Some(height) = row.min_height.filter(|_| grown_together(slots)) {
            let besides = 2.0 * layout.table.inset_y + layout.table.rule * MM_PER_PT;
            let height = twips((f64::from(height) - besides).max(0.0));
            word = word.row_height(height as f32).height_rule(HeightRule::AtLeast);
        }
        rows.push(word);
    }
    let style = &layout.table;
    let (x, y) = (twips(style.inset_x), twips(style.inset_y));
    Ok(WordTable::new(rows)
        .width(widths.iter().sum(), WidthType::Dxa)
        .set_grid(widths)
        .layout(TableLayoutType::Fixed)
        .align(TableAlignmentType::Center)
        .margins(TableCellMargins::new().margin(y, x, y, x))
        .set_borders(borders(style.rule)))
}

/// Does the row have no cell of its own, whose margins could make it higher?
fn grown_together(slots: &[Slot<'_>]) -> bool {
    slots.iter().all(|slot| !matches!(slot, Slot::Start(cell) if cell.rowspan == 1))
}

/// `air`: what its row leaves above and below the text, in points.
fn cell(cell: &Cell, merge: Option<VMergeType>, width: usize, air: f64, layout: &Layout) -> TableCell {
    let mut word = TableCell::new().width(width, WidthType::Dxa).vertical_align(match cell.vertical_align {
        VerticalAlign::Top => VAlignType::Top,
        VerticalAlign::Middle => VAlignType::Center,
    });
    if air > 0.0 && merge.is_none() {
        let above = match cell.vertical_align {
            VerticalAlign::Top => 0.0,
            VerticalAlign::Middle => air / 2.0,
        };
        let margin = |air: f64| twips(layout.table.inset_y + air * MM_PER_PT);
        let property = word.property.margin_top(margin(above), WidthType::Dxa);
        word.property = property.margin_bottom(margin(air - above), WidthType::Dxa);
    }
    if cell.colspan > 1 {
        word = word.grid_span(cell.colspan);
    }
    let below = matches!(merge, Some(VMergeType::Continue));
    if let Some(merge) = merge {
        word = word.vertical_merge(merge);
    }
    if below || cell.paragraphs.is_empty() {
        // A covered place still needs a paragraph; it takes the cell's style so as not to stretch its row.
        let style = cell.paragraphs.first().map(|paragraph| style_id(paragraph.style));
        let empty = WordParagraph::new();
        return word.add_paragraph(style.into_iter().fold(empty, |empty, style| empty.style(style)));
    }
    cell.paragraphs.iter().fold(word, |word, paragraph| word.add_paragraph(self::paragraph(paragraph, layout)))
}

fn borders(rule: f64) -> TableBorders {
    use TableBorderPosition::*;
    // Word counts rules in eighths of a point.
    let size = (rule * 8.0).round() as usize;
    [Top, Left, Bottom, Right, InsideH, InsideV].into_iter().fold(TableBorders::with_empty(), |borders, position| {
        borders.set(TableBorder::new(position).border_type(BorderType::Single).size(size).color("000000"))
    })
}

fn twips(millimetres: f64) -> usize {
    usize::try_from(mm(millimetres)).unwrap_or(0)
}
