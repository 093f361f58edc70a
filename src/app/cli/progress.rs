//! How far a build is: bars on a terminal, otherwise a line for each year that is begun.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::app::batch::Stage;

/// Stages of a year.
const STAGES: u64 = 3;

pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub fn new(years: usize) -> Progress {
        let bar = ProgressBar::with_draw_target(Some(years as u64 * STAGES), ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template("{spinner} {bar:30} {percent:>3}%  {elapsed}  {msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("━━─"));
        if !bar.is_hidden() {
            bar.enable_steady_tick(Duration::from_millis(100));
        }
        Progress { bar }
    }

    pub fn at(&self, year: &str, stage: Stage) {
        let words = match stage {
            Stage::Reading => "读取表格和 YAML，核对，成文",
            Stage::Rendering => "排版",
            Stage::Writing => "写文件",
        };
        if !self.bar.is_hidden() {
            self.bar.set_message(format!("{year}：{words}"));
            self.bar.inc(1);
        } else if stage == Stage::Reading {
            eprintln!("{year}：{words}，排版……");
        }
    }

    /// A year is done, with however many stages it had; `years` are done in all.
    pub fn done(&self, years: usize) {
        self.bar.set_position(self.bar.position().max(years as u64 * STAGES));
    }

    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}
