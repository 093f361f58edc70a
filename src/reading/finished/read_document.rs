//! What a finished document states: its three tables as rows of numbers, its sentences with their quantities.

use std::borrow::Cow;
use std::ops::Range;

use rust_decimal::Decimal;

use crate::base::finding::Finding;
use crate::base::guard::{Panicked, guarded};
use crate::base::place::Place;
use crate::base::text_part::TextPart;
use crate::model::fund_rules::FundRules;
use crate::model::standards::Standards;
use crate::model::term::Term;
use crate::prose::money::Purse;
use crate::prose::{Mention, Token, full_width_marks, mentions, other_times, sentences, tokens};
use crate::sheets::finished::{Block, Finished};

use super::bare::bare;
use super::headings::{heading_level, is_attachment_label, is_run_in};
use super::tables::{
    IndicatorRow, IndicatorTable, Level, PlainTable, ProjectTable, indicator_table, money_rows, project_table,
    target_money_rows,
};
use crate::reading::document_words::DocumentWords;
use crate::reading::recognise::Recognition;

/// The title is one of so many paragraphs.
const TITLE: usize = 12;
/// Not every fund has it among its 一级指标.
const COST: &str = "成本指标";

/// A finished document, sorted.
pub struct ReadDocument {
    /// By which it is judged; those for all funds, where its fund is not known.
    pub rules: FundRules,
    pub document: String,
    /// 项目名称 at the head of the form or target table.
    pub fund: Option<String>,
    /// Something of it is left out, because it is not known yet.
    pub incomplete: bool,
    /// A PDF without tags: its lines are known, its paragraphs are guessed, its tables run into the text.
    pub lines_only: bool,
    /// The report's year, as its title has it.
    pub year: Option<u16>,
    /// Its headings of the two highest levels.
    pub headings: Vec<Heading>,
    /// Paragraphs outside tables, as written.
    pub paragraphs: Vec<Unit>,
    /// The heads of the form and the target tables: 主管部门, 说明, … and what stands beside them.
    pub labels: Vec<Label>,
    pub sentences: Vec<Sentence>,
    /// Everything it says, in its order.
    pub units: Vec<Unit>,
    /// 资金安排情况表
    pub projects: Option<ProjectTable>,
    /// 区域绩效目标表, as the centre and as the region issued it.
    pub targets: Vec<IndicatorTable>,
    /// 区域绩效目标自评表, where there is one only.
    pub form: Option<IndicatorTable>,
    /// A chapter follows the form: it is no attachment.
    pub form_in_text: bool,
    /// All of them: a document may be of several funds.
    pub forms: Vec<IndicatorTable>,
    /// The indicators that a name in the text may mean.
    named: Vec<IndicatorRow>,
    /// Whatever else stands in rows and columns.
    pub tables: Vec<PlainTable>,
    /// What of it could not be read.
    pub unread: Vec<Finding>,
    /// Sentences in which the program went wrong.
    pub failed: Vec<(Place, Panicked)>,
}

/// 一、… or （一）….
#[derive(Debug, Clone)]
pub struct Heading {
    pub level: u8,
    pub text: String,
    pub place: Place,
    /// Something stands below it.
    pub filled: bool,
}

/// A labelled cell of a form.
#[derive(Debug, Clone)]
pub struct Label {
    pub label: String,
    pub text: String,
    pub place: Place,
}

/// A sentence or a cell.
#[derive(Debug, Clone)]
pub struct Unit {
    /// For comparing: without blanks, half width.
    pub text: String,
    /// For people: as it stands.
    pub shown: String,
    pub place: Place,
    pub cell: bool,
}

/// A sentence of the running text, to its full stop.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// With full-width marks, whichever were typed.
    pub text: String,
    /// The headings above it, and the sentence's beginning.
    pub place: Place,
    /// Its headings, from the highest down.
    pub headings: Vec<String>,
    pub mentions: Vec<Mention>,
    /// Which paragraph it is in, counted over the document.
    pub paragraph: usize,
    /// Where it speaks of another year, or of a time before the year's end.
    pub other_times: Vec<Range<usize>>,
}

impl ReadDocument {
    /// Its tables are known by the words of `layouts/识别.yaml`.
    pub fn of(document: &Finished, recognition: &Recognition) -> ReadDocument {
        let mut facts = ReadDocument {
            rules: FundRules::default(),
            document: document.name.clone(),
            fund: None,
            incomplete: document.incomplete,
            lines_only: document.lines_only,
            year: None,
            headings: Vec::new(),
            paragraphs: Vec::new(),
            labels: Vec::new(),
            sentences: Vec::new(),
            units: Vec::new(),
            projects: None,
            targets: Vec::new(),
            form: None,
            form_in_text: false,
            forms: Vec::new(),
            named: Vec::new(),
            tables: Vec::new(),
            unread: document.unread.clone(),
            failed: Vec::new(),
        };
        let mut headings: Vec<(u8, String)> = Vec::new();
        let mut paragraph = 0;
        // The paragraph right above a table.
        let mut above = "";
        let mut blocks = document.blocks.as_slice();
        while let Some((block, below)) = blocks.split_first() {
            blocks = below;
            match block {
                Block::Paragraph(text) => {
                    paragraph += 1;
                    above = text;
                    if is_attachment_label(text) {
                        headings.clear();
                    }
                    let level = heading_level(text);
                    facts.form_in_text |=
                        matches!(level, Some(1 | 2)) && !facts.forms.is_empty() && !facts.is_attached();
                    if let Some(level) = level {
                        headings.retain(|(other, _)| *other < level);
                        headings.push((level, text.trim().to_string()));
                    }
                    facts.add_sentences(text, &headings, paragraph);
                    facts.add_heading(level, text);
                }
                Block::Table(rows) => {
                    facts.fill(u8::MAX);
                    let caption = facts.paragraphs.last().map_or_else(String::new, |unit| unit.text.clone());
                    let (rows, rest) = whole_form(rows, below, recognition);
                    facts.add_table(&rows, &caption, is_continued(above, recognition), recognition);
                    (above, blocks) = ("", rest);
                }
            }
        }
        facts.year = facts.own_year();
        let year = facts.year.or_else(|| facts.usual_year());
        facts.sentences.iter_mut().for_each(|sentence| sentence.add_times(year));
        if let [form] = facts.forms.as_slice() {
            facts.form = Some(form.clone());
        }
        facts.named = named(&facts.forms, &facts.targets);
        facts.with_rules(FundRules::default())
    }

    /// A paragraph: a heading, or what fills the headings above it.
    fn add_heading(&mut self, level: Option<u8>, text: &str) {
        self.fill(level.unwrap_or(u8::MAX));
        let start: String = text.trim().chars().take(SHOWN).collect();
        let place = Place::Document { document: self.document.clone(), section: format!("“{start}…”") };
        let text = text.trim().to_string();
        if let Some(level @ 1..=2) = level {
            self.headings.push(Heading { level, text: text.clone(), place: place.clone(), filled: false });
        }
        self.paragraphs.push(Unit { shown: text.clone(), text, place, cell: false });
    }

    /// Does what comes now stand behind the label of an attachment?
    fn is_attached(&self) -> bool {
        let own = self.paragraphs.iter().skip_while(|unit| heading_level(&unit.text).is_none());
        own.into_iter().any(|unit| is_attachment_label(&unit.text))
    }

    /// Headings above what has this level now have something below them.
    fn fill(&mut self, level: u8) {
        let mut above = level;
        for heading in self.headings.iter_mut().rev() {
            if heading.level < above {
                heading.filled = true;
                above = heading.level;
            }
        }
    }

    /// The year of the title, else of the form.
    fn own_year(&self) -> Option<u16> {
        let title = self.paragraphs.iter().take(TITLE).find(|unit| unit.text.contains("自评"));
        let line = self.units.iter().find(|unit| unit.text.starts_with(['(', '（']) && unit.text.contains("年度"));
        let units = || title.into_iter().chain(line);
        let year = units().find_map(|unit| digits_before(&unit.text, "年度"));
        year.or_else(|| title.and_then(|title| digits_before(&title.text, "年")))
    }

    /// The year that its sentences speak of most.
    fn usual_year(&self) -> Option<u16> {
        let mut years: Vec<u16> =
            self.sentences.iter().filter_map(|sentence| digits_before(&sentence.text, "年度")).collect();
        years.sort_unstable();
        let count = |year: &u16| years.iter().filter(|other| *other == year).count();
        years.iter().max_by_key(|year| (count(year), **year)).copied()
    }

    /// Does its title or its form name this fund?
    pub fn is_of(&self, fund: &str) -> bool {
        let title = self.paragraphs.iter().take(TITLE).map(|unit| unit.text.as_str());
        self.fund.as_deref().into_iter().chain(title).any(|words| words.contains(fund))
    }

    /// 项目名称, and what the text calls the fund: …资金（以下简称“引导资金”）.
    pub fn names_of_fund(&self) -> impl Iterator<Item = &str> {
        let short = |unit: &'_ Unit| {
            let (before, after) = unit.shown.split_once("以下简称")?;
            let named = before.trim_end_matches(['（', '(']).ends_with("资金");
            let after = after.strip_prefix(['“', '"', '「'])?;
            let at = after.find(['”', '"', '」'])?;
            named.then_some((unit.shown.len() - after.len(), at))
        };
        let short = self
            .units
            .iter()
            .filter_map(move |unit| short(unit).map(|(from, length)| unit.shown.part(from..from + length)));
        self.fund.as_deref().into_iter().chain(short)
    }

    /// Whose money it speaks of, by the rows of its forms, its title and what it calls its fund.
    pub(crate) fn purse(&self, standards: &Standards) -> Purse {
        let rows = |form: &IndicatorTable| form.money.iter().skip(1).map(|row| row.name.clone()).collect();
        let forms: Vec<Vec<String>> = self.forms.iter().map(rows).collect();
        let titles = self.paragraphs.iter().take(TITLE).map(|unit| unit.text.clone()).collect();
        let funds = self.names_of_fund().map(ToString::to_string).collect();
        Purse::new(&forms, funds, standards).with_titles(titles)
    }

    /// By the rules of its fund.
    pub fn with_rules(self, rules: FundRules) -> ReadDocument {
        let of_form = self.forms.iter().flat_map(|form| form.dimensions.clone());
        let besides: Vec<String> = std::iter::once(COST.to_string()).chain(of_form).collect();
        ReadDocument { rules: rules.of_document(&besides), ..self }
    }

    /// The indicators that a name in the text may mean: the form's, else the target table's.
    pub fn indicators(&self) -> &[IndicatorRow] {
        &self.named
    }

    /// The indicators that a name in a sentence may mean: of several forms, those of the fund that it speaks of.
    pub fn rows_for(&self, sentence: &Sentence) -> &[IndicatorRow] {
        match self.form_of(sentence).filter(|_| self.forms.len() > 1) {
            Some(form) => &form.rows,
            None => &self.named,
        }
    }

    /// The form of the fund that a sentence speaks of: the only one, or that of the fund that its headings or it name.
    pub fn form_of(&self, sentence: &Sentence) -> Option<&IndicatorTable> {
        if self.forms.len() < 2 {
            return self.forms.first();
        }
        let core = |fund: &str| {
            let name = fund
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .trim_start_matches("年")
                .trim_start_matches("中央");
            let short =
                ["补助资金", "专项资金", "资金", "补助", "专项"].iter().find_map(|tail| name.strip_suffix(tail));
            short.unwrap_or(name).to_string()
        };
        let funds: Vec<(String, &IndicatorTable)> =
            self.forms.iter().filter_map(|form| Some((core(form.fund.as_deref()?), form))).collect();
        let texts = sentence.headings.iter().rev().chain([&sentence.text]);
        texts.map(String::as_str).find_map(|text| {
            let mut named = funds.iter().filter(|(fund, _)| fund.chars().count() > 3 && text.contains(fund.as_str()));
            let (_, form) = named.next()?;
            named.next().is_none().then_some(*form)
        })
    }

    /// The fund's own money of the year, where the form tells it from other money.
    pub fn own(&self) -> Option<Decimal> {
        let own = called(self.rules.money_rows.first()?);
        self.form.as_ref()?.money.iter().find(|row| row.name.contains(&own))?.budget
    }

    /// The fund's money of the year: the form's total, else the target table's, else the project table's.
    pub fn total(&self) -> Option<Decimal> {
        let tables = self.form.iter().chain(&self.targets);
        let stated = tables.filter_map(|table| table.money.first()?.budget).next();
        stated.or_else(|| self.projects.as_ref()?.rows.iter().find(|row| row.level == Level::Total)?.amount)
    }

    /// What any of its tables gives as the money of all, or of a row of 资金情况.
    pub fn totals(&self) -> impl Iterator<Item = Decimal> {
        let rows = self.forms.iter().chain(&self.targets).flat_map(|table| &table.money);
        let of_list = self.projects.iter().flat_map(|table| &table.rows);
        let of_list = of_list.filter(|row| row.level == Level::Total).filter_map(|row| row.amount);
        let listed = self.projects.as_ref().and_then(|table| table.projects().map(|row| row.amount).sum());
        rows.filter_map(|row| row.budget).chain(of_list).chain(listed)
    }

    /// Sentences about the fund as a whole: not those of case studies, which speak of one project.
    pub fn of_the_fund(&self) -> impl Iterator<Item = &Sentence> {
        self.sentences.iter().filter(|sentence| !sentence.is_of_a_case())
    }

    fn add_sentences(&mut self, text: &str, headings: &[(u8, String)], paragraph: usize) {
        let mut path: Vec<String> = headings.iter().map(|(_, heading)| heading.clone()).collect();
        let above = path.clone();
        let place = |sentence: &str| {
            let start: String = sentence.chars().take(SHOWN).collect();
            let section: Vec<String> =
                above.iter().map(|heading| brief(heading)).chain([format!("“{start}…”")]).collect();
            Place::Document { document: self.document.clone(), section: section.join(" › ") }
        };
        // Read with the marks that are meant, told with those that stand there: character for character.
        let read = full_width_marks(text);
        let mut rest = text;
        let mut cut = |part: &str| {
            let end = rest.char_indices().nth(part.chars().count()).map_or(rest.len(), |(at, _)| at);
            let (shown, after) = rest.split_at(end);
            rest = after;
            shown.to_string()
        };
        for sentence in sentences(&read) {
            let shown = cut(sentence);
            if sentence.trim().is_empty() {
                continue;
            }
            let whole = shown.trim().to_string();
            self.units.push(Unit { text: bare(&whole), place: place(&whole), shown: whole, cell: false });
            // A forced line break ends a sentence too; what compares two documents does not see it.
            let lines = sentence.split('\n').zip(shown.split('\n'));
            for (sentence, shown) in lines.map(|(sentence, shown)| (sentence.trim(), shown.trim())) {
                if sentence.is_empty() {
                    continue;
                }
                let place = place(shown);
                let mentions = guarded(|| mentions(sentence)).unwrap_or_else(|panic| {
                    self.failed.push((place.clone(), panic));
                    Vec::new()
                });
                let text = sentence.to_string();
                let run_in = is_run_in(sentence);
                let headings = path.clone();
                self.sentences.push(Sentence { text, place, headings, mentions, paragraph, other_times: Vec::new() });
                // （1）转化科技成果数量。目标值…: a heading without a line of its own.
                if run_in && path.last().is_none_or(|last| !last.starts_with(sentence)) {
                    path.push(sentence.to_string());
                }
            }
        }
    }

    fn add_table(&mut self, rows: &[Vec<String>], caption: &str, continued: bool, recognition: &Recognition) {
        let (heads, words) = (recognition.indicator_heads(), &recognition.document);
        let form_head = heads.row(rows, &["三级指标", "指标值", "实际完成值"]);
        let target_head = heads.row(rows, &["三级指标", "指标值"]);
        let list_head = || recognition.list_heads().row(rows, &["序号", "项目名称"]);
        let project_head = if target_head.is_none() { list_head() } else { None };
        // A form over two pages goes on in a table that begins with its head.
        let goes_on = form_head == Some(0) && self.forms.last().is_some_and(|form| !form.money.is_empty());
        // So does a list, with its head or without.
        let list_goes_on = self.projects.is_some()
            && form_head.or(target_head).is_none()
            && (continued || project_head == Some(0) && !rows.iter().flatten().any(|cell| recognition.is_total(cell)));
        let name = match () {
            () if goes_on => "自评表（续）",
            () if list_goes_on => "资金安排情况表（续）",
            () if project_head.is_some() => "资金安排情况表",
            () if form_head.is_some() => "自评表",
            () if target_head.is_some() => "绩效目标表",
            () => "表格",
        };
        let document = self.document.clone();
        let place = |row: usize| Place::Document {
            document: document.clone(),
            section: format!("{name} › 第{}行", row + 1),
        };
        if form_head.is_some() || target_head.is_some() {
            for (index, row) in rows.iter().enumerate() {
                let cells: Vec<String> = row.iter().map(|cell| bare(cell)).filter(|cell| !cell.is_empty()).collect();
                self.labels.extend(cells.chunks(2).filter(|_| is_labelled(&cells, words)).map(|pair| Label {
                    label: pair[0].clone(),
                    text: pair.get(1).cloned().unwrap_or_default(),
                    place: place(index),
                }));
            }
        }
        let fund = if form_head.is_some() || target_head.is_some() { fund_of(rows, words) } else { None };
        self.fund = self.fund.take().or_else(|| fund.clone());
        for (index, row) in rows.iter().enumerate() {
            let cells = row.iter().filter(|cell| !cell.trim().is_empty());
            self.units.extend(cells.map(|cell| Unit {
                text: bare(cell),
                shown: cell.lines().map(str::trim).collect(),
                place: place(index),
                cell: true,
            }));
        }
        let places = || (0..rows.len()).map(&place).collect();
        if let Some(projects) = self.projects.as_mut().filter(|_| list_goes_on) {
            projects.rows.extend(project_table(rows, project_head, recognition, place).rows);
        } else if let Some(header) = project_head {
            let table = project_table(rows, Some(header), recognition, place);
            // Without directions it adds up as any table does.
            if !table.rows.iter().any(|row| row.level == Level::Direction) {
                self.tables.push(PlainTable { rows: rows.to_vec(), places: places() });
            }
            // A table of which no row was read says nothing.
            self.projects = Some(table).filter(|table| table.projects().next().is_some());
        } else if let Some(header) = form_head {
            let money = money_rows(rows, caption, recognition, place);
            let table = indicator_table(rows, header, recognition, place);
            match self.forms.last_mut().filter(|_| goes_on && money.is_empty()) {
                Some(form) => {
                    form.rows.extend(table.rows);
                    form.stated_marks.extend(table.stated_marks);
                    form.words.extend(table.words);
                    form.total = form.total.take().or(table.total);
                    form.grade = form.grade.take().or(table.grade);
                }
                None => self.forms.push(IndicatorTable { money, fund, ..table }),
            }
        } else if let Some(header) = target_head {
            let money = target_money_rows(rows, recognition, place);
            self.targets.push(IndicatorTable { money, fund, ..indicator_table(rows, header, recognition, place) });
        } else {
            self.tables.push(PlainTable { rows: rows.to_vec(), places: places() });
        }
    }
}

/// The year right before a word.
fn digits_before(text: &str, word: &str) -> Option<u16> {
    let at = text.find(word)?;
    let digits = text.part(..at).chars().rev().take_while(char::is_ascii_digit).count();
    let year = (digits == 4).then(|| text.part(at - 4..at).parse().ok()).flatten();
    year.filter(|year| (1990..=2200).contains(year))
}

/// 续表, 资金安排情况表（续） above a table.
fn is_continued(paragraph: &str, recognition: &Recognition) -> bool {
    recognition.document.continued.fit(paragraph) || bare(paragraph).ends_with("(续)")
}

/// A form whose beginning stands in a table of its own, as where a page ends: with the tables that it goes on in, up to the
/// indicators; and what comes after.
fn whole_form<'b>(
    rows: &'b [Vec<String>],
    after: &'b [Block],
    recognition: &Recognition,
) -> (Cow<'b, [Vec<String>]>, &'b [Block]) {
    let has = |rows: &[Vec<String>]| recognition.indicator_heads().row(rows, &["三级指标", "指标值"]).is_some();
    let is_list = recognition.list_heads().row(rows, &["序号", "项目名称"]).is_some();
    let money = |rows: &[Vec<String>]| recognition.money_heads().row(rows, &["预算数", "执行数"]).is_some();
    let fund = |rows: &[Vec<String>]| fund_of(rows, &recognition.document).is_some();
    let (mut form, mut below) = (Cow::Borrowed(rows), after);
    while !has(&form) && !is_list && (fund(&form) || money(&form)) {
        let is_blank = |block: &&Block| matches!(block, Block::Paragraph(text) if text.trim().is_empty());
        let next = below.get(below.iter().take_while(is_blank).count()..).and_then(<[Block]>::split_first);
        let Some((Block::Table(more), rest)) = next else { break };
        if fund(more) {
            break;
        }
        (form, below) = (Cow::Owned([&form, more.as_slice()].concat()), rest);
    }
    if has(&form) { (form, below) } else { (Cow::Borrowed(rows), after) }
}

/// 项目名称 | …, 专项名称 | …, 转移支付（项目）名称 | …
fn fund_of(rows: &[Vec<String>], words: &DocumentWords) -> Option<String> {
    rows.iter().take(8).find_map(|row| {
        let cells: Vec<String> = row.iter().map(|cell| bare(cell)).filter(|cell| !cell.is_empty()).collect();
        let at = cells.iter().position(|cell| words.funds.fit(cell) && cell.chars().count() <= 12)?;
        cells.get(at + 1).cloned()
    })
}

/// The forms' rows, else those of the last target table; of several forms, what only one of them has.
fn named(forms: &[IndicatorTable], targets: &[IndicatorTable]) -> Vec<IndicatorRow> {
    let rows: Vec<&IndicatorRow> = match forms {
        [] => targets.last().into_iter().flat_map(|table| &table.rows).collect(),
        forms => forms.iter().flat_map(|form| &form.rows).collect(),
    };
    let once =
        |row: &&&IndicatorRow| forms.len() < 2 || rows.iter().filter(|other| other.name == row.name).count() == 1;
    rows.iter().filter(once).map(|row| (*row).clone()).collect()
}

impl Sentence {
    /// Does it say what was reached of an indicator? Its numbers are then that indicator's.
    pub fn is_of_an_indicator(&self) -> bool {
        self.text.contains("指标值") || self.text.contains("实际完成值")
    }

    fn add_times(&mut self, year: Option<u16>) {
        let tokens = guarded(|| tokens(&self.text)).unwrap_or_default();
        let dates = tokens.iter().filter_map(|token| match token {
            Token::Date(date) => Some(date),
            _ => None,
        });
        self.other_times = other_times(&self.text, dates, year, &self.headings);
    }

    /// Is a number of it of another year, or of a time before the year's end?
    pub fn is_of_another_time(&self, mention: &Mention) -> bool {
        self.is_at_another_time(mention.range.start)
    }

    /// Does what stands at this byte speak of another time?
    pub fn is_at_another_time(&self, at: usize) -> bool {
        self.other_times.iter().any(|time| time.contains(&at))
    }

    /// Is it about one project?
    pub fn is_of_a_case(&self) -> bool {
        self.headings.iter().any(|heading| heading.contains("典型案例") || heading.contains("经验"))
    }

    /// The first mention after any of the words, in the same clause.
    pub fn mention_after(&self, words: &[&str], fits: impl Fn(&Mention) -> bool) -> Option<&Mention> {
        let start = words.iter().filter_map(|word| self.text.find(word).map(|at| at + word.len())).min()?;
        let end = self.text.part(start..).find(['，', '；', '。', ',', ';']).map_or(self.text.len(), |at| start + at);
        self.mentions.iter().find(|mention| (start..end).contains(&mention.range.start) && fits(mention))
    }
}

/// Documents call a row of 资金情况 in several ways: 地方资金, 地方财政资金.
pub(crate) fn called(row: &Term) -> String {
    row.chars().take(2).collect()
}

/// So many characters of a sentence show which one is meant.
const SHOWN: usize = 16;

fn brief(heading: &str) -> String {
    let short: String = heading.chars().take(SHOWN).collect();
    if short.len() < heading.len() { format!("{short}…") } else { short }
}

/// 项目名称 | …, 省级财政部门 | … | 省级主管部门 | …, 说明 | ….
fn is_labelled(cells: &[String], words: &DocumentWords) -> bool {
    let first = cells.first().map_or("", String::as_str);
    cells.len() <= 4 && first.chars().count() <= 10 && words.labels.fit(first)
}
