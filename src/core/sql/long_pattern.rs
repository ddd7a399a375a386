//! Patterns of LIKE and GLOB that are longer than D1 takes. <https://developers.cloudflare.com/d1/platform/limits/>

use super::limits::PATTERN_BYTES;
use super::{Lexeme, TokenKind, lexemes};

/// A pattern that D1 refuses as soon as it meets a row: `LIKE or GLOB pattern too complex`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LongPattern {
    /// Where it begins.
    pub(crate) start: usize,
    /// Where it ends.
    pub(crate) end: usize,
    /// Its bytes, without the quotes.
    pub(crate) length: usize,
    is_glob: bool,
}

impl LongPattern {
    /// What is the matter.
    pub(crate) fn message(&self) -> String {
        let word = if self.is_glob { "GLOB" } else { "LIKE" };
        format!(
            "D1 allows {word} patterns of at most {PATTERN_BYTES} bytes, but this one has {}",
            self.length
        )
    }
}

/// The first pattern that is written out and too long.
pub(crate) fn long_pattern(sql: &str) -> Option<LongPattern> {
    long_patterns(sql).next()
}

/// All of them.
pub(crate) fn long_patterns(sql: &str) -> impl Iterator<Item = LongPattern> {
    let has_word = || sql.as_bytes().windows(4).any(is_like_or_glob);
    let all = match sql.contains('\'') && has_word() {
        true => lexemes(sql),
        false => Vec::new(),
    };
    let long = |pair: &[Lexeme<'_>]| {
        let [word, text] = pair else { return None };
        let is_glob = word.is("GLOB");
        let length = text.unquoted().len();
        let is_long = (is_glob || word.is("LIKE")) && text.kind == TokenKind::String && length > PATTERN_BYTES;
        is_long.then(|| LongPattern {
            start: text.start,
            end: text.end(),
            length,
            is_glob,
        })
    };
    let found: Vec<LongPattern> = all.windows(2).filter_map(long).collect();
    found.into_iter()
}

fn is_like_or_glob(word: &[u8]) -> bool {
    // Asked of each byte of a schema.
    match word.first() {
        Some(b'L' | b'l') => word.eq_ignore_ascii_case(b"LIKE"),
        Some(b'G' | b'g') => word.eq_ignore_ascii_case(b"GLOB"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_that_are_written_out() {
        let sql = |length: usize| format!("SELECT 1 WHERE 'a' LIKE '{}'", "x".repeat(length));
        assert_eq!(long_pattern(&sql(50)), None);
        assert_eq!(long_pattern(&sql(51)).map(|it| (it.start, it.length)), Some((24, 51)));
        assert_eq!(long_pattern(&format!("SELECT '{}'", "x".repeat(60))), None);
        let quotes = format!("SELECT 1 WHERE a GLOB '{}'", "''".repeat(50));
        assert_eq!(long_pattern(&quotes), None, "a doubled quote is one byte");
    }
}
