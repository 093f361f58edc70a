//! `ziping check`: findings as text or by the JSON contract.

use crate::audit::report_text::{render_json, render_text};
use crate::pipeline::{examine, year_folders};

use super::{YearArguments, print, unusable};

pub fn run(arguments: &YearArguments, json: bool, verbose: bool) -> u8 {
    let tools = arguments.folders.tools();
    let years = tools.and_then(|tools| Ok((year_folders(&arguments.folders.input, &arguments.years)?, tools)));
    let (years, (resources, fonts)) = match years {
        Ok(found) => found,
        Err(findings) => {
            if json {
                print(&render_json(&findings));
            }
            return unusable(&findings);
        }
    };
    let mut all = Vec::new();
    let mut exit_code = 0;
    for year in &years {
        let examined = examine(year, &resources, &fonts);
        exit_code = exit_code.max(examined.exit_code());
        if json {
            all.extend(examined.findings);
        } else {
            let outcomes = examined.content.as_ref().map_or(&[][..], |content| &content.audit.outcomes);
            print(&format!("{}年度\n{}", year.name, render_text(&examined.findings, outcomes, verbose)));
        }
    }
    if json {
        print(&render_json(&all));
    }
    exit_code
}
