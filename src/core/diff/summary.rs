//! Every change as a line of a list: a mark, what it is about, and what becomes of it.

use super::describe::{facet_phrases, foreign_key, key_columns};
use super::{Change, Clause, Diff, TableChange};
use crate::schema::{Check, Column, Name, Object, single_spaced};

/// What becomes of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub enum Mark {
    /// It is new.
    #[serde(rename = "+")]
    Added,
    /// It is defined otherwise.
    #[serde(rename = "~")]
    Changed,
    /// It is removed.
    #[serde(rename = "-")]
    Removed,
}

/// One line of the list: `~ users.mail  renamed to email`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeLine {
    /// Added, changed or removed.
    pub mark: Mark,
    /// `users.mail` for a column, `users` for a constraint, else the kind and the name: `index hot on users`.
    pub subject: String,
    /// The definition of what is new, or what changes; empty where the mark and the subject say all.
    pub what: String,
    /// The table that changes, under its new name; `None` for an object of its own.
    pub table: Option<Name>,
}

impl Diff {
    /// Every change, one line each.
    ///
    /// ```
    /// use std::path::Path;
    ///
    /// use reconcile::{desired, diff, schema::Hints};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let read = |sql| desired::parse_sql(Path::new("schema.sql"), sql).map(|desired| desired.schema);
    /// let (from, to) = (read("CREATE TABLE users (id INTEGER PRIMARY KEY)")?, read("CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT)")?);
    /// let lines = diff::compare(&from, &to, &Hints::default()).lines();
    /// assert_eq!((lines[0].subject.as_str(), lines[0].what.as_str()), ("users.mail", "TEXT"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn lines(&self) -> Vec<ChangeLine> {
        self.changes.iter().flat_map(Change::lines).collect()
    }
}

impl Change {
    /// This change; a changed table has a line per column or constraint that differs.
    pub fn lines(&self) -> Vec<ChangeLine> {
        let line = |mark, subject: String, what: String| ChangeLine {
            mark,
            subject,
            what,
            table: None,
        };
        let one = match self {
            Self::RenameTable { from, to } => line(Mark::Changed, format!("table {from}"), format!("renamed to {to}")),
            Self::RenameColumn { table, from, to } => {
                line(Mark::Changed, format!("{table}.{from}"), format!("renamed to {to}"))
            }
            Self::Create(object) => line(Mark::Added, subject(object), contents(object)),
            Self::Drop(object) => line(Mark::Removed, subject(object), String::new()),
            Self::Replace(pair) => line(Mark::Changed, subject(&pair.to), "new definition".to_owned()),
            Self::AlterTable(change) => return change.lines(),
            Self::SyncRows(rows) => return rows.lines(),
        };
        vec![one]
    }
}

/// What a line about an object begins with: `index hot on users`.
pub fn subject(object: &Object) -> String {
    let reference = object.reference();
    match object {
        Object::Index(it) => format!("{reference} on {}", it.table),
        Object::Trigger(it) => format!("{reference} on {}", it.on),
        _ => reference.to_string(),
    }
}

/// What a new object holds, where a figure says something.
fn contents(object: &Object) -> String {
    let counted = |count: usize, what: &str| match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    };
    match object {
        Object::Table(it) => counted(it.columns.len(), "column"),
        Object::Index(it) if it.unique => "UNIQUE".to_owned(),
        _ => String::new(),
    }
}

impl TableChange {
    fn lines(&self) -> Vec<ChangeLine> {
        let name = &self.tables.to.name;
        let line = |mark, subject: String, what: String| ChangeLine {
            mark,
            subject,
            what,
            table: Some(name.clone()),
        };
        let of_table = |mark, what: String| line(mark, format!("table {name}"), what);
        let mut lines = Vec::new();
        let mut checks = self.changed_checks();
        for clause in &self.clauses {
            lines.push(match clause {
                Clause::AddColumn { column, backfill } => {
                    let filled = backfill
                        .as_ref()
                        .map(|it| format!(", filled with {}", single_spaced(it)));
                    let what = format!("{}{}", definition(column), filled.unwrap_or_default());
                    line(Mark::Added, format!("{name}.{}", column.name), what)
                }
                Clause::DropColumn(column) => line(Mark::Removed, format!("{name}.{}", column.name), String::new()),
                Clause::ChangeColumn {
                    columns,
                    facets,
                    using,
                    backfill,
                } => {
                    let filled = backfill
                        .as_ref()
                        .map(|it| format!(", NULL filled with {}", single_spaced(it)));
                    let what = facet_phrases(facets, columns, using.as_deref(), None);
                    let what = format!("{what}{}", filled.unwrap_or_default());
                    line(Mark::Changed, format!("{name}.{}", columns.to.name), what)
                }
                Clause::DropCheck(_) | Clause::AddCheck(_) if !checks.is_empty() => {
                    let pairs = std::mem::take(&mut checks);
                    lines.extend(pairs.into_iter().map(|(old, new)| check_line(old, new, &of_table)));
                    continue;
                }
                Clause::DropCheck(_) | Clause::AddCheck(_) => continue,
                Clause::DropForeignKey(key) => {
                    let new = self
                        .replacing(key)
                        .map(|new| format!("changes to {}", foreign_key(new)));
                    let becomes = new.unwrap_or_else(|| "is removed".to_owned());
                    of_table(Mark::Changed, format!("{} {becomes}", foreign_key(key)))
                }
                Clause::AddForeignKey(key) if self.replaced_by(key).is_some() => continue,
                Clause::AddForeignKey(key) => of_table(Mark::Changed, format!("new {}", foreign_key(key))),
                Clause::AddUnique(it) => of_table(Mark::Changed, format!("new UNIQUE ({})", key_columns(&it.columns))),
                Clause::DropUnique(it) => of_table(
                    Mark::Changed,
                    format!("UNIQUE ({}) is removed", key_columns(&it.columns)),
                ),
                clause => of_table(Mark::Changed, clause.describe()),
            });
        }
        lines
    }

    /// CHECKs that are removed beside those that are new: one of each is one that changes.
    fn changed_checks(&self) -> Vec<(Option<&Check>, Option<&Check>)> {
        let old = self.clauses.iter().filter_map(|it| match it {
            Clause::DropCheck(check) => Some(check),
            _ => None,
        });
        let (old, new): (Vec<_>, Vec<_>) = (old.collect(), self.added_checks().collect());
        let count = old.len().max(new.len());
        (0..count)
            .map(|at| (old.get(at).copied(), new.get(at).copied()))
            .collect()
    }
}

fn check_line(old: Option<&Check>, new: Option<&Check>, of_table: &impl Fn(Mark, String) -> ChangeLine) -> ChangeLine {
    let check = |it: &Check| format!("CHECK ({})", single_spaced(it.expression.text()));
    of_table(
        Mark::Changed,
        match (old, new) {
            (Some(old), Some(new)) => format!("{} changes to {}", check(old), check(new)),
            (Some(old), None) => format!("{} is removed", check(old)),
            (None, Some(new)) => format!("new {}", check(new)),
            (None, None) => String::new(),
        },
    )
}

/// `TEXT NOT NULL DEFAULT ''`
fn definition(column: &Column) -> String {
    let mut parts = Vec::new();
    if !column.type_name.is_empty() {
        parts.push(single_spaced(&column.type_name));
    }
    if column.not_null.is_some() {
        parts.push("NOT NULL".to_owned());
    }
    parts.extend(
        column
            .default
            .iter()
            .map(|it| format!("DEFAULT {}", single_spaced(it.text()))),
    );
    parts.extend(column.collation.iter().map(|it| format!("COLLATE {it}")));
    let generated = column.generated.iter();
    parts.extend(generated.map(|it| format!("AS ({})", single_spaced(it.expression.text()))));
    parts.join(" ")
}
