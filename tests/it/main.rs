//! All tests of the whole program, in one binary: each that links the typesetter takes its time.

#![allow(clippy::string_slice)]

mod absorb;
mod absorb_words;
mod accepted;
mod annotations;
mod audit;
mod batch;
mod cells;
mod charts;
mod checklist;
mod command_line;
mod common;
mod consequences;
mod content;
mod docx;
mod drafts;
mod example;
mod faults;
mod finished;
mod fonts;
mod formats;
mod fund_words;
mod funds;
mod fuzz;
mod hostile;
mod house;
mod incremental;
mod ingest;
mod init;
mod layers;
mod letter;
mod lines;
mod mutations;
mod pages;
mod parity;
mod pdf;
mod sarif;
mod splices;
mod support;
mod tables;
mod typed;
mod unit_forms;
mod yaml;
mod year_on_year;
