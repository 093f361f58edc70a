//! Codes that rules had before, and where what they said is said now: 接受 under them still holds.

/// The code of before, and those that took its place.
const RENAMED: [(&str, &[&str]); 7] = [
    ("Z701", &["Z101", "Z105"]),
    ("Z708", &["Z202", "Z203", "Z211"]),
    ("Z709", &["Z301", "Z302"]),
    ("Z712", &["Z601"]),
    ("Z714", &["Z603"]),
    ("Z725", &["Z109"]),
    ("Z726", &["Z501"]),
];

/// Every code of before.
pub fn renamed() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    RENAMED.into_iter()
}

/// Does a code that somebody wrote mean this rule?
pub fn means(written: &str, code: &str) -> bool {
    written == code || renamed().any(|(old, new)| old == written && new.contains(&code))
}
