//! What is said before a command ends, and the exit code that goes with it.

use crate::app::pipeline::Refused;
use crate::base::finding::Finding;
use crate::judge::report_text::{render_one, render_text};

/// To stdout; a reader that went away (a closed pipe) is no error.
pub fn print(text: &str) {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// What was not done comes first, then why: of a year that is not in order, how many problems and the first few.
pub fn refused(not_done: &str, reason: &Refused) -> u8 {
    const FEW: usize = 3;
    match reason {
        Refused::Unusable(findings) => {
            eprintln!("{not_done}。");
            unusable(findings)
        }
        Refused::NotInOrder { year, findings } => {
            let first: String = findings.iter().take(FEW).map(render_one).collect();
            let count = findings.len();
            eprintln!("{not_done}：“{year}”还有{count}处问题要先改。开头的{}处：", count.min(FEW));
            eprintln!("{first}全部问题用这条命令看：ziping check {year}");
            2
        }
    }
}

/// Findings before any year could be looked at: to stderr, exit code 2.
pub fn unusable(findings: &[Finding]) -> u8 {
    eprint!("{}", render_text(findings, &[], false));
    2
}
