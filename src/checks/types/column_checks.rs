//! What CHECK constraints prove of a column: one of a list of values, or JSON.

use sqlparser::ast::{BinaryOperator, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, UnaryOperator, Value};

use crate::schema::{Affinity, Column, Name, Table};
use crate::sql::parse_expression;

/// What the values of a column are, NULL apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Domain {
    /// One of these texts.
    Texts(Vec<String>),
    /// One of these numbers.
    Numbers(Vec<i64>),
    /// JSON.
    Json,
}

/// A literal of a CHECK.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Literal {
    Text(String),
    Number(i64),
}

/// JavaScript's numbers are exact up to here.
const LARGEST_EXACT: u64 = 1 << 53;

/// What is known of a column.
pub(super) fn domain(table: &Table, column: &Column) -> Option<Domain> {
    let checks = table.checks.iter();
    let parsed = checks.filter_map(|it| parse_expression(it.expression.text()));
    let found = parsed.flat_map(|it| conjuncts(&it, table, column)).next();
    found.or_else(|| column.has_type("JSON").then_some(Domain::Json))
}

/// What one of the conditions that AND joins proves.
fn conjuncts(condition: &Expr, table: &Table, column: &Column) -> Vec<Domain> {
    match condition {
        Expr::Nested(inner) => conjuncts(inner, table, column),
        Expr::BinaryOp {
            left,
            op: BinaryOperator::And,
            right,
        } => {
            let mut all = conjuncts(left, table, column);
            all.extend(conjuncts(right, table, column));
            all
        }
        other => {
            let mut alternatives = Vec::new();
            disjuncts(other, &mut alternatives);
            alternatives.retain(|it| !is_null_test(it, column));
            listed(&alternatives, table, column)
                .or_else(|| are_json(&alternatives, column).then_some(Domain::Json))
                .into_iter()
                .collect()
        }
    }
}

fn disjuncts<'e>(condition: &'e Expr, found: &mut Vec<&'e Expr>) {
    match condition {
        Expr::Nested(inner) => disjuncts(inner, found),
        Expr::BinaryOp {
            left,
            op: BinaryOperator::Or,
            right,
        } => {
            disjuncts(left, found);
            disjuncts(right, found);
        }
        other => found.push(other),
    }
}

fn is_null_test(condition: &Expr, column: &Column) -> bool {
    matches!(condition, Expr::IsNull(inner) if names(inner, column))
}

/// `a IN ('x', 'y')`, `a = 'x' OR a = 'y'`.
fn listed(alternatives: &[&Expr], table: &Table, column: &Column) -> Option<Domain> {
    let mut literals = Vec::new();
    for it in alternatives {
        match it {
            Expr::InList {
                expr,
                list,
                negated: false,
            } if names(expr, column) => {
                for item in list {
                    literals.push(literal(item, table)?);
                }
            }
            Expr::BinaryOp {
                left,
                op: BinaryOperator::Eq,
                right,
            } if names(left, column) => literals.push(literal(right, table)?),
            _ => return None,
        }
    }
    // A collation lets other spellings in.
    if literals.is_empty() || column.collation.is_some() {
        return None;
    }
    let affinity = table.affinity(&column.name)?;
    let mut texts: Vec<String> = Vec::new();
    let mut numbers: Vec<i64> = Vec::new();
    for it in &literals {
        match it {
            Literal::Text(text) if !texts.contains(text) => texts.push(text.clone()),
            Literal::Number(number) if !numbers.contains(number) => numbers.push(*number),
            _ => {}
        }
    }
    let is_number = |it: &String| it.trim().parse::<f64>().is_ok();
    let keeps_texts = matches!(affinity, Affinity::Text | Affinity::Blob) || !texts.iter().any(is_number);
    match (texts.is_empty(), numbers.is_empty()) {
        (false, true) if keeps_texts => Some(Domain::Texts(texts)),
        (true, false) if affinity != Affinity::Text => Some(Domain::Numbers(numbers)),
        _ => None,
    }
}

fn literal(expression: &Expr, table: &Table) -> Option<Literal> {
    let number = |value: &Value| match value {
        Value::Number(text, _) => text.parse::<i64>().ok().filter(|it| it.unsigned_abs() < LARGEST_EXACT),
        _ => None,
    };
    match expression {
        Expr::Nested(inner) => literal(inner, table),
        Expr::Value(it) => match &it.value {
            Value::SingleQuotedString(text) => Some(Literal::Text(text.clone())),
            other => number(other).map(Literal::Number),
        },
        Expr::UnaryOp {
            op: UnaryOperator::Minus,
            expr,
        } => match expr.as_ref() {
            Expr::Value(it) => number(&it.value).map(|it| Literal::Number(-it)),
            _ => None,
        },
        // A name that no column has is a text where it is in double quotes.
        Expr::Identifier(it)
            if it.quote_style == Some('"') && table.column(&Name::new(it.value.as_str())).is_none() =>
        {
            Some(Literal::Text(it.value.clone()))
        }
        _ => None,
    }
}

/// `json_valid(a)`, also with `= 1` behind it.
fn are_json(alternatives: &[&Expr], column: &Column) -> bool {
    let [one] = alternatives else { return false };
    let call = match one {
        Expr::BinaryOp {
            left,
            op: BinaryOperator::Eq,
            right,
        } if matches!(right.as_ref(), Expr::Value(it) if it.value == Value::Number("1".to_owned(), false)) => left,
        other => *other,
    };
    let Expr::Function(call) = call else { return false };
    let FunctionArguments::List(list) = &call.args else {
        return false;
    };
    let is_it = call.name.to_string().eq_ignore_ascii_case("json_valid");
    let [FunctionArg::Unnamed(FunctionArgExpr::Expr(argument))] = list.args.as_slice() else {
        return false;
    };
    is_it && names(argument, column)
}

fn names(expression: &Expr, column: &Column) -> bool {
    let is_it = |name: &sqlparser::ast::Ident| Name::new(name.value.as_str()) == column.name;
    match expression {
        Expr::Nested(inner) => names(inner, column),
        Expr::Identifier(name) => is_it(name),
        Expr::CompoundIdentifier(all) => all.last().is_some_and(is_it),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::database::Scratch;
    use crate::introspect::read;

    fn of(column: &str) -> Option<Domain> {
        let mut scratch = Scratch::new().unwrap();
        scratch.execute(&format!("CREATE TABLE t (b TEXT, {column})")).unwrap();
        let schema = read(&mut scratch).unwrap().schema;
        let table = schema.tables.get(&Name::new("t")).unwrap();
        domain(table, table.column(&Name::new("a")).unwrap())
    }

    fn texts(values: &[&str]) -> Option<Domain> {
        Some(Domain::Texts(values.iter().map(|it| (*it).to_owned()).collect()))
    }

    #[test]
    fn what_checks_prove() {
        for (column, expected) in [
            ("a TEXT CHECK (a IN ('x', 'y'))", texts(&["x", "y"])),
            (
                "a TEXT CHECK (a IS NULL OR (a IN ('x', 'it''s')))",
                texts(&["x", "it's"]),
            ),
            ("a TEXT CHECK (length(b) > 1 AND \"a\" IN ('x'))", texts(&["x"])),
            ("a TEXT CHECK (a = 'x' OR a = 'y')", texts(&["x", "y"])),
            ("a TEXT CHECK (a IN (\"x\", \"y\"))", texts(&["x", "y"])),
            ("a INTEGER CHECK (a IN (0, 1))", Some(Domain::Numbers(vec![0, 1]))),
            ("a INTEGER CHECK (a IN (-1))", Some(Domain::Numbers(vec![-1]))),
            ("a ENUM CHECK (a IN ('x'))", texts(&["x"])),
            ("a TEXT CHECK (json_valid(a))", Some(Domain::Json)),
            ("a TEXT CHECK (a IS NULL OR json_valid(a) = 1)", Some(Domain::Json)),
            ("a JSON", Some(Domain::Json)),
            ("a TEXT CHECK (a IN ('x', b))", None),
            ("a TEXT CHECK (a NOT IN ('x'))", None),
            ("a TEXT CHECK (a IN ('x') OR b = 'y')", None),
            ("a TEXT COLLATE NOCASE CHECK (a IN ('x'))", None),
            ("a INTEGER CHECK (a IN ('1', '2'))", None),
            ("a TEXT CHECK (a IN (1, 2))", None),
            ("a TEXT CHECK (lower(a) IN ('x'))", None),
            ("a TEXT CHECK (json_valid(b))", None),
        ] {
            assert_eq!(of(column), expected, "{column}");
        }
    }
}
