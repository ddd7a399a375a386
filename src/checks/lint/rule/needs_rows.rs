//! needs-rows: a statement needs rows that no migration inserts.

use super::{At, Code, RuleKind};
use crate::lint::file::Statement;
use crate::lint::finding::Finding;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::NeedsRows,
    title: "a statement needs rows that no migration inserts",
    explanation: "The statement writes a row whose parent does not exist when the folder runs on an empty database. \
It may work on its author's database; on a new one (a colleague's, a test's, a preview's) the file fails, and nothing \
after it runs.\n\n\
Write it so that it does nothing if the rows are missing (`INSERT … SELECT … FROM parent WHERE …`), or insert \
the parents in the same file.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let found = at.file.statements.iter().filter(|it| needs_rows(it));
    found
        .filter_map(|it| {
            let message = format!("fails on a new database: {}", it.failure.as_ref()?.message);
            let remedy = "insert the rows that it references first, or make it do nothing without them";
            Some(KIND.at(at.file, it, message, remedy))
        })
        .collect()
}

/// True for a failure that other rows would have spared.
pub(super) fn needs_rows(statement: &Statement) -> bool {
    let failed = |word: &str| {
        statement
            .failure
            .as_ref()
            .is_some_and(|it| it.message.starts_with(word))
    };
    failed("FOREIGN KEY constraint failed") || failed("NOT NULL constraint failed")
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    #[test]
    fn a_parent_from_elsewhere() {
        let base = "CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE c (p NOT NULL REFERENCES p(id));\n";
        assert_eq!(
            found(
                "needs-rows",
                &[(
                    "1.sql",
                    &format!("{base}INSERT INTO c VALUES (1);\nINSERT INTO c VALUES ((SELECT id FROM p));\n")
                )]
            ),
            [
                "1.sql:3:13 warning fails on a new database: FOREIGN KEY constraint failed",
                "1.sql:4:13 warning fails on a new database: NOT NULL constraint failed: c.p"
            ]
        );
        assert_eq!(
            found(
                "needs-rows",
                &[("1.sql", &format!("{base}INSERT INTO c SELECT id FROM p;"))]
            ),
            [""; 0]
        );
    }
}
