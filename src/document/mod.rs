//! The document tree: what the report says and how it is ordered, in terms that no file format knows.
//!
//! `compose` builds it, both renderers read it. Text is plain data; looks are named by [`Style`] and defined
//! once in `layouts/公文.yaml`.

mod annotation;
mod chart;
/// `layouts/公文.yaml`: the only place of style numbers.
pub mod layout;
mod table;

use crate::base::date::Date;
pub use annotation::{Annotation, Note};
pub use chart::{Bar, Chart, Mark};
pub use table::{Cell, ColumnWidths, Row, Slot, Table, TableError, VerticalAlign};

use serde::{Deserialize, Serialize};

/// A whole file: one .docx and one PDF are made of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    pub properties: Properties,
    pub sections: Vec<Section>,
    /// The words printed in every page's header when this is not a final document (草稿 and why).
    pub draft_mark: Option<String>,
}

impl Document {
    /// The words of the red head, where the document begins as a letter with one.
    pub fn letter_mark(&self) -> Option<&Paragraph> {
        match self.sections.first()?.blocks.first()? {
            Block::Paragraph(paragraph) if paragraph.style == Style::LetterMark => Some(paragraph),
            _ => None,
        }
    }
}

/// What the file says about itself: Word's document properties, the PDF's metadata.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Properties {
    pub title: String,
    pub author: String,
    pub subject: String,
    pub keywords: Vec<String>,
    /// 成文日期. Every timestamp inside an output is this date, never the clock.
    pub date: Date,
}

/// A run of pages of one orientation. Page numbers run on through all sections.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
    pub orientation: Orientation,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Orientation {
    Portrait,
    Landscape,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Block {
    /// A heading or a paragraph: which of the two, its [`Style`] says ([`Style::heading_level`]).
    Paragraph(Paragraph),
    Table(Table),
    Chart(Chart),
    /// What follows starts on a new page (另面编排).
    PageBreak,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Paragraph {
    pub style: Style,
    pub inlines: Vec<Inline>,
    /// Character size in points where it is not the style's: a form that was shrunk to fit its page.
    pub size: Option<f64>,
    /// Indents where they are not the style's: what hangs from, or is centred over, other text.
    pub indent: Option<Indent>,
    /// Its last line stands on one page with what follows, whatever its style says: the text above a 落款.
    pub keep_with_next: bool,
    /// Points of blank above it besides its style's.
    pub above: f64,
    /// Where characters stand wider than the style says, so that lines break in Word where they break in the PDF.
    pub spaced: Vec<Spaced>,
    /// A draft's findings on these words.
    pub annotations: Vec<Annotation>,
    /// In place of text: the page on which the note of this number stands first.
    pub page_of: Option<usize>,
}

/// Indents in points: of all lines from the left and from the right, and what the first line adds to the left.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Indent {
    pub left: f64,
    pub first: f64,
    pub right: f64,
}

/// Characters `start` to just before `end` of the paragraph's text, and the points added to their spacing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spaced {
    pub start: usize,
    pub end: usize,
    pub points: f64,
}

impl Paragraph {
    /// A paragraph of plain text; a line feed in `text` becomes a forced line break.
    pub fn new(style: Style, text: &str) -> Paragraph {
        let mut inlines = Vec::new();
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                inlines.push(Inline::LineBreak);
            }
            if !line.is_empty() {
                inlines.push(Inline::Text { text: line.to_string() });
            }
        }
        Paragraph {
            style,
            inlines,
            size: None,
            indent: None,
            keep_with_next: false,
            above: 0.0,
            spaced: Vec::new(),
            annotations: Vec::new(),
            page_of: None,
        }
    }

    /// Points added to the spacing after the character at this place of the text.
    pub fn added_spacing(&self, place: usize) -> f64 {
        let spaced = self.spaced.iter().find(|spaced| (spaced.start..spaced.end).contains(&place));
        spaced.map_or(0.0, |spaced| spaced.points)
    }

    /// The paragraph's text; a forced line break is a line feed.
    pub fn text(&self) -> String {
        self.inlines
            .iter()
            .map(|inline| match inline {
                Inline::Text { text } => text.as_str(),
                Inline::LineBreak => "\n",
            })
            .collect()
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Inline {
    Text { text: String },
    LineBreak,
}

/// What a paragraph is. Its look (font role, size, indent, line pitch) stands in `layouts/公文.yaml` under the
/// same Chinese name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Style {
    #[serde(rename = "标题")]
    Title,
    #[serde(rename = "附件标识")]
    AttachmentLabel,
    #[serde(rename = "一级标题")]
    Heading1,
    #[serde(rename = "二级标题")]
    Heading2,
    #[serde(rename = "三级标题")]
    Heading3,
    #[serde(rename = "四级标题")]
    Heading4,
    #[serde(rename = "正文")]
    Body,
    #[serde(rename = "附件说明")]
    AttachmentList,
    /// The second and further attachments of the list.
    #[serde(rename = "附件说明续")]
    AttachmentListNext,
    #[serde(rename = "附件标题")]
    AttachmentTitle,
    /// 发文机关标志: what a letter's red head says. It stands at the document's very beginning.
    #[serde(rename = "发文机关标志")]
    LetterMark,
    #[serde(rename = "发文字号")]
    DocumentNumber,
    #[serde(rename = "主送机关")]
    Addressee,
    /// 署名 of a document without a seal, and its 成文日期.
    #[serde(rename = "署名")]
    Signature,
    #[serde(rename = "成文日期")]
    SignatureDate,
    /// 署名 over which a seal will stand, and its 成文日期.
    #[serde(rename = "盖章署名")]
    SealedSignature,
    /// A further row of them.
    #[serde(rename = "盖章署名续")]
    SealedSignatureNext,
    #[serde(rename = "盖章日期")]
    SealedDate,
    #[serde(rename = "表题")]
    TableTitle,
    #[serde(rename = "表年度")]
    TableYear,
    #[serde(rename = "表头")]
    TableHead,
    #[serde(rename = "表文")]
    CellText,
    #[serde(rename = "表文居中")]
    CellCentred,
    #[serde(rename = "表分组")]
    CellGroup,
    #[serde(rename = "表分组金额")]
    CellGroupAmount,
    #[serde(rename = "表注")]
    TableNote,
    #[serde(rename = "草稿标记")]
    DraftMark,
}

impl Style {
    pub const ALL: [Style; 27] = [
        Style::Title,
        Style::AttachmentLabel,
        Style::Heading1,
        Style::Heading2,
        Style::Heading3,
        Style::Heading4,
        Style::Body,
        Style::AttachmentList,
        Style::AttachmentListNext,
        Style::AttachmentTitle,
        Style::LetterMark,
        Style::DocumentNumber,
        Style::Addressee,
        Style::Signature,
        Style::SignatureDate,
        Style::SealedSignature,
        Style::SealedSignatureNext,
        Style::SealedDate,
        Style::TableTitle,
        Style::TableYear,
        Style::TableHead,
        Style::CellText,
        Style::CellCentred,
        Style::CellGroup,
        Style::CellGroupAmount,
        Style::TableNote,
        Style::DraftMark,
    ];

    /// The name in `layouts/公文.yaml`, which is also the style's name in Word.
    pub fn name(self) -> &'static str {
        match self {
            Style::Title => "标题",
            Style::AttachmentLabel => "附件标识",
            Style::Heading1 => "一级标题",
            Style::Heading2 => "二级标题",
            Style::Heading3 => "三级标题",
            Style::Heading4 => "四级标题",
            Style::Body => "正文",
            Style::AttachmentList => "附件说明",
            Style::AttachmentListNext => "附件说明续",
            Style::AttachmentTitle => "附件标题",
            Style::LetterMark => "发文机关标志",
            Style::DocumentNumber => "发文字号",
            Style::Addressee => "主送机关",
            Style::Signature => "署名",
            Style::SignatureDate => "成文日期",
            Style::SealedSignature => "盖章署名",
            Style::SealedSignatureNext => "盖章署名续",
            Style::SealedDate => "盖章日期",
            Style::TableTitle => "表题",
            Style::TableYear => "表年度",
            Style::TableHead => "表头",
            Style::CellText => "表文",
            Style::CellCentred => "表文居中",
            Style::CellGroup => "表分组",
            Style::CellGroupAmount => "表分组金额",
            Style::TableNote => "表注",
            Style::DraftMark => "草稿标记",
        }
    }

    /// 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）; `None` for what is not a heading.
    pub fn heading_level(self) -> Option<u8> {
        match self {
            Style::Heading1 => Some(1),
            Style::Heading2 => Some(2),
            Style::Heading3 => Some(3),
            Style::Heading4 => Some(4),
            _ => None,
        }
    }

    /// The heading style of a level, 1 to 4.
    pub fn heading(level: u8) -> Option<Style> {
        Style::ALL.into_iter().find(|style| style.heading_level() == Some(level))
    }
}
