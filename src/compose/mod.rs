//! From the model to the document tree: the outline and fixed sentences come from `layouts/`, the sections'
//! texts from the YAML, every figure from the ledger.

mod blank;
mod braces;
mod charts;
mod context;
mod environment;
mod fill;
mod headings;
mod holes;
mod inked;
mod lists;
mod marks;
mod mistake;
mod names;
mod narrative;
mod operators;
mod owed;
mod pages;
mod pending;
mod rendering;
mod shown_value;
mod tables;
mod templates;
mod titles;
mod values;

pub use charts::ChartLayout;
pub use pending::{PENDING, shown};
pub use tables::TableLayout;
pub use templates::Templates;

use crate::base::finding::Finding;
use crate::document::layout::Layout;
use crate::document::{Document, Properties, Section};
use crate::model::ledger::Ledger;
use crate::model::marked::MarkedText;
use crate::model::report::Report;

/// The two documents of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Composed {
    /// 绩效自评报告, with the form bound in as 附件.
    pub report: Document,
    /// 区域绩效目标自评表 by itself.
    pub form: Document,
    /// What people wrote, with the bytes that placeholders gave: the rest was typed.
    pub texts: Vec<MarkedText>,
}

/// Composes both documents. What a template or text asks for and the model does not have becomes a finding; the
/// documents then lack that paragraph and are good for a draft only.
pub fn compose(report: &Report, ledger: &Ledger, templates: &Templates, layout: &Layout) -> (Composed, Vec<Finding>) {
    let mut composer = narrative::Composer::new(report, ledger, templates, layout);
    let titled = |suffix: &str, own: Option<String>| {
        let profile = &report.profile;
        let usual = || format!("{}年度{}{}{suffix}", profile.year.value, shown(&profile.region), shown(&profile.fund));
        own.filter(|name| !name.is_empty()).unwrap_or_else(usual)
    };
    let body = composer.document(&templates.report_file, &templates.report);
    let body_name = composer.file_name.take();
    let form = composer.document(&templates.form_file, &templates.form);
    composer.owe(&body, &form);
    let body = document(body, report, titled("绩效自评报告", body_name));
    let form = document(form, report, titled("区域绩效目标自评表", composer.file_name.take()));
    let (findings, texts) = composer.finish();
    (Composed { report: body, form, texts }, findings)
}

fn document(sections: Vec<Section>, report: &Report, title: String) -> Document {
    let profile = &report.profile;
    Document {
        properties: Properties {
            title,
            author: format!("{}、{}", shown(&profile.finance_department), shown(&profile.competent_department)),
            subject: format!("{}年度{}绩效自评", profile.year.value, shown(&profile.fund)),
            keywords: ["绩效自评", "转移支付", shown(&profile.fund)].map(str::to_string).to_vec(),
            date: profile.date.value,
        },
        sections,
        draft_mark: None,
    }
}
