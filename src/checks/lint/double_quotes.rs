//! Names in double quotes that name nothing, so that SQLite takes them for texts. <https://www.sqlite.org/quirks.html#dblquote>

use std::ops::Range;

use crate::database::{Error, Scratch};
use crate::schema::Name;
use crate::sql::{Token, TokenKind, Verb, tokens, unquote};

/// A statement has a few at most; a copy has one for each column of a wide table.
const MOST: usize = 200;

/// True for statements whose names SQLite looks up when it compiles them. Those in definitions are compared with the schema.
pub(super) fn may_hold_texts(verb: &Verb) -> bool {
    matches!(
        verb,
        Verb::Insert { .. }
            | Verb::Update { .. }
            | Verb::Delete { .. }
            | Verb::Create { query: Some(_), .. }
            | Verb::Other
    )
}

/// The names of a statement that SQLite takes for texts, in bytes of the statement: SQLite itself is asked.
pub(super) fn texts_in_double_quotes(scratch: &mut Scratch, sql: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let names: Vec<Token> = tokens(sql)
        .into_iter()
        .filter(|it| it.kind == TokenKind::QuotedName && it.text(sql).starts_with('"'))
        .collect();
    if names.is_empty() || scratch.check(sql).is_err() {
        return found;
    }
    let mut rest = sql.to_owned();
    while found.len() < MOST {
        let Err(Error::Statement { message, offset, .. }) = scratch.check_names(&rest) else {
            break;
        };
        let Some(name) = missing_column(&message) else { break };
        let is_it = |token: &&Token| Name::new(unquote(token.text(sql))) == name && !found.contains(&token.range);
        let mut candidates = names.iter().filter(is_it);
        let at_offset = names.iter().find(|it| Some(it.range.start) == offset).filter(is_it);
        // A trigger of the table may hold it in place of the statement.
        let Some(token) = at_offset.or_else(|| candidates.next()) else {
            break;
        };
        // As many bytes, so that all places remain.
        let text = format!("'{}'", "x".repeat(token.range.len().saturating_sub(2)));
        rest.replace_range(token.range.clone(), &text);
        found.push(token.range.clone());
    }
    found.sort_by_key(|it| it.start);
    found
}

/// `no such column: "kind" - should this be a string literal in single-quotes?`
fn missing_column(message: &str) -> Option<Name> {
    let rest = message.strip_prefix("no such column: ")?;
    let name = rest.split_once(" - should").map_or(rest, |(name, _)| name);
    Some(Name::new(unquote(name)))
}

/// The statement with these names (in bytes of the file, where it begins at `start`) written as the texts that they are.
pub(super) fn with_texts(sql: &str, start: usize, texts: &[Range<usize>]) -> String {
    let mut written = sql.to_owned();
    for range in texts.iter().rev() {
        let range = range.start - start..range.end - start;
        let text = unquote(sql.get(range.clone()).unwrap_or_default()).replace('\'', "''");
        written.replace_range(range, &format!("'{text}'"));
    }
    written
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn found(sql: &str) -> Vec<&str> {
        let mut scratch = Scratch::new().unwrap();
        scratch.execute("CREATE TABLE t (a, \"b c\")").unwrap();
        let texts = texts_in_double_quotes(&mut scratch, sql);
        texts.into_iter().map(|it| &sql[it]).collect()
    }

    #[test]
    fn c11_sqlite_says_which_names_are_texts() {
        assert_eq!(
            found("INSERT INTO t SELECT \"a\", \"kind\" FROM \"t\" WHERE \"kind\" = \"no \"\"x\"\"\""),
            ["\"kind\"", "\"kind\"", "\"no \"\"x\"\"\""]
        );
        assert_eq!(found("UPDATE \"t\" SET \"a\" = \"on\" WHERE \"b c\" > 1"), ["\"on\""]);
        for sql in [
            "INSERT INTO \"t\" (\"a\", \"b c\") SELECT \"a\" AS \"x\", \"b c\" FROM t AS \"u\" ORDER BY \"x\"",
            "WITH \"w\" AS (SELECT 1 AS \"n\") SELECT \"n\" FROM \"w\"",
            "SELECT \"gone\" FROM nowhere",
            "DELETE FROM t WHERE a = '\"x\"'",
        ] {
            assert_eq!(found(sql), [""; 0], "{sql}");
        }
    }

    #[test]
    fn written_as_texts() {
        let sql = "SELECT \"it's\", \"a\"";
        assert_eq!(
            with_texts(sql, 100, std::slice::from_ref(&(107..113))),
            "SELECT 'it''s', \"a\""
        );
    }
}
