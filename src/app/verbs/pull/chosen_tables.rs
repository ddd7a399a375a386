//! Which tables are pulled, and how many of their rows.

use super::PullRequest;
use crate::database::{Database as _, ReplacementFile, Value};
use crate::error::Error;
use crate::introspect::{ObjectPattern, Ownership, other_tools};
use crate::pull::{Chosen, RowsOf, SourceTable};
use crate::schema::{Name, ObjectKind, ObjectRef};
use crate::sql::nearest;

/// Every table, with the rows that are wanted of it.
///
/// # Errors
/// A pattern that no table matches; rows that refer to a table which is left out.
pub(super) fn chosen(
    ownership: &Ownership,
    tables: Vec<SourceTable>,
    request: &PullRequest,
) -> Result<Vec<Chosen>, Error> {
    for pattern in request.tables.iter().chain(&request.exclude) {
        if !tables.iter().any(|it| matches(pattern, it)) {
            return Err(no_such_table(&tables, &pattern.to_string()));
        }
    }
    let is_meant = |patterns: &[ObjectPattern], it: &SourceTable| patterns.iter().any(|pattern| matches(pattern, it));
    let rows = |it: &SourceTable| {
        let name = Name::new(it.table.name.as_str());
        if is_ledger(ownership, it) {
            // `status` is right on the copy as well.
            return match request.data_only {
                true => RowsOf::None,
                false => RowsOf::All,
            };
        }
        let is_named = is_meant(&request.tables, it);
        let usual = request.rows.map_or(RowsOf::All, RowsOf::First);
        match () {
            () if request.schema_only || is_meant(&request.exclude, it) => RowsOf::None,
            () if is_named => usual,
            () if !request.tables.is_empty() => RowsOf::Parents,
            // What a migration dropped is nobody's test data.
            () if name.is_trash() => RowsOf::None,
            () => usual,
        }
    };
    let chosen: Vec<Chosen> = tables
        .into_iter()
        .map(|table| Chosen {
            rows: rows(&table),
            masks: Default::default(),
            table,
        })
        .collect();
    Ok(chosen)
}

/// Masks are for the application's tables.
pub(super) fn is_masked_table(ownership: &Ownership, it: &SourceTable) -> bool {
    !is_ledger(ownership, it)
}

/// What says which migrations ran, ours or another tool's.
fn is_ledger(ownership: &Ownership, it: &SourceTable) -> bool {
    let name = Name::new(it.table.name.as_str());
    let is_own = name.has_prefix("_reconcile_") && !name.is_trash();
    is_own || name == Name::new(ownership.ledger()) || other_tools::is_theirs(&name, &it.table.sql)
}

fn matches(pattern: &ObjectPattern, it: &SourceTable) -> bool {
    let kind = match it.table.is_virtual {
        true => ObjectKind::VirtualTable,
        false => ObjectKind::Table,
    };
    pattern.matches(&ObjectRef::new(kind, Name::new(it.table.name.as_str())))
}

fn no_such_table(tables: &[SourceTable], pattern: &str) -> Error {
    let names = || tables.iter().map(|it| it.table.name.as_str());
    Error::NothingChosen {
        nearest: nearest(pattern, names()).map(str::to_owned),
        known: names().map(str::to_owned).collect(),
        pattern: pattern.to_owned(),
    }
}

/// Rows may refer to a table whose rows are left out only through columns that are masked as null.
///
/// # Errors
/// The first key for which that is not so.
pub(super) fn check_parents(chosen: &[Chosen]) -> Result<(), Error> {
    for it in chosen.iter().filter(|it| it.rows != RowsOf::None) {
        for key in &it.table.keys {
            let Some(parent) = chosen.get(key.parent).filter(|it| it.rows == RowsOf::None) else {
                continue;
            };
            let is_null = |column: &String| it.masks.get(column) == Some(&crate::pull::Mask::Null);
            if !key.from.iter().any(is_null) {
                let (table, parent) = (&it.table.table.name, &parent.table.table.name);
                return Err(Error::NotDone {
                    deed: format!("leave out the rows of {parent}"),
                    reason: format!("{table}.{} refers to them", key.from.join(", ")),
                    help: format!("leave out {table} as well: --exclude {parent},{table}; or mask that column as null"),
                });
            }
        }
    }
    Ok(())
}

/// `--data-only` needs the tables.
///
/// # Errors
/// The first that the file does not have.
pub(super) fn require_tables(made: &mut ReplacementFile, chosen: &[Chosen], from: &str) -> Result<(), Error> {
    for it in chosen.iter().filter(|it| it.rows != RowsOf::None) {
        let name = &it.table.table.name;
        let literal = Value::Text(name.clone()).to_sql();
        let question =
            format!("SELECT name FROM sqlite_schema WHERE type = 'table' AND name = {literal} COLLATE NOCASE");
        if made.database().query(&question)?.rows.is_empty() {
            return Err(Error::NotDone {
                deed: format!("pull rows of {name}"),
                reason: format!("{} has no such table, and {from} has", made.database().label()),
                help: format!("apply the migrations first, pull the schema as well, or leave it out: --exclude {name}"),
            });
        }
    }
    Ok(())
}
