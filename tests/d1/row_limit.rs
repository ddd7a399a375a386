//! `DELETE` and `UPDATE … ORDER BY … LIMIT`: D1 is built with them, the library that we link is not and gets them rewritten.

use reconcile::database::{Database as _, Scratch};

use crate::server::{Server, tests};

tests![b10_deletes_and_updates_with_a_limit_do_what_they_do_on_d1,];

const SETUP: &[&str] = &[
    "CREATE TABLE t (a, b)",
    "INSERT INTO t VALUES (1, 9), (2, 8), (3, 7), (4, 6)",
    "CREATE TABLE w (k TEXT, l INT, v, PRIMARY KEY (l, k)) WITHOUT ROWID",
    "INSERT INTO w VALUES ('x', 1, 1), ('y', 1, 2), ('x', 2, 3)",
    "CREATE TABLE r (rowid, oid)",
    "INSERT INTO r VALUES (1, 1), (1, 2), (1, 3)",
    "CREATE TABLE n (a, c)",
    "INSERT INTO n VALUES (1, 'one'), (3, 'three'), (4, 'four')",
    "CREATE INDEX i ON t (a)",
    "CREATE VIRTUAL TABLE f USING fts5(x)",
    "INSERT INTO f VALUES ('a b'), ('b c')",
];

const LEFT: &str = "SELECT (SELECT group_concat(a || ':' || b, ' ') FROM (SELECT * FROM t ORDER BY t.rowid)) AS x UNION ALL \
    SELECT (SELECT group_concat(k || ':' || l || ':' || v, ' ') FROM w) UNION ALL \
    SELECT (SELECT group_concat(oid, ' ') FROM (SELECT r.\"oid\" FROM r ORDER BY r._rowid_)) UNION ALL \
    SELECT (SELECT group_concat(x, ' ') FROM f)";

const STATEMENTS: &[&str] = &[
    "DELETE FROM t ORDER BY b LIMIT 1",
    "DELETE FROM t WHERE a < 4 ORDER BY b LIMIT 1",
    "delete from t where a < 4 order by b limit 1 offset 1",
    "DELETE FROM t LIMIT 2, 1",
    "DELETE FROM t LIMIT -1",
    "DELETE FROM t ORDER BY b",
    "DELETE FROM main.t AS z WHERE z.a > 1 /* x */ ORDER BY z.b DESC -- y\n LIMIT 1",
    "DELETE FROM t INDEXED BY i WHERE a > 1 ORDER BY a LIMIT 1",
    "DELETE FROM t NOT INDEXED WHERE a > 1 ORDER BY a LIMIT 1",
    "DELETE FROM t INDEXED BY nope WHERE a > 1 ORDER BY a LIMIT 1",
    "WITH q AS (SELECT 2 AS y UNION SELECT 3 ORDER BY 1 LIMIT 5) DELETE FROM t WHERE a IN (SELECT y FROM q) ORDER BY a LIMIT 1",
    "DELETE FROM t WHERE a > 1 RETURNING a ORDER BY a LIMIT (SELECT 1)",
    "DELETE FROM t WHERE a > 1 ORDER BY a LIMIT 1 RETURNING a",
    "DELETE FROM t ORDER BY nope LIMIT 1",
    "DELETE FROM nope ORDER BY a LIMIT 1",
    "DELETE FROM t LIMIT 1) OR (1",
    "UPDATE t SET b = 0 WHERE a > 1 ORDER BY b LIMIT 2",
    "UPDATE OR IGNORE t AS z SET b = 0, a = z.a LIMIT 1",
    "UPDATE t SET b = a IS DISTINCT FROM 2 ORDER BY a DESC LIMIT 1",
    "UPDATE t SET b = c FROM n WHERE n.a = t.a ORDER BY n.a DESC LIMIT 2",
    "UPDATE t SET (a, b) = (SELECT 5, 6 ORDER BY 1 LIMIT 1) WHERE a = 1 OR a = 2 LIMIT 1",
    "DELETE FROM w WHERE l = 1 ORDER BY v DESC LIMIT 1",
    "UPDATE w SET v = 7 ORDER BY k DESC, l LIMIT 2",
    "DELETE FROM r ORDER BY oid LIMIT 2",
    "DELETE FROM f ORDER BY rowid DESC LIMIT 1",
    "CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM t WHERE a = 1 ORDER BY b LIMIT 1; END",
];

fn b10_deletes_and_updates_with_a_limit_do_what_they_do_on_d1(server: &'static Server) {
    let setup: Vec<String> = SETUP.iter().map(|it| (*it).to_owned()).collect();
    let mut wrong = Vec::new();
    let remote = server.database();
    for sql in STATEMENTS {
        let batch: Vec<String> = setup
            .iter()
            .cloned()
            .chain([(*sql).to_owned(), LEFT.to_owned()])
            .collect();
        let engine = remote.ask(&batch).map(|answers| {
            let rows = answers.last().unwrap()["results"].as_array().unwrap().clone();
            rows.iter()
                .map(|row| row["x"].as_str().unwrap_or_default().to_owned())
                .collect::<Vec<_>>()
        });
        remote.wipe();
        let mut scratch = Scratch::new().unwrap();
        scratch.run(&setup).unwrap();
        let own = scratch
            .run(&[(*sql).to_owned()])
            .and_then(|_| scratch.query(LEFT))
            .map(|found| {
                let rows = found.rows.iter();
                rows.map(|row| row[0].as_str().unwrap_or_default().to_owned())
                    .collect::<Vec<_>>()
            });
        let is_same = match (&engine, &own) {
            (Ok(engine), Ok(own)) => engine == own,
            (Err(_), Err(_)) => true,
            _ => false,
        };
        if !is_same {
            wrong.push(format!("{sql}\n    D1: {engine:?}\n    scratch: {own:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
