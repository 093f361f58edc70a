//! `ziping manual`: the manual as a PDF.

use crate::app::manual::{FILE_NAME, pdf};
use crate::app::output::{OutputFile, write_all};
use crate::base::finding::Finding;
use crate::base::place::Place;

use super::folders::Folders;
use super::print::{print, unusable};

pub fn run(folders: &Folders) -> u8 {
    match made(folders) {
        Ok(()) => {
            print(&format!("已做好“{}”。\n", folders.output.join(FILE_NAME).display()));
            0
        }
        Err(findings) => unusable(&findings),
    }
}

fn made(folders: &Folders) -> Result<(), Vec<Finding>> {
    let (resources, fonts) = folders.tools()?;
    let bytes = pdf(&resources, &fonts).map_err(|error| {
        let hint = "如果改过 layouts 里的文件，请换回原来的；否则请反馈这条信息。";
        vec![Finding::error("Z041", format!("“{FILE_NAME}”排不出来：{error}")).at(&Place::file(FILE_NAME)).hint(hint)]
    })?;
    let file = OutputFile { name: FILE_NAME.into(), bytes };
    write_all(&folders.output, &[file], &Default::default()).map_err(|finding| vec![*finding])?;
    Ok(())
}
