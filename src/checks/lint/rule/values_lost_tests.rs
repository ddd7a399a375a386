//! What values-lost says of small files, and what it leaves alone.

mod lost_values_tests {
    use crate::lint::rule::tests::found;

    const BASE: (&str, &str) = (
        "1.sql",
        "CREATE TABLE c (id INTEGER PRIMARY KEY, x TEXT, y TEXT); CREATE TABLE log (id, y);",
    );

    fn rebuilt(new: &str, copy: &str) -> Vec<String> {
        let text = format!("CREATE TABLE n ({new});\n{copy};\nDROP TABLE c;\nALTER TABLE n RENAME TO c;\n");
        found("values-lost", &[BASE, ("2.sql", &text)])
    }

    fn same(copy: &str) -> Vec<String> {
        rebuilt("id INTEGER PRIMARY KEY, x TEXT, y TEXT", copy)
    }

    #[test]
    fn columns_that_the_copy_leaves_out() {
        assert_eq!(
            same("INSERT INTO n (id, x) SELECT id, x FROM c"),
            ["2.sql:2:13 error values of c are lost when it is dropped: the copy leaves y out"]
        );
        assert_eq!(
            same("INSERT INTO n (id) SELECT id FROM c"),
            ["2.sql:2:13 error values of c are lost when it is dropped: the copy leaves x, y out"]
        );
        assert_eq!(
            same("INSERT INTO n (id, x) SELECT id, x FROM c; UPDATE n SET y = ''").len(),
            1
        );
        assert_eq!(
            same("INSERT INTO n (x, y) SELECT x, y FROM c"),
            ["2.sql:2:13 error rows of c get new ids: the copy leaves id out"]
        );
    }

    #[test]
    fn columns_that_the_copy_overwrites() {
        assert_eq!(
            same("INSERT INTO n SELECT id, x, NULL FROM c"),
            ["2.sql:2:13 warning values of c.y are lost: the copy writes NULL into every row"]
        );
        assert_eq!(
            same("INSERT INTO n (id, x, y) SELECT id, lower('A') AS x, y FROM c"),
            ["2.sql:2:13 warning values of c.x are lost: the copy writes lower('A') into every row"]
        );
        assert_eq!(
            same("INSERT INTO n SELECT NULL, x, '' y FROM c"),
            [
                "2.sql:2:13 warning rows of c get new ids: the copy writes NULL for id",
                "2.sql:2:13 warning values of c.y are lost: the copy writes '' into every row"
            ]
        );
    }

    #[test]
    fn a_copy_under_another_name() {
        let text = |new: &str, copy: &str| {
            let text = format!(
                "CREATE TABLE n (id INTEGER PRIMARY KEY, {new});\nINSERT INTO n {copy} FROM c;\nDROP TABLE c;\n"
            );
            found("values-lost", &[BASE, ("2.sql", &text)])
        };
        assert_eq!(
            text("x, y", "(id, x) SELECT id, x"),
            ["2.sql:2:13 error values of c are lost when it is dropped: the copy leaves y out"]
        );
        assert_eq!(text("x, y", "(id, x, y) SELECT id, x, y"), [""; 0]);
        assert_eq!(text("x, total", "(x, total) SELECT x, count(*)"), [""; 0], "other rows");
    }

    #[test]
    fn a_copy_aside_that_leaves_a_column_out() {
        let text =
            "CREATE TABLE b AS SELECT id, x FROM c; DROP TABLE c;\nCREATE TABLE c (id INTEGER PRIMARY KEY, x, y);
            INSERT INTO c (id, x) SELECT id, x FROM b; DROP TABLE b;";
        assert_eq!(found("values-lost", &[BASE, ("2.sql", text)]).len(), 1);
        let whole = text.replace("id, x FROM", "* FROM").replace("c (id, x)", "c");
        assert_eq!(found("values-lost", &[BASE, ("2.sql", &whole)]), [""; 0]);
    }

    #[test]
    fn values_that_are_kept() {
        for copy in [
            "INSERT INTO n SELECT * FROM c",
            "INSERT INTO n (rowid, x, y) SELECT rowid, x, y FROM c",
            "INSERT INTO n (id, x, y) SELECT id, x, y FROM c WHERE x = 1 UNION ALL SELECT id, x, y FROM c WHERE x <> 1",
            "INSERT INTO n SELECT id, x, coalesce(y, '-') FROM c",
            "INSERT INTO n (id, x) SELECT id, x || y FROM c",
            "INSERT INTO n (id, x) SELECT id, x FROM c; UPDATE n SET y = (SELECT y FROM c WHERE c.id = n.id)",
            "INSERT INTO n (id, x) SELECT id, x FROM c; INSERT INTO log (id, y) SELECT id, y FROM c",
            "CREATE TABLE aside AS SELECT * FROM c; INSERT INTO n (id, x) SELECT id, x FROM c",
        ] {
            assert_eq!(same(copy), [""; 0], "{copy}");
        }
        // A column that goes, and one that is new, are other matters.
        let copy = "INSERT INTO n (id, x) SELECT id, x FROM c";
        assert_eq!(rebuilt("id INTEGER PRIMARY KEY, x, z", copy), [""; 0]);
        assert_eq!(
            rebuilt("id INTEGER PRIMARY KEY, x, y AS (x)", copy),
            [""; 0],
            "it is computed from now on"
        );
    }
}

mod copy_order_tests {
    use crate::lint::rule::tests::found;

    fn check(files: &[(&str, &str)]) -> Vec<String> {
        found("values-lost", files)
    }

    const BASE: (&str, &str) = ("1.sql", "CREATE TABLE t (a, b, c);");

    fn rebuilt(new: &str, copy: &str) -> String {
        format!("CREATE TABLE n ({new});\n{copy};\nDROP TABLE t;\nALTER TABLE n RENAME TO t;\n")
    }

    #[test]
    fn another_order() {
        let star = rebuilt("b, a, c", "INSERT INTO n SELECT * FROM t");
        assert_eq!(
            check(&[BASE, ("2.sql", &star)]),
            ["2.sql:2:13 error t.b is copied into t.a"]
        );
        let listed = rebuilt("a, b, c", "INSERT INTO n (a, b, c) SELECT a, c, b FROM t");
        assert_eq!(
            check(&[BASE, ("2.sql", &listed)]),
            ["2.sql:2:13 warning t.c is copied into t.b"]
        );
    }

    #[test]
    fn the_same_order_and_new_names() {
        for (new, copy) in [
            ("a, b, c", "INSERT INTO n SELECT * FROM t"),
            ("c, a", "INSERT INTO n (a, c) SELECT a, c FROM t"),
            ("a, b, d", "INSERT INTO n SELECT * FROM t"),
            ("a, b, c", "INSERT INTO n SELECT a, coalesce(b, c), c FROM t"),
        ] {
            assert_eq!(check(&[BASE, ("2.sql", &rebuilt(new, copy))]), [""; 0], "{new}: {copy}");
        }
    }
}

mod computed {
    use crate::lint::rule::tests::found;

    #[test]
    fn a_number_in_a_column_of_numbers() {
        let base = (
            "1.sql",
            "CREATE TABLE t (id INTEGER PRIMARY KEY, n INT NOT NULL DEFAULT 0, a);",
        );
        let said = |text: &str| found("values-lost", &[base, ("2.sql", text)]);
        assert_eq!(
            said("UPDATE t SET n = n + 1;"),
            [""; 0],
            "whatever text a made row had there"
        );
        assert_eq!(said("UPDATE t SET a = a + id;").len(), 1);
    }
}

#[test]
fn a_conversion_that_the_schema_shows_is_said_there() {
    use crate::lint::rule::tests::found;
    let base = ("1.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);");
    let text = "CREATE TABLE n (id INTEGER PRIMARY KEY, a INTEGER);\nINSERT INTO n SELECT id, a FROM t;\nDROP TABLE t;\n\
        ALTER TABLE n RENAME TO t;\n";
    assert_eq!(found("lossy-conversion", &[base, ("2.sql", text)]).len(), 1);
    assert_eq!(found("values-lost", &[base, ("2.sql", text)]), [""; 0]);
}
