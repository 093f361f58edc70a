//! The clerk's browser, and the programs that files belong to: the system knows both.

use std::process::{Command, Stdio};

/// Opens an address of ours, or a file; `false` where nothing can.
pub fn open(address: &str) -> bool {
    ways().iter().any(|(program, arguments)| {
        let mut command = Command::new(program);
        command.args(*arguments).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().is_ok_and(|mut browser| {
            // It is waited for, so that it leaves nothing behind when it ends.
            std::thread::spawn(move || drop(browser.wait()));
            true
        })
    })
}

fn ways() -> &'static [(&'static str, &'static [&'static str])] {
    if cfg!(target_os = "windows") {
        &[("rundll32", &["url.dll,FileProtocolHandler"])]
    } else if cfg!(target_os = "macos") {
        &[("open", &[])]
    } else {
        &[("xdg-open", &[]), ("gio", &["open"]), ("x-www-browser", &[])]
    }
}
