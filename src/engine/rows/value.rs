//! Candidate values for a column: hostile ones first, plain ones last.

use super::pseudo_random::Dice;
use crate::database::Value;
use crate::schema::{Affinity, Column, affinity};

/// What the schema says of a column's use.
#[derive(Debug, Clone, Default)]
pub(super) struct Use {
    /// It must differ from row to row: part of a key or a unique index.
    pub(super) distinct: bool,
    /// NULL may stand in it.
    pub(super) nullable: bool,
    /// The table is STRICT.
    pub(super) strict: bool,
    /// Read by a JSON function: anything else than JSON makes that function fail.
    pub(super) json: bool,
}

/// Candidates for `column` in row number `row`; the preferred one first. `converted` is the type that the values must
/// survive, where that is another one than the column's own.
pub(super) fn candidates(column: &Column, converted: Option<&str>, usage: &Use, row: usize) -> Vec<Value> {
    let strict = usage.strict || converted.is_some();
    let kind = affinity(converted.unwrap_or(&column.type_name), strict);
    let usage = &Use {
        strict,
        ..usage.clone()
    };
    let mut values = if usage.json {
        json(row)
    } else {
        typed(column, kind, usage, row)
    };
    // Another start in each column, so that not all columns of a row are odd in the same way.
    let start = Dice::seeded(column.name.as_str()).below(values.len()) + row;
    let length = values.len().max(1);
    values.rotate_left(start % length);
    if usage.nullable {
        let null_first = start % 4 == 3;
        values.insert(if null_first { 0 } else { values.len() }, Value::Null);
    }
    values.extend(plain(kind, row));
    values
}

/// Values without surprises.
pub(super) fn plain(kind: Affinity, row: usize) -> Vec<Value> {
    let number = integer(row) + 1;
    match kind {
        Affinity::Integer | Affinity::Numeric => vec![Value::Integer(number)],
        Affinity::Real => vec![Value::Real(number as f64 + 0.5)],
        Affinity::Text => vec![Value::Text(format!("text {number}"))],
        Affinity::Blob => vec![Value::Blob(vec![u8::try_from(row % 256).unwrap_or(0), 1])],
    }
}

fn typed(column: &Column, kind: Affinity, usage: &Use, row: usize) -> Vec<Value> {
    let number = integer(row);
    let mut values = match kind {
        Affinity::Integer => integers(number),
        Affinity::Real => vec![
            Value::Real(number as f64 + 0.25),
            Value::Real(-1.5e300 - number as f64 * 1e290),
            Value::Real(number as f64),
            Value::Real(1e-9 * (number as f64 + 1.0)),
        ],
        Affinity::Numeric => {
            let mut all = integers(number);
            all.extend([Value::Real(number as f64 + 0.5), text(&format!("n/a {number}"))]);
            all
        }
        Affinity::Text => texts(row),
        Affinity::Blob => vec![
            Value::Blob(vec![0, 0xff, 0x27, u8::try_from(row % 256).unwrap_or(0)]),
            text(&format!("b'lob {number}")),
            Value::Integer(number + 7),
            Value::Real(number as f64 + 0.125),
        ],
    };
    if usage.strict && kind == Affinity::Blob && !column.type_name.trim().eq_ignore_ascii_case("ANY") {
        values.retain(|value| matches!(value, Value::Blob(_)));
    }
    if !usage.distinct {
        match kind {
            Affinity::Text => values.push(text("")),
            Affinity::Blob => values.push(Value::Blob(Vec::new())),
            // SQLite keeps text in an INTEGER column as it is: a rebuild must too.
            Affinity::Integer if !usage.strict => values.push(text("n/a")),
            _ => {}
        }
    }
    values
}

fn integers(number: i64) -> Vec<Value> {
    [
        number + 1,
        -number - 1,
        // JSON numbers end at 2^53: https://developers.cloudflare.com/d1/worker-api/
        9_007_199_254_740_993 + number,
        i64::MIN + number,
        number * 1000,
    ]
    .map(Value::Integer)
    .to_vec()
}

fn texts(row: usize) -> Vec<Value> {
    [
        format!("o'hare \"{row}\" `[x]`"),
        format!("naïve ☃ 𝕏 e\u{301} {row}"),
        format!("line {row}\r\nnext; -- no comment /* nor this"),
        format!("00{row}"),
        format!(" {row}e3 "),
        format!("END; {row} {}", "long ".repeat(40)),
    ]
    .iter()
    .map(|it| text(it))
    .collect()
}

/// JSON texts.
pub(super) fn json(row: usize) -> Vec<Value> {
    [
        format!("{{\"a\":{row},\"k\":\"it's\"}}"),
        format!("[{row},null,\"ü\"]"),
        format!("{{\"n\":{row}}}"),
    ]
    .iter()
    .map(|it| text(it))
    .collect()
}

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

/// A row number as SQLite's integer.
pub(super) fn integer(row: usize) -> i64 {
    i64::try_from(row).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use crate::schema::Name;

    fn column(type_name: &str) -> Column {
        Column {
            name: Name::new("c"),
            type_name: type_name.to_owned(),
            not_null: None,
            default: None,
            collation: None,
            generated: None,
        }
    }

    #[test]
    fn distinct_columns_differ_from_row_to_row() {
        for kind in ["INTEGER", "TEXT", "REAL", "BLOB", "NUMERIC"] {
            let usage = Use {
                distinct: true,
                ..Use::default()
            };
            let first: Vec<_> = (0..8)
                .map(|row| candidates(&column(kind), None, &usage, row)[0].clone())
                .collect();
            for (at, value) in first.iter().enumerate() {
                assert!(!first[..at].contains(value), "{kind}: {value:?} twice");
            }
        }
    }

    #[test]
    fn nulls_come_up_only_where_they_may() {
        let nullable = Use {
            nullable: true,
            ..Use::default()
        };
        let firsts: Vec<_> = (0..8)
            .map(|row| candidates(&column("TEXT"), None, &nullable, row)[0].clone())
            .collect();
        assert!(firsts.contains(&Value::Null));
        assert!(firsts.iter().any(|value| *value != Value::Null));
        assert!(!candidates(&column("TEXT"), None, &Use::default(), 3).contains(&Value::Null));
    }

    #[test]
    fn columns_read_as_json_hold_json() {
        let usage = Use {
            json: true,
            ..Use::default()
        };
        let value = candidates(&column("BLOB"), None, &usage, 1)[0].clone();
        assert!(serde_json::from_str::<serde_json::Value>(value.as_str().unwrap()).is_ok());
    }
}
