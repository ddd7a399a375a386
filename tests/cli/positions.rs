//! The order of columns and the spelling of names: what counts, and what is only said.

use crate::Sandbox;

const LOG: &str = "\
CREATE TABLE log (what TEXT, who TEXT, n INT);
CREATE TABLE t (id INTEGER PRIMARY KEY, n INT);
CREATE TRIGGER t_ins AFTER INSERT ON t BEGIN INSERT INTO log VALUES ('ins', 'me', new.n); END;
";

fn sandbox(live: &str, schema: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("schema/schema.sql", schema);
    sandbox.sql(live);
    sandbox
}

fn notes(sandbox: &Sandbox, arguments: &[&str]) -> Vec<String> {
    let all = [&["plan", "--check", "--format", "json"], arguments].concat();
    let json = sandbox.run(&all).json();
    let notes = json["notes"].as_array().unwrap();
    notes.iter().map(|it| it.as_str().unwrap().to_owned()).collect()
}

/// Live has the same columns in another order, which the trigger fills by position.
#[test]
fn another_order_is_drift_where_positions_are_used() {
    let sandbox = Sandbox::new();
    sandbox.write("schema/schema.sql", LOG);
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(sandbox.run(&["drift"]).code, 0);
    sandbox.sql("DROP TABLE log; CREATE TABLE log (n INT, what TEXT, who TEXT);");
    let drift = sandbox.run(&["drift"]);
    assert_eq!(drift.code, 2, "{}{}", drift.stdout, drift.stderr);
    let said = "columns are in another order in the database: trigger t_ins reads columns by position";
    assert!(drift.stdout.contains(said), "{}", drift.stdout);
}

#[test]
fn an_order_that_differs_is_put_right_and_values_land_where_they_belong() {
    let live = LOG.replace("(what TEXT, who TEXT, n INT)", "(n INT, what TEXT, who TEXT)");
    let sandbox = sandbox(&live, LOG);
    sandbox.sql("INSERT INTO log (what, who, n) VALUES ('old', 'you', 1)");
    let plan = sandbox.run(&["plan"]);
    assert_eq!(plan.code, 0, "{}{}", plan.stdout, plan.stderr);
    let apply = sandbox.run(&["apply"]);
    assert_eq!(apply.code, 0, "{}{}", apply.stdout, apply.stderr);
    sandbox.sql("INSERT INTO t VALUES (1, 7)");
    let read = "SELECT count(*) FROM log WHERE what = 'ins' AND who = 'me' AND n = 7 OR what = 'old' AND who = 'you' AND n = 1";
    let count: i64 = sandbox.open().query_row(read, [], |row| row.get(0)).unwrap();
    assert_eq!(count, 2);
    assert_eq!(sandbox.run(&["plan", "--check"]).code, 0);
}

#[test]
fn a_column_that_goes_last_is_said_and_its_place_can_be_asked_for() {
    let sandbox = sandbox(
        "CREATE TABLE t (a INT, b INT);",
        "CREATE TABLE t (a INT, c INT, b INT);\n",
    );
    let said = "new column c of t comes last, not where the schema file has it: nothing in the schema reads them by \
                position; to use the file's order, put `-- reconcile: keep-order` above the table or run `plan \
                --strategy rebuild`";
    assert_eq!(notes(&sandbox, &[])[0], said);
    assert!(!notes(&sandbox, &["--strategy", "rebuild"]).contains(&said.to_owned()));
    sandbox.edit(
        "CREATE TABLE t",
        "-- reconcile: keep-order -- an old client reads by position\nCREATE TABLE t",
    );
    assert!(!notes(&sandbox, &[]).contains(&said.to_owned()));
    assert_eq!(sandbox.run(&["plan"]).code, 0);
}

#[test]
fn an_order_alone_can_be_asked_for() {
    let order = |sandbox: &Sandbox| -> String {
        let read = "SELECT group_concat(name) FROM pragma_table_xinfo('t')";
        sandbox.open().query_row(read, [], |row| row.get(0)).unwrap()
    };
    let sandbox = Sandbox::new();
    sandbox.write("schema/schema.sql", "CREATE TABLE t (a INT, b INT);\n");
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.sql("INSERT INTO t VALUES (1, 2)");
    sandbox.edit("(a INT, b INT)", "(b INT, a INT)");
    assert_eq!(sandbox.run(&["plan", "--check"]).code, 0);
    let plan = sandbox.run(&["plan", "--strategy", "rebuild"]);
    assert_eq!(plan.code, 0, "{}{}", plan.stdout, plan.stderr);
    let apply = sandbox.run(&["apply"]);
    assert_eq!(apply.code, 0, "{}{}", apply.stdout, apply.stderr);
    assert_eq!(order(&sandbox), "b,a");
    sandbox.edit(
        "CREATE TABLE t (b INT, a INT)",
        "-- reconcile: keep-order\nCREATE TABLE t (a INT, b INT)",
    );
    assert_eq!(sandbox.run(&["plan", "--check"]).code, 2);
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(order(&sandbox), "a,b");
    assert_eq!(sandbox.run(&["plan", "--check"]).code, 0);
    assert_eq!(sandbox.run(&["verify"]).code, 0);
    assert_eq!(sandbox.run(&["drift"]).code, 0);
}

#[test]
fn keep_order_belongs_above_a_table() {
    for (schema, said) in [
        (
            "CREATE TABLE t (\n  a INT -- reconcile: keep-order\n);",
            "`keep-order` belongs above a table",
        ),
        (
            "-- reconcile: keep-order a, b\nCREATE TABLE t (a INT);",
            "`keep-order` takes no argument, not `a, b`",
        ),
        (
            "-- reconcile: keep-order -- reconcile: keep-order\nCREATE TABLE t (a INT);",
            "table t has a second `keep-order`; keep one",
        ),
    ] {
        let run = sandbox("", schema).run(&["plan"]);
        assert_eq!(run.code, 1, "{schema}");
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
}

/// `Users` → `users`: SQLite takes both for one name, and so no step comes of it.
#[test]
fn respelt_names_are_said() {
    let sandbox = sandbox(
        "CREATE TABLE Users (id INTEGER PRIMARY KEY, Mail TEXT);",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT);\n",
    );
    let notes = notes(&sandbox, &[]);
    assert!(notes[0].starts_with("table Users keeps its spelling: "), "{notes:?}");
    assert!(
        notes[1].starts_with("column Users.Mail keeps its spelling, as do the keys of results: "),
        "{notes:?}"
    );
    let diff = sandbox.run(&["diff", "sqlite:dev.db", "schema"]);
    assert!(
        diff.stderr.contains("table Users keeps its spelling"),
        "{}",
        diff.stderr
    );
    assert_eq!((diff.stdout.as_str(), diff.code), ("", 0));
}

/// What earlier versions sealed and recorded did not know of orders and of the spelling of a view's names, nor that a name
/// without AS, a hexadecimal number and an option of FTS5 can be written otherwise.
#[test]
fn earlier_fingerprints_still_hold() {
    let sandbox = Sandbox::new();
    let more = "\
CREATE VIEW v AS SELECT count(*) AS Total FROM t;
CREATE TABLE d (a INT DEFAULT 0x10, b INT AS (a + 0x20), CHECK (a < 0x100));
CREATE INDEX d_a ON d (a) WHERE a > 0x01;
CREATE VIEW w AS SELECT x.id \"one\", n two FROM t x;
CREATE VIRTUAL TABLE f USING fts5(body, tokenize = 'porter', detail=full);
CREATE TRIGGER u_ins AFTER INSERT ON d WHEN new.a > 0x10 BEGIN SELECT x.n two FROM t x; END;
";
    sandbox.write("schema/schema.sql", &format!("{LOG}{more}"));
    let file = "generated/0001_first.sql";
    sandbox.write(file, include_str!("positions_sealed_earlier.sql"));
    for command in [&["verify"][..], &["apply"], &["drift"], &["plan", "--check"]] {
        let run = sandbox.run(command);
        assert_eq!(run.code, 0, "{command:?} {}{}", run.stdout, run.stderr);
    }
}

/// `sqlite_sequence` compares names letter by letter: a rebuild on a database that spells the table otherwise carries the
/// counter all the same.
#[test]
fn a_counter_goes_on_where_another_database_spells_the_table_otherwise() {
    let sandbox = Sandbox::new();
    let schema = "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, n TEXT);\n";
    sandbox.write("schema/schema.sql", schema);
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.sql(
        "DROP TABLE t; CREATE TABLE T (id INTEGER PRIMARY KEY AUTOINCREMENT, n TEXT); INSERT INTO T VALUES (41, 'a'); DELETE FROM T",
    );
    sandbox.edit("n TEXT", "n TEXT NOT NULL DEFAULT 'x'");
    let plan = sandbox.run(&["plan", "sqlite:planned.db"]);
    assert_eq!(plan.code, 0, "{}{}", plan.stdout, plan.stderr);
    let apply = sandbox.run(&["apply"]);
    assert_eq!(apply.code, 0, "{}{}", apply.stdout, apply.stderr);
    assert_eq!(sandbox.count("SELECT seq FROM sqlite_sequence WHERE name = 't'"), 41);
}

/// Between the stages a table has the columns of both codes: what reads or fills it by position fits one of them at most.
#[test]
fn stages_are_refused_where_positions_are_used() {
    let sandbox = Sandbox::new();
    let old = "CREATE TABLE log (what TEXT, n INT);\nCREATE TABLE t (id INTEGER PRIMARY KEY, n INT);\n\
               CREATE TRIGGER t_ins AFTER INSERT ON t BEGIN INSERT INTO log VALUES ('ins', new.n); END;\n";
    sandbox.write("schema/schema.sql", old);
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    let refused = |said: &str| {
        let run = sandbox.run(&["plan", "--expand-contract"]);
        assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(said), "{}", run.stderr);
    };
    sandbox.write("schema/schema.sql", LOG);
    refused("trigger t_ins reads the columns of log by position, and they differ between the stages");
    sandbox.write(
        "schema/schema.sql",
        &old.replace("n INT);\nCREATE TRIGGER", "n INT, more INT);\nCREATE TRIGGER"),
    );
    let run = sandbox.run(&["plan", "--expand-contract"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
}

#[test]
fn stages_are_refused_where_a_view_cannot_give_a_column() {
    let sandbox = Sandbox::new();
    let old = "CREATE TABLE t (id TEXT PRIMARY KEY, \"true\" INT);\n";
    sandbox.write("schema/schema.sql", old);
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.edit("CREATE TABLE t", "-- reconcile: renamed-from t\nCREATE TABLE u");
    let run = sandbox.run(&["plan", "--expand-contract"]);
    assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
    let said = "u would be a view over t until contract, and SQLite gives no column called true through a view";
    assert!(run.stderr.contains(said), "{}", run.stderr);
}

#[test]
fn a_revert_gives_the_order_back() {
    let sandbox = Sandbox::new();
    sandbox.write("schema/schema.sql", "CREATE TABLE t (a INT, b INT, c INT);\n");
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.sql("INSERT INTO t VALUES (1, 2, 3)");
    let moved = "-- reconcile: keep-order\nCREATE TABLE t (c INT, a INT, b INT);\n";
    sandbox.write("schema/schema.sql", moved);
    for arguments in [&["plan"][..], &["apply"], &["revert"], &["apply"]] {
        let run = sandbox.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}{}", run.stdout, run.stderr);
    }
    let sql = "SELECT group_concat(name, '') = 'abc' FROM pragma_table_info('t')";
    assert_eq!(sandbox.count(sql), 1);
    assert_eq!(sandbox.count("SELECT a = 1 AND b = 2 AND c = 3 FROM t"), 1);
}
