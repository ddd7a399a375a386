//! unfiltered-write: an UPDATE or DELETE has no WHERE.

use super::{At, Rule, RuleKind};
use crate::lint::finding::{Finding, Severity};
use crate::lint::lineage::Value;
use crate::lint::verb::Verb;

/// A write to all rows.
pub(super) struct UnfilteredWrite;

const KIND: RuleKind = RuleKind {
    code: "unfiltered-write",
    severity: Severity::Warning,
    title: "an UPDATE or DELETE has no WHERE",
    explanation: "The statement changes every row of a table that was there before this file. That is rarely what a migration is \
for, and D1 cannot undo it except by taking the whole database back in time.\n\n\
Add a WHERE. An UPDATE that fills a column of the same file, or that computes each value from the row, is taken \
to be meant, and not reported.",
};

impl Rule for UnfilteredWrite {
    fn kind(&self) -> &'static RuleKind {
        &KIND
    }

    fn check(&self, at: &At<'_>) -> Vec<Finding> {
        let file = at.file;
        let finding = |(index, it): (usize, &crate::lint::file::Statement)| {
            let table = it.subject.as_ref()?;
            let is_old = file.before.tables.contains_key(table) || file.after.tables.contains_key(table);
            if !is_old || file.creates(table, index) {
                return None;
            }
            let what = match &it.verb {
                Verb::Delete { filtered: false } => format!("every row of {table} is deleted"),
                Verb::Update {
                    filtered: false,
                    computed: false,
                    columns,
                    ..
                } => {
                    let line = file.lineage.tables.get(table);
                    let is_new = |column| line.is_some_and(|it| it.value(column) == Value::New);
                    if columns.iter().all(is_new) {
                        return None;
                    }
                    let names: Vec<&str> = columns.iter().map(crate::schema::Name::as_str).collect();
                    format!("{} of every row of {table} becomes the same", names.join(", "))
                }
                _ => return None,
            };
            let remedy = format!(
                "add a WHERE; if all rows are meant: -- reconcile: allow {} because REASON",
                KIND.code
            );
            Some(KIND.at(file, it, what, remedy))
        };
        file.statements.iter().enumerate().filter_map(finding).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    fn check(files: &[(&str, &str)]) -> Vec<String> {
        found("unfiltered-write", files)
    }

    const BASE: (&str, &str) = ("1.sql", "CREATE TABLE t (a, b);");

    #[test]
    fn all_rows_of_a_table_that_was_there() {
        assert_eq!(
            check(&[
                BASE,
                (
                    "2.sql",
                    "DELETE FROM t;\nUPDATE t SET a = 1;\nUPDATE t SET a = 'x', b = unixepoch();\n"
                )
            ]),
            [
                "2.sql:1:13 warning every row of t is deleted",
                "2.sql:2:8 warning a of every row of t becomes the same",
                "2.sql:3:8 warning a, b of every row of t becomes the same"
            ]
        );
    }

    #[test]
    fn what_is_meant() {
        for fine in [
            "DELETE FROM t WHERE a = 1; UPDATE t SET a = 1 WHERE b = 2;",
            "ALTER TABLE t ADD COLUMN c; UPDATE t SET c = 'new';",
            "UPDATE t SET a = lower(b);",
            "UPDATE t SET a = (SELECT max(x) FROM (SELECT 1 AS x));",
            "CREATE TABLE u (x); DELETE FROM u; UPDATE u SET x = 1;",
        ] {
            assert_eq!(check(&[BASE, ("2.sql", fine)]), [""; 0], "{fine}");
        }
    }
}
