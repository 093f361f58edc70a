//! `ziping serve`: the clerk's page in a browser.

use crate::app::serve;

use super::folders::Folders;
use super::interrupt;
use super::print::{print, unusable};

pub fn run(folders: Folders, browse: bool) -> u8 {
    let stop = interrupt::listen();
    match serve::run(folders, browse, stop, print) {
        Ok(()) => 0,
        Err(finding) => unusable(&[*finding]),
    }
}
