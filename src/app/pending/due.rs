//! What `apply` was asked for, and which migrations that makes the next ones to run.

use std::collections::{BTreeMap, BTreeSet};

use crate::apply::{self, Options};
use crate::diagnostic::Code;
use crate::error::Error;
use crate::ledger::{self, Ledger, Provenance};
use crate::migration::{Folder, Migration};
use crate::policy::approvals::Authors;
use crate::report::HeldRow;
use crate::session::{Session, relocation};

/// What is asked of `apply`, beside the project.
#[derive(Debug, Clone, Default)]
pub struct ApplyRequest {
    /// Names or numbers that may run although they are out of order.
    pub out_of_order: BTreeSet<String>,
    /// Names or numbers that may run although they are held.
    pub released: BTreeSet<String>,
    /// Name or number of the last one that may run; all without it.
    pub up_to: Option<String>,
    /// `--allow`: hazard codes, or `all`.
    pub allow: Vec<String>,
    /// No bookmark is asked for.
    pub without_bookmark: bool,
    /// Rows that one call of an online rebuild copies at most.
    pub rows_per_call: Option<u64>,
    /// Who, from where, with what.
    pub provenance: Provenance,
    /// Who wrote a file.
    pub authors: Authors,
}

impl ApplyRequest {
    /// How the run is made.
    pub(crate) fn options(&self, session: &Session<'_>) -> Result<Options, Error> {
        // Of several with one number, the last: all of them are up to it.
        let files = session.folder()?.migrations();
        let up_to = |name: &String| files.iter().rfind(|it| it.is_called(name));
        let up_to = self.up_to.as_ref().and_then(up_to);
        Ok(Options {
            up_to: up_to.map(|it| it.file_name.clone()),
            ledger_table: session.project.ledger.clone(),
            measure: session.project.measure,
            agreed: BTreeSet::new(),
            counted: BTreeMap::new(),
            without_bookmark: self.without_bookmark,
            rows_per_call: self.rows_per_call,
            out_of_order: self.out_of_order.clone(),
            released: self.released.clone(),
            provenance: self.provenance.clone(),
        })
    }

    /// A typing error in `--release`, `--out-of-order` or `--to` must not pass for something that is done.
    pub(crate) fn check_names(&self, folder: &Folder) -> Result<(), Error> {
        let known = |name: &String| folder.migrations().iter().any(|it| it.is_called(name));
        let unknown = self
            .released
            .iter()
            .chain(&self.out_of_order)
            .chain(&self.up_to)
            .find(|it| !known(it));
        unknown.map_or(Ok(()), |name| Err(Error::no_such_migration(folder, name)))
    }
}

/// The migrations that are next.
///
/// # Errors
/// Those of the ledger, and what would keep them from running.
pub(crate) fn due<'a>(session: &'a Session<'_>, request: &ApplyRequest) -> Result<Vec<&'a Migration>, Error> {
    let (folder, ledger) = (session.folder()?, session.ledger()?);
    request.check_names(folder)?;
    relocation::refuse_other_ledger(session)?;
    let options = request.options(session)?;
    if let Err(reason) = apply::check(folder, ledger, &options) {
        relocation::refuse(session, Some(&reason))?;
        return Err(reason.into());
    }
    Ok(apply::due(folder, ledger, &options))
}

/// What waits for its time, and until when, on a target with this ledger.
pub(crate) fn held(session: &Session<'_>, ledger: &Ledger, request: &ApplyRequest) -> Result<Vec<HeldRow>, Error> {
    let folder = session.folder()?;
    let behind = |held: &Migration| {
        let pending = ledger::pending(folder, ledger).into_iter();
        let after = pending.skip_while(|it| it.file_name != held.file_name).skip(1);
        after.map(|it| it.file_name.clone()).collect()
    };
    let row = |it: &Migration| HeldRow {
        name: it.file_name.clone(),
        until: it.held_until().unwrap_or_default().to_owned(),
        behind: behind(it),
    };
    let held = apply::held(folder, ledger, &request.options(session)?);
    Ok(held.map(row).into_iter().collect())
}

/// What `verify` has to say about numbers, for a database that gets the folder from its first file on: it is no reason to
/// stop, since the order is wrangler's and the same everywhere.
pub(crate) fn number_notes(folder: &Folder, first: Option<&str>) -> Vec<String> {
    let is_new = folder
        .migrations()
        .first()
        .is_some_and(|it| Some(it.file_name.as_str()) == first);
    let findings = folder.findings().into_iter();
    let of_numbers = findings.filter(|it| is_new && matches!(it.code, Code::MissingNumber | Code::DuplicateNumber));
    of_numbers.map(|it| it.to_string()).collect()
}
