//! One text out of many statements, in which none can swallow its neighbour.
//!
//! `/query` takes a whole migration as one text and runs it as one transaction. A statement that ends in a comment or in
//! an open quote would reach into the next one, and what follows would silently not be run: the ledger's row, say.
//! Line breaks outside quotes become `\n`, as wrangler sends them (workers-sdk 14991: triggers with CRLF fail remotely).

use std::borrow::Cow;

use crate::sql::{TokenKind, cut, is_endless};

/// A statement that no text can be made of.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct OpenQuote {
    /// Which one.
    pub(crate) index: usize,
    /// Where its quote opens.
    pub(crate) offset: usize,
}

/// The statements, each ended by `;` and a line break. One that holds no SQL adds nothing.
pub(crate) fn join(statements: &[String]) -> Result<String, OpenQuote> {
    let mut text = String::with_capacity(statements.iter().map(|statement| statement.len() + 2).sum());
    for (index, statement) in statements.iter().enumerate() {
        if is_sql(statement) {
            add(statement, &mut text).map_err(|offset| OpenQuote { index, offset })?;
        }
    }
    Ok(text)
}

/// True unless there is nothing but comments and spaces.
pub(crate) fn is_sql(statement: &str) -> bool {
    cut(&closed(statement)).any(|it| !it.is_trivia())
}

/// A statement as a line of a script; a note stays the comment that it is.
pub(crate) fn line(statement: &String) -> String {
    let text = join(std::slice::from_ref(statement)).unwrap_or_default();
    if text.is_empty() {
        format!("{statement}\n")
    } else {
        text
    }
}

/// A statement whose comments all end. SQLite reads `/*` as two operators at the end of a text, and only there.
fn closed(statement: &str) -> Cow<'_, str> {
    let is_open = cut(statement).last().is_some_and(|it| {
        let text = it.text(statement);
        is_endless(it.kind, text) || text == "*" && statement.ends_with("/*")
    });
    match is_open {
        true => Cow::Owned(format!("{statement}*/")),
        false => Cow::Borrowed(statement),
    }
}

/// Adds a statement to the text, or says where a quote opens that does not close.
fn add(statement: &str, text: &mut String) -> Result<(), usize> {
    let statement = closed(statement);
    let (mut ends_itself, mut last) = (false, TokenKind::Whitespace);
    let mut has_comment_after = false;
    for token in cut(&statement) {
        let word = token.text(&statement);
        match token.kind {
            // A lone CR is kept: SQLite takes it for a space.
            TokenKind::Whitespace => text.push_str(&word.replace("\r\n", "\n")),
            TokenKind::LineComment | TokenKind::BlockComment => {
                text.push_str(&word.replace('\r', ""));
                has_comment_after = true;
            }
            kind => {
                if let Some(quote) = open_quote(word).filter(|_| kind == TokenKind::Illegal) {
                    return Err(token.range.start + quote);
                }
                text.push_str(word);
                (ends_itself, has_comment_after) = (word == ";", false);
            }
        }
        last = token.kind;
    }
    if !has_comment_after {
        text.truncate(text.trim_end().len());
    } else if last == TokenKind::LineComment {
        text.push('\n');
    }
    text.push_str(if ends_itself { "\n" } else { ";\n" });
    Ok(())
}

/// Where a quote opens in an illegal token and does not close: a malformed blob may close.
fn open_quote(word: &str) -> Option<usize> {
    let start = word.find(['\'', '"', '`', '['])?;
    let is_closed = start > 0 && word.len() > start + 1 && word.ends_with('\'');
    (!is_closed).then_some(start)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn joined(statements: &[&str]) -> String {
        join(
            &statements
                .iter()
                .map(|statement| (*statement).to_owned())
                .collect::<Vec<_>>(),
        )
        .unwrap()
    }

    #[test]
    fn a_statement_is_ended_where_it_ends() {
        assert_eq!(joined(&["select 1", "select 2; ", "  "]), "select 1;\nselect 2;\n");
        for comment in ["-- done", "-- done;", "-- done\n", "-- done\r\n"] {
            let text = joined(&[&format!("select 1 {comment}"), "select 2"]);
            assert_eq!(text, format!("select 1 {}\n;\nselect 2;\n", comment.trim_end()));
        }
        assert_eq!(
            joined(&["select 1; -- done", "-- only words", "/* open"]),
            "select 1; -- done\n\n"
        );
        assert_eq!(
            joined(&["select 1 /* open", "select 2"]),
            "select 1 /* open*/;\nselect 2;\n"
        );
        assert_eq!(
            joined(&["select '--', \"/*\", `--`, [/*]"]),
            "select '--', \"/*\", `--`, [/*];\n"
        );
    }

    #[test]
    fn an_open_quote_is_refused_before_anything_is_sent() {
        let statements = [
            "select 1".to_owned(),
            "select 'it''s".to_owned(),
            "select 'x'".to_owned(),
        ];
        assert_eq!(join(&statements), Err(OpenQuote { index: 1, offset: 7 }));
        assert_eq!(join(&["[a".to_owned()]), Err(OpenQuote { index: 0, offset: 0 }));
    }

    #[test]
    fn line_breaks_are_normalised_outside_quotes_only() {
        assert_eq!(joined(&["select\r\n 'a\r\nb',\r\n1"]), "select\n 'a\r\nb',\n1;\n");
    }

    #[test]
    fn nothing_but_the_ends_changes() {
        for text in [
            "create trigger t after insert on a begin select 1; end",
            "select '¬é', x'00' -- ünï\n, 2",
            "a - -1 / 2 * 3",
        ] {
            assert_eq!(joined(&[text]), format!("{text};\n"));
        }
    }
}
