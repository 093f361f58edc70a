//! `ziping rules`: what is checked, and why.

use crate::judge::rules;
use crate::judge::sarif::RulePage;

use super::print::print;

/// Code, title and page of each rule.
pub(in crate::app) fn all() -> Vec<RulePage> {
    rules().map(|rule| (rule.code, rule.title, rule.doc)).collect()
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
