//! `ziping trace`: a figure's chain down to the cells.

use std::collections::BTreeSet;

use crate::app::pipeline::examine;
use crate::app::year_folder::year_folders;
use crate::base::figure_id::FigureId;
use crate::base::place::Place;
use crate::model::figure::{Figure, Origin};
use crate::model::ledger::Ledger;

use super::folders::Folders;
use super::print::{print, unusable};

pub fn run(year: &str, term: &str, folders: &Folders) -> u8 {
    let tools = folders.tools();
    let years = tools.and_then(|tools| Ok((year_folders(&folders.input, &[year.to_string()])?, tools)));
    let (years, (resources, fonts)) = match years {
        Ok(found) => found,
        Err(findings) => return unusable(&findings),
    };
    let mut exit_code = 0;
    for year in &years {
        let examined = examine(year, &resources, &fonts);
        let Some(content) = &examined.content else {
            return unusable(&examined.findings);
        };
        let found = content.ledger.find(term);
        if found.is_empty() {
            eprintln!(
                "{}年度没有名称或数值是“{term}”的数字。可以只写名称的一部分，如：完成率、执行率、数量、得分。",
                year.name
            );
            exit_code = 2;
        }
        print(&chains(&found, &content.ledger));
    }
    exit_code
}

/// Each figure's chain; what was told of a figure is not told again.
fn chains(found: &[&Figure], ledger: &Ledger) -> String {
    let mut told = BTreeSet::new();
    let mut text = String::new();
    for figure in found {
        if told.contains(&figure.id) {
            continue;
        }
        add(figure, ledger, 0, &mut told, &mut text);
        text.push('\n');
    }
    text
}

fn add<'a>(figure: &'a Figure, ledger: &'a Ledger, depth: usize, told: &mut BTreeSet<&'a FigureId>, text: &mut String) {
    let indent = "    ".repeat(depth);
    let again = !told.insert(&figure.id);
    match &figure.origin {
        Origin::Read(place) => *text += &format!("{indent}{} = {}  ← {place}\n", figure.id, figure.quantity),
        Origin::Derived { by, .. } if again => {
            *text += &format!("{indent}{} = {}  ← {by}（见上面）\n", figure.id, figure.quantity);
        }
        Origin::Derived { by, inputs } => {
            *text += &format!("{indent}{} = {}  ← {by}\n", figure.id, figure.quantity);
            let inputs: Vec<&Figure> = inputs.iter().filter_map(|id| ledger.get(id)).collect();
            match cells(&inputs) {
                Some(line) => *text += &format!("{indent}    {line}\n"),
                None => inputs.into_iter().for_each(|input| add(input, ledger, depth + 1, told, text)),
            }
        }
    }
}

/// Many cells of one sheet on one line: 项目表 › 资金安排 › D10、D11…（共29格）.
fn cells(inputs: &[&Figure]) -> Option<String> {
    const FEW: usize = 4;
    if inputs.len() <= FEW {
        return None;
    }
    let mut addresses = Vec::new();
    let mut sheet_of_all: Option<(&str, &str)> = None;
    for input in inputs {
        let Origin::Read(Place::Cell { file, sheet, cell }) = &input.origin else { return None };
        if *sheet_of_all.get_or_insert((file, sheet)) != (file.as_ref(), sheet.as_ref()) {
            return None;
        }
        addresses.push(cell.as_str());
    }
    let (file, sheet) = sheet_of_all?;
    Some(format!("{file} › {sheet} › {}（共{}格）", addresses.join("、"), addresses.len()))
}
