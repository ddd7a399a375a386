//! The way between two schemas, planned, proven and written as a migration: what a program calls that has no project.

use std::path::Path;

use jiff::Timestamp;

use crate::database::{self, Database};
use crate::desired::{self, Desired};
use crate::diff::Diff;
use crate::draft::{self, Draft, draft, draft_unasked};
use crate::introspect;
use crate::migration::{self, Folder, Meta, Migration, Review, seal};
use crate::plan::{Options, Plan};
use crate::proof::{Claim, Disproof, Proven, Rows, prove};
use crate::reference::Reference;
use crate::render::{Script, hazard_sentence};
use crate::schema::Schema;

/// The way from one schema to another.
#[derive(Debug, Clone)]
pub struct Transition {
    from: Schema,
    desired: Desired,
    draft: Draft,
}

/// Why there is no way.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A schema text that SQLite or D1 refuses, with line and remedy.
    #[error(transparent)]
    Schema(#[from] desired::Error),
    /// The database could not be read.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// An object of the database that cannot be read for what it is.
    #[error("{object} cannot be read: {reason}")]
    Unknown {
        /// The object.
        object: String,
        /// Why.
        reason: String,
    },
    /// No plan leads there.
    #[error(transparent)]
    Draft(#[from] draft::Error),
}

impl Transition {
    /// Plans the way between two schema texts. Directives in the comments of `after` count (`-- reconcile: renamed-from login`).
    /// Nobody can say what rows there will be, so every plan is made for the worst ones.
    ///
    /// # Errors
    /// A text that is no schema; a change that no order of steps brings about.
    pub fn between(before: &str, after: &str) -> Result<Self, Error> {
        let from = desired::parse_sql(Path::new("before.sql"), before)?.schema;
        let desired = desired::parse_sql(Path::new("after.sql"), after)?;
        let draft = draft_unasked(&from, &desired, &Options::default())?;
        Ok(Self { from, desired, draft })
    }

    /// Plans the way from a database as it is, with the questions about its rows answered.
    ///
    /// # Errors
    /// As [`Transition::between`]; a database that cannot be read.
    pub fn of(database: &mut dyn Database, after: &str) -> Result<Self, Error> {
        let live = introspect::read(database)?;
        if let Some(unknown) = live.unknown.first() {
            return Err(Error::Unknown {
                object: unknown.object.to_string(),
                reason: unknown.reason.clone(),
            });
        }
        let desired = desired::parse_sql(Path::new("after.sql"), after)?;
        let from = live.schema;
        let draft = draft(&from, &desired, database, &from, &Options::default(), Vec::new())?;
        Ok(Self { from, desired, draft })
    }

    /// What differs.
    pub fn diff(&self) -> &Diff {
        &self.draft.diff
    }

    /// The steps, with their reasons; `all_hazards` says what they may cost.
    pub fn plan(&self) -> &Plan {
        &self.draft.plan
    }

    /// The SQL.
    pub fn script(&self) -> &Script {
        &self.draft.script
    }

    /// Runs the SQL on a scratch database with made rows, and checks what it leaves: the wanted schema, no row lost, every
    /// foreign key whole, nothing left to plan.
    ///
    /// # Errors
    /// What failed, and whose fault it is.
    pub fn prove(&self) -> Result<Proven, Disproof> {
        prove(&Claim {
            plan: &self.draft.plan,
            script: &self.draft.script,
            from: &self.from,
            desired: &self.desired.schema,
            hints: &self.desired.hints,
            rows: Rows::Made,
            settle: &[],
            reference: Reference::default(),
        })
    }

    /// The next migration of a folder, sealed: what was proven, below a header that says what it does and what it may cost.
    ///
    /// # Errors
    /// A folder whose pattern has no place for the name.
    pub fn migration(
        &self,
        proven: &Proven,
        folder: &Folder,
        title: &str,
        now: Timestamp,
    ) -> Result<Migration, migration::Error> {
        let sentence = |hazard| hazard_sentence(hazard, None);
        let review = Review {
            changes: self.draft.diff.changes.iter().map(|it| it.headline()).collect(),
            hazards: self.draft.plan.all_hazards().map(sentence).collect(),
            ..Review::default()
        };
        let meta = Meta {
            name: folder.next(title, now)?,
            title: title.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            written_at: now,
            review,
        };
        Ok(seal(proven, meta))
    }
}
