//! A format is added without a word in the pipeline.

use std::path::Path;

use crate::support::{YearFolder, composed, recognition};
use ziping::app::pipeline::render;
use ziping::app::resources::Resources;
use ziping::document::{Document, wordings};
use ziping::model::fund_rules::FundRules;
use ziping::reading::read_year;
use ziping::render::fonts::FontSet;
use ziping::render::format::{Exported, FileFormat, Format, Tools};
use ziping::render::formats::FORMATS;
use ziping::render::screen::Screen;

struct Text;

impl FileFormat for Text {
    fn ending(&self) -> &'static str {
        "txt"
    }
}

impl Format for Text {
    type Made = Exported;

    fn export(&self, document: &Document, _: &Tools<'_>) -> Result<Exported, String> {
        let lines: Vec<String> = wordings(document).iter().map(|wording| wording.text().replace('\n', "")).collect();
        Ok(Exported { bytes: lines.join("\n").into_bytes(), pages: None })
    }
}

#[test]
fn a_text_stands_beside_word_and_pdf() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let resources = Resources::load(&root.join("layouts")).unwrap();
    let fonts = FontSet::find(&resources.layout, &root.join("fonts"), false).unwrap();
    let folder = YearFolder::example();
    let report = read_year(&folder.path(), "2025", recognition(), &|_| FundRules::default()).report.unwrap();
    let composed = composed(&report).0;
    let [word, pdf] = FORMATS;
    let documents = [(&composed.report, "报告"), (&composed.form, "表")];
    let (files, pages) = render(documents, &[&Text, word, pdf], &resources, &fonts).unwrap();
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["报告.txt", "报告.docx", "报告.pdf", "表.txt", "表.docx", "表.pdf"]);
    let text = String::from_utf8(files[0].bytes.clone()).unwrap();
    assert!(text.contains("截至2025年12月底实际支出8744万元，预算执行率80%"), "{text}");
    assert!(pages.iter().all(|pages| *pages > 0), "{pages:?}");
    // Pictures of the very pages stand behind the same seam.
    let screen = Screen.export(&composed.form, &resources.tools(&fonts)).unwrap();
    assert_eq!(screen.sizes().len(), pages[1]);
    assert!(screen.svg(0).unwrap().starts_with("<svg") && !screen.glyphs(0).is_empty());
}
