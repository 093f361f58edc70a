//! `ziping init`: a new year's folder.

use crate::app::fund_layouts::{COMMON, is_short_for};
use crate::app::init::{Source, init};
use crate::app::pipeline::Refused;
use crate::app::resources::Resources;
use crate::app::year_folder::{YearFolder, year_folders, year_name};
use crate::base::finding::Finding;
use crate::base::place::Place;
use crate::sheets::fault::MARK;

use super::folders::Folders;
use super::print::{print, refused};

/// `layouts` is the name of the fund's layouts whose official form is wanted.
pub fn run(name: &str, from: Option<&str>, layouts: Option<&str>, folders: &Folders) -> u8 {
    let name = &year_name(name);
    match made(name, from, layouts, folders) {
        Ok(Made { name, from, files }) => {
            let list: String = files.iter().map(|file| format!("  {file}\n")).collect();
            let folder = folders.input.join(&name);
            print(&format!(
                "已照{from}建好“{}”：\n{list}接下来：填三张表（每栏的填法在表头的批注里），在 YAML 里找“{MARK}”逐处更新，再运行 ziping {name}。\n要请承担单位填自评表的，填好指标值后运行 ziping form {name}，做出发给单位的空表。\n",
                folder.display()
            ));
            0
        }
        Err(reason) => refused(&format!("没有建好“{}”", folders.input.join(name).display()), &reason),
    }
}

/// A year's folder that was made: its name, what it was made from, and its files.
pub(in crate::app) struct Made {
    pub name: String,
    pub from: String,
    pub files: Vec<String>,
}

/// Makes a year's folder. After a year of a fund, it is called after that fund too.
pub(in crate::app) fn made(
    name: &str,
    from: Option<&str>,
    layouts: Option<&str>,
    folders: &Folders,
) -> Result<Made, Refused> {
    let year = year_of(name)?;
    let resources = folders.resources()?;
    let all = || year_folders(&folders.input, &[]).unwrap_or_default();
    let earlier = match (from, layouts) {
        (Some(from), _) => year_folders(&folders.input, &[from.to_string()])?.pop().map(|folder| folder.name),
        (None, Some(_)) => None,
        (None, None) => nearest_earlier(name, year, &all(), &resources),
    };
    let is_plain = name.bytes().all(|byte| byte.is_ascii_digit());
    let of_a_fund = earlier.as_deref().and_then(fund_of).filter(|_| is_plain).map(|fund| format!("{year}-{fund}"));
    let name = of_a_fund.as_deref().unwrap_or(name);
    let made = |from: String, files: Vec<String>| Made { name: name.to_string(), from, files };
    if let Some(from) = earlier {
        let begun = init(&folders.input, name, year, &Source::Year(&from), &resources)?;
        let lost = match begun.lost.as_slice() {
            [] => String::new(),
            lost => format!("（上年的表还有{}，新表里没有，要用的自己加）", lost.join("、")),
        };
        return Ok(made(format!("“{from}”{lost}"), begun.files));
    }
    let of_fund = || fund_of(name).and_then(|fund| resources.funds.named_after(fund, year));
    let wanted = layouts.or_else(of_fund).unwrap_or(COMMON);
    let Some(fund) = resources.funds.by_name.get(wanted) else {
        return Err(Refused::Unusable(vec![
            Finding::error("Z024", format!("没有“{wanted}”这个式样"))
                .expected(resources.funds.by_name.keys().cloned().collect::<Vec<_>>().join("、"))
                .actual(wanted)
                .hint("改正名称再运行。"),
        ]));
    };
    // The folder's name says which fund it is; what belongs to another would be carried into its report.
    let is_another = |own: &&str| fund.starter.as_ref().is_none_or(|starter| !is_short_for(own, starter.fund()));
    let own = fund_of(name).filter(is_another);
    let of_others = own.and_then(|own| Some((own, fund.starter_of_others.as_ref()?.named(own))));
    let starter = of_others.as_ref().map(|(_, starter)| starter).or(fund.starter.as_ref());
    let Some(starter) = starter else {
        return Err(Refused::Unusable(vec![
            Finding::error("Z014", "这个式样没有空白的表（新建.yaml）")
                .at(&Place::file("layouts"))
                .hint("年度写成“2026-资金名称”，就有这项资金的空白表；或用 --from 照以前的年度建，或在式样文件夹里写一份 新建.yaml（写法见 docs/式样.md）。"),
        ]));
    };
    let files = init(&folders.input, name, year, &Source::Form(starter, &fund.rules), &resources)?.files;
    if let Some((own, _)) = &of_others {
        let what =
            format!("“{wanted}”式样、给别的资金用的空白表（没有“{own}”自己的，支持方向、指标、部门、文字都要自己填）");
        return Ok(made(what, files));
    }
    // Folders of later years are no base, unless somebody says so.
    let later = all().into_iter().rfind(|folder| layouts.is_none() && folder.name != name);
    let why = later.map_or_else(String::new, |later| {
        format!("（没有{year}年以前的年度；要照“{0}”建，把它移走，再加 --from {0}）", later.name)
    });
    Ok(made(format!("“{wanted}”式样的空白表{why}"), files))
}

/// The year in the folder's name: 2026, or 2026-土壤污染防治资金.
pub(super) fn year_of(name: &str) -> Result<u16, Vec<Finding>> {
    let (digits, rest) = name.split_at(name.bytes().take_while(u8::is_ascii_digit).count());
    let year = digits.parse().ok().filter(|year| (1990..=2200).contains(year));
    let is_name = rest.is_empty() || rest.starts_with('-') && !rest.contains(['/', '\\']);
    // 2026年某资金
    let fund = rest.trim_start_matches(['年', '度', '_', ' ', '－', '—', '–', '/', '\\']);
    let hint = year.filter(|_| !fund.is_empty()).map(|year| format!("写成“{year}-{fund}”再运行。"));
    year.filter(|_| is_name).ok_or_else(|| {
        vec![
            Finding::error("Z014", format!("“{name}”不是年度"))
                .expected("四位数的年份，如 2026；几种资金的，写成 2026-资金名称")
                .hint(hint.unwrap_or_else(|| "改正年度再运行。".into())),
        ]
    })
}

/// 土壤污染防治资金 of 2026-土壤污染防治资金.
fn fund_of(name: &str) -> Option<&str> {
    name.split_once('-').map(|(_, fund)| fund)
}

/// The nearest earlier folder of the same fund, by its name or by what its YAML says. Where the name says no fund, the
/// nearest of all, which may be a fund's of the same year. A fund without one begins from its official form, or from that of
/// other funds.
fn nearest_earlier(name: &str, year: u16, all: &[YearFolder], resources: &Resources) -> Option<String> {
    let until = |last: u16| all.iter().filter(move |folder| year_of(&folder.name).is_ok_and(|known| known <= last));
    let is_of = |folder: &&YearFolder| match (fund_of(&folder.name), fund_of(name)) {
        (None, Some(fund)) => stated_fund(folder, resources).is_some_and(|stated| is_short_for(fund, &stated)),
        (own, fund) => own == fund,
    };
    let same = until(year - 1).rfind(is_of);
    let other = until(year).rfind(|folder| fund_of(name).is_none() && folder.name != name);
    same.or(other).map(|folder| folder.name.clone())
}

/// The fund that the folder's YAML names.
fn stated_fund(folder: &YearFolder, resources: &Resources) -> Option<String> {
    resources.read(folder).outline.profile?.fund.value().cloned()
}
