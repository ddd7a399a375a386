//! An UPDATE, DELETE or INSERT as sqlparser reads it. What it does not understand costs nothing: no rule speaks of it.

use sqlparser::ast::{
    Assignment, AssignmentTarget, Expr, FromTable, OnConflictAction, OnInsert, Query, SetExpr, SqliteOnConflict,
    Statement, TableFactor, TableObject, TableWithJoins, UpdateTableFromKind,
};

use super::scope::{self, Scope, Source};
use crate::schema::{Name, Schema};
use crate::sql::parse_data_change;

/// What the statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Update,
    Delete,
    Insert,
}

/// A statement about rows.
#[derive(Debug, Clone)]
pub(super) struct DataChange {
    pub(super) action: Action,
    pub(super) table: Name,
    /// What the statement calls the table.
    pub(super) alias: Name,
    /// OR IGNORE, OR REPLACE, …
    pub(super) conflict: Option<SqliteOnConflict>,
    /// The columns that SET, or DO UPDATE SET, writes, with the values; the listed columns of an INSERT are `columns`.
    pub(super) set: Vec<(Vec<Name>, Expr)>,
    pub(super) columns: Vec<Name>,
    pub(super) from: Vec<TableWithJoins>,
    pub(super) condition: Option<Expr>,
    /// What an INSERT puts in, or a WITH in front.
    pub(super) queries: Vec<Query>,
}

impl DataChange {
    /// Reads a statement; none for any other.
    pub(super) fn read(sql: &str) -> Option<Self> {
        Self::of(parse_data_change(sql)?)
    }

    fn of(statement: Statement) -> Option<Self> {
        match statement {
            Statement::Query(query) => {
                let with = query.with.clone();
                let inner = match *query.body {
                    SetExpr::Update(inner) | SetExpr::Delete(inner) | SetExpr::Insert(inner) => inner,
                    _ => return None,
                };
                let mut change = Self::of(inner)?;
                let common = with.into_iter().flat_map(|it| it.cte_tables);
                change.queries.extend(common.map(|it| *it.query));
                Some(change)
            }
            Statement::Update(it) => {
                let (table, alias) = named(&it.table.relation)?;
                let from = match it.from {
                    Some(UpdateTableFromKind::AfterSet(from) | UpdateTableFromKind::BeforeSet(from)) => from,
                    None => Vec::new(),
                };
                Some(Self {
                    action: Action::Update,
                    table,
                    alias,
                    conflict: it.or,
                    set: it.assignments.into_iter().map(assignment).collect(),
                    columns: Vec::new(),
                    from,
                    condition: it.selection,
                    queries: Vec::new(),
                })
            }
            Statement::Delete(it) => {
                let (FromTable::WithFromKeyword(from) | FromTable::WithoutKeyword(from)) = it.from;
                let (table, alias) = named(&from.first()?.relation)?;
                Some(Self {
                    action: Action::Delete,
                    table,
                    alias,
                    conflict: None,
                    set: Vec::new(),
                    columns: Vec::new(),
                    from: Vec::new(),
                    condition: it.selection,
                    queries: Vec::new(),
                })
            }
            Statement::Insert(it) => {
                let TableObject::TableName(object) = &it.table else {
                    return None;
                };
                let table = scope::last(object)?;
                let (mut set, mut condition) = (Vec::new(), None);
                if let Some(OnInsert::OnConflict(on)) = it.on
                    && let OnConflictAction::DoUpdate(update) = on.action
                {
                    set = update.assignments.into_iter().map(assignment).collect();
                    condition = update.selection;
                }
                Some(Self {
                    action: Action::Insert,
                    alias: table.clone(),
                    table,
                    conflict: it.or,
                    set,
                    columns: it.columns.iter().filter_map(scope::last).collect(),
                    from: Vec::new(),
                    condition,
                    queries: it.source.into_iter().map(|it| *it).collect(),
                })
            }
            _ => None,
        }
    }

    /// What its expressions can name.
    pub(super) fn scope<'a>(&self, schemas: [&'a Schema; 2]) -> Scope<'a> {
        let mut scope = Scope::new(schemas);
        let own: Source<'_> = scope.named(&self.table, self.alias.clone());
        let beside = scope.sources(&self.from);
        let excluded = (self.action == Action::Insert && !self.set.is_empty())
            .then(|| scope.named(&self.table, Name::new("excluded")));
        scope.push(std::iter::once(own).chain(beside).chain(excluded).collect());
        scope
    }

    /// The rows of VALUES.
    pub(super) fn rows(&self) -> Vec<&Vec<Expr>> {
        let values = self.queries.iter().filter_map(|it| match it.body.as_ref() {
            SetExpr::Values(values) => Some(values),
            _ => None,
        });
        values.flat_map(|it| it.rows.iter().map(|it| &it.content)).collect()
    }
}

fn assignment(it: Assignment) -> (Vec<Name>, Expr) {
    let columns = match &it.target {
        AssignmentTarget::ColumnName(column) => scope::last(column).into_iter().collect(),
        AssignmentTarget::Tuple(columns) => columns.iter().filter_map(scope::last).collect(),
    };
    (columns, it.value)
}

fn named(factor: &TableFactor) -> Option<(Name, Name)> {
    let TableFactor::Table { name, alias, .. } = factor else {
        return None;
    };
    let table = scope::last(name)?;
    let alias = alias.as_ref().map_or_else(|| table.clone(), |it| scope::name(&it.name));
    Some((table, alias))
}
