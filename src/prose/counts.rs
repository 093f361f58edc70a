//! Which of the fund's projects a count in a text counts.

use crate::model::fund_rules::FundRules;
use crate::model::standards::ProjectWords;
use crate::model::term::Term;

use super::around::Around;
use super::subject::Kind;
use crate::base::characters::is_han;
use crate::base::text_part::TextPart;

const LONGEST_GRADE: usize = 3;

/// The kinds of a fund's projects, and what texts call them.
type Kinds<'a> = (&'a FundRules, &'a ProjectWords);

/// Words without the names of statuses and modes at their end, and without 项目.
pub(super) fn without_kinds(said: &str, (rules, words): Kinds) -> String {
    let table = &rules.project_table;
    let terms = table.newly_started().chain(&table.carried_over).chain(&table.modes).map(Term::name);
    let kinds = terms.chain(words.newly_started.iter()).chain(words.upfront.iter()).chain(["项目", "支持"]);
    let kinds: Vec<&str> = kinds.collect();
    let mut rest = said;
    while let Some(shorter) = kinds.iter().find_map(|kind| rest.strip_suffix(kind)) {
        rest = shorter;
    }
    rest.to_string()
}

/// Does the figure count projects that are not the ones supported, or a part of them: 抽查项目31个（新上22个，结转9个）,
/// 验收项目20个，其中优15个?
pub(super) fn counts_others(around: &Around, words: &ProjectWords) -> bool {
    words.others.are_in(around.clause) || whole_of(around.segment).is_some_and(|head| words.others.are_in(head))
}

/// The clause of the number whose parts are listed here, in brackets or after 其中.
fn whole_of(segment: &str) -> Option<&str> {
    let open = segment.rfind(['（', '(']).filter(|at| !segment.part(*at..).contains(['）', ')']));
    let head = segment.part(..open.or_else(|| segment.rfind("其中"))?);
    head.trim_end_matches(['，', ',', '。', '：']).rsplit(['，', ',', '。', '；']).next()
}

/// The status that words name, whatever the fund's list calls it.
fn status(text: &str, (rules, words): Kinds) -> Option<Term> {
    let table = &rules.project_table;
    let says = |status: &&Term| text.contains(status.name());
    let first = || table.newly_started().next().filter(|_| words.newly_started.are_in(text));
    let new = table.newly_started().find(says).or_else(first);
    new.or_else(|| table.carried_over.iter().find(says)).cloned()
}

fn mode(text: &str, (rules, words): Kinds) -> Option<Term> {
    let table = &rules.project_table;
    let says = |mode: &&Term| text.contains(mode.name());
    let upfront = || table.upfront().next().filter(|_| words.upfront.are_in(text));
    table.post.iter().find(says).or_else(|| table.upfront().find(says)).or_else(upfront).cloned()
}

/// 五台山、永乐宫、双林寺3个: as many as are named before the number.
pub(super) fn counts_names(before: &str) -> bool {
    let mut pieces = before.rsplit('、');
    let (Some(last), Some(other)) = (pieces.next(), pieces.next()) else { return false };
    let other = other.rsplit(['，', '；', '。', '：', '（']).next().unwrap_or_default();
    let names = |words: &str| words.chars().count() > 1 && words.chars().all(is_han);
    let goes_on = ["等", "项目", "方面", "方向", "新", "结转", "续", "助", "的", "共"];
    names(last) && names(other) && !goes_on.iter().any(|word| last.contains(word))
}

/// Which projects the words around a count name, and whether it counts projects at all.
pub(super) fn kind(around: &Around, unit: &str, kinds: Kinds) -> (Kind, bool) {
    let (rules, words) = kinds;
    let grade = quoted_grade(around, rules).or_else(|| graded_before(around, rules)).cloned();
    // 1个…项目为“优秀”, where nobody knows of such a grade.
    let graded = around.after.split_once("为“").and_then(|(_, rest)| rest.split_once('”'));
    if grade.is_none() && graded.is_some_and(|(word, _)| (1..=LONGEST_GRADE).contains(&word.chars().count())) {
        return (Kind::default(), false);
    }
    let before = |text: &str| status(text, kinds).is_some() || mode(text, kinds).is_some();
    // 新上项目92个; 92个新立项项目和45个结转项目: the words stand on one side.
    let joined = around.before.ends_with(['和', '与', '及']);
    let side = if before(around.before) && !joined { around.before } else { around.after };
    let mut kind = Kind { status: status(side, kinds), mode: mode(side, kinds), grade };
    // 新立项项目中，直接补助57个
    let earlier = around.segment.rsplit(['，', ',', '。']).nth(1).unwrap_or_default();
    if kind.status.is_none() && kind.mode.is_some() && earlier.ends_with('中') {
        kind.status = status(earlier, kinds);
    }
    if kind.mode.is_some() && kind.status.is_none() && around.segment.contains("新立项项目中") {
        kind.status = rules.project_table.newly_started().next().cloned();
    }
    let projects = around.before.contains("项目") || around.after.contains("项目");
    // 支持项目3个（以奖代补项目1个）: some of them, of whatever kind.
    let is_part = whole_of(around.segment).is_some_and(|head| head.ends_with(['个', '项']));
    let counts = projects && !is_part || !kind.is_all();
    // 项目30套 counts projects, wrongly; 新增就业1200人 counts people.
    let called = kind.mode.as_ref().is_some_and(|mode| around.before.ends_with(mode.name()));
    let of_kind = kind.status.is_some() && kind.mode.is_some() && (called || around.before.ends_with(['助', '持']));
    let wrong_unit = around.before.ends_with("项目")
        || projects && kind.grade.is_some()
        || is_total(around, words)
        || ["套", "件", "次", "批"].contains(&unit) && (of_kind || names_projects(around.after, kinds));
    (kind, counts && (["个", "项"].contains(&unit) || wrong_unit))
}

/// …实施的137个引导资金项目, …等四个方面的137个项目, 支持项目137个
pub(super) fn is_total(around: &Around, words: &ProjectWords) -> bool {
    words.before_total.end(around.before) && around.after.contains("项目")
        || words.right_before_total.end(around.before)
}

/// 2个项目为“良”
pub(super) fn quoted_grade<'r>(around: &Around, rules: &'r FundRules) -> Option<&'r Term> {
    rules.grades().find(|grade| around.after.contains(&format!("“{grade}”")))
}

/// 评为优的8个、良的2个、中的1个
fn graded_before<'r>(around: &Around, rules: &'r FundRules) -> Option<&'r Term> {
    let judged = ["评为", "评价", "等级", "等次"].iter().any(|word| around.segment.contains(word));
    let named = around.before.strip_suffix('的').filter(|_| judged)?;
    let after = around.after.is_empty() || around.after.starts_with("项目");
    let grades = rules.grades().filter(|grade| named.ends_with(grade.name()) && after);
    let grade = grades.max_by_key(|grade| grade.name().len())?;
    let head = named.strip_suffix(grade.name())?;
    (head.is_empty() || head.ends_with(['为', '是']) || head.ends_with("等级") || head.ends_with("等次"))
        .then_some(grade)
}

/// 92个新立项项目
fn names_projects(after: &str, (rules, words): Kinds) -> bool {
    let table = &rules.project_table;
    let of_a_kind = |term: &Term| after.strip_prefix(term.name()).is_some_and(|rest| rest.starts_with("项目"));
    words.behind.begin(after)
        || table.newly_started().any(|status| after.starts_with(status.name()))
        || table.carried_over.iter().chain(&table.modes).any(of_a_kind)
}
