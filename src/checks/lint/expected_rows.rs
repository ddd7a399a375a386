//! What a file is expected to do to the rows of a target, by what it did to rows on scratch.
//!
//! Made rows tell no figures. They tell that all rows of a table are kept, that none is added, and that a statement changes
//! only rows of its own table; a copy of the target's rows gives the exact figures.

use std::collections::BTreeSet;

use super::file::{File, Statement};
use crate::effects::{Effects, Outcome, StatementEffects};
use crate::schema::{ForeignKey, Name, Pair, ReferentialAction};
use crate::sql::Verb;

/// What one file is expected to do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExpectedRows {
    /// Tables that are there before and after it.
    pub tables: Vec<ExpectedTable>,
    /// By statement: the table of which it changes rows, each at most once, and no others; none where that is not known.
    pub own_rows: Vec<Option<Name>>,
}

/// One table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedTable {
    /// Its name before, and the name of the table that holds its rows in the end.
    pub names: Pair<Name>,
    /// Rows may be gone.
    pub may_shrink: bool,
    /// Rows may be added.
    pub may_grow: bool,
    /// Rows before and after, where the file ran on a copy of them.
    pub rows: Option<Pair<u64>>,
}

impl ExpectedRows {
    /// By its effects on made rows.
    pub(super) fn on_made(file: &File<'_>, effects: &Effects) -> Self {
        let table = |it: &Outcome| table(file, effects, it);
        let statements = file.statements.iter().zip(&effects.statements);
        Self {
            tables: effects.outcomes.iter().filter_map(table).collect(),
            own_rows: statements
                .map(|(statement, done)| own_rows(file, statement, done))
                .collect(),
        }
    }

    /// Takes up its effects on a copy of the target's rows.
    pub(super) fn know(&mut self, effects: &Effects) {
        let fails = effects.failure().is_some() || effects.commit.is_some();
        for table in self.tables.iter_mut().filter(|_| !fails) {
            let outcome = effects.outcome(&table.names.from);
            let outcome = outcome.filter(|it| it.heir.as_ref() == Some(&table.names.to));
            table.rows = outcome.map(|it| Pair {
                from: it.before as u64,
                to: it.after as u64,
            });
        }
    }
}

/// A table that is there in the end, and that the file names or touches.
fn table(file: &File<'_>, effects: &Effects, outcome: &Outcome) -> Option<ExpectedTable> {
    let heir = outcome.heir.as_ref()?;
    // Rows are counted by name, in the table that is there.
    let names = called(file, outcome, heir);
    let is_about = |it: &Statement| it.subject.as_ref().is_some_and(|it| names.contains(it));
    let touched = || {
        effects
            .statements
            .iter()
            .flat_map(|it| &it.tables)
            .any(|it| names.contains(&it.table))
    };
    if !file.statements.iter().any(is_about) && !touched() {
        return None;
    }
    let deletes = |it: &Statement| matches!(it.verb, Verb::Delete { .. }) && is_about(it);
    let inserts = |it: &&Statement| {
        let puts = matches!(it.verb, Verb::Insert { .. } | Verb::Create { query: Some(_), .. });
        puts && is_about(it)
    };
    let replaces = file.statements.iter().any(|it| match it.verb {
        Verb::Insert { replace, .. } | Verb::Update { replace, .. } => replace && is_about(it),
        _ => false,
    });
    let copies = usize::from(outcome.is_copied);
    Some(ExpectedTable {
        may_shrink: outcome.lost > 0
            || outcome.after < outcome.before
            || replaces
            || file.statements.iter().any(deletes),
        may_grow: outcome.added > 0
            || outcome.after > outcome.before
            || file.statements.iter().filter(inserts).count() > copies,
        names: Pair {
            from: outcome.table.clone(),
            to: heir.clone(),
        },
        rows: None,
    })
}

/// What the statements call a table: before, in the end, and as it was created.
fn called<'a>(file: &'a File<'_>, outcome: &'a Outcome, heir: &'a Name) -> BTreeSet<&'a Name> {
    let line = file.lineage.tables.get(heir);
    let created = line.and_then(|it| file.statements.get(it.created?)?.subject.as_ref());
    [&outcome.table, heir].into_iter().chain(created).collect()
}

/// The table whose rows an UPDATE or a DELETE changes, if nothing else follows from that.
fn own_rows(file: &File<'_>, statement: &Statement, done: &StatementEffects) -> Option<Name> {
    let table = statement.subject.as_ref()?;
    let action: fn(&ForeignKey) -> ReferentialAction = match statement.verb {
        Verb::Update { replace: false, .. } => |it| it.on_update,
        Verb::Delete { .. } => |it| it.on_delete,
        _ => return None,
    };
    let [change] = done.tables.as_slice() else { return None };
    let only_own = change.table == *table && done.changes <= change.before as u64;
    let is_passive = |it| matches!(it, ReferentialAction::NoAction | ReferentialAction::Restrict);
    let mut keys = file.before.tables.values().flat_map(|it| &it.foreign_keys);
    let follows = keys.any(|it| it.parent == *table && !is_passive(action(it)));
    let fires = file.before.triggers.values().any(|it| it.on == *table)
        || file.after.triggers.values().any(|it| it.on == *table);
    (only_own && !follows && !fires && file.before.tables.contains_key(table)).then(|| table.clone())
}
