//! `ziping serve`: the clerk's page, by a small server on this computer. The page knows nothing that the commands do not:
//! what it shows and does comes from the same functions.

mod answer;
mod assets;
mod browser;
mod build;
mod calls;
mod cards;
mod cells;
mod desk;
mod documents;
mod drop;
mod drops;
mod follow;
mod gate;
mod given;
mod hub;
mod listen;
mod mend;
mod names;
mod new_year;
mod open;
mod outputs;
mod peer;
mod pictures;
mod routes;
mod running;
mod seen;
mod source;
mod start;
mod tables;
mod view;
mod words;
mod year;

pub use start::run;
