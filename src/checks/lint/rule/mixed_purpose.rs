//! mixed-purpose: a file written by hand does several things that have nothing to do with each other.

use std::collections::BTreeSet;

use super::{At, Code, RuleKind};
use crate::diff::{Change, compare};
use crate::lint::file::{File, Statement};
use crate::lint::finding::Finding;
use crate::schema::{Hints, Name, Object, Schema};
use crate::sql::Verb;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::MixedPurpose,
    title: "a file written by hand has more than one purpose",
    explanation: "A migration is reviewed, applied, held and reverted as a whole. One that changes tables that have nothing \
to do with each other, or changes one table and the rows of another, cannot be reverted in part, and its name says only \
half of it. Tables that a foreign key joins belong together, and so do a new column and the rows that it is filled in.\n\n\
Split the file. The rule is off unless policy names it: `policy: { mixed-purpose: ask }`.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let file = at.file;
    let mut changed: Vec<Name> = Vec::new();
    for change in compare(&file.before, &file.after, &Hints::default()).changes {
        let table = table_of(&change).filter(|it| !changed.contains(it));
        changed.extend(table);
    }
    let Some(first) = changed.first() else {
        return Vec::new();
    };
    let together = joined(first, &changed, &file.before, &file.after);
    if let Some(other) = changed.iter().find(|it| !together.contains(*it)) {
        let message = format!("the file changes {first} and {other}, which have nothing to do with each other");
        return vec![found(file, says(file, other), message)];
    }
    let writes = |it: &&Statement| {
        let is_write = matches!(it.verb, Verb::Insert { .. } | Verb::Update { .. } | Verb::Delete { .. });
        let table = it.subject.as_ref().filter(|_| is_write);
        // The rows of a table that a rebuild makes are those of another one.
        table.is_some_and(|table| {
            let is_there = file.before.tables.contains_key(table) && file.after.tables.contains_key(table);
            is_there && !together.contains(table)
        })
    };
    let Some(write) = file.statements.iter().find(writes) else {
        return Vec::new();
    };
    let table = write.subject.as_ref().map(ToString::to_string).unwrap_or_default();
    let message = format!("the file changes the schema of {first} and the rows of {table}");
    vec![found(file, Some(write), message)]
}

fn found(file: &File<'_>, statement: Option<&Statement>, message: String) -> Finding {
    let remedy = "split the file, one purpose each";
    match statement {
        Some(statement) => KIND.at(file, statement, message, remedy),
        None => KIND.of(file, file.last().range, message, remedy),
    }
}

/// The first statement that names a table.
fn says<'a>(file: &'a File<'_>, table: &Name) -> Option<&'a Statement> {
    file.statements.iter().find(|it| file.word(it, table).is_some())
}

/// The table that a change is about; views belong to none.
fn table_of(change: &Change) -> Option<Name> {
    let of = |object: &Object| match object {
        Object::Table(it) => Some(it.name.clone()),
        Object::VirtualTable(it) => Some(it.name.clone()),
        Object::Index(it) => Some(it.table.clone()),
        Object::Trigger(it) => Some(it.on.clone()),
        Object::View(_) => None,
    };
    match change {
        Change::Create(object) | Change::Drop(object) => of(object),
        Change::Replace(pair) => of(&pair.to),
        Change::AlterTable(it) => Some(it.tables.to.name.clone()),
        Change::RenameTable { to, .. } => Some(to.clone()),
        Change::RenameColumn { table, .. } => Some(table.clone()),
        Change::SyncRows(rows) => Some(rows.table.clone()),
    }
}

/// Those of the changed tables that foreign keys join with one of them, directly or by others.
fn joined(first: &Name, changed: &[Name], before: &Schema, after: &Schema) -> BTreeSet<Name> {
    let references = |from: &Name, to: &Name| {
        [before, after].iter().any(|schema| {
            let table = schema.tables.get(from);
            table.is_some_and(|it| it.foreign_keys.iter().any(|key| key.parent == *to))
        })
    };
    let mut all = BTreeSet::from([first.clone()]);
    loop {
        let next = changed.iter().find(|it| {
            let is_joined = |known: &Name| references(known, it) || references(it, known);
            !all.contains(*it) && all.iter().any(is_joined)
        });
        match next {
            Some(next) => drop(all.insert(next.clone())),
            None => return all,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::introspect::Ownership;
    use crate::lint::{Conventions, lint_with};
    use crate::migration::{Folder, Migration};

    fn purposes(text: &str) -> Vec<String> {
        let conventions = Conventions {
            codes: [KIND.code].into(),
            ..Conventions::default()
        };
        let before = "CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT);\nCREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER \
                      REFERENCES a (id), y TEXT);\nCREATE TABLE c (id INTEGER PRIMARY KEY, z TEXT);\n";
        let files = [("1.sql", before), ("2.sql", text)];
        let folder = Folder::of("m", files.map(|(name, text)| Migration::parse(name, text)));
        let found = lint_with(&folder, &Ownership::default(), &conventions)
            .unwrap()
            .findings;
        let own = found
            .iter()
            .filter(|it| it.code == KIND.code && it.place.file == "2.sql");
        own.map(|it| format!("{}:{} {}", it.place.line, it.place.column, it.message))
            .collect()
    }

    #[test]
    fn what_belongs_together_is_one() {
        for text in [
            "ALTER TABLE a ADD COLUMN n TEXT;\nUPDATE a SET n = x WHERE x IS NOT NULL;\n",
            "ALTER TABLE a ADD COLUMN n TEXT;\nALTER TABLE b ADD COLUMN n TEXT;\n",
            "CREATE TABLE d (id INTEGER PRIMARY KEY, c INTEGER REFERENCES c (id));\nCREATE INDEX i ON d (c);\nCREATE INDEX j \
             ON c (z);\n",
            "UPDATE a SET x = 'x' WHERE id = 1;\nUPDATE c SET z = 'z' WHERE id = 1;\n",
            "CREATE VIEW v AS SELECT id FROM a;\nCREATE INDEX i ON c (z);\n",
        ] {
            assert_eq!(purposes(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn two_tables_or_a_table_and_the_rows_of_another() {
        assert_eq!(
            purposes("ALTER TABLE a ADD COLUMN n TEXT;\nCREATE INDEX i ON c (z);\n"),
            ["2:14 the file changes a and c, which have nothing to do with each other"]
        );
        assert_eq!(
            purposes("ALTER TABLE a ADD COLUMN n TEXT;\nDELETE FROM c WHERE id = 1;\n"),
            ["2:13 the file changes the schema of a and the rows of c"]
        );
    }
}
