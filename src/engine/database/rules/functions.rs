//! The functions that D1 has, and what to write instead of one that it has not.
//!
//! D1 goes by a list of the functions that may be called, which is not to be had by `PRAGMA function_list`: that is refused.
//! This one was asked from the engine, a name at a time, and `tests/d1/functions.rs` asks again.

use crate::database::target_rules::are_d1s;
use crate::sql::nearest;

/// Functions that a statement may call on D1, in order. `load_extension`, which may be called and always fails, is left out.
pub const FUNCTIONS: &[&str] = &[
    "->",
    "->>",
    "abs",
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "avg",
    "bm25",
    "ceil",
    "changes",
    "char",
    "coalesce",
    "concat",
    "concat_ws",
    "cos",
    "cosh",
    "count",
    "cume_dist",
    "current_date",
    "current_time",
    "current_timestamp",
    "date",
    "datetime",
    "degrees",
    "dense_rank",
    "exp",
    "first_value",
    "floor",
    "format",
    "glob",
    "group_concat",
    "hex",
    "highlight",
    "ifnull",
    "iif",
    "instr",
    "json",
    "json_array",
    "json_array_length",
    "json_extract",
    "json_group_array",
    "json_group_object",
    "json_insert",
    "json_object",
    "json_patch",
    "json_quote",
    "json_remove",
    "json_replace",
    "json_set",
    "json_type",
    "json_valid",
    "jsonb",
    "jsonb_array",
    "jsonb_extract",
    "jsonb_group_array",
    "jsonb_group_object",
    "jsonb_insert",
    "jsonb_object",
    "jsonb_patch",
    "jsonb_remove",
    "jsonb_replace",
    "jsonb_set",
    "julianday",
    "lag",
    "last_insert_rowid",
    "last_value",
    "lead",
    "length",
    "like",
    "likelihood",
    "likely",
    "ln",
    "log",
    "log2",
    "lower",
    "ltrim",
    "match",
    "max",
    "min",
    "mod",
    "nth_value",
    "ntile",
    "nullif",
    "octet_length",
    "percent_rank",
    "pi",
    "pow",
    "printf",
    "quote",
    "radians",
    "random",
    "randomblob",
    "rank",
    "replace",
    "round",
    "row_number",
    "rtreecheck",
    "rtrim",
    "sign",
    "sin",
    "sinh",
    "snippet",
    "sqrt",
    "strftime",
    "string_agg",
    "substr",
    "substring",
    "sum",
    "tan",
    "tanh",
    "time",
    "timediff",
    "total",
    "total_changes",
    "trim",
    "trunc",
    "typeof",
    "unhex",
    "unicode",
    "unixepoch",
    "unlikely",
    "upper",
    "zeroblob",
];

/// What SQLite itself calls while it runs an ALTER TABLE that D1 has. The ALTER forms of SQLite 3.53 (`SET NOT NULL`, `ADD
/// CONSTRAINT` …) call others, which is why D1 refuses them.
const INTERNAL: &[&str] = &[
    "sqlite_drop_column",
    "sqlite_rename_column",
    "sqlite_rename_quotefix",
    "sqlite_rename_table",
    "sqlite_rename_test",
];

/// Habits of other databases and of SQLite's shell, and how the same is said on D1.
const INSTEAD: &[(&str, &str)] = &[
    ("ceiling", "ceil(x)"),
    ("char_length", "length(x)"),
    ("character_length", "length(x)"),
    ("curdate", "CURRENT_DATE"),
    ("date_format", "strftime(format, x)"),
    ("date_trunc", "strftime(format, x)"),
    ("gen_random_uuid", "lower(hex(randomblob(16)))"),
    ("getdate", "CURRENT_TIMESTAMP for a text, or unixepoch() for a number"),
    ("greatest", "max(x, y)"),
    ("if", "iif(condition, x, y)"),
    ("isnull", "ifnull(x, y)"),
    ("json_array_insert", "json_insert(x, path, y)"),
    ("json_error_position", "json_valid(x)"),
    ("json_pretty", "json(x)"),
    ("jsonb_array_insert", "jsonb_insert(x, path, y)"),
    ("lcase", "lower(x)"),
    ("least", "min(x, y)"),
    ("left", "substr(x, 1, n)"),
    ("len", "length(x)"),
    ("log10", "log(x), which is to the base 10"),
    ("newid", "lower(hex(randomblob(16)))"),
    ("now", "CURRENT_TIMESTAMP for a text, or unixepoch() for a number"),
    ("nvl", "ifnull(x, y)"),
    ("power", "pow(x, y)"),
    ("rand", "random()"),
    ("regexp", "LIKE, or GLOB"),
    ("right", "substr(x, -n)"),
    ("strpos", "instr(x, y)"),
    ("sysdate", "CURRENT_TIMESTAMP for a text, or unixepoch() for a number"),
    ("to_char", "strftime(format, x)"),
    ("ucase", "upper(x)"),
    ("unistr", "the letters themselves, or char(number)"),
    ("unix_timestamp", "unixepoch()"),
    ("uuid", "lower(hex(randomblob(16)))"),
    ("uuid_generate_v4", "lower(hex(randomblob(16)))"),
];

/// True if D1 lets a statement call it, or SQLite calls it for itself.
pub(crate) fn may_call(function: &str) -> bool {
    let name = function.to_ascii_lowercase();
    FUNCTIONS.binary_search(&name.as_str()).is_ok() || INTERNAL.contains(&name.as_str())
}

/// The function that a message of SQLite says is missing or refused.
pub fn refused_function(message: &str) -> Option<&str> {
    const SAID: [&str; 2] = ["not authorized to use function: ", "no such function: "];
    let rest = SAID.iter().find_map(|words| message.split_once(words));
    let name = rest.map(|(_, rest)| rest.split(" at offset ").next().unwrap_or(rest))?;
    Some(name.trim())
}

/// What to do about SQLite's words, where a function that D1 has not is behind them.
pub fn remedy_of(message: &str) -> Option<String> {
    refused_function(message).filter(|_| are_d1s()).map(instead_of)
}

/// What to do about a function that D1 has not: what to write instead, or the name that was meant.
pub fn instead_of(function: &str) -> String {
    let name = function.to_ascii_lowercase();
    if let Some((_, instead)) = INSTEAD.iter().find(|(other, _)| *other == name) {
        return format!("D1 has no function {function}: write {instead}");
    }
    match nearest(&name, FUNCTIONS.iter().copied()) {
        Some(it) => format!("D1 has no function {function}; did you mean {it}?"),
        None => format!(
            "D1 has no function {function}: compute the value in the application, or with the functions that docs/d1.md lists"
        ),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn b9_the_lists_can_be_searched() {
        assert!(FUNCTIONS.is_sorted());
        assert!(INSTEAD.is_sorted_by_key(|(name, _)| *name));
        for (name, _) in INSTEAD {
            assert!(!may_call(name), "{name} is there");
        }
        assert!(may_call("CEIL") && may_call("->>") && may_call("sqlite_rename_test") && !may_call("ceiling"));
    }

    #[test]
    fn b9_the_docs_list_every_function() {
        let page = include_str!("../../../../docs/d1.md");
        let missing: Vec<&&str> = FUNCTIONS
            .iter()
            .filter(|it| !page.contains(&format!("`{it}`")))
            .collect();
        assert!(missing.is_empty(), "docs/d1.md lacks {missing:?}");
    }

    #[test]
    fn b9_a_missing_function_comes_with_what_to_write() {
        let help = |message: &str| refused_function(message).map(instead_of).unwrap_or_default();
        assert!(help("not authorized to use function: power").ends_with("write pow(x, y)"));
        assert!(help("not authorized to use function: ceiling at offset 24").ends_with("write ceil(x)"));
        assert!(help("no such function: lenght").ends_with("did you mean length?"));
        assert!(help("no such function: soundex").contains("docs/d1.md"));
        assert_eq!(refused_function("no such table: uuid"), None);
    }
}
