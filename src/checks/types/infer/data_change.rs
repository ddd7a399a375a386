//! INSERT, UPDATE and DELETE: what their parameters are written to, and what RETURNING gives.

use sqlparser::ast::{
    Assignment, AssignmentTarget, Expr, FromTable, Insert, OnConflictAction, OnInsert, SelectItem, SetExpr, Statement,
    TableFactor, TableObject, TableWithJoins, UpdateTableFromKind,
};

use super::super::value_type::{Storage, ValueType, column_type};
use super::joins::last_name;
use super::scope::{Output, Relation, Scope};
use super::{Inference, NotUnderstood, Understood};
use crate::schema::Name;

impl Inference<'_> {
    pub(super) fn data_change(&mut self, statement: &Statement) -> Understood<Vec<Output>> {
        match statement {
            Statement::Insert(insert) => self.insert(insert),
            Statement::Update(update) => {
                let target = self.target(&update.table)?;
                let name = target.0.clone();
                let mut scope = Scope::new(None);
                scope.relations.push(target.1);
                let own = scope.clone();
                if let Some(UpdateTableFromKind::BeforeSet(from) | UpdateTableFromKind::AfterSet(from)) = &update.from {
                    self.from(from, &mut scope)?;
                }
                self.assignments(&name, &update.assignments, &scope);
                self.rest(update.selection.as_ref(), update.limit.as_ref(), &scope);
                self.returning(update.returning.as_deref(), &own)
            }
            Statement::Delete(delete) => {
                let (FromTable::WithFromKeyword(from) | FromTable::WithoutKeyword(from)) = &delete.from;
                let target = self.target(from.first().ok_or(NotUnderstood)?)?;
                let mut scope = Scope::new(None);
                scope.relations.push(target.1);
                self.rest(delete.selection.as_ref(), delete.limit.as_ref(), &scope);
                self.returning(delete.returning.as_deref(), &scope)
            }
            _ => Err(NotUnderstood),
        }
    }

    fn insert(&mut self, insert: &Insert) -> Understood<Vec<Output>> {
        let TableObject::TableName(table) = &insert.table else {
            return Err(NotUnderstood);
        };
        let name = last_name(table).ok_or(NotUnderstood)?;
        let relation = self.relation(&name).ok_or(NotUnderstood)?;
        let columns: Vec<Name> = match insert.columns.as_slice() {
            [] => self.stored(&name),
            listed => listed.iter().filter_map(last_name).collect(),
        };
        if let Some(source) = &insert.source {
            self.inserted(&source.body, &name, &columns);
            // Also for the parameters in its conditions.
            self.query(source, None)?;
        }
        let mut scope = Scope::new(None);
        let alias = insert.table_alias.as_ref().map(|it| Name::new(it.alias.value.as_str()));
        scope.relations.push(Relation {
            name: Some(alias.unwrap_or_else(|| name.clone())),
            ..relation
        });
        if let Some(OnInsert::OnConflict(conflict)) = &insert.on
            && let OnConflictAction::DoUpdate(update) = &conflict.action
        {
            let mut both = scope.clone();
            let excluded = scope.relations.first().cloned().ok_or(NotUnderstood)?;
            both.relations.push(Relation {
                name: Some(Name::new("excluded")),
                ..excluded
            });
            self.assignments(&name, &update.assignments, &both);
            self.rest(update.selection.as_ref(), None, &both);
        }
        self.returning(insert.returning.as_deref(), &scope)
    }

    /// What is written to each column by VALUES, or by the result columns of a SELECT.
    fn inserted(&mut self, body: &SetExpr, table: &Name, columns: &[Name]) {
        let scope = Scope::new(None);
        match body {
            SetExpr::Values(values) => {
                for row in &values.rows {
                    for (value, column) in row.content.iter().zip(columns) {
                        self.expect(value, self.written(table, column), &scope);
                    }
                }
            }
            SetExpr::Select(select) => {
                for (item, column) in select.projection.iter().zip(columns) {
                    if let SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } = item {
                        self.placeholder(expr, self.written(table, column), &scope);
                    }
                }
            }
            _ => {}
        }
    }

    /// A result column that is a parameter and nothing else.
    fn placeholder(&mut self, expression: &Expr, wanted: ValueType, scope: &Scope<'_>) {
        if matches!(expression, Expr::Value(_)) {
            self.expect(expression, wanted, scope);
        }
    }

    fn assignments(&mut self, table: &Name, all: &[Assignment], scope: &Scope<'_>) {
        for it in all {
            match &it.target {
                AssignmentTarget::ColumnName(column) => {
                    let wanted = last_name(column).map_or(ValueType::UNKNOWN, |it| self.written(table, &it));
                    self.expect(&it.value, wanted, scope);
                }
                AssignmentTarget::Tuple(columns) => match &it.value {
                    Expr::Tuple(values) => {
                        for (value, column) in values.iter().zip(columns) {
                            let wanted = last_name(column).map_or(ValueType::UNKNOWN, |it| self.written(table, &it));
                            self.expect(value, wanted, scope);
                        }
                    }
                    other => drop(self.expression(other, scope)),
                },
            }
        }
    }

    /// What can be written to a column: NULL makes a new number for the rowid.
    fn written(&self, table: &Name, column: &Name) -> ValueType {
        let Some(table) = self.schema.tables.get(table) else {
            return ValueType::UNKNOWN;
        };
        let Some(known) = table.column(column) else {
            return ValueType::UNKNOWN;
        };
        let is_rowid = table.rowid_alias().is_some_and(|it| it.name == *column);
        column_type(table, known).or_null(is_rowid)
    }

    fn stored(&self, table: &Name) -> Vec<Name> {
        let table = self.schema.tables.get(table);
        let columns = table.into_iter().flat_map(|it| it.stored_columns());
        columns.map(|it| it.name.clone()).collect()
    }

    fn rest(&mut self, condition: Option<&Expr>, limit: Option<&Expr>, scope: &Scope<'_>) {
        if let Some(condition) = condition {
            self.expression(condition, scope);
        }
        if let Some(limit) = limit {
            self.expect(limit, ValueType::of(Storage::INTEGER), scope);
        }
    }

    fn returning(&mut self, items: Option<&[SelectItem]>, scope: &Scope<'_>) -> Understood<Vec<Output>> {
        match items {
            Some(items) => self.items(items, scope),
            None => Ok(Vec::new()),
        }
    }

    fn target(&mut self, part: &TableWithJoins) -> Understood<(Name, Relation)> {
        let TableFactor::Table { name, alias, .. } = &part.relation else {
            return Err(NotUnderstood);
        };
        let name = last_name(name).ok_or(NotUnderstood)?;
        let relation = self.relation(&name).ok_or(NotUnderstood)?;
        let alias = alias.as_ref().map(|it| Name::new(it.name.value.as_str()));
        let called = alias.unwrap_or_else(|| name.clone());
        Ok((
            name,
            Relation {
                name: Some(called),
                ..relation
            },
        ))
    }
}
