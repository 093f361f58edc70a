//! `ziping fonts`: which font serves each role of the PDF, what it lacks, and what its licence allows.

use crate::document::layout::{LATIN, Layout};
use crate::render::fonts::{Chosen, FALLBACK, FontSet, Refused, Source};

use super::columns::columns;
use super::folders::Folders;
use super::print::{print, unusable};

pub fn run(folders: &Folders) -> u8 {
    match folders.tools() {
        Ok((resources, fonts)) => {
            print(&report(&fonts, &resources.layout));
            0
        }
        Err(findings) => unusable(&findings),
    }
}

/// Candidates passed over, one line each; the build's summary ends with the same lines.
pub(super) fn refused_lines(refused: &[Refused]) -> String {
    let line = |font: &Refused| {
        format!(
            "“{}”没有用“{}”（{}）：字体文件写明“{}”，不能放进 PDF；已改用下一个候选字体。\n",
            font.role,
            font.family,
            font.file_name,
            font.embedding.words()
        )
    };
    refused.iter().map(line).collect()
}

fn report(fonts: &FontSet, layout: &Layout) -> String {
    let files = [["角色", "字体", "文件", "出处", "代替"].map(str::to_string)];
    let files = files.into_iter().chain(fonts.chosen().iter().map(|font| {
        let word = layout.fonts.get(&font.role).map_or("", |role| role.word.as_str());
        [
            font.role.clone(),
            font.family.clone(),
            font.file_name.clone(),
            match font.source {
                Source::Folder => "字体文件夹".to_string(),
                Source::Machine => "本机".to_string(),
            },
            if font.substitute { word.to_string() } else { "-".to_string() },
        ]
    }));
    let rights = [["角色", "缺：ASCII", "标点", "一级", "二级", "三级", "嵌入", "许可"].map(str::to_string)];
    let rights = rights.into_iter().chain(fonts.chosen().iter().map(rights_of));
    let mut text = format!("{}\n{}", columns(files), columns(rights));
    text += "\n缺：这个字体自己没有的字数。标点是 GB 2312 第一区94个；一级、二级、三级是通用规范汉字表的3500、3000、1605字。\n";
    text += &match fonts.missing_standard_characters().as_slice() {
        [] => format!("由“{FALLBACK}”补上以后，通用规范汉字表8105字全有。\n"),
        missing => {
            let few: String = missing.iter().take(20).collect();
            format!("由“{FALLBACK}”补上以后，通用规范汉字表还缺{}字：{few}……\n", missing.len())
        }
    };
    text + &refused_lines(fonts.refused())
}

fn rights_of(font: &Chosen) -> [String; 8] {
    let missing = font.missing();
    // The Latin font is never asked for Chinese.
    let chinese = |count: usize| if font.role == LATIN { "-".to_string() } else { count.to_string() };
    let [first, second, third] = missing.levels.map(chinese);
    [
        font.role.clone(),
        missing.ascii.to_string(),
        chinese(missing.signs),
        first,
        second,
        third,
        font.embedding().words().to_string(),
        font.licence().unwrap_or_else(|| "字体里没有写".to_string()),
    ]
}
