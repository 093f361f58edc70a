//! Values of a YAML file with the lines where they stand.

use std::sync::Arc;

use crate::base::place::{Place, Sourced};

/// A value with the line where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub place: Place,
    pub value: NodeValue,
}

#[derive(Debug, Clone)]
pub(crate) enum NodeValue {
    Blank,
    Scalar(String),
    List(Vec<Node>),
    Map(Vec<(Sourced<String>, Node)>),
}

impl Node {
    pub fn line(&self) -> u64 {
        line_of(&self.place)
    }

    /// The file that the value stands in.
    pub fn file(&self) -> &Arc<str> {
        match &self.place {
            Place::Line { file, .. } | Place::Cell { file, .. } => file,
            Place::Document { .. } => unreachable!("YAML has lines"),
        }
    }

    /// Words or a number as typed.
    pub fn scalar(&self) -> Option<Sourced<String>> {
        match &self.value {
            NodeValue::Scalar(text) => Some(Sourced::new(text.clone(), self.place.clone())),
            _ => None,
        }
    }

    pub fn entries(&self) -> &[(Sourced<String>, Node)] {
        match &self.value {
            NodeValue::Map(entries) => entries,
            _ => &[],
        }
    }

    pub fn items(&self) -> &[Node] {
        match &self.value {
            NodeValue::List(items) => items,
            _ => &[],
        }
    }

    pub fn field(&self, name: &str) -> Option<&Node> {
        self.entries().iter().find(|(key, _)| key.value == name).map(|(_, node)| node)
    }

    pub fn is_blank(&self) -> bool {
        matches!(&self.value, NodeValue::Blank)
    }

    /// What the value is, for a message.
    pub fn describe(&self) -> String {
        match &self.value {
            NodeValue::Blank => "空白".into(),
            NodeValue::Scalar(text) => text.clone(),
            NodeValue::List(_) => "一个清单".into(),
            NodeValue::Map(_) => "下面还有分项".into(),
        }
    }
}

pub(super) fn line_of(place: &Place) -> u64 {
    match place {
        Place::Line { line, .. } => *line,
        Place::Cell { .. } | Place::Document { .. } => 1,
    }
}
