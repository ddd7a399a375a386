//! Patterns of LIKE and GLOB that are longer than D1 takes. <https://developers.cloudflare.com/d1/platform/limits/>

use super::{TokenKind, lexemes};

/// Bytes of a pattern.
const LONGEST: usize = 50;

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
            "D1 allows {word} patterns of at most {LONGEST} bytes, but this one has {}",
            self.length
        )
    }
}

/// The first pattern that is written out and too long.
pub(crate) fn long_pattern(sql: &str) -> Option<LongPattern> {
    let all = lexemes(sql);
    all.windows(2).find_map(|pair| {
        let [word, text] = pair else { return None };
        let is_glob = word.is("GLOB");
        let length = text.unquoted().len();
        let is_long = (is_glob || word.is("LIKE")) && text.kind == TokenKind::String && length > LONGEST;
        is_long.then(|| LongPattern {
            start: text.start,
            end: text.start + text.text.len(),
            length,
            is_glob,
        })
    })
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
