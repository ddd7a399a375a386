//! What is wrong with a folder of migrations, as `verify` and `status` report it.

use crate::diagnostic::Code;
/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// Its stable name: `missing-number`, `duplicate-number`, …
    pub code: Code,
    /// The recorded name of the migration.
    pub file: Option<String>,
    /// The line in it, from 1.
    pub line: Option<usize>,
    /// One lower-case sentence naming the object.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.file, self.line) {
            (Some(file), Some(line)) => write!(f, "{file}:{line}: {}", self.message),
            (Some(file), None) => write!(f, "{file}: {}", self.message),
            (None, _) => f.write_str(&self.message),
        }
    }
}
