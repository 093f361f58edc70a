#![doc = include_str!("../../../docs/rules/Z729.md")]

use crate::base::finding::Finding;
use crate::base::place::Place;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::standards::Standards;
use crate::reading::finished::read_document::ReadDocument;

use super::form_kinds::kind_of;

pub const RULE: Rule = Rule {
    code: "Z729",
    title: "自评表的式样认得",
    doc: include_str!("../../../docs/rules/Z729.md"),
    needs: &[Need::NoFolder],
    check: Check::Document(check),
};

fn check(facts: &ReadDocument, standards: &Standards) -> Outcome {
    if facts.forms.is_empty() {
        let Some(heading) = facts.headings.first() else {
            return Outcome::NotApplicable("文件里没有认出自评表".into());
        };
        return Outcome::Findings(vec![
            Finding::info(RULE.code, "文件里没有认出自评表，只核对了正文自己的数")
                .expected("自评表")
                .actual("没有")
                .at(&heading.place)
                .hint("自评表另存一个文件的，把它也核对一遍。"),
        ]);
    }
    let unknown = facts.forms.iter().find(|form| kind_of(standards, form, facts).is_none());
    let Some(form) = unknown else { return Outcome::Pass };
    let place = form.money.first().map(|row| &row.place).or(form.rows.first().map(|row| &row.place));
    let place = place.cloned().unwrap_or_else(|| Place::file(&facts.document));
    Outcome::Findings(vec![
        Finding::info(RULE.code, "不认得这种自评表，只核对了数加不加得起来、各处是否一致")
            .expected("layouts/核对.yaml 的“自评表式样”里有的表")
            .actual(form.fund.as_deref().unwrap_or("没有认出表上的资金名称"))
            .at(&place)
            .hint("要核对该有的行、章节和说明，在 layouts/核对.yaml 的“自评表式样”里加上这种表。"),
    ])
}
