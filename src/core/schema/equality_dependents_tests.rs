//! Equality of indexes, views, triggers and virtual tables, and of what they and foreign keys owe to other tables.

use super::{different, same};

#[test]
fn indexes() {
    let on = |index: &str| format!("CREATE TABLE t(a, b COLLATE NOCASE, \"c d\"); CREATE {index}");
    for (left, right) in [
        ("INDEX i ON t(a)", "index if not exists main.\"I\" on [t] ( `a` ASC ) "),
        ("INDEX i ON t(a)", "INDEX i ON t('a')"),
        ("INDEX i ON t(a)", "INDEX i ON t((a))"),
        ("INDEX i ON t(a COLLATE BINARY)", "INDEX i ON t(a)"),
        (
            "INDEX i ON t((a COLLATE RTRIM) DESC)",
            "INDEX i ON t((a) COLLATE RTRIM DESC)",
        ),
        ("INDEX i ON t(b COLLATE nocase)", "INDEX i ON t(b)"),
        ("INDEX i ON t(lower(a))", "INDEX i ON t((LOWER(\"A\")))"),
        (
            "INDEX i ON t(a) WHERE a IS NOT NULL",
            "INDEX i ON t(a) WHERE (\"a\" NOTNULL) -- c\n",
        ),
        ("INDEX i ON t(\"c d\")", "INDEX i ON t([C D])"),
    ] {
        same(&[(&on(left), &on(right))]);
    }
    for (left, right) in [
        ("INDEX i ON t(a)", "INDEX j ON t(a)"),
        ("INDEX i ON t(a)", "UNIQUE INDEX i ON t(a)"),
        ("INDEX i ON t(a)", "INDEX i ON t(a DESC)"),
        ("INDEX i ON t(a)", "INDEX i ON t(b)"),
        ("INDEX i ON t(a, b)", "INDEX i ON t(b, a)"),
        ("INDEX i ON t(a)", "INDEX i ON t(a COLLATE NOCASE)"),
        ("INDEX i ON t(b)", "INDEX i ON t(b COLLATE BINARY)"),
        ("INDEX i ON t(a)", "INDEX i ON t(a) WHERE a > 0"),
        ("INDEX i ON t(a) WHERE a = \"X\"", "INDEX i ON t(a) WHERE a = \"x\""),
        ("INDEX i ON t(\"nosuch\")", "INDEX i ON t(\"NoSuch\")"),
        ("INDEX i ON t(\"nosuch\")", "INDEX i ON t(a)"),
        ("INDEX i ON t(lower(a))", "INDEX i ON t(upper(a))"),
        ("INDEX i ON t(lower(a) COLLATE NOCASE)", "INDEX i ON t(lower(a))"),
        (
            "INDEX i ON t((a = b COLLATE RTRIM))",
            "INDEX i ON t((a = b) COLLATE RTRIM)",
        ),
    ] {
        different(&[(&on(left), &on(right))]);
    }
}

#[test]
fn views_triggers_and_virtual_tables() {
    same(&[
        (
            "CREATE VIEW v AS SELECT id FROM p",
            "create view if not exists \"V\" as select \"ID\" from main.[p] -- c\n",
        ),
        ("CREATE VIEW v(x) AS SELECT 1", "CREATE VIEW v([x]) AS SELECT 1;"),
        (
            "CREATE VIEW v AS SELECT id AS Total FROM p ORDER BY total",
            "CREATE VIEW v AS SELECT id AS \"Total\" FROM p ORDER BY \"total\"",
        ),
        (
            "CREATE VIEW v AS SELECT id x, (a) \"y\", count(*) z FROM p q LEFT JOIN (SELECT 1 one) AS w WHERE q.a LIKE 'a'",
            "CREATE VIEW v AS SELECT id AS x, (a) AS [y], count(*) AS z FROM p AS q LEFT JOIN (SELECT 1 AS one) w WHERE q.a LIKE 'a'",
        ),
        (
            "CREATE VIEW v AS SELECT CASE a WHEN 1 THEN 2 END x FROM p GROUP BY a HAVING a > 0x10 UNION SELECT a \"B\" FROM p b ORDER BY 1",
            "CREATE VIEW v AS SELECT CASE a WHEN 1 THEN 2 END AS x FROM p GROUP BY a HAVING a > 16 UNION SELECT a AS b FROM p AS b ORDER BY 1",
        ),
        (
            "CREATE VIEW u AS SELECT id AS n FROM p; CREATE VIEW v AS SELECT \"n\" FROM u",
            "CREATE VIEW v AS SELECT n FROM u; CREATE VIEW u AS SELECT id AS n FROM p",
        ),
        (
            "CREATE TRIGGER r BEFORE UPDATE OF a, b ON p FOR EACH ROW WHEN (new.a > 0) BEGIN SELECT 1; END",
            "create trigger if not exists main.r update of \"B\", a on p when new . \"A\" > 0 begin select 1; end",
        ),
        (
            "CREATE VIRTUAL TABLE f USING fts5(a, b)",
            "create virtual table if not exists [f] using FTS5 ( A,\n \"b\" )",
        ),
        (
            "CREATE VIRTUAL TABLE f USING fts5(a, tokenize = 'porter ascii')",
            "CREATE VIRTUAL TABLE f USING fts5(a,tokenize='porter ascii')",
        ),
        (
            "CREATE VIRTUAL TABLE f USING fts5(a, tokenize = 'porter ascii')",
            "CREATE VIRTUAL TABLE f USING fts5(a, tokenize = 'porter  ascii')",
        ),
    ]);
    different(&[
        ("CREATE VIEW v AS SELECT id FROM p", "CREATE VIEW v AS SELECT a FROM p"),
        ("CREATE VIEW v AS SELECT 'A'", "CREATE VIEW v AS SELECT 'a'"),
        (
            "CREATE VIEW v AS SELECT \"A b\" FROM p",
            "CREATE VIEW v AS SELECT \"a B\" FROM p",
        ),
        (
            "CREATE VIEW v AS SELECT \"x\" FROM p",
            "CREATE VIEW v AS SELECT \"X\" FROM p",
        ),
        ("CREATE VIEW v(x) AS SELECT 1", "CREATE VIEW v AS SELECT 1"),
        ("CREATE VIEW v(x) AS SELECT 1", "CREATE VIEW v(X) AS SELECT 1"),
        (
            "CREATE VIEW v AS SELECT count(*) FROM p",
            "CREATE VIEW v AS SELECT COUNT(*) FROM p",
        ),
        (
            "CREATE VIEW v AS SELECT a+1 FROM p",
            "CREATE VIEW v AS SELECT a + 1 FROM p",
        ),
        (
            "CREATE VIEW v AS SELECT 1 FROM p AS \"left\" JOIN p",
            "CREATE VIEW v AS SELECT 1 FROM p LEFT JOIN p",
        ),
        (
            "CREATE VIEW v AS SELECT a LIKE \"x\" FROM p",
            "CREATE VIEW v AS SELECT a LIKE \"X\" FROM p",
        ),
        (
            "CREATE VIEW v AS SELECT main.id FROM p main, p id",
            "CREATE VIEW v AS SELECT id FROM p main, p id",
        ),
        (
            "CREATE VIEW v AS SELECT 1 FROM p LIMIT 1, 2",
            "CREATE VIEW v AS SELECT 1 FROM p LIMIT 2 OFFSET 2",
        ),
        (
            "CREATE VIEW v AS SELECT 1 FROM p LEFT JOIN q",
            "CREATE VIEW v AS SELECT 1 FROM p \"left\" JOIN q",
        ),
        (
            "CREATE TRIGGER r AFTER INSERT ON p BEGIN SELECT 1; END",
            "CREATE TRIGGER r BEFORE INSERT ON p BEGIN SELECT 1; END",
        ),
        (
            "CREATE TRIGGER r AFTER UPDATE ON p BEGIN SELECT 1; END",
            "CREATE TRIGGER r AFTER UPDATE OF a ON p BEGIN SELECT 1; END",
        ),
        (
            "CREATE TRIGGER r AFTER INSERT ON p WHEN new.a BEGIN SELECT 1; END",
            "CREATE TRIGGER r AFTER INSERT ON p BEGIN SELECT 1; END",
        ),
        (
            "CREATE VIRTUAL TABLE f USING fts5(a, b)",
            "CREATE VIRTUAL TABLE f USING fts5(b, a)",
        ),
        (
            "CREATE VIRTUAL TABLE f USING fts5(a)",
            "CREATE VIRTUAL TABLE f USING fts5(a UNINDEXED)",
        ),
        (
            "CREATE VIRTUAL TABLE f USING rtree(a, b, c)",
            "CREATE VIRTUAL TABLE f USING rtree_i32(a, b, c)",
        ),
    ]);
}

#[test]
fn a_parents_new_key_is_seen_by_the_child_that_leaves_it_unwritten() {
    let child = "CREATE TABLE c (r REFERENCES d);";
    different(&[(
        &format!("CREATE TABLE d (x INTEGER PRIMARY KEY, y UNIQUE); {child}"),
        &format!("CREATE TABLE d (x UNIQUE, y INTEGER PRIMARY KEY); {child}"),
    )]);
}
