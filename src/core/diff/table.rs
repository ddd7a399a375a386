//! One table on both sides → its clauses. Constraints are matched as multisets: their order does not count.

use super::conversion::conversion;
use super::{Clause, ColumnFacet, Cosmetic};
use crate::schema::{Column, ForeignKey, Hints, Name, Pair, Schema, Table};

/// What differs in one table.
#[derive(Default)]
pub(super) struct Compared {
    pub clauses: Vec<Clause>,
    pub cosmetic: Vec<Cosmetic>,
}

/// `renames` gives the old name of a column that has just got another one.
pub(super) fn compare_tables(
    from: &Table,
    to: &Table,
    live: &Schema,
    wanted: &Schema,
    hints: &Hints,
    renames: &dyn Fn(&Name) -> Option<Name>,
) -> Compared {
    let mut compared = constraints(from, to, live, wanted);
    let (mut clauses, constraints) = (Vec::new(), std::mem::take(&mut compared.clauses));
    for column in &to.columns {
        let hint = hints.columns.get(&(to.name.clone(), column.name.clone()));
        let backfill = hint.and_then(|hint| hint.backfill.clone());
        let Some(old) = from.column(&column.name) else {
            if hint.is_some_and(|hint| hint.using.is_some()) {
                compared.cosmetic.push(Cosmetic::NothingToConvert {
                    table: to.name.clone(),
                    column: column.name.clone(),
                });
            }
            let column = column.clone();
            clauses.push(Clause::AddColumn { column, backfill });
            continue;
        };
        let mut facets = facets(old, column);
        let renamed = renames(&column.name);
        let using = conversion(hint, &column.name, (from, to), renamed.as_ref(), &facets, &constraints);
        facets.extend(using.as_ref().map(|_| ColumnFacet::Values));
        if !facets.is_empty() {
            let columns = Pair {
                from: old.clone(),
                to: column.clone(),
            };
            clauses.push(Clause::ChangeColumn {
                columns,
                facets,
                backfill,
                using,
            });
        }
    }
    let gone = from.columns.iter().filter(|column| to.column(&column.name).is_none());
    clauses.extend(gone.map(|column| Clause::DropColumn(column.clone())));
    clauses.extend(constraints);
    compared.clauses = clauses;
    compared
}

/// What is not a column's own.
fn constraints(from: &Table, to: &Table, live: &Schema, wanted: &Schema) -> Compared {
    let mut compared = Compared::default();
    if from.primary_key != to.primary_key {
        let keys = Pair {
            from: from.primary_key.clone(),
            to: to.primary_key.clone(),
        };
        compared.clauses.push(Clause::ChangePrimaryKey(keys));
    }
    let table = &to.name;
    let names = |names: Pair<Option<Name>>| Cosmetic::ConstraintName {
        table: table.clone(),
        names,
    };
    matched(
        (&from.uniques, &to.uniques),
        |a, b| a == b,
        |it| it.name.clone(),
        (Clause::DropUnique, Clause::AddUnique),
        &names,
        &mut compared,
    );
    matched(
        (&from.checks, &to.checks),
        |a, b| a == b,
        |it| it.name.clone(),
        (Clause::DropCheck, Clause::AddCheck),
        &names,
        &mut compared,
    );
    matched(
        (&from.foreign_keys, &to.foreign_keys),
        |a, b| same_key(a, b, live, wanted),
        |it| it.name.clone(),
        (Clause::DropForeignKey, Clause::AddForeignKey),
        &names,
        &mut compared,
    );
    if from.strict != to.strict {
        compared.clauses.push(Clause::Strict(to.strict));
    }
    if from.without_rowid != to.without_rowid {
        compared.clauses.push(Clause::WithoutRowid(to.without_rowid));
    }
    compared
}

fn facets(from: &Column, to: &Column) -> Vec<ColumnFacet> {
    let not_null = |column: &Column| column.not_null.as_ref().map(|it| it.conflict);
    let mut facets = Vec::new();
    let mut differs = |is: bool, facet| {
        if is {
            facets.push(facet);
        }
    };
    differs(not_null(from) != not_null(to), ColumnFacet::NotNull);
    differs(!same_type(&from.type_name, &to.type_name), ColumnFacet::Type);
    differs(from.default != to.default, ColumnFacet::Default);
    differs(from.collation != to.collation, ColumnFacet::Collation);
    differs(from.generated != to.generated, ColumnFacet::Generated);
    // What only shows in the whole (a fact that none of the parts above tells) is a difference all the same.
    if facets.is_empty() && from != to {
        facets.push(ColumnFacet::Default);
    }
    facets
}

fn same_type(from: &str, to: &str) -> bool {
    let fold = |text: &str| text.to_ascii_uppercase().split_whitespace().collect::<String>();
    fold(from) == fold(to)
}

/// A key without parent columns means the parent's primary key.
fn same_key(from: &ForeignKey, to: &ForeignKey, live: &Schema, wanted: &Schema) -> bool {
    let resolved = |key: &ForeignKey, schema: &Schema| {
        let mut key = key.clone();
        if let Some(parent) = schema.tables.get(&key.parent) {
            key.parent_columns = key.resolved_parent_columns(parent);
        }
        key
    };
    resolved(from, live) == resolved(to, wanted)
}

/// What makes a clause of a constraint.
type Word<T> = fn(T) -> Clause;

/// Pairs equal constraints off; what is left over was dropped or added.
fn matched<T: Clone>(
    (from, to): (&[T], &[T]),
    same: impl Fn(&T, &T) -> bool,
    name: impl Fn(&T) -> Option<Name>,
    (drop, add): (Word<T>, Word<T>),
    names: &impl Fn(Pair<Option<Name>>) -> Cosmetic,
    compared: &mut Compared,
) {
    let mut left: Vec<&T> = from.iter().collect();
    let mut added = Vec::new();
    for wanted in to {
        let same_name = |it: &&T| name(it) == name(wanted);
        let found = left.iter().position(|it| same(it, wanted) && same_name(it));
        match found.or_else(|| left.iter().position(|it| same(it, wanted))) {
            Some(at) => {
                let live = left.remove(at);
                if name(live) != name(wanted) {
                    compared.cosmetic.push(names(Pair {
                        from: name(live),
                        to: name(wanted),
                    }));
                }
            }
            None => added.push(wanted.clone()),
        }
    }
    compared.clauses.extend(left.into_iter().cloned().map(drop));
    compared.clauses.extend(added.into_iter().map(add));
}
