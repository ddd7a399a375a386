//! A script that failed its proof, and what that says: of us, of the rows, of D1.

use std::fmt;

/// Why a plan is not proven. Displays as one sentence; `files` is the test case to report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disproof {
    /// What failed, at least one.
    pub failures: Vec<Failure>,
    /// Whose fault it is.
    pub cause: Cause,
    /// A folder that shows the failure, by file name.
    files: Vec<(&'static str, String)>,
}

/// Whose fault it is that a script failed its proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The planner's.
    Bug,
    /// The target's own rows: made rows pass.
    Rows,
    /// An expression of the schema that fails on rows made to fit the columns. Without rows the script passes.
    MadeRows,
    /// A row that a file declares: the schema or the other rows do not take it.
    DeclaredRows,
    /// D1 has a limit, or lacks something, that the schema needs.
    Limit,
}

/// A check that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The check.
    pub check: &'static str,
    /// One lower-case sentence.
    pub detail: String,
}

/// The check that a script runs at all.
pub(crate) const RUNS: &str = "runs";
/// The check that the rows are those that files declare.
pub(super) const DECLARED: &str = "declared-rows";
/// The check that the live schema can be made on scratch.
pub(super) const BEFORE: &str = "before";

/// What SQLite says where a limit is passed: <https://www.sqlite.org/limits.html>. Scratch has D1's.
const LIMITS: &[&str] = &[
    "too many terms in compound SELECT",
    "too many columns",
    "too many arguments on function",
    "too many levels of trigger recursion",
    "too many references to",
    "Expression tree is too large",
    "LIKE or GLOB pattern too complex",
    "string or blob too big",
    "parser stack overflow",
    "tables in a join",
    "out of memory",
];

/// What SQLite says of a live schema that was made elsewhere, with what D1 does not have.
const ABSENT: &[&str] = &[
    "not authorized",
    "no such module",
    "no such function",
    "no such collation",
    "no such tokenizer",
    "error in tokenizer constructor",
];

impl Failure {
    fn is_limit(&self) -> bool {
        let says = |list: &[&str]| list.iter().any(|it| self.detail.contains(it));
        says(LIMITS) || (self.check == BEFORE && says(ABSENT))
    }
}

impl Disproof {
    pub(super) fn new(failures: Vec<Failure>, files: Vec<(&'static str, String)>) -> Self {
        let cause = if failures.iter().any(Failure::is_limit) {
            Cause::Limit
        } else if failures.iter().all(|it| it.check == DECLARED) {
            Cause::DeclaredRows
        } else {
            Cause::Bug
        };
        Self { failures, cause, files }
    }

    /// The same, for another reason.
    pub(super) fn because(self, cause: Cause) -> Self {
        Self { cause, ..self }
    }

    /// True if a statement failed, as opposed to what the statements left.
    pub(super) fn stopped(&self) -> bool {
        self.failures.iter().all(|it| it.check == RUNS)
    }

    /// The folder of a test case: file names and texts (`before.sql`, `rows.sql`, `after.sql`, `migration.sql`).
    pub fn files(&self) -> &[(&'static str, String)] {
        &self.files
    }

    /// All files in one text, each under its name.
    pub fn case(&self) -> String {
        let files = self
            .files
            .iter()
            .map(|(name, text)| format!("==> {name}\n{}\n", text.trim_end()));
        files.collect::<Vec<_>>().join("\n")
    }

    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self.cause {
            Cause::Rows => {
                "correct those rows first (`reconcile new fix-rows`), or the schema; no migration was written"
            }
            Cause::MadeRows => {
                "change the expression so that it accepts any value of its columns \
                 (`CASE WHEN json_valid(body) THEN json_extract(body, '$.a') END`); no migration was written"
            }
            Cause::DeclaredRows => {
                "change the row in its file, or the rows that it meets, or the trigger that changes it; no migration was written"
            }
            Cause::Limit => "shrink the object that it names, or use only what D1 supports; no migration was written",
            Cause::Bug => "please report it with that test case; no migration was written",
        }
    }
}

impl fmt::Display for Disproof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.cause {
            Cause::Rows => "the change fails on a copy of the existing rows",
            Cause::MadeRows => "the plan is not proven: it fails on generated rows that fit the schema",
            Cause::DeclaredRows => "the rows that files declare cannot be written",
            Cause::Limit => "the plan is not proven: D1's limits do not allow it",
            Cause::Bug => "the plan failed its proof on scratch, which is a bug in reconcile",
        })?;
        for failure in &self.failures {
            write!(f, "; {}: {}", failure.check, failure.detail)?;
        }
        Ok(())
    }
}

impl std::error::Error for Disproof {}
