//! Rebuilds that guarantee-lost reports, and rebuilds that it does not report.

mod lost_index {
    use crate::lint::rule::tests::found;

    fn check(files: &[(&str, &str)]) -> Vec<String> {
        found("guarantee-lost", files)
    }

    const BASE: (&str, &str) = (
        "1.sql",
        "CREATE TABLE t (a, b); CREATE INDEX i ON t (a); CREATE UNIQUE INDEX j ON t (b);",
    );

    fn rebuilt(new: &str, after: &str) -> String {
        format!(
            "CREATE TABLE n ({new});\nINSERT INTO n (a) SELECT a FROM t;\nDROP TABLE t;\nALTER TABLE n RENAME TO t;\n{after}"
        )
    }

    #[test]
    fn what_goes_with_the_old_table() {
        assert_eq!(
            check(&[BASE, ("2.sql", &rebuilt("a, b, c", ""))]),
            [
                "2.sql:3:12 warning UNIQUE index j is dropped with the old t and not recreated",
                "2.sql:3:12 warning index i is dropped with the old t and not recreated"
            ]
        );
    }

    #[test]
    fn what_comes_back_or_cannot() {
        let back = rebuilt("a, b UNIQUE", "CREATE INDEX other ON t (a);");
        assert_eq!(check(&[BASE, ("2.sql", &back)]), [""; 0], "the same under other names");
        assert_eq!(
            check(&[BASE, ("2.sql", &rebuilt("a", "CREATE INDEX i ON t (a);"))]),
            [""; 0],
            "its column is gone"
        );
        let meant = format!("DROP INDEX i; DROP INDEX j; {}", rebuilt("a, b", ""));
        assert_eq!(
            check(&[BASE, ("2.sql", &meant)]),
            ["2.sql:1:26 note UNIQUE index j is dropped, so t allows duplicates"]
        );
    }
}

mod lost_trigger {
    use crate::lint::rule::tests::found;

    fn check(files: &[(&str, &str)]) -> Vec<String> {
        found("guarantee-lost", files)
    }

    #[test]
    fn what_goes_with_the_old_table() {
        let base = "CREATE TABLE t (a); CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END;";
        let text =
            "CREATE TABLE n (a, b);\nINSERT INTO n (a) SELECT a FROM t;\nDROP TABLE t;\nALTER TABLE n RENAME TO t;\n";
        assert_eq!(
            check(&[("1.sql", base), ("2.sql", text)]),
            ["2.sql:3:12 warning trigger r is dropped with the old t and not recreated"]
        );
        let back = format!("{text}CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END;");
        assert_eq!(check(&[("1.sql", base), ("2.sql", &back)]), [""; 0]);
        assert_eq!(
            check(&[("1.sql", base), ("2.sql", &format!("DROP TRIGGER r; {text}"))]),
            [""; 0]
        );
    }
}

mod copy_as_table {
    use crate::lint::rule::tests::found;

    fn check(files: &[(&str, &str)]) -> Vec<String> {
        found("guarantee-lost", files)
    }

    #[test]
    fn what_is_lost() {
        let base = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL DEFAULT 'x', b UNIQUE);";
        let text = "CREATE TABLE n AS SELECT id, a FROM t;\nDROP TABLE t;\nALTER TABLE n RENAME TO t;\n";
        assert_eq!(
            check(&[("1.sql", base), ("2.sql", text)]),
            ["2.sql:1:14 warning t loses PRIMARY KEY (id), NOT NULL of a, DEFAULT 'x' of a"]
        );
        let aside = "CREATE TABLE b AS SELECT * FROM t; DROP TABLE t; CREATE TABLE t (id INTEGER PRIMARY KEY, a, b);
            INSERT INTO t SELECT * FROM b; DROP TABLE b;";
        assert_eq!(
            check(&[("1.sql", base), ("2.sql", aside)]),
            [
                "2.sql:1:63 note t loses NOT NULL of a, DEFAULT 'x' of a",
                "2.sql:1:63 warning t loses UNIQUE (b)"
            ]
        );
        let plain = "CREATE TABLE t (id, a);";
        assert_eq!(check(&[("1.sql", plain), ("2.sql", text)]), [""; 0]);
    }
}

mod lost_sequence {
    use crate::lint::rule::tests::found;

    fn check(files: &[(&str, &str)]) -> Vec<String> {
        found("guarantee-lost", files)
    }

    #[test]
    fn a_sequence_that_starts_again() {
        let base = "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT);";
        let rebuilt = |carry: &str| {
            format!(
                "CREATE TABLE n (id INTEGER PRIMARY KEY AUTOINCREMENT, a);\nINSERT INTO n (id) SELECT id FROM t;\n{carry}DROP TABLE t;\n\
                ALTER TABLE n RENAME TO t;\n"
            )
        };
        assert_eq!(
            check(&[("1.sql", base), ("2.sql", &rebuilt(""))]),
            ["2.sql:3:12 warning ids of deleted rows of t are reused: its AUTOINCREMENT sequence is not copied"]
        );
        let carry =
            "UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 't') WHERE name = 'n';\n";
        assert_eq!(check(&[("1.sql", base), ("2.sql", &rebuilt(carry))]), [""; 0]);
    }
}

mod constraints {
    use crate::lint::rule::tests::found;

    fn rebuilt(old: &str, new: &str) -> Vec<String> {
        let base = format!("CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t ({old});");
        let text = format!(
            "CREATE TABLE n ({new});\nINSERT INTO n (a) SELECT a FROM t;\nDROP TABLE t;\nALTER TABLE n RENAME TO t;\n"
        );
        found("guarantee-lost", &[("1.sql", &base), ("2.sql", &text)])
            .iter()
            .filter_map(|it| Some(it.split_once(' ')?.1.to_owned()))
            .collect()
    }

    #[test]
    fn what_the_new_definition_leaves_out() {
        for (old, new, said) in [
            ("a CHECK (a > 0)", "a", "warning t loses CHECK (a > 0)"),
            ("a, b, PRIMARY KEY (a, b)", "a, b", "warning t loses PRIMARY KEY (a, b)"),
            (
                "a INTEGER PRIMARY KEY",
                "a INT PRIMARY KEY",
                "warning t loses INTEGER PRIMARY KEY of a, which generates ids and is never NULL",
            ),
            (
                "a INTEGER PRIMARY KEY AUTOINCREMENT",
                "a INTEGER PRIMARY KEY",
                "warning t loses AUTOINCREMENT",
            ),
            ("a COLLATE NOCASE", "a", "warning t loses COLLATE NOCASE of a"),
            ("a UNIQUE", "a, b", "warning t loses UNIQUE (a)"),
            ("a UNIQUE, b", "a, b, UNIQUE (a, b)", "warning t loses UNIQUE (a)"),
            ("a NOT NULL", "a", "note t loses NOT NULL of a"),
            ("a DEFAULT 7", "a", "note t loses DEFAULT 7 of a"),
            ("a, b AS (a + 1)", "a, b", "note t loses GENERATED of b"),
            ("a REFERENCES p", "a", "note t loses the foreign key a → p"),
            (
                "a REFERENCES p ON DELETE CASCADE",
                "a REFERENCES p",
                "note t loses ON DELETE CASCADE of a",
            ),
            (
                "a UNIQUE ON CONFLICT REPLACE",
                "a UNIQUE",
                "note t loses an ON CONFLICT clause",
            ),
        ] {
            assert_eq!(rebuilt(old, new), [said], "{old} → {new}");
        }
    }

    #[test]
    fn what_is_no_less() {
        for (old, new) in [
            ("a CHECK (a IN ('x'))", "a CHECK (a IN ('x', 'y'))"),
            ("a CHECK (a > 0)", "a CHECK (a >= 1)"),
            ("a, b CHECK (b > 0)", "a"),
            ("a UNIQUE", "a PRIMARY KEY"),
            ("a, UNIQUE (a)", "a CONSTRAINT c UNIQUE"),
            ("a INT PRIMARY KEY", "a INTEGER PRIMARY KEY"),
            ("a", "a NOT NULL DEFAULT 1 CHECK (a <> 2)"),
        ] {
            assert_eq!(rebuilt(old, new), [""; 0], "{old} → {new}");
        }
    }

    #[test]
    fn indexes_and_triggers_that_come_back_as_less() {
        let base = "CREATE TABLE t (a, b); CREATE UNIQUE INDEX i ON t (a); CREATE VIEW v AS SELECT a FROM t;
            CREATE TRIGGER r INSTEAD OF INSERT ON v BEGIN INSERT INTO t (a) VALUES (new.a); END;";
        for (text, said) in [
            (
                "CREATE INDEX i ON t (a);",
                "2.sql:2:14 warning UNIQUE index i of t is recreated without UNIQUE, so duplicates are possible",
            ),
            (
                "CREATE UNIQUE INDEX i ON t (a) WHERE b = 1;",
                "2.sql:2:21 note UNIQUE index i of t is recreated for only some rows, so duplicates are possible",
            ),
            (
                "CREATE UNIQUE INDEX i ON t (a, b);",
                "2.sql:2:21 warning UNIQUE index i of t is recreated over more columns, so duplicates are possible",
            ),
        ] {
            let text = format!("DROP INDEX i;\n{text}");
            assert_eq!(found("guarantee-lost", &[("1.sql", base), ("2.sql", &text)]), [said]);
        }
        let view = "DROP VIEW v;\nCREATE VIEW v AS SELECT a, b FROM t;";
        assert_eq!(
            found("guarantee-lost", &[("1.sql", base), ("2.sql", view)]),
            ["2.sql:1:11 warning trigger r is dropped with the old v and not recreated"]
        );
    }
}
