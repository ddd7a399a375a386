//! A target → a database.

use super::error::Error;
use crate::config::Target;
use crate::database::{Database, Mode, Scratch, SqliteFile};

/// A database to look at. A file that is not there yet is an empty database, and stays not there.
pub(super) fn to_read(target: &Target) -> Result<Box<dyn Database>, Error> {
    match target {
        Target::Sqlite(path) if !path.exists() => Ok(Box::new(Scratch::labelled(target.to_string())?)),
        // Read and write: a database in WAL mode cannot be opened for reading alone when its last writer is gone.
        Target::Sqlite(path) => Ok(Box::new(SqliteFile::open(path, Mode::Existing)?)),
        Target::D1(_) | Target::D1Local(_) => remote(target),
    }
}

/// A database to change. A file is made where there is none.
pub(super) fn to_write(target: &Target) -> Result<Box<dyn Database>, Error> {
    match target {
        Target::Sqlite(path) => Ok(Box::new(SqliteFile::open(path, Mode::Create)?)),
        Target::D1(_) | Target::D1Local(_) => remote(target),
    }
}

/// True for a file that is not there yet.
pub(super) fn is_missing(target: &Target) -> bool {
    matches!(target, Target::Sqlite(path) if !path.exists())
}

fn remote(target: &Target) -> Result<Box<dyn Database>, Error> {
    Err(Error::Usage {
        message: format!("{target} cannot be reached by this build"),
        help: "use a sqlite:PATH target".to_owned(),
    })
}
