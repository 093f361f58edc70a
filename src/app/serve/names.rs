//! Names that come from outside: a file's name is never a path.

use crate::app::output::file_name;

/// Longer names do not fit on every file system.
const LONGEST: usize = 180;
/// Devices of Windows, whatever they end in.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
const NUMBERED: [&str; 2] = ["com", "lpt"];

/// The last part of what was given as a name, where it can be a file's name.
pub fn clean(given: &str) -> Option<String> {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default().trim().trim_end_matches('.');
    let name = file_name(last);
    let stem = name.split('.').next().unwrap_or_default().trim().to_lowercase();
    let numbered = NUMBERED.iter().any(|device| {
        stem.strip_prefix(device)
            .is_some_and(|rest| rest.chars().count() == 1 && !rest.starts_with(char::is_alphabetic))
    });
    let is_bad = name.is_empty()
        || name.len() > LONGEST
        || name.starts_with(['.', '~'])
        || DEVICES.contains(&stem.as_str())
        || numbered;
    (!is_bad).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_a_path() {
        let clean = |given: &str| clean(given).unwrap_or_default();
        for (given, name) in [
            ("表.xlsx", "表.xlsx"),
            ("某厅/2025/表.xlsx", "表.xlsx"),
            ("..\\..\\windows\\表.xlsx", "表.xlsx"),
            ("../../etc/passwd", "passwd"),
            ("表<script>.xlsx", "表_script_.xlsx"),
            ("a\u{0}b.csv", "a_b.csv"),
            ("..", ""),
            ("../", ""),
            (".ssh", ""),
            ("~$表.xlsx", ""),
            ("CON.xlsx", ""),
            ("com1.csv", ""),
            ("company.csv", "company.csv"),
            ("", ""),
        ] {
            assert_eq!(clean(given), name, "{given}");
        }
        assert_eq!(clean(&"长".repeat(100)), "");
    }
}
