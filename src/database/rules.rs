//! D1's rules, given to a plain SQLite connection: what its authorizer refuses, and its limits.
//!
//! Taken from the real engine (workerd's `util/sqlite.c++`, and by trying each statement on it), not from what SQLite
//! itself would accept.

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;

/// PRAGMAs that D1 lets through; all others are `not authorized`.
const PRAGMAS: &[&str] = &[
    "case_sensitive_like",
    "data_version",
    "defer_foreign_keys",
    "foreign_key_check",
    "foreign_key_list",
    "foreign_keys",
    "ignore_check_constraints",
    "index_info",
    "index_list",
    "index_xinfo",
    "legacy_alter_table",
    "optimize",
    "page_size",
    "quick_check",
    "recursive_triggers",
    "reverse_unordered_selects",
    "table_info",
    "table_list",
    "table_xinfo",
];

/// Functions that D1 refuses. The last four belong to ALTER forms of SQLite 3.53, which D1 parses and then denies.
const FUNCTIONS: &[&str] = &[
    "load_extension",
    "sqlite_compileoption_get",
    "sqlite_compileoption_used",
    "sqlite_source_id",
    "sqlite_version",
    "fts5_source_id",
    "fts5",
    "soundex",
    "sqlite_log",
    "unistr",
    "unistr_quote",
    "sqlite_add_constraint",
    "sqlite_drop_constraint",
    "sqlite_fail",
    "sqlite_find_constraint",
];

/// Virtual table modules that D1 has.
const MODULES: &[&str] = &["fts5", "fts5vocab", "rtree", "rtree_i32"];

/// Limits by experiment on the engine: <https://developers.cloudflare.com/d1/platform/limits/> gives some of them.
const LIMITS: &[(Limit, i32)] = &[
    (Limit::SQLITE_LIMIT_SQL_LENGTH, 100_000),
    (Limit::SQLITE_LIMIT_COLUMN, 100),
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, 100),
    (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 5),
    (Limit::SQLITE_LIMIT_VDBE_OP, 25_000),
    (Limit::SQLITE_LIMIT_FUNCTION_ARG, 127),
    (Limit::SQLITE_LIMIT_ATTACHED, 0),
    (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50),
    (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 100),
    (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 10),
];

/// Sets D1's limits and the functions that D1 has beyond the bundled library.
pub(super) fn limit(connection: &Connection) -> rusqlite::Result<()> {
    for (limit, value) in LIMITS {
        connection.set_limit(*limit, *value)?;
    }
    math_functions(connection)
}

/// Lets the authorizer stand between user SQL and the engine.
pub(super) fn enforce(connection: &mut Connection) -> rusqlite::Result<()> {
    connection.authorizer(Some(authorize))
}

/// Takes the authorizer away, for our own BEGIN and COMMIT.
pub(super) fn suspend(connection: &mut Connection) -> rusqlite::Result<()> {
    connection.authorizer(None::<fn(AuthContext<'_>) -> Authorization>)
}

fn authorize(context: AuthContext<'_>) -> Authorization {
    // `CREATE TABLE temp.t` is as temporary as `CREATE TEMP TABLE t`.
    let is_temporary = context.database_name == Some("temp");
    let allowed = match context.action {
        AuthAction::CreateTable { .. } | AuthAction::CreateView { .. } if is_temporary => false,
        AuthAction::CreateIndex { index_name: name, .. } | AuthAction::CreateTrigger { trigger_name: name, .. }
            if is_d1s_own(name) =>
        {
            false
        }
        AuthAction::Pragma { pragma_name, .. } => contains(PRAGMAS, pragma_name),
        AuthAction::Function { function_name } => !contains(FUNCTIONS, function_name),
        AuthAction::Attach { .. }
        | AuthAction::Detach { .. }
        | AuthAction::Transaction { .. }
        | AuthAction::Savepoint { .. }
        | AuthAction::CreateTempTable { .. }
        | AuthAction::CreateTempIndex { .. }
        | AuthAction::CreateTempTrigger { .. }
        | AuthAction::CreateTempView { .. } => false,
        AuthAction::CreateVtable { module_name, .. } => contains(MODULES, module_name),
        AuthAction::CreateTable { table_name }
        | AuthAction::DropTable { table_name }
        | AuthAction::Insert { table_name }
        | AuthAction::Delete { table_name }
        | AuthAction::Update { table_name, .. }
        | AuthAction::Read { table_name, .. }
        | AuthAction::CreateIndex { table_name, .. }
        | AuthAction::CreateTrigger { table_name, .. }
        | AuthAction::AlterTable { table_name, .. } => !is_d1s_own(table_name),
        AuthAction::CreateView { view_name } => !is_d1s_own(view_name),
        _ => true,
    };
    if allowed {
        Authorization::Allow
    } else {
        Authorization::Deny
    }
}

fn contains(list: &[&str], name: &str) -> bool {
    list.iter().any(|entry| entry.eq_ignore_ascii_case(name))
}

fn is_d1s_own(table: &str) -> bool {
    table.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("_cf_"))
}

/// D1 is built with SQLite's math functions, the bundled library is not. <https://www.sqlite.org/lang_mathfunc.html>
fn math_functions(connection: &Connection) -> rusqlite::Result<()> {
    type Unary = (&'static str, fn(f64) -> f64);
    type Binary = (&'static str, fn(f64, f64) -> f64);
    const UNARY: &[Unary] = &[
        ("acos", f64::acos),
        ("acosh", f64::acosh),
        ("asin", f64::asin),
        ("asinh", f64::asinh),
        ("atan", f64::atan),
        ("atanh", f64::atanh),
        ("cos", f64::cos),
        ("cosh", f64::cosh),
        ("degrees", f64::to_degrees),
        ("exp", f64::exp),
        ("ln", f64::ln),
        ("log10", f64::log10),
        ("log2", f64::log2),
        ("log", f64::log10),
        ("radians", f64::to_radians),
        ("sin", f64::sin),
        ("sinh", f64::sinh),
        ("sqrt", f64::sqrt),
        ("tan", f64::tan),
        ("tanh", f64::tanh),
        ("ceil", f64::ceil),
        ("ceiling", f64::ceil),
        ("floor", f64::floor),
        ("trunc", f64::trunc),
    ];
    const BINARY: &[Binary] = &[
        ("atan2", f64::atan2),
        ("mod", |x, y| x % y),
        ("pow", f64::powf),
        ("power", f64::powf),
        ("log", |base, x| x.log(base)),
    ];
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    for &(name, function) in UNARY {
        connection.create_scalar_function(name, 1, flags, move |context| {
            Ok(context
                .get::<Option<f64>>(0)?
                .map(function)
                .filter(|result| !result.is_nan()))
        })?;
    }
    for &(name, function) in BINARY {
        connection.create_scalar_function(name, 2, flags, move |context| {
            let (left, right) = (context.get::<Option<f64>>(0)?, context.get::<Option<f64>>(1)?);
            Ok(left
                .zip(right)
                .map(|(left, right)| function(left, right))
                .filter(|result| !result.is_nan()))
        })?;
    }
    connection.create_scalar_function("pi", 0, flags, |_| Ok(std::f64::consts::PI))
}
