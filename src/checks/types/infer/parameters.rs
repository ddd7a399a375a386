//! What the parameters of a statement take: what they are written to, or compared with.

use sqlparser::tokenizer::Span;

use super::super::value_type::{Storage, ValueType};
use super::Inference;

impl Inference<'_> {
    /// A placeholder where `wanted` is. It is read more than once where its expression is, and the best answer counts.
    pub(super) fn parameter(&mut self, name: &str, span: Span, wanted: &ValueType) {
        let place = (span.start.line, span.start.column);
        let known = self
            .parameters
            .entry(place)
            .or_insert_with(|| (name.to_owned(), ValueType::UNKNOWN));
        if known.1 == ValueType::UNKNOWN {
            known.1 = wanted.clone();
        }
    }
}

/// What a parameter takes that is used in two places.
pub(in crate::checks::types) fn in_both(one: ValueType, other: ValueType) -> ValueType {
    let is_unknown = |it: &ValueType| it.storage == Storage::ANY;
    if is_unknown(&one) || is_unknown(&other) {
        let (known, unknown) = if is_unknown(&one) { (other, one) } else { (one, other) };
        return known.or_null(unknown.nullable);
    }
    let nullable = one.nullable || other.nullable;
    let storage = match one.storage.and(other.storage) {
        Storage::NONE => one.storage.or(other.storage),
        shared => shared,
    };
    ValueType {
        storage,
        nullable,
        origin: one.origin.filter(|it| other.origin.as_ref() == Some(it)),
    }
}
