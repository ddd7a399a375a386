//! Tokens that mean something (no white space, no comments), with their text: what readers walk over.

use std::ops::Range;

use super::{Name, TokenKind, cut};

/// A token that is neither white space nor comment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lexeme<'a> {
    /// What it is.
    pub(crate) kind: TokenKind,
    /// As written.
    pub(crate) text: &'a str,
    /// Its first byte within the text it was cut from.
    pub(crate) start: usize,
}

/// The significant tokens of `sql`.
pub(crate) fn lexemes(sql: &str) -> Vec<Lexeme<'_>> {
    let mut lexemes = Vec::with_capacity(sql.len() / 6 + 4);
    let significant = cut(sql).filter(|token| !token.is_trivia());
    lexemes.extend(significant.map(|token| Lexeme {
        kind: token.kind,
        text: token.text(sql),
        start: token.range.start,
    }));
    lexemes
}

/// True if SQLite reads the same tokens in both.
pub fn same_tokens(a: &str, b: &str) -> bool {
    let texts = |sql| {
        cut(sql)
            .filter(|token| !token.is_trivia())
            .map(move |token| token.text(sql))
    };
    texts(a).eq(texts(b))
}

/// The text from the first to the last of `lexemes`, as written in `sql`.
pub(crate) fn span<'a>(sql: &'a str, lexemes: &[Lexeme<'_>]) -> &'a str {
    let (Some(first), Some(last)) = (lexemes.first(), lexemes.last()) else {
        return "";
    };
    sql.get(first.start..last.end()).unwrap_or_default()
}

impl Lexeme<'_> {
    /// Its bytes within the text it was cut from.
    pub(crate) fn range(&self) -> Range<usize> {
        self.start..self.end()
    }

    /// The byte after its last.
    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// True for this unquoted word, in any case.
    pub(crate) fn is(&self, word: &str) -> bool {
        self.kind == TokenKind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// True for this operator, bracket or separator.
    pub(crate) fn is_mark(&self, mark: &str) -> bool {
        self.kind == TokenKind::Punctuation && self.text == mark
    }

    /// What a quoted token says; other tokens say their text.
    pub(crate) fn unquoted(&self) -> String {
        unquote(self.text)
    }

    /// True for a word and for a name in quotes.
    pub(crate) fn is_identifier(&self) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::QuotedName)
    }

    /// The name it can be: a word, a quoted name, or (as SQLite allows wherever only a name can stand) a string.
    pub(crate) fn name(&self) -> Option<Name> {
        matches!(self.kind, TokenKind::Word | TokenKind::QuotedName | TokenKind::String)
            .then(|| Name::new(self.unquoted()))
    }

    /// True if it is `name`, without making one.
    pub(crate) fn names(&self, name: &Name) -> bool {
        match self.kind {
            TokenKind::Word => self.text.eq_ignore_ascii_case(name.as_str()),
            TokenKind::QuotedName | TokenKind::String => self.unquoted().eq_ignore_ascii_case(name.as_str()),
            _ => false,
        }
    }
}

/// Takes off the quotes of `"x"`, `'x'`, `` `x` `` or `[x]`, as `sqlite3Dequote` does.
pub(crate) fn unquote(text: &str) -> String {
    let mut inner = text.chars();
    match (inner.next(), inner.next_back()) {
        (Some('['), Some(']')) => inner.as_str().to_owned(),
        (Some(open @ ('"' | '\'' | '`')), Some(close)) if open == close => {
            let twice: String = [open, open].iter().collect();
            inner.as_str().replace(&twice, open.encode_utf8(&mut [0; 4]))
        }
        _ => text.to_owned(),
    }
}

/// The index of the `)` that closes the `(` at `open`.
pub(crate) fn closing(lexemes: &[Lexeme<'_>], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, lexeme) in lexemes.iter().enumerate().skip(open) {
        if lexeme.is_mark("(") {
            depth += 1;
        } else if lexeme.is_mark(")") {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(index);
            }
        }
    }
    None
}

/// Cuts at the commas that stand outside of all parentheses.
pub(crate) fn split_commas<'s, 'a>(lexemes: &'s [Lexeme<'a>]) -> Vec<&'s [Lexeme<'a>]> {
    let mut depth = 0_i64;
    lexemes
        .split(|lexeme| {
            if lexeme.is_mark("(") {
                depth += 1;
            } else if lexeme.is_mark(")") {
                depth -= 1;
            }
            depth == 0 && lexeme.is_mark(",")
        })
        .collect()
}

/// Drops parentheses that enclose the whole; those of a row value or a subquery are no mere grouping and stay.
pub(crate) fn without_parentheses<'s, 'a>(lexemes: &'s [Lexeme<'a>]) -> &'s [Lexeme<'a>] {
    let depth = enclosing(lexemes);
    let inside = |depth: usize| lexemes.get(depth..lexemes.len() - depth).unwrap_or_default();
    let inner = inside(depth);
    let is_grouping = inner
        .first()
        .is_some_and(|it| !it.is("SELECT") && !it.is("VALUES") && !it.is("WITH"))
        && split_commas(inner).len() == 1;
    inside(if is_grouping { depth } else { depth.saturating_sub(1) })
}

/// How many pairs of parentheses enclose the whole. One pass: the text may be all parentheses.
fn enclosing(lexemes: &[Lexeme<'_>]) -> usize {
    let leading = lexemes.iter().take_while(|it| it.is_mark("(")).count();
    let mut open = Vec::new();
    let mut enclosing = 0;
    for (index, lexeme) in lexemes.iter().enumerate() {
        if lexeme.is_mark("(") {
            open.push(index);
        } else if lexeme.is_mark(")") {
            match open.pop() {
                Some(start) if start < leading && start + index + 1 == lexemes.len() => enclosing += 1,
                Some(_) => {}
                None => return 0,
            }
        }
    }
    // Pairs nest, so those that enclose the whole are the outermost ones.
    if open.is_empty() { enclosing } else { 0 }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn quotes_come_off() {
        for (quoted, plain) in [
            (r#""a""b""#, "a\"b"),
            ("'it''s'", "it's"),
            ("`a``b`", "a`b"),
            ("[a b]", "a b"),
            ("\"\"", ""),
            ("plain", "plain"),
            ("\"", "\""),
            ("'", "'"),
            ("é", "é"),
        ] {
            assert_eq!(unquote(quoted), plain);
        }
    }

    #[test]
    fn only_parentheses_around_the_whole_go() {
        for (text, stripped) in [
            ("((a > 0))", "a > 0"),
            ("(a) > (b)", "(a) > (b)"),
            ("((1, 2))", "(1, 2)"),
            ("(SELECT 1)", "(SELECT 1)"),
            ("()", "()"),
            ("(a", "(a"),
            (")(", ")("),
            ("(a))", "(a))"),
            ("(((a) + (b)))", "(a) + (b)"),
            ("(((1, 2)))", "(1, 2)"),
            ("((SELECT 1))", "(SELECT 1)"),
            ("", ""),
        ] {
            assert_eq!(span(text, without_parentheses(&lexemes(text))), stripped);
        }
    }

    #[test]
    fn commas_inside_parentheses_do_not_split() {
        let text = "a, f(b, c), (d)";
        let all = lexemes(text);
        let parts: Vec<_> = split_commas(&all).into_iter().map(|it| span(text, it)).collect();
        assert_eq!(parts, ["a", "f(b, c)", "(d)"]);
    }
}
