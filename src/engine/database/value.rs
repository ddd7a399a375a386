//! Values and rows as SQLite has them.

use rusqlite::types::{ToSqlOutput, ValueRef};

/// One value of SQLite's five storage classes.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// NULL.
    Null,
    /// INTEGER.
    Integer(i64),
    /// REAL.
    Real(f64),
    /// TEXT.
    Text(String),
    /// BLOB.
    Blob(Vec<u8>),
}

impl Value {
    /// The text, if it is TEXT.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is INTEGER (or a REAL that is a whole number, as JSON transports give).
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            Self::Real(number) if number.fract() == 0.0 && number.abs() < 9.0e15 => Some(*number as i64),
            _ => None,
        }
    }

    /// The value as a parameter of a statement.
    pub(super) fn bound(&self) -> ToSqlOutput<'_> {
        ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        })
    }

    /// `1, 'a'`
    pub fn list<'a>(values: impl IntoIterator<Item = &'a Self>) -> String {
        values.into_iter().map(Self::to_sql).collect::<Vec<_>>().join(", ")
    }

    /// The value as an SQL literal that reads back as the same value.
    pub fn to_sql(&self) -> String {
        match self {
            Self::Null => "NULL".to_owned(),
            Self::Integer(number) => number.to_string(),
            Self::Real(number) if number.is_nan() => "NULL".to_owned(),
            Self::Real(number) if number.is_infinite() => if *number > 0.0 { "9e999" } else { "-9e999" }.to_owned(),
            Self::Real(number) => format!("{number:?}"),
            Self::Text(text) if text.contains('\0') => {
                let hex: String = text.bytes().map(|byte| format!("{byte:02X}")).collect();
                format!("CAST(X'{hex}' AS TEXT)")
            }
            Self::Text(text) => format!("'{}'", text.replace('\'', "''")),
            Self::Blob(bytes) => format!(
                "X'{}'",
                bytes.iter().map(|byte| format!("{byte:02X}")).collect::<String>()
            ),
        }
    }
}

/// The rows of one query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rows {
    /// Column names.
    pub columns: Vec<String>,
    /// Rows, each as wide as `columns`.
    pub rows: Vec<Vec<Value>>,
}

impl Rows {
    /// The value at row `row`, column `column` (both from 0).
    pub fn get(&self, row: usize, column: usize) -> Option<&Value> {
        self.rows.get(row)?.get(column)
    }

    /// The first value of the first row.
    pub fn scalar(&self) -> Option<&Value> {
        self.get(0, 0)
    }

    /// The only number of a `SELECT count(*)`.
    pub fn count(&self) -> Option<u64> {
        u64::try_from(self.scalar()?.as_i64()?).ok()
    }

    /// The texts of the first column.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().filter_map(|row| row.first()?.as_str())
    }
}
