//! What an expression is made of: literals, calls, the comparisons that AND joins, and whether it is a number or a text.

use std::ops::ControlFlow;

use sqlparser::ast::{
    BinaryOperator, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, Query, UnaryOperator, Value, Visit, Visitor,
};

use super::scope::{Meaning, Scope, bare, last};
use crate::schema::{Affinity, affinity, shortened};

/// The text of a literal.
pub(super) fn text(expression: &Expr) -> Option<&str> {
    match bare(expression) {
        Expr::Value(it) => match &it.value {
            Value::SingleQuotedString(text) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// The number that a literal is, as it is written.
pub(super) fn number(expression: &Expr) -> Option<String> {
    match bare(expression) {
        Expr::Value(it) => match &it.value {
            Value::Number(number, _) => Some(number.to_string()),
            _ => None,
        },
        Expr::UnaryOp {
            op: UnaryOperator::Minus,
            expr,
        } => Some(format!("-{}", number(expr)?)),
        _ => None,
    }
}

pub(super) fn is_null(expression: &Expr) -> bool {
    matches!(bare(expression), Expr::Value(it) if it.value == Value::Null)
}

/// A call: the function's name in lower case, and its arguments.
pub(super) fn call(expression: &Expr) -> Option<(String, Vec<&Expr>)> {
    match bare(expression) {
        Expr::Function(it) => {
            let name = last(&it.name)?.folded();
            let FunctionArguments::List(list) = &it.args else {
                return Some((name, Vec::new()));
            };
            let expression = |it| match it {
                &FunctionArg::Unnamed(FunctionArgExpr::Expr(ref expression)) => Some(expression),
                _ => None,
            };
            Some((name, list.args.iter().filter_map(expression).collect()))
        }
        Expr::Substring {
            expr,
            substring_from,
            substring_for,
            ..
        } => {
            let rest = [substring_from, substring_for].into_iter().flatten();
            Some((
                "substr".to_owned(),
                std::iter::once(expr.as_ref()).chain(rest.map(AsRef::as_ref)).collect(),
            ))
        }
        Expr::Trim {
            expr, trim_characters, ..
        } => {
            let rest = trim_characters.iter().flatten();
            Some(("trim".to_owned(), std::iter::once(expr.as_ref()).chain(rest).collect()))
        }
        _ => None,
    }
}

/// A function with neither argument nor parentheses: `CURRENT_DATE`.
fn is_now_word(expression: &Expr) -> bool {
    call(expression).is_some_and(|(name, _)| name.starts_with("current_"))
}

/// The conditions that AND joins.
pub(super) fn conjuncts(expression: &Expr) -> Vec<&Expr> {
    joined(expression, &BinaryOperator::And)
}

/// The parts that an operator joins, without those in parentheses.
pub(super) fn joined<'e>(expression: &'e Expr, operator: &BinaryOperator) -> Vec<&'e Expr> {
    match expression {
        Expr::BinaryOp { left, op, right } if op == operator => {
            let mut found = joined(left, operator);
            found.extend(joined(right, operator));
            found
        }
        other => vec![other],
    }
}

/// The two sides of `a = b`.
pub(super) fn equality(expression: &Expr) -> Option<(&Expr, &Expr)> {
    match bare(expression) {
        Expr::BinaryOp {
            left,
            op: BinaryOperator::Eq,
            right,
        } => Some((left, right)),
        _ => None,
    }
}

pub(super) fn is_comparison(operator: &BinaryOperator) -> bool {
    *operator == BinaryOperator::Eq || *operator == BinaryOperator::NotEq || is_order(operator)
}

pub(super) fn is_order(operator: &BinaryOperator) -> bool {
    matches!(
        operator,
        BinaryOperator::Lt | BinaryOperator::Gt | BinaryOperator::LtEq | BinaryOperator::GtEq
    )
}

/// What stores of values an expression may give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A number, whatever the row.
    Number,
    /// A text, whatever the row; it may look like a number.
    Text,
    /// A date or time as a text.
    Date,
    /// A column, or a CAST, with its affinity.
    Column(Affinity),
    Unknown,
}

const NUMBERS: &[&str] = &[
    "length",
    "unixepoch",
    "julianday",
    "count",
    "instr",
    "unicode",
    "random",
    "abs",
    "round",
    "total",
    "sum",
    "avg",
    "octet_length",
];

const TEXTS: &[&str] = &[
    "strftime",
    "lower",
    "upper",
    "substr",
    "trim",
    "ltrim",
    "rtrim",
    "replace",
    "hex",
    "printf",
    "format",
    "group_concat",
];

const DATES: &[&str] = &["date", "datetime", "time"];

pub(super) fn kind(scope: &Scope<'_>, expression: &Expr) -> Kind {
    if let Some(it) = scope.meaning(expression) {
        return Kind::Column(it.affinity());
    }
    if number(expression).is_some() {
        return Kind::Number;
    }
    if text(expression).is_some() {
        return Kind::Text;
    }
    if is_now_word(expression) {
        return Kind::Date;
    }
    if let Some((name, _)) = call(expression) {
        let is_any = |list: &[&str]| list.contains(&name.as_str());
        return match () {
            () if is_any(NUMBERS) => Kind::Number,
            () if is_any(TEXTS) => Kind::Text,
            () if is_any(DATES) => Kind::Date,
            () => Kind::Unknown,
        };
    }
    match bare(expression) {
        Expr::BinaryOp { op, .. } if is_arithmetic(op) => Kind::Number,
        Expr::BinaryOp {
            op: BinaryOperator::StringConcat,
            ..
        } => Kind::Text,
        Expr::Cast { data_type, .. } => Kind::Column(affinity(&data_type.to_string(), false)),
        _ => Kind::Unknown,
    }
}

pub(super) fn is_arithmetic(operator: &BinaryOperator) -> bool {
    matches!(
        operator,
        BinaryOperator::Plus
            | BinaryOperator::Minus
            | BinaryOperator::Multiply
            | BinaryOperator::Divide
            | BinaryOperator::Modulo
    )
}

/// The columns that an expression names, those of its subqueries included.
pub(super) fn columns<'a>(scope: &Scope<'a>, expression: &Expr) -> Vec<Meaning<'a>> {
    Columns::of(scope, expression).found
}

/// The functions that an expression calls, in lower case.
pub(super) fn calls(scope: &Scope<'_>, expression: &Expr) -> Vec<String> {
    Columns::of(scope, expression).calls
}

/// Whether a subquery names a column of what is around it; none where that is not sure.
pub(super) fn is_correlated(scope: &Scope<'_>, query: &Query) -> Option<bool> {
    let all = Columns::of(scope, query);
    match all.found.iter().any(|it| it.level <= scope.depth()) {
        true => Some(true),
        false => all.is_whole.then_some(false),
    }
}

struct Columns<'a> {
    scope: Scope<'a>,
    found: Vec<Meaning<'a>>,
    calls: Vec<String>,
    /// All tables are known.
    is_whole: bool,
}

impl<'a> Columns<'a> {
    fn of(scope: &Scope<'a>, part: &impl Visit) -> Self {
        let mut all = Self {
            scope: scope.clone(),
            found: Vec::new(),
            calls: Vec::new(),
            is_whole: true,
        };
        let _ = part.visit(&mut all);
        all
    }
}

impl Visitor for Columns<'_> {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        self.scope.enter(query);
        let inner = self.scope.level(self.scope.depth());
        self.is_whole &= inner.iter().all(|it| it.table.is_some());
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
        self.scope.pop();
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expression: &Expr) -> ControlFlow<()> {
        if !matches!(expression, Expr::Nested(_)) {
            self.found.extend(self.scope.meaning(expression));
            self.calls.extend(call(expression).map(|(name, _)| name));
        }
        ControlFlow::Continue(())
    }
}

/// An expression on one line, cut where it is long.
pub(super) fn short(expression: &dyn std::fmt::Display) -> String {
    shortened(&expression.to_string(), 60)
}
