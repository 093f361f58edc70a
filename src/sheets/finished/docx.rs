//! Word documents: paragraphs and tables of the body. Insertions that are still marked count, deletions do not.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::sheets::xml::entity;

use super::block::Block;

/// An honest body is far smaller; a bomb would be larger.
pub(crate) const LARGEST_PART: u64 = 200 << 20;

pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Block>, String> {
    const OLE: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];
    if bytes.starts_with(&OLE) {
        return Err("文件加了密码，或是旧的 .doc 格式".into());
    }
    let damaged = || "文件损坏，不是 Word 文件".to_string();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let part = archive.by_name("word/document.xml").map_err(|_| damaged())?;
    let mut xml = String::new();
    part.take(LARGEST_PART + 1).read_to_string(&mut xml).map_err(|_| damaged())?;
    if xml.len() as u64 > LARGEST_PART {
        return Err("正文大得不像一份报告".into());
    }
    body(&xml).map_err(|_| damaged())
}

/// What is open around the place of reading.
#[derive(Default)]
struct Open {
    paragraph: String,
    /// The tables one inside the other, outermost first; the last row and cell of each are being filled.
    tables: Vec<Vec<Vec<String>>>,
    /// Inside what is not text of the document: deleted, or the words of a field's instruction.
    hidden: usize,
    in_paragraph: bool,
    /// Inside `w:t`.
    text: bool,
    /// Inside the second of two ways to show the same (`mc:Fallback`).
    fallback: usize,
    /// Inside the properties of a paragraph or a row: a deletion there is that of its end, or of the whole row.
    properties: usize,
    /// The paragraph's end is deleted: it goes on with the next paragraph's text.
    joined: bool,
    row_deleted: bool,
}

fn body(xml: &str) -> Result<Vec<Block>, quick_xml::Error> {
    let mut reader = Reader::from_str(xml);
    let mut blocks = Vec::new();
    let mut open = Open::default();
    loop {
        match reader.read_event()? {
            Event::Start(start) => open.begin(start.name().as_ref()),
            Event::Empty(empty) => {
                open.begin(empty.name().as_ref());
                open.end(empty.name().as_ref(), &mut blocks);
            }
            Event::End(end) => open.end(end.name().as_ref(), &mut blocks),
            Event::Text(text) if open.shows() => open.paragraph.push_str(&text),
            Event::GeneralRef(name) if open.shows() => open.paragraph.push_str(&entity(&name)),
            Event::Eof => return Ok(blocks),
            _ => {}
        }
    }
}

impl Open {
    fn shows(&self) -> bool {
        self.text && self.hidden == 0 && self.fallback == 0
    }

    fn begin(&mut self, name: &str) {
        match name {
            "w:t" => self.text = true,
            "w:p" => self.in_paragraph = true,
            "w:pPr" | "w:trPr" => self.properties += 1,
            "w:del" | "w:moveFrom" if self.properties > 0 => {}
            "w:del" | "w:moveFrom" => self.hidden += 1,
            "mc:Fallback" => self.fallback += 1,
            "w:tab" if !self.paragraph.is_empty() => self.paragraph.push(' '),
            "w:br" | "w:cr" => self.paragraph.push('\n'),
            "w:tbl" => self.tables.push(Vec::new()),
            "w:tr" => self.table().push(Vec::new()),
            "w:tc" => self.row().push(String::new()),
            _ => {}
        }
    }

    fn end(&mut self, name: &str, blocks: &mut Vec<Block>) {
        match name {
            "w:t" => self.text = false,
            "w:pPr" | "w:trPr" => self.properties = self.properties.saturating_sub(1),
            "w:del" | "w:moveFrom" if self.properties > 0 => {
                self.joined |= self.in_paragraph;
                self.row_deleted |= !self.in_paragraph;
            }
            "w:del" | "w:moveFrom" => self.hidden = self.hidden.saturating_sub(1),
            "w:tr" if std::mem::take(&mut self.row_deleted) => drop(self.table().pop()),
            "w:p" if std::mem::take(&mut self.joined) => self.in_paragraph = false,
            "mc:Fallback" => self.fallback = self.fallback.saturating_sub(1),
            "w:p" => {
                self.in_paragraph = false;
                let text = std::mem::take(&mut self.paragraph);
                let text = text.trim_matches(['\n', ' ']);
                if self.tables.is_empty() {
                    if !text.is_empty() {
                        blocks.push(Block::Paragraph(text.to_string()));
                    }
                } else if let Some(cell) = self.row().last_mut() {
                    if !cell.is_empty() && !text.is_empty() {
                        cell.push('\n');
                    }
                    cell.push_str(text);
                }
            }
            "w:tbl" => {
                let rows = self.tables.pop().unwrap_or_default();
                // A table inside a cell is that cell's text.
                if self.tables.is_empty() {
                    blocks.push(Block::Table(rows));
                } else if let Some(cell) = self.row().last_mut() {
                    cell.push_str(&rows.iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\n"));
                }
            }
            _ => {}
        }
    }

    /// The innermost table; a row outside any table gets one of its own.
    fn table(&mut self) -> &mut Vec<Vec<String>> {
        if self.tables.is_empty() {
            self.tables.push(Vec::new());
        }
        let last = self.tables.len() - 1;
        &mut self.tables[last]
    }

    fn row(&mut self) -> &mut Vec<String> {
        let table = self.table();
        if table.is_empty() {
            table.push(Vec::new());
        }
        let last = table.len() - 1;
        &mut table[last]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deleted_text_is_gone_and_inserted_text_counts() {
        let xml = "<w:body><w:p><w:r><w:t>支出</w:t></w:r><w:del><w:r><w:delText>80</w:delText><w:t>9</w:t></w:r></w:del>\
                   <w:ins><w:r><w:t>82</w:t></w:r></w:ins><w:r><w:t>万元&amp;</w:t></w:r></w:p></w:body>";
        assert_eq!(body(xml).unwrap(), [Block::Paragraph("支出82万元&".into())]);
    }

    #[test]
    fn a_deleted_paragraph_end_joins_and_a_deleted_row_goes() {
        let deleted = "<w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr>";
        let xml =
            format!("<w:body><w:p>{deleted}<w:r><w:t>甲</w:t></w:r></w:p><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:body>");
        assert_eq!(body(&xml).unwrap(), [Block::Paragraph("甲乙".into())]);
        let row = |properties: &str, text: &str| {
            format!("<w:tr>{properties}<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>")
        };
        let xml = format!("<w:tbl>{}{}</w:tbl>", row("<w:trPr><w:del/></w:trPr>", "甲"), row("", "乙"));
        assert_eq!(body(&xml).unwrap(), [Block::Table(vec![vec!["乙".to_string()]])]);
    }

    #[test]
    fn cells_keep_their_rows_and_inner_tables_their_cell() {
        let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
        let inner = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("丙"), cell("丁"));
        let xml = format!("<w:tbl><w:tr>{}<w:tc><w:p/>{inner}<w:p/></w:tc></w:tr></w:tbl>", cell("甲"));
        let rows = vec![vec!["甲".to_string(), "丙\n丁".to_string()]];
        assert_eq!(body(&xml).unwrap(), [Block::Table(rows)]);
    }
}
