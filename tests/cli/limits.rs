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
            "D1 has no function soundex",
        ),
        (
            "functions of views",
            view("SELECT sqlite_version() FROM t".to_owned()),
            "view v",
            "D1 has no function sqlite_version",
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
fn b9_a_function_that_d1_lacks_is_refused_at_its_place() {
    let sandbox = Sandbox::new();
    let first = "CREATE TABLE t (\n  id INTEGER PRIMARY KEY,\n  code TEXT DEFAULT (uuid()),\n  at TEXT\n);\n\
        CREATE TABLE u (a, b AS (power(a, 2)));\nCREATE TABLE w (a CHECK (if(a, 1, 0)));\n";
    sandbox.write("schema/schema.sql", first);
    let run = sandbox.run(&["plan"]);
    assert_eq!(run.code, 1);
    for words in [
        "error: table t: not authorized to use function: uuid\n --> schema/schema.sql:3:22",
        "help: D1 has no function uuid: write lower(hex(randomblob(16)))",
        "error: table u: not authorized to use function: power\n --> schema/schema.sql:6:26",
        "error: table w: not authorized to use function: if\n --> schema/schema.sql:7:26",
    ] {
        assert!(run.stderr.contains(words), "{words}\n{}", run.stderr);
    }
    let second = "CREATE TABLE t (a, b);\nCREATE VIEW v AS SELECT a,\n  ceiling(b) AS c FROM t;\n\
        CREATE TRIGGER g AFTER INSERT ON t BEGIN\n  UPDATE t SET b = \"log10\"(a);\nEND;\n";
    sandbox.write("schema/schema.sql", second);
    let run = sandbox.run(&["plan"]);
    assert_eq!(run.code, 1);
    for words in [
        "error: view v cannot be used: not authorized to use function: ceiling\n --> schema/schema.sql:3:3",
        "help: D1 has no function ceiling: write ceil(x)",
        "error: trigger g cannot be used: not authorized to use function: log10\n --> schema/schema.sql:5:20",
    ] {
        assert!(run.stderr.contains(words), "{words}\n{}", run.stderr);
    }
}

#[test]
fn b9_math_functions_are_there_where_a_plan_is_applied() {
    let sandbox = Sandbox::new();
    let schema = "CREATE TABLE t (a REAL CHECK (floor(a) > 0), b AS (pow(a, '2')));\nCREATE INDEX i ON t (ceil(a));\n";
    sandbox.write("schema/schema.sql", schema);
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    sandbox.write(
        "generated/0002_rows.sql",
        "INSERT INTO t (a) VALUES (1.5), ('2.5');\nDELETE FROM t WHERE sqrt('4') = 2 ORDER BY a LIMIT 1;\n",
    );
    let run = sandbox.run(&["apply", "--yes"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(sandbox.count("SELECT count(*) FROM t WHERE a = 2.5"), 1);
    assert_eq!(sandbox.run(&["drift"]).code, 0);
    sandbox.write("schema/schema.sql", &schema.replace("b AS", "c TEXT, b AS"));
    let run = sandbox.run(&["plan"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn b10_a_limit_on_delete_and_update_runs_everywhere() {
    let sandbox = Sandbox::applied();
    sandbox.write(
        "generated/0002_trim.sql",
        "DELETE FROM posts WHERE body > '' ORDER BY id DESC LIMIT 1;\n\
         UPDATE users SET email = 'z' WHERE id > 1 ORDER BY email DESC LIMIT 1;\n",
    );
    sandbox.write(
        "app.ts",
        "await env.DB.prepare('DELETE FROM posts WHERE body = ? ORDER BY id LIMIT ?').run();\n\
         await env.DB.prepare('DELETE FROM posts ORDER BY nope LIMIT 1').run();\n",
    );
    for command in [&["lint"][..], &["verify"], &["plan"], &["apply", "--yes"], &["drift"]] {
        let run = sandbox.run(command);
        assert_eq!(run.code, 0, "{command:?}: {}{}", run.stdout, run.stderr);
    }
    assert_eq!(sandbox.count("SELECT count(*) FROM posts"), 0);
    assert_eq!(
        sandbox.count("SELECT count(*) FROM users WHERE id = 2 AND email = 'z'"),
        1
    );
    let run = sandbox.run(&["compat", "app.ts"]);
    assert!(
        run.stdout.contains("app.ts:2:50: no such column: nope"),
        "{}",
        run.stdout
    );
    assert!(!run.stdout.contains("app.ts:1"), "{}", run.stdout);
    let bare = Sandbox::empty();
    bare.write(
        "migrations/0001_a.sql",
        "CREATE TABLE t (a);\nDELETE FROM t ORDER BY a LIMIT 1;\n",
    );
    let run = bare.run(&["init"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let trigger = "CREATE TABLE t (a);\nCREATE TRIGGER g AFTER INSERT ON t BEGIN\n  DELETE FROM t WHERE a = 1 ORDER BY a LIMIT 1;\nEND;\n";
    sandbox.write("schema/schema.sql", trigger);
    let run = sandbox.run(&["plan"]);
    assert!(run.stderr.contains(" --> schema/schema.sql:3:29"), "{}", run.stderr);
    assert!(run.stderr.contains("outside triggers only"), "{}", run.stderr);
}

#[test]
fn b11_a_seed_of_many_rows_stops_nothing() {
    let sandbox = Sandbox::applied();
    let rows: Vec<String> = (10..10_000).map(|at| format!("({at},'')")).collect();
    let seed = format!("INSERT INTO users (id, email) VALUES {};\n", rows.join(","));
    assert!(seed.len() < 100_000);
    sandbox.write("generated/0002_seed.sql", &seed);
    for command in [&["lint"][..], &["verify"], &["plan"], &["apply", "--yes"]] {
        let run = sandbox.run(command);
        assert_eq!(run.code, 0, "{command:?}: {}{}", run.stdout, run.stderr);
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
