//! Which of the fund's figures the words around a number mean: its money, rate, points, counts, and 数据 of the YAML.

use crate::base::text_part::TextPart;

use super::around::{Around, near};
use super::book::{Book, Known, Value};
use super::citations::document_numbers;
use super::comparison::{Tie, compare_unsure};
use super::counts::{is_total, kind};
use super::quantities::Mention;
use super::subject::{Role, Subject};

/// Projects that are not the ones supported.
const OTHER_COUNTS: [&str; 12] =
    ["受理", "申报", "征集", "推荐", "储备", "入库", "验收", "评审", "结题", "检查", "抽查", "终止"];

impl Book {
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
            "万元" => self.money(around),
            "分" => self.points(around),
            _ if self.rate(around).is_some() => self.rate(around),
            "%" | "" => None,
            _ if mention.unit == "个" && ["方面", "方向"].iter().any(|word| around.after.starts_with(word)) => {
                self.find(&fund, Role::Directions)
            }
            _ => {
                let (kind, is_count) = kind(around, &mention.unit, &self.rules);
                let all = kind.is_all();
                let clear = !all || is_total(around);
                let says = is_count && clear && !OTHER_COUNTS.iter().any(|word| around.clause.contains(word));
                says.then(|| self.find(&fund, Role::Count(kind))).flatten()
            }
        }
    }

    /// 执行率80%; 执行率80套 is one with a wrong unit.
    fn rate(&self, around: &Around) -> Option<&Known> {
        // 完成率超出30%及以上的指标
        let over = ["超出", "超过指标值", "绩效指标值", "超过"].iter().any(|word| around.before.ends_with(word));
        let role = match () {
            () if near(around.before, "执行率", 3) => Role::ExecutionRate,
            () if over && around.after.starts_with("及以上") => Role::OverRun,
            () => return None,
        };
        self.find(&Subject::Fund, role)
    }

    fn money(&self, around: &Around) -> Option<&Known> {
        let fund = Subject::Fund;
        const ELSE: [&str; 9] = ["带动", "自筹", "其他资金", "社会", "预期", "企业", "累计投入", "总投入", "结余"];
        if ELSE.iter().any(|word| around.clause.contains(word)) {
            return None;
        }
        if let Some(row) = around.before.strip_suffix("实际投入").and_then(|before| self.row_named(before)) {
            return self.find(row, Role::Executed);
        }
        if ["实际支出", "累计支出", "已支出", "执行数", "已执行", "支出"]
            .iter()
            .any(|word| near(around.before, word, 2))
        {
            return self.find(&fund, Role::Executed);
        }
        let total = ["累计下达", "共下达", "合计下达", "拨付到位", "资金到位", "资金总额"];
        if total.iter().any(|word| near(around.before, word, 30)) || near(around.before, "预算", 2) {
            return self.find(&fund, Role::Amount);
        }
        // 《…》（新财教〔2025〕65号），下达资金3169万元
        let of_document = ["下达资金", "下达", "金额"].iter().any(|word| near(around.before, word, 2));
        let numbers: Vec<_> = document_numbers(around.segment);
        match numbers.as_slice() {
            [.., number] if of_document => self.find(&Subject::Document(number.text.clone()), Role::Amount),
            _ => None,
        }
    }

    fn points(&self, around: &Around) -> Option<&Known> {
        let fund = Subject::Fund;
        let earned = around.whole.contains("得分");
        if ["得分为", "总分为", "总得分", "得分", "评价得分为"].iter().any(|word| around.before.ends_with(word))
        {
            return self.find(&fund, Role::Points);
        }
        let named = self.rules.parts().filter(|part| near(around.before, part, 2));
        let part = Subject::Part(named.max_by_key(|part| part.len())?.to_string());
        self.find(&part, if earned { Role::Points } else { Role::Weight })
    }

    /// The row of 资金情况 whose name stands at the end, also as 地方财政资金.
    fn row_named(&self, before: &str) -> Option<&Subject> {
        let ends = |name: &str| before.ends_with(name) || before.ends_with(&name.replace("资金", "财政资金"));
        let row = self.money.iter().find(|(name, subject)| matches!(subject, Subject::Source(_)) && ends(name));
        row.map(|(_, subject)| subject)
    }

    /// 中央财政资金10930万元, 中央财政资金支出8744万元: whose money stands right before the amount. A part of it
    /// may be meant, so only the same amount and slips of it are tied.
    pub(super) fn of_a_source(&self, around: &Around, mention: &Mention) -> Option<&Known> {
        const BUDGET: [&str; 8] = ["", "预算", "预算数", "下达", "共下达", "累计下达", "总额", "安排"];
        const SPENT: [&str; 7] = ["支出", "实际支出", "累计支出", "执行", "执行数", "实际执行", "支付"];
        if mention.unit != "万元" {
            return None;
        }
        let ends = |(name, subject): &(String, Subject)| {
            let at = around.before.rfind(name.as_str())?;
            let link = around.before.part(at + name.len()..).trim_matches(['共', '为', '的', '数', '了']);
            let role = match () {
                () if BUDGET.contains(&link) => Role::Amount,
                () if SPENT.contains(&link) => Role::Executed,
                () => return None,
            };
            self.find(subject, role)
        };
        let known = self.money.iter().find_map(ends)?;
        (!matches!(compare_unsure(known, mention), Tie::Perhaps(_))).then_some(known)
    }

    /// What the words may mean, where nothing settles it: 项目138个.
    pub(super) fn perhaps(&self, around: &Around, mention: &Mention) -> Option<&Known> {
        let (kind, _) = kind(around, &mention.unit, &self.rules);
        let counts = ["个", "项"].contains(&mention.unit.as_str()) && around.before.ends_with("项目");
        let all = kind.is_all() && !OTHER_COUNTS.iter().any(|word| around.clause.contains(word));
        (counts && all).then(|| self.find(&Subject::Fund, Role::Count(kind))).flatten()
    }
}
