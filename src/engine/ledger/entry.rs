//! One applied migration, as the ledger remembers it.

use crate::migration::{Checksum, Migration};
use crate::schema::{Fingerprint, Name, Pair};

/// What a target says was applied. Both tables are optional: a database without a ledger has an empty one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// Name of wrangler's table.
    pub table: String,
    /// False when wrangler's table is not there: then nothing has ever been applied from a folder.
    pub exists: bool,
    /// What was applied, in the order in which it was.
    pub entries: Vec<Entry>,
}

/// An applied migration.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// Wrangler's number for it, which only grows.
    pub id: i64,
    /// The recorded name: `0007_teams.sql`.
    pub name: String,
    /// When, as wrangler's table has it: UTC.
    pub applied_at: String,
    /// What we noted beside it; none when wrangler applied it.
    pub record: Option<Record>,
}

/// Our own row beside wrangler's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Of the file as it was applied.
    pub checksum: Checksum,
    /// When it started, RFC 3339 in UTC with milliseconds.
    pub applied_at: String,
    /// How long it ran, by the database's clock.
    pub duration_ms: Option<u64>,
    /// Schema that it was made for and schema that it was to leave, where its header said so.
    pub fingerprints: Option<Pair<Fingerprint>>,
    /// Who, from where, with what.
    pub provenance: Provenance,
    /// Where to go back to, on a database that keeps such points.
    pub bookmark: Option<String>,
}

/// Who applied a migration, from where, with what, and why. All inputs, since rooms read no environment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provenance {
    /// A person or a CI job.
    pub applied_by: Option<String>,
    /// The environment's name: `production`.
    pub environment: Option<String>,
    /// The commit of the folder.
    pub git_commit: Option<String>,
    /// Whether the folder differed from that commit.
    pub git_dirty: Option<bool>,
    /// Version of reconcile.
    pub version: Option<String>,
    /// `--because`: why it was applied.
    pub because: Option<String>,
    /// `--ref`: the ticket or change that asked for it.
    pub reference: Option<String>,
    /// `--allow`: the codes of hazards and findings.
    pub allowed: Vec<String>,
    /// `--skip-promotion`: why it was applied before the earlier stage had it.
    pub skipped_promotion: Option<String>,
    /// Who approved the files that run.
    pub approvals: Vec<Approval>,
}

/// A migration that somebody else than its author approved for a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The recorded name.
    pub name: String,
    /// Of the file as it was approved.
    pub checksum: Checksum,
    /// Who.
    pub by: String,
    /// When, by the database's clock.
    pub at: String,
}

impl Record {
    /// What a file that is taken for applied says of itself.
    pub fn of(migration: &Migration) -> Self {
        let header = migration.sealed_header();
        Self {
            checksum: migration.checksum.clone(),
            applied_at: String::new(),
            duration_ms: None,
            fingerprints: header.map(|it| it.fingerprints.clone()),
            provenance: Provenance::default(),
            bookmark: None,
        }
    }
}

impl Ledger {
    /// The ledger of a database that has none.
    pub fn empty(table: impl Into<String>) -> Self {
        Self {
            table: table.into(),
            exists: false,
            entries: Vec::new(),
        }
    }

    /// The entry of this recorded name. File names are compared exactly, as wrangler does.
    pub fn get(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|it| it.name == name)
    }

    /// Notes a migration that was applied since the ledger was read.
    pub fn push(&mut self, name: &str) {
        self.exists = true;
        self.entries.push(Entry {
            id: self.last().map_or(1, |it| it.id + 1),
            name: name.to_owned(),
            applied_at: String::new(),
            record: None,
        });
    }

    /// What was applied last.
    pub fn last(&self) -> Option<&Entry> {
        self.entries.last()
    }

    /// Its table's name as SQLite compares it.
    pub(crate) fn key(table: &str) -> String {
        Name::new(table).folded()
    }
}

#[cfg(test)]
impl Ledger {
    /// A ledger with these names, each with the text whose checksum was recorded, in the order in which they were applied.
    pub(super) fn of_texts(entries: &[(&str, Option<&str>)]) -> Self {
        let entry = |(id, (name, text)): (i64, &(&str, Option<&str>))| Entry {
            id,
            name: (*name).to_owned(),
            applied_at: String::new(),
            record: text.map(|text| Record {
                checksum: Checksum::of(text),
                applied_at: String::new(),
                duration_ms: None,
                fingerprints: None,
                provenance: Provenance::default(),
                bookmark: None,
            }),
        };
        Self {
            table: "d1_migrations".to_owned(),
            exists: true,
            entries: (1..).zip(entries).map(entry).collect(),
        }
    }
}
