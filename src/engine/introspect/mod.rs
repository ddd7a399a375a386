//! Rows of `sqlite_schema` and of PRAGMA functions → a schema. Never writes.
//!
//! The stored CREATE text says everything, the PRAGMAs say what the engine made of it. Where the two disagree, the
//! object is unknown: reported, never guessed at.

mod broken;
mod check;
mod like_known;
mod object_pattern;
mod orphans;
pub(crate) mod other_tools;
mod owned_rows;
mod ownership;
mod queries;
mod replica;
mod reread;
mod row_counts;
mod search_tables;
mod stored_ddl;
mod stored_rows;
mod table_bytes;

use std::collections::BTreeSet;

use crate::database::{self, Database, Rows, Value};
use crate::schema::{Name, ObjectKind, ObjectRef, Schema, SchemaRow};

pub use broken::{broken, unusable};
pub use like_known::read_like;
pub use object_pattern::ObjectPattern;
pub use orphans::{Orphans, orphans};
pub use other_tools::{LOOP_MOMENTS, LOOP_TABLES};
pub use ownership::Ownership;
pub use replica::{create_code, replica};
pub use reread::Reread;
pub use row_counts::{Answer, measure, row_counts};
pub use search_tables::{Missing, unreadable};
pub use stored_ddl::{Texts, stored, texts};
pub(crate) use stored_rows::{StoredRow, StoredRows};
pub use table_bytes::table_bytes;

/// A schema as found in a database.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Live {
    /// All that could be read.
    pub schema: Schema,
    /// Objects that could not be read, or not be trusted.
    pub unknown: Vec<Unknown>,
}

impl Live {
    /// A schema all of which could be read.
    pub(crate) fn of(schema: Schema) -> Self {
        Self {
            schema,
            unknown: Vec::new(),
        }
    }
}

/// An object that is there and whose meaning is not known for sure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// Which.
    pub object: ObjectRef,
    /// Why, in one lower-case sentence.
    pub reason: String,
}

/// Wrangler's ledger, unless the project calls it otherwise.
pub const LEDGER_TABLE: &str = "d1_migrations";

/// Reads the schema of a database that holds nothing but the project's, in one round trip.
///
/// # Errors
/// Those of the database.
pub fn read(database: &mut dyn Database) -> database::Result<Live> {
    read_beside(database, &Ownership::whole())
}

/// As [`read`], of what is the project's.
///
/// # Errors
/// Those of the database.
pub fn read_beside(database: &mut dyn Database, ownership: &Ownership) -> database::Result<Live> {
    Ok(catalog(database)?.live(ownership))
}

/// What the engine says of a schema: rows of `sqlite_schema` and of PRAGMAs, not understood yet.
#[derive(Debug, Clone, Default)]
pub struct Catalog(Vec<Rows>);

/// The queries that make a [`Catalog`].
pub fn queries() -> Vec<String> {
    queries::all()
}

/// Asks for it, in one round trip.
///
/// # Errors
/// Those of the database.
pub fn catalog(database: &mut dyn Database) -> database::Result<Catalog> {
    match database.query_all(&queries::all()) {
        Ok(rows) => Ok(Catalog(rows)),
        Err(error) => Err(hidden_pragma(database).unwrap_or(error)),
    }
}

/// A table or view that hides a function which the questions call.
fn hidden_pragma(database: &mut dyn Database) -> Option<database::Error> {
    let objects = database.query(&queries::objects()).ok()?;
    let hides =
        |row: &SchemaRow| matches!(row.kind.as_str(), "table" | "view") && Name::new(row.name.as_str()).hides_pragma();
    let row = schema_rows(&objects).find(hides)?;
    Some(database::Error::Remote {
        label: database.label(),
        message: format!(
            "{} {} hides the SQLite function that reads the schema",
            row.kind, row.name
        ),
        help: Some(format!(
            "give it another name, or drop it: DROP {} {}",
            row.kind.to_ascii_uppercase(),
            Name::new(row.name).quoted()
        )),
    })
}

impl Catalog {
    /// Adds what another database says, which holds another part of the same schema.
    pub fn extend(&mut self, part: Self) {
        if self.0.is_empty() {
            self.0 = part.0;
            return;
        }
        for (whole, part) in self.0.iter_mut().zip(part.0) {
            whole.rows.extend(part.rows);
        }
    }

    /// The results of [`queries`].
    pub fn of(results: Vec<Rows>) -> Self {
        Self(results)
    }

    /// True if two objects have one name, as no database has them. Triggers have names of their own.
    pub(crate) fn has_namesakes(&self) -> bool {
        let rows = self.stored().into_iter().flat_map(schema_rows);
        let mut names = BTreeSet::new();
        let mut others = rows.filter(|it| it.kind != "trigger").map(|it| Name::new(it.name));
        // SQLite makes its own in each part.
        !others.all(|it| it.has_prefix("sqlite_") || names.insert(it))
    }

    /// True if there is a table of this name, whoever it belongs to.
    pub fn has_table(&self, name: &str) -> bool {
        let is_it = |row: SchemaRow| row.kind == "table" && row.name.eq_ignore_ascii_case(name);
        self.0.first().is_some_and(|it| schema_rows(it).any(is_it))
    }

    /// The schema with what is ignored in it: for what a plan does to objects of other programs.
    pub fn with_ignored(&self, ownership: &Ownership) -> Schema {
        let rows = self.0.first().into_iter().flat_map(schema_rows);
        Schema::from_rows(ownership.without_patterns().filter(rows)).schema
    }

    /// Rows of `sqlite_schema`, as [`stored`] gives them.
    pub fn stored(&self) -> Option<&Rows> {
        self.0.first()
    }

    /// What it means.
    pub fn live(&self, ownership: &Ownership) -> Live {
        live(&self.0, Vec::new(), ownership)
    }

    /// What it means together with rows of `sqlite_schema` that are known to be read as SQLite reads them.
    pub(crate) fn live_beside(&self, known: Vec<SchemaRow>, ownership: &Ownership) -> Live {
        let nothing = || vec![Rows::default(); queries::all().len()];
        match self.0.is_empty() {
            true => live(&nothing(), known, ownership),
            false => live(&self.0, known, ownership),
        }
    }
}

/// What the results of [`queries::all`] say.
fn live(results: &[Rows], known: Vec<SchemaRow>, ownership: &Ownership) -> Live {
    let [objects, tables, columns, indexes, keys] = results else {
        return Live::default();
    };
    let mut shadows = check::shadow_tables(tables);
    let taken: BTreeSet<Name> = known.iter().map(|it| Name::new(it.name.as_str())).collect();
    let rows = ownership.filter(schema_rows(objects).chain(known));
    shadows.extend(check::kept_by_absent_modules(&rows, ownership));
    let rows = rows.into_iter().filter(|row| {
        let is_shadow = |name: &String| shadows.contains(&Name::new(name.as_str()));
        !is_shadow(&row.name) && !is_shadow(&row.table)
    });
    let reading = Schema::from_rows(rows);
    let mut live = Live {
        schema: reading.schema,
        unknown: Vec::new(),
    };
    for (object, error) in reading.unread {
        live.unknown.push(Unknown {
            object,
            reason: error.to_string(),
        });
    }
    live.unknown.extend(check::disagreements(
        live.schema.tables.values().filter(|it| !taken.contains(&it.name)),
        tables,
        columns,
        &of_project(indexes, ownership),
        keys,
    ));
    live
}

/// The indexes that the schema has, too: an ignored one may be on a table that is not ignored.
fn of_project(indexes: &Rows, ownership: &Ownership) -> Rows {
    let is_ignored = |row: &&Vec<Value>| {
        let name = row.get(1).and_then(Value::as_str).map(Name::new);
        name.is_some_and(|it| ownership.ignores(&ObjectRef::new(ObjectKind::Index, it)).is_some())
    };
    Rows {
        columns: indexes.columns.clone(),
        rows: indexes.rows.iter().filter(|row| !is_ignored(row)).cloned().collect(),
    }
}

pub(crate) fn schema_rows(rows: &Rows) -> impl Iterator<Item = SchemaRow> {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    rows.rows.iter().filter_map(move |row| {
        Some(SchemaRow {
            kind: text(row.first())?,
            name: text(row.get(1))?,
            table: text(row.get(2)).unwrap_or_default(),
            sql: text(row.get(3)),
        })
    })
}

fn table(name: &Name) -> ObjectRef {
    ObjectRef::new(ObjectKind::Table, name.clone())
}
