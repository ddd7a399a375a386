//! Comments that never end: SQLite takes them for comments up to the end of the text, and says nothing.
//! <https://www.sqlite.org/lang_comment.html>

use std::ops::Range;

use super::{TokenKind, cut};

/// True for `/* …` without its end, which SQLite takes for a comment up to the end of the text.
pub(crate) fn is_endless(kind: TokenKind, text: &str) -> bool {
    kind == TokenKind::BlockComment && (text.len() < 4 || !text.ends_with("*/"))
}

/// Where a comment begins that never ends.
pub(crate) fn endless_comment(sql: &str) -> Option<Range<usize>> {
    if !sql.contains("/*") {
        return None;
    }
    // It takes all that follows, so none can come after it.
    let last = cut(sql).last()?;
    is_endless(last.kind, last.text(sql)).then(|| last.range.start..last.range.start + "/*".len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_it_begins() {
        for (sql, start) in [
            ("a /* b", Some(2)),
            ("/*/", Some(0)),
            ("/**", Some(0)),
            ("/* a */ /* b\n*", Some(8)),
            ("/**/", None),
            ("/* a */", None),
            ("'/* a'", None),
            ("-- /* a", None),
            // Two operators, which no statement ends with.
            ("a /*", None),
            ("", None),
        ] {
            assert_eq!(endless_comment(sql), start.map(|start| start..start + 2), "{sql}");
        }
    }
}
