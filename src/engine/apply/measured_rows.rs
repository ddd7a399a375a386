//! Notes in the history what D1 counted: rows read and written are known only once a transaction is over.

use serde_json::json;

use super::run::Applied;
use super::{Options, Reason};
use crate::database::Database;
use crate::ledger::{Event, EventKind};

/// Adds one event for all migrations of a run. A file has no such figures, and a run that applied nothing no event.
///
/// # Errors
/// Those of the database; the migrations are applied all the same.
pub(super) fn note(database: &mut dyn Database, applied: &[Applied], options: &Options) -> Result<(), Reason> {
    let measured = applied.iter().filter(|it| it.figures.rows_read.is_some());
    let files: Vec<_> = measured
        .map(|it| {
            let figures = &it.figures;
            json!({ "name": it.file, "rows_read": figures.rows_read, "rows_written": figures.rows_written })
        })
        .collect();
    let Some(last) = applied.last().filter(|_| !files.is_empty()) else {
        return Ok(());
    };
    let more = json!({ "files": files });
    let event = Event::new(
        EventKind::Measured,
        &options.ledger_table,
        &last.file,
        &options.provenance,
        more,
    );
    database.run(&event.statements())?;
    Ok(())
}
