//! refused-pragma: D1 refuses this PRAGMA.

use super::{At, Code, RuleKind};
use crate::lint::finding::Finding;
use crate::sql::Verb;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::RefusedPragma,
    title: "D1 refuses this PRAGMA",
    explanation: "D1 allows PRAGMAs that read the schema or check rows, and a few switches. It refuses those for the \
file, its version or its integrity with `not authorized: SQLITE_AUTH`, and the migration is rolled back.\n\n\
Delete the line. Store a version in a table of your own instead of `user_version`; the ledger records which \
migrations ran. Use `quick_check` instead of `integrity_check`.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let refused = at.file.statements.iter().filter(|it| {
        matches!(it.verb, Verb::Pragma { .. })
            && it
                .failure
                .as_ref()
                .is_some_and(|it| it.message.starts_with("not authorized"))
    });
    refused
        .filter_map(|it| {
            let name = it.subject.as_ref()?;
            let remedy = match name.folded().as_str() {
                "integrity_check" => "use PRAGMA quick_check",
                "user_version" => "delete the line; the ledger records which migrations ran",
                _ => "delete the line",
            };
            Some(KIND.at(at.file, it, format!("D1 refuses PRAGMA {name}"), remedy))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    #[test]
    fn what_d1_refuses() {
        let text = "PRAGMA journal_mode = WAL;\nPRAGMA user_version = 3;\nPRAGMA table_info(t);\nPRAGMA optimize;\n";
        assert_eq!(
            found("refused-pragma", &[("1.sql", text)]),
            [
                "1.sql:1:8 error D1 refuses PRAGMA journal_mode",
                "1.sql:2:8 error D1 refuses PRAGMA user_version"
            ]
        );
    }
}
