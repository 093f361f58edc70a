//! One run at a time in a folder.

use std::fs::{File, OpenOptions, TryLockError, remove_file};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use same_file::Handle;

/// A year is written in well under a second: whoever waits longer is told.
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(10);
const NAME: &str = ".ziping.lock";

/// Held until it goes; the system lets it go when the process ends, however that comes about.
pub(super) struct Lock {
    path: PathBuf,
    /// None where the file system cannot lock: then there is no telling.
    file: Option<File>,
}

impl Lock {
    /// None: somebody else holds it and does not let go.
    pub(super) fn take(folder: &Path) -> io::Result<Option<Lock>> {
        Lock::take_within(folder, PATIENCE)
    }

    fn take_within(folder: &Path, patience: Duration) -> io::Result<Option<Lock>> {
        let path = folder.join(NAME);
        let begun = Instant::now();
        loop {
            let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path)?;
            match file.try_lock() {
                Ok(()) if is_at(&file, &path) => return Ok(Some(Lock { path, file: Some(file) })),
                // Its last holder has removed it: the next one goes by another file of this name.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) if begun.elapsed() >= patience => return Ok(None),
                Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
                Err(TryLockError::Error(_)) => return Ok(Some(Lock { path, file: None })),
            }
        }
    }

    pub(super) fn is_held(&self) -> bool {
        self.file.is_some()
    }
}

fn is_at(file: &File, path: &Path) -> bool {
    let same = || Ok::<bool, io::Error>(Handle::from_file(file.try_clone()?)? == Handle::from_path(path)?);
    same().unwrap_or(false)
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While it is still held, so that nobody has it who could lose it.
        let _ = remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_and_nothing_left() {
        let folder = tempfile::tempdir().unwrap();
        let take = || Lock::take_within(folder.path(), Duration::ZERO).unwrap();
        let first = take();
        assert!(first.is_some() && take().is_none());
        drop(first);
        assert!(take().is_some());
        assert!(!folder.path().join(NAME).exists());
    }

    #[test]
    fn whoever_waits_comes_next() {
        let folder = tempfile::tempdir().unwrap();
        let at_once = std::sync::atomic::AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let lock = Lock::take(folder.path()).unwrap().unwrap();
                    assert_eq!(at_once.fetch_add(1, std::sync::atomic::Ordering::SeqCst), 0);
                    std::thread::sleep(Duration::from_millis(2));
                    at_once.fetch_sub(1, std::sync::atomic::Ordering::SeqCst);
                    drop(lock);
                });
            }
        });
    }
}
