//! Every change in one sentence, as plans and reports say it.

use super::{Change, Clause, ColumnFacet, TableChange};
use crate::schema::{Column, Deferrable, ForeignKey, KeyColumn, Name, ObjectRef, Pair, PrimaryKey, single_spaced};

impl Change {
    /// One lower-case sentence: "table users is added", "view active has a new definition".
    pub fn describe(&self) -> String {
        match self {
            Self::RenameTable { from, to } => format!("table {from} is renamed to {to}"),
            Self::RenameColumn { table, from, to } => format!("column {table}.{from} is renamed to {to}"),
            Self::Create(object) => format!("{} is added", object.reference()),
            Self::Drop(object) if object.reference().name.is_trash() => {
                format!("{} is no longer archived", object.reference())
            }
            Self::Drop(object) => format!("{} is no longer in the schema", object.reference()),
            Self::Replace(pair) => format!("{} has a new definition", pair.to.reference()),
            Self::AlterTable(change) => change.describe().join("; "),
            Self::SyncRows(rows) => rows.describe(),
        }
    }

    /// As [`Change::describe`], with the table named where the sentence itself does not: "projects: column slug is new".
    pub fn headline(&self) -> String {
        match self {
            Self::AlterTable(change) => format!("{}: {}", change.tables.to.name, self.describe()),
            other => other.describe(),
        }
    }
}

impl TableChange {
    /// A sentence per clause; a constraint that is dropped and added again on the same columns is one sentence.
    pub fn describe(&self) -> Vec<String> {
        self.clauses
            .iter()
            .filter_map(|clause| match clause {
                Clause::DropForeignKey(key) if self.replacing(key).is_some() => None,
                Clause::AddForeignKey(key) if self.replaced_by(key).is_some() => {
                    Some(format!("{} has a new definition", foreign_key(key)))
                }
                clause => Some(clause.describe()),
            })
            .collect()
    }
}

impl Clause {
    /// One lower-case sentence: "column email becomes NOT NULL".
    pub fn describe(&self) -> String {
        match self {
            Self::AddColumn { column, backfill: None } => format!("column {} is added", column.name),
            Self::AddColumn {
                column,
                backfill: Some(value),
            } => {
                format!("column {} is added, filled with {}", column.name, single_spaced(value))
            }
            Self::DropColumn(column) => format!("column {} is no longer in the schema", column.name),
            Self::ChangeColumn {
                columns, facets, using, ..
            } => facet_phrases(facets, columns, using.as_deref(), Some(&columns.to.name)),
            Self::ChangePrimaryKey(keys) => match (&keys.from, &keys.to) {
                (_, None) => "the primary key is removed".to_owned(),
                (Some(from), Some(to)) if from.autoincrement != to.autoincrement => {
                    format!(
                        "AUTOINCREMENT {}",
                        if to.autoincrement { "is added" } else { "is removed" }
                    )
                }
                (_, Some(to)) => format!("the primary key becomes ({})", primary_key(to)),
            },
            Self::AddUnique(unique) => format!("UNIQUE ({}) is added", key_columns(&unique.columns)),
            Self::DropUnique(unique) => format!("UNIQUE ({}) is removed", key_columns(&unique.columns)),
            Self::AddCheck(check) => format!("CHECK ({}) is added", single_spaced(check.expression.text())),
            Self::DropCheck(check) => format!("CHECK ({}) is removed", single_spaced(check.expression.text())),
            Self::AddForeignKey(key) => format!("{} is added", foreign_key(key)),
            Self::DropForeignKey(key) => format!("{} is removed", foreign_key(key)),
            Self::ColumnOrder { used_by, .. } => {
                format!(
                    "columns are put in the order of the schema file: {}",
                    order_matters(used_by.as_ref())
                )
            }
            Self::Strict(true) => "the table becomes STRICT".to_owned(),
            Self::Strict(false) => "the table is no longer STRICT".to_owned(),
            Self::WithoutRowid(true) => "the table becomes WITHOUT ROWID".to_owned(),
            Self::WithoutRowid(false) => "the table is no longer WITHOUT ROWID".to_owned(),
        }
    }
}

/// Why the order of a table's columns matters.
pub fn order_matters(used_by: Option<&ObjectRef>) -> String {
    match used_by {
        Some(object) => format!("{object} reads columns by position"),
        None => "`keep-order` is set".to_owned(),
    }
}

/// What differs in a column, and its name in each phrase where one is given: "column email becomes NOT NULL".
pub(super) fn facet_phrases(
    facets: &[ColumnFacet],
    columns: &Pair<Column>,
    using: Option<&str>,
    name: Option<&Name>,
) -> String {
    let phrase = |facet: &ColumnFacet| match using {
        Some(value) if *facet == ColumnFacet::Values => {
            let of_column = name.map(|it| format!(" of column {it}")).unwrap_or_default();
            format!("values{of_column} become {}", single_spaced(value))
        }
        _ => facet_phrase(*facet, &columns.from, &columns.to, name),
    };
    facets.iter().map(phrase).collect::<Vec<_>>().join(", ")
}

fn facet_phrase(facet: ColumnFacet, from: &Column, to: &Column, name: Option<&Name>) -> String {
    let column = name.map(|it| format!("column {it} ")).unwrap_or_default();
    let of_column = name.map(|it| format!(" of column {it}")).unwrap_or_default();
    let changes = |what: &str| {
        format!(
            "{what}{of_column} changes from {} to {}",
            facet.value(from),
            facet.value(to)
        )
    };
    match facet {
        ColumnFacet::Type => changes("type"),
        ColumnFacet::NotNull => match (&from.not_null, &to.not_null) {
            (None, _) => format!("{column}becomes NOT NULL"),
            (_, None) => format!("{column}becomes nullable"),
            (Some(_), Some(it)) => format!("NOT NULL{of_column} changes to ON CONFLICT {}", it.conflict.sql()),
        },
        ColumnFacet::Default => changes("default"),
        ColumnFacet::Collation => changes("collation"),
        ColumnFacet::Generated => match (&from.generated, &to.generated) {
            (None, Some(_)) => format!("{column}becomes generated"),
            (Some(_), None) => format!("{column}is no longer generated"),
            _ => format!("{column}is generated differently"),
        },
        ColumnFacet::Values => format!("values{of_column} are converted"),
    }
}

pub(super) fn primary_key(key: &PrimaryKey) -> String {
    key_columns(&key.columns)
}

pub(super) fn key_columns(columns: &[KeyColumn]) -> String {
    let column = |it: &KeyColumn| {
        let collation = it
            .collation
            .as_ref()
            .map(|name| format!(" COLLATE {name}"))
            .unwrap_or_default();
        format!("{}{collation}{}", it.name, if it.descending { " DESC" } else { "" })
    };
    columns.iter().map(column).collect::<Vec<_>>().join(", ")
}

pub(super) fn foreign_key(key: &ForeignKey) -> String {
    let mut text = format!("foreign key ({}) → {}", Name::list(&key.columns), key.parent);
    if !key.parent_columns.is_empty() {
        text.push_str(&format!("({})", Name::list(&key.parent_columns)));
    }
    text.push_str(&key.actions());
    if key.deferrable == Deferrable::Deferred {
        text.push_str(" DEFERRED");
    }
    text
}
