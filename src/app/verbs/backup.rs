//! `backup`: a copy of a target in a new file.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use crate::config;
use crate::database::d1::{D1Http, line};
use crate::database::{self, Database, Dump, SqliteFile, backup_text};
use crate::error::Error;
use crate::report::{BackupReport, Document};

/// A database that can be copied.
pub enum Exportable {
    /// A file on this machine.
    File(SqliteFile),
    /// A remote database.
    Remote(Box<D1Http>),
}

/// Copies a database into `path`, which must not be there: as an SQLite database where the name ends like one, else as SQL.
///
/// # Errors
/// A file in the way; those of the database. A copy that could not be finished leaves no file.
pub fn backup(source: Exportable, path: &Path) -> Result<Document<BackupReport>, Error> {
    // Made before anything is read, so that two runs cannot take the same name.
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(|error| unwritable(path, &error))?;
    let copied = copy(source, path, &mut file);
    let (target, form, dump) = copied.inspect_err(|_| drop(std::fs::remove_file(path)))?;
    let bytes = file.metadata().map_err(|error| unwritable(path, &error))?.len();
    let found = BackupReport {
        file: path.display().to_string(),
        bytes,
        form,
        lost: dump.lost,
        too_long: dump.too_long,
        was_written: dump.was_written,
    };
    Ok(Document::new(target, "written", found))
}

/// The database's label, the form of its copy, and what is not in it.
fn copy(source: Exportable, path: &Path, file: &mut std::fs::File) -> Result<(String, &'static str, Dump), Error> {
    let is_database = path
        .extension()
        .is_some_and(|it| ["db", "sqlite", "sqlite3"].iter().any(|known| it == *known));
    let (label, mut dump) = match source {
        Exportable::File(database) if is_database => {
            database.copy_to(path)?;
            return Ok((database.label(), "sqlite", Dump::default()));
        }
        Exportable::File(database) => {
            // Of one moment, whoever writes in the meantime.
            let mut database = database.snapshot()?;
            (database.label(), database::dump(&mut database)?)
        }
        Exportable::Remote(database) if is_database => {
            return Err(Error::NoFile {
                label: database.label(),
            });
        }
        Exportable::Remote(mut database) => (database.label(), database::dump(database.as_mut())?),
    };
    let lines: String = std::mem::take(&mut dump.statements).iter().map(line).collect();
    let sql = backup_text::sealed(&label, &lines);
    file.write_all(sql.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(|error| unwritable(path, &error))?;
    Ok((label, "rows", dump))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Error {
    Error::Config(config::Error::Write {
        path: path.to_path_buf(),
        message: error.to_string(),
    })
}
