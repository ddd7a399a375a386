//! Several statements that are one change: a table built anew, filled from the old one, and put in its place.

use super::file::{File, Statement};
use super::lineage::Dropped;
use crate::schema::Table;
use crate::sql::{Select, Verb};

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

/// `INSERT INTO new SELECT … FROM old`, where old is dropped afterwards: what it leaves out is gone.
pub(super) struct Copy<'a> {
    pub(super) query: &'a Select,
    pub(super) ignore: bool,
    pub(super) from: &'a Table,
}

/// The copies of a file into tables that it creates, from tables that it drops.
pub(super) fn copies<'a>(file: &'a File<'_>) -> Vec<Copy<'a>> {
    let copy = |(index, statement): (usize, &'a Statement)| {
        let Verb::Insert {
            ignore,
            query: Some(query),
            ..
        } = &statement.verb
        else {
            return None;
        };
        let (schema, subject) = (statement.before.as_ref()?, statement.subject.as_ref()?);
        let from = schema.tables.get(query.from.as_ref()?)?;
        let is_dropped = |it: &Dropped| it.statement > index && it.name == from.name && !it.line.sources.is_empty();
        let is_copy = statement.failure.is_none()
            && schema.tables.contains_key(subject)
            && file.lineage.drops.iter().any(is_dropped)
            && file.creates(subject, index);
        is_copy.then_some(Copy {
            query,
            ignore: *ignore,
            from,
        })
    };
    file.statements.iter().enumerate().filter_map(copy).collect()
}
