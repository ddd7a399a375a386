//! What OR REPLACE, OR IGNORE and ON CONFLICT do to the rows that they meet; said under the codes of the rules that ask.

use crate::effects::{Collision, StatementEffects, TableChange};
use crate::lint::file::{File, Statement};
use crate::lint::finding::Severity;
use crate::lint::measured_effects::Measured;
use crate::schema::{Name, TriggerEvent};
use crate::sql::{Cursor, Verb, lexemes};

/// What is found: the statement, how much it matters, message and remedy.
pub(super) type Found<'a> = (&'a Statement, Severity, String, String);

/// A write into a table of before the file, with what it did to that table.
struct Write<'a> {
    statement: &'a Statement,
    done: &'a StatementEffects,
    own: Option<&'a TableChange>,
    subject: &'a Name,
    collision: Option<Collision>,
}

fn writes<'a>(file: &'a File<'_>) -> impl Iterator<Item = Write<'a>> {
    let effects = file.effects();
    let all = file.statements.iter().enumerate();
    all.filter_map(move |(index, statement)| {
        let effects = effects?;
        let done = effects.statements.get(index)?;
        let subject = statement.subject.as_ref()?;
        file.before.tables.get(subject)?;
        Some(Write {
            statement,
            done,
            own: done.tables.iter().find(|it| it.table == *subject),
            subject,
            collision: effects.collisions.get(&index).copied(),
        })
    })
}

const UPSERT: &str = "write INSERT … ON CONFLICT (…) DO UPDATE SET … instead";

/// Rows that an UPDATE OR REPLACE deletes.
pub(super) fn rows<'a>(file: &'a File<'_>) -> Vec<Found<'a>> {
    let found = |it: Write<'a>| {
        let Verb::Update {
            replace: true, columns, ..
        } = &it.statement.verb
        else {
            return None;
        };
        let own = it.own.filter(|it| it.after < it.before)?;
        let message = format!(
            "UPDATE OR REPLACE deletes rows of {}: those whose {} another row gets",
            own.table,
            Name::list(columns)
        );
        let remedy = format!(
            "delete or merge those rows in a separate statement, then write UPDATE {} SET …",
            own.table
        );
        Some((it.statement, Severity::Warning, message, remedy))
    };
    writes(file).filter_map(found).collect()
}

/// Values that a REPLACE resets, ids that it gives again, and values that an upsert writes over.
pub(super) fn values<'a>(file: &'a File<'_>, allow: &str) -> Vec<Found<'a>> {
    let is_made = matches!(file.measured(), Measured::Effects(_));
    let mut found = Vec::new();
    for it in writes(file) {
        let Verb::Insert {
            replace,
            ignore: false,
            columns,
            query,
            ..
        } = &it.statement.verb
        else {
            continue;
        };
        let Some(own) = it.own else { continue };
        let table = it.subject;
        let changed: Vec<&Name> = own
            .columns
            .keys()
            .filter(|column| is_plain(file, table, column))
            .collect();
        if !replace {
            if query.is_none() && !changed.is_empty() && is_made {
                let message = format!(
                    "an existing row of {table} gets another {}, which overwrites the stored value",
                    Name::list(changed.iter().copied())
                );
                let remedy = "to keep the stored value, write ON CONFLICT … DO NOTHING".to_owned();
                found.push((it.statement, Severity::Note, message, remedy));
            }
            continue;
        }
        let reset: Vec<String> = changed
            .iter()
            .filter(|column| !columns.is_empty() && !columns.contains(column))
            .map(|column| format!("{table}.{column}"))
            .collect();
        if !reset.is_empty() {
            let message = format!("REPLACE resets {} of an existing row", reset.join(", "));
            found.push((it.statement, Severity::Warning, message, UPSERT.to_owned()));
        }
        if own.gone > 0 && own.came > 0 {
            let message = format!("a replaced row of {table} gets a new id, so references to it dangle");
            found.push((it.statement, Severity::Warning, message, UPSERT.to_owned()));
        } else if own.moved > 0 && reset.is_empty() {
            let message = format!("a replaced row of {table} gets a new rowid");
            let remedy = format!("{UPSERT}; if no rowid is stored anywhere: {allow}");
            found.push((it.statement, Severity::Note, message, remedy));
        }
    }
    found
}

/// Triggers that REPLACE does not fire: <https://www.sqlite.org/lang_conflict.html>
pub(super) fn triggers<'a>(file: &'a File<'_>) -> Vec<Found<'a>> {
    let found = |it: Write<'a>| {
        let replaces = matches!(
            it.statement.verb,
            Verb::Insert { replace: true, .. } | Verb::Update { replace: true, .. }
        );
        let own = it.own.filter(|_| replaces)?;
        if own.gone + own.moved == 0 && own.columns.is_empty() {
            return None;
        }
        let mut all = file.before.triggers.values();
        let trigger = all.find(|trigger| trigger.on == *it.subject && trigger.event == TriggerEvent::Delete)?;
        let message = format!(
            "REPLACE deletes rows of {} without firing trigger {}",
            it.subject, trigger.name
        );
        let remedy = format!("DELETE those rows first, which fires it, or {UPSERT}");
        Some((it.statement, Severity::Warning, message, remedy))
    };
    writes(file).filter_map(found).collect()
}

/// Conflict clauses that cannot do what they say.
pub(super) fn clauses<'a>(file: &'a File<'_>) -> Vec<Found<'a>> {
    let is_made = matches!(file.measured(), Measured::Effects(_));
    let found = |it: Write<'a>| {
        let table = it.subject;
        let (message, remedy) = match &it.statement.verb {
            Verb::Insert {
                ignore: true,
                query: None,
                columns,
                ..
            } if it.collision == Some(Collision::Doubled) => (
                match columns.is_empty() {
                    true => format!("OR IGNORE has no effect: no key of {table} prevents a duplicate row"),
                    false => format!(
                        "OR IGNORE has no effect: no key of {table} includes {}, so a row may be duplicated",
                        Name::list(columns)
                    ),
                },
                "first create a UNIQUE index over what identifies a row, or write INSERT … SELECT … WHERE NOT EXISTS (…)",
            ),
            Verb::Insert {
                replace: false,
                ignore: false,
                query: None,
                ..
            } if is_made && it.collision == Some(Collision::Met) && is_idle(&it) && updates(file, it.statement) => (
                format!("DO UPDATE does not change the rows of {table}"),
                "write excluded.COLUMN for the value of the INSERT: a bare name is the stored value",
            ),
            Verb::Update { columns, .. } if it.done.ignored.as_ref().is_some_and(|it| it.contains("UNIQUE")) => (
                format!(
                    "UPDATE OR IGNORE skips rows of {table} whose new {} is taken",
                    Name::list(columns)
                ),
                "write UPDATE without OR IGNORE, and handle those rows in a statement before it",
            ),
            _ => return None,
        };
        Some((it.statement, Severity::Warning, message, remedy.to_owned()))
    };
    writes(file).filter_map(found).collect()
}

fn is_idle(write: &Write<'_>) -> bool {
    write.own.is_none() && write.done.failure.is_none()
}

/// True for an INSERT with DO UPDATE.
fn updates(file: &File<'_>, statement: &Statement) -> bool {
    let sql = file.sql(statement);
    let all = lexemes(sql);
    let words = Cursor::new(sql, &all);
    words.find(&["CONFLICT"]).is_some() && words.find(&["UPDATE"]).is_some()
}

fn is_plain(file: &File<'_>, table: &Name, column: &Name) -> bool {
    let column = file.before.tables.get(table).and_then(|it| it.column(column));
    column.is_some_and(|it| it.generated.is_none())
}

#[cfg(test)]
#[path = "conflict_clause_tests.rs"]
mod tests;
