//! The pages as an archivable, accessible PDF (PDF/A-2a and PDF/UA-1 at once).

use typst::foundations::{Datetime, Smart};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::format::{Exported, FileFormat, Format, Tools};
use super::pages::{Manuscript, forget, typst_error};
use crate::document::Document;

/// PDF/A.
pub struct Pdf;

impl FileFormat for Pdf {
    fn ending(&self) -> &'static str {
        "pdf"
    }
}

impl Format for Pdf {
    type Made = Exported;

    fn export(&self, document: &Document, tools: &Tools<'_>) -> Result<Exported, String> {
        let manuscript = Manuscript::of(document, tools)?;
        let options = options(document, manuscript.ident(tools));
        let pages = manuscript.set(tools, None)?;
        let bytes =
            typst_pdf::pdf(&pages, &options).map_err(|problems| typst_error("生成PDF", &problems, |_| None))?;
        tools.fonts.release_pages();
        Ok(Exported { bytes, pages: Some(pages.pages().len()) })
    }

    fn forget(&self) {
        forget();
    }
}

fn options(document: &Document, ident: String) -> PdfOptions {
    let date = document.properties.date;
    let midnight = Datetime::from_ymd_hms(i32::from(date.year), date.month, date.day, 0, 0, 0)
        .expect("a Date is a day of the calendar");
    let standards =
        PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).expect("PDF/A-2a and PDF/UA-1 share PDF 1.7");
    PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some("ziping".to_string())),
        timestamp: Some(Timestamp::new_utc(midnight)),
        standards,
        tagged: true,
        ..PdfOptions::default()
    }
}
