#![doc = include_str!("../../../docs/rules/Z736.md")]

use crate::base::chinese_number::{chinese_number, is_chinese_numeral};
use crate::base::finding::Finding;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::standards::Standards;
use crate::reading::finished::ReadDocument;

pub const RULE: Rule = Rule {
    code: "Z736",
    title: "引用的表、部分、附件都有",
    doc: include_str!("../../../docs/rules/Z736.md"),
    needs: &[Need::Paragraphs, Need::WholeDocument],
    check: Check::Document(check),
};

fn check(facts: &ReadDocument, _: &Standards) -> Outcome {
    let known: [(&str, &str, Option<u64>); 3] =
        [("表", "", tables(facts)), ("第", "部分", chapters(facts)), ("附件", "", attachments(facts))];
    let mut findings = Vec::new();
    let mut any = false;
    for sentence in &facts.sentences {
        for (head, tail, last) in known {
            let word = format!("见{head}");
            for (at, _) in sentence.text.match_indices(&word) {
                let rest = sentence.text.part(at + word.len()..);
                let Some((number, written)) = number(rest) else { continue };
                let Some(last) = last.filter(|_| rest.part(written..).starts_with(tail)) else { continue };
                any = true;
                if number > last {
                    let named = format!("{head}{}{tail}", rest.part(..written));
                    findings.push(
                        Finding::warning(RULE.code, format!("正文说见“{named}”，文件里没有"))
                            .expected(format!("文件里有的，到{head}{last}{tail}为止"))
                            .actual(format!("{named}（{}）", sentence.text))
                            .at(&sentence.place)
                            .hint("改成文件里有的编号，或补上这一项。"),
                    );
                }
            }
        }
    }
    if !any {
        return Outcome::NotApplicable("正文没有写见哪个表、部分、附件".into());
    }
    Outcome::of(findings)
}

/// The number that a text begins with, and its length.
fn number(text: &str) -> Option<(u64, usize)> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let chinese = text.find(|c: char| !is_chinese_numeral(c)).unwrap_or(text.len());
    match digits {
        0 => Some((chinese_number(text.part(..chinese))?, chinese)),
        _ => Some((text.part(..digits).parse().ok()?, digits)),
    }
}

/// 表1 各县使用情况: the last number of a caption.
fn tables(facts: &ReadDocument) -> Option<u64> {
    let captions = facts.paragraphs.iter().filter_map(|paragraph| {
        let (number, length) = number(paragraph.shown.trim().strip_prefix('表')?)?;
        let rest = paragraph.shown.trim().part('表'.len_utf8() + length..);
        rest.starts_with([' ', '　', '：', ':', '.', '．', '、']).then_some(number)
    });
    captions.max()
}

/// 二、存在的问题: the last chapter.
fn chapters(facts: &ReadDocument) -> Option<u64> {
    let headings = facts.headings.iter().filter_map(|heading| {
        let text = heading.text.trim();
        let text = text.strip_prefix('第').unwrap_or(text);
        let (number, length) = number(text).filter(|_| text.starts_with(is_chinese_numeral))?;
        let rest = text.part(length..);
        ["、", "部分"].iter().any(|mark| rest.starts_with(mark)).then_some(number)
    });
    headings.max()
}

/// 附件：1.项目清单 2.明细表, 附件2: the last of them; one without a number is the first.
fn attachments(facts: &ReadDocument) -> Option<u64> {
    let mut last = None;
    let mut goes_on = false;
    for paragraph in &facts.paragraphs {
        let text = paragraph.shown.trim();
        let numbered = |text: &str| {
            let (number, length) = number(text).filter(|_| text.starts_with(|c: char| c.is_ascii_digit()))?;
            text.part(length..).starts_with(['.', '．', '、']).then_some(number)
        };
        if let Some(rest) = text.strip_prefix("附件") {
            let list = rest.trim_start_matches(['：', ':', ' ']);
            let inside = list.char_indices().filter_map(|(at, _)| numbered(list.part(at..))).max();
            last = last.max(inside).max(number(rest).map(|(number, _)| number)).max(Some(1));
            goes_on = true;
        } else if let Some(number) =
            numbered(text).filter(|number| goes_on && Some(*number) == last.map(|last| last + 1))
        {
            last = Some(number);
        } else if !text.is_empty() {
            goes_on = false;
        }
    }
    last
}
