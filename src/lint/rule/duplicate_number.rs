//! duplicate-number: two files have one number.

use super::folder;
use super::{At, Rule, RuleKind};
use crate::lint::finding::{Finding, Severity};

/// A number that is taken twice.
pub(super) struct DuplicateNumber;

const KIND: RuleKind = RuleKind {
    code: "duplicate-number",
    severity: Severity::Warning,
    title: "two files have one number",
    explanation: "Two branches took the same number. Which of the two runs first is then a matter of the rest of the name, and databases that got one of them early have run them in another order than the others.\n\n\
As long as it is the highest number that is taken twice, this is a warning; once later ones exist it is a note.\n\n\
Give the one that is applied nowhere yet the next free number.",
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
            ["0001_b.sql:1:1 note number 1 is also that of 0001_a.sql"]
        );
    }

    #[test]
    fn a_number_that_is_taken_twice() {
        assert_eq!(
            check(&[("0001_a.sql", "SELECT 1;"), ("0001_b.sql", "SELECT 2;")]),
            ["0001_b.sql:1:1 warning number 1 is also that of 0001_a.sql"]
        );
        assert_eq!(
            check(&[("0001_a.sql", "SELECT 1;"), ("seed.sql", "SELECT 2;")]),
            [""; 0]
        );
    }
}
