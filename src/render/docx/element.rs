//! A small XML tree: parse what docx-rs wrote, change it, write it.

use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};

use super::error::RenderError;

#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    pub fn new(name: &str) -> Element {
        Element { name: name.to_string(), attributes: Vec::new(), children: Vec::new() }
    }

    /// `<name w:val="value"/>`
    pub fn value(name: &str, value: impl ToString) -> Element {
        Element::new(name).with("w:val", value)
    }

    pub fn with(mut self, attribute: &str, value: impl ToString) -> Element {
        self.attributes.push((attribute.to_string(), value.to_string()));
        self
    }

    pub fn child(mut self, child: Element) -> Element {
        self.children.push(Node::Element(child));
        self
    }

    pub fn all(mut self, children: impl IntoIterator<Item = Element>) -> Element {
        self.children.extend(children.into_iter().map(Node::Element));
        self
    }

    pub fn text(mut self, text: &str) -> Element {
        self.children.push(Node::Text(text.to_string()));
        self
    }

    pub fn push(&mut self, child: Element) {
        self.children.push(Node::Element(child));
    }

    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    pub fn elements_mut(&mut self) -> impl Iterator<Item = &mut Element> {
        self.children.iter_mut().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    pub fn into_elements(self) -> impl Iterator<Item = Element> {
        self.children.into_iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The child of this name, made where there is none.
    pub fn ensure(&mut self, name: &str) -> &mut Element {
        let found = self.children.iter().position(|node| matches!(node, Node::Element(child) if child.name == name));
        let index = found.unwrap_or_else(|| {
            self.children.insert(0, Node::Element(Element::new(name)));
            0
        });
        match &mut self.children[index] {
            Node::Element(element) => element,
            Node::Text(_) => unreachable!("the position is an element's"),
        }
    }

    /// Parses a whole part.
    pub fn parse(xml: &[u8]) -> Result<Element, RenderError> {
        let fault = |words: String| RenderError::Package(words);
        let text = std::str::from_utf8(xml).map_err(|error| fault(error.to_string()))?;
        let mut reader = Reader::from_str(text);
        let mut open: Vec<Element> = vec![Element::new("")];
        loop {
            let event = reader.read_event().map_err(|error| fault(error.to_string()))?;
            let top = open.last_mut().ok_or_else(|| fault("标签没有成对".into()))?;
            match event {
                Event::Start(start) => open.push(element(&start)?),
                Event::Empty(start) => top.push(element(&start)?),
                Event::End(_) => {
                    let done = open.pop().ok_or_else(|| fault("标签没有成对".into()))?;
                    open.last_mut().ok_or_else(|| fault("标签没有成对".into()))?.push(done);
                }
                Event::Text(text) => {
                    top.children.push(Node::Text(text.to_string()));
                }
                Event::GeneralRef(name) => {
                    let text = quick_xml::escape::unescape(&format!("&{};", &*name)).map(|text| text.into_owned());
                    top.children.push(Node::Text(text.map_err(|error| fault(error.to_string()))?));
                }
                Event::Eof => break,
                _ => {}
            }
        }
        let mut root = open.pop().ok_or_else(|| fault("标签没有成对".into()))?;
        match root.children.pop() {
            Some(Node::Element(element)) => Ok(element),
            _ => Err(fault("没有内容".into())),
        }
    }

    /// The part's bytes, with the XML declaration.
    pub fn to_xml(&self) -> Result<Vec<u8>, RenderError> {
        let mut writer = Writer::new(Vec::new());
        let declaration = quick_xml::events::BytesDecl::new("1.0", Some("UTF-8"), Some("yes"));
        let fault = |error: std::io::Error| RenderError::Package(error.to_string());
        writer.write_event(Event::Decl(declaration)).map_err(fault)?;
        self.write(&mut writer).map_err(fault)?;
        Ok(writer.into_inner())
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>) -> std::io::Result<()> {
        let mut start = BytesStart::new(self.name.as_str());
        for (name, value) in &self.attributes {
            start.push_attribute((name.as_str(), value.as_str()));
        }
        if self.children.is_empty() {
            return writer.write_event(Event::Empty(start));
        }
        writer.write_event(Event::Start(start))?;
        for node in &self.children {
            match node {
                Node::Element(element) => element.write(writer)?,
                Node::Text(text) => writer.write_event(Event::Text(BytesText::new(text)))?,
            }
        }
        writer.write_event(Event::End(BytesEnd::new(self.name.as_str())))
    }
}

fn element(start: &BytesStart<'_>) -> Result<Element, RenderError> {
    let fault = |words: String| RenderError::Package(words);
    let name = String::from_utf8_lossy(start.name().as_ref().as_bytes()).into_owned();
    let mut element = Element { name, attributes: Vec::new(), children: Vec::new() };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| fault(error.to_string()))?;
        let value =
            quick_xml::escape::unescape(&attribute.value).map_err(|error| fault(error.to_string()))?.into_owned();
        element.attributes.push((String::from_utf8_lossy(attribute.key.as_ref().as_bytes()).into_owned(), value));
    }
    Ok(element)
}

/// XML 1.0 has no place for other control characters.
pub fn is_xml(c: char) -> bool {
    c == '\t' || (c >= ' ' && !matches!(c, '\u{FFFE}' | '\u{FFFF}'))
}
