//! Declared renames, applied to a copy of the live schema, in an order that SQLite can run.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Cosmetic};
use crate::schema::{Hints, Name, ObjectKind, ObjectRef, Schema, rename};

/// What the directives come to.
pub(super) struct Renames<'a> {
    /// RenameTable and RenameColumn, in order.
    pub changes: Vec<Change>,
    /// The live schema after them.
    pub now: Cow<'a, Schema>,
    /// Directives that have nothing left to do.
    pub spent: Vec<Cosmetic>,
}

pub(super) fn renames<'a>(from: &'a Schema, to: &Schema, hints: &Hints) -> Renames<'a> {
    let mut result = Renames {
        changes: Vec::new(),
        now: Cow::Borrowed(from),
        spent: Vec::new(),
    };
    if hints.renamed_tables.is_empty() && hints.columns.values().all(|hint| hint.renamed_from.is_none()) {
        return result;
    }
    let live: BTreeSet<Name> = from.tables.keys().cloned().collect();
    let declared = hints
        .renamed_tables
        .iter()
        .map(|(new, old)| (new.clone(), old.clone()))
        .collect();
    let wanted = |name: &Name| to.tables.contains_key(name);
    for (old, new) in effective(&declared, &live, wanted) {
        if rename::table(result.now.to_mut(), &old, &new) {
            result.changes.push(Change::RenameTable { from: old, to: new });
        }
    }
    spent(&declared, &mut result, ObjectKind::Table, None);
    for table in to.tables.values() {
        let Some(live) = result.now.tables.get(&table.name) else {
            continue;
        };
        let live: BTreeSet<Name> = live.columns.iter().map(|column| column.name.clone()).collect();
        let declared: BTreeMap<Name, Name> = hints
            .columns
            .iter()
            .filter(|((holder, _), _)| *holder == table.name)
            .filter_map(|((_, new), hint)| Some((new.clone(), hint.renamed_from.clone()?)))
            .collect();
        for (old, new) in effective(&declared, &live, |name| table.column(name).is_some()) {
            rename::column(result.now.to_mut(), &table.name, &old, &new);
            result.changes.push(Change::RenameColumn {
                table: table.name.clone(),
                from: old,
                to: new,
            });
        }
        spent(&declared, &mut result, ObjectKind::Table, Some(&table.name));
    }
    result
}

/// The declared renames (new name → old name) that have something to do, in order.
fn effective(
    declared: &BTreeMap<Name, Name>,
    live: &BTreeSet<Name>,
    wanted: impl Fn(&Name) -> bool,
) -> Vec<(Name, Name)> {
    let possible = declared
        .iter()
        .filter(|(new, old)| new != old && live.contains(*old) && wanted(new));
    ordered(possible.map(|(new, old)| (old.clone(), new.clone())).collect(), live)
}

/// Notes the declared renames that came to nothing.
fn spent(declared: &BTreeMap<Name, Name>, result: &mut Renames<'_>, kind: ObjectKind, table: Option<&Name>) {
    for (new, old) in declared {
        let done = result.changes.iter().any(|change| match change {
            Change::RenameTable { to, .. } => table.is_none() && to == new,
            Change::RenameColumn { table: holder, to, .. } => table == Some(holder) && to == new,
            _ => false,
        });
        // A directive that changes only the case of a name has no effect: the spelling is compared for every name.
        if !done {
            let object = ObjectRef::new(kind, table.unwrap_or(new).clone());
            result.spent.push(Cosmetic::SpentDirective {
                object,
                old: old.clone(),
            });
        }
    }
}

/// Renames in an order in which each new name is free at its moment.
///
/// Left out are those whose new name stays taken, and cycles: a swap leaves both names in place, so nothing would tell
/// a second run that it has been done. Swap in two migrations, through a third name.
fn ordered(mut pending: BTreeMap<Name, Name>, live: &BTreeSet<Name>) -> Vec<(Name, Name)> {
    let mut sorted = Vec::new();
    let mut freed: BTreeSet<Name> = BTreeSet::new();
    while let Some(old) = pending
        .iter()
        .find(|(_, new)| !live.contains(*new) || freed.contains(*new))
        .map(|(old, _)| old.clone())
    {
        if let Some(new) = pending.remove(&old) {
            freed.insert(old.clone());
            sorted.push((old, new));
        }
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(pairs: &[(&str, &str)], live: &[&str]) -> Vec<(String, String)> {
        let pending: BTreeMap<Name, Name> = pairs.iter().map(|(a, b)| (Name::new(*a), Name::new(*b))).collect();
        let live = live.iter().map(|name| Name::new(*name)).collect();
        let text = |name: &Name| name.as_str().to_owned();
        ordered(pending, &live)
            .iter()
            .map(|(a, b)| (text(a), text(b)))
            .collect()
    }

    fn pair(a: &str, b: &str) -> (String, String) {
        (a.to_owned(), b.to_owned())
    }

    #[test]
    fn a_chain_runs_from_its_free_end() {
        assert_eq!(
            order(&[("a", "b"), ("b", "c")], &["a", "b"]),
            [pair("b", "c"), pair("a", "b")]
        );
    }

    #[test]
    fn a_swap_is_left_out() {
        assert_eq!(order(&[("a", "b"), ("b", "a")], &["a", "b"]), []);
    }

    #[test]
    fn a_name_that_stays_taken_is_left_out() {
        assert_eq!(order(&[("a", "b")], &["a", "b"]), []);
    }
}
