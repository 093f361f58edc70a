//! Which of the fund's projects a count in a text counts.

use crate::model::project::{Grade, GrantMode, ProjectStatus};

use super::around::Around;
use super::subject::Kind;

/// Which projects the words around a count name, and whether it counts projects at all.
pub(super) fn kind(around: &Around, unit: &str) -> (Kind, bool) {
    let status = |text: &str| match () {
        () if ["新上", "新立项", "新立", "新增"].iter().any(|word| text.contains(word)) => {
            Some(ProjectStatus::NewlyStarted)
        }
        () if text.contains("结转") => Some(ProjectStatus::CarriedOver),
        () => None,
    };
    let mode = |text: &str| match () {
        () if text.contains("后补助") => Some(GrantMode::Post),
        () if ["事前补助", "直接补助", "事前"].iter().any(|word| text.contains(word)) => {
            Some(GrantMode::Upfront)
        }
        () => None,
    };
    let grade = Grade::ALL.into_iter().find(|grade| around.after.contains(&format!("“{}”", grade.name())));
    let before = |text: &str| status(text).is_some() || mode(text).is_some();
    // 新上项目92个; 92个新立项项目和45个结转项目: the words stand on one side.
    let joined = around.before.ends_with(['和', '与', '及']);
    let side = if before(around.before) && !joined { around.before } else { around.after };
    let mut kind = Kind { status: status(side), mode: mode(side), grade };
    // 新立项项目中，直接补助57个
    let earlier = around.segment.rsplit(['，', ',', '。']).nth(1).unwrap_or_default();
    if kind.status.is_none() && kind.mode.is_some() && earlier.ends_with('中') {
        kind.status = status(earlier);
    }
    if kind.mode.is_some() && kind.status.is_none() && around.segment.contains("新立项项目中") {
        kind.status = Some(ProjectStatus::NewlyStarted);
    }
    let projects = around.before.contains("项目") || around.after.contains("项目");
    let counts = projects || kind.status.is_some() || kind.mode.is_some() || grade.is_some();
    // 项目30套 counts projects, wrongly; 新增就业1200人 counts people.
    let of_kind = kind.status.is_some() && kind.mode.is_some() && around.before.ends_with(['助', '持']);
    let wrong_unit = around.before.ends_with("项目")
        || projects && grade.is_some()
        || is_total(around)
        || ["套", "件", "次", "批"].contains(&unit) && (of_kind || names_projects(around.after));
    (kind, counts && (["个", "项"].contains(&unit) || wrong_unit))
}

/// …实施的137个引导资金项目, …等四个方面的137个项目, 支持项目137个
pub(super) fn is_total(around: &Around) -> bool {
    let leads = ["实施的", "方面的", "共支持", "共安排", "方向的"].iter().any(|word| around.before.ends_with(word));
    leads && around.after.contains("项目")
        || ["支持项目", "安排项目", "科技计划项目"].iter().any(|word| around.before.ends_with(word))
}

/// 92个新立项项目
fn names_projects(after: &str) -> bool {
    let kinds = ["新立项项目", "新立项目", "新上", "结转项目", "后补助项目", "事前补助项目", "直接补助项目"];
    kinds.iter().any(|kind| after.starts_with(kind))
}
