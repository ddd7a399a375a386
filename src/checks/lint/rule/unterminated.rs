//! unterminated: the last statement has no final `;`.

use super::folder;
use super::{At, Rule, RuleKind};
use crate::lint::finding::{Finding, Severity};

/// A file whose end is open.
pub(super) struct Unterminated;

const KIND: RuleKind = RuleKind {
    code: "unterminated",
    severity: Severity::Warning,
    title: "the last statement has no final `;`",
    explanation: "Wrangler appends its own INSERT into `d1_migrations` to the text of the file before it sends it. Without a final `;` the two merge, and D1 responds with `near \"INSERT\": syntax error`.\n\n\
End the file with `;`.",
};

impl Rule for Unterminated {
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
        found("unterminated", files)
    }

    #[test]
    fn the_end_of_a_file() {
        assert_eq!(
            check(&[("1.sql", "SELECT 1;\n  SELECT 2 -- end\n")]),
            ["1.sql:2:3 warning the last statement has no final `;`, which breaks `wrangler d1 migrations apply`"]
        );
        assert_eq!(check(&[("1.sql", "SELECT 1; -- end")]), [""; 0]);
    }
}
