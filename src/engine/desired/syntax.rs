//! One schema file by itself: is it SQL that describes objects? What its objects refer to may be in other files.

use super::source::{SourceFile, statements};
use super::{Error, execute};
use crate::database::{self, Scratch};

/// What SQLite says of a text that is no SQL, whatever there is beside it.
const NO_SQL: [&str; 3] = ["syntax error", "incomplete input", "unrecognized token"];

/// Holds a file to SQLite's grammar.
///
/// # Errors
/// The first statement that is none, with file, line and text.
pub fn check_syntax(file: SourceFile) -> Result<(), Error> {
    let files = [file];
    let mut scratch = Scratch::new().map_err(|error| Error::Scratch(error.to_string()))?;
    for statement in &statements(&files)? {
        match scratch.check(execute::text(&files, statement)) {
            Err(error @ database::Error::Statement { .. })
                if NO_SQL.iter().any(|it| error.to_string().contains(it)) =>
            {
                return Err(execute::refused(&files, statement, &error));
            }
            _ => {}
        }
    }
    Ok(())
}
