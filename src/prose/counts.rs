//! Which of the fund's projects a count in a text counts.

use crate::model::fund_rules::FundRules;
use crate::model::term::Term;

use super::around::Around;
use super::subject::Kind;
use crate::base::text_part::TextPart;

/// What texts call the projects of the first status that is not carried over.
const NEW: [&str; 3] = ["新立项", "新立", "新增"];
/// What texts call the first of the modes that is paid before.
const UPFRONT: [&str; 2] = ["直接补助", "事前"];

/// Projects that are not the ones supported.
const OTHER_COUNTS: [&str; 12] =
    ["受理", "申报", "征集", "推荐", "储备", "入库", "验收", "评审", "结题", "检查", "抽查", "终止"];

const LONGEST_GRADE: usize = 3;

/// Does the figure count projects that are not the ones supported, or a part of them: 抽查项目31个（新上22个，结转9个）,
/// 验收项目20个，其中优15个?
pub(super) fn counts_others(around: &Around) -> bool {
    let says = |words: &str| OTHER_COUNTS.iter().any(|word| words.contains(word));
    says(around.clause) || whole_of(around.segment).is_some_and(says)
}

/// The clause of the number whose parts are listed here, in brackets or after 其中.
fn whole_of(segment: &str) -> Option<&str> {
    let open = segment.rfind(['（', '(']).filter(|at| !segment.part(*at..).contains(['）', ')']));
    let head = segment.part(..open.or_else(|| segment.rfind("其中"))?);
    head.trim_end_matches(['，', ',', '。', '：']).rsplit(['，', ',', '。', '；']).next()
}

/// The status that words name, whatever the fund's list calls it.
fn status(text: &str, rules: &FundRules) -> Option<Term> {
    let table = &rules.project_table;
    let says = |status: &&Term| text.contains(status.name());
    let new = table
        .newly_started()
        .find(says)
        .or_else(|| table.newly_started().next().filter(|_| NEW.iter().any(|word| text.contains(word))));
    new.or_else(|| table.carried_over.iter().find(says)).cloned()
}

fn mode(text: &str, rules: &FundRules) -> Option<Term> {
    let table = &rules.project_table;
    let says = |mode: &&Term| text.contains(mode.name());
    let upfront = || table.upfront().next().filter(|_| UPFRONT.iter().any(|word| text.contains(word)));
    table.post.iter().find(says).or_else(|| table.upfront().find(says)).or_else(upfront).cloned()
}

/// Which projects the words around a count name, and whether it counts projects at all.
pub(super) fn kind(around: &Around, unit: &str, rules: &FundRules) -> (Kind, bool) {
    let grade = rules.grades().find(|grade| around.after.contains(&format!("“{grade}”"))).cloned();
    // 1个…项目为“优秀”, where nobody knows of such a grade.
    let graded = around.after.split_once("为“").and_then(|(_, rest)| rest.split_once('”'));
    if grade.is_none() && graded.is_some_and(|(word, _)| (1..=LONGEST_GRADE).contains(&word.chars().count())) {
        return (Kind::default(), false);
    }
    let before = |text: &str| status(text, rules).is_some() || mode(text, rules).is_some();
    // 新上项目92个; 92个新立项项目和45个结转项目: the words stand on one side.
    let joined = around.before.ends_with(['和', '与', '及']);
    let side = if before(around.before) && !joined { around.before } else { around.after };
    let mut kind = Kind { status: status(side, rules), mode: mode(side, rules), grade };
    // 新立项项目中，直接补助57个
    let earlier = around.segment.rsplit(['，', ',', '。']).nth(1).unwrap_or_default();
    if kind.status.is_none() && kind.mode.is_some() && earlier.ends_with('中') {
        kind.status = status(earlier, rules);
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
        || is_total(around)
        || ["套", "件", "次", "批"].contains(&unit) && (of_kind || names_projects(around.after, rules));
    (kind, counts && (["个", "项"].contains(&unit) || wrong_unit))
}

/// …实施的137个引导资金项目, …等四个方面的137个项目, 支持项目137个
pub(super) fn is_total(around: &Around) -> bool {
    let leads = ["实施的", "方面的", "共支持", "共安排", "方向的"].iter().any(|word| around.before.ends_with(word));
    leads && around.after.contains("项目")
        || ["支持项目", "安排项目", "科技计划项目"].iter().any(|word| around.before.ends_with(word))
}

/// 92个新立项项目
fn names_projects(after: &str, rules: &FundRules) -> bool {
    let table = &rules.project_table;
    let of_a_kind = |term: &Term| after.strip_prefix(term.name()).is_some_and(|rest| rest.starts_with("项目"));
    ["新立项项目", "新立项目", "直接补助项目"].iter().any(|kind| after.starts_with(kind))
        || table.newly_started().any(|status| after.starts_with(status.name()))
        || table.carried_over.iter().chain(&table.modes).any(of_a_kind)
}
