//! add-unique: rows that are there may share a key that becomes unique.

use std::collections::{BTreeMap, BTreeSet};

use super::{Code, Found, Gate, Hazard, HazardKind, Probe, Question, changed_by, step_creating, step_for, table};
use crate::diagnostic::Facts;
use crate::diff::{Change, Clause, ColumnFacet, TableChange};
use crate::plan::Step;
use crate::plan::context::Situation;
use crate::schema::{Index, IndexTerm, KeyColumn, Name, Object, ObjectKind, ObjectRef, Sql, Table};

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::AddUnique,
    gate: Gate::Impossible,
    title: "existing rows share a value of a new UNIQUE key",
    explanation: "Two rows with the same key violate the new UNIQUE constraint, primary key or unique index, so the \
migration would fail. No flag overrides this.\n\n\
Merge or change the rows first (in a migration of your own: `reconcile new NAME`). NULLs are distinct in SQLite and \
never conflict. If all keys differ, the change is allowed.",
    find,
};

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let changes: BTreeMap<&Name, &TableChange> = situation
        .table_changes()
        .map(|change| (&change.tables.to.name, change))
        .collect();
    let mut found = Vec::new();
    for change in changes.values() {
        let to = &change.tables.to;
        for key in constraints(change) {
            let term = |it: &KeyColumn| column_term(to, &it.name, it.collation.as_ref());
            let terms = key.iter().map(term).collect();
            let names = Name::list(key.iter().map(|column| &column.name));
            let hazard = hazard(
                situation,
                to,
                Some(change),
                terms,
                None,
                format!("{}({names})", to.name),
            );
            found.push((step_for(steps, &to.name, None), hazard));
        }
    }
    for index in new_unique_indexes(situation)
        .into_iter()
        .chain(rewritten_indexes(situation))
    {
        let Some(to) = situation.wanted.tables.get(&index.table) else {
            continue;
        };
        // An index on a new table covers no rows.
        if !situation.now.tables.contains_key(&to.name) {
            continue;
        }
        let terms = index.columns.iter().map(|column| index_term(to, column)).collect();
        let predicate = index.predicate.as_ref().map(|it| it.text().to_owned());
        let change = changes.get(&to.name).copied();
        let hazard = Hazard {
            facts: Facts::Index(index.name.clone()),
            ..hazard(situation, to, change, terms, predicate, format!("index {}", index.name))
        };
        let object = ObjectRef::new(ObjectKind::Index, index.name.clone());
        found.push((step_creating(steps, &object, &to.name), hazard));
    }
    found
}

fn hazard(
    situation: &Situation<'_>,
    to: &Table,
    change: Option<&TableChange>,
    key: Vec<String>,
    predicate: Option<String>,
    what: String,
) -> Hazard {
    let message = format!("{what} becomes unique: existing rows must not share a value");
    let added = change.and_then(|it| added_column(it, &key));
    let remedy = match added {
        // There is nothing to merge yet: the rows share what the migration itself gives them.
        Some(column) => format!(
            "give each row its own value: write `-- reconcile: backfill EXPRESSION` on the line of column {column}, or let it be NULL"
        ),
        None => "merge or change the rows that share a value first: reconcile new merge-duplicates".to_owned(),
    };
    Hazard {
        probe: Probe::of(situation, to, change, Question::Duplicates { key, predicate }),
        ..KIND.note(table(&to.name), message, &remedy)
    }
}

/// A column of the key that comes with the change, with one value for all rows.
fn added_column<'a>(change: &'a TableChange, key: &[String]) -> Option<&'a Name> {
    let terms: Vec<Sql> = key.iter().map(|it| Sql::expression(it, &|_| true)).collect();
    change.clauses.iter().find_map(|clause| match clause {
        Clause::AddColumn { column, .. } => terms.iter().any(|it| it.mentions(&column.name)).then_some(&column.name),
        _ => None,
    })
}

/// Keys that are new, or compare otherwise than before.
fn constraints(change: &TableChange) -> Vec<Vec<KeyColumn>> {
    let to = &change.tables.to;
    let mut keys: Vec<Vec<KeyColumn>> = Vec::new();
    for clause in &change.clauses {
        match clause {
            Clause::AddUnique(unique) => keys.push(unique.columns.clone()),
            Clause::ChangePrimaryKey(pair) => {
                let columns = |key: &Option<crate::schema::PrimaryKey>| {
                    key.as_ref()
                        .map(|key| key.columns.iter().map(|it| it.name.clone()).collect::<Vec<_>>())
                };
                if let Some(key) = &pair.to
                    && columns(&pair.from) != columns(&pair.to)
                {
                    keys.push(key.columns.clone());
                }
            }
            _ => {}
        }
    }
    for column in recompared(change) {
        let uses = |key: &[KeyColumn]| key.iter().any(|it| it.name == column);
        let unique = to.uniques.iter().map(|unique| &unique.columns);
        let primary = to.primary_key.iter().map(|key| &key.columns);
        keys.extend(unique.chain(primary).filter(|key| uses(key)).cloned());
    }
    keys.dedup();
    keys
}

/// Columns whose values, or their comparison, become others: by a backfill, a type, a collation.
fn recompared(change: &TableChange) -> BTreeSet<Name> {
    changed_by(change, [ColumnFacet::Collation, ColumnFacet::Type, ColumnFacet::Values])
}

/// Unique indexes that stay as they are, over columns that do not.
fn rewritten_indexes<'a>(situation: &Situation<'a>) -> Vec<&'a Index> {
    let mut found = Vec::new();
    for change in situation.table_changes() {
        let to = &change.tables.to;
        let stays = |index: &&Index| change.tables.from.indexes.get(&index.name) == Some(*index);
        let indexes = to.indexes.values().filter(|index| index.unique).filter(stays);
        let recompared = recompared(change);
        found.extend(indexes.filter(|index| recompared.iter().any(|column| index.uses(column))));
    }
    found
}

fn new_unique_indexes<'a>(situation: &Situation<'a>) -> Vec<&'a Index> {
    let index = |object: &'a Object| match object {
        Object::Index(index) if index.unique => Some(index),
        _ => None,
    };
    situation
        .diff
        .changes
        .iter()
        .filter_map(|change| match change {
            Change::Create(object) => index(object),
            Change::Replace(pair) => index(&pair.to),
            _ => None,
        })
        .collect()
}

fn index_term(table: &Table, column: &crate::schema::IndexColumn) -> String {
    match &column.term {
        IndexTerm::Column(name) => column_term(table, name, column.collation.as_ref()),
        IndexTerm::Expression(expression) => {
            with_collation(format!("({})", expression.text()), column.collation.as_ref())
        }
    }
}

/// The wanted collation, spelled out: the live column may still have another.
fn column_term(table: &Table, name: &Name, own: Option<&Name>) -> String {
    let collation = own.or_else(|| table.column(name).and_then(|column| column.collation.as_ref()));
    let binary = Name::new("BINARY");
    with_collation(name.quoted(), Some(collation.unwrap_or(&binary)))
}

fn with_collation(term: String, collation: Option<&Name>) -> String {
    match collation {
        Some(collation) => format!("{term} COLLATE {}", collation.quoted()),
        None => term,
    }
}
