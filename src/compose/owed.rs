//! What a year's YAML asks to be printed and no outline prints: the finished files would lack it without a word.

use crate::base::finding::Finding;
use crate::base::place::Place;
use crate::document::{Block, Section, Style};
use crate::model::report::Report;

use super::templates::{LETTER, Templates};

/// The keys of 报告 whose place the outline of the report has to have, and the styles that show them.
const OF_REPORT: [(&str, &[Style], &str); 2] = [
    (LETTER, &[Style::LetterMark, Style::DocumentNumber, Style::Addressee], "{% if 函 %}……{% endif %}"),
    ("署名", &[Style::Signature, Style::SealedSignature], "@署名 或 @盖章署名"),
];

/// Findings, each about its key.
pub fn owed(report: &Report, templates: &Templates, body: &[Section], form: &[Section]) -> Vec<Finding> {
    let profile = &report.profile;
    let has = |sections: &[Section], shows: &dyn Fn(&Block) -> bool| {
        sections.iter().flat_map(|section| &section.blocks).any(shows)
    };
    let of_outline = |key: &str, expected: &str| {
        Finding::error("Z023", format!("报告.yaml 里写了“{key}”，这个式样的提纲里没有它的位置，印不出来"))
            .about(key)
            .expected(format!("提纲里有 {expected}"))
            .actual("没有")
            .at(&Place::file(&templates.report_file))
            .hint(format!("从 layouts/自评报告.md 把“{key}”的几行抄到这个提纲里；不印的，删去 报告.yaml 的“{key}”。"))
    };
    let mut findings = Vec::new();
    for (key, styles, expected) in OF_REPORT {
        let is_asked = if key == LETTER { profile.letter.is_some() } else { !profile.signatures.is_empty() };
        let shows = |block: &Block| matches!(block, Block::Paragraph(paragraph) if styles.contains(&paragraph.style));
        if is_asked && !has(body, &shows) {
            findings.push(of_outline(key, expected));
        }
    }
    if profile.charts && !has(body, &|block| matches!(block, Block::Chart(_))) {
        findings.push(of_outline("图表", "@图 名称"));
    }
    if !has(form, &|block| matches!(block, Block::Table(_))) {
        findings.push(
            Finding::error("Z023", "单独成文的自评表里没有表，做出来是空的")
                .expected("@表 自评表的名称")
                .actual("没有“@表”")
                .at(&Place::file(&templates.form_file))
                .hint("在这个文件里写“@表 ”和自评表的名称，与 自评表.yaml 的“名称”一字不差。"),
        );
    }
    findings
}
