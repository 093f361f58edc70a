//! `ziping init`: next year's folder.

use crate::audit::finding::Finding;
use crate::init::{MARK, init};
use crate::pipeline::year_folders;

use super::{Folders, print, unusable};

pub fn run(year: &str, from: Option<&str>, folders: &Folders) -> u8 {
    match made(year, from, folders) {
        Ok((from, files)) => {
            let list: String = files.iter().map(|file| format!("  {file}\n")).collect();
            let folder = folders.input.join(year);
            print(&format!(
                "已照“{from}”建好“{}”：\n{list}接下来：填三张表（每栏的填法在表头的批注里），在 YAML 里找“{MARK}”逐处更新，再运行 ziping {year}。\n",
                folder.display()
            ));
            0
        }
        Err(findings) => unusable(&findings),
    }
}

fn made(year: &str, from: Option<&str>, folders: &Folders) -> Result<(String, Vec<String>), Vec<Finding>> {
    let number: u16 = year.parse().ok().filter(|year| (1990..=2200).contains(year)).ok_or_else(|| {
        vec![
            Finding::error("Z014", format!("“{year}”不是年度"))
                .expected("四位数的年份，如 2026")
                .hint("改正年度再运行。"),
        ]
    })?;
    let resources = folders.resources()?;
    let from = match from {
        Some(from) => from.to_string(),
        // The latest year that there is.
        None => year_folders(&folders.input, &[])?.pop().map(|folder| folder.name).unwrap_or_default(),
    };
    let files = init(&folders.input, number, &from, &resources.recognition)?;
    Ok((from, files))
}
