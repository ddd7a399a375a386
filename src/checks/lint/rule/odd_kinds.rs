//! wrong-condition: comparisons and sums of two kinds of value: a number and a text, a day and a moment.

use sqlparser::ast::{BinaryOperator, Expr};

use super::odd_comparison::{Check, binary};
use super::suspicious_expression::Oddity;
use crate::lint::expression::{Kind, call, is_arithmetic, is_comparison, is_order, kind, short, text};
use crate::lint::scope::{Scope, bare};
use crate::schema::Affinity;

/// What can be wrong with the kinds of two values.
pub(super) const CHECKS: &[Check] = &[kinds, text_in_arithmetic, days, json_truth];

/// A number compared with a text that never is one; a text column compared with a number by its letters.
fn kinds(scope: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let pairs: Vec<(&Expr, bool, &Expr)> = match it {
        Expr::BinaryOp { left, op, right } if is_comparison(op) => vec![(left, is_order(op), right)],
        Expr::Between { expr, low, high, .. } => vec![(expr, true, low), (expr, true, high)],
        Expr::InList { expr, list, .. } => list.iter().map(|value| (expr.as_ref(), false, value)).collect(),
        _ => return None,
    };
    pairs.into_iter().find_map(|(left, is_order, right)| {
        let sides = [(left, right), (right, left)];
        sides
            .into_iter()
            .find_map(|(one, other)| mixed(scope, one, other, is_order))
    })
}

fn mixed(scope: &Scope<'_>, one: &Expr, other: &Expr, is_order: bool) -> Option<Oddity> {
    let is_numeric = text(other).is_some_and(|it| it.trim().parse::<f64>().is_ok());
    let never = |what: &str| {
        let verdict = if is_order {
            "every number is less than every text"
        } else {
            "a number never equals a text"
        };
        Oddity::warning(
            format!("{} is {what} and {} a text: {verdict}", short(one), short(other)),
            "compare values of one type: CAST one side, or write the value as the column holds it".to_owned(),
        )
    };
    match (kind(scope, one), kind(scope, other)) {
        (Kind::Column(Affinity::Integer | Affinity::Real), Kind::Date) => Some(never("a number")),
        (Kind::Column(Affinity::Integer | Affinity::Real), Kind::Text) if text(other).is_some() && !is_numeric => {
            // What holds texts in spite of its type is told by the rows.
            Some(never("a column of numbers"))
        }
        (Kind::Number, Kind::Text | Kind::Date) => Some(never("a number")),
        (Kind::Column(Affinity::Text), Kind::Number) if is_order => Some(Oddity::warning(
            format!(
                "{} is TEXT, so {} compares letter by letter: '9' is greater than '10'",
                short(one),
                short(other)
            ),
            format!("write CAST({} AS INTEGER)", short(one)),
        )),
        _ => None,
    }
}

/// `brand + ' ' + model`, and a date column in a subtraction.
fn text_in_arithmetic(scope: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let (left, op, right) = binary(it).filter(|(_, op, _)| is_arithmetic(op))?;
    let sides = [(left, right), (right, left)];
    if *op == BinaryOperator::Plus {
        let is_text = |it: &Expr| text(it).is_some_and(|it| it.trim().parse::<f64>().is_err());
        let are_columns = sides
            .iter()
            .all(|(it, _)| kind(scope, it) == Kind::Column(Affinity::Text));
        if sides.iter().any(|(it, _)| is_text(it)) || are_columns {
            return Some(Oddity::warning(
                format!("+ adds numbers: {} is 0 where its parts are texts", short(it)),
                "join texts with ||".to_owned(),
            ));
        }
    }
    let is_day = |it: &Expr| {
        let is_call = call(it).is_some_and(|(name, _)| matches!(name.as_str(), "julianday" | "unixepoch"));
        is_call || kind(scope, it) == Kind::Date
    };
    let is_moment = |it: &Expr| matches!(kind(scope, it), Kind::Column(Affinity::Text) | Kind::Date);
    let (_, moment) = sides
        .into_iter()
        .find(|(one, other)| is_day(one) && is_moment(other))
        .filter(|_| *op == BinaryOperator::Minus)?;
    Some(Oddity::warning(
        format!(
            "in arithmetic, {} is its leading number, the year: {}",
            short(moment),
            short(it)
        ),
        format!("write julianday({}) or unixepoch({0})", short(moment)),
    ))
}

/// BETWEEN two days leaves out all but the first moment of the last one.
fn days(scope: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let Expr::Between { expr, high, .. } = it else {
        return None;
    };
    let column = scope.meaning(expr)?;
    let last = text(high).filter(|it| is_day(it))?;
    let type_name = column.column.type_name.to_ascii_lowercase();
    let name = column.column.name.folded();
    let holds_days = type_name.trim() == "date" || ["date", "day", "_on"].iter().any(|it| name.ends_with(it));
    (!holds_days).then(|| {
        Oddity::note(
            format!("BETWEEN ends at the start of {last}, but {name} also has a time"),
            format!("write {name} >= … AND {name} < the day after"),
        )
    })
}

/// `2025-01-31`
fn is_day(text: &str) -> bool {
    let is = |at: usize, byte: u8| {
        if matches!(at, 4 | 7) {
            byte == b'-'
        } else {
            byte.is_ascii_digit()
        }
    };
    text.len() == 10 && text.bytes().enumerate().all(|(at, byte)| is(at, byte))
}

/// JSON's true is 1.
fn json_truth(_: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let (left, _, right) = binary(it).filter(|(_, op, _)| is_comparison(op))?;
    let is_extract = call(left).is_some_and(|(name, _)| name == "json_extract");
    let is_arrow = matches!(
        bare(left),
        Expr::BinaryOp {
            op: BinaryOperator::LongArrow,
            ..
        }
    );
    let word = text(right).filter(|it| matches!(*it, "true" | "false") && (is_extract || is_arrow))?;
    Some(Oddity::note(
        format!("{} returns 1 or 0 for JSON's true and false, not '{word}'", short(left)),
        format!("compare with {word}, without quotes"),
    ))
}
