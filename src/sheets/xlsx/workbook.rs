//! The sheets of a workbook, by its relationships.

use std::sync::Arc;

use crate::sheets::fault::Fault;
use crate::sheets::gathered::{Gathered, Room};
use crate::sheets::number_format::Epoch;
use crate::sheets::page_text;
use crate::sheets::sheet::{Position, Sheet, area};
use crate::sheets::xml::attribute;

use super::drawing;
use super::package::{Package, Relationship};
use super::shared::{Shared, id};
use super::shared_text;
use super::styles;
use super::unreckoned::Unreckoned;
use super::worksheet::{self, Worksheet};
use crate::sheets::xml_reader::{Tag, XmlReader, is_true};

struct Listed {
    name: String,
    id: String,
    hidden: bool,
}

/// The sheets, and the names of those that could not be read.
pub(crate) fn sheets(file: &Arc<str>, package: &mut Package) -> Result<(Vec<Sheet>, Vec<String>), Fault> {
    let main = package.main().ok_or(Fault::Damaged)?;
    let links = package.relationships(&main)?;
    // Excel and WPS always say how they reckon; programs that never do leave 0.
    let mut shared = Shared { uncalculated: true, ..Shared::default() };
    let mut listed: Vec<Listed> = Vec::new();
    let mut xml = XmlReader::new(package.part(&main).ok_or(Fault::Damaged)?);
    xml.root()?;
    xml.within(|_, name, tag| {
        match name {
            "workbookPr" if is_true(&attribute(tag, "date1904")) => shared.epoch = Epoch::Y1904,
            "calcPr" => {
                let (program, saved) = (attribute(tag, "calcId"), attribute(tag, "calcOnSave"));
                let by_hand = attribute(tag, "calcMode") == "manual" && (program.is_empty() || saved == "0");
                shared.uncalculated = by_hand || is_true(&attribute(tag, "fullCalcOnLoad"));
            }
            "sheet" => listed.push(Listed {
                name: attribute(tag, "name"),
                id: id(tag),
                hidden: !matches!(attribute(tag, "state").as_str(), "" | "visible"),
            }),
            _ => {}
        }
        Ok(false)
    })?;
    drop(xml);
    if let Some(link) = links.iter().find(|link| link.kind == "sharedStrings") {
        shared.texts = package.part(&link.part).map_or(Ok(Vec::new()), shared_text::list)?;
    }
    if let Some(link) = links.iter().find(|link| link.kind == "styles") {
        (shared.styles, shared.conditional) = package.part(&link.part).map_or(Ok(Default::default()), styles::read)?;
    }
    let (mut read, mut lost) = (Vec::new(), Vec::new());
    let (mut unreckoned, mut room) = (Unreckoned::default(), Room::default());
    for Listed { name, id, hidden } in listed {
        // Charts and dialogs on tabs of their own, modules, macros of old are no grids.
        let Some(link) = links.iter().find(|link| link.id == id && link.kind == "worksheet") else { continue };
        match sheet(package, link, &shared, &mut unreckoned, &mut room) {
            Ok((mut gathered, noughts)) => {
                gathered.hidden = hidden;
                read.push((name, gathered, noughts));
            }
            Err(Fault::Damaged) => lost.push(name),
            Err(fault) => return Err(fault),
        }
    }
    let sheets = read.into_iter().map(|(name, mut gathered, noughts)| {
        unreckoned.settle(&mut gathered, noughts);
        gathered.into_sheet(file, &name)
    });
    let sheets: Vec<Sheet> = sheets.collect::<Result<_, _>>()?;
    if sheets.is_empty() && !lost.is_empty() { Err(Fault::Damaged) } else { Ok((sheets, lost)) }
}

fn sheet(
    package: &mut Package,
    link: &Relationship,
    shared: &Shared,
    unreckoned: &mut Unreckoned,
    room: &mut Room,
) -> Result<(Gathered, Vec<(Position, String)>), Fault> {
    let xml = package.part(&link.part).ok_or(Fault::Damaged)?;
    let Worksheet { mut gathered, heads, drawings, noughts } = worksheet::read(xml, shared, unreckoned, room)?;
    gathered.around = heads.iter().map(|head| page_text::words(head)).collect();
    for link in package.relationships(&link.part).unwrap_or_default() {
        let boxed = match link.kind.as_str() {
            // The heads of a table have the ground of its style.
            "table" => {
                let Some(part) = package.part(&link.part) else { continue };
                if let Ok(Tag::Open(tag)) = XmlReader::new(part).next() {
                    let heads = area(&attribute(&tag, "ref"));
                    let heads = heads.map(|((top, left), (_, right))| ((top, left), (top, right)));
                    gathered.shading.extend(heads.filter(|_| attribute(&tag, "headerRowCount") != "0"));
                }
                continue;
            }
            "comments" => "text",
            _ if drawings.contains(&link.id) => "txBody",
            _ => continue,
        };
        let texts = package.part(&link.part).map(|xml| drawing::texts(xml, boxed));
        gathered.around.extend(texts.and_then(Result::ok).into_iter().flatten());
    }
    gathered.around.retain(|words| !words.trim().is_empty());
    Ok((gathered, noughts))
}
