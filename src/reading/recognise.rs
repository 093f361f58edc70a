//! Which table a sheet is: by its heads, as `layouts/识别.yaml` lists them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::base::characters::is_han;
use crate::base::chinese_number::is_chinese_numeral;
use crate::base::layout_fault::LayoutFault;
use crate::model::fund_rules::{FundRules, TOTAL_MONEY};
use crate::model::standards::with_usual;
use crate::model::term::{Term, listed};

use super::aggregation_method::AggregationWords;
use super::document_words::{DocumentWords, Heads};
use super::form_layout::FormLayout;
use super::head_words::{Columns, Keys, Signs, Words, head_key, year_of_head};
use crate::base::name_marks::bare_name;

/// `layouts/识别.yaml`, and the lists of the fund whose tables are read.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recognition {
    #[serde(skip)]
    pub(crate) rules: FundRules,
    /// The report's, where it is known.
    #[serde(skip)]
    pub(super) year: Option<u16>,
    /// What a column of the fund's own money may be called.
    #[serde(skip)]
    own_heads: BTreeSet<String>,
    #[serde(rename = "表")]
    tables: BTreeMap<TableKind, Columns>,
    /// Which of several columns of money goes first.
    #[serde(rename = "几栏金额", default)]
    amounts: ColumnOrder,
    /// Of several columns of other values.
    #[serde(rename = "几栏数值", default)]
    values: ColumnOrder,
    /// Row labels of the execution table by what they mean.
    #[serde(rename = "资金来源")]
    fund_rows: Words,
    /// What groups and the column of 状态 say → 状态.
    #[serde(rename = "分组")]
    groups: BTreeMap<String, Term>,
    #[serde(rename = "支持方式")]
    modes: Words,
    #[serde(rename = "资金来源的写法")]
    money_words: MoneyWords,
    /// Other words for the fund's grades.
    #[serde(rename = "自评等级", default)]
    grades: Words,
    #[serde(rename = "层级")]
    levels: Words,
    /// What the name of an office ends with.
    #[serde(rename = "发文机关", default)]
    offices: Signs,
    /// Words of a title that takes money back.
    #[serde(rename = "收回", default)]
    taking_back: Signs,
    #[serde(rename = "总计行")]
    total_rows: Keys,
    /// What a row begins with that is a part of the one above.
    #[serde(rename = "部分行")]
    part_rows: Vec<String>,
    /// What all areas together are called; 全州县 is one of them.
    #[serde(rename = "全域")]
    whole_areas: Keys,
    /// What a row begins with that counts the columns.
    #[serde(rename = "栏次行")]
    pub(super) counting_rows: Keys,
    #[serde(rename = "小计行", default)]
    subtotal_rows: Keys,
    /// What a project's name says in brackets that was cancelled.
    #[serde(rename = "取消的项目", default)]
    pub(super) cancelled: Signs,
    /// And where its row changes the amount of the project.
    #[serde(rename = "调整的项目", default)]
    pub(super) changed: Signs,
    /// Sums of what stands on one page.
    #[serde(rename = "本页小计行", default)]
    page_sums: Keys,
    /// Rows of money that sum up some of the others.
    #[serde(rename = "资金小计行", default)]
    money_subtotals: Keys,
    /// What the first cell of a line under a table begins with.
    #[serde(rename = "表下文字", default)]
    pub(super) below: Vec<String>,
    #[serde(rename = "单位自评表")]
    pub(crate) form: FormLayout,
    #[serde(rename = "汇总方式", default)]
    pub(crate) aggregation: AggregationWords,
    /// Columns beside a sum of money that are no 支持方向.
    #[serde(rename = "分栏不是支持方向", default)]
    no_directions: Signs,
    /// Words that names of many funds have.
    #[serde(rename = "资金名称里常有的", default)]
    pub(super) common_of_funds: Vec<String>,
    /// What names of funds end with.
    #[serde(rename = "资金名称结尾")]
    pub(super) ends_of_funds: Vec<String>,
    /// Columns of parts of one amount.
    #[serde(rename = "一笔钱的几部分", default)]
    pub(super) money_parts: Signs,
    /// What says of a table of results that they are not the year's.
    #[serde(rename = "不是全年", default)]
    interim: Signs,
    /// Columns of what is left of a budget.
    #[serde(rename = "扣除后预算", default)]
    reduced: Signs,
    /// What says of a table of areas that it is of one batch.
    #[serde(rename = "批次字样", default)]
    batches: Signs,
    /// What stands for the words of the cell above.
    #[serde(rename = "同上", default)]
    repeated: Keys,
    /// Heads that may say the change of a budget or the changed budget.
    #[serde(rename = "调整额或调整后", default)]
    changes: Signs,
    #[serde(rename = "措施起始")]
    pub(crate) measure_words: Vec<String>,
    #[serde(rename = "空白")]
    pub(crate) blanks: Vec<String>,
    /// What says of an indicator that the place has none such.
    #[serde(rename = "不适用")]
    pub(crate) inapplicable: Vec<String>,
    /// What says of words that they were reached.
    #[serde(rename = "达成", default)]
    reached: Keys,
    #[serde(rename = "成稿")]
    pub(super) document: DocumentWords,
}

/// What names of rows of money are the same without, or with in place of another word.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct MoneyWords {
    #[serde(rename = "可省")]
    idle: Vec<String>,
    #[serde(rename = "同资金")]
    money: Vec<String>,
}

/// Places of heads: of what was settled in the end, and of what is a part of the year.
pub(super) const SETTLED: u8 = 0;
const INTERIM: u8 = 4;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnOrder {
    /// What was settled in the end: before all others.
    #[serde(rename = "改定", default)]
    settled: Signs,
    #[serde(rename = "在先")]
    first: Signs,
    #[serde(rename = "在后")]
    last: Signs,
}

impl ColumnOrder {
    /// The place of a head, the lowest first: of 0 to 3, then the later year.
    fn of(&self, key: &str) -> (u8, Reverse<u16>) {
        let year = key.get(..4).and_then(|year| year.parse().ok()).filter(|_| key.contains('年'));
        let place = match () {
            () if self.settled.fit(key) => SETTLED,
            () if self.last.fit(key) => 3,
            () if self.first.fit(key) => 1,
            () => 2,
        };
        (place, Reverse(year.unwrap_or_default()))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub(crate) enum TableKind {
    #[serde(rename = "项目表")]
    Projects,
    #[serde(rename = "指标表")]
    Indicators,
    #[serde(rename = "资金执行")]
    Execution,
    #[serde(rename = "下达文件")]
    Documents,
    #[serde(rename = "分配表")]
    Allotments,
}

impl TableKind {
    pub const ALL: [TableKind; 5] =
        [TableKind::Projects, TableKind::Indicators, TableKind::Execution, TableKind::Documents, TableKind::Allotments];

    pub fn name(self) -> &'static str {
        match self {
            TableKind::Projects => "项目表",
            TableKind::Indicators => "指标表",
            TableKind::Execution => "资金执行表",
            TableKind::Documents => "下达文件表",
            TableKind::Allotments => "分配表",
        }
    }

    /// The key in `layouts/识别.yaml`, and in the YAML that gives the table.
    pub fn key(self) -> &'static str {
        match self {
            TableKind::Projects => "项目表",
            TableKind::Indicators => "指标表",
            TableKind::Execution => "资金执行",
            TableKind::Documents => "下达文件",
            TableKind::Allotments => "分配表",
        }
    }

    /// The column of money that may stand over several.
    pub(super) fn shared_money(self) -> Option<&'static str> {
        match self {
            TableKind::Projects => Some("安排资金"),
            TableKind::Documents | TableKind::Allotments => Some("金额"),
            TableKind::Indicators | TableKind::Execution => None,
        }
    }
}

/// The file as it ships.
const USUAL: &str = include_str!("../../layouts/识别.yaml");

/// A label of money has at most so many characters.
const LONGEST_MONEY: usize = 24;

impl Recognition {
    /// # Errors
    /// What is wrong in the file.
    pub fn parse(text: &str) -> Result<Recognition, LayoutFault> {
        let read = |whole: &str| serde_saphyr::from_str(whole).map_err(|error| LayoutFault::of_yaml(&error, text));
        let mut recognition: Recognition = read(&with_usual(text, USUAL))?;
        // A file that was made before there was such a table.
        if !recognition.tables.contains_key(&TableKind::Allotments) {
            let shipped: Recognition = read(USUAL)?;
            recognition.tables.extend(shipped.tables.into_iter().filter(|(kind, _)| *kind == TableKind::Allotments));
        }
        // A field of another kind is excluded by all its words.
        let fields: Vec<_> = recognition.tables.values().flat_map(|columns| columns.heads.clone()).collect();
        recognition.tables.values_mut().for_each(|columns| columns.exclude_fields(&fields));
        for kind in TableKind::ALL {
            let fault = |message: String| LayoutFault::at(text, &["表", kind.key()], message);
            let columns = recognition.tables.get(&kind).ok_or_else(|| fault(format!("“表”里缺少“{}”", kind.key())))?;
            if let Some(name) = columns.required.iter().find(|name| !columns.heads.contains_key(*name)) {
                return Err(fault(format!("“{}”必需的“{name}”没有写明栏里的表头", kind.key())));
            }
        }
        Ok(recognition)
    }

    /// A group that no fund has.
    pub fn fault_of_groups<'a>(&self, text: &str, funds: impl Iterator<Item = &'a FundRules>) -> Option<LayoutFault> {
        let statuses: BTreeSet<&Term> = funds.flat_map(|rules| &rules.project_table.statuses).collect();
        let (group, status) = self.groups.iter().find(|(_, status)| !statuses.contains(status))?;
        let message = format!("“分组”里不能写“{status}”：资金.yaml 的“状态”里有的是{}", listed(statuses));
        Some(LayoutFault::at(text, &["分组", group], message))
    }

    /// For the tables of this fund.
    pub(crate) fn of_fund(&self, rules: FundRules) -> Recognition {
        let own = rules.money_rows.first();
        let own_words = self.fund_rows.words().filter(|word| self.fund_rows.term(word, &rules.money_rows) == own);
        let own_heads = own_words.chain(own.map(Term::name)).map(head_key).collect();
        let mut tables = self.tables.clone();
        if let Some(columns) = tables.remove(&TableKind::Projects) {
            tables.insert(TableKind::Projects, columns.with_head("单位", &rules.project_table.unit_head));
        }
        Recognition { rules, own_heads, tables, ..self.clone() }
    }

    /// For the tables of this year's report.
    pub(super) fn of_year(self, year: Option<u16>) -> Recognition {
        Recognition { year, ..self }
    }

    /// Which row of 资金情况 a label names; `Some(None)`: 年度资金总额.
    pub(crate) fn money_row(&self, label: &str) -> Option<Option<Term>> {
        let label = head_key(bare_name(without_section_number(label)));
        let label = self.part_of_row(&label).unwrap_or(&label);
        // 当年财政拨款-中央补助: what it is in the end.
        let last = label.rsplit(['-', '—', '－', '–']).next().unwrap_or(label);
        if !label.contains(is_han) {
            return None;
        }
        let details: Vec<Term> = self.rules.details().map(|(_, part)| part.clone()).collect();
        let lists = [&self.rules.money_rows, &details];
        let exact = |label: &str| lists.iter().find_map(|list| self.fund_rows.term(label, list).cloned());
        let is_total = |label: &str| self.fund_rows.meaning(label) == Some(TOTAL_MONEY);
        // 省级衔接资金, where the fund's own is 中央财政衔接资金.
        let core = self.core_of_own().unwrap_or_default();
        let bare = |label: &str| match core.as_str() {
            "" => self.bare_money(label),
            core => self.bare_money(&label.replace(core, "")),
        };
        let loosely = || lists.iter().find_map(|list| self.fund_rows.term_loosely(last, list, bare).cloned());
        exact(label)
            .or_else(|| exact(last))
            .map(Some)
            .or_else(|| is_total(label).then_some(None))
            .or_else(|| if label.chars().count() <= LONGEST_MONEY { loosely().map(Some) } else { None })
    }

    /// What the row of a label would be called in 资金.yaml: as the office calls it.
    pub(crate) fn money_term(&self, label: &str) -> String {
        let bare = bare_name(without_section_number(label)).trim();
        head_key(self.part_of_row(bare).unwrap_or(bare))
    }

    /// The rows that [`Recognition::money_row`] knows, for a message.
    pub(crate) fn money_rows(&self) -> String {
        let details = self.rules.details().map(|(_, part)| part.name());
        let rows = self.rules.money_rows.iter().map(Term::name).chain([TOTAL_MONEY]).chain(details);
        rows.collect::<Vec<_>>().join("、")
    }

    /// The level of a word that the fund does not have.
    pub(crate) fn other_level(&self, word: &str) -> Option<&str> {
        self.levels.meaning(word).filter(|meaning| self.rules.levels.iter().all(|level| level.name() != *meaning))
    }

    /// Of this fund or of another.
    pub(super) fn is_level(&self, word: &str) -> bool {
        self.level(word).is_some() || self.levels.meaning(word).is_some()
    }

    /// The level that a word names by itself, though it may be said of another, and the fund has none of that name: 市级.
    pub(crate) fn own_level<'w>(&self, word: &'w str) -> Option<&'w str> {
        let word = word.trim();
        let is_funds = self.rules.levels.iter().any(|level| level.name() == word);
        (self.levels.lists(word) && !is_funds).then_some(word).filter(|own| self.levels.meaning(own) != Some(own))
    }

    /// 新疆生产建设兵团财政局 is of 兵团, where the fund has such a level and no list knows it.
    pub(crate) fn level(&self, word: &str) -> Option<&Term> {
        let is_named =
            |level: &&Term| self.levels.meaning(level).is_none() && word.contains(level.name().trim_end_matches('级'));
        let named = || self.rules.levels.iter().find(is_named).filter(|_| self.is_office(word));
        self.levels.term(word, &self.rules.levels).or_else(named)
    }

    /// 襄阳市财政局, not 市级, nor 学校 where that is a level.
    pub(crate) fn is_office(&self, word: &str) -> bool {
        self.offices.fit(word) && self.rules.levels.iter().all(|level| level.name() != word.trim())
    }

    /// What stands before 关于 in a title is who issued it, as far as it is no level: 岚江理工大学.
    pub(super) fn is_issuer(&self, before: &str) -> bool {
        const SHORTEST: usize = 4;
        let is_name = || before.chars().count() >= SHORTEST && before.chars().all(is_han);
        self.is_office(before) || is_name() && self.levels.meaning(before).is_none()
    }

    /// Is the word of the level that the region itself is of: 市级 in a report of 北京市?
    pub(super) fn is_level_of(&self, word: &str, region: &str) -> bool {
        self.levels.meaning(region).is_some_and(|level| self.levels.meaning(word) == Some(level))
    }

    /// 关于收回…的通知.
    pub(crate) fn is_taking_back(&self, title: &str) -> bool {
        self.taking_back.fit(title)
    }

    /// 支持方式.
    pub(crate) fn mode(&self, word: &str) -> Option<&Term> {
        self.modes.term(word, &self.rules.project_table.modes)
    }

    /// 自评等级, among those of the fund.
    pub(crate) fn grade<'a>(&self, word: &str, grades: &'a [Term]) -> Option<&'a Term> {
        self.grades.term(word, grades)
    }

    /// The status of the projects below a group's row. Below one that is called by what is paid afterwards stand projects
    /// of earlier years.
    pub(crate) fn status(&self, label: &str) -> Option<&Term> {
        let rules = &self.rules.project_table;
        let numbered = label.starts_with(['（', '(']);
        let name = if numbered { label.split(['）', ')']).nth(1).unwrap_or_default().trim() } else { label };
        let called = |word: &str| name.strip_prefix(word).is_some_and(|rest| ["", "项目"].contains(&rest));
        let is = |term: &&Term| called(term);
        let itself = rules.statuses.iter().find(is);
        let bare = |word: &str| word.strip_suffix("项目").unwrap_or(word).to_string();
        let meant = self.groups.iter().find(|(word, _)| bare(word) == bare(name)).map(|(_, meant)| meant);
        let listed = || rules.statuses.iter().find(|status| Some(*status) == meant);
        itself
            .or_else(listed)
            .or_else(|| rules.carried_over.first().filter(|_| rules.post.iter().any(|mode| is(&mode))))
    }

    /// Of 自评表 and 绩效目标表.
    pub(super) fn indicator_heads(&self) -> Heads<'_> {
        Heads { known: &self.form.indicators, looser: &self.document.indicators }
    }

    /// Of 资金情况.
    pub(super) fn money_heads(&self) -> Heads<'_> {
        Heads { known: &self.form.money, looser: &self.document.money }
    }

    /// Of 资金安排情况表.
    pub(super) fn list_heads(&self) -> Heads<'_> {
        Heads { known: &self.tables[&TableKind::Projects], looser: &self.document.list }
    }

    /// The required heads of a kind, as people write them.
    pub(crate) fn required(&self, kind: TableKind) -> String {
        self.required_fields(kind).iter().map(|field| self.usual(kind, field)).collect::<Vec<_>>().join("、")
    }

    pub(crate) fn required_fields(&self, kind: TableKind) -> &[String] {
        &self.tables[&kind].required
    }

    /// What the field is usually called.
    pub(crate) fn usual(&self, kind: TableKind, field: &str) -> String {
        self.synonyms(kind, field).first().cloned().unwrap_or_else(|| field.to_string())
    }

    pub(crate) fn synonyms(&self, kind: TableKind, field: &str) -> &[String] {
        self.tables[&kind].heads.get(field).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn fields(&self, kind: TableKind) -> impl Iterator<Item = &str> {
        self.tables[&kind].heads.keys().map(String::as_str)
    }

    /// The field of the kind that a key names: by a head's words, or by its own name.
    pub(crate) fn field(&self, kind: TableKind, key: &str) -> Option<&str> {
        let key = head_key(key);
        self.tables[&kind].field(&key).or_else(|| self.fields(kind).find(|field| *field == key))
    }

    pub(crate) fn is_total(&self, label: &str) -> bool {
        self.total_rows.are_in(label)
    }

    pub(crate) fn is_subtotal_of_money(&self, label: &str) -> bool {
        self.money_subtotals.holds(bare_name(without_section_number(label)))
    }

    /// 合计, 小计
    pub(super) fn is_sum(&self, label: &str) -> bool {
        self.is_total(label) || self.is_subtotal(label)
    }

    pub(crate) fn is_page_sum(&self, label: &str) -> bool {
        self.page_sums.holds(label)
    }

    pub(crate) fn is_subtotal(&self, label: &str) -> bool {
        self.subtotal_rows.are_in(label)
    }

    /// 其中：某新区, a part of the row above → 某新区
    pub(crate) fn part_of_row<'l>(&self, label: &'l str) -> Option<&'l str> {
        let label = label.trim();
        let rest = self.part_rows.iter().find_map(|word| label.strip_prefix(word.as_str()))?;
        Some(rest.trim_start_matches(['：', ':']).trim_start())
    }

    /// 全省
    pub(super) fn is_whole_area(&self, name: &str) -> bool {
        self.whole_areas.holds(name)
    }

    /// What the fund's own row says between its level and 资金: 衔接 of 中央财政衔接资金.
    fn core_of_own(&self) -> Option<String> {
        let own = self.bare_money(self.rules.money_rows.first()?);
        let levels = self.levels.words().filter(|word| !word.contains('*') && own.starts_with(*word));
        let core = own.strip_prefix(levels.max_by_key(|word| word.len())?)?.strip_suffix("资金")?;
        Some(core.to_string())
    }

    /// 自治区本级财政补助资金 is 自治区资金, 省财政补助 is 省级资金: without what only says that it is public money.
    fn bare_money(&self, label: &str) -> String {
        const MONEY: &str = "资金";
        let MoneyWords { idle, money } = &self.money_words;
        let label = idle.iter().fold(label.to_string(), |label, word| label.replace(word.as_str(), ""));
        let label = money.iter().fold(label, |label, word| label.replace(word.as_str(), MONEY));
        label.replace("级资金", MONEY)
    }

    /// A stroke, 无: nothing was filled in.
    pub(crate) fn is_blank(&self, text: &str) -> bool {
        let text = text.trim();
        text.is_empty() || self.blanks.iter().any(|blank| blank == text)
    }

    /// 中央资金, 第一批: a part of the money that is no direction.
    pub(super) fn is_no_direction(&self, name: &str) -> bool {
        let is_money = || self.money_row(name).is_some() || self.fund_rows.meaning(name).is_some();
        self.no_directions.fit(name) || self.levels.meaning(name).is_some() || is_money()
    }

    /// 分配科学性, 总体目标: beside it stands a text.
    pub(super) fn is_text_of_form(&self, label: &str) -> bool {
        let key = head_key(label);
        self.form.texts.holds(label) || self.rules.management.iter().any(|name| head_key(name) == key)
    }

    /// Of any kind of table.
    pub(super) fn knows_head(&self, key: &str) -> bool {
        self.is_own(key) || self.tables.values().any(|columns| columns.knows(key))
    }

    pub(super) fn columns(&self, kind: TableKind) -> &Columns {
        &self.tables[&kind]
    }

    /// Does a head name the fund's own row of money?
    pub(super) fn is_own(&self, key: &str) -> bool {
        self.own_heads.contains(self.without_part(key))
    }

    /// Of several columns of money: which goes first, the lowest.
    pub(super) fn amount_order(&self, head: &str) -> (u8, Reverse<u16>) {
        self.order(&self.amounts, &head_key(head))
    }

    /// 中央财政资金, 中央, 其中：中央: the fund's own part of an amount; `of_money`: the head is one of money anyhow.
    pub(super) fn is_own_column(&self, key: &str, of_money: bool) -> bool {
        let key = self.part_of_row(key).unwrap_or(key);
        let begins = || self.rules.money_rows.first().is_some_and(|own| own.name().starts_with(key));
        self.is_own(key) || !key.is_empty() && begins() || of_money && self.is_of_own_level(key)
    }

    /// 上年, 实施期: what gives way to others.
    pub(super) fn is_last_value(&self, key: &str) -> bool {
        self.values.last.fit(key) || self.is_interim(key)
    }

    fn order(&self, order: &ColumnOrder, key: &str) -> (u8, Reverse<u16>) {
        if self.is_interim(key) { (INTERIM, Reverse(0)) } else { order.of(key) }
    }

    /// Of several columns of other values: 全年 and the report's year, then the later year, 上半年 last.
    pub(super) fn value_order(&self, key: &str) -> (u8, Reverse<u16>) {
        let (place, year) = self.order(&self.values, key);
        (if self.is_own_year(key) { place.min(1) } else { place }, year)
    }

    /// 2025年完成值, in a report of 2025.
    pub(super) fn is_own_year(&self, key: &str) -> bool {
        year_of_head(key).is_some_and(|year| Some(year) == self.year)
    }

    /// 产出指标, 产出: the sheet of one 一级指标.
    pub(super) fn is_dimension(&self, name: &str) -> bool {
        let key = head_key(name);
        let mut names = self.rules.dimensions().map(|dimension| dimension.name());
        !key.is_empty() && names.any(|name| name == key || name.strip_suffix("指标") == Some(&key))
    }

    /// 〃
    pub(super) fn is_repeated(&self, words: &str) -> bool {
        self.repeated.holds(words)
    }

    /// 调整预算 beside 年初预算
    pub(super) fn is_change(&self, head: &str) -> bool {
        self.changes.fit(head)
    }

    /// 提前下达…分配表, 第二批
    pub(super) fn is_batch(&self, title: &str) -> bool {
        self.batches.fit(title)
    }

    /// 1-9月完成值, 9月监控; what is until December is the year's.
    pub(super) fn is_interim(&self, words: &str) -> bool {
        self.interim.fit(&words.replace("12月", "").replace("十二月", ""))
    }

    /// 扣除统筹整合资金后预算金额
    pub(super) fn is_reduced(&self, head: &str) -> bool {
        self.reduced.fit(head)
    }

    /// 达成预期指标: the words of a target were reached.
    pub(crate) fn is_reached(&self, words: &str) -> bool {
        self.reached.holds(words)
    }

    /// 省级资金, where the fund has no such row: money of another source.
    pub(super) fn is_other_money(&self, key: &str) -> bool {
        let own = self.rules.money_rows.first().map(Term::name);
        let meaning = self.fund_rows.meaning(self.without_part(key));
        meaning.is_some_and(|meaning| Some(meaning) != own && meaning != TOTAL_MONEY) && !self.is_own(key)
    }

    /// 中央引导资金补助金额, where the fund's own money is 中央财政资金.
    pub(super) fn is_of_own_level(&self, key: &str) -> bool {
        let own = self.rules.money_rows.first().map_or("", Term::name);
        let words = self.levels.words().filter(|word| !word.contains('*') && own.starts_with(*word));
        words.max_by_key(|word| word.len()).is_some_and(|level| self.without_part(key).starts_with(level))
    }

    /// 其中：中央资金 as a head.
    fn without_part<'k>(&self, key: &'k str) -> &'k str {
        self.part_of_row(key).filter(|rest| !rest.is_empty()).unwrap_or(key)
    }
}

/// 一、财政资金, （一）财政资金 → 财政资金
fn without_section_number(label: &str) -> &str {
    let label = label.trim();
    let inner = label.trim_start_matches(['（', '(']);
    let rest = inner.trim_start_matches(is_chinese_numeral);
    let bare = rest.strip_prefix(['、', '）', ')']).filter(|_| rest.len() < inner.len());
    bare.map_or(label, str::trim_start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_is_right() {
        Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
    }

    fn of(rules: &str) -> Recognition {
        let recognition = Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
        recognition.of_fund(serde_saphyr::from_str(rules).unwrap())
    }

    #[test]
    fn a_funds_own_words_are_known_by_themselves_and_go_before_synonyms() {
        let fund = of("资金行: [中央补助, 省级资金, 其他资金]\n下达层级: [省级, 市级]");
        let row =
            |label: &str| fund.money_row(label).map(|row| row.map_or("总额".to_string(), |row| row.to_string()));
        for (label, meant) in [
            ("其中：中央补助", Some("中央补助")),
            ("中央财政资金", Some("中央补助")),
            ("其中：当年财政拨款-中央补助资金", Some("中央补助")),
            ("中央财政专项拨款", Some("中央补助")),
            ("省本级财政资金", Some("省级资金")),
            ("省级本级财政补助资金", Some("省级资金")),
            (" 省级资金（万元）", Some("省级资金")),
            ("其中：省级", Some("省级资金")),
            ("省级备注", None),
            ("合计", Some("总额")),
            ("地方资金", None),
        ] {
            assert_eq!(row(label).as_deref(), meant, "{label}");
        }
        let level = |word: &str| fund.level(word).map(Term::name);
        assert_eq!(["市级", "自治区", "省", "中央"].map(level), [Some("市级"), Some("省级"), Some("省级"), None]);
        assert!(fund.money_rows().contains("省级资金") && !fund.money_rows().contains("地方资金"));
        let joining = of("资金行: [中央财政衔接资金, 省级资金, 县级资金]");
        let row = |label: &str| joining.money_row(label).flatten().map(|row| row.to_string());
        assert_eq!(row("省级财政衔接资金").as_deref(), Some("省级资金"));
        assert_eq!(row("其中：中央衔接资金").as_deref(), Some("中央财政衔接资金"));
        let usual = of("{}");
        assert_eq!(usual.level("市级").map(Term::name), Some("省级"));
        assert_eq!((usual.mode("直接补助").map(Term::name), usual.mode("随便")), (Some("事前补助"), None));
    }

    #[test]
    fn groups_are_called_by_a_status_a_synonym_or_what_is_paid_afterwards() {
        let water =
            of("项目表: { 状态: [新建, 续建], 结转状态: [续建], 方式: [直接投资, 先建后补], 后补助方式: [先建后补] }");
        let usual = of("{}");
        for (fund, label, meant) in [
            (&water, "（一）续建项目", Some("续建")),
            (&water, "新建", Some("新建")),
            (&water, "（三）先建后补项目", Some("续建")),
            (&water, "（一）结转项目", None),
            (&usual, "（二）新上项目", Some("新上")),
            (&usual, "（三）后补助项目", Some("结转")),
        ] {
            assert_eq!(fund.status(label).map(Term::name), meant, "{label}");
        }
        let funds = [FundRules::default()];
        assert_eq!(usual.fault_of_groups("", funds.iter()), None);
        let fault = usual.fault_of_groups("分组:\n  结转项目: 结转\n", [&water.rules].into_iter()).unwrap();
        assert_eq!(fault.message, "“分组”里不能写“结转”：资金.yaml 的“状态”里有的是新建、续建");
    }
}
