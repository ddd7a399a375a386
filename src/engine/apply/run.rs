//! Runs what is pending, one transaction each. Decides nothing: the files are what they are.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use super::ambiguous_outcome::settle;
use super::row_figures::{Counted, RowFigures, counts};
use super::schema_reading::SchemaReading;
use super::{Error, Reason, Refusal, TargetState};
use super::{batched, measured_rows, online, precondition, state_assertion, waiting_for_release};
use crate::database::Database;
use crate::introspect::{self, Catalog, Live, Ownership};
use crate::ledger::{self, Ledger, Note, Progress, Provenance, State, pending, states};
use crate::migration::{Folder, Migration, order, transaction_word};
use crate::schema::{Fingerprint, Pair, agree, agreed};

/// How a run is made.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Name of wrangler's table.
    pub ledger_table: Ownership,
    /// Files whose losses are agreed to, though their review saw none.
    pub agreed: BTreeSet<String>,
    /// Recorded names, or numbers, of files that may run although they are out of order or follow a gap.
    pub out_of_order: BTreeSet<String>,
    /// The recorded name of the last file that may run.
    pub up_to: Option<String>,
    /// Recorded names, or numbers, of files that may run although they are held.
    pub released: BTreeSet<String>,
    /// Tables to count before and after a file, in its transaction.
    pub counted: BTreeMap<String, Vec<Counted>>,
    /// No bookmark is asked for, which a remote database takes a request for.
    pub without_bookmark: bool,
    /// The run ends with a request that notes how many rows the database says were read and written.
    pub measure: bool,
    /// Rows that one call of an online rebuild copies at most; without, as many as its time allows.
    pub rows_per_call: Option<u64>,
    /// What the ledger notes of whoever runs this.
    pub provenance: Provenance,
}

impl Options {
    /// What the ledger notes of a file.
    pub(super) fn note<'a>(&'a self, migration: &'a Migration, bookmark: Option<&'a str>) -> Note<'a> {
        Note::of(migration, &self.ledger_table, &self.provenance, bookmark)
    }

    /// True if a file does not run after the last one that may.
    pub(super) fn reaches(&self, file: &str) -> bool {
        let last = self.up_to.as_deref();
        last.is_none_or(|last| order::compare(file, last).is_le())
    }
}

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Outcome {
    /// Applied by this run, in order.
    pub applied: Vec<Applied>,
}

/// A migration that this run applied.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Applied {
    /// The recorded name.
    pub file: String,
    /// From sending it to its answer.
    pub duration: Duration,
    /// Its header's fingerprints were held to the live schema, before and after.
    pub verified: bool,
    /// The answer got lost, and the ledger told that it was applied.
    pub settled: bool,
    /// Where to go back to.
    pub bookmark: Option<String>,
    /// Rows that were changed, where it ran in batches.
    pub rows: Option<u64>,
    /// In how many.
    pub batches: Option<u64>,
    /// What it did to rows, as the database tells; nothing where the answer got lost, or where it ran in batches.
    pub figures: RowFigures,
}

impl Applied {
    /// A migration whose batch was sent at `started` and is over now.
    pub(super) fn since(started: Instant, migration: &Migration, bookmark: Option<String>) -> Self {
        Self {
            file: migration.file_name.clone(),
            duration: started.elapsed(),
            verified: false,
            settled: false,
            bookmark,
            rows: None,
            batches: None,
            figures: RowFigures::default(),
        }
    }
}

/// Is told how a run goes on.
pub trait Observer {
    /// A migration is about to run. `position` counts from 1.
    fn starting(&mut self, _migration: &Migration, _position: usize, _total: usize) {}
    /// Some of a migration's rows are done, of so many that there were to do.
    fn advanced(&mut self, _migration: &Migration, _done: u64, _total: u64) {}
    /// A migration is applied.
    fn applied(&mut self, _applied: &Applied) {}
}

impl Observer for () {}

/// Applies every pending migration of the folder, each with its ledger rows in one transaction.
///
/// # Errors
/// A refusal before anything runs, or the first migration that could not be applied; see [`Reason`].
pub fn run(
    database: &mut dyn Database,
    folder: &Folder,
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<Outcome, Error> {
    match TargetState::read(database, &options.ledger_table) {
        Ok(state) => run_from(state, database, folder, options, observer),
        Err(error) => Err(Reason::from(error).into()),
    }
}

/// As [`run`], of a target whose state was read just now.
///
/// # Errors
/// As [`run`].
pub fn run_from(
    state: TargetState,
    database: &mut dyn Database,
    folder: &Folder,
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<Outcome, Error> {
    let mut applied = Vec::new();
    let result = run_all(state, database, folder, options, observer, &mut applied);
    let noted = match options.measure {
        true => measured_rows::note(database, &applied, options),
        false => Ok(()),
    };
    match result.and(noted) {
        Ok(()) => Ok(Outcome { applied }),
        Err(reason) => Err(Error { applied, reason }),
    }
}

/// Whether folder and ledger fit so well that what is pending may run. Asks no database.
///
/// # Errors
/// Why nothing would be run.
pub fn check(folder: &Folder, ledger: &Ledger, options: &Options) -> Result<(), Reason> {
    let refusals = refusals(folder, ledger, options);
    if !refusals.is_empty() {
        return Err(Reason::Refused(refusals));
    }
    let pending: Vec<&Migration> = pending(folder, ledger)
        .into_iter()
        .filter(|it| options.reaches(&it.file_name))
        .collect();
    pending.iter().copied().try_for_each(refuse_transactions)?;
    let unbatched = pending
        .iter()
        .find_map(|it| it.batches().err().or_else(|| it.parts().err()));
    unbatched.map_or(Ok(()), |finding| Err(Reason::Unbatched(finding)))
}

fn run_all(
    state: TargetState,
    database: &mut dyn Database,
    folder: &Folder,
    options: &Options,
    observer: &mut dyn Observer,
    applied: &mut Vec<Applied>,
) -> Result<(), Reason> {
    let TargetState { ledger, live, expected } = state;
    check(folder, &ledger, options)?;
    let pending = waiting_for_release::due(folder, &ledger, options);
    // Batches are transactions of their own: what holds for the first need not hold for the next.
    if expected.is_some()
        && pending
            .iter()
            .any(|it| it.is_online() || !matches!(it.batches(), Ok(None)))
    {
        let state = TargetState::read(database, &options.ledger_table)?;
        return run_all(state, database, folder, options, observer, applied);
    }
    let mut assertions = expected.map(|it| state_assertion::statements(&it, &ledger));
    let last = folder
        .migrations()
        .iter()
        .rfind(|it| ledger.get(&it.file_name).is_some());
    let header = |migration: &&'_ Migration| {
        let in_order = last.is_none_or(|last| order::compare(&last.file_name, &migration.file_name).is_lt());
        migration.sealed_header().filter(|_| in_order).cloned()
    };
    // What the last migration left: nobody else's change in between goes unnoticed, since each file asserts what it touches.
    let mut known: Option<Live> = live;
    let mut fingerprint: Option<Fingerprint> = None;
    let mut reading = SchemaReading::of(database, options);
    for (index, migration) in pending.iter().enumerate() {
        let sealed = header(migration);
        let parts = migration.parts().map_err(Reason::Unbatched)?;
        let begun = match &parts {
            Some(_) => online::begun(database, migration, options)?,
            None => None,
        };
        // After the switch, the schema is neither the one before nor the one after.
        let switched = begun.as_ref().is_some_and(Progress::is_switched);
        if let Some(header) = sealed.as_ref().filter(|_| !switched) {
            let live = reading.live(database, known.take())?;
            let found = fingerprint.take().unwrap_or_else(|| live.schema.fingerprint());
            if !found.is_recorded_as(&header.fingerprints.from) {
                // What parts of a schema say is held to what SQLite makes of the whole before it is reported.
                let live = reading.whole(database, live)?;
                let found = live.schema.fingerprint();
                let fits = precondition::check(folder, migration, header, (&live, found), &options.ledger_table);
                fits.map_err(|reason| elsewhere(database, migration, options).unwrap_or(reason))?;
            }
        }
        observer.starting(migration, index + 1, pending.len());
        let is_verified = sealed.is_some() || pending.get(index + 1).and_then(&header).is_some();
        let (done, left) = match (&parts, migration.batches().map_err(Reason::Unbatched)?) {
            (Some(parts), _) => (
                online::run(database, migration, (parts, begun), options, observer)?,
                None,
            ),
            (None, Some(batches)) => (batched::run(database, migration, &batches, options, observer)?, None),
            (None, None) => {
                let assertions = assertions.take().unwrap_or_default();
                let reads = is_verified && !reading.is_by_parts();
                run_one(database, migration, options, assertions, (sealed.is_some(), reads))?
            }
        };
        observer.applied(&done);
        applied.push(done);
        (known, fingerprint) = (left, None);
        if let Some(header) = &sealed {
            let live = reading.live(database, known.take())?;
            let found = live.schema.fingerprint();
            if !found.is_recorded_as(&header.fingerprints.to) {
                return Err(Reason::OtherResult {
                    file: migration.file_name.clone(),
                    fingerprints: Pair {
                        from: header.fingerprints.to.clone(),
                        to: found,
                    },
                });
            }
            (known, fingerprint) = (Some(live), Some(found));
        }
    }
    Ok(())
}

/// Another schema than the reviewed one may be what the migration itself left, run by another process since the ledger was
/// read.
fn elsewhere(database: &mut dyn Database, migration: &Migration, options: &Options) -> Option<Reason> {
    let ledger = ledger::read(database, &options.ledger_table).ok()?;
    ledger.get(&migration.file_name).map(|_| Reason::AppliedElsewhere {
        file: migration.file_name.clone(),
    })
}

/// One migration in one transaction, with its ledger rows; and the schema that it left, where that is asked for.
fn run_one(
    database: &mut dyn Database,
    migration: &Migration,
    options: &Options,
    assertions: Vec<String>,
    (verified, reads_schema): (bool, bool),
) -> Result<(Applied, Option<Live>), Reason> {
    let bookmark = match options.without_bookmark {
        true => None,
        false => database.bookmark()?,
    };
    let note = options.note(migration, bookmark.as_deref());
    let mut batch = assertions;
    batch.extend(note.opening());
    let is_agreed = options.agreed.contains(&migration.file_name);
    batch.extend(is_agreed.then(agree));
    let opening = batch.len();
    let counted: &[Counted] = options.counted.get(&migration.file_name).map_or(&[], Vec::as_slice);
    batch.extend(counts(counted, |it| &it.from));
    let statements = migration.statements();
    let count = statements.len();
    batch.extend(statements.into_iter().map(|it| it.1));
    batch.extend(is_agreed.then(agreed));
    batch.extend(counts(counted, |it| &it.to));
    batch.extend(note.closing());
    let batch = ledger::suited(database, batch);
    let started = Instant::now();
    let queries = if reads_schema {
        introspect::queries()
    } else {
        Vec::new()
    };
    let (figures, live, settled) = match database.run_then_read(&batch, &queries) {
        Ok((summary, rows)) => {
            let figures = RowFigures::of(&summary, counted, opening, count, usize::from(is_agreed));
            let rows = rows.filter(|_| reads_schema);
            let live = rows.map(|it| Catalog::of(it).live(&options.ledger_table));
            (figures, live, false)
        }
        Err(error) => {
            settle(database, migration, options, opening + counted.len(), error)?;
            (RowFigures::default(), None, true)
        }
    };
    let applied = Applied {
        verified,
        settled,
        figures,
        ..Applied::since(started, migration, bookmark)
    };
    Ok((applied, live))
}

/// Why a folder may not be applied to a target with this ledger.
pub fn refusals(folder: &Folder, ledger: &Ledger, options: &Options) -> Vec<Refusal> {
    let refusal = |file: String, state: State| match state {
        State::Applied | State::AppliedByWrangler | State::Pending => None,
        State::Edited { recorded, found } => Some(Refusal::Edited { file, recorded, found }),
        State::Missing => Some(Refusal::Missing { file }),
        State::OutOfOrder { .. } | State::AfterGap(_) if is_accepted(&file, options) || !options.reaches(&file) => None,
        State::OutOfOrder { after } => Some(Refusal::OutOfOrder { file, after }),
        State::AfterGap(gap) => Some(Refusal::Gap { gap }),
    };
    let states = states(folder, ledger).into_iter();
    let mut refusals: Vec<Refusal> = states.filter_map(|it| refusal(it.file, it.state)).collect();
    refusals.extend(waiting_for_release::behind(folder, ledger, options));
    refusals
}

fn is_accepted(file: &str, options: &Options) -> bool {
    names(&options.out_of_order, file)
}

/// True if one of these is the file's name or number.
pub(super) fn names(given: &BTreeSet<String>, file: &str) -> bool {
    let number = order::number_text(file).and_then(|it| it.parse::<u64>().ok());
    let accepts = |name: &String| {
        name == file
            || number.is_some() && name.parse().ok() == number
            || order::number_text(file) == Some(name.as_str())
    };
    given.iter().any(accepts)
}

/// A COMMIT in the middle would make the first half of a migration stay when the second fails.
pub(super) fn refuse_transactions(migration: &Migration) -> Result<(), Reason> {
    for (line, statement) in migration.statements() {
        if let Some(word) = transaction_word(&statement) {
            return Err(Reason::Transaction {
                file: migration.file_name.clone(),
                line,
                word,
            });
        }
    }
    Ok(())
}
