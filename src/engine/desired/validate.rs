//! What SQLite accepts when it is written and fails when it is used: found while the author is still looking.

use super::source::{SourceFile, Statement};
use super::{Desired, Error, Problem, absent_modules, limits, search_tables};
use crate::database::are_d1s;
use crate::diagnostic::Code;
use crate::introspect::{self, Ownership};
use crate::schema::{ForeignKey, Name, ObjectKind, ObjectRef, Table};
use crate::sql::{lexemes, reference_at, unquote};

/// Allows a reference to a table that is not there: SQLite looks at it only where foreign keys are on.
pub(crate) const DANGLING: Code = Code::DanglingReference;

/// The desired schema, or the first error in it.
pub(super) fn validate(
    files: &[SourceFile],
    statements: &[Statement],
    mut desired: Desired,
    ownership: &Ownership,
) -> Result<Desired, Error> {
    for table in desired.schema.tables.values() {
        // What another program makes is there when rows are written, or they fail: that is between the two programs.
        let is_past = desired.hints.allowed.iter().any(|it| {
            DANGLING.is_called(&it.code) && it.object == ObjectRef::new(ObjectKind::Table, table.name.clone())
        });
        if is_past && !are_d1s() {
            continue;
        }
        let is_ours = |key: &&ForeignKey| ownership.ignores_relation(&key.parent).is_none();
        for key in table.foreign_keys.iter().filter(is_ours) {
            foreign_key(files, statements, &desired, table, key)?;
        }
    }
    let unusable = introspect::unusable(&desired.schema);
    let (broken, unreadable) = unusable.map_err(|error| Error::Scratch(error.to_string()))?;
    let mut errors = Vec::new();
    for statement in statements {
        if let Some(words) = broken.get(&statement.object).filter(|it| !ownership.lacks_ignored(it))
            && let Some(file) = files.get(statement.file)
        {
            let message = format!("{} cannot be used: {words}", statement.object);
            let help = "SQLite creates it unchecked, but every statement that uses it would fail".to_owned();
            let text = file.text.get(statement.range.clone()).unwrap_or_default();
            let remedy = absent_modules::remedy(text, &desired.schema).or_else(|| limits::remedy(words));
            let help = remedy.unwrap_or(help);
            let call = limits::call(text, words).map(|it| statement.within(it));
            errors.push(file.error(call.unwrap_or_else(|| statement.name.clone()), message, Some(help)));
        }
    }
    let mut errors = errors.into_iter();
    if let Some(first) = errors.next() {
        return Err(first.beside(errors));
    }
    search_tables::check(files, statements, &desired, &unreadable, ownership)?;
    desired.warnings = statements
        .iter()
        .flat_map(|statement| quoted_strings(files, statement, &desired))
        .chain(limits::warnings(files, statements, &desired))
        .collect();
    Ok(desired)
}

/// Writes to the child fail while its parent is missing, and with `foreign key mismatch` while the parent's columns are
/// not unique. <https://www.sqlite.org/foreignkeys.html#fk_indexes>
fn foreign_key(
    files: &[SourceFile],
    statements: &[Statement],
    desired: &Desired,
    table: &Table,
    key: &ForeignKey,
) -> Result<(), Error> {
    let parent = &key.parent;
    let problem = match desired.schema.tables.get(parent) {
        None => Some((
            format!("table {} references {parent}, which is not in the schema", table.name),
            format!(
                "every write to {} would fail with `no such table: {parent}`; define {parent} or drop the reference",
                table.name
            ),
        )),
        Some(it) if !key.fits(it) => {
            let columns = key.resolved_parent_columns(it);
            let columns = Name::list(&columns);
            Some((
                format!(
                    "table {} references {parent} ({columns}), which is not a unique key",
                    table.name
                ),
                format!(
                    "writes would fail with `foreign key mismatch`; make ({columns}) UNIQUE in {parent}, or reference its primary key"
                ),
            ))
        }
        Some(_) => None,
    };
    let Some((message, help)) = problem else { return Ok(()) };
    let reference = ObjectRef::new(ObjectKind::Table, table.name.clone());
    let Some(statement) = statements.iter().find(|it| it.object == reference) else {
        return Ok(());
    };
    let Some(file) = files.get(statement.file) else {
        return Ok(());
    };
    let text = file.text.get(statement.range.clone()).unwrap_or_default();
    let target = reference_at(text, parent).map(|it| statement.within(it));
    let range = target.unwrap_or_else(|| statement.name.clone());
    Err(file.error(range, message, Some(help)))
}

/// A double-quoted word that names nothing is a string to SQLite, so a misspelt column goes unnoticed.
/// <https://www.sqlite.org/quirks.html#dblquote>
fn quoted_strings(files: &[SourceFile], statement: &Statement, desired: &Desired) -> Vec<Problem> {
    let Some(file) = files.get(statement.file) else {
        return Vec::new();
    };
    let text = file.text.get(statement.range.clone()).unwrap_or_default();
    if !text.contains('"') {
        return Vec::new();
    }
    let table = match statement.object.kind {
        ObjectKind::Table => desired.schema.tables.get(&statement.object.name),
        ObjectKind::Index => desired
            .schema
            .index(&statement.object.name)
            .and_then(|it| desired.schema.tables.get(&it.table)),
        _ => None,
    };
    let Some(table) = table else { return Vec::new() };
    let all = lexemes(text);
    let mut found = Vec::new();
    for (at, lexeme) in all.iter().enumerate() {
        let raw = lexeme.text;
        let start = statement.range.start + lexeme.start;
        if !raw.starts_with('"') || start <= statement.name.start {
            continue;
        }
        let name = Name::new(unquote(raw));
        let before = at
            .checked_sub(1)
            .and_then(|it| all.get(it))
            .map(|it| it.text.to_ascii_uppercase());
        let names_something = matches!(
            before.as_deref(),
            Some("REFERENCES" | "CONSTRAINT" | "COLLATE" | "ON" | "." | "AS")
        );
        let in_parent = table.foreign_keys.iter().any(|key| key.parent_columns.contains(&name));
        if names_something || in_parent || table.column(&name).is_some() || name == table.name {
            continue;
        }
        // A type name may be quoted too: it follows the column's name.
        if before
            .as_deref()
            .is_some_and(|it| table.column(&Name::new(unquote(it))).is_some())
        {
            continue;
        }
        let message = format!(
            "{raw} is not a column of {}, so SQLite reads it as the text '{name}'",
            table.name
        );
        let help = format!("write '{name}' if you mean a text; otherwise correct the name");
        found.push(file.problem(start..start + raw.len(), message, Some(help)));
    }
    found
}
