//! A word of a column that is none of the fund's list: told with the one that it may mean, and the line to add.

use crate::model::term::{Term, listed};
use crate::sheets::fault::Fault;

pub(super) fn unknown(what: &str, word: &str, known: &[Term]) -> Fault {
    let alike = |term: &&Term| word.starts_with(term.name()) || term.starts_with(word);
    let begins = |term: &&Term| word.chars().next() == term.chars().next();
    // 88.5分，良好
    let holds = |term: &&Term| term.chars().count() > 1 && word.contains(term.name());
    let meant = known.iter().find(alike).or_else(|| known.iter().find(holds)).or_else(|| known.iter().find(begins));
    let meant = meant.map(Term::to_string);
    let list = if what == "状态" { "分组" } else { what };
    let line = match &meant {
        Some(reading) if what == "状态" => format!("加一行“{word}: {reading}”"),
        Some(reading) => format!("加一行“{reading}: [{word}]”（已有“{reading}”一行的，加在那一行里）"),
        None => format!("写明“{word}”是{}里的哪一个", listed(known)),
    };
    let remedy = format!(
        "写错了的，在表格里改正；是另一种叫法的，在 layouts/识别.yaml 的“{list}”里{line}；这种资金就用这个词的，写进资金.yaml。"
    );
    Fault::UnknownWord { what: what.into(), word: word.into(), known: listed(known), meant, remedy }
}

/// A level that is known, and none of those through which the fund's money comes.
pub(super) fn of_no_level(level: &str, known: &[Term]) -> Fault {
    let all = known.iter().map(Term::name).chain([level]).collect::<Vec<_>>().join(", ");
    Fault::UnknownWord {
        what: "下达层级".into(),
        word: level.into(),
        known: listed(known),
        meant: None,
        remedy: format!(
            "这是{level}的文件，这种资金的下达层级里没有{level}：在 layouts 里这种资金的资金.yaml 写明各级，如“下达层级: [{all}]”；不该列在这里的，删去这一行。"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::place::Place;

    #[test]
    fn the_reading_and_the_line_to_add_are_offered() {
        let grades: Vec<Term> = ["优", "良", "中", "差"].map(Term::from).to_vec();
        let finding = unknown("自评等级", "优秀", &grades).finding(&Place::file("2025/项目表.xlsx"));
        assert_eq!(finding.message, "自评等级里的“优秀”认不得，可能是“优”");
        assert!(finding.hint.contains("“自评等级”里加一行“优: [优秀]”"), "{}", finding.hint);
        let statuses: Vec<Term> = ["新上", "结转"].map(Term::from).to_vec();
        let finding = unknown("状态", "另行安排", &statuses).finding(&Place::file("2025/项目表.xlsx"));
        assert_eq!(finding.message, "状态里的“另行安排”认不得");
        assert!(finding.hint.contains("“分组”里写明“另行安排”是新上、结转里的哪一个"), "{}", finding.hint);
    }
}
