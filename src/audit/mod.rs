//! The audit: rules read the model and return findings; they never change it and never see a file.

pub mod finding;
