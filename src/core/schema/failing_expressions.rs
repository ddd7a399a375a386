//! Which expressions can end a statement with an error, and what they read as JSON.

use std::ops::ControlFlow;

use sqlparser::ast::{BinaryOperator, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, visit_expressions};

use crate::sql::{lexemes, parse_expression};

/// Functions beside those of JSON that raise an error on some values, instead of giving NULL.
/// <https://www.sqlite.org/lang_corefunc.html>
const RAISING: &[&str] = &["abs", "unistr"];

/// JSON functions that take any value. <https://www.sqlite.org/json1.html>
const TAKES_ANY: &[&str] = &["json_valid", "json_error_position"];

/// What keeps an expression from evaluating all that is in it.
const CHOOSES: &[&str] = &["CASE", "AND", "OR", "IIF", "IF", "COALESCE", "IFNULL", "SELECT"];

/// True if an expression may raise an error, depending on the values that it is given.
pub(crate) fn may_fail(expression: &str) -> bool {
    let all = lexemes(expression);
    all.iter().any(|it| {
        let is_arrow = it.is_mark("->") || it.is_mark("->>");
        let raises = RAISING.iter().any(|word| it.is(word)) || reads_json(it.text);
        is_arrow || raises
    })
}

fn reads_json(function: &str) -> bool {
    let folded = function.to_ascii_lowercase();
    (folded.starts_with("json")) && !TAKES_ANY.contains(&folded.as_str())
}

/// What an expression reads as JSON in every row, as SQL over the row; `None` where that is not sure: it reads some only on a
/// condition, or is not understood.
pub(crate) fn documents(expression: &str) -> Option<Vec<String>> {
    let all = lexemes(expression);
    if all.iter().any(|it| CHOOSES.iter().any(|word| it.is(word))) {
        return None;
    }
    let parsed = parse_expression(expression)?;
    let mut documents = Vec::new();
    let _ = visit_expressions(&parsed, |expression| {
        match expression {
            Expr::BinaryOp {
                left,
                op: BinaryOperator::Arrow | BinaryOperator::LongArrow,
                ..
            } => documents.push(left.to_string()),
            Expr::Function(call) if reads_json(&call.name.to_string()) => {
                if let FunctionArguments::List(list) = &call.args
                    && let Some(FunctionArg::Unnamed(FunctionArgExpr::Expr(first))) = list.args.first()
                {
                    documents.push(first.to_string());
                }
            }
            _ => {}
        }
        ControlFlow::<()>::Continue(())
    });
    (!documents.is_empty()).then_some(documents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_end_a_statement() {
        for raising in [
            "json_extract(body, '$.a')",
            "body ->> 'a'",
            "(SELECT count(*) FROM json_each(body))",
            "abs(n)",
        ] {
            assert!(may_fail(raising), "{raising}");
        }
        for fine in [
            "lower(name)",
            "json_valid(body)",
            "unixepoch(at)",
            "'json' || name",
            "a - b > c",
        ] {
            assert!(!may_fail(fine), "{fine}");
        }
    }

    #[test]
    fn what_is_read_as_json() {
        let read = |expression: &str| documents(expression).unwrap_or_default();
        assert_eq!(
            read("lower(json_extract(t.body, '$.a')) || (other ->> 'b')"),
            ["t.body", "other"]
        );
        assert_eq!(
            read("CASE WHEN json_valid(body) THEN body ->> 'a' END"),
            Vec::<String>::new()
        );
        assert_eq!(read("json_valid(body)"), Vec::<String>::new());
    }
}
