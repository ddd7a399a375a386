//! transaction-statement: a statement that would start or end a transaction.

use super::folder;
use super::{At, Rule, RuleKind};
use crate::lint::finding::{Finding, Severity};

/// BEGIN and its like.
pub(super) struct TransactionStatement;

const KIND: RuleKind = RuleKind {
    code: "transaction-statement",
    severity: Severity::Error,
    title: "D1 refuses BEGIN, COMMIT, SAVEPOINT and the like",
    explanation: "A migration is one transaction already: D1 runs the text of a file as a whole or not at all, and refuses statements that would start or end a transaction of their own.\n\n\
Delete the line. A file is atomic anyway: if one of its statements fails, all of it is rolled back.",
};

impl Rule for TransactionStatement {
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
        found("transaction-statement", files)
    }

    #[test]
    fn begin_and_commit() {
        assert_eq!(
            check(&[("1.sql", "BEGIN TRANSACTION;\nSELECT 1;\nCOMMIT;\n")]),
            [
                "1.sql:1:1 error BEGIN is not allowed in a migration, which already is one transaction",
                "1.sql:3:1 error COMMIT is not allowed in a migration, which already is one transaction"
            ]
        );
        let trigger = "CREATE TABLE t (a);\nCREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END;\n";
        assert_eq!(check(&[("1.sql", trigger)]), [""; 0]);
    }
}
