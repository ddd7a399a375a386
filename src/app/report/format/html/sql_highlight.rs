//! SQL in colours, cut by the lexer that the fingerprints rest on.

use crate::schema::visible_but;
use crate::sql::keyword::is_keyword;
use crate::sql::{TokenKind, tokens};

/// A piece of a text, and how it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// A class of the page's style; empty for what is plain.
    pub(super) class: &'static str,
    pub(super) text: String,
}

/// The pieces of SQL; neighbours of one kind are one piece.
pub(super) fn sql(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for token in tokens(text) {
        let word = token.text(text);
        let class = match token.kind {
            TokenKind::Word if is_keyword(word) => "k",
            TokenKind::String | TokenKind::Blob => "s",
            TokenKind::Number => "n",
            TokenKind::LineComment | TokenKind::BlockComment => "c",
            TokenKind::QuotedName => "q",
            _ => "",
        };
        push(&mut pieces, class, word);
    }
    pieces
}

/// The pieces of a unified diff.
pub(super) fn diff(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for line in text.split_inclusive('\n') {
        let class = match line.as_bytes().first() {
            Some(b'+') => "add-line",
            Some(b'-') => "remove-line",
            Some(b'@') => "c",
            _ => "",
        };
        push(&mut pieces, class, line);
    }
    pieces
}

fn push(pieces: &mut Vec<Piece>, class: &'static str, text: &str) {
    let text = visible_but(text, &['\n', '\t', '\r']);
    match pieces.last_mut().filter(|it| it.class == class) {
        Some(last) => last.text.push_str(&text),
        None => pieces.push(Piece {
            class,
            text: text.into_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keyword_within_a_string_is_a_string() {
        let pieces = sql("SELECT 'FROM' -- x");
        let pieces: Vec<(&str, &str)> = pieces.iter().map(|it| (it.class, it.text.as_str())).collect();
        assert_eq!(
            pieces,
            [("k", "SELECT"), ("", " "), ("s", "'FROM'"), ("", " "), ("c", "-- x")]
        );
    }
}
