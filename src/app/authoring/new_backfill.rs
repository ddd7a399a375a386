//! `new --backfill`: a migration that fills one column, in batches.

use std::path::PathBuf;

use jiff::Timestamp;

use super::idempotence_check;
use crate::database::Value;
use crate::error::Error;
use crate::migration::batch_line;
use crate::schema::Name;
use crate::session::Session;

/// Rows of one transaction: far from D1's 30 s for rows of any size that it takes.
pub(crate) const BATCH: u64 = 5_000;

/// What is to be filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFill {
    pub(crate) table: Name,
    pub(crate) column: Name,
    pub(crate) value: String,
}

impl NewFill {
    /// Reads `TABLE.COLUMN=EXPRESSION`.
    ///
    /// # Errors
    /// A text without a dot or an equals sign.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let parts = text
            .split_once('=')
            .and_then(|(place, value)| Some((place.split_once('.')?, value)));
        match parts {
            Some(((table, column), value)) if ![table, column, value].iter().any(|it| it.trim().is_empty()) => {
                Ok(Self {
                    table: Name::new(table.trim()),
                    column: Name::new(column.trim()),
                    value: value.trim().to_owned(),
                })
            }
            _ => Err(Error::NoFill { text: text.to_owned() }),
        }
    }

    /// The statement, marked to run in batches.
    pub(crate) fn sql(table: &Name, column: &Name, value: &str) -> String {
        let (table, column) = (table.quoted(), column.quoted());
        format!(
            "{}\nUPDATE {table} SET {column} = ({value})\nWHERE {column} IS NULL AND ({value}) IS NOT NULL;\n",
            batch_line(BATCH)
        )
    }
}

/// Writes the migration, once it has run twice on made rows of the schema that the folder ends in.
///
/// # Errors
/// An expression that does not compile, or a table that the folder does not make; a folder that cannot be written.
pub fn new_backfill(session: &Session<'_>, name: &str, fill: &NewFill, now: Timestamp) -> Result<PathBuf, Error> {
    let mut folder = session.folder()?.clone();
    let note = "Rows that have a value are not changed, so it can be run again.\n";
    let sql = NewFill::sql(&fill.table, &fill.column, &fill.value);
    let migration = folder.next(name, now)?.hand_written(name, now, note, &sql);
    let end = session.history()?.last().map(|it| it.after.clone()).unwrap_or_default();
    idempotence_check::run(&migration, &end, &[(&fill.table, &fill.column)])?;
    Ok(folder.write(migration)?)
}

/// What it will come to on this target.
pub fn told(fill: &NewFill, session: &Session<'_>) -> Result<String, Error> {
    let (table, column) = (fill.table.quoted(), fill.column.quoted());
    let count = |filled: &str| {
        format!(
            "SELECT count(*) FROM {table} WHERE {column} IS NULL AND ({}) {filled}",
            fill.value
        )
    };
    let answers = session.database()?.query_all(&[count("IS NOT NULL"), count("IS NULL")]);
    let numbers: Option<Vec<i64>> = answers
        .ok()
        .and_then(|rows| rows.iter().map(|it| it.scalar().and_then(Value::as_i64)).collect());
    Ok(match numbers.as_deref() {
        Some([fills, stays]) => format!(
            "on {}: {fills} rows will be filled, {stays} would stay NULL",
            session.label()
        ),
        _ => format!(
            "{} does not have the column yet, so its rows were not counted",
            session.label()
        ),
    })
}
