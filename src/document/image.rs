//! A picture from outside.

use std::sync::Arc;

use serde::Serialize;

/// It stands by itself, from the left edge of the type area.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Image {
    /// For people who hear the document instead of seeing it.
    pub description: String,
    /// Points.
    pub width: f64,
    pub height: f64,
    #[serde(skip)]
    pub png: Arc<[u8]>,
}
