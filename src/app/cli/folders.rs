//! The folders that a command works with, and what is read from them before any year.

use std::path::PathBuf;

use clap::Args;

use crate::app::resources::{Resources, shipped_folder};
use crate::base::finding::Finding;
use crate::base::place::Place;
use crate::render::fonts::FontSet;

#[derive(Args, Clone)]
pub struct Folders {
    #[arg(
        long,
        value_name = "文件夹",
        default_value = "input",
        hide_default_value = true,
        help = "输入文件夹（input）",
        help_heading = "选项"
    )]
    pub input: PathBuf,
    #[arg(
        long,
        value_name = "文件夹",
        default_value = "output",
        hide_default_value = true,
        help = "输出文件夹（output）",
        help_heading = "选项"
    )]
    pub output: PathBuf,
    #[arg(long, value_name = "文件夹", help = "版式文件夹（layouts）", help_heading = "选项")]
    pub layouts: Option<PathBuf>,
    #[arg(long, value_name = "文件夹", help = "字体文件夹（fonts）；写明后不再找本机字体", help_heading = "选项")]
    pub fonts: Option<PathBuf>,
}

impl Folders {
    pub fn resources(&self) -> Result<Resources, Vec<Finding>> {
        if let Some(folder) = self.layouts.as_ref().filter(|folder| !folder.is_dir()) {
            let place = Place::file(&folder.display().to_string());
            let message = format!("没有版式文件夹“{}”", folder.display());
            return Err(vec![Finding::error("Z023", message).at(&place).hint("核对 --layouts 后面的路径。")]);
        }
        let folder = self.layouts.clone().unwrap_or_else(|| shipped_folder("layouts"));
        Resources::load(&folder)
    }

    pub fn fonts(&self, resources: &Resources) -> Result<FontSet, Vec<Finding>> {
        let folder = self.fonts.clone().unwrap_or_else(|| shipped_folder("fonts"));
        FontSet::find(&resources.layout, &folder, self.fonts.is_none()).map_err(|message| {
            vec![
                Finding::error("Z031", message)
                    .at(&Place::file(&folder.display().to_string()))
                    .hint("把程序自带的 fonts 文件夹放回程序旁边，或用 --fonts 指明位置。"),
            ]
        })
    }

    /// Layouts and fonts, without which nothing can be done.
    pub fn tools(&self) -> Result<(Resources, FontSet), Vec<Finding>> {
        let resources = self.resources()?;
        let fonts = self.fonts(&resources)?;
        Ok((resources, fonts))
    }
}
