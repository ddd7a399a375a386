//! gap: a number is missing before a file.

use super::folder;
use super::{At, Rule, RuleKind};
use crate::lint::finding::{Finding, Severity};

/// A hole in the numbers.
pub(super) struct MissingNumber;

const KIND: RuleKind = RuleKind {
    code: "missing-number",
    severity: Severity::Warning,
    title: "a number is missing",
    explanation: "Files run in the order of their numbers. A missing number is often a file that a merge lost or that is still on another branch: a database that gets it later runs it out of order.\n\n\
It is a warning while the newest file has the gap before it, and a note once later files exist.\n\n\
Restore the missing file. If there never was one and this file is not applied anywhere yet, give it the missing number.",
};

impl Rule for MissingNumber {
    fn kind(&self) -> &'static RuleKind {
        &KIND
    }

    fn check(&self, at: &At<'_>) -> Vec<Finding> {
        folder::numbers(at, &KIND)
    }

    fn minds_proven(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    fn check(files: &[(&str, &str)]) -> Vec<String> {
        found("missing-number", files)
    }

    #[test]
    fn b6_an_old_gap_is_a_note() {
        assert_eq!(
            check(&[
                ("0001_a.sql", "SELECT 1;"),
                ("0003_b.sql", "SELECT 2;"),
                ("0004_c.sql", "SELECT 3;")
            ]),
            ["0003_b.sql:1:1 note number 2 is missing before it"]
        );
    }

    #[test]
    fn a_hole_in_the_numbers() {
        assert_eq!(
            check(&[("0001_a.sql", "SELECT 1;"), ("0003_b.sql", "\nSELECT 2;")]),
            ["0003_b.sql:1:1 warning number 2 is missing before it"]
        );
        assert_eq!(
            check(&[("0001_a.sql", "SELECT 1;"), ("0002_b.sql", "SELECT 2;")]),
            [""; 0]
        );
    }
}
