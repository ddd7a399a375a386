//! Several statements that are one change: a table built anew, filled from the old one, and put in its place.

use super::file::{File, Statement};
use super::lineage::{Dropped, Value};
use super::select::{Item, Select};
use super::verb::Verb;
use crate::schema::{Column, Name, Table};

/// A table that a file rebuilds by hand.
pub(super) struct Rebuild<'a> {
    /// Before the file.
    pub(super) old: &'a Table,
    /// After it.
    pub(super) new: &'a Table,
    /// The statement that drops the old one.
    pub(super) drop: &'a Statement,
}

/// The tables that a file rebuilds, by name.
pub(super) fn rebuilds<'a>(file: &'a File<'_>) -> impl Iterator<Item = Rebuild<'a>> {
    file.before.tables.values().filter_map(|old| {
        let drop = file.lineage.rebuild_of(&old.name)?;
        Some(Rebuild {
            old,
            new: file.after.tables.get(&old.name)?,
            drop: file.statements.get(drop.statement)?,
        })
    })
}

/// The tables that a file builds anew, under their own name or another one.
pub(super) fn successors<'a>(file: &'a File<'_>) -> impl Iterator<Item = Rebuild<'a>> {
    file.before.tables.values().filter_map(|old| {
        let is_old = |it: &&Dropped| it.line.origin.as_ref() == Some(&old.name);
        let drop = file.lineage.drops.iter().find(is_old)?;
        let (name, line) = file.lineage.heir(&old.name).filter(|(_, line)| line.origin.is_none())?;
        let new = file.after.tables.get(name)?;
        // Rows that become other rows (events into sums) are another table's.
        let is_kept = |it: &&Column| matches!(line.value(&it.name), Value::Column(_));
        if *name != old.name && new.columns.iter().filter(is_kept).count() * 2 < old.columns.len() {
            return None;
        }
        let drop = file.statements.get(drop.statement)?;
        Some(Rebuild { old, new, drop })
    })
}

/// `INSERT INTO new SELECT … FROM old`, where old is dropped afterwards: what it leaves out is gone.
pub(super) struct Copy<'a> {
    pub(super) statement: &'a Statement,
    pub(super) query: &'a Select,
    pub(super) ignore: bool,
    pub(super) from: &'a Table,
    pub(super) into: &'a Table,
    /// True if the columns of the new table are written out.
    pub(super) is_listed: bool,
    /// Each column that is filled, with what fills it.
    pub(super) pairs: Vec<(Name, Item)>,
}

/// The copies of a file into tables that it creates, from tables that it drops.
pub(super) fn copies<'a>(file: &'a File<'_>) -> Vec<Copy<'a>> {
    let mut found: Vec<(usize, Copy<'a>)> = Vec::new();
    for (index, statement) in file.statements.iter().enumerate() {
        let (
            Verb::Insert {
                ignore,
                columns,
                query: Some(query),
                ..
            },
            Some(schema),
            Some(subject),
        ) = (&statement.verb, &statement.before, &statement.subject)
        else {
            continue;
        };
        let tables = query
            .from
            .as_ref()
            .and_then(|it| schema.tables.get(it))
            .zip(schema.tables.get(subject));
        let Some((from, into)) = tables.filter(|_| statement.failure.is_none()) else {
            continue;
        };
        let is_dropped = |it: &Dropped| it.statement > index && it.name == from.name && !it.line.sources.is_empty();
        if !file.lineage.drops.iter().any(is_dropped) || !file.creates(subject, index) {
            continue;
        }
        let plain = |table: &Table| {
            let stored = table.columns.iter().filter(|it| it.generated.is_none());
            stored.map(|it| it.name.clone()).collect::<Vec<_>>()
        };
        let listed = if columns.is_empty() {
            plain(into)
        } else {
            columns.clone()
        };
        let items = query.items.iter().flat_map(|item| match item {
            Item::Star => plain(from).into_iter().map(Item::Column).collect(),
            other => vec![other.clone()],
        });
        let copy = Copy {
            statement,
            query,
            ignore: *ignore,
            from,
            into,
            is_listed: !columns.is_empty() && !query.items.contains(&Item::Star),
            pairs: listed.into_iter().zip(items).collect(),
        };
        found.push((index, copy));
    }
    found.into_iter().map(|(_, copy)| copy).collect()
}
