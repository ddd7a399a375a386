//! What an expression reads: its columns, by their tokens; the functions that it calls, by sqlparser's syntax tree. The latter
//! for hints only: what it cannot parse is `None`, and costs nothing.

use std::collections::BTreeSet;
use std::ops::{ControlFlow, Range};

use sqlparser::ast::{Expr, Query, Statement, visit_expressions};
use sqlparser::keywords::Keyword;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::Token;

use super::sqlite_grammar::SqliteGrammar;
use super::{Edits, Name, TokenKind, keyword, lexemes};

const GRAMMAR: SqliteGrammar = SqliteGrammar::new();

/// The expression with one column under another name.
pub(crate) fn with_name(expression: &str, from: &Name, to: &Name) -> String {
    let mut edits = Edits::default();
    for place in places(expression, from) {
        edits.replace(place, to.quoted());
    }
    edits.apply(expression)
}

/// Where an expression names a column, quoted or not, in bytes; what names a function does not count.
pub(crate) fn places(expression: &str, column: &Name) -> impl Iterator<Item = Range<usize>> {
    let all = lexemes(expression);
    let is_call = |at: usize| all.get(at + 1).is_some_and(|next| next.is_mark("("));
    let found: Vec<Range<usize>> = all
        .iter()
        .enumerate()
        .filter(|(at, it)| it.kind != TokenKind::String && it.names(column) && !is_call(*at))
        .map(|(_, it)| it.start..it.end())
        .collect();
    found.into_iter()
}

/// The syntax tree of an expression; what sqlparser cannot parse is none.
pub(crate) fn parse_expression(sql: &str) -> Option<Expr> {
    let mut parser = Parser::new(&GRAMMAR).try_with_sql(sql).ok()?;
    parser.parse_expr().ok()
}

/// The syntax tree of one query, with its WITH; of anything else, and of what sqlparser cannot parse, none.
pub(crate) fn parse_query(sql: &str) -> Option<Query> {
    let mut parser = Parser::new(&GRAMMAR).try_with_sql(sql).ok()?;
    while parser.consume_token(&Token::SemiColon) {}
    let query = parser.parse_query().ok()?;
    while parser.consume_token(&Token::SemiColon) {}
    (parser.peek_token_ref().token == Token::EOF).then_some(*query)
}

/// The syntax tree of one INSERT, UPDATE or DELETE, with its WITH; of anything else, and of what sqlparser cannot parse, none.
/// The parser of all other statements, of every dialect, is then no part of the program.
pub(crate) fn parse_data_change(sql: &str) -> Option<Statement> {
    let mut parser = Parser::new(&GRAMMAR).try_with_sql(sql).ok()?;
    while parser.consume_token(&Token::SemiColon) {}
    let first = parser.next_token();
    let Token::Word(word) = &first.token else { return None };
    let statement = match word.keyword {
        Keyword::INSERT => parser.parse_insert(first).ok()?,
        Keyword::UPDATE => parser.parse_update(first).ok()?,
        Keyword::DELETE => parser.parse_delete(first).ok()?,
        Keyword::WITH => {
            parser.prev_token();
            Statement::Query(parser.parse_query().ok()?)
        }
        _ => return None,
    };
    while parser.consume_token(&Token::SemiColon) {}
    (parser.peek_token_ref().token == Token::EOF).then_some(statement)
}

/// Names of the functions that an expression calls, in lower case; `CURRENT_TIMESTAMP` and its like count as functions.
///
/// ```
/// let called = reconcile::sql::functions("lower(name) || hex(randomblob(4))").unwrap_or_default();
/// assert!(called.contains("randomblob"));
/// ```
pub fn functions(expression: &str) -> Option<BTreeSet<String>> {
    let parsed = parse_expression(expression)?;
    let mut calls = BTreeSet::new();
    let _ = visit_expressions(&parsed, |expression| {
        calls.extend(match expression {
            Expr::Function(call) => Some(call.name.to_string().to_ascii_lowercase()),
            Expr::Identifier(name) if name.quote_style.is_none() && keyword::is_clock(&name.value) => {
                Some(name.value.to_ascii_lowercase())
            }
            _ => None,
        });
        ControlFlow::<()>::Continue(())
    });
    Some(calls)
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
    fn a_column_under_another_name() {
        let (old, new) = (Name::new("Login"), Name::new("the name"));
        assert_eq!(
            with_name("lower(login) || 'login' || t.\"LOGIN\" || login(1)", &old, &new),
            "lower(\"the name\") || 'login' || t.\"the name\" || login(1)"
        );
        let mut found = places("[login] || 'login' || login()", &old);
        assert_eq!((found.next(), found.next()), (Some(0..7), None));
    }

    #[test]
    fn what_cannot_be_parsed_is_no_answer() {
        assert_eq!(functions("a IS NOT (("), None);
    }
}
