//! Rows of `sqlite_schema` and of PRAGMA functions → a schema. Never writes.
//!
//! The stored CREATE text says everything, the PRAGMAs say what the engine made of it. Where the two disagree, the
//! object is unknown: reported, never guessed at.

mod broken;
mod check;
mod facts;
mod queries;
mod texts;

use crate::database::{self, Database, Rows, Scratch, Value};
use crate::schema::{Name, ObjectKind, ObjectRef, Schema, SchemaRow};

pub use broken::broken;
pub use facts::{Answer, measure, row_counts};
pub use texts::{Texts, texts};

/// A schema as found in a database.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Live {
    /// All that could be read.
    pub schema: Schema,
    /// Objects that could not be read, or not be trusted.
    pub unknown: Vec<Unknown>,
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

/// True for objects that belong to SQLite, D1, wrangler or reconcile, which no plan may touch. What migrations kept aside
/// is part of the schema: a migration made it, and one will drop it.
pub fn is_internal(name: &Name, ledger: &str) -> bool {
    (name.is_reserved() && !name.is_trash()) || *name == Name::new(ledger)
}

/// Reads the schema of a database in one round trip.
///
/// # Errors
/// Those of the database.
pub fn read(database: &mut dyn Database) -> database::Result<Live> {
    read_beside(database, LEDGER_TABLE)
}

/// As [`read`], for a project whose ledger table has another name.
///
/// # Errors
/// Those of the database.
pub fn read_beside(database: &mut dyn Database, ledger: &str) -> database::Result<Live> {
    Ok(catalog(database)?.live(ledger))
}

/// What the engine says of a schema: rows of `sqlite_schema` and of PRAGMAs, not understood yet.
#[derive(Debug, Clone, Default)]
pub struct Catalog(Vec<Rows>);

/// Asks for it, in one round trip.
///
/// # Errors
/// Those of the database.
pub fn catalog(database: &mut dyn Database) -> database::Result<Catalog> {
    Ok(Catalog(database.query_all(&queries::all())?))
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

    /// What it means.
    pub fn live(&self, ledger: &str) -> Live {
        live(&self.0, ledger)
    }
}

/// What the results of [`queries::all`] say.
fn live(results: &[Rows], ledger: &str) -> Live {
    let [objects, tables, columns, indexes, keys] = results else {
        return Live::default();
    };
    let shadows = check::shadow_tables(tables);
    let rows = schema_rows(objects).filter(|row| {
        let (name, table) = (Name::new(row.name.as_str()), Name::new(row.table.as_str()));
        !is_internal(&name, ledger)
            && !is_internal(&table, ledger)
            && !shadows.contains(&name)
            && !shadows.contains(&table)
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
    live.unknown
        .extend(check::disagreements(&live.schema, tables, columns, indexes, keys));
    live
}

fn schema_rows(rows: &Rows) -> impl Iterator<Item = SchemaRow> {
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

/// A scratch database that holds this schema and no rows.
///
/// # Errors
/// A statement of the schema that D1 would refuse.
pub fn replica(schema: &Schema) -> database::Result<Scratch> {
    let mut scratch = Scratch::new()?;
    // In one transaction, since each statement would otherwise be one; deferred, since no row is there to be checked.
    scratch.run(&schema.statements())?;
    Ok(scratch)
}

fn table(name: &Name) -> ObjectRef {
    ObjectRef::new(ObjectKind::Table, name.clone())
}
