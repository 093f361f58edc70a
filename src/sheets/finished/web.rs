//! Web pages within a document: paragraphs and tables.

use html5gum::{HtmlString, StartTag, Token, Tokenizer};

use super::block::{Block, Cell};

#[derive(Default)]
struct Page {
    blocks: Vec<Block<Cell>>,
    text: String,
    /// The outermost table that is open; those within belong to its cell.
    rows: Vec<Vec<Cell>>,
    tables: usize,
    /// The cell that is open, still without its text.
    cell: Option<Cell>,
}

pub(crate) fn read(text: &str) -> Vec<Block<Cell>> {
    let mut page = Page::default();
    let mut silent = 0usize;
    for token in Tokenizer::new(text) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => match words(&tag.name).as_ref() {
                "style" | "script" | "title" | "head" if !tag.self_closing => silent += 1,
                "table" => page.open_table(),
                "tr" if page.tables == 1 => {
                    page.close_cell();
                    page.rows.push(Vec::new());
                }
                "td" | "th" if page.tables == 1 => {
                    page.close_cell();
                    let cell = Cell::single(String::new());
                    page.cell = Some(Cell { across: span(&tag, "colspan"), down: span(&tag, "rowspan"), ..cell });
                }
                "del" | "s" | "strike" => silent += 1,
                "br" => page.text.push('\n'),
                "p" | "div" | "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => page.break_line(),
                _ => {}
            },
            Token::EndTag(tag) => match words(&tag.name).as_ref() {
                "style" | "script" | "title" | "head" | "del" | "s" | "strike" => silent = silent.saturating_sub(1),
                "table" => page.close_table(),
                "td" | "th" | "tr" if page.tables == 1 => page.close_cell(),
                "p" | "div" | "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => page.break_line(),
                _ => {}
            },
            Token::String(text) if silent == 0 => {
                // Line ends of the source are blanks.
                let text = words(&text).replace(['\n', '\r', '\t'], " ");
                let text = if page.text.is_empty() || page.text.ends_with('\n') { text.trim_start() } else { &text };
                page.text.push_str(text);
            }
            _ => {}
        }
    }
    // A page that breaks off keeps what it has shown.
    if page.tables > 0 {
        page.tables = 1;
        page.close_table();
    }
    page.break_line();
    page.blocks
}

fn span(tag: &StartTag<()>, name: &str) -> u32 {
    const MOST: u32 = 1000;
    let stated = tag.attributes.get(name.as_bytes()).and_then(|value| words(value).trim().parse().ok());
    stated.unwrap_or(1).clamp(1, MOST)
}

fn words(text: &HtmlString) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(text)
}

impl Page {
    fn open_table(&mut self) {
        if self.tables == 0 {
            self.break_line();
        }
        self.tables += 1;
    }

    fn break_line(&mut self) {
        if self.tables > 0 {
            if !self.text.is_empty() && !self.text.ends_with('\n') {
                self.text.push('\n');
            }
            return;
        }
        let text = std::mem::take(&mut self.text);
        let text = text.trim_matches(|c: char| c.is_whitespace() && c != '\u{3000}');
        if !text.trim().is_empty() {
            self.blocks.push(Block::Paragraph(text.trim().to_string()));
        }
    }

    fn close_cell(&mut self) {
        let text = std::mem::take(&mut self.text);
        if let Some(cell) = self.cell.take() {
            if self.rows.is_empty() {
                self.rows.push(Vec::new());
            }
            if let Some(row) = self.rows.last_mut() {
                row.push(Cell { text: text.trim().to_string(), ..cell });
            }
        }
    }

    fn close_table(&mut self) {
        self.tables = self.tables.saturating_sub(1);
        if self.tables > 0 {
            return;
        }
        self.close_cell();
        let rows = std::mem::take(&mut self.rows);
        if !rows.is_empty() {
            self.blocks.push(Block::Table(rows));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_have_paragraphs_and_tables() {
        let page = "<html><head><title>x</title></head><body><h1>一、总体</h1><p>支出<s>8</s>8744\n万元</p>\
                    <table><tr><td rowspan=2>甲<td colspan=\"3\"><p>1</p><p>2</p></tr></table>尾</body>";
        let cell = |text: &str, across, down| Cell { across, down, ..Cell::single(text.to_string()) };
        let rows = vec![vec![cell("甲", 1, 2), cell("1\n2", 3, 1)]];
        let text = |text: &str| Block::Paragraph(text.to_string());
        assert_eq!(read(page), [text("一、总体"), text("支出8744 万元"), Block::Table(rows), text("尾")]);
    }
}
