//! D1's limits, told at plan time with the object's name, the place in the file and the remedy.

use crate::sandbox::Sandbox;

/// A schema beyond a limit, the object that is named, and words of the remedy.
fn beyond() -> Vec<(&'static str, String, &'static str, &'static str)> {
    let many = |count: usize, item: &str, between: &str| vec![item; count].join(between);
    let columns = |count: usize| {
        let names: Vec<String> = (0..count).map(|at| format!("c{at}")).collect();
        names.join(", ")
    };
    let view = |select: String| format!("CREATE TABLE t (a);\nCREATE VIEW v AS {select};\n");
    vec![
        (
            "columns",
            format!("CREATE TABLE t ({});", columns(101)),
            "table t",
            "100 columns in a table",
        ),
        (
            "result columns",
            view(format!("SELECT {} FROM t", many(101, "a", ", "))),
            "view v",
            "returns at most 100",
        ),
        (
            "expression depth",
            format!("CREATE TABLE t (a CHECK ({} > 0));", many(101, "a", " + ")),
            "table t",
            "100 deep",
        ),
        (
            "compound terms",
            view(many(6, "SELECT 1", " UNION ")),
            "view v",
            "5 terms",
        ),
        (
            "arguments",
            view(format!("SELECT max({}) FROM t", many(128, "1", ", "))),
            "view v",
            "127 arguments",
        ),
        (
            "joins",
            view(format!(
                "SELECT 1 FROM {}",
                (0..65).map(|at| format!("t t{at}")).collect::<Vec<_>>().join(", ")
            )),
            "view v",
            "fewer tables",
        ),
        (
            "parameters",
            view("SELECT a FROM t WHERE a = ?101".to_owned()),
            "view v",
            "no parameters",
        ),
        (
            "statement length",
            format!("CREATE TABLE t (a DEFAULT '{}');", "x".repeat(100_001)),
            "table t",
            "100,000 bytes",
        ),
        (
            "functions",
            "CREATE TABLE t (a CHECK (soundex(a) > 1));".to_owned(),
            "table t",
            "D1 refuses this",
        ),
        (
            "functions of views",
            view("SELECT sqlite_version() FROM t".to_owned()),
            "view v",
            "D1 refuses this",
        ),
        (
            "modules",
            "CREATE VIRTUAL TABLE t USING fts4(a);".to_owned(),
            "table t",
            "D1 ",
        ),
    ]
}

#[test]
fn every_limit_names_object_place_and_remedy() {
    for (limit, schema, object, remedy) in beyond() {
        let sandbox = Sandbox::new();
        sandbox.write("schema/schema.sql", &schema);
        let run = sandbox.run(&["plan"]);
        assert_eq!(run.code, 1, "{limit}: {}", run.stdout);
        assert!(run.stderr.contains(object), "{limit}: {}", run.stderr);
        assert!(run.stderr.contains("--> schema/schema.sql:"), "{limit}: {}", run.stderr);
        let help = run.stderr.lines().find(|line| line.starts_with("help: "));
        assert!(
            help.is_some_and(|help| help.contains(remedy)),
            "{limit}: {}",
            run.stderr
        );
        assert!(!sandbox.path("generated").exists(), "{limit}: nothing is written");
    }
}

#[test]
fn within_the_limits_all_is_well() {
    let sandbox = Sandbox::new();
    let columns: Vec<String> = (0..100).map(|at| format!("c{at}")).collect();
    let sums = ["c0"; 99].join(" + ");
    let terms = ["SELECT 1"; 5].join(" UNION ");
    let schema = format!(
        "CREATE TABLE t ({}, CHECK ({sums} > 0));\nCREATE VIEW v AS {terms};\n",
        columns.join(", ")
    );
    sandbox.write("schema/schema.sql", &schema);
    let run = sandbox.run(&["plan"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}
