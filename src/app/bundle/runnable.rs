//! A folder whose every migration can run where no person looks on.

use crate::diagnostic::Code;
use crate::introspect::Ownership;
use crate::migration::Folder;
use crate::replay::{self, Replay};

/// Why a folder is not handed to a program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unusable {
    /// What its own text shows to be wrong.
    #[error("{finding}")]
    Finding {
        /// With file and line.
        finding: String,
        /// What there is to do.
        help: String,
    },
    /// A migration that does not run on an empty database.
    #[error("{0}")]
    Replay(#[from] replay::Error),
}

impl Unusable {
    /// What to type or check next.
    pub fn help(&self) -> &str {
        match self {
            Self::Finding { help, .. } => help,
            Self::Replay(_) => "correct that migration: all of them run one after another on an empty database",
        }
    }
}

/// Holds a folder to what `apply` would refuse at once, and replays it.
///
/// # Errors
/// The first migration that was edited since it was proven, holds a transaction of its own, or does not run.
pub(crate) fn runnable(folder: &Folder, ownership: &Ownership) -> Result<(), Unusable> {
    let stops = |code: Code| matches!(code, Code::BrokenSeal | Code::TransactionStatement);
    if let Some(found) = folder.findings().into_iter().find(|it| stops(it.code)) {
        return Err(Unusable::Finding {
            finding: found.to_string(),
            help: found.remedy.clone(),
        });
    }
    Replay::new(ownership)?.run_all(folder.migrations())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::migration::Migration;

    #[test]
    fn what_apply_would_refuse_is_refused_with_its_place() {
        for (text, expected) in [
            ("CREATE TABLE t (a);\nCOMMIT;\n", "1_a.sql:2: COMMIT is not allowed"),
            ("CREATE TABLE t (a);\nDROP TABLE u;\n", "1_a.sql:2: no such table: u"),
        ] {
            let folder = Folder::of("x", [Migration::parse("1_a.sql", text)]);
            let error = runnable(&folder, &Ownership::default()).unwrap_err();
            assert!(error.to_string().starts_with(expected), "{error}");
        }
    }
}
