//! What was not read as it stands: nothing is changed silently, `ziping check --verbose` lists every case.

use std::fmt;

use crate::base::place::Place;

/// A value, a label or a row that was understood otherwise than it is written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Normalisation {
    pub place: Place,
    pub kind: NormalisationKind,
    /// What stands there.
    pub stood: String,
    /// How it was read.
    pub read_as: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NormalisationKind {
    /// The content is of another format than the file's name says.
    Format,
    /// A head that is not the first of its synonyms.
    Head,
    /// A row that holds no data: a note, a signature, the head again.
    SkippedRow,
    /// Characters without width, and such as only look like the usual ones.
    Characters,
    /// Full-width characters, thousands separators, words for ≥, blanks and line breaks.
    Typing,
    /// An amount counted in another unit, or a number whose unit stands elsewhere.
    Unit,
    /// A share of one that the cell shows as a percentage.
    Percent,
    Ratio,
    /// A date that is typed as a number or in another way.
    Date,
    /// A label from the merged area.
    Merged,
    /// A label from the row above.
    Above,
    /// 指标1： before a name, a mark beside it.
    Prefix,
    /// A row that is the sum of its parts.
    Parts,
    /// The level of a document by who issued it.
    Issuer,
    /// A column that no head says for certain.
    SubColumn,
    /// Another word for the same.
    Synonym,
    /// A stroke or 无 that means that nothing was filled in.
    Blank,
    /// A text with digits that is no number: the indicator is qualitative.
    Words,
    /// The cell's format shows another number than the cell holds, or signs and units besides.
    Shown,
    /// A raised figure behind a text.
    NoteMark,
    StruckOut,
}

impl NormalisationKind {
    pub fn name(self) -> &'static str {
        match self {
            NormalisationKind::Format => "文件格式",
            NormalisationKind::Head => "表头",
            NormalisationKind::SkippedRow => "不是数据的行",
            NormalisationKind::Characters => "字符",
            NormalisationKind::Typing => "写法",
            NormalisationKind::Unit => "单位",
            NormalisationKind::Percent => "百分比格式",
            NormalisationKind::Ratio => "比例",
            NormalisationKind::Date => "年月日",
            NormalisationKind::Merged => "合并单元格",
            NormalisationKind::Above => "同上一行",
            NormalisationKind::Prefix => "名称的序号、注号",
            NormalisationKind::Parts => "明细相加",
            NormalisationKind::Issuer => "发文机关",
            NormalisationKind::SubColumn => "分栏",
            NormalisationKind::Synonym => "同义词",
            NormalisationKind::Blank => "没有填",
            NormalisationKind::Words => "文字",
            NormalisationKind::Shown => "单元格格式",
            NormalisationKind::NoteMark => "上标的注号",
            NormalisationKind::StruckOut => "删除线",
        }
    }
}

impl Normalisation {
    /// On one line: line breaks of the cell are shown as ↵.
    pub(crate) fn new(place: &Place, kind: NormalisationKind, stood: &str, read_as: &str) -> Normalisation {
        let line = |text: &str| text.trim_end_matches(['\r', '\n']).replace("\r\n", "↵").replace(['\r', '\n'], "↵");
        Normalisation { place: place.clone(), kind, stood: line(stood), read_as: line(read_as) }
    }
}

/// 2025/资金安排表.xlsx › 资金安排 › D8　单位：840000元 → 84万元
impl fmt::Display for Normalisation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stood = if self.stood.is_empty() { "（空白）" } else { &self.stood };
        let read_as = if self.read_as.is_empty() { "不读" } else { &self.read_as };
        write!(f, "{}　{}：{stood} → {read_as}", self.place, self.kind.name())
    }
}
