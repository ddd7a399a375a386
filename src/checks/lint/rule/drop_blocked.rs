//! drop-blocked: a DROP TABLE fails once rows reference the table.

use super::foreign_keys_pragma::is_off;
use super::{At, Code, RuleKind};
use crate::lint::file::File;
use crate::lint::finding::Finding;
use crate::lint::lineage::Dropped;
use crate::schema::Name;
use crate::sql::Verb;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::DropBlocked,
    title: "a DROP TABLE fails once rows reference the table",
    explanation: "DROP TABLE first deletes every row of the table. A foreign key without an action (NO ACTION, the default, or \
RESTRICT) refuses that while a row of the other table refers to one of them: `FOREIGN KEY constraint failed`. On \
an empty database the file runs, so tests do not show it. `PRAGMA foreign_keys = OFF` is ignored on D1, and with \
`defer_foreign_keys = on` the COMMIT fails instead, since renaming a table does not bring the violations down \
that were counted.\n\n\
Let `reconcile plan` write the change. By hand: fill the table again under its own name after the DROP, with \
`PRAGMA defer_foreign_keys = on` at the head of the file; or drop the tables that refer to it first.",
    check,
};

pub(super) fn check(at: &At<'_>) -> Vec<Finding> {
    let file = at.file;
    let finding = |drop: &Dropped| {
        let statement = file.statements.get(drop.statement)?;
        if drop.line.sources.is_empty() || is_deferred(file, drop) {
            return None;
        }
        let schema = statement.before.as_ref()?;
        let children = schema.tables.values().filter(|child| {
            let refers = child
                .foreign_keys_to(&drop.name)
                .any(|key| !key.on_delete.is_destructive());
            let holds = drop.holders.get(&child.name).is_some_and(|it| !it.sources.is_empty());
            refers && holds && child.name != drop.name && !is_emptied(file, drop, &child.name)
        });
        let names: Vec<&str> = children.map(|it| it.name.as_str()).collect();
        if names.is_empty() {
            return None;
        }
        let message = format!(
            "DROP TABLE {} fails once a row of {} references it",
            drop.name,
            names.join(" or ")
        );
        let remedy = match file.lineage.heir(&drop.name) {
            Some((name, _)) => format!(
                "let `reconcile plan` write this: change {name} in the schema files, and delete the statements that rebuild it here"
            ),
            None => format!("drop or change {} first", names.join(" and ")),
        };
        Some(KIND.at(file, statement, message, remedy))
    };
    file.lineage.drops.iter().filter_map(finding).collect()
}

/// True if violations are counted only at the end, and none is left then: the parents are back under the same name, the
/// children go too, or the count is set to zero. Tried on D1's engine.
fn is_deferred(file: &File<'_>, drop: &Dropped) -> bool {
    let pragma = |it: &crate::lint::file::Statement| match &it.verb {
        Verb::Pragma { value: Some(value) } if it.subject.as_ref() == Some(&Name::new("defer_foreign_keys")) => {
            Some(!is_off(value))
        }
        _ => None,
    };
    let is_on = file
        .statements
        .iter()
        .take(drop.statement)
        .filter_map(pragma)
        .next_back()
        == Some(true);
    let later = || file.statements.iter().skip(drop.statement);
    let is_reset = later().filter_map(pragma).any(|on| !on);
    let is_filled = later().any(|it| matches!(it.verb, Verb::Insert { .. }) && it.subject.as_ref() == Some(&drop.name));
    is_on && (is_reset || is_filled)
}

/// True if the child's rows are deleted before, and none are put in again.
fn is_emptied(file: &File<'_>, drop: &Dropped, child: &Name) -> bool {
    let writes = file.statements.iter().take(drop.statement).rev().filter(|it| {
        it.subject.as_ref() == Some(child)
            && matches!(
                it.verb,
                Verb::Delete { filtered: false } | Verb::Insert { .. } | Verb::Drop { .. }
            )
    });
    writes
        .map(|it| &it.verb)
        .next()
        .is_some_and(|it| matches!(it, Verb::Delete { .. }))
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    const BASE: (&str, &str) = (
        "1.sql",
        "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (id INTEGER PRIMARY KEY, p REFERENCES p(id));",
    );
    const NAIVE: &str = "CREATE TABLE n (id INTEGER PRIMARY KEY, x);\nINSERT INTO n (id) SELECT id FROM p;\nDROP TABLE p;\n\
        ALTER TABLE n RENAME TO p;\n";

    #[test]
    fn a_parent_without_an_action() {
        assert_eq!(
            found("drop-blocked", &[BASE, ("2.sql", NAIVE)]),
            ["2.sql:3:12 error DROP TABLE p fails once a row of c references it"]
        );
        assert_eq!(
            found(
                "drop-blocked",
                &[BASE, ("2.sql", &format!("PRAGMA defer_foreign_keys = on; {NAIVE}"))]
            )
            .len(),
            1,
            "at the COMMIT"
        );
        assert_eq!(
            found("drop-blocked", &[BASE, ("2.sql", "DROP TABLE p; DROP TABLE c;")]).len(),
            1
        );
    }

    #[test]
    fn a_child_that_was_rebuilt_before_it_refers_to_the_parent_as_before() {
        let child = "CREATE TABLE m (id INTEGER PRIMARY KEY, p REFERENCES p(id));\nINSERT INTO m SELECT id, p FROM c;\n\
            DROP TABLE c;\nALTER TABLE m RENAME TO c;\n";
        let text = format!("{child}{NAIVE}");
        assert_eq!(
            found("drop-blocked", &[BASE, ("2.sql", &text)]),
            ["2.sql:7:12 error DROP TABLE p fails once a row of c references it"]
        );
        let emptied = format!("{child}DELETE FROM c;\n{NAIVE}");
        assert_eq!(found("drop-blocked", &[BASE, ("2.sql", &emptied)]), [""; 0]);
    }

    #[test]
    fn what_passes() {
        for fine in [
            format!("PRAGMA defer_foreign_keys = on; {NAIVE} PRAGMA defer_foreign_keys = off;"),
            "DROP TABLE c; DROP TABLE p;".to_owned(),
            "DELETE FROM c; DROP TABLE p; DROP TABLE c;".to_owned(),
            "PRAGMA defer_foreign_keys = on; CREATE TABLE b AS SELECT * FROM p; DROP TABLE p;
             CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p SELECT id FROM b; DROP TABLE b;".to_owned(),
            "CREATE TABLE n (id INTEGER PRIMARY KEY); INSERT INTO n SELECT id FROM c; DROP TABLE c; ALTER TABLE n RENAME TO c;".to_owned(),
        ] {
            assert_eq!(found("drop-blocked", &[BASE, ("2.sql", &fine)]), [""; 0], "{fine}");
        }
        let within = format!("{} {NAIVE}", BASE.1);
        assert_eq!(
            found("drop-blocked", &[("1.sql", &within)]),
            [""; 0],
            "nothing is there yet"
        );
    }
}
