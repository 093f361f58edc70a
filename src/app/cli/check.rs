//! `ziping check`: findings as text or by the JSON contract, or as SARIF.

use crate::app::batch::verify;
use crate::app::pipeline::examine;
use crate::app::year_folder::year_folders;
use crate::judge::report_text::render_text;

use super::arguments::{FormatArguments, YearArguments};
use super::print::{print, unusable};

pub fn run(arguments: &YearArguments, format: FormatArguments, verbose: bool) -> u8 {
    let tools = arguments.folders.tools();
    let years = tools.and_then(|tools| Ok((year_folders(&arguments.folders.input, &arguments.years)?, tools)));
    let (years, (resources, fonts)) = match years {
        Ok(found) => found,
        Err(findings) => {
            format.render(&findings).iter().for_each(|text| print(text));
            return unusable(&findings);
        }
    };
    let mut all = Vec::new();
    let mut exit_code = 0;
    for year in &years {
        let mut examined = examine(year, &resources, &fonts);
        examined.findings.extend(verify(year, &arguments.folders.output));
        exit_code = exit_code.max(examined.exit_code());
        if format.json || format.sarif {
            all.extend(examined.findings);
        } else {
            let outcomes = examined.content.as_ref().map_or(&[][..], |content| &content.audit.outcomes);
            let typed = examined
                .content
                .as_ref()
                .map(|content| content.typed.render("文字里手写的数字和没有见过的名称", verbose));
            let findings = render_text(&examined.findings, outcomes, verbose);
            print(&format!("{}年度\n{findings}{}", year.name, typed.unwrap_or_default()));
            if verbose && !examined.normalisations.is_empty() {
                let lines: String = examined.normalisations.iter().map(|one| format!("    {one}\n")).collect();
                print(&format!("读的时候改了写法的（{}处）：\n{lines}", examined.normalisations.len()));
            }
        }
    }
    format.render(&all).iter().for_each(|text| print(text));
    exit_code
}
