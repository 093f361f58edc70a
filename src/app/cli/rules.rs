//! `ziping rules`: what is checked, and why.

use crate::judge::sarif::RulePage;
use crate::judge::{means, rules};

use super::print::print;

/// Code, title and page of each rule.
pub(in crate::app) fn all() -> Vec<RulePage> {
    rules().map(|rule| (rule.code, rule.title, rule.doc)).collect()
}

pub fn run(code: Option<&str>) -> u8 {
    let all = all();
    let Some(code) = code else {
        print(&all.iter().map(|(code, title, _)| format!("{code}  {title}\n")).collect::<String>());
        return 0;
    };
    let written = code.to_uppercase();
    let pages: Vec<&str> = all.iter().filter(|(code, ..)| means(&written, code)).map(|(.., doc)| doc.trim()).collect();
    if pages.is_empty() {
        eprintln!("没有代码为“{code}”的规则。看全部规则：ziping rules");
        return 2;
    }
    print(&format!("{}\n", pages.join("\n\n")));
    0
}
