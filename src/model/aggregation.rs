//! The units' forms put together into the region's figures: absolute values add, relative ones are averaged by the money
//! (form note 4), and so are the shares by which units grade a qualitative indicator (note 5). Of days, means and unit
//! costs there is no sum; how an indicator is put together is its own property.

use crate::base::text_part::TextPart;

use rust_decimal::Decimal;

use super::number::{Money, SHOWN_DECIMALS, round};
use super::term::Term;
use super::unit_form::{FormMoney, Standing, UnitForm};
use crate::base::number::plain;
use crate::base::place::{Place, Sourced};
use crate::model::measure::{Actual, Measure, Target};

/// What the forms make of one indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Aggregate {
    pub method: Method,
    pub value: Measure,
    /// Every form that reports the indicator.
    pub parts: Vec<Part>,
}

/// 汇总方式 of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Sum,
    WeightedMean,
    Mean,
    Largest,
    Smallest,
    /// The region states it; the forms make nothing of it.
    ByRegion,
}

impl Method {
    pub const ALL: [Method; 6] =
        [Method::Sum, Method::WeightedMean, Method::Mean, Method::Largest, Method::Smallest, Method::ByRegion];

    pub fn name(self) -> &'static str {
        match self {
            Method::Sum => "相加",
            Method::WeightedMean => "按资金额度加权平均",
            Method::Mean => "平均",
            Method::Largest => "取最大的",
            Method::Smallest => "取最小的",
            Method::ByRegion => "不汇总",
        }
    }
}

/// What one form reports of an indicator, in the region's unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The form among the forms, the row in its 绩效指标.
    pub form: usize,
    pub row: usize,
    /// The form's project.
    pub project: String,
    pub value: Measure,
    pub weight: Option<Sourced<Money>>,
    pub place: Place,
}

/// Why the forms make no figure of an indicator.
#[derive(Debug, Clone, PartialEq)]
pub enum NoAggregate {
    /// No form reports it: the cells that wait for it.
    Unreported(Vec<Place>),
    /// A form that reports it may not be counted, which is said of the form.
    Refused,
    /// What of these cannot be added: another unit, words in place of a number.
    Unfit(Vec<Sourced<Actual>>),
    /// A mean needs the money of every form, and some.
    Weightless(Vec<Place>),
    /// It is not put together from forms.
    ByRegion,
}

/// The figure that the forms make of an indicator with this target.
pub fn aggregate(name: &str, target: &Target, method: Method, forms: &[UnitForm]) -> Result<Aggregate, NoAggregate> {
    if method == Method::ByRegion {
        return Err(NoAggregate::ByRegion);
    }
    let mut parts = Vec::new();
    let mut unfit = Vec::new();
    let mut refused = false;
    for (number, form) in forms.iter().enumerate() {
        let rows = form.indicators.iter().enumerate().filter(|(_, row)| row.name.value == name);
        for (row, actual) in rows.filter_map(|(index, row)| Some((index, row.actual.as_ref()?))) {
            refused |= match form.standing {
                Standing::Counted => false,
                Standing::OtherMoney => method == Method::WeightedMean,
                Standing::Refused => true,
            };
            match in_unit_of(target, &actual.value) {
                Some(value) => parts.push(Part {
                    form: number,
                    row,
                    project: form.title().to_string(),
                    value,
                    weight: form.weight().cloned(),
                    place: actual.place.clone(),
                }),
                None => unfit.push(actual.clone()),
            }
        }
    }
    if !unfit.is_empty() {
        return Err(NoAggregate::Unfit(unfit));
    }
    if refused {
        return Err(NoAggregate::Refused);
    }
    let Some(unit) = parts.first().map(|part| part.value.unit.clone()) else {
        let waiting = forms.iter().flat_map(|form| &form.unfilled).filter(|row| row.name == name);
        return Err(NoAggregate::Unreported(waiting.map(|row| row.place.clone()).collect()));
    };
    let values = || parts.iter().map(|part| part.value.value);
    let sum = || values().try_fold(Decimal::ZERO, |sum, value| sum.checked_add(value));
    let value = match method {
        Method::Sum => sum(),
        Method::WeightedMean => mean(&parts).map(|mean| round(mean, SHOWN_DECIMALS)),
        Method::Mean => {
            let mean = sum().and_then(|sum| sum.checked_div(Decimal::from(parts.len())));
            mean.map(|mean| round(mean, SHOWN_DECIMALS))
        }
        Method::Largest => values().max(),
        Method::Smallest => values().min(),
        Method::ByRegion => None,
    };
    let value = value.ok_or_else(|| {
        let weightless = parts.iter().filter(|part| part.weight.is_none());
        NoAggregate::Weightless(weightless.map(|part| part.place.clone()).collect())
    })?;
    Ok(Aggregate { method, value: Measure::new(value.normalize(), unit), parts })
}

/// `None` where a form's money is missing, or all of it is zero.
fn mean(parts: &[Part]) -> Option<Decimal> {
    let mut sums = (Decimal::ZERO, Decimal::ZERO);
    for part in parts {
        let weight = part.weight.as_ref()?.value.0;
        sums = (sums.0.checked_add(part.value.value.checked_mul(weight)?)?, sums.1.checked_add(weight)?);
    }
    sums.0.checked_div(sums.1)
}

/// A unit's result in the unit of the region's target; of a qualitative target, the share in percent.
pub fn in_unit_of(target: &Target, actual: &Actual) -> Option<Measure> {
    match (target, actual) {
        (Target::Quantitative { measure: wanted, .. }, Actual::Measured(reached)) => reached.in_unit(&wanted.unit),
        (Target::Quantitative { .. }, Actual::Described(_)) => None,
        (Target::Qualitative(_), Actual::Measured(reached)) => (reached.unit == "%").then(|| reached.clone()),
        (Target::Qualitative(wanted), Actual::Described(words)) => {
            let full = (words == wanted).then_some(Decimal::ONE_HUNDRED);
            let value = share(words).or(full)?;
            Some(Measure::new(value, "%"))
        }
    }
}

/// The share that words end with: 基本达成（95%）, 完成95%. 提升10% states none.
pub fn share(words: &str) -> Option<Decimal> {
    let words = words.trim_end().trim_end_matches(['）', ')']);
    let before = words.strip_suffix(['%', '％'])?;
    let number = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let announced = ["（", "(", "完成", "达成", "比例", "为", "："].iter().any(|word| number.ends_with(word));
    if announced { before.part(number.len()..).parse().ok() } else { None }
}

/// The money of a form may not be counted, which is said of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoSum;

/// Amounts of money by the form among the forms and the row in its 资金情况.
pub type FormAmounts = Vec<((usize, usize), Sourced<Money>)>;

/// The money of a source that the forms report, with every form's cell; `None` where none does. There is no sum where
/// the money of a form may not be counted.
pub fn money(
    forms: &[UnitForm],
    source: &Term,
    column: impl Fn(&FormMoney) -> Option<&Sourced<Money>>,
) -> Option<Result<(Money, FormAmounts), NoSum>> {
    let is_refused = |form: &UnitForm| form.standing > Standing::Counted && form.line(Some(source)).is_some();
    let cells: FormAmounts = forms
        .iter()
        .enumerate()
        .filter_map(|(number, form)| {
            let row = form.money.iter().position(|line| line.source.as_ref() == Some(source))?;
            Some(((number, row), column(&form.money[row])?.clone()))
        })
        .collect();
    let sum = || match forms.iter().any(is_refused) {
        true => Err(NoSum),
        false => Ok((cells.iter().map(|(_, amount)| amount.value).sum(), cells.clone())),
    };
    (!cells.is_empty()).then(sum)
}

/// 3＋4＋5, at most so many.
pub fn addends(aggregate: &Aggregate) -> String {
    const SHOWN: usize = 12;
    let shown: Vec<String> = aggregate.parts.iter().take(SHOWN).map(|part| plain(part.value.value)).collect();
    let rest = if aggregate.parts.len() > SHOWN { "……" } else { "" };
    format!("{}份{}：{}{rest}", aggregate.parts.len(), aggregate.method.name(), shown.join("、"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::measure::Comparator;
    use crate::model::unit_form::FormIndicator;

    fn place() -> Place {
        Place::file("1.xlsx")
    }

    fn form(actual: Actual, money: i64) -> UnitForm {
        let amount = |n: i64| Some(Sourced::new(Money(n.into()), place()));
        UnitForm {
            names: vec!["项目".into()],
            project: None,
            unit: None,
            direction: None,
            own: "中央财政资金".into(),
            money: vec![FormMoney { source: None, cells: [place(), place()], budget: amount(money), executed: None }],
            indicators: vec![FormIndicator {
                name: Sourced::new("甲".into(), place()),
                target: None,
                actual: Some(Sourced::new(actual, place())),
                explanation: None,
            }],
            unfilled: Vec::new(),
            management: Vec::new(),
            standing: Standing::Counted,
            place: place(),
        }
    }

    fn measured(value: &str, unit: &str) -> Actual {
        Actual::Measured(Measure::new(value.parse().unwrap(), unit))
    }

    fn target(value: i64, unit: &str) -> Target {
        let measure = Measure::new(value.into(), unit);
        Target::Quantitative { comparator: Comparator::AtLeast, measure }
    }

    #[track_caller]
    fn case(target: &Target, forms: &[UnitForm], shown: &str) {
        let is_share = matches!(target, Target::Qualitative(_));
        let is_rate = matches!(target, Target::Quantitative { measure, .. } if measure.unit == "%");
        by(if is_share || is_rate { Method::WeightedMean } else { Method::Sum }, target, forms, shown);
    }

    #[track_caller]
    fn by(method: Method, target: &Target, forms: &[UnitForm], shown: &str) {
        assert_eq!(aggregate("甲", target, method, forms).unwrap().value.to_string(), shown);
    }

    #[test]
    fn what_is_no_amount_is_put_together_in_its_own_way() {
        let days = [form(measured("30", "天"), 10), form(measured("24", "天"), 20), form(measured("21", "天"), 0)];
        let goal = target(30, "天");
        for (method, shown) in [
            (Method::WeightedMean, "26天"),
            (Method::Mean, "25天"),
            (Method::Largest, "30天"),
            (Method::Smallest, "21天"),
            (Method::Sum, "75天"),
        ] {
            by(method, &goal, &days, shown);
        }
        assert_eq!(aggregate("甲", &goal, Method::ByRegion, &days), Err(NoAggregate::ByRegion));
    }

    #[test]
    fn absolute_values_add_and_rates_weigh_by_money() {
        case(&target(1, "项"), &[form(measured("3", "项"), 10), form(measured("4", "项"), 0)], "7项");
        case(&target(1, "万元"), &[form(measured("5000", "元"), 1), form(measured("1", "万元"), 1)], "1.5万元");
        case(&target(1, "万人"), &[form(measured("49140", "人"), 1), form(measured("1", "万人"), 1)], "5.914万人");
        // (90×10 + 60×20) ÷ 30
        case(&target(90, "%"), &[form(measured("90", "%"), 10), form(measured("60", "%"), 20)], "70%");
        case(&target(90, "%"), &[form(measured("100", "%"), 2), form(measured("50", "%"), 1)], "83.33%");
    }

    #[test]
    fn levels_weigh_by_their_share() {
        let words = |text: &str| Actual::Described(text.to_string());
        let goal = Target::Qualitative("稳步提升".into());
        case(&goal, &[form(words("稳步提升"), 1), form(words("基本达成（80%）"), 1)], "90%");
        case(&goal, &[form(measured("70", "%"), 3), form(measured("90", "%"), 1)], "75%");
        let wordy = aggregate("甲", &goal, Method::WeightedMean, &[form(words("有所提升"), 1)]);
        assert!(matches!(wordy, Err(NoAggregate::Unfit(places)) if places.len() == 1));
        assert_eq!(share("基本完成95%").map(plain).as_deref(), Some("95"));
        assert_eq!(share("提升10%"), None, "no share of the target");
    }

    #[test]
    fn what_cannot_be_added_is_said() {
        let goal = target(1, "项");
        assert_eq!(aggregate("甲", &goal, Method::Sum, &[]), Err(NoAggregate::Unreported(Vec::new())));
        let others = [form(measured("3", "个"), 1)];
        assert!(matches!(aggregate("甲", &goal, Method::Sum, &others), Err(NoAggregate::Unfit(_))));
        let rates = [form(measured("90", "%"), 0)];
        let mean = aggregate("甲", &target(90, "%"), Method::WeightedMean, &rates);
        assert!(matches!(mean, Err(NoAggregate::Weightless(_))));
    }

    #[test]
    fn forms_that_may_not_be_counted_make_no_sum() {
        let with = |standing: Standing| {
            let forms = [form(measured("3", "项"), 10), form(measured("4", "项"), 10)];
            forms.map(|form| UnitForm { standing, ..form })
        };
        let goal = target(1, "项");
        let made =
            |standing, method| aggregate("甲", &goal, method, &with(standing)).map(|made| made.value.to_string());
        assert_eq!(made(Standing::Counted, Method::Sum), Ok("7项".into()));
        assert_eq!(made(Standing::OtherMoney, Method::Sum), Ok("7项".into()));
        assert_eq!(made(Standing::OtherMoney, Method::WeightedMean), Err(NoAggregate::Refused));
        assert_eq!(made(Standing::Refused, Method::Sum), Err(NoAggregate::Refused));
    }
}
