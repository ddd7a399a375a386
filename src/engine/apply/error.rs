//! Why a run stopped.

use super::{Applied, Difference};
use crate::migration::{Checksum, Failure, Gap, order};
use crate::schema::{Fingerprint, Pair};
use crate::{database, ledger};

/// A run that stopped. What was applied before stays, and is told.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{reason}")]
pub struct Error {
    /// Applied by this run before it stopped.
    pub applied: Vec<Applied>,
    /// Why it stopped.
    pub reason: Reason,
}

impl From<Reason> for Error {
    /// Stopped before anything was applied.
    fn from(reason: Reason) -> Self {
        Self {
            applied: Vec::new(),
            reason,
        }
    }
}

impl Error {
    /// True if the target is not as it was before, or may not be.
    pub fn changed_something(&self) -> bool {
        let is_open = matches!(
            self.reason,
            Reason::Stopped { .. }
                | Reason::NotApplied { .. }
                | Reason::Unsettled { .. }
                | Reason::SliceFailed { .. }
                | Reason::NotInBatches { .. }
                | Reason::AnotherRun { .. }
        );
        is_open || !self.applied.is_empty()
    }

    /// True when nothing failed: what is there is not what was reviewed, and a person must decide (exit code 3).
    pub fn is_refusal(&self) -> bool {
        matches!(
            self.reason,
            Reason::Refused(_)
                | Reason::OtherSchema { .. }
                | Reason::OtherStart { .. }
                | Reason::MoreThanReviewed { .. }
                | Reason::NoConsent { .. }
                | Reason::StillUsed { .. }
                | Reason::EditedRebuild { .. }
                | Reason::UnfinishedRebuild { .. }
                | Reason::AlreadySwitched { .. }
        )
    }
}

/// Why a run stopped.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// The folder and the ledger do not fit. Nothing was run.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Refused(Vec<Refusal>),
    /// Rows of this target are lost that nobody agreed to lose. Nothing was run.
    #[error(
        "{file} would lose more data on this target than was reviewed{}\nhelp: {remedy}",
        lines(losses)
    )]
    MoreThanReviewed {
        /// The migration.
        file: String,
        /// What is lost, one sentence each.
        losses: Vec<String>,
        /// What lets it pass, if anything does.
        remedy: String,
    },
    /// A file that no proof exists for does what nobody agreed to, or what policy denies. Nothing was run.
    #[error("{file} {what}{}\nhelp: {remedy}", lines(findings))]
    NoConsent {
        /// The migration.
        file: String,
        /// What is the matter with it.
        what: &'static str,
        /// What lint says of it, one sentence each.
        findings: Vec<String>,
        /// What lets it pass, if anything does.
        remedy: String,
    },
    /// A released migration takes away what the application's sources still use. Nothing was run.
    #[error(
        "{file} is released, but the sources still use what it drops{}\nhelp: first deploy code that does not use it; \
         if these sources run nowhere, pass --allow breaks-app",
        lines(statements)
    )]
    StillUsed {
        /// The migration.
        file: String,
        /// The statements that would fail, each with its place.
        statements: Vec<String>,
    },
    /// The target's schema is not the one that a migration was reviewed for. It was not run.
    #[error(
        "{file}: the live schema is not the reviewed one (made for {}, found {}){}\nhelp: see what was changed by \
         hand with `reconcile drift` and undo it with `reconcile plan --undo-drift`; if nothing was, or to keep the \
         change, put it into the schema and run `reconcile plan --redo {}`",
        fingerprints.from.short(), fingerprints.to.short(), list(differences), order::number_text(file).unwrap_or(file)
    )]
    OtherSchema {
        /// The migration.
        file: String,
        /// The reviewed one, and the one found.
        fingerprints: Pair<Fingerprint>,
        /// What differs, where the folder can tell.
        differences: Vec<Difference>,
    },
    /// A file that was made for one state of one target meets another one. It was not run.
    #[error(
        "{file}: the live schema is not the one that the file was made for (made for {}, found {})\nhelp: run \
         `reconcile drift`, then write the file again with `reconcile plan --undo-drift`",
        fingerprints.from.short(), fingerprints.to.short()
    )]
    OtherStart {
        /// The file.
        file: String,
        /// The schema that it was made for, and the one found.
        fingerprints: Pair<Fingerprint>,
    },
    /// A migration starts or ends a transaction of its own. It was not run.
    #[error(
        "{file}:{line}: {word} is not allowed in a migration, which already is one transaction\nhelp: delete the line"
    )]
    Transaction {
        /// The migration.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The word.
        word: &'static str,
    },
    /// A migration that is to run in batches cannot. It was not run.
    #[error("{0}\nhelp: {remedy}", remedy = .0.remedy)]
    Unbatched(crate::diagnostic::Diagnostic),
    /// The rows of this table cannot be walked through.
    #[error(
        "{file}:{line}: {table} has no key to walk its rows by, so it cannot be changed in batches\nhelp: delete the `in batches of` line"
    )]
    NotInBatches {
        /// The migration.
        file: String,
        /// The statement's line.
        line: usize,
        /// The table, which is not there or has neither rowid nor key.
        table: crate::schema::Name,
    },
    /// A slice failed. What was done before it stays done.
    #[error(
        "{file}:{line}: {message}\n{done} rows are done and are kept; the migration is not recorded yet\nhelp: correct the rows or the statement, then run `reconcile apply` again: it resumes from there"
    )]
    SliceFailed {
        /// The migration.
        file: String,
        /// The statement's line.
        line: usize,
        /// The engine's own words.
        message: String,
        /// Rows that this run changed before.
        done: u64,
    },
    /// An online rebuild was begun with another text. Nothing was run.
    #[error(
        "{file} was edited while it rebuilds a table\nhelp: restore the file from Git, or take back what was prepared: `reconcile apply --abort`"
    )]
    EditedRebuild {
        /// The migration.
        file: String,
    },
    /// Another online rebuild is not at its end. Nothing was run.
    #[error(
        "{file} has begun to rebuild a table, and is not at its end\nhelp: put the file back into the folder and run it, or take back what was prepared: `reconcile apply --abort`"
    )]
    UnfinishedRebuild {
        /// The file that began.
        file: String,
    },
    /// An online rebuild that is to be taken back is past its switch. Nothing was changed.
    #[error(
        "{file} has put the new table into place already, so it cannot be taken back\nhelp: let `reconcile apply` finish it; then `reconcile revert` writes its undo"
    )]
    AlreadySwitched {
        /// The migration.
        file: String,
    },
    /// Two runs work on the same online rebuild. This one stopped.
    #[error("{file} is being run by another process; this one stopped\nhelp: run `reconcile status`")]
    AnotherRun {
        /// The migration.
        file: String,
    },
    /// A statement failed; nothing of its migration remains.
    #[error("{0}\nthe migration was rolled back{help}", help = of_constraint(&.0.message))]
    Failed(Failure),
    /// A statement needs a module of the application's SQLite; nothing of its migration remains.
    #[error(
        "{failure}\nthe migration was rolled back; the SQLite of reconcile does not have the module\nhelp: let your application run {}, \
         then mark it as applied: `reconcile baseline --to {}`",
        failure.file, order::number_text(&failure.file).unwrap_or(&failure.file)
    )]
    NoModule {
        /// The statement.
        failure: Failure,
    },
    /// Another process applied the migration first. Ours changed nothing.
    #[error(
        "{file} was applied by another process in the meantime; this one changed nothing\nhelp: run `reconcile status`"
    )]
    AppliedElsewhere {
        /// The migration.
        file: String,
    },
    /// The database could not run it: locked, full, not to be reached. Nothing of it remains.
    #[error("{file} was not applied: {source}")]
    Stopped {
        /// The migration.
        file: String,
        /// What happened.
        source: database::Error,
    },
    /// No answer came, and the ledger says that the migration was not applied.
    #[error("{file} was not applied: {message}\nhelp: run `reconcile apply` again")]
    NotApplied {
        /// The migration.
        file: String,
        /// What happened.
        message: String,
    },
    /// No answer came, and the ledger could not be read either.
    #[error("it is unknown whether {file} was applied: {message}\nhelp: run `reconcile status` first")]
    Unsettled {
        /// The migration.
        file: String,
        /// What happened.
        message: String,
    },
    /// A migration was applied and left another schema than it was reviewed for.
    #[error(
        "{file} was applied, but the resulting schema is not the reviewed one (expected {}, found {})\nhelp: run `reconcile drift`",
        fingerprints.from.short(), fingerprints.to.short()
    )]
    OtherResult {
        /// The migration.
        file: String,
        /// The expected one, and the one found.
        fingerprints: Pair<Fingerprint>,
    },
    /// The ledger could not be read.
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
    /// The database could not be read.
    #[error(transparent)]
    Database(#[from] database::Error),
}

/// Why a folder may not be applied as it is. Displays as one sentence and a help line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// An applied file was changed.
    #[error(
        "{file} was edited after it was applied (checksum {} then, {} now)\nhelp: restore the file from Git and put \
         the change into a new migration", recorded.short(), found.short()
    )]
    Edited {
        /// The file.
        file: String,
        /// Its checksum when it was applied.
        recorded: Checksum,
        /// Its checksum now.
        found: Checksum,
    },
    /// An applied file is gone.
    #[error(
        "{file} is applied, but missing from the folder\nhelp: restore the file from Git, or check out the branch that has it"
    )]
    Missing {
        /// The file.
        file: String,
    },
    /// A file runs before one that is applied.
    #[error(
        "{file} is out of order: {after}, which runs after it, is already applied\nhelp: give it the next number, or allow it with \
         `--out-of-order {file}`"
    )]
    OutOfOrder {
        /// The file.
        file: String,
        /// What is applied.
        after: String,
    },
    /// A file that is to be released would not run, since one before it is held.
    #[error("{file} cannot be released by itself: {}\nhelp: release them together: apply {}", stands(before, *is_held), released(before, file, *is_held))]
    Behind {
        /// The file.
        file: String,
        /// It is held itself.
        is_held: bool,
        /// Those before it that nothing releases.
        before: Vec<String>,
    },
    /// Numbers before a pending file are missing.
    #[error("{gap} before {}\nhelp: add the missing file to the folder, or allow the gap with `--out-of-order {}`", gap.before, gap.before)]
    Gap {
        /// What is missing.
        gap: Gap,
    },
}

/// What to do about rows that a constraint does not let be.
fn of_constraint(message: &str) -> String {
    const WAYS: [(&str, &str); 4] = [
        (
            "FOREIGN KEY constraint failed",
            "a row would refer to one that does not exist: write that one first, or change or delete the row that refers to it",
        ),
        (
            "UNIQUE constraint failed",
            "two rows would have the same value there: change or delete one of them first",
        ),
        (
            "NOT NULL constraint failed",
            "give every row a value there, or the column a DEFAULT",
        ),
        (
            "CHECK constraint failed",
            "correct the rows that violate the condition first",
        ),
    ];
    let way = WAYS.iter().find(|(failed, _)| message.contains(failed));
    way.map(|(_, way)| format!("\nhelp: {way}")).unwrap_or_default()
}

/// `0004_x.sql is held, too, and comes before it`
fn stands(before: &[String], is_held: bool) -> String {
    let (are, come) = if before.len() == 1 {
        ("is", "comes")
    } else {
        ("are", "come")
    };
    let too = if is_held { ", too," } else { "" };
    format!("{} {are} held{too} and {come} before it", before.join(", "))
}

/// `--release 0004 --release 0005`
fn released(before: &[String], file: &str, is_held: bool) -> String {
    let names = before.iter().map(String::as_str).chain(is_held.then_some(file));
    let flags = names.map(|it| format!("--release {}", order::number_text(it).unwrap_or(it)));
    flags.collect::<Vec<_>>().join(" ")
}

fn lines(sentences: &[String]) -> String {
    sentences.iter().map(|it| format!("\n  {it}")).collect()
}

fn list(differences: &[Difference]) -> String {
    differences.iter().map(|it| format!("\n  {it}")).collect()
}
