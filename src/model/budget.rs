//! Money handed down (下达文件) and money spent (预算执行).

use crate::base::date::Date;

use super::number::{Money, Rate};
use crate::base::place::{Place, Sourced};

/// 下达文件: a document that hands money down.
#[derive(Debug, Clone, PartialEq)]
pub struct AllocationDocument {
    pub level: Sourced<AllocationLevel>,
    /// 文件名称, without 《》.
    pub title: Sourced<String>,
    /// 文号 as typed.
    pub number: Sourced<String>,
    pub date: Option<Sourced<Date>>,
    pub amount: Option<Sourced<Money>>,
    /// Why date or amount is not here.
    pub lacking: Vec<Lacking>,
}

/// A cell without a value that a report may do without.
#[derive(Debug, Clone, PartialEq)]
pub struct Lacking {
    /// 印发日期, 金额.
    pub field: &'static str,
    pub place: Place,
    /// Something stands there that could not be read: of that the reader has told.
    pub unread: bool,
}

impl AllocationDocument {
    pub fn lacking(&self, field: &str) -> Option<&Lacking> {
        self.lacking.iter().find(|lacking| lacking.field == field)
    }

    /// Was the field's cell left blank?
    pub fn is_blank(&self, field: &str) -> bool {
        self.lacking(field).is_some_and(|lacking| !lacking.unread)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AllocationLevel {
    Central,
    Provincial,
}

impl AllocationLevel {
    pub const ALL: [AllocationLevel; 2] = [AllocationLevel::Central, AllocationLevel::Provincial];

    pub fn name(self) -> &'static str {
        match self {
            AllocationLevel::Central => "中央",
            AllocationLevel::Provincial => "省级",
        }
    }
}

/// 资金执行: budget (A) and actual payments (B, form note 3) by source of funds.
#[derive(Debug, Clone, PartialEq)]
pub struct Execution {
    /// 年度资金总额 as the table states it, where it does.
    pub stated_total: Option<ExecutionLine>,
    pub central: ExecutionLine,
    pub local: ExecutionLine,
    pub other: ExecutionLine,
}

impl Execution {
    pub fn parts(&self) -> [(FundSource, &ExecutionLine); 3] {
        [(FundSource::Central, &self.central), (FundSource::Local, &self.local), (FundSource::Other, &self.other)]
    }

    /// 全年预算数 A: always the sum of its parts.
    pub fn budget(&self) -> Money {
        self.parts().iter().map(|(_, line)| line.budget.value).sum()
    }

    /// 全年执行数 B: always the sum of its parts.
    pub fn executed(&self) -> Money {
        self.parts().iter().map(|(_, line)| line.executed.value).sum()
    }

    /// 预算执行率 B÷A; `None` where nothing was budgeted.
    pub fn rate(&self) -> Option<Rate> {
        self.executed().ratio_to(self.budget())
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ExecutionLine {
    pub budget: Sourced<Money>,
    pub executed: Sourced<Money>,
    /// The region's cells are blank: the amounts are the units' forms added up.
    pub aggregated: Aggregated,
}

/// Which amounts of a line are added up from the units' forms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Aggregated {
    pub budget: bool,
    pub executed: bool,
}

/// 资金执行 of which something could not be read: what there is of it.
#[derive(Debug, Clone, PartialEq)]
pub struct PartialExecution(pub Box<[LineRead; 3]>);

/// A line, or what there is of it.
pub type LineRead = Result<ExecutionLine, Box<PartialLine>>;

/// A line that lacks an amount, or all of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PartialLine {
    pub budget: Option<Sourced<Money>>,
    pub executed: Option<Sourced<Money>>,
    /// 预算数, 执行数: the cells that could not be read.
    pub lacking: Vec<Sourced<&'static str>>,
}

impl PartialExecution {
    /// There is no table.
    pub fn absent() -> PartialExecution {
        PartialExecution(Box::new(std::array::from_fn(|_| Err(Box::default()))))
    }

    /// In the order of [`FundSource::ALL`].
    pub fn parts(&self) -> impl Iterator<Item = (FundSource, Result<&ExecutionLine, &PartialLine>)> {
        FundSource::ALL.into_iter().zip(self.0.iter().map(|line| line.as_ref().map_err(Box::as_ref)))
    }
}

impl ExecutionLine {
    pub fn rate(&self) -> Option<Rate> {
        self.executed.value.ratio_to(self.budget.value)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FundSource {
    Central,
    Local,
    Other,
}

impl FundSource {
    pub const ALL: [FundSource; 3] = [FundSource::Central, FundSource::Local, FundSource::Other];

    pub fn name(self) -> &'static str {
        match self {
            FundSource::Central => "中央财政资金",
            FundSource::Local => "地方资金",
            FundSource::Other => "其他资金",
        }
    }
}
