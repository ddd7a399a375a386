//! A drop next to an add that could be a rename: evidence, never acted on alone.

use super::{Change, Clause, likeness};
use crate::schema::{Column, Name, Object, Pair, Table};

/// Two things that look like one renamed.
#[derive(Debug, Clone, PartialEq)]
pub enum Lookalike {
    /// A dropped and a created table.
    Table {
        /// Names.
        names: Pair<Name>,
        /// Why it looks like a rename, for people: "5 of 6 columns are the same".
        reason: String,
    },
    /// A dropped and an added column of one table.
    Column {
        /// The table.
        table: Name,
        /// Names.
        names: Pair<Name>,
        /// Why it looks like a rename.
        reason: String,
    },
}

/// The best partner of each dropped table and column, where there is one.
pub(super) fn lookalikes(changes: &[Change]) -> Vec<Lookalike> {
    let mut found = tables(changes);
    for change in changes {
        if let Change::AlterTable(change) = change {
            found.extend(columns(&change.tables.from, &change.tables.to, &change.clauses));
        }
    }
    found
}

fn tables(changes: &[Change]) -> Vec<Lookalike> {
    let mut created: Vec<&Table> = Vec::new();
    let mut dropped: Vec<&Table> = Vec::new();
    for change in changes {
        match change {
            Change::Create(Object::Table(table)) if !table.name.is_trash() => created.push(table),
            Change::Drop(Object::Table(table)) if !table.name.is_trash() => dropped.push(table),
            _ => {}
        }
    }
    let mut pairs: Vec<(usize, usize, &Table, &Table)> = Vec::new();
    for old in &dropped {
        for new in &created {
            let shared = old
                .columns
                .iter()
                .filter(|column| new.column(&column.name).is_some())
                .count();
            let all = old.columns.len().max(new.columns.len());
            if shared * 2 > all {
                pairs.push((all - shared, all, old, new));
            }
        }
    }
    pairs.sort_by(|a, b| (a.0, &a.2.name, &a.3.name).cmp(&(b.0, &b.2.name, &b.3.name)));
    best(pairs.into_iter().map(|(missing, all, old, new)| {
        let reason = format!("{} of {all} columns are the same", all - missing);
        (old.name.clone(), new.name.clone(), reason)
    }))
    .map(|(names, reason)| Lookalike::Table { names, reason })
    .collect()
}

fn columns(from: &Table, to: &Table, clauses: &[Clause]) -> Vec<Lookalike> {
    let mut added: Vec<&Column> = Vec::new();
    let mut dropped: Vec<&Column> = Vec::new();
    for clause in clauses {
        match clause {
            // A value from elsewhere shows that the author thought about where it comes from.
            Clause::AddColumn { column, backfill: None } if column.generated.is_none() => added.push(column),
            Clause::DropColumn(column) if column.generated.is_none() => dropped.push(column),
            _ => {}
        }
    }
    let position = |table: &Table, name: &Name| table.columns.iter().position(|column| column.name == *name);
    let mut pairs: Vec<(u8, usize, &Column, &Column, String)> = Vec::new();
    for old in &dropped {
        for new in &added {
            let distance = position(from, &old.name)
                .zip(position(to, &new.name))
                .map_or(99, |(a, b)| a.abs_diff(b));
            let same_type = old.type_name.eq_ignore_ascii_case(&new.type_name);
            let similar = similar_names(&old.name, &new.name);
            let scored = match (similar, same_type) {
                (true, true) => Some((0, "a similar name and the same type")),
                (false, true) if distance <= 1 => Some((1, "the same type at the same place")),
                (true, false) => Some((2, "a similar name")),
                (false, true) if dropped.len() == 1 && added.len() == 1 => Some((3, "the same type")),
                _ => None,
            };
            if let Some((score, reason)) = scored {
                pairs.push((score, distance, old, new, reason.to_owned()));
            }
        }
    }
    pairs.sort_by(|a, b| (a.0, a.1, &a.2.name, &a.3.name).cmp(&(b.0, b.1, &b.2.name, &b.3.name)));
    best(
        pairs
            .into_iter()
            .map(|(_, _, old, new, reason)| (old.name.clone(), new.name.clone(), reason)),
    )
    .map(|(names, reason)| Lookalike::Column {
        table: to.name.clone(),
        names,
        reason,
    })
    .collect()
}

/// Each name is used once, best pair first.
fn best(pairs: impl Iterator<Item = (Name, Name, String)>) -> impl Iterator<Item = (Pair<Name>, String)> {
    let mut chosen: Vec<(Pair<Name>, String)> = Vec::new();
    for (from, to, reason) in pairs {
        if !chosen.iter().any(|(names, _)| names.from == from || names.to == to) {
            chosen.push((Pair { from, to }, reason));
        }
    }
    chosen.into_iter()
}

fn letters(name: &str) -> Vec<&str> {
    name.split("").filter(|it| !it.is_empty()).collect()
}

/// One holds the other, or they share most of their letters in order.
fn similar_names(old: &Name, new: &Name) -> bool {
    let (old, new) = (old.folded().replace('_', ""), new.folded().replace('_', ""));
    let shorter = old.len().min(new.len());
    if shorter >= 3 && (old.contains(&new) || new.contains(&old)) {
        return true;
    }
    likeness(&letters(&old), &letters(&new)) >= 0.7
}
