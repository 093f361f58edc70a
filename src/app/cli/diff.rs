//! `ziping diff`: what is different between two years.

use crate::app::pipeline::Refused;
use crate::app::year_folder::year_folders;
use crate::base::grouping::group;
use crate::model::report::Report;
use crate::model::year_on_year::{Change, Difference, Item, What, compare};

use super::folders::Folders;
use super::print::{print, refused};

pub fn run(old: &str, new: &str, folders: &Folders, json: bool) -> u8 {
    match compared(old, new, folders) {
        Ok((difference, counts)) => {
            if json {
                let years = serde_json::json!({ "old": old, "new": new, "difference": difference });
                print(&format!("{years:#}\n"));
            } else {
                print(&shown(old, new, &difference, counts));
            }
            0
        }
        Err(reason) => refused("没有比较", &reason),
    }
}

/// How many of them a year has.
#[derive(Clone, Copy)]
pub(in crate::app) struct Counts {
    pub projects: usize,
    pub forms: usize,
}

/// The difference, and how many projects and units' forms each year has.
pub(in crate::app) fn compared(old: &str, new: &str, folders: &Folders) -> Result<(Difference, [Counts; 2]), Refused> {
    let resources = folders.resources()?;
    let read = |year: &str| -> Result<Report, Refused> {
        let folder = year_folders(&folders.input, &[year.to_string()])?.remove(0);
        let (reading, year) = (resources.read(&folder), folder.name);
        reading.report.filter(Report::is_whole).ok_or(Refused::NotInOrder { year, findings: group(reading.findings) })
    };
    let (old, new) = (read(old)?, read(new)?);
    let counts = [&old, &new]
        .map(|report| Counts { projects: report.projects.projects().count(), forms: report.unit_forms.len() });
    Ok((compare(&old, &new), counts))
}

fn shown(old: &str, new: &str, difference: &Difference, counts: [Counts; 2]) -> String {
    let mut text = format!(
        "{old} 年 → {new} 年\n\n数字（变了{}个，相同{}个）\n",
        difference.figures.len(),
        difference.same_figures
    );
    for change in &difference.figures {
        text += &format!("  {}\n", one(change));
    }
    text += "\n指标\n";
    text += &items(&difference.indicators);
    text += &format!("\n项目（{old} 年{}个，{new} 年{}个）\n", counts[0].projects, counts[1].projects);
    text += &items(&difference.projects);
    if counts.iter().any(|year| year.forms > 0) {
        let [before, after] = counts.map(|year| year.forms);
        text += &format!("\n单位自评表（{old} 年{before}份，{new} 年{after}份；各份的数不逐个比）\n");
    }
    text += "\n文字\n";
    if difference.texts.is_empty() {
        text += "  没有变化\n";
    }
    for change in &difference.texts {
        text += &format!("  {}\n", change.name);
        text += &change.removed.iter().map(|line| format!("    － {line}\n")).collect::<String>();
        text += &change.added.iter().map(|line| format!("    ＋ {line}\n")).collect::<String>();
    }
    text
}

fn items(items: &[Item]) -> String {
    if items.is_empty() {
        return "  没有变化\n".into();
    }
    let mut text = String::new();
    for (what, title) in [(What::Changed, "变了"), (What::Added, "新增"), (What::Removed, "没有了")] {
        let of_kind: Vec<&Item> = items.iter().filter(|item| item.what == what).collect();
        if of_kind.is_empty() {
            continue;
        }
        text += &format!("  {title}{}个：\n", of_kind.len());
        for item in of_kind {
            let renamed = item.renamed_from.as_ref().map_or(String::new(), |name| format!("（原来可能叫“{name}”）"));
            let changes = item.changes.iter().map(|change| match what {
                What::Changed => one(change),
                _ => change.new.clone().or(change.old.clone()).unwrap_or_default(),
            });
            let changes: Vec<String> = changes.collect();
            text += &format!("    {}{renamed}：{}\n", item.name, changes.join("，"));
        }
    }
    text
}

/// 资金.预算数：10000 → 10930（+930，+9.3%）
fn one(change: &Change) -> String {
    let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "没有".into());
    let by = change.by.as_ref().map_or(String::new(), |by| format!("（{by}）"));
    format!("{}：{} → {}{by}", change.name, side(&change.old), side(&change.new))
}
