//! wrong-condition: statements whose parts do not go together.

use std::collections::BTreeSet;

use sqlparser::ast::{BinaryOperator, Expr, SqliteOnConflict};

use super::odd_comparison::double_quoted;
use super::suspicious_expression::Oddity;
use crate::lint::data_change::{Action, DataChange};
use crate::lint::expression::{columns, conjuncts, equality, is_null, joined, short, text};
use crate::lint::scope::{Meaning, Scope, bare};
use crate::schema::{Affinity, Name, Table};

/// All that can be said of one statement as a whole.
pub(super) fn check(change: &DataChange, scope: &Scope<'_>) -> Vec<Oddity> {
    let mut found = Vec::new();
    for (columns, value) in &change.set {
        if let [column] = columns.as_slice() {
            found.extend(two_in_one(scope, column, value));
            found.extend(column_for_text(change, scope, column, value));
            found.extend(itself(change, scope, column, value));
        }
    }
    found.extend(conflict_word(change, scope));
    found.extend(not_related(change, scope));
    found.extend(several_matches(change, scope));
    found.extend(leaves_null(change, scope));
    found
}

/// `SET a = 1 AND b = 2`.
fn two_in_one(scope: &Scope<'_>, column: &Name, value: &Expr) -> Option<Oddity> {
    let parts = joined(value, &BinaryOperator::And);
    let (_, others) = parts.split_first()?;
    let other = others
        .iter()
        .find_map(|it| scope.meaning(equality(it)?.0).filter(|it| it.level == 0))?;
    let other = &other.column.name;
    Some(Oddity::warning(
        format!("SET {column} = … AND {other} = … writes a truth value into {column} and nothing into {other}"),
        "put a comma between the columns".to_owned(),
    ))
}

/// `SET state = "active"` where active is a column, and of another kind.
fn column_for_text(change: &DataChange, scope: &Scope<'_>, column: &Name, value: &Expr) -> Option<Oddity> {
    let word = double_quoted(value)?;
    let taken = scope.meaning(value).filter(|it| it.level == 0)?;
    let own = scope.tables(&change.table).find_map(|it| it.affinity(column))?;
    (own == Affinity::Text && taken.affinity() != own).then(|| {
        Oddity::warning(
            format!("\"{word}\" is the column of that name, not a text"),
            format!("write '{word}' in single quotes if you mean a text"),
        )
    })
}

/// `DO UPDATE SET n = n`.
fn itself(change: &DataChange, scope: &Scope<'_>, column: &Name, value: &Expr) -> Option<Oddity> {
    let it = scope.meaning(value)?;
    let is_same = it.column.name == *column && it.source == change.alias;
    (change.action == Action::Insert && is_same).then(|| {
        Oddity::warning(
            format!("DO UPDATE SET {column} = {column} keeps the stored value"),
            format!("write excluded.{column}, or DO NOTHING"),
        )
    })
}

/// OR IGNORE and OR REPLACE on UPDATE; OR IGNORE where nothing can be ignored.
fn conflict_word(change: &DataChange, scope: &Scope<'_>) -> Option<Oddity> {
    let table = scope.table(&change.table)?;
    let written: Vec<&Name> = match change.action {
        Action::Update => change.set.iter().flat_map(|it| &it.0).collect(),
        Action::Insert if change.columns.is_empty() => table.columns.iter().map(|it| &it.name).collect(),
        Action::Insert => change.columns.iter().collect(),
        Action::Delete => return None,
    };
    let keys: Vec<_> = scope.tables(&change.table).flat_map(keys).collect();
    let may_conflict = keys.iter().flatten().any(|it| written.contains(&it));
    match (change.action, change.conflict?) {
        (Action::Update, SqliteOnConflict::Ignore) if may_conflict => Some(Oddity::warning(
            format!("OR IGNORE skips rows of {} whose new value is taken", table.name),
            "remove OR IGNORE, and change those rows separately".to_owned(),
        )),
        (Action::Update, SqliteOnConflict::Replace) if may_conflict => Some(Oddity::warning(
            format!(
                "OR REPLACE deletes the rows of {} that already have the new value",
                table.name
            ),
            "remove OR REPLACE, and delete or change those rows in a separate statement".to_owned(),
        )),
        (Action::Insert, SqliteOnConflict::Ignore) if !may_conflict && !change.rows().is_empty() => {
            Some(Oddity::warning(
                format!(
                    "{} has no key on {}, so OR IGNORE inserts the rows again",
                    table.name,
                    Name::list(written)
                ),
                "create a UNIQUE index first, or write INSERT … SELECT … WHERE NOT EXISTS (…)".to_owned(),
            ))
        }
        _ => None,
    }
}

/// The sets of columns by which rows are unique. An index over expressions may be about any column.
fn keys(table: &Table) -> Vec<BTreeSet<Name>> {
    let key = table.primary_key.iter().map(|it| it.columns.as_slice());
    let constraints = key.chain(table.uniques.iter().map(|it| it.columns.as_slice()));
    let constraints = constraints.map(|it| it.iter().map(|it| it.name.clone()).collect());
    let indexes = table.indexes.values().filter(|it| it.unique);
    let indexes = indexes.map(|it| {
        let plain: Option<BTreeSet<Name>> = it.columns.iter().map(|it| it.plain().cloned()).collect();
        plain.unwrap_or_else(|| table.columns.iter().map(|it| it.name.clone()).collect())
    });
    constraints.chain(indexes).collect()
}

/// UPDATE … FROM whose WHERE does not compare the two.
fn not_related(change: &DataChange, scope: &Scope<'_>) -> Option<Oddity> {
    let sources = scope.level(0);
    if change.action != Action::Update || sources.len() < 2 || sources.iter().any(|it| it.table.is_none()) {
        return None;
    }
    let condition = change.condition.as_ref()?;
    let own = |it: &Meaning<'_>| it.source == change.alias;
    // The rows of a condition that names neither are told by unfiltered-write.
    let names_own = columns(scope, condition).iter().any(own);
    let relates = conjuncts(condition).iter().any(|part| {
        let found = columns(scope, part);
        found.iter().any(own) && found.iter().any(|it| !own(it))
    });
    let beside = sources.get(1).map(|it| it.name.clone())?;
    (names_own && !relates).then(|| {
        Oddity::warning(
            format!(
                "WHERE does not relate rows of {} to those of {beside}: all get the values of an arbitrary row of {beside}",
                change.alias
            ),
            format!("compare a column of {} with one of {beside}", change.alias),
        )
    })
}

/// UPDATE … FROM a table of which several rows may match.
fn several_matches(change: &DataChange, scope: &Scope<'_>) -> Option<Oddity> {
    let [_, beside] = scope.level(0) else { return None };
    let tables: Vec<&Table> = beside.table.into_iter().chain(beside.later).collect();
    if tables.is_empty() || change.action != Action::Update {
        return None;
    }
    let mut fixed: BTreeSet<Name> = BTreeSet::new();
    let mut is_related = false;
    for part in conjuncts(change.condition.as_ref()?) {
        let Some((left, right)) = equality(part) else {
            continue;
        };
        for (one, other) in [(left, right), (right, left)] {
            let Some(it) = scope.meaning(one).filter(|it| it.source == beside.name) else {
                continue;
            };
            let other = scope.meaning(other);
            if other.as_ref().is_none_or(|it| it.source != beside.name) {
                is_related |= other.is_some();
                fixed.insert(it.column.name.clone());
            }
        }
    }
    let is_one = tables
        .into_iter()
        .flat_map(keys)
        .collect::<Vec<_>>()
        .iter()
        .any(|it| it.is_subset(&fixed));
    (is_related && !is_one).then(|| {
        Oddity::note(
            format!(
                "if several rows match, a row of {} takes its values from an arbitrary row of {}",
                change.alias, beside.name
            ),
            format!(
                "make the compared columns of {} unique, or group it in a subquery",
                beside.name
            ),
        )
    })
}

/// `x <> 1`, NOT IN and NOT LIKE do not find NULL.
fn leaves_null(change: &DataChange, scope: &Scope<'_>) -> Option<Oddity> {
    let condition = change.condition.as_ref()?;
    let all = columns(scope, condition);
    conjuncts(condition).into_iter().find_map(|part| {
        let of = match bare(part) {
            Expr::BinaryOp {
                left,
                op: BinaryOperator::NotEq,
                right,
            } if is_value(right) => left,
            Expr::InList {
                expr,
                negated: true,
                list,
            } if !list.iter().any(is_null) => expr,
            Expr::Like {
                expr, negated: true, ..
            } => expr,
            _ => return None,
        };
        let column = scope.meaning(of).filter(|it| it.level == 0 && it.may_be_null())?;
        // Named a second time it is thought of.
        (all.iter().filter(|it| it.is_same(&column)).count() == 1).then(|| {
            let name = &column.column.name;
            Oddity::note(
                format!("rows whose {name} is NULL do not satisfy WHERE {}", short(part)),
                format!("add OR {name} IS NULL to include them"),
            )
        })
    })
}

fn is_value(it: &Expr) -> bool {
    text(it).is_some_and(|it| !it.is_empty()) || crate::lint::expression::number(it).is_some()
}

#[cfg(test)]
#[path = "odd_statement_tests.rs"]
mod tests;
