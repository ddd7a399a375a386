//! SQL text → tokens with byte ranges, cut exactly where SQLite's own tokenizer cuts.
//!
//! The kinds and boundaries are those of `sqlite3GetToken` (tokenize.c), so `a$b` is one word, `[a]]` ends at
//! the first bracket, and an unterminated comment runs to the end. sqlparser's tokenizer was weighed and passed
//! over for this one task: it reads `N'x'`, `t . _x`, `0X1F` and `1_000` otherwise than SQLite, gives lines
//! and columns where spans are wanted, and stops at the first error; a lexer under the fingerprint may do none of that.

use std::ops::Range;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Keyword or unquoted identifier.
    Word,
    /// `"x"`, `` `x` `` or `[x]`.
    QuotedName,
    /// `'text'`.
    String,
    /// Integer, hexadecimal integer or float, without sign.
    Number,
    /// `x'ab'`.
    Blob,
    /// Operators, parentheses, comma, dot, semicolon.
    Punctuation,
    /// `?1`, `:name`, `@name`, `$name`, `#name`.
    Variable,
    /// `-- …` without its line break.
    LineComment,
    /// `/* … */`.
    BlockComment,
    /// Spaces, tabs, line breaks, form feeds, byte order marks.
    Whitespace,
    /// What SQLite would refuse: an unterminated quote, a stray character.
    Illegal,
}

/// A token of some text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it is, in bytes; always on character boundaries.
    pub range: Range<usize>,
}

impl Token {
    /// The token's text within the text it was cut from.
    pub fn text<'a>(&self, sql: &'a str) -> &'a str {
        sql.get(self.range.clone()).unwrap_or_default()
    }

    /// True for white space and comments.
    pub fn is_trivia(&self) -> bool {
        matches!(
            self.kind,
            TokenKind::Whitespace | TokenKind::LineComment | TokenKind::BlockComment
        )
    }
}

/// Cuts `sql` into tokens that cover it without gap or overlap. Never fails.
pub fn tokens(sql: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(sql.len() / 4 + 1);
    let mut start = 0;
    while start < sql.len() {
        let (kind, length) = next(sql, start);
        let mut end = (start + length.max(1)).min(sql.len());
        // Only a stray character can be cut short of its boundary.
        while !sql.is_char_boundary(end) {
            end += 1;
        }
        tokens.push(Token {
            kind,
            range: start..end,
        });
        start = end;
    }
    tokens
}

/// The bytes from some position on; past the end there are zeros, as in SQLite's own buffers.
#[derive(Clone, Copy)]
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn at(self, index: usize) -> u8 {
        self.0.get(index).copied().unwrap_or(0)
    }

    /// How many bytes from `from` on satisfy `test`.
    fn run(self, from: usize, test: impl Fn(u8) -> bool) -> usize {
        let rest = self.0.get(from..).unwrap_or_default();
        rest.iter().take_while(|byte| test(**byte)).count()
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80
}

/// Kind and length of the token that starts at byte `start`.
fn next(sql: &str, start: usize) -> (TokenKind, usize) {
    use TokenKind::{BlockComment, LineComment, Punctuation, QuotedName, String, Variable, Whitespace, Word};
    let z = Bytes(sql.as_bytes().get(start..).unwrap_or_default());
    match z.at(0) {
        byte if is_space(byte) => (Whitespace, z.run(0, is_space)),
        b'-' if z.at(1) == b'-' => (LineComment, z.run(0, |byte| byte != b'\n')),
        b'-' if z.at(1) == b'>' => (Punctuation, if z.at(2) == b'>' { 3 } else { 2 }),
        // SQLite reads `/*` at the very end of the text as two operators.
        b'/' if z.at(1) == b'*' && z.at(2) != 0 => (BlockComment, block_comment(z)),
        b'|' if z.at(1) == b'|' => (Punctuation, 2),
        b'=' if z.at(1) == b'=' => (Punctuation, 2),
        b'<' if matches!(z.at(1), b'=' | b'>' | b'<') => (Punctuation, 2),
        b'>' if matches!(z.at(1), b'=' | b'>') => (Punctuation, 2),
        b'!' if z.at(1) == b'=' => (Punctuation, 2),
        b'\'' => quoted(z, b'\'', String),
        b'"' => quoted(z, b'"', QuotedName),
        b'`' => quoted(z, b'`', QuotedName),
        b'[' => bracketed(z),
        b'.' if z.at(1).is_ascii_digit() => number(z),
        byte if byte.is_ascii_digit() => number(z),
        b'(' | b')' | b',' | b'.' | b';' | b'+' | b'-' | b'*' | b'/' | b'%' | b'=' | b'<' | b'>' | b'|' | b'&'
        | b'~' => (Punctuation, 1),
        b'?' => (Variable, 1 + z.run(1, |byte| byte.is_ascii_digit())),
        b':' | b'@' | b'#' | b'$' => variable(z),
        b'x' | b'X' if z.at(1) == b'\'' => blob(z),
        0xef if z.at(1) == 0xbb && z.at(2) == 0xbf => (Whitespace, 3),
        byte if byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80 => (Word, z.run(0, is_name_byte)),
        _ => (TokenKind::Illegal, 1),
    }
}

fn block_comment(z: Bytes<'_>) -> usize {
    let body = z.0.get(2..).unwrap_or_default();
    // Unterminated: a comment up to the end, as in SQLite.
    body.windows(2)
        .position(|pair| pair == b"*/")
        .map_or(z.0.len(), |at| at + 4)
}

/// A quoted token in which the doubled quote stands for itself.
fn quoted(z: Bytes<'_>, quote: u8, kind: TokenKind) -> (TokenKind, usize) {
    let mut end = 1;
    loop {
        end += z.run(end, |byte| byte != quote);
        if end >= z.0.len() {
            return (TokenKind::Illegal, z.0.len());
        }
        if z.at(end + 1) != quote {
            return (kind, end + 1);
        }
        end += 2;
    }
}

fn bracketed(z: Bytes<'_>) -> (TokenKind, usize) {
    let end = z.run(0, |byte| byte != b']');
    if end >= z.0.len() {
        return (TokenKind::Illegal, z.0.len());
    }
    (TokenKind::QuotedName, end + 1)
}

fn number(z: Bytes<'_>) -> (TokenKind, usize) {
    // Digit separators came with SQLite 3.46: <https://www.sqlite.org/releaselog/3_46_0.html>
    let digits = |from| z.run(from, |byte| byte.is_ascii_digit() || byte == b'_');
    let mut end;
    if z.at(0) == b'0' && matches!(z.at(1), b'x' | b'X') && z.at(2).is_ascii_hexdigit() {
        end = 2 + z.run(2, |byte| byte.is_ascii_hexdigit() || byte == b'_');
    } else {
        end = digits(0);
        if z.at(end) == b'.' {
            end += 1;
            end += digits(end);
        }
        let sign = usize::from(matches!(z.at(end + 1), b'+' | b'-'));
        if matches!(z.at(end), b'e' | b'E') && z.at(end + 1 + sign).is_ascii_digit() {
            end += 1 + sign;
            end += digits(end);
        }
    }
    let tail = z.run(end, is_name_byte);
    if tail > 0 {
        return (TokenKind::Illegal, end + tail);
    }
    (TokenKind::Number, end)
}

fn blob(z: Bytes<'_>) -> (TokenKind, usize) {
    let digits = z.run(2, |byte| byte.is_ascii_hexdigit());
    if z.at(2 + digits) == b'\'' && digits.is_multiple_of(2) {
        return (TokenKind::Blob, digits + 3);
    }
    let end = 2 + z.run(2, |byte| byte != b'\'');
    (TokenKind::Illegal, (end + 1).min(z.0.len()))
}

fn variable(z: Bytes<'_>) -> (TokenKind, usize) {
    let length = z.run(1, is_name_byte);
    if length == 0 {
        return (TokenKind::Illegal, 1);
    }
    (TokenKind::Variable, 1 + length)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::TokenKind::*;
    use super::*;

    fn lexed(sql: &str) -> Vec<(TokenKind, &str)> {
        let tokens = tokens(sql);
        let mut end = 0;
        for token in &tokens {
            assert_eq!(token.range.start, end, "gap before {token:?} in {sql:?}");
            assert!(!token.range.is_empty());
            end = token.range.end;
        }
        assert_eq!(end, sql.len());
        tokens
            .iter()
            .filter(|it| it.kind != Whitespace)
            .map(|it| (it.kind, it.text(sql)))
            .collect()
    }

    #[test]
    fn words_take_dollars_and_unicode() {
        assert_eq!(
            lexed("a$b _x naïve 表😀"),
            [(Word, "a$b"), (Word, "_x"), (Word, "naïve"), (Word, "表😀")]
        );
    }

    #[test]
    fn every_quote_style() {
        assert_eq!(
            lexed(r#""a""b" `c``d` [e f] 'it''s'"#),
            [
                (QuotedName, r#""a""b""#),
                (QuotedName, "`c``d`"),
                (QuotedName, "[e f]"),
                (String, "'it''s'")
            ]
        );
    }

    #[test]
    fn an_unterminated_quote_takes_the_rest() {
        assert_eq!(lexed("a 'b c"), [(Word, "a"), (Illegal, "'b c")]);
        assert_eq!(lexed("\"b"), [(Illegal, "\"b")]);
        assert_eq!(lexed("'b''"), [(Illegal, "'b''")]);
        assert_eq!(lexed("[b"), [(Illegal, "[b")]);
    }

    #[test]
    fn numbers() {
        assert_eq!(
            lexed("1 1.5 .5 5. 1e5 1E-5 0x1F 0X1f 1_000 1e+"),
            [
                (Number, "1"),
                (Number, "1.5"),
                (Number, ".5"),
                (Number, "5."),
                (Number, "1e5"),
                (Number, "1E-5"),
                (Number, "0x1F"),
                (Number, "0X1f"),
                (Number, "1_000"),
                (Illegal, "1e"),
                (Punctuation, "+")
            ]
        );
    }

    #[test]
    fn blobs_and_what_only_looks_like_one() {
        assert_eq!(
            lexed("x'ab' X'' x'a' xa n'x'"),
            [
                (Blob, "x'ab'"),
                (Blob, "X''"),
                (Illegal, "x'a'"),
                (Word, "xa"),
                (Word, "n"),
                (String, "'x'")
            ]
        );
    }

    #[test]
    fn operators_as_long_as_sqlite_knows_them() {
        let found: Vec<_> = lexed("a<>b<<c>=d||e->>f==g!=h<=i")
            .into_iter()
            .filter(|it| it.0 == Punctuation)
            .map(|it| it.1)
            .collect();
        assert_eq!(found, ["<>", "<<", ">=", "||", "->>", "==", "!=", "<="]);
    }

    #[test]
    fn comments_end_where_sqlite_ends_them() {
        assert_eq!(
            lexed("a--b\r\nc/* d */e/* f"),
            [
                (Word, "a"),
                (LineComment, "--b\r"),
                (Word, "c"),
                (BlockComment, "/* d */"),
                (Word, "e"),
                (BlockComment, "/* f")
            ]
        );
        assert_eq!(lexed("a/*"), [(Word, "a"), (Punctuation, "/"), (Punctuation, "*")]);
        assert_eq!(lexed("/*/ x */"), [(BlockComment, "/*/ x */")]);
    }

    #[test]
    fn dots_between_names_are_no_numbers() {
        assert_eq!(
            lexed("t._x t . _x"),
            [
                (Word, "t"),
                (Punctuation, "."),
                (Word, "_x"),
                (Word, "t"),
                (Punctuation, "."),
                (Word, "_x")
            ]
        );
    }

    #[test]
    fn stray_bytes_are_illegal_and_alone() {
        assert_eq!(lexed("\u{b}^\0"), [(Illegal, "\u{b}"), (Illegal, "^"), (Illegal, "\0")]);
        assert_eq!(lexed("\u{feff}a"), [(Word, "a")]);
        assert_eq!(lexed("? ?12 :a @b $c ::"), {
            let variable = |text| (Variable, text);
            [
                variable("?"),
                variable("?12"),
                variable(":a"),
                variable("@b"),
                variable("$c"),
                (Illegal, ":"),
                (Illegal, ":"),
            ]
        });
    }
}
