//! What several rules need of a document.

/// Why rules that read whole paragraphs pass over a PDF without tags.
pub(super) const LINES_ONLY: &str = "PDF 没有标记，分不清段落和表格";
