//! One server for an output folder: a second start finds the first by a file that only this user can read.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

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
    /// It runs but does not answer.
    Silent,
}

/// # Errors
/// The folder cannot be written to.
pub fn find(output: &Path) -> io::Result<Found> {
    std::fs::create_dir_all(output)?;
    let lock = private().truncate(false).open(output.join(LOCK))?;
    let found_by = output.join(FOUND_BY);
    match lock.try_lock() {
        Err(TryLockError::WouldBlock) => Ok(ask(&found_by).map_or(Found::Silent, Found::Somebody)),
        // Where the file system knows no locks, each start is the first.
        _ => Ok(Found::Nobody(Running { found_by, _lock: lock })),
    }
}

impl Running {
    /// From now on others find us.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn tell(&self, port: u16, key: &str) -> io::Result<()> {
        let _ = std::fs::remove_file(&self.found_by);
        private().truncate(true).open(&self.found_by)?.write_all(format!("{port} {key}").as_bytes())
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

fn ask(found_by: &Path) -> Option<String> {
    let text = std::fs::read_to_string(found_by).ok()?;
    let (port, key) = text.split_once(' ')?;
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
    head.starts_with("HTTP/1.1 200").then(|| body.to_string())
}
