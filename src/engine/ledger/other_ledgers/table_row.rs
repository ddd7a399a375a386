//! A row of another tool's table: its values by the names that a column may have.

use super::time_stamp::time_stamp;
use crate::database::Value;

/// A row, read by column names in any case.
pub(super) struct TableRow<'a> {
    columns: &'a [String],
    values: &'a [Value],
}

impl<'a> TableRow<'a> {
    pub(super) fn new(columns: &'a [String], values: &'a [Value]) -> Self {
        Self { columns, values }
    }

    /// The value of the first of these columns that is there.
    pub(super) fn value(&self, names: &[&str]) -> Option<&'a Value> {
        let position = |name: &&str| self.columns.iter().position(|it| it.eq_ignore_ascii_case(name));
        self.values.get(names.iter().find_map(position)?)
    }

    /// A text, or a number as text; none of NULL and of an empty text.
    pub(super) fn text(&self, names: &[&str]) -> Option<String> {
        match self.value(names)? {
            Value::Text(text) if !text.is_empty() => Some(text.clone()),
            Value::Integer(number) => Some(number.to_string()),
            Value::Real(number) => Some(number.to_string()),
            Value::Blob(bytes) if !bytes.is_empty() => Some(bytes.iter().map(|it| format!("{it:02x}")).collect()),
            _ => None,
        }
    }

    /// A whole number, also one that is written as text.
    pub(super) fn number(&self, names: &[&str]) -> Option<u64> {
        match self.value(names)? {
            Value::Integer(number) => u64::try_from(*number).ok(),
            Value::Text(text) => text.trim().parse().ok(),
            Value::Real(number) if *number >= 0.0 => format!("{number:.0}").parse().ok(),
            _ => None,
        }
    }

    /// True for 1, `true` and `t`.
    pub(super) fn is_true(&self, names: &[&str]) -> bool {
        match self.value(names) {
            Some(Value::Integer(number)) => *number != 0,
            Some(Value::Text(text)) => matches!(text.to_lowercase().as_str(), "1" | "t" | "true"),
            _ => false,
        }
    }

    /// A moment: RFC 3339 in UTC with milliseconds.
    pub(super) fn time(&self, names: &[&str]) -> Option<String> {
        time_stamp(self.value(names)?)
    }
}
