//! Indents that follow from the width of other text: 署名 and 成文日期, and the names of a list of attachments.

use crate::document::{Block, Indent, Paragraph, Style};

use super::LineSetter;

impl LineSetter<'_> {
    /// GB/T 9704-2012, 7.3.5.1 and 7.3.5.2. With a seal: the date keeps its style's distance from the right edge
    /// (右空四字), 署名 is centred over it. Without: 署名 keeps its own (右空二字), the date begins two characters to
    /// the right of where 署名 begins; a date that would then come too near the edge keeps the distance instead, and
    /// 署名 goes to the left. Several 署名 stand below one another, in the order of the departments.
    pub(super) fn place_signatures(&self, blocks: &mut [Block]) {
        let mut index = 0;
        while index < blocks.len() {
            let is_signature = |block: &Block| style(block).is_some_and(is_signature);
            let count = blocks[index..].iter().take_while(|block| is_signature(block)).count();
            if count > 0
                && let (signatures, [Block::Paragraph(date), ..]) = blocks[index..].split_at_mut(count)
                && matches!(date.style, Style::SignatureDate | Style::SealedDate)
            {
                let mut signatures: Vec<&mut Paragraph> = signatures.iter_mut().filter_map(paragraph_of).collect();
                self.place(&mut signatures, date);
            }
            index += count.max(1);
        }
    }

    fn place(&self, signatures: &mut [&mut Paragraph], date: &mut Paragraph) {
        let look = self.measure(date, 0.0);
        let character = look.size + look.tracking;
        let date_width = self.natural_width(date);
        let widths: Vec<f64> = signatures.iter().map(|signature| self.natural_width(signature)).collect();
        let right_of = |paragraph: &Paragraph| self.layout.style(paragraph.style).right * character;
        if date.style == Style::SealedDate {
            let centre = right_of(date) + date_width / 2.0;
            for (signature, width) in signatures.iter_mut().zip(widths) {
                signature.indent = Some(from_right((centre - width / 2.0).max(0.0)));
            }
            date.indent = Some(from_right(right_of(date)));
            return;
        }
        let widest = widths.iter().copied().fold(0.0, f64::max);
        let own = signatures.first().map_or(0.0, |signature| right_of(signature));
        let shift = DATE_SHIFT * character;
        let date_right = (own + widest - shift - date_width).max(right_of(date));
        let begin = date_right + date_width + shift;
        for (signature, width) in signatures.iter_mut().zip(widths) {
            signature.indent = Some(from_right(begin - width));
        }
        date.indent = Some(from_right(date_right));
    }

    /// 7.3.4: lines of an attachment's name align with the name's first character.
    pub(super) fn hang_attachment(&self, paragraph: &mut Paragraph) {
        if !matches!(paragraph.style, Style::AttachmentList | Style::AttachmentListNext) {
            return;
        }
        let text = paragraph.text();
        let label = if text.starts_with(ATTACHMENTS) { ATTACHMENTS.len() } else { 0 };
        let digits = text[label..].bytes().take_while(u8::is_ascii_digit).count();
        let number = if digits > 0 && text[label + digits..].starts_with('.') { digits + 1 } else { 0 };
        // The width of the column plays no part in the indents.
        let look = self.measure(paragraph, 0.0);
        let prefix = self.glyphs(paragraph, &text[..label + number], look.size);
        let hang = self.width(&prefix, look.tracking) + look.tracking;
        paragraph.indent = Some(Indent { left: look.left + look.first + hang, first: -hang, right: 0.0 });
    }

    pub(super) fn natural_width(&self, paragraph: &Paragraph) -> f64 {
        let look = self.measure(paragraph, 0.0);
        self.width(&self.glyphs(paragraph, &paragraph.text(), look.size), look.tracking)
    }
}

/// What closes a document: its list of attachments, 署名.
fn is_closing(block: &Block) -> bool {
    style(block)
        .is_some_and(|style| is_signature(style) || matches!(style, Style::AttachmentList | Style::AttachmentListNext))
}

/// The last paragraph above what closes the document keeps a line on its page: neither a list of attachments nor a
/// 落款 stands on a page without text of its document (7.3.5.5).
pub(super) fn hold_text(blocks: &mut [Block]) {
    for index in 1..blocks.len() {
        if is_closing(&blocks[index])
            && !is_closing(&blocks[index - 1])
            && let Block::Paragraph(text) = &mut blocks[index - 1]
        {
            text.keep_with_next = true;
        }
    }
}

/// Characters between the beginning of 署名 and that of the date (7.3.5.2).
const DATE_SHIFT: f64 = 2.0;

/// What an 附件说明 begins with.
const ATTACHMENTS: &str = "附件：";

fn from_right(right: f64) -> Indent {
    Indent { left: 0.0, first: 0.0, right }
}

fn style(block: &Block) -> Option<Style> {
    match block {
        Block::Paragraph(paragraph) => Some(paragraph.style),
        _ => None,
    }
}

fn is_signature(style: Style) -> bool {
    matches!(style, Style::Signature | Style::SealedSignature)
}

fn paragraph_of(block: &mut Block) -> Option<&mut Paragraph> {
    match block {
        Block::Paragraph(paragraph) => Some(paragraph),
        _ => None,
    }
}
