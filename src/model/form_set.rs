//! Whose the units' forms are: a project's each, or, of a fund that only areas get, an area's. Which of them may be part of
//! the region's figures follows from it: what is missing, double or of other money makes no sum.

use super::allotment::Allotments;
use super::number::Money;
use super::project::ProjectTable;
use super::report::{Accepted, Part, Report};
use super::unit_form::{Standing, UnitForm};
use crate::base::place::{Place, Sourced};
use crate::base::text_part::TextPart;

/// The rule that says of this what is wrong.
pub const CODE: &str = "Z107";

/// The forms by whose they are.
#[derive(Debug, Clone)]
pub struct FormSet<'a> {
    pub owners: Vec<Owner<'a>>,
    /// Forms, among all, that are nobody's.
    pub strays: Vec<usize>,
    /// An area may hand in several, and all hand in one.
    pub of_areas: bool,
}

/// Who hands a form in.
#[derive(Debug, Clone)]
pub struct Owner<'a> {
    pub name: &'a Sourced<String>,
    pub amount: &'a Sourced<Money>,
    /// Its forms among all.
    pub forms: Vec<usize>,
}

/// What is to be said of an owner's forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Fits,
    Missing,
    Twice,
    /// The money that they state is not the owner's.
    OtherMoney(Money),
}

impl<'a> FormSet<'a> {
    /// `None` where nothing says whole whose forms there must be.
    pub fn of(report: &'a Report) -> Option<FormSet<'a>> {
        let forms = &report.unit_forms;
        let region = [report.profile.region.value(), report.profile.region_short.value()];
        match report.lacks(Part::Projects) {
            false => FormSet::of_projects(forms, &report.projects),
            true if !report.wants(Part::Projects) => FormSet::of_areas(forms, &report.allotments, &region),
            true => None,
        }
    }

    pub fn of_projects(forms: &[UnitForm], projects: &'a ProjectTable) -> Option<FormSet<'a>> {
        if !projects.directions.is_whole() {
            return None;
        }
        let owners = projects.projects().map(|project| {
            let own = forms.iter().enumerate().filter(|(_, form)| form.project.as_ref() == Some(&project.name.value));
            Owner { name: project.name, amount: project.amount, forms: own.map(|(nth, _)| nth).collect() }
        });
        Some(FormSet::with(forms, owners.collect(), false))
    }

    /// Is it the form of one of the areas?
    pub fn is_of_area(form: &UnitForm, report: &Report) -> bool {
        let set = FormSet::of_areas(std::slice::from_ref(form), &report.allotments, &[None, None]);
        !report.wants(Part::Projects) && set.is_some_and(|set| set.strays.is_empty())
    }

    pub fn of_areas(forms: &[UnitForm], allotments: &'a Allotments, region: &[Option<&String>]) -> Option<FormSet<'a>> {
        let known = allotments.rows.iter().filter_map(|row| Some((row.area.known()?, row.amount.known()?)));
        let mut owners: Vec<Owner> = known.map(|(name, amount)| Owner { name, amount, forms: Vec::new() }).collect();
        if owners.is_empty() || !allotments.rows.is_whole() {
            return None;
        }
        for (nth, form) in forms.iter().enumerate() {
            if let Some(owner) = area(form, &owners, region) {
                owners[owner].forms.push(nth);
            }
        }
        Some(FormSet::with(forms, owners, true))
    }

    fn with(forms: &[UnitForm], owners: Vec<Owner<'a>>, of_areas: bool) -> FormSet<'a> {
        let is_stray = |nth: &usize| !owners.iter().any(|owner| owner.forms.contains(nth));
        let strays = (0..forms.len()).filter(is_stray).collect();
        FormSet { owners, strays, of_areas }
    }

    pub fn verdict(&self, owner: &Owner, forms: &[UnitForm]) -> Verdict {
        let stated: Vec<Money> = owner.forms.iter().filter_map(|nth| Some(forms[*nth].arranged()?.value)).collect();
        let amount = owner.amount.value;
        match owner.forms.as_slice() {
            [] if self.of_areas && amount.is_zero() => Verdict::Fits,
            [] => Verdict::Missing,
            [_, _, ..] if !self.of_areas => Verdict::Twice,
            // That nothing is stated is said of the form itself.
            own if stated.len() < own.len() => Verdict::Fits,
            _ if stated.iter().copied().sum::<Money>() == amount => Verdict::Fits,
            [_, _, ..] if stated.iter().all(|one| *one == amount) => Verdict::Twice,
            _ => Verdict::OtherMoney(stated.into_iter().sum()),
        }
    }

    /// Is there one with money of which no form is in?
    pub fn is_incomplete(&self, forms: &[UnitForm], accepted: &[Accepted]) -> bool {
        let missing = |owner: &&Owner| self.verdict(owner, forms) == Verdict::Missing;
        let mut missing = self.owners.iter().filter(missing);
        missing.any(|owner| !owner.amount.value.is_zero() && !is_accepted(accepted, self.place(owner)))
    }

    /// Where it is said that the owner's form is missing.
    pub fn place(&self, owner: &Owner<'a>) -> &'a Place {
        if self.of_areas { &owner.amount.place } else { &owner.name.place }
    }

    /// What each form may be part of.
    pub fn standings(&self, forms: &[UnitForm], accepted: &[Accepted]) -> Vec<Standing> {
        let usual = if self.is_incomplete(forms, accepted) { Standing::Refused } else { Standing::Counted };
        let mut standings = vec![usual; forms.len()];
        let mut refuse = |nth: usize, standing: Standing| {
            let budget = forms[nth].arranged().map(|budget| &budget.place);
            let places = [Some(&forms[nth].place), budget];
            if !places.into_iter().flatten().any(|place| is_accepted(accepted, place)) {
                standings[nth] = standings[nth].max(standing);
            }
        };
        self.strays.iter().for_each(|nth| refuse(*nth, Standing::Refused));
        for owner in &self.owners {
            let standing = match self.verdict(owner, forms) {
                Verdict::Twice => Standing::Refused,
                Verdict::OtherMoney(_) => Standing::OtherMoney,
                Verdict::Fits | Verdict::Missing => Standing::Counted,
            };
            owner.forms.iter().for_each(|nth| refuse(*nth, standing));
        }
        standings
    }
}

/// A project's name without the words that say that it is one: 某改造 and 某改造项目 are one.
pub fn project_key(name: &str) -> String {
    ["项目", "工程"].iter().fold(name.to_string(), |name, word| name.replace(word, ""))
}

/// Does the clerk accept what is said of this place?
fn is_accepted(accepted: &[Accepted], place: &Place) -> bool {
    let here = |named: &Sourced<String>| place.to_string().contains(&named.value);
    accepted.iter().any(|one| one.code.value == CODE && one.place.as_ref().is_some_and(here))
}

/// The area that the form or its unit names, the longest name first: 贵阳市人力资源和社会保障局 is of 贵阳市. The region's own
/// office is of 省本级.
fn area(form: &UnitForm, owners: &[Owner], region: &[Option<&String>]) -> Option<usize> {
    let texts = || form.names.iter().chain(form.unit.as_ref().map(|unit| &unit.value));
    let named = |part: &dyn Fn(&str) -> Option<String>| {
        let parts = owners.iter().enumerate().filter_map(|(nth, owner)| Some((nth, part(&owner.name.value)?)));
        let found = parts.filter(|(_, part)| texts().any(|text| text.contains(part.as_str())));
        found.max_by_key(|(nth, part)| (part.chars().count(), owners.len() - nth)).map(|(nth, _)| nth)
    };
    let by_region = || {
        let of_region = texts().any(|text| region.iter().flatten().any(|region| text.contains(region.as_str())));
        let own = owners.iter().position(|owner| is_own_level(&owner.name.value));
        own.filter(|_| of_region || texts().any(|text| is_own_level(text)))
    };
    // 云州区, where 云州区民政局 got the money and no other of 云州区.
    let alone = |area: &str| {
        let place = place_of_office(area)?;
        let same = owners.iter().filter(|owner| place_of_office(&owner.name.value) == Some(place));
        (same.count() == 1).then(|| place.to_string())
    };
    named(&|area| Some(area.to_string())).or_else(|| named(&stem)).or_else(|| named(&alone)).or_else(by_region)
}

/// 黔东南 of 黔东南州; `None` where nothing is left that tells.
fn stem(area: &str) -> Option<String> {
    const KINDS: [&str; 10] = ["自治州", "自治县", "自治旗", "地区", "新区", "市", "州", "盟", "县", "区"];
    let stem = KINDS.iter().find_map(|kind| area.strip_suffix(kind))?;
    (stem.chars().count() >= 2).then(|| stem.to_string())
}

/// 云州区 of 云州区民政局.
fn place_of_office(name: &str) -> Option<&str> {
    let is_office = ["局", "委", "委员会", "办公室", "政府"].iter().any(|word| name.ends_with(word));
    let (at, kind) = name.char_indices().skip(1).find(|(_, c)| "市州盟县区旗".contains(*c))?;
    is_office.then(|| name.part(..at + kind.len_utf8()))
}

/// 省本级, 自治区级.
fn is_own_level(area: &str) -> bool {
    area.ends_with("本级") || ["省级", "自治区级", "市级", "省直"].contains(&area)
}
