//! `restore --file`: what `backup` wrote, put in the place of what a target holds. It is read, and run elsewhere, before
//! anything is changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::reset::copy;
use crate::database::d1::D1Http;
use crate::database::{
    self, Database, Load, Mode, ReplacementFile, Scratch, SqliteFile, backup_text, drops, dump, load, loaded,
};
use crate::error::Error;
use crate::introspect;
use crate::report::{BackupRestoreReport, Document, counted};
use crate::schema::Name;

/// A backup that is whole.
pub struct BackupFile {
    path: PathBuf,
    held: Held,
}

enum Held {
    /// Statements, and what tells them from others.
    Sql(Vec<String>, String),
    /// A database.
    File(Box<SqliteFile>),
}

/// A backup that is to be loaded into a remote database, once it ran on scratch.
pub struct RemoteRestore {
    file: String,
    statements: Vec<String>,
    checksum: String,
    /// What takes everything out of the target.
    before: Vec<String>,
    /// How many batches of it are in the target.
    loaded: Option<usize>,
    expected: Contents,
}

/// What a restored database is compared by.
#[derive(PartialEq, Eq)]
struct Contents {
    fingerprint: String,
    rows: BTreeMap<Name, u64>,
    /// Rows without a parent, by table.
    orphans: Vec<(String, u64)>,
}

impl Contents {
    fn of(database: &mut dyn Database) -> Result<Self, Error> {
        const ORPHANS: &str = "SELECT m.name AS name, count(*) AS rows FROM sqlite_schema m, pragma_foreign_key_check(m.name) \
             WHERE m.type = 'table' AND substr(lower(m.name), 1, 4) <> '_cf_' GROUP BY m.name ORDER BY m.name";
        let schema = introspect::read(database)?.schema;
        let orphan = |row: &Vec<database::Value>| {
            let name = row.first()?.as_str()?.to_owned();
            Some((name, u64::try_from(row.get(1)?.as_i64()?).ok()?))
        };
        Ok(Self {
            fingerprint: schema.fingerprint().as_str().to_owned(),
            rows: introspect::row_counts(database, schema.tables.keys())?,
            orphans: database.query(ORPHANS)?.rows.iter().filter_map(orphan).collect(),
        })
    }

    /// In what another differs, in a sentence.
    fn difference(&self, other: &Self) -> Option<String> {
        let wrong = self
            .rows
            .iter()
            .find(|(table, rows)| other.rows.get(*table) != Some(*rows));
        match wrong {
            Some((table, rows)) => {
                let found = other.rows.get(table).copied().unwrap_or_default();
                Some(format!("{table} has {} and should have {rows}", counted(found, "row")))
            }
            None if self.fingerprint != other.fingerprint => Some("its schema is another one".to_owned()),
            None if self.orphans != other.orphans => Some("its foreign keys do not hold".to_owned()),
            None => None,
        }
    }

    fn total(&self) -> u64 {
        self.rows.values().sum()
    }
}

/// Reads a backup, all of it.
///
/// # Errors
/// [`Error::NotDone`] for a file that is no backup, is cut short or was edited; those of the file.
pub fn read_backup(path: &Path) -> Result<BackupFile, Error> {
    const DATABASE: &[u8] = b"SQLite format 3\0";
    let bytes = fs::read(path).map_err(|error| refused(path, error.to_string(), "check the path"))?;
    let held = match bytes.starts_with(DATABASE) {
        true => Held::File(Box::new(SqliteFile::open(path, Mode::Existing)?)),
        false => {
            let text = String::from_utf8(bytes).unwrap_or_default();
            let (statements, checksum) = backup_text::statements(&text).map_err(|error| {
                let help = match error {
                    backup_text::NotWhole::Foreign => {
                        "run it by hand: `sqlite3 NEW.db < FILE` or `wrangler d1 execute`"
                    }
                    backup_text::NotWhole::Changed => "take another copy of it; nothing was changed",
                };
                refused(path, error.to_string(), help)
            })?;
            Held::Sql(statements, checksum)
        }
    };
    Ok(BackupFile {
        path: path.to_path_buf(),
        held,
    })
}

fn refused(path: &Path, reason: impl Into<String>, help: impl Into<String>) -> Error {
    Error::NotDone {
        deed: format!("restore {}", path.display()),
        reason: reason.into(),
        help: help.into(),
    }
}

/// Puts a backup in the place of a file, `target` with its path; `aside` is the copy that is made of what was there.
///
/// # Errors
/// A backup that does not run, is damaged, or leaves rows without a parent; those of the files. Then nothing was changed.
pub fn restore_file(
    backup: &BackupFile,
    (target, mut made): (PathBuf, ReplacementFile),
    aside: Option<(SqliteFile, PathBuf)>,
) -> Result<Document<BackupRestoreReport>, Error> {
    let path = &backup.path;
    let is_same = |one: &Path, other: &Path| {
        fs::canonicalize(one)
            .ok()
            .is_some_and(|it| fs::canonicalize(other).ok() == Some(it))
    };
    if is_same(path, &target) {
        return Err(refused(path, "it is the target itself", "name another file"));
    }
    match &backup.held {
        Held::Sql(statements, _) => {
            let ran = made.database().run(statements);
            ran.map_err(|error| refused(path, error.to_string(), "it does not run here; nothing was changed"))?;
        }
        Held::File(file) => made.copy(file)?,
    }
    if let Some(problem) = made.problems()?.first() {
        return Err(refused(path, format!("it has {problem}"), "nothing was changed"));
    }
    let contents = Contents::of(made.database())?;
    let label = made.database().label();
    let mut kept = None;
    if let Some((old, aside)) = aside {
        copy(&old, &aside)?;
        kept = Some(aside.display().to_string());
    }
    made.replace()?;
    let found = BackupRestoreReport {
        file: path.display().to_string(),
        tables: contents.rows.len(),
        rows: contents.total(),
        backup: kept,
        ..BackupRestoreReport::default()
    };
    Ok(Document::new(label, "restored", found))
}

/// Runs a backup on scratch, under D1's rules, and looks at what the target holds.
///
/// # Errors
/// A backup that D1 would refuse; those of the database.
pub fn prepare_restore(backup: BackupFile, target: &mut D1Http) -> Result<RemoteRestore, Error> {
    let path = &backup.path;
    let (statements, checksum) = match &backup.held {
        Held::Sql(statements, checksum) => (statements.clone(), checksum.clone()),
        Held::File(file) => {
            let dumped = dump(&mut file.snapshot()?)?;
            if let Some(lost) = dumped.lost.first() {
                let reason = format!("the index of {lost} cannot be loaded: the table stores no text (content='')");
                return Err(refused(path, reason, "drop that table in a copy of the file first"));
            }
            let text = backup_text::sealed("", &dumped.statements.join(";\n"));
            let checksum = backup_text::statements(&text).map(|it| it.1).unwrap_or_default();
            (dumped.statements, checksum)
        }
    };
    let mut scratch = Scratch::labelled(target.label())?;
    let ran = scratch.run(&statements);
    ran.map_err(|error| refused(path, format!("D1 would not run it: {error}"), "nothing was changed"))?;
    Ok(RemoteRestore {
        file: path.display().to_string(),
        expected: Contents::of(&mut scratch)?,
        loaded: loaded(target, &checksum)?,
        before: drops(target)?,
        statements,
        checksum,
    })
}

impl RemoteRestore {
    /// What is going to be lost, in a sentence.
    pub fn question(&self, name: &str) -> Option<String> {
        let replaced = !self.before.is_empty() && self.loaded.is_none();
        replaced.then(|| format!("everything in {name} would be replaced by {}", self.file))
    }

    /// Loads it; `undo` is the bookmark of the target from just before.
    ///
    /// # Errors
    /// Those of the database; a target that is not afterwards what the backup says.
    pub fn run(
        self,
        target: &mut D1Http,
        undo: String,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Document<BackupRestoreReport>, Error> {
        let all = Load {
            checksum: &self.checksum,
            before: &self.before,
            statements: &self.statements,
        };
        let batches = load(target, &all, progress)?;
        if let Some(difference) = self.expected.difference(&Contents::of(target)?) {
            return Err(Error::NotDone {
                deed: format!("restore {}", self.file),
                reason: format!("it is loaded, and {} is not what it says: {difference}", target.label()),
                help: format!(
                    "somebody wrote meanwhile? go back with: reconcile restore {} {undo}",
                    target.label()
                ),
            });
        }
        let found = BackupRestoreReport {
            file: self.file,
            tables: self.expected.rows.len(),
            rows: self.expected.total(),
            batches: Some(batches),
            backup: None,
            undo: Some(undo),
        };
        Ok(Document::new(target.label(), "restored", found))
    }
}
