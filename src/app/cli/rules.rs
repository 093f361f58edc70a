//! `ziping rules`: what is checked, and why.

use crate::judge::TIE_RULE;
use crate::judge::TYPED_RULE;
use crate::judge::sarif::RulePage;
use crate::judge::{document_rules, rules};

use super::print::print;

/// Code, title and page of each rule.
pub(in crate::app) fn all() -> Vec<RulePage> {
    let of_years = rules().iter().map(|rule| (rule.code, rule.title, rule.doc));
    let of_documents = document_rules().into_iter().map(|rule| (rule.code, rule.title, rule.doc));
    let typed = (TYPED_RULE.code, TYPED_RULE.title, TYPED_RULE.doc);
    let tie = (TIE_RULE.code, TIE_RULE.title, TIE_RULE.doc);
    of_years.chain([typed]).chain(of_documents).chain([tie]).collect()
}

pub fn run(code: Option<&str>) -> u8 {
    let mut all = all().into_iter();
    let Some(code) = code else {
        print(&all.map(|(code, title, _)| format!("{code}  {title}\n")).collect::<String>());
        return 0;
    };
    match all.find(|(known, ..)| known.eq_ignore_ascii_case(code)) {
        Some((_, _, doc)) => {
            print(&format!("{}\n", doc.trim()));
            0
        }
        None => {
            eprintln!("没有代码为“{code}”的规则。看全部规则：ziping rules");
            2
        }
    }
}
