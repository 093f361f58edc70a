//! PDF files. A tagged one (ours; what Word, WPS and LibreOffice export) gives paragraphs, tables, rows and cells by its
//! structure tree. Any other gives its lines only, joined to paragraphs by indents and short lines: no tables.

use std::cell::Cell;
use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::block::Block;

pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Block>, String> {
    let document = Document::load_mem(bytes).map_err(|_| "文件损坏，不是 PDF 文件".to_string())?;
    if document.is_encrypted() {
        return Err("PDF 文件加了密码".into());
    }
    let pages: BTreeMap<ObjectId, Page> = document.page_iter().map(|id| (id, page(&document, id))).collect();
    let tree = Tree { document: &document, pages: &pages, left: Cell::new(MOST) };
    let blocks = tree.blocks();
    if blocks.is_empty() { Ok(paragraphs(document.page_iter().filter_map(|id| pages.get(&id)))) } else { Ok(blocks) }
}

/// The deepest a structure tree of an honest file goes, and the most elements that it has: a tree that leads back into
/// itself ends there.
const DEEPEST: usize = 64;
const MOST: usize = 2_000_000;

struct Tree<'a> {
    document: &'a Document,
    pages: &'a BTreeMap<ObjectId, Page>,
    /// Elements that may still be visited.
    left: Cell<usize>,
}

/// An element of the structure tree with the page that it inherits.
type Element<'a> = (&'a Dictionary, Option<ObjectId>);

impl<'a> Tree<'a> {
    fn may_visit(&self, depth: usize) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        depth <= DEEPEST && left > 0
    }

    fn blocks(&self) -> Vec<Block> {
        let root = self
            .document
            .catalog()
            .ok()
            .and_then(|catalog| catalog.get_deref(b"StructTreeRoot", self.document).and_then(Object::as_dict).ok());
        let mut blocks = Vec::new();
        if let Some(root) = root {
            self.walk((root, None), 0, &mut blocks);
        }
        blocks
    }

    fn walk(&self, element: Element<'a>, depth: usize, blocks: &mut Vec<Block>) {
        if !self.may_visit(depth) {
            return;
        }
        if self.tag(element) == "Table" {
            let mut rows = Vec::new();
            self.rows(element, depth, &mut rows);
            blocks.push(Block::Table(rows));
        } else if self.holds_text(element) {
            let mut text = String::new();
            self.gather(element, depth, &mut text);
            if !text.trim().is_empty() {
                blocks.push(Block::Paragraph(text.trim().to_string()));
            }
        } else {
            for kid in self.elements(element) {
                self.walk(kid, depth + 1, blocks);
            }
        }
    }

    fn rows(&self, element: Element<'a>, depth: usize, rows: &mut Vec<Vec<String>>) {
        if !self.may_visit(depth) {
            return;
        }
        for kid in self.elements(element) {
            match self.tag(kid) {
                "TR" => rows.push(self.elements(kid).into_iter().map(|cell| self.cell(cell, depth)).collect()),
                _ => self.rows(kid, depth + 1, rows),
            }
        }
    }

    fn cell(&self, cell: Element<'a>, depth: usize) -> String {
        let mut text = String::new();
        self.gather(cell, depth, &mut text);
        text.trim().to_string()
    }

    /// The element's kids that are elements themselves.
    fn elements(&self, (element, page): Element<'a>) -> Vec<Element<'a>> {
        let page = own_page(element).or(page);
        let kids = self.kids(element).into_iter().filter_map(|kid| kid.as_dict().ok());
        kids.filter(|kid| !kid.has(b"MCID")).map(|kid| (kid, page)).collect()
    }

    fn holds_text(&self, (element, _): Element<'a>) -> bool {
        let is_content = |kid: &&Object| match kid {
            Object::Integer(_) => true,
            Object::Dictionary(kid) => kid.has(b"MCID"),
            _ => false,
        };
        let inline =
            |kid: &&Object| kid.as_dict().is_ok_and(|kid| matches!(name_of(kid, b"S"), "Span" | "Link" | "Lbl"));
        self.kids(element).iter().any(|kid| is_content(kid) || inline(kid))
    }

    fn gather(&self, (element, page): Element<'a>, depth: usize, text: &mut String) {
        if !self.may_visit(depth) {
            return;
        }
        let page = own_page(element).or(page);
        for kid in self.kids(element) {
            match kid {
                Object::Integer(content) => text.push_str(self.marked(page, *content)),
                Object::Dictionary(kid) => match kid.get(b"MCID").and_then(Object::as_i64) {
                    Ok(content) => text.push_str(self.marked(own_page(kid).or(page), content)),
                    Err(_) => {
                        // Paragraphs of a cell are lines of it.
                        let is_block = matches!(self.tag((kid, page)), "P" | "Div" | "LI");
                        if is_block && !text.is_empty() {
                            text.push('\n');
                        }
                        self.gather((kid, page), depth + 1, text);
                    }
                },
                _ => {}
            }
        }
    }

    fn marked(&self, page: Option<ObjectId>, content: i64) -> &str {
        let page = page.and_then(|id| self.pages.get(&id));
        page.and_then(|page| page.marked.get(&content)).map_or("", String::as_str)
    }

    fn kids(&self, element: &'a Dictionary) -> Vec<&'a Object> {
        let resolve = |object: &'a Object| self.document.dereference(object).ok().map(|(_, object)| object);
        match element.get(b"K").ok().and_then(resolve) {
            Some(Object::Array(kids)) => kids.iter().filter_map(resolve).collect(),
            Some(kid) => vec![kid],
            None => Vec::new(),
        }
    }

    /// The element's standard type, through the file's own names for it.
    fn tag(&self, (element, _): Element<'a>) -> &'a str {
        let own = name_of(element, b"S");
        let roles = self.document.catalog().ok().and_then(|catalog| {
            let root = catalog.get_deref(b"StructTreeRoot", self.document).and_then(Object::as_dict).ok()?;
            root.get_deref(b"RoleMap", self.document).and_then(Object::as_dict).ok()
        });
        match roles.map_or("", |roles| name_of(roles, own.as_bytes())) {
            "" => own,
            standard => standard,
        }
    }
}

fn own_page(element: &Dictionary) -> Option<ObjectId> {
    element.get(b"Pg").and_then(Object::as_reference).ok()
}

fn name_of<'a>(dictionary: &'a Dictionary, key: &[u8]) -> &'a str {
    let name = dictionary.get(key).and_then(Object::as_name).unwrap_or_default();
    std::str::from_utf8(name).unwrap_or_default()
}

/// A page's text.
#[derive(Default)]
struct Page {
    /// By marked-content number.
    marked: BTreeMap<i64, String>,
    /// Pieces with where they begin, in points from the lower left corner, and their size; no headers and footers.
    pieces: Vec<Piece>,
}

struct Piece {
    x: f64,
    y: f64,
    size: f64,
    width: f64,
    text: String,
}

/// `a b c d e f` of the format's affine maps.
type Matrix = [f64; 6];

const UNIT: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// The first map, then the second.
fn then([a, b, c, d, e, f]: Matrix, [p, q, r, s, t, u]: Matrix) -> Matrix {
    [a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u]
}

fn page(document: &Document, id: ObjectId) -> Page {
    let mut page = Page::default();
    let fonts: BTreeMap<Vec<u8>, Font> = document
        .get_page_fonts(id)
        .unwrap_or_default()
        .into_iter()
        .map(|(key, dictionary)| (key, Font::of(document, dictionary)))
        .collect();
    let Ok(content) = Content::decode(&document.get_page_content(id)) else { return page };
    let (mut stack, mut map, mut line) = (Vec::new(), UNIT, UNIT);
    let (mut font, mut size, mut leading) = (None, 0.0, 0.0);
    let mut marks: Vec<Mark> = Vec::new();
    let named = named_properties(document, id);
    for operation in &content.operations {
        let operands = &operation.operands;
        let number = |index: usize| operands.get(index).and_then(|o| o.as_float().ok()).map_or(0.0, f64::from);
        let shift = |x: f64, y: f64, line: Matrix| then([1.0, 0.0, 0.0, 1.0, x, y], line);
        match operation.operator.as_str() {
            "q" => stack.push(map),
            "Q" => map = stack.pop().unwrap_or(UNIT),
            "cm" => map = then(std::array::from_fn(number), map),
            "BT" => line = UNIT,
            "Tm" => line = std::array::from_fn(number),
            "Td" => line = shift(number(0), number(1), line),
            "TD" => {
                leading = -number(1);
                line = shift(number(0), number(1), line);
            }
            "TL" => leading = number(0),
            "T*" => line = shift(0.0, -leading, line),
            "Tf" => {
                font = operands.first().and_then(|name| fonts.get(name.as_name().ok()?));
                size = number(1);
            }
            "BDC" | "BMC" => {
                let properties = match operands.get(1) {
                    Some(Object::Name(name)) => named.get(name.as_slice()).copied(),
                    Some(direct) => direct.as_dict().ok(),
                    None => None,
                };
                marks.push(Mark::of(operands.first(), properties));
            }
            "EMC" => drop(marks.pop()),
            operator @ ("Tj" | "TJ" | "'" | "\"") => {
                if matches!(operator, "'" | "\"") {
                    line = shift(0.0, -leading, line);
                }
                let Some(font) = font else { continue };
                let (text, width) = match operands.last() {
                    Some(Object::Array(parts)) => font.decode(parts),
                    Some(single) => font.decode(std::slice::from_ref(single)),
                    None => continue,
                };
                // The words of the span stand where its first glyph is drawn.
                let text = match marks.iter_mut().find_map(|mark| mark.actual.as_mut()) {
                    Some(actual) => std::mem::take(actual),
                    None => text,
                };
                if let Some(content) = marks.iter().rev().find_map(|mark| mark.content) {
                    page.marked.entry(content).or_default().push_str(&text);
                }
                let [a, b, .., x, y] = then(line, map);
                let level = b.abs() < a.abs() / 100.0;
                if level && !marks.iter().any(|mark| mark.artifact) {
                    let scale = size * a.abs();
                    page.pieces.push(Piece { x, y, size: scale, width: width / 1000.0 * scale, text });
                }
            }
            _ => {}
        }
    }
    page
}

/// A marked-content span that is open.
#[derive(Default)]
struct Mark {
    artifact: bool,
    content: Option<i64>,
    /// What its glyphs say, where their codes do not (`ActualText`); empty once it was said.
    actual: Option<String>,
}

impl Mark {
    fn of(tag: Option<&Object>, properties: Option<&Dictionary>) -> Mark {
        let value = |key: &[u8]| properties.and_then(|properties| properties.get(key).ok());
        Mark {
            artifact: tag.and_then(|tag| tag.as_name().ok()).is_some_and(|tag| tag == b"Artifact"),
            content: value(b"MCID").and_then(|number| number.as_i64().ok()),
            actual: value(b"ActualText").and_then(|text| lopdf::decode_text_string(text).ok()),
        }
    }
}

/// The page's property lists, which spans may use by name.
fn named_properties(document: &Document, page: ObjectId) -> BTreeMap<&[u8], &Dictionary> {
    let Ok((own, inherited)) = document.get_page_resources(page) else { return BTreeMap::new() };
    let inherited = inherited.into_iter().rev().filter_map(|id| document.get_dictionary(id).ok());
    let lists = inherited.chain(own).filter_map(|resources| resources.get_deref(b"Properties", document).ok());
    let entries = lists.filter_map(|list| list.as_dict().ok()).flat_map(Dictionary::iter);
    let resolved = |value| document.dereference(value).ok()?.1.as_dict().ok();
    entries.filter_map(|(name, value)| Some((name.as_slice(), resolved(value)?))).collect()
}

/// Codes to text and widths.
struct Font {
    unicode: BTreeMap<u32, String>,
    /// Bytes of a code.
    bytes: usize,
    /// In thousandths of the size; enough to see where lines end.
    width: f64,
}

impl Font {
    fn of(document: &Document, dictionary: &Dictionary) -> Font {
        let map = dictionary.get_deref(b"ToUnicode", document).and_then(Object::as_stream).ok();
        let map = map.and_then(|stream| stream.get_plain_content().ok()).unwrap_or_default();
        let composite = name_of(dictionary, b"Subtype") == "Type0";
        Font {
            unicode: character_map(&String::from_utf8_lossy(&map)),
            bytes: if composite { 2 } else { 1 },
            width: if composite { 1000.0 } else { 500.0 },
        }
    }

    fn decode(&self, parts: &[Object]) -> (String, f64) {
        let (mut text, mut width) = (String::new(), 0.0);
        for part in parts {
            match part {
                Object::String(codes, _) => {
                    for code in codes.chunks_exact(self.bytes) {
                        let code = code.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
                        match self.unicode.get(&code) {
                            Some(words) => text.push_str(words),
                            // A simple font without a map has ASCII codes.
                            None if self.bytes == 1 => text.extend(char::from_u32(code)),
                            None => text.push(char::REPLACEMENT_CHARACTER),
                        }
                        width += self.width;
                    }
                }
                shift => width -= shift.as_float().map_or(0.0, f64::from),
            }
        }
        (text, width)
    }
}

/// The `bfchar` and `bfrange` entries of a ToUnicode map.
fn character_map(map: &str) -> BTreeMap<u32, String> {
    let mut found = BTreeMap::new();
    let sections = |begin: &'static str, end: &'static str| {
        map.split(begin).skip(1).filter_map(move |rest| Some(rest.split(end).next()?.to_string())).collect::<Vec<_>>()
    };
    let code = |token: &str| u32::from_str_radix(token, 16).ok();
    for section in sections("beginbfchar", "endbfchar") {
        for pair in hexadecimals(&section).chunks_exact(2) {
            if let Some(code) = code(&pair[0]) {
                found.insert(code, utf16(&pair[1]));
            }
        }
    }
    for section in sections("beginbfrange", "endbfrange") {
        let mut rest = section.as_str();
        // <first> <last> <text>, or <first> <last> [<text> …]
        while let Some((first, after)) = hexadecimal(rest) {
            let Some((last, after)) = hexadecimal(after) else { break };
            let (Some(first), Some(last)) = (code(first), code(last)) else { break };
            let after = after.trim_start();
            if let Some(list) = after.strip_prefix('[') {
                let (list, after) = list.split_once(']').unwrap_or((list, ""));
                found.extend((first..).zip(hexadecimals(list).iter().map(|text| utf16(text))));
                rest = after;
            } else {
                let Some((text, after)) = hexadecimal(after) else { break };
                let text: Vec<char> = utf16(text).chars().collect();
                if let Some((end, start)) = text.split_last() {
                    for (offset, code) in (first..=last.min(first.saturating_add(0xFFFF))).enumerate() {
                        let character = char::from_u32(u32::from(*end) + u32::try_from(offset).unwrap_or_default());
                        found.insert(code, start.iter().copied().chain(character).collect());
                    }
                }
                rest = after;
            }
        }
    }
    found
}

/// The next <…> and what follows it.
fn hexadecimal(text: &str) -> Option<(&str, &str)> {
    text.split_once('<')?.1.split_once('>')
}

fn hexadecimals(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((token, after)) = hexadecimal(rest) {
        found.push(token.split_whitespace().collect());
        rest = after;
    }
    found
}

fn utf16(hexadecimal: &str) -> String {
    let digits: Vec<u32> = hexadecimal.chars().filter_map(|c| c.to_digit(16)).collect();
    let units: Vec<u16> =
        digits.chunks_exact(4).map(|four| four.iter().fold(0, |unit, digit| unit << 4 | *digit as u16)).collect();
    String::from_utf16_lossy(&units)
}

/// Lines joined to paragraphs: a new one begins where a line stands further in than the page's others, or where the
/// line before it ended early.
fn paragraphs<'a>(pages: impl Iterator<Item = &'a Page>) -> Vec<Block> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut ended_early = true;
    for page in pages {
        let mut pieces: Vec<&Piece> = page.pieces.iter().filter(|piece| !piece.text.trim().is_empty()).collect();
        pieces.sort_by(|one, other| other.y.total_cmp(&one.y).then(one.x.total_cmp(&other.x)));
        // Left, right, size, text of each line.
        let mut lines: Vec<(f64, f64, f64, f64, String)> = Vec::new();
        for piece in pieces {
            match lines.last_mut() {
                Some((_, right, _, y, text)) if (*y - piece.y).abs() < piece.size / 3.0 => {
                    text.push_str(&piece.text);
                    *right = piece.x + piece.width;
                }
                _ => lines.push((piece.x, piece.x + piece.width, piece.size, piece.y, piece.text.clone())),
            }
        }
        let left = lines.iter().map(|line| line.0).fold(f64::INFINITY, f64::min);
        let right = lines.iter().map(|line| line.1).fold(0.0, f64::max);
        for (start, end, size, _, text) in lines {
            let indented = start > left + size;
            match paragraphs.last_mut() {
                Some(paragraph) if !ended_early && !indented => paragraph.push_str(&text),
                _ => paragraphs.push(text),
            }
            ended_early = end < right - 2.0 * size;
        }
    }
    paragraphs.into_iter().map(|text| Block::Paragraph(text.trim().to_string())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn character_maps_are_read_in_all_their_forms() {
        let map = character_map(
            "1 beginbfchar <0001> <4E00> endbfchar 2 beginbfrange\n<0002> <0004> <4E8C>\n<05> <06> [<0041> <00420043>] endbfrange",
        );
        let read: Vec<(u32, &str)> = map.iter().map(|(code, text)| (*code, text.as_str())).collect();
        assert_eq!(read, [(1, "一"), (2, "二"), (3, "亍"), (4, "于"), (5, "A"), (6, "BC")]);
    }
}
