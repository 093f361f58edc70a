//! Files that may hold a table and are not read as one: letters, scans, older formats. What is said of them: elsewhere
//! they may be kept for reference, in the folder of the units' forms each is a form that is missing.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::natural_order::natural;
use crate::base::place::Place;
use crate::sheets::fault::Fault;

use super::faults::Faults;

/// What such a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// .doc, .wps, RTF.
    OldWord,
    /// A picture, or a PDF of pictures.
    Scan,
    /// A Word file that does not open.
    Unopened,
    /// A PDF with text.
    Pdf,
    /// A Word file without a table of ours.
    Word,
    Other,
}

pub(super) struct LeftOut {
    /// Relative to the year's folder.
    pub name: String,
    pub kind: Kind,
    /// What is known of it besides.
    pub note: String,
}

impl Kind {
    fn words(self) -> &'static str {
        match self {
            Kind::OldWord => "旧版 Word、WPS 文字文件或 RTF",
            Kind::Scan => "扫描件或图片",
            Kind::Unopened => "打不开的 Word 文件",
            Kind::Pdf => "PDF 文件",
            Kind::Word => "Word 文件，里面没有认出自评表",
            Kind::Other => "压缩包或别的格式",
        }
    }

    fn remedy(self) -> &'static str {
        match self {
            Kind::OldWord => "用 Word 或 WPS 打开，另存为 .docx，换掉这个文件",
            Kind::Scan => "请对方给 Word 或 Excel 文件；没有的，照着填到表格里",
            Kind::Unopened => "用 Word 打开，取消密码，确认内容完好后另存为 .docx，换掉这个文件",
            Kind::Pdf => "请对方给 Word 或 Excel 文件；没有的，用 Word 打开这个 PDF，另存为 .docx，核对后换掉它",
            Kind::Word => "是自评表的，核对表头；自评表是图片或嵌入的 Excel 的，改成 Word 的表格",
            Kind::Other => "把里面的表格取出来，另存为 .xlsx 或 .docx 放进来",
        }
    }

    /// Mostly kept for reference, and no matter where no form is wanted.
    fn is_usual(self) -> bool {
        matches!(self, Kind::Pdf | Kind::Word | Kind::Other)
    }
}

/// `is_form` tells the folder of the forms; `forms` are the names of those that were read: a scan beside its form is a
/// copy of it.
pub(super) fn tell(
    left: Vec<LeftOut>,
    label: &str,
    is_form: impl Fn(&str) -> bool,
    forms: &BTreeSet<String>,
    faults: &mut Faults,
) {
    let (mut usual, mut others): (Vec<String>, BTreeMap<Kind, Vec<String>>) = Default::default();
    let mut left = left;
    left.sort_by_key(|left| natural(&left.name));
    for LeftOut { name, kind, note } in left {
        let shown = if note.is_empty() { name.clone() } else { format!("{name}（{note}）") };
        match () {
            () if is_form(&name) && forms.contains(stem(&name)) => usual.push(shown),
            () if is_form(&name) => {
                let what =
                    if note.is_empty() { kind.words().to_string() } else { format!("{}（{note}）", kind.words()) };
                let place = Place::file(&format!("{label}/{name}"));
                faults.add(&place, Fault::FormLeftOut { what, remedy: kind.remedy() });
            }
            () if kind.is_usual() => usual.push(shown),
            () => others.entry(kind).or_default().push(shown),
        }
    }
    for (kind, names) in others {
        faults.add(&Place::file(label), Fault::LeftOut { what: kind.words(), names, remedy: kind.remedy() });
    }
    if !usual.is_empty() {
        faults.add(&Place::file(label), Fault::NotRead { names: usual });
    }
}

/// A file's name without its ending.
pub(super) fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
