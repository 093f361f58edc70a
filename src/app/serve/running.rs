//! One server for an output folder: a second start finds the first by a file that only this user can read.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::app::cli::folders::Folders;
use crate::app::resources::shipped_folder;

use super::gate::{KEY_HEADER, TICKET_PATH};

const LOCK: &str = ".ziping-serve.lock";
const FOUND_BY: &str = ".ziping-serve";
/// A server on this computer answers sooner.
const PATIENCE: Duration = Duration::from_secs(5);

/// Held as long as the server runs.
pub struct Running {
    found_by: PathBuf,
    _lock: File,
}

/// What a start finds.
pub enum Found {
    Nobody(Running),
    /// The address at which the running one lets us in.
    Somebody(String),
    /// It works with other folders, which are these.
    Other(String),
    /// It runs but does not answer.
    Silent,
}

/// # Errors
/// The folder cannot be written to.
pub fn find(folders: &Folders) -> io::Result<Found> {
    let output = &folders.output;
    std::fs::create_dir_all(output)?;
    let lock = private().truncate(false).open(output.join(LOCK))?;
    let found_by = output.join(FOUND_BY);
    match lock.try_lock() {
        Err(TryLockError::WouldBlock) => Ok(ask(&found_by, &shown(folders)).unwrap_or(Found::Silent)),
        // Where the file system knows no locks, each start is the first.
        _ => Ok(Found::Nobody(Running { found_by, _lock: lock })),
    }
}

impl Running {
    /// From now on others find us.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn tell(&self, port: u16, key: &str, folders: &Folders) -> io::Result<()> {
        let _ = std::fs::remove_file(&self.found_by);
        let words = format!("{port} {key} {}", shown(folders));
        private().truncate(true).open(&self.found_by)?.write_all(words.as_bytes())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.found_by);
    }
}

/// Files that nobody else may read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.create(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// What the pages are made of, for whoever would make others.
fn shown(folders: &Folders) -> String {
    let full = |path: &Path| {
        let absolute = || std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        path.canonicalize().unwrap_or_else(|_| absolute()).display().to_string()
    };
    let layouts = folders.layouts.clone().unwrap_or_else(|| shipped_folder("layouts"));
    let fonts = folders.fonts.as_ref().map_or_else(String::new, |fonts| format!("，字体“{}”", full(fonts)));
    format!("输入“{}”，版式“{}”{fonts}", full(&folders.input), full(&layouts))
}

fn ask(found_by: &Path, own: &str) -> Option<Found> {
    let text = std::fs::read_to_string(found_by).ok()?;
    let mut parts = text.splitn(3, ' ');
    let (port, key, others) = (parts.next()?, parts.next()?, parts.next()?);
    if others != own {
        return Some(Found::Other(others.to_string()));
    }
    let port: u16 = port.parse().ok()?;
    let mut stream = TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)), PATIENCE).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let head = format!(
        "POST {TICKET_PATH} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n{KEY_HEADER}: {key}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    head.starts_with("HTTP/1.1 200").then(|| Found::Somebody(body.to_string()))
}
