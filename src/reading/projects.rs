//! The project table: 总计, 一、 directions, （一） groups, and the rows below them; or a flat list whose rows say in columns
//! of their own which direction and which group they belong to. Lists of one shape are one.

use crate::base::chinese_number::numbered;
use crate::base::field::Field;
use crate::base::place::{Place, Sourced};
use crate::model::number::Money;
use crate::model::project::{Direction, Group, ProjectRow, ProjectTable};

use super::column_and_section::Differing;
use super::direction_columns::DirectionColumns;
use super::faults::Faults;
use super::fields::Table;
use super::fields::tidy;
use super::flat_list::{EVERYTHING, FlatList};
use super::leftover;
use super::list_changes;
use super::list_sections::{Section, label, section};
use super::list_sums::{self, ListSums, Taken};
use super::list_totals::{Totals, settle, state};
use super::money::{amount, is_number};
use super::normalisation::NormalisationKind as Kind;
use super::project_row::{DIRECTION, OfColumns, STATUS, grouped_status, outside, project, status_of};
use super::recognise::{Recognition, TableKind};
use crate::model::notation;
use crate::sheets::fault::Fault;

pub(crate) fn read(tables: &[Table<'_>], recognition: &Recognition, faults: &mut Faults) -> ProjectTable {
    let mut projects = ProjectTable::default();
    let mut flat = FlatList::default();
    let mut totals: Vec<Totals> = Vec::new();
    let (mut nth, mut goes_on, mut first) = (0, false, 0);
    let (mut unnumbered, mut named, mut beside) = (Asked::new(), Asked::new(), Asked::new());
    let is_of = |table: &Table<'_>, other: &Table<'_>| table.sheet.whole() == other.sheet.whole();
    let is_named =
        recognition.rules.project_table.directions.is_asked() && tables.iter().any(|table| !is_of(table, &tables[0]));
    for (index, table) in tables.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| &tables[before]).filter(|before| is_of(table, before));
        // A block beside the one before it goes on with it.
        if before.is_none() {
            first = projects.directions.len();
        }
        let of_sheet = direction_above(table, recognition)
            .or_else(|| is_named.then(|| Sourced::new(own_name(table, tables), table.sheet.whole())));
        let flat = &mut flat;
        let (projects, unnumbered, named, beside) = (&mut projects, &mut unnumbered, &mut named, &mut beside);
        let mut list =
            List { nth, goes_on, first, table, recognition, flat, projects, of_sheet, unnumbered, named, beside };
        let own = list.read(faults);
        (nth, goes_on) = (list.nth, list.goes_on);
        // Its total is of both.
        let is_beside = before.is_some_and(|before| before.head.top == table.head.top);
        match totals.last_mut().filter(|other| is_beside && other.stated.is_empty()) {
            Some(other) => other.go_on(own),
            None => totals.push(own),
        }
    }
    ask(&unnumbered, &named, &beside, faults);
    flat.into_directions(&mut projects, recognition);
    list_changes::settle(&mut projects, recognition, faults);
    settle(totals, &mut projects, faults);
    projects
}

/// What a list among several is called: its sheet, else its file.
fn list_name(table: &Table<'_>) -> String {
    let sheet = table.sheet.name.trim();
    let numbered = ["Sheet", "sheet", "工作表", "表"].iter().find_map(|word| sheet.strip_prefix(word));
    let is_nothing = sheet.is_empty() || numbered.is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()));
    if is_nothing { file_stem(table).to_string() } else { sheet.to_string() }
}

fn file_stem<'a>(table: &'a Table<'_>) -> &'a str {
    let file = table.sheet.file.rsplit('/').next().unwrap_or_default();
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// What no other of the lists is called.
fn own_name(table: &Table<'_>, all: &[Table<'_>]) -> String {
    let name = list_name(table);
    let is_shared = all.iter().any(|other| other.sheet.file != table.sheet.file && list_name(other) == name);
    if is_shared { file_stem(table).to_string() } else { name }
}

/// 支持方向：甲 in a line above the head.
fn direction_above(table: &Table<'_>, recognition: &Recognition) -> Option<Sourced<String>> {
    let above = table.sheet.rows_from(0).take_while(|row| *row < table.head.top);
    let mut cells = above.flat_map(|row| table.sheet.row(row).map(move |(column, value)| (row, column, value)));
    cells.find_map(|(row, column, value)| {
        let words = tidy(&value.words());
        let (label, name) = words.split_once(['：', ':'])?;
        let is_named = recognition.field(TableKind::Projects, label) == Some(DIRECTION) && !name.trim().is_empty();
        is_named.then(|| Sourced::new(name.trim().to_string(), table.sheet.place(row, column)))
    })
}

/// One of the lists.
struct List<'a> {
    /// How many projects were read before the next one.
    nth: usize,
    /// A list above has section rows: what stands here above any goes on with its last direction.
    goes_on: bool,
    table: &'a Table<'a>,
    recognition: &'a Recognition,
    projects: &'a mut ProjectTable,
    flat: &'a mut FlatList,
    /// How many directions there were before the sheet.
    first: usize,
    /// What a line above it says of its direction, else the list's own name, where there are several.
    of_sheet: Option<Sourced<String>>,
    /// Rows without a number that were taken for directions.
    unnumbered: &'a mut Asked,
    /// Lists whose names were taken for directions.
    named: &'a mut Asked,
    /// Columns of money that were.
    beside: &'a mut Asked,
}

/// Names that were taken for something, each with its place: asked about once.
type Asked = Vec<(Place, String)>;

fn ask(unnumbered: &Asked, named: &Asked, beside: &Asked, faults: &mut Faults) {
    let mut ask = |asked: &Asked, what: &str, direction: &str, other: &str, hint: String| {
        let places: Vec<Place> = asked.iter().map(|(place, _)| place.clone()).collect();
        let names: String = asked.iter().map(|(_, name)| format!("“{name}”")).collect();
        let fault = Fault::Ambiguous {
            what: what.replace("{}", &names),
            readings: [format!("{direction}{names}"), other.into()],
            actual: names,
            taken: true,
            hint,
        };
        faults.add_all(&places, fault);
    };
    let rows = if unnumbered.len() == 1 { "{}这一行" } else { "{}这几行" };
    let first = unnumbered.first().map_or("", |(_, name)| name);
    let hint = format!("是支持方向的，写成“一、{first}”；是项目的，补填序号和单位。");
    ask(unnumbered, rows, "支持方向", "没有填单位的项目", hint);
    let hint = "在项目上面加一行“一、支持方向的名称”，或加“支持方向”一栏。".into();
    ask(named, "{}里的项目没有写支持方向，", "支持方向就是", "漏了支持方向", hint);
    let hint = "是支持方向的，加“支持方向”一栏写明；不是的，另写各项目的支持方向。".into();
    ask(beside, "金额下面的{}这几栏", "支持方向", "金额的别的分法", hint);
}

/// Columns that say something of a project.
const OF_PROJECTS: [&str; 6] = ["单位", "安排资金", "支持方式", "自评等级", DIRECTION, STATUS];

impl List<'_> {
    /// What the list states as its totals.
    fn read(&mut self, faults: &mut Faults) -> Totals {
        let (table, recognition) = (self.table, self.recognition);
        let sections: Vec<(u32, Section)> = table
            .rows()
            .filter_map(|row| Some((row, section(&label(table, row, recognition).0, recognition)?)))
            .collect();
        let is_direction = |section: &Section| matches!(section, Section::Direction(_));
        let first_section = sections.iter().find(|(_, section)| is_direction(section)).map(|(row, _)| *row);
        let by_column = self.by_column(first_section.is_none());
        if let Some(beside) = by_column.as_ref().and_then(|own| own.beside.as_ref()) {
            let (places, names) = beside.heads(table);
            self.beside.extend(places.into_iter().zip(names.into_iter().map(str::to_string)));
        }
        if by_column.as_ref().is_some_and(|own| !own.direction && own.beside.is_none()) {
            self.ask_name();
        }
        let before = self.first;
        let mut totals = Vec::new();
        let mut differing = Differing::default();
        let mut amounts = Vec::new();
        let mut sums = ListSums::default();
        let last = self.last_project();
        self.note_unused(faults);
        let words = OfColumns::of(table, recognition, faults);
        for row in table.rows() {
            let errors = faults.errors;
            let (label, place) = label(table, row, recognition);
            // Remarks in a column of their own, beside a row that is else blank.
            let known = table.head.columns.values().any(|column| table.sheet.get(row, column.column).is_some());
            let section = section(&label, recognition);
            if !known && section.is_none() || section.is_none() && self.is_remark(row, &label, last) {
                table.note_skipped(row, faults);
                continue;
            }
            let taken = if section.is_none() { sums.takes(table, row, faults) } else { Taken::No };
            if !matches!(taken, Taken::No) {
                if let Taken::Share(project, more) = taken {
                    self.replace(*project);
                    amounts.push(more);
                }
                if faults.errors > errors {
                    self.projects.directions.push_unread(table.sheet.place(row, 0));
                }
                continue;
            }
            let section = section.or_else(|| sums.is_total(table, row).then_some(Section::Total));
            let is_open = self.goes_on || before < self.projects.directions.len();
            match section.or_else(|| self.unnumbered(row, &label, first_section)) {
                Some(Section::Total) => {
                    let total = stated(table, row, faults);
                    totals.extend((!total.is_blank()).then_some((amounts.len(), total)));
                }
                Some(Section::Subtotal) if sums.of_column(table, row, &label, recognition, faults) => {}
                Some(Section::Subtotal) => match last_groups(self.projects).filter(|_| is_open) {
                    Some(groups) if !groups.is_empty() => {
                        let subtotal = stated(table, row, faults);
                        let group = groups.last_mut().expect("there is one");
                        state(&mut group.stated_subtotal, subtotal, "不同的小计", faults);
                    }
                    _ if by_column.is_some() => table.note_skipped(row, faults),
                    _ => faults.add(&place, outside(&label, recognition)),
                },
                Some(Section::Direction(name)) => {
                    leftover::note(&name, &place, faults);
                    self.projects.directions.push(Direction {
                        name: Sourced::new(name, place),
                        label: Some(label),
                        stated_subtotal: stated(table, row, faults),
                        groups: Vec::new(),
                    });
                }
                // （一） above all others where no 一、 is.
                Some(Section::Group) if self.is_direction(&label, first_section) => {
                    let name = label.split(['）', ')']).nth(1).unwrap_or_default().trim().to_string();
                    leftover::note(&name, &place, faults);
                    self.projects.directions.push(Direction {
                        name: Sourced::new(name, place),
                        label: Some(label),
                        stated_subtotal: stated(table, row, faults),
                        groups: Vec::new(),
                    });
                }
                Some(Section::Group) if by_column.is_some() => table.note_skipped(row, faults),
                Some(Section::Group) => {
                    // Where no row is a direction's, the groups are those of all projects.
                    if !is_open && first_section.is_none() {
                        self.open(&place);
                    }
                    match last_groups(self.projects).filter(|_| is_open || first_section.is_none()) {
                        Some(groups) => groups.push(Group {
                            label: Some(Sourced::new(label, place)),
                            stated_subtotal: stated(table, row, faults),
                            rows: Vec::new(),
                        }),
                        None => faults.add(&place, outside(&label, recognition)),
                    }
                }
                None => {
                    let read = match &by_column {
                        Some(ByColumn { direction, beside, status }) => {
                            let beside = beside.as_ref().and_then(|beside| beside.direction(table, row));
                            let direction = beside.unwrap_or_else(|| self.direction(row, *direction, faults));
                            let read = project(table, row, &words, recognition, faults);
                            let status =
                                if *status { status_of(table, row, recognition, faults) } else { Field::Absent };
                            self.flat.push(direction, ProjectRow { nth: self.nth, status, ..read })
                        }
                        None => {
                            if !is_open {
                                self.open(&place);
                            }
                            let (direction, group) = group_of(self.projects);
                            let mut read = project(table, row, &words, recognition, faults);
                            read.nth = self.nth;
                            read.status = grouped_status(group.label.as_ref(), recognition, faults);
                            if direction != EVERYTHING {
                                differing.compare(table, row, &direction, &read.status, recognition);
                            }
                            group.rows.push(read);
                            group.rows.last().expect("it was pushed")
                        }
                    };
                    self.nth += 1;
                    amounts.extend(read.amount.known().cloned());
                    sums.project(row, read);
                }
            }
            if faults.errors > errors {
                self.projects.directions.push_unread(table.sheet.place(row, 0));
            }
        }
        differing.tell(table, faults);
        self.projects.subtotals.extend(sums.into_subtotals(table, recognition));
        self.goes_on |= first_section.is_some();
        Totals { list: list_name(table), amounts, stated: totals }
    }

    /// The project that was read last, as it is now.
    fn replace(&mut self, project: ProjectRow) {
        let rows = last_groups(self.projects).and_then(|groups| groups.last_mut()).map(|group| &mut group.rows);
        let listed = rows.and_then(|rows| rows.last_mut()).filter(|last| last.nth == project.nth);
        if let Some(last) = listed.or_else(|| self.flat.last_mut(project.nth)) {
            *last = project;
        }
    }

    /// A direction of everything, which begins at the row: below no direction, or of a list that is called after one.
    fn open(&mut self, row: &Place) {
        self.ask_name();
        let name = self.of_sheet.as_ref().map(|own| own.value.clone());
        let label = name.as_ref().map(|name| numbered(self.projects.directions.len(), name));
        self.projects.directions.push(Direction {
            name: Sourced::new(name.unwrap_or_else(|| EVERYTHING.to_string()), row.clone()),
            label,
            stated_subtotal: Field::Absent,
            groups: Vec::new(),
        });
    }

    /// The list's name for its direction is asked about; what stands above it says so itself.
    fn ask_name(&mut self) {
        let whole = self.table.sheet.whole();
        let named = self.of_sheet.iter().filter(|own| own.place == whole);
        self.named.extend(named.map(|own| (whole.clone(), own.value.clone())));
    }

    /// A column that is known and that the fund's rules say there is none of.
    fn note_unused(&self, faults: &mut Faults) {
        let (table, rules) = (self.table, &self.recognition.rules.project_table);
        if !rules.directions.is_asked()
            && let Some(beside) = DirectionColumns::of(table, self.recognition)
        {
            let (places, names) = beside.heads(table);
            faults.add_all(&places, Fault::UnusedColumn { head: names.join("、"), key: DIRECTION });
        }
        for (field, asked, key) in [
            (DIRECTION, rules.directions, DIRECTION),
            (STATUS, rules.groups, "分组"),
            ("支持方式", rules.grant_modes, "支持方式"),
        ] {
            let Some(column) = table.head.column(field).filter(|_| !asked.is_asked()) else { continue };
            if table.rows().any(|row| table.holds(row, field) && table.holds(row, "单位")) {
                let at = table.head.columns[field].row;
                let head = tidy(&table.sheet.words(at, column));
                faults.add(&table.sheet.place(at, column), Fault::UnusedColumn { head, key });
            }
        }
    }

    /// What the rows of a list without section rows say of themselves.
    fn by_column(&self, is_flat: bool) -> Option<ByColumn> {
        let rules = &self.recognition.rules.project_table;
        let says =
            |field: &str| self.table.rows().any(|row| self.table.holds(row, field) && self.table.holds(row, "单位"));
        let direction = rules.directions.is_asked() && says(DIRECTION);
        let status = rules.groups.is_asked() && says(STATUS);
        let beside = || DirectionColumns::of(self.table, self.recognition);
        let beside = if is_flat && rules.directions.is_asked() && !direction { beside() } else { None };
        (is_flat && (direction || status || beside.is_some())).then_some(ByColumn { direction, beside, status })
    }

    /// The direction of a row of a flat list. Where the word stands once for all rows below it, it goes on.
    fn direction(&self, row: u32, by_column: bool, faults: &mut Faults) -> Sourced<String> {
        let everything = || {
            let name = self.of_sheet.as_ref().map_or(EVERYTHING, |own| own.value.as_str()).to_string();
            Sourced::new(name, self.table.sheet.place(row, 0))
        };
        if !by_column {
            return everything();
        }
        let Some(column) = self.table.head.column(DIRECTION) else { return everything() };
        let own = self.table.sheet.merged(row, column).0.is_some_and(|value| !value.words().trim().is_empty());
        let said =
            self.table.rows().take_while(|above| *above < row).filter(|above| self.table.holds(*above, DIRECTION));
        let above = if own { None } else { said.last() };
        let words = self.table.text(above.unwrap_or(row), DIRECTION, faults);
        if let (Some(_), Some(words)) = (above, &words) {
            faults.read_as(&self.table.sheet.place(row, column), Kind::Above, "", &words.value);
        }
        words.map_or_else(everything, |words| match section(&words.value, self.recognition) {
            Some(Section::Direction(name)) => Sourced::new(name, words.place),
            _ => words,
        })
    }

    fn is_direction(&self, label: &str, first_section: Option<u32>) -> bool {
        let is_asked = self.recognition.rules.project_table.directions.is_asked();
        let name = label.split(['）', ')']).nth(1).unwrap_or_default().trim();
        first_section.is_none() && is_asked && !name.is_empty() && self.recognition.status(label).is_none()
    }

    /// The last row that is plainly a project's: notes may stand below it.
    fn last_project(&self) -> u32 {
        let rows = self.table.rows().filter(|row| OF_PROJECTS.iter().any(|field| self.table.holds(*row, field)));
        rows.last().unwrap_or(u32::MAX)
    }

    /// A line of words between or below the rows, which no project is: a sentence, or one over the whole width.
    fn is_remark(&self, row: u32, label: &str, last: u32) -> bool {
        let table = self.table;
        if OF_PROJECTS.iter().any(|field| table.holds(row, field)) {
            return false;
        }
        let mut cells = table.sheet.row(row);
        let (Some((column, value)), None) = (cells.next(), cells.next()) else { return false };
        // （盖章）, 附件2, the day: what stands alone under the list and is no name.
        let is_name = table.head.column("项目名称") == Some(column);
        // 第2页, 单位：万元 above the head that stands again.
        let is_single = |row: &u32| table.sheet.row(*row).count() < 2;
        let above_head = || {
            (row + 1..table.sheet.rows)
                .find(|next| !is_single(next))
                .is_some_and(|next| table.head.skipped.contains(&next))
        };
        // 第二批 above the sections of a table below another.
        let over_section = || {
            let next = table.rows().find(|next| *next > row);
            next.is_some_and(|next| {
                matches!(
                    section(&self::label(table, next, self.recognition).0, self.recognition),
                    Some(Section::Direction(_))
                )
            })
        };
        if over_section() {
            return true;
        }
        if (row > last || above_head()) && !is_name && !is_number(value) {
            return true;
        }
        if label.is_empty() {
            return false;
        }
        let holder = table.sheet.holder(row, column);
        let wide = (column..column + 8).filter(|next| table.sheet.holder(row, *next) == holder).count();
        let is_sentence = label.contains(['。', '；', '：', ':', '，']);
        row > last && (is_sentence || wide > 2) || is_sentence && label.chars().count() > 24
    }

    /// A row of words and perhaps a sum, without a number among numbered projects: a direction or a group in words of the
    /// office's own.
    fn unnumbered(&mut self, row: u32, label: &str, directed: Option<u32>) -> Option<Section> {
        let table = self.table;
        if self.recognition.is_whole_area(label) {
            return Some(Section::Total);
        }
        if list_sums::names_area(table, row, self.recognition) {
            return Some(Section::Subtotal);
        }
        let serials = || table.rows().filter(|row| is_numbered(table, *row));
        if label.is_empty() || is_numbered(table, row) || serials().nth(1).is_none() {
            return None;
        }
        let others = ["自评等级", DIRECTION, STATUS];
        if others.iter().any(|field| table.holds(row, field)) || serials().all(|serial| serial < row) {
            return None;
        }
        if directed.is_some() && self.recognition.rules.project_table.groups.is_asked() {
            return Some(Section::Group);
        }
        self.unnumbered.push((table.sheet.place(row, 0), label.to_string()));
        Some(Section::Direction(label.to_string()))
    }
}

fn is_numbered(table: &Table<'_>, row: u32) -> bool {
    let serial = table.head.column("序号").and_then(|column| table.sheet.get(row, column));
    serial.is_some_and(|serial| notation::amount(&serial.words()).is_some())
}

struct ByColumn {
    direction: bool,
    /// Each direction has a column of money.
    beside: Option<DirectionColumns>,
    status: bool,
}

fn last_groups(projects: &mut ProjectTable) -> Option<&mut Vec<Group>> {
    projects.directions.last_mut().map(|direction| &mut direction.groups)
}

/// The last direction's name and its last group: all below the direction where it has none. Whether the fund's table should
/// have them, the audit says.
fn group_of(projects: &mut ProjectTable) -> (String, &mut Group) {
    let direction = projects.directions.last_mut().expect("there is one");
    if direction.groups.is_empty() {
        direction.groups.push(Group::default());
    }
    (direction.name.value.clone(), direction.groups.last_mut().expect("there is one"))
}

/// A subtotal as the table states it; a blank one is not stated.
fn stated(table: &Table<'_>, row: u32, faults: &mut Faults) -> Field<Money> {
    table.field(row, "安排资金", faults, |faults| {
        let column = table.head.column("安排资金")?;
        table.sheet.get(row, column)?;
        amount(table, row, column, "小计的金额", faults)
    })
}
