//! A small PDF reader, to ask a rendered file what it says and where: no tool from outside is needed.
//!
//! It understands what the renderer writes (CID fonts with ToUnicode, marked content, no form objects), no more.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

/// A read file.
pub struct Pdf {
    document: Document,
    pub pages: Vec<Page>,
}

/// Sizes and places are in millimetres from the page's top left corner; sizes of type in points.
#[derive(Debug, Clone)]
pub struct Page {
    pub width: f64,
    pub height: f64,
    pub runs: Vec<Run>,
    /// What is filled: left, top, right and bottom of each shape.
    pub shapes: Vec<[f64; 4]>,
    marked: BTreeMap<i64, String>,
}

/// A run of text of one font, as the file places it.
#[derive(Debug, Clone)]
pub struct Run {
    pub text: String,
    /// Without the subset's prefix.
    pub font: String,
    pub size: f64,
    /// Where the baseline starts.
    pub x: f64,
    pub y: f64,
    /// The way the text runs: (1, 0) to the right, (0, 1) down the page.
    pub direction: (f64, f64),
    /// Along the baseline.
    pub width: f64,
    /// Header, footer and the like: not part of the text.
    pub artifact: bool,
}

/// A leaf block of the structure tree: a heading, a paragraph outside tables, a table cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    pub tag: String,
    pub text: String,
    /// Where it begins, counted from 1; 0 for an empty one.
    pub page: usize,
    /// Where it ends.
    pub last_page: usize,
}

/// A line of text on a page: the runs that share a baseline, left to right.
#[derive(Debug, Clone)]
pub struct Line {
    pub text: String,
    pub x: f64,
    pub y: f64,
    /// Where the last character's advance ends.
    pub right: f64,
    pub size: f64,
}

const MM: f64 = 25.4 / 72.0;

/// Tags whose text [`Pdf::elements`] gives as a whole.
const BLOCKS: [&str; 12] = ["H1", "H2", "H3", "H4", "H5", "H6", "P", "Title", "TH", "TD", "Caption", "Figure"];

impl Pdf {
    pub fn read(bytes: &[u8]) -> Pdf {
        let document = Document::load_mem(bytes).expect("a readable PDF");
        let pages = document.get_pages().values().map(|id| page(&document, *id)).collect();
        Pdf { document, pages }
    }

    /// The structure tree's blocks in reading order.
    pub fn elements(&self) -> Vec<Element> {
        let root = self.structure_root();
        let mut elements = Vec::new();
        for kid in self.kids(root) {
            self.walk(kid, None, &mut elements);
        }
        elements
    }

    /// Does an element carry these bytes as its alternative text?
    pub fn has_alternative(&self, bytes: &[u8]) -> bool {
        let alternative = |object: &Object| object.as_dict().ok()?.get(b"Alt").ok()?.as_str().ok().map(<[u8]>::to_vec);
        self.document.objects.values().filter_map(alternative).any(|found| found == bytes)
    }

    /// The description of each table of the structure tree.
    pub fn table_summaries(&self) -> Vec<String> {
        let summary = |(id, object): (&ObjectId, &Object)| {
            let element = object.as_dict().ok().filter(|element| name(element, b"S") == Some("Table"))?;
            Some((*id, text_string(self.attribute(element, b"Summary")?.as_str().ok()?)))
        };
        let mut tables: Vec<(ObjectId, String)> = self.document.objects.iter().filter_map(summary).collect();
        tables.sort();
        tables.into_iter().map(|(_, summary)| summary).collect()
    }

    /// The bookmarks: depth from 1, and the words.
    pub fn bookmarks(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        if let Ok(outlines) = self.catalog().get_deref(b"Outlines", &self.document) {
            self.bookmark_level(outlines.as_dict().expect("outlines"), 1, &mut found);
        }
        found
    }

    fn bookmark_level(&self, parent: &Dictionary, depth: usize, found: &mut Vec<(usize, String)>) {
        let mut next = parent.get_deref(b"First", &self.document).ok();
        while let Some(item) = next {
            let item = item.as_dict().expect("a bookmark");
            let title = item.get(b"Title").and_then(Object::as_str).expect("a bookmark has a title");
            found.push((depth, text_string(title)));
            self.bookmark_level(item, depth + 1, found);
            next = item.get_deref(b"Next", &self.document).ok();
        }
    }

    /// The XMP packet as text.
    pub fn metadata(&self) -> String {
        let stream = self.catalog().get_deref(b"Metadata", &self.document).and_then(Object::as_stream).expect("XMP");
        let bytes = stream.get_plain_content().unwrap_or_else(|_| stream.content.clone());
        String::from_utf8(bytes).expect("XMP is UTF-8")
    }

    /// Whether the file says that it is tagged.
    pub fn is_tagged(&self) -> bool {
        let mark = self.catalog().get_deref(b"MarkInfo", &self.document).and_then(Object::as_dict);
        mark.and_then(|mark| mark.get(b"Marked")).and_then(Object::as_bool).unwrap_or(false)
    }

    pub fn language(&self) -> String {
        text_string(self.catalog().get(b"Lang").and_then(Object::as_str).expect("a language"))
    }

    /// The names of the fonts, and whether each is embedded.
    pub fn fonts(&self) -> BTreeMap<String, bool> {
        let descriptors = self.document.objects.values().filter_map(|object| object.as_dict().ok());
        descriptors
            .filter(|dictionary| name(dictionary, b"Type") == Some("FontDescriptor"))
            .map(|descriptor| {
                let embedded = [b"FontFile2".as_slice(), b"FontFile3"].iter().any(|key| descriptor.has(key));
                (bare_name(name(descriptor, b"FontName").expect("a font has a name")), embedded)
            })
            .collect()
    }

    fn catalog(&self) -> &Dictionary {
        self.document.catalog().expect("a PDF has a catalogue")
    }

    pub fn structure_root(&self) -> &Dictionary {
        self.catalog().get_deref(b"StructTreeRoot", &self.document).and_then(Object::as_dict).expect("a tagged PDF")
    }

    fn resolve<'a>(&'a self, object: &'a Object) -> &'a Object {
        self.document.dereference(object).expect("references lead somewhere").1
    }

    pub fn kids<'a>(&'a self, element: &'a Dictionary) -> Vec<&'a Object> {
        match element.get(b"K").map(|kids| self.resolve(kids)) {
            Ok(Object::Array(kids)) => kids.iter().map(|kid| self.resolve(kid)).collect(),
            Ok(kid) => vec![kid],
            Err(_) => Vec::new(),
        }
    }

    fn walk(&self, object: &Object, page: Option<ObjectId>, elements: &mut Vec<Element>) {
        let Ok(element) = object.as_dict() else { return };
        let page = element.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        match name(element, b"S") {
            Some(tag) if BLOCKS.contains(&tag) => {
                let mut text = String::new();
                let mut pages = Vec::new();
                self.gather(element, page, &mut text, &mut pages);
                elements.push(Element {
                    tag: tag.to_string(),
                    text,
                    page: pages.iter().min().copied().unwrap_or(0),
                    last_page: pages.iter().max().copied().unwrap_or(0),
                });
            }
            _ => self.kids(element).into_iter().for_each(|kid| self.walk(kid, page, elements)),
        }
    }

    fn gather(&self, element: &Dictionary, page: Option<ObjectId>, text: &mut String, pages: &mut Vec<usize>) {
        let page = element.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        for kid in self.kids(element) {
            let (content, page) = match kid {
                Object::Integer(content) => (*content, page),
                Object::Dictionary(kid) if kid.has(b"MCID") => {
                    let own = kid.get(b"Pg").and_then(Object::as_reference).ok();
                    (kid.get(b"MCID").and_then(Object::as_i64).expect("a number"), own.or(page))
                }
                Object::Dictionary(kid) => {
                    self.gather(kid, page, text, pages);
                    continue;
                }
                _ => continue,
            };
            let index = self.page_index(page.expect("marked content stands on a page"));
            pages.push(index + 1);
            text.push_str(self.pages[index].marked.get(&content).map_or("", String::as_str));
        }
    }

    /// The text below an element of the structure tree.
    pub fn words(&self, element: &Dictionary) -> String {
        let (mut text, mut pages) = (String::new(), Vec::new());
        self.gather(element, None, &mut text, &mut pages);
        text
    }

    /// An attribute of an element of the structure tree.
    pub fn attribute<'a>(&'a self, element: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        let lists = match self.resolve(element.get(b"A").ok()?) {
            Object::Array(list) => list.iter().collect(),
            single => vec![single],
        };
        lists.into_iter().find_map(|list| self.resolve(list).as_dict().ok()?.get(key).ok())
    }

    fn page_index(&self, id: ObjectId) -> usize {
        self.document.page_iter().position(|page| page == id).expect("a page of this file")
    }
}

impl Page {
    /// The text's lines, top to bottom: level runs, without headers and footers.
    pub fn lines(&self) -> Vec<Line> {
        let mut runs: Vec<&Run> = self.runs.iter().filter(|run| !run.artifact && run.direction.0 > 0.9).collect();
        runs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
        let mut lines: Vec<Line> = Vec::new();
        for run in runs {
            match lines.last_mut() {
                Some(line) if (line.y - run.y).abs() < 0.1 => {
                    line.text.push_str(&run.text);
                    line.right = run.x + run.width;
                }
                _ => lines.push(Line {
                    text: run.text.clone(),
                    x: run.x,
                    y: run.y,
                    right: run.x + run.width,
                    size: run.size,
                }),
            }
        }
        lines
    }

    /// The runs that hold the words.
    pub fn find(&self, words: &str) -> Vec<&Run> {
        self.runs.iter().filter(|run| run.text.contains(words)).collect()
    }
}

/// `a b c d e f` of the format's affine maps.
#[derive(Clone, Copy)]
struct Matrix([f64; 6]);

impl Matrix {
    const UNIT: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    fn of(operands: &[Object]) -> Matrix {
        let mut cells = [0.0; 6];
        for (cell, operand) in cells.iter_mut().zip(operands) {
            *cell = number(operand);
        }
        Matrix(cells)
    }

    /// This map first, then `after`.
    fn then(self, after: Matrix) -> Matrix {
        let ([a, b, c, d, e, f], [p, q, r, s, t, u]) = (self.0, after.0);
        Matrix([a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u])
    }
}

/// What is needed to read a run: codes to text, codes to widths.
struct Font {
    name: String,
    unicode: BTreeMap<u16, String>,
    widths: BTreeMap<u16, f64>,
    default_width: f64,
}

fn page(document: &Document, id: ObjectId) -> Page {
    let dictionary = document.get_dictionary(id).expect("a page");
    let media = dictionary.get_deref(b"MediaBox", document).and_then(Object::as_array).expect("a page has a size");
    let (width, height) = (number(&media[2]), number(&media[3]));
    let fonts: BTreeMap<Vec<u8>, Font> = document
        .get_page_fonts(id)
        .expect("fonts")
        .into_iter()
        .map(|(key, dictionary)| (key, font(document, dictionary)))
        .collect();
    let content = Content::decode(&document.get_page_content(id)).expect("page content");
    let mut page =
        Page { width: width * MM, height: height * MM, runs: Vec::new(), shapes: Vec::new(), marked: BTreeMap::new() };

    let mut stack = Vec::new();
    let mut map = Matrix::UNIT;
    let mut line = Matrix::UNIT;
    let mut current: Option<(&Font, f64)> = None;
    let mut marks: Vec<(bool, Option<i64>)> = Vec::new();
    let mut path: Vec<(f64, f64)> = Vec::new();
    for operation in &content.operations {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "q" => stack.push(map),
            "Q" => map = stack.pop().expect("q before Q"),
            "cm" => map = Matrix::of(operands).then(map),
            "re" | "m" | "l" => {
                let corner = (number(&operands[0]), number(&operands[1]));
                let size = operands.get(2).map_or((0.0, 0.0), |width| (number(width), number(&operands[3])));
                for (x, y) in [corner, (corner.0 + size.0, corner.1 + size.1)] {
                    let [.., e, f] = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(map).0;
                    path.push((e * MM, (height - f) * MM));
                }
            }
            "f" | "f*" => {
                let (x, y): (Vec<f64>, Vec<f64>) = std::mem::take(&mut path).into_iter().unzip();
                let least = |values: &[f64]| values.iter().copied().fold(f64::INFINITY, f64::min);
                let most = |values: &[f64]| values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                page.shapes.push([least(&x), least(&y), most(&x), most(&y)]);
            }
            "S" | "s" | "n" => path.clear(),
            "BT" => line = Matrix::UNIT,
            "Tm" => line = Matrix::of(operands),
            "Td" => line = Matrix([1.0, 0.0, 0.0, 1.0, number(&operands[0]), number(&operands[1])]).then(line),
            "Tf" => current = Some((&fonts[operands[0].as_name().expect("a name")], number(&operands[1]))),
            "BDC" | "BMC" => {
                let artifact = operands[0].as_name().is_ok_and(|tag| tag == b"Artifact");
                let content = operands
                    .get(1)
                    .and_then(|properties| properties.as_dict().ok()?.get(b"MCID").and_then(Object::as_i64).ok());
                marks.push((artifact, content));
            }
            "EMC" => {
                marks.pop();
            }
            "Tj" | "TJ" => {
                let (font, size) = current.expect("a font before text");
                let parts = operands[0].as_array().cloned().unwrap_or_else(|_| operands.clone());
                let (text, width) = font.decode(&parts);
                if let Some(content) = marks.iter().rev().find_map(|(_, content)| *content) {
                    page.marked.entry(content).or_default().push_str(&text);
                }
                let [a, b, .., e, f] = line.then(map).0;
                let scale = a.hypot(b);
                page.runs.push(Run {
                    text,
                    font: font.name.clone(),
                    size: size * scale,
                    x: e * MM,
                    y: (height - f) * MM,
                    direction: (a / scale, -b / scale),
                    width: width / 1000.0 * size * scale * MM,
                    artifact: marks.iter().any(|(artifact, _)| *artifact),
                });
            }
            _ => {}
        }
    }
    page
}

impl Font {
    /// Text and width (in thousandths of the size) of the parts of a TJ array.
    fn decode(&self, parts: &[Object]) -> (String, f64) {
        let mut text = String::new();
        let mut width = 0.0;
        for part in parts {
            match part {
                Object::String(bytes, _) => {
                    for code in bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])) {
                        text.push_str(self.unicode.get(&code).map_or("\u{FFFD}", String::as_str));
                        width += self.widths.get(&code).copied().unwrap_or(self.default_width);
                    }
                }
                shift => width -= number(shift),
            }
        }
        (text, width)
    }
}

fn font(document: &Document, dictionary: &Dictionary) -> Font {
    let to_unicode = dictionary.get_deref(b"ToUnicode", document).and_then(Object::as_stream).expect("ToUnicode");
    let map = to_unicode.get_plain_content().expect("a character map");
    let descendants = dictionary.get_deref(b"DescendantFonts", document).and_then(Object::as_array).expect("CID font");
    let descendant = document.dereference(&descendants[0]).expect("CID font").1.as_dict().expect("CID font");
    let widths = descendant.get_deref(b"W", document).and_then(Object::as_array).map(|list| widths(document, list));
    Font {
        name: bare_name(name(dictionary, b"BaseFont").expect("a font has a name")),
        unicode: character_map(&String::from_utf8_lossy(&map)),
        widths: widths.unwrap_or_default(),
        default_width: descendant.get(b"DW").map_or(1000.0, number),
    }
}

/// `first [w w …]` and `first last w`, in any mixture.
fn widths(document: &Document, list: &[Object]) -> BTreeMap<u16, f64> {
    let mut widths = BTreeMap::new();
    let mut rest = list;
    while let [first, second, tail @ ..] = rest {
        let first = number(first) as u16;
        match document.dereference(second).expect("widths").1 {
            Object::Array(each) => {
                widths.extend((first..).zip(each.iter().map(number)));
                rest = tail;
            }
            last => {
                let last = number(last) as u16;
                let [width, tail @ ..] = tail else { panic!("a range has a width") };
                widths.extend((first..=last).map(|code| (code, number(width))));
                rest = tail;
            }
        }
    }
    widths
}

/// The `bfchar` and `bfrange` entries of a ToUnicode map.
fn character_map(map: &str) -> BTreeMap<u16, String> {
    let mut found = BTreeMap::new();
    let mut kind = "";
    for line in map.lines().map(str::trim) {
        if line.ends_with("beginbfchar") || line.ends_with("beginbfrange") {
            kind = if line.ends_with("char") { "char" } else { "range" };
        } else if line.starts_with("endbf") {
            kind = "";
        } else if !kind.is_empty() {
            let codes: Vec<&str> = line.split(['<', '>']).map(str::trim).filter(|code| !code.is_empty()).collect();
            match (kind, codes.as_slice()) {
                ("char", [code, text]) => {
                    found.insert(code_of(code), utf16(text));
                }
                ("range", [first, last, text]) => {
                    let text = utf16(text);
                    let start = text.chars().next().expect("a range maps to characters") as u32;
                    for (offset, code) in (code_of(first)..=code_of(last)).enumerate() {
                        let character = char::from_u32(start + offset as u32).expect("a character");
                        found.insert(code, character.to_string());
                    }
                }
                _ => panic!("unknown entry of a character map: {line}"),
            }
        }
    }
    found
}

fn code_of(hexadecimal: &str) -> u16 {
    u16::from_str_radix(hexadecimal, 16).expect("a code")
}

fn utf16(hexadecimal: &str) -> String {
    let units: Vec<u16> = (0..hexadecimal.len() / 4).map(|at| code_of(&hexadecimal[at * 4..at * 4 + 4])).collect();
    String::from_utf16(&units).expect("UTF-16")
}

/// A text string of the format: UTF-16 with a mark, or plain.
pub fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            let units: Vec<u16> = rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16(&units).expect("UTF-16")
        }
        plain => String::from_utf8_lossy(plain).into_owned(),
    }
}

fn name<'a>(dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a str> {
    std::str::from_utf8(dictionary.get(key).ok()?.as_name().ok()?).ok()
}

/// Without the prefix of a subset and the suffix of its encoding.
fn bare_name(name: &str) -> String {
    let name = name.split_once('+').map_or(name, |(_, name)| name);
    name.strip_suffix("-Identity-H").unwrap_or(name).to_string()
}

fn number(object: &Object) -> f64 {
    match object {
        Object::Integer(value) => *value as f64,
        Object::Real(value) => f64::from(*value),
        other => panic!("a number was expected, not {other:?}"),
    }
}
