//! Tables of web pages: many systems export one and name it .xls.

use std::collections::BTreeMap;
use std::sync::Arc;

use html5gum::{HtmlString, StartTag, Token, Tokenizer};

use super::drawn::{Drawn, WHITE, colour};
use super::fault::Fault;
use super::gathered::{Gathered, Room};
use super::limits::{LAST_COLUMN, MOST_CELLS};
use super::rich_text::{RichText, Run};
use super::sheet::{CellValue, Sheet};

pub(crate) fn looks_like(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(4096).collect::<String>().to_ascii_lowercase();
    start.starts_with('<') && (start.contains("<html") || start.contains("<table"))
}

/// Each outermost table is a sheet; tables within cells belong to the cell.
///
/// # Errors
/// A page without a table: one of its own stands in another file, or there is none.
pub(crate) fn open(file: &Arc<str>, text: &str) -> Result<Vec<Sheet>, Fault> {
    let mut page = Page { classes: Classes::of(text), ..Page::default() };
    let mut silent = 0u32;
    for token in Tokenizer::new(text) {
        let Ok(token) = token;
        if let Token::StartTag(tag) = &token {
            page.begin(tag);
        }
        match token {
            Token::StartTag(tag) => match words(&tag.name).as_ref() {
                "table" => page.open_table(),
                "tr" if page.depth == 1 => page.open_row(&tag)?,
                "col" if page.depth == 1 => page.column(span(&tag, "span"), is_unseen(&tag)),
                // It takes no place in its row.
                "td" | "th" if page.depth == 1 && is_unseen(&tag) => page.close_cell()?,
                "td" | "th" if page.depth == 1 => {
                    page.open_cell(span(&tag, "rowspan"), span(&tag, "colspan"), &tag)?;
                }
                "br" | "p" | "div" => page.text("\n"),
                "input"
                    if !["hidden", "button", "submit", "checkbox", "radio"]
                        .contains(&attribute(&tag, "type").as_str()) =>
                {
                    page.text(&attribute(&tag, "value"));
                }
                "option" => page.options.push((tag.attributes.contains_key("selected".as_bytes()), String::new())),
                "style" | "script" | "title" | "template" if !tag.self_closing => silent += 1,
                _ => {}
            },
            Token::EndTag(tag) => match words(&tag.name).as_ref() {
                "table" => page.close_table(file)?,
                "td" | "th" | "tr" if page.depth == 1 => page.close_cell()?,
                "style" | "script" | "title" | "template" => silent = silent.saturating_sub(1),
                "select" => page.choose(),
                name => page.end(name),
            },
            Token::String(text) if silent == 0 => page.text(&words(&text)),
            _ => {}
        }
    }
    // A page that breaks off keeps what it has shown.
    page.depth = page.depth.min(1);
    page.close_table(file)?;
    if !page.sheets.is_empty() {
        return Ok(page.sheets);
    }
    // Excel's page of a workbook shows its sheets in frames.
    let framed = ["<frame", "worksheetsource"].iter().any(|word| text.to_ascii_lowercase().contains(word));
    let what = if framed {
        "只有外壳的网页（内容在同名的 .files 文件夹里）"
    } else {
        "没有表格的网页"
    };
    Err(Fault::OtherKind { what })
}

fn attribute(tag: &StartTag<()>, name: &str) -> String {
    tag.attributes.get(name.as_bytes()).map(|value| words(value).into_owned()).unwrap_or_default()
}

fn span(tag: &StartTag<()>, name: &str) -> u32 {
    attribute(tag, name).trim().parse().unwrap_or(1).clamp(1, 1000)
}

/// Hidden rows and columns of a sheet that was saved as a page.
fn is_unseen(tag: &StartTag<()>) -> bool {
    let style: String = attribute(tag, "style").chars().filter(|c| !c.is_whitespace()).collect();
    style.to_ascii_lowercase().contains("display:none")
}

fn words(text: &HtmlString) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(text)
}

/// How the text within an element looks.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Look {
    struck: bool,
    raised: bool,
    lowered: bool,
    hidden: bool,
    colour: Option<u32>,
    ground: Option<u32>,
}

impl Look {
    fn of_style(style: &str) -> Look {
        let style: String = style.chars().filter(|c| !c.is_whitespace()).chain([';']).collect();
        let style = style.to_ascii_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| style.contains(word));
        let coloured = |names: &[&str]| {
            let mut rules = style.split(';').filter_map(|rule| rule.split_once(':'));
            rules.find_map(|(name, value)| colour(value).filter(|_| names.contains(&name)))
        };
        Look {
            struck: has(&["line-through"]),
            raised: has(&["vertical-align:super"]),
            lowered: has(&["vertical-align:sub"]) && !has(&["vertical-align:super"]),
            hidden: has(&[
                "display:none",
                "visibility:hidden",
                "mso-hide:all",
                "font-size:0;",
                "font-size:0p",
                "font-size:1p",
            ]),
            colour: coloured(&["color"]),
            ground: coloured(&["background", "background-color"]),
        }
    }

    /// What an element says of its text, by its attributes and the page's style sheet.
    fn of(tag: &StartTag<()>, classes: &Classes) -> Look {
        let own = Look {
            hidden: tag.attributes.contains_key("hidden".as_bytes()),
            colour: colour(&attribute(tag, "color")),
            ground: colour(&attribute(tag, "bgcolor")),
            ..Look::default()
        };
        let class = attribute(tag, "class");
        let looks = class.split_whitespace().filter_map(|class| classes.0.get(class));
        looks.fold(own, |look, class| look.and(*class)).and(Look::of_style(&attribute(tag, "style")))
    }

    fn and(self, inner: Look) -> Look {
        Look {
            struck: self.struck || inner.struck,
            raised: self.raised || inner.raised,
            lowered: self.lowered || inner.lowered,
            hidden: self.hidden || inner.hidden,
            colour: inner.colour.or(self.colour),
            ground: inner.ground.or(self.ground),
        }
    }
}

/// The looks that the page's own style sheet gives to classes: .xl65 { text-decoration:line-through }.
#[derive(Default)]
struct Classes(BTreeMap<String, Look>);

impl Classes {
    fn of(page: &str) -> Classes {
        let mut classes = BTreeMap::new();
        let sheets = page.split("<style").skip(1).filter_map(|rest| rest.split("</style").next());
        for rule in sheets.flat_map(|sheet| sheet.split('}')) {
            let Some((selectors, style)) = rule.split_once('{') else { continue };
            let look = Look::of_style(style);
            for selector in selectors.split(',').filter(|_| look != Look::default()) {
                if let Some((_, class)) = selector.trim().rsplit_once('.') {
                    classes.insert(class.to_string(), look);
                }
            }
        }
        Classes(classes)
    }
}

#[derive(Default)]
struct Page {
    sheets: Vec<Sheet>,
    classes: Classes,
    /// Elements of running text that are open in the cell, with how their text looks.
    inline: Vec<(String, Look)>,
    depth: u32,
    gathered: Gathered,
    room: Room,
    /// Columns that have been described.
    columns: u32,
    /// Columns that a cell above still covers, with the first row that it does not.
    covered: BTreeMap<u32, u32>,
    row: Option<u32>,
    column: u32,
    /// How the row's text looks, the cell's.
    looks: (Look, Look),
    /// What can be chosen in a field, and whether it is.
    options: Vec<(bool, String)>,
    open: Option<(u32, u32, Vec<Run>)>,
    count: u64,
}

impl Page {
    fn open_table(&mut self) {
        self.depth += 1;
    }

    fn open_row(&mut self, tag: &StartTag<()>) -> Result<(), Fault> {
        self.close_cell()?;
        let unseen = is_unseen(tag);
        self.looks.0 = Look { hidden: false, ..Look::of(tag, &self.classes) };
        let row = self.row.map_or(0, |row| row.saturating_add(1));
        if unseen {
            self.gathered.hidden_rows.insert(row);
        }
        (self.row, self.column) = (Some(row), 0);
        Ok(())
    }

    fn column(&mut self, count: u32, unseen: bool) {
        let first = self.columns;
        self.columns = first.saturating_add(count);
        if unseen && self.columns <= LAST_COLUMN {
            self.gathered.hidden_columns.extend(first..self.columns);
        }
    }

    fn open_cell(&mut self, rows: u32, columns: u32, tag: &StartTag<()>) -> Result<(), Fault> {
        self.close_cell()?;
        self.looks.1 = self.looks.0.and(Look::of(tag, &self.classes));
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
            self.gathered.merges.push(((row, column), (row + rows - 1, column + columns - 1)));
        }
        if rows > 1 {
            self.covered.extend((column..column + columns).map(|column| (column, row + rows)));
        }
        self.column += columns;
        self.open = Some((row, column, Vec::new()));
        self.inline.clear();
        Ok(())
    }

    /// An element of running text begins: those that have no end are passed over.
    fn begin(&mut self, tag: &StartTag<()>) {
        const INLINE: [&str; 12] = ["s", "strike", "del", "sup", "span", "font", "b", "i", "u", "a", "strong", "em"];
        let name = words(&tag.name).into_owned();
        if tag.self_closing || self.open.is_none() || !INLINE.contains(&name.as_str()) {
            return;
        }
        let struck = ["s", "strike", "del"].contains(&name.as_str());
        let by_name = Look { struck, raised: name == "sup", lowered: name == "sub", ..Look::default() };
        let look = self.look().and(by_name).and(Look::of(tag, &self.classes));
        self.inline.push((name, look));
    }

    fn look(&self) -> Look {
        self.inline.last().map_or(self.looks.1, |(_, look)| *look)
    }

    /// A field shows what is chosen, else the first of what can be.
    fn choose(&mut self) {
        let options = std::mem::take(&mut self.options);
        let chosen = options.iter().find(|(is_chosen, _)| *is_chosen).or(options.first());
        if let Some((_, text)) = chosen {
            self.text(text);
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(at) = self.inline.iter().rposition(|(open, _)| open == name) {
            self.inline.truncate(at);
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((_, option)) = self.options.last_mut() {
            option.push_str(text);
            return;
        }
        let Look { struck, raised, lowered, hidden, colour, ground } = self.look();
        // On a ground of its own, the cell's is not behind it.
        let hidden = hidden || Drawn { colour, ground: ground.or(Some(WHITE)), struck }.is_pale();
        let Some((_, _, runs)) = &mut self.open else { return };
        let run = Run { struck: Some(struck), raised, lowered, hidden, ..Run::default() };
        if runs.last().is_none_or(|last| run != Run { text: String::new(), ..last.clone() }) {
            runs.push(run);
        }
        if let Some(last) = runs.last_mut() {
            last.text.push_str(text);
        }
    }

    fn close_cell(&mut self) -> Result<(), Fault> {
        let Some((row, column, runs)) = self.open.take() else { return Ok(()) };
        let (text, unlike) = RichText::Rich(runs.into()).read(Drawn::default());
        self.gathered.unlike.extend(unlike.map(|unlike| ((row, column), unlike)));
        let lines = text.lines().map(|line| line.trim().replace('\u{A0}', " ")).filter(|line| !line.trim().is_empty());
        match CellValue::typed(&lines.collect::<Vec<_>>().join("\n")) {
            Some(value) => self.gathered.add((row, column), value, &mut self.room),
            None => Ok(()),
        }
    }

    fn close_table(&mut self, file: &Arc<str>) -> Result<(), Fault> {
        self.depth = self.depth.saturating_sub(1);
        if self.depth > 0 {
            return Ok(());
        }
        self.close_cell()?;
        let gathered = std::mem::take(&mut self.gathered);
        let (count, room) = (self.count, std::mem::take(&mut self.room));
        if !gathered.cells.is_empty() {
            let name =
                if self.sheets.is_empty() { String::new() } else { format!("第{}张表", self.sheets.len() + 1) };
            self.sheets.push(gathered.into_sheet(file, &name)?);
        }
        let classes = std::mem::take(&mut self.classes);
        *self = Page { sheets: std::mem::take(&mut self.sheets), classes, count, room, ..Page::default() };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::unlike::How;

    #[test]
    fn what_is_struck_out_hidden_or_raised_is_not_read() {
        let page = "<html><head><style>td{a:b} .gone, span.xl9 {text-decoration: line-through}</style></head><body><table>\
            <tr><td><s>6</s>82项<sup>1</sup><td><span class=gone>9</span><span style='display: none'>5</span><b>100</b>%\
            <td>m<sup>2</sup></td><td hidden2><span>1<br>2</span></td></tr><tr bgcolor=#fff><td><font color=white>1</font>82项\
            <td class=gone>7<td style='background:black'><font color=White>65</font><td><select><option>1<option selected>2项\
            </select><td><input value='3项'><td style='display:none'>9<td style='color:#FFFFFF'>4</table>";
        let sheets = open(&Arc::from("a.xls"), page).unwrap();
        let shown = |row: u32| sheets[0].row(row).map(|(_, value)| value.words()).collect::<Vec<_>>();
        assert_eq!(shown(0), ["82项", "100%", "m²", "1\n2"]);
        assert_eq!(shown(1), ["82项", "65", "2项", "3项", "4"]);
        let how = sheets[0].unlike.iter().map(|(at, unlike)| (*at, unlike.how)).collect::<Vec<_>>();
        let (struck, pale, unseen) = (How::StruckOut, How::Pale, How::Unseen);
        assert_eq!(how, [((0, 0), struck), ((0, 1), struck), ((1, 0), pale), ((1, 1), struck), ((1, 5), unseen)]);
    }

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
