//! The document tree as the template sees it: the values of its JSON, with the lines of each paragraph set. Set in the
//! template they would be most of its evaluation: four calls for each run of characters (docs/performance.md).

use std::collections::HashMap;

use serde_json::{Map, Value as Json};
use typst::foundations::{Content, NativeElement, Smart, Styles, Value};
use typst::layout::{Abs, BoxElem, HElem, Length};
use typst::text::{BottomEdge, FontFamily, FontList, LinebreakElem, TextElem, TextSize, TopEdge};

use super::marks::Marks;
use crate::document::layout::{LATIN, Layout};
use crate::render::fonts::FALLBACK;

/// The box of a Chinese character: 0.88 of it above the baseline (OpenType's convention for ideographs, of no layout
/// in particular).
const ABOVE_BASELINE: f64 = 0.88;
const BELOW_BASELINE: f64 = 0.12;

/// A blank that nobody sees before a line's first character, in points: Typst trims an opening mark that begins a line by
/// half its cell, and passes over blanks of no width. No reader of the .docx trims it.
const HAIR: f64 = 1e-3;

/// Lines of a paragraph that stand together at a page's end.
const LAST_LINES: usize = 2;

/// What `json`, made by [`super::input`], says. An object with `lines` is a paragraph: they become its `body`. `marks` are
/// put on the runs where somebody asks for them.
pub(super) fn tree(json: &Json, layout: &Layout, marks: Option<&Marks>) -> Value {
    let faces = layout.styles.iter().map(|(style, look)| (style.name(), Faces::new(&look.font, &look.latin_font)));
    LineSetting { faces: faces.collect(), marks }.value(json)
}

struct LineSetting<'a> {
    /// By style.
    faces: HashMap<&'static str, Faces>,
    marks: Option<&'a Marks>,
}

/// The chains of fonts that a style's characters are looked for in.
struct Faces {
    chinese: FontList,
    latin: FontList,
}

impl Faces {
    fn new(role: &str, latin: &str) -> Faces {
        let chain = |roles: &[&str]| FontList(roles.iter().map(|role| FontFamily::new(role)).collect());
        Faces { chinese: chain(&[role, FALLBACK]), latin: chain(&[latin, LATIN, role, FALLBACK]) }
    }
}

impl LineSetting<'_> {
    fn value(&self, json: &Json) -> Value {
        match json {
            Json::Null => Value::None,
            Json::Bool(value) => Value::Bool(*value),
            Json::Number(number) => match number.as_i64() {
                Some(whole) => Value::Int(whole),
                None => Value::Float(number.as_f64().unwrap_or_default()),
            },
            Json::String(text) => Value::Str(text.as_str().into()),
            Json::Array(items) => Value::Array(items.iter().map(|item| self.value(item)).collect()),
            Json::Object(entries) => {
                let entry = |(name, entry): (&String, &Json)| match (name.as_str(), entry) {
                    ("lines", Json::Array(lines)) => ("body".into(), Value::Content(self.body(entries, lines))),
                    _ => (name.as_str().into(), self.value(entry)),
                };
                Value::Dict(entries.iter().map(entry).collect())
            }
        }
    }

    /// The lines of a paragraph, in the size and with the pitch that it names.
    fn body(&self, paragraph: &Map<String, Json>, lines: &[Json]) -> Content {
        let [size, pitch] = ["size", "pitch"].map(|name| number(&paragraph[name]));
        let [top, bottom] = edges(size, pitch);
        let faces = paragraph["style"].as_str().and_then(|style| self.faces.get(style));
        self.marks.iter().for_each(|marks| marks.begin_paragraph());
        let pieces = match paragraph.get("company").map(number) {
            // A paragraph of which only the last lines shall stand with what follows: they are one high box, with room in
            // it for that. Where the box does not fit it goes to the next page; the template takes the room back.
            Some(company) if lines.len() > LAST_LINES => {
                let (before, last) = lines.split_at(lines.len() - LAST_LINES);
                let height = points(pitch * LAST_LINES as f64 + company);
                let last = Content::sequence(set_lines(last, faces, self.marks));
                let last = BoxElem::new().with_body(Some(last)).with_height(Smart::Custom(height.into()));
                let mut pieces = set_lines(before, faces, self.marks);
                pieces.extend([LinebreakElem::shared().clone(), last.pack()]);
                pieces
            }
            _ => set_lines(lines, faces, self.marks),
        };
        Content::sequence(pieces)
            .set(TextElem::size, TextSize(points(size)))
            .set(TextElem::top_edge, TopEdge::Length(points(top)))
            .set(TextElem::bottom_edge, BottomEdge::Length(points(bottom)))
    }
}

/// Where a line begins and ends, from its baseline up: the whole pitch is the line's height and nothing is left between
/// lines, so that a page has as many as it should.
pub(super) fn edges(size: f64, pitch: f64) -> [f64; 2] {
    let around = (pitch - size) / 2.0;
    [ABOVE_BASELINE * size + around, -BELOW_BASELINE * size - around]
}

fn set_lines(lines: &[Json], faces: Option<&Faces>, marks: Option<&Marks>) -> Vec<Content> {
    let mut pieces = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            pieces.push(LinebreakElem::shared().clone());
        }
        if line[0][0].as_f64() == Some(0.0) {
            pieces.push(HElem::new(points(HAIR).into()).pack());
        }
        for run in line.as_array().into_iter().flatten() {
            set_run(run, faces, marks, &mut pieces);
        }
    }
    pieces
}

/// A run is \[gap, text, face of Latin (or not), tracking\].
fn set_run(run: &Json, faces: Option<&Faces>, marks: Option<&Marks>, pieces: &mut Vec<Content>) {
    let (gap, tracking) = (number(&run[0]), number(&run[3]));
    if gap != 0.0 {
        pieces.push(HElem::new(points(gap).into()).pack());
    }
    let mut styles = Styles::new();
    if let Some(faces) = faces {
        let chain = if run[2].as_bool() == Some(true) { &faces.latin } else { &faces.chinese };
        styles.set(TextElem::font, chain.clone());
    }
    if tracking != 0.0 {
        styles.set(TextElem::tracking, points(tracking));
    }
    let words = run[1].as_str().unwrap_or_default();
    let text = TextElem::packed(words);
    let text = marks.map_or(text.clone(), |marks| text.spanned(marks.run(words)));
    pieces.push(text.styled_with_map(styles));
}

fn number(json: &Json) -> f64 {
    json.as_f64().unwrap_or_default()
}

fn points(length: f64) -> Length {
    Abs::pt(length).into()
}
