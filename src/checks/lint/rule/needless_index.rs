//! needless-index: an index that another one makes needless.

use super::{At, Code, RuleKind};
use crate::lint::file::Statement;
use crate::lint::finding::Finding;
use crate::schema::{Index, IndexColumn, Name, Table};
use crate::sql::Verb;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::NeedlessIndex,
    title: "an index has the same first columns as another",
    explanation: "SQLite can search by the first columns of an index, so an index whose columns are the first ones of \
another index, a UNIQUE or the primary key adds nothing. It takes up space, and D1 bills a row written for each index \
that an INSERT or UPDATE touches.\n\n\
Drop it. Keep it if it is UNIQUE, partial, or much smaller than the other and used very often.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let file = at.file;
    let finding = |statement: &Statement| {
        let name = statement
            .subject
            .as_ref()
            .filter(|_| matches!(statement.verb, Verb::Create { .. }))?;
        let holder = |it: &&Table| it.indexes.contains_key(name);
        // What a later file drops again is nobody's concern.
        let table = at.history.end()?.tables.values().find(holder)?;
        let index = table.indexes.get(name)?;
        let other = covering(table, index)?;
        let message = format!(
            "index {name} is redundant: {other} begins with the same columns of {}",
            table.name
        );
        Some(KIND.at(file, statement, message, "remove it"))
    };
    file.statements.iter().filter_map(finding).collect()
}

/// What finds all that an index finds.
fn covering(table: &Table, index: &Index) -> Option<String> {
    if index.predicate.is_some() {
        return None;
    }
    let plain = |columns: &[IndexColumn]| {
        columns
            .iter()
            .map(|it| it.plain().cloned())
            .collect::<Option<Vec<Name>>>()
    };
    let own = plain(&index.columns)?;
    let begins = |columns: &[Name]| match index.unique {
        // It is there for what it forbids.
        true => columns == own.as_slice(),
        false => columns.starts_with(&own),
    };
    let others = table
        .indexes
        .values()
        .filter(|it| it.name != index.name && it.predicate.is_none());
    let mut others = others.filter(|it| it.unique || !index.unique);
    let same_order = |it: &Index| {
        it.columns
            .iter()
            .zip(&index.columns)
            .all(|(one, other)| one.descending == other.descending)
    };
    let by_index = others.find(|it| {
        // Of two that are alike, one is needless: the later name.
        let is_first = it.columns.len() != index.columns.len() || it.unique != index.unique || it.name < index.name;
        is_first && same_order(it) && plain(&it.columns).is_some_and(|columns| begins(&columns))
    });
    if let Some(other) = by_index {
        return Some(format!("index {}", other.name));
    }
    let is_descending = index.columns.iter().any(|it| it.descending);
    let names = |columns: &[crate::schema::KeyColumn]| columns.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
    if is_descending {
        return None;
    }
    if table.uniques.iter().any(|it| begins(&names(&it.columns))) {
        return Some("a UNIQUE constraint".to_owned());
    }
    let key = table.primary_key.as_ref()?;
    begins(&names(&key.columns)).then(|| "the primary key".to_owned())
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    fn check(text: &str) -> Vec<String> {
        found("needless-index", &[("1.sql", text)])
    }

    #[test]
    fn what_another_one_begins_with() {
        let table = "CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, c UNIQUE);\n";
        for (text, other) in [
            (
                "CREATE INDEX i ON t (a);\nCREATE INDEX j ON t (a, b);",
                "2:14 note index i is redundant: index j",
            ),
            (
                "CREATE INDEX i ON t (a);\nCREATE INDEX j ON t (a);",
                "3:14 note index j is redundant: index i",
            ),
            (
                "CREATE INDEX i ON t (c);",
                "2:14 note index i is redundant: a UNIQUE constraint",
            ),
            (
                "CREATE INDEX i ON t (id);",
                "2:14 note index i is redundant: the primary key",
            ),
            (
                "CREATE UNIQUE INDEX i ON t (c);",
                "2:21 note index i is redundant: a UNIQUE constraint",
            ),
        ] {
            let expected = format!("1.sql:{other} begins with the same columns of t");
            assert_eq!(check(&format!("{table}{text}")), [expected], "{text}");
        }
        for fine in [
            "CREATE INDEX i ON t (b); CREATE INDEX j ON t (a, b);",
            "CREATE UNIQUE INDEX i ON t (a); CREATE INDEX j ON t (a, b);",
            "CREATE INDEX i ON t (a) WHERE b = 1; CREATE INDEX j ON t (a, b);",
            "CREATE INDEX i ON t (a COLLATE NOCASE); CREATE INDEX j ON t (a, b);",
            "CREATE INDEX i ON t (a DESC); CREATE INDEX j ON t (a, b);",
            "CREATE INDEX i ON t (lower(a)); CREATE INDEX j ON t (a);",
            "CREATE INDEX i ON t (a); CREATE INDEX j ON t (a, b); DROP INDEX i;",
        ] {
            assert_eq!(check(&format!("{table}{fine}")), [""; 0], "{fine}");
        }
    }
}
