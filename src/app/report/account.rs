//! What `database` says of the account's databases and of one.

use serde::Serialize;

use super::counted::counted;
use super::{Block, Document, Screen, Tone};
use crate::export::size;
use crate::render::thousands;

/// The result of `database list` and `database create`.
///
/// target: `account ID`; of `database create` the new database, `d1:NAME`.
/// verdict: `listed` or `created`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AccountReport {
    /// The databases by name, or the new one.
    pub databases: Vec<AccountDatabase>,
}

/// One database of the account; Cloudflare's listing may say less than `database info`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AccountDatabase {
    /// Its name.
    pub name: String,
    /// Its id.
    pub id: String,
    /// `production`, or `alpha` for one of D1's first years; null where Cloudflare does not say.
    pub release: Option<String>,
    /// When it was made; null where Cloudflare does not say.
    pub created_at: Option<String>,
    /// Its size; null where Cloudflare does not say.
    pub bytes: Option<u64>,
    /// How many tables it has, Cloudflare's own included; null where Cloudflare does not say.
    pub tables: Option<u64>,
    /// Where its data has to stay, as `eu`; null where it may be anywhere.
    pub jurisdiction: Option<String>,
}

/// The result of `database info`.
///
/// target: The target.
/// verdict: `read`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DatabaseInfoReport {
    /// Its name at Cloudflare; null for a file.
    pub name: Option<String>,
    /// Its id at Cloudflare; null for a file.
    pub id: Option<String>,
    /// The file; null for a remote database.
    pub file: Option<String>,
    /// Its size.
    pub bytes: Option<u64>,
    /// At Cloudflare `production` or `alpha`; of a file the release of SQLite that last wrote it.
    pub release: Option<String>,
    /// When it was made; null for a file.
    pub created_at: Option<String>,
    /// Where its primary runs, as `WEUR`; null for a file.
    pub region: Option<String>,
    /// Where its data has to stay, as `eu`; null where it may be anywhere.
    pub jurisdiction: Option<String>,
    /// `auto` where it has read replicas, or `disabled`; null for a file.
    pub replication: Option<String>,
    /// Its tables by name, without those of SQLite, Cloudflare and the ledger.
    pub tables: Vec<DatabaseTable>,
}

/// A table, and how much it holds.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DatabaseTable {
    /// Its name.
    pub name: String,
    /// Its rows; null for a remote database without `--rows`.
    pub rows: Option<u64>,
    /// What it takes with its indexes; null for a remote database.
    pub bytes: Option<u64>,
}

fn or_dash(text: Option<String>) -> String {
    text.unwrap_or_else(|| "-".to_owned())
}

/// `2026-01-01`
fn day(time: &str) -> String {
    time.split('T').next().unwrap_or_default().to_owned()
}

/// The columns of which Cloudflare says something.
fn columns(databases: &[AccountDatabase]) -> Block {
    type Column = (&'static str, fn(&AccountDatabase) -> Option<String>);
    const ALL: [Column; 6] = [
        ("name", |it| Some(it.name.clone())),
        ("id", |it| Some(it.id.clone())),
        ("created", |it| it.created_at.as_deref().map(day)),
        ("tables", |it| it.tables.map(thousands)),
        ("size", |it| it.bytes.map(size)),
        ("jurisdiction", |it| it.jurisdiction.clone()),
    ];
    let is_said = |it: &&Column| databases.iter().any(|row| it.1(row).is_some());
    let said: Vec<&Column> = ALL.iter().filter(is_said).collect();
    let row = |it: &AccountDatabase| said.iter().map(|column| or_dash(column.1(it))).collect();
    Block::Table(
        said.iter().map(|it| it.0).collect(),
        databases.iter().map(row).collect(),
    )
}

impl Screen for Document<AccountReport> {
    fn blocks(&self) -> Vec<Block> {
        if self.verdict == "created" {
            let id = |it: &AccountDatabase| format!("created, id {}", it.id);
            let line = self.databases.first().map(id).unwrap_or_default();
            return std::iter::once(Block::Verdict(Tone::Good, self.target.clone(), line))
                .chain(self.next_lines())
                .collect();
        }
        let count = counted(self.databases.len(), "database");
        let mut blocks = vec![Block::Verdict(Tone::Plain, self.target.clone(), count)];
        if !self.databases.is_empty() {
            blocks.push(columns(&self.databases));
        }
        blocks
    }
}

impl Screen for Document<DatabaseInfoReport> {
    fn blocks(&self) -> Vec<Block> {
        let rows: Option<u64> = self.tables.iter().map(|it| it.rows).sum();
        let figures = [
            Some(counted(self.tables.len(), "table")),
            rows.filter(|_| !self.tables.is_empty()).map(|it| counted(it, "row")),
            self.bytes.map(size),
        ];
        let line = figures.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let facts = [
            ("name", &self.name),
            ("id", &self.id),
            ("file", &self.file),
            ("release", &self.release),
            ("created", &self.created_at),
            ("region", &self.region),
            ("stays in", &self.jurisdiction),
            ("replicas", &self.replication),
        ];
        let facts = facts
            .into_iter()
            .filter_map(|(label, it)| Some((label, Tone::Plain, it.clone()?)));
        let mut blocks = vec![
            Block::Verdict(Tone::Plain, self.target.clone(), line),
            Block::Facts(facts.collect()),
        ];
        if !self.tables.is_empty() {
            let row = |it: &DatabaseTable| {
                vec![
                    it.name.clone(),
                    or_dash(it.rows.map(thousands)),
                    or_dash(it.bytes.map(size)),
                ]
            };
            blocks.push(Block::Space);
            blocks.push(Block::Table(
                vec!["table", "rows", "size"],
                self.tables.iter().map(row).collect(),
            ));
        }
        blocks.extend(self.next_lines());
        blocks
    }
}
