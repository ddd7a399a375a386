//! The rows that tables have where a plan starts: few, since the tables are small.

use std::collections::BTreeMap;

use crate::database::{self, Database, Scratch, Value, literal_of};
use crate::schema::{Name, Schema, Table};

/// Rows of a table beyond those that its file declares, times this and [`BESIDE`], are too many to compare.
const TIMES: usize = 2;
/// Rows that a table may have whatever its file declares.
const BESIDE: usize = 1_000;

/// Rows by table, as literals of SQLite.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StartRows {
    tables: BTreeMap<Name, Rows>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Rows {
    columns: Vec<Name>,
    rows: Vec<Vec<String>>,
}

/// Why rows cannot be compared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The database could not be asked.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// A table is none of reference.
    #[error("{table} has more than {most} rows, and its file declares {declared}: a reference table is small")]
    TooMany {
        /// The table.
        table: Name,
        /// How many rows would be read.
        most: usize,
        /// How many the file declares.
        declared: usize,
    },
}

impl StartRows {
    /// Reads the rows of these tables of a database in one request; `declared` says how many each is to have.
    ///
    /// # Errors
    /// Those of the database; a table with far more rows than are declared.
    pub fn read(database: &mut dyn Database, schema: &Schema, declared: &BTreeMap<Name, usize>) -> Result<Self, Error> {
        let wanted: Vec<(&Table, usize)> = declared
            .iter()
            .filter_map(|(name, count)| Some((schema.tables.get(name)?, *count)))
            .collect();
        if wanted.is_empty() {
            return Ok(Self::default());
        }
        let most = |count: usize| count.saturating_mul(TIMES).saturating_add(BESIDE);
        let question = |(table, count): &(&Table, usize)| {
            let columns = table.stored_columns().map(|it| literal_of(&it.name.quoted()));
            let columns: Vec<String> = columns.enumerate().map(|(at, it)| format!("{it} AS c{at}")).collect();
            format!(
                "SELECT {} FROM {} LIMIT {}",
                columns.join(", "),
                table.name.quoted(),
                most(*count) + 1
            )
        };
        let questions: Vec<String> = wanted.iter().map(question).collect();
        let answers = database.query_all(&questions)?;
        let mut tables = BTreeMap::new();
        for ((table, count), found) in wanted.iter().zip(answers) {
            if found.rows.len() > most(*count) {
                return Err(Error::TooMany {
                    table: table.name.clone(),
                    most: most(*count),
                    declared: *count,
                });
            }
            let text = |value: Value| value.as_str().unwrap_or_default().to_owned();
            let rows = found.rows.into_iter();
            let rows = Rows {
                columns: table.stored_columns().map(|it| it.name.clone()).collect(),
                rows: rows.map(|row| row.into_iter().map(text).collect()).collect(),
            };
            tables.insert(table.name.clone(), rows);
        }
        Ok(Self { tables })
    }

    /// The tables, with how many rows each has.
    pub fn tables(&self) -> impl Iterator<Item = (&Name, usize)> {
        self.tables.iter().map(|(name, it)| (name, it.rows.len()))
    }

    /// Puts the rows into a database that has the tables, no trigger yet, and does not enforce foreign keys.
    ///
    /// # Errors
    /// Those of the scratch database.
    pub fn load(&self, scratch: &mut Scratch) -> database::Result<Vec<String>> {
        let mut statements = Vec::new();
        for (name, rows) in &self.tables {
            for row in &rows.rows {
                let (table, columns) = (name.quoted(), Name::quoted_list(&rows.columns));
                let insert = format!("INSERT OR ABORT INTO {table} ({columns}) VALUES ({})", row.join(", "));
                scratch.execute(&insert)?;
                statements.push(insert);
            }
        }
        Ok(statements)
    }
}

impl Error {
    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Database(database::Error::Remote { help, .. }) => help.clone(),
            Self::Database(_) => None,
            Self::TooMany { .. } => Some(
                "remove the file, and write such rows with `reconcile seed`, or with a migration of your own: reconcile new NAME"
                    .to_owned(),
            ),
        }
    }
}
