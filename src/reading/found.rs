//! Everything that the files of a year hold, before it is put together.

use super::yaml::Blocks;
use crate::model::unit_form::UnitForm;
use crate::sheets::sheet::Sheet;

#[derive(Default)]
pub(crate) struct Found {
    pub sheets: Vec<Sheet>,
    pub forms: Vec<UnitForm>,
    pub yaml: Blocks,
    /// A workbook could not be read: a table that is not here may stand there.
    pub unread: bool,
}
