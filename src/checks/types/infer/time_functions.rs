//! Date and time functions: NULL for what is no time. <https://www.sqlite.org/lang_datefunc.html>

use sqlparser::ast::{Expr, Value};

use super::super::value_type::{Storage, ValueType};
use crate::sql::keyword::{self, TIME_FUNCTIONS};

/// True for a function of date and time.
pub(super) fn is_time(name: &str) -> bool {
    TIME_FUNCTIONS.contains(&name) || keyword::is_clock(name)
}

/// What such a function yields. It is proven not to be NULL only for the present, moved by modifiers that stay in range.
pub(super) fn clock(name: &str, arguments: &[&Expr], values: &[ValueType]) -> ValueType {
    let storage = match name {
        "julianday" => Storage::REAL,
        "unixepoch" => Storage::NUMBER,
        _ => Storage::TEXT,
    };
    let literals: Option<Vec<&str>> = arguments.iter().map(|it| literal(it)).collect();
    let has_no_nulls = values.iter().all(|it| !it.nullable);
    let is_proven = match (name, literals.as_deref()) {
        ("current_timestamp" | "current_date" | "current_time", Some([])) => true,
        ("timediff", _) | (_, None) => false,
        ("strftime", Some([format, rest @ ..])) => is_format(format) && is_present(rest),
        (_, Some(all)) => is_present(all),
    };
    ValueType::new(storage, !(is_proven && has_no_nulls))
}

/// True for no time at all, which is the present, and for 'now' with modifiers that SQLite takes.
fn is_present(arguments: &[&str]) -> bool {
    match arguments {
        [] => true,
        [now, modifiers @ ..] => now.eq_ignore_ascii_case("now") && modifiers.iter().all(|it| is_modifier(it)),
    }
}

fn is_modifier(text: &str) -> bool {
    let folded = text.trim().to_ascii_lowercase();
    if ["start of day", "start of month", "start of year", "utc", "localtime"].contains(&folded.as_str()) {
        return true;
    }
    let Some((number, unit)) = folded.split_once(' ') else {
        return false;
    };
    let digits = number.trim_start_matches(['+', '-']);
    let most = match unit.trim_end_matches('s') {
        "year" => 3,
        "month" => 4,
        "day" | "hour" | "minute" | "second" => 5,
        _ => return false,
    };
    let is_signed_once = number.len() <= digits.len() + 1;
    is_signed_once && !digits.is_empty() && digits.len() <= most && digits.bytes().all(|it| it.is_ascii_digit())
}

/// True for a format of which SQLite knows every letter; it gives NULL for another.
fn is_format(text: &str) -> bool {
    let mut letters = text.split('%');
    letters.next().is_some_and(|it| !it.is_empty() || text.starts_with('%'))
        && letters.all(|it| it.starts_with(['d', 'f', 'H', 'j', 'J', 'm', 'M', 's', 'S', 'w', 'W', 'Y']))
}

fn literal(expression: &Expr) -> Option<&str> {
    match expression {
        Expr::Value(it) => match &it.value {
            Value::SingleQuotedString(text) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_present_is_proven_and_odd_modifiers_are_not() {
        assert!(is_present(&[]) && is_present(&["now", "-7 days", "start of month"]));
        assert!(
            !is_present(&["now", "+99999 years"]) && !is_present(&["2024-01-01"]) && !is_present(&["now", "++1 day"])
        );
        assert!(is_format("%Y-%m-%dT%H:%M:%fZ") && !is_format("%Y-%q") && !is_format("%%"));
    }
}
