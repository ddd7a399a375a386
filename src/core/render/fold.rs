//! Lines of at most 120 columns: what a reviewer sees without scrolling sideways.

use crate::sql::{TokenKind, tokens};

/// The widest line, but for the user's own SQL and for triggers, which D1 wants on one line.
pub(crate) const WIDTH: usize = 120;

/// `start`, then the pieces with spaces between them, on as many lines as they need; `closing` is what the caller adds.
pub(super) fn fill(start: &str, pieces: impl IntoIterator<Item = String>, indent: &str, closing: &str) -> String {
    let width = WIDTH - closing.len();
    let mut text = start.to_owned();
    let mut column = last_line(start);
    let mut is_first = true;
    for piece in pieces {
        let space = usize::from(!is_first);
        if !is_first && column + space + piece.chars().count() > width {
            text.push('\n');
            text.push_str(indent);
            column = indent.len();
        } else if !is_first {
            text.push(' ');
            column += 1;
        }
        text.push_str(&piece);
        column = match piece.contains('\n') {
            true => last_line(&piece),
            false => column + piece.chars().count(),
        };
        is_first = false;
    }
    text + closing
}

fn last_line(text: &str) -> usize {
    text.rsplit('\n').next().unwrap_or_default().chars().count()
}

/// A definition without comments and line breaks, cut where a line may end: inside an SQL literal, so with each `'` doubled.
pub(super) fn pieces(sql: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut is_open = false;
    for token in tokens(sql) {
        let text = token.text(sql);
        if token.is_trivia() {
            // Nothing stands between a parenthesis and what is in it.
            is_open &= pieces.last().is_some_and(|it| it.ends_with('('));
            continue;
        }
        is_open |= text == ")" && !pieces.is_empty();
        let text = text.replace('\'', "''");
        match pieces.last_mut().filter(|_| is_open) {
            Some(piece) => piece.push_str(&text),
            None => pieces.push(text),
        }
        is_open = !(token.kind == TokenKind::Punctuation && token.text(sql) == ",");
    }
    pieces
}

/// A comment on as many lines as it needs; `start` and `more` begin with `-- `.
pub(crate) fn filled_comment(start: &str, text: &str, more: &str) -> String {
    fill(start, text.split(' ').map(str::to_owned), more, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_is_cut_between_words_and_never_in_a_text() {
        let sql = "CREATE TABLE t ( -- why\n  a TEXT DEFAULT 'it''s  so',b INT /* or */ NOT NULL\n)";
        let expected = [
            "CREATE",
            "TABLE",
            "t",
            "(a",
            "TEXT",
            "DEFAULT",
            "''it''''s  so'',",
            "b",
            "INT",
            "NOT",
            "NULL)",
        ];
        assert_eq!(pieces(sql), expected);
    }

    #[test]
    fn lines_end_before_they_are_too_wide() {
        let words = std::iter::repeat_n("123456789".to_owned(), 30);
        let text = fill("  ('t', ", words, "    ", "),");
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        assert_eq!(text.lines().count(), 3);
        let comment = filled_comment("-- 1  ", "word ".repeat(60).trim_end(), "--    ");
        assert!(comment.lines().all(|line| line.chars().count() <= WIDTH), "{comment}");
    }
}
