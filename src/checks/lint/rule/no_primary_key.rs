//! no-primary-key: a new table has no key by which a row can be named.

use super::{At, Code, RuleKind};
use crate::lint::file::Statement;
use crate::lint::finding::Finding;
use crate::schema::{ObjectKind, Table};
use crate::sql::Verb;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::NoPrimaryKey,
    title: "a new table has no primary key",
    explanation: "Two rows of the table can be equal in every column, so no UPDATE, DELETE or foreign key can address \
just one of them, and an INSERT that is retried after a lost response is stored twice.\n\n\
Add `id INTEGER PRIMARY KEY`, or make the columns that identify a row the primary key. A log that is only read as a whole may do without one. The rule is off unless policy names it: `policy: { no-primary-key: ask }`.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let file = at.file;
    let finding = |statement: &Statement| {
        let is_table = matches!(
            statement.verb,
            Verb::Create {
                kind: ObjectKind::Table,
                query: None,
                temporary: false,
                ..
            }
        );
        let name = statement
            .subject
            .as_ref()
            .filter(|_| is_table && !file.is_idle(statement))?;
        let line = file.lineage.tables.get(name);
        // guarantee-lost reports a rebuilt table that loses its key.
        let is_new = line.is_some_and(|it| it.sources.is_empty()) && !file.before.tables.contains_key(name);
        let table = at.history.end()?.tables.get(name).filter(|_| is_new)?;
        let message = format!("table {name} has no primary key");
        let remedy = "add `id INTEGER PRIMARY KEY`, or make the columns that identify a row the key";
        (!has_key(table)).then(|| KIND.at(file, statement, message, remedy))
    };
    file.statements.iter().filter_map(finding).collect()
}

/// A primary key, or a UNIQUE over columns that are never NULL.
fn has_key(table: &Table) -> bool {
    let never_null = |name| table.column(name).is_some_and(|it| it.not_null.is_some());
    let by_constraint = table
        .uniques
        .iter()
        .any(|it| it.columns.iter().all(|it| never_null(&it.name)));
    let by_index = table.indexes.values().any(|it| {
        it.unique && it.predicate.is_none() && it.columns.iter().all(|it| it.plain().is_some_and(never_null))
    });
    table.primary_key.is_some() || by_constraint || by_index
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::introspect::Ownership;
    use crate::lint::{Conventions, lint_with};
    use crate::migration::{Folder, Migration};

    #[test]
    fn tables_without_a_key() {
        let conventions = Conventions {
            codes: [KIND.code].into(),
            ..Conventions::default()
        };
        let check = |text: &str, conventions: &Conventions| -> Vec<String> {
            let folder = Folder::of("m", [Migration::parse("1.sql", text)]);
            let found = lint_with(&folder, &Ownership::default(), conventions).unwrap().findings;
            let own = found.iter().filter(|it| it.code == KIND.code);
            own.map(|it| format!("{}:{} {}", it.place.line, it.place.column, it.message))
                .collect()
        };
        for text in ["CREATE TABLE t (a, b);", "CREATE TABLE t (a UNIQUE);"] {
            assert_eq!(check(text, &conventions), ["1:14 table t has no primary key"]);
            assert_eq!(check(text, &Conventions::default()), [""; 0], "nobody asked");
        }
        for fine in [
            "CREATE TABLE t (a PRIMARY KEY);",
            "CREATE TABLE t (a NOT NULL UNIQUE);",
            "CREATE TABLE t (a NOT NULL, b NOT NULL); CREATE UNIQUE INDEX i ON t (a, b);",
            "CREATE TABLE t (a); DROP TABLE t;",
        ] {
            assert_eq!(check(fine, &conventions), [""; 0], "{fine}");
        }
    }
}
