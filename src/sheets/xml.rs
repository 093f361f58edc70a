//! Names, attributes and entities of XML.

use quick_xml::events::BytesStart;

/// The tag's name without its prefix.
pub(crate) fn local<'a>(tag: &'a BytesStart) -> &'a str {
    let name: &'a str = tag.name().into_inner();
    name.rsplit(':').next().unwrap_or(name)
}

pub(crate) fn attribute(tag: &BytesStart, name: &str) -> String {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == name);
    let value = found.and_then(|attribute| quick_xml::escape::unescape(&attribute.value).ok().map(|v| v.into_owned()));
    value.unwrap_or_default()
}

/// An attribute of this name, whatever its prefix.
pub(crate) fn attribute_named(tag: &BytesStart, name: &str) -> String {
    let found = tag.attributes().flatten().find(|attribute| {
        let key: &str = attribute.key.as_ref();
        key.rsplit(':').next() == Some(name)
    });
    let value = found.and_then(|attribute| quick_xml::escape::unescape(&attribute.value).ok().map(|v| v.into_owned()));
    value.unwrap_or_default()
}

/// What an entity stands for: & for amp; nothing where it is not known.
pub(crate) fn entity(name: &str) -> String {
    quick_xml::escape::unescape(&format!("&{name};")).map(|text| text.into_owned()).unwrap_or_default()
}
