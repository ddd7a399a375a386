//! `PRAGMA defer_foreign_keys = on` that nothing switches off again.
//!
//! D1 checks such keys when its transaction ends. In a Durable Object that is when the whole event ends, far from the migration.

use crate::sql::lexemes;

/// True if the last word of the statements about it is not `off`.
pub(super) fn are_left(statements: &[String]) -> bool {
    statements.iter().rev().find_map(|it| switched(it)).unwrap_or(false)
}

/// Whether a statement switches it on or off; none of another statement.
fn switched(statement: &str) -> Option<bool> {
    let words = lexemes(statement);
    let words: Vec<String> = words.iter().map(|it| it.unquoted().to_ascii_lowercase()).collect();
    let name = words.iter().position(|it| it == "defer_foreign_keys")?;
    let value = words
        .iter()
        .skip(name + 1)
        .find(|it| !matches!(it.as_str(), "=" | "("))?;
    // As `sqlite3GetBoolean` reads it.
    let is_on = !matches!(value.as_str(), "off" | "no" | "false" | "0");
    (words.first()? == "pragma").then_some(is_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_switched_on_and_stays_so() {
        let left = |statements: &[&str]| are_left(&statements.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
        assert!(left(&["PRAGMA defer_foreign_keys = on", "SELECT 1"]));
        assert!(left(&["pragma main.defer_foreign_keys(TRUE)"]));
        assert!(!left(&[
            "PRAGMA defer_foreign_keys = on",
            "PRAGMA defer_foreign_keys = off"
        ]));
        assert!(!left(&["PRAGMA defer_foreign_keys=1", "PRAGMA defer_foreign_keys(0)"]));
        assert!(!left(&["SELECT 'defer_foreign_keys' = 1", "PRAGMA defer_foreign_keys"]));
        assert!(left(&["PRAGMA defer_foreign_keys = 'on'", "PRAGMA defer_foreign_keys"]));
    }
}
