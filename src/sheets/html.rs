//! Tables of web pages: many systems export one and name it .xls.

use std::collections::BTreeMap;
use std::sync::Arc;

use html5gum::{HtmlString, Token, Tokenizer};

use super::fault::Fault;
use super::limits::MOST_CELLS;
use super::sheet::{Area, CellValue, Cells, Sheet};

pub(crate) fn looks_like(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(4096).collect::<String>().to_ascii_lowercase();
    start.starts_with('<') && (start.contains("<html") || start.contains("<table"))
}

/// Each outermost table is a sheet; tables within cells belong to the cell.
pub(crate) fn open(file: &Arc<str>, text: &str) -> Result<Vec<Sheet>, Fault> {
    let mut page = Page::default();
    let mut silent = 0u32;
    for token in Tokenizer::new(text) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => match words(&tag.name).as_ref() {
                "table" => page.open_table(),
                "tr" if page.depth == 1 => page.open_row(),
                "td" | "th" if page.depth == 1 => {
                    let span = |name: &str| -> u32 {
                        let stated = tag.attributes.get(name.as_bytes()).map(|value| words(value).trim().parse());
                        stated.and_then(Result::ok).unwrap_or(1).clamp(1, 1000)
                    };
                    page.open_cell(span("rowspan"), span("colspan"))?;
                }
                "br" | "p" | "div" => page.text("\n"),
                "style" | "script" | "title" if !tag.self_closing => silent += 1,
                _ => {}
            },
            Token::EndTag(tag) => match words(&tag.name).as_ref() {
                "table" => page.close_table(file)?,
                "td" | "th" | "tr" if page.depth == 1 => page.close_cell(),
                "style" | "script" | "title" => silent = silent.saturating_sub(1),
                _ => {}
            },
            Token::String(text) if silent == 0 => page.text(&words(&text)),
            _ => {}
        }
    }
    // A page that breaks off keeps what it has shown.
    page.depth = page.depth.min(1);
    page.close_table(file)?;
    Ok(page.sheets)
}

fn words(text: &HtmlString) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(text)
}

#[derive(Default)]
struct Page {
    sheets: Vec<Sheet>,
    depth: u32,
    cells: Cells,
    areas: Vec<Area>,
    /// Columns that a cell above still covers, with the first row that it does not.
    covered: BTreeMap<u32, u32>,
    row: Option<u32>,
    column: u32,
    open: Option<(u32, u32, String)>,
    count: u64,
}

impl Page {
    fn open_table(&mut self) {
        self.depth += 1;
    }

    fn open_row(&mut self) {
        self.close_cell();
        self.row = Some(self.row.map_or(0, |row| row.saturating_add(1)));
        self.column = 0;
    }

    fn open_cell(&mut self, rows: u32, columns: u32) -> Result<(), Fault> {
        self.close_cell();
        let row = *self.row.get_or_insert(0);
        while self.covered.get(&self.column).is_some_and(|free| *free > row) {
            self.column += 1;
        }
        self.count += u64::from(columns);
        if self.count > MOST_CELLS {
            return Err(Fault::TooLarge);
        }
        let column = self.column;
        if rows > 1 || columns > 1 {
            self.areas.push(((row, column), (row + rows - 1, column + columns - 1)));
        }
        if rows > 1 {
            self.covered.extend((column..column + columns).map(|column| (column, row + rows)));
        }
        self.column += columns;
        self.open = Some((row, column, String::new()));
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some((_, _, words)) = &mut self.open {
            words.push_str(text);
        }
    }

    fn close_cell(&mut self) {
        let Some((row, column, text)) = self.open.take() else { return };
        let lines = text.lines().map(|line| line.trim().replace('\u{A0}', " ")).filter(|line| !line.trim().is_empty());
        if let Some(value) = CellValue::typed(&lines.collect::<Vec<_>>().join("\n")) {
            self.cells.entry(row).or_default().insert(column, value);
        }
    }

    fn close_table(&mut self, file: &Arc<str>) -> Result<(), Fault> {
        self.depth = self.depth.saturating_sub(1);
        if self.depth > 0 {
            return Ok(());
        }
        self.close_cell();
        let (cells, areas) = (std::mem::take(&mut self.cells), std::mem::take(&mut self.areas));
        let count = self.count;
        if !cells.is_empty() {
            let name =
                if self.sheets.is_empty() { String::new() } else { format!("第{}张表", self.sheets.len() + 1) };
            self.sheets.push(Sheet::new(file, &name, cells).with_merges(&areas)?);
        }
        *self = Page { sheets: std::mem::take(&mut self.sheets), count, ..Page::default() };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_and_nested_tables() {
        let page = "<html><head><style>td{a:b}</style></head><body><table><tr><th rowspan=2>方向<th colspan='2'>金额\
            <tr><td>1,200.50&nbsp;<td><table><tr><td>内</td></tr></table>外</td></tr></table>";
        assert!(looks_like(page));
        let sheets = open(&Arc::from("a.xls"), page).unwrap();
        let [sheet] = sheets.as_slice() else { panic!("{}", sheets.len()) };
        let shown: Vec<_> = sheet.rows_from(0).flat_map(|row| sheet.row(row)).map(|(c, v)| (c, v.words())).collect();
        let wanted = [(0, "方向"), (1, "金额"), (1, "1,200.50"), (2, "内外")];
        assert_eq!(shown, wanted.map(|(column, words)| (column, words.to_string())));
        assert_eq!((sheet.holder(1, 0), sheet.holder(0, 2)), ((0, 0), (0, 1)));
    }
}
