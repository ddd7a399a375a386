//! What can go wrong with a verb, whichever room it comes from.

mod help;

use crate::apply::Reason;
use crate::database;
use crate::desired;
use crate::ledger;
use crate::migration;
use crate::plan;
use crate::proof::Disproof;
use crate::schema::{Name, ObjectRef};

/// An error of a verb.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A rename that stages cannot divide.
    #[error(
        "{table}.{column} is the new name of one column and the old name of another, so stages cannot keep both\nhelp: write it as one migration with reconcile plan; or rename one column, deploy, then rename the other"
    )]
    NotDivided {
        /// The table.
        table: Name,
        /// The name.
        column: Name,
    },
    /// A change that cannot be kept true for old and new code at once.
    #[error("this change cannot be split into stages: {reason}")]
    Undivided {
        /// What cannot be kept true.
        reason: String,
        /// What to do instead.
        help: String,
    },
    /// The configuration.
    #[error(transparent)]
    Config(#[from] crate::config::Error),
    /// A folder that is not handed to a program.
    #[error(transparent)]
    Bundle(#[from] crate::bundle::Unusable),
    /// A fleet that is given to a Worker.
    #[error(transparent)]
    Runner(#[from] crate::runner::Error),
    /// Alerts.
    #[error(transparent)]
    Alert(#[from] crate::alert::Error),
    /// The list of a fleet.
    #[error(transparent)]
    Fleet(#[from] crate::fleet::Error),
    /// A code in a policy that no hazard and no finding of lint has.
    #[error("{place}: unknown hazard {code}")]
    NoSuchCode {
        /// File and line.
        place: String,
        /// As written.
        code: String,
        /// What may be meant.
        help: String,
    },
    /// A table that the migrations do not make.
    #[error("the migrations create no table {table}")]
    NoSuchTable {
        /// As typed.
        table: String,
        /// Those that they make.
        known: String,
    },
    /// A pattern that matches no table and no view.
    #[error("no table or view is called {pattern}")]
    NothingChosen {
        /// As typed.
        pattern: String,
        /// What may be meant.
        nearest: Option<String>,
        /// What there is.
        known: Vec<String>,
    },
    /// A test cannot be written.
    #[error("cannot write {}: {reason}", path.display())]
    NoTestWritten {
        /// Its path.
        path: std::path::PathBuf,
        /// Why not.
        reason: String,
    },
    /// Nothing to identify with at Cloudflare.
    #[error(transparent)]
    Credentials(#[from] database::d1::CredentialError),
    /// A file that has to be there is not.
    #[error("cannot open {0}: no such file")]
    Missing(String),
    /// A fleet without a database that a plan can start from.
    #[error("none of the {databases} databases of fleet {fleet} is what its ledger says")]
    NoShape {
        /// The fleet.
        fleet: String,
        /// How many it has.
        databases: usize,
    },
    /// A file where a remote database is wanted.
    #[error("{0} is not a remote database")]
    NotRemote(String),
    /// The target.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// The schema files.
    #[error(transparent)]
    Desired(#[from] desired::Error),
    /// The migrations folder.
    #[error(transparent)]
    Migration(#[from] migration::Error),
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
    /// A backfill that does not compile.
    #[error(transparent)]
    Backfill(#[from] crate::draft::ExpressionError),
    /// Rows of a reference table that are not compared.
    #[error(transparent)]
    Reference(#[from] crate::reference::Error),
    /// A run that stopped.
    #[error(transparent)]
    Apply(#[from] Box<crate::apply::Error>),
    /// A replay on scratch.
    #[error(transparent)]
    Replay(#[from] crate::replay::Error),
    /// The planner.
    #[error(transparent)]
    Plan(#[from] plan::Error),
    /// The proof failed: a bug of ours.
    #[error("{0}")]
    Disproof(Box<Disproof>),
    /// The application's sources.
    #[error(transparent)]
    Compat(#[from] crate::compat::Error),
    /// A seed file that did not run.
    #[error(transparent)]
    Seed(#[from] crate::seed::Error),
    /// A mask that no column can have.
    #[error("{place}: {message}")]
    Mask {
        /// File and line.
        place: String,
        /// What is wrong.
        message: String,
    },
    /// Rows that do not fit into the file that they are pulled into.
    #[error(transparent)]
    Pull(#[from] crate::pull::Error),
    /// The types of a schema.
    #[error(transparent)]
    Types(#[from] crate::types::Error),
    /// A step that would take an object of another program along.
    #[error("{reason}")]
    TakesIgnored {
        /// The object.
        object: ObjectRef,
        /// What would happen.
        reason: String,
    },
    /// An object that is not understood.
    #[error("cannot parse {object}: {reason}")]
    Unknown {
        /// Which.
        object: ObjectRef,
        /// Why.
        reason: String,
    },
    /// Nothing to mark as applied.
    #[error("there are no migrations in {}", folder.display())]
    NoMigrations {
        /// Where they were looked for.
        folder: std::path::PathBuf,
    },
    /// A migration that the folder does not hold.
    #[error("there is no migration {name} in {}", folder.display())]
    NoSuchMigration {
        /// As given.
        name: String,
        /// Where it was looked for.
        folder: std::path::PathBuf,
        /// The names of those that it holds.
        known: Vec<String>,
    },
    /// Migrations from which no schema can be told.
    #[error("the migrations do not run on an empty database: {reason}")]
    NotReplayed {
        /// The first that does not, and why.
        reason: String,
    },
    /// Ledgers of other tools that say different things of the folder.
    #[error("{target} has the ledgers {}, which record different files as applied", tables.join(" and "))]
    SeveralLedgers {
        /// The database.
        target: String,
        /// Their tables.
        tables: Vec<String>,
        /// How to take over one of them.
        command: String,
    },
    /// No ledger of another tool by that name.
    #[error("{target} has no ledger {table} that records a file of the folder")]
    NoSuchLedger {
        /// The table.
        table: String,
        /// The database.
        target: String,
        /// Tables that are.
        known: Vec<String>,
    },
    /// drizzle's journal names a file that is not there.
    #[error("{} names {}, which is not there", journal.display(), file.display())]
    JournalWithoutFile {
        /// The journal.
        journal: std::path::PathBuf,
        /// The file.
        file: std::path::PathBuf,
    },
    /// Nothing is wrong, and a person must decide: what was done by hand, lacks an approval, or went by another name.
    #[error("{reason}")]
    Refused {
        /// Which, and what is known of it.
        reason: String,
        /// What to do.
        help: String,
    },
    /// A target that no two readings in a row found the same.
    #[error("it is being changed right now: no two readings were the same")]
    Changing,
    /// A migration is written, and the target's ledger could not be told that it is applied.
    #[error("{reason}")]
    NotMarked {
        /// Which, and what the database said.
        reason: String,
        /// The command that marks it.
        help: String,
    },
    /// Applied files are gone, and nothing in the folder makes what they made.
    #[error("applied files are missing from {}, and no file there can have replaced them", folder.display())]
    NothingTakesTheirPlace {
        /// The folder.
        folder: std::path::PathBuf,
    },
    /// A stage's backfill that does not do its work on made rows.
    #[error("{file}:{line}: {reason}")]
    Fill {
        /// The migration that was to be written.
        file: String,
        /// The statement's line in it.
        line: usize,
        /// Why not.
        reason: String,
    },
    /// A backfill that cannot be read.
    #[error("{text} is not of the form TABLE.COLUMN=EXPRESSION")]
    NoFill {
        /// As given.
        text: String,
    },
    /// Nothing to run.
    #[error("there is no test in {}", folder.display())]
    NoTests {
        /// Where they were looked for.
        folder: std::path::PathBuf,
    },
    /// An edited migration that cannot be sealed.
    #[error("cannot seal {file}: {reason}")]
    NotResealed {
        /// Its name.
        file: String,
        /// What its proof found.
        reason: String,
    },
    /// A migration that is not planned again, run as a file, or undone by another one.
    #[error("cannot {deed}: {reason}")]
    NotDone {
        /// What was asked for, with its name: `revert 0002_b.sql`.
        deed: String,
        /// Why not.
        reason: String,
        /// What to do instead.
        help: String,
    },
    /// A remote database cannot be copied as a file.
    #[error("{label} is remote and can only be exported as SQL")]
    NoFile {
        /// Which.
        label: String,
    },
    /// The ledger holds no point to go back to.
    #[error("{label} has no bookmark {}", migration.as_ref().map_or_else(|| "yet: nothing was applied to it".to_owned(), |it| format!("from before {it}")))]
    NoBookmark {
        /// Which.
        label: String,
        /// The newest migration, if there is one.
        migration: Option<String>,
    },
}

impl From<crate::draft::Error> for Error {
    fn from(error: crate::draft::Error) -> Self {
        match error {
            crate::draft::Error::Database(error) => Self::Database(error),
            crate::draft::Error::Plan(error) => Self::Plan(error),
            crate::draft::Error::Backfill(error) => Self::Backfill(error),
            crate::draft::Error::Reference(error) => Self::Desired(error),
        }
    }
}

impl From<Reason> for Error {
    fn from(reason: Reason) -> Self {
        Self::Apply(Box::new(reason.into()))
    }
}

impl Error {
    /// True if nothing is wrong, and a person must decide.
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::Refused { .. } => true,
            Self::Disproof(disproof) => {
                use crate::proof::Cause;
                matches!(disproof.cause, Cause::Rows | Cause::DeclaredRows)
            }
            Self::Apply(error) => error.is_refusal(),
            _ => false,
        }
    }

    /// True if the target is as it was before, and another look at it may help.
    pub(crate) fn changed_nothing(&self) -> bool {
        !matches!(self, Self::Apply(error) if error.changed_something())
    }

    /// True if another run applied the same migration at the same time.
    pub(crate) fn is_applied_elsewhere(&self) -> bool {
        matches!(self, Self::Apply(error) if matches!(error.reason, Reason::AppliedElsewhere { .. }))
    }

    /// For a folder without a file.
    pub(crate) fn no_migrations(folder: &migration::Folder) -> Self {
        Self::NoMigrations {
            folder: folder.dir().to_path_buf(),
        }
    }

    /// For a name or number that no file of a folder has.
    pub(crate) fn no_such_migration(folder: &migration::Folder, name: &str) -> Self {
        Self::NoSuchMigration {
            name: name.to_owned(),
            folder: folder.dir().to_path_buf(),
            known: folder.migrations().iter().map(|it| it.file_name.clone()).collect(),
        }
    }
}
