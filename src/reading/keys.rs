//! The keys of the YAML: the one list that reading checks against and the JSON Schema is made of.

/// A key, what stands under it, and what it is for.
pub(super) struct Key {
    pub name: &'static str,
    pub holds: Holds,
    pub required: bool,
    pub about: &'static str,
    /// What it may be called instead.
    pub instead: Option<&'static str>,
}

#[derive(Clone, Copy)]
pub(super) enum Holds {
    /// Words or a number.
    Words,
    OneOf(&'static [&'static str]),
    WordsOrList,
    Keys(&'static [Key]),
    ListOf(&'static [Key]),
    /// Names that are not ours, each with words or a number.
    Named,
    /// The same with chapters above the names.
    Chapters,
}

const fn required(name: &'static str, holds: Holds, about: &'static str) -> Key {
    Key { name, holds, required: true, about, instead: None }
}

const fn optional(name: &'static str, holds: Holds, about: &'static str) -> Key {
    Key { name, holds, required: false, about, instead: None }
}

impl Key {
    const fn or(self, instead: &'static str) -> Key {
        Key { instead: Some(instead), ..self }
    }

    /// Both of its names.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.instead)
    }
}

use Holds::{Chapters, Keys, ListOf, Named, OneOf, Words, WordsOrList};

/// The blocks at the top of a file. Every file holds some of them; required is what one of the files must hold.
pub(super) const BLOCKS: &[Key] = &[
    required("报告", Keys(PROFILE), "报告的基本情况：年度、地区、部门、成文日期"),
    optional("数据", Named, "表格里没有、正文要用的数字，一行一个“名称: 数字”"),
    required("评分", Keys(SCORING), "预算执行和各指标的分值，评定的得分"),
    required("文字", Chapters, "报告各部分的文字，一行一段"),
    optional("案例", ListOf(CASE), "典型案例"),
    optional("接受", ListOf(ACCEPTED), "核对过、确实没有问题的警告和提示"),
];

pub(super) const PROFILE: &[Key] = &[
    required("年度", Words, "四位数的年份，如 2025"),
    required("地区", Words, "地区全称，如 新疆维吾尔自治区"),
    required("地区简称", Words, "正文里用的简称，如 新疆"),
    required("资金名称", Words, "资金管理办法上的名称"),
    required("资金简称", Words, "正文里用的简称，如 引导资金"),
    optional("式样", Words, "用 layouts 里哪个式样；不写就照 layouts/式样.yaml"),
    required("中央主管部门", Words, "如 财政部、科技部；市县的资金写“上级主管部门”").or("上级主管部门"),
    required("财政部门", Words, "财政部门全称"),
    required("主管部门", Words, "主管部门全称"),
    required("成文日期", Words, "如 2026-03-31"),
    optional("附件标识", Words, "报告本身是附件时印在左上角，如 附件1"),
    optional("署名", WordsOrList, "写了才印署名和成文日期；几个单位的写成清单"),
    optional("印章", OneOf(&["有", "无"]), "不盖章写 无；不写就按盖章留位置"),
    optional("函", Keys(LETTER), "报告前面加一份函"),
    optional("图表", OneOf(&["有", "无"]), "写 有，附件后面加一面图"),
    optional("第二张目标表", OneOf(&["有", "无"]), "写 无，省内下达一节不再印一遍区域绩效目标表"),
    required("说明", Words, "自评表末尾的说明，没有就写 无。"),
];

pub(super) const LETTER: &[Key] = &[
    optional("发文机关标志", Words, "写了才印红头：如 某省科学技术厅"),
    required("发文字号", Words, "如 某科函〔2026〕1号"),
    required("主送机关", Words, "如 财政部、科技部"),
    optional("其他附件", WordsOrList, "报告以外的附件"),
];

pub(super) const SCORING: &[Key] = &[
    required("预算执行", Words, "预算执行率的分值，一般是 10"),
    optional("指标分值", Named, "三级指标的分值，一行一个"),
    optional("评定", ListOf(STATED), "不按完成率计算、由人评定的得分"),
    optional("完成率", Named, "算不出来的完成率（定性指标），如 90%"),
];

pub(super) const STATED: &[Key] = &[
    required("指标", Words, "三级指标的名称"),
    required("得分", Words, "评定的得分"),
    required("理由", Words, "为什么不按完成率计算"),
];

pub(super) const CASE: &[Key] = &[
    required("项目", Words, "与项目表一致的项目名称"),
    optional("数据", Named, "这个案例的数字，文字里写 {{ 数据.名称 }}"),
    required("文字", Words, "案例的文字，一行一段"),
];

pub(super) const ACCEPTED: &[Key] = &[
    required("代码", Words, "问题的代码，如 Z302"),
    optional("位置", Words, "问题的位置，写一部分就行；不写就是所有这一代码的问题"),
    required("理由", Words, "为什么没有问题"),
];
