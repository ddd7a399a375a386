//! What the fields of a YAML schema hold: each is one piece of SQL, and no more than that one.
//!
//! They are put together to statements, so a field that ends its statement early would begin another one.

use crate::schema::Object;
use crate::schema::read;
use crate::sql::{Lexeme, TokenKind, closing, cut, endless_comment, lexemes, split, split_commas};

/// What a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// The declared type of a column.
    Type,
    /// A literal, or an expression in parentheses.
    Default,
    /// The name of a collation.
    Collation,
    /// An expression.
    Expression,
    /// A column, or an expression, of a key or an index.
    Term,
    /// What follows REFERENCES.
    Reference,
    /// What follows the name of a column.
    Column,
    /// A query.
    Select,
    /// What follows the name of a trigger.
    Trigger,
    /// Whole statements.
    Statements,
}

/// Why a text is not what its field asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Misfit {
    /// A sentence that goes on after the name of the field.
    pub(super) message: String,
    /// What to write instead.
    pub(super) help: String,
}

impl Field {
    /// The SQL of a field, which may be put between other SQL.
    pub(super) fn sql(self, text: &str) -> Result<String, Misfit> {
        let text = match self {
            Self::Select | Self::Trigger | Self::Statements => without_end(text),
            _ => text.trim(),
        };
        let all = closed(text).map_err(|message| self.misfit(message))?;
        let is_whole = match self {
            Self::Type => all.is_empty() || is_type(text, &all),
            Self::Default => is_default(&all),
            Self::Collation => matches!(all.as_slice(), [name] if name.name().is_some()),
            Self::Expression | Self::Term => !all.is_empty() && is_one(&all),
            Self::Reference => !all.is_empty() && is_one(&all) && is_reference(text),
            Self::Column => is_one(&all),
            Self::Select => no_semicolon(&all) && begins(&all, &["SELECT", "WITH", "VALUES"]),
            Self::Trigger => {
                let events = ["BEFORE", "AFTER", "INSTEAD", "DELETE", "INSERT", "UPDATE"];
                let whole = format!("CREATE TRIGGER x {text}");
                begins(&all, &events) && split(&whole).len() == 1
            }
            Self::Statements => !all.is_empty(),
        };
        if !is_whole {
            return Err(self.misfit(format!("is not {}", self.what())));
        }
        // What follows would be part of a comment that ends with its line.
        let ends_in_comment = cut(text).last().is_some_and(|it| it.kind == TokenKind::LineComment);
        Ok(format!("{text}{}", if ends_in_comment { "\n" } else { "" }))
    }

    fn misfit(self, message: String) -> Misfit {
        let help = match self {
            Self::Type => "write constraints as fields of their own: `not_null: true`, `default: 0`",
            Self::Default => "write an expression in parentheses: `default: (lower('A'))`",
            Self::Trigger => "write what follows the name: AFTER INSERT ON t BEGIN …; END",
            Self::Select => "write the SELECT itself; other statements go into `sql:`",
            Self::Collation => "write NOCASE, RTRIM or BINARY",
            Self::Reference => "write the table and its columns: users (id) ON DELETE CASCADE",
            Self::Expression | Self::Term | Self::Column => "other statements go into `sql:`",
            Self::Statements => "end every text, comment and bracket within its own statement",
        };
        Misfit {
            message,
            help: help.to_owned(),
        }
    }

    fn what(self) -> &'static str {
        match self {
            Self::Type => "a type and nothing more",
            Self::Default => "one value",
            Self::Collation => "the name of a collation",
            Self::Expression => "one expression",
            Self::Term => "one column or expression",
            Self::Reference => "one reference and nothing more",
            Self::Column => "the definition of one column",
            Self::Select => "one query",
            Self::Trigger => "one trigger",
            Self::Statements => "a statement",
        }
    }
}

/// The text up to its last statement's end.
fn without_end(text: &str) -> &str {
    let all = lexemes(text);
    let ends = all.iter().rev().take_while(|it| it.is_mark(";")).count();
    let behind = cut(text).last().is_some_and(|it| it.is_trivia());
    match all.get(all.len() - ends) {
        Some(end) if ends > 0 => text.get(..end.start).unwrap_or(text).trim(),
        _ if behind => text.trim(),
        _ => text,
    }
}

/// The tokens of a text that leaves no quote, comment or bracket open, and closes none that it has not opened.
fn closed(text: &str) -> Result<Vec<Lexeme<'_>>, String> {
    let all = lexemes(text);
    // At the very end these are two operators, and a comment as soon as anything follows.
    let opens_comment = matches!(all.as_slice(), [.., slash, star] if slash.is_mark("/") && star.is_mark("*") && slash.end() == star.start);
    if opens_comment || endless_comment(text).is_some() {
        return Err("has a comment that is not closed".to_owned());
    }
    if let Some(wrong) = all
        .iter()
        .find(|it| it.kind == TokenKind::Illegal || it.text.contains('\0'))
    {
        let shown: String = wrong.text.chars().take(20).collect();
        return Err(format!("is not SQL at {}", shown.escape_debug()));
    }
    let mut depth = 0_usize;
    for lexeme in &all {
        if lexeme.is_mark("(") {
            depth += 1;
        } else if lexeme.is_mark(")") {
            depth = depth
                .checked_sub(1)
                .ok_or("closes a parenthesis that it does not open")?;
        }
    }
    match depth {
        0 => Ok(all),
        _ => Err("opens a parenthesis that it does not close".to_owned()),
    }
}

fn no_semicolon(all: &[Lexeme<'_>]) -> bool {
    !all.iter().any(|it| it.is_mark(";"))
}

/// True for what cannot go on behind its own end, within a list or a statement.
fn is_one(all: &[Lexeme<'_>]) -> bool {
    no_semicolon(all) && split_commas(all).len() <= 1
}

fn begins(all: &[Lexeme<'_>], words: &[&str]) -> bool {
    all.first().is_some_and(|first| words.iter().any(|word| first.is(word)))
}

fn is_default(all: &[Lexeme<'_>]) -> bool {
    let is_value = |it: &Lexeme<'_>| !matches!(it.kind, TokenKind::Punctuation | TokenKind::Variable);
    match all {
        [value] => is_value(value),
        [sign, number] => (sign.is_mark("-") || sign.is_mark("+")) && is_value(number),
        _ => {
            no_semicolon(all) && all.first().is_some_and(|it| it.is_mark("(")) && closing(all, 0) == Some(all.len() - 1)
        }
    }
}

/// The only column of a table that holds nothing else.
fn probe(definition: &str) -> Option<crate::schema::Table> {
    match read::object("table", &format!("CREATE TABLE t (c {definition}\n)")) {
        Ok(Object::Table(table)) if table.columns.len() == 1 => Some(table),
        _ => None,
    }
}

fn has_no_constraint(table: &crate::schema::Table) -> bool {
    let is_bare = table.columns.iter().all(|column| {
        column.not_null.is_none()
            && column.default.is_none()
            && column.collation.is_none()
            && column.generated.is_none()
    });
    is_bare && table.primary_key.is_none() && table.uniques.is_empty() && table.checks.is_empty()
}

fn is_type(text: &str, all: &[Lexeme<'_>]) -> bool {
    let words = all.iter().take_while(|it| it.name().is_some()).count();
    let ends = words == all.len() || closing(all, words) == Some(all.len() - 1);
    let opens = all.get(words).is_none_or(|it| it.is_mark("("));
    let is_bare = |table: crate::schema::Table| has_no_constraint(&table) && table.foreign_keys.is_empty();
    words > 0 && opens && ends && is_one(all) && probe(text).is_some_and(is_bare)
}

fn is_reference(text: &str) -> bool {
    let table = probe(&format!("REFERENCES {text}"));
    table.is_some_and(|table| has_no_constraint(&table) && table.foreign_keys.len() == 1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn d26_each_field_is_what_it_is() {
        for (field, text) in [
            (Field::Type, "TEXT"),
            (Field::Type, "DECIMAL(10, 2)"),
            (Field::Type, "UNSIGNED BIG INT"),
            (Field::Type, "\"any thing\""),
            (Field::Type, ""),
            (Field::Default, "'it''s; )'"),
            (Field::Default, "-1.5"),
            (Field::Default, "CURRENT_TIMESTAMP"),
            (Field::Default, "(lower('A') || ')')"),
            (Field::Default, "x'00'"),
            (Field::Collation, "NOCASE"),
            (Field::Expression, "a IN (1, 2) AND b <> ';'"),
            (Field::Expression, "CASE a WHEN 1 THEN ')' END /* ( */"),
            (Field::Term, "lower(a) COLLATE NOCASE DESC"),
            (
                Field::Reference,
                "users (id, \"b\") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED",
            ),
            (Field::Reference, "users NOT DEFERRABLE"),
            (Field::Column, "INTEGER PRIMARY KEY DEFAULT (max(1, 2))"),
            (Field::Column, ""),
            (Field::Select, "WITH x AS (SELECT 1) SELECT * FROM x;\n"),
            (
                Field::Trigger,
                "AFTER INSERT ON t BEGIN SELECT 1; SELECT CASE WHEN 1 THEN 2 END; END;",
            ),
            (
                Field::Statements,
                "CREATE VIEW a AS SELECT 1; CREATE VIEW b AS SELECT 2",
            ),
        ] {
            assert!(field.sql(text).is_ok(), "{field:?} {text}: {:?}", field.sql(text));
        }
        for (field, text) in [
            (Field::Type, "TEXT NOT NULL"),
            (Field::Type, "INT, evil INT"),
            (Field::Type, "INT); CREATE TABLE evil(x"),
            (Field::Type, "INT(1) REFERENCES users"),
            (Field::Type, "INT GENERATED ALWAYS AS (1)"),
            (Field::Default, "1); CREATE TABLE evil(x"),
            (Field::Default, "1 CHECK (0)"),
            (Field::Default, "1, evil INT"),
            (Field::Default, "(1) NOT NULL"),
            (Field::Default, "(1), b INT DEFAULT (2)"),
            (Field::Default, ""),
            (Field::Collation, "NOCASE NOT NULL"),
            (Field::Expression, "a > 0) CHECK (1"),
            (Field::Expression, "a > 0, b > 0"),
            (Field::Expression, "a; DROP TABLE x"),
            (Field::Expression, "a > 0 /* "),
            (Field::Expression, "'a"),
            (Field::Expression, " -- nothing"),
            (Field::Term, "a), (b"),
            (Field::Term, "a, b"),
            (Field::Reference, "users NOT NULL"),
            (Field::Reference, "users, evil INT"),
            (Field::Reference, "users REFERENCES posts"),
            (Field::Reference, "users CHECK (1)"),
            (Field::Column, "INT, evil INT"),
            (Field::Column, "INT); CREATE TABLE evil(x"),
            (Field::Select, "SELECT 1; CREATE TABLE evil(x)"),
            (Field::Select, "DELETE FROM users"),
            (
                Field::Trigger,
                "AFTER INSERT ON t BEGIN SELECT 1; END; CREATE TABLE evil(x)",
            ),
            (Field::Trigger, ".evil AFTER INSERT ON t BEGIN SELECT 1; END"),
            (Field::Trigger, "AFTER INSERT ON t BEGIN SELECT ')'; ) END"),
            (Field::Statements, "CREATE TABLE a (b /* c"),
            (Field::Statements, "CREATE TABLE a (b"),
        ] {
            assert!(field.sql(text).is_err(), "{field:?} {text}");
        }
    }

    #[test]
    fn d26_a_comment_ends_with_its_line() {
        assert_eq!(Field::Expression.sql("a > 0 -- small").unwrap(), "a > 0 -- small\n");
        assert_eq!(Field::Select.sql("SELECT 1; -- one\n").unwrap(), "SELECT 1");
        assert_eq!(Field::Select.sql("SELECT 1 -- one").unwrap(), "SELECT 1 -- one\n");
    }
}
