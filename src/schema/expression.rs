//! Which functions an expression calls, by sqlparser's syntax tree. For hints only: what it cannot parse is `None`, and
//! costs nothing.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use sqlparser::ast::{Expr, Visit, Visitor};
use sqlparser::dialect::SQLiteDialect;
use sqlparser::parser::Parser;

/// Names of the functions that an expression calls, in lower case; `CURRENT_TIMESTAMP` and its like count as functions.
pub fn functions(expression: &str) -> Option<BTreeSet<String>> {
    let parsed = Parser::new(&SQLiteDialect {})
        .try_with_sql(expression)
        .ok()?
        .parse_expr()
        .ok()?;
    let mut calls = Calls(BTreeSet::new());
    let _ = parsed.visit(&mut calls);
    Some(calls.0)
}

struct Calls(BTreeSet<String>);

impl Visitor for Calls {
    type Break = ();

    fn pre_visit_expr(&mut self, expression: &Expr) -> ControlFlow<()> {
        match expression {
            Expr::Function(call) => drop(self.0.insert(call.name.to_string().to_ascii_lowercase())),
            Expr::Identifier(name) if name.quote_style.is_none() && super::keyword::is_clock(&name.value) => {
                self.0.insert(name.value.to_ascii_lowercase());
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(expression: &str) -> Vec<String> {
        functions(expression).unwrap_or_default().into_iter().collect()
    }

    #[test]
    fn calls_are_found_wherever_they_stand() {
        assert_eq!(
            found("lower(name) || '-' || hex(randomblob(4))"),
            ["hex", "lower", "randomblob"]
        );
        assert_eq!(
            found("CASE WHEN a THEN abs(b) ELSE CURRENT_TIMESTAMP END"),
            ["abs", "current_timestamp"]
        );
        assert_eq!(found("random + 1"), Vec::<String>::new());
    }

    #[test]
    fn what_cannot_be_parsed_is_no_answer() {
        assert_eq!(functions("a IS NOT (("), None);
    }
}
