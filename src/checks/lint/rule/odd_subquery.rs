//! wrong-condition: subqueries that do not look at the row, or look at the wrong column of it.

use sqlparser::ast::{
    BinaryOperator, Expr, Function, GroupByExpr, JoinOperator, Query, Select, SelectItem, WindowType,
};

use super::suspicious_expression::Oddity;
use crate::lint::data_change::{Action, DataChange};
use crate::lint::expression::{call, columns, conjuncts, is_comparison, is_correlated, is_order, short};
use crate::lint::scope::{Meaning, Scope, bare, column_name, last, select};
use crate::schema::Name;

type Check = fn(&DataChange, &Scope<'_>, &Expr) -> Option<Oddity>;

/// What can be wrong with a subquery.
pub(super) const CHECKS: &[Check] = &[
    outer_column,
    not_correlated,
    related_by_difference,
    keeps_one,
    other_key,
    crossed,
];

/// `x IN (SELECT c FROM t)` where t has no c.
fn outer_column(_: &DataChange, scope: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let (Expr::InSubquery { subquery: query, .. } | Expr::Subquery(query)) = it else {
        return None;
    };
    let (column, inner) = only_column(scope, query)?;
    let from = select(query)?.from.first()?;
    let is_plain = matches!(bare(column), Expr::Identifier(_));
    let meaning = inner.meaning(column).filter(|_| is_plain)?;
    (meaning.level < inner.depth()).then(|| {
        Oddity::warning(
            format!(
                "{} has no column {}, so the subquery returns {}.{1} of the outer row",
                short(&from.relation),
                meaning.column.name,
                meaning.source
            ),
            "name the table of each column in the subquery".to_owned(),
        )
    })
}

/// `EXISTS (…)` that says the same of every row.
fn not_correlated(change: &DataChange, scope: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let Expr::Exists { subquery, .. } = it else { return None };
    // Beside other conditions it may well decide whether anything is to be done.
    let is_all = change.condition.as_ref().is_some_and(|all| bare(all) == it);
    if change.action == Action::Insert || !is_all || is_correlated(scope, subquery)? {
        return None;
    }
    let own = &change.alias;
    Some(Oddity::warning(
        format!("EXISTS (…) does not depend on the row of {own}: it is true for all rows or for none"),
        format!("compare a column of the subquery with {own}.…"),
    ))
}

/// `EXISTS (… WHERE a.id <> b.id)`.
fn related_by_difference(change: &DataChange, scope: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let Expr::Exists {
        subquery,
        negated: false,
    } = it
    else {
        return None;
    };
    let inner = inside(scope, subquery);
    let query = select(subquery)?;
    let mut operators = Vec::new();
    let mut nullable = None;
    for part in conjuncts(query.selection.as_ref()?) {
        let outside = |it: &Meaning<'_>| it.level < inner.depth();
        if !columns(&inner, part).iter().any(outside) {
            continue;
        }
        let Expr::BinaryOp { left, op, right } = bare(part) else {
            return None;
        };
        let (one, other) = (inner.meaning(left)?, inner.meaning(right)?);
        if !is_comparison(op) || outside(&one) == outside(&other) {
            return None;
        }
        if *op == BinaryOperator::Eq && one.may_be_null() && one.column.name == other.column.name {
            nullable = Some(one.column.name.clone());
        }
        operators.push(op);
    }
    let count = |wanted: fn(&BinaryOperator) -> bool| operators.iter().filter(|it| wanted(it)).count();
    let differing = count(|it| *it == BinaryOperator::NotEq);
    let (equal, ordered) = (count(|it| *it == BinaryOperator::Eq), count(is_order));
    if differing > 0 && equal == 0 && ordered == 0 {
        return Some(Oddity::warning(
            "EXISTS (…) with <> is true if there is any other row".to_owned(),
            "write NOT EXISTS (… = …)".to_owned(),
        ));
    }
    let of_itself = inner.level(inner.depth()).first()?.table?.name == change.table && change.action == Action::Delete;
    if of_itself && differing > 0 && ordered == 0 {
        return Some(Oddity::warning(
            format!(
                "two duplicate rows of {} match each other, so both are deleted",
                change.table
            ),
            "compare the keys with < to keep one of them".to_owned(),
        ));
    }
    let column = nullable.filter(|_| of_itself && equal > 1 && ordered > 0)?;
    Some(Oddity::note(
        format!("rows whose {column} is NULL are never duplicates: NULL = NULL is not true"),
        format!("compare {column} with IS"),
    ))
}

/// `DELETE … WHERE id NOT IN (SELECT min(id) … GROUP BY x)` keeps one row for each x, NULL among them.
fn keeps_one(change: &DataChange, scope: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let Expr::InSubquery {
        subquery,
        negated: true,
        ..
    } = it
    else {
        return None;
    };
    let inner = inside(scope, subquery);
    let query = select(subquery)?;
    let (column, _) = only_column(scope, subquery)?;
    let (name, _) = call(column)?;
    let table = inner.level(inner.depth()).first()?.table?;
    let is_dedupe = matches!(name.as_str(), "min" | "max") && table.name == change.table;
    let GroupByExpr::Expressions(group, _) = &query.group_by else {
        return None;
    };
    if !is_dedupe || change.action != Action::Delete || is_correlated(scope, subquery)? {
        return None;
    }
    if group.is_empty() {
        return Some(Oddity::warning(
            format!(
                "all but one row of {} are deleted: the subquery has no GROUP BY",
                change.table
            ),
            "add GROUP BY with the columns that define a duplicate".to_owned(),
        ));
    }
    let guards: Vec<Meaning<'_>> = [(scope, change.condition.as_ref()), (&inner, query.selection.as_ref())]
        .into_iter()
        .flat_map(|(scope, it)| it.into_iter().flat_map(|it| conjuncts(it)).map(move |it| (scope, it)))
        .filter(|(_, it)| matches!(bare(it), Expr::IsNotNull(_)))
        .flat_map(|(scope, it)| columns(scope, it))
        .collect();
    one_for_null(&inner, group, &guards, &change.table)
}

/// NULLs are one group, and one partition.
fn one_for_null(scope: &Scope<'_>, group: &[Expr], guards: &[Meaning<'_>], table: &Name) -> Option<Oddity> {
    let is_guarded = |it: &Meaning<'_>| guards.iter().any(|guard| guard.column.name == it.column.name);
    let [only] = group else { return None };
    let column = scope.meaning(only).filter(|it| it.may_be_null() && !is_guarded(it))?;
    let name = &column.column.name;
    Some(Oddity::warning(
        format!("rows of {table} without {name} count as duplicates: all but one are deleted"),
        format!("add {name} IS NOT NULL"),
    ))
}

/// `users.id IN (SELECT id FROM bans)`: the ids of another table.
fn other_key(_: &DataChange, scope: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let Expr::InSubquery { expr, subquery, .. } = it else {
        return None;
    };
    let own = scope.meaning(expr).filter(Meaning::is_rowid)?;
    let (column, inner) = only_column(scope, subquery)?;
    let other = inner.meaning(column).filter(Meaning::is_rowid)?;
    if own.table.name == other.table.name || other.level != inner.depth() {
        return None;
    }
    let refers = other.table.foreign_keys_to(&own.table.name).next();
    let meant = match refers.map(|it| it.columns.as_slice()) {
        Some([column]) => column.clone(),
        _ => reference(&own.table.name, other.table.columns.iter().map(|it| &it.name))?,
    };
    // A key that is the reference too.
    (meant != other.column.name).then(|| {
        Oddity::warning(
            format!(
                "{} returns ids of {}, not of {}",
                short(subquery),
                other.table.name,
                own.table.name
            ),
            format!("select {meant}"),
        )
    })
}

/// The column that is called like a reference to a table: `user_id` for `users`.
pub(super) fn reference<'a>(table: &Name, mut columns: impl Iterator<Item = &'a Name>) -> Option<Name> {
    let folded = table.folded();
    let stems = [
        folded.clone(),
        folded.strip_suffix('s').unwrap_or_default().to_owned(),
        folded.strip_suffix("es").unwrap_or_default().to_owned(),
        folded
            .strip_suffix("ies")
            .map(|it| format!("{it}y"))
            .unwrap_or_default(),
    ];
    let is_reference = |it: &&Name| {
        let name = it.folded().replace('_', "");
        stems
            .iter()
            .any(|stem| !stem.is_empty() && name == format!("{}id", stem.replace('_', "")))
    };
    columns.find(is_reference).cloned()
}

/// `(a, b) IN (SELECT b, a …)`.
fn crossed(_: &DataChange, _: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let Expr::InSubquery { expr, subquery, .. } = it else {
        return None;
    };
    let Expr::Tuple(left) = bare(expr) else { return None };
    let right = select(subquery)?.projection.iter().map(|it| match it {
        SelectItem::UnnamedExpr(it) => column_name(it),
        _ => None,
    });
    let left: Vec<Name> = left.iter().map(column_name).collect::<Option<_>>()?;
    let right: Vec<Name> = right.collect::<Option<_>>()?;
    let is_permuted = left != right && left.len() == right.len() && left.iter().all(|it| right.contains(it));
    is_permuted.then(|| {
        Oddity::warning(
            format!(
                "({}) is compared with ({}) in a different order",
                Name::list(&left),
                Name::list(&right)
            ),
            "select the columns in the same order".to_owned(),
        )
    })
}

/// What a SELECT counts and numbers.
pub(super) fn of_select(change: &DataChange, scope: &Scope<'_>, select: &Select) -> Vec<Oddity> {
    let mut found = Vec::new();
    let has_left_join = select
        .from
        .iter()
        .flat_map(|it| &it.joins)
        .any(|it| matches!(it.join_operator, JoinOperator::Left(_) | JoinOperator::LeftOuter(_)));
    for item in &select.projection {
        let (SelectItem::UnnamedExpr(it) | SelectItem::ExprWithAlias { expr: it, .. }) = item else {
            continue;
        };
        let Expr::Function(function) = bare(it) else { continue };
        let name = last(&function.name).map(|it| it.folded()).unwrap_or_default();
        if has_left_join && name == "count" && function.args.to_string() == "(*)" && function.over.is_none() {
            found.push(Oddity::warning(
                "count(*) over a LEFT JOIN is 1 if nothing is joined".to_owned(),
                "count a column of the joined table".to_owned(),
            ));
        }
        if change.action == Action::Delete && name == "row_number" {
            found.extend(numbered(change, scope, select, function));
        }
    }
    found
}

fn numbered(change: &DataChange, scope: &Scope<'_>, select: &Select, function: &Function) -> Option<Oddity> {
    let Some(WindowType::WindowSpec(window)) = &function.over else {
        return None;
    };
    let of_itself = scope.level(scope.depth()).first()?.table?.name == change.table;
    let guards: Vec<Meaning<'_>> = select
        .selection
        .iter()
        .flat_map(conjuncts)
        .filter(|it| matches!(bare(it), Expr::IsNotNull(_)))
        .flat_map(|it| columns(scope, it))
        .collect();
    one_for_null(scope, &window.partition_by, &guards, &change.table).filter(|_| of_itself)
}

/// The one expression that a subquery selects, and the scope within it.
fn only_column<'a, 'q>(scope: &Scope<'a>, query: &'q Query) -> Option<(&'q Expr, Scope<'a>)> {
    let select = select(query)?;
    let [SelectItem::UnnamedExpr(it) | SelectItem::ExprWithAlias { expr: it, .. }] = select.projection.as_slice()
    else {
        return None;
    };
    Some((it, inside(scope, query)))
}

fn inside<'a>(scope: &Scope<'a>, query: &Query) -> Scope<'a> {
    let mut inner = scope.clone();
    inner.enter(query);
    inner
}
