//! What follows OR in `INSERT OR IGNORE`, and ON CONFLICT in a constraint.

/// What SQLite does when a constraint fails; ABORT is its default.
/// <https://www.sqlite.org/lang_conflict.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum ConflictClause {
    /// The default.
    #[default]
    Abort,
    /// ON CONFLICT ROLLBACK.
    Rollback,
    /// ON CONFLICT FAIL.
    Fail,
    /// ON CONFLICT IGNORE.
    Ignore,
    /// ON CONFLICT REPLACE.
    Replace,
}

impl ConflictClause {
    /// Every clause.
    pub(crate) const ALL: [Self; 5] = [Self::Abort, Self::Rollback, Self::Fail, Self::Ignore, Self::Replace];

    /// As it is written.
    pub fn sql(self) -> &'static str {
        match self {
            Self::Abort => "ABORT",
            Self::Rollback => "ROLLBACK",
            Self::Fail => "FAIL",
            Self::Ignore => "IGNORE",
            Self::Replace => "REPLACE",
        }
    }
}
