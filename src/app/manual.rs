//! docs/用户手册.md, typeset as a report is: its Markdown becomes the tree, and all that follows is what every document
//! goes through.

use crate::app::resources::Resources;
use crate::base::date::Date;
use crate::document::layout::MM_PER_PT;
use crate::document::{
    Block, Cell, ColumnWidths, Document, Image, Orientation, Paragraph, Properties, Row, Section, Style, Table,
    VerticalAlign,
};
use crate::render::fonts::FontSet;
use crate::render::format::Format;
use crate::render::lines::fit;
use crate::render::pdf::Pdf;

pub const TEXT: &str = include_str!("../../docs/用户手册.md");
pub const FILE_NAME: &str = "自评用户手册.pdf";

/// Timestamps in a file are never the clock's: the year in which the manual was written.
const WRITTEN: (u16, u8, u8) = (2026, 3, 31);

/// # Errors
/// The layouts are wrong.
pub fn pdf(resources: &Resources, fonts: &FontSet) -> Result<Vec<u8>, String> {
    let mut document = document(TEXT, resources.layout.portrait.type_width() / MM_PER_PT);
    fit(&mut document, &resources.layout, fonts);
    let made = Pdf.export(&document, &resources.tools(fonts));
    Pdf.forget();
    made.map(|made| made.bytes)
}

/// The pictures, by the names that the Markdown gives them: those of the clerk's day in a browser.
const IMAGES: [(&str, &[u8]); 9] = [
    ("空文件夹.png", include_bytes!("../../docs/图/空文件夹.png")),
    ("新建年度.png", include_bytes!("../../docs/图/新建年度.png")),
    ("拖进表格.png", include_bytes!("../../docs/图/拖进表格.png")),
    ("看问题.png", include_bytes!("../../docs/图/看问题.png")),
    ("看数字的来源.png", include_bytes!("../../docs/图/看数字的来源.png")),
    ("边写边核对.png", include_bytes!("../../docs/图/边写边核对.png")),
    ("改好单元格.png", include_bytes!("../../docs/图/改好单元格.png")),
    ("生成.png", include_bytes!("../../docs/图/生成.png")),
    ("拖进厅长改的.png", include_bytes!("../../docs/图/拖进厅长改的.png")),
];

/// A picture of the manual.
pub fn image(name: &str) -> Option<&'static [u8]> {
    IMAGES.iter().find(|(known, _)| *known == name).map(|(_, png)| *png)
}

/// `width`: that of the type area, in points.
fn document(text: &str, width: f64) -> Document {
    let mut blocks = Vec::new();
    let mut title = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with("```") {
            let code = std::iter::from_fn(|| lines.next().filter(|line| !line.starts_with("```")));
            blocks.push(code_block(code));
        } else if line.starts_with('|') {
            let mut rows = vec![cells(line)];
            while let Some(more) = lines.next_if(|line| line.starts_with('|')) {
                rows.push(cells(more));
            }
            blocks.push(table(&rows));
        } else if let Some(words) = line.strip_prefix("# ") {
            title = plain(words);
            blocks.push(paragraph(Style::Title, words));
        } else if let Some(words) = line.strip_prefix("## ") {
            blocks.push(paragraph(Style::Heading1, words));
        } else if let Some(words) = line.strip_prefix("### ") {
            blocks.push(paragraph(Style::Heading2, words));
        } else if let Some((description, png)) = line.strip_prefix("![").and_then(pictured) {
            // Above it, on the same page.
            blocks.push(paragraph(Style::TableTitle, description));
            blocks.push(drawn(description, png, width));
        } else if !line.trim().is_empty() && !line.starts_with("<!--") {
            blocks.push(paragraph(Style::Body, line.strip_prefix("- ").unwrap_or(line)));
        }
    }
    let (year, month, day) = WRITTEN;
    let date = Date::new(year, month, day).expect("a day of the calendar");
    Document {
        properties: Properties { subject: title.clone(), title, author: "ziping".into(), keywords: Vec::new(), date },
        sections: vec![Section { orientation: Orientation::Portrait, blocks }],
        draft_mark: None,
    }
}

/// 第一次打开](图/空文件夹.png): what it shows, and the picture.
fn pictured(rest: &str) -> Option<(&str, &'static [u8])> {
    let (description, path) = rest.trim_end().strip_suffix(')')?.split_once("](图/")?;
    Some((description, image(path)?))
}

/// As wide as the type area.
fn drawn(description: &str, png: &'static [u8], width: f64) -> Block {
    // Width and height stand behind a PNG's signature.
    let side = |at: usize| {
        png.get(at..at + 4).map_or(1, |side| side.iter().fold(0, |all, byte| (all << 8) | u32::from(*byte)))
    };
    let height = width * f64::from(side(20)) / f64::from(side(16));
    Block::Image(Image { description: description.to_string(), width, height, png: png.into() })
}

fn paragraph(style: Style, words: &str) -> Block {
    Block::Paragraph(Paragraph::new(style, &plain(words)))
}

fn cells(line: &str) -> Vec<&str> {
    line.trim().trim_matches('|').split('|').map(str::trim).collect()
}

/// Its first row is the head, the line below that is no row.
fn table(rows: &[Vec<&str>]) -> Block {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(1);
    let is_rule = |row: &Vec<&str>| {
        row.iter().all(|cell| !cell.is_empty() && cell.chars().all(|character| "-: ".contains(character)))
    };
    let row = |(index, row): (usize, &Vec<&str>)| {
        let header = index == 0;
        let style = if header { Style::TableHead } else { Style::CellText };
        let words = row.iter().copied().chain(std::iter::repeat("")).take(columns);
        let cells = words.enumerate().map(|(column, words)| Cell {
            label: header || column == 0,
            ..cell(vec![Paragraph::new(style, &plain(words))])
        });
        Row { header, ..row_of(cells.collect()) }
    };
    let kept = rows.iter().filter(|row| !is_rule(row)).enumerate();
    Block::Table(Table {
        description: rows.first().map_or_else(String::new, |head| head.join("、")),
        columns: ColumnWidths(vec![0.0; columns]),
        flexible: (0..columns).collect(),
        rows: kept.map(row).collect(),
        smallest: None,
        together: false,
    })
}

/// What is typed as it stands: one cell, indents kept.
fn code_block<'a>(lines: impl Iterator<Item = &'a str>) -> Block {
    let line = |line: &'a str| {
        let rest = line.trim_start_matches(' ');
        let indent = "　".repeat((line.len() - rest.len()) / 2);
        Paragraph::new(Style::CellText, &format!("{indent}{rest}"))
    };
    Block::Table(Table {
        description: "照写的例子".into(),
        columns: ColumnWidths(vec![0.0]),
        flexible: vec![0],
        rows: vec![row_of(vec![cell(lines.map(line).collect())])],
        smallest: None,
        together: false,
    })
}

fn row_of(cells: Vec<Cell>) -> Row {
    Row { cells, header: false, keep_with_next: false, heads: 0, min_height: None, air: 0.0, parted: false }
}

fn cell(paragraphs: Vec<Paragraph>) -> Cell {
    Cell { paragraphs, colspan: 1, rowspan: 1, vertical_align: VerticalAlign::Middle, label: false }
}

/// Without the marks of Markdown: links are their words.
fn plain(words: &str) -> String {
    let mut plain = String::new();
    let mut rest = words;
    while let Some((before, link)) = rest.split_once('[') {
        plain += before;
        match link.split_once("](").and_then(|(words, after)| Some((words, after.split_once(')')?.1))) {
            Some((words, after)) if !words.contains(']') => {
                plain += words;
                rest = after;
            }
            _ => {
                plain.push('[');
                rest = link;
            }
        }
    }
    (plain + rest).replace("**", "").replace('`', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_becomes_the_tree() {
        let text = "# 甲\n\n## 一、乙\n说**明**见 [丙](丙.md)。\n![子](图/生成.png)\n<!-- 注 -->\n- 丁\n\n| 子 | 丑 |\n|---|---|\n| 一 | |\n\n```yaml\n  寅: [1]\n```\n";
        let document = document(text, 442.0);
        let blocks = &document.sections[0].blocks;
        assert_eq!((document.properties.title.as_str(), blocks.len()), ("甲", 8));
        let words: Vec<String> = document.paragraphs().map(Paragraph::text).collect();
        assert_eq!(words, ["甲", "一、乙", "说明见 丙。", "子", "丁", "子", "丑", "一", "", "　寅: [1]"]);
        let Block::Table(table) = &blocks[6] else { panic!("{blocks:?}") };
        assert_eq!((table.rows.len(), table.rows[0].header, table.rows[1].header), (2, true, false));
        assert!(table.grid().is_ok());
        let Block::Image(image) = &blocks[4] else { panic!("{blocks:?}") };
        assert_eq!((image.width, image.height.round()), (442.0, 248.0));
    }

    #[test]
    fn every_picture_is_carried() {
        let shown: Vec<_> = TEXT.lines().filter_map(|line| line.strip_prefix("![")).collect();
        assert!(shown.len() == IMAGES.len() && shown.iter().all(|rest| pictured(rest).is_some()), "{shown:?}");
    }
}
