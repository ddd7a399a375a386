//! Temporary folders in memory, where there are such: SQLite waits for the disk at every commit, which takes longer than
//! most tests.

use tempfile::TempDir;

/// An empty folder, in memory if that can be.
pub(crate) fn folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}
