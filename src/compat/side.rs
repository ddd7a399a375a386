//! A schema on scratch, and what comes of a statement there.

use super::insert;
use crate::database::{self, Error, Scratch};
use crate::schema::lex::{self, TokenKind};
use crate::schema::{Schema, unquote};

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
        let columns = self.scratch.columns(sql).map_err(trouble)?;
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

    /// Makes a table that the application makes itself, as far as that can be done.
    pub(super) fn define(&mut self, sql: &str) {
        let _ = self.scratch.execute(sql);
    }
}

fn trouble(error: database::Error) -> Trouble {
    match error {
        Error::Statement { message, offset, .. } => Trouble { message, offset },
        other => Trouble {
            message: other.to_string(),
            offset: None,
        },
    }
}

/// The SQL with every `"x"` as `` `x` ``, which is never taken for a text; none if it has no such name. A column that is
/// gone turns its double-quoted name into a text without any error. <https://www.sqlite.org/quirks.html#dblquote>
pub(super) fn never_texts(sql: &str) -> Option<String> {
    let mut strict = String::with_capacity(sql.len());
    let mut changed = false;
    for token in lex::tokens(sql) {
        let text = token.text(sql);
        if token.kind == TokenKind::QuotedName && text.starts_with('"') {
            changed = true;
            strict.push_str(&format!("`{}`", unquote(text).replace('`', "``")));
        } else {
            strict.push_str(text);
        }
    }
    changed.then_some(strict)
}
