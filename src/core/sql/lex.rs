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
///
/// ```
/// use reconcile::sql::{TokenKind, tokens};
///
/// let sql = "SELECT [a b]";
/// let name = &tokens(sql)[2];
/// assert_eq!((name.kind, name.text(sql)), (TokenKind::QuotedName, "[a b]"));
/// ```
pub fn tokens(sql: &str) -> Vec<Token> {
    cut(sql).collect()
}

/// The tokens of `sql`, one by one.
pub(crate) fn cut(sql: &str) -> impl Iterator<Item = Token> {
    let mut start = 0;
    std::iter::from_fn(move || {
        if start >= sql.len() {
            return None;
        }
        let (kind, length) = next(sql, start);
        let mut end = (start + length.max(1)).min(sql.len());
        // Only a stray character can be cut short of its boundary.
        while !sql.is_char_boundary(end) {
            end += 1;
        }
        let range = start..end;
        start = end;
        Some(Token { kind, range })
    })
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
        rest.iter().position(|byte| !test(*byte)).unwrap_or(rest.len())
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
#[path = "lex_tests.rs"]
mod tests;
