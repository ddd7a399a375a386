//! What the tokens of an expression tell without its being parsed.

use super::{Cursor, Lexeme, Name, TokenKind, lexemes, span};

/// Words that stand for a value, or are part of one.
pub(crate) const VALUES: &[&str] = &[
    "NULL",
    "TRUE",
    "FALSE",
    "CURRENT_TIMESTAMP",
    "CURRENT_DATE",
    "CURRENT_TIME",
    "CASE",
    "NOT",
    "CAST",
    "EXISTS",
];

/// Words before a parenthesis that is no call's.
const OPERATORS: &[&str] = &[
    "IN", "AND", "OR", "NOT", "IS", "WHEN", "THEN", "ELSE", "BETWEEN", "LIKE",
];

/// True for a quoted name, and for a word that is no value.
pub(super) fn can_be_column(lexeme: &Lexeme<'_>) -> bool {
    match lexeme.kind {
        TokenKind::QuotedName => true,
        TokenKind::Word => !VALUES.iter().any(|it| lexeme.is(it)),
        _ => false,
    }
}

/// The DEFAULT of a column's definition, as written.
pub(crate) fn default_of(definition: &str) -> Option<&str> {
    let all = lexemes(definition);
    let mut cursor = Cursor::new(definition, &all);
    if !cursor.skip_past("DEFAULT") {
        return None;
    }
    let start = cursor.position();
    if cursor.group().is_err() {
        cursor.skip(1 + usize::from(matches!(cursor.text(0), "-" | "+")));
    }
    Some(span(definition, cursor.since(start)))
}

impl<'a> Cursor<'a> {
    /// True if a word from here on can be a column: neither a call nor a value of its own.
    pub(crate) fn names_columns(&self) -> bool {
        self.places().any(|(offset, it)| {
            let is_call = it.kind == TokenKind::Word && self.text(offset + 1) == "(";
            can_be_column(it) && !is_call
        })
    }

    /// True if all that is left is one column.
    pub(crate) fn is_column(&self) -> bool {
        let mut rest = *self;
        rest.peek().is_some_and(can_be_column) && rest.qualified_name().is_ok() && rest.is_at_end()
    }

    /// A result column without `AS name`, and a literal without `name`.
    pub(crate) fn before_alias(&self) -> Self {
        let is_literal = self.peek().is_some_and(|it| match it.kind {
            TokenKind::Word => self.is_any(0, &["NULL", "TRUE", "FALSE"]),
            kind => matches!(kind, TokenKind::String | TokenKind::Number | TokenKind::Blob),
        });
        let bare = (is_literal && self.rest().len() == 2).then_some(1);
        let mut rest = *self;
        rest.part(self.find(&["AS"]).or(bare).unwrap_or(usize::MAX))
    }

    /// True if the next is a text in single quotes.
    pub(crate) fn is_text(&self) -> bool {
        self.peek().is_some_and(|it| it.kind == TokenKind::String)
    }

    /// True if something in parentheses may be in the place of a table.
    pub(crate) fn has_inner_source(&self) -> bool {
        self.places()
            .any(|(offset, it)| (it.is("FROM") || it.is("JOIN") || it.is_mark(",")) && self.text(offset + 1) == "(")
    }

    /// The first word in double quotes.
    pub(crate) fn first_quoted(&self) -> Option<&'a str> {
        self.rest().iter().map(|it| it.text).find(|it| it.starts_with('"'))
    }

    /// True if there is a call or a subquery from here on.
    pub(crate) fn has_call(&self) -> bool {
        self.places().any(|(offset, it)| {
            let is_operator = OPERATORS.iter().any(|word| it.is(word));
            let is_call = it.kind == TokenKind::Word && self.text(offset + 1) == "(" && !is_operator;
            is_call || it.is("SELECT")
        })
    }

    /// True if a word from here on is this name.
    pub(crate) fn names(&self, name: &Name) -> bool {
        let mut all = self.rest().iter();
        all.any(|it| it.kind != TokenKind::String && it.names(name))
    }

    fn places(&self) -> impl Iterator<Item = (usize, &'a Lexeme<'a>)> {
        self.rest().iter().enumerate()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::lexemes;

    fn of<T>(sql: &str, ask: impl Fn(Cursor<'_>) -> T) -> T {
        let all = lexemes(sql);
        ask(Cursor::new(sql, &all))
    }

    #[test]
    fn what_names_columns_and_what_calls() {
        for (sql, columns, calls) in [
            ("1", false, false),
            ("lower('x')", false, true),
            ("CURRENT_DATE", false, false),
            ("\"a\"", true, false),
            ("a IN (1, 2)", true, false),
            ("lower(a)", true, true),
            ("(SELECT 1)", true, true),
        ] {
            assert_eq!(of(sql, |it| it.names_columns()), columns, "{sql}");
            assert_eq!(of(sql, |it| it.has_call()), calls, "{sql}");
        }
    }

    #[test]
    fn one_column_and_its_alias() {
        for (sql, is_column, bare) in [
            ("main.a", true, "main.a"),
            ("a AS b", false, "a"),
            ("1 b", false, "1"),
            ("NULL", false, "NULL"),
            ("'a'", false, "'a'"),
            ("f(a) AS b", false, "f(a)"),
        ] {
            assert_eq!(of(sql, |it| it.is_column()), is_column, "{sql}");
            assert_eq!(of(sql, |it| it.before_alias().source().to_owned()), bare, "{sql}");
        }
    }
}
