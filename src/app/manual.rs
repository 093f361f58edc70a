//! docs/用户手册.md, typeset as a report is: its Markdown becomes the tree, and all that follows is what every document
//! goes through. Pictures stay in the Markdown.

use crate::app::resources::Resources;
use crate::base::date::Date;
use crate::document::{
    Block, Cell, ColumnWidths, Document, Orientation, Paragraph, Properties, Row, Section, Style, Table, VerticalAlign,
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
    let mut document = document(TEXT);
    fit(&mut document, &resources.layout, fonts);
    let made = Pdf.export(&document, &resources.tools(fonts));
    Pdf.forget();
    made.map(|made| made.bytes)
}

fn document(text: &str) -> Document {
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
        } else if !line.trim().is_empty() && !line.starts_with("![") && !line.starts_with("<!--") {
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
        let text = "# 甲\n\n## 一、乙\n说**明**见 [丙](丙.md)。\n![图](图.png)\n<!-- 注 -->\n- 丁\n\n| 子 | 丑 |\n|---|---|\n| 一 | |\n\n```yaml\n  寅: [1]\n```\n";
        let document = document(text);
        let blocks = &document.sections[0].blocks;
        assert_eq!((document.properties.title.as_str(), blocks.len()), ("甲", 6));
        let words: Vec<String> = document.paragraphs().map(Paragraph::text).collect();
        assert_eq!(words, ["甲", "一、乙", "说明见 丙。", "丁", "子", "丑", "一", "", "　寅: [1]"]);
        let Block::Table(table) = &blocks[4] else { panic!("{blocks:?}") };
        assert_eq!((table.rows.len(), table.rows[0].header, table.rows[1].header), (2, true, false));
        assert!(table.grid().is_ok());
    }
}
