//! What a page draws: pieces of text and ruled lines, with where they stand.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::dictionary::name_of;
use super::font::Font;

/// A page's text.
#[derive(Default)]
pub(super) struct Page {
    /// By marked-content number.
    pub marked: BTreeMap<i64, String>,
    /// Pieces with where they begin, in points from the lower left corner, and their size; no headers and footers.
    pub pieces: Vec<Piece>,
    pub rules: Vec<Rule>,
    has_picture: bool,
    /// Letters that nobody can tell were drawn.
    pub has_unknown_codes: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub x: f64,
    pub y: f64,
    pub size: f64,
    pub width: f64,
    pub text: String,
    /// Drawn without ink: what a scanner's program took the picture above it for.
    unseen: bool,
}

/// A straight line, level or upright.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    pub upright: bool,
    /// Where it stands: x of an upright one, y of a level one.
    pub at: f64,
    pub from: f64,
    pub to: f64,
}

/// `a b c d e f` of the format's affine maps.
type Matrix = [f64; 6];

const UNIT: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// The first map, then the second.
fn then([a, b, c, d, e, f]: Matrix, [p, q, r, s, t, u]: Matrix) -> Matrix {
    [a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u]
}

/// Steps of all pages together; an honest file has far fewer.
pub(super) const MOST_OPERATIONS: usize = 20_000_000;
/// Drawings within drawings end here.
const DEEPEST: usize = 8;
/// A wider gap than this many sizes within what is shown at once separates two pieces.
const GAP: f64 = 0.4;
/// What is drawn thinner than this many points is a line.
const THIN: f64 = 3.0;

impl Page {
    pub fn is_scanned(&self) -> bool {
        self.has_picture && self.pieces.is_empty() && self.marked.is_empty()
    }

    /// Its text was recognised in a picture.
    pub fn is_recognised(&self) -> bool {
        self.pieces.iter().any(|piece| piece.unseen)
    }
}

pub(super) fn read(document: &Document, id: ObjectId, left: &mut usize) -> Page {
    let (own, inherited) = document.get_page_resources(id).unwrap_or_default();
    let inherited = inherited.into_iter().filter_map(|id| document.get_dictionary(id).ok());
    let resources: Vec<&Dictionary> = own.into_iter().chain(inherited).collect();
    let (page, spans) = (Page::default(), BTreeMap::new());
    let mut drawing = Drawing { document, page, spans, marks: Vec::new(), left, map: turned(document, id), depth: 0 };
    drawing.draw(&document.get_page_content(id), &resources);
    let mut page = drawing.page;
    page.marked = drawing.spans.into_iter().map(|(content, pieces)| (content, in_lines(pieces))).collect();
    let has_picture = page.has_picture;
    page.pieces.retain(|piece| has_picture || !piece.unseen);
    page
}

/// What is drawn on one line in whatever order, as LibreOffice draws the signs of another font after the rest of it.
fn in_lines(pieces: Vec<Piece>) -> String {
    let is_beside = |one: &Piece, other: &Piece| (one.y - other.y).abs() < one.size.max(other.size) / 10.0;
    let lines = pieces.chunk_by(is_beside).map(|line| {
        let mut line: Vec<&Piece> = line.iter().collect();
        line.sort_by(|one, other| one.x.total_cmp(&other.x));
        line.into_iter().map(|piece| piece.text.as_str()).collect::<String>()
    });
    lines.collect()
}

/// The map that sets a turned page upright.
fn turned(document: &Document, id: ObjectId) -> Matrix {
    let mut dictionary = document.get_dictionary(id).ok();
    for _ in 0..16 {
        let Some(page) = dictionary else { break };
        if let Ok(turn) = page.get_deref(b"Rotate", document).and_then(Object::as_i64) {
            return match turn.rem_euclid(360) {
                90 => [0.0, -1.0, 1.0, 0.0, 0.0, 2000.0],
                180 => [-1.0, 0.0, 0.0, -1.0, 2000.0, 2000.0],
                270 => [0.0, 1.0, -1.0, 0.0, 2000.0, 0.0],
                _ => UNIT,
            };
        }
        dictionary = page.get_deref(b"Parent", document).and_then(Object::as_dict).ok();
    }
    UNIT
}

struct Drawing<'a, 'l> {
    document: &'a Document,
    page: Page,
    /// What is drawn of each marked content, as it is drawn.
    spans: BTreeMap<i64, Vec<Piece>>,
    marks: Vec<Mark>,
    left: &'l mut usize,
    map: Matrix,
    depth: usize,
}

/// How text is set.
#[derive(Clone, Copy)]
struct Setting {
    size: f64,
    leading: f64,
    letter_space: f64,
    word_space: f64,
    /// A share of the usual width.
    stretch: f64,
    unseen: bool,
}

impl<'a> Drawing<'a, '_> {
    fn draw(&mut self, content: &[u8], resources: &[&'a Dictionary]) {
        let document = self.document;
        let Ok(content) = Content::decode(content) else { return };
        let fonts = entries(document, resources, b"Font");
        let mut loaded: BTreeMap<&[u8], Font> = BTreeMap::new();
        let named = entries(document, resources, b"Properties");
        let drawings = entries(document, resources, b"XObject");
        let (mut stack, mut line) = (Vec::new(), UNIT);
        let mut font: Option<&[u8]> = None;
        let mut set =
            Setting { size: 0.0, leading: 0.0, letter_space: 0.0, word_space: 0.0, stretch: 1.0, unseen: false };
        // Where the next letter stands, and the path that is being drawn.
        let mut pen = UNIT;
        let mut path: Vec<Vec<(f64, f64)>> = Vec::new();
        for operation in &content.operations {
            *self.left = self.left.saturating_sub(1);
            if *self.left == 0 {
                return;
            }
            let operands = &operation.operands;
            let number = |index: usize| operands.get(index).and_then(|o| o.as_float().ok()).map_or(0.0, f64::from);
            let shift = |x: f64, y: f64, line: Matrix| then([1.0, 0.0, 0.0, 1.0, x, y], line);
            match operation.operator.as_str() {
                "q" => stack.push((self.map, font, set)),
                "Q" => {
                    if let Some(kept) = stack.pop() {
                        (self.map, font, set) = kept;
                    }
                }
                "cm" => self.map = then(std::array::from_fn(number), self.map),
                "BT" => (line, pen) = (UNIT, UNIT),
                "Tm" => {
                    line = std::array::from_fn(number);
                    pen = line;
                }
                operator @ ("Td" | "TD") => {
                    if operator == "TD" {
                        set.leading = -number(1);
                    }
                    line = shift(number(0), number(1), line);
                    pen = line;
                }
                "TL" => set.leading = number(0),
                "Tc" => set.letter_space = number(0),
                "Tw" => set.word_space = number(0),
                "Tz" => set.stretch = number(0) / 100.0,
                "Tr" => set.unseen = number(0) == 3.0,
                "T*" => {
                    line = shift(0.0, -set.leading, line);
                    pen = line;
                }
                "Tf" => {
                    font = operands.first().and_then(|name| name.as_name().ok());
                    set.size = number(1);
                    if let Some(name) = font
                        && !loaded.contains_key(name)
                        && let Some((key, own)) = fonts.get_key_value(name)
                        && let Ok(own) = own.as_dict()
                    {
                        loaded.insert(key, Font::of(document, own));
                    }
                }
                "BDC" | "BMC" => {
                    let properties = match operands.get(1) {
                        Some(Object::Name(name)) => named.get(name.as_slice()).and_then(|own| own.as_dict().ok()),
                        Some(direct) => direct.as_dict().ok(),
                        None => None,
                    };
                    self.marks.push(Mark::of(operands.first(), properties));
                }
                "EMC" => drop(self.marks.pop()),
                operator @ ("Tj" | "TJ" | "'" | "\"") => {
                    if operator == "\"" {
                        (set.word_space, set.letter_space) = (number(0), number(1));
                    }
                    if matches!(operator, "'" | "\"") {
                        line = shift(0.0, -set.leading, line);
                        pen = line;
                    }
                    let Some(own) = font.and_then(|name| loaded.get(name)) else { continue };
                    match operands.last() {
                        Some(Object::Array(parts)) => self.show(parts, own, set, &mut pen),
                        Some(single) => self.show(std::slice::from_ref(single), own, set, &mut pen),
                        None => {}
                    }
                }
                "re" => {
                    let (x, y, width, height) = (number(0), number(1), number(2), number(3));
                    path.push(vec![(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]);
                }
                "m" => path.push(vec![(number(0), number(1))]),
                "l" => path.last_mut().into_iter().for_each(|line| line.push((number(0), number(1)))),
                "c" | "v" | "y" => drop(path.pop()),
                "h" => {
                    if let Some(line) = path.last_mut() {
                        line.extend(line.first().copied());
                    }
                }
                "S" | "s" => self.rule(std::mem::take(&mut path), true),
                "B" | "B*" | "b" | "b*" => self.rule(std::mem::take(&mut path), true),
                "f" | "F" | "f*" => self.rule(std::mem::take(&mut path), false),
                "n" => path.clear(),
                "BI" => self.page.has_picture = true,
                "Do" => {
                    let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                    let Some(stream) = drawings.get(name).and_then(|drawing| drawing.as_stream().ok()) else {
                        continue;
                    };
                    match name_of(&stream.dict, b"Subtype") {
                        "Image" => self.page.has_picture = true,
                        "Form" if self.depth < DEEPEST => self.form(stream, resources),
                        _ => {}
                    }
                }
                _ => {}
            }
        }
    }

    fn form(&mut self, stream: &'a lopdf::Stream, resources: &[&'a Dictionary]) {
        let Ok(content) = stream.get_plain_content() else { return };
        let own = stream.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict).ok();
        let map = stream.dict.get_deref(b"Matrix", self.document).and_then(Object::as_array).ok();
        let map = map
            .filter(|map| map.len() == 6)
            .map_or(UNIT, |map| std::array::from_fn(|index| map[index].as_float().map_or(0.0, f64::from)));
        let (outer, marks) = (self.map, self.marks.len());
        self.map = then(map, outer);
        self.depth += 1;
        match own {
            Some(own) => self.draw(&content, &[own]),
            None => self.draw(&content, resources),
        }
        self.depth -= 1;
        self.map = outer;
        self.marks.truncate(marks);
    }

    fn show(&mut self, parts: &[Object], font: &Font, set: Setting, pen: &mut Matrix) {
        let (mut text, mut start, mut advance) = (String::new(), *pen, 0.0);
        let moved = |by: f64, from: Matrix| then([1.0, 0.0, 0.0, 1.0, by, 0.0], from);
        for part in parts {
            match part {
                Object::String(codes, _) => {
                    let shown = font.decode(codes);
                    self.page.has_unknown_codes |= shown.unknown;
                    text.push_str(&shown.text);
                    let spaces = set.letter_space * shown.codes as f64 + set.word_space * shown.blanks as f64;
                    advance += (shown.width / 1000.0 * set.size + spaces) * set.stretch;
                }
                gap => {
                    let gap = -gap.as_float().map_or(0.0, f64::from) / 1000.0 * set.size * set.stretch;
                    // What stands before the first letter moves it.
                    if text.is_empty() || gap > GAP * set.size {
                        self.piece(std::mem::take(&mut text), start, advance, set);
                        start = moved(advance + gap, start);
                        advance = 0.0;
                    } else {
                        advance += gap;
                    }
                }
            }
        }
        self.piece(text, start, advance, set);
        *pen = moved(advance, start);
    }

    fn piece(&mut self, text: String, at: Matrix, advance: f64, set: Setting) {
        if text.is_empty() && self.marks.iter().all(|mark| mark.actual.as_ref().is_none_or(String::is_empty)) {
            return;
        }
        // The words of the span stand where its first glyph is drawn.
        let text = match self.marks.iter_mut().find_map(|mark| mark.actual.as_mut()) {
            Some(actual) => std::mem::take(actual),
            None => text,
        };
        let [a, b, c, d, x, y] = then(at, self.map);
        let level = b.abs() < a.abs() / 100.0 && x.is_finite() && y.is_finite();
        let height = if d.abs() > 0.0 { d.abs() } else { c.abs() };
        let piece = Piece { x, y, size: set.size.abs() * height, width: advance * a.abs(), text, unseen: set.unseen };
        if let Some(content) = self.marks.iter().rev().find_map(|mark| mark.content) {
            // A turned line stays as it is drawn.
            let size = if level { piece.size } else { 0.0 };
            self.spans.entry(content).or_default().push(Piece { size, ..piece.clone() });
        }
        if level && !self.marks.iter().any(|mark| mark.artifact) {
            self.page.pieces.push(piece);
        }
    }

    /// Lines of a path that was drawn, or the edges of one that was filled where it is thin.
    fn rule(&mut self, path: Vec<Vec<(f64, f64)>>, stroked: bool) {
        for line in path {
            let line: Vec<(f64, f64)> = line
                .into_iter()
                .map(|(x, y)| {
                    let [.., x, y] = then([1.0, 0.0, 0.0, 1.0, x, y], self.map);
                    (x, y)
                })
                .filter(|(x, y)| x.is_finite() && y.is_finite())
                .collect();
            let bounds = |of: fn(&(f64, f64)) -> f64| {
                let values = || line.iter().map(of);
                (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max))
            };
            let ((left, right), (bottom, top)) = (bounds(|point| point.0), bounds(|point| point.1));
            if line.len() < 2 {
                continue;
            }
            let mut add = |upright: bool, at: f64, from: f64, to: f64| {
                if to - from > THIN {
                    self.page.rules.push(Rule { upright, at, from, to });
                }
            };
            match () {
                () if right - left < THIN => add(true, (left + right) / 2.0, bottom, top),
                () if top - bottom < THIN => add(false, (bottom + top) / 2.0, left, right),
                () if stroked => {
                    for two in line.windows(2) {
                        let ((x, y), (to_x, to_y)) = (two[0], two[1]);
                        match () {
                            () if (x - to_x).abs() < 1.0 => add(true, x, y.min(to_y), y.max(to_y)),
                            () if (y - to_y).abs() < 1.0 => add(false, y, x.min(to_x), x.max(to_x)),
                            () => {}
                        }
                    }
                }
                () => {}
            }
        }
    }
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

/// What resources of this kind the names stand for; the nearest counts.
fn entries<'a>(document: &'a Document, resources: &[&'a Dictionary], kind: &[u8]) -> BTreeMap<&'a [u8], &'a Object> {
    let mut found = BTreeMap::new();
    for own in resources.iter().rev() {
        let Ok(list) = own.get_deref(kind, document).and_then(Object::as_dict) else { continue };
        let entries =
            list.iter().filter_map(|(name, value)| Some((name.as_slice(), document.dereference(value).ok()?.1)));
        found.extend(entries);
    }
    found
}
