//! Content controls that show a value kept elsewhere in the file: Word shows that value, whatever their own text is.

use super::markup::Element;
use super::package::{Package, Relation};

/// The values that controls may be bound to: parts of data with their identity.
#[derive(Debug, Default)]
pub(super) struct Data {
    parts: Vec<(String, Element)>,
}

const CORE: &str = "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}";
const EXTENDED: &str = "{6668398D-A668-4E3E-A5EB-62B293D839F1}";

impl Data {
    pub fn of(package: &Package, relations: &[Relation]) -> Data {
        let tree = |name: &str| package.text(name).and_then(|xml| Element::of(&xml));
        let mut parts = Vec::new();
        for relation in relations.iter().filter(|relation| relation.is("customXml") && !relation.external) {
            let properties = package.relations(&relation.target);
            let properties = properties.iter().find(|relation| relation.is("customXmlProps"));
            let id =
                properties.and_then(|properties| tree(&properties.target)?.attribute("itemID").map(str::to_string));
            parts.extend(tree(&relation.target).map(|data| (id.unwrap_or_default(), data)));
        }
        for relation in package.relations("") {
            let id = match () {
                () if relation.is("core-properties") => CORE,
                () if relation.is("extended-properties") => EXTENDED,
                () => continue,
            };
            parts.extend(tree(&relation.target).map(|data| (id.to_string(), data)));
        }
        Data { parts }
    }

    /// What the control with these properties (`sdtPr`) shows; `None` where that is its own text.
    pub fn shown(&self, properties: &Element) -> Option<String> {
        let own = ["date", "picture", "checkbox", "richText", "docPartObj", "group", "repeatingSection"];
        if own.iter().any(|kind| properties.kid(kind).is_some()) {
            return None;
        }
        let binding = properties.kid("dataBinding")?;
        let path = binding.attribute("xpath")?;
        let id = binding.attribute("storeItemID").unwrap_or_default();
        let mut parts = self.parts.iter().filter(|(own, _)| id.is_empty() || own.eq_ignore_ascii_case(id));
        let value = parts.find_map(|(_, data)| found(data, path))?;
        let list = properties.kid("dropDownList").or_else(|| properties.kid("comboBox"));
        let entry = list.and_then(|list| list.all("listItem").find(|item| item.attribute("value") == Some(&value)));
        let shown = entry.and_then(|item| item.attribute("displayText")).unwrap_or(&value);
        (!shown.trim().is_empty()).then(|| shown.to_string())
    }
}

/// `/ns0:report[1]/ns0:amount[2]` or `…/@unit`: the only paths that Word writes.
fn found(data: &Element, path: &str) -> Option<String> {
    let mut steps = path.strip_prefix('/')?.split('/');
    let name = |step: &str| {
        let step = step.split('[').next().unwrap_or_default();
        step.rsplit(':').next().unwrap_or_default().to_string()
    };
    let mut element = Some(data).filter(|data| steps.next().is_some_and(|step| name(step) == data.name()))?;
    for step in steps {
        if let Some(attribute) = step.strip_prefix('@') {
            return element.attribute(&name(attribute)).map(str::to_string);
        }
        if step == "text()" {
            break;
        }
        let at = step.split_once('[').map_or(Some(1), |(_, at)| at.trim_end_matches(']').parse::<usize>().ok())?;
        element = element.all(&name(step)).nth(at.checked_sub(1)?)?;
    }
    element.kids.is_empty().then(|| element.text.clone())
}
