//! Each odd expression with its message, and a fine neighbour of it.

use crate::lint::rule::tests::found;

const BASE: (&str, &str) = (
    "1.sql",
    "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, n INTEGER, m INTEGER, r REAL, at TEXT, epoch INTEGER, day DATE);
     CREATE TABLE u (id INTEGER PRIMARY KEY, t_id INTEGER, x TEXT, closed INTEGER);
     CREATE TABLE k (key TEXT PRIMARY KEY, v TEXT, n INTEGER NOT NULL DEFAULT 0);
     INSERT INTO t (id, n) VALUES (7, 1);",
);

fn check(text: &str) -> Vec<String> {
    found("wrong-condition", &[BASE, ("2.sql", text)])
}

/// Holds that the first text is named with these words, and that the second is not named at all.
pub(in crate::checks::lint::rule) fn holds(pairs: &[(&str, &str, &str)]) {
    let mut wrong = Vec::new();
    for (odd, words, fine) in pairs {
        let found = check(odd);
        if !found.iter().any(|it| it.contains(words)) {
            wrong.push(format!("{odd}\n  not named with: {words}\n  but: {found:?}"));
        }
        assert_eq!(check(fine), [""; 0], "{fine}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn comparisons() {
    holds(&[
        (
            "UPDATE t SET a = 'x' WHERE 1 < n < 5;",
            "1 < n < 5 compares the result of 1 < n, which is 0 or 1",
            "UPDATE t SET a = 'x' WHERE 1 < n AND n < 5;",
        ),
        (
            "UPDATE t SET n = 1 WHERE a = 'x' OR 'y';",
            "OR 'y' is not compared with anything",
            "UPDATE t SET n = 1 WHERE a = 'x' OR n;",
        ),
        (
            "UPDATE t SET a = 'x' WHERE NOT n = 1 AND m = 1;",
            "note NOT applies only to n = 1",
            "UPDATE t SET a = 'x' WHERE NOT (n = 1 AND m = 1);",
        ),
        (
            "DELETE FROM t WHERE n = 5 AND a = 'x' OR a = 'y';",
            "AND binds closer than OR: a = 'y' holds without the rest of n = 5 AND a = 'x'",
            "DELETE FROM t WHERE n = 5 AND a = 'x' OR b = 'y';",
        ),
        (
            "DELETE FROM t WHERE a = \"a\";",
            "\"a\" is the column, not a text",
            "DELETE FROM t WHERE a = 'a';",
        ),
        (
            "UPDATE t SET n = 1 WHERE a IN ('x', NULL);",
            "a IN a list with NULL does not find NULL",
            "UPDATE t SET n = 1 WHERE a IN ('x', 'y') OR a IS NULL;",
        ),
        (
            "UPDATE t SET a = CASE b WHEN NULL THEN 'x' ELSE a END WHERE n = 2;",
            "CASE b WHEN NULL is never taken",
            "UPDATE t SET a = CASE WHEN b IS NULL THEN 'x' ELSE a END WHERE n = 2;",
        ),
        (
            "UPDATE t SET n = 1 WHERE a IN ('x,y');",
            "compares with a single text that contains commas",
            "UPDATE t SET n = 1 WHERE a IN ('x', 'y');",
        ),
        (
            "DELETE FROM t WHERE a GLOB 'x%';",
            "% is not a wildcard in GLOB",
            "DELETE FROM t WHERE a GLOB 'x*';",
        ),
        (
            "DELETE FROM t WHERE a LIKE 'x*';",
            "* is not a wildcard in LIKE",
            "DELETE FROM t WHERE a LIKE 'x%';",
        ),
        (
            "DELETE FROM t WHERE a LIKE 'tmp_%';",
            "note _ matches any character in LIKE",
            "DELETE FROM t WHERE a LIKE 'tmp\\_%' ESCAPE '\\';",
        ),
        (
            "DELETE FROM t WHERE a LIKE 'A%';",
            "note LIKE ignores case",
            "DELETE FROM t WHERE a LIKE 'Apple%';",
        ),
        (
            "DELETE FROM t WHERE 'a' = 'x';",
            "'a' in single quotes is a text, not the column a",
            "DELETE FROM t WHERE a = 'x';",
        ),
        (
            "DELETE FROM t WHERE json_extract(a, '$.x') = 'true';",
            "note json_extract(a, '$.x') returns 1 or 0",
            "DELETE FROM t WHERE json_extract(a, '$.x') = 'yes';",
        ),
    ]);
}

#[test]
fn comparisons_of_two_kinds() {
    holds(&[
        (
            "DELETE FROM t WHERE epoch < date('now', '-30 days');",
            "every number is less than every text",
            "DELETE FROM t WHERE epoch < unixepoch('now', '-30 days');",
        ),
        (
            "DELETE FROM t WHERE length(a) < '5';",
            "every number is less than every text",
            "DELETE FROM t WHERE length(a) < 5;",
        ),
        (
            "UPDATE t SET a = 'x' WHERE strftime('%Y', at) = 2024;",
            "a number never equals a text",
            "UPDATE t SET a = 'x' WHERE strftime('%Y', at) = '2024';",
        ),
        (
            "UPDATE t SET a = 'x' WHERE n = 'true';",
            "n is a column of numbers and 'true' a text",
            "UPDATE t SET a = 'x' WHERE n = '1';",
        ),
        (
            "DELETE FROM t WHERE a < 10;",
            "a is TEXT, so 10 compares letter by letter",
            "DELETE FROM t WHERE CAST(a AS INTEGER) < 10;",
        ),
        (
            "DELETE FROM t WHERE julianday('now') - at > 30;",
            "at is its leading number, the year",
            "DELETE FROM t WHERE julianday('now') - julianday(at) > 30;",
        ),
        (
            "UPDATE t SET a = 'x' WHERE at BETWEEN '2025-01-01' AND '2025-01-31';",
            "note BETWEEN ends at the start of 2025-01-31",
            "UPDATE t SET a = 'x' WHERE day BETWEEN '2025-01-01' AND '2025-01-31';",
        ),
        (
            "UPDATE t SET b = 'x' WHERE a <> 'y';",
            "note rows whose a is NULL do not satisfy WHERE a <> 'y'",
            "UPDATE t SET b = 'x' WHERE a <> 'y' OR a IS NULL;",
        ),
        (
            "DELETE FROM t WHERE a NOT LIKE '%x';",
            "note rows whose a is NULL",
            "DELETE FROM k WHERE n <> 2;",
        ),
    ]);
}

#[test]
fn values() {
    holds(&[
        (
            "UPDATE t SET at = CAST(at AS DATE);",
            "DATE is not an SQLite type",
            "UPDATE t SET at = date(at);",
        ),
        (
            "UPDATE t SET n = CAST(r * 100 AS INTEGER);",
            "truncates",
            "UPDATE t SET n = CAST(round(r * 100) AS INTEGER);",
        ),
        (
            "UPDATE t SET a = CAST(replace(a, ' ', '') AS INTEGER);",
            "drops leading zeros",
            "UPDATE t SET n = CAST(replace(a, ' ', '') AS INTEGER);",
        ),
        (
            "UPDATE t SET r = n / m * 100;",
            "n / m divides integers",
            "UPDATE t SET r = n * 100 / m, m = epoch / 1000;",
        ),
        (
            "UPDATE t SET a = substr(a, 0, 7);",
            "starts before the first letter",
            "UPDATE t SET a = substr(a, 1, 7);",
        ),
        (
            "UPDATE t SET b = substr(a, 1, instr(a, '@') - 1);",
            "is '' if instr() finds nothing",
            "UPDATE t SET b = substr(a, 1, instr(a, '@') - 1) WHERE instr(a, '@') > 1;",
        ),
        (
            "UPDATE t SET a = ltrim(a, 'id_');",
            "ltrim removes each of the letters of 'id_'",
            "UPDATE t SET a = trim(a, ' _-x');",
        ),
        (
            "UPDATE t SET a = strftime('%Y-%M', at);",
            "%M is the minute",
            "UPDATE t SET a = strftime('%Y-%m', at);",
        ),
        (
            "UPDATE t SET a = replace(a, 'http', 'https');",
            "values that already contain 'https' get it twice",
            "UPDATE t SET a = replace(a, 'http://', 'https://');",
        ),
        (
            "UPDATE t SET a = b + ' ' + at;",
            "+ adds numbers",
            "UPDATE t SET a = b || ' ' || at, n = n + 1;",
        ),
        (
            "UPDATE t SET a = coalesce(b, a);",
            "note b replaces a wherever it is not NULL",
            "UPDATE t SET a = coalesce(a, b);",
        ),
        (
            "UPDATE t SET a = ifnull(a, a);",
            "has the same value twice",
            "UPDATE t SET a = ifnull(a, '');",
        ),
        (
            "ALTER TABLE t ADD COLUMN c TEXT; UPDATE t SET c = 'b' WHERE c IS NULL;",
            "note 'b' in single quotes is a text, not the column b",
            "ALTER TABLE t ADD COLUMN c TEXT; UPDATE t SET c = b WHERE c IS NULL;",
        ),
        (
            "UPDATE t SET n = 3 AND m = 1 WHERE a = 'x';",
            "SET n = … AND m = … writes a truth value into n",
            "UPDATE t SET n = 3, m = 1 WHERE a = 'x';",
        ),
        (
            "UPDATE t SET a = \"n\" WHERE b = 'x';",
            "\"n\" is the column of that name, not a text",
            "UPDATE t SET a = \"b\" WHERE b = 'x';",
        ),
    ]);
}

#[test]
fn defaults() {
    holds(&[
        (
            "ALTER TABLE t ADD COLUMN c TEXT DEFAULT 'now';",
            "DEFAULT 'now' of c is a text, the same for every row",
            "ALTER TABLE t ADD COLUMN c TEXT DEFAULT 'today';",
        ),
        (
            "ALTER TABLE t ADD COLUMN c TEXT DEFAULT 'NULL';",
            "DEFAULT 'NULL' of c is a text",
            "ALTER TABLE t ADD COLUMN c TEXT DEFAULT NULL;",
        ),
        (
            "CREATE TABLE w (c TEXT DEFAULT 'datetime(''now'')');",
            "is a text, the same for every row",
            "CREATE TABLE w (c TEXT DEFAULT (datetime('now')));",
        ),
        (
            "ALTER TABLE t ADD COLUMN c TEXT DEFAULT 030;",
            "DEFAULT 030 of c is the number 30",
            "ALTER TABLE t ADD COLUMN c TEXT DEFAULT '030';",
        ),
        (
            "ALTER TABLE t ADD COLUMN c INTEGER NOT NULL DEFAULT 'false';",
            "DEFAULT 'false' of c is a text in a numeric column",
            "ALTER TABLE t ADD COLUMN c INTEGER NOT NULL DEFAULT '0';",
        ),
    ]);
}

#[test]
fn conditions_of_one_file_share_their_rows() {
    let text: String = (1..9)
        .map(|it| format!("UPDATE k SET n = {it} WHERE v = 'v{it}';\n"))
        .collect();
    assert_eq!(check(&text), [""; 0]);
    let never = format!("{text}UPDATE k SET n = 0 WHERE v = 'a' AND v = 'b';");
    assert_eq!(check(&never).len(), 1);
}

#[test]
fn ranges_that_hold_something() {
    holds(&[
        (
            "UPDATE t SET a = 'x' WHERE n > 10 AND n < 5;",
            "no row can satisfy WHERE n > 10 AND n < 5",
            "UPDATE t SET a = 'x' WHERE n > 5 AND n < 10 AND m BETWEEN 1 AND 9;",
        ),
        (
            "UPDATE t SET b = 'x' WHERE a BETWEEN 'z' AND 'a';",
            "no row can satisfy",
            "UPDATE t SET b = 'x' WHERE a > 'a' AND a < 'z';",
        ),
    ]);
}
