//! D1's rules, given to a plain SQLite connection: what its authorizer refuses, and its limits.
//!
//! Taken from the real engine (workerd's `util/sqlite.c++`, and by trying each statement on it), not from what SQLite
//! itself would accept. `tests/d1` asks it for each function, PRAGMA and limit of the lists beside this file.

mod functions;
mod limits;
mod pragmas;

use rusqlite::Connection;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

use super::sha256::SHA256;

pub(crate) use functions::may_call;
pub use functions::{FUNCTIONS, instead_of, refused_function, remedy_of};
pub use limits::LIMITS;
pub use pragmas::{Argument, PRAGMAS};

/// Virtual table modules that D1 has.
const MODULES: &[&str] = &["fts5", "fts5vocab", "rtree", "rtree_i32"];

/// Sets D1's limits.
pub(super) fn limit(connection: &Connection) -> rusqlite::Result<()> {
    for (limit, value) in LIMITS {
        connection.set_limit(*limit, i32::try_from(*value).unwrap_or(i32::MAX))?;
    }
    Ok(())
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
        AuthAction::Pragma {
            pragma_name,
            pragma_value,
        } => pragmas::may_run(pragma_name, pragma_value),
        // Only files have reconcile's own function; D1 has none of that name.
        AuthAction::Function { function_name } => function_name == SHA256 || functions::may_call(function_name),
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
