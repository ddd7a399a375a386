//! recreated-empty: a table is dropped and created anew without its rows.

use super::{At, Rule, RuleKind};
use crate::lint::file::Statement;
use crate::lint::finding::{Finding, Severity};
use crate::lint::verb::Verb;

/// A table that comes back empty.
pub(super) struct RecreatedEmpty;

const KIND: RuleKind = RuleKind {
    code: "recreated-empty",
    severity: Severity::Warning,
    title: "a table is dropped and created anew without its rows",
    explanation: "The file drops a table and creates one of the same name, and nothing copies the rows across: the table is empty \
afterwards. Comparing the schemas before and after shows nothing of it.\n\n\
Copy the rows (CREATE new, INSERT … SELECT, DROP old, RENAME), or let `reconcile plan` write the change. If the \
rows are meant to go, say why.",
};

impl Rule for RecreatedEmpty {
    fn kind(&self) -> &'static RuleKind {
        &KIND
    }

    fn check(&self, at: &At<'_>) -> Vec<Finding> {
        let file = at.file;
        let finding = |drop: &crate::lint::lineage::Dropped| {
            let origin = drop.line.origin.as_ref()?;
            let is_back = file.before.tables.contains_key(origin) && file.after.tables.contains_key(origin);
            // A copy that does not run is told where it stands.
            let fails = |it: &Statement| match &it.verb {
                Verb::Insert { query: Some(query), .. } => it.failure.is_some() && query.reads.contains(&drop.name),
                _ => false,
            };
            if !is_back || file.lineage.heir(origin).is_some() || file.statements.iter().any(fails) {
                return None;
            }
            let message = format!("{origin} is dropped and created anew: its rows are gone");
            let remedy = format!(
                "copy its rows, or write above it: -- reconcile: allow {} because REASON",
                KIND.code
            );
            Some(KIND.at(file, file.statements.get(drop.statement)?, message, remedy))
        };
        file.lineage.drops.iter().filter_map(finding).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    fn check(files: &[(&str, &str)]) -> Vec<String> {
        found("recreated-empty", files)
    }

    #[test]
    fn a_table_that_comes_back_empty() {
        let base = ("1.sql", "CREATE TABLE t (a);");
        assert_eq!(
            check(&[base, ("2.sql", "DROP TABLE IF EXISTS t;\nCREATE TABLE t (a, b);\n")]),
            ["2.sql:1:22 warning t is dropped and created anew: its rows are gone"]
        );
        let aside = "CREATE TABLE b AS SELECT * FROM t; DROP TABLE t; CREATE TABLE t (a, b); INSERT INTO t (a) SELECT a FROM b; DROP TABLE b;";
        assert_eq!(check(&[base, ("2.sql", aside)]), [""; 0]);
        for with in [
            "WITH x AS (SELECT a FROM t)",
            "WITH y AS (SELECT a FROM t), x(a) AS (SELECT * FROM y)",
        ] {
            let text = format!(
                "CREATE TABLE n (a, b); {with} INSERT INTO n (a) SELECT a FROM x; DROP TABLE t; ALTER TABLE n RENAME TO t;"
            );
            assert_eq!(check(&[base, ("2.sql", &text)]), [""; 0], "{with}");
        }
        let failing =
            "CREATE TABLE n (a); INSERT INTO n SELECT t.a FROM t JOIN absent; DROP TABLE t; ALTER TABLE n RENAME TO t;";
        assert_eq!(check(&[base, ("2.sql", failing)]), [""; 0], "does-not-run");
        // What another table's copy fails for is no reason to pass over a table that nothing copies.
        let beside = format!("{failing} CREATE TABLE m (b); DROP TABLE u; ALTER TABLE m RENAME TO u;");
        let two = ("1.sql", "CREATE TABLE t (a); CREATE TABLE u (a);");
        assert_eq!(
            check(&[two, ("2.sql", &beside)]),
            ["2.sql:1:138 warning u is dropped and created anew: its rows are gone"]
        );
        let other = "CREATE TABLE n (a, b); WITH x AS (SELECT 1 AS a) INSERT INTO n (a) SELECT a FROM x; DROP TABLE t; ALTER TABLE n RENAME TO t;";
        assert_eq!(check(&[base, ("2.sql", other)]).len(), 1);
        assert_eq!(
            check(&[base, ("2.sql", "DROP TABLE IF EXISTS u; CREATE TABLE u (a);")]),
            [""; 0]
        );
    }
}
