//! Where lines break, and how wide each piece of a line is.
//!
//! Body text of a 公文 stands in cells: 28 full-width characters a line, marks included, none squeezed. That is so
//! plain that we compute it ourselves, from the fonts' advances and the switches of `换行` in `layouts/公文.yaml`,
//! in the way in which Word fills its lines. The PDF gets its lines set; Word gets the same switches and breaks by
//! them. Lengths are points.

mod breaking;
mod columns;
mod company;
mod cut;
mod drawing;
mod fit;
mod glyph;
mod hold;
mod labels;
mod letterhead;
mod line;
mod measure;
mod pages;
mod play;
mod rows;
mod setter;
mod signature;
mod total_fit;

pub use drawing::{Drawing, DrawnBar, Rule, Words};
pub use fit::fit;
pub use letterhead::{HorizontalRule, LetterHead};
pub use line::{Line, Run};
pub use setter::LineSetter;
