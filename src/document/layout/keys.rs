//! The file's sections and keys, and what they come to for a style or a paragraph.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::document::{Orientation, Paragraph, Style};

/// Millimetres in a point.
pub const MM_PER_PT: f64 = 25.4 / 72.0;

/// The font role of Latin letters and digits.
pub const LATIN: &str = "西文";

/// The official layout. Serialises back to the Chinese keys of the file: that is how the Typst template reads it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    #[serde(rename = "页面")]
    pub portrait: Page,
    #[serde(rename = "横排页面")]
    pub landscape: Page,
    #[serde(rename = "网格")]
    pub grid: Grid,
    #[serde(rename = "换行")]
    pub line_breaking: LineBreaking,
    #[serde(rename = "页码")]
    pub page_number: PageNumber,
    /// By role (仿宋, 楷体, 黑体, 宋体, 小标宋, 西文).
    #[serde(rename = "字体")]
    pub fonts: BTreeMap<String, FontRole>,
    /// Families that supply the characters which a role's own font lacks.
    #[serde(rename = "补字字体")]
    pub fallback_fonts: Vec<String>,
    #[serde(rename = "样式")]
    pub styles: BTreeMap<Style, ParagraphStyle>,
    #[serde(rename = "信函")]
    pub letter: LetterHead,
    #[serde(rename = "印章")]
    pub seal: Seal,
    #[serde(rename = "表格")]
    pub table: TableStyle,
    #[serde(rename = "图")]
    pub chart: ChartStyle,
}

/// Paper and margins in millimetres (GB/T 9704-2012, 5.1 and 5.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    #[serde(rename = "宽")]
    pub width: f64,
    #[serde(rename = "高")]
    pub height: f64,
    #[serde(rename = "上边距")]
    pub top: f64,
    #[serde(rename = "下边距")]
    pub bottom: f64,
    #[serde(rename = "左边距")]
    pub left: f64,
    #[serde(rename = "右边距")]
    pub right: f64,
}

impl Page {
    /// Width of the type area (版心), in millimetres.
    pub fn type_width(&self) -> f64 {
        self.width - self.left - self.right
    }

    /// Height of the type area (版心), in millimetres.
    pub fn type_height(&self) -> f64 {
        self.height - self.top - self.bottom
    }
}

/// The grid of a page of body text (5.2.3).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grid {
    #[serde(rename = "行数")]
    pub lines: u32,
    #[serde(rename = "字数")]
    pub characters: u32,
    /// Line pitch in points.
    #[serde(rename = "行距")]
    pub line_pitch: f64,
    /// What is added to each character's advance, in points (negative: squeezed).
    #[serde(rename = "字距")]
    pub tracking: f64,
    /// Word gets the characters' pitch as a grid of the section instead of as spacing of the styles.
    #[serde(rename = "字符网格")]
    pub in_section: bool,
}

/// How text is broken into lines (避头尾, 标点, 数字).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineBreaking {
    /// Characters that never begin a line.
    #[serde(rename = "行首不放")]
    pub not_at_start: String,
    /// Characters that never end a line.
    #[serde(rename = "行尾不放")]
    pub not_at_end: String,
    #[serde(rename = "行末标点")]
    pub line_end_marks: LineEndMarks,
    /// Space between a Chinese character and a Latin letter or digit, in characters.
    #[serde(rename = "中西文间距")]
    pub autospace: f64,
    /// What a number before it is not broken from (万元, 个, %, 年).
    #[serde(rename = "数字连着")]
    pub units: Vec<String>,
    /// A closing mark and a letter or digit after it, or an opening one and a letter or digit before it, stay on one
    /// line.
    #[serde(rename = "标点连着数字")]
    pub binds_marks: bool,
    /// By how much a line's character spacing may be widened, in points, so that Word and LibreOffice break it where
    /// we do; 0 is never.
    #[serde(rename = "最多放宽")]
    pub widening: f64,
    /// The same of a line that is not justified, where it is seen.
    #[serde(rename = "不撑满的最多放宽")]
    pub ragged_widening: f64,
    /// By how much it may be narrowed, in points.
    #[serde(rename = "最多压紧")]
    pub narrowing: f64,
    /// By how many per cent of its own width a line may be stretched before a quantity or a document number is parted.
    #[serde(rename = "最多拉开")]
    pub stretch: f64,
    /// Letters and digits that a paragraph's last line holds at least.
    #[serde(rename = "末行至少")]
    pub last_line: u32,
    /// No page begins with a paragraph's last line or ends with its first one.
    #[serde(rename = "不留孤行")]
    pub no_lone_lines: bool,
    /// Words that a title, or the label of a row or column, is not broken within.
    #[serde(rename = "栏目词")]
    pub label_words: Vec<String>,
}

/// What becomes of 。， that no longer fit their line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineEndMarks {
    /// The character before it goes to the next line with it.
    #[serde(rename = "推出")]
    Pushed,
    /// It hangs beyond the type area's edge.
    #[serde(rename = "悬挂")]
    Hanging,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageNumber {
    #[serde(rename = "字体")]
    pub font: String,
    /// Points.
    #[serde(rename = "字号")]
    pub size: f64,
    /// The number stands for `{}`.
    #[serde(rename = "样式")]
    pub pattern: String,
    #[serde(rename = "位置")]
    pub place: PageNumberPlace,
    /// Distance from the type area's edge, in characters of the number's size.
    #[serde(rename = "空字")]
    pub inset: f64,
    /// From the type area's foot to the top of the dash, in millimetres (7.5).
    #[serde(rename = "一字线距版心")]
    pub distance: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PageNumberPlace {
    /// Odd pages right, even pages left.
    #[serde(rename = "外侧")]
    Outer,
    #[serde(rename = "居中")]
    Centred,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FontRole {
    /// The name written into the .docx: the font that the office's machines have.
    pub word: String,
    /// `w:altName`, for machines without it.
    #[serde(rename = "替代名")]
    pub alternative: String,
    /// Families for the PDF, first found wins.
    pub pdf: Vec<String>,
    /// Take the bold face of the PDF's family (a stand-in for a face that is heavy by itself).
    #[serde(rename = "粗", default)]
    pub bold: bool,
}

/// One style of `样式`; what the file leaves out is the body's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParagraphStyle {
    /// Font role of the Chinese text.
    #[serde(rename = "字体", default = "body_font")]
    pub font: String,
    /// Font role of Latin letters and digits.
    #[serde(rename = "西文字体", default = "latin_font")]
    pub latin_font: String,
    /// Points.
    #[serde(rename = "字号", default = "body_size")]
    pub size: f64,
    /// Line pitch in points; `None`: the grid's.
    #[serde(rename = "行距", default)]
    pub line_pitch: Option<f64>,
    /// Points added to each character; `None`: the grid's.
    #[serde(rename = "字距", default)]
    pub tracking: Option<f64>,
    #[serde(rename = "对齐", default)]
    pub align: Align,
    /// First line's indent in characters of the style's size; negative hangs.
    #[serde(rename = "首行空字", default)]
    pub first_line: f64,
    /// Left indent of all lines, in characters of the style's size.
    #[serde(rename = "左空字", default)]
    pub left: f64,
    /// Right indent of all lines, in characters of the style's size.
    #[serde(rename = "右空字", default)]
    pub right: f64,
    /// Blank lines (of the grid) before and after.
    #[serde(rename = "段前行", default)]
    pub lines_before: f64,
    #[serde(rename = "段后行", default)]
    pub lines_after: f64,
    #[serde(rename = "与下段同页", default)]
    pub keep_with_next: bool,
    /// Outline level in Word's navigation pane and the PDF's bookmarks; must be the heading's own level.
    #[serde(rename = "大纲", default)]
    pub outline: Option<u8>,
}

fn body_font() -> String {
    "仿宋".to_string()
}

fn latin_font() -> String {
    LATIN.to_string()
}

fn body_size() -> f64 {
    16.0
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Align {
    #[default]
    #[serde(rename = "左")]
    Left,
    #[serde(rename = "居中")]
    Centre,
    #[serde(rename = "右")]
    Right,
    /// Both edges, last line left.
    #[serde(rename = "两端")]
    Justify,
}

/// A letter's red head and foot (10.1); lengths in millimetres where nothing else is said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterHead {
    /// From the paper's top to the top of 发文机关标志.
    #[serde(rename = "标志距纸边")]
    pub top: f64,
    /// From 发文机关标志 to the double rule below it.
    #[serde(rename = "线距标志")]
    pub rule_below: f64,
    #[serde(rename = "线长")]
    pub rule_length: f64,
    /// From the double rule at the page's foot to the paper's bottom.
    #[serde(rename = "下线距纸边")]
    pub foot: f64,
    /// Weight of the heavier of the two rules, in points.
    #[serde(rename = "粗线")]
    pub heavy: f64,
    /// From the rule to the text below it, in characters of body text.
    #[serde(rename = "文字距线")]
    pub text_below: f64,
    /// Of the mark and the rules: RRGGBB.
    #[serde(rename = "颜色")]
    pub colour: String,
}

/// The seal that will stand over 署名; it is never drawn.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    /// Millimetres.
    #[serde(rename = "直径")]
    pub diameter: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableStyle {
    /// Points.
    #[serde(rename = "线宽")]
    pub rule: f64,
    /// Millimetres between text and vertical rules.
    #[serde(rename = "格内左右")]
    pub inset_x: f64,
    /// Millimetres between text and horizontal rules.
    #[serde(rename = "格内上下")]
    pub inset_y: f64,
    /// Blank lines (of the grid) between a table, or its notes, and the text below.
    #[serde(rename = "表后空行")]
    pub lines_after: f64,
    /// By how many millimetres a column may be wider or narrower than its description says, so that no cell ends with a
    /// lone character and no label is broken within a word.
    #[serde(rename = "列宽可挪")]
    pub column_play: f64,
}

/// How bar charts are drawn; lengths in millimetres. Their words have the style 表文, their lines the tables' weight.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartStyle {
    #[serde(rename = "条高")]
    pub bar: f64,
    /// Between one bar, or its label where that is higher, and the next.
    #[serde(rename = "条距")]
    pub gap: f64,
    /// Width of the labels on the left.
    #[serde(rename = "名称宽")]
    pub label: f64,
    /// Room for the words after the longest bar.
    #[serde(rename = "数值宽")]
    pub words: f64,
    /// Between words and bars.
    #[serde(rename = "字条距")]
    pub inset: f64,
    /// Between the lines of a hatched bar.
    #[serde(rename = "斜线距")]
    pub hatch: f64,
}

impl Layout {
    pub fn page(&self, orientation: Orientation) -> &Page {
        match orientation {
            Orientation::Portrait => &self.portrait,
            Orientation::Landscape => &self.landscape,
        }
    }

    pub fn role(&self, name: &str) -> Option<&FontRole> {
        self.fonts.get(name)
    }

    /// Every style is present once the layout was read ([`Layout::parse`] checks it).
    pub fn style(&self, style: Style) -> &ParagraphStyle {
        &self.styles[&style]
    }

    /// Character size of a paragraph in points.
    pub fn size_of(&self, paragraph: &Paragraph) -> f64 {
        paragraph.size.unwrap_or(self.style(paragraph.style).size)
    }

    /// Line pitch of a paragraph in points; a shrunk one's shrinks with its characters.
    pub fn pitch_of(&self, paragraph: &Paragraph) -> f64 {
        let pitch = self.line_pitch(paragraph.style);
        paragraph.size.map_or(pitch, |size| (pitch * size / self.style(paragraph.style).size * 2.0).round() / 2.0)
    }

    /// Line pitch of a style in points.
    pub fn line_pitch(&self, style: Style) -> f64 {
        self.style(style).line_pitch.unwrap_or(self.grid.line_pitch)
    }

    /// Character spacing of a style in points.
    pub fn tracking(&self, style: Style) -> f64 {
        self.style(style).tracking.unwrap_or(self.grid.tracking)
    }
}
