//! Web pages within a document: paragraphs and tables.

use html5gum::{HtmlString, Token, Tokenizer};

use super::block::Block;

#[derive(Default)]
struct Page {
    blocks: Vec<Block>,
    text: String,
    /// The outermost table that is open; those within belong to its cell.
    rows: Vec<Vec<String>>,
    tables: usize,
    in_cell: bool,
}

pub(crate) fn read(text: &str) -> Vec<Block> {
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
                    page.in_cell = true;
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
        if std::mem::take(&mut self.in_cell) {
            if self.rows.is_empty() {
                self.rows.push(Vec::new());
            }
            self.rows.last_mut().into_iter().for_each(|row| row.push(text.trim().to_string()));
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
                    <table><tr><td>甲<td><p>1</p><p>2</p></tr></table>尾</body>";
        let rows = vec![vec!["甲".to_string(), "1\n2".to_string()]];
        let text = |text: &str| Block::Paragraph(text.to_string());
        assert_eq!(read(page), [text("一、总体"), text("支出8744 万元"), Block::Table(rows), text("尾")]);
    }
}
