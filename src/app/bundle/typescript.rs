//! Texts as TypeScript literals.

use std::fmt::Write as _;

/// SQL as a template literal, which keeps its lines.
pub(crate) fn template(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('`');
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' | '`' => {
                literal.push('\\');
                literal.push(letter);
            }
            '$' if letters.peek() == Some(&'{') => literal.push_str("\\$"),
            // JavaScript reads CRLF in a template as LF.
            '\r' => literal.push_str("\\r"),
            '\n' | '\t' => literal.push(letter),
            // What cannot be seen, or turns text around, is written so that a reviewer sees it.
            _ if letter.is_control() || crate::schema::is_invisible(letter) => {
                let _ = write!(literal, "\\u{{{:x}}}", u32::from(letter));
            }
            _ => literal.push(letter),
        }
    }
    literal.push('`');
    literal
}

/// A name or another short text in double quotes. JSON strings are JavaScript strings.
pub(crate) fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Lines set in by so many spaces, each with a comma behind it: items of an array.
pub(crate) fn items(indent: usize, items: &[String]) -> String {
    let mut text = String::new();
    for item in items {
        let _ = writeln!(text, "{:indent$}{},", "", template(item));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_the_text_that_it_was() {
        assert_eq!(template("SELECT 1\n  FROM t"), "`SELECT 1\n  FROM t`");
        assert_eq!(template("'`' '\\' '${a}' '$1'"), "`'\\`' '\\\\' '\\${a}' '$1'`");
        assert_eq!(template("a\r\nb\u{0}\u{202e}"), "`a\\r\nb\\u{0}\\u{202e}`");
        assert_eq!(string("a\"b\\"), r#""a\"b\\""#);
    }
}
