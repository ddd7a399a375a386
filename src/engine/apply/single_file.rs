//! A file that is no migration, run on the one schema that it was made for. It is no entry of the ledger, and an event of the
//! history.

use std::time::Instant;

use super::run::refuse_transactions;
use super::{Applied, Options, Reason};
use crate::database::{self, Database};
use crate::introspect::{self, Catalog};
use crate::ledger::Event;
use crate::migration::{Failure, Header, Migration};
use crate::schema::{Fingerprint, Pair};

/// Runs a sealed file in one transaction, from the schema that its header says to the one that it says; `before` is what is
/// live.
///
/// # Errors
/// See [`Reason`].
pub fn run_file(
    database: &mut dyn Database,
    file: &Migration,
    header: &Header,
    before: &Fingerprint,
    options: &Options,
) -> Result<Applied, Reason> {
    let name = || file.file_name.clone();
    if !before.is_recorded_as(&header.fingerprints.from) {
        return Err(Reason::OtherStart {
            file: name(),
            fingerprints: Pair {
                from: header.fingerprints.from.clone(),
                to: before.clone(),
            },
        });
    }
    refuse_transactions(file)?;
    let ownership = &options.ledger_table;
    let bookmark = database.bookmark()?;
    let event = Event::undone(file, ownership, &options.provenance, bookmark.as_deref());
    let mut batch = event.opening();
    let opening = batch.len();
    batch.extend(file.statements().into_iter().map(|it| it.1));
    batch.extend(event.closing());
    let started = Instant::now();
    let ran = database.run_then_read(&batch, &introspect::queries());
    let duration = started.elapsed();
    let mut left = None;
    let lost = match ran {
        Ok((_, rows)) => {
            left = rows.map(|it| Catalog::of(it).live(ownership));
            None
        }
        Err(database::Error::Statement { index, message, offset }) => {
            let index = index.and_then(|it| it.checked_sub(opening));
            return Err(Reason::Failed(Failure::of(file, index, offset, message)));
        }
        // The request was sent and no answer came: the schema tells whether it ran.
        Err(database::Error::Ambiguous { message, .. }) => Some(message),
        Err(source) => return Err(Reason::Stopped { file: name(), source }),
    };
    let live = left.map_or_else(|| introspect::read_beside(database, ownership), Ok);
    let after = match (live, &lost) {
        (Ok(live), _) => live.schema.fingerprint(),
        (Err(error), None) => return Err(error.into()),
        (Err(error), Some(message)) => {
            return Err(Reason::Unsettled {
                file: name(),
                message: format!("{message}; then {error}"),
            });
        }
    };
    match lost {
        Some(message) if after.is_recorded_as(&header.fingerprints.from) => {
            Err(Reason::NotApplied { file: name(), message })
        }
        _ if !after.is_recorded_as(&header.fingerprints.to) => Err(Reason::OtherResult {
            file: name(),
            fingerprints: Pair {
                from: header.fingerprints.to.clone(),
                to: after,
            },
        }),
        lost => Ok(Applied {
            duration,
            verified: true,
            settled: lost.is_some(),
            ..Applied::since(started, file, bookmark)
        }),
    }
}
