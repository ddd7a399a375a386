//! What each statement leaves, which is what it leaves on D1 (`tests/d1/row_limit.rs`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;

const SETUP: &str = "CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 9), (2, 8), (3, 7), (4, 6);
    CREATE TABLE w (k TEXT, l INT, v, PRIMARY KEY (l, k)) WITHOUT ROWID; INSERT INTO w VALUES ('x', 1, 1), ('y', 1, 2), ('x', 2, 3);
    CREATE TABLE r (rowid, oid); INSERT INTO r VALUES (1, 1), (1, 1), (1, 1);
    CREATE TABLE n (a, c); INSERT INTO n VALUES (1, 'one'), (3, 'three'), (4, 'four');
    CREATE INDEX i ON t (a); CREATE VIEW s AS SELECT a FROM t";

fn connection() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(SETUP).unwrap();
    connection
}

fn left(sql: &str, question: &str) -> String {
    let connection = connection();
    execute(&connection, sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    let question = format!("SELECT group_concat(x, ' ') FROM ({question})");
    connection.query_row(&question, [], |row| row.get(0)).unwrap()
}

#[test]
fn b10_rows_are_chosen_by_order_and_limit() {
    let t = "SELECT a || coalesce(b, '') AS x FROM t ORDER BY t.rowid";
    for (sql, expected) in [
        ("DELETE FROM t ORDER BY b LIMIT 1", "19 28 37"),
        ("DELETE FROM t WHERE a < 4 ORDER BY b LIMIT 1", "19 28 46"),
        (
            "delete from t where a < 4 order by b limit 1 offset 1; -- done",
            "19 37 46",
        ),
        ("DELETE FROM t LIMIT 2, 1", "19 28 46"),
        (
            "DELETE FROM main.t AS z WHERE z.a > 1 /* x */ ORDER BY z.b DESC -- y\n LIMIT 1;",
            "19 37 46",
        ),
        ("DELETE FROM t INDEXED BY i WHERE a > 1 ORDER BY a LIMIT 1", "19 37 46"),
        ("DELETE FROM t NOT INDEXED WHERE a > 1 ORDER BY a LIMIT 1", "19 37 46"),
        (
            "WITH q AS (SELECT 2 AS y UNION SELECT 3 ORDER BY 1 LIMIT 5) DELETE FROM t WHERE a IN (SELECT y FROM q) ORDER BY a LIMIT 1",
            "19 37 46",
        ),
        (
            "DELETE FROM t WHERE a > 1 RETURNING a ORDER BY a LIMIT (SELECT 1)",
            "19 37 46",
        ),
        ("UPDATE t SET b = 0 WHERE a > 1 ORDER BY b LIMIT 2", "19 28 30 40"),
        ("UPDATE OR IGNORE t AS z SET b = 0, a = z.a LIMIT 1", "10 28 37 46"),
        (
            "UPDATE t SET b = a IS DISTINCT FROM 2 ORDER BY a DESC LIMIT 1",
            "19 28 37 41",
        ),
        (
            "UPDATE t SET b = c FROM n WHERE n.a = t.a ORDER BY n.a DESC LIMIT 2",
            "19 28 3three 4four",
        ),
        (
            "UPDATE t SET (a, b) = (SELECT 5, 6 ORDER BY 1 LIMIT 1) WHERE a = 1 OR a = 2 LIMIT 1",
            "56 28 37 46",
        ),
    ] {
        assert_eq!(left(sql, t), expected, "{sql}");
    }
    let w = "SELECT k || l AS x FROM w ORDER BY v";
    assert_eq!(left("DELETE FROM w WHERE l = 1 ORDER BY v DESC LIMIT 1", w), "x1 x2");
    assert_eq!(left("DELETE FROM r ORDER BY oid LIMIT 2", "SELECT 1 AS x FROM r"), "1");
}

#[test]
fn b10_errors_keep_their_place() {
    let connection = connection();
    let refusal = |sql: &str| match execute(&connection, sql) {
        Err(Error::SqlInputError { msg, offset, .. }) => (msg, usize::try_from(offset).ok()),
        other => panic!("{sql}: {other:?}"),
    };
    let sql = "DELETE FROM t WHERE a = 1 ORDER BY nope LIMIT 1";
    assert_eq!(refusal(sql), ("no such column: nope".to_owned(), sql.find("nope")));
    let sql = "DELETE FROM t ORDER BY a LIMIT 1 RETURNING a";
    assert_eq!(
        refusal(sql),
        ("near \"RETURNING\": syntax error".to_owned(), sql.find("RETURNING"))
    );
    assert_eq!(
        refusal("DELETE FROM t ORDER BY a").0,
        "ORDER BY without LIMIT on DELETE"
    );
    assert!(
        refusal("DELETE FROM s ORDER BY a LIMIT 1")
            .0
            .contains("with LIMIT on a view")
    );
    let sql = "DELETE FROM t LIMIT 1) OR (1";
    assert_eq!(
        refusal(sql),
        ("near \"LIMIT\": syntax error".to_owned(), sql.find("LIMIT"))
    );
    let sql = "CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM t WHERE a = 1 ORDER BY b LIMIT 1; END";
    assert_eq!(refusal(sql).0, "near \"ORDER\": syntax error");
}
