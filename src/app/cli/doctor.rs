//! `ziping doctor`: is all in order here?

use crate::app::doctor::{State, check};

use super::folders::Folders;
use super::print::print;

pub fn run(folders: &Folders) -> u8 {
    let all = check(folders);
    for one in &all {
        print(&format!("{} {}：{}\n", one.state.sign(), one.about, one.words));
        if !one.remedy.is_empty() {
            print(&format!("   {}\n", one.remedy));
        }
    }
    if all.iter().any(|one| one.state == State::Bad) { 2 } else { 0 }
}
