//! What was dropped onto the page, and what became of it.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::app::absorb::Absorbed;

/// So many answers stay.
const MOST: usize = 200;

#[derive(Default)]
pub struct Drops {
    all: Vec<Dropped>,
}

#[derive(Clone)]
pub struct Dropped {
    pub number: u64,
    pub year: String,
    /// As it was dropped.
    pub name: String,
    /// What it was taken for.
    pub what: String,
    /// What became of it, for the clerk.
    pub words: String,
    pub fate: Fate,
}

#[derive(Clone)]
pub enum Fate {
    Taken {
        file: String,
        replaced: Option<Replaced>,
    },
    /// It was put back to what was there before.
    PutBack,
    Refused,
    /// A finished document: nothing is taken of it unasked.
    Document {
        answer: Value,
        /// What was found, as a workbook.
        checklist: Option<Arc<[u8]>>,
    },
}

/// A file that made room.
#[derive(Clone)]
pub struct Replaced {
    pub name: String,
    pub kept_as: String,
}

/// An edited document and what of it could go back into the year's texts.
pub struct Revision {
    pub number: u64,
    pub year: String,
    pub absorbed: Absorbed,
}

impl Drops {
    pub fn add(&mut self, dropped: Dropped) {
        self.all.push(dropped);
        if self.all.len() > MOST {
            self.all.remove(0);
        }
    }

    pub fn find(&self, number: u64) -> Option<&Dropped> {
        self.all.iter().find(|dropped| dropped.number == number)
    }

    pub fn put_back(&mut self, number: u64, words: String) {
        if let Some(dropped) = self.all.iter_mut().find(|dropped| dropped.number == number) {
            dropped.fate = Fate::PutBack;
            dropped.words = words;
        }
    }

    /// The last first.
    pub fn json(&self) -> Value {
        self.all.iter().rev().map(Dropped::json).collect()
    }
}

impl Dropped {
    pub fn json(&self) -> Value {
        let (fate, can_put_back, document) = match &self.fate {
            Fate::Taken { replaced, .. } => ("taken", replaced.is_some(), Value::Null),
            Fate::PutBack => ("back", false, Value::Null),
            Fate::Refused => ("refused", false, Value::Null),
            Fate::Document { answer, .. } => ("document", false, answer.clone()),
        };
        json!({
            "number": self.number, "year": self.year, "name": self.name, "what": self.what, "words": self.words,
            "fate": fate, "can_put_back": can_put_back, "document": document,
        })
    }
}
