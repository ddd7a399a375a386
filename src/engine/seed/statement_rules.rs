//! What a seed file may hold: statements that change rows, and that may run a second time.

use std::collections::BTreeSet;

use super::SeedFile;
use crate::introspect::Ownership;
use crate::migration::transaction_word;
use crate::schema::{IndexTerm, Name, Schema, Table};
use crate::sql::{Statement, Verb, lexemes};

/// A statement that no seed file may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Where it is, and what is wrong with it.
    pub message: String,
    /// What to do instead.
    pub remedy: String,
}

/// A statement that does something else when it runs a second time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Its line, from 1.
    pub line: usize,
    /// What it does.
    pub message: String,
    /// What to write instead.
    pub remedy: String,
}

/// The first statement of a file that a seed may not hold.
pub fn refusal(file: &SeedFile, ownership: &Ownership) -> Option<Refusal> {
    file.sql.statements().into_iter().find_map(|(line, sql)| {
        let (what, remedy) = refused(&sql, ownership)?;
        Some(Refusal {
            message: format!("{}:{line}: {what}", file.sql.file_name),
            remedy,
        })
    })
}

fn refused(sql: &str, ownership: &Ownership) -> Option<(String, String)> {
    if let Some(word) = transaction_word(sql) {
        return Some((
            format!("{word} in a seed file, which runs in one transaction as it is"),
            "remove it".to_owned(),
        ));
    }
    let statement = Statement::read(sql);
    let all = lexemes(sql);
    let first = all.first().map(|it| it.text.to_uppercase()).unwrap_or_default();
    let is_schema = statement.verb.kind().is_some()
        && !matches!(
            statement.verb,
            Verb::Insert { .. } | Verb::Update { .. } | Verb::Delete { .. }
        );
    if is_schema || ["CREATE", "DROP", "ALTER"].contains(&first.as_str()) {
        return Some((
            format!("{first} in a seed file, which changes rows only"),
            "change the schema files instead, then run `reconcile plan`".to_owned(),
        ));
    }
    match &statement.verb {
        Verb::Insert { .. } | Verb::Update { .. } | Verb::Delete { .. } => {
            let table = statement.subject?;
            let is_counter = table == Name::new("sqlite_sequence");
            (ownership.is_internal(&table) && !is_counter).then(|| {
                (
                    format!("a seed file may not write into {table}, which is not the project's"),
                    "remove the statement".to_owned(),
                )
            })
        }
        Verb::Pragma { .. } if statement.subject == Some(Name::new("defer_foreign_keys")) => None,
        Verb::Other if ["SELECT", "WITH", "VALUES"].contains(&first.as_str()) => None,
        _ => Some((
            format!("{first} in a seed file, which changes rows only"),
            "remove it".to_owned(),
        )),
    }
}

/// The inserts of a file that do something else when they run a second time.
pub fn warnings(file: &SeedFile, schema: &Schema) -> Vec<Warning> {
    let mut emptied: BTreeSet<Name> = BTreeSet::new();
    let mut warnings = Vec::new();
    for (line, sql) in file.sql.statements() {
        let statement = Statement::read(&sql);
        let Some(name) = statement.subject else { continue };
        match &statement.verb {
            Verb::Delete { .. } => {
                emptied.insert(name);
            }
            Verb::Insert {
                replace,
                ignore,
                columns,
                query,
                ..
            } => {
                // `INSERT … SELECT … WHERE NOT EXISTS (SELECT 1 FROM t …)`: it looks for its own rows.
                let looks = query
                    .as_ref()
                    .is_some_and(|it| it.reads.contains(&name) && (it.filter.is_some() || it.from.is_none()));
                if looks || emptied.contains(&name) {
                    continue;
                }
                let has_clause = *replace || *ignore || has_on_conflict(&sql);
                let found = of_insert(&name, columns, has_clause, schema.tables.get(&name));
                warnings.extend(found.map(|(message, remedy)| Warning { line, message, remedy }));
            }
            _ => {}
        }
    }
    warnings
}

fn of_insert(name: &Name, columns: &[Name], has_clause: bool, table: Option<&Table>) -> Option<(String, String)> {
    let written = name.written();
    let keys = table.map(keys);
    let is_given = |key: &Key| {
        columns.is_empty()
            || key
                .iter()
                .flatten()
                .all(|it| columns.contains(it) || table.is_some_and(|table| has_default(table, it)))
    };
    if keys.as_ref().is_some_and(|all| !all.iter().any(is_given)) {
        let first = keys.iter().flatten().find_map(named);
        let remedy = match first {
            Some(key) => format!("give its key ({key}) as well, or make a column UNIQUE in the schema"),
            None => format!("make a column of {written} UNIQUE in the schema, or delete the rows first"),
        };
        return Some((
            format!(
                "each run inserts rows into {written} again, since the columns hold no key by which a row is found"
            ),
            remedy,
        ));
    }
    if has_clause {
        return None;
    }
    let given = keys.iter().flatten().filter(|it| is_given(it)).find_map(named);
    let upsert = given.map_or_else(
        || "ON CONFLICT DO NOTHING".to_owned(),
        |key| format!("ON CONFLICT ({key}) DO UPDATE SET …"),
    );
    Some((
        format!("a plain INSERT into {written} fails or inserts again when the file runs again"),
        format!("write INSERT OR IGNORE INTO {written}, or add {upsert}"),
    ))
}

/// The columns of a key; none for an expression.
type Key = Vec<Option<Name>>;

/// Whatever is unique in a table.
fn keys(table: &Table) -> Vec<Key> {
    let primary = table.primary_key.iter().map(|it| &it.columns);
    let constraints = primary.chain(table.uniques.iter().map(|it| &it.columns));
    let constraints = constraints.map(|key| key.iter().map(|it| Some(it.name.clone())).collect());
    let indexes = table.indexes.values().filter(|it| it.unique).map(|index| {
        let columns = index.columns.iter().map(|it| match &it.term {
            IndexTerm::Column(name) => Some(name.clone()),
            IndexTerm::Expression(_) => None,
        });
        columns.collect()
    });
    constraints.chain(indexes).collect()
}

/// `a, b`, where all of them are columns.
fn named(key: &Key) -> Option<String> {
    let columns: Option<Vec<String>> = key.iter().map(|it| it.as_ref().map(Name::written)).collect();
    columns.map(|it| it.join(", "))
}

/// True if a column that is not given gets a value all the same.
fn has_default(table: &Table, column: &Name) -> bool {
    let found = table.columns.iter().find(|it| it.name == *column);
    found.is_some_and(|it| it.default.is_some() || it.generated.is_some())
}

fn has_on_conflict(sql: &str) -> bool {
    let all = lexemes(sql);
    let mut pairs = all.iter().zip(all.iter().skip(1));
    pairs.any(|(first, second)| first.text.eq_ignore_ascii_case("ON") && second.text.eq_ignore_ascii_case("CONFLICT"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::path::Path;

    use super::*;

    fn file(sql: &str) -> SeedFile {
        SeedFile::new("common/a.sql", Path::new("seeds/common/a.sql"), sql)
    }

    #[test]
    fn only_rows_of_the_project_are_changed() {
        let ownership = Ownership::default();
        let said = |sql: &str| refusal(&file(sql), &ownership).map(|it| it.message);
        for sql in [
            "INSERT INTO t VALUES (1)",
            "REPLACE INTO t VALUES (1)",
            "WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a",
            "UPDATE t SET a = 1",
            "DELETE FROM t",
            "SELECT 1",
            "PRAGMA defer_foreign_keys = on",
            "UPDATE sqlite_sequence SET seq = 9",
        ] {
            assert_eq!(said(sql), None, "{sql}");
        }
        for (sql, word) in [
            ("CREATE TABLE t (a)", "CREATE in a seed file, which changes rows only"),
            ("-- x\nDROP TABLE t", "DROP in a seed file, which changes rows only"),
            (
                "ALTER TABLE t RENAME TO u",
                "ALTER in a seed file, which changes rows only",
            ),
            ("VACUUM", "VACUUM in a seed file, which changes rows only"),
            ("ANALYZE", "ANALYZE in a seed file, which changes rows only"),
            (
                "PRAGMA foreign_keys = off",
                "PRAGMA in a seed file, which changes rows only",
            ),
            (
                "COMMIT",
                "COMMIT in a seed file, which runs in one transaction as it is",
            ),
            (
                "INSERT INTO d1_migrations VALUES (1)",
                "a seed file may not write into d1_migrations, which is not the project's",
            ),
        ] {
            let message = said(&format!("SELECT 1;\n{sql};\n")).unwrap();
            let line = if sql.starts_with("--") { 3 } else { 2 };
            assert_eq!(message, format!("seeds/common/a.sql:{line}: {word}"));
        }
    }

    fn warned(sql: &str) -> Vec<String> {
        let schema = "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE, name TEXT);
            CREATE TABLE tags (id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT);
            CREATE TABLE log (line TEXT);
            CREATE TABLE of (tenant TEXT NOT NULL DEFAULT 'a', code TEXT, PRIMARY KEY (tenant, code));";
        let schema = crate::desired::parse_sql(Path::new("schema.sql"), schema)
            .unwrap()
            .schema;
        let found = warnings(&file(sql), &schema);
        found
            .into_iter()
            .map(|it| format!("{} {}; {}", it.line, it.message, it.remedy))
            .collect()
    }

    #[test]
    fn a_plain_insert_is_warned_of() {
        for sql in [
            "INSERT OR IGNORE INTO users (id, name) VALUES (1, 'a')",
            "INSERT OR IGNORE INTO users VALUES (1, 'a', 'b')",
            "REPLACE INTO users (email) VALUES ('a')",
            "INSERT INTO users (id) VALUES (1) ON CONFLICT DO NOTHING",
            "INSERT INTO users (name) SELECT 'a' WHERE NOT EXISTS (SELECT 1 FROM users WHERE name = 'a')",
            "DELETE FROM log; INSERT INTO log VALUES ('a')",
            "INSERT OR IGNORE INTO of (code) VALUES ('x')",
            "INSERT OR IGNORE INTO elsewhere VALUES (1)",
        ] {
            assert_eq!(warned(sql), Vec::<String>::new(), "{sql}");
        }
        let plain = "a plain INSERT into users fails or inserts again when the file runs again; write INSERT OR IGNORE INTO users, or add ON CONFLICT";
        assert_eq!(
            warned("SELECT 1;\nINSERT INTO users (id, name) VALUES (1, 'ON CONFLICT')"),
            [format!("2 {plain} (id) DO UPDATE SET …")]
        );
        assert_eq!(
            warned("INSERT INTO users (email) VALUES ('a')"),
            [format!("1 {plain} (email) DO UPDATE SET …")]
        );
    }

    /// A conflict clause without a key finds nothing, and the row is there twice.
    #[test]
    fn a_clause_that_no_key_answers_is_warned_of() {
        let again = "since the columns hold no key by which a row is found";
        assert_eq!(
            warned("INSERT OR IGNORE INTO tags (label) VALUES ('a')"),
            [format!(
                "1 each run inserts rows into tags again, {again}; give its key (id) as well, or make a column UNIQUE in the schema"
            )]
        );
        assert_eq!(
            warned("INSERT OR IGNORE INTO log VALUES ('a')"),
            [format!(
                "1 each run inserts rows into log again, {again}; make a column of log UNIQUE in the schema, or delete the rows first"
            )]
        );
    }
}
