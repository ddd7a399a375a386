//! SQLite's grammar where sqlparser's dialect for it has another: how tightly operators bind, and IS between any two values.
//! <https://www.sqlite.org/lang_expr.html#operators_and_parse_affecting_attributes>

use std::any::TypeId;

use sqlparser::ast::{BinaryOperator, Expr, Statement};
use sqlparser::dialect::{Dialect, Precedence, SQLiteDialect};
use sqlparser::keywords::Keyword;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::Token;

/// sqlparser's dialect with SQLite's precedence.
#[derive(Debug)]
pub(super) struct SqliteGrammar(SQLiteDialect);

impl SqliteGrammar {
    pub(super) const fn new() -> Self {
        Self(SQLiteDialect {})
    }
}

impl Dialect for SqliteGrammar {
    fn dialect(&self) -> TypeId {
        TypeId::of::<SQLiteDialect>()
    }

    fn is_delimited_identifier_start(&self, first: char) -> bool {
        self.0.is_delimited_identifier_start(first)
    }

    fn identifier_quote_style(&self, identifier: &str) -> Option<char> {
        self.0.identifier_quote_style(identifier)
    }

    fn is_identifier_start(&self, first: char) -> bool {
        self.0.is_identifier_start(first)
    }

    fn is_identifier_part(&self, letter: char) -> bool {
        self.0.is_identifier_part(letter)
    }

    fn supports_filter_during_aggregation(&self) -> bool {
        self.0.supports_filter_during_aggregation()
    }

    fn supports_start_transaction_modifier(&self) -> bool {
        self.0.supports_start_transaction_modifier()
    }

    fn supports_in_empty_list(&self) -> bool {
        self.0.supports_in_empty_list()
    }

    fn supports_limit_comma(&self) -> bool {
        self.0.supports_limit_comma()
    }

    fn supports_asc_desc_in_column_definition(&self) -> bool {
        self.0.supports_asc_desc_in_column_definition()
    }

    fn supports_dollar_placeholder(&self) -> bool {
        self.0.supports_dollar_placeholder()
    }

    fn supports_notnull_operator(&self) -> bool {
        self.0.supports_notnull_operator()
    }

    fn supports_comma_separated_trim(&self) -> bool {
        self.0.supports_comma_separated_trim()
    }

    fn supports_numeric_literal_underscores(&self) -> bool {
        self.0.supports_numeric_literal_underscores()
    }

    fn parse_statement(&self, parser: &mut Parser<'_>) -> Option<Result<Statement, ParserError>> {
        self.0.parse_statement(parser)
    }

    /// `a IS b` is a comparison that NULL equals NULL in.
    fn parse_infix(&self, parser: &mut Parser<'_>, left: &Expr, precedence: u8) -> Option<Result<Expr, ParserError>> {
        if !is_general_is(parser) {
            return self.0.parse_infix(parser, left, precedence);
        }
        parser.next_token();
        let _ = parser.parse_keyword(Keyword::NOT);
        Some(parser.parse_subexpr(precedence).map(|right| Expr::BinaryOp {
            left: Box::new(left.clone()),
            op: BinaryOperator::Spaceship,
            right: Box::new(right),
        }))
    }

    /// `||`, `->` and `->>` bind more tightly than `*`.
    fn get_next_precedence(&self, parser: &Parser<'_>) -> Option<Result<u8, ParserError>> {
        let is_tight = matches!(
            parser.peek_token_ref().token,
            Token::StringConcat | Token::Arrow | Token::LongArrow
        );
        is_tight.then(|| Ok(self.prec_value(Precedence::AtTz)))
    }

    /// IS and LIKE bind as `=` does.
    fn prec_value(&self, precedence: Precedence) -> u8 {
        match precedence {
            Precedence::Is | Precedence::Like => self.0.prec_value(Precedence::Eq),
            other => self.0.prec_value(other),
        }
    }
}

/// True at an IS that is followed by a value, and not by a word of its own.
fn is_general_is(parser: &Parser<'_>) -> bool {
    let keyword = |at: usize| match &parser.peek_nth_token_ref(at).token {
        Token::Word(word) => word.keyword,
        _ => Keyword::NoKeyword,
    };
    let own = [Keyword::NULL, Keyword::TRUE, Keyword::FALSE, Keyword::DISTINCT];
    let next = if keyword(1) == Keyword::NOT {
        keyword(2)
    } else {
        keyword(1)
    };
    keyword(0) == Keyword::IS && !own.contains(&next)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::sql::parse_expression;

    #[test]
    fn operators_bind_as_in_sqlite() {
        let parsed = |sql: &str| format!("{:?}", parse_expression(sql).map(|it| it.to_string()));
        // What a tree is, shown by where parentheses change nothing.
        for (plain, explicit) in [
            ("a * b || c", "a * (b || c)"),
            ("a -> b * c", "(a -> b) * c"),
            ("a ->> 'x' = 5", "(a ->> 'x') = 5"),
            ("a IS b = c", "(a IS b) = c"),
            ("a LIKE b IS NULL", "(a LIKE b) IS NULL"),
            ("a IS NOT b AND c", "(a IS NOT b) AND c"),
            ("NOT a IS NULL", "NOT (a IS NULL)"),
        ] {
            let tree = |sql: &str| {
                let mut expression = parse_expression(sql).unwrap();
                let _ = sqlparser::ast::visit_expressions_mut(&mut expression, |it| {
                    if let sqlparser::ast::Expr::Nested(inner) = it {
                        *it = (**inner).clone();
                    }
                    std::ops::ControlFlow::<()>::Continue(())
                });
                // Trees, without the places of their tokens.
                let text = format!("{expression:#?}");
                let is_place = |line: &&str| !line.contains("Location") && !line.contains("span");
                text.lines().filter(is_place).collect::<Vec<_>>().join("\n")
            };
            let shape = |sql: &str| {
                let text = tree(sql);
                text.split(|it: char| !it.is_alphanumeric())
                    .filter(|it| it.parse::<u64>().is_err())
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            assert_eq!(shape(plain), shape(explicit), "{plain}: {}", parsed(plain));
        }
    }
}
