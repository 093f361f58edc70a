//! The marks of a heading against those of what stands under it: （一）产出指标（50分）, 1.数量指标（20分）….

use rust_decimal::Decimal;

use crate::base::finding::Finding;
use crate::base::number::plain;
use crate::base::text_part::TextPart;
use crate::prose::{full_width_marks, mentions};
use crate::reading::finished::headings::heading_level;
use crate::reading::finished::read_document::ReadDocument;

pub(super) fn heading_marks(facts: &ReadDocument, code: &'static str) -> Vec<Finding> {
    let lines: Vec<(Option<u8>, Option<Decimal>)> = facts.paragraphs.iter().map(|unit| head(&unit.shown)).collect();
    let wrong = lines.iter().enumerate().filter_map(|(at, (level, mark))| {
        let (level, mark) = (*level)?.lt(&4).then_some(((*level)?, (*mark)?))?;
        let below = lines.get(at + 1..)?.iter().take_while(|(other, _)| other.is_none_or(|other| other > level));
        let below: Vec<_> = below.filter_map(|(level, mark)| Some(((*level)?, *mark))).collect();
        let next = below.iter().map(|(level, _)| *level).min()?;
        let parts: Vec<Decimal> =
            below.iter().filter(|(level, _)| *level == next).map(|(_, mark)| *mark).collect::<Option<_>>()?;
        let sum: Decimal = parts.iter().sum();
        let unit = facts.paragraphs.get(at)?;
        (parts.len() > 1 && sum != mark).then(|| {
            let shown = parts.iter().map(|part| plain(*part)).collect::<Vec<_>>().join("＋");
            Finding::error(code, "标题里的分值不等于下面各项的分值之和")
                .expected(format!("{}分（{shown}）", plain(sum)))
                .actual(format!("{}分（{}）", plain(mark), unit.text))
                .at(&unit.place)
                .hint("改正标题或者各项的分值。")
        })
    });
    wrong.collect()
}

/// The level of a line, and the marks in brackets at its head.
fn head(line: &str) -> (Option<u8>, Option<Decimal>) {
    let line = full_width_marks(line.trim());
    let name = line.split(['。', '：', '，', '；']).next().unwrap_or_default();
    let mark = name.find('（').into_iter().chain(name.rfind('（')).last().and_then(|open| {
        let inside = name.part(open + '（'.len_utf8()..).strip_suffix('）')?;
        let inside = ["分值", "满分", "权重"].iter().find_map(|word| inside.strip_prefix(word)).unwrap_or(inside);
        let number = inside.strip_suffix('分')?.trim_start_matches('为');
        mentions(&format!("{number}分")).first().map(|mention| mention.amount)
    });
    (heading_level(name), mark)
}
