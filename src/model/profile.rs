//! 报告 of the YAML, and the letter that goes with it.

use crate::base::date::Date;
use crate::base::field::Field;
use crate::base::figure_id::Role;
use crate::base::place::Sourced;

/// 报告 of the YAML: who, what, when. All are facts that texts may show.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    pub year: Sourced<u16>,
    /// 地区: 新疆维吾尔自治区.
    pub region: Field<String>,
    /// 地区简称: 新疆.
    pub region_short: Field<String>,
    /// 资金名称.
    pub fund: Field<String>,
    /// 资金简称: 引导资金.
    pub fund_short: Field<String>,
    /// 式样, where the YAML names one.
    pub layouts: Option<Sourced<String>>,
    /// Whether it is called 中央主管部门 or 上级主管部门.
    pub central_called: &'static str,
    pub central_department: Field<String>,
    pub finance_department: Field<String>,
    pub competent_department: Field<String>,
    /// 成文日期: the outputs' only timestamp.
    pub date: Sourced<Date>,
    /// 署名, in their order; none: the document is not signed.
    pub signatures: Vec<Sourced<String>>,
    /// 印章: a seal will stand over 署名 and date.
    pub seal: bool,
    /// 图表: a page of charts is wanted after the form.
    pub charts: bool,
    /// 第二张目标表: the targets' form stands where they are handed down, too.
    pub second_targets: bool,
    /// 函 that goes with the report.
    pub letter: Option<Letter>,
    /// 附件标识 above the title where the report is itself an attachment (附件1).
    pub attachment_label: Option<Sourced<String>>,
    /// 说明 at the form's foot.
    pub remarks: Field<String>,
}

impl Profile {
    pub fn is_whole(&self) -> bool {
        self.words().into_iter().all(|(_, words)| words.is_known())
    }

    /// The words that every report shows.
    pub fn words(&self) -> [(Role, &Field<String>); 8] {
        [
            (Role::Region, &self.region),
            (Role::RegionShort, &self.region_short),
            (Role::FundName, &self.fund),
            (Role::FundShort, &self.fund_short),
            (Role::CentralDepartment, &self.central_department),
            (Role::FinanceDepartment, &self.finance_department),
            (Role::CompetentDepartment, &self.competent_department),
            (Role::Remarks, &self.remarks),
        ]
    }
}

/// The covering letter; its text is 文字.函.正文.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    /// 发文机关标志, printed in red above the red rules; `None`: the paper has its own, or none is wanted.
    pub mark: Option<Sourced<String>>,
    /// 发文字号.
    pub number: Sourced<String>,
    /// 主送机关, without the colon.
    pub addressee: Sourced<String>,
    /// Attachments besides the report, which is the first.
    pub attachments: Vec<Sourced<String>>,
}
