//! A Word document from its first paragraph to its last.

use std::collections::BTreeMap;

use super::chunks::{self, Chunk};
use super::controls::Data;
use super::fields;
use super::markup::{Element, Markup, Piece, Space, Tag};
use super::math;
use super::numbering::Numbering;
use super::numbering_ref::NumberingRef;
use super::package::{DAMAGED, Package, Relation, TOO_LARGE};
use super::raised::{lowered, raised};
use super::styles::{Height, RunLooks, Shown, Styles, is_shaded};
use super::symbols;
use crate::base::characters::is_han;
use crate::sheets::finished::block::{Block, Cell};
use crate::sheets::finished::unread::{Read, Unread, What};
use crate::sheets::limits::{LAST_COLUMN, MOST_CELLS};

/// The document of a package, which stands so deep within others.
pub(super) fn read(package: &Package, depth: usize) -> Result<Read, String> {
    let main = package.main().ok_or(DAMAGED)?;
    let relations = package.relations(&main);
    let part = |kind: &str| relations.iter().find(|relation| relation.is(kind) && !relation.external);
    let xml = package.text(&main).ok_or_else(|| match package.exhausted() {
        true => TOO_LARGE,
        false => DAMAGED,
    })?;
    if !is_document(&xml) {
        return Err("这不是 Word 文件，是别的文件改了名字".into());
    }
    let mut story = Story::new(package, &relations, depth);
    let gone = PARTS.iter().filter(|(kind, _)| part(kind).is_some_and(|part| !package.has(&part.target)));
    gone.for_each(|(_, name)| story.not_read(What::Missing(name)));
    for notes in ["footnotes", "endnotes"] {
        let relation = part(notes).map(|part| part.target.clone());
        if let Some(xml) = relation.and_then(|target| package.text(&target)) {
            story.walk(&xml).map_err(|_| DAMAGED)?;
        }
    }
    let blocks = story.walk(&xml).map_err(|_| DAMAGED)?;
    if story.cells > MOST_CELLS { Err(TOO_LARGE.into()) } else { Ok((blocks, story.unread)) }
}

/// The words of the pages' heads and feet.
pub(super) fn page_words(package: &Package) -> Vec<String> {
    let relations = package.main().map(|main| package.relations(&main)).unwrap_or_default();
    let mut story = Story::new(package, &relations, 0);
    let parts = relations.iter().filter(|part| ["header", "footer"].iter().any(|kind| part.is(kind)) && !part.external);
    let mut words = Vec::new();
    for xml in parts.filter_map(|part| package.text(&part.target)) {
        for block in story.walk(&xml).unwrap_or_default() {
            match block.words() {
                Block::Paragraph(text) => words.push(text),
                Block::Table(rows) => words.extend(rows.into_iter().flatten()),
            }
        }
    }
    words
}

/// Parts of which the text is made, and what a person calls them.
const PARTS: [(&str, &str); 4] =
    [("footnotes", "脚注"), ("endnotes", "尾注"), ("numbering", "自动编号"), ("styles", "样式")];

fn is_document(xml: &str) -> bool {
    let mut markup = Markup::new(xml);
    while let Ok(Some(piece)) = markup.next() {
        if let Piece::Start(tag) = piece {
            return tag.is(Space::Word, "document");
        }
    }
    false
}

struct Story<'a, 'p> {
    package: &'a Package<'p>,
    relations: &'a [Relation],
    depth: usize,
    styles: Styles,
    numbering: Numbering,
    data: Data,
    /// 脚注 and 尾注: by their kind and number.
    notes: BTreeMap<(&'static str, String), Vec<Block<Cell>>>,
    unread: Vec<Unread>,
    /// The note that is being read.
    note: String,
    drawing: Drawing,
    /// What is open around the place of reading, outermost first.
    open: Vec<Level>,
    fields: Vec<Field>,
    run: Shown,
    /// Content controls that are open, with what they show instead of their text.
    bound: Vec<Option<Bound>>,
    /// Ways to show the same that are open: whether one was taken.
    choices: Vec<bool>,
    /// Inside what is deleted.
    deleted: usize,
    /// Inside `w:t`.
    text: bool,
    /// Inside `w:instrText`.
    instruction: bool,
    /// Cells of all tables.
    cells: u64,
}

enum Level {
    /// Body, text box, note.
    Holder {
        blocks: Vec<Block<Cell>>,
        carried: String,
    },
    Table {
        rows: Vec<Vec<Cell>>,
        /// Notes on its cells.
        notes: Vec<Vec<Cell>>,
        /// Tables that stand in its cells.
        inner: Vec<Block<Cell>>,
        shaded: bool,
    },
    Row {
        cells: Vec<Cell>,
        /// Columns that are left out before the first cell.
        before: u32,
        gone: bool,
    },
    Cell {
        text: String,
        carried: String,
        covered: Covered,
        across: u32,
        shaded: bool,
    },
    Paragraph(Paragraph),
    Run(Shown),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Covered {
    No,
    /// By the cell above.
    Above,
    /// By the cell on its left: it is part of that one.
    Left,
    /// By nothing: it is deleted.
    Deleted,
}

#[derive(Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    numbering: NumberingRef,
    /// Its end is deleted or hidden: it goes on with the next paragraph's text.
    joined: bool,
    shaded: bool,
    /// Text boxes and notes that stand at it.
    beside: Vec<Block<Cell>>,
    /// The run that it stands in, where it is a text box's.
    outer: Shown,
}

#[derive(Default)]
struct Drawing {
    /// In 1/914400 inch.
    size: (u64, u64),
    is_described: bool,
}

impl Drawing {
    /// A picture as older programs draw it: `width:400pt;height:250pt`.
    fn of_shape(shape: &Tag) -> Drawing {
        let style = shape.attribute("style").unwrap_or_default();
        let length = |name: &str| {
            let mut parts = style.split(';').filter_map(|part| part.trim().split_once(':'));
            let (_, size) = parts.find(|(own, _)| *own == name)?;
            let end = size.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(size.len());
            let (number, unit) = size.split_at(end);
            let each = match unit {
                "in" => 914_400,
                "cm" => 360_000,
                "mm" => 36_000,
                "px" => 9_525,
                _ => 12_700,
            };
            Some(number.split('.').next()?.parse::<u64>().ok()?.saturating_mul(each))
        };
        let size = (length("width").unwrap_or_default(), length("height").unwrap_or_default());
        Drawing { size, is_described: shape.attribute("alt").is_some_and(describes) }
    }

    /// Larger than a seal or a line: half a page wide.
    fn may_hold_text(&self) -> bool {
        const WIDTH: u64 = 2_880_000;
        const HEIGHT: u64 = 1_440_000;
        !self.is_described && self.size.0 >= WIDTH && self.size.1 >= HEIGHT
    }
}

struct Bound {
    value: String,
    said: bool,
}

#[derive(Default)]
struct Field {
    instruction: String,
    /// A field of a form: its choices.
    form: Option<Element>,
    /// Its result has begun.
    result: bool,
    /// Its result has words.
    said: bool,
}

/// So many characters of a paragraph tell which one it is.
const NEAR: usize = 16;
/// Documents one within the other end here.
const DEEPEST: usize = 3;
/// Tables, cells, paragraphs one within the other end here: so deep no honest document goes.
const DEEPEST_LEVEL: usize = 256;
/// More places are not told.
const MOST_UNREAD: usize = 1000;

impl<'a, 'p> Story<'a, 'p> {
    fn new(package: &'a Package<'p>, relations: &'a [Relation], depth: usize) -> Story<'a, 'p> {
        let part = |kind: &str| relations.iter().find(|relation| relation.is(kind) && !relation.external);
        let tree = |kind: &str| part(kind).and_then(|part| Element::of(&package.text(&part.target)?));
        Story {
            package,
            relations,
            depth,
            styles: tree("styles").map(|part| Styles::of(&part)).unwrap_or_default(),
            numbering: tree("numbering").map(|part| Numbering::of(&part)).unwrap_or_default(),
            data: Data::of(package, relations),
            notes: BTreeMap::new(),
            unread: Vec::new(),
            note: String::new(),
            drawing: Drawing::default(),
            open: Vec::new(),
            fields: Vec::new(),
            run: Shown::default(),
            bound: Vec::new(),
            choices: Vec::new(),
            deleted: 0,
            text: false,
            instruction: false,
            cells: 0,
        }
    }

    /// Goes through a part; notes are kept, the rest is its blocks.
    fn walk(&mut self, xml: &str) -> Result<Vec<Block<Cell>>, quick_xml::Error> {
        let mut markup = Markup::new(xml);
        self.open = vec![Level::Holder { blocks: Vec::new(), carried: String::new() }];
        (self.fields, self.bound, self.choices) = (Vec::new(), Vec::new(), Vec::new());
        (self.deleted, self.text, self.instruction) = (0, false, false);
        while let Some(piece) = markup.next()?.filter(|_| self.cells <= MOST_CELLS) {
            match piece {
                Piece::Start(tag) => self.begin(tag, &mut markup)?,
                Piece::End(space, name) => self.end(space, &name),
                Piece::Text(text) if self.text => self.words(&text),
                Piece::Text(text) if self.instruction => {
                    if let Some(field) = self.fields.last_mut().filter(|field| !field.result) {
                        field.instruction.push_str(&text);
                    }
                }
                Piece::Text(_) => {}
            }
        }
        // A part that breaks off keeps what it has shown.
        while self.open.len() > 1 {
            self.close();
        }
        self.settle();
        match self.open.pop() {
            Some(Level::Holder { blocks, .. }) => Ok(blocks),
            _ => Ok(Vec::new()),
        }
    }

    /// White letters are not seen on the paper; boxes may have any ground.
    fn show(&mut self, looks: &RunLooks) {
        self.run = self.styles.shown(self.style(), looks);
        let holders = self.open.iter().filter(|level| matches!(level, Level::Holder { .. })).count();
        let on_paper = holders <= 1
            && self.open.iter().all(|level| match level {
                Level::Table { shaded, .. } | Level::Cell { shaded, .. } => !shaded,
                Level::Paragraph(paragraph) => !paragraph.shaded,
                _ => true,
            });
        self.run.not |= self.run.white && on_paper;
    }

    fn begin(&mut self, tag: Tag, markup: &mut Markup) -> Result<(), quick_xml::Error> {
        if self.open.len() >= DEEPEST_LEVEL {
            self.not_read(What::Inserted("一层套一层的表格或文本框"));
            return markup.skip();
        }
        match (tag.space, tag.name.as_str()) {
            (Space::Word, "t") => self.text = true,
            (Space::Word, "instrText") => self.instruction = true,
            (Space::Word, "p") => {
                let outer = std::mem::take(&mut self.run);
                self.open.push(Level::Paragraph(Paragraph { outer, ..Paragraph::default() }));
            }
            (Space::Word, "pPr") => {
                let properties = markup.element(tag)?;
                self.paragraph_properties(&properties);
            }
            (Space::Word, "r") => {
                self.open.push(Level::Run(std::mem::take(&mut self.run)));
                self.show(&RunLooks::default());
            }
            (Space::Word, "rPr") => {
                let looks = RunLooks::of(&markup.element(tag)?);
                self.show(&looks);
            }
            (Space::Word, "tbl") => {
                self.settle();
                self.open.push(Level::Table { rows: Vec::new(), notes: Vec::new(), inner: Vec::new(), shaded: false });
            }
            (Space::Word, "tblPr") => {
                let properties = markup.element(tag)?;
                let shades = self.styles.shades_cells(&properties);
                if let Some(Level::Table { shaded, .. }) = self.open.last_mut() {
                    *shaded = shades;
                }
            }
            (Space::Word, "tr") => self.open.push(Level::Row { cells: Vec::new(), before: 0, gone: false }),
            (Space::Word, "trPr") => {
                let properties = markup.element(tag)?;
                let is_gone = properties.kid("del").is_some() || properties.switch("hidden").unwrap_or(false);
                if let Some(Level::Row { gone, before, .. }) = self.open.last_mut() {
                    *gone |= is_gone;
                    *before = columns(&properties, "gridBefore").unwrap_or(0);
                }
            }
            (Space::Word, "tc") => {
                self.cells += 1;
                let (text, carried) = (String::new(), String::new());
                self.open.push(Level::Cell { text, carried, covered: Covered::No, across: 1, shaded: false });
            }
            (Space::Word, "tcPr") => {
                let properties = markup.element(tag)?;
                let goes_on = |name: &str| {
                    let merge = properties.kid(name);
                    merge.is_some_and(|merge| matches!(merge.attribute("val"), None | Some("continue")))
                };
                let is_covered = match () {
                    () if goes_on("hMerge") => Covered::Left,
                    () if goes_on("vMerge") => Covered::Above,
                    () if properties.kid("cellDel").is_some() => Covered::Deleted,
                    () => Covered::No,
                };
                if let Some(Level::Cell { covered, across, shaded, .. }) = self.open.last_mut() {
                    *shaded = is_shaded(&properties);
                    *covered = is_covered;
                    *across = columns(&properties, "gridSpan").unwrap_or(1).max(1);
                }
            }
            (Space::Word, "txbxContent" | "footnote" | "endnote") => {
                self.open.push(Level::Holder { blocks: Vec::new(), carried: String::new() });
                if tag.name != "txbxContent" {
                    self.note = tag.attribute("id").unwrap_or_default().to_string();
                }
            }
            (Space::Word, "footnoteReference" | "endnoteReference") => self.note(&tag),
            (Space::Word, "del" | "moveFrom") => self.deleted += 1,
            (Space::Word, "tab" | "ptab") if self.paragraph().is_some_and(|paragraph| !paragraph.text.is_empty()) => {
                self.plain(" ");
            }
            (Space::Word, "tab" | "ptab") => {}
            (Space::Word, "br" | "cr") => self.plain("\n"),
            (Space::Word, "noBreakHyphen") => self.plain("-"),
            (Space::Word, "sym") => self.symbol(&tag),
            (Space::Word, "fldChar") => {
                let element = markup.element(tag)?;
                self.field(&element);
            }
            (Space::Word, "fldSimple") => {
                let instruction = tag.attribute("instr").unwrap_or_default().to_string();
                self.fields.push(Field { instruction, result: true, ..Field::default() });
            }
            (Space::Word, "sdt") => self.bound.push(None),
            (Space::Word, "sdtPr") => {
                let properties = markup.element(tag)?;
                let is_unfilled = self.in_table() && properties.switch("showingPlcHdr").unwrap_or(false);
                let shown = self.data.shown(&properties);
                if let Some(bound) = self.bound.last_mut() {
                    *bound = match is_unfilled {
                        // 单击此处输入文字
                        true => Some(Bound { value: String::new(), said: true }),
                        false => shown.map(|value| Bound { value, said: false }),
                    };
                }
            }
            (Space::Word, "altChunk") => self.chunk(tag.attribute("id").unwrap_or_default()),
            (Space::Word, "subDoc") => self.not_read(What::Inserted("子文档")),
            // What sounds a character is no text.
            (Space::Word, "rt" | "sectPr" | "sdtEndPr") => markup.skip()?,
            (Space::Word, "object") => {
                let object = markup.element(tag)?;
                self.object(&object);
            }
            (Space::Math, "oMath") => {
                let formula = math::line(&markup.element(tag)?);
                self.plain(&formula);
            }
            (Space::Compatibility, "AlternateContent") => self.choices.push(false),
            (Space::Compatibility, "Choice" | "Fallback") => {
                let usable = tag.name == "Fallback" || tag.attribute("Requires").is_none_or(is_understood);
                match self.choices.last_mut() {
                    Some(taken) if !*taken && usable => *taken = true,
                    _ => markup.skip()?,
                }
            }
            (Space::Other, "inline" | "anchor") => self.drawing = Drawing::default(),
            (Space::Other, "extent") => {
                let length = |name: &str| tag.attribute(name).and_then(|value| value.parse().ok()).unwrap_or(0);
                self.drawing.size = (length("cx"), length("cy"));
            }
            (Space::Other, "docPr") => {
                self.drawing.is_described = tag.attribute("descr").is_some_and(describes);
            }
            (Space::Other, "shape" | "rect") => self.drawing = Drawing::of_shape(&tag),
            (Space::Other, "imagedata") if self.drawing.may_hold_text() && self.shows() => {
                self.not_read(What::Picture);
            }
            (Space::Drawing, "graphicData") => {
                let kind = tag.attribute("uri").unwrap_or_default();
                if ["chart", "diagram"].iter().any(|word| kind.contains(word)) && self.shows() {
                    self.not_read(What::Chart);
                }
            }
            (Space::Drawing, "blip") if self.drawing.may_hold_text() && self.shows() => self.not_read(What::Picture),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, space: Space, name: &str) {
        match (space, name) {
            (Space::Word, "t") => self.text = false,
            (Space::Word, "instrText") => self.instruction = false,
            (Space::Word, "p" | "r" | "tbl" | "tr" | "tc" | "txbxContent") => self.close(),
            (Space::Word, "footnote" | "endnote") => {
                self.settle();
                if let Some(Level::Holder { blocks, .. }) = self.open.pop() {
                    let kind = if name == "footnote" { "footnote" } else { "endnote" };
                    self.notes.insert((kind, std::mem::take(&mut self.note)), blocks);
                }
            }
            (Space::Word, "del" | "moveFrom") => self.deleted = self.deleted.saturating_sub(1),
            (Space::Word, "fldSimple") => self.end_field(),
            (Space::Word, "sdt") => {
                if let Some(Some(Bound { value, said: false })) = self.bound.pop() {
                    self.plain(&value);
                }
            }
            (Space::Compatibility, "AlternateContent") => drop(self.choices.pop()),
            _ => {}
        }
    }

    /// The innermost level ends; what it holds goes to what is around it.
    fn close(&mut self) {
        if matches!(self.open.last(), Some(Level::Holder { .. } | Level::Cell { .. })) {
            self.settle();
        }
        match self.open.pop() {
            Some(Level::Run(run)) => self.run = run,
            Some(Level::Paragraph(mut paragraph)) => {
                self.run = std::mem::take(&mut paragraph.outer);
                self.add_paragraph(paragraph);
            }
            Some(Level::Cell { text, covered, across, .. }) => match self.open.last_mut() {
                Some(Level::Row { cells, before, .. }) if covered == Covered::Left => match cells.last_mut() {
                    Some(left) => left.across = left.across.saturating_add(across),
                    None => *before = before.saturating_add(across),
                },
                Some(Level::Row { cells, before, .. }) => {
                    let down = u32::from(covered != Covered::Above);
                    cells.push(Cell { text, before: std::mem::take(before), across, down });
                }
                _ => self.add(Block::Paragraph(text)),
            },
            Some(Level::Row { cells, gone, .. }) if !gone => match self.open.last_mut() {
                Some(Level::Table { rows, .. }) => rows.push(cells),
                _ => self.add(Block::Table(vec![cells])),
            },
            Some(Level::Table { mut rows, notes, inner, .. }) => {
                rows.extend(notes);
                let table = Block::Table(rows);
                // A frame that only holds the tables in it is none.
                if inner.is_empty() || !table.is_blank() {
                    self.add(table);
                }
                inner.into_iter().for_each(|block| self.add(block));
            }
            Some(Level::Holder { blocks, .. }) => {
                if self.deleted == 0 && !self.run.not {
                    blocks.into_iter().for_each(|block| self.add(block));
                }
            }
            Some(Level::Row { .. }) | None => {}
        }
    }

    /// A block goes into the innermost cell or holder, or beside the paragraph that it stands in.
    fn add(&mut self, block: Block<Cell>) {
        let is_whole = matches!(&block, Block::Table(rows) if rows.len() > 1 && rows.iter().any(|row| row.len() > 2));
        for level in self.open.iter_mut().rev() {
            match level {
                Level::Holder { blocks, .. } => return blocks.push(block),
                Level::Paragraph(paragraph) => return paragraph.beside.push(block),
                // A table of its own in a cell comes behind the table around it.
                Level::Table { inner, .. } if is_whole => return inner.push(block),
                Level::Cell { text, .. } if !is_whole => {
                    // Of a few words set side by side, the cell's text.
                    let words = match block {
                        Block::Paragraph(words) => words,
                        Block::Table(rows) => {
                            rows.iter().flatten().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("\n")
                        }
                    };
                    if !text.is_empty() && !words.is_empty() {
                        text.push('\n');
                    }
                    return text.push_str(&words);
                }
                Level::Table { .. } | Level::Cell { .. } | Level::Row { .. } | Level::Run(_) => {}
            }
        }
    }

    fn in_table(&self) -> bool {
        self.open.iter().any(|level| matches!(level, Level::Table { .. }))
    }

    fn add_paragraph(&mut self, paragraph: Paragraph) {
        let Paragraph { text, style, numbering, joined, beside, .. } = paragraph;
        if joined {
            if let Some(carried) = self.carried() {
                carried.push_str(&text);
            }
        } else if !self.is_covered() {
            let carried = self.carried().map(std::mem::take).unwrap_or_default();
            let text = carried + &text;
            let number = self.numbering.next(numbering, style.as_deref(), &self.styles).unwrap_or_default();
            let text = text.trim_matches(['\n', ' ']);
            // 1. before 2025年 must not become 1.2025.
            let number = if text.is_empty() { number.trim_end() } else { number.as_str() };
            // In a cell 1. before 82项 is no 1.82项.
            let parted = number
                .trim_end()
                .strip_suffix('.')
                .filter(|_| self.in_table() && text.starts_with(|c: char| c.is_ascii_digit()));
            let number = parted.map_or_else(|| number.to_string(), |number| format!("{number}、"));
            if !(number.is_empty() && text.is_empty()) {
                self.add(Block::Paragraph(format!("{number}{text}")));
            }
        }
        beside.into_iter().for_each(|block| self.add(block));
    }

    /// Text that was to go on and does not.
    fn settle(&mut self) {
        let carried = self.carried().map(std::mem::take).unwrap_or_default();
        let text = carried.trim_matches(['\n', ' ']);
        if !text.is_empty() {
            self.add(Block::Paragraph(text.to_string()));
        }
    }

    /// What goes on with the next paragraph of the innermost cell or holder.
    fn carried(&mut self) -> Option<&mut String> {
        self.open.iter_mut().rev().find_map(|level| match level {
            Level::Holder { carried, .. } | Level::Cell { carried, .. } => Some(carried),
            _ => None,
        })
    }

    fn is_covered(&self) -> bool {
        self.open.iter().rev().any(
            |level| matches!(level, Level::Cell { covered, .. } if [Covered::Left, Covered::Deleted].contains(covered)),
        )
    }

    fn paragraph(&mut self) -> Option<&mut Paragraph> {
        self.open.iter_mut().rev().find_map(|level| match level {
            Level::Paragraph(paragraph) => Some(paragraph),
            _ => None,
        })
    }

    fn style(&self) -> Option<&str> {
        self.open.iter().rev().find_map(|level| match level {
            Level::Paragraph(paragraph) => Some(paragraph.style.as_deref()),
            _ => None,
        })?
    }

    fn paragraph_properties(&mut self, properties: &Element) {
        let style = properties.value("pStyle").map(str::to_string);
        let end = properties.kid("rPr");
        let is_gone = |end: &Element| {
            let is_hidden = end.switch("vanish").unwrap_or(false);
            is_hidden || end.kid("del").is_some() || end.kid("moveFrom").is_some()
        };
        let joined = end.is_some_and(is_gone);
        let numbering = NumberingRef::of(properties);
        if let Some(paragraph) = self.paragraph() {
            paragraph.joined = joined;
            paragraph.shaded = is_shaded(properties);
            (paragraph.style, paragraph.numbering) = (style, numbering);
        }
    }

    fn shows(&self) -> bool {
        let within = self.fields.split_last().map_or(&[][..], |(_, outer)| outer);
        // A table of contents says again what its headings say.
        let in_contents = self.fields.iter().any(|field| field.result && fields::is_contents(&field.instruction));
        self.deleted == 0 && !self.run.not && !in_contents && within.iter().all(|field| field.result)
    }

    /// Text of the run, as its looks show it.
    fn words(&mut self, text: &str) {
        if !self.shows() {
            return;
        }
        let text = match self.run.font.clone().filter(|font| symbols::is_symbolic(font)) {
            Some(font) => text.chars().map(|c| self.symbolic(&font, c)).collect(),
            None => {
                text.chars().map(|c| if is_private(c) { self.symbolic("Symbol", c) } else { c }).collect::<String>()
            }
        };
        let height = self.run.height;
        let tail = |text: &str| text.chars().rev().take(8).collect::<Vec<_>>().into_iter().rev().collect::<String>();
        let before = self.paragraph().filter(|_| height != Height::Line).map(|paragraph| tail(&paragraph.text));
        match (height, before) {
            (Height::Raised, Some(before)) => self.plain(&raised(&before, &text)),
            (Height::Lowered, Some(before)) => self.plain(&lowered(&before, &text)),
            _ => self.plain(&text),
        }
    }

    /// A letter that a font of symbols draws as something else.
    fn symbolic(&mut self, font: &str, letter: char) -> char {
        let code = u32::from(letter);
        if code > 0xFF && !is_private(letter) || letter == ' ' {
            return letter;
        }
        symbols::shown(font, code).unwrap_or_else(|| {
            self.not_read(What::Symbol(format!("{font} {code:04X}")));
            char::REPLACEMENT_CHARACTER
        })
    }

    /// Text as it is.
    fn plain(&mut self, text: &str) {
        if !self.shows() {
            return;
        }
        let text = match self.bound.iter_mut().rev().flatten().next() {
            Some(bound) if bound.said => return,
            Some(bound) => {
                bound.said = true;
                bound.value.clone()
            }
            None => text.to_string(),
        };
        if let Some(field) = self.fields.last_mut() {
            field.said |= !text.trim().is_empty();
        }
        if let Some(paragraph) = self.paragraph() {
            paragraph.text.push_str(&text);
        }
    }

    fn symbol(&mut self, tag: &Tag) {
        let font = tag.attribute("font").unwrap_or("Symbol").to_string();
        let code = u32::from_str_radix(tag.attribute("char").unwrap_or_default(), 16).unwrap_or_default();
        if !self.shows() {
            return;
        }
        match symbols::shown(&font, code) {
            Some(character) => self.words(&character.to_string()),
            None => self.not_read(What::Symbol(format!("{font} {code:04X}"))),
        }
    }

    fn field(&mut self, mark: &Element) {
        match mark.attribute("fldCharType") {
            Some("begin") => self.fields.push(Field { form: mark.kid("ffData").cloned(), ..Field::default() }),
            Some("separate") => self.fields.last_mut().into_iter().for_each(|field| field.result = true),
            Some("end") => self.end_field(),
            _ => {}
        }
    }

    fn end_field(&mut self) {
        let Some(field) = self.fields.pop() else { return };
        if field.said && field.form.is_none() {
            return self.fields.last_mut().into_iter().for_each(|outer| outer.said = true);
        }
        let kept = self.fields.len();
        if let Some(shown) = fields::shown(&field.instruction, field.form.as_ref()) {
            // It stands where the field stood.
            self.fields.push(Field { result: true, ..Field::default() });
            self.plain(&shown);
            self.fields.truncate(kept);
        } else if fields::makes_a_number(&field.instruction) && self.shows() {
            self.not_read(What::AutoNumber);
        } else if fields::is_of_a_file(&field.instruction) && self.shows() {
            self.not_read(What::Inserted("链接到的文件"));
        }
    }

    fn note(&mut self, tag: &Tag) {
        if !self.shows() {
            return;
        }
        let kind = if tag.name == "footnoteReference" { "footnote" } else { "endnote" };
        let id = tag.attribute("id").unwrap_or_default().to_string();
        let blocks = self.notes.remove(&(kind, id)).unwrap_or_default();
        if let Some((part, name)) = PARTS.iter().find(|(part, _)| part.starts_with(kind))
            && self.relations.iter().all(|relation| !relation.is(part))
        {
            self.not_read(What::Missing(name));
        }
        let table = self.open.iter_mut().find_map(|level| match level {
            Level::Table { notes, .. } => Some(notes),
            _ => None,
        });
        // On a cell: it stands under the table, and is no part of what the cell holds.
        if let Some(notes) = table {
            let words = |block: Block<Cell>| match block.words() {
                Block::Paragraph(text) => text,
                Block::Table(rows) => rows.concat().join(" "),
            };
            let text = blocks.into_iter().map(words).collect::<Vec<_>>().join("\n");
            let text = if text.starts_with('注') { text } else { format!("注：{text}") };
            return notes.push(vec![Cell::single(text)]);
        }
        if let Some(paragraph) = self.paragraph() {
            paragraph.beside.extend(blocks);
        }
    }

    /// A file that stands in this one as a part of its text.
    fn chunk(&mut self, id: &str) {
        let relation = self.relations.iter().find(|relation| relation.id == id);
        let chunk = match relation {
            Some(relation) if relation.external => Chunk::Unread("链接到的文件"),
            Some(relation) => chunks::read(self.package, &relation.target),
            None => Chunk::Unread("插入的文件"),
        };
        match chunk {
            Chunk::Document(bytes) => match self.within(&bytes) {
                Some((blocks, unread)) => {
                    self.unread.extend(unread);
                    self.take_in(blocks);
                }
                None => self.not_read(What::Inserted("Word 文件")),
            },
            Chunk::Blocks(blocks) => self.take_in(blocks),
            Chunk::Unread(kind) => self.not_read(What::Inserted(kind)),
        }
    }

    /// A document within this one.
    fn within(&self, bytes: &[u8]) -> Option<Read> {
        let inner = Package::open(bytes)?.within(self.package);
        let read = if self.depth < DEEPEST { read(&inner, self.depth + 1).ok() } else { None };
        self.package.spend(&inner);
        read
    }

    fn take_in(&mut self, blocks: Vec<Block<Cell>>) {
        self.settle();
        blocks.into_iter().for_each(|block| self.add(block));
    }

    fn object(&mut self, object: &Element) {
        if !self.shows() {
            return;
        }
        let program = object.kids.iter().find_map(|kid| kid.attribute("ProgID")).unwrap_or_default();
        let kind = match program.split('.').next().unwrap_or_default() {
            "Equation" => "公式编辑器的公式",
            "Excel" => "Excel 表格",
            "Word" => "Word 文件",
            "PowerPoint" => "PowerPoint 幻灯片",
            "Visio" => "Visio 图",
            "ET" => "WPS 表格",
            "" => return,
            other => other,
        };
        self.not_read(What::Object(kind.to_string()));
    }

    fn not_read(&mut self, what: What) {
        if self.deleted > 0 || self.unread.len() >= MOST_UNREAD {
            return;
        }
        let near = self.near();
        self.unread.push(Unread { what, near });
    }

    /// The paragraph that is being read, else the one before.
    fn near(&self) -> String {
        let start = |text: &str| text.trim().chars().take(NEAR).collect::<String>();
        let found = self.open.iter().rev().find_map(|level| match level {
            Level::Paragraph(paragraph) => Some(start(&paragraph.text)).filter(|text| !text.is_empty()),
            Level::Cell { text, .. } => Some(start(text)).filter(|text| !text.is_empty()),
            Level::Row { cells, .. } => cells.last().map(|cell| start(&cell.text)).filter(|text| !text.is_empty()),
            Level::Holder { blocks, .. } => blocks.iter().rev().find_map(|block| match block {
                Block::Paragraph(text) => Some(start(text)),
                Block::Table(rows) => rows.last()?.last().map(|cell| start(&cell.text)),
            }),
            _ => None,
        });
        found.unwrap_or_default()
    }
}

/// Words that say what is in a picture, not the name of a file or what a program guessed.
fn describes(words: &str) -> bool {
    const FEWEST: usize = 4;
    words.chars().filter(|c| is_han(*c)).count() >= FEWEST && !words.contains("自动生成")
}

/// So many columns.
fn columns(properties: &Element, name: &str) -> Option<u32> {
    Some(properties.value(name)?.trim().parse::<u32>().ok()?.min(LAST_COLUMN))
}

/// Ways of showing that Word understands.
fn is_understood(required: &str) -> bool {
    const KNOWN: [&str; 16] = [
        "wps", "wpg", "wpc", "wp14", "wpi", "w14", "w15", "wne", "a14", "c14", "c16r2", "v2", "am3d", "aink", "asvg",
        "o",
    ];
    required
        .split_whitespace()
        .all(|prefix| KNOWN.contains(&prefix) || prefix.starts_with("w16") || prefix.starts_with("cx"))
}

fn is_private(character: char) -> bool {
    ('\u{F020}'..='\u{F0FF}').contains(&character)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    /// The blocks of a document with this body.
    fn body(xml: &str) -> Vec<Block<Cell>> {
        let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
        file.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
        write!(file, "<w:document><w:body>{xml}</w:body></w:document>").unwrap();
        let bytes = file.finish().unwrap().into_inner();
        read(&Package::open(&bytes).unwrap(), 0).unwrap().0
    }

    fn paragraphs(texts: &[&str]) -> Vec<Block<Cell>> {
        texts.iter().map(|text| Block::Paragraph((*text).to_string())).collect()
    }

    #[test]
    fn deleted_text_is_gone_and_inserted_text_counts() {
        let xml = "<w:p><w:r><w:t>支出</w:t></w:r><w:del><w:r><w:delText>80</w:delText><w:t>9</w:t></w:r></w:del>\
                   <w:ins><w:r><w:t>82</w:t></w:r></w:ins><w:r><w:t>万元&amp;</w:t></w:r></w:p>";
        assert_eq!(body(xml), paragraphs(&["支出82万元&"]));
    }

    #[test]
    fn white_letters_are_not_seen_on_white_paper() {
        let white = |looks: &str| format!("<w:r><w:rPr><w:color w:val=\"FFFFFF\"/>{looks}</w:rPr><w:t>1</w:t></w:r>");
        let black = "<w:r><w:t>37个</w:t></w:r>";
        let shaded = "<w:shd w:val=\"clear\" w:fill=\"1F4E79\"/>";
        assert_eq!(body(&format!("<w:p>{}{black}</w:p>", white(""))), paragraphs(&["37个"]));
        assert_eq!(body(&format!("<w:p>{}{black}</w:p>", white(shaded))), paragraphs(&["137个"]));
        assert_eq!(body(&format!("<w:p><w:pPr>{shaded}</w:pPr>{}{black}</w:p>", white(""))), paragraphs(&["137个"]));
        let cell = |ground: &str| {
            let white = white("");
            format!("<w:tbl><w:tr><w:tc><w:tcPr>{ground}</w:tcPr><w:p>{white}{black}</w:p></w:tc></w:tr></w:tbl>")
        };
        let table = |text: &str| [Block::Table(vec![vec![Cell::single(text.into())]])];
        assert_eq!((body(&cell("")), body(&cell(shaded))), (table("37个").to_vec(), table("137个").to_vec()));
    }

    #[test]
    fn a_deleted_paragraph_end_joins_and_a_deleted_row_goes() {
        let deleted = "<w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr>";
        let xml = format!("<w:p>{deleted}<w:r><w:t>甲</w:t></w:r></w:p><w:p><w:r><w:t>乙</w:t></w:r></w:p>");
        assert_eq!(body(&xml), paragraphs(&["甲乙"]));
        let row = |properties: &str, text: &str| {
            format!("<w:tr>{properties}<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>")
        };
        let xml = format!("<w:tbl>{}{}</w:tbl>", row("<w:trPr><w:del/></w:trPr>", "甲"), row("", "乙"));
        assert_eq!(body(&xml), [Block::Table(vec![vec![Cell::single("乙".into())]])]);
    }

    #[test]
    fn cells_keep_their_rows_and_inner_tables_their_cell() {
        let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
        let inner = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("丙"), cell("丁"));
        let xml = format!("<w:tbl><w:tr>{}<w:tc><w:p/>{inner}<w:p/></w:tc></w:tr></w:tbl>", cell("甲"));
        let rows = vec![vec![Cell::single("甲".into()), Cell::single("丙\n丁".into())]];
        assert_eq!(body(&xml), [Block::Table(rows)]);
        let row = format!("<w:tr>{}{}{}</w:tr>", cell("丙"), cell("丁"), cell("戊"));
        let framed =
            |beside: &str| format!("<w:tbl><w:tr>{beside}<w:tc><w:tbl>{row}{row}</w:tbl><w:p/></w:tc></w:tr></w:tbl>");
        let single = |text: &str| Cell::single(text.into());
        let whole = Block::Table(vec![["丙", "丁", "戊"].map(single).to_vec(); 2]);
        assert_eq!(body(&framed("")), std::slice::from_ref(&whole));
        assert_eq!(body(&framed(&cell("甲"))), [Block::Table(vec![vec![single("甲"), single("")]]), whole]);
    }

    #[test]
    fn cells_keep_what_they_cover() {
        let cell = |properties: &str, text: &str| {
            format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
        };
        let (first, more) = ("<w:vMerge w:val=\"restart\"/>", "<w:vMerge/>");
        let rows = [
            cell(first, "甲") + &cell("<w:gridSpan w:val=\"2\"/>", "乙"),
            cell(more, "x") + &cell("<w:hMerge w:val=\"restart\"/>", "丙") + &cell("<w:hMerge/>", "y"),
            format!("<w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>{}", cell("", "丁")),
        ];
        let xml: String = rows.iter().map(|row| format!("<w:tr>{row}</w:tr>")).collect();
        let cell = |text: &str, before, across, down| Cell { text: text.into(), before, across, down };
        let rows = vec![
            vec![cell("甲", 0, 1, 1), cell("乙", 0, 2, 1)],
            vec![cell("x", 0, 1, 0), cell("丙", 0, 2, 1)],
            vec![cell("丁", 1, 1, 1)],
        ];
        assert_eq!(body(&format!("<w:tbl>{xml}</w:tbl>")), [Block::Table(rows)]);
    }

    #[test]
    fn what_is_nested_without_end_is_told() {
        let deep = |times: usize| {
            let tags = "<w:tbl><w:tr><w:tc><w:p/>".repeat(times);
            format!("{tags}<w:p><w:r><w:t>底</w:t></w:r></w:p>{}", "</w:tc></w:tr></w:tbl>".repeat(times))
        };
        let said = |blocks: Vec<Block<Cell>>| format!("{blocks:?}").contains('底');
        assert!(said(body(&deep(20))));
        assert!(!said(body(&deep(20_000))));
    }
}
