//! broken-seal: a migration was edited after it was proven.

use super::folder;
use super::{At, Rule, RuleKind};
use crate::lint::finding::{Finding, Severity};

/// A seal that does not fit.
pub(super) struct BrokenSeal;

const KIND: RuleKind = RuleKind {
    code: "broken-seal",
    severity: Severity::Warning,
    title: "a migration was edited after it was proven",
    explanation: "reconcile seals each migration that it writes: the seal covers the text that was proven and reviewed. After an edit the proof no longer holds, and databases that ran it before ran another text.\n\n\
Undo the edit and put the change into a new migration; or, if it is not applied anywhere, delete the file and plan again.",
};

impl Rule for BrokenSeal {
    fn kind(&self) -> &'static RuleKind {
        &KIND
    }

    fn check(&self, at: &At<'_>) -> Vec<Finding> {
        folder::findings(at, &KIND)
    }

    fn minds_proven(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    fn check(files: &[(&str, &str)]) -> Vec<String> {
        found("broken-seal", files)
    }

    #[test]
    fn an_edit_after_the_proof() {
        let sealed = include_str!("../../../../generated/0001_first_schema.sql");
        assert_eq!(check(&[("0001_first_schema.sql", sealed)]), [""; 0]);
        let edited = sealed.replace("CREATE TABLE", "CREATE  TABLE");
        assert_eq!(
            check(&[("0001_first_schema.sql", &edited)]),
            ["0001_first_schema.sql:1:1 warning edited since it was proven: the seal does not match the text"]
        );
    }
}
