//! duplicate-number: two files have the same number.

use super::folder;
use super::{At, Rule, RuleKind};
use crate::lint::finding::{Finding, Severity};

/// A number that is taken twice.
pub(super) struct DuplicateNumber;

const KIND: RuleKind = RuleKind {
    code: "duplicate-number",
    severity: Severity::Warning,
    title: "two files have the same number",
    explanation: "Two branches took the same number. The rest of the name then decides which file runs first, and databases that got one of them early ran them in a different order.\n\n\
It is a warning while it is the highest number, and a note once later files exist.\n\n\
Give the next free number to the file that is not applied anywhere yet.",
};

impl Rule for DuplicateNumber {
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
        found("duplicate-number", files)
    }

    #[test]
    fn b6_an_old_duplicate_is_a_note() {
        assert_eq!(
            check(&[
                ("0001_a.sql", "SELECT 1;"),
                ("0001_b.sql", "SELECT 2;"),
                ("0002_c.sql", "SELECT 3;")
            ]),
            ["0001_b.sql:1:1 note 0001_a.sql also has number 1"]
        );
    }

    #[test]
    fn a_number_that_is_taken_twice() {
        assert_eq!(
            check(&[("0001_a.sql", "SELECT 1;"), ("0001_b.sql", "SELECT 2;")]),
            ["0001_b.sql:1:1 warning 0001_a.sql also has number 1"]
        );
        assert_eq!(
            check(&[("0001_a.sql", "SELECT 1;"), ("seed.sql", "SELECT 2;")]),
            [""; 0]
        );
    }
}
