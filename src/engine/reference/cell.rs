//! One value as a file has it → the literal that is inserted. What a column makes of it is up to SQLite.

use crate::database::Value;
use crate::schema::Affinity;

/// One value of a file.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Nothing in CSV, `null` in YAML.
    Null,
    /// A text that is meant as one: in quotes in CSV, any text in YAML.
    Text(String),
    /// Not in quotes in CSV: what it is depends on the column.
    Plain(String),
    /// A number of YAML, as it is written there.
    Number(String),
    /// `!blob 00ff` in YAML: digits in pairs.
    Blob(String),
}

impl Cell {
    /// The literal for a column, or what is wrong with the value and what to write instead.
    pub(super) fn literal(&self, affinity: Option<Affinity>) -> Result<String, (String, &'static str)> {
        let text = |text: &str| Value::Text(text.to_owned()).to_sql();
        match self {
            Self::Null => Ok("NULL".to_owned()),
            Self::Text(it) => Ok(text(it)),
            Self::Number(it) if affinity == Some(Affinity::Text) => Err((
                format!("{it} is a number, and the column holds text"),
                "put it in quotes: a number may lose zeros of the text that is meant",
            )),
            Self::Number(it) => Ok(it.clone()),
            Self::Blob(digits) => blob(digits),
            Self::Plain(it) if it.trim() != it => Err((
                format!("{it:?} begins or ends with a space"),
                "remove the space, or put the value in quotes if it belongs to it",
            )),
            Self::Plain(it) => {
                if let Some(digits) = hexadecimal(it) {
                    return blob(digits);
                }
                let is_number_column = matches!(affinity, Some(Affinity::Integer | Affinity::Real | Affinity::Numeric));
                Ok(match it.to_ascii_lowercase().as_str() {
                    "true" if is_number_column => "1".to_owned(),
                    "false" if is_number_column => "0".to_owned(),
                    _ if affinity == Some(Affinity::Blob) && is_number(it) => it.clone(),
                    _ => text(it),
                })
            }
        }
    }
}

/// The digits of `x'00ff'`.
fn hexadecimal(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['x', 'X'])?;
    rest.strip_prefix('\'')?.strip_suffix('\'')
}

fn blob(digits: &str) -> Result<String, (String, &'static str)> {
    let is_hexadecimal = digits.bytes().all(|it| it.is_ascii_hexdigit());
    match is_hexadecimal && digits.len().is_multiple_of(2) {
        true => Ok(format!("X'{}'", digits.to_ascii_uppercase())),
        false => Err((
            format!("{digits:?} are no bytes"),
            "write two hexadecimal digits for each byte",
        )),
    }
}

/// True for a text that is a number as SQL writes it, and nothing is lost when it is read as one: `007` is a text.
fn is_number(text: &str) -> bool {
    let is_plain = text
        .bytes()
        .all(|it| it.is_ascii_digit() || matches!(it, b'-' | b'.' | b'e' | b'E' | b'+'));
    let is_whole = || text.parse::<i64>().is_ok_and(|it| it.to_string() == text);
    let is_real = || text.contains(['.', 'e', 'E']) && text.parse::<f64>().is_ok_and(f64::is_finite);
    is_plain && (is_whole() || is_real())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_cell_is_what_its_column_makes_of_it() {
        let plain = |text: &str, affinity| Cell::Plain(text.to_owned()).literal(Some(affinity)).unwrap();
        assert_eq!(plain("007", Affinity::Text), "'007'");
        assert_eq!(plain("42", Affinity::Integer), "'42'", "SQLite converts it");
        assert_eq!(plain("True", Affinity::Numeric), "1");
        assert_eq!(plain("true", Affinity::Text), "'true'");
        assert_eq!(plain("42", Affinity::Blob), "42");
        assert_eq!(plain("1.5e3", Affinity::Blob), "1.5e3");
        assert_eq!(plain("007", Affinity::Blob), "'007'");
        assert_eq!(plain("inf", Affinity::Blob), "'inf'");
        assert_eq!(plain("x'00ff'", Affinity::Text), "X'00FF'");
        assert_eq!(Cell::Text("it's".to_owned()).literal(None).unwrap(), "'it''s'");
        let refused = |cell: Cell, affinity| cell.literal(Some(affinity)).unwrap_err().0;
        assert_eq!(
            refused(Cell::Number("1.10".to_owned()), Affinity::Text),
            "1.10 is a number, and the column holds text"
        );
        assert_eq!(
            refused(Cell::Plain("x'0'".to_owned()), Affinity::Blob),
            "\"0\" are no bytes"
        );
        assert_eq!(
            refused(Cell::Plain(" a".to_owned()), Affinity::Text),
            "\" a\" begins or ends with a space"
        );
    }
}
