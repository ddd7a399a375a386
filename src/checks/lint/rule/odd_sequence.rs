//! wrong-condition: statements that do not do what they say because of those before them: rows that were just changed, ids
//! that are taken for granted.

use std::ops::ControlFlow;

use sqlparser::ast::{Expr, visit_expressions};

use super::At;
use super::odd_subquery::reference;
use super::suspicious_expression::Oddity;
use crate::lint::data_change::{Action, DataChange};
use crate::lint::expression::{call, conjuncts, equality, number, text};
use crate::lint::file::{File, Statement};
use crate::lint::finding::Severity;
use crate::lint::scope::{Scope, column_name};
use crate::schema::Name;

/// A statement about rows, with its place in the file.
pub(super) type Changes<'f> = [(&'f Statement, DataChange)];

/// What is odd in the order of statements, with the position among `changes`.
pub(super) fn check(at: &At<'_>, changes: &Changes<'_>) -> Vec<(usize, Oddity)> {
    let mut found = Vec::new();
    for index in 0..changes.len() {
        let all = [
            takes_changed_rows(at.file, changes, index),
            reads_overwritten(at.file, changes, index),
            last_id_again(changes, index),
            id_of_new_row(at.file, changes, index),
            id_of_each_database(at, changes, index),
        ];
        found.extend(all.into_iter().flatten().map(|it| (index, it)));
    }
    found
}

/// `SET s = 'b' WHERE s = 'a'`, then `SET s = 'c' WHERE s = 'b'`.
fn takes_changed_rows(file: &File<'_>, changes: &Changes<'_>, index: usize) -> Option<Oddity> {
    let (_, change) = changes.get(index)?;
    let (column, wanted) = fixed(change.condition.as_ref()?)?;
    if change.action != Action::Update {
        return None;
    }
    let earlier = changes.iter().take(index).find(|(_, it)| {
        let writes = |(columns, value): &(Vec<Name>, Expr)| {
            columns.contains(&column) && literal(value).as_ref() == Some(&wanted)
        };
        let chooses = it
            .condition
            .as_ref()
            .and_then(fixed)
            .is_some_and(|(of, value)| of == column && value != wanted);
        it.action == Action::Update && it.table == change.table && chooses && it.set.iter().any(writes)
    })?;
    let writes = change.set.iter().any(|(columns, _)| columns.contains(&column));
    let line = file.place(earlier.0.range.clone()).line;
    writes.then(|| {
        Oddity::warning(
            format!("the rows that line {line} set to {wanted} are changed again"),
            "change the order of the statements, or write one UPDATE with CASE".to_owned(),
        )
    })
}

/// `SET a = b`, then `SET b = a`.
fn reads_overwritten(file: &File<'_>, changes: &Changes<'_>, index: usize) -> Option<Oddity> {
    let whole = |it: &DataChange| match it.set.as_slice() {
        [(columns, value)] if it.action == Action::Update && it.from.is_empty() => {
            Some((columns.first()?.clone(), column_name(value)?))
        }
        _ => None,
    };
    let (_, change) = changes.get(index)?;
    let (to, from) = whole(change)?;
    let is_first = |(_, it): &&(&Statement, DataChange)| {
        it.table == change.table
            && it.condition == change.condition
            && whole(it).is_some_and(|it| it == (from.clone(), to.clone()))
    };
    let earlier = changes.iter().take(index).find(is_first)?;
    let line = file.place(earlier.0.range.clone()).line;
    (to != from).then(|| {
        Oddity::warning(
            format!("line {line} has already written {to} into {from}, so both have the same value"),
            format!("write SET {from} = {to}, {to} = {from} in one UPDATE"),
        )
    })
}

/// `column = literal`, as the whole condition.
fn fixed(condition: &Expr) -> Option<(Name, String)> {
    let [only] = conjuncts(condition).try_into().ok()?;
    let (left, right) = equality(only)?;
    Some((column_name(left)?, literal(right)?))
}

fn literal(it: &Expr) -> Option<String> {
    text(it).map(|it| format!("'{it}'")).or_else(|| number(it))
}

/// The columns of an INSERT into which a value goes.
fn targets<'c>(change: &'c DataChange, table: Option<&'c crate::schema::Table>) -> Vec<&'c Name> {
    match (change.columns.is_empty(), table) {
        (true, Some(table)) => table.columns.iter().map(|it| &it.name).collect(),
        _ => change.columns.iter().collect(),
    }
}

/// True for what calls `last_insert_rowid()`.
fn asks_last_id(it: &Expr) -> bool {
    let asks = visit_expressions(it, |it| match call(it) {
        Some((name, _)) if name == "last_insert_rowid" => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    });
    asks.is_break()
}

/// The first column that gets `last_insert_rowid()`.
fn of_last_id(change: &DataChange) -> Option<Option<Name>> {
    let mut found = None;
    for row in change.rows() {
        if let Some(at) = row.iter().position(asks_last_id) {
            found = Some(change.columns.get(at).cloned());
        }
    }
    found
}

/// `last_insert_rowid()` of an INSERT that was not meant: that of the row before is the last one.
fn last_id_again(changes: &Changes<'_>, index: usize) -> Option<Oddity> {
    let (_, change) = changes.get(index)?;
    let column = of_last_id(change)?;
    let earlier = changes.iter().take(index);
    let Some((_, last)) = earlier.rev().find(|(_, it)| it.action == Action::Insert) else {
        return Some(Oddity::warning(
            "no INSERT of this file precedes last_insert_rowid()".to_owned(),
            "select the id by a column that identifies the row".to_owned(),
        ));
    };
    let ignores = last.conflict == Some(sqlparser::ast::SqliteOnConflict::Ignore);
    if ignores {
        return Some(Oddity::warning(
            format!(
                "last_insert_rowid() belongs to another row if OR IGNORE inserted nothing into {}",
                last.table
            ),
            "select the id by a column that identifies the row".to_owned(),
        ));
    }
    let is_same = column.is_some() && of_last_id(last) == Some(column);
    (is_same && last.table != change.table).then(|| {
        Oddity::warning(
            format!(
                "last_insert_rowid() belongs to the row inserted into {} before",
                last.table
            ),
            "select the id by a column that identifies the row".to_owned(),
        )
    })
}

/// A number written out where the row before got its id from the database.
fn id_of_new_row(file: &File<'_>, changes: &Changes<'_>, index: usize) -> Option<Oddity> {
    let (_, change) = changes.get(index).filter(|(_, it)| it.action == Action::Insert)?;
    let scope = Scope::new([file.before.as_ref(), file.after.as_ref()]);
    let table = scope.table(&change.table);
    let columns = targets(change, table);
    let given = changes.iter().take(index).filter(|(_, it)| {
        let key = scope.table(&it.table).and_then(|it| it.rowid_alias());
        it.action == Action::Insert && !it.columns.is_empty() && key.is_some_and(|key| !it.columns.contains(&key.name))
    });
    given.into_iter().find_map(|(_, parent)| {
        let key = table.and_then(|it| it.foreign_keys_to(&parent.table).next());
        let column = match key.map(|it| it.columns.as_slice()) {
            Some([column]) => column.clone(),
            _ => reference(&parent.table, columns.iter().copied())?,
        };
        let at = columns.iter().position(|it| **it == column)?;
        let id = change.rows().into_iter().find_map(|row| number(row.get(at)?))?;
        Some(Oddity::warning(
            format!(
                "{id} is used as an id of {}, but each database generates its own ids",
                parent.table
            ),
            format!("select it: (SELECT … FROM {} WHERE …)", parent.table),
        ))
    })
}

/// `WHERE id = 3` of a table whose ids no migration writes.
fn id_of_each_database(at: &At<'_>, changes: &Changes<'_>, index: usize) -> Option<Oddity> {
    let (_, change) = changes.get(index).filter(|(_, it)| it.action != Action::Insert)?;
    let (column, id) = fixed(change.condition.as_ref()?)?;
    let scope = Scope::new([at.file.before.as_ref(), at.file.after.as_ref()]);
    let table = scope.table(&change.table)?;
    if table.rowid_alias().is_none_or(|it| it.name != column) || id.starts_with('\'') {
        return None;
    }
    let earlier = at.history.files.iter().take(at.index + 1);
    let is_written = earlier
        .flat_map(|file| {
            file.statements.iter().filter_map(move |it| {
                let is_own = it.subject.as_ref() == Some(&change.table);
                let is_insert = matches!(it.verb, crate::sql::Verb::Insert { .. });
                (is_own && is_insert).then(|| DataChange::read(file.sql(it))).flatten()
            })
        })
        .any(|it| {
            let place = targets(&it, Some(table)).iter().position(|it| **it == column);
            place.is_some_and(|at| {
                it.rows()
                    .iter()
                    .any(|row| row.get(at).and_then(number).as_ref() == Some(&id))
            })
        });
    (!is_written).then(|| Oddity {
        severity: Severity::Note,
        message: format!(
            "no migration gives a row of {} the {column} {id}: it may be another row in each database",
            change.table
        ),
        remedy: "select the row by a column that identifies it".to_owned(),
    })
}
