//! temporary-object: a temporary table, view or trigger.

use super::{At, Code, RuleKind};
use crate::lint::finding::Finding;
use crate::sql::Verb;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::TemporaryObject,
    title: "D1 refuses temporary tables, views and triggers",
    explanation: "D1 has no temporary database: `CREATE TEMP …` fails with `not authorized: SQLITE_AUTH`, and the \
migration is rolled back.\n\n\
Create an ordinary table, and drop it at the end of the same file. The file is one transaction, so nobody else \
ever sees it.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let is_temporary = |it: &&crate::lint::file::Statement| matches!(it.verb, Verb::Create { temporary: true, .. });
    let found = at.file.statements.iter().filter(is_temporary);
    found
        .filter_map(|it| {
            let Verb::Create { kind, .. } = &it.verb else {
                return None;
            };
            let message = format!("D1 refuses temporary {kind} {}", it.subject.as_ref()?);
            Some(KIND.at(at.file, it, message, "remove TEMP, and drop it at the end of the file"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    #[test]
    fn temp_in_both_spellings() {
        let text = "CREATE TEMP TABLE a (x);\nCREATE TEMPORARY VIEW b AS SELECT 1;\nCREATE TABLE temp.c (x);\nCREATE TABLE d (x);";
        assert_eq!(
            found("temporary-object", &[("1.sql", text)]),
            [
                "1.sql:1:19 error D1 refuses temporary table a",
                "1.sql:2:23 error D1 refuses temporary view b",
                "1.sql:3:19 error D1 refuses temporary table c"
            ]
        );
    }
}
