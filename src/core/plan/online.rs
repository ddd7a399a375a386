//! A rebuild while the application writes: what it takes, and what keeps a table from it.
//!
//! The new table never holds a stale row: triggers on the old one delete the image of every row that is written, and note
//! its key in a list. What is missing is copied, by ranges of the key and then from the list. Nothing is written into the
//! new table by the application's own statements, so none of them fails on a constraint that is new.
//!
//! REPLACE deletes rows without firing DELETE triggers, unless `recursive_triggers` is on
//! (<https://www.sqlite.org/lang_conflict.html>): BEFORE triggers note the rows that a written row is in conflict with.

use std::collections::BTreeSet;

use super::context::Situation;
use super::strategy::Names;
use super::unordered_step::Draft;
use super::{CopiedValue, Error, Obstacle, Operation, Rebuild, RebuiltTable, hazard};
use crate::diff::{Change, Diff, TableChange};
use crate::schema::{Index, IndexTerm, KeyColumn, Name, Object, Pair, Schema, Table};
use crate::sql::{functions, lexemes};

/// What an online rebuild has beside the new table.
#[derive(Debug, Clone, PartialEq)]
pub struct Online {
    /// The list of rows to copy again.
    pub list: Name,
    /// What tells a row apart in both tables.
    pub key: Vec<OnlineKey>,
    /// Constraints of the old table by which REPLACE deletes other rows.
    pub conflicts: Vec<Conflict>,
    /// Indexes of the new table, each with the name that it has while rows are copied: the old table has the wanted one.
    pub indexes: Vec<(Name, Index)>,
    /// Indexes of the old table that are dropped before it: DROP TABLE deletes the rows of a referenced table one by one.
    pub dropped_first: Vec<Name>,
    /// Rows that the switch reads and looks for; `None` where the rows of a table are unknown.
    pub switch_reads: Option<u64>,
}

/// A column of the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnlineKey {
    /// In the old table.
    pub old: Name,
    /// In the new table.
    pub new: Name,
    /// Type and collation, for the list.
    pub declared: String,
}

/// Columns whose values no two rows share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Each with a collation that is not its own.
    pub columns: Vec<(Name, Option<Name>)>,
    /// The WHERE of a partial index.
    pub predicate: Option<String>,
}

/// The diff with a change of each table that gets an index: where one call is too short for the index, it grows with the
/// new table.
pub(super) fn with_indexed_tables(diff: &Diff, schemas: &Pair<&Schema>) -> Diff {
    let mut diff = diff.clone();
    let altered = |name: &Name| {
        diff.changes
            .iter()
            .any(|it| matches!(it, Change::AlterTable(change) if change.tables.to.name == *name))
    };
    let indexed: BTreeSet<&Name> = diff
        .changes
        .iter()
        .filter_map(|change| match change {
            Change::Create(Object::Index(index)) => Some(&index.table),
            Change::Replace(pair) => match &pair.to {
                Object::Index(index) => Some(&index.table),
                _ => None,
            },
            _ => None,
        })
        .filter(|it| !altered(it))
        .collect();
    let both = indexed.into_iter().filter_map(|name| {
        let (from, to) = (schemas.from.tables.get(name)?, schemas.to.tables.get(name)?);
        Some(Change::AlterTable(TableChange {
            tables: Pair {
                from: from.clone(),
                to: to.clone(),
            },
            clauses: Vec::new(),
        }))
    });
    let both: Vec<Change> = both.collect();
    diff.changes.extend(both);
    diff
}

/// Makes every rebuild of the plan an online one.
///
/// # Errors
/// [`Error::NotOnline`] with all reasons.
pub(super) fn put_online(situation: &Situation<'_>, drafts: &mut [Draft]) -> Result<(), Error> {
    let mut names = Names::new([situation.live, &situation.now, situation.wanted]);
    let obstacles = of_the_plan(drafts);
    for draft in drafts {
        let Operation::Rebuild(rebuild) = &mut draft.operation else {
            continue;
        };
        let found = match (obstacles.is_empty(), rebuild.tables.as_slice()) {
            (true, [table]) => online(situation, rebuild, table, &mut names),
            (true, _) => {
                let tables = rebuild.tables.iter().map(|it| &it.tables.to.name);
                let others = Name::list(tables.filter(|it| **it != rebuild.subject));
                let why = draft.passed_over.last().map(|it| it.obstacles.join("; "));
                Err(vec![format!(
                    "it has to be rebuilt together with {others}: {}",
                    why.unwrap_or_default()
                )])
            }
            (false, _) => Err(obstacles.clone()),
        };
        match found {
            Ok(online) => rebuild.online = Some(online),
            Err(obstacles) => {
                return Err(Error::NotOnline {
                    table: rebuild.subject.clone(),
                    obstacles,
                });
            }
        }
    }
    Ok(())
}

/// Renames come first in a plan, and the new table is filled before the plan begins.
fn of_the_plan(drafts: &[Draft]) -> Vec<Obstacle> {
    let renames = drafts.iter().filter_map(|draft| match &draft.operation {
        Operation::RenameTable { names } => Some(format!("table {} is renamed in the same plan", names.from)),
        Operation::RenameColumn { table, names } => {
            Some(format!("column {table}.{} is renamed in the same plan", names.from))
        }
        _ => None,
    });
    renames.collect()
}

fn online(
    situation: &Situation<'_>,
    rebuild: &Rebuild,
    table: &RebuiltTable,
    names: &mut Names,
) -> Result<Online, Vec<Obstacle>> {
    let from = &table.tables.from;
    let mut obstacles = keys(situation, table);
    obstacles.extend(values(table));
    let key = key(table);
    if key.is_none() {
        obstacles.push("its primary key changes, so a row cannot be found again in the new table".to_owned());
    }
    let conflicts = conflicts(from);
    if conflicts.is_none() {
        obstacles.push("it has a unique index on an expression, whose conflicts a trigger cannot find".to_owned());
    }
    let (Some(key), Some(conflicts), true) = (key, conflicts, obstacles.is_empty()) else {
        return Err(obstacles);
    };
    let live_name = |name: &Name| situation.table_of_index.contains_key(name) || is_taken(situation, name);
    let named = |index: &Index, names: &mut Names| match live_name(&index.name) {
        true => names.fresh(&format!("_reconcile_index_{}", index.name)),
        false => index.name.clone(),
    };
    let indexes = table.indexes.iter().map(|it| (named(it, names), it.clone())).collect();
    Ok(Online {
        list: names.fresh(&format!("_reconcile_list_{}", rebuild.subject)),
        key,
        conflicts,
        indexes,
        dropped_first: match situation.inbound(&from.name).is_empty() {
            true => Vec::new(),
            false => dropped_first(from),
        },
        switch_reads: switch_reads(situation, &from.name),
    })
}

/// DROP TABLE deletes the rows of a referenced table one by one, and looks for the rows that refer to each, once per foreign
/// key: by CPU time, a look takes as long as to read a row with all its values. Of every table that this reaches, rows
/// without a parent are looked for before and after. Nothing is looked for in a table that nothing references.
fn switch_reads(situation: &Situation<'_>, name: &Name) -> Option<u64> {
    let keys = situation.inbound(name).len() as u64;
    let own = match keys {
        0 => situation.rows(name)? / 4,
        keys => situation.rows(name)?.saturating_mul(1 + keys),
    };
    let reach = situation.reach(&BTreeSet::from([name.clone()]));
    let others = reach.iter().filter(|it| *it != name);
    others
        .map(|it| situation.rows(it))
        .try_fold(own, |sum, rows| Some(sum.saturating_add(rows?.saturating_mul(2))))
}

fn is_taken(situation: &Situation<'_>, name: &Name) -> bool {
    let live = situation.live;
    live.tables.contains_key(name) || live.views.contains_key(name) || live.virtual_tables.contains_key(name)
}

/// Foreign keys bind the new table from its first row on: only those that bind the old one can hold there.
fn keys(situation: &Situation<'_>, table: &RebuiltTable) -> Vec<Obstacle> {
    let (from, to) = (&table.tables.from, &table.tables.to);
    let mut obstacles = Vec::new();
    let changed: BTreeSet<&Name> = situation.table_changes().map(|it| &it.tables.to.name).collect();
    for key in &to.foreign_keys {
        let columns = Name::list(&key.columns);
        let is_copied = key.columns.iter().all(|column| is_plain(table, column));
        if key.parent == to.name {
            obstacles.push(format!("its rows refer to one another by {columns}"));
        } else if !from.foreign_keys.contains(key) {
            obstacles.push(format!(
                "its foreign key {columns} to {} is new, and would bind the application before the switch",
                key.parent
            ));
        } else if !is_copied {
            obstacles.push(format!(
                "{columns}, its foreign key to {}, gets other values",
                key.parent
            ));
        } else if changed.contains(&key.parent) || !situation.live.tables.contains_key(&key.parent) {
            obstacles.push(format!("{}, to which it refers, changes in the same plan", key.parent));
        }
    }
    obstacles
}

/// Values that copying a row twice, or later, would make different.
fn values(table: &RebuiltTable) -> Vec<Obstacle> {
    let expressions = table.copied.iter().filter_map(|it| match &it.value {
        CopiedValue::Expression(value) | CopiedValue::ColumnOr(_, value) => Some((&it.target, value)),
        CopiedValue::Column(_) | CopiedValue::Rowid(_) => None,
    });
    let mut obstacles = Vec::new();
    for (column, value) in expressions {
        if lexemes(value).iter().any(|it| it.is("SELECT")) {
            obstacles.push(format!("the value of {column} is read from other rows: {value}"));
        } else if hazard::is_volatile(value) || functions(value).is_none() {
            obstacles.push(format!("the value of {column} is another one each time: {value}"));
        }
    }
    if let Some(late) = &table.late {
        obstacles.push(format!("{} is filled after the other columns", late.target));
    }
    obstacles
}

/// True if the column's values are those of the column of the same name.
fn is_plain(table: &RebuiltTable, column: &Name) -> bool {
    let copied = table.copied.iter().find(|it| it.target == *column);
    copied.is_some_and(|it| matches!(&it.value, CopiedValue::Column(name) if name == column))
}

fn key(table: &RebuiltTable) -> Option<Vec<OnlineKey>> {
    let (from, to) = (&table.tables.from, &table.tables.to);
    if !from.without_rowid && !to.without_rowid {
        let old = from.rowid_name()?;
        let new = match (to.rowid_alias(), &table.rowid) {
            (Some(alias), _) => {
                let copied = table.copied.iter().find(|it| it.target == alias.name)?;
                let is_rowid = match &copied.value {
                    CopiedValue::Column(name) => from.rowid_alias().is_some_and(|it| it.name == *name),
                    CopiedValue::Rowid(_) => true,
                    CopiedValue::ColumnOr(..) | CopiedValue::Expression(_) => false,
                };
                is_rowid.then(|| alias.name.clone())?
            }
            (None, Some((new, _))) => Name::new(new.as_str()),
            (None, None) => return None,
        };
        let declared = "INTEGER".to_owned();
        return Some(vec![OnlineKey { old, new, declared }]);
    }
    let columns: Vec<&KeyColumn> = from.primary_key.iter().flat_map(|it| &it.columns).collect();
    let same: BTreeSet<&Name> = to.key_names().collect();
    let is_same = columns.len() == same.len() && columns.iter().all(|it| same.contains(&it.name));
    let key = |it: &&KeyColumn| {
        let (old, new) = (from.column(&it.name)?, to.column(&it.name)?);
        let is_alike = from.affinity(&old.name) == to.affinity(&new.name) && old.collation == new.collation;
        let is_plain = it.collation.is_none() && is_plain(table, &it.name);
        let collation = old.collation.as_ref();
        let collation = collation
            .map(|it| format!(" COLLATE {}", it.written()))
            .unwrap_or_default();
        (is_alike && is_plain).then(|| OnlineKey {
            old: old.name.clone(),
            new: new.name.clone(),
            declared: format!("{}{collation}", old.type_name),
        })
    };
    let key: Option<Vec<OnlineKey>> = columns.iter().map(key).collect();
    key.filter(|it| is_same && !it.is_empty())
}

/// Those that no foreign key can rest on. <https://www.sqlite.org/foreignkeys.html#fk_indexes>
fn dropped_first(from: &Table) -> Vec<Name> {
    let indexes = from.indexes.values().filter(|it| !it.unique || it.predicate.is_some());
    indexes.map(|it| it.name.clone()).collect()
}

/// `None` where a unique index is on an expression.
fn conflicts(from: &Table) -> Option<Vec<Conflict>> {
    let of_key = |columns: &[KeyColumn]| Conflict {
        columns: columns
            .iter()
            .map(|it| (it.name.clone(), it.collation.clone()))
            .collect(),
        predicate: None,
    };
    let mut conflicts: Vec<Conflict> = from.uniques.iter().map(|it| of_key(&it.columns)).collect();
    let key = from
        .primary_key
        .iter()
        .filter(|_| !from.without_rowid && from.rowid_alias().is_none());
    conflicts.extend(key.map(|it| of_key(&it.columns)));
    for index in from.indexes.values().filter(|it| it.unique) {
        let columns = index.columns.iter().map(|it| match &it.term {
            IndexTerm::Column(name) => Some((name.clone(), it.collation.clone())),
            IndexTerm::Expression(_) => None,
        });
        conflicts.push(Conflict {
            columns: columns.collect::<Option<_>>()?,
            predicate: index.predicate.as_ref().map(|it| it.text().to_owned()),
        });
    }
    Some(conflicts)
}
