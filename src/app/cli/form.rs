//! `ziping form`: the blank form for the units.

use crate::app::init::blank_form::{self, Recipient};
use crate::app::output::{OutputFile, file_name, unmade, write_all};
use crate::app::year_folder::{year_folders, year_name};
use crate::base::finding::Finding;
use crate::base::place::Place;
use crate::compose::shown;
use crate::model::project::Project;

use super::folders::Folders;
use super::init::year_of;
use super::print::{print, unusable};

const NAME: &str = "单位自评表（空白）.xlsx";

/// What was made.
pub(in crate::app) struct Made {
    /// The year's folder, which may be asked for by the year alone.
    year: String,
    /// Where the blank form was put, in words.
    pub file: String,
    each: Option<Each>,
}

/// The forms with the names and the money of those who fill them in.
#[derive(Clone, Copy)]
enum Each {
    Project,
    Area,
}

impl Each {
    /// Their folder.
    fn folder(self) -> &'static str {
        match self {
            Each::Project => "单位自评表（按项目）",
            Each::Area => "单位自评表（按地区）",
        }
    }

    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Each::Project => ("每个项目一份、印好名称、单位和安排资金", "各承担单位", "一个项目一份"),
            Each::Area => ("每个地区一份、印好地区和分配资金", "各地区", "一个地区一份"),
        }
    }
}

pub fn run(name: &str, folders: &Folders) -> u8 {
    match made(name, folders) {
        Ok(Made { year, file, each }) => {
            let back = folders.input.join(year).join("单位自评");
            let back = back.display();
            print(&match each {
                Some(each) => {
                    let (printed, to, count) = each.words();
                    let folder = each.folder();
                    format!(
                        "已做好“{file}”，和旁边“{folder}”里{printed}的表，可以发给{to}。收回来的放进“{back}”，{count}。\n"
                    )
                }
                None => format!("已做好“{file}”，可以发给填表的单位。收回来的放进“{back}”，一个单位一份。\n"),
            });
            0
        }
        Err(findings) => unusable(&findings),
    }
}

/// Writes the blank form, and one for each project, or for each area with money where there are no projects.
pub(in crate::app) fn made(name: &str, folders: &Folders) -> Result<Made, Vec<Finding>> {
    let year = year_of(&year_name(name))?;
    let resources = folders.resources()?;
    let folder = year_folders(&folders.input, &[name.to_string()])?.remove(0);
    let outline = resources.read(&folder).outline;
    let place = Place::file(&folder.name);
    let Some(profile) = outline.profile.as_ref().filter(|_| !outline.indicators.is_empty()) else {
        return Err(vec![
            Finding::error("Z014", "还做不出空表：缺少指标表或 报告.yaml")
                .expected("指标表里有一级、二级、三级指标，报告.yaml 的“报告”写全了")
                .at(&place)
                .hint("先运行 ziping check 看缺什么，补齐再运行。"),
        ]);
    };
    let (layouts, _) = resources.funds.of(profile);
    let fund = shown(&profile.fund);
    let form = |own: Option<Recipient<'_>>| {
        blank_form::write(&outline, fund, &layouts.rules, year, own).map_err(|error| unmade(NAME, error))
    };
    let bytes = form(None)?;
    let output = folders.output.join(&folder.name);
    let projects: Vec<Project> = outline.projects().collect();
    let of_projects = projects.iter().map(|project| Recipient {
        name: &project.name.value,
        unit: &project.unit.value,
        amount: project.amount.value,
    });
    let areas = outline.allotments.rows.iter().filter_map(|row| Some((row.area.value()?, *row.amount.value()?)));
    let areas = areas.filter(|(_, amount)| !amount.is_zero());
    let of_areas = areas.map(|(unit, amount)| Recipient { name: fund, unit, amount });
    let (each, recipients): (Each, Vec<Recipient>) = match projects.is_empty() {
        false => (Each::Project, of_projects.collect()),
        true => (Each::Area, of_areas.collect()),
    };
    let mut own = Vec::new();
    for (number, recipient) in (1u32..).zip(&recipients) {
        let called = if projects.is_empty() { recipient.unit } else { recipient.name };
        let name = file_name(&format!("{number:03} {}.xlsx", shortened(called)));
        own.push(OutputFile { name, bytes: form(Some(*recipient))? });
    }
    if !own.is_empty() {
        write_all(&output.join(each.folder()), &own, &Default::default()).map_err(|finding| vec![*finding])?;
    }
    let files = [OutputFile { name: NAME.into(), bytes }];
    let kept = write_all(&output, &files, &Default::default()).map_err(|finding| vec![*finding])?;
    let kept = kept.first().map_or_else(String::new, |kept| format!("（原来的那份留作“{}”）", kept.kept_as));
    let file = format!("{}{kept}", output.join(NAME).display());
    Ok(Made { year: folder.name, file, each: (!own.is_empty()).then_some(each) })
}

/// A name that any system takes in a path.
fn shortened(name: &str) -> String {
    const LONGEST: usize = 40;
    name.chars().take(LONGEST).collect()
}
