//! Odd statements and subqueries with their messages, and a fine neighbour of each.

use crate::lint::rule::suspicious_expression::tests::holds;

#[test]
fn subqueries() {
    holds(&[
        (
            "DELETE FROM t WHERE n IN (SELECT n FROM u);",
            "u has no column n, so the subquery returns t.n of the outer row",
            "DELETE FROM t WHERE n IN (SELECT t_id FROM u);",
        ),
        (
            "DELETE FROM t WHERE EXISTS (SELECT 1 FROM u WHERE closed = 1);",
            "EXISTS (…) does not depend on the row of t",
            "DELETE FROM t WHERE EXISTS (SELECT 1 FROM u WHERE closed = 1 AND t_id = t.id);",
        ),
        (
            "DELETE FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.t_id != t.id);",
            "is true if there is any other row",
            "DELETE FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.t_id = t.id);",
        ),
        (
            "DELETE FROM k WHERE EXISTS (SELECT 1 FROM k o WHERE o.n = k.n AND o.key <> k.key);",
            "two duplicate rows of k match each other, so both are deleted",
            "DELETE FROM k WHERE EXISTS (SELECT 1 FROM k o WHERE o.n = k.n AND o.key < k.key);",
        ),
        (
            "DELETE FROM t WHERE id NOT IN (SELECT min(id) FROM t);",
            "all but one row of t are deleted",
            "DELETE FROM t WHERE id NOT IN (SELECT min(id) FROM t GROUP BY a, b);",
        ),
        (
            "DELETE FROM t WHERE id NOT IN (SELECT min(id) FROM t GROUP BY a);",
            "rows of t without a count as duplicates",
            "DELETE FROM t WHERE a IS NOT NULL AND id NOT IN (SELECT min(id) FROM t GROUP BY a);",
        ),
        (
            "WITH x AS (SELECT id, row_number() OVER (PARTITION BY a ORDER BY id) AS i FROM t)
             DELETE FROM t WHERE id IN (SELECT id FROM x WHERE i > 1);",
            "rows of t without a count as duplicates",
            "WITH x AS (SELECT id, row_number() OVER (PARTITION BY a ORDER BY id) AS i FROM t WHERE a IS NOT NULL)
             DELETE FROM t WHERE id IN (SELECT id FROM x WHERE i > 1);",
        ),
        (
            "DELETE FROM t WHERE id IN (SELECT id FROM u);",
            "returns ids of u, not of t",
            "DELETE FROM t WHERE id IN (SELECT t_id FROM u);",
        ),
        (
            "DELETE FROM t WHERE (n, m) IN (SELECT m, n FROM t);",
            "(n, m) is compared with (m, n) in a different order",
            "DELETE FROM t WHERE (n, m) IN (SELECT n, m FROM t);",
        ),
        (
            "UPDATE t SET n = (SELECT count(*) FROM t o LEFT JOIN u ON u.t_id = o.id WHERE o.id = t.id);",
            "count(*) over a LEFT JOIN is 1 if nothing is joined",
            "UPDATE t SET n = (SELECT count(u.id) FROM t o LEFT JOIN u ON u.t_id = o.id WHERE o.id = t.id);",
        ),
    ]);
}

#[test]
fn statements() {
    holds(&[
        (
            "UPDATE t SET a = o.b FROM t o WHERE o.b = 'x' AND t.a IS NULL;",
            "WHERE does not relate rows of t to those of o",
            "UPDATE t SET a = o.b FROM t o WHERE o.id = t.n AND t.a IS NULL;",
        ),
        (
            "UPDATE t SET a = u.x FROM u WHERE u.t_id = t.id;",
            "note if several rows match, a row of t takes its values from an arbitrary row of u",
            "UPDATE t SET a = u.x FROM u WHERE u.id = t.n;",
        ),
        (
            "UPDATE OR IGNORE k SET key = lower(key);",
            "OR IGNORE skips rows of k",
            "UPDATE OR IGNORE k SET v = lower(v);",
        ),
        (
            "UPDATE OR REPLACE k SET key = lower(key);",
            "OR REPLACE deletes the rows of k",
            "UPDATE k SET key = lower(key);",
        ),
        (
            "INSERT OR IGNORE INTO u (x) VALUES ('a');",
            "u has no key on x",
            "CREATE UNIQUE INDEX u_x ON u (x); INSERT OR IGNORE INTO u (x) VALUES ('a');",
        ),
        (
            "INSERT INTO k (key, n) VALUES ('a', 9) ON CONFLICT (key) DO UPDATE SET n = n;",
            "DO UPDATE SET n = n keeps the stored value",
            "INSERT INTO k (key, n) VALUES ('a', 9) ON CONFLICT (key) DO UPDATE SET n = excluded.n;",
        ),
        (
            "UPDATE t SET a = 'y' WHERE a = 'x'; UPDATE t SET a = 'z' WHERE a = 'y';",
            "the rows that line 1 set to 'y' are changed again",
            "UPDATE t SET a = 'z' WHERE a = 'y'; UPDATE t SET a = 'y' WHERE a = 'x';",
        ),
        (
            "UPDATE t SET n = m; UPDATE t SET m = n;",
            "line 1 has already written m into n",
            "UPDATE t SET n = m, m = n;",
        ),
        (
            "INSERT INTO t (a) VALUES ('x'); INSERT INTO u (t_id, x) VALUES (3, 'y');",
            "3 is used as an id of t",
            "INSERT INTO t (id, a) VALUES (3, 'x'); INSERT INTO u (t_id, x) VALUES (3, 'y');",
        ),
        (
            "DELETE FROM t WHERE id = 1;",
            "note no migration gives a row of t the id 1",
            "DELETE FROM t WHERE id = 7;",
        ),
        (
            "INSERT INTO u (x) VALUES ('a'); INSERT INTO u (t_id) VALUES (last_insert_rowid());
             INSERT INTO t (n) VALUES (last_insert_rowid());
             CREATE TABLE s (t_id INTEGER); INSERT INTO s (t_id) VALUES (last_insert_rowid());
             INSERT INTO u (t_id) VALUES (last_insert_rowid());",
            "last_insert_rowid() belongs to the row inserted into s before",
            "INSERT INTO u (x) VALUES ('a'); INSERT INTO t (n) VALUES (last_insert_rowid());",
        ),
    ]);
}
