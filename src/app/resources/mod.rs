//! What a run needs besides the input: the layout files, read and checked once for all years.

mod shipped;
mod texts;

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::app::fund_layouts::{COMMON, Choice, FundLayouts, LayoutsOfFunds};
use crate::app::init::plan::Starter;
use crate::app::year_folder::YearFolder;
use crate::base::file_words::io_words;
use crate::base::finding::Finding;
use crate::base::hash::sha256;
use crate::base::layout_fault::LayoutFault;
use crate::base::place::Place;
use crate::compose::{ChartLayout, TableLayout};
use crate::document::layout::Layout;
use crate::model::fund_rules::FundRules;
use crate::model::profile::Profile;
use crate::model::standards::Standards;
use crate::reading::{Reading, Recognition, read_year};
use crate::render::fonts::FontSet;
use crate::render::format::Tools;
use texts::{Texts, is_layout};

pub struct Resources {
    /// `layouts/公文.yaml`, the same for all.
    pub layout: Layout,
    /// `layouts/识别.yaml`, the same for all.
    pub recognition: Recognition,
    /// `layouts/核对.yaml`, the same for all.
    pub standards: Standards,
    /// `layouts/公文.typ`, the same for all.
    pub typst_template: String,
    pub funds: LayoutsOfFunds,
    /// Every layout file with its sha256, by name.
    pub hashes: BTreeMap<String, String>,
}

const PAGE: &str = "公文.yaml";
const TYPST: &str = "公文.typ";
const RECOGNITION: &str = "识别.yaml";
const STANDARDS: &str = "核对.yaml";
const CHOICES: &str = "式样.yaml";
/// Files that a fund cannot have of its own.
const SHARED: [&str; 5] = [PAGE, TYPST, RECOGNITION, STANDARDS, CHOICES];
const REPORT: &str = "自评报告.md";
const FORM: &str = "自评表.md";
const RULES: &str = "资金.yaml";
const STARTER: &str = "新建.yaml";
const STARTER_OF_OTHERS: &str = "新建别的资金.yaml";
/// Other `.yaml` files describe tables.
const CHART_ENDING: &str = "图.yaml";

impl Resources {
    /// What documents are set with.
    pub fn tools<'t>(&'t self, fonts: &'t FontSet) -> Tools<'t> {
        Tools { layout: &self.layout, template: &self.typst_template, fonts }
    }

    /// Reads the folder of layouts. Files that the program carries (feature `embed`) stand in for those that are not
    /// there.
    ///
    /// # Errors
    /// One finding for each file that is missing, unreadable or wrong.
    pub fn load(folder: &Path) -> Result<Resources, Vec<Finding>> {
        let mut faults = LayoutFaults::default();
        let (mut common, mut own) = shipped::texts();
        common.extend(read_texts(folder, "", &mut faults));
        for (name, path) in subfolders(folder) {
            let texts = read_texts(&path, &name, &mut faults);
            own.entry(name).or_default().extend(texts);
        }
        let own_hashes = own.iter().flat_map(|(name, texts)| hashes(name, texts));
        let hashes = hashes("", &common).into_iter().chain(own_hashes).collect();

        let mut take = |name: &str| {
            let text = common.remove(name);
            if text.is_none() {
                faults.missing(name, folder);
            }
            text
        };
        let [page, typst_template, recognition, standards, choices] = SHARED.map(&mut take);
        for name in [REPORT, FORM].into_iter().filter(|name| !common.contains_key(*name)) {
            faults.missing(name, folder);
        }
        // Of a file that is not there, that is all there is to say.
        let layout = page.and_then(|text| Layout::parse(&text).map_err(|list| faults.add_all("", PAGE, list)).ok());
        let words = recognition;
        let recognition = words
            .as_ref()
            .and_then(|text| Recognition::parse(text).map_err(|fault| faults.add("", RECOGNITION, fault)).ok());
        let standards =
            standards.and_then(|text| Standards::parse(&text).map_err(|fault| faults.add("", STANDARDS, fault)).ok());
        let choices: Option<Vec<Choice>> =
            choices.and_then(|text| parse(&text).map_err(|fault| faults.add("", CHOICES, fault)).ok());

        let mut by_name = BTreeMap::new();
        let mut base = FundLayouts::default();
        base.take("", &common, layout.as_ref(), &mut faults);
        for (name, texts) in &own {
            let mut layouts = base.clone();
            layouts.take(name, texts, layout.as_ref(), &mut faults);
            by_name.insert(name.clone(), layouts);
        }
        by_name.insert(COMMON.to_string(), base);
        if let (Some(recognition), Some(text)) = (&recognition, &words) {
            let rules = by_name.values().map(|layouts| &layouts.rules);
            faults.add_all("", RECOGNITION, recognition.fault_of_groups(text, rules));
        }
        let funds = LayoutsOfFunds { by_name, choices: choices.unwrap_or_default() };
        match (layout, recognition, standards, typst_template) {
            (Some(layout), Some(recognition), Some(standards), Some(typst_template)) if faults.0.is_empty() => {
                Ok(Resources { layout, recognition, standards, typst_template, funds, hashes })
            }
            _ => Err(faults.0),
        }
    }
}

impl Resources {
    /// The rules of the fund that a report is of.
    pub fn rules_of(&self, profile: &Profile) -> FundRules {
        self.funds.of(profile).0.rules.clone()
    }

    /// What a year's folder says.
    pub fn read(&self, year: &YearFolder) -> Reading {
        read_year(&year.path, &year.name, &self.recognition, &|profile| self.rules_of(profile))
    }
}

impl FundLayouts {
    /// Takes over what the files of a folder say; `folder` is empty for `layouts/` itself.
    fn take(&mut self, folder: &str, texts: &Texts, layout: Option<&Layout>, faults: &mut LayoutFaults) {
        for (name, text) in texts {
            match name.as_str() {
                REPORT => (self.templates.report, self.templates.report_file) = (text.clone(), path(folder, name)),
                FORM => (self.templates.form, self.templates.form_file) = (text.clone(), path(folder, name)),
                RULES => match parse::<FundRules>(text) {
                    Ok(rules) => {
                        faults.add_all(folder, name, rules.fault(text));
                        self.rules = rules;
                    }
                    Err(fault) => faults.add(folder, name, fault),
                },
                STARTER => match parse::<Starter>(text) {
                    Ok(starter) => self.starter = Some(starter),
                    Err(fault) => faults.add(folder, name, fault),
                },
                STARTER_OF_OTHERS => match parse::<Starter>(text) {
                    Ok(starter) => self.starter_of_others = Some(starter),
                    Err(fault) => faults.add(folder, name, fault),
                },
                shared if SHARED.contains(&shared) => {
                    let message = format!("“{name}”各种资金共用，不能放在“{folder}”里");
                    faults.add(folder, name, LayoutFault { line: None, message });
                }
                _ if name.ends_with(CHART_ENDING) => match parse::<ChartLayout>(text) {
                    Ok(mut chart) => {
                        chart.file = path(folder, name);
                        drop(self.templates.charts.insert(chart.name.clone(), chart));
                    }
                    Err(fault) => faults.add(folder, name, fault),
                },
                _ if name.ends_with(".yaml") => match parse::<TableLayout>(text) {
                    Ok(mut table) => {
                        table.file = path(folder, name);
                        faults.add_all(folder, name, layout.into_iter().flat_map(|layout| table.check(text, layout)));
                        self.templates.tables.insert(table.name.clone(), table);
                    }
                    Err(fault) => faults.add(folder, name, fault),
                },
                _ => {}
            }
        }
        // An outline of its own asks for texts of its own; the common blanks are those of another fund.
        if !folder.is_empty() && texts.contains_key(REPORT) {
            self.starter = self.starter.take().filter(|_| texts.contains_key(STARTER));
            if !texts.contains_key(STARTER_OF_OTHERS) {
                let asked = self.templates.texts();
                self.starter_of_others = self.starter_of_others.take().map(|starter| starter.asking(&asked));
            }
            self.starter_of_others = self.starter_of_others.take().map(|starter| starter.of_layouts(folder));
        }
    }
}

fn parse<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, LayoutFault> {
    serde_saphyr::from_str(text).map_err(|error| LayoutFault::of_yaml(&error, text))
}

/// What is wrong in `layouts/`.
#[derive(Default)]
struct LayoutFaults(Vec<Finding>);

impl LayoutFaults {
    fn add(&mut self, folder: &str, name: &str, fault: LayoutFault) {
        let file = path(folder, name);
        let place = match fault.line {
            Some(line) => Place::Line { file: file.as_str().into(), line },
            None => Place::file(&file),
        };
        let told = match name {
            RULES | STARTER | STARTER_OF_OTHERS | CHOICES => "写法见 docs/式样.md",
            RECOGNITION | STANDARDS => "各项的意思写在这个文件里",
            _ => "写法见 docs/版式.md",
        };
        self.0.push(
            Finding::error("Z023", format!("版式文件有错：{}", fault.message))
                .at(&place)
                .hint(format!("照提示改正（{told}），或用程序自带的同名文件换回。")),
        );
    }

    fn add_all(&mut self, folder: &str, name: &str, faults: impl IntoIterator<Item = LayoutFault>) {
        for fault in faults {
            self.add(folder, name, fault);
        }
    }

    fn missing(&mut self, name: &str, folder: &Path) {
        self.0.push(
            Finding::error("Z023", format!("版式目录里缺少文件“{name}”"))
                .at(&Place::file(&path("", name)))
                .hint(format!("把程序自带的 layouts/{name} 放回“{}”。", folder.display())),
        );
    }
}

/// As findings name a layout file: layouts/某资金/自评表.yaml.
fn path(folder: &str, name: &str) -> String {
    if folder.is_empty() { format!("layouts/{name}") } else { format!("layouts/{folder}/{name}") }
}

fn hashes(folder: &str, texts: &Texts) -> Vec<(String, String)> {
    let name = |name: &String| path(folder, name).trim_start_matches("layouts/").to_string();
    texts.iter().map(|(key, text)| (name(key), sha256(text.as_bytes()))).collect()
}

/// What stands in the folder itself, links as what they lead to.
fn entries(folder: &Path) -> walkdir::WalkDir {
    walkdir::WalkDir::new(folder).max_depth(1).follow_links(true).sort_by_file_name()
}

/// The folders of funds' own layouts, by name.
fn subfolders(folder: &Path) -> impl Iterator<Item = (String, PathBuf)> {
    let entries = entries(folder).min_depth(1).into_iter();
    let entries = entries.filter_map(Result::ok).filter(|entry| entry.file_type().is_dir());
    entries
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.into_path()))
        .filter(|(name, _)| !name.starts_with('.'))
}

fn read_texts(folder: &Path, own: &str, faults: &mut LayoutFaults) -> Texts {
    let mut texts = BTreeMap::new();
    let unreadable = |name: &str, words: String| {
        Finding::error("Z023", format!("版式文件读不出来：{words}"))
            .at(&Place::file(&path(own, name)))
            .hint("确认文件没有损坏、编码是 UTF-8、有读取权限；是链接的，确认它指的文件还在。")
    };
    for entry in entries(folder) {
        let entry = match entry {
            Ok(entry) => entry,
            // A program that carries its layouts needs no folder of them.
            Err(error) if error.depth() == 0 && error.io_error().is_some_and(|e| e.kind() == ErrorKind::NotFound) => {
                continue;
            }
            Err(error) => {
                let name = error.path().filter(|path| *path != folder).and_then(Path::file_name).unwrap_or_default();
                let words = error.io_error().map_or_else(|| error.to_string(), io_words);
                faults.0.push(unreadable(&name.to_string_lossy(), words));
                continue;
            }
        };
        let name = entry.file_name().to_string_lossy().into_owned();
        if !entry.file_type().is_file() || !is_layout(&name) {
            continue;
        }
        match std::fs::read_to_string(entry.path()) {
            // A checkout on Windows may have turned line ends.
            Ok(text) => {
                texts.insert(name, text.replace("\r\n", "\n"));
            }
            Err(error) => faults.0.push(unreadable(&name, io_words(&error))),
        }
    }
    texts
}

/// A folder that ships with the program: beside the working folder, else beside the program itself or above it.
pub fn shipped_folder(name: &str) -> PathBuf {
    let here = PathBuf::from(name);
    if here.is_dir() {
        return here;
    }
    let program = std::env::current_exe().ok();
    let above = program.iter().flat_map(|path| path.ancestors().skip(1).take(4));
    above.map(|folder| folder.join(name)).find(|folder| folder.is_dir()).unwrap_or(here)
}
