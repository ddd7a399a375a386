//! The limits of `rules::LIMITS` against the real engine: a statement at each, and one just beyond it.

use reconcile::database::rules::LIMITS;
use reconcile::database::{Database as _, Scratch};
use rusqlite::limits::Limit;

use crate::server::{Remote, Server, tests};

tests![
    b11_each_limit_is_the_engines,
    b11_what_sqlite_limits_by_itself_is_the_same,
    b11_a_seed_of_many_rows_runs,
];

/// Statements of which the last one reaches a limit, and the engine's words beyond it.
struct Probe {
    statements: fn(usize) -> Vec<String>,
    words: &'static str,
}

fn list(count: usize, item: impl Fn(usize) -> String, separator: &str) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(separator)
}

fn probe(limit: Limit) -> Probe {
    let (statements, words): (fn(usize) -> Vec<String>, _) = match limit {
        Limit::SQLITE_LIMIT_SQL_LENGTH => (
            |n| vec![format!("SELECT '{}'", "a".repeat(n - "SELECT ''".len()))],
            "statement too long",
        ),
        Limit::SQLITE_LIMIT_COLUMN => (
            |n| vec![format!("CREATE TABLE x ({})", list(n, |at| format!("c{at}"), ", "))],
            "too many columns",
        ),
        Limit::SQLITE_LIMIT_EXPR_DEPTH => (
            |n| vec![format!("SELECT {}", list(n, |_| "1".to_owned(), " + "))],
            "Expression tree is too large",
        ),
        Limit::SQLITE_LIMIT_COMPOUND_SELECT => (
            |n| vec![list(n, |at| format!("SELECT {at}"), " UNION ALL ")],
            "too many terms in compound SELECT",
        ),
        Limit::SQLITE_LIMIT_VDBE_OP => (opcodes, "out of memory"),
        Limit::SQLITE_LIMIT_FUNCTION_ARG => (
            |n| vec![format!("SELECT max({})", list(n, |at| at.to_string(), ", "))],
            "too many arguments",
        ),
        Limit::SQLITE_LIMIT_ATTACHED => (
            |n| (0..n).map(|at| format!("ATTACH ':memory:' AS a{at}")).collect(),
            "not authorized",
        ),
        Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH => (
            |n| vec![format!("SELECT 'a' LIKE '{}'", "a".repeat(n))],
            "pattern too complex",
        ),
        Limit::SQLITE_LIMIT_VARIABLE_NUMBER => (|n| vec![format!("SELECT ?{n}")], "variable number must be"),
        Limit::SQLITE_LIMIT_TRIGGER_DEPTH => (triggers, "triggers nested too deep"),
        other => panic!("{other:?} has no statement that reaches it"),
    };
    Probe { statements, words }
}

/// Each row of `x1` takes 1,622 opcodes, and a UNION of two such views takes those of both: 6 of `x5` are 155,811, 8 are about
/// 208,000. SQLite compares the size that its array would have, which it doubles: from 42 on D1, from 50 here, where the
/// first array lies in a slot of lookaside memory. So D1 takes 172,032 and scratch 204,800.
fn opcodes(n: usize) -> Vec<String> {
    let columns = list(95, |at| format!("(SELECT count(*) FROM t WHERE a = {at}) c{at}"), ", ");
    let mut statements = vec![
        "CREATE TABLE t (a)".to_owned(),
        format!("CREATE VIEW x1 AS SELECT {columns}"),
    ];
    for at in 2..=5 {
        let before = at - 1;
        statements.push(format!(
            "CREATE VIEW x{at} AS SELECT * FROM x{before} UNION ALL SELECT * FROM x{before}"
        ));
    }
    let half = list(
        if n <= 250_000 { 3 } else { 4 },
        |_| "SELECT * FROM x5".to_owned(),
        " UNION ALL ",
    );
    statements.push(format!("CREATE VIEW half AS {half}"));
    statements.push("SELECT * FROM half UNION ALL SELECT * FROM half".to_owned());
    statements
}

fn triggers(n: usize) -> Vec<String> {
    let mut statements: Vec<String> = (0..=n).map(|at| format!("CREATE TABLE q{at} (a)")).collect();
    statements.extend((0..n).map(|at| {
        let next = at + 1;
        format!("CREATE TRIGGER g{at} AFTER INSERT ON q{at} BEGIN INSERT INTO q{next} VALUES (new.a); END")
    }));
    statements.push("INSERT INTO q0 VALUES (1)".to_owned());
    statements
}

/// What the engine and scratch say to the statements, each on an empty database.
fn said(remote: &Remote, statements: &[String]) -> [String; 2] {
    let engine = remote.ask(statements).err().unwrap_or_default();
    remote.wipe();
    let (last, before) = statements.split_last().unwrap();
    let mut scratch = Scratch::new().unwrap();
    let own = scratch.run(before).and_then(|_| {
        if last.starts_with("SELECT") {
            scratch.query(last).map(drop)
        } else {
            scratch.run(std::slice::from_ref(last)).map(drop)
        }
    });
    [engine, own.err().map(|it| it.to_string()).unwrap_or_default()]
}

fn b11_each_limit_is_the_engines(server: &'static Server) {
    let remote = server.database();
    let mut wrong = Vec::new();
    for &(limit, value) in LIMITS {
        let probe = probe(limit);
        for (size, is_beyond) in [(value, false), (value + 1, true)] {
            let statements = (probe.statements)(size);
            if statements.is_empty() {
                continue;
            }
            for (who, words) in ["D1", "scratch"].into_iter().zip(said(&remote, &statements)) {
                if words.contains(probe.words) != is_beyond {
                    wrong.push(format!("{:?} at {size} of {value}: {who} says {words:?}", limit));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn b11_what_sqlite_limits_by_itself_is_the_same(server: &'static Server) {
    let remote = server.database();
    let nested = |open: &str, inner: &str, close: &str, count: usize| {
        format!("SELECT {}{inner}{}", open.repeat(count), close.repeat(count))
    };
    let mut statements: Vec<String> = Vec::new();
    for beyond in [0, 1] {
        statements.extend([
            format!(
                "SELECT 1 ORDER BY {}",
                list(100 + beyond, |at| format!("1 + {at}"), ", ")
            ),
            format!(
                "SELECT 1 GROUP BY {}",
                list(100 + beyond, |at| format!("1 + {at}"), ", ")
            ),
            format!(
                "SELECT 1 FROM {}",
                list(64 + beyond, |at| format!("(SELECT 1) t{at}"), ", ")
            ),
            format!("SELECT 'x' GLOB '{}'", "a".repeat(50 + beyond)),
            nested("(", "1", ")", 2493 + beyond),
            nested("NOT ", "1", "", 99 + beyond),
            format!(
                "WITH c0 AS (SELECT 1 x), {} SELECT * FROM c{}",
                list(98 + beyond, |at| format!("c{} AS (SELECT x FROM c{at})", at + 1), ", "),
                98 + beyond
            ),
        ]);
    }
    for count in [5, 10, 20, 24, 25, 26, 30, 40, 49, 50, 60, 98, 99, 100] {
        statements.push(nested("(SELECT ", "1", ")", count));
        statements.push(format!(
            "SELECT * FROM {}",
            &nested("(SELECT * FROM ", "sqlite_schema", ")", count)["SELECT ".len()..]
        ));
    }
    for tables in [10, 30, 40, 45, 48, 49, 50, 51, 55, 60, 63, 64] {
        let joined = list(tables, |at| format!("(SELECT 1 a) t{at}"), ", ");
        let real = list(tables, |at| format!("sqlite_schema s{at}"), ", ");
        for ctes in [1, 2, 5, 20, 60] {
            let chain = list(ctes, |at| format!("c{} AS (SELECT x FROM c{at})", at + 1), ", ");
            statements.push(format!(
                "WITH c0 AS (SELECT 1 x), {chain} SELECT 1 FROM c{ctes} WHERE x IN (SELECT 1 FROM {joined})"
            ));
            statements.push(format!(
                "WITH c0 AS (SELECT count(*) x FROM {real} WHERE 0), {chain} SELECT * FROM c{ctes}"
            ));
            statements.push(format!("WITH c0 AS (SELECT 1 FROM {joined}), c1 AS (SELECT * FROM c0), c2 AS (SELECT * FROM c1) SELECT (SELECT count(*) FROM c2)"));
        }
    }
    let mut wrong = Vec::new();
    for statement in &statements {
        let [engine, scratch] = said(&remote, std::slice::from_ref(statement));
        if engine.is_empty() != scratch.is_empty() {
            wrong.push(format!(
                "{:.200}\n    D1: {engine:?}\n    scratch: {scratch:?}",
                statement
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        statements.len(),
        wrong.join("\n")
    );
}

fn b11_a_seed_of_many_rows_runs(server: &'static Server) {
    let remote = server.database();
    for rows in [3_198, 9_000, 24_000] {
        let seed = format!("INSERT INTO t (a) VALUES {}", list(rows, |_| "(1)".to_owned(), ","));
        let said = said(&remote, &["CREATE TABLE t (a, b, c)".to_owned(), seed]);
        assert_eq!(said, ["", ""], "{rows} rows");
    }
}
