//! Text of others, made fit to be read by people: what it holds must not move a cursor, hide, or turn the line around.

use std::borrow::Cow;

/// The text with every character escaped that a person would not see as what it is: control characters (C0 and C1),
/// line separators, zero-width and bidirectional ones (<https://trojansource.codes/>). Line breaks and tabs are among them.
pub fn visible(text: &str) -> Cow<'_, str> {
    visible_but(text, &[])
}

/// As [`visible`], for a text that may have lines: `kept` characters stay as they are.
pub fn visible_but<'a>(text: &'a str, kept: &[char]) -> Cow<'a, str> {
    let hides = |it: char| is_invisible(it) && !kept.contains(&it);
    if !text.contains(hides) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match hides(character) {
            true => shown.extend(character.escape_default()),
            false => shown.push(character),
        }
    }
    Cow::Owned(shown)
}

/// The text on one line: a line break would end a comment and run what follows.
pub fn on_one_line(text: &str) -> String {
    let solid = |letter: char| if is_invisible(letter) { ' ' } else { letter };
    text.chars().map(solid).collect()
}

/// The text on one line, with a space for any white space in it.
pub fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same, cut behind so many characters.
pub fn shortened(text: &str, most: usize) -> String {
    let line = single_spaced(text);
    match line.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

/// True for a character that leaves no mark of its own, a space aside.
pub fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_escaped() {
        assert_eq!(visible("us\u{1b}[0mers\n"), "us\\u{1b}[0mers\\n");
        assert_eq!(visible("a\u{202e}b\u{200d}c\u{9b}d"), "a\\u{202e}b\\u{200d}c\\u{9b}d");
        assert_eq!(visible_but("a\n\u{85}", &['\n']), "a\n\\u{85}");
        assert_eq!(visible("größe 🦀 ü"), "größe 🦀 ü");
    }
}
