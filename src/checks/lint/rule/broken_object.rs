//! broken-object: a view, trigger or search table does not work after the file.

use super::{At, Code, RuleKind};
use crate::database::rules::remedy_of;
use crate::lint::finding::Finding;
use crate::schema::ObjectKind;
use crate::sql::Verb;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::BrokenObject,
    title: "a view, trigger or search table no longer works",
    explanation: "SQLite stores views and triggers as text and compiles them when they are used. After this file, one \
of them names a table or column that no longer exists, so every statement that uses it fails, and so does every ALTER \
TABLE that renames something or drops a column. A search table (FTS5) over a missing table, view or column fails when \
it is searched.\n\n\
Drop the object before the change and create it again after it, in the same file.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let is_whole = at.history.is_whole(at.index);
    let broken = at
        .history
        .broken
        .iter()
        .filter(|it| it.file == at.index && is_whole && !at.history.ownership.lacks_ignored(&it.message));
    broken
        .map(|it| {
            let own = at.file.statements.iter().rev().find(|statement| {
                let created = matches!(
                    statement.verb,
                    Verb::Create {
                        kind: ObjectKind::View | ObjectKind::Trigger | ObjectKind::VirtualTable,
                        ..
                    }
                );
                created && statement.subject.as_ref() == Some(&it.object.name)
            });
            // Else the last statement that takes something away.
            let cause = own.or_else(|| {
                at.file.statements.iter().rev().find(|statement| {
                    matches!(
                        statement.verb,
                        Verb::Drop { .. }
                            | Verb::DropColumn { .. }
                            | Verb::RenameColumn { .. }
                            | Verb::RenameTable { .. }
                    )
                })
            });
            let place = cause.map_or_else(|| at.file.last().range, |statement| statement.name.clone());
            let message = format!("{} no longer works after this file: {}", it.object, it.message);
            let remedy = remedy_of(&it.message).unwrap_or_else(|| {
                format!(
                    "drop {0} before the change and create it again after it, in this file",
                    it.object
                )
            });
            KIND.of(at.file, place, message, remedy)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    #[test]
    fn a_view_whose_table_goes() {
        let base = "CREATE TABLE t (a, b); CREATE VIEW v AS SELECT a, b FROM t;";
        assert_eq!(
            found("broken-object", &[("1.sql", base), ("2.sql", "DROP TABLE t;\n")]),
            ["2.sql:1:12 error view v no longer works after this file: no such table: main.t"]
        );
        let repaired = "DROP VIEW v; DROP TABLE t; CREATE VIEW v AS SELECT 1;";
        assert_eq!(found("broken-object", &[("1.sql", base), ("2.sql", repaired)]), [""; 0]);
        assert_eq!(
            found(
                "broken-object",
                &[("1.sql", base), ("2.sql", "DROP TABLE t;"), ("3.sql", "DROP VIEW v;")]
            ),
            [""; 0]
        );
    }

    #[test]
    fn a_search_table_whose_content_goes() {
        let base = "CREATE TABLE t (a, b); CREATE VIRTUAL TABLE f USING fts5(a, content='t');";
        let gone = "2.sql:1:12 error virtual table f no longer works after this file: it reads t, which does not exist";
        assert_eq!(
            found("broken-object", &[("1.sql", base), ("2.sql", "DROP TABLE t;\n")]),
            [gone]
        );
        let column = "2.sql:1:15 error virtual table f no longer works after this file: it reads column a of t, which does not exist";
        let sql = "ALTER TABLE t DROP COLUMN a;\n";
        assert!(
            found("broken-object", &[("1.sql", base), ("2.sql", sql)])
                .first()
                .is_some_and(|it| it.ends_with(&column[15..]))
        );
        assert_eq!(
            found(
                "broken-object",
                &[("1.sql", base), ("2.sql", "ALTER TABLE t DROP COLUMN b;\n")]
            ),
            [""; 0]
        );
        assert_eq!(
            found(
                "broken-object",
                &[("1.sql", base), ("2.sql", "DROP TABLE f; DROP TABLE t;\n")]
            ),
            [""; 0]
        );
    }

    #[test]
    fn a_trigger_that_never_worked() {
        let text = "CREATE TABLE t (a);\nCREATE TRIGGER r AFTER INSERT ON t BEGIN DELETE FROM gone; END;";
        assert_eq!(
            found("broken-object", &[("1.sql", text)]),
            ["1.sql:2:16 error trigger r no longer works after this file: no such table: main.gone"]
        );
    }
}
