//! The names in a statement, for recognising which statement a message of D1 is about. Only that: what SQL means is
//! another room's to say, and a name missed here leaves a line number unknown at worst.

/// Words and quoted names, without quotes; strings, numbers and comments left out.
pub(super) fn words(sql: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '\'' | '"' | '`' | '[' => {
                let (name, length) = quoted(rest, first);
                if first != '\'' {
                    words.push(name);
                }
                length
            }
            _ if is_word(first) => {
                let length = rest.find(|letter| !is_word(letter)).unwrap_or(rest.len());
                words.extend(
                    rest.get(..length)
                        .filter(|_| !first.is_ascii_digit())
                        .map(str::to_owned),
                );
                length
            }
            _ => first.len_utf8(),
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    words
}

fn quoted(text: &str, open: char) -> (String, usize) {
    let close = if open == '[' { ']' } else { open };
    let mut name = String::new();
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter != close {
            name.push(letter);
        } else if close != ']' && letters.peek().is_some_and(|(_, next)| *next == close) {
            letters.next();
            name.push(close);
        } else {
            return (name, at + 1);
        }
    }
    (name, text.len())
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '$') || !letter.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_quotes_strings_numbers_and_comments() {
        let sql = "insert into main.\"a \"\"b\" [c d] -- no\n values ('x', 12, `e`) /* no */ as ü$1";
        assert_eq!(
            words(sql),
            ["insert", "into", "main", "a \"b", "c d", "values", "e", "as", "ü$1"]
        );
    }

    #[test]
    fn open_ends_end() {
        for sql in ["\"a", "[a", "/* a", "-- a", "'a", "`"] {
            assert!(words(sql).len() <= 1, "{sql}");
        }
    }
}
