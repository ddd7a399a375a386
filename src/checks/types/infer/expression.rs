//! What an expression yields, by its syntax tree.

use sqlparser::ast::{CaseWhen, DataType, Expr, Ident, Value};

use super::super::value_type::{Storage, ValueType};
use super::Inference;
use super::scope::{Scope, cast};
use crate::schema::Name;

impl Inference<'_> {
    /// What an expression yields where names mean what `scope` says.
    pub(super) fn expression(&mut self, expression: &Expr, scope: &Scope<'_>) -> ValueType {
        match expression {
            Expr::Nested(inner) | Expr::Collate { expr: inner, .. } => self.expression(inner, scope),
            Expr::Value(value) => self.literal(&value.value, value.span, &ValueType::UNKNOWN),
            Expr::Identifier(name) => self.name(None, name, scope),
            Expr::CompoundIdentifier(names) => match names.as_slice() {
                [.., table, name] => self.name(Some(table), name, scope),
                _ => ValueType::UNKNOWN,
            },
            Expr::UnaryOp { op, expr } => self.unary(*op, expr, scope),
            Expr::BinaryOp { left, op, right } => self.binary(left, op, right, scope),
            Expr::IsNull(inner)
            | Expr::IsNotNull(inner)
            | Expr::IsTrue(inner)
            | Expr::IsNotTrue(inner)
            | Expr::IsFalse(inner)
            | Expr::IsNotFalse(inner) => {
                self.expect(inner, ValueType::UNKNOWN, scope);
                ValueType::of(Storage::INTEGER)
            }
            Expr::IsDistinctFrom(left, right) | Expr::IsNotDistinctFrom(left, right) => {
                self.compared(left, right, true, scope);
                ValueType::of(Storage::INTEGER)
            }
            Expr::InList { expr, list, .. } => {
                let value = self.expression(expr, scope);
                let mut nullable = value.nullable;
                for item in list {
                    nullable |= self.expect(item, value.clone().not_null(), scope).nullable;
                }
                ValueType::new(Storage::INTEGER, nullable)
            }
            Expr::InSubquery { expr, subquery, .. } => {
                let found = self.query(subquery, Some(scope)).ok();
                let first = found.and_then(|it| it.into_iter().next()).map(|it| it.value);
                let first = first.unwrap_or(ValueType::UNKNOWN);
                let value = self.expect(expr, first.clone().not_null(), scope);
                ValueType::new(Storage::INTEGER, value.nullable || first.nullable)
            }
            Expr::Between { expr, low, high, .. } => {
                let value = self.expression(expr, scope);
                let low = self.expect(low, value.clone().not_null(), scope);
                let high = self.expect(high, value.clone().not_null(), scope);
                ValueType::new(Storage::INTEGER, value.nullable || low.nullable || high.nullable)
            }
            Expr::Like { expr, pattern, .. } => {
                let text = ValueType::of(Storage::TEXT);
                let value = self.expect(expr, text.clone(), scope);
                let pattern = self.expect(pattern, text, scope);
                ValueType::new(Storage::INTEGER, value.nullable || pattern.nullable)
            }
            Expr::Cast { expr, data_type, .. } => {
                let value = self.expression(expr, scope);
                ValueType::new(cast(&type_name(data_type)), value.nullable)
            }
            Expr::Case {
                operand,
                conditions,
                else_result,
                ..
            } => self.case(operand.as_deref(), conditions, else_result.as_deref(), scope),
            Expr::Exists { subquery, .. } => {
                let _ = self.query(subquery, Some(scope));
                ValueType::of(Storage::INTEGER)
            }
            Expr::Subquery(query) => self.scalar(query, scope),
            Expr::Tuple(all) => {
                all.iter().for_each(|it| drop(self.expression(it, scope)));
                ValueType::UNKNOWN
            }
            Expr::Function(call) => self.function(call, scope),
            Expr::Substring {
                expr,
                substring_from,
                substring_for,
                ..
            } => self.substring(expr, [substring_from.as_deref(), substring_for.as_deref()], scope),
            Expr::Trim {
                expr,
                trim_what: None,
                trim_where: None,
                trim_characters,
            } => {
                let mut nullable = self.expression(expr, scope).nullable;
                for it in trim_characters.iter().flatten() {
                    nullable |= self.expression(it, scope).nullable;
                }
                ValueType::new(Storage::TEXT, nullable)
            }
            Expr::Ceil { expr, .. } | Expr::Floor { expr, .. } => {
                self.expression(expr, scope);
                ValueType::new(Storage::NUMBER, true)
            }
            _ => ValueType::UNKNOWN,
        }
    }

    /// As [`Self::expression`], of what is written to or compared with `wanted`: that is what a parameter there takes.
    pub(super) fn expect(&mut self, expression: &Expr, wanted: ValueType, scope: &Scope<'_>) -> ValueType {
        match expression {
            Expr::Nested(inner) | Expr::Collate { expr: inner, .. } => self.expect(inner, wanted, scope),
            Expr::Value(value) => self.literal(&value.value, value.span, &wanted),
            Expr::Case {
                operand,
                conditions,
                else_result,
                ..
            } => {
                for it in conditions {
                    self.expect(&it.result, wanted.clone(), scope);
                }
                if let Some(other) = else_result {
                    self.expect(other, wanted, scope);
                }
                self.case(operand.as_deref(), conditions, else_result.as_deref(), scope)
            }
            Expr::Function(call) => {
                self.passed_through(call, &wanted, scope);
                self.function(call, scope)
            }
            other => self.expression(other, scope),
        }
    }

    /// Two sides that are compared: each says what a parameter on the other can be.
    pub(super) fn compared(&mut self, left: &Expr, right: &Expr, takes_null: bool, scope: &Scope<'_>) -> bool {
        let one = self.expression(left, scope);
        let other = self.expression(right, scope);
        self.expect(left, other.clone().not_null().or_null(takes_null), scope);
        self.expect(right, one.clone().not_null().or_null(takes_null), scope);
        one.nullable || other.nullable
    }

    fn name(&mut self, table: Option<&Ident>, name: &Ident, scope: &Scope<'_>) -> ValueType {
        let qualifier = table.map(|it| Name::new(it.value.as_str()));
        match scope.resolve(qualifier.as_ref(), &Name::new(name.value.as_str())) {
            Some(meaning) => meaning.value,
            // A name that nothing has is a text where it is in double quotes.
            None if table.is_none() && name.quote_style == Some('"') => ValueType::of(Storage::TEXT),
            None => ValueType::UNKNOWN,
        }
    }

    fn literal(&mut self, value: &Value, span: sqlparser::tokenizer::Span, wanted: &ValueType) -> ValueType {
        match value {
            Value::Number(text, _) => ValueType::of(number(text)),
            Value::SingleQuotedString(_) => ValueType::of(Storage::TEXT),
            Value::HexStringLiteral(_) => ValueType::of(Storage::BLOB),
            Value::Boolean(_) => ValueType::of(Storage::INTEGER),
            Value::Null => ValueType::NULL,
            Value::Placeholder(name) => {
                self.parameter(name, span, wanted);
                ValueType::UNKNOWN
            }
            _ => ValueType::UNKNOWN,
        }
    }

    fn case(
        &mut self,
        operand: Option<&Expr>,
        conditions: &[CaseWhen],
        other: Option<&Expr>,
        scope: &Scope<'_>,
    ) -> ValueType {
        let operand = operand.map(|it| self.expression(it, scope));
        let mut value: Option<ValueType> = None;
        for it in conditions {
            match &operand {
                Some(operand) => drop(self.expect(&it.condition, operand.clone().not_null(), scope)),
                None => drop(self.expression(&it.condition, scope)),
            }
            let result = self.expression(&it.result, scope);
            value = Some(match value {
                Some(before) => before.or(result),
                None => result,
            });
        }
        let other = other.map_or(ValueType::NULL, |it| self.expression(it, scope));
        value.map_or(other.clone(), |it| it.or(other))
    }

    /// `substr` of a blob gives a blob, and NULL for an empty one.
    fn substring(&mut self, of: &Expr, rest: [Option<&Expr>; 2], scope: &Scope<'_>) -> ValueType {
        let value = self.expression(of, scope);
        let mut nullable = value.nullable || value.storage.has(Storage::BLOB);
        for it in rest.into_iter().flatten() {
            nullable |= self.expect(it, ValueType::of(Storage::INTEGER), scope).nullable;
        }
        let storage = value.storage.and(Storage::BLOB).or(Storage::TEXT);
        ValueType::new(storage, nullable)
    }
}

/// A number without a point or an exponent is an integer, as far as it fits.
fn number(text: &str) -> Storage {
    match text.parse::<i64>() {
        Ok(_) => Storage::INTEGER,
        Err(_) if text.to_ascii_lowercase().starts_with("0x") => Storage::INTEGER,
        Err(_) => Storage::REAL,
    }
}

fn type_name(data_type: &DataType) -> String {
    data_type.to_string()
}
