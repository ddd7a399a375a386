//! Values that an expression itself mentions: the surest way through a CHECK is to read it.

use std::collections::BTreeSet;

use super::json;
use crate::database::Value;
use crate::schema::Name;
use crate::sql::{TokenKind, lexemes};

/// Longest text made for a `length(…)`.
const LONGEST: i64 = 4_000;

/// What an expression says about the values it wants.
#[derive(Debug, Clone, Default)]
pub(super) struct Mined {
    /// Values near or equal to its literals.
    pub(super) values: Vec<Value>,
    /// A JSON function or operator is in it.
    pub(super) json: bool,
}

/// Reads an expression; values that must differ by row are made with `row`.
pub(super) fn mine(words: &Words, row: usize) -> Mined {
    let mut mined = Mined {
        json: words.json(),
        ..Mined::default()
    };
    let sized = words.has(&["length", "octet_length"]);
    for (at, literal) in words.literals.iter().enumerate() {
        match literal {
            Value::Integer(number) => {
                for near in [*number, number.saturating_add(1), number.saturating_sub(1)] {
                    mined.values.push(Value::Integer(near));
                    if sized && (0..=LONGEST).contains(&near) {
                        mined.values.extend(sized_values(near, row));
                    }
                }
                if let Some(Value::Integer(other)) = words.literals.get(at + 1) {
                    mined.values.push(Value::Integer(number.midpoint(*other)));
                }
            }
            Value::Real(number) => {
                let near = [*number, number + 1.0, number - 1.0, number / 2.0];
                mined.values.extend(near.map(Value::Real));
                if let Some(Value::Real(other)) = words.literals.get(at + 1) {
                    mined.values.push(Value::Real(number.midpoint(*other)));
                }
            }
            Value::Text(pattern) => {
                mined.values.push(literal.clone());
                if words.has(&["glob", "like"]) {
                    let glob = words.has(&["glob"]);
                    let sizes = words.literals.iter().filter(|_| sized).filter_map(Value::as_i64);
                    mined.values.extend(
                        sizes
                            .filter_map(|size| fitted(pattern, glob, size, row))
                            .map(Value::Text),
                    );
                    mined.values.extend(matching(pattern, glob, row).map(Value::Text));
                }
            }
            other => mined.values.push(other.clone()),
        }
    }
    if mined.json {
        let paths = words.literals.iter().filter_map(Value::as_str);
        let paths: Vec<&str> = paths.filter(|it| words.arrow || it.starts_with('$')).collect();
        mined
            .values
            .extend(json::documents(&paths, row).into_iter().map(Value::Text));
    }
    if words.has(&["date", "datetime", "time", "strftime", "julianday", "unixepoch"]) {
        let day = row % 28 + 1;
        mined.values.extend(
            [
                format!("2024-02-{day:02}"),
                format!("2024-02-{day:02} 12:00:{:02}", row % 60),
                format!("2024-02-{day:02}T12:00:{:02}Z", row % 60),
                format!("2024-02-{day:02}T12:00:{:02}.000Z", row % 60),
                format!("12:00:{:02}", row % 60),
            ]
            .map(Value::Text),
        );
    }
    if words.has(&["lower", "upper", "trim", "hex", "instr", "substr", "replace"]) {
        mined.values.extend(
            [
                format!("text{row}"),
                format!("TEXT{row}"),
                format!("{row:032x}"),
                format!("a@b{row}.example"),
            ]
            .map(Value::Text),
        );
    }
    mined.values.extend([0, 1].map(Value::Integer));
    mined
}

/// The values that an expression mentions, and their neighbours, each once.
pub fn values(expression: &str) -> Vec<Value> {
    let mut found = Vec::new();
    for value in mine(&Words::of(expression), 1).values {
        if !found.contains(&value) {
            found.push(value);
        }
    }
    found
}

/// True if the expression names `column`, quoted or not.
pub fn mentions(expression: &str, column: &Name) -> bool {
    Words::of(expression).names(column)
}

/// Texts and a blob of exactly `length`, another one for each row where that is possible.
fn sized_values(length: i64, row: usize) -> Vec<Value> {
    let width = usize::try_from(length).unwrap_or(0);
    let number = row.to_string();
    let padded = |fill: char| -> String {
        let rest = width.saturating_sub(number.len());
        let text: String = std::iter::repeat_n(fill, rest).chain(number.chars()).collect();
        text.chars().take(width).collect()
    };
    vec![
        Value::Text(padded('a')),
        Value::Text(padded('0')),
        Value::Text(padded('F')),
        Value::Blob(padded('b').into_bytes()),
    ]
}

/// Texts that a GLOB or LIKE pattern matches.
fn matching(pattern: &str, glob: bool, row: usize) -> impl Iterator<Item = String> {
    let fills = [row.to_string(), format!("x{row}"), String::new()];
    let pattern = pattern.to_owned();
    fills.into_iter().map(move |fill| expand(&pattern, glob, &fill, row))
}

/// A text of exactly `length` that a pattern with one wildcard matches.
fn fitted(pattern: &str, glob: bool, length: i64, row: usize) -> Option<String> {
    let bare = expand(pattern, glob, "", row).chars().count();
    let missing = usize::try_from(length.min(LONGEST)).ok()?.checked_sub(bare)?;
    let number: String = format!("{row:0>missing$}").chars().take(missing).collect();
    Some(expand(pattern, glob, &number, row))
}

fn expand(pattern: &str, glob: bool, fill: &str, row: usize) -> String {
    let digit = char::from_digit(u32::try_from(row % 10).unwrap_or(0), 10).unwrap_or('0');
    let mut text = String::new();
    let mut rest = pattern.chars().peekable();
    while let Some(letter) = rest.next() {
        match (glob, letter) {
            (true, '*') | (false, '%') => text.push_str(fill),
            (true, '?') | (false, '_') => text.push('a'),
            (true, '[') => {
                let negated = rest.next_if_eq(&'^').is_some();
                let mut set: Vec<char> = rest.next().into_iter().collect();
                while let Some(inner) = rest.next().filter(|inner| *inner != ']') {
                    set.push(inner);
                }
                text.push(member(&set, negated, digit));
            }
            (_, other) => text.push(other),
        }
    }
    text
}

/// A letter inside (or outside) a GLOB set such as `0-9a-f`.
fn member(set: &[char], negated: bool, digit: char) -> char {
    let inside = |letter: char| {
        set.contains(&letter)
            || set
                .windows(3)
                .any(|span| matches!(span, [low, '-', high] if *low <= letter && letter <= *high))
    };
    [digit, 'a', 'A', '0', '-', ' ', '~']
        .into_iter()
        .find(|letter| inside(*letter) != negated)
        .or_else(|| set.first().copied())
        .unwrap_or('a')
}

/// An expression, read once for all rows.
#[derive(Debug, Clone)]
pub(super) struct Words {
    words: BTreeSet<Name>,
    literals: Vec<Value>,
    arrow: bool,
}

impl Words {
    pub(super) fn of(expression: &str) -> Self {
        let mut found = Self {
            words: BTreeSet::new(),
            literals: Vec::new(),
            arrow: false,
        };
        let mut negative = false;
        for lexeme in lexemes(expression) {
            match lexeme.kind {
                TokenKind::Word | TokenKind::QuotedName => {
                    found.words.insert(Name::new(lexeme.unquoted()));
                }
                TokenKind::String => found.literals.push(Value::Text(lexeme.unquoted())),
                TokenKind::Number => found.literals.extend(number(lexeme.text, negative)),
                _ => found.arrow |= lexeme.text.starts_with("->"),
            }
            negative = lexeme.is_mark("-");
        }
        found
    }

    /// True if it names this, quoted or not.
    pub(super) fn names(&self, name: &Name) -> bool {
        self.words.contains(name)
    }

    /// The words that may name something.
    pub(super) fn all(&self) -> impl Iterator<Item = &Name> {
        self.words.iter()
    }

    fn has(&self, words: &[&str]) -> bool {
        let is_one = |it: &Name| words.iter().any(|word| it.as_str().eq_ignore_ascii_case(word));
        self.words.iter().any(is_one)
    }

    fn json(&self) -> bool {
        self.arrow || self.words.iter().any(|word| word.has_prefix("json"))
    }
}

fn number(text: &str, negative: bool) -> Option<Value> {
    let digits = text.replace('_', "");
    let whole = match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        Some(hex) => i64::from_str_radix(hex, 16).ok(),
        None => digits.parse::<i64>().ok(),
    };
    match whole {
        Some(number) => Some(Value::Integer(if negative { -number } else { number })),
        None => digits
            .parse::<f64>()
            .ok()
            .map(|number| Value::Real(if negative { -number } else { number })),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn literals_and_their_neighbours_are_mined() {
        let mined = mine(&Words::of("c IN ('it''s', 'b') AND n BETWEEN -5 AND 0x10"), 0);
        for wanted in [
            Value::Text("it's".into()),
            Value::Integer(-5),
            Value::Integer(-4),
            Value::Integer(16),
            Value::Integer(5),
        ] {
            assert!(mined.values.contains(&wanted), "{wanted:?} of {mined:?}");
        }
    }

    #[test]
    fn lengths_give_texts_of_that_length() {
        let mined = mine(&Words::of("length(code) = 3"), 7);
        assert!(mined.values.contains(&Value::Text("aa7".into())));
    }

    #[test]
    fn patterns_give_texts_that_match() {
        let mined = mine(&Words::of("code GLOB '[A-Z][^a]-[0-9]*'"), 4);
        assert!(mined.values.contains(&Value::Text("A4-44".into())), "{mined:?}");
        assert!(
            mine(&Words::of("mail LIKE '%_@_%.com'"), 2)
                .values
                .contains(&Value::Text("2a@a2.com".into()))
        );
    }

    #[test]
    fn json_is_seen_by_function_and_by_arrow() {
        assert!(mine(&Words::of("json_valid(\"c\")"), 0).json);
        assert!(mine(&Words::of("c ->> '$.a' IS NOT NULL"), 0).json);
        assert!(!mine(&Words::of("c > 1"), 0).json);
    }

    #[test]
    fn quoted_names_are_mentions_too() {
        assert!(mentions("[Odd \"one\"] > 1", &Name::new("odd \"ONE\"")));
        assert!(mentions("`a` > 1", &Name::new("A")));
        assert!(!mentions("'a' > 1", &Name::new("a")));
    }
}
