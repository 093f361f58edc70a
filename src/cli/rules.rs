//! `ziping rules`: what is checked, and why.

use crate::audit::rules;

use super::print;

pub fn run(code: Option<&str>) -> u8 {
    let Some(code) = code else {
        let lines: String = rules().iter().map(|rule| format!("{}  {}\n", rule.code, rule.title)).collect();
        print(&lines);
        return 0;
    };
    match rules().iter().find(|rule| rule.code.eq_ignore_ascii_case(code)) {
        Some(rule) => {
            print(&format!("{}\n", rule.doc.trim()));
            0
        }
        None => {
            eprintln!("没有代码为“{code}”的规则。看全部规则：ziping rules");
            2
        }
    }
}
