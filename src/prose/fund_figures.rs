//! Which of the fund's figures the words around a number mean: its money, points, counts, and 数据 of the YAML.

use rust_decimal::Decimal;

use super::around::{Around, near};
use super::certainty::Certainty;
use super::comparison::{Tie, compare, units_agree};
use super::counts::{counts_names, counts_others, is_total, kind};
use super::known_figures::{Known, KnownFigures, Value};
use super::money::{Column, Purse};
use super::money_claims::Claim;
use super::quantities::Mention;
use super::slips::is_slip;
use super::subject::{Role, Subject};
use crate::base::text_part::TextPart;

impl KnownFigures {
    /// 数据 of the YAML whose name the clause says, word for word or nearly.
    pub(super) fn of_data(&self, around: &Around, mention: &Mention) -> Option<&Known> {
        let share = |name: &str| {
            let characters: Vec<char> = name.chars().collect();
            let pairs: Vec<String> = characters.windows(2).map(|pair| pair.iter().collect()).collect();
            let said = pairs.iter().filter(|pair| around.clause.contains(pair.as_str())).count();
            (said * 100).checked_div(pairs.len()).unwrap_or_default()
        };
        let fits = |known: &&Known| match &known.value {
            Value::Number { unit, .. } => {
                unit.is_empty() && !["万元", "%"].contains(&mention.unit.as_str()) || *unit == mention.unit
            }
            _ => false,
        };
        let data = self.entries.iter().filter(fits).filter_map(|known| match &known.subject {
            Subject::Datum(name) => Some((share(name), known)),
            _ => None,
        });
        data.filter(|(share, _)| *share >= 70).max_by_key(|(share, _)| *share).map(|(_, known)| known)
    }

    pub(super) fn of_the_fund(&self, around: &Around, mention: &Mention) -> Option<&Known> {
        let fund = Subject::Fund;
        match mention.unit.as_str() {
            "万元" => None,
            "分" => self.points(around),
            "%" => self.over_run(around),
            "" => None,
            _ if mention.unit == "个" && ["方面", "方向"].iter().any(|word| around.after.starts_with(word)) => {
                self.find(&fund, Role::Directions)
            }
            _ => self.indicators(around).or_else(|| {
                let (kind, is_count) = kind(around, &mention.unit, (&self.rules, &self.project_words));
                let all = kind.is_all();
                let clear = (!all || is_total(around, &self.project_words)) && !counts_names(around.segment);
                (is_count && clear && !counts_others(around, &self.project_words))
                    .then(|| self.find(&fund, Role::Count(kind)))
                    .flatten()
            }),
        }
    }

    /// 共4个方面13项指标, 三级指标9项: how many there are.
    pub(super) fn all_indicators(&self, around: &Around, mention: &Mention) -> Option<&Known> {
        let is_count = ["项", "个"].contains(&mention.unit.as_str());
        // 产出指标共6项
        let said = around.before.trim_end_matches(['共', '有', '设', '置', '为']);
        if let Some(part) =
            self.rules.parts().find(|part| said.ends_with(part)).filter(|_| is_count && around.after.is_empty())
        {
            return self.find(&Subject::Part(part.to_string()), Role::Indicators(None));
        }
        const NAMES: [&str; 3] = ["三级指标", "绩效指标", "指标"];
        const ALL: [&str; 7] = ["共", "全部", "合计", "总计", "设置", "设定", "设有"];
        const SOME: [&str; 10] = ["其中", "完成", "达到", "没", "未", "超", "新增", "调整", "一级", "二级"];
        let says = |words: &[&str]| words.iter().any(|word| around.clause.contains(word));
        let named = NAMES.iter().find_map(|name| around.after.strip_prefix(name));
        // 9项指标中，8项完成: of all, where it is next to all.
        let is_next = |known: &Known| matches!(&known.value, Value::Number { amount, .. } if (mention.amount - amount).abs() <= Decimal::ONE);
        let all = self.find(&Subject::Fund, Role::Indicators(None));
        let among = named == Some("中") && around.before.is_empty() && all.is_some_and(is_next);
        let counted = among || named.is_some_and(|rest| !rest.starts_with(['值', '体', '数', '的'])) && says(&ALL);
        let of_all = (counted || around.before.ends_with("三级指标")) && !says(&SOME);
        (of_all && is_count).then(|| self.find(&Subject::Fund, Role::Indicators(None))).flatten()
    }

    /// 13项指标中，12项完成，1项没有完成: parts of all that the table has.
    fn indicators(&self, around: &Around) -> Option<&Known> {
        let find = |which| self.find(&Subject::Fund, Role::Indicators(which));
        let Value::Number { amount, .. } = &find(None)?.value else { return None };
        let of_all = ["项指标", "个指标", "项绩效指标", "个绩效指标", "项三级指标", "个三级指标"].iter().any(|words| {
            let before = around.whole.split_once(&format!("{amount}{words}")).map(|(before, _)| before);
            before.is_some_and(|before| !before.ends_with(|c: char| c.is_ascii_digit() || c == '.'))
        });
        let nothing_else = around.before.chars().all(|c| "绩效三级指标其中共有已的完成没未年度全设置部".contains(c));
        let missed = |c: char| "没未".contains(c);
        let names = ["指标", "绩效指标", "三级指标"];
        let which = match () {
            () if names.iter().any(|word| around.after.starts_with(word)) => None,
            () if around.after.starts_with(missed) => Some(false),
            () if around.after.starts_with("完成") || around.after.starts_with("达到") => Some(true),
            () if around.after.is_empty() && around.before.ends_with("完成") => Some(!around.before.contains(missed)),
            () => return None,
        };
        (of_all && nothing_else).then(|| find(which)).flatten()
    }

    /// 完成率超出30%及以上的指标
    fn over_run(&self, around: &Around) -> Option<&Known> {
        let over = ["超出", "超过指标值", "绩效指标值", "超过"].iter().any(|word| around.before.ends_with(word));
        let says = over && around.after.starts_with("及以上");
        says.then(|| self.find(&Subject::Fund, Role::OverRun)).flatten()
    }

    fn points(&self, around: &Around) -> Option<&Known> {
        let earned = around.whole.contains("得分") || around.before.ends_with('得');
        // 效益指标分值30分，得29.25分
        let behind_weight = |part: &str| {
            let rest = around.segment.rfind(part).map(|at| around.segment.part(at + part.len()..));
            rest.and_then(|rest| rest.strip_prefix("分值")).is_some_and(|rest| rest.matches('分').count() == 1)
        };
        // 产出指标得分49.8分
        let said = ["得分为", "得分", "得", "为"].iter().find_map(|word| around.before.strip_suffix(word));
        let said = said.unwrap_or(around.before);
        let named = self.rules.parts();
        let named = named.filter(|part| near(said, part, 2) || around.before == "得" && behind_weight(part));
        if let Some(part) = named.max_by_key(|part| part.len()) {
            return self.find(&Subject::Part(part.to_string()), if earned { Role::Points } else { Role::Weight });
        }
        let totals = ["得分为", "总分为", "得分", "总分", "自评得"];
        // 市里考核，林场得分92.6分: another's.
        let head = totals.iter().filter_map(|word| around.before.strip_suffix(word)).min_by_key(|head| head.len())?;
        let own = ["自评", "绩效", "评价", "综合"].iter().any(|word| head.contains(word));
        (own || self.says_nothing_of_which(head)).then(|| self.find(&Subject::Fund, Role::Points)).flatten()
    }

    /// What the words may mean, where nothing settles it: 项目138个.
    pub(super) fn perhaps(&self, around: &Around, mention: &Mention) -> Option<&Known> {
        let (kind, _) = kind(around, &mention.unit, (&self.rules, &self.project_words));
        let counts = ["个", "项"].contains(&mention.unit.as_str()) && around.before.ends_with("项目");
        let all = kind.is_all() && !counts_others(around, &self.project_words);
        (counts && all).then(|| self.find(&Subject::Fund, Role::Count(kind))).flatten()
    }

    /// An amount or a rate of execution, held against the fund's money.
    pub(super) fn of_money(&self, claim: &Claim, around: &Around, mention: &Mention) -> Option<Tie<'_>> {
        let role = match claim.column {
            Column::Budget | Column::Unsaid => Role::Amount,
            Column::Executed => Role::Executed,
            Column::Rate => Role::ExecutionRate,
            Column::Left => return None,
        };
        // Another unit is a wrong one where the word stands right before it: 支出8744套.
        let fits = if claim.column == Column::Rate { "%" } else { "万元" };
        let beside = matches!(claim.column, Column::Executed | Column::Rate) && around.before.ends_with(['出', '率']);
        if mention.unit != fits && (["分", "%"].contains(&mention.unit.as_str()) || !beside) {
            return None;
        }
        let find = |subject: &Subject| self.find(subject, role.clone());
        let own = self.own.as_ref().and_then(find);
        let all = find(&Subject::Fund);
        let row = |source: &str| {
            let row = Purse::row(source, self.purse.rows.iter(), String::as_str)?;
            find(&Subject::Source(row.clone()))
        };
        let known: Vec<&Known> = match claim.source {
            Some(source) if claim.before => [row(source)?].into_iter().chain(all).collect(),
            Some(source) => vec![row(source)?],
            None if claim.whole => all.into_iter().collect(),
            None => all.into_iter().chain(own).collect(),
        };
        // 支出5787.5万元，其中中央资金4200万元
        let spent = known.iter().filter(|_| claim.column == Column::Unsaid);
        let spent: Vec<&Known> = spent.filter_map(|known| self.find(&known.subject, Role::Executed)).collect();
        let known = [known, spent].concat();
        let (first, others) = known.split_first()?;
        let certainty = match () {
            () if claim.weak => Certainty::Perhaps,
            () if others.iter().all(|other| other.value == first.value) => Certainty::Sure,
            () => Certainty::Likely,
        };
        // 省级资金1800万元、市县资金900万元，共2700万元，全年执行2650万元: of the rows that were named.
        Some(match held(&known, mention, certainty) {
            Tie::Differs(..) if claim.source.is_none() && !claim.whole && self.is_sum_of_rows(&role, mention) => {
                Tie::Open("等于自评表里几行资金之和")
            }
            tie => tie,
        })
    }
}

impl KnownFigures {
    /// Is it what some of the rows of 资金情况 add up to, one below the other?
    fn is_sum_of_rows(&self, role: &Role, mention: &Mention) -> bool {
        let rows =
            self.entries.iter().filter(|known| known.role == *role && matches!(known.subject, Subject::Source(_)));
        let amounts = rows.filter_map(|known| match &known.value {
            Value::Number { amount, unit } if *unit == mention.unit && unit != "%" => Some(*amount),
            _ => None,
        });
        let amounts: Vec<Decimal> = amounts.collect();
        let runs = (0..amounts.len()).flat_map(|from| (from + 2..=amounts.len()).map(move |to| (from, to)));
        let sums = runs.filter_map(|(from, to)| Some(amounts.get(from..to)?.iter().sum::<Decimal>()));
        sums.into_iter().any(|sum| !sum.is_zero() && mention.agrees(sum))
    }
}

/// A figure against those that it may be.
pub(super) fn held<'k>(known: &[&'k Known], mention: &Mention, certainty: Certainty) -> Tie<'k> {
    let Some(first) = known.first() else { return Tie::Open("没有认出是这一项的哪个数") };
    if let Some(known) = known.iter().find(|known| matches!(compare(known, mention), Tie::Agrees(_))) {
        return Tie::Agrees(known);
    }
    let slip = |known: &&&Known| match &known.value {
        Value::Number { amount, .. } => is_slip(mention.amount, *amount),
        _ => false,
    };
    let slip = known.iter().find(slip);
    match certainty {
        Certainty::Likely if units_agree(first, &mention.unit) => Tie::Differs(slip.unwrap_or(first), certainty),
        Certainty::Sure | Certainty::Likely => Tie::Differs(first, certainty),
        Certainty::Perhaps => slip.map_or(Tie::Perhaps(first), |slip| Tie::Differs(slip, Certainty::Likely)),
    }
}
