//! What uses positions, and what does not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
use super::super::SchemaRow;
use super::*;

const TABLES: [(&str, &str); 3] = [
    ("t", "CREATE TABLE t (a, b, c)"),
    ("u", "CREATE TABLE u (x, y)"),
    ("log", "CREATE TABLE log (what, who, n)"),
];

fn schema(dependents: &[(&str, &str, &str)]) -> Schema {
    let row = |kind: &str, name: &str, sql: &str| SchemaRow {
        kind: kind.to_owned(),
        name: name.to_owned(),
        table: "t".to_owned(),
        sql: Some(sql.to_owned()),
    };
    let mut rows: Vec<SchemaRow> = TABLES.iter().map(|(name, sql)| row("table", name, sql)).collect();
    rows.extend(dependents.iter().map(|(kind, name, sql)| row(kind, name, sql)));
    let reading = Schema::from_rows(rows);
    assert!(reading.unread.is_empty(), "{:?}", reading.unread);
    reading.schema
}

fn used(schema: &Schema) -> Vec<String> {
    schema.used_by_position().keys().map(ToString::to_string).collect()
}

fn by_view(query: &str) -> Vec<String> {
    used(&schema(&[("view", "v", &format!("CREATE VIEW v AS {query}"))]))
}

fn by_trigger(body: &str) -> Vec<String> {
    used(&schema(&[(
        "trigger",
        "g",
        &format!("CREATE TRIGGER g AFTER INSERT ON t WHEN EXISTS (SELECT * FROM u) BEGIN {body}; END"),
    )]))
}

#[test]
fn triggers() {
    for (body, expected) in [
        ("INSERT INTO log VALUES ('ins', 'me', new.a)", &["log"][..]),
        ("INSERT INTO log (what, who, n) VALUES ('ins', 'me', new.a)", &[]),
        ("INSERT INTO log DEFAULT VALUES", &[]),
        ("REPLACE INTO main.log SELECT 1, 2, new.a", &["log"]),
        ("INSERT INTO log (what, who, n) SELECT * FROM t", &["t"]),
        (
            "INSERT OR IGNORE INTO log AS l SELECT x.*, 1 FROM u AS x JOIN t",
            &["log", "u"],
        ),
        ("UPDATE t SET (a, b) = (SELECT * FROM u)", &["u"]),
        ("UPDATE t SET a = s.x FROM (SELECT * FROM u) AS s WHERE s.y = t.b", &[]),
        (
            "DELETE FROM t WHERE (a, b) IN (SELECT * FROM u) AND EXISTS (SELECT * FROM log)",
            &["u"],
        ),
        ("DELETE FROM t WHERE (a, b) IN u", &["u"]),
        (
            "SELECT * FROM t; INSERT INTO log WITH c AS (SELECT * FROM t) SELECT * FROM c",
            &["log", "t"],
        ),
    ] {
        assert_eq!(by_trigger(body), expected, "{body}");
    }
}

#[test]
fn views() {
    for (query, expected) in [
        ("SELECT * FROM t", &[][..]),
        ("SELECT * FROM t UNION ALL SELECT a, b, c FROM t", &["t"]),
        ("SELECT a FROM t INTERSECT SELECT x FROM u", &[]),
        ("SELECT x FROM (SELECT * FROM u) ORDER BY 1", &[]),
        ("SELECT * FROM u ORDER BY y, 1", &["u"]),
        ("SELECT *, count(*) FROM u GROUP BY 2 LIMIT 1", &["u"]),
        ("SELECT * FROM u ORDER BY x LIMIT 5", &[]),
        ("WITH c(p, q) AS (SELECT * FROM u) SELECT p FROM c", &["u"]),
        ("WITH c AS (SELECT * FROM u) SELECT x FROM c", &[]),
        ("WITH c AS (SELECT * FROM u) SELECT * FROM c UNION SELECT 1, 2", &["u"]),
        ("SELECT a FROM t WHERE (a, b) = (SELECT u.* FROM u)", &["u"]),
        (
            "SELECT a FROM t WHERE EXISTS (SELECT * FROM u UNION SELECT 1, 2)",
            &["u"],
        ),
        (
            "WITH RECURSIVE c AS (SELECT 1 AS n UNION ALL SELECT * FROM c) SELECT n FROM c",
            &[],
        ),
    ] {
        assert_eq!(by_view(query), expected, "{query}");
    }
}

#[test]
fn through_other_views() {
    let listed = ("view", "v", "CREATE VIEW v (p, q, r) AS SELECT * FROM w");
    let plain = ("view", "w", "CREATE VIEW w AS SELECT * FROM t");
    let found = schema(&[listed, plain]).used_by_position();
    assert_eq!(found.get(&Name::new("t")).unwrap().name, Name::new("v"));
    assert_eq!(used(&schema(&[plain])), [""; 0]);
    let circle = ("view", "w", "CREATE VIEW w AS SELECT * FROM v");
    assert_eq!(used(&schema(&[listed, circle])), [""; 0]);
}

#[test]
fn order_counts_where_positions_do() {
    let tables = |sql: &str, trigger: &str| {
        let mut schema = schema(&[("trigger", "g", trigger)]);
        let rows = [SchemaRow {
            kind: "table".to_owned(),
            name: "log".to_owned(),
            table: "log".to_owned(),
            sql: Some(sql.to_owned()),
        }];
        let log = &Schema::from_rows(rows).schema.tables[&Name::new("log")];
        schema.tables.insert(Name::new("log"), log.clone());
        schema
    };
    let (one, other) = ("CREATE TABLE log (what, who, n)", "CREATE TABLE log (n, what, who)");
    let by_position = "CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO log VALUES (1, 2, 3); END";
    let by_name = "CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO log (n) VALUES (1); END";
    let (left, right) = (tables(one, by_position), tables(other, by_position));
    assert_ne!(left, right);
    assert_ne!(left.fingerprint(), right.fingerprint());
    let (left, right) = (tables(one, by_name), tables(other, by_name));
    assert_eq!(left, right);
    assert_eq!(left.fingerprint(), right.fingerprint());
}

/// SQLite: `SELECT *` over these gives `a, column2`, wherever `column2` comes from.
#[test]
fn a_column_called_as_a_value_is() {
    let used_by = |query: &str| {
        let table = ("table", "n", "CREATE TABLE n (a, \"False\")");
        used(&schema(&[table, ("view", "v", &format!("CREATE VIEW v AS {query}"))]))
    };
    assert_eq!(used_by("SELECT * FROM n"), ["n"]);
    assert_eq!(used_by("SELECT x.a FROM (SELECT t.a, n.* FROM n JOIN t) AS x"), ["n"]);
    assert_eq!(used_by("SELECT a, \"false\" FROM n"), [""; 0]);
    assert_eq!(used_by("SELECT * FROM t WHERE a IN (SELECT count(*) FROM n)"), [""; 0]);
}
