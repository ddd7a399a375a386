//! Values that make a statement longer than D1 takes, put together from pieces in a table of their own.
//! <https://developers.cloudflare.com/d1/platform/limits/>

use crate::sql::limits::STATEMENT_BYTES;

/// Bytes of a value that one statement adds.
const PIECE: usize = 60_000;
/// Where pieces are put together.
const TABLE: &str = "\"_reconcile_long\"";

/// An INSERT, as several statements where one would be too long. `literals` are the values, as SQL.
pub(super) fn insert(table: &str, columns: &str, literals: &[&str], statements: &mut Vec<String>) {
    let statement = |values: &[String]| format!("INSERT INTO {table} ({columns}) VALUES ({})", values.join(", "));
    let mut values: Vec<String> = literals.iter().map(|it| (*it).to_owned()).collect();
    let whole = statement(&values);
    if whole.len() < STATEMENT_BYTES {
        statements.push(whole);
        return;
    }
    statements.push(format!("CREATE TABLE {TABLE} (id INTEGER PRIMARY KEY, value)"));
    // The longest first, until the rest fits.
    let mut order: Vec<(usize, &str)> = literals.iter().copied().enumerate().collect();
    order.sort_by_key(|(_, literal)| std::cmp::Reverse(literal.len()));
    let mut length = whole.len();
    for (at, literal) in order {
        if length < STATEMENT_BYTES {
            break;
        }
        let Some(read) = put_together(at, literal, statements) else {
            continue;
        };
        if let Some(value) = values.get_mut(at) {
            length = length + read.len() - value.len();
            *value = read;
        }
    }
    statements.push(statement(&values));
    statements.push(format!("DROP TABLE {TABLE}"));
}

/// Statements that make a value, and the expression that reads it. A number is never long.
fn put_together(id: usize, literal: &str, statements: &mut Vec<String>) -> Option<String> {
    let cast = literal
        .strip_prefix("CAST(")
        .and_then(|it| it.strip_suffix(" AS TEXT)"));
    let hex = cast
        .unwrap_or(literal)
        .strip_prefix("X'")
        .and_then(|it| it.strip_suffix('\''));
    let pieces: Vec<String> = match hex {
        Some(hex) => cut(hex, |_, at| at.is_multiple_of(2))
            .iter()
            .map(|it| format!("X'{it}'"))
            .collect(),
        None => {
            let text = literal.strip_prefix('\'')?.strip_suffix('\'')?;
            // A doubled quote stays in one piece.
            let whole = |piece: &str, _| {
                let quotes = piece.bytes().rev().take_while(|it| *it == b'\'').count();
                quotes.is_multiple_of(2)
            };
            cut(text, whole).iter().map(|it| format!("'{it}'")).collect()
        }
    };
    // `||` makes a text of two blobs, byte by byte.
    let joined = |piece: &str| match hex {
        Some(_) => format!("CAST(value || {piece} AS BLOB)"),
        None => format!("value || {piece}"),
    };
    for (at, piece) in pieces.iter().enumerate() {
        statements.push(match at {
            0 => format!("INSERT INTO {TABLE} (id, value) VALUES ({id}, {piece})"),
            _ => format!("UPDATE {TABLE} SET value = {} WHERE id = {id}", joined(piece)),
        });
    }
    let read = format!("(SELECT value FROM {TABLE} WHERE id = {id})");
    Some(match cast {
        Some(_) => format!("CAST({read} AS TEXT)"),
        None => read,
    })
}

/// A text in pieces that end where `may_end` says so of a piece and its length.
fn cut(text: &str, may_end: impl Fn(&str, usize) -> bool) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while rest.len() > PIECE {
        let fits = |at: &usize| rest.get(..*at).is_some_and(|piece| may_end(piece, *at));
        let Some((piece, after)) = (1..=PIECE).rev().find(fits).and_then(|at| rest.split_at_checked(at)) else {
            break;
        };
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    pieces
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{Database, Scratch, Value};
    use super::*;

    fn made(literals: &[&str]) -> Scratch {
        let mut statements = vec!["CREATE TABLE t (a, b, c)".to_owned()];
        insert("t", "a, b, c", literals, &mut statements);
        assert!(statements.iter().all(|it| it.len() < STATEMENT_BYTES));
        let mut scratch = Scratch::new().unwrap();
        scratch.run(&statements).unwrap();
        let left = "SELECT count(*) FROM sqlite_schema";
        assert_eq!(scratch.query(left).unwrap().scalar(), Some(&Value::Integer(1)));
        scratch
    }

    #[test]
    fn a_long_value_is_what_it_was() {
        let text = format!("'{}'", "é''x".repeat(70_000));
        let blob = format!("X'{}'", "00ff9a".repeat(40_000));
        let nul = format!("CAST(X'{}' AS TEXT)", "006100".repeat(40_000));
        let all = [text.as_str(), blob.as_str(), nul.as_str()];
        let mut scratch = made(&all);
        let text: String = "é'x".repeat(70_000).bytes().map(|it| format!("{it:02X}")).collect();
        let wanted = [
            format!("text{text}"),
            format!("blob{}", "00FF9A".repeat(40_000)),
            format!("text{}", "006100".repeat(40_000)),
        ];
        for (column, wanted) in ["a", "b", "c"].iter().zip(wanted) {
            let sql = format!("SELECT typeof({column}) || hex({column}) FROM t");
            assert_eq!(scratch.query(&sql).unwrap().scalar(), Some(&Value::Text(wanted)));
        }
    }

    #[test]
    fn many_values_that_are_long_together() {
        let value = format!("'{}'", "x".repeat(45_000));
        let mut scratch = made(&[&value, &value, &value]);
        let sql = "SELECT length(a) + length(b) + length(c) FROM t";
        assert_eq!(scratch.query(sql).unwrap().scalar(), Some(&Value::Integer(135_000)));
    }
}
