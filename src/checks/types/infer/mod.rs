//! What the columns of a query can yield, read from its syntax tree: storage classes, NULL, and origin.
//!
//! Nothing is claimed that the text does not prove. What the parser does not know, and what no rule here covers, is unknown.

mod data_change;
mod expression;
mod functions;
mod joins;
mod operators;
mod parameters;
mod query;
mod scope;
mod time_functions;
mod window;

use std::collections::BTreeMap;

use sqlparser::ast::Statement;

use super::value_type::ValueType;
use crate::schema::{Name, Schema};
use crate::sql::{parse_data_change, parse_query};
pub(super) use parameters::in_both;
pub(super) use scope::Output;

/// A statement cannot be understood: its columns are unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotUnderstood;

/// An answer, or that there is none.
pub(super) type Understood<T> = Result<T, NotUnderstood>;

/// Views and queries within each other that are followed.
const DEEPEST: usize = 40;

/// What is known of a statement.
#[derive(Debug, Default)]
pub(super) struct Inferred {
    /// Its result columns, in order; none where it gives none.
    pub(super) columns: Vec<Output>,
    /// What its parameters are compared with or written to, in the order of the text.
    pub(super) parameters: Vec<(String, ValueType)>,
}

/// Reads the types of statements over one schema.
pub(super) struct Inference<'s> {
    schema: &'s Schema,
    /// Common table expressions in sight, the innermost last.
    common_tables: Vec<(Name, Vec<Output>)>,
    /// By line and column of the placeholder.
    parameters: BTreeMap<(u64, u64), (String, ValueType)>,
    depth: usize,
    /// An aggregate within a subquery is one of the query around it.
    has_outer_aggregate: bool,
}

impl<'s> Inference<'s> {
    pub(super) fn new(schema: &'s Schema) -> Self {
        Self {
            schema,
            common_tables: Vec::new(),
            parameters: BTreeMap::new(),
            depth: 0,
            has_outer_aggregate: false,
        }
    }

    /// What a statement gives and takes.
    pub(super) fn statement(mut self, sql: &str) -> Understood<Inferred> {
        let mut columns = match parse_query(sql) {
            Some(query) => self.query(&query, None)?,
            None => match parse_data_change(sql).ok_or(NotUnderstood)? {
                Statement::Query(query) => self.query(&query, None)?,
                change => self.data_change(&change)?,
            },
        };
        if self.has_outer_aggregate {
            columns.iter_mut().for_each(|it| it.value.nullable = true);
        }
        Ok(Inferred {
            columns,
            parameters: self.parameters.into_values().collect(),
        })
    }

    /// The columns of a table or a view, as a query reads them.
    pub(super) fn columns_of(mut self, name: &Name) -> Understood<Vec<Output>> {
        self.relation(name).map(|it| it.columns).ok_or(NotUnderstood)
    }

    fn deeper<T>(&mut self, work: impl FnOnce(&mut Self) -> Understood<T>) -> Understood<T> {
        if self.depth >= DEEPEST {
            return Err(NotUnderstood);
        }
        self.depth += 1;
        let found = work(self);
        self.depth -= 1;
        found
    }
}
