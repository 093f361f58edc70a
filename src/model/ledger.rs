//! The ledger: every figure of the report under the name by which texts show it, with what it was read from or
//! derived from. Values come from the model's own methods; here they get names and chains, nothing is computed
//! a second way.

use std::collections::{BTreeMap, BTreeSet};

use super::aggregation::{FormAmounts, Method, Part, money};
use super::budget::{AllocationDocument, AllocationLevel};
use super::figure::{Figure, FigureName, Origin, Quantity};
use super::indicator::{Indicator, PartialIndicator, Target};
use super::number::{Money, Score};
use super::place::{Place, Sourced};
use super::project::{Direction, Grade, GrantMode, Project, ProjectStatus};
use super::report::Report;
use super::unit_form::FormMoney;

/// Figures in the order in which the report speaks of them.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    figures: Vec<Figure>,
    by_name: BTreeMap<FigureName, usize>,
    unknown: BTreeMap<FigureName, Unknown>,
}

/// Why a figure is not known.
#[derive(Debug, Clone, PartialEq)]
pub enum Unknown {
    /// Nothing could be read, or reckoned, of what stands here.
    Unread(Option<Place>),
    /// Some of these are unknown.
    Derived(Vec<FigureName>),
}

impl Ledger {
    pub fn of(report: &Report) -> Ledger {
        let mut ledger = Ledger::default();
        ledger.add_profile(report);
        ledger.add_documents(report);
        ledger.add_execution(report);
        ledger.add_projects(report);
        ledger.add_indicators(report);
        ledger.add_scores(report);
        ledger.add_extra(report);
        ledger
    }

    pub fn figures(&self) -> &[Figure] {
        &self.figures
    }

    pub fn get(&self, name: &FigureName) -> Option<&Figure> {
        self.by_name.get(name).map(|&index| &self.figures[index])
    }

    /// Figures that there would be, had what they are made of been read. Of each the reader or the audit has said why.
    pub fn unknown(&self) -> &BTreeMap<FigureName, Unknown> {
        &self.unknown
    }

    /// What an unknown figure is unknown for: those of its inputs that could not be read, with their places.
    pub fn roots<'a>(&'a self, name: &'a FigureName) -> Vec<(&'a FigureName, Option<&'a Place>)> {
        let mut roots = Vec::new();
        let mut open = vec![name];
        while let Some(name) = open.pop() {
            match self.unknown.get(name) {
                Some(Unknown::Unread(place)) if roots.iter().all(|(known, _)| *known != name) => {
                    roots.push((name, place.as_ref()));
                }
                // Taken from the end, so pushed backwards.
                Some(Unknown::Derived(inputs)) => open.extend(inputs.iter().rev()),
                _ => {}
            }
        }
        roots
    }

    /// Figures whose name contains `term`, or else whose shown value is `term`.
    pub fn find(&self, term: &str) -> Vec<&Figure> {
        let by = |matches: &dyn Fn(&Figure) -> bool| self.figures.iter().filter(|f| matches(f)).collect::<Vec<_>>();
        let exact = by(&|figure| figure.name.to_string() == term);
        if !exact.is_empty() {
            return exact;
        }
        let named = by(&|figure| figure.name.to_string().contains(term));
        if !named.is_empty() {
            return named;
        }
        by(&|figure| figure.quantity.to_string() == term)
    }

    fn add(&mut self, name: FigureName, quantity: Quantity, origin: Origin) -> FigureName {
        // Two projects may bear one name (the audit tells): the first keeps it.
        if !self.by_name.contains_key(&name) {
            self.by_name.insert(name.clone(), self.figures.len());
            self.figures.push(Figure { name: name.clone(), quantity, origin });
        }
        name
    }

    fn read<const N: usize>(&mut self, path: [&str; N], quantity: Quantity, place: &Place) -> FigureName {
        self.add(FigureName::new(path), quantity, Origin::Read(place.clone()))
    }

    fn lacking<const N: usize>(&mut self, path: [&str; N], place: Option<&Place>) -> FigureName {
        let name = FigureName::new(path);
        self.unknown.insert(name.clone(), Unknown::Unread(place.cloned()));
        name
    }

    fn underivable<const N: usize>(&mut self, path: [&str; N], inputs: Vec<FigureName>) -> FigureName {
        let name = FigureName::new(path);
        self.unknown.insert(name.clone(), Unknown::Derived(inputs));
        name
    }

    /// A figure of which an input is unknown is itself unknown.
    fn derived<const N: usize>(
        &mut self,
        path: [&str; N],
        quantity: Quantity,
        rule: &str,
        inputs: Vec<FigureName>,
    ) -> FigureName {
        if inputs.iter().any(|input| self.unknown.contains_key(input)) {
            return self.underivable(path, inputs);
        }
        self.add(FigureName::new(path), quantity, Origin::Derived { rule: rule.to_string(), inputs })
    }

    fn add_profile(&mut self, report: &Report) {
        let profile = &report.profile;
        let year = &profile.year;
        self.read(["年度"], Quantity::Words(year.value.to_string()), &year.place);
        let words = [
            ("地区", &profile.region),
            ("地区简称", &profile.region_short),
            ("资金名称", &profile.fund),
            ("资金简称", &profile.fund_short),
            ("中央主管部门", &profile.central_department),
            ("财政部门", &profile.finance_department),
            ("主管部门", &profile.competent_department),
            ("说明", &profile.remarks),
        ];
        for (name, text) in words {
            self.read([name], Quantity::Words(text.value.clone()), &text.place);
        }
        if let Some(label) = &profile.attachment_label {
            self.read(["附件标识"], Quantity::Words(label.value.clone()), &label.place);
        }
        self.read(["成文日期"], Quantity::Words(profile.date.value.to_string()), &profile.date.place);
    }

    fn add_documents(&mut self, report: &Report) {
        for level in AllocationLevel::ALL {
            let mut amounts = Vec::new();
            let mut total = Money::ZERO;
            for document in report.documents.iter().filter(|document| document.level.value == level) {
                let number = document.number.value.as_str();
                self.read(
                    ["下达文件", number, "文件名称"],
                    Quantity::Words(document.title.value.clone()),
                    &document.title.place,
                );
                self.read(["下达文件", number, "文号"], Quantity::Words(number.to_string()), &document.number.place);
                match &document.date {
                    Some(date) => {
                        let shown = Quantity::Words(date.value.to_string());
                        self.read(["下达文件", number, "印发日期"], shown, &date.place);
                    }
                    None => drop(self.unread(document, "印发日期")),
                }
                match &document.amount {
                    Some(amount) => {
                        total = total + amount.value;
                        let shown = Quantity::Money(amount.value);
                        amounts.push(self.read(["下达文件", number, "金额"], shown, &amount.place));
                    }
                    None => amounts.extend(self.unread(document, "金额")),
                }
            }
            if report.unread_documents > 0 {
                self.lacking(["下达合计", level.name()], None);
                continue;
            }
            if !amounts.is_empty() {
                let rule = format!("{}下达文件的金额相加", level.name());
                self.derived(["下达合计", level.name()], Quantity::Money(total), &rule, amounts);
            }
        }
    }

    /// A field of a document, where its cell could not be read. A blank one may not be wanted.
    fn unread(&mut self, document: &AllocationDocument, field: &str) -> Option<FigureName> {
        let lacking = document.lacking(field).filter(|lacking| lacking.unread)?;
        Some(self.lacking(["下达文件", &document.number.value, field], Some(&lacking.place)))
    }

    fn add_execution(&mut self, report: &Report) {
        let execution = &report.execution;
        let (mut budgets, mut executed) = (Vec::new(), Vec::new());
        for (source, line) in execution.parts() {
            let name = source.name();
            let forms = &report.unit_forms;
            let of_forms = |summed: bool, column: fn(&FormMoney) -> Option<&Sourced<Money>>| {
                if summed { money(forms, source, column).map(|(_, cells)| cells) } else { None }
            };
            let a = of_forms(line.aggregated.budget, |line| line.budget.as_ref());
            let a = self.money_of(name, "预算数", &line.budget, a);
            let b = of_forms(line.aggregated.executed, |line| line.executed.as_ref());
            let b = self.money_of(name, "执行数", &line.executed, b);
            if let Some(rate) = line.rate() {
                let rule = "全年执行数（B）÷全年预算数（A）";
                self.derived(["资金", name, "执行率"], Quantity::Rate(rate), rule, vec![b.clone(), a.clone()]);
            }
            budgets.push(a);
            executed.push(b);
        }
        let rule = "中央财政资金＋地方资金＋其他资金";
        let budget = self.derived(["资金", "预算数"], Quantity::Money(execution.budget()), rule, budgets);
        let executed = self.derived(["资金", "执行数"], Quantity::Money(execution.executed()), rule, executed);
        if let Some(rate) = execution.rate() {
            let rule = "全年执行数（B）÷全年预算数（A）";
            self.derived(["资金", "执行率"], Quantity::Rate(rate), rule, vec![executed, budget]);
        }
    }

    /// An amount of 资金情况, as the region gives it or as the units' cells add up to it.
    fn money_of(
        &mut self,
        source: &str,
        column: &str,
        amount: &Sourced<Money>,
        cells: Option<FormAmounts>,
    ) -> FigureName {
        let quantity = Quantity::Money(amount.value);
        let Some(cells) = cells else { return self.read(["资金", source, column], quantity, &amount.place) };
        let inputs = cells.into_iter().map(|(project, amount)| {
            self.read(["单位自评", &project, source, column], Quantity::Money(amount.value), &amount.place)
        });
        let inputs = inputs.collect();
        self.derived(["资金", source, column], quantity, "各单位自评表相加", inputs)
    }

    fn add_projects(&mut self, report: &Report) {
        for direction in &report.projects.directions {
            self.add_direction(direction);
        }
        let directions = &report.projects.directions;
        let sum_of = |field: &str| -> Vec<FigureName> {
            directions.iter().map(|direction| FigureName::new(["方向", &direction.name.value, field])).collect()
        };
        let all: Vec<&Project> = report.projects.projects().collect();
        self.derived(
            ["项目", "资金"],
            Quantity::Money(report.projects.amount()),
            "各支持方向的资金相加",
            sum_of("资金"),
        );
        for (name, count) in counts(&all) {
            self.derived(["项目", name], Quantity::Count(count), "各支持方向的项目数相加", sum_of(name));
        }
        for (grade, count) in grades(&all) {
            let inputs = sum_of(grade.name());
            self.derived(["评价", grade.name()], Quantity::Count(count), "各支持方向的项目数相加", inputs);
        }
    }

    fn add_direction(&mut self, direction: &Direction) {
        let name = direction.name.value.as_str();
        self.read(["方向", name, "名称"], Quantity::Words(name.to_string()), &direction.name.place);
        let mut groups = Vec::new();
        let mut everything = Vec::new();
        for group in &direction.groups {
            let mut amounts = Vec::new();
            for project in &group.projects {
                let amount = Quantity::Money(project.amount.value);
                amounts.push(self.read(["安排资金", &project.name.value], amount, &project.amount.place));
            }
            everything.extend(amounts.iter().cloned());
            let rule = "本组各项目的安排资金相加";
            let subtotal = Quantity::Money(group.amount());
            match &group.label {
                Some(label) => {
                    groups.push(self.derived(
                        ["方向", name, unnumbered(&label.value), "资金"],
                        subtotal,
                        rule,
                        amounts,
                    ));
                }
                None => groups.extend(amounts),
            }
        }
        let rule = if direction.groups.iter().any(|group| group.label.is_some()) {
            "各组资金相加"
        } else {
            "各项目的安排资金相加"
        };
        self.derived(["方向", name, "资金"], Quantity::Money(direction.amount()), rule, groups);
        let all: Vec<&Project> = direction.projects().collect();
        for (field, count) in counts(&all) {
            self.derived(["方向", name, field], Quantity::Count(count), "按项目表逐行计数", everything.clone());
        }
        for (grade, count) in grades(&all) {
            let rule = format!("自评等级为“{}”的项目逐行计数", grade.name());
            self.derived(["方向", name, grade.name()], Quantity::Count(count), &rule, everything.clone());
        }
    }

    fn add_indicators(&mut self, report: &Report) {
        for indicator in &report.indicators {
            let name = indicator.name.value.as_str();
            let target = Quantity::Words(indicator.target.value.to_string());
            let target = self.read(["指标", name, "指标值"], target, &indicator.target.place);
            let actual = self.actual(indicator);
            let (Some(completion), Some(deviation)) = (indicator.completion(), indicator.deviation()) else {
                let completion = self.lacking(["指标", name, "完成率"], Some(&indicator.actual.place));
                self.underivable(["指标", name, "偏差率"], vec![completion]);
                continue;
            };
            let completion = Quantity::Rate(completion);
            let completion = match &indicator.stated_completion {
                Some(stated) => self.read(["指标", name, "完成率"], completion, &stated.place),
                None => {
                    let inputs = vec![actual, target];
                    self.derived(["指标", name, "完成率"], completion, completion_rule(indicator), inputs)
                }
            };
            self.derived(["指标", name, "偏差率"], Quantity::Rate(deviation), "|完成率－100%|", vec![completion]);
        }
        for partial in &report.partial_indicators {
            self.add_partial(partial);
        }
    }

    /// What there is of a row that could not be read whole.
    fn add_partial(&mut self, partial: &PartialIndicator) {
        let lacking = self.lacking_of(partial);
        let Some(name) = &partial.name else { return };
        if let Some(Sourced { value, place }) = &partial.target {
            self.read(["指标", name, "指标值"], Quantity::Words(value.to_string()), place);
        }
        if let Some(Sourced { value, place }) = &partial.actual {
            self.read(["指标", name, "实际完成值"], Quantity::Words(value.to_string()), place);
        }
        for rate in ["完成率", "偏差率"] {
            self.underivable(["指标", name, rate], lacking.clone());
        }
    }

    /// The cells of the row that could not be read.
    fn lacking_of(&mut self, partial: &PartialIndicator) -> Vec<FigureName> {
        let name = partial.name.as_deref().unwrap_or_default();
        let cells = partial.lacking.iter();
        cells.map(|Sourced { value: field, place }| self.lacking(["指标", name, field], Some(place))).collect()
    }

    /// 全年实际完成值, as the region gives it or as the units' forms make it, with the cell of each.
    fn actual(&mut self, indicator: &Indicator) -> FigureName {
        let name = indicator.name.value.as_str();
        let actual = Quantity::Words(indicator.actual.value.to_string());
        let Some(aggregate) = indicator.aggregate.as_ref().filter(|_| indicator.aggregated) else {
            return self.read(["指标", name, "实际完成值"], actual, &indicator.actual.place);
        };
        let mut inputs = Vec::new();
        for Part { project, value, weight, place } in &aggregate.parts {
            inputs.push(self.read(["单位自评", project, name], Quantity::Measure(value.clone()), place));
            if let Some(weight) = weight.as_ref().filter(|_| aggregate.method == Method::WeightedMean) {
                let money = Quantity::Money(weight.value);
                inputs.push(self.read(["单位自评", project, "资金额度"], money, &weight.place));
            }
        }
        let rule = format!("各单位自评表{}", aggregate.method.name());
        self.derived(["指标", name, "实际完成值"], actual, &rule, inputs)
    }

    fn add_scores(&mut self, report: &Report) {
        let scoring = &report.scoring;
        let weight = &scoring.execution_weight;
        let weight = self.read(["分值", "预算执行"], Quantity::Score(weight.value), &weight.place);
        let execution = Quantity::Score(Score(report.execution_score().shown()));
        let inputs = vec![weight, FigureName::new(["资金", "执行率"])];
        let mut parts = vec![self.derived(["得分", "预算执行"], execution, "分值×预算执行率", inputs)];
        for dimension in report.rules.dimensions() {
            let (mut weights, mut points) = (Vec::new(), Vec::new());
            for indicator in report.of_dimension(dimension) {
                let name = indicator.name.value.as_str();
                if let Some(weight) = scoring.weights.get(name) {
                    weights.push(self.read(["指标", name, "分值"], Quantity::Score(weight.value), &weight.place));
                }
                let weighed = scoring.weights.contains_key(name);
                match (report.indicator_score(indicator), scoring.stated.get(name)) {
                    (Some(score), Some(stated)) => {
                        points.push(self.read(["指标", name, "得分"], Quantity::Score(score), &stated.points.place));
                    }
                    (Some(score), None) => {
                        let inputs = ["分值", "完成率"].map(|part| FigureName::new(["指标", name, part])).to_vec();
                        let rule = "分值×完成率（不超过分值）";
                        points.push(self.derived(["指标", name, "得分"], Quantity::Score(score), rule, inputs));
                    }
                    (None, _) if weighed => {
                        let completion = FigureName::new(["指标", name, "完成率"]);
                        points.push(self.underivable(["指标", name, "得分"], vec![completion]));
                    }
                    (None, _) => {}
                }
            }
            let partial = |partial: &&PartialIndicator| partial.dimension.as_ref().is_none_or(|own| own == dimension);
            for partial in report.partial_indicators.iter().filter(partial) {
                let name = partial.name.as_deref().unwrap_or_default();
                let lacking = self.lacking_of(partial);
                weights.push(match scoring.weights.get(name) {
                    Some(weight) => self.read(["指标", name, "分值"], Quantity::Score(weight.value), &weight.place),
                    None => self.underivable(["指标", name, "分值"], lacking.clone()),
                });
                points.push(self.underivable(["指标", name, "得分"], lacking));
            }
            let weight = Quantity::Score(report.dimension_weight(dimension));
            self.derived(["分值", dimension.name()], weight, "各三级指标的分值相加", weights);
            let score = Quantity::Score(report.dimension_score(dimension));
            parts.push(self.derived(["得分", dimension.name()], score, "各三级指标的得分相加", points));
        }
        let total = Quantity::Score(report.total_score());
        let total = self.derived(["得分", "总分"], total, "预算执行和各一级指标的得分相加", parts);
        let grade = Quantity::Words(report.grade().name().to_string());
        self.derived(["得分", "等级"], grade, "90分以上优，80分以上良，60分以上中，其余差", vec![total]);
    }

    fn add_extra(&mut self, report: &Report) {
        for (name, Sourced { value, place }) in &report.extra {
            self.read(["数据", name], value.clone(), place);
        }
        for case in &report.cases {
            for (name, Sourced { value, place }) in &case.figures {
                self.read(["案例", &case.project.value, name], value.clone(), place);
            }
        }
    }
}

/// 结转项目 of （一）结转项目: the number is how it is typed, not what it is called.
fn unnumbered(label: &str) -> &str {
    label.split(['）', ')']).next_back().map_or(label, str::trim)
}

/// How a completion rate came about, in words.
fn completion_rule(indicator: &Indicator) -> &'static str {
    use super::indicator::Comparator;
    match &indicator.target.value {
        Target::Qualitative(_) => "定性指标的实际完成比例；与指标值一致的为100%",
        Target::Quantitative { comparator: Comparator::AtMost, .. } => "指标值÷实际完成值（越小越好的指标）",
        Target::Quantitative { .. } => "实际完成值÷指标值",
    }
}

/// The cross-tab of status × grant mode, with its margins, under the names that texts use.
fn counts(projects: &[&Project]) -> Vec<(&'static str, u32)> {
    use {GrantMode::*, ProjectStatus::*};
    let count = |status: Option<ProjectStatus>, mode: Option<GrantMode>| {
        let fits = |project: &&&Project| {
            status.is_none_or(|status| project.status == Some(status))
                && mode.is_none_or(|mode| project.mode.as_ref().is_some_and(|given| given.value == mode))
        };
        u32::try_from(projects.iter().filter(fits).count()).expect("a workbook has at most 1,048,576 rows")
    };
    vec![
        ("数量", count(None, None)),
        ("新上", count(Some(NewlyStarted), None)),
        ("结转", count(Some(CarriedOver), None)),
        ("事前补助", count(None, Some(Upfront))),
        ("后补助", count(None, Some(Post))),
        ("新上事前补助", count(Some(NewlyStarted), Some(Upfront))),
        ("新上后补助", count(Some(NewlyStarted), Some(Post))),
        ("结转事前补助", count(Some(CarriedOver), Some(Upfront))),
        ("结转后补助", count(Some(CarriedOver), Some(Post))),
    ]
}

fn grades(projects: &[&Project]) -> Vec<(Grade, u32)> {
    let of = |grade| projects.iter().filter(|project| project.grade.as_ref().is_some_and(|g| g.value == grade)).count();
    Grade::ALL
        .into_iter()
        .map(|grade| (grade, u32::try_from(of(grade)).expect("a workbook has at most 1,048,576 rows")))
        .collect()
}
