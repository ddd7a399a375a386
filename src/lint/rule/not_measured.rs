//! not-measured: what a file does to rows could not be tried.

use super::{At, Rule, RuleKind};
use crate::lint::finding::{Finding, Severity};
use crate::lint::measured::Measured;

/// A file that stops on made rows.
pub(super) struct NotMeasured;

const KIND: RuleKind = RuleKind {
    code: "not-measured",
    severity: Severity::Note,
    title: "what a file does to rows could not be tried",
    explanation: "The file runs on an empty database, and no made rows were found that all its statements take, so that `rows-lost`, \
`values-lost`, `side-effect` and `wrong-condition` have nothing to look at. Often that is what another finding says: the file fails on rows that break \
a new constraint.\n\n\
Write a test beside the migration with rows of your own (`reconcile new NAME --test`), or look at `reconcile apply --dry-run` on a \
copy of the target.",
};

impl Rule for NotMeasured {
    fn kind(&self) -> &'static RuleKind {
        &KIND
    }

    fn check(&self, at: &At<'_>) -> Vec<Finding> {
        let Measured::Stopped(index, message) = at.file.measured() else {
            return Vec::new();
        };
        let Some(statement) = at.file.statements.get(*index) else {
            return Vec::new();
        };
        let message = format!("what the file does to rows could not be tried: {message}");
        let remedy = "write a test beside it, with rows that it is made for";
        vec![KIND.at(at.file, statement, message, remedy)]
    }
}
