//! A schema on scratch, and what comes of a statement there.

use super::insert;
use crate::database::rules::remedy_of;
use crate::database::{self, Error, Scratch, Signature};
use crate::schema::{Name, Schema};
use crate::sql::{TokenKind, lexemes, tokens, unquote};

/// A schema that statements are tried on.
pub struct Side {
    /// What it is.
    pub schema: Schema,
    /// A database that holds it, and no rows.
    pub scratch: Scratch,
}

/// Why a statement cannot work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trouble {
    /// SQLite's words, or ours.
    pub(super) message: String,
    /// Where in the SQL, if that can be told.
    pub(super) offset: Option<usize>,
}

/// The names of the columns that a statement gives, or why it cannot work.
pub(super) type Tried = Result<Vec<String>, Trouble>;

impl Side {
    /// Prepares a statement, and looks for what preparing does not tell.
    pub(super) fn try_out(&mut self, sql: &str) -> Tried {
        let columns = self.scratch.columns(sql).map_err(|error| trouble(sql, error))?;
        match insert::missing(sql, &self.schema) {
            None => Ok(columns),
            Some((table, missing)) => {
                let names: Vec<String> = missing.iter().map(|it| format!("{}.{it}", table.name)).collect();
                Err(Trouble {
                    message: format!(
                        "no value for {}, which must not be NULL and has no default",
                        names.join(", ")
                    ),
                    offset: None,
                })
            }
        }
    }

    /// What a statement gives and takes.
    pub(super) fn signature(&mut self, sql: &str) -> Result<Signature, Trouble> {
        self.scratch.signature(sql).map_err(|error| trouble(sql, error))
    }

    /// Makes a table that the application makes itself, as far as that can be done.
    pub(super) fn define(&mut self, sql: &str) {
        let _ = self.scratch.execute(sql);
    }
}

fn trouble(sql: &str, error: database::Error) -> Trouble {
    match error {
        Error::Statement { message, offset, .. } => Trouble {
            offset: offset.or_else(|| place_of(&message, sql)),
            message: remedy_of(&message).unwrap_or(message),
        },
        other => Trouble {
            message: other.to_string(),
            offset: None,
        },
    }
}

/// Where the name stands that SQLite's words end with; it gives no place for tables and for the columns of an INSERT.
fn place_of(message: &str, sql: &str) -> Option<usize> {
    let name = [
        " named ",
        "no such table: main.",
        "no such table: ",
        "no such function: ",
    ]
    .iter()
    .find_map(|it| message.split_once(it))
    .map(|(_, name)| Name::new(name))?;
    lexemes(sql).iter().find(|it| it.names(&name)).map(|it| it.start)
}

/// Names in double quotes that are looked at one by one; a statement has a few at most.
const MOST_NAMES: usize = 50;

/// The SQL with one `"x"` as `` `x` ``, which is never taken for a text; once for each. A column that is gone turns its
/// double-quoted name into a text without any error. <https://www.sqlite.org/quirks.html#dblquote>
pub(super) fn never_texts(sql: &str) -> Vec<String> {
    let tokens = tokens(sql);
    let names = tokens
        .iter()
        .filter(|it| it.kind == TokenKind::QuotedName && it.text(sql).starts_with('"'));
    names
        .take(MOST_NAMES)
        .map(|name| {
            let (before, after) = (sql.get(..name.range.start), sql.get(name.range.end..));
            let inner = unquote(name.text(sql)).replace('`', "``");
            format!("{}`{inner}`{}", before.unwrap_or_default(), after.unwrap_or_default())
        })
        .collect()
}
