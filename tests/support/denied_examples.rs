//! For every code that a policy can name: a small migration by hand that raises it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use reconcile::diagnostic::Code;

/// A small migration by hand that raises a code.
pub(crate) struct Example {
    pub(crate) before: String,
    pub(crate) rows: String,
    pub(crate) migration: String,
    /// Its sources.
    pub(crate) app: Option<String>,
}

impl Example {
    fn new(before: &str, rows: &str, migration: &str) -> Self {
        Self {
            before: before.to_owned(),
            rows: rows.to_owned(),
            migration: migration.to_owned(),
            app: None,
        }
    }
}

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every code that a policy can name, but for those of the rows that files declare: no file by hand raises these, and
/// `tests/cli/reference_tables.rs` denies them.
pub(crate) fn codes() -> impl Iterator<Item = Code> {
    Code::named().filter(|it| ![Code::DeleteRows, Code::DeleteReferencedRows].contains(it))
}

/// Where neither a dangerous file nor the case of a hazard has one.
fn own(code: &str) -> Option<Example> {
    const T: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);\n";
    const ROW: &str = "INSERT INTO t VALUES (1, 'x'), (2, 'y');";
    let parents =
        "CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE c (id INTEGER PRIMARY KEY, p REFERENCES p (id));\n";
    let long = |length| "x".repeat(length);
    let is = |before: &str, rows: &str, migration: &str| Some(Example::new(before, rows, migration));
    match code {
        "drop-all" => is(
            T,
            ROW,
            "DROP TABLE other;\nDROP TABLE t;\nCREATE TABLE newsletter (id INTEGER PRIMARY KEY);\n",
        ),
        "failing-expression" => is(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT);\n",
            "INSERT INTO t VALUES (1, 'no JSON');",
            "CREATE INDEX t_a ON t (json_extract(body, '$.a'));\n",
        ),
        "oversized-row" => is(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, size INTEGER);\n",
            "INSERT INTO t VALUES (1, 3000000);",
            "CREATE TABLE n (id INTEGER PRIMARY KEY, size INTEGER, body TEXT);\nINSERT INTO n SELECT id, size, hex(zeroblob(size)) FROM t;\nDROP TABLE t;\nALTER TABLE n RENAME TO t;\n",
        ),
        "possible-rename" => is(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT);\n",
            ROW,
            "ALTER TABLE t ADD full_name TEXT;\nALTER TABLE t DROP name;\n",
        ),
        "drop-search-contents" => is(
            "CREATE VIRTUAL TABLE search USING fts5 (body, content = '');\n",
            "INSERT INTO search (rowid, body) VALUES (1, 'hello');",
            "DROP TABLE search;\nCREATE VIRTUAL TABLE search USING fts5 (body, lang);\n",
        ),
        "drop-referenced-table" => is(
            parents,
            "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1);",
            "UPDATE c SET p = NULL;\nDROP TABLE p;\n",
        ),
        "endless-comment" => is(
            T,
            ROW,
            "UPDATE t SET a = 'z' WHERE id = 1;\n/* and more\nDROP TABLE t;\n",
        ),
        "broken-seal" => {
            let sealed = fs::read_to_string(home().join("generated/0001_first_schema.sql")).unwrap();
            is("", "", &format!("{sealed}SELECT 1;\n"))
        }
        "long-pattern" => is(T, ROW, &format!("UPDATE t SET a = 'z' WHERE a LIKE '{}';\n", long(51))),
        "split-trigger" => is(T, ROW, "CREATE TRIGGER r AFTER INSERT ON t begin SELECT 1; END;\n"),
        "no-rows" => is(T, ROW, "UPDATE t SET a = 'z' WHERE a = 'X';\n"),
        "needs-rows" => is(parents, "INSERT INTO p VALUES (7);", "INSERT INTO c VALUES (1, 7);\n"),
        "shadow-table" => is(
            "CREATE TABLE t (id INTEGER PRIMARY KEY);\nCREATE VIRTUAL TABLE f USING fts5 (a);\n",
            "",
            "DROP TABLE \"f_data\";\n",
        ),
        "statement-too-long" => is(T, "", &format!("INSERT INTO t VALUES (9, '{}');\n", long(100_000))),
        "orphaned-rows" => is(
            parents,
            "",
            "PRAGMA defer_foreign_keys = on;\nINSERT INTO c VALUES (1, 7);\nPRAGMA defer_foreign_keys = off;\n",
        ),
        "naming" => is(T, ROW, "CREATE TABLE BadName (id INTEGER PRIMARY KEY);\n"),
        "file-name" => is(T, ROW, "UPDATE t SET a = 'z' WHERE id = 1;\n"),
        "mixed-purpose" => is(
            &format!("{T}CREATE TABLE u (id INTEGER PRIMARY KEY);\n"),
            ROW,
            "CREATE INDEX i ON t (a);\nDELETE FROM u WHERE id = 1;\n",
        ),
        "secret-value" => is(
            T,
            ROW,
            "UPDATE t SET a = 'postgres://app:h4x9Qz1L@db.acme.io/app' WHERE id = 1;\n",
        ),
        "personal-data" => is(T, ROW, "UPDATE t SET a = 'ann.meyer@acme.io' WHERE id = 1;\n"),
        "no-primary-key" => is(T, ROW, "CREATE TABLE u (a TEXT);\n"),
        "needless-index" => is(T, ROW, "CREATE INDEX i ON t (a);\nCREATE INDEX j ON t (a, id);\n"),
        "missing-number" | "duplicate-number" => is(T, ROW, "UPDATE t SET a = 'z' WHERE id = 1;\n"),
        "schema" => is(T, ROW, "UPDATE t SET a = 'z' WHERE id = 1;\n"),
        "allow-without-reason" => is(T, ROW, "DELETE FROM t WHERE id = 1; -- reconcile: allow drop-table\n"),
        "unused-allow" => is(
            T,
            ROW,
            "DELETE FROM t WHERE id = 1; -- reconcile: allow drop-table because old\n",
        ),
        _ => None,
    }
}

/// `tests/cases/hazards/CODE_raised`, where a migration comes of it: in the hands of somebody else.
fn of_case(code: &str) -> Option<Example> {
    let folder = home().join(format!("tests/cases/hazards/{}_raised", code.replace('-', "_")));
    let read = |name: &str| fs::read_to_string(folder.join(name)).ok();
    Some(Example {
        before: read("before.sql")?,
        rows: read("rows.sql").unwrap_or_default(),
        migration: read("migration.sql")?,
        app: read("app.ts"),
    })
}

/// Dangerous files that raise each code.
pub(crate) fn of_dangers() -> BTreeMap<String, PathBuf> {
    let mut found = BTreeMap::new();
    let table = fs::read_to_string(home().join("tests/dangers/table.txt")).unwrap();
    for line in table.lines().filter_map(|it| it.strip_prefix("dangerous ")) {
        let name = line.split(' ').next().unwrap_or_default();
        let path = home().join(format!("tests/dangers/dangerous/{name}.sql"));
        for word in line.split(' ').filter(|it| !it.starts_with("rows:")) {
            if let [_, "note" | "warning" | "error", code] = word.split(':').collect::<Vec<_>>()[..] {
                found.entry(code.to_owned()).or_insert_with(|| path.clone());
            }
        }
    }
    found
}

/// One part of a dangerous file.
fn part(text: &str, name: &str) -> String {
    let from = text.split_once(&format!("\n-- {name}\n")).map_or("", |it| it.1);
    let ends = ["\n-- rows\n", "\n-- migration\n", "\n-- check\n"];
    let from = format!("\n{from}");
    let end = ends.iter().filter_map(|it| from.find(it)).min().unwrap_or(from.len());
    from[..end].trim_start().to_owned() + "\n"
}

/// The example of a code.
pub(crate) fn example(code: &str, dangers: &BTreeMap<String, PathBuf>) -> Option<Example> {
    own(code).or_else(|| of_case(code)).or_else(|| {
        let text = fs::read_to_string(dangers.get(code)?).unwrap();
        Some(Example::new(
            &part(&text, "before"),
            &part(&text, "rows"),
            &part(&text, "migration"),
        ))
    })
}

impl Example {
    /// The schema files beside it.
    pub(crate) fn schema(code: &str) -> &'static str {
        match code {
            "schema" => "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT CHECK (a <> \"nothing\"));\n",
            _ => "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);\n",
        }
    }

    /// The migration that runs before it.
    pub(crate) fn first(&self) -> String {
        format!("{}\nCREATE TABLE other (id INTEGER PRIMARY KEY);\n", self.before)
    }

    /// What its file is called.
    pub(crate) fn file(code: &str) -> &'static str {
        match code {
            "missing-number" => "0004_it.sql",
            "duplicate-number" => "0001_it.sql",
            "file-name" => "0002_DoIt.sql",
            _ => "0002_it.sql",
        }
    }

    /// How to ask for it, all flags given.
    pub(crate) fn apply(code: &str) -> Vec<&'static str> {
        let more: &[&str] = if code == "missing-number" {
            &["--out-of-order", "4"]
        } else {
            &[]
        };
        [&["apply", "--allow", "all"], more].concat()
    }

    /// The config with a policy; `target` is where the rows are.
    pub(crate) fn config(target: &str, policy: &str) -> String {
        format!(
            "databases:\n  app:\n    compat: [app.ts]\n    naming: {{ tables: snake_case }}\n    migrations: generated\n    targets:\n      dev: {target}\n    default: dev\n{policy}"
        )
    }
}

/// What is said of what policy denies.
pub(crate) fn denies(code: &str) -> String {
    format!("policy denies {code} on this target; change the migration or the policy")
}
