//! Text in XML and HTML: what is the user's is neither markup nor hidden.

use crate::schema::visible_but;

/// Text as text: neither markup nor anything that hides, without the two characters that XML 1.0 forbids.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in visible_but(text, &['\n', '\t']).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}

/// The first characters of a text, with a sign where more follow.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    match text.chars().count() > most {
        true => text.chars().take(most.saturating_sub(1)).chain(['…']).collect(),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_string() {
        assert_eq!(escaped("a\"<b>&\u{0}]]>"), "a&quot;&lt;b&gt;&amp;\\u{0}]]&gt;");
        assert_eq!(shortened("abcd", 3), "ab…");
    }
}
