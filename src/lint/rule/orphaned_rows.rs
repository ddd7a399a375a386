//! orphaned-rows: rows that a migration writes refer to nothing.

use super::{At, Rule, RuleKind};
use crate::lint::finding::{Finding, Severity};

/// Rows without a parent.
pub(super) struct OrphanedRows;

const KIND: RuleKind = RuleKind {
    code: "orphaned-rows",
    severity: Severity::Error,
    title: "rows that a migration writes refer to nothing",
    explanation: "After this file, rows that migrations wrote refer to parents that are not there. SQLite does not look again at \
rows that are in a table: a foreign key that comes with a rebuild, or one that was deferred and then forgotten \
by `PRAGMA defer_foreign_keys = off`, leaves them as they are. The next statement that touches them may fail.\n\n\
Insert the parents in the same file, before the rows; or take the rows out.",
};

impl Rule for OrphanedRows {
    fn kind(&self) -> &'static RuleKind {
        &KIND
    }

    fn check(&self, at: &At<'_>) -> Vec<Finding> {
        let before = at
            .index
            .checked_sub(1)
            .and_then(|it| at.history.files.get(it))
            .map(|it| it.orphans.as_slice());
        let end = at
            .history
            .files
            .last()
            .map(|it| it.orphans.as_slice())
            .unwrap_or_default();
        let is_new = |pair: &&(crate::schema::Name, crate::schema::Name)| {
            !before.unwrap_or_default().contains(pair)
                && end.contains(pair)
                && at.file.after.tables.contains_key(&pair.1)
        };
        let new = at.file.orphans.iter().filter(is_new);
        new.map(|(child, parent)| {
            let writes = at
                .file
                .statements
                .iter()
                .rev()
                .find(|it| it.subject.as_ref() == Some(child));
            let place = writes.map_or_else(|| at.file.last().range, |it| it.name.clone());
            let message = format!("rows of {child} refer to rows of {parent} that are not there");
            at.file.finding(
                place,
                KIND.code,
                KIND.severity,
                message,
                format!("insert the rows of {parent} first"),
            )
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    fn check(files: &[(&str, &str)]) -> Vec<String> {
        found("orphaned-rows", files)
    }

    #[test]
    fn what_a_pragma_hides() {
        let base = "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p(id));";
        let hidden = "PRAGMA defer_foreign_keys = on;\nINSERT INTO c VALUES (7);\nPRAGMA defer_foreign_keys = off;";
        assert_eq!(
            check(&[("1.sql", base), ("2.sql", hidden)]),
            ["2.sql:2:13 error rows of c refer to rows of p that are not there"]
        );
        assert_eq!(
            check(&[
                ("1.sql", base),
                ("2.sql", "INSERT INTO p VALUES (7); INSERT INTO c VALUES (7);")
            ]),
            [""; 0]
        );
    }
}
