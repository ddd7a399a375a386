//! Names of SQL as names of Rust.

use std::collections::BTreeSet;

/// A field for each name, in their order: snake case, never a keyword, each given once.
pub(super) fn fields<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    names.into_iter().map(|name| once(&mut taken, snake(name))).collect()
}

/// The first of `name`, `name2`, `name3`, … that is free.
pub(super) fn once(taken: &mut BTreeSet<String>, name: String) -> String {
    let numbered = (2_usize..).map(|number| format!("{name}{number}"));
    let mut candidates = std::iter::once(name.clone()).chain(numbered);
    let found = candidates.find(|it| !taken.contains(it)).unwrap_or_default();
    taken.insert(found.clone());
    found
}

/// The name as code: `r#type`.
pub(super) fn raw(field: &str) -> String {
    match KEYWORDS.contains(&field) {
        true => format!("r#{field}"),
        false => field.to_owned(),
    }
}

const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

fn snake(name: &str) -> String {
    let mut text = String::new();
    let mut before_lower = false;
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && before_lower {
            text.push('_');
        }
        before_lower = letter.is_ascii_lowercase() || letter.is_ascii_digit();
        match letter.is_ascii_alphanumeric() {
            true => text.push(letter.to_ascii_lowercase()),
            false if text.ends_with('_') => {}
            false => text.push('_'),
        }
    }
    match text.chars().next() {
        None => "unnamed".to_owned(),
        Some(_) if text.chars().all(|it| it == '_') => "unnamed".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("n{text}"),
        // These cannot be written raw.
        Some(_) if ["self", "super", "crate"].contains(&text.as_str()) => format!("{text}_"),
        Some(_) => text,
    }
}

/// `Settings`, `json::Settings`
pub(super) fn is_type_name(name: &str) -> bool {
    let is_word = |it: &str| {
        it.chars()
            .next()
            .is_some_and(|it| it.is_ascii_alphabetic() || it == '_')
            && it.chars().all(|it| it.is_ascii_alphanumeric() || it == '_')
    };
    name.split("::").all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_fields() {
        assert_eq!(
            fields(["id", "userId", "user id", "user_id", "type", "2fa", "日本", "", "self"]),
            [
                "id", "user_id", "user_id2", "user_id3", "type", "n2fa", "unnamed", "unnamed2", "self_"
            ]
        );
        assert_eq!((raw("type"), raw("id")), ("r#type".into(), "id".into()));
    }
}
