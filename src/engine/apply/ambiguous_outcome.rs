//! A batch that did not succeed: what that means. Never by running it again.

use super::{Options, Reason};
use crate::database::{self, Database};
use crate::ledger;
use crate::migration::{Failure, Migration};

/// `Ok` when the migration is applied after all. `opening` is the number of ledger statements before the migration's own.
pub(super) fn settle(
    database: &mut dyn Database,
    migration: &Migration,
    options: &Options,
    opening: usize,
    error: database::Error,
) -> Result<(), Reason> {
    let file = migration.file_name.clone();
    let mut is_recorded = || {
        let ledger = ledger::read(database, &options.ledger_table)?;
        Ok::<bool, ledger::Error>(ledger.get(&migration.file_name).is_some())
    };
    match error {
        // The request was sent and no answer came. The ledger row is in the same transaction, so it tells.
        database::Error::Ambiguous { message, .. } => match is_recorded() {
            Ok(true) => Ok(()),
            Ok(false) => Err(Reason::NotApplied { file, message }),
            Err(error) => Err(Reason::Unsettled {
                file,
                message: format!("{message}; then {error}"),
            }),
        },
        database::Error::Statement { index, message, offset } => {
            // Before the migration's own statements only the UNIQUE name can fail, or a remote engine gave no index.
            if index.is_none_or(|index| index < opening) && is_recorded().is_ok_and(|it| it) {
                return Err(Reason::AppliedElsewhere { file });
            }
            let index = index.and_then(|it| it.checked_sub(opening));
            let needs_module = message.contains("no such module: ");
            let failure = Failure::of(migration, index, offset, message);
            Err(match needs_module && !database::are_d1s() {
                true => Reason::NoModule { failure },
                false => Reason::Failed(failure),
            })
        }
        source => Err(Reason::Stopped { file, source }),
    }
}
