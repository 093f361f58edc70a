#![doc = include_str!("../../../docs/rules/Z712.md")]

use crate::base::finding::Finding;
use crate::base::nearest::nearest;
use crate::base::number::plain;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::standards::Standards;
use crate::reading::finished::bare::bare;
use crate::reading::finished::facts::Facts;
use crate::reading::finished::tables::ProjectRow;

pub const RULE: Rule = Rule {
    code: "Z712",
    title: "案例与项目表一致",
    doc: include_str!("../../../docs/rules/Z712.md"),
    needs: &[Need::NoFolder, Need::WholeDocument],
    check: Check::Document(check),
};

fn check(facts: &Facts, _: &Standards) -> Outcome {
    let Some(table) = &facts.projects else {
        return Outcome::NotApplicable("文件里没有认出资金安排情况表".into());
    };
    let mut findings = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    let cases = facts.sentences.iter().filter(|sentence| sentence.is_of_a_case());
    for sentence in cases {
        let Some(heading) =
            sentence.headings.last().filter(|heading| heading.starts_with(|c: char| c.is_ascii_digit()))
        else {
            continue;
        };
        // A heading may end with a full stop, a name does not.
        let name = heading.trim_start_matches(|c: char| c.is_ascii_digit() || ".．、".contains(c));
        let name = bare(name.trim_end_matches(['。', '.']));
        let row = table.projects().find(|row| row.name == name);
        if !seen.contains(&heading.as_str()) {
            seen.push(heading);
            if row.is_none() {
                findings.push(unknown(&name, sentence, table.projects()));
            }
        }
        let paid =
            sentence.mention_after(&["年下达", "本年拨付", "本年下达"], |mention| mention.unit == "万元");
        if let (Some(paid), Some(ProjectRow { amount: Some(amount), place, .. })) = (paid, row)
            && !paid.agrees(*amount)
        {
            findings.push(
                Finding::warning(RULE.code, format!("案例“{name}”的资金与项目表不一致"))
                    .expected(format!("{}万元（项目表）", plain(*amount)))
                    .actual(format!("{}（{}）", sentence.text.part(paid.range.clone()), sentence.text))
                    .at(&sentence.place)
                    .at(place)
                    .hint("照项目表改案例；后补助项目在兑付前表里是0，案例里要说明。"),
            );
        }
    }
    if seen.is_empty() {
        return Outcome::NotApplicable("文件里没有典型案例".into());
    }
    Outcome::of(findings)
}

fn unknown<'a>(
    name: &str,
    sentence: &crate::reading::finished::facts::Sentence,
    projects: impl Iterator<Item = &'a ProjectRow>,
) -> Finding {
    let near = nearest(name, projects.map(|row| row.name.as_str()));
    Finding::warning(RULE.code, format!("案例“{name}”不在项目表里"))
        .expected("与项目表完全相同的项目名称")
        .actual(near.map_or("没有相近的".to_string(), |near| format!("最接近的是“{near}”")))
        .at(&sentence.place)
        .hint("核对项目名称。")
}
