//! Files that are whole or not there: a temporary file, flushed to disk, under its name at the end.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Error;

/// Creates `path` below `dir`, with its folders. `vacant` is asked while no other process can create one.
/// An existing file is never replaced, not even one that an editor saves at this very moment.
pub(super) fn create(
    dir: &Path,
    path: &Path,
    text: &str,
    vacant: impl FnOnce() -> Result<(), Error>,
) -> Result<(), Error> {
    let failed = |source| failure(path, source);
    fs::create_dir_all(dir).map_err(failed)?;
    let _lock = lock(dir).map_err(failed)?;
    vacant()?;
    let parent = path.parent().unwrap_or(dir);
    let new_parent = !parent.exists();
    fs::create_dir_all(parent).map_err(failed)?;
    let written = Temporary::write(path, text).and_then(|temporary| temporary.publish(path));
    if written.is_err() && new_parent {
        // Only if it is empty.
        let _ = fs::remove_dir(parent);
    }
    written.map_err(failed)?;
    flush(parent).and_then(|()| flush(dir)).map_err(failed)
}

/// Replaces the file at `path`, which must be there.
pub(super) fn replace(dir: &Path, path: &Path, text: &str) -> Result<(), Error> {
    let failed = |source| failure(path, source);
    fs::metadata(path).map_err(failed)?;
    put(dir, path, text)
}

/// Writes a file that may be there: the new text, whole, or what was there before.
pub(super) fn put(dir: &Path, path: &Path, text: &str) -> Result<(), Error> {
    let failed = |source| failure(path, source);
    fs::create_dir_all(dir).map_err(failed)?;
    let _lock = lock(dir).map_err(failed)?;
    Temporary::write(path, text)
        .and_then(|temporary| temporary.rename(path))
        .map_err(failed)?;
    flush(path.parent().unwrap_or(dir)).map_err(failed)
}

fn failure(path: &Path, source: io::Error) -> Error {
    Error::Write {
        path: path.to_owned(),
        source,
    }
}

/// A file under a name that no reader of migrations looks at. Removed when dropped, whatever went wrong.
struct Temporary(PathBuf);

impl Temporary {
    fn write(path: &Path, text: &str) -> io::Result<Self> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let temporary = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .open(&temporary)?;
        let temporary = Self(temporary);
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        Ok(temporary)
    }

    /// Gives the file its name if nothing has that name.
    fn publish(self, path: &Path) -> io::Result<()> {
        match fs::hard_link(&self.0, path) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
            // A file system without hard links (FAT, some network shares): the lock is all there is.
            Err(_) if path.exists() => Err(io::ErrorKind::AlreadyExists.into()),
            Err(_) => self.rename(path),
        }
    }

    fn rename(self, path: &Path) -> io::Result<()> {
        fs::rename(&self.0, path)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// Keeps other processes of ours out of the folder until dropped, or until this process is gone.
/// On Unix the folder itself is locked, so nothing is left lying in it.
fn lock(dir: &Path) -> io::Result<Option<File>> {
    let file = if cfg!(unix) {
        File::open(dir)?
    } else {
        let name = super::Checksum::of(&dir.canonicalize()?.to_string_lossy());
        let path = std::env::temp_dir().join(format!("reconcile-{}.lock", name.short()));
        OpenOptions::new().write(true).create(true).truncate(false).open(path)?
    };
    match file.lock() {
        Ok(()) => Ok(Some(file)),
        // Network file systems without locks: the hard link above still decides between equal names.
        Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(None),
        Err(error) => Err(error),
    }
}

/// Puts a folder's own entries on disk, where the system lets folders be opened.
fn flush(dir: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(dir)?.sync_all()
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_one_of_many_writers_wins() {
        let dir = tempfile::tempdir().unwrap();
        let wins: usize = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..8)
                .map(|writer| {
                    let dir = dir.path();
                    scope.spawn(move || {
                        let path = dir.join(format!("0001_{writer}.sql"));
                        let vacant = || match fs::read_dir(dir).unwrap().count() {
                            0 => Ok(()),
                            _ => Err(failure(dir, io::ErrorKind::AlreadyExists.into())),
                        };
                        usize::from(create(dir, &path, "SELECT 1;\n", vacant).is_ok())
                    })
                })
                .collect();
            writers.into_iter().map(|it| it.join().unwrap()).sum()
        });
        assert_eq!(wins, 1);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_failure_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("0001_a.sql");
        fs::create_dir(&path).unwrap();
        assert!(create(dir.path(), &path, "SELECT 1;\n", || Ok(())).is_err());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        // A name that is too long for a temporary one beside it.
        let nested = dir.path().join("new").join(format!("{}.sql", "x".repeat(250)));
        assert!(create(dir.path(), &nested, "SELECT 1;\n", || Ok(())).is_err());
        assert!(!dir.path().join("new").exists());
    }
}
