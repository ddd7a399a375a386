//! What SQLite's functions yield. <https://www.sqlite.org/lang_corefunc.html> <https://www.sqlite.org/lang_aggfunc.html>

use std::ops::ControlFlow;

use sqlparser::ast::{Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Query, Visit, Visitor};

use super::super::value_type::{Storage, ValueType};
use super::Inference;
use super::joins::last_name;
use super::scope::{Grouping, Scope};
use super::time_functions::{clock, is_time};
use super::window::{has_whole_frame, is_window};

/// Functions over all rows of a group, `min` and `max` with one argument excepted.
const AGGREGATES: &[&str] = &[
    "avg",
    "count",
    "group_concat",
    "json_group_array",
    "json_group_object",
    "jsonb_group_array",
    "jsonb_group_object",
    "string_agg",
    "sum",
    "total",
];

impl Inference<'_> {
    /// What a call yields.
    pub(super) fn function(&mut self, call: &Function, scope: &Scope<'_>) -> ValueType {
        let Some(name) = last_name(&call.name).map(|it| it.folded()) else {
            return ValueType::UNKNOWN;
        };
        if let Some(filter) = &call.filter {
            self.expression(filter, &scope.of_rows());
        }
        let Some(arguments) = arguments(call) else {
            return ValueType::UNKNOWN;
        };
        if is_time(&name) {
            let values: Vec<ValueType> = arguments.iter().map(|it| self.expression(it, scope)).collect();
            return clock(&name, &arguments, &values);
        }
        if call.over.is_some() && is_window(&name) {
            return self.window(&name, call, &arguments, scope);
        }
        if is_aggregate(&name, call) {
            return self.aggregate(&name, call, &arguments, scope);
        }
        let values: Vec<ValueType> = arguments.iter().map(|it| self.expression(it, scope)).collect();
        scalar(&name, &values)
    }

    /// Functions that give back what they are given: a parameter in them takes what the whole takes.
    pub(super) fn passed_through(&mut self, call: &Function, wanted: &ValueType, scope: &Scope<'_>) {
        let name = last_name(&call.name).map(|it| it.folded()).unwrap_or_default();
        let all = arguments(call).unwrap_or_default();
        if ["coalesce", "ifnull", "nullif", "min", "max"].contains(&name.as_str()) {
            let takes_null = name == "coalesce" || name == "ifnull";
            for it in all {
                self.expect(it, wanted.clone().or_null(takes_null), scope);
            }
        }
    }

    /// An aggregate over a group, or over a window.
    fn aggregate(&mut self, name: &str, call: &Function, arguments: &[&Expr], scope: &Scope<'_>) -> ValueType {
        let is_windowed = call.over.is_some();
        let rows = if is_windowed { scope.clone() } else { scope.of_rows() };
        self.note_outer(arguments, &rows);
        let values: Vec<ValueType> = arguments.iter().map(|it| self.expression(it, &rows)).collect();
        let first = values.first().cloned().unwrap_or(ValueType::UNKNOWN);
        let may_be_empty = match is_windowed {
            true => !has_whole_frame(call),
            false => scope.grouping != Grouping::Groups,
        };
        let nullable = first.nullable || may_be_empty || call.filter.is_some();
        match name {
            "count" => ValueType::of(Storage::INTEGER),
            "total" => ValueType::of(Storage::REAL),
            "avg" => ValueType::new(Storage::REAL, nullable),
            "sum" if first.storage.is_within(Storage::INTEGER) => ValueType::new(Storage::INTEGER, nullable),
            "sum" => ValueType::new(Storage::NUMBER, nullable),
            "min" | "max" => first.or_null(nullable),
            "json_group_array" | "json_group_object" => ValueType::new(Storage::TEXT, is_windowed),
            "jsonb_group_array" | "jsonb_group_object" => ValueType::new(Storage::BLOB, is_windowed),
            _ => {
                let separator = values.get(1).is_some_and(|it| it.nullable);
                ValueType::new(Storage::TEXT, nullable || separator)
            }
        }
    }

    /// An aggregate whose arguments are all of a query around this one belongs to that one, which then has one row only.
    fn note_outer(&mut self, arguments: &[&Expr], scope: &Scope<'_>) {
        let mut columns = Columns::default();
        for it in arguments {
            let _ = it.visit(&mut columns);
        }
        let is_outer = |names: &Vec<crate::schema::Name>| match names.as_slice() {
            [.., table, name] => scope.resolve(Some(table), name).is_some_and(|it| it.is_outer),
            [name] => scope.resolve(None, name).is_some_and(|it| it.is_outer),
            [] => false,
        };
        if !columns.0.is_empty() && columns.0.iter().all(is_outer) {
            self.has_outer_aggregate = true;
        }
    }
}

/// What a function of one row yields; an unknown one can yield anything.
fn scalar(name: &str, values: &[ValueType]) -> ValueType {
    let any_null = values.iter().any(|it| it.nullable);
    let has_blob = values.iter().any(|it| it.storage.has(Storage::BLOB));
    let first = values.first().cloned().unwrap_or(ValueType::UNKNOWN);
    let first_null = first.nullable;
    match (name, values) {
        ("coalesce" | "ifnull", _) => coalesced(values),
        ("iif" | "if", [_, yes]) => yes.clone().or_null(true),
        ("iif" | "if", [_, yes, no]) => yes.clone().or(no.clone()),
        ("nullif", _) => first.or_null(true),
        ("likely" | "unlikely" | "likelihood", _) => first,
        ("min" | "max", [_, _, ..]) => {
            let all = values.iter().cloned().reduce(ValueType::or);
            all.unwrap_or(ValueType::UNKNOWN)
        }
        ("length" | "octet_length" | "glob" | "like", _) => ValueType::new(Storage::INTEGER, any_null),
        ("instr", _) => ValueType::new(Storage::INTEGER, any_null || has_blob),
        ("lower" | "upper" | "trim" | "ltrim" | "rtrim" | "replace", _) => {
            ValueType::new(Storage::TEXT, any_null || has_blob)
        }
        ("substr" | "substring", _) => {
            let blob = first.storage.and(Storage::BLOB);
            ValueType::new(blob.or(Storage::TEXT), any_null || has_blob)
        }
        ("abs", _) => ValueType::new(Storage::NUMBER, any_null),
        ("round", _) => ValueType::new(Storage::NUMBER, any_null || !first.storage.is_within(Storage::NUMBER)),
        ("sign", _) => ValueType::new(Storage::INTEGER, any_null || !first.storage.is_within(Storage::NUMBER)),
        ("typeof" | "quote", [_]) => ValueType::of(Storage::TEXT),
        ("hex", [_]) => ValueType::new(Storage::TEXT, first_null || has_blob),
        ("unicode", _) => ValueType::new(Storage::INTEGER, true),
        ("char" | "concat" | "concat_ws" | "format" | "printf" | "soundex", _) => {
            ValueType::new(Storage::TEXT, name != "char" && (name != "concat_ws" || first_null))
        }
        ("random" | "changes" | "total_changes" | "last_insert_rowid", _) => ValueType::of(Storage::INTEGER),
        ("randomblob" | "zeroblob", [_]) => ValueType::new(Storage::BLOB, true),
        ("unhex", _) => ValueType::new(Storage::BLOB, true),
        ("json_array" | "json_object", _) => ValueType::of(Storage::TEXT),
        ("json" | "json_quote", [_]) => ValueType::new(Storage::TEXT, first_null && name == "json"),
        ("json_array_length", [_]) => ValueType::new(Storage::INTEGER, first_null),
        ("json_valid" | "json_array_length" | "json_error_position", _) => ValueType::new(Storage::INTEGER, true),
        (
            "json_set" | "json_insert" | "json_replace" | "json_remove" | "json_patch" | "json_type" | "json_pretty",
            _,
        ) => ValueType::new(Storage::TEXT, true),
        ("json_extract", _) => ValueType::new(Storage::TEXT.or(Storage::NUMBER), true),
        ("ceil" | "ceiling" | "floor" | "trunc" | "mod", _) => ValueType::new(Storage::NUMBER, true),
        ("sqrt" | "pow" | "power" | "exp" | "ln" | "log" | "log10" | "log2" | "pi", _) => {
            ValueType::new(Storage::REAL, true)
        }
        _ => ValueType::UNKNOWN,
    }
}

/// The first value that is not NULL; what is behind one that never is does not count.
fn coalesced(values: &[ValueType]) -> ValueType {
    let mut found: Option<ValueType> = None;
    for value in values {
        let so_far = match found {
            Some(before) => before.not_null().or(value.clone()),
            None => value.clone(),
        };
        if !value.nullable {
            return so_far.not_null();
        }
        found = Some(so_far);
    }
    found.map_or(ValueType::UNKNOWN, |it| it.or_null(true))
}

/// The arguments of a call, `*` left out; nothing for what SQLite does not have.
fn arguments(call: &Function) -> Option<Vec<&Expr>> {
    match &call.args {
        FunctionArguments::None => Some(Vec::new()),
        FunctionArguments::List(list) => plain_arguments(&list.args),
        FunctionArguments::Subquery(_) => None,
    }
}

/// Arguments without names.
pub(super) fn plain_arguments(all: &[FunctionArg]) -> Option<Vec<&Expr>> {
    let is_plain = |it: &FunctionArg| {
        matches!(
            it,
            FunctionArg::Unnamed(FunctionArgExpr::Expr(_) | FunctionArgExpr::Wildcard)
        )
    };
    if !all.iter().all(is_plain) {
        return None;
    }
    let expressions = all.iter().filter_map(|it| match it {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expression)) => Some(expression),
        _ => None,
    });
    Some(expressions.collect())
}

fn is_aggregate(name: &str, call: &Function) -> bool {
    let one_argument = || arguments(call).is_some_and(|it| it.len() == 1);
    AGGREGATES.contains(&name) || ["min", "max"].contains(&name) && one_argument()
}

/// True if an expression has an aggregate of its own query: one without OVER, outside of subqueries.
pub(super) fn has_aggregate(expression: &Expr) -> bool {
    let mut found = Aggregates::default();
    let _ = expression.visit(&mut found);
    found.is_found
}

#[derive(Default)]
struct Aggregates {
    depth: usize,
    is_found: bool,
}

impl Visitor for Aggregates {
    type Break = ();

    fn pre_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
        self.depth += 1;
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
        self.depth -= 1;
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expression: &Expr) -> ControlFlow<()> {
        if let Expr::Function(call) = expression
            && self.depth == 0
            && call.over.is_none()
            && last_name(&call.name).is_some_and(|it| is_aggregate(&it.folded(), call))
        {
            self.is_found = true;
        }
        ControlFlow::Continue(())
    }
}

/// The columns that an expression names.
#[derive(Default)]
struct Columns(Vec<Vec<crate::schema::Name>>);

impl Visitor for Columns {
    type Break = ();

    fn pre_visit_expr(&mut self, expression: &Expr) -> ControlFlow<()> {
        let name = |it: &sqlparser::ast::Ident| crate::schema::Name::new(it.value.as_str());
        match expression {
            Expr::Identifier(it) => self.0.push(vec![name(it)]),
            Expr::CompoundIdentifier(all) => self.0.push(all.iter().map(name).collect()),
            _ => {}
        }
        ControlFlow::Continue(())
    }
}
