//! SQLite's own math functions, which D1 is built with and the bundled library is not, on every connection that we open.
//! <https://www.sqlite.org/lang_mathfunc.html>
//!
//! SQLite can be compiled with them, but `libsqlite3-sys` reads that flag only from the environment, and Cargo reads a
//! project's `.cargo/config.toml` only for `--path`: who runs `cargo install reconcile` or `--git` would get a program that
//! cannot read an index over `floor(x)`. So they are written here, after `func.c`, and are the same however we are built.

use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::{Value, ValueRef};

type Unary = (&'static str, fn(f64) -> f64);
type Binary = (&'static str, fn(f64, f64) -> f64);

const DEGREES: f64 = 180.0;

const UNARY: &[Unary] = &[
    ("acos", f64::acos),
    ("acosh", f64::acosh),
    ("asin", f64::asin),
    ("asinh", f64::asinh),
    ("atan", f64::atan),
    ("atanh", f64::atanh),
    ("cos", f64::cos),
    ("cosh", f64::cosh),
    ("degrees", |x| x * (DEGREES / std::f64::consts::PI)),
    ("exp", f64::exp),
    ("radians", |x| x * (std::f64::consts::PI / DEGREES)),
    ("sin", f64::sin),
    ("sinh", f64::sinh),
    ("sqrt", f64::sqrt),
    ("tan", f64::tan),
    ("tanh", f64::tanh),
];

/// These leave an integer an integer.
const ROUNDING: &[Unary] = &[
    ("ceil", f64::ceil),
    ("ceiling", f64::ceil),
    ("floor", f64::floor),
    ("trunc", f64::trunc),
];

/// These have no value at zero and below.
const LOGARITHMS: &[Unary] = &[
    ("ln", f64::ln),
    ("log", f64::log10),
    ("log10", f64::log10),
    ("log2", f64::log2),
];

const BINARY: &[Binary] = &[
    ("atan2", f64::atan2),
    ("mod", |x, y| x % y),
    ("pow", f64::powf),
    ("power", f64::powf),
];

/// Makes them known to a connection.
pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    for &(name, function) in UNARY {
        connection.create_scalar_function(name, 1, flags, move |context| {
            Ok(argument(context, 0)?.map(|it| function(it.real())))
        })?;
    }
    for &(name, function) in ROUNDING {
        connection.create_scalar_function(name, 1, flags, move |context| {
            Ok(argument(context, 0)?.map(|it| match it {
                Number::Integer(number) => Value::Integer(number),
                Number::Real(number) => Value::Real(function(number)),
            }))
        })?;
    }
    for &(name, function) in LOGARITHMS {
        connection.create_scalar_function(name, 1, flags, move |context| {
            let number = argument(context, 0)?.map(Number::real);
            Ok(number.filter(|it| *it > 0.0).map(function))
        })?;
    }
    for &(name, function) in BINARY {
        connection.create_scalar_function(name, 2, flags, move |context| {
            let both = argument(context, 0)?.zip(argument(context, 1)?);
            Ok(both.map(|(x, y)| function(x.real(), y.real())))
        })?;
    }
    connection.create_scalar_function("log", 2, flags, log_to_base)?;
    connection.create_scalar_function("pi", 0, flags, |_| Ok(std::f64::consts::PI))
}

/// `log(B, X)`. Whether X is a number is not asked: what is none counts as it does in arithmetic, and 0 has no logarithm.
fn log_to_base(context: &Context<'_>) -> rusqlite::Result<Option<f64>> {
    let Some(base) = argument(context, 0)?.map(Number::real).filter(|it| *it > 0.0) else {
        return Ok(None);
    };
    let base = base.ln();
    let number = match context.get_raw(1) {
        ValueRef::Text(text) | ValueRef::Blob(text) => leading(text).1,
        other => number(other).map_or(0.0, Number::real),
    };
    Ok((base > 0.0 && number > 0.0).then(|| number.ln() / base))
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Number {
    Integer(i64),
    Real(f64),
}

impl Number {
    #[expect(clippy::cast_precision_loss, reason = "as sqlite3_value_double does")]
    fn real(self) -> f64 {
        match self {
            Self::Integer(number) => number as f64,
            Self::Real(number) => number,
        }
    }
}

fn argument(context: &Context<'_>, index: usize) -> rusqlite::Result<Option<Number>> {
    Ok(number(context.get_raw(index)))
}

/// `sqlite3_value_numeric_type`: a text that is a number from end to end counts as that number, a BLOB never does.
fn number(value: ValueRef<'_>) -> Option<Number> {
    match value {
        ValueRef::Integer(number) => Some(Number::Integer(number)),
        ValueRef::Real(number) => Some(Number::Real(number)),
        ValueRef::Null | ValueRef::Blob(_) => None,
        ValueRef::Text(text) => {
            let (length, real) = leading(text);
            let rest = text.get(length..)?;
            if length == 0 || !rest.iter().all(|it| is_space(*it)) {
                return None;
            }
            let digits = std::str::from_utf8(text.get(..length)?)
                .ok()?
                .trim_start_matches(SPACES);
            Some(digits.parse().map_or(Number::Real(real), Number::Integer))
        }
    }
}

const SPACES: [char; 6] = [' ', '\t', '\n', '\x0b', '\x0c', '\r'];

fn is_space(byte: u8) -> bool {
    SPACES.contains(&char::from(byte))
}

/// The number that a text begins with, spaces before it passed over: where it ends, and its value. 0 where there is none.
fn leading(text: &[u8]) -> (usize, f64) {
    let at = |index: usize| text.get(index).copied().unwrap_or_default();
    let digits = |from: usize| text.iter().skip(from).take_while(|it| it.is_ascii_digit()).count();
    let start = text.iter().take_while(|it| is_space(**it)).count();
    let mut end = start + usize::from(matches!(at(start), b'+' | b'-'));
    let whole = digits(end);
    end += whole;
    let mut part = 0;
    if at(end) == b'.' {
        part = digits(end + 1);
        end += if whole + part > 0 { part + 1 } else { 0 };
    }
    if whole + part == 0 {
        return (0, 0.0);
    }
    if matches!(at(end), b'e' | b'E') {
        let sign = usize::from(matches!(at(end + 1), b'+' | b'-'));
        let exponent = digits(end + 1 + sign);
        end += if exponent > 0 { 1 + sign + exponent } else { 0 };
    }
    let text = text.get(start..end).and_then(|it| std::str::from_utf8(it).ok());
    (end, text.and_then(|it| it.parse().ok()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn b9_math_functions_take_what_sqlites_own_take() {
        let connection = Connection::open_in_memory().unwrap();
        register(&connection).unwrap();
        let value = |sql: &str| -> Value {
            connection
                .query_row(&format!("SELECT {sql}"), [], |row| row.get(0))
                .unwrap()
        };
        for (sql, expected) in [
            ("floor('abc')", Value::Null),
            ("floor('3')", Value::Integer(3)),
            ("floor(' 3.7 ')", Value::Real(3.0)),
            ("ceil('1e1')", Value::Real(10.0)),
            ("ceil('1e')", Value::Null),
            ("ceil('.5')", Value::Real(1.0)),
            ("ceil('5.')", Value::Real(5.0)),
            ("ceil('.')", Value::Null),
            ("ceil('')", Value::Null),
            ("ceil('+7')", Value::Integer(7)),
            ("ceil('9223372036854775808')", Value::Real(9_223_372_036_854_775_808.0)),
            (
                "trunc(-9223372036854775807)",
                Value::Integer(-9_223_372_036_854_775_807),
            ),
            ("trunc(-2.5)", Value::Real(-2.0)),
            ("ceil(x'33')", Value::Null),
            ("sqrt('4')", Value::Real(2.0)),
            ("sqrt(-1)", Value::Null),
            ("pow('2', 3)", Value::Real(8.0)),
            ("pow('2x', 3)", Value::Null),
            ("mod(7, '4')", Value::Real(3.0)),
            ("mod(7, 0)", Value::Null),
            ("ln(0)", Value::Null),
            ("log(100)", Value::Real(2.0)),
            ("log('2', 8)", Value::Real(3.0)),
            ("log(2, '8x')", Value::Real(3.0)),
            ("log(2, NULL)", Value::Null),
            ("log(1, 2)", Value::Null),
        ] {
            assert_eq!(value(sql), expected, "{sql}");
        }
    }
}
