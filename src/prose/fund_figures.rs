//! Which of the fund's figures the words around a number mean: its points, counts, and 数据 of the YAML.

use super::around::{Around, near};
use super::counts::{counts_others, is_total, kind};
use super::known_figures::{Known, KnownFigures, Value};
use super::quantities::Mention;
use super::subject::{Role, Subject};

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
            _ => {
                let (kind, is_count) = kind(around, &mention.unit, &self.rules);
                let all = kind.is_all();
                let clear = !all || is_total(around);
                (is_count && clear && !counts_others(around)).then(|| self.find(&fund, Role::Count(kind))).flatten()
            }
        }
    }

    /// 完成率超出30%及以上的指标
    fn over_run(&self, around: &Around) -> Option<&Known> {
        let over = ["超出", "超过指标值", "绩效指标值", "超过"].iter().any(|word| around.before.ends_with(word));
        let says = over && around.after.starts_with("及以上");
        says.then(|| self.find(&Subject::Fund, Role::OverRun)).flatten()
    }

    fn points(&self, around: &Around) -> Option<&Known> {
        let fund = Subject::Fund;
        let earned = around.whole.contains("得分") || around.before.ends_with('得');
        if ["得分为", "总分为", "总得分", "得分", "评价得分为"].iter().any(|word| around.before.ends_with(word))
        {
            return self.find(&fund, Role::Points);
        }
        let named = self.rules.parts().filter(|part| near(around.before, part, 2));
        let part = Subject::Part(named.max_by_key(|part| part.len())?.to_string());
        self.find(&part, if earned { Role::Points } else { Role::Weight })
    }

    /// What the words may mean, where nothing settles it: 项目138个.
    pub(super) fn perhaps(&self, around: &Around, mention: &Mention) -> Option<&Known> {
        let (kind, _) = kind(around, &mention.unit, &self.rules);
        let counts = ["个", "项"].contains(&mention.unit.as_str()) && around.before.ends_with("项目");
        let all = kind.is_all() && !counts_others(around);
        (counts && all).then(|| self.find(&Subject::Fund, Role::Count(kind))).flatten()
    }
}
