//! Search tables over something that the schema does not hold: SQLite makes them, and every search fails.

use std::collections::BTreeMap;
use std::ops::Range;

use super::source::{SourceFile, Statement};
use super::{Desired, Error};
use crate::introspect::{Missing, Ownership};
use crate::schema::{Hints, Name, ObjectKind, VirtualTable};
use crate::sql::lexemes;

/// An error for each search table of the schema files that cannot be read.
pub(super) fn check(
    files: &[SourceFile],
    statements: &[Statement],
    desired: &Desired,
    unreadable: &BTreeMap<Name, Missing>,
    ownership: &Ownership,
) -> Result<(), Error> {
    let mut errors = unreadable.iter().filter_map(|(name, missing)| {
        let table = desired.schema.virtual_tables.get(name)?;
        let is_it = |it: &&Statement| it.object.kind == ObjectKind::VirtualTable && it.object.name == *name;
        let statement = statements.iter().find(is_it)?;
        let file = files.get(statement.file)?;
        let text = file.text.get(statement.range.clone()).unwrap_or_default();
        let range = mention(text, missing).map_or_else(|| statement.name.clone(), |it| statement.within(it));
        let message = match missing {
            Missing::Relation(of) => format!("search table {name} reads {of}, which is not in the schema"),
            Missing::Column { of, column } => {
                format!("search table {name} reads column {column} of {of}, which does not have it")
            }
            Missing::Other(words) => format!("search table {name} cannot be read: {words}"),
        };
        let help = help(table, missing, &desired.hints, ownership);
        Some(file.error(range, message, Some(help)))
    });
    match errors.next() {
        Some(first) => Err(first.beside(errors)),
        None => Ok(()),
    }
}

/// Where the statement names what is missing.
fn mention(text: &str, missing: &Missing) -> Option<Range<usize>> {
    let name = match missing {
        Missing::Relation(name) | Missing::Column { column: name, .. } => name,
        Missing::Other(_) => return None,
    };
    let all = lexemes(text);
    let arguments = all.iter().skip_while(|it| !it.is("USING"));
    arguments
        .into_iter()
        .find(|it| it.names(name))
        .map(|it| it.start..it.end())
}

fn help(table: &VirtualTable, missing: &Missing, hints: &Hints, ownership: &Ownership) -> String {
    let search = &table.name;
    match missing {
        Missing::Relation(of) => {
            if let Some(pattern) = ownership.ignores_relation(of) {
                return format!("narrow the pattern {pattern} of `ignore`, or leave {search} to that program, too");
            }
            let new = hints.renamed_tables.iter().find(|(_, old)| *old == of);
            match (new, table.content_table()) {
                (Some((new, _)), Some(_)) => {
                    format!("{of} is renamed to {new}: write content='{}' here, too", escaped(new))
                }
                (Some((new, _)), None) => format!("{of} is renamed to {new}: write {new} here, too"),
                (None, _) => format!("define {of}, or remove {search} too"),
            }
        }
        Missing::Column { of, column } => {
            let new = hints.columns.iter().find_map(|((table, new), hint)| {
                (table == of && hint.renamed_from.as_ref() == Some(column)).then_some(new)
            });
            match new {
                Some(new) => format!("{column} is renamed to {new}: write {new} here, too"),
                None if !table.column_names().contains(column) => {
                    format!("name an integer key of {of} that never changes, with content_rowid='KEY'")
                }
                None => format!(
                    "a search table reads columns of the same name: add {column} to {of}, or remove it from {search}"
                ),
            }
        }
        Missing::Other(_) => "SQLite creates it unchecked, but every search would fail".to_owned(),
    }
}

fn escaped(name: &Name) -> String {
    name.as_str().replace('\'', "''")
}
