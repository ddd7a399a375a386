//! Line ends: what git does to them on a checkout is no edit.
//!
//! With `core.autocrlf`, git turns every line feed of a file into CRLF, and leaves a file alone that already holds
//! one (convert.c, `will_convert_lf_to_crlf`). So a file in which *every* line ends in CRLF reads as if every line
//! ended in LF, string literals included, and any other file is read as it is. The same commit then gives the same
//! checksum and the same database on every machine.

use std::borrow::Cow;

use crate::sql::{TokenKind, tokens};

/// The text that a file stands for: without byte order mark, and with LF where all lines end in CRLF.
pub fn normal(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let feeds = text.matches('\n').count();
    if feeds > 0 && text.matches("\r\n").count() == feeds {
        Cow::Owned(text.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// CRLF → LF wherever SQLite sees white space or a comment; literals and quoted names keep theirs.
/// D1's remote splitter cuts triggers at CRLF: <https://github.com/cloudflare/workers-sdk/issues/14991>
pub fn outside_quotes(sql: &str) -> Cow<'_, str> {
    if !sql.contains("\r\n") {
        return Cow::Borrowed(sql);
    }
    let mut text = String::with_capacity(sql.len());
    for token in tokens(sql) {
        match token.kind {
            TokenKind::Whitespace | TokenKind::BlockComment => text.push_str(&token.text(sql).replace("\r\n", "\n")),
            // Its line feed is not part of it.
            TokenKind::LineComment => text.push_str(token.text(sql).trim_end_matches('\r')),
            _ => text.push_str(token.text(sql)),
        }
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkout_with_crlf_reads_as_the_commit() {
        let committed = "-- a\nINSERT INTO t VALUES ('x\ny');\n";
        assert_eq!(normal(&committed.replace('\n', "\r\n")), committed);
        assert_eq!(normal(&format!("\u{feff}{committed}")), committed);
    }

    #[test]
    fn a_text_of_its_own_line_ends_stays() {
        let mixed = "-- a\nINSERT INTO t VALUES ('x\r\ny');\n";
        assert_eq!(normal(mixed), mixed);
        assert_eq!(normal("a\rb"), "a\rb");
    }

    #[test]
    fn literals_keep_their_line_ends() {
        assert_eq!(
            outside_quotes("a -- b\r\n,/* c\r\n*/\r\n'd\r\ne' \"f\r\n\""),
            "a -- b\n,/* c\n*/\n'd\r\ne' \"f\r\n\""
        );
    }
}
