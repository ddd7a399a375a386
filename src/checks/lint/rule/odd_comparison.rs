//! wrong-condition: comparisons that do not compare what they seem to.

use sqlparser::ast::{BinaryOperator, Expr, UnaryOperator, Value};

use super::suspicious_expression::Oddity;
use crate::lint::expression::{is_comparison, is_null, joined, number, short, text};
use crate::lint::scope::{Scope, bare};
use crate::schema::Name;

/// Looks at one expression.
pub(super) type Check = fn(&Scope<'_>, &Expr) -> Option<Oddity>;

/// What can be wrong with a comparison.
pub(super) const CHECKS: &[Check] = &[
    chained,
    bare_value,
    not_before_and,
    and_before_or,
    with_itself,
    null_in_list,
    list_in_a_text,
    pattern,
    quoted_column,
    quoted_word,
];

/// `a < b < c` compares the truth of `a < b`.
fn chained(_: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let (left, op, right) = binary(it).filter(|(_, op, _)| is_comparison(op))?;
    let inner = binary(left).filter(|(_, op, _)| is_comparison(op))?;
    // `(a = b) = (c = d)` and `a = b = 1` know what they do.
    let is_truth = matches!(number(right).as_deref(), Some("0" | "1"));
    (!is_truth).then(|| {
        let (a, first, b) = inner;
        Oddity::warning(
            format!("{} compares the result of {}, which is 0 or 1", short(it), short(left)),
            format!(
                "write {} {first} {} AND {} {op} {}",
                short(a),
                short(b),
                short(b),
                short(right)
            ),
        )
    })
}

/// `x = 'a' OR 'b'`: a text or a number is a condition by itself, true or false for every row.
fn bare_value(_: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let (left, op, right) = binary(it)?;
    if !matches!(op, BinaryOperator::And | BinaryOperator::Or) {
        return None;
    }
    let value = [left, right].into_iter().find(|it| {
        let is_number = number(it).is_some_and(|it| it != "0" && it != "1");
        text(it).is_some() || is_number
    })?;
    Some(Oddity::warning(
        format!(
            "{op} {} is not compared with anything: it is the same for every row",
            short(value)
        ),
        "write the comparison on both sides, or use IN (…)".to_owned(),
    ))
}

/// `NOT a = 1 AND b = 2` denies the first comparison only.
fn not_before_and(_: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let (left, op, _) = binary(it)?;
    let Expr::UnaryOp {
        op: UnaryOperator::Not,
        expr,
    } = left
    else {
        return None;
    };
    let is_comparing = binary(expr).is_some_and(|(_, op, _)| is_comparison(op));
    (*op == BinaryOperator::And && is_comparing).then(|| {
        Oddity::note(
            format!("NOT applies only to {}, not to what follows AND", short(expr)),
            "put parentheses around what NOT applies to".to_owned(),
        )
    })
}

/// `a = 1 AND b = 'x' OR b = 'y'` takes the second without the first.
fn and_before_or(scope: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let parts = joined(it, &BinaryOperator::Or);
    let compared = |it: &Expr| {
        let (left, op, right) = binary(it)?;
        let is_value = text(right).is_some() || number(right).is_some();
        scope.meaning(left).filter(|_| *op == BinaryOperator::Eq && is_value)
    };
    // The comparison that stands next to the OR.
    let next = |group: &Expr, first: bool| {
        let all = joined(group, &BinaryOperator::And);
        let it = if first { all.first() } else { all.last() };
        it.filter(|_| all.len() > 1).and_then(|it| compared(it))
    };
    parts.windows(2).find_map(|pair| {
        let [left, right] = pair else { return None };
        let (single, group, taken) = match (compared(left), compared(right)) {
            (None, Some(single)) => (*right, *left, next(left, false).filter(|it| it.is_same(&single))),
            (Some(single), None) => (*left, *right, next(right, true).filter(|it| it.is_same(&single))),
            _ => return None,
        };
        taken?;
        Some(Oddity::warning(
            format!(
                "AND binds closer than OR: {} holds without the rest of {}",
                short(single),
                short(group)
            ),
            "put parentheses around the OR, or write IN (…)".to_owned(),
        ))
    })
}

/// `x = x`.
fn with_itself(scope: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let (left, op, right) = binary(it).filter(|(_, op, _)| is_comparison(op))?;
    let (one, other) = (scope.meaning(left)?, scope.meaning(right)?);
    one.is_same(&other).then(|| {
        let quoted = [left, right].into_iter().find_map(double_quoted);
        let why = quoted.map_or_else(String::new, |it| format!(": \"{it}\" is the column, not a text"));
        Oddity::warning(
            format!(
                "{} compares {}.{} {op} itself{why}",
                short(it),
                one.source,
                one.column.name
            ),
            match quoted {
                Some(text) => format!("write '{text}' in single quotes if you mean a text"),
                None => "name the table of each side".to_owned(),
            },
        )
    })
}

/// NULL in a list of IN, or as the WHEN of a CASE.
fn null_in_list(_: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let (message, remedy) = match it {
        Expr::InList { list, negated, expr } if list.iter().any(is_null) => match negated {
            true => (
                format!("{} NOT IN a list with NULL is never true", short(expr)),
                "remove NULL from the list",
            ),
            false => (
                format!("{} IN a list with NULL does not find NULL", short(expr)),
                "write OR … IS NULL",
            ),
        },
        Expr::Case {
            operand: Some(operand),
            conditions,
            ..
        } if conditions.iter().any(|it| is_null(&it.condition)) => (
            format!(
                "CASE {} WHEN NULL is never taken, as = NULL is never true",
                short(operand)
            ),
            "write CASE WHEN … IS NULL",
        ),
        _ => return None,
    };
    Some(Oddity::warning(message, remedy.to_owned()))
}

/// `x IN ('a,b')`.
fn list_in_a_text(_: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let Expr::InList { list, .. } = it else { return None };
    let [only] = list.as_slice() else { return None };
    let text = text(only).filter(|it| it.contains(','))?;
    Some(Oddity::warning(
        format!("IN ('{text}') compares with a single text that contains commas"),
        "quote each value separately".to_owned(),
    ))
}

/// Wildcards of the other operator, and none.
fn pattern(_: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    match it {
        Expr::Like {
            pattern, escape_char, ..
        } => {
            let pattern = text(pattern)?;
            let has = |mark: char| pattern.contains(mark);
            if has('*') && !has('%') && !has('_') {
                let message = format!("* is not a wildcard in LIKE: '{pattern}' only matches itself");
                return Some(Oddity::warning(message, "write %, or GLOB".to_owned()));
            }
            let letters: Vec<char> = pattern.chars().collect();
            let is_between =
                |it: &[char]| matches!(it, [a, '_', b] if a.is_alphanumeric() && (b.is_alphanumeric() || *b == '%'));
            if escape_char.is_none() && letters.windows(3).any(is_between) {
                let message = format!("_ matches any character in LIKE: '{pattern}' matches more than intended");
                return Some(Oddity::note(message, "write '…\\_…' ESCAPE '\\'".to_owned()));
            }
            let starts = pattern.trim_matches('%');
            let is_prefix = pattern.ends_with('%') && starts.starts_with(|it: char| it.is_ascii_uppercase());
            (is_prefix && !starts.chars().any(|it| it.is_ascii_lowercase())).then(|| {
                let message = format!("LIKE ignores case: '{pattern}' matches lower-case letters too");
                Oddity::note(message, "write GLOB '…*' if case matters".to_owned())
            })
        }
        Expr::BinaryOp {
            op: BinaryOperator::Glob,
            right,
            ..
        } => {
            let pattern = text(right)?;
            let is_plain = !pattern.contains(['*', '?', '[']);
            (is_plain && pattern.contains('%')).then(|| {
                let message = format!("% is not a wildcard in GLOB: '{pattern}' only matches itself");
                Oddity::warning(message, "write *, or LIKE".to_owned())
            })
        }
        _ => None,
    }
}

/// `'name' = 'x'`: a text where a column is meant.
fn quoted_column(scope: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let left = match it {
        Expr::BinaryOp { left, op, .. } if is_comparison(op) => left,
        Expr::InList { expr, .. } | Expr::Like { expr, .. } | Expr::Between { expr, .. } => expr,
        Expr::IsNull(expr) | Expr::IsNotNull(expr) => expr,
        _ => return None,
    };
    let name = Name::new(text(left)?);
    let sources = (0..=scope.depth()).flat_map(|it| scope.level(it));
    let is_column = sources.filter_map(|it| it.table).any(|it| it.column(&name).is_some());
    is_column.then(|| {
        Oddity::warning(
            format!("'{name}' in single quotes is a text, not the column {name}"),
            format!("write {name} without quotes"),
        )
    })
}

/// `IS 'NULL'`, `= 'null'`.
fn quoted_word(_: &Scope<'_>, it: &Expr) -> Option<Oddity> {
    let right = match it {
        Expr::BinaryOp { op, right, .. } if is_comparison(op) => right,
        Expr::IsDistinctFrom(_, right) | Expr::IsNotDistinctFrom(_, right) => right,
        _ => return None,
    };
    let word = text(right).filter(|it| it.eq_ignore_ascii_case("null"))?;
    Some(Oddity::note(
        format!("'{word}' is a text, not NULL"),
        "write IS NULL if you mean no value".to_owned(),
    ))
}

pub(super) fn binary(it: &Expr) -> Option<(&Expr, &BinaryOperator, &Expr)> {
    match it {
        Expr::BinaryOp { left, op, right } => Some((left, op, right)),
        _ => None,
    }
}

/// The word of a name in double quotes.
pub(super) fn double_quoted(it: &Expr) -> Option<&str> {
    match bare(it) {
        Expr::Identifier(it) if it.quote_style == Some('"') => Some(it.value.as_str()),
        Expr::Value(it) => match &it.value {
            Value::DoubleQuotedString(text) => Some(text),
            _ => None,
        },
        _ => None,
    }
}
