//! A year folder from input to output, and the batch over many.

use std::borrow::Cow;
use std::path::Path;

use crate::app::annotate::annotate;
use crate::app::as_finished::finished_of;
use crate::app::checklist::{self, Checklist, Links};
use crate::app::form_grid;
use crate::app::form_summary;
use crate::app::output::manifest::Summary;
use crate::app::output::{OutputFile, file_name, unmade};
use crate::app::read_from;
use crate::app::resources::Resources;
use crate::app::year_folder::YearFolder;
use crate::base::finding::{Finding, Severity};
use crate::base::grouping::group;
use crate::base::guard::{Panicked, guarded};
use crate::base::parallel::both;
use crate::base::place::Place;
use crate::compose::{Composed, PENDING, compose, shown};
use crate::document::{Document, Paragraph, wordings};
use crate::judge::accepted::accept;
use crate::judge::{Audit, Case, TypedFigures, judge};
use crate::model::ledger::Ledger;
use crate::model::report::Report;
use crate::prose::KnownFigures;
use crate::reading::finished::ReadDocument;
use crate::reading::{InputFile, Normalisation, read_with_last_year};
use crate::render::fonts::{FontSet, MissingGlyph, Shapeless};
use crate::render::format::{Exported, FileFormat};
use crate::render::formats::FORMATS;
use crate::render::lines::fit;

/// Why nothing can be made of a year, or of two.
pub enum Refused {
    /// The year is there; these errors must be mended first.
    NotInOrder {
        year: String,
        findings: Vec<Finding>,
    },
    Unusable(Vec<Finding>),
}

impl From<Vec<Finding>> for Refused {
    fn from(findings: Vec<Finding>) -> Refused {
        Refused::Unusable(findings)
    }
}

/// Everything known of a year before anything is written.
pub struct Examined {
    pub folder: YearFolder,
    pub inputs: Vec<InputFile>,
    /// All findings, worst first.
    pub findings: Vec<Finding>,
    /// What was understood otherwise than it is written.
    pub normalisations: Vec<Normalisation>,
    /// Something could not be used at all (exit code 2).
    pub unusable: bool,
    /// Absent where too little could be read to compose a draft of.
    pub content: Option<Content>,
}

pub struct Content {
    pub report: Report,
    pub ledger: Ledger,
    pub audit: Audit,
    pub composed: Composed,
    /// The form as it was composed: its table in one piece, whatever pages it stands on.
    form: Document,
    /// The figures that people typed into texts.
    pub typed: TypedFigures,
    /// Characters that no font has.
    missing: Vec<char>,
}

impl Examined {
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// Something keeps final files from being made.
    pub fn is_draft(&self) -> bool {
        self.unusable || self.count(Severity::Error) > 0
    }

    /// 0 nothing wrong, 1 errors found, 2 unusable input.
    pub fn exit_code(&self) -> u8 {
        match () {
            () if self.unusable || self.content.is_none() => 2,
            () if self.count(Severity::Error) > 0 => 1,
            () => 0,
        }
    }
}

/// Reads, checks and composes a year. Writes nothing.
pub fn examine(folder: &YearFolder, resources: &Resources, fonts: &FontSet) -> Examined {
    guarded(|| examined(folder, resources, fonts)).unwrap_or_else(|panic| Examined {
        folder: folder.clone(),
        inputs: Vec::new(),
        findings: vec![failed(folder, &panic)],
        normalisations: Vec::new(),
        unusable: true,
        content: None,
    })
}

/// A year in which the program went wrong outside of any one rule or text.
fn failed(folder: &YearFolder, Panicked(words): &Panicked) -> Finding {
    Finding::error("Z048", "这一年没有做完：程序出了错")
        .actual(words)
        .at(&Place::file(&folder.name))
        .hint("别的年度照常做。请把这条信息连同这一年的文件一起反馈；上次的文件没有动。")
}

fn examined(folder: &YearFolder, resources: &Resources, fonts: &FontSet) -> Examined {
    let reading =
        read_with_last_year(&folder.path, &folder.name, &resources.recognition, &|profile| resources.rules_of(profile));
    let mut findings = reading.findings;
    let mut fonts_are_whole = true;
    // Held against the wrong layouts, nothing else that is found says anything.
    let mut astray = None;
    let content = reading.report.map(|report| {
        let (layouts, fault) = resources.funds.of(&report.profile);
        astray = fault.clone().filter(|fault| fault.severity == Severity::Error);
        findings.extend(fault);
        let samples = layouts.foreign_samples(&report, &findings);
        findings.extend(samples);
        let ledger = Ledger::of(&report);
        let (mut composed, faults) = compose(&report, &ledger, &layouts.templates, &resources.layout);
        let form = composed.form.clone();
        let Composed { report: body, form: own_form, texts } = &mut composed;
        let typed = || {
            let figures = KnownFigures::of_report(&report, &ledger, &resources.standards);
            TypedFigures::of_texts(texts, &figures, &resources.standards)
        };
        let (typed, _) =
            both(typed, || both(|| fit(own_form, &resources.layout, fonts), || fit(body, &resources.layout, fonts)));
        let document = finished_of(&composed.report, &composed.report.properties.title);
        let document = ReadDocument::of(&document, &resources.recognition).with_rules(report.rules.clone());
        // Where texts could not be read, nothing can be said of them.
        let document = Some(&document).filter(|_| report.unread_texts.is_empty());
        // What an unread file holds is not missing: what composing without it says would be advice that is wrong.
        if report.unread_texts.is_empty() {
            findings.extend(faults);
        }
        let case = Case { report: Some(&report), document, typed: Some(&typed), told: &findings, remade: None };
        let (glyphs, audit) = both(|| fonts.missing_glyphs(&composed.report), || judge(&case, &resources.standards));
        findings.extend(audit.findings.iter().cloned());
        findings.extend(glyphs.iter().map(|glyph| missing_glyph(glyph, &composed.report, &ledger)));
        fonts_are_whole = glyphs.iter().all(|glyph| glyph.shapeless.is_none());
        let missing = glyphs.iter().map(|glyph| glyph.character).collect();
        Content { report, ledger, audit, composed, form, typed, missing }
    });
    if let Some(content) = &content {
        let faults = accept(&mut findings, &content.report.accepted, &content.audit.outcomes);
        findings.extend(faults);
        // Not even what was accepted makes a final document of one that lacks something.
        if findings.iter().all(|finding| finding.severity != Severity::Error) {
            findings.extend([&content.composed.report, &content.composed.form].into_iter().filter_map(pending));
        }
    }
    let findings = astray.filter(|_| !reading.unusable).map_or(findings, |cause| vec![cause]);
    let mut findings = group(findings);
    // Stable: within a severity, findings stay in the order of reading, then of the rules.
    findings.sort_by_key(|finding| finding.severity);
    let (inputs, normalisations, unusable) = (reading.inputs, reading.normalisations, reading.unusable);
    // With a damaged font not even a draft can be read.
    let content = content.filter(|_| fonts_are_whole);
    Examined { folder: folder.clone(), inputs, findings, normalisations, unusable, content }
}

fn missing_glyph(glyph: &MissingGlyph, report: &Document, ledger: &Ledger) -> Finding {
    let code = format!("U+{:04X}", u32::from(glyph.character));
    let character = format!("“{}”（{code}）", glyph.character);
    let is_unseen = glyph.character.is_control() || glyph.character.is_whitespace();
    let finding = match &glyph.shapeless {
        None if is_unseen => Finding::error("Z030", format!("这里有一个看不见的字符（{code}），印不出来"))
            .actual(&glyph.context)
            .hint("删去它：多半是从网页或别的文件里粘贴来的；要分段的，按回车。"),
        None => Finding::error("Z030", format!("字体里没有{character}这个字"))
            .hint("换成通用的字，或把含有这个字的字体放进 fonts 文件夹并写进 layouts/公文.yaml 的补字字体。"),
        Some(Shapeless { role, file_name }) => {
            let message = format!("“{role}”用的字体文件“{file_name}”坏了：里面有{character}，却没有字形，印出来是空白");
            Finding::error("Z031", message).hint("重新复制这个字体文件；用 ziping fonts 看字体各从哪里来。")
        }
    };
    let (document, section) = (report.properties.title.clone(), glyph.context.clone());
    let places = first_place(glyph.character, report, ledger);
    let nowhere = Place::Document { document, section };
    if places.is_empty() { finding.at(&nowhere) } else { finding.at_all(&places) }
}

/// Where a character of a document was typed or read, the first time that it stands there.
fn first_place(character: char, document: &Document, ledger: &Ledger) -> Vec<Place> {
    let all = wordings(document);
    let found = all.iter().find_map(|wording| {
        let at = wording.characters.iter().position(|known| *known == character)?;
        Some((wording, at))
    });
    let Some((wording, at)) = found else { return Vec::new() };
    match wording.named(at) {
        Some(named) => read_from::places(named, ledger),
        None => wording.origins[at].stands().map(|(source, at)| source.place_at(at)).into_iter().collect(),
    }
}

/// What says that a document lacks something, where nothing else does.
fn pending(document: &Document) -> Option<Finding> {
    let text = document.paragraphs().map(Paragraph::text).find(|text| text.contains(PENDING))?;
    let place = Place::Document {
        document: document.properties.title.clone(),
        section: format!("“{}”", text.replace('\n', "")),
    };
    Some(
        Finding::error("Z020", format!("报告里还有{PENDING}，不能作为正式文件"))
            .expected("每一处都有数字或文字")
            .actual(text)
            .at(&place)
            .hint("补上这里缺的数；是自己写上去的，改成要写的话。"),
    )
}

/// A year's files, rendered and not yet written.
pub struct Prepared {
    pub files: Vec<OutputFile>,
    /// Errors were found: the files are drafts under other names.
    pub draft: bool,
    /// Files of earlier runs that these replace.
    pub stale: Vec<String>,
    pub summary: Summary,
}

/// From the year's output to its input.
pub fn links(year: &YearFolder, output: &Path) -> Links {
    Links::between(&output.join(&year.name), year.path.parent().unwrap_or(&year.path))
}

/// Renders a year that could be read, for the folder of all outputs.
///
/// # Errors
/// Findings of rendering.
pub fn prepare(
    examined: &Examined,
    content: &Content,
    resources: &Resources,
    fonts: &FontSet,
    output: &Path,
) -> Result<Prepared, Vec<Finding>> {
    let prepared = guarded(|| prepared(examined, content, resources, fonts, output));
    prepared.unwrap_or_else(|panic| Err(vec![failed(&examined.folder, &panic)]))
}

/// The documents as their pages show them: those of a draft say so on each page.
pub fn printed<'c>(examined: &Examined, content: &'c Content) -> Cow<'c, Composed> {
    let mut composed = Cow::Borrowed(&content.composed);
    if examined.is_draft() {
        let mark = format!("草稿：有{}处错误没有改正，不能作为正式文件", examined.count(Severity::Error));
        let composed = composed.to_mut();
        for document in [&mut composed.report, &mut composed.form] {
            document.draft_mark = Some(mark.clone());
            document.replace_missing(&content.missing);
        }
    }
    composed
}

fn prepared(
    examined: &Examined,
    content: &Content,
    resources: &Resources,
    fonts: &FontSet,
    output: &Path,
) -> Result<Prepared, Vec<Finding>> {
    let draft = examined.is_draft();
    let mut composed = printed(examined, content);
    if draft {
        annotate(composed.to_mut(), &content.ledger, &examined.findings);
    }
    let names = Names::of(content, draft);
    let documents = [(&composed.report, names.report.as_str()), (&composed.form, names.form.as_str())];
    let (checklist, rendered) = both(
        || checklist(examined, content, &links(&examined.folder, output)),
        || render(documents, &FORMATS, resources, fonts),
    );
    let (mut files, pages) = rendered?;
    let grid = form_grid::write(&content.form, draft).map_err(|error| unmade(&names.form_grid, error))?;
    files.push(OutputFile { name: names.form_grid.clone(), bytes: grid });
    files.push(OutputFile { name: names.checklist.clone(), bytes: checklist? });
    if !content.report.unit_forms.is_empty() {
        let bytes = form_summary::write(&content.report).map_err(|error| unmade(&names.summary, error))?;
        files.push(OutputFile { name: names.summary.clone(), bytes });
    }
    let summary = Summary {
        fund: shown(&content.report.profile.fund).to_string(),
        projects: content.report.projects.projects().count(),
        pages,
    };
    let stale = if draft { Vec::new() } else { Names::of(content, true).all() };
    Ok(Prepared { files, draft, stale, summary })
}

/// In the names of drafts.
const DRAFT_MARK: &str = "（草稿）";

/// The output files' names.
struct Names {
    report: String,
    form: String,
    /// The form's grid as a spreadsheet.
    form_grid: String,
    checklist: String,
    /// Of the units' forms.
    summary: String,
}

impl Names {
    fn of(Content { report, composed, .. }: &Content, draft: bool) -> Names {
        let profile = &report.profile;
        let mark = if draft { DRAFT_MARK } else { "" };
        let head = format!("{}年度{}{}", profile.year.value, shown(&profile.region), shown(&profile.fund));
        let [checklist, summary] = ["核对清单", "单位自评汇总"].map(|tail| format!("{head}{tail}"));
        let [own, form] = [&composed.report, &composed.form].map(|document| document.properties.title.clone());
        // Two documents of one name would be one file.
        let form = if [&own, &checklist, &summary].contains(&&form) { format!("{form}（自评表）") } else { form };
        let [report, form, checklist, summary] =
            [own, form, checklist, summary].map(|name| file_name(&format!("{name}{mark}")));
        let [form_grid, checklist, summary] = [&form, &checklist, &summary].map(|stem| format!("{stem}.xlsx"));
        Names { report, form, form_grid, checklist, summary }
    }

    fn all(&self) -> Vec<String> {
        let mut names = vec![self.checklist.clone(), self.summary.clone(), self.form_grid.clone()];
        for stem in [&self.report, &self.form] {
            names.extend(FORMATS.map(|format| format!("{stem}.{}", format.ending())));
        }
        names
    }
}

/// Two documents in every format, with their pages.
///
/// # Errors
/// A file that could not be made.
pub fn render(
    documents: [(&Document, &str); 2],
    formats: &[&dyn FileFormat],
    resources: &Resources,
    fonts: &FontSet,
) -> Result<(Vec<OutputFile>, [usize; 2]), Vec<Finding>> {
    let tools = resources.tools(fonts);
    let export = |(which, (document, stem), format): Job<'_>| {
        let name = format!("{stem}.{}", format.ending());
        let exported = format.export(document, &tools).map_err(|message| {
            Finding::error("Z041", format!("“{name}”排不出来：{message}"))
                .at(&Place::file(&name))
                .hint("如果改过 layouts 里的文件，请换回原来的；否则请把这条信息连同输入文件一起反馈。")
        });
        (which, exported.map(|Exported { bytes, pages }| (OutputFile { name, bytes }, pages)))
    };
    // What takes the most time first, and alone beside the rest.
    let jobs: Vec<Job<'_>> = formats
        .iter()
        .rev()
        .flat_map(|format| documents.into_iter().enumerate().map(|(which, document)| (which, document, *format)))
        .collect();
    let (first, rest) = jobs.split_at(1.min(jobs.len()));
    let exported = |jobs: &[Job<'_>]| jobs.iter().copied().map(export).collect::<Vec<_>>();
    let (rest, mut made) = both(|| exported(rest), || exported(first));
    made.extend(rest);
    formats.iter().for_each(|format| format.forget());
    // The formats of each document in their order.
    made.reverse();
    made.sort_by_key(|(which, _)| *which);
    let (mut files, mut pages, mut faults) = (Vec::new(), [0; 2], Vec::new());
    for (which, exported) in made {
        match exported {
            Ok((file, own)) => {
                files.push(file);
                pages[which] = own.unwrap_or(pages[which]);
            }
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok((files, pages)) } else { Err(faults) }
}

/// Which document, itself with the name of its files, and a format.
type Job<'j> = (usize, (&'j Document, &'j str), &'j dyn FileFormat);

fn checklist(examined: &Examined, content: &Content, links: &Links) -> Result<Vec<u8>, Vec<Finding>> {
    let title = format!("{}年度核对清单", content.report.profile.year.value);
    let lists = Checklist {
        findings: &examined.findings,
        audit: &content.audit,
        figures: content.ledger.figures(),
        typed: &content.typed.figures,
        normalisations: &examined.normalisations,
        links,
    };
    checklist::write(&lists, &title, content.report.profile.date.value).map_err(|error| unmade(&title, error))
}
