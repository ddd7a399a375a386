//! Text in XML and HTML: what is the user's is neither markup nor hidden.

/// Text as text, as the page of a schema has it, without the two characters that XML 1.0 forbids.
pub(super) fn escaped(text: &str) -> String {
    crate::export::escaped(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

/// The first characters of a text, with a sign where more follow.
pub(super) fn shortened(text: &str, most: usize) -> String {
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
