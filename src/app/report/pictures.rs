//! What a plan looks like: its steps as a graph, and the tables that it changes, before and after.

use std::collections::{BTreeMap, BTreeSet};

use super::{StepReport, Tone};
use crate::diff::{Change, Diff, Mark};
use crate::export::TableBox;
use crate::schema::{Column, Name, Schema, Table};

/// A step, and those that come first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepNode {
    /// Its place in the order, from 1.
    pub id: usize,
    /// `rebuild table users`
    pub title: String,
    /// The worst that is said of it.
    pub tone: Tone,
    /// The steps that it waits for, with the reason of each.
    pub after: Vec<(usize, String)>,
}

/// The steps of a plan.
pub(super) fn nodes(steps: &[StepReport]) -> Vec<StepNode> {
    let tone = |step: &StepReport| {
        let tones = step.hazards.iter().filter_map(|it| it.problem());
        tones.map(|it| Tone::of(it.severity)).max().unwrap_or(Tone::Plain)
    };
    let node = |step: &StepReport| StepNode {
        id: step.id,
        title: step.title.clone(),
        tone: tone(step),
        after: step.before().collect(),
    };
    steps.iter().map(node).collect()
}

/// Tables before and after a plan: those that it changes, and those that they refer to or are referred to by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TablesPicture {
    /// As they are.
    pub before: Vec<TableBox>,
    /// As they will be.
    pub after: Vec<TableBox>,
    /// How many more it would have had.
    pub left_out: usize,
}

/// More tables than these are no picture.
const MOST: usize = 24;

impl TablesPicture {
    /// Of the tables that `diff` changes.
    pub fn of<'a>(from: &'a Schema, to: &'a Schema, diff: &Diff) -> Self {
        let names = Renames::of(diff);
        let pairs = names.pairs(from, to);
        let changed: BTreeSet<usize> = (0..pairs.len())
            .filter(|at| pairs.get(*at).is_some_and(|it| names.is_changed(diff, it)))
            .collect();
        let of_changed = |side: fn(&TablePair<'a>) -> Option<&'a Table>| -> Related<'a> {
            Related::to(changed.iter().filter_map(|at| pairs.get(*at).and_then(side)))
        };
        let (before, after) = (of_changed(|pair| pair.from), of_changed(|pair| pair.to));
        let touches = |pair: &TablePair<'_>| {
            pair.from.is_some_and(|it| before.has(it)) || pair.to.is_some_and(|it| after.has(it))
        };
        let mut shown: Vec<usize> = changed.iter().copied().collect();
        shown.extend((0..pairs.len()).filter(|at| !changed.contains(at) && pairs.get(*at).is_some_and(touches)));
        let left_out = shown.len().saturating_sub(MOST);
        shown.truncate(MOST);
        shown.sort_unstable();
        let mut picture = Self {
            left_out,
            ..Self::default()
        };
        for at in shown {
            let Some(pair) = pairs.get(at) else { continue };
            let is_changed = changed.contains(&at);
            picture
                .before
                .extend(pair.from.map(|it| names.before(it, pair.to, is_changed)));
            picture
                .after
                .extend(pair.to.map(|it| names.after(it, pair.from, is_changed)));
        }
        picture
    }
}

/// Tables by name, and those that they refer to.
struct Related<'a> {
    tables: BTreeSet<&'a Name>,
    parents: BTreeSet<&'a Name>,
}

impl<'a> Related<'a> {
    fn to(tables: impl Iterator<Item = &'a Table>) -> Self {
        let mut related = Self {
            tables: BTreeSet::new(),
            parents: BTreeSet::new(),
        };
        for table in tables {
            related.tables.insert(&table.name);
            related.parents.extend(table.foreign_keys.iter().map(|key| &key.parent));
        }
        related
    }

    /// True for a table that refers to one of them, or that one of them refers to.
    fn has(&self, table: &Table) -> bool {
        let refers = || table.foreign_keys.iter().any(|key| self.tables.contains(&key.parent));
        self.parents.contains(&table.name) || refers()
    }
}

/// A table before and after.
struct TablePair<'a> {
    from: Option<&'a Table>,
    to: Option<&'a Table>,
}

/// Old names by new ones.
#[derive(Default)]
struct Renames {
    tables: BTreeMap<Name, Name>,
    columns: BTreeMap<(Name, Name), Name>,
}

impl Renames {
    fn of(diff: &Diff) -> Self {
        let mut found = Self::default();
        for change in &diff.changes {
            match change {
                Change::RenameTable { from, to } => {
                    found.tables.insert(to.clone(), from.clone());
                }
                Change::RenameColumn { table, from, to } => {
                    found.columns.insert((table.clone(), to.clone()), from.clone());
                }
                _ => {}
            }
        }
        found
    }

    /// Each table once, in the order of the names that they will have, then those that are dropped.
    fn pairs<'a>(&self, from: &'a Schema, to: &'a Schema) -> Vec<TablePair<'a>> {
        let is_shown = |table: &&Table| !table.name.is_trash();
        let old = |table: &Table| self.tables.get(&table.name).unwrap_or(&table.name).clone();
        let mut pairs: Vec<TablePair<'a>> = Vec::new();
        for table in to.tables.values().filter(is_shown) {
            let before = from.tables.get(&old(table));
            pairs.push(TablePair {
                from: before,
                to: Some(table),
            });
        }
        let taken: BTreeSet<Name> = pairs
            .iter()
            .filter_map(|it| it.from)
            .map(|it| it.name.clone())
            .collect();
        let dropped = from
            .tables
            .values()
            .filter(is_shown)
            .filter(|it| !taken.contains(&it.name));
        pairs.extend(dropped.map(|it| TablePair {
            from: Some(it),
            to: None,
        }));
        pairs
    }

    fn is_changed(&self, diff: &Diff, pair: &TablePair<'_>) -> bool {
        let (Some(_), Some(to)) = (pair.from, pair.to) else {
            return true;
        };
        diff.changes.iter().any(|change| match change {
            Change::RenameTable { to: name, .. } | Change::RenameColumn { table: name, .. } => *name == to.name,
            Change::AlterTable(it) => it.tables.to.name == to.name,
            _ => false,
        })
    }

    fn before(&self, table: &Table, after: Option<&Table>, is_changed: bool) -> TableBox {
        let mark = |column: &Column| {
            let after = after?;
            let now = after.columns.iter().find(|it| *self.old(after, it) == column.name);
            match now {
                None => Some(Mark::Removed),
                Some(now) => (!is_same(column, now)).then_some(Mark::Changed),
            }
        };
        let whole = if after.is_none() { Mark::Removed } else { Mark::Changed };
        TableBox::of(table, is_changed.then_some(whole), mark)
    }

    fn after(&self, table: &Table, before: Option<&Table>, is_changed: bool) -> TableBox {
        let mark = |column: &Column| {
            let old = before?.columns.iter().find(|it| it.name == *self.old(table, column));
            match old {
                None => Some(Mark::Added),
                Some(old) => (!is_same(old, column)).then_some(Mark::Changed),
            }
        };
        let whole = if before.is_none() { Mark::Added } else { Mark::Changed };
        TableBox::of(table, is_changed.then_some(whole), mark)
    }

    /// The name that a column had.
    fn old<'a>(&'a self, table: &Table, column: &'a Column) -> &'a Name {
        let known = self.columns.get(&(table.name.clone(), column.name.clone()));
        known.unwrap_or(&column.name)
    }
}

fn is_same(one: &Column, other: &Column) -> bool {
    one.name == other.name
        && one.type_name == other.type_name
        && one.not_null == other.not_null
        && one.default == other.default
        && one.collation == other.collation
        && one.generated == other.generated
}
