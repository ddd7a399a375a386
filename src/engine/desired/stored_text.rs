//! The text that SQLite stores of a CREATE statement, without running it.
//!
//! A target that stores the same has taken the statement already. What its engine may have taken and D1 refuses are calls of
//! functions, an application's collations, and what is beyond D1's limits: a statement that may have any of these gets no text
//! here, and is run. <https://www.sqlite.org/schematab.html#interpretation_of_the_schema_table>

use std::ops::Range;

use crate::database::rules::may_call;
use crate::schema::ObjectKind;
use crate::sql::limits::{COLUMNS, EXPRESSION_DEPTH, STATEMENT_BYTES};
use crate::sql::{Lexeme, TokenKind};

/// Words before a parenthesis that call nothing: of the grammar, and types.
const NO_CALLS: &[&str] = &[
    "AND",
    "AS",
    "BETWEEN",
    "CHECK",
    "DEFAULT",
    "ELSE",
    "IN",
    "IS",
    "KEY",
    "NOT",
    "OR",
    "THEN",
    "UNIQUE",
    "WHEN",
    "WHERE",
    "BIGINT",
    "BLOB",
    "CHARACTER",
    "DECIMAL",
    "DOUBLE",
    "FLOAT",
    "INT",
    "INTEGER",
    "NCHAR",
    "NUMERIC",
    "NVARCHAR",
    "REAL",
    "TEXT",
    "TIMESTAMP",
    "TINYINT",
    "VARCHAR",
    "VARYING",
];

/// SQLite's own collations.
const COLLATIONS: [&str; 3] = ["BINARY", "NOCASE", "RTRIM"];

/// The text that SQLite stores for an object. `all` are the tokens of `sql`, and `name` is the range of the object's name in
/// it. The body of a view or trigger may hold anything, since each is tried once it is made; only the module of a virtual
/// table knows what that is.
pub(super) fn stored_text(sql: &str, all: &[Lexeme<'_>], kind: ObjectKind, name: &Range<usize>) -> Option<String> {
    let at = all.iter().position(|it| it.start == name.start)?;
    let (before, body) = (all.get(at.checked_sub(1)?)?, all.get(at..)?);
    let head = match kind {
        ObjectKind::Table => "CREATE TABLE ",
        ObjectKind::Index if all.get(1)?.is("UNIQUE") => "CREATE UNIQUE INDEX ",
        ObjectKind::Index => "CREATE INDEX ",
        ObjectKind::View => "CREATE VIEW ",
        ObjectKind::Trigger => "CREATE TRIGGER ",
        ObjectKind::VirtualTable => return None,
    };
    let is_plain = match kind {
        // Of CREATE TABLE … AS SELECT, other words are stored.
        ObjectKind::Table => body.get(1)?.is_mark("(") && is_taken(body),
        ObjectKind::Index => is_taken(body),
        _ => true,
    };
    let is_main = !before.is_mark(".");
    let rest = sql.get(name.start..)?;
    (is_main && is_plain && sql.len() <= STATEMENT_BYTES).then(|| format!("{head}{rest}"))
}

/// True if D1 takes a table or index that some SQLite has taken.
fn is_taken(body: &[Lexeme<'_>]) -> bool {
    let (mut depth, mut elements, mut tokens) = (0_usize, 0_usize, 0_usize);
    for (at, lexeme) in body.iter().enumerate() {
        tokens += 1;
        let before = |count: usize| at.checked_sub(count).and_then(|it| body.get(it));
        let is_fine = match lexeme.kind {
            TokenKind::Punctuation => {
                match lexeme.text {
                    "(" => depth += 1,
                    ")" => depth = depth.saturating_sub(1),
                    "," if depth == 1 => (elements, tokens) = (elements + 1, 0),
                    _ => {}
                }
                lexeme.text != "(" || at == 1 || calls_nothing(before(1), before(2))
            }
            TokenKind::Word if lexeme.is("COLLATE") => body.get(at + 1).is_some_and(is_known_collation),
            // An application's own functions.
            TokenKind::Word => !lexeme.is("MATCH") && !lexeme.is("REGEXP"),
            _ => true,
        };
        // No expression is deeper than it has tokens.
        if !is_fine || elements >= COLUMNS || tokens > EXPRESSION_DEPTH {
            return false;
        }
    }
    true
}

fn is_known_collation(name: &Lexeme<'_>) -> bool {
    let name = name.unquoted();
    COLLATIONS.iter().any(|it| it.eq_ignore_ascii_case(&name))
}

/// True if a parenthesis after these two, the nearer first, opens no call, or one of a function that D1 has.
fn calls_nothing(before: Option<&Lexeme<'_>>, earlier: Option<&Lexeme<'_>>) -> bool {
    let Some(before) = before else { return true };
    let is_table = || earlier.is_some_and(|it| it.is("REFERENCES") || it.is("ON"));
    match before.kind {
        TokenKind::Word => NO_CALLS.iter().any(|it| before.is(it)) || is_table() || may_call(before.text),
        TokenKind::QuotedName | TokenKind::String => is_table(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::database::{Database, Scratch};
    use crate::desired::source::created;
    use crate::sql::lexemes;

    fn text(sql: &str) -> Option<String> {
        let (kind, _, name) = created(sql).unwrap();
        stored_text(sql, &lexemes(sql), kind, &name)
    }

    #[test]
    fn is_what_the_engine_stores() {
        let mut scratch = Scratch::new().unwrap();
        for sql in [
            "create  table if not exists  \"a b\" ( id INTEGER PRIMARY KEY, -- words\n b TEXT DEFAULT (lower('X')) )  strict",
            "CREATE TABLE t (a VARCHAR (9) COLLATE nocase, b INT REFERENCES \"a b\" (id), CHECK (a IN ('x', 'y') AND length(b) > 1))",
            "Create Unique Index i on t (a collate rtrim, abs(b)) where (b > 1)",
            "CREATE INDEX [j] ON [t] (b /* c */)",
            "CREATE VIEW v /* w */ AS SELECT nosuch(a) FROM t",
            "create trigger r after insert on t begin select nosuch(1); end",
        ] {
            scratch.execute(sql).unwrap();
            let found = scratch
                .query("SELECT sql FROM sqlite_schema ORDER BY rowid DESC LIMIT 1")
                .unwrap();
            let stored = found.scalar().and_then(|it| it.as_str());
            assert_eq!(text(sql).as_deref(), stored, "{sql}");
        }
    }

    #[test]
    fn what_d1_may_refuse_has_none() {
        let wide = format!(
            "CREATE TABLE t ({})",
            (0..101).map(|at| format!("c{at}")).collect::<Vec<_>>().join(", ")
        );
        let deep = format!("CREATE TABLE t (a, CHECK ({}))", vec!["a"; 101].join(" + "));
        let long = format!("CREATE TABLE t (a DEFAULT '{}')", "x".repeat(STATEMENT_BYTES));
        for sql in [
            "CREATE TABLE t (a CHECK (soundex(a) = 'x'))",
            "CREATE TABLE t (a CHECK (\"soundex\"(a) = 'x'))",
            "CREATE TABLE t (a TEXT COLLATE german)",
            "CREATE TABLE t (a CHECK (a REGEXP 'x'))",
            "CREATE TABLE t AS SELECT 1 AS a",
            "CREATE TABLE main.t (a)",
            "CREATE INDEX i ON t (uuid(a))",
            "CREATE VIRTUAL TABLE f USING fts5 (a)",
            &wide,
            &deep,
            &long,
        ] {
            assert_eq!(text(sql), None, "{}", sql.get(..60).unwrap_or(sql));
        }
    }
}
