//! What operators yield. <https://www.sqlite.org/lang_expr.html#operators_and_parse_affecting_attributes>

use sqlparser::ast::{BinaryOperator, Expr, UnaryOperator, Value};

use super::super::value_type::{Storage, ValueType};
use super::Inference;
use super::scope::Scope;

impl Inference<'_> {
    pub(super) fn unary(&mut self, operator: UnaryOperator, inner: &Expr, scope: &Scope<'_>) -> ValueType {
        let value = self.expression(inner, scope);
        // A sign binds more tightly than any operator, which the parser does not know.
        if matches!(inner, Expr::BinaryOp { .. }) && operator != UnaryOperator::Not {
            return ValueType::new(Storage::NUMBER.or(Storage::TEXT), true);
        }
        match operator {
            UnaryOperator::Plus => value,
            UnaryOperator::Minus => {
                let is_literal = matches!(inner, Expr::Value(it) if matches!(it.value, Value::Number(..)));
                let storage = if is_literal { value.storage } else { Storage::NUMBER };
                ValueType::new(storage, value.nullable)
            }
            UnaryOperator::Not | UnaryOperator::BitwiseNot => ValueType::new(Storage::INTEGER, value.nullable),
            _ => ValueType::UNKNOWN,
        }
    }

    pub(super) fn binary(
        &mut self,
        left: &Expr,
        operator: &BinaryOperator,
        right: &Expr,
        scope: &Scope<'_>,
    ) -> ValueType {
        use BinaryOperator as Op;
        match operator {
            Op::Eq | Op::NotEq | Op::Lt | Op::LtEq | Op::Gt | Op::GtEq => {
                ValueType::new(Storage::INTEGER, self.compared(left, right, false, scope))
            }
            Op::Spaceship => {
                self.compared(left, right, true, scope);
                ValueType::of(Storage::INTEGER)
            }
            Op::Plus | Op::Minus | Op::Multiply | Op::Divide | Op::Modulo => {
                self.arithmetic(left, operator, right, scope)
            }
            Op::And | Op::Or => {
                let nullable = self.expression(left, scope).nullable | self.expression(right, scope).nullable;
                ValueType::new(Storage::INTEGER, nullable)
            }
            Op::BitwiseAnd | Op::BitwiseOr | Op::PGBitwiseShiftLeft | Op::PGBitwiseShiftRight => {
                let wanted = ValueType::of(Storage::INTEGER);
                let nullable =
                    self.expect(left, wanted.clone(), scope).nullable | self.expect(right, wanted, scope).nullable;
                ValueType::new(Storage::INTEGER, nullable)
            }
            Op::StringConcat | Op::Glob | Op::Match | Op::Regexp => {
                let wanted = ValueType::of(Storage::TEXT);
                let nullable =
                    self.expect(left, wanted.clone(), scope).nullable | self.expect(right, wanted, scope).nullable;
                let storage = match operator {
                    Op::StringConcat => Storage::TEXT,
                    _ => Storage::INTEGER,
                };
                // What MATCH and REGEXP give is up to who defines them.
                let is_own = matches!(operator, Op::Match | Op::Regexp);
                ValueType::new(storage, nullable || is_own)
            }
            // <https://www.sqlite.org/json1.html#jptr>
            Op::Arrow | Op::LongArrow => {
                self.expression(left, scope);
                self.expect(right, ValueType::of(Storage::TEXT.or(Storage::INTEGER)), scope);
                let storage = match operator {
                    Op::Arrow => Storage::TEXT,
                    _ => Storage::TEXT.or(Storage::NUMBER),
                };
                ValueType::new(storage, true)
            }
            _ => {
                self.expression(left, scope);
                self.expression(right, scope);
                ValueType::UNKNOWN
            }
        }
    }

    /// Division by zero is NULL, and so is what has no number: `9e999 - 9e999`, which a text can bring in.
    fn arithmetic(&mut self, left: &Expr, operator: &BinaryOperator, right: &Expr, scope: &Scope<'_>) -> ValueType {
        let wanted = |other: &ValueType| {
            ValueType::of(match other.storage.is_within(Storage::INTEGER) {
                true => Storage::INTEGER,
                false => Storage::NUMBER,
            })
        };
        let one = self.expression(left, scope);
        let other = self.expression(right, scope);
        self.expect(left, wanted(&other), scope);
        self.expect(right, wanted(&one), scope);
        let is_number = |it: &ValueType| it.storage.is_within(Storage::NUMBER);
        let divides = matches!(operator, BinaryOperator::Divide | BinaryOperator::Modulo);
        let nullable = one.nullable
            || other.nullable
            || !is_number(&one)
            || !is_number(&other)
            || divides && !is_positive_integer(right);
        let are_integers = one.storage.is_within(Storage::INTEGER) && other.storage.is_within(Storage::INTEGER);
        // Division by a positive integer never leaves the range of integers.
        let storage = match are_integers && divides && is_positive_integer(right) {
            true => Storage::INTEGER,
            false => Storage::NUMBER,
        };
        ValueType::new(storage, nullable)
    }
}

fn is_positive_integer(expression: &Expr) -> bool {
    match expression {
        Expr::Nested(inner) => is_positive_integer(inner),
        Expr::Value(it) => match &it.value {
            Value::Number(text, _) => text.parse::<i64>().is_ok_and(|it| it > 0),
            _ => false,
        },
        _ => false,
    }
}
