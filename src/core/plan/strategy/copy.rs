//! What is copied into the new table of a rebuild, and what else must survive it.

use std::collections::BTreeMap;

use super::Names;
use crate::diff::{Clause, TableChange};
use crate::plan::context::Situation;
use crate::plan::foreign_keys::self_guard;
use crate::plan::{CopiedColumn, CopiedValue, RebuiltTable};
use crate::schema::{Index, Name, Pair, Table};
use crate::sql::keyword;

/// The most columns of a table, and of a result, on D1.
const MOST_COLUMNS: usize = 100;

/// The rebuild of `from` into `to`; `change` holds the backfills, `together` are all tables rebuilt with it, as wanted.
pub(super) fn rebuilt_table(
    situation: &Situation<'_>,
    from: &Table,
    to: &Table,
    change: Option<&TableChange>,
    together: &[&Table],
    names: &mut Names,
) -> RebuiltTable {
    let (mut copied, rowid) = (copied(from, to, change), carried_rowid(from, to));
    let late = rowid.as_ref().and_then(|_| late(&mut copied, to));
    RebuiltTable {
        keys: keys(to, together, names),
        temporary: names.fresh(&format!("_reconcile_new_{}", to.name)),
        copied,
        late,
        rowid,
        sequence: has_autoincrement(from) && has_autoincrement(to),
        indexes: to
            .indexes
            .values()
            .filter(|index| !situation.waits_for_its_name(index))
            .cloned()
            .collect(),
        guard_self: self_guard(from, |_| false),
        tables: Pair {
            from: from.clone(),
            to: to.clone(),
        },
    }
}

fn copied(from: &Table, to: &Table, change: Option<&TableChange>) -> Vec<CopiedColumn> {
    to.columns
        .iter()
        .filter(|column| column.generated.is_none())
        .filter_map(|column| {
            let backfill = change.and_then(|change| backfill(change, &column.name));
            let value = match (from.column(&column.name), backfill) {
                (Some(_), _) if change.is_some_and(|it| it.converts(&column.name)) => {
                    CopiedValue::Expression(change?.carried(&column.name)?)
                }
                (Some(_), None) => CopiedValue::Column(column.name.clone()),
                (Some(_), Some(expression)) => CopiedValue::ColumnOr(column.name.clone(), expression),
                (None, Some(expression)) => CopiedValue::Expression(expression),
                (None, None) if to.rowid_alias().is_some_and(|alias| alias.name == column.name) => {
                    CopiedValue::Rowid(rowid_name(from)?)
                }
                (None, None) => return None,
            };
            Some(CopiedColumn {
                target: column.name.clone(),
                value,
            })
        })
        .collect()
}

/// Takes a column out of the copy where it and the rowid are more than SQLite returns at once on D1: one that may be
/// NULL for a moment. <https://developers.cloudflare.com/d1/platform/limits/>
fn late(copied: &mut Vec<CopiedColumn>, to: &Table) -> Option<CopiedColumn> {
    if copied.len() < MOST_COLUMNS {
        return None;
    }
    let may_wait = |copied: &CopiedColumn| {
        let key = to.primary_key.iter().flat_map(|key| &key.columns);
        to.column(&copied.target)
            .is_some_and(|column| column.not_null.is_none() && column.default.is_none())
            && key.into_iter().all(|it| it.name != copied.target)
            && to.checks.iter().all(|check| !check.expression.mentions(&copied.target))
    };
    let at = copied.iter().rposition(may_wait)?;
    Some(copied.remove(at))
}

fn backfill(change: &TableChange, name: &Name) -> Option<String> {
    change.clauses.iter().find_map(|clause| match clause {
        Clause::AddColumn { column, backfill } if column.name == *name => backfill.clone(),
        Clause::ChangeColumn { columns, backfill, .. } if columns.to.name == *name => backfill.clone(),
        _ => None,
    })
}

/// Rowids may be referred to by FTS5 external content tables and by applications: they stay.
fn carried_rowid(from: &Table, to: &Table) -> Option<(String, String)> {
    if to.rowid_alias().is_some() {
        return None;
    }
    Some((rowid_name(to)?, rowid_name(from)?))
}

fn rowid_name(table: &Table) -> Option<String> {
    if table.without_rowid {
        return None;
    }
    keyword::free_rowid(|it| table.column(&Name::new(it)).is_some()).map(str::to_owned)
}

/// A parent key may rest on an index of its own rather than on a constraint. That index keeps its name until the old
/// table is dropped, so the copy needs another one. <https://www.sqlite.org/foreignkeys.html#fk_indexes>
fn keys(to: &Table, together: &[&Table], names: &mut Names) -> Vec<(Name, Index)> {
    let bare = Table {
        indexes: BTreeMap::new(),
        ..to.clone()
    };
    let mut keys: Vec<(Name, Index)> = Vec::new();
    for key in together.iter().flat_map(|table| table.foreign_keys_to(&to.name)) {
        let columns = key.resolved_parent_columns(to);
        let serves = |index: &&Index| {
            let alone = BTreeMap::from([(index.name.clone(), (*index).clone())]);
            Table {
                indexes: alone,
                ..bare.clone()
            }
            .is_key_unique(&columns)
        };
        if bare.is_key_unique(&columns) || keys.iter().any(|(_, index)| serves(&index)) {
            continue;
        }
        if let Some(index) = to.indexes.values().find(serves) {
            keys.push((names.fresh(&format!("_reconcile_key_{}", index.name)), index.clone()));
        }
    }
    keys
}

fn has_autoincrement(table: &Table) -> bool {
    table.primary_key.as_ref().is_some_and(|key| key.autoincrement)
}
