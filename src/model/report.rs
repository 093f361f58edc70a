//! One year's report of one fund, as read.

use std::collections::BTreeMap;

use super::profile::Profile;

use super::allotment::Allotments;
use super::budget::{Aggregated, AllocationDocument, Execution};
use super::figure::Quantity;
use super::fund_rules::FundRules;
use super::indicator::{Indicator, IndicatorRow};
use super::number::Rate;
use super::project::{Project, ProjectTable};
use super::scoring::Scoring;
use super::term::Term;
use super::unit_form::UnitForm;
use crate::base::field::{Field, Rows};
use crate::base::place::{Place, Sourced};

#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    pub profile: Profile,
    /// What the fund's layouts say.
    pub rules: FundRules,
    pub documents: Rows<AllocationDocument>,
    pub execution: Execution,
    pub projects: ProjectTable,
    /// What each area gets, where there is such a table.
    pub allotments: Allotments,
    pub indicators: Rows<IndicatorRow>,
    pub scoring: Scoring,
    /// 数据 of the YAML: figures that no spreadsheet has, by name.
    pub extra: BTreeMap<String, Sourced<Quantity>>,
    /// 文字 of the YAML: template texts by path (chapter, section).
    pub texts: BTreeMap<(String, String), Sourced<String>>,
    /// Sections that stand there and have no text.
    pub unwritten: BTreeMap<(String, String), Place>,
    /// 案例, in their order.
    pub cases: Vec<CaseStudy>,
    /// 接受: findings that the clerk accepts.
    pub accepted: Vec<Accepted>,
    /// 单位自评表, in the order of their files.
    pub unit_forms: Vec<UnitForm>,
    /// The report of the year before.
    pub last_year: LastYear,
    /// Where texts, cases and figures may stand that could not be read.
    pub unread_texts: Vec<Place>,
}

/// What is known of the year before.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum LastYear {
    /// It has no folder.
    #[default]
    Absent,
    /// Its folder has mistakes.
    Unreadable(String),
    Read(Box<Report>),
}

/// A part of the input that every report is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Documents,
    Projects,
    Allotments,
    Indicators,
    Scoring,
}

impl Part {
    pub const ALL: [Part; 5] = [Part::Documents, Part::Projects, Part::Allotments, Part::Indicators, Part::Scoring];

    pub fn name(self) -> &'static str {
        match self {
            Part::Documents => "下达文件",
            Part::Projects => "项目表",
            Part::Allotments => "分配表",
            Part::Indicators => "指标表",
            Part::Scoring => "YAML 的“评分”",
        }
    }
}

impl Report {
    /// Is nothing of it there?
    pub fn lacks(&self, part: Part) -> bool {
        match part {
            Part::Documents => self.documents.is_absent(),
            Part::Projects => self.projects.directions.is_absent(),
            Part::Allotments => self.allotments.rows.is_absent(),
            Part::Indicators => self.indicators.is_absent(),
            Part::Scoring => self.scoring.execution_weight == Field::Absent,
        }
    }

    /// Must a report of this fund have it?
    pub fn wants(&self, part: Part) -> bool {
        match part {
            Part::Projects => self.rules.project_table.list.is_asked(),
            Part::Allotments => self.rules.allotments.is_asked(),
            Part::Documents | Part::Indicators | Part::Scoring => true,
        }
    }

    /// Can other things be made of it than a draft?
    pub fn is_whole(&self) -> bool {
        !Part::ALL.into_iter().any(|part| self.wants(part) && self.lacks(part))
            && self.profile.is_whole()
            && self.execution.is_whole()
            && self.scoring.execution_weight.is_known()
    }

    /// Where a text would stand: at its name, beside the chapter's others, beside other texts, in the file of 报告.
    pub fn place_of_text(&self, path: &(String, String)) -> &Place {
        if let Some(place) = self.unwritten.get(path) {
            return place;
        }
        let (chapter, _) = path;
        let own = self.texts.iter().rfind(|((known, _), _)| known == chapter);
        own.or(self.texts.iter().next_back()).map_or(&self.profile.year.place, |(_, text)| &text.place)
    }

    /// The rows of the indicator table that are whole.
    pub fn indicators(&self) -> impl Iterator<Item = Indicator<'_>> + Clone {
        self.indicators.iter().filter_map(IndicatorRow::whole)
    }

    /// Is it the fund's own money that the document hands down?
    pub fn hands_down_own(&self, document: &AllocationDocument) -> bool {
        self.rules.money_rows.first().is_none_or(|own| document.carries(own, own))
    }

    /// Where money must have come by a document, and none is read.
    pub fn levels_without_documents(&self) -> impl Iterator<Item = &Term> {
        let has = |level: &Term| {
            self.documents.iter().any(|document| document.level.value == *level && self.hands_down_own(document))
        };
        self.rules.levels.iter().filter(move |level| !has(level))
    }

    /// The projects of earlier years.
    pub fn carried_over(&self) -> impl Iterator<Item = Project<'_>> {
        let rules = &self.rules.project_table;
        self.projects.projects().filter(|project| project.status.value().is_some_and(|own| rules.is_carried_over(own)))
    }

    /// 预算执行率; `None` where nothing was budgeted, or the money was not wholly read.
    pub fn execution_rate(&self) -> Option<Rate> {
        self.execution.rate()
    }

    /// Exceeded by so much that it must be explained, or is.
    pub fn is_over_target(&self, indicator: &IndicatorRow) -> bool {
        indicator.completion().is_some_and(|completion| self.rules.is_over_run(completion)) && self.is_told(indicator)
    }

    /// Short of its target by so much that it must be explained, or is.
    pub fn is_under_target(&self, indicator: &IndicatorRow) -> bool {
        indicator.is_under_target() && self.is_told(indicator)
    }

    /// Must its reason be written?
    pub fn owes_reason(&self, indicator: &IndicatorRow) -> bool {
        let of = indicator.target.value().zip(indicator.completion());
        of.is_some_and(|(target, completion)| self.rules.is_owed_reason(target, completion))
    }

    fn is_told(&self, indicator: &IndicatorRow) -> bool {
        indicator.explanation.is_known() || self.owes_reason(indicator)
    }

    /// Are figures of the region made from the units' forms?
    pub fn uses_forms(&self) -> bool {
        self.indicators.iter().any(|indicator| indicator.aggregated)
            || self.execution.rows.iter().any(|row| row.aggregated != Aggregated::default())
    }
}

/// 案例: a project told at length. Name and texts; the amounts come from the project table.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseStudy {
    /// Must be the name of a row of the project table.
    pub project: Sourced<String>,
    /// Figures of this case that its texts may show, by name (总投入, 执行率, …).
    pub figures: BTreeMap<String, Sourced<Quantity>>,
    /// Template text, one paragraph a line.
    pub text: Sourced<String>,
}

/// One line of 接受.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    /// The finding's code.
    pub code: Sourced<String>,
    /// A part of the finding's place as it is shown (资金执行.xlsx › 下达文件); `None`: wherever it occurs.
    pub place: Option<Sourced<String>>,
    pub reason: Sourced<String>,
}
