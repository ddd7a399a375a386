//! dangling-reference: a foreign key refers to what is not there after the file.

use super::{At, Code, RuleKind};
use crate::lint::file::File;
use crate::lint::finding::Finding;
use crate::schema::{ForeignKey, Name, ObjectKind, Schema, Table};
use crate::sql::Verb;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::DanglingReference,
    title: "a foreign key references a missing table or key",
    explanation: "SQLite accepts a foreign key to a table that does not exist, and refuses every write to the table that has it: \
`no such table`, or `foreign key mismatch` where the parent's columns are not unique. The usual cause is a rebuild \
that begins with `ALTER TABLE x RENAME TO x_old`: with foreign keys on, which they always are on \
D1, SQLite rewrites the foreign keys of other tables to `x_old`, and they keep that name after `x_old` is \
dropped.\n\n\
Build the new table under another name, copy, drop the old one and rename the new one last; or let `reconcile \
plan` write it.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let file = at.file;
    let mut found = Vec::new();
    if !at.history.is_whole(at.index) {
        return found;
    }
    for table in file.after.tables.values() {
        for key in &table.foreign_keys {
            // Another program makes that one.
            if at.history.ownership.ignores_relation(&key.parent).is_some() {
                continue;
            }
            let Some(problem) = problem(&file.after, key) else {
                continue;
            };
            // Told of the file that brings it about, unless a later one puts it right.
            let stays = at
                .history
                .end()
                .and_then(|end| same(end, table, key).and_then(|it| self::problem(end, it)));
            let was = same(&file.before, table, key).and_then(|it| self::problem(&file.before, it));
            if stays.is_none() || was.is_some() {
                continue;
            }
            let away = file
                .statements
                .iter()
                .find(|it| matches!(&it.verb, Verb::RenameTable { to } if *to == key.parent));
            let remedy = match away.and_then(|it| it.subject.as_ref()) {
                Some(old) => format!(
                    "build the new {old} under another name and rename it last, or let `reconcile plan` write this"
                ),
                None => format!("first create {} with that key, or remove the foreign key", key.parent),
            };
            let message = format!(
                "{} references {problem}: every write to {} fails",
                table.name, table.name
            );
            let place = away.map_or_else(|| place(file, table, key), |it| it.name.clone());
            found.push(KIND.of(file, place, message, remedy));
        }
    }
    found
}

/// What is wrong with a foreign key in this schema.
fn problem(schema: &Schema, key: &ForeignKey) -> Option<String> {
    match schema.tables.get(&key.parent) {
        None => Some(format!("{}, which does not exist", key.parent)),
        Some(parent) if !key.fits(parent) => {
            let columns = key.resolved_parent_columns(parent);
            let columns = Name::list(&columns);
            Some(format!("{} ({columns}), which is not a unique key", key.parent))
        }
        Some(_) => None,
    }
}

/// The same foreign key in another schema.
fn same<'a>(schema: &'a Schema, table: &Table, key: &ForeignKey) -> Option<&'a ForeignKey> {
    let other = schema.tables.get(&table.name)?;
    other
        .foreign_keys
        .iter()
        .find(|it| it.columns == key.columns && it.parent == key.parent)
}

/// The statement that drops the parent, else the parent's name in the one that creates the child.
fn place(file: &File<'_>, table: &Table, key: &ForeignKey) -> std::ops::Range<usize> {
    let dropped = file.statements.iter().find(|it| {
        matches!(
            it.verb,
            Verb::Drop {
                kind: ObjectKind::Table
            }
        ) && it.subject.as_ref() == Some(&key.parent)
    });
    let line = file.lineage.tables.get(&table.name);
    let created = line.and_then(|it| file.statements.get(it.created?));
    let in_text = || {
        let own = created.and_then(|it| file.reference(it, &key.parent));
        own.or_else(|| file.statements.iter().find_map(|it| file.reference(it, &key.parent)))
    };
    dropped
        .map(|it| it.name.clone())
        .or_else(in_text)
        .unwrap_or_else(|| file.last().range)
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    #[test]
    fn a_rebuild_that_renames_the_old_table_away() {
        let base = "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p(id));";
        let away = "ALTER TABLE p RENAME TO old;\nCREATE TABLE p (id INTEGER PRIMARY KEY, x);\nINSERT INTO p (id) SELECT id FROM old;\nDROP TABLE old;";
        assert_eq!(
            found("dangling-reference", &[("1.sql", base), ("2.sql", away)]),
            ["2.sql:1:13 error c references old, which does not exist: every write to c fails"]
        );
        let last = "CREATE TABLE n (id INTEGER PRIMARY KEY); INSERT INTO n SELECT id FROM p; DROP TABLE p; ALTER TABLE n RENAME TO p;";
        assert_eq!(
            found("dangling-reference", &[("1.sql", base), ("2.sql", last)]),
            [""; 0]
        );
    }

    #[test]
    fn a_parent_that_comes_later_is_fine() {
        let child = "CREATE TABLE c (p REFERENCES p(a));";
        assert_eq!(
            found("dangling-reference", &[("1.sql", child)]),
            ["1.sql:1:30 error c references p, which does not exist: every write to c fails"]
        );
        assert_eq!(
            found(
                "dangling-reference",
                &[("1.sql", child), ("2.sql", "CREATE TABLE p (a UNIQUE);")]
            ),
            [""; 0]
        );
        assert_eq!(
            found(
                "dangling-reference",
                &[("1.sql", child), ("2.sql", "CREATE TABLE p (a);")]
            ),
            ["1.sql:1:30 error c references p, which does not exist: every write to c fails"]
        );
        assert_eq!(
            found(
                "dangling-reference",
                &[(
                    "1.sql",
                    "CREATE TABLE p (a); CREATE TABLE c (x, FOREIGN KEY (x) REFERENCES p(a));"
                )]
            ),
            ["1.sql:1:67 error c references p (a), which is not a unique key: every write to c fails"]
        );
    }
}
