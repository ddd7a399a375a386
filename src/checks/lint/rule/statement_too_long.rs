//! statement-too-long: a statement is longer than D1 allows.

use super::{At, Code, RuleKind};
use crate::lint::finding::Finding;
use crate::sql::limits::STATEMENT_BYTES;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::StatementTooLong,
    title: "a statement is longer than D1 allows",
    explanation: "D1 allows statements of at most 100,000 bytes and refuses longer ones with `statement too long: \
SQLITE_TOOBIG`. The migration is rolled back.\n\n\
Split an INSERT of many rows into several.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let long = at.file.statements.iter().filter(|it| it.range.len() > STATEMENT_BYTES);
    long.map(|it| {
        let message = format!(
            "the statement has {} bytes; D1 allows {STATEMENT_BYTES}",
            it.range.len()
        );
        KIND.at(at.file, it, message, "split it into several")
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    #[test]
    fn a_long_insert() {
        let insert = |length: usize| format!("CREATE TABLE t (a);\nINSERT INTO t VALUES ('{}');", "x".repeat(length));
        assert_eq!(
            found("statement-too-long", &[("1.sql", &insert(100_000))]),
            ["1.sql:2:13 error the statement has 100025 bytes; D1 allows 100000"]
        );
        assert_eq!(found("statement-too-long", &[("1.sql", &insert(90_000))]), [""; 0]);
    }
}
