//! A script that failed its proof: a bug of ours, told as a test case that shows it.

use std::fmt;

/// Why a plan is not proven. Displays as one sentence; `files` is the test case to report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disproof {
    /// What failed, at least one.
    pub failures: Vec<Failure>,
    /// Made rows pass: it is the target's own rows that the plan fails on.
    pub by_rows: bool,
    /// A folder that shows the failure, by file name.
    files: Vec<(&'static str, String)>,
}

/// A check that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The check.
    pub check: &'static str,
    /// One lower-case sentence.
    pub detail: String,
}

impl Disproof {
    pub(super) fn new(failures: Vec<Failure>, files: Vec<(&'static str, String)>) -> Self {
        Self {
            failures,
            by_rows: false,
            files,
        }
    }

    /// The same, where made rows pass.
    pub(super) fn by_rows(self) -> Self {
        Self { by_rows: true, ..self }
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
}

impl fmt::Display for Disproof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.by_rows {
            true => "the rows that are there do not take this change: tried on a copy of them, it fails",
            false => "the plan failed its proof on scratch, which is a bug in reconcile",
        })?;
        for failure in &self.failures {
            write!(f, "; {}: {}", failure.check, failure.detail)?;
        }
        Ok(())
    }
}

impl std::error::Error for Disproof {}
