//! Was the program opened by a double click, with nobody at a terminal? Then it opens the page; in a terminal, or for a
//! program that reads what it says, no arguments mean all years.

use std::io::Write;

use super::folders::Folders;
use super::print::print;
use super::serve;

/// Without arguments and terminal.
pub fn is_one(arguments: usize) -> bool {
    arguments <= 1 && opened_alone()
}

/// The page of the program's own folder: where a file manager starts programs says nothing.
pub fn run() -> u8 {
    let own = std::env::current_exe().ok().and_then(|path| Some(path.parent()?.to_path_buf()));
    if let Some(folder) = own {
        let _ = std::env::set_current_dir(folder);
    }
    let code = serve::run(Folders { input: "input".into(), output: "output".into(), layouts: None, fonts: None }, true);
    if code != 0 && cfg!(windows) {
        // The window closes with the program, and what it says with it.
        print("\n按回车键关闭。");
        let _ = std::io::stdout().flush();
        let _ = std::io::stdin().read_line(&mut String::new());
    }
    code
}

/// A window of its own that no other program uses was made for us.
#[cfg(windows)]
#[allow(unsafe_code)]
fn opened_alone() -> bool {
    #[link(name = "kernel32")]
    unsafe extern "system" {
        fn GetConsoleProcessList(processes: *mut u32, count: u32) -> u32;
    }
    let mut processes = [0; 2];
    // SAFETY: writes at most the two numbers that there is room for.
    unsafe { GetConsoleProcessList(processes.as_mut_ptr(), 2) == 1 }
}

/// On a desktop, and what we say is read by nobody: no terminal, pipe or file.
#[cfg(target_os = "linux")]
fn opened_alone() -> bool {
    use std::io::IsTerminal;
    use std::os::unix::fs::FileTypeExt;
    let on_desktop =
        ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|it| !it.is_empty()));
    let unread = |stream: u8| {
        let known = std::fs::metadata(format!("/proc/self/fd/{stream}"));
        // The desktop's journal is a socket.
        known.is_ok_and(|data| data.file_type().is_char_device() || data.file_type().is_socket())
    };
    let terminal = std::io::stdin().is_terminal() || std::io::stdout().is_terminal() || std::io::stderr().is_terminal();
    on_desktop && !terminal && unread(1) && unread(2)
}

#[cfg(not(any(windows, target_os = "linux")))]
fn opened_alone() -> bool {
    false
}
