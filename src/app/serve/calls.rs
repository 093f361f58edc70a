//! The calls that the page can make, by name.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use serde_json::{Value, json};

use crate::app::doctor::{Checked, State, check};
use crate::app::manual::TEXT;

use super::answer::{Answer, Refusal};
use super::desk::{Desk, held};
use super::given::Given;
use super::words::on_page;
use super::{build, cards, cells, documents, drop, mend, new_year, open, pictures, source, tables, year};

fn doctor(desk: &Desk) -> Answer {
    let one = |one: &Checked| json!({ "sign": one.state.sign(), "bad": one.state == State::Bad, "about": one.about, "words": on_page(&one.words), "remedy": on_page(&one.remedy) });
    Ok(json!({ "checked": check(&desk.folders).iter().map(one).collect::<Vec<_>>() }))
}

/// What the page's help shows: the manual, without its own title.
fn manual() -> Value {
    let (title, text) = TEXT.split_once('\n').unwrap_or_default();
    json!({ "title": title.trim_start_matches(['#', ' ']), "text": text })
}

pub fn call(desk: &Arc<Desk>, name: &str, given: &Value) -> Answer {
    let given = Given(given);
    match name {
        "start" => cards::start(desk),
        "card" => cards::card(desk, given.text("year")?),
        "year" => year::year(desk, given.text("year")?),
        "tables" => tables::tables(desk, given.text("year")?),
        "pages" => pictures::pages(desk, given.text("year")?),
        "words" => pictures::words(desk, given.number("view")?, given.index("document")?, given.index("page")?),
        "spot" => source::spot(desk, &given),
        "figure" => source::figure(desk, given.text("year")?, given.text("name")?),
        "figures" => source::figures(desk, given.text("year")?),
        "open" => open::open(desk, given.text("year")?, given.text_or_none("file")),
        "form" => new_year::form(desk, given.text("year")?),
        "unchecked" => year::unchecked(desk, given.text("year")?),
        "cells" => cells::cells(desk, &given),
        "texts" => mend::texts(desk, given.text("year")?),
        "text" => mend::set_text(desk, &given),
        "try" => mend::try_text(desk, &given),
        "accept" => mend::accept(desk, &given),
        "build" => build::start(desk, given.texts("years")?, given.truth("force")),
        "new" => new_year::make(desk, &given),
        "drops" => Ok(json!({ "drops": held(&desk.drops).json() })),
        "put_back" => drop::put_back(desk, given.number("number")?),
        "absorb" => documents::absorb(desk, &given),
        "difference" => documents::difference(desk, given.text("old")?, given.text("new")?),
        "rule" => year::rule(given.text("code")?),
        "doctor" => doctor(desk),
        "manual" => Ok(manual()),
        "end" => {
            desk.stop.store(true, Ordering::Relaxed);
            Ok(json!({ "ended": true }))
        }
        _ => Err(Refusal::not_found("没有这个功能。")),
    }
}
