//! 核对清单.xlsx: the findings to work through, each rule's result, each figure's source,
//! what was read otherwise than it is written.

use std::path::Path;

use rust_xlsxwriter::utility::quote_sheet_name;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, FormatUnderline, Workbook, Worksheet,
    XlsxError,
};

use crate::base::date::Date;
use crate::base::finding::Finding;
use crate::base::place::Place;
use crate::base::places;
use crate::judge::Audit;
use crate::judge::TypedFigure;
use crate::model::figure::{Figure, Origin};
use crate::reading::Normalisation;
use crate::sheets::workbook::FINDINGS_SHEET;

/// How input files are reached from the checklist.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// `../../input`; none where no relative path leads there.
    input: Option<String>,
}

impl Links {
    /// From a year's output folder to the folder of all inputs, so that both can be moved together.
    pub fn between(output: &Path, input: &Path) -> Links {
        Links { input: relative(output, input) }
    }

    /// The folder of all inputs, as seen from the output.
    pub fn input(&self) -> Option<&str> {
        self.input.as_deref()
    }

    /// Opens the file, at the cell.
    fn to(&self, place: &Place) -> Option<String> {
        let (file, target) = match place {
            Place::Cell { file, sheet, cell } if is_workbook(file) && !sheet.is_empty() => {
                let cell = if cell.is_empty() { "A1" } else { cell };
                (file, format!("#{}!{cell}", quote_sheet_name(sheet)))
            }
            Place::Cell { file, .. } | Place::Line { file, .. } => (file, String::new()),
            Place::Document { .. } => return None,
        };
        // A year's file, not one of layouts/; a # would begin the place in the file.
        let in_year = file.starts_with(|c: char| c.is_ascii_digit()) && file.contains('/') && !file.contains('#');
        let input = self.input.as_ref().filter(|_| in_year)?;
        Some(format!("file://{input}/{file}{target}"))
    }
}

fn is_workbook(file: &str) -> bool {
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    ["xlsx", "xlsm", "xls", "xlsb", "ods", "et"].contains(&ending.as_str())
}

fn relative(from: &Path, to: &Path) -> Option<String> {
    let (from, to) = (std::path::absolute(from).ok()?, std::path::absolute(to).ok()?);
    let shared = from.components().zip(to.components()).take_while(|(from, to)| from == to).count();
    if shared == 0 {
        return None;
    }
    let up = from.components().skip(shared).map(|_| "..".to_string());
    let down = to.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    Some(up.chain(down).collect::<Vec<_>>().join("/"))
}

/// A cell: its words, and what opens when it is clicked.
pub(crate) struct Entry {
    text: String,
    link: Option<String>,
}

impl From<String> for Entry {
    fn from(text: String) -> Entry {
        Entry { text, link: None }
    }
}

/// What the checklist lists, one sheet each; of another's document nothing is listed that was read from tables.
pub struct Checklist<'a> {
    pub findings: &'a [Finding],
    pub audit: &'a Audit,
    pub figures: &'a [Figure],
    pub typed: &'a [TypedFigure],
    pub normalisations: &'a [Normalisation],
    pub links: &'a Links,
}

/// Excel takes no longer text in a cell.
const LONGEST: usize = 32_767;

/// The workbook's bytes. Its timestamp is `date`, never the clock.
///
/// # Errors
/// A text too long for a cell, more rows than a sheet holds.
pub fn write(lists: &Checklist<'_>, title: &str, date: Date) -> Result<Vec<u8>, XlsxError> {
    let Checklist { findings, audit, figures, typed, normalisations, links } = *lists;
    let mut workbook = workbook_of(title, date)?;
    let heads = ["序号", "级别", "代码", "问题", "应为", "现为", "位置", "其他位置", "改法", "处理情况"];
    let rows = findings.iter().enumerate().map(|(index, finding)| row(index, finding, links)).collect::<Vec<_>>();
    let empty = rows.is_empty();
    let widths = [6.0, 7.0, 7.0, 40.0, 28.0, 28.0, 34.0, 34.0, 40.0, 24.0];
    let sheet = fill(&mut workbook, FINDINGS_SHEET, &heads, &widths, rows)?;
    if empty {
        sheet.write_string(1, 3, "没有发现问题")?;
    }

    let rows: Vec<Vec<String>> = audit
        .outcomes
        .iter()
        .map(|result| {
            let (state, why) = result.words();
            [result.code, result.title, state, &why].map(str::to_string).to_vec()
        })
        .collect();
    fill(&mut workbook, "规则结果", &["代码", "名称", "结果", "说明"], &[8.0, 36.0, 10.0, 50.0], rows)?;

    let of_year = !figures.is_empty();
    let rows = figures.iter().map(|figure| {
        let origin = match &figure.origin {
            Origin::Read(place) => Entry { text: place.to_string(), link: links.to(place) },
            Origin::Derived { by, .. } => by.to_string().into(),
        };
        vec![figure.id.to_string().into(), figure.quantity.to_string().into(), origin]
    });
    if of_year {
        fill(&mut workbook, "数字来源", &["名称", "数值", "来源"], &[60.0, 30.0, 60.0], rows)?;
    }

    let rows = typed.iter().map(|figure| {
        let (state, against) = figure.words();
        let place = Entry { text: figure.place.to_string(), link: links.to(&figure.place) };
        let [state, text, sentence] = [state, &figure.text, &figure.sentence].map(|text| text.to_string().into());
        vec![state, text, against.into(), place, sentence, String::new().into()]
    });
    let heads = ["结果", "手写的数字", "对照或原因", "位置", "句子", "处理人备注"];
    fill(&mut workbook, "手写数字", &heads, &[8.0, 16.0, 40.0, 30.0, 70.0, 20.0], rows)?;

    let rows = normalisations.iter().map(|one| {
        let place = Entry { text: one.place.to_string(), link: links.to(&one.place) };
        let [kind, stood, read_as] = [one.kind.name(), &one.stood, &one.read_as].map(|text| text.to_string().into());
        vec![place, kind, stood, read_as]
    });
    if of_year {
        fill(&mut workbook, "读法", &["位置", "种类", "原来写的", "读作"], &[60.0, 14.0, 40.0, 40.0], rows)?;
    }
    workbook.save_to_buffer()
}

fn row(index: usize, finding: &Finding, links: &Links) -> Vec<Entry> {
    let side = |side: &Option<String>| side.clone().unwrap_or_default();
    // A cell opens one thing: the first place, and the second.
    let (first, others) = finding.locations.split_at(finding.locations.len().min(1));
    let places = |listed: &[Place]| Entry {
        text: places::lines(listed).join("\n"),
        link: listed.iter().find_map(|place| links.to(place)),
    };
    vec![
        (index + 1).to_string().into(),
        finding.severity.name().to_string().into(),
        finding.code.to_string().into(),
        finding.message.clone().into(),
        side(&finding.expected).into(),
        side(&finding.actual).into(),
        places(first),
        places(others),
        finding.hint.clone().into(),
        finding.accepted.as_ref().map_or(String::new(), |reason| format!("已接受：{reason}")).into(),
    ]
}

/// A workbook without sheets, of this date, never the clock's.
pub(crate) fn workbook_of(title: &str, date: Date) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(date.year, date.month, date.day)?;
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
    Ok(workbook)
}

/// A sheet: a head that stays in sight and filters, then the rows as plain text: what begins with = is no formula.
pub(crate) fn fill<'w, Row: IntoIterator<Item: Into<Entry>>>(
    workbook: &'w mut Workbook,
    name: &str,
    heads: &[&str],
    widths: &[f64],
    rows: impl IntoIterator<Item = Row>,
) -> Result<&'w mut Worksheet, XlsxError> {
    let sheet = workbook.add_worksheet().set_name(name)?;
    let head = Format::new().set_bold().set_border(FormatBorder::Thin).set_align(FormatAlign::Center);
    let cell = Format::new().set_text_wrap().set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
    let linked = cell.clone().set_font_color(Color::Blue).set_underline(FormatUnderline::Single);
    let mut last = 0u16;
    for (column, (name, width)) in (0u16..).zip(heads.iter().zip(widths)) {
        sheet.write_string_with_format(0, column, *name, &head)?;
        sheet.set_column_width(column, *width)?;
        last = column;
    }
    sheet.set_freeze_panes(1, 0)?;
    let mut bottom = 0u32;
    for (line, row) in (1u32..).zip(rows) {
        for (column, entry) in (0u16..).zip(row) {
            let Entry { text, link } = entry.into();
            let text: String = text.chars().take(LONGEST).collect();
            match link {
                Some(link) => sheet.write_url_with_options(line, column, link.as_str(), &text, "", Some(&linked))?,
                None => sheet.write_string_with_format(line, column, text, &cell)?,
            };
        }
        bottom = line;
    }
    sheet.autofilter(0, 0, bottom, last)
}
