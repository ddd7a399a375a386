//! The rules of `Scratch` against the real engine: both accept, or both refuse.

use reconcile::database::{Database as _, Error, Scratch};

use crate::server::{Server, batch, tests};

tests![scratch_accepts_what_d1_accepts,];

const SETUP: &[&str] = &[
    "CREATE TABLE p (a, b TEXT NOT NULL, CONSTRAINT c CHECK (b > 0))",
    "CREATE TABLE k (id INTEGER PRIMARY KEY AUTOINCREMENT, u TEXT UNIQUE, v INT DEFAULT 1)",
    "CREATE TABLE r (id INTEGER PRIMARY KEY, k INT REFERENCES k(id) ON DELETE CASCADE)",
    "CREATE INDEX i ON k (v)",
    "CREATE VIEW w AS SELECT id, v FROM k",
    "INSERT INTO p VALUES (1, '2')",
    "INSERT INTO k VALUES (1, 'x', 1), (2, 'y', 2)",
    "INSERT INTO r VALUES (1, 1)",
];

/// The last statement of each batch: it fails in known words, so that nothing of what came before stays.
const END: &str = "SELECT abs(-9223372036854775808)";
const END_WORDS: &str = "integer overflow";

/// Statements, each tried alone after `SETUP`.
const STATEMENTS: &str = include_str!("statements.sql");

/// Where scratch is known to accept more: `dbstat` is built into the library that we link, and cannot be told from a table
/// of that name.
const KNOWN: &[&str] = &["SELECT * FROM dbstat"];

fn refusal(outcome: Result<reconcile::database::Summary, Error>) -> Option<String> {
    match outcome.unwrap_err() {
        Error::Statement { message, .. } if message == END_WORDS => None,
        Error::Statement { message, .. } => Some(message),
        other => Some(other.to_string()),
    }
}

fn scratch_accepts_what_d1_accepts(server: &'static Server) {
    let mut database = server.database().open();
    database.run(&batch(SETUP)).unwrap();
    let mut statements: Vec<String> = STATEMENTS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with("--"))
        .map(str::to_owned)
        .collect();
    statements.extend(limits());
    assert!(statements.len() >= 150, "{}", statements.len());
    let mut differences = Vec::new();
    for statement in &statements {
        let tried = [statement.clone(), END.to_owned()];
        let remote = refusal(database.run(&tried));
        let mut scratch = Scratch::new().unwrap();
        scratch.run(&batch(SETUP)).unwrap();
        let local = refusal(scratch.run(&tried));
        if remote.is_some() != local.is_some() && !KNOWN.contains(&statement.as_str()) {
            let shown: String = statement.chars().take(120).collect();
            differences.push(format!("{shown}\n    D1: {remote:?}\n    scratch: {local:?}"));
        }
    }
    assert!(
        differences.is_empty(),
        "{} of {}:\n{}",
        differences.len(),
        statements.len(),
        differences.join("\n")
    );
}

/// 100,000 bytes, less the `;` that ends a statement in a text: D1 counts it, scratch gets none.
const LONGEST: usize = 99_999;

/// Statements at and just beyond each limit.
fn limits() -> Vec<String> {
    let list = |count: usize, item: &dyn Fn(usize) -> String, separator: &str| {
        (0..count).map(item).collect::<Vec<_>>().join(separator)
    };
    let mut statements = Vec::new();
    for beyond in [0, 1] {
        statements.push(format!(
            "CREATE TABLE w100 ({})",
            list(100 + beyond, &|at| format!("c{at}"), ", ")
        ));
        statements.push(format!("SELECT {}", list(100 + beyond, &|at| at.to_string(), ", ")));
        statements.push(format!("SELECT {}", list(100 + beyond, &|_| "1".to_owned(), " + ")));
        statements.push(list(5 + beyond, &|at| format!("SELECT {at}"), " UNION ALL "));
        statements.push(format!(
            "SELECT max({})",
            list(127 + beyond, &|at| at.to_string(), ", ")
        ));
        statements.push(format!("SELECT 'x' LIKE '{}'", "a".repeat(50 + beyond)));
        statements.push(format!("SELECT 'x' GLOB '{}'", "a".repeat(50 + beyond)));
        statements.push(format!(
            "SELECT '{}'",
            "a".repeat(LONGEST - "SELECT ''".len() + 2 * beyond)
        ));
        statements.push(format!(
            "SELECT 1 FROM {} WHERE 0",
            list(64 + beyond, &|at| format!("k k{at}"), ", ")
        ));
        statements.push(format!(
            "CREATE INDEX wide ON k ({})",
            list(100 + beyond, &|at| format!("v + {at}"), ", ")
        ));
    }
    statements.push("SELECT ?101".to_owned());
    statements.push(format!(
        "INSERT INTO r (k) VALUES {}",
        list(2_000, &|_| "(1)".to_owned(), ", ")
    ));
    statements
}
