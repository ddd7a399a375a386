//! What a literal says: its escapes resolved, with each piece's place. <https://tc39.es/ecma262/#sec-literals-string-literals>

use crate::compat::sql_template::Text;

/// The text of a literal's inside, which stands in the file from `offset` on.
pub(super) fn cooked(inside: &str, offset: usize) -> Text {
    let mut text = Text::default();
    let mut rest = inside;
    let mut at = offset;
    while let Some(plain) = rest.find('\\') {
        text.push(at, rest.get(..plain).unwrap_or_default());
        let escape = rest.get(plain + 1..).unwrap_or_default();
        let (says, length) = escaped(escape);
        if let Some(says) = says {
            text.push(at + plain, says.encode_utf8(&mut [0; 4]));
        }
        rest = escape.get(length..).unwrap_or_default();
        at += plain + 1 + length;
    }
    text.push(at, rest);
    text
}

/// What the text after a backslash stands for, and how much of it is the escape.
fn escaped(text: &str) -> (Option<char>, usize) {
    let Some(first) = text.chars().next() else {
        return (None, 0);
    };
    let hex = |digits: Option<&str>| {
        let code = digits.and_then(|it| u32::from_str_radix(it, 16).ok())?;
        Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
    };
    let or_itself = |says: Option<char>, length: usize| says.map_or((Some(first), 1), |it| (Some(it), length));
    match first {
        'n' => (Some('\n'), 1),
        't' => (Some('\t'), 1),
        'r' => (Some('\r'), 1),
        'b' => (Some('\u{8}'), 1),
        'f' => (Some('\u{c}'), 1),
        'v' => (Some('\u{b}'), 1),
        '0' => (Some('\0'), 1),
        // A line that goes on.
        '\r' => (None, if text.starts_with("\r\n") { 2 } else { 1 }),
        '\n' | '\u{2028}' | '\u{2029}' => (None, first.len_utf8()),
        'x' => or_itself(hex(text.get(1..3)), 3),
        'u' => match text.strip_prefix("u{").and_then(|it| it.split_once('}')) {
            Some((digits, _)) => or_itself(hex(Some(digits)), digits.len() + 3),
            None => or_itself(hex(text.get(1..5)), 5),
        },
        other => (Some(other), other.len_utf8()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_say_what_javascript_says() {
        for (inside, says) in [
            (r"a\'b", "a'b"),
            (r"a\n\tb", "a\n\tb"),
            (r"\x41\u0042\u{43}", "ABC"),
            ("a\\\n b", "a b"),
            ("a\\\r\n b", "a b"),
            (r"\\\`\$\é", r"\`$é"),
            (r"\u12", "u12"),
            ("\\", ""),
        ] {
            assert_eq!(cooked(inside, 0).sql, says, "{inside}");
        }
    }

    #[test]
    fn places_are_those_of_the_file() {
        let text = cooked(r"a\tb\u0041c", 100);
        assert_eq!(text.sql, "a\tbAc");
        let places: Vec<usize> = (0..5).map(|at| text.offset(at)).collect();
        assert_eq!(places, [100, 101, 103, 104, 110]);
    }
}
