//! What rows-lost says of small files, and what it leaves alone.

mod drop_cascades_tests {
    use crate::lint::rule::tests::found;

    const BASE: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, a);\n\
        CREATE TABLE posts (id INTEGER PRIMARY KEY, u REFERENCES users(id) ON DELETE CASCADE);\n\
        CREATE TABLE likes (p REFERENCES posts(id) ON DELETE SET NULL);\n";

    fn second(text: &str) -> Vec<String> {
        found("rows-lost", &[("1.sql", BASE), ("2.sql", text)])
    }

    #[test]
    fn a_rebuild_of_a_parent() {
        let naive = "PRAGMA foreign_keys=OFF;\nCREATE TABLE n (id INTEGER PRIMARY KEY);\nINSERT INTO n SELECT id FROM users;\n\
            DROP TABLE users;\nALTER TABLE n RENAME TO users;\n";
        assert_eq!(
            second(naive),
            ["2.sql:4:12 error DROP TABLE users: rows of posts are deleted; likes.p becomes NULL"]
        );
        let away = "ALTER TABLE users RENAME TO old;\nCREATE TABLE users (id INTEGER PRIMARY KEY);\n\
            INSERT INTO users SELECT id FROM old;\nDROP TABLE old;\n";
        assert_eq!(
            second(away),
            ["2.sql:4:12 error DROP TABLE old: rows of posts are deleted; likes.p becomes NULL"]
        );
    }

    #[test]
    fn what_keeps_the_rows() {
        for safe in [
            // Leaf first, all copied.
            "CREATE TABLE u2 (id INTEGER PRIMARY KEY); INSERT INTO u2 SELECT id FROM users;
             CREATE TABLE p2 (id INTEGER PRIMARY KEY, u REFERENCES u2(id) ON DELETE CASCADE); INSERT INTO p2 SELECT * FROM posts;
             CREATE TABLE l2 (p REFERENCES p2(id) ON DELETE SET NULL); INSERT INTO l2 SELECT * FROM likes;
             DROP TABLE likes; DROP TABLE posts; DROP TABLE users;
             ALTER TABLE u2 RENAME TO users; ALTER TABLE p2 RENAME TO posts; ALTER TABLE l2 RENAME TO likes;",
            // Guards.
            "CREATE TRIGGER g BEFORE DELETE ON posts BEGIN SELECT RAISE(IGNORE); END;
             CREATE TABLE n (id INTEGER PRIMARY KEY, a); INSERT INTO n SELECT * FROM users; DROP TABLE users;
             ALTER TABLE n RENAME TO users; DROP TRIGGER g;",
            // All of them go.
            "DROP TABLE users; DROP TABLE posts; DROP TABLE likes;",
            // A leaf.
            "CREATE TABLE n (p); INSERT INTO n SELECT p FROM likes; DROP TABLE likes; ALTER TABLE n RENAME TO likes;",
        ] {
            assert_eq!(second(safe), [""; 0], "{safe}");
        }
        let within = format!("{BASE} DROP TABLE users;");
        assert_eq!(
            found("rows-lost", &[("1.sql", &within)]),
            [""; 0],
            "nothing is there yet"
        );
    }
}

mod replace_cascades_tests {
    use crate::lint::rule::tests::found;

    fn check(files: &[(&str, &str)]) -> Vec<String> {
        found("rows-lost", files)
    }

    #[test]
    fn a_parent_and_a_leaf() {
        let base = "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p(id) ON DELETE CASCADE);";
        let text =
            "INSERT OR REPLACE INTO p VALUES (1);\nREPLACE INTO c VALUES (1);\nINSERT OR IGNORE INTO p VALUES (2);\n";
        assert_eq!(
            check(&[("1.sql", base), ("2.sql", text)]),
            ["2.sql:1:24 warning replacing a row of p affects other rows: rows of c are deleted"]
        );
        assert_eq!(
            check(&[("1.sql", &format!("{base} REPLACE INTO p VALUES (1);"))]),
            [""; 0],
            "no row is there yet"
        );
    }
}

mod partial_copy_tests {
    use crate::lint::rule::tests::found;

    fn check(files: &[(&str, &str)]) -> Vec<String> {
        found("rows-lost", files)
    }

    #[test]
    fn rows_that_are_left_out() {
        let base = ("1.sql", "CREATE TABLE t (a); CREATE TABLE log (a);");
        let rebuilt = |copy: &str| format!("CREATE TABLE n (a);\n{copy};\nDROP TABLE t;\nALTER TABLE n RENAME TO t;\n");
        assert_eq!(
            check(&[base, ("2.sql", &rebuilt("INSERT INTO n SELECT a FROM t WHERE a > 1"))]),
            ["2.sql:2:13 warning rows of t that WHERE leaves out of the copy are deleted when t is dropped"]
        );
        assert_eq!(
            check(&[
                base,
                (
                    "2.sql",
                    &rebuilt("INSERT OR IGNORE INTO n SELECT a FROM t").replace("n (a)", "n (a UNIQUE)")
                )
            ]),
            ["2.sql:2:23 warning rows of t that OR IGNORE leaves out of the copy are deleted when t is dropped"]
        );
        for (copy, word) in [
            ("SELECT a FROM (SELECT a FROM t WHERE a IS NOT NULL)", "WHERE"),
            ("SELECT a FROM (SELECT a FROM t ORDER BY a LIMIT 100)", "LIMIT"),
            ("WITH x AS (SELECT DISTINCT a FROM t) SELECT a FROM x", "DISTINCT"),
        ] {
            let gone = format!(
                "2.sql:2:13 warning rows of t that {word} leaves out of the copy are deleted when t is dropped"
            );
            assert_eq!(
                check(&[base, ("2.sql", &rebuilt(&format!("INSERT INTO n {copy}")))]),
                [gone]
            );
        }
        assert_eq!(
            check(&[base, ("2.sql", &rebuilt("INSERT INTO n SELECT l.a FROM t l, log u"))]),
            ["2.sql:2:13 warning the comma join may copy a row of t several times or not at all"]
        );
        // An outer join leaves no row out, and doubles those with two partners.
        for on in ["t.a = u.x", "u.x = t.a"] {
            assert_eq!(
                check(&[
                    ("1.sql", "CREATE TABLE t (a); CREATE TABLE u (x);"),
                    (
                        "2.sql",
                        &rebuilt(&format!("INSERT INTO n SELECT t.a FROM t LEFT JOIN u ON {on}"))
                    )
                ]),
                ["2.sql:2:13 warning the join may copy a row of t more than once"],
                "{on}"
            );
        }
        assert_eq!(
            check(&[
                ("1.sql", "CREATE TABLE t (a); CREATE TABLE u (x UNIQUE);"),
                (
                    "2.sql",
                    &rebuilt("INSERT INTO n SELECT t.a FROM t LEFT JOIN u ON u.x = t.a")
                )
            ]),
            [""; 0]
        );
        for copy in [
            "SELECT a FROM (SELECT a FROM t)",
            "WITH x AS (SELECT a FROM t) SELECT a FROM x",
        ] {
            let fine = rebuilt(&format!("INSERT INTO n {copy}"));
            assert_eq!(check(&[base, ("2.sql", &fine)]), [""; 0], "{copy}");
        }
        assert_eq!(
            check(&[base, ("2.sql", &rebuilt("INSERT INTO n SELECT a FROM t ORDER BY a"))]),
            [""; 0]
        );
        assert_eq!(
            check(&[base, ("2.sql", "INSERT INTO log SELECT a FROM t WHERE a = 1;")]),
            [""; 0],
            "t stays"
        );
    }
}

mod recreated_empty_tests {
    use crate::lint::rule::tests::found;

    fn check(files: &[(&str, &str)]) -> Vec<String> {
        found("rows-lost", files)
    }

    #[test]
    fn a_table_that_comes_back_empty() {
        let base = ("1.sql", "CREATE TABLE t (a);");
        assert_eq!(
            check(&[base, ("2.sql", "DROP TABLE IF EXISTS t;\nCREATE TABLE t (a, b);\n")]),
            ["2.sql:1:22 warning t is dropped and created again, which deletes its rows"]
        );
        let aside = "CREATE TABLE b AS SELECT * FROM t; DROP TABLE t; CREATE TABLE t (a, b); INSERT INTO t (a) SELECT a FROM b; DROP TABLE b;";
        assert_eq!(check(&[base, ("2.sql", aside)]), [""; 0]);
        for with in [
            "WITH x AS (SELECT a FROM t)",
            "WITH y AS (SELECT a FROM t), x(a) AS (SELECT * FROM y)",
        ] {
            let text = format!(
                "CREATE TABLE n (a, b); {with} INSERT INTO n (a) SELECT a FROM x; DROP TABLE t; ALTER TABLE n RENAME TO t;"
            );
            assert_eq!(check(&[base, ("2.sql", &text)]), [""; 0], "{with}");
        }
        let failing =
            "CREATE TABLE n (a); INSERT INTO n SELECT t.a FROM t JOIN absent; DROP TABLE t; ALTER TABLE n RENAME TO t;";
        assert_eq!(check(&[base, ("2.sql", failing)]), [""; 0], "does-not-run");
        let other = "CREATE TABLE n (a, b); WITH x AS (SELECT 1 AS a) INSERT INTO n (a) SELECT a FROM x; DROP TABLE t; ALTER TABLE n RENAME TO t;";
        assert_eq!(check(&[base, ("2.sql", other)]).len(), 1);
        assert_eq!(
            check(&[base, ("2.sql", "DROP TABLE IF EXISTS u; CREATE TABLE u (a);")]),
            [""; 0]
        );
    }
}

mod several_tables_in_one_file {
    use crate::lint::rule::tests::found;

    const GROUPS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, a);\n\
        CREATE TABLE groups (id INTEGER PRIMARY KEY, u REFERENCES users(id) ON DELETE SET NULL);\n\
        CREATE TABLE members (id INTEGER PRIMARY KEY, g REFERENCES groups(id) ON DELETE CASCADE, x);\n";

    fn rebuilt(table: &str, columns: &str, list: &str) -> String {
        format!(
            "CREATE TABLE n ({columns});\nINSERT INTO n ({list}) SELECT {list} FROM {table};\nDROP TABLE {table};\nALTER TABLE n RENAME TO {table};\n"
        )
    }

    fn second(code: &str, text: &str) -> Vec<String> {
        found(code, &[("1.sql", GROUPS), ("2.sql", text)])
    }

    #[test]
    fn rows_that_went_before_their_table_was_copied_are_said_once() {
        let text = rebuilt(
            "groups",
            "id INTEGER PRIMARY KEY, u REFERENCES users(id) ON DELETE SET NULL, b",
            "id, u",
        ) + &rebuilt(
            "members",
            "id INTEGER PRIMARY KEY, g REFERENCES groups(id) ON DELETE CASCADE, x, y",
            "id, g, x",
        );
        assert_eq!(
            second("rows-lost", &text),
            ["2.sql:3:12 error DROP TABLE groups: rows of members are deleted"]
        );
    }

    #[test]
    fn a_copy_that_a_later_drop_empties() {
        let text = rebuilt(
            "groups",
            "id INTEGER PRIMARY KEY, u REFERENCES users(id) ON DELETE SET NULL, b",
            "id, u",
        ) + &rebuilt("users", "id INTEGER PRIMARY KEY, a, b", "id, a");
        assert_eq!(
            second("rows-lost", &text),
            [
                "2.sql:3:12 error DROP TABLE groups: rows of members are deleted",
                "2.sql:7:12 error DROP TABLE users: groups.u becomes NULL"
            ]
        );
        assert_eq!(second("values-lost", &text), [""; 0]);
    }

    #[test]
    fn a_copy_that_refers_to_what_it_was_copied_from() {
        let base = (
            "1.sql",
            "CREATE TABLE t (id INTEGER PRIMARY KEY, up REFERENCES t(id) ON DELETE SET NULL);",
        );
        let text = rebuilt(
            "t",
            "id INTEGER PRIMARY KEY, up REFERENCES t(id) ON DELETE SET NULL, a",
            "id, up",
        );
        assert_eq!(
            found("rows-lost", &[base, ("2.sql", &text)]),
            ["2.sql:3:12 error DROP TABLE empties t.up of the copy of t: the rows that it refers to are deleted"]
        );
        assert_eq!(found("values-lost", &[base, ("2.sql", &text)]), [""; 0]);
        let itself = text.replace("REFERENCES t(", "REFERENCES n(");
        assert_eq!(found("rows-lost", &[base, ("2.sql", &itself)]), [""; 0]);
    }

    #[test]
    fn a_table_that_is_dropped_beside_the_rebuild_of_one_like_it() {
        let base = (
            "1.sql",
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, c); CREATE TABLE old (id INTEGER PRIMARY KEY, a, b, c);",
        );
        let text = format!(
            "DROP TABLE old;\n{}",
            rebuilt("t", "id INTEGER PRIMARY KEY, a, b, c, d", "id, a, b, c")
        );
        for code in ["rows-lost", "values-lost"] {
            assert_eq!(found(code, &[base, ("2.sql", &text)]), [""; 0], "{code}");
        }
        assert_eq!(found("drop-table", &[base, ("2.sql", &text)]).len(), 1);
    }

    #[test]
    fn rows_that_two_drops_take() {
        let base = "CREATE TABLE a (id INTEGER PRIMARY KEY, x);\nCREATE TABLE b (id INTEGER PRIMARY KEY, x);\n\
            CREATE TABLE c (id INTEGER PRIMARY KEY, a REFERENCES a(id) ON DELETE CASCADE, b REFERENCES b(id) ON DELETE CASCADE);\n";
        let text = rebuilt("a", "id INTEGER PRIMARY KEY, x, y", "id, x")
            + &rebuilt("b", "id INTEGER PRIMARY KEY, x, y", "id, x");
        let said = found("rows-lost", &[("1.sql", base), ("2.sql", &text)]);
        assert_eq!(
            said.first().map(String::as_str),
            Some("2.sql:3:12 error DROP TABLE a: rows of c are deleted")
        );
    }
}
