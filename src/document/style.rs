//! What a paragraph is, by name.

use serde::{Deserialize, Serialize};

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
