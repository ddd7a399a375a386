//! Statements that put the rows in order before a constraint comes: duplicates, orphans and NULLs that they take away break
//! nothing any more.

use super::At;
use crate::diagnostic::Code;
use crate::lint::file::{File, Statement};
use crate::plan::{Hazard, Question};
use crate::schema::{Name, Sql, Table};
use crate::sql::{Cursor, Verb, lexemes, reads};

/// True if this file, or the one before it, takes the rows away that the hazard is about.
pub(super) fn is_prepared(at: &At<'_>, hazard: &Hazard) -> bool {
    let table = &hazard.object.name;
    let earlier = at.index.checked_sub(1).and_then(|it| at.history.files.get(it));
    let files = earlier.into_iter().chain([at.file]);
    let mut statements = files.flat_map(|file| file.statements.iter().map(move |it| (file, it)));
    statements.any(|(file, statement)| {
        let is_its = statement.failure.is_none() && is_of(file, at.file, statement, table);
        is_its && prepares(file, statement, at.file.after.tables.get(table), hazard)
    })
}

/// True if the statement is about the table, under its name or under that of the one that takes its place.
fn is_of(file: &File<'_>, last: &File<'_>, statement: &Statement, table: &Name) -> bool {
    let Some(subject) = &statement.subject else {
        return false;
    };
    let built = last.lineage.tables.get(table).and_then(|it| it.created);
    let built = built.and_then(|it| last.statements.get(it)?.subject.as_ref());
    let origin = last.lineage.tables.get(table).and_then(|it| it.descends_from(table));
    subject == table || origin == Some(subject) || std::ptr::eq(file, last) && built == Some(subject)
}

fn prepares(file: &File<'_>, statement: &Statement, table: Option<&Table>, hazard: &Hazard) -> bool {
    let sql = file.sql(statement);
    let all = lexemes(sql);
    let words = Cursor::new(sql, &all);
    let is_delete = match &statement.verb {
        // No row is left.
        Verb::Delete { filtered: false } => return true,
        Verb::Delete { filtered: true } => true,
        Verb::Update { .. } => false,
        // The rows that break the key are passed over, or replaced.
        Verb::Insert {
            ignore,
            replace,
            query: Some(query),
            ..
        } => {
            let groups = query.filter == Some("GROUP") || query.filter == Some("DISTINCT");
            return hazard.code == Code::AddUnique && (*ignore || *replace || groups);
        }
        _ => return false,
    };
    let names = |columns: &[&Name]| !columns.is_empty() && columns.iter().all(|it| words.names(it));
    match hazard.probe.as_ref().map(|it| &it.question) {
        Some(Question::Duplicates { key, predicate }) => {
            let reads_itself = condition(&words)
                .is_some_and(|it| reads(&it).iter().any(|name| Some(name) == statement.subject.as_ref()));
            let is_of_key = names(&used(table, key)) && reads_itself;
            let is_predicate = predicate.as_deref().is_some_and(|it| is_condition(&words, it));
            is_delete && (is_of_key || is_predicate)
        }
        Some(Question::Orphans { columns, .. }) => {
            let columns: Vec<&Name> = columns.iter().collect();
            names(&columns) && reads(&words).iter().any(|it| Some(it) != statement.subject.as_ref())
        }
        Some(Question::IsNull(column)) => is_delete && words.names(column),
        Some(Question::Violates(expression)) => names(&used(table, std::slice::from_ref(expression))),
        _ => false,
    }
}

/// The columns that these terms name.
fn used<'a>(table: Option<&'a Table>, terms: &[String]) -> Vec<&'a Name> {
    let terms: Vec<Sql> = terms.iter().map(|it| Sql::expression(it, &|_| true)).collect();
    let columns = table.into_iter().flat_map(|it| &it.columns).map(|it| &it.name);
    columns
        .filter(|name| terms.iter().any(|it| it.mentions(name)))
        .collect()
}

/// What follows WHERE.
fn condition<'a>(words: &Cursor<'a>) -> Option<Cursor<'a>> {
    let mut rest = *words;
    rest.skip_past("WHERE").then_some(rest)
}

/// True if all that the statement asks for is this condition.
fn is_condition(words: &Cursor<'_>, wanted: &str) -> bool {
    let Some(asked) = condition(words) else { return false };
    // `"team"."deleted"` is `deleted`.
    let fold = |text: &str| {
        let all = lexemes(text);
        let is_dot = |at: usize| all.get(at).is_some_and(|it| it.is_mark("."));
        let plain = (0..all.len()).filter(|at| !is_dot(*at) && !is_dot(at + 1));
        plain
            .filter_map(|at| all.get(at))
            .map(|it| it.unquoted().to_ascii_lowercase())
            .collect::<Vec<_>>()
    };
    fold(asked.source()) == fold(wanted)
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::all;

    const BASE: (&str, &str) = (
        "1.sql",
        "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, p INTEGER, gone INTEGER);
         CREATE INDEX t_p ON t (p);",
    );

    fn codes(files: &[(&str, &str)]) -> Vec<String> {
        let mut with_base = vec![BASE];
        with_base.extend(files);
        let found = all(&with_base);
        let codes = found.iter().filter_map(|it| it.split(' ').nth(2)).map(str::to_owned);
        codes
            .filter(|it| it.starts_with("add-") || it.starts_with("required"))
            .collect()
    }

    #[test]
    fn d13_a_delete_takes_the_duplicates_away() {
        let index = "CREATE UNIQUE INDEX t_a ON t (a);";
        for delete in [
            "DELETE FROM t WHERE id NOT IN (SELECT min(id) FROM t GROUP BY a);",
            "DELETE FROM t WHERE rowid NOT IN (SELECT max(rowid) FROM \"t\" GROUP BY \"a\");",
            "DELETE FROM t WHERE EXISTS (SELECT 1 FROM t AS other WHERE other.a = t.a AND other.id < t.id);",
            "DELETE FROM t;",
        ] {
            assert_eq!(codes(&[("2.sql", &format!("{delete} {index}"))]), [""; 0], "{delete}");
            assert_eq!(codes(&[("2.sql", delete), ("3.sql", index)]), [""; 0], "{delete}");
        }
        for delete in [
            "DELETE FROM t WHERE id NOT IN (SELECT min(id) FROM t GROUP BY p);",
            "DELETE FROM t WHERE a = 'x';",
            "DELETE FROM p WHERE id NOT IN (SELECT min(id) FROM t GROUP BY a);",
        ] {
            assert_eq!(
                codes(&[("2.sql", &format!("{delete} {index}"))]),
                ["add-unique"],
                "{delete}"
            );
        }
        let partial =
            "DELETE FROM t WHERE gone IS NULL; CREATE UNIQUE INDEX t_a ON t (a) WHERE \"t\".\"gone\" IS NULL;";
        assert_eq!(codes(&[("2.sql", partial)]), [""; 0]);
    }

    #[test]
    fn d13_orphans_nulls_and_what_breaks_a_check() {
        let rebuilt = |columns: &str| {
            format!(
                "CREATE TABLE n (id INTEGER PRIMARY KEY, {columns}); INSERT INTO n SELECT id, a, p, gone FROM t; DROP TABLE t;
                 ALTER TABLE n RENAME TO t; CREATE INDEX t_p ON t (p);"
            )
        };
        let keyed = rebuilt("a TEXT, p INTEGER REFERENCES p (id), gone INTEGER");
        let orphans = "DELETE FROM t WHERE p NOT IN (SELECT id FROM p);";
        assert_eq!(codes(&[("2.sql", &keyed)]), ["add-foreign-key"]);
        assert_eq!(codes(&[("2.sql", &format!("{orphans} {keyed}"))]), [""; 0]);
        let nulled = "UPDATE t SET p = NULL WHERE NOT EXISTS (SELECT 1 FROM p WHERE p.id = t.p);";
        assert_eq!(codes(&[("2.sql", &format!("{nulled} {keyed}"))]), [""; 0]);
        let required = rebuilt("a TEXT NOT NULL, p INTEGER, gone INTEGER");
        assert_eq!(codes(&[("2.sql", &required)]), ["add-not-null"]);
        assert_eq!(
            codes(&[("2.sql", &format!("DELETE FROM t WHERE a IS NULL; {required}"))]),
            [""; 0]
        );
        let checked = rebuilt("a TEXT CHECK (a IN ('x', 'y')), p INTEGER, gone INTEGER");
        assert_eq!(codes(&[("2.sql", &checked)]), ["add-check"]);
        let corrected = "UPDATE t SET a = 'y' WHERE a NOT IN ('x', 'y');";
        assert_eq!(codes(&[("2.sql", &format!("{corrected} {checked}"))]), [""; 0]);
    }

    #[test]
    fn d13_a_copy_that_leaves_the_duplicates_out() {
        let text = "CREATE TABLE n (id INTEGER PRIMARY KEY, a TEXT UNIQUE, p INTEGER, gone INTEGER);
            INSERT OR IGNORE INTO n SELECT id, a, p, gone FROM t; DROP TABLE t; ALTER TABLE n RENAME TO t; CREATE INDEX t_p ON t (p);";
        assert_eq!(codes(&[("2.sql", text)]), [""; 0]);
    }

    #[test]
    fn d13_a_column_that_is_required_only_once_it_has_values() {
        let rebuild = "CREATE TABLE n (id INTEGER PRIMARY KEY, a TEXT, p INTEGER, gone INTEGER, k TEXT NOT NULL);
            INSERT INTO n (id, a, p, gone, k) SELECT id, a, p, gone, k FROM t; DROP TABLE t; ALTER TABLE n RENAME TO t;
            CREATE INDEX t_p ON t (p);";
        for before in [
            "ALTER TABLE t ADD k TEXT DEFAULT '';",
            "ALTER TABLE t ADD k TEXT; UPDATE t SET k = a;",
        ] {
            assert_eq!(codes(&[("2.sql", &format!("{before} {rebuild}"))]), [""; 0], "{before}");
        }
        let empty = format!("ALTER TABLE t ADD k TEXT; {rebuild}");
        assert_eq!(codes(&[("2.sql", &empty)]), ["required-column"]);
    }
}
