//! Whether the text of a `backfill` is one SQL expression, told before it is put into statements of ours.

use std::ops::Range;

use crate::database::{self, Scratch};
use crate::sql::{Token, TokenKind, is_endless, tokens};

/// What is wrong, and at which bytes of the text.
pub(super) type Wrong = (Range<usize>, String);

/// The first thing that keeps `text` from being one expression. Which columns it may use is found out when it is planned
/// with, over the table as it is then.
pub(super) fn wrong(text: &str) -> Result<Option<Wrong>, database::Error> {
    if let Some(wrong) = by_tokens(text) {
        return Ok(Some(wrong));
    }
    let before = "SELECT (";
    match Scratch::new()?.check(&format!("{before}{text}\n)")) {
        Err(database::Error::Statement { message, offset, .. }) if is_grammar(&message) => {
            let at = offset.and_then(|offset| offset.checked_sub(before.len()));
            let at = at.unwrap_or(0);
            if at >= text.len() {
                // At our own parenthesis.
                return Ok(Some((0..text.len(), "it ends too early".to_owned())));
            }
            let range = tokens(text).into_iter().map(|token| token.range);
            let range = range.into_iter().find(|range| range.contains(&at));
            Ok(Some((range.unwrap_or(0..text.len()), message)))
        }
        _ => Ok(None),
    }
}

/// What SQLite says of a text before it looks at what the names in it are.
fn is_grammar(message: &str) -> bool {
    message.ends_with("syntax error") || message == "row value misused"
}

/// What would end our own parentheses, or hide what follows.
fn by_tokens(text: &str) -> Option<Wrong> {
    let mut open = Vec::new();
    let mut is_query = None;
    for token in tokens(text) {
        let Token { kind, range } = token;
        let word = text.get(range.clone()).unwrap_or_default();
        if is_endless(kind, word) {
            return Some((range, "this comment is not closed".to_owned()));
        }
        if matches!(kind, TokenKind::Whitespace | TokenKind::BlockComment) {
            continue;
        }
        // The columns of a query stand between commas of their own.
        let is_query = *is_query.get_or_insert_with(|| {
            let queries = ["SELECT", "WITH", "VALUES"];
            queries.iter().any(|it| word.eq_ignore_ascii_case(it))
        });
        match (kind, word) {
            (TokenKind::Illegal, _) => return Some((range, illegal(word).to_owned())),
            (TokenKind::Variable, _) => return Some((range, format!("parameter {word} has no value"))),
            (TokenKind::Punctuation, "(") => open.push(range),
            (TokenKind::Punctuation, ")") if open.pop().is_none() => {
                return Some((range, "this closing parenthesis has no opening one".to_owned()));
            }
            (TokenKind::Punctuation, ",") if open.is_empty() && !is_query => {
                return Some((range, "there is a comma outside parentheses".to_owned()));
            }
            (TokenKind::Punctuation, ";") => {
                return Some((range, "a semicolon ends it".to_owned()));
            }
            _ => {}
        }
    }
    let range = open.pop()?;
    Some((range, "this parenthesis is not closed".to_owned()))
}

fn illegal(word: &str) -> &'static str {
    match word.chars().next() {
        Some('\'') => "this text has no closing quote",
        Some('"' | '`' | '[') => "this name has no closing quote",
        _ => "this is not SQL",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn one_expression_whatever_its_names_are() {
        for fine in [
            "'none'",
            "lower(a) || \"b c\" /* d */ || (SELECT max(e) FROM f)",
            "SELECT a FROM b ORDER BY c, d LIMIT 1",
            "CASE WHEN a THEN 1 ELSE -2 END",
            "(a, b) = (c, d)",
            "nosuch(1, 2)",
        ] {
            assert_eq!(wrong(fine).unwrap(), None, "{fine}");
        }
    }

    #[test]
    fn what_is_none_is_shown_where() {
        for (text, at, words) in [
            ("'none' old rows", "old", "near \"old\": syntax error"),
            ("'none', 'all'", ",", "there is a comma outside parentheses"),
            ("(1, 2)", "(", "row value misused"),
            (
                "1); DROP TABLE a; --",
                ")",
                "this closing parenthesis has no opening one",
            ),
            ("lower((a)", "(", "this parenthesis is not closed"),
            ("1; SELECT 2", ";", "a semicolon ends it"),
            ("'none", "'none", "this text has no closing quote"),
            ("1 + [b", "[b", "this name has no closing quote"),
            ("1 /* old", "/* old", "this comment is not closed"),
            ("1 + ?2", "?2", "parameter ?2 has no value"),
            ("1 +", "1 +", "it ends too early"),
        ] {
            let (range, message) = wrong(text).unwrap().expect(text);
            assert_eq!((&text[range], message.as_str()), (at, words), "{text}");
        }
    }
}
