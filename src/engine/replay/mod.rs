//! Migrations run one after another on scratch: what schema they leave, and which of them touched an object last.
//!
//! Never touches a target. The scratch database holds no rows but those that it is given, and follows D1's rules.

mod last_touched;
mod migration_test;

use std::sync::Arc;

use crate::database::{self, Database, Scratch, Value};
use crate::introspect::{self, Live, Ownership, Reread};
use crate::ledger;
use crate::migration::{Failure, Migration};
use crate::schema::{ObjectRef, Schema};

use last_touched::History;
pub use migration_test::{Deviation, Trial};

/// A scratch database on which migrations are replayed.
pub struct Replay {
    scratch: Scratch,
    /// It began with tables, and without the rows that a target has in them.
    lacks_rows: bool,
    ownership: Ownership,
    reread: Reread,
    /// Kept where somebody asks who touched an object.
    history: Option<History>,
}

/// Why a replay stopped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A statement of a migration failed.
    #[error(transparent)]
    Migration(#[from] Failure),
    /// The scratch database failed.
    #[error(transparent)]
    Database(#[from] database::Error),
}

impl Replay {
    /// A replay that starts from nothing. The ledger's tables are there, as they are wherever migrations run.
    ///
    /// # Errors
    /// Only when SQLite cannot get memory.
    pub fn new(ownership: &Ownership) -> Result<Self, Error> {
        Self::on(&Schema::default(), ownership)
    }

    /// A replay that starts from a schema.
    ///
    /// # Errors
    /// A statement of the schema that D1 would refuse.
    pub fn on(schema: &Schema, ownership: &Ownership) -> Result<Self, Error> {
        let replay = Self::of(introspect::replica(schema)?, ownership)?;
        Ok(Self {
            lacks_rows: !schema.tables.is_empty(),
            ..replay
        })
    }

    /// A replay that starts from a scratch database as it is, with its rows.
    ///
    /// # Errors
    /// Those of the scratch database.
    pub fn of(mut scratch: Scratch, ownership: &Ownership) -> Result<Self, Error> {
        scratch.run(&ledger::tables(ownership.ledger()))?;
        Ok(Self {
            scratch,
            lacks_rows: false,
            ownership: ownership.clone(),
            reread: Reread::default(),
            history: None,
        })
    }

    /// From now on it is noted which migration touches an object: see [`Replay::last_touched`].
    ///
    /// # Errors
    /// Those of the scratch database.
    pub fn noting_touched(mut self) -> Result<Self, Error> {
        self.history = Some(History::start(&mut self.scratch)?);
        Ok(self)
    }

    /// Runs a migration as a target would: in one transaction. A failure leaves nothing of it.
    ///
    /// # Errors
    /// [`Error::Migration`] with file, line and the engine's words.
    pub fn run(&mut self, migration: &Migration) -> Result<(), Error> {
        let batch: Vec<String> = migration.statements().into_iter().map(|it| it.1).collect();
        let mut ran = self.scratch.run(&batch);
        // A row that the migration writes may refer to one that only the target has.
        if self.lacks_rows && ran.as_ref().is_err_and(is_of_foreign_keys) {
            self.scratch.execute("PRAGMA foreign_keys = OFF")?;
            ran = self.scratch.run(&batch);
            self.scratch.execute("PRAGMA foreign_keys = ON")?;
        }
        ran.map_err(|error| match error {
            database::Error::Statement { index, message, offset } => {
                Failure::of(migration, index, offset, message).into()
            }
            other => Error::from(other),
        })?;
        if let Some(history) = &mut self.history {
            history.after(&mut self.scratch, &migration.file_name)?;
        }
        Ok(())
    }

    /// Runs migrations one after another.
    ///
    /// # Errors
    /// As [`Replay::run`], of the first that does not run.
    pub fn run_all<'m>(&mut self, migrations: impl IntoIterator<Item = &'m Migration>) -> Result<(), Error> {
        migrations.into_iter().try_for_each(|it| self.run(it))
    }

    /// True if migrations run one after another, and the first that does not is one that fails.
    ///
    /// # Errors
    /// Those of the scratch database.
    pub fn runs<'m>(&mut self, migrations: impl IntoIterator<Item = &'m Migration>) -> Result<bool, Error> {
        match self.run_all(migrations) {
            Ok(()) => Ok(true),
            Err(Error::Migration(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The rows of one statement; what it changes is kept.
    ///
    /// # Errors
    /// Those of the statement.
    pub fn answer(&mut self, sql: &str) -> database::Result<Vec<Vec<Value>>> {
        if self.scratch.columns(sql)?.is_empty() {
            self.scratch.run(&[sql.to_owned()])?;
            return Ok(Vec::new());
        }
        Ok(self.scratch.query(sql)?.rows)
    }

    /// The database as it is now, to ask for rows.
    pub fn database(&mut self) -> &mut dyn Database {
        &mut self.scratch
    }

    /// The schema as it is now: the part that changed since it was asked for last is read, and the rest is as it was.
    ///
    /// # Errors
    /// Those of the scratch database.
    pub fn schema(&mut self) -> Result<Arc<Schema>, Error> {
        Ok(self.reread.read(&mut self.scratch, &self.ownership)?)
    }

    /// The schema as it is now, read as a whole and held to what SQLite says of it.
    ///
    /// # Errors
    /// Those of the scratch database.
    pub fn live(&mut self) -> Result<Live, Error> {
        Ok(introspect::read_beside(&mut self.scratch, &self.ownership)?)
    }

    /// The migration that last created, changed or dropped an object, where that is noted.
    pub fn last_touched(&self, object: &ObjectRef) -> Option<&str> {
        self.history.as_ref()?.last_touched(object)
    }
}

fn is_of_foreign_keys(error: &database::Error) -> bool {
    matches!(error, database::Error::Statement { message, .. } if message == "FOREIGN KEY constraint failed")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::schema::{Name, ObjectKind};

    fn replay(files: &[(&str, &str)]) -> Result<Replay, Error> {
        let mut replay = Replay::new(&Ownership::default())?.noting_touched()?;
        for (name, text) in files {
            replay.run(&Migration::parse(*name, text))?;
        }
        Ok(replay)
    }

    #[test]
    fn leaves_the_schema_of_all_files() {
        let mut replay = replay(&[
            ("1.sql", "CREATE TABLE t(a); INSERT INTO t VALUES (1);"),
            ("2.sql", "-- nothing"),
            (
                "3.sql",
                "ALTER TABLE t ADD COLUMN b; UPDATE d1_migrations SET name = name;",
            ),
        ])
        .unwrap();
        let live = replay.live().unwrap();
        assert_eq!(live.schema.tables.get(&Name::new("t")).unwrap().columns.len(), 2);
        assert_eq!(live.schema.objects().len(), 1, "the ledger is no part of it");
    }

    #[test]
    fn knows_who_touched_an_object_last() {
        let replay = replay(&[
            (
                "1.sql",
                "CREATE TABLE t(a); CREATE INDEX i ON t(a); CREATE TABLE u(a); CREATE VIEW v AS SELECT a FROM t;",
            ),
            ("2.sql", "ALTER TABLE t ADD COLUMN b;"),
            ("3.sql", "DROP TABLE u; CREATE VIRTUAL TABLE f USING fts5(a);"),
        ])
        .unwrap();
        let touched = |kind, name: &str| {
            replay
                .last_touched(&ObjectRef::new(kind, Name::new(name)))
                .unwrap_or("nobody")
        };
        assert_eq!(touched(ObjectKind::Table, "T"), "2.sql");
        assert_eq!(touched(ObjectKind::Index, "i"), "1.sql");
        assert_eq!(touched(ObjectKind::Table, "u"), "3.sql");
        assert_eq!(touched(ObjectKind::VirtualTable, "f"), "3.sql");
        assert_eq!(touched(ObjectKind::View, "v"), "1.sql");
        assert_eq!(touched(ObjectKind::Trigger, "t"), "nobody");
    }

    #[test]
    fn a_failure_names_file_and_line_and_leaves_nothing_of_the_file() {
        let mut replay = replay(&[]).unwrap();
        let error = replay
            .run(&Migration::parse(
                "0001_a.sql",
                "CREATE TABLE t(a);\n\nINSERT INTO u VALUES (1);\n",
            ))
            .unwrap_err();
        assert_eq!(error.to_string(), "0001_a.sql:3: no such table: u");
        assert!(replay.live().unwrap().schema.is_empty());
    }
}
