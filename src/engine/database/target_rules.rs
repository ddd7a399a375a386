//! Whose rules hold in this run: D1's, or those of plain SQLite with what an application adds to it.
//!
//! One run works on one logical database, so the choice is made once, when its config is read.

use std::cmp::Ordering;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rusqlite::functions::FunctionFlags;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::types::Null;
use rusqlite::{Connection, Error};
use serde::{Deserialize, Serialize};

use super::rules;

/// What an application registers with SQLite before it works on its database.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Application {
    /// Its functions.
    pub functions: Vec<AppFunction>,
    /// Its collations.
    pub collations: Vec<String>,
}

/// A function of an application: `REGEXP/2`, or `CONCAT_ALL` for one of any number of arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AppFunction {
    name: String,
    arguments: Option<u8>,
}

/// Most arguments of a function. <https://www.sqlite.org/limits.html#max_function_arg>
const MOST_ARGUMENTS: u8 = 127;

static CHOSEN: OnceLock<Application> = OnceLock::new();

/// Plain SQLite's rules from now on, in the whole process. D1's hold where this is never called.
pub fn choose_sqlite(application: Application) {
    // A second call comes with the same config.
    let _ = CHOSEN.set(application);
}

/// True where D1's rules hold.
pub fn are_d1s() -> bool {
    CHOSEN.get().is_none()
}

/// Sets the limits of the target on a scratch database, and registers substitutes for the functions and collations of the
/// application.
pub(super) fn prepare_scratch(connection: &Connection) -> rusqlite::Result<()> {
    let Some(application) = CHOSEN.get() else {
        return rules::limit(connection);
    };
    for function in &application.functions {
        // NULL satisfies every CHECK, and no row is judged by it.
        connection.create_scalar_function(function.name.as_str(), function.count(), flags(), |_| Ok(Null))?;
    }
    for name in &application.collations {
        connection.create_collation(name.as_str(), |a: &str, b: &str| -> Ordering { a.cmp(b) })?;
    }
    Ok(())
}

/// The collation of an application that was asked for an order since anyone looked.
#[derive(Debug, Clone, Default)]
pub(super) struct Compared(Arc<Mutex<Option<String>>>);

impl Compared {
    /// Fails if one was asked: nothing that came of it can be trusted.
    pub(super) fn check(&self) -> rusqlite::Result<()> {
        let asked = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        asked.map_or(Ok(()), |name| Err(of_the_application("collation", &name)))
    }
}

/// Lets statements that name what is the application's compile on a file, and fail as soon as one would run: what it answers
/// is the application's to say, and a made-up answer would be written, or build an index in another order.
pub(super) fn prepare_file(connection: &Connection) -> rusqlite::Result<Compared> {
    let compared = Compared::default();
    for name in CHOSEN.get().into_iter().flat_map(|it| &it.collations) {
        let (asked, called) = (compared.0.clone(), name.clone());
        connection.create_collation(name.as_str(), move |a: &str, b: &str| -> Ordering {
            *asked.lock().unwrap_or_else(PoisonError::into_inner) = Some(called.clone());
            a.cmp(b)
        })?;
    }
    for function in CHOSEN.get().into_iter().flat_map(|it| &it.functions) {
        let name = function.name.clone();
        connection.create_scalar_function(function.name.as_str(), function.count(), flags(), move |_| {
            Err::<Null, _>(of_the_application("function", &name))
        })?;
    }
    Ok(compared)
}

fn of_the_application(kind: &str, name: &str) -> Error {
    let message = format!(
        "{name} is a {kind} of your application, and this needs it on rows: run the migration from your application"
    );
    Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_ERROR), Some(message))
}

/// Deterministic, as in an index or a generated column they must be.
fn flags() -> FunctionFlags {
    FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS
}

/// Lets the target's authorizer stand between user SQL and the engine.
pub(super) fn enforce(connection: &mut Connection) -> rusqlite::Result<()> {
    match are_d1s() {
        true => rules::enforce(connection),
        false => connection.authorizer(Some(authorize)),
    }
}

/// Plain SQLite runs anything; what is refused would end the transaction of a migration, or leave the one database.
fn authorize(context: AuthContext<'_>) -> Authorization {
    let is_denied = match context.action {
        AuthAction::Transaction { .. } | AuthAction::Attach { .. } | AuthAction::Detach { .. } => true,
        AuthAction::Pragma { pragma_name, .. } => pragma_name.eq_ignore_ascii_case("writable_schema"),
        AuthAction::Function { function_name } => function_name.eq_ignore_ascii_case("load_extension"),
        _ => false,
    };
    match is_denied {
        true => Authorization::Deny,
        false => Authorization::Allow,
    }
}

impl AppFunction {
    /// Reads `NAME` or `NAME/ARGUMENTS`.
    ///
    /// # Errors
    /// What is wrong with it, in one sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (name, arguments) = match text.trim().split_once('/') {
            None => (text.trim(), None),
            Some((name, count)) => (name.trim(), Some(count.trim())),
        };
        let is_name = |it: char| it.is_alphanumeric() || it == '_';
        let is_known = !name.is_empty() && name.chars().all(is_name);
        let arguments = arguments.map(|it| it.parse().ok().filter(|count| *count <= MOST_ARGUMENTS));
        match (is_known, arguments) {
            (true, None) => Ok(Self {
                name: name.to_owned(),
                arguments: None,
            }),
            (true, Some(Some(count))) => Ok(Self {
                name: name.to_owned(),
                arguments: Some(count),
            }),
            _ => Err(format!(
                "`{text}` is not a function: write its name and number of arguments, such as REGEXP/2"
            )),
        }
    }

    /// As SQLite takes it: -1 for any number.
    fn count(&self) -> i32 {
        self.arguments.map_or(-1, i32::from)
    }
}

impl TryFrom<String> for AppFunction {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text)
    }
}

impl From<AppFunction> for String {
    fn from(function: AppFunction) -> Self {
        match function.arguments {
            None => function.name,
            Some(count) => format!("{}/{count}", function.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::AppFunction;

    #[test]
    fn functions_are_names_with_a_number_of_arguments() {
        for text in ["REGEXP/2", "now_ms/0", "concat_all"] {
            assert_eq!(AppFunction::parse(text).map(String::from), Ok(text.to_owned()));
        }
        for text in ["", "/2", "a b", "f/x", "f/128", "f(2)"] {
            assert!(AppFunction::parse(text).is_err(), "{text}");
        }
    }
}
