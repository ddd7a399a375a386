//! Window functions. <https://www.sqlite.org/windowfunctions.html>

use sqlparser::ast::{Expr, Function, WindowType};

use super::super::value_type::{Storage, ValueType};
use super::Inference;
use super::scope::Scope;

const WINDOW: &[&str] = &[
    "row_number",
    "rank",
    "dense_rank",
    "ntile",
    "percent_rank",
    "cume_dist",
    "lag",
    "lead",
    "first_value",
    "last_value",
    "nth_value",
];

/// True for a function that is nothing without OVER.
pub(super) fn is_window(name: &str) -> bool {
    WINDOW.contains(&name)
}

/// True if the window of a call has its usual frame, which holds the row itself at least.
pub(super) fn has_whole_frame(call: &Function) -> bool {
    match &call.over {
        Some(WindowType::WindowSpec(it)) => it.window_frame.is_none() && it.window_name.is_none(),
        _ => false,
    }
}

impl Inference<'_> {
    pub(super) fn window(&mut self, name: &str, call: &Function, arguments: &[&Expr], scope: &Scope<'_>) -> ValueType {
        let values: Vec<ValueType> = arguments.iter().map(|it| self.expression(it, scope)).collect();
        match (name, values.as_slice()) {
            ("row_number" | "rank" | "dense_rank" | "ntile", _) => ValueType::of(Storage::INTEGER),
            ("percent_rank" | "cume_dist", _) => ValueType::of(Storage::REAL),
            ("lag" | "lead", [value, _, default]) => value.clone().or(default.clone()),
            ("lag" | "lead" | "nth_value", [value, ..]) => value.clone().or_null(true),
            ("first_value" | "last_value", [value]) => value.clone().or_null(!has_whole_frame(call)),
            _ => ValueType::UNKNOWN,
        }
    }
}
