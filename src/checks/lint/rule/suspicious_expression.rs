//! wrong-condition: what the text of a statement shows to be otherwise than it seems, by tables of suspicious expressions.

use std::ops::ControlFlow;

use sqlparser::ast::{Expr, Query, Select, Visit, Visitor};

use super::{odd_comparison, odd_kinds, odd_statement, odd_subquery, odd_value};
use crate::lint::data_change::DataChange;
use crate::lint::finding::Severity;
use crate::lint::scope::Scope;
use crate::schema::Schema;

/// Something that is not what it seems to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Oddity {
    pub(super) severity: Severity,
    pub(super) message: String,
    pub(super) remedy: String,
}

impl Oddity {
    pub(super) fn warning(message: String, remedy: String) -> Self {
        Self {
            severity: Severity::Warning,
            message,
            remedy,
        }
    }

    pub(super) fn note(message: String, remedy: String) -> Self {
        Self {
            severity: Severity::Note,
            message,
            remedy,
        }
    }
}

/// All that is odd in one statement, each thing once.
pub(super) fn all(change: &DataChange, schemas: [&Schema; 2]) -> Vec<Oddity> {
    let scope = change.scope(schemas);
    let mut found = odd_statement::check(change, &scope);
    let mut look = Look {
        change,
        scope: scope.clone(),
        found: Vec::new(),
    };
    for query in &change.queries {
        // A query of WITH or INSERT does not see the statement's own row.
        look.scope = Scope::new(schemas);
        let _ = query.visit(&mut look);
    }
    look.scope = scope.clone();
    for (columns, value) in &change.set {
        let _ = value.visit(&mut look);
        if let [column] = columns.as_slice() {
            look.found
                .extend(odd_value::of_column(&scope, column, value, change.condition.as_ref()));
        }
    }
    if let Some(condition) = &change.condition {
        let _ = condition.visit(&mut look);
    }
    for it in look.found {
        if !found.contains(&it) {
            found.push(it);
        }
    }
    found
}

struct Look<'a, 'c> {
    change: &'c DataChange,
    scope: Scope<'a>,
    found: Vec<Oddity>,
}

impl Visitor for Look<'_, '_> {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        self.scope.enter(query);
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
        self.scope.pop();
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
        self.found
            .extend(odd_subquery::of_select(self.change, &self.scope, select));
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, it: &Expr) -> ControlFlow<()> {
        let checks = odd_comparison::CHECKS
            .iter()
            .chain(odd_kinds::CHECKS)
            .chain(odd_value::CHECKS);
        self.found.extend(checks.filter_map(|check| check(&self.scope, it)));
        let subqueries = odd_subquery::CHECKS;
        self.found.extend(
            subqueries
                .iter()
                .filter_map(|check| check(self.change, &self.scope, it)),
        );
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
#[path = "suspicious_expression_tests.rs"]
pub(super) mod tests;
