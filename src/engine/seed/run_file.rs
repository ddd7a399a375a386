//! One file in one transaction, with its event. Where the answer is lost the history tells whether it ran.

use std::time::{Duration, Instant};

use super::{Reason, SeedFile};
use crate::database::{self, Database, Value};
use crate::ledger::{Event, HISTORY_TABLE, Ledger, Provenance, read_history};
use crate::migration::Failure;

/// A file that ran.
#[derive(Debug, Clone)]
pub struct Seeded {
    /// Its name.
    pub name: String,
    /// Rows inserted, updated and deleted.
    pub rows: Option<u64>,
    /// How long the request took.
    pub duration: Duration,
}

/// Runs a file. `newest` is the number of the newest row of the history, and is counted on.
///
/// # Errors
/// See [`Reason`].
pub fn run_file(
    database: &mut dyn Database,
    file: &SeedFile,
    ledger: &str,
    provenance: &Provenance,
    bookmark: Option<&str>,
    newest: &mut i64,
) -> Result<Seeded, Reason> {
    let event = Event::seeded(&file.name, &file.sql.checksum, ledger, provenance, bookmark);
    let mut batch = event.opening();
    let opening = batch.len();
    batch.extend(file.sql.statements().into_iter().map(|it| it.1));
    batch.extend(event.closing());
    let started = Instant::now();
    let ran = database.run_then_read(
        &batch,
        &[format!(
            "SELECT seq, rows_changed FROM {HISTORY_TABLE} ORDER BY seq DESC LIMIT 1"
        )],
    );
    let duration = started.elapsed();
    let (seq, rows) = match ran {
        Ok((_, rows)) => {
            let row = rows.iter().flatten().flat_map(|it| &it.rows).next();
            let integer = |at: usize| row.and_then(|it| it.get(at)).and_then(Value::as_i64);
            (integer(0), integer(1))
        }
        Err(database::Error::Statement { index, message, offset }) => {
            let index = index.and_then(|it| it.checked_sub(opening));
            return Err(Reason::Failed(Failure::of(&file.sql, index, offset, message)));
        }
        Err(database::Error::Ambiguous { message, .. }) => {
            let found = in_history(database, file, ledger, *newest).map_err(|error| Reason::Unknown {
                file: file.name.clone(),
                message: format!("{message}; then {error}"),
            })?;
            let (seq, rows) = found.ok_or_else(|| Reason::NotRun {
                file: file.name.clone(),
                message,
            })?;
            (Some(seq), rows)
        }
        Err(error) => return Err(error.into()),
    };
    *newest = seq.unwrap_or(*newest + 1);
    Ok(Seeded {
        name: file.name.clone(),
        rows: rows.and_then(|it| u64::try_from(it).ok()),
        duration,
    })
}

/// The event of the file after a row of the history: its number, and how many rows changed.
fn in_history(
    database: &mut dyn Database,
    file: &SeedFile,
    ledger: &str,
    newest: i64,
) -> Result<Option<(i64, Option<i64>)>, crate::ledger::Error> {
    let history = read_history(database)?;
    let key = Ledger::key(ledger);
    let found = history.iter().rev().find(|it| {
        it.seq > newest
            && it.ledger == key
            && it.name == file.name
            && it.text("checksum").as_deref() == Some(file.sql.checksum.as_str())
    });
    Ok(found.map(|it| (it.seq, it.rows_changed)))
}
