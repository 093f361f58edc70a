//! Whose money an amount or a rate in running text is, and what it says of it. 引导资金 may mean the fund's own row or all
//! money that goes with it: where the words leave more than one open, agreeing with any is agreeing.

use crate::base::text_part::TextPart;

use super::around::{Around, near};
use super::certainty::Certainty;
use super::citations::document_numbers;
use super::comparison::{Tie, compare, units_agree};
use super::known_figures::{Known, KnownFigures, Value};
use super::quantities::Mention;
use super::slips::is_slip;
use super::subject::{Role, Subject};

/// What else money is said of: none of the fund's rows.
const ELSE: [&str; 11] =
    ["带动", "自筹", "其他资金", "社会", "预期", "企业", "累计投入", "总投入", "结余", "年初预算", "未支出"];
/// Whose money it is; where the form has no row of it, it is none of the fund's as a whole.
const LEVELS: [&str; 7] = ["中央", "省级", "自治区", "市级", "县级", "区级", "地方"];
const SPENT: [&str; 7] = ["实际支出", "累计支出", "已支出", "执行数", "已执行", "实际执行", "支出"];
const HANDED_DOWN: [&str; 6] = ["累计下达", "共下达", "合计下达", "拨付到位", "资金到位", "资金总额"];
const OF_NO_ROW: [&str; 7] = ["未支出", "未执行", "没有支出", "未使用", "未支付", "年初预算", "年初预算数"];
/// Levels below the one that hands the money down: 县级追加预算30万元 is a row of theirs.
const BELOW: [&str; 9] = ["省级", "市级", "县级", "区级", "州级", "盟市", "旗县", "地方", "本级"];
/// All money, whosever it is.
const WHOLE: [&str; 5] = ["资金总额", "总预算", "预算总额", "资金总量", "总资金"];

/// What the words around a number leave open.
struct Meant<'a> {
    /// The likeliest first.
    known: Vec<&'a Known>,
    /// Do they say what it is of, and as what?
    certainty: Certainty,
}

/// Whose money it is, as far as it is said.
struct Named<'a> {
    subject: &'a Subject,
    /// The name, to where it ends in the text.
    end: usize,
}

impl KnownFigures {
    /// An amount or a rate of execution, held against the fund's money.
    pub(super) fn of_money(&self, around: &Around, mention: &Mention) -> Option<Tie<'_>> {
        let of_rate = ["执行率", "支出进度", "执行进度", "支付进度"].iter().any(|word| near(around.before, word, 3));
        let meant = if mention.unit == "万元" || mention.unit != "%" && near(around.before, "支出", 2) {
            self.amount(around, mention)
        } else if of_rate && mention.unit != "分" {
            self.execution_rate(around)
        } else {
            None
        };
        let Meant { known, certainty } = meant?;
        let agrees = known.iter().copied().find(|known| matches!(compare(known, mention), Tie::Agrees(_)));
        if let Some(known) = agrees {
            return Some(Tie::Agrees(known));
        }
        // Another unit is wrong for all of them: 支出8744元.
        let first = *known.first()?;
        let slip = |known: &&Known| match &known.value {
            Value::Number { amount, .. } => is_slip(mention.amount, *amount),
            _ => false,
        };
        Some(match certainty {
            Certainty::Sure => Tie::Differs(first, Certainty::Sure),
            Certainty::Likely if units_agree(first, &mention.unit) => {
                Tie::Differs(known.iter().copied().find(slip).unwrap_or(first), Certainty::Likely)
            }
            Certainty::Likely => Tie::Differs(first, Certainty::Likely),
            Certainty::Perhaps => match known.iter().copied().find(slip) {
                Some(slip) => Tie::Differs(slip, Certainty::Likely),
                None => Tie::Perhaps(first),
            },
        })
    }

    fn amount(&self, around: &Around, mention: &Mention) -> Option<Meant<'_>> {
        let before = around.before;
        let named = self.named(before);
        let is_row = named.as_ref().is_some_and(|named| matches!(named.subject, Subject::Source(_)));
        if !is_row && ELSE.iter().any(|word| around.clause.contains(word)) {
            return None;
        }
        // 未支出128万元 is what is left; 年初预算 is not the year's; 县级追加预算30万元 is a row's that is not named.
        let of_level = !is_row
            && ["预算", "支出", "执行"].iter().any(|word| near(before, word, 2))
            && BELOW.iter().any(|word| near(before, word, 6));
        if of_level || OF_NO_ROW.iter().any(|word| near(before, word, 2)) {
            return None;
        }
        let spent = SPENT.iter().any(|word| near(before, word, 2)) || is_row && before.ends_with("实际投入");
        if spent {
            return self.meant(around, named, Role::Executed);
        }
        let whole = WHOLE.iter().any(|word| near(before, word, 2));
        let handed_down = HANDED_DOWN.iter().any(|word| near(before, word, 30));
        // 资金到位6000万元，到位率75%: not all of it has come.
        let not_all = before.contains("到位") && around.whole.contains("到位率") && !around.whole.contains("100");
        if !not_all && (whole || handed_down || near(before, "预算", 2) || near(before, "预算数", 2)) {
            return self.meant(around, named, Role::Amount);
        }
        // 《…》（新财教〔2025〕65号），下达资金3169万元
        let of_document = ["下达资金", "下达", "金额"].iter().any(|word| near(before, word, 2));
        if of_document && let Some(number) = document_numbers(around.segment).last() {
            let known = self.find(&Subject::Document(number.text.clone()), Role::Amount)?;
            return Some(Meant { known: vec![known], certainty: Certainty::Sure });
        }
        // 中央财政资金10930万元: a part of it may be meant.
        let named = named.filter(|_| mention.unit == "万元")?;
        let link = before.part(named.end..).trim_matches(['共', '为', '的', '数', '了']);
        let says = link.is_empty() || ["下达", "安排", "总额"].contains(&link);
        let mut meant = self.meant(around, Some(named), Role::Amount).filter(|_| says)?;
        meant.certainty = Certainty::Perhaps;
        Some(meant)
    }

    /// 执行率80%; 执行率80套 is one with a wrong unit.
    fn execution_rate(&self, around: &Around) -> Option<Meant<'_>> {
        self.meant(around, self.named(around.before), Role::ExecutionRate)
    }

    /// The figures of this role that the words may mean: of whose name stands in the clause; else of the one that the
    /// sentence named last, of the fund's own money, of all.
    fn meant(&self, around: &Around, named: Option<Named<'_>>, role: Role) -> Option<Meant<'_>> {
        let find = |subject: &Subject| self.find(subject, role.clone());
        let all = find(&Subject::Fund);
        let own = self.own.as_ref().and_then(find);
        let is_whole = WHOLE.iter().any(|word| around.before.contains(word));
        let candidates: Vec<Option<&Known>> = match named {
            _ if is_whole => vec![all],
            Some(Named { subject: row @ Subject::Source(_), .. }) => vec![find(row)],
            Some(_) => vec![own, all],
            None if self.names_another_level(around.segment) => return None,
            None => {
                let earlier = self.named(around.segment).filter(|named| matches!(named.subject, Subject::Source(_)));
                vec![all, own, earlier.and_then(|earlier| find(earlier.subject))]
            }
        };
        let known: Vec<&Known> = candidates.into_iter().flatten().collect();
        let (first, others) = known.split_first()?;
        let one = others.iter().all(|other| other.value == first.value);
        Some(Meant { known, certainty: if one { Certainty::Sure } else { Certainty::Likely } })
    }

    /// 区级财政资金, where no row has its level.
    fn names_another_level(&self, words: &str) -> bool {
        let last = LEVELS.iter().filter_map(|level| {
            ["财政资金", "资金", "补助"]
                .iter()
                .filter_map(|money| words.rfind(&format!("{level}{money}")))
                .max()
                .map(|at| (at, level))
        });
        last.max().is_some_and(|(_, level)| !self.money.iter().any(|(name, _)| name.contains(level)))
    }

    /// The last name of money in the words; 地方资金 also as 地方财政资金, 中央财政资金 also as 中央资金.
    fn named(&self, words: &str) -> Option<Named<'_>> {
        // 中央和省级财政资金 is of both.
        let alone = |at: &usize| !words.part(..*at).ends_with(['和', '与', '及']);
        let end = |name: &str| words.rfind(name).filter(alone).map(|at| at + name.len());
        let found = self.money.iter().filter_map(|(name, subject)| {
            let other = match name.contains("财政资金") {
                true => name.replace("财政资金", "资金"),
                false => name.replace("资金", "财政资金"),
            };
            Some((end(name).max(end(&other))?, name.len(), subject))
        });
        found.max_by_key(|(end, length, _)| (*end, *length)).map(|(end, _, subject)| Named { subject, end })
    }
}
