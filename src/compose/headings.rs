//! Headings of one level end alike. An outline writes 1.资金到位情况。; where a heading is a name out of the data, nobody
//! thinks of the full stop, or somebody types one into one of the texts only.

use crate::document::{Block, Inline, Origins, Paragraph, Section};

const STOP: char = '。';

/// Each level's headings get the full stop that most of them have, or lose it; other marks at the end are left. What is
/// added is nobody's word.
pub(super) fn end_alike(sections: &mut [Section]) {
    let mut headings: Vec<(u8, &mut Paragraph)> = sections
        .iter_mut()
        .flat_map(|section| &mut section.blocks)
        .filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some((paragraph.style.heading_level()?, paragraph)),
            _ => None,
        })
        .collect();
    for level in 1..=4 {
        let mut texts: Vec<&mut Paragraph> =
            headings.iter_mut().filter(|(of, _)| *of == level).map(|(_, text)| &mut **text).collect();
        let stopped = texts.iter().filter(|text| last(text) == Some(STOP)).count();
        let bare = texts.iter().filter(|text| last(text).is_some_and(char::is_alphanumeric)).count();
        for heading in &mut texts {
            let last = last(heading);
            if stopped > bare && last.is_some_and(|last| last.is_alphanumeric() || "）”》".contains(last)) {
                last_text(heading).into_iter().for_each(|text| text.push(STOP));
                heading.origins.append(1, &Origins::default());
            } else if stopped < bare && last == Some(STOP) {
                if let Some(text) = last_text(heading) {
                    text.pop();
                }
                heading.origins.drop_last();
            }
        }
    }
}

fn last(paragraph: &Paragraph) -> Option<char> {
    paragraph.text().chars().last()
}

fn last_text(paragraph: &mut Paragraph) -> Option<&mut String> {
    paragraph.inlines.iter_mut().rev().find_map(|inline| match inline {
        Inline::Text { text } => Some(text),
        Inline::LineBreak => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Orientation, Style};

    fn ended(texts: &[&str]) -> Vec<String> {
        let blocks = texts.iter().map(|text| Block::Paragraph(Paragraph::new(Style::Heading3, text))).collect();
        let mut sections = vec![Section { orientation: Orientation::Portrait, blocks }];
        end_alike(&mut sections);
        let text = |block: &Block| match block {
            Block::Paragraph(paragraph) => paragraph.text(),
            _ => String::new(),
        };
        sections[0].blocks.iter().map(text).collect()
    }

    #[test]
    fn most_decide() {
        assert_eq!(ended(&["1.甲。", "2.乙。", "1.丙"]), ["1.甲。", "2.乙。", "1.丙。"]);
        assert_eq!(ended(&["1.甲", "2.乙", "1.丙。"]), ["1.甲", "2.乙", "1.丙"]);
        assert_eq!(ended(&["1.甲。", "2.乙"]), ["1.甲。", "2.乙"], "none is the more usual");
        assert_eq!(ended(&["1.甲。", "2.乙。", "3.丙？"]), ["1.甲。", "2.乙。", "3.丙？"]);
    }
}
