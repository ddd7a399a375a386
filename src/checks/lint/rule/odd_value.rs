//! wrong-condition: calls and conversions that do not give what they seem to.

use sqlparser::ast::{BinaryOperator, Expr};

use super::odd_comparison::Check;
use super::suspicious_expression::Oddity;
use crate::lint::expression::{Kind, call, calls, columns, kind, number, short, text};
use crate::lint::scope::{Scope, bare};
use crate::schema::{Affinity, affinity};

/// What can be wrong with a value.
pub(super) const CHECKS: &[Check] = &[
    cast_to_no_type,
    cast_cuts_off,
    integer_division,
    substr_from_zero,
    trim_of_a_word,
    minutes,
    or_itself,
];

/// `CAST(x AS DATE)`: a type that SQLite does not have converts to a number.
fn cast_to_no_type(_: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let Expr::Cast { expr, data_type, .. } = it else {
        return None;
    };
    let type_name = data_type.to_string();
    let is_moment = ["date", "time"]
        .iter()
        .any(|it| type_name.to_ascii_lowercase().contains(it));
    (is_moment && affinity(&type_name, false) == Affinity::Numeric).then(|| {
        Oddity::warning(
            format!(
                "{type_name} is not an SQLite type: {} gives the leading number, the year",
                short(it)
            ),
            format!("write date({0}) or datetime({0})", short(expr)),
        )
    })
}

/// `CAST(price * 100 AS INTEGER)` cuts 1998.9999999999998 off to 1998.
fn cast_cuts_off(scope: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let Expr::Cast { expr, data_type, .. } = it else {
        return None;
    };
    let Expr::BinaryOp { left, op, right } = bare(expr) else {
        return None;
    };
    let is_real = |it: &Expr| {
        let is_column = matches!(kind(scope, it), Kind::Column(Affinity::Real | Affinity::Numeric));
        is_column || number(it).is_some_and(|it| it.contains('.'))
    };
    let is_cut = affinity(&data_type.to_string(), false) == Affinity::Integer
        && *op == BinaryOperator::Multiply
        && (is_real(left) || is_real(right));
    is_cut.then(|| {
        Oddity::warning(
            format!("{} truncates: 19.99 * 100 is 1998.9999999999998", short(it)),
            format!("write CAST(round({}) AS INTEGER)", short(expr)),
        )
    })
}

/// `done / total * 100` of integers.
fn integer_division(scope: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let Expr::BinaryOp { left, op, right } = it else {
        return None;
    };
    let is_integer = |it: &Expr| {
        let is_literal = number(it).is_some_and(|it| !it.contains(['.', 'e', 'E']));
        kind(scope, it) == Kind::Column(Affinity::Integer) || is_literal
    };
    let divides = |it: &Expr| match bare(it) {
        Expr::BinaryOp {
            left,
            op: BinaryOperator::Divide,
            right,
        } => is_integer(left) && is_integer(right) && scope.meaning(left).is_some(),
        _ => false,
    };
    let are_columns = || scope.meaning(left).is_some() && scope.meaning(right).is_some();
    let found = match op {
        BinaryOperator::Multiply if divides(left) => left,
        BinaryOperator::Divide if divides(it) && are_columns() => it,
        _ => return None,
    };
    Some(Oddity::warning(
        format!("{} divides integers and drops the fraction", short(found)),
        "multiply first, or divide by a REAL: 1.0 * a / b".to_owned(),
    ))
}

/// `substr(x, 0, n)`: the first letter is 1.
fn substr_from_zero(_: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let (name, arguments) = call(it)?;
    let [_, from, _] = arguments.as_slice() else {
        return None;
    };
    let is_zero = matches!(name.as_str(), "substr" | "substring") && number(from).as_deref() == Some("0");
    is_zero.then(|| {
        Oddity::warning(
            format!(
                "{} starts before the first letter and returns one letter less",
                short(it)
            ),
            "count from 1".to_owned(),
        )
    })
}

/// `ltrim(x, 'id_')` takes away letters, and no word.
fn trim_of_a_word(_: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let (name, arguments) = call(it)?;
    let [of, word] = arguments.as_slice() else { return None };
    let word = text(word).filter(|_| matches!(name.as_str(), "trim" | "ltrim" | "rtrim"))?;
    let mut letters: Vec<char> = word.chars().filter(|it| it.is_alphabetic()).collect();
    letters.sort_unstable();
    letters.dedup();
    (letters.len() > 1).then(|| {
        Oddity::warning(
            format!("{name} removes each of the letters of '{word}', not the word"),
            format!(
                "write CASE WHEN {0} LIKE '{word}%' THEN substr({0}, {1}) ELSE {0} END",
                short(of),
                word.chars().count() + 1
            ),
        )
    })
}

/// `strftime('%Y-%M', x)`: %M is the minute.
fn minutes(_: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let (name, arguments) = call(it)?;
    let format = text(arguments.first()?).filter(|_| name == "strftime")?;
    let is_month = format.contains("%M") && !format.contains("%H") && (format.contains("%Y") || format.contains("%d"));
    let is_minute = format.contains("%m") && format.contains("%H") && !format.contains("%M") && !format.contains("%d");
    (is_month || is_minute).then(|| {
        Oddity::warning(
            format!("strftime('{format}', …): %M is the minute, %m is the month"),
            "write %m for the month".to_owned(),
        )
    })
}

/// `ifnull(a, a)`.
fn or_itself(_: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let (name, arguments) = call(it)?;
    let is_choice = matches!(name.as_str(), "ifnull" | "coalesce" | "nullif");
    let (first, rest) = arguments.split_first()?;
    let is_same = !rest.is_empty() && rest.iter().all(|it| it == first);
    (is_choice && is_same).then(|| {
        Oddity::warning(
            format!("{} has the same value twice", short(it)),
            "write the value to use instead".to_owned(),
        )
    })
}

/// What is written into a column of which the statement knows no more than its rows: `CASE` and `coalesce` guard values.
pub(super) fn of_column(
    scope: &Scope<'_>,
    column: &crate::schema::Name,
    value: &Expr,
    condition: Option<&Expr>,
) -> Vec<Oddity> {
    let Some(own) = scope.level(0).first() else {
        return Vec::new();
    };
    let moments = [own.table, own.later];
    let is_column = |it: &crate::schema::Name| moments.iter().flatten().any(|table| table.column(it).is_some());
    let own = sqlparser::ast::Expr::CompoundIdentifier(vec![own.name.as_str().into(), column.as_str().into()]);
    let Some(own) = scope.meaning(&own) else {
        return Vec::new();
    };
    let is_guarded = |of: &dyn Fn(&crate::lint::scope::Meaning<'_>) -> bool| {
        condition.is_some_and(|it| columns(scope, it).iter().any(of))
    };
    let mut found = Vec::new();
    let word = text(value).map(crate::schema::Name::new);
    if let Some(word) = word.filter(|it| it != column && is_column(it)) {
        found.push(Oddity::note(
            format!("'{word}' in single quotes is a text, not the column {word}"),
            format!("write {word} without quotes if you mean the column"),
        ));
    }
    // A conversion to a number, written into a text.
    if let (Affinity::Text, Expr::Cast { data_type, .. }) = (own.affinity(), bare(value))
        && matches!(
            affinity(&data_type.to_string(), false),
            Affinity::Integer | Affinity::Real
        )
        && columns(scope, value).iter().any(|it| it.affinity() == Affinity::Text)
    {
        found.push(Oddity::warning(
            format!(
                "{} drops leading zeros, + and everything after the first letter, but {column} is TEXT",
                short(value)
            ),
            "remove unwanted characters with replace()".to_owned(),
        ));
    }
    if let Some((name, arguments)) = call(value) {
        match (name.as_str(), arguments.as_slice()) {
            ("replace", [of, from, to]) => found.extend(replaced(scope, of, from, to).filter(|_| {
                let of = scope.meaning(of);
                !is_guarded(&|it| of.as_ref().is_some_and(|of| of.is_same(it)))
            })),
            ("substr" | "substring", [of, from, length]) => {
                let ends = calls(scope, length).iter().any(|it| it == "instr") && number(from).is_some();
                let of = scope.meaning(of);
                if ends && !is_guarded(&|it| of.as_ref().is_some_and(|of| of.is_same(it))) {
                    found.push(Oddity::warning(
                        format!("{} is '' if instr() finds nothing", short(value)),
                        "add WHERE instr(…) > 0, or a CASE".to_owned(),
                    ));
                }
            }
            ("coalesce" | "ifnull", [first, .., last]) => {
                let is_own = |it: &Expr| scope.meaning(it).is_some_and(|it| it.is_same(&own));
                let first = scope
                    .meaning(first)
                    .filter(|it| it.source == own.source && it.level == 0);
                if let Some(first) = first.filter(|first| !first.is_same(&own) && is_own(last)) {
                    found.push(Oddity::note(
                        format!("{} replaces {column} wherever it is not NULL", first.column.name),
                        format!(
                            "write coalesce({column}, {}), if {column} is to be kept",
                            first.column.name
                        ),
                    ));
                }
            }
            _ => {}
        }
    }
    found
}

/// A replacement that finds more than it is meant to.
fn replaced(scope: &Scope<'_>, of: &Expr, from: &Expr, to: &Expr) -> Option<Oddity> {
    let (from, to) = (text(from)?, text(to)?);
    scope.meaning(of)?;
    if from.len() < to.len() && to.contains(from) && !from.is_empty() {
        return Some(Oddity::warning(
            format!("values that already contain '{to}' get it twice: replace() finds '{from}' within it"),
            format!("add WHERE … NOT LIKE '%{to}%'"),
        ));
    }
    let is_word = |it: &str| it.len() > 1 && it.chars().all(char::is_alphabetic);
    (is_word(from) && is_word(to)).then(|| {
        Oddity::note(
            format!("replace() finds '{from}' within longer words too"),
            format!("to replace whole values, write SET … = '{to}' WHERE … = '{from}'"),
        )
    })
}
