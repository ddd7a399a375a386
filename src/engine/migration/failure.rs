//! A statement of a migration that the engine refused.

use super::Migration;

/// How SQLite words a failed assertion of ours: `render` makes the column's name the message.
const ASSERTION: &str = "NOT NULL constraint failed: _reconcile_assert.";

/// How the trigger begins that compares a database with what was reviewed.
const STOPPED: &str = "stopped: ";

/// Where a migration failed. Displays as `0007_teams.sql:12: no such table: users`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The recorded name.
    pub file: String,
    /// The line in it, from 1, where the engine said which statement it was.
    pub line: Option<usize>,
    /// The statement.
    pub statement: Option<String>,
    /// The engine's own words, or those of an assertion of the migration.
    pub message: String,
}

impl Failure {
    /// The failure of statement `index` (from 0). `offset` is a byte offset within that statement.
    pub fn of(migration: &Migration, index: Option<usize>, offset: Option<usize>, message: impl Into<String>) -> Self {
        let found = index.and_then(|index| migration.statements().into_iter().nth(index));
        let line = found.as_ref().map(|(line, statement)| {
            let before = offset.and_then(|it| statement.get(..it)).unwrap_or_default();
            line + before.matches('\n').count()
        });
        let message: String = message.into();
        let said = match message.split_once(ASSERTION) {
            Some((_, said)) => Some(said),
            None => message.strip_prefix(STOPPED),
        };
        let message = match said {
            Some(said) => format!("an assertion of the migration failed: {said}"),
            None => message,
        };
        Self {
            file: migration.file_name.clone(),
            line,
            statement: found.map(|it| it.1),
            message,
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

impl std::error::Error for Failure {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_line_within_the_statement() {
        let migration = Migration::parse("0001_a.sql", "-- x\nSELECT 1;\nSELECT\n  2,\n  nope;\n");
        let failure = Failure::of(&migration, Some(1), Some(14), "no such column: nope");
        assert_eq!(failure.to_string(), "0001_a.sql:5: no such column: nope");
        let failure = Failure::of(&migration, Some(1), None, "x");
        assert_eq!(failure.to_string(), "0001_a.sql:3: x");
        assert_eq!(Failure::of(&migration, None, Some(3), "x").to_string(), "0001_a.sql: x");
        let failure = Failure::of(
            &migration,
            Some(0),
            None,
            "NOT NULL constraint failed: _reconcile_assert.t lost rows",
        );
        assert_eq!(
            failure.to_string(),
            "0001_a.sql:2: an assertion of the migration failed: t lost rows"
        );
        let failure = Failure::of(&migration, Some(0), None, "stopped: all rows: expected t 2, found t 1");
        assert_eq!(
            failure.to_string(),
            "0001_a.sql:2: an assertion of the migration failed: all rows: expected t 2, found t 1"
        );
        assert_eq!(Failure::of(&migration, Some(9), None, "x").line, None);
    }
}
