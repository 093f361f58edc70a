//! `ziping form`: the blank form for the units.

use crate::app::init::blank_form;
use crate::app::output::{OutputFile, file_name, write_all};
use crate::app::pipeline::{year_folders, year_name};
use crate::base::finding::Finding;
use crate::base::place::Place;
use crate::compose::shown;
use crate::model::project::Project;
use crate::reading::read_year;

use super::folders::Folders;
use super::init::year_of;
use super::print::{print, unusable};

const NAME: &str = "单位自评表（空白）.xlsx";
/// The folder of the projects' own forms.
const EACH: &str = "单位自评表（按项目）";

pub fn run(name: &str, folders: &Folders) -> u8 {
    match made(name, folders) {
        Ok(file) => {
            print(&format!(
                "已做好“{file}”，和旁边“{EACH}”里每个项目一份、印好名称、单位和安排资金的表，可以发给各承担单位。收回来的放进“{}”，一个项目一份。\n",
                folders.input.join(name).join("单位自评").display()
            ));
            0
        }
        Err(findings) => unusable(&findings),
    }
}

/// Where the blank form was put, in words.
pub(in crate::app) fn made(name: &str, folders: &Folders) -> Result<String, Vec<Finding>> {
    let year = year_of(&year_name(name))?;
    let resources = folders.resources()?;
    let folder = year_folders(&folders.input, &[name.to_string()])?.remove(0);
    let outline =
        read_year(&folder.path, &folder.name, &resources.recognition, &|profile| resources.rules_of(profile)).outline;
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
    let form = |project: Option<&Project<'_>>| {
        blank_form::write(&outline, shown(&profile.fund), &layouts.rules, year, project).map_err(|error| {
            vec![Finding::error("Z041", format!("空表写不出来：{error}")).at(&place).hint("请反馈这条信息。")]
        })
    };
    let bytes = form(None)?;
    let output = folders.output.join(&folder.name);
    let mut own = Vec::new();
    for (number, project) in (1u32..).zip(outline.projects()) {
        let name = file_name(&format!("{number:03} {}.xlsx", shortened(&project.name.value)));
        own.push(OutputFile { name, bytes: form(Some(&project))? });
    }
    if !own.is_empty() {
        write_all(&output.join(EACH), &own, &Default::default()).map_err(|finding| vec![*finding])?;
    }
    let files = [OutputFile { name: NAME.into(), bytes }];
    let kept = write_all(&output, &files, &Default::default()).map_err(|finding| vec![*finding])?;
    let kept = kept.first().map_or_else(String::new, |kept| format!("（原来的那份留作“{}”）", kept.kept_as));
    Ok(format!("{}{kept}", output.join(NAME).display()))
}

/// A name that any system takes in a path.
fn shortened(name: &str) -> String {
    const LONGEST: usize = 40;
    name.chars().take(LONGEST).collect()
}
