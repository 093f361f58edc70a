//! What all sheets of a workbook share.

use quick_xml::events::BytesStart;

use super::styles::Style;
use crate::sheets::drawn::Drawn;
use crate::sheets::number_format::Epoch;
use crate::sheets::rich_text::RichText;

#[derive(Default)]
pub(super) struct Shared {
    pub texts: Vec<RichText>,
    pub styles: Vec<Style>,
    /// How conditions draw cells, by the numbers that they have.
    pub conditional: Vec<Drawn>,
    pub epoch: Epoch,
    /// Whoever wrote the workbook left the sums to be done when it is opened: a result of 0 may be none.
    pub uncalculated: bool,
}

/// `r:id`, under whatever prefix.
pub(super) fn id(tag: &BytesStart) -> String {
    let mut attributes = tag.attributes().flatten();
    let found = attributes.find(|attribute| {
        let key: &str = attribute.key.as_ref();
        key.split_once(':').is_some_and(|(prefix, name)| name == "id" && prefix != "xmlns")
    });
    found.map(|found| found.value.into_owned()).unwrap_or_default()
}
