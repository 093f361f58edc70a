//! Namespaces, and the root element that declares them.

use super::element::Element;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
pub const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
pub const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
pub const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006";

pub const MADE_FROM: &str = "urn:ziping:made-from";

/// The root of one of Word's own parts.
pub fn root(name: &str) -> Element {
    Element::new(name).with("xmlns:w", W).with("xmlns:r", R)
}
