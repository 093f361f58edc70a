//! Indents that follow from the width of other text: 署名 and 成文日期, and the names of a list of attachments.

use crate::base::text_part::TextPart;
use crate::document::layout::MM_PER_PT;
use crate::document::{Block, Indent, Paragraph, Spaced, Style};

use super::breaking::Filler;
use super::setter::LineSetter;

impl LineSetter<'_> {
    /// GB/T 9704-2012, 7.3.5.1 and 7.3.5.2. With a seal: the date keeps its style's distance from the right edge
    /// (右空四字), 署名 is centred over it, those of several departments stand side by side. Without: 署名 keeps its own
    /// distance (右空二字), the date begins two characters to the right of where 署名 begins; a date that would then come
    /// too near the edge keeps the distance instead, and 署名 goes to the left; several stand below one another.
    pub(super) fn place_signatures(&self, blocks: &mut Vec<Block>, width: f64) {
        let mut index = 0;
        while index < blocks.len() {
            let count = blocks[index..].iter().take_while(|block| style(block).is_some_and(is_signature)).count();
            if count > 0
                && let (signatures, [Block::Paragraph(date), ..]) = blocks[index..].split_at_mut(count)
            {
                let signatures: Vec<&mut Paragraph> = signatures.iter_mut().filter_map(paragraph_of).collect();
                match date.style {
                    Style::SignatureDate => self.place(signatures, date),
                    Style::SealedDate => {
                        let rows = self.seal_rows(&signatures, date, width);
                        blocks.splice(index..index + count, rows.into_iter().map(Block::Paragraph));
                    }
                    _ => {}
                }
            }
            index += count.max(1);
        }
    }

    fn place(&self, mut signatures: Vec<&mut Paragraph>, date: &mut Paragraph) {
        let look = self.measure(date, 0.0);
        let character = look.size + look.tracking;
        let date_width = self.natural_width(date);
        let widths: Vec<f64> = signatures.iter().map(|signature| self.natural_width(signature)).collect();
        let widest = widths.iter().copied().fold(0.0, f64::max);
        let own = signatures.first().map_or(0.0, |signature| self.right_of(signature));
        let shift = DATE_SHIFT * character;
        let date_right = (own + widest - shift - date_width).max(self.right_of(date));
        let begin = date_right + date_width + shift;
        for (signature, width) in signatures.iter_mut().zip(widths) {
            signature.indent = Some(from_right(begin - width));
        }
        date.indent = Some(from_right(date_right));
    }

    /// 署名 in rows of at most three, so far apart that no seal touches another (7.3.5.1): the last of a row centred over
    /// the date, the others to the left of it in their order, each row in the same columns.
    fn seal_rows(&self, signatures: &[&mut Paragraph], date: &mut Paragraph, width: f64) -> Vec<Paragraph> {
        let look = self.measure(date, 0.0);
        let character = look.size + look.tracking;
        let widths: Vec<f64> = signatures.iter().map(|signature| self.natural_width(signature)).collect();
        let seal = self.layout.seal.diameter / MM_PER_PT;
        let between_seals = SEALS_APART / MM_PER_PT;
        date.indent = Some(from_right(self.right_of(date)));
        // From the type area's right edge.
        let centre = self.right_of(date) + self.natural_width(date) / 2.0;
        let mut fitting = (1..=SEALS_IN_A_ROW.min(widths.len())).rev().map(|count| {
            let neighbours = widths.chunks(count).flat_map(|row| row.windows(2));
            let apart =
                neighbours.map(|pair| (pair[0] + pair[1]) / 2.0 + character).fold(seal + between_seals, f64::max);
            let first = widths.chunks(count).map(|row| row[0]).fold(seal, f64::max);
            (count, apart, centre + (count - 1) as f64 * apart + first / 2.0 <= width)
        });
        let (count, apart, _) = fitting.find(|(count, _, fits)| *fits || *count == 1).unwrap_or((1, 0.0, true));
        let rows = signatures.chunks(count).zip(widths.chunks(count)).enumerate();
        rows.map(|(index, (row, widths))| {
            let mut paragraph = Paragraph::new(Style::SealedSignature, "");
            if index > 0 {
                paragraph.style = Style::SealedSignatureNext;
            }
            let mut text = String::new();
            for (place, signature) in row.iter().enumerate() {
                paragraph.origins.append(usize::from(place > 0), &signature.origins);
                if place > 0 {
                    // A blank as wide as what lies between the names.
                    let gap = apart - (widths[place - 1] + widths[place]) / 2.0;
                    let start = text.chars().count();
                    let points = gap - look.size - 2.0 * look.tracking;
                    paragraph.spaced.push(Spaced { start, end: start + 1, points });
                    text.push('\u{3000}');
                }
                text.push_str(&signature.text());
            }
            let last = widths.last().copied().unwrap_or_default();
            Paragraph {
                inlines: Paragraph::new(paragraph.style, &text).inlines,
                indent: Some(from_right((centre - last / 2.0).max(0.0))),
                ..paragraph
            }
        })
        .collect()
    }

    /// The style's distance from the right edge.
    fn right_of(&self, paragraph: &Paragraph) -> f64 {
        let look = self.measure(paragraph, 0.0);
        self.layout.style(paragraph.style).right * (look.size + look.tracking)
    }

    /// 7.3.4: lines of an attachment's name align with the name's first character.
    pub(super) fn hang_attachments(&self, blocks: &mut [Block]) {
        blocks
            .iter_mut()
            .filter(|block| is_attachment(block))
            .filter_map(paragraph_of)
            .for_each(|entry| self.hang(entry));
    }

    fn hang(&self, paragraph: &mut Paragraph) {
        let text = paragraph.text();
        let label = if text.starts_with(ATTACHMENTS) { ATTACHMENTS.len() } else { 0 };
        let digits = text.part(label..).bytes().take_while(u8::is_ascii_digit).count();
        let number = if digits > 0 && text.part(label + digits..).starts_with('.') { digits + 1 } else { 0 };
        // The width of the column plays no part in the indents.
        let look = self.measure(paragraph, 0.0);
        let prefix = self.glyphs(paragraph, text.part(..label + number), look.size);
        let hang = self.width(&prefix, look.tracking, Filler::Word) + look.tracking;
        paragraph.indent = Some(Indent { left: look.left + look.first + hang, first: -hang, right: 0.0 });
    }

    pub(super) fn natural_width(&self, paragraph: &Paragraph) -> f64 {
        let look = self.measure(paragraph, 0.0);
        self.width(&self.glyphs(paragraph, &paragraph.text(), look.size), look.tracking, Filler::Word)
    }
}

/// What closes a document: its list of attachments, 署名.
pub(super) fn is_closing(block: &Block) -> bool {
    is_attachment(block) || style(block).is_some_and(is_signature)
}

/// An entry of a list of attachments.
pub(super) fn is_attachment(block: &Block) -> bool {
    matches!(style(block), Some(Style::AttachmentList | Style::AttachmentListNext))
}

/// What closes the document stays together, and the last paragraph above it keeps a line on its page: neither a list of
/// attachments nor a 落款 stands on a page without text of its document (7.3.5.5).
pub(super) fn hold_text(blocks: &mut [Block]) {
    for index in 1..blocks.len() {
        let begins = is_closing(&blocks[index]) && !is_closing(&blocks[index - 1]);
        if (begins || is_attachment(&blocks[index - 1]))
            && let Block::Paragraph(above) = &mut blocks[index - 1]
        {
            above.keep_with_next = true;
        }
    }
}

/// Characters between the beginning of 署名 and that of the date (7.3.5.2).
const DATE_SHIFT: f64 = 2.0;

/// Blank between two seals, in millimetres.
const SEALS_APART: f64 = 2.0;

/// Names that stand side by side at most (7.3.5.1).
const SEALS_IN_A_ROW: usize = 3;

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
    matches!(style, Style::Signature | Style::SealedSignature | Style::SealedSignatureNext)
}

fn paragraph_of(block: &mut Block) -> Option<&mut Paragraph> {
    match block {
        Block::Paragraph(paragraph) => Some(paragraph),
        _ => None,
    }
}
