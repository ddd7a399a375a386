//! Queries: common tables, compounds, SELECT and VALUES.

use sqlparser::ast::{
    Expr, GroupByExpr, LimitClause, OrderByKind, Query, Select, SelectItem, SelectItemQualifiedWildcardKind, SetExpr,
    TableAlias, With,
};

use super::super::value_type::{Storage, ValueType};
use super::functions::has_aggregate;
use super::joins::last_name;
use super::scope::{Grouping, Output, Relation, Scope};
use super::{Inference, NotUnderstood, Understood};
use crate::schema::Name;

/// More rounds than the types of a recursive query can take to grow.
const ROUNDS: usize = 40;

impl Inference<'_> {
    /// The columns of a query within `parent`.
    pub(super) fn query(&mut self, query: &Query, parent: Option<&Scope<'_>>) -> Understood<Vec<Output>> {
        let before = self.common_tables.len();
        let found = self.deeper(|it| {
            if let Some(with) = &query.with {
                it.with(with, parent)?;
            }
            let columns = it.body(&query.body, &order(query), parent)?;
            it.limits(query, parent);
            Ok(columns)
        });
        self.common_tables.truncate(before);
        found
    }

    fn with(&mut self, with: &With, parent: Option<&Scope<'_>>) -> Understood<()> {
        for table in &with.cte_tables {
            let name = Name::new(table.alias.name.value.as_str());
            let columns = match recursive_parts(&table.query, &name) {
                Some((first, next)) => self.recursive(&table.alias, &table.query, first, next, parent)?,
                None => renamed(self.query(&table.query, parent)?, &table.alias),
            };
            self.common_tables.push((name, columns));
        }
        Ok(())
    }

    /// The first part gives the types, and the other adds to them until nothing more comes.
    fn recursive(
        &mut self,
        alias: &TableAlias,
        query: &Query,
        first: &SetExpr,
        next: &SetExpr,
        parent: Option<&Scope<'_>>,
    ) -> Understood<Vec<Output>> {
        let before = self.common_tables.len();
        if let Some(with) = &query.with {
            self.with(with, parent)?;
        }
        let mut columns = renamed(self.body(first, &[], parent)?, alias);
        for _ in 0..ROUNDS {
            let here = self.common_tables.len();
            let name = Name::new(alias.name.value.as_str());
            self.common_tables.push((name, columns.clone()));
            let more = self.body(next, &[], parent);
            self.common_tables.truncate(here);
            let joined = either(columns.clone(), more?)?;
            if joined == columns {
                self.limits(query, parent);
                self.common_tables.truncate(before);
                return Ok(columns);
            }
            columns = joined;
        }
        Err(NotUnderstood)
    }

    fn body(&mut self, body: &SetExpr, order: &[&Expr], parent: Option<&Scope<'_>>) -> Understood<Vec<Output>> {
        match body {
            SetExpr::Select(select) => self.select(select, order, parent),
            SetExpr::Query(query) => self.query(query, parent),
            SetExpr::SetOperation { left, right, .. } => {
                let left = self.body(left, &[], parent)?;
                let right = self.body(right, &[], parent)?;
                either(left, right)
            }
            SetExpr::Values(values) => {
                let scope = Scope::new(parent);
                let mut found: Option<Vec<Output>> = None;
                for row in &values.rows {
                    let one = row.content.iter().enumerate().map(|(at, it)| Output {
                        name: Name::new(format!("column{}", at + 1)),
                        value: self.expression(it, &scope),
                    });
                    let one = one.collect();
                    found = Some(match found {
                        Some(before) => either(before, one)?,
                        None => one,
                    });
                }
                found.ok_or(NotUnderstood)
            }
            SetExpr::Insert(change) | SetExpr::Update(change) | SetExpr::Delete(change) => self.data_change(change),
            _ => Err(NotUnderstood),
        }
    }

    fn select(&mut self, select: &Select, order: &[&Expr], parent: Option<&Scope<'_>>) -> Understood<Vec<Output>> {
        let mut scope = Scope::new(parent);
        self.from(&select.from, &mut scope)?;
        if let Some(condition) = &select.selection {
            self.expression(condition, &scope);
            self.proven_by(condition, &mut scope);
        }
        let GroupByExpr::Expressions(groups, _) = &select.group_by else {
            return Err(NotUnderstood);
        };
        for group in groups {
            self.expression(group, &scope);
        }
        scope.grouping = grouping(select, order);
        if let Some(having) = &select.having {
            self.expression(having, &scope);
        }
        let columns = self.items(&select.projection, &scope)?;
        for expression in order {
            self.expression(expression, &scope);
        }
        Ok(columns)
    }

    /// What a list of result columns gives.
    pub(super) fn items(&mut self, items: &[SelectItem], scope: &Scope<'_>) -> Understood<Vec<Output>> {
        let mut columns = Vec::new();
        for item in items {
            match item {
                SelectItem::UnnamedExpr(expression) => columns.push(Output {
                    name: plain_name(expression),
                    value: self.expression(expression, scope),
                }),
                SelectItem::ExprWithAlias { expr, alias } => columns.push(Output {
                    name: Name::new(alias.value.as_str()),
                    value: self.expression(expr, scope),
                }),
                SelectItem::Wildcard(_) => {
                    for relation in &scope.relations {
                        columns.extend(shown(relation, scope, true)?);
                    }
                }
                SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(name), _) => {
                    let name = last_name(name).ok_or(NotUnderstood)?;
                    let meant = scope.relations.iter().find(|it| it.name.as_ref() == Some(&name));
                    columns.extend(shown(meant.ok_or(NotUnderstood)?, scope, false)?);
                }
                _ => return Err(NotUnderstood),
            }
        }
        Ok(columns)
    }

    fn limits(&mut self, query: &Query, parent: Option<&Scope<'_>>) {
        let scope = Scope::new(parent);
        let expressions = match &query.limit_clause {
            Some(LimitClause::LimitOffset { limit, offset, .. }) => {
                [limit.as_ref(), offset.as_ref().map(|it| &it.value)]
            }
            Some(LimitClause::OffsetCommaLimit { offset, limit }) => [Some(limit), Some(offset)],
            None => [None, None],
        };
        for expression in expressions.into_iter().flatten() {
            self.expect(expression, ValueType::of(Storage::INTEGER), &scope);
        }
    }

    /// What a subquery with one value can be: NULL where it may have no row.
    pub(super) fn scalar(&mut self, query: &Query, scope: &Scope<'_>) -> ValueType {
        let Ok(columns) = self.query(query, Some(scope)) else {
            return ValueType::UNKNOWN;
        };
        match columns.into_iter().next() {
            Some(first) => first.value.or_null(!has_one_row(query)),
            None => ValueType::UNKNOWN,
        }
    }
}

/// How the rows of a SELECT are put together. An aggregate anywhere in it makes one group of all rows.
fn grouping(select: &Select, order: &[&Expr]) -> Grouping {
    let GroupByExpr::Expressions(groups, _) = &select.group_by else {
        return Grouping::Whole;
    };
    if !groups.is_empty() {
        return Grouping::Groups;
    }
    let in_items = select.projection.iter().any(|it| match it {
        SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } => has_aggregate(expr),
        _ => false,
    });
    match in_items || select.having.is_some() || order.iter().any(|it| has_aggregate(it)) {
        true => Grouping::Whole,
        false => Grouping::Rows,
    }
}

/// True if a query has exactly one row, whatever the tables hold.
fn has_one_row(query: &Query) -> bool {
    let SetExpr::Select(select) = query.body.as_ref() else {
        return false;
    };
    if query.limit_clause.is_some() || select.having.is_some() {
        return false;
    }
    match grouping(select, &order(query)) {
        Grouping::Whole => true,
        Grouping::Groups => false,
        Grouping::Rows => select.from.is_empty() && select.selection.is_none(),
    }
}

/// The first part of a common table that reads itself, and the other.
fn recursive_parts<'q>(query: &'q Query, name: &Name) -> Option<(&'q SetExpr, &'q SetExpr)> {
    let SetExpr::SetOperation { left, right, .. } = query.body.as_ref() else {
        return None;
    };
    let is_read = |part: &SetExpr| {
        let mut found = false;
        let _ = sqlparser::ast::visit_relations(part, |relation| {
            found |= last_name(relation).as_ref() == Some(name);
            std::ops::ControlFlow::<()>::Continue(())
        });
        found
    };
    (is_read(right) && !is_read(left)).then_some((left, right))
}

/// Columns of a compound.
fn either(left: Vec<Output>, right: Vec<Output>) -> Understood<Vec<Output>> {
    if left.len() != right.len() {
        return Err(NotUnderstood);
    }
    let both = left.into_iter().zip(right);
    Ok(both
        .map(|(left, right)| Output {
            name: left.name,
            value: left.value.or(right.value),
        })
        .collect())
}

fn renamed(mut columns: Vec<Output>, alias: &TableAlias) -> Vec<Output> {
    for (column, name) in columns.iter_mut().zip(&alias.columns) {
        column.name = Name::new(name.name.value.as_str());
    }
    columns
}

/// What `*` shows of a relation.
fn shown(relation: &Relation, scope: &Scope<'_>, is_merged: bool) -> Understood<Vec<Output>> {
    if relation.is_open {
        return Err(NotUnderstood);
    }
    let columns = relation.columns.iter();
    let columns = columns.filter(|it| !is_merged || !relation.joined.contains(&it.name));
    let columns = columns.cloned().map(|mut it| {
        it.value.nullable |= scope.grouping == Grouping::Whole;
        it
    });
    Ok(columns.collect())
}

fn order(query: &Query) -> Vec<&Expr> {
    match query.order_by.as_ref().map(|it| &it.kind) {
        Some(OrderByKind::Expressions(all)) => all.iter().map(|it| &it.expr).collect(),
        _ => Vec::new(),
    }
}

/// The column that an expression is; another expression has no name that a query around it could count on.
fn plain_name(expression: &Expr) -> Name {
    match expression {
        Expr::Identifier(name) => Name::new(name.value.as_str()),
        Expr::CompoundIdentifier(names) => Name::new(names.last().map_or("", |it| it.value.as_str())),
        Expr::Nested(inner) => plain_name(inner),
        other => Name::new(other.to_string()),
    }
}
